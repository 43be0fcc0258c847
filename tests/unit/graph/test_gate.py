# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate of check mode: a closed list, and nothing slips past it."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import gate
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import ReadOnlyViolation
from hypothesis import given
from hypothesis import strategies as st

ROOT = "https://graph.microsoft.com"
PARSE = f"{ROOT}/v1.0/servicePrincipals/1/synchronization/jobs/2/schema/parseExpression"
BATCH = f"{ROOT}/v1.0/$batch"


def batch(*methods):
    return {"requests": [{"id": str(n), "method": method, "url": "/x"} for n, method in enumerate(methods)]}


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("GET", f"{ROOT}/v1.0/servicePrincipals", None),
        ("POST", PARSE, {"expression": "[a]"}),
        ("POST", PARSE.replace("v1.0", "beta").replace("jobs", "templates"), {}),
        ("POST", BATCH, batch("GET", "GET")),
    ],
)
def test_reading_passes(method, url, body):
    assert gate.is_safe(method, url, body)


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("PUT", PARSE, {}),
        ("PATCH", f"{ROOT}/v1.0/x", {}),
        ("DELETE", f"{ROOT}/v1.0/x", None),
        ("POST", f"{ROOT}/v1.0/servicePrincipals/1/synchronization/jobs", {}),
        ("POST", f"{ROOT}/v1.0/servicePrincipals/1/synchronization/jobs/validateCredentials", {}),
        ("POST", f"{ROOT}/v1.0/servicePrincipals/1/synchronization/jobs/2/schema/parseExpression/x", {}),
        ("POST", f"{ROOT}/v1.0/servicePrincipals?x=/schema/parseExpression", {}),
        ("POST", f"{ROOT}/v1.0/servicePrincipals/1%2Fschema%2FparseExpression", {}),
        ("POST", f"{ROOT}/v1.0/anything/schema/parseExpression", {}),
        ("POST", BATCH, batch()),
        ("POST", BATCH, batch("GET", "POST")),
        ("POST", BATCH, batch("get")),
        ("POST", BATCH, None),
        ("POST", BATCH, {"requests": ["GET"]}),
        ("POST", f"{ROOT}/v1.0/x/$batch", batch("GET")),
        ("post", PARSE, {}),
    ],
)
def test_writing_is_refused(method, url, body):
    assert not gate.is_safe(method, url, body)
    with pytest.raises(ReadOnlyViolation, match="Could not do the thing: the client is read-only"):
        gate.guard(method, url, body, "do the thing")


@given(st.sampled_from(["POST", "PUT", "PATCH", "DELETE", "MERGE"]), st.text("/abc$.%{}()'", max_size=30))
def test_no_other_path_is_open_to_an_unsafe_verb(method, path):
    assert not gate.is_safe(method, f"{ROOT}/v1.0/{path}", {"requests": []})


@given(st.lists(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"]), min_size=1, max_size=20))
def test_a_batch_is_safe_exactly_when_all_of_it_reads(methods):
    assert gate.is_safe("POST", BATCH, batch(*methods)) == (set(methods) == {"GET"})

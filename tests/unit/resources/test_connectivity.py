# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface by which a target is reached stands behind one door, and its announced end is told."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity, owner, synchronization
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, FakeGraph
from ansible_collections.entra.provisioning.tests.unit.task import run

RESOURCES = Path(connectivity.__file__).parent
WORDS = ("/secrets", "validateCredentials", "acquireAccessToken")


def texts(file):
    return [
        node.value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_the_addresses_of_the_present_interface_stand_in_one_file_and_one_reader():
    paths = {
        file.name
        for file in RESOURCES.glob("*.py")
        for text in texts(file)
        if text.startswith("/") and any(word in text for word in WORDS)
    }
    # The reader of many principals at once reads the same collection, in batches.
    assert paths == {"connectivity_secrets.py", "synchronization_info.py"}


@pytest.mark.parametrize(("version", "told"), [("v1.0", False), ("beta", True)])
def test_who_speaks_beta_is_told_of_the_announced_end(version, told):
    graph = FakeGraph({f"{HERE}/secrets": []})
    graph.version = version
    result = run(synchronization, graph, check=True, service_principal_id=ID, settings={})
    assert any(connectivity.REMOVAL in warning for warning in result["warnings"]) is told


def test_stored_credentials_are_tried_without_sending_any():
    graph = FakeGraph()
    connectivity.of(graph, owner.Owner(owner.PRINCIPALS, ID)).validate("scim")
    assert graph.writes == [
        ("POST", f"{HERE}/jobs/validateCredentials", {"templateId": "scim", "useSavedCredentials": True})
    ]


def test_given_credentials_are_tried_by_the_connector_of_the_job():
    graph = FakeGraph()
    rows = [{"key": "BaseAddress", "value": "https://scim.contoso.example"}, {"key": "UserName", "value": ""}]
    connectivity.of(graph, owner.Owner(owner.PRINCIPALS, ID)).validate("scim", rows, "scim.1.2")
    ((_verb, path, body),) = graph.writes
    assert path == f"{HERE}/jobs/scim.1.2/validateCredentials"
    assert body == {"templateId": "scim", "useSavedCredentials": False, "credentials": rows[:1]}

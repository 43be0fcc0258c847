# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application as a host: names that can be said and harm nobody, variables, groups."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status, provisioned_host
from ansible_collections.entra.provisioning.tests.unit.fake_graph import ID, OTHER, QUARANTINE, job
from hypothesis import given
from hypothesis import strategies as st

HARMLESS = re.compile(r"[\w]([\w.-]*\w)?")


def entry(*jobs, **members):
    return {
        "service_principal_id": ID,
        "display_name": "Contoso",
        "tags": [],
        "jobs": list(map(job_status.plain, jobs)),
        **members,
    }


ACTIVE = job("scim", "Active", "Active")
PAUSED = job("scim", "Disabled", "Paused")
HELD = job("fabrikamSingleSignon", "Active", "Quarantine", quarantine=QUARANTINE)
HELD_AND_PAUSED = job("other.one/two", "Paused", "Paused", quarantine={**QUARANTINE, "reason": None})


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ([], ["without_job"]),
        ([ACTIVE], ["started", "status_active", "template_scim"]),
        ([PAUSED], ["paused", "status_paused", "template_scim"]),
        ([job("scim", "Active", "NotRun")], ["started", "status_not_run", "template_scim"]),
        ([job("scim", "Disabled", "NotConfigured")], ["paused", "status_not_configured", "template_scim"]),
        (
            [HELD],
            [
                "quarantine_reason_encountered_quarantine_exception",
                "quarantined",
                "started",
                "status_quarantine",
                "template_fabrikamSingleSignon",
            ],
        ),
        (
            [HELD_AND_PAUSED, ACTIVE],
            [
                "paused",
                "quarantine_reason_unknown",
                "quarantined",
                "started",
                "status_active",
                "status_paused",
                "template_other_one_two",
                "template_scim",
            ],
        ),
    ],
)
def test_the_groups_are_those_that_fit_one_of_the_jobs(jobs, expected):
    assert provisioned_host.groups(entry(*jobs)) == expected


def test_the_variables_sum_up_the_jobs():
    shown = provisioned_host.variables(entry(HELD, ACTIVE), "contoso.example")
    assert shown["tenant_id"] == "contoso.example"
    assert shown["template_ids"] == ["fabrikamSingleSignon", "scim"]
    assert shown["status_codes"] == ["Active", "Quarantine"]
    assert shown["quarantine_reasons"] == ["EncounteredQuarantineException"]
    assert (shown["quarantined"], shown["started"]) == (True, True)
    assert shown["jobs"][0]["status"]["quarantine"]["remedy"]


def test_the_variables_of_who_has_no_job():
    shown = provisioned_host.variables(entry(templates=[{"id": "scim"}]), None)
    assert (shown["quarantined"], shown["started"], shown["status_codes"], shown["template_ids"]) == (
        False,
        False,
        [],
        [],
    )
    assert shown["templates"] == [{"id": "scim"}]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Contoso SCIM", "Contoso_SCIM"),
        ("Zürich & Söhne", "Zürich_Söhne"),
        ("Zu\u0308rich", "Zürich"),
        ("-i /etc/passwd", "i_etc_passwd"),
        ("../../etc/passwd", "etc_passwd"),
        ("a:b,c!d&e~f@g[1:3]*?", "a_b_c_d_e_f_g_1_3"),
        ("{{ lookup('pipe', 'id') }}", "lookup_pipe_id"),
        ("line\nbreak\x1b[31m\x00", "line_break_31m"),
        ("right\u202eto left", "right_to_left"),
        ("  ", ""),
        ("...", ""),
        ("a.b-c_d", "a.b-c_d"),
        ("x" * 400, "x" * 150),
        ("x" * 149 + "- y", "x" * 149),
    ],
)
def test_a_name_is_what_a_pattern_can_say(text, name):
    assert provisioned_host.sayable(text) == name


@given(st.text())
def test_whatever_the_text_the_name_is_harmless(text):
    name = provisioned_host.sayable(text)
    assert not name or HARMLESS.fullmatch(name)
    assert provisioned_host.sayable(name) == name


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ([("A", ID), ("B", OTHER)], (), ["A", "B"]),
        ([("Twin", ID), ("Twin", OTHER)], (), ["Twin_1f3c0d52", "Twin_2b9d7e10"]),
        ([("Twin", ID), ("tWIN", OTHER)], (), ["Twin_1f3c0d52", "tWIN_2b9d7e10"]),
        ([("a b", ID), ("a/b", OTHER)], (), ["a_b_1f3c0d52", "a_b_2b9d7e10"]),
        ([("***", ID)], (), [ID]),
        ([("localhost", ID), ("ALL", OTHER)], (), ["localhost_1f3c0d52", "ALL_2b9d7e10"]),
        ([("quarantined", ID)], ["quarantined"], ["quarantined_1f3c0d52"]),
        ([("db01", ID)], ["db01", "db01_1f3c0d52"], [f"db01_{ID}"]),
        ([("Twin", ID), ("Twin", OTHER), ("Twin_1f3c0d52", "x")], (), [f"Twin_{ID}", "Twin_2b9d7e10", "Twin_1f3c0d52"]),
    ],
)
def test_names_are_unique_whatever_is_taken(wanted, taken, expected):
    assert provisioned_host.names(wanted, taken) == expected


@given(st.lists(st.text(alphabet="aA_ ", max_size=3), max_size=6))
def test_no_two_hosts_share_a_name(texts):
    wanted = [(text, f"{number:08x}-0000-4000-8000-000000000000") for number, text in enumerate(texts)]
    found = provisioned_host.names(wanted, ["a"])
    assert len({name.casefold() for name in found} | {"a"}) == len(texts) + 1

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drift by application, mapping changes by place, the log in numbers."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._report import drift, leaves, log, mappings, model

from . import samples


def by_name(found):
    return {row["name"]: row for row in found["applications"]}


def test_every_change_stands_with_its_application():
    found = drift.compared(samples.declared(), [])
    rows = by_name(found)
    assert [change["action"] for change in rows["Contoso SCIM"]["changes"]] == ["update", "replace"]
    assert [change["action"] for change in rows["Fabrikam Sign-On"]["changes"]] == ["start"]
    assert [change["target"] for change in found["elsewhere"]] == ["application Lucerne Publishing"]


def test_an_application_that_failed_is_not_one_without_drift():
    row = by_name(drift.compared(samples.declared(), []))["Blue Yonder"]
    assert (row["state"], row["message"]) == ("unknown", "Could not read the jobs: 403 Forbidden")


def test_an_application_that_is_yet_to_be_made_is_known_by_its_name():
    new = {**samples.declared_application(1, "Contoso", True, "1 change"), "service_principal_id": None}
    other = {**new, "name": "Contoso-2"}
    change = {"action": "create", "target": "application Contoso-2 from template 8adf", "before": None, "after": {}}
    found = drift.compared({"plan": {"changes": [change]}, "applications": [new, other]}, [])
    assert {name: len(row["changes"]) for name, row in by_name(found).items()} == {"Contoso": 0, "Contoso-2": 1}


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"msg": "Could not sign in."}, "Could not sign in."),
        ({"failed": True, "msg": "Stopped.", "plan": {}, "applications": []}, "Stopped."),
        ({}, "The comparison gave no result."),
        ({"plan": {}, "applications": []}, None),
    ],
)
def test_a_comparison_that_did_not_come_about_says_why(declared, told):
    assert drift.compared(declared, [])["error"] == told


def test_applications_with_a_job_that_nobody_declared_are_named():
    jobs = model.build(samples.everything(), as_of=samples.AS_OF)["jobs"]
    assert drift.compared(samples.declared(), jobs)["undeclared"] == [
        "Litware",
        "Northwind HR",
        "Proseware",
        "Tailspin Toys",
        "Wide World Importers",
        "Woodgrove Bank",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("a", "1", "2")]),
        ({"a": True}, {"a": False}, [("a", "true", "false")]),
        ({"a": {"b": "x", "c": 1}}, {"a": {"b": "y", "c": 1}}, [("a › b", "x", "y")]),
        (None, {"a": "x"}, [("a", None, "x")]),
        ({"a": "x"}, None, [("a", "x", None)]),
        ({"a": None}, {"a": "x"}, [("a", "null", "x")]),
        ({"a": ["x", "y"]}, {"a": ["x"]}, [("a", '["x", "y"]', '["x"]')]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 3}]}, [("a › 1 › b", "1", "2"), ("a › 2 › b", None, "3")]),
        ("text", "other", [("", "text", "other")]),
        ({"a": {}}, {"a": {}}, []),
        ({"a": {}}, {"a": {"b": 1}}, [("a › b", None, "1"), ("a", "{}", None)]),
        (None, None, []),
    ],
)
def test_only_what_moves_is_told(before, after, expected):
    assert leaves.moves(before, after) == [leaves.Move(*row) for row in expected]


def test_mapping_changes_have_their_place_and_what_is_declared_there():
    user = "User → urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    rule = "rule USERGROUP_OUTBOUND_USERGROUP"
    assert mappings.changes(samples.SCHEMA) == [
        {
            "place": [rule, user],
            "kind": "object mapping",
            "what": "declared",
            "members": {"flow_types": '["Add", "Update"]'},
        },
        {
            "place": [rule, user, "nickName"],
            "kind": "attribute mapping",
            "what": "declared",
            "members": {"source": 'Join(" ", [givenName], [surname])', "flow_behavior": "FlowAlways"},
        },
        {"place": [rule, user, "title"], "kind": "attribute mapping", "what": "removed", "members": {}},
        {
            "place": ["directory SCIM", "object User", "attribute urn:contoso:badge"],
            "kind": "attribute",
            "what": "declared",
            "members": {"type": "Integer"},
        },
    ]


def test_the_export_of_a_tenant_tells_the_same_mapping_changes():
    found = model.build({"schemas": samples.gathered()})["mapping_changes"]
    assert [(row["application"], len(row["changes"]), row["not_expressed"]) for row in found] == [
        ("Contoso SCIM", 0, ["schema of job scim: Two rules differ."]),
        ("Contoso SCIM", 4, []),
        ("Fabrikam Sign-On", 0, []),
    ]


def test_mappings_that_could_not_be_read_are_not_as_the_template():
    rows = model.build(samples.everything())["mapping_changes"]
    failed = [row for row in rows if row["error"]]
    assert [(row["application"], row["error"]) for row in failed] == [
        ("Tailspin Toys", "Could not read the schema: 403 Forbidden")
    ]
    part = {**samples.gathered(), "errors": {"Tailspin Toys": "403"}, "msg": "1 of the applications could not be read"}
    rows = model.build({"schemas": part})["mapping_changes"]
    assert [(row["application"], row["error"]) for row in rows if row["error"]] == [("Tailspin Toys", "403")]
    (whole,) = model.build({"schemas": {"msg": "403"}})["mapping_changes"]
    assert whole["error"] == "403"


def test_the_log_in_numbers():
    found = log.counted(samples.log()["entries"], True)
    assert found["by_status"] == {"failure": 18, "skipped": 28, "success": 84, "warning": 2}
    assert found["by_action"] == {"create": 7, "disable": 2, "other": 46, "update": 77}
    assert [(row["code"], row["count"], row["applications"]) for row in found["by_error"]] == [
        ("NotEffectivelyEntitled", 28, ["Fabrikam Sign-On"]),
        ("InvalidCredentials", 18, ["Contoso SCIM"]),
        ("DuplicateTargetEntries", 2, ["Adventure Works"]),
    ]
    assert [row["application"] for row in found["by_application"]] == [
        "Contoso SCIM",
        "Fabrikam Sign-On",
        "Adventure Works",
    ]
    assert (found["first"], found["last"]) == ("2026-03-03T00:15:00Z", "2026-03-09T22:15:00Z")


@pytest.mark.parametrize(
    ("first", "last", "step", "count"),
    [
        ("2026-03-03T00:15:00Z", "2026-03-03T00:15:00Z", 1, 1),
        ("2026-03-03T00:15:00Z", "2026-03-05T00:14:00Z", 1, 49),
        ("2026-03-03T00:15:00Z", "2026-03-05T00:16:00Z", 24, 3),
        ("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", 96, 92),
    ],
)
def test_the_columns_cover_the_time_without_a_gap_and_lose_no_entry(first, last, step, count):
    entries = [samples.entry(first, "success"), samples.entry(last, "failure", code="X")]
    found = log.counted(entries, False)["over_time"]
    assert (found["step_hours"], len(found["points"])) == (step, count)
    assert sum(sum(point["by_status"].values()) for point in found["points"]) == 2


def test_entries_without_a_moment_are_counted_and_not_drawn():
    found = log.counted([{"status": "failure"}], False)
    assert (found["total"], found["over_time"], found["by_error"][0]["code"]) == (1, None, "unknown")


def test_the_report_names_nobody_of_the_log():
    text = model.document(model.build(samples.everything()))
    assert "Adele" not in text and "87d349ed" not in text


def test_a_log_that_could_not_be_read_is_not_an_empty_one():
    found = model.build({"log": {"msg": "403 Forbidden"}})
    assert found["log"]["error"] == "403 Forbidden"
    assert (found["log"]["total"], found["numbers"]["log_failures"]) == (None, None)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemas over the whole road: merged, settled, guarded against others, brought back, and carried elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job,
    schema,
    schema_info,
    schema_parse_expression,
)
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from ansible_collections.entra.provisioning.plugins.module_utils._schema.same import same_document

from .resource_road import ask, run, writes

FABRIKAM, CONTOSO = "Fabrikam Sign-On", "Contoso SCIM"
RULE = "USERGROUP_OUTBOUND_USERGROUP"
SETS = ("synchronization_rules", "directories")
# What a declaration is left with by the argument spec.
ROW = {"state": "present"}


@pytest.fixture
def fabrikam(emu):
    estate = emu.estate[FABRIKAM]
    return {"service_principal_id": estate["service_principal_id"], "job_id": estate["jobs"][0]}


def accounts(*rows, **members):
    """Attribute mappings of Fabrikam's users; members: of the object mapping."""
    inner = {**ROW, "source_object": "User", "target_object": "Account", **members}
    if rows:
        inner["attribute_mappings"] = [{**ROW, **row} for row in rows]
    return [{"name": RULE, "object_mappings": [inner]}]


MAPPED = accounts(
    {"target_attribute": "Alias", "expression": 'Join(".", [surname], [givenName])'},
    {"target_attribute": "Town", "state": "absent"},
    {"target_attribute": "WebAddress", "source": "wWWHomePage"},
    {"target_attribute": "Language", "default_value": "de_CH"},
)
SCOPE = {
    "groups": [{"name": "Sales", "clauses": [{"attribute": "department", "operator": "EQUALS", "values": ["Sales"]}]}]
}
CHANGES = {
    "mappings": {"synchronization_rules": MAPPED},
    "an unpublished function": {
        "synchronization_rules": accounts({"target_attribute": "Alias", "expression": "NormalizeDiacritics([mail])"})
    },
    "a scope": {"synchronization_rules": accounts(scope=SCOPE), "accept_hazards": ["change_scope"]},
    "an attribute": {
        "directories": [
            {"name": FABRIKAM, "objects": [{**ROW, "name": "Account", "attributes": [{**ROW, "name": "badge"}]}]}
        ]
    },
    "a disabled mapping": {
        "synchronization_rules": accounts(enabled=False),
        "accept_hazards": ["disable_object_mapping"],
    },
}
ANSWERS = {
    "plain": {},
    "late": {"schema_read_lag": 2},
    "old": {
        "schema_flags": "blanks",
        "schema_empty_filters": "lists",
        "schema_order": "reversed",
        "uneditable_rules": "ignore",
    },
    "older": {
        "schema_directory_names": "old",
        "schema_expressions": "of_2020",
        "schema_later_members": "absent",
        "uneditable_rules": "ignore",
    },
    "new": {"schema_flags": "no_blanks", "schema_empty_filters": "null", "schema_expressions": "no_blanks"},
}


def document(emu, place):
    return ask(schema_info, emu, include=["document"], **place)["document"]


@pytest.mark.parametrize("switches", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("options", CHANGES.values(), ids=CHANGES)
def test_every_change_is_foretold_written_once_and_converges(emu, fabrikam, options, switches):
    for name, value in switches.items():
        emu.switches[name] = value
    checked = run(schema, emu, check_mode=True, **fabrikam, **options)
    mark = emu.mark()
    real = run(schema, emu, **fabrikam, **options)
    path = (
        f"/v1.0/servicePrincipals/{fabrikam['service_principal_id']}/synchronization/jobs/{fabrikam['job_id']}/schema"
    )
    assert [write for write in writes(emu, mark) if "parseExpression" not in write[1]] == [("PUT", path)]
    assert (checked["changed"], checked["plan"], checked["diff"]) == (True, real["plan"], real["diff"])
    mark = emu.mark()
    again = run(schema, emu, **fabrikam, **options)
    assert (again["changed"], writes(emu, mark)) == (False, [])
    assert len([row for row in emu.audit(since=mark) if "/oauth2/" not in row["path"] and "/v1.0/" in row["path"]]) == 1


@pytest.mark.parametrize(("first", "second"), [("old", "new"), ("new", "older"), ("older", "plain"), ("plain", "old")])
def test_a_service_that_speaks_otherwise_from_one_day_to_the_next_changes_nothing(emu, fabrikam, first, second):
    stored = {name: emu.switches[name] for manner in ANSWERS.values() for name in manner}
    emu.switches.update(ANSWERS[first])
    for options in CHANGES.values():
        run(schema, emu, **fabrikam, **options)
    exported = ask(schema_info, emu, only="changes", **fabrikam)
    emu.switches.update({**stored, **ANSWERS[second]})
    for name in ("a disabled mapping", "a scope", "an attribute"):
        assert run(schema, emu, **fabrikam, **CHANGES[name])["changed"] is False
    declared = {option: exported["schema"][option] for option in SETS}
    assert run(schema, emu, **fabrikam, **declared)["changed"] is False


def test_a_lost_answer_is_settled_by_reading(emu, fabrikam):
    emu.fault(method="PUT", path="/schema$", kind="reset", when="after", times=1)
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is True
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is False


def test_a_conflict_is_told_and_the_next_run_does_it(emu, fabrikam):
    emu.switches["schema_put_answer"] = "409_once"
    with pytest.raises(Stopped, match="Nothing was changed"):
        run(schema, emu, synchronization_rules=MAPPED, **fabrikam)
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is True


EDIT = {
    "edit": "mapping",
    "rule": RULE,
    "source_object": "User",
    "target_attribute": "Department",
    "expression": "[companyName]",
}


def test_an_edit_in_the_portal_between_plan_and_write_is_not_lost(emu, fabrikam):
    emu.fault(method="GET", path="/schema$", kind="schema_edit", after=1, times=1, edits=[EDIT])
    mark = emu.mark()
    with pytest.raises(Stopped, match="was changed by something else after this plan was made") as stop:
        run(schema, emu, synchronization_rules=MAPPED, **fabrikam)
    assert writes(emu, mark) == []
    assert "companyName" in str(stop.value)
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is True
    rows = document(emu, fabrikam)["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    sources = {row["targetAttributeName"]: row["source"]["expression"] for row in rows if row["source"]}
    assert sources["Department"] == "[companyName]"
    assert "Town" not in sources


@pytest.mark.parametrize("kind", ["throttle", "server_error"])
def test_an_edit_in_the_portal_while_a_write_waits_to_be_repeated_is_not_lost(emu, fabrikam, kind, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    emu.fault(method="PUT", path="/schema$", kind=kind, times=1)
    emu.fault(method="GET", path="/schema$", kind="schema_edit", after=2, times=1, edits=[EDIT])
    with pytest.raises(Stopped, match="while the write was being repeated"):
        run(schema, emu, synchronization_rules=MAPPED, **fabrikam)
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is True
    rows = document(emu, fabrikam)["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    sources = {row["targetAttributeName"]: row["source"]["expression"] for row in rows if row["source"]}
    assert sources["Department"] == "[companyName]"


def test_a_write_that_nobody_crossed_is_repeated(emu, fabrikam, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    emu.fault(method="PUT", path="/schema$", kind="throttle", times=2)
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is True
    assert run(schema, emu, synchronization_rules=MAPPED, **fabrikam)["changed"] is False


@pytest.mark.parametrize(
    ("effect", "words"), [("all_but_one", "stores something else"), ("nothing", "the schema as it was before")]
)
def test_a_service_that_stores_something_else_is_found_out(emu, fabrikam, effect, words, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr(
        "ansible_collections.entra.provisioning.plugins.module_utils._resources.schema_endpoint.SETTLE_SECONDS", 3
    )
    emu.switches["schema_put_effect"] = effect
    with pytest.raises(Stopped, match=words) as stop:
        run(schema, emu, synchronization_rules=MAPPED, **fabrikam)
    assert stop.value.result["changed"] is True


def test_a_backup_brings_the_very_schema_back(emu, fabrikam, tmp_path):
    before = document(emu, fabrikam)
    options = {"backup": True, "backup_options": {"dir_path": str(tmp_path)}}
    path = run(schema, emu, synchronization_rules=MAPPED, **options, **fabrikam)["backup_file"]
    assert same_document(json.loads(Path(path).read_text("utf-8")), before)
    assert run(schema, emu, restore=path, accept_hazards=["delete_undeclared"], **fabrikam)["changed"] is True
    assert same_document(document(emu, fabrikam), before)
    assert run(schema, emu, restore=path, **fabrikam)["changed"] is False


def test_the_default_comes_back(emu, fabrikam):
    before = document(emu, fabrikam)
    for options in CHANGES.values():
        run(schema, emu, **fabrikam, **options)
    assert run(schema, emu, state="reset", accept_hazards=HAZARDS, **fabrikam)["changed"] is True
    assert same_document(document(emu, fabrikam), before)
    assert run(schema, emu, state="reset", **fabrikam)["changed"] is False


def test_an_applications_template_is_changed_and_reset(emu):
    place = {"application_id": emu.estate[CONTOSO]["application_id"], "template_id": "scim"}
    before = document(emu, place)
    rows = [
        {
            **ROW,
            "source_object": "User",
            "attribute_mappings": [{**ROW, "target_attribute": "nickName", "source": "mail"}],
        }
    ]
    options = {"synchronization_rules": [{"name": RULE, "object_mappings": rows}]}
    assert run(schema, emu, **place, **options)["changed"] is True
    assert run(schema, emu, **place, **options)["changed"] is False
    reset = run(schema, emu, state="reset", **place)
    assert reset["changed"] is True and "cannot be read beforehand" in reset["warnings"][0]
    assert same_document(document(emu, place), before)
    assert run(schema, emu, state="reset", **place)["changed"] is False


ESTATES = [
    (CONTOSO, "scim"),
    (FABRIKAM, "fabrikamSingleSignon"),
    ("Active Directory to Microsoft Entra ID", "AD2AADProvisioning"),
]


@pytest.mark.parametrize(("name", "template_id"), ESTATES)
def test_a_schema_read_as_code_is_no_change_and_its_changes_make_a_fresh_job_equal(emu, name, template_id):
    principal = {"service_principal_id": emu.estate[name]["service_principal_id"], "template_id": template_id}
    run(job, emu, state="present", **principal)
    found = ask(schema_info, emu, **principal)["schema"]
    declared = {option: found[option] for option in SETS}
    assert run(schema, emu, state="overridden", **declared, **principal)["changed"] is False
    nothing = ask(schema_info, emu, only="changes", **principal)
    assert [nothing["schema"][option] for option in SETS] == [[], []]
    mapping = max(found["synchronization_rules"][0]["object_mappings"], key=lambda one: len(one["attribute_mappings"]))
    place = {"rule": found["synchronization_rules"][0]["name"], "source_object": mapping["source_object"]}
    target = next(row["target_attribute"] for row in mapping["attribute_mappings"] if not row.get("matching_priority"))
    emu.edit_schema(
        found["id"],
        {"edit": "rule", "rule": place["rule"], "members": {"priority": 7}},
        {"edit": "mapping", **place, "target_attribute": target, "members": {"defaultValue": "x"}},
        {"edit": "object_mapping", **place, "members": {"flowTypes": "Add"}},
    )
    edited = document(emu, principal)
    changes = ask(schema_info, emu, only="changes", **principal)["schema"]
    run(schema, emu, state="reset", accept_hazards=HAZARDS, **principal)
    run(schema, emu, **{option: changes[option] for option in SETS}, **principal)
    assert same_document(document(emu, principal), edited)


def test_a_schema_is_carried_from_one_application_to_another(emu):
    source = {"service_principal_id": emu.estate[CONTOSO]["service_principal_id"], "template_id": "customappsso"}
    run(job, emu, state="present", **source)
    target = {"application_id": emu.estate[CONTOSO]["application_id"], "template_id": "customappssoOutDelta"}
    rows = [
        {
            **ROW,
            "source_object": "User",
            "attribute_mappings": [{**ROW, "target_attribute": "title", "state": "absent"}],
        }
    ]
    run(schema, emu, synchronization_rules=[{"name": RULE, "object_mappings": rows}], **source)
    carried = document(emu, source)
    run(schema, emu, document=carried, accept_hazards=["delete_undeclared"], **target)
    there = document(emu, target)
    assert same_document(there, carried)
    assert there["id"] != carried["id"]
    assert run(schema, emu, document=carried, **target)["changed"] is False


def test_a_failing_test_case_stops_the_run_before_it_writes(emu, fabrikam):
    case = {"attributes": {"surname": "Vance", "givenName": "Adele"}, "source_object": "User", "creating": True}
    mark = emu.mark()
    with pytest.raises(Exception, match='Alias is expected to be "Adele.Vance" and is "Vance.Adele"') as stop:
        wrong = [{**case, "name": "a user", "expected": {"Alias": "Adele.Vance"}}]
        run(schema, emu, synchronization_rules=MAPPED, test_cases=wrong, **fabrikam)
    assert writes(emu, mark) == []
    assert stop.value.result["test_results"][0]["passed"] is False
    right = [{**case, "name": "a user", "expected": {"Alias": "Vance.Adele"}}]
    result = run(schema, emu, synchronization_rules=MAPPED, test_cases=right, **fabrikam)
    assert (result["changed"], result["test_results"][0]["value"]) == (True, "Vance.Adele")


def test_functions_operators_and_the_parser_answer(emu, fabrikam):
    found = ask(schema_info, emu, include=["functions", "filter_operators"], **fabrikam)
    assert {"Join", "Switch"} <= {row["name"] for row in found["functions"]}
    assert "EQUALS" in {row["name"] for row in found["filter_operators"]}
    text = 'Join("-", [a], [b])'
    answer = ask(schema_parse_expression, emu, expression=text, attributes={"a": "x", "b": ["y", "z"]}, **fabrikam)
    assert (answer["expression"], answer["evaluation_result"]) == (text, ["x-y-z"])
    template = {"service_principal_id": fabrikam["service_principal_id"], "template_id": "fabrikamSingleSignon"}
    refused = ask(schema_parse_expression, emu, expression="Jion([a])", schema_of="template", **template)
    assert refused["parsing_succeeded"] is False and "Jion" in refused["expression_error"]["message"]

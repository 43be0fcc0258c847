# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was read of a service principal to its entry, and to what a person must decide."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils._estate import export, export_jobs, options
from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials, job_endpoint, terms
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge, same
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    QUARANTINE,
    TENANT,
    job,
    principal,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import given, settings
from hypothesis import strategies as st

SLUG = "contoso_scim"
FOREIGN = "3f1d9c2e-7b6a-4e5d-8c4b-1a2f3e4d5c6b"
SECRET = "planted-secret-0123456789"


@pytest.fixture(scope="module")
def default():
    return edited.default("scim")


def exported(rows=(), jobs=(), schemas=None, namesakes=1, **members):
    stored = credentials.from_graph([{"key": key, "value": value} for key, value in dict(rows).items()])
    return export.entry({**principal(), **members}, stored, jobs, schemas or {}, SLUG, namesakes)


def with_job(default, document=None, rows=(), **members):
    """The export of one job of scim."""
    one = {
        **job(
            **{name: members.pop(name) for name in ("template_id", "state", "code", "quarantine") if name in members}
        ),
        **members,
    }
    return exported(rows, [one], {one["id"]: export_jobs.Schema(document or default, default, one["templateId"])})


def test_an_application_without_anything_is_its_name_and_where_it_comes_from():
    assert exported() == ({"display_name": "Contoso SCIM", "application_template_id": GALLERY}, [])


def test_settings_are_values_and_secrets_are_names_of_variables():
    found = exported({"SecretToken": "*", "SyncAll": "True", "Domain": '{"domain": "corp.contoso.example"}'})
    assert found.entry["settings"] == {"Domain": {"domain": "corp.contoso.example"}, "SyncAll": True}
    assert found.entry["secrets"] == {"SecretToken": "{{ vault_contoso_scim_secret_token }}"}


@pytest.mark.parametrize("key", terms.SECRET_KEYS)
def test_what_is_secret_by_nature_is_never_a_value_even_where_the_service_shows_it(key):
    found = exported({key: SECRET})
    assert SECRET not in json.dumps(found)
    assert list(found.entry["secrets"]) == [key]
    assert "settings" not in found.entry


UNDECLARABLE = {
    "a key of tomorrow": ({"NewKey": "x"}, "a key NewKey, which this version of the collection does not know"),
    "a hidden key of tomorrow": ({"NewKey": "*"}, "a key NewKey, which this version"),
    "a text that is no JSON": ({"Domain": "corp"}, "the stored value of Domain is not one that a declaration takes"),
    "neither true nor false": ({"SyncAll": "perhaps"}, "the stored value of SyncAll"),
    "blank": ({"Url": "  "}, "the stored value of Url"),
    "no structure": ({"SyncNotificationSettings": "[1]"}, "the stored value of SyncNotificationSettings"),
}


@pytest.mark.parametrize(("rows", "words"), UNDECLARABLE.values(), ids=UNDECLARABLE)
def test_what_a_declaration_would_refuse_is_left_out_and_said(rows, words):
    found = exported(rows)
    assert found.entry.keys() == {"display_name", "application_template_id"}
    (remark,) = found.remarks
    assert words in remark


VALUES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["true", "False", "*", "{}", '{"a": {"b": [1, "{{ x }}"]}}', "[]", "null", "12", "0x1", "é\n"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=4,
    ).map(json.dumps),
)


@given(st.dictionaries(st.sampled_from(terms.ALL_KEYS), VALUES, max_size=6))
def test_what_is_exported_is_accepted_and_changes_nothing(rows):
    stored = credentials.from_graph([{"key": key, "value": value} for key, value in rows.items()])
    entry = exported(rows).entry
    secrets = dict.fromkeys(entry.get("secrets") or {}, SECRET)
    declared = credentials.parse({"settings": entry.get("settings"), "secrets": secrets})
    assert credentials.move(declared, stored, "on_create").empty
    assert credentials.misplaced(declared, {}, stored.masked) == []
    told = " ".join(exported(rows).remarks)
    assert not [key for key in stored.keys if key not in {*secrets, *declared.settings} and key not in told]


@settings(max_examples=15)
@given(edited.edits(names=["scim", "fabrikamSingleSignon"]))
def test_what_is_exported_of_a_schema_leads_from_the_default_to_the_document(documents):
    start, goal = documents
    entry = with_job(start, goal).entry
    said = json.loads(json.dumps(entry["jobs"][0].get("schema") or {}))
    assert set(said) <= {"synchronization_rules", "directories"}
    assert all(said.values())
    checked = ArgumentSpecValidator(options.APPLICATION).validate(json.loads(json.dumps(entry)))
    assert not checked.error_messages
    rows = (checked.validated_parameters["jobs"][0].get("schema")) or {}
    result = merge.merged(start, declaration.parse(rows), "merged", edited.tree_of).document
    assert same.same_document(result, goal)


@pytest.mark.parametrize(("schedule", "state"), [("Active", "started"), ("Disabled", "paused"), ("Paused", "paused")])
def test_a_job_is_started_or_paused_by_its_schedule_and_says_no_schema_that_is_the_default(default, schedule, state):
    found = with_job(default, state=schedule)
    assert found.entry["jobs"] == [{"template_id": "scim", "state": state}]
    assert found.remarks == []


def test_a_job_in_quarantine_is_left_there_and_told_with_cause_and_remedy(default):
    found = with_job(default, state="Active", code="Quarantine", quarantine=QUARANTINE)
    assert found.entry["jobs"] == [{"template_id": "scim", "state": "started", "on_quarantine": "ignore"}]
    (remark,) = found.remarks
    for words in ("EncounteredQuarantineException: InvalidCredentials: The target refused.", "Check the credentials"):
        assert words in remark
    assert "2026-" not in remark


def test_a_paused_job_in_quarantine_says_no_more_than_that_it_is_paused(default):
    found = with_job(default, state="Disabled", code="Quarantine", quarantine=QUARANTINE)
    assert found.entry["jobs"] == [{"template_id": "scim", "state": "paused"}]
    assert "is in quarantine" in found.remarks[0]
    assert "on_quarantine" not in found.remarks[0]


RENAMED = {
    "offered under its new name": ("customappssoOutDelta", True, "customappssoOutDelta"),
    "not offered under its new name": ("customappssoOutDelta", False, "customappsso"),
    "known by another name": ("ADDCInPassthrough", False, "AD2AADProvisioning"),
    "nothing but the ending": ("OutDelta", False, "OutDelta"),
    "without a former name": ("scim", False, "scim"),
}


@pytest.mark.parametrize(("stored", "offered", "name"), RENAMED.values(), ids=RENAMED)
def test_the_exported_template_finds_the_job_again(default, stored, offered, name):
    one = job(stored)
    found = exported((), [one], {one["id"]: export_jobs.Schema(default, *([default, stored] if offered else []))})
    assert found.entry["jobs"][0]["template_id"] == name
    assert job_endpoint.find([one], name) is one
    assert bool([remark for remark in found.remarks if "not offered" in remark]) is (name != stored or not offered)


def test_a_former_name_that_means_another_job_is_not_taken(default):
    older, newer = job("customappsso"), job("customappssoOutDelta")
    found = exported(
        (),
        [newer, older],
        {older["id"]: export_jobs.Schema(default, default, "customappsso"), newer["id"]: export_jobs.Schema(default)},
    )
    assert [one["template_id"] for one in found.entry["jobs"]] == ["customappsso", "customappssoOutDelta"]


def test_of_several_jobs_of_one_template_the_one_that_a_declaration_means_is_exported(default):
    first, second = job(), {**job(), "id": f"scim.{TENANT}.{FOREIGN}"}
    schemas = {one["id"]: export_jobs.Schema(default, default, "scim") for one in (first, second)}
    for jobs in ([first, second], [second, first]):
        found = exported((), jobs, schemas)
        assert len(found.entry["jobs"]) == 1
        assert "several jobs" in found.remarks[0]


def test_where_there_is_no_default_all_of_the_schema_is_declared(default):
    one = job()
    found = exported((), [one], {one["id"]: export_jobs.Schema(default)})
    rows = found.entry["jobs"][0]["schema"]
    assert rows["synchronization_rules"][0]["object_mappings"]
    assert "not offered any more, so all of the schema is declared" in " ".join(found.remarks)


def test_what_no_option_can_say_of_a_schema_is_remarked(default):
    document = json.loads(json.dumps(default))
    document["synchronizationRules"][0]["editable"] = False
    found = with_job(default, document)
    assert "schema" not in found.entry["jobs"][0]
    assert [remark for remark in found.remarks if remark.startswith("schema of scim: ")]


def test_settings_of_a_job_that_are_not_every_jobs_are_named(default):
    usual = [
        {"name": "LookaheadQueryEnabled", "value": "False"},
        {"name": "DomainFQDN", "value": "corp.contoso.example"},
    ]
    assert with_job(default, synchronizationJobSettings=usual).remarks == []
    own = [*usual, {"name": "tenantWhitelist", "value": "[]"}, {"name": "LookaheadQueryEnabled", "value": "True"}]
    (remark,) = with_job(default, synchronizationJobSettings=own).remarks
    assert "its settings LookaheadQueryEnabled, tenantWhitelist are not exported" in remark


def test_namesakes_are_told_without_an_id():
    (remark,) = exported(namesakes=2).remarks
    assert "2 service principals of this tenant bear this name" in remark


@pytest.mark.parametrize("origin", [None, ""])
def test_who_was_not_made_from_the_gallery_must_be_there_already(origin):
    found = exported(applicationTemplateId=origin)
    assert found.entry == {"display_name": "Contoso SCIM"}
    assert "it has to be there before this is applied" in found.remarks[0]


def test_a_name_that_nobody_can_be_made_by_is_told():
    (remark,) = exported(displayName=" Contoso").remarks
    assert "begins or ends with a blank" in remark


def test_settings_that_are_likely_to_differ_are_named():
    found = exported({"BaseAddress": "https://scim.contoso.example", "UserName": "a", "SyncAll": "true"})
    (remark,) = found.remarks
    assert "settings: BaseAddress, UserName say where the target is" in remark


def test_ids_are_named_by_their_place_and_never_repeated(default):
    document = json.loads(json.dumps(default))
    mapping = document["synchronizationRules"][0]["objectMappings"][1]
    row = next(row for row in mapping["attributeMappings"] if row["targetAttributeName"] == "timezone")
    row["defaultValue"] = f"zone {FOREIGN}"
    mapping["scope"] = {
        "groups": [
            {
                "name": "Badge",
                "clauses": [
                    {
                        "operatorName": "EQUALS",
                        "sourceOperandName": "department",
                        "targetOperand": {"values": [FOREIGN.upper()]},
                    }
                ],
            }
        ],
        "inputFilterGroups": [],
        "categoryFilterGroups": [],
    }
    found = with_job(default, document, {"CompanyId": FOREIGN})
    held = [remark for remark in found.remarks if "this holds an id" in remark]
    assert [remark.partition(": this")[0] for remark in held] == [
        "schema of scim / synchronization_rules / USERGROUP_OUTBOUND_USERGROUP / object_mappings / "
        "User -> urn:ietf:params:scim:schemas:extension:enterprise:2.0:User / attribute_mappings / timezone / default_value",
        "schema of scim / synchronization_rules / USERGROUP_OUTBOUND_USERGROUP / object_mappings / "
        "User -> urn:ietf:params:scim:schemas:extension:enterprise:2.0:User / scope / groups / Badge / clauses / department / "
        "values / 1",
        "settings / CompanyId",
    ]
    assert FOREIGN not in " ".join(found.remarks).lower()
    assert APP not in json.dumps(found.entry)


EXTENSION = "extension_3b1f0d6a5c7e4f2d9a8b6c4d2e1f0a9b_grade"
OF_A_TENANT = {
    "a directory extension": (EXTENSION, "names a directory extension after an application of this tenant"),
    "a custom security attribute": ("CustomSecurityAttributes.Hr.Grade", "names a custom security attribute"),
}


@pytest.mark.parametrize(("name", "words"), OF_A_TENANT.values(), ids=OF_A_TENANT)
def test_names_that_each_tenant_gives_anew_are_remarked(default, name, words):
    document = json.loads(json.dumps(default))
    attributes = document["directories"][0]["objects"][0]["attributes"]
    attributes.append({**attributes[0], "name": name, "anchor": False, "metadata": []})
    found = with_job(default, document)
    assert [remark for remark in found.remarks if words in remark]
    assert "3b1f0d6a5c7e4f2d" not in " ".join(found.remarks)


def test_what_cannot_be_declared_is_told_without_ids(default):
    document = json.loads(json.dumps(default))
    attributes = document["directories"][0]["objects"][0]["attributes"]
    twin = next(row for row in attributes if row["name"].endswith("_floor"))
    attributes.append({**twin, "type": FOREIGN})
    remarks = " ".join(with_job(default, document).remarks)
    assert "extension_…_floor" in remarks
    assert not [one for one in ("3b1f0d6a5c7e4f2d", FOREIGN) if one in remarks]


def test_remarks_are_sorted_and_each_once(default):
    found = with_job(default, rows={"Url": " ", "Server": "x", "Domain": "y"})
    assert found.remarks == sorted(set(found.remarks))

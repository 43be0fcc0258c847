# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer to provisioning on demand says: texts inside texts, in several dialects, and never more than it says."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import on_demand_answer
from ansible_collections.entra.provisioning.plugins.module_utils._resources.on_demand_answer import decoded
from ansible_collections.entra.provisioning.plugins.module_utils._secret import MASK
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from hypothesis import given
from hypothesis import strategies as st

STATUS_INFO = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
PASSWORD = "Pa55-word-of-no-value"
NOTHING = {
    "status": "unknown",
    "error_code": None,
    "error_message": None,
    "recommended_action": None,
    "action": None,
    "steps": [],
    "modified_properties": [],
    "source_identity": None,
    "target_identity": None,
    "reportable_identifier": None,
    "change_id": None,
    "raw": None,
}


def answer(key, value):
    """A body as the service sends it; what is no text is encoded, as the service does."""
    return {"@odata.context": "https://x/$metadata", "key": _text(key), "value": _text(value)}


def _text(part):
    return part if part is None or isinstance(part, str) else json.dumps(part)


def key(result, **details):
    return {"result": result, "details": details}


def step(status="Success", kind="Export", **details):
    return {"name": "EntryExport", "type": kind, "status": status, "description": "A text.", "details": details}


SUMMARY = {
    "action": "StagedDelete",
    "changeId": "c1",
    "modifiedProperties": [{"displayName": "name.givenName", "oldValue": None, "newValue": "Adele"}],
    "provisioningSteps": [
        {
            "name": "EntryImport",
            "type": "Import",
            "status": "Success",
            "description": "Retrieved User 'adele'",
            "timestamp": "2026-01-01T00:00:00Z",
            "details": {"active": True, "level": 5, "manager": None, "emails": ["a", "b"]},
        },
        {"name": "EntryExportAdd", "type": "Export", "status": "Success", "description": None, "details": None},
    ],
    "reportableIdentifier": "adele@contoso.example",
    "statusInfo": {"status": "Success", "errorCode": None},
    "sourceIdentity": {"id": "s1", "type": "User", "displayName": None, "details": None},
    "targetIdentity": {"id": "t1", "type": "Account", "displayName": "", "details": None},
}


def test_a_whole_answer_becomes_plain_values():
    assert decoded(answer(key("Success"), SUMMARY)) == {
        "status": "success",
        "error_code": None,
        "error_message": None,
        "recommended_action": None,
        "action": "staged_delete",
        "steps": [
            {
                "name": "EntryImport",
                "type": "import",
                "status": "success",
                "description": "Retrieved User 'adele'",
                "details": {"active": "True", "level": "5", "manager": None, "emails": '["a", "b"]'},
            },
            {"name": "EntryExportAdd", "type": "export", "status": "success", "description": None, "details": {}},
        ],
        "modified_properties": [{"name": "name.givenName", "old_value": None, "new_value": "Adele"}],
        "source_identity": {"id": "s1", "type": "User", "display_name": None},
        "target_identity": {"id": "t1", "type": "Account", "display_name": None},
        "reportable_identifier": "adele@contoso.example",
        "change_id": "c1",
        "raw": None,
    }


# key, value, what must stand in the decoded answer
SAID = {
    "success without a summary": (key("Success"), {}, {"status": "success", "raw": None}),
    "skipped with a reason": (
        key("Skipped", errorCode="RedundantExport", errorMessage="They match."),
        {},
        {"status": "skipped", "error_code": "RedundantExport", "error_message": "They match."},
    ),
    "a failure whose details are null": (
        {"result": "Failure", "details": None},
        {"statusInfo": {"status": "Failure", "errorCode": "SchemaError", "reason": "No such attribute."}},
        {"status": "failure", "error_code": "SchemaError", "error_message": "No such attribute."},
    ),
    "the service's advice": (
        key("Failure", errorCode="E"),
        {"statusInfo": {"status": "Failure", "recommendedAction": "Do this."}},
        {"status": "failure", "error_code": "E", "recommended_action": "Do this."},
    ),
    "a warning": (key("Warning", errorCode="W"), {}, {"status": "warning", "error_code": "W"}),
    "a word that nobody knows yet": (key("Deliver ing"), {}, {"status": "deliver ing", "raw": None}),
    "another case": (key("SUCCESS"), {}, {"status": "success"}),
    "members in Pascal case": (
        {"Result": "Skipped", "Details": {"ErrorCode": "X"}},
        {"StatusInfo": {"Status": "Skipped"}, "SourceIdentity": {"Id": "s", "Name": "n"}},
        {"status": "skipped", "error_code": "X", "source_identity": {"id": "s", "type": None, "display_name": "n"}},
    ),
    "a type name and a list": (
        STATUS_INFO,
        [SUMMARY],
        {"status": "success", "action": "staged_delete", "change_id": "c1", "raw": None},
    ),
    "a type name and a failure": (
        STATUS_INFO,
        [{"statusInfo": {"status": "Failure", "errorCode": "E", "reason": "R"}}],
        {"status": "failure", "error_code": "E", "error_message": "R"},
    ),
    "a type name and an object": (STATUS_INFO, {"statusInfo": {"status": "Skipped"}}, {"status": "skipped"}),
    "a status object itself": (
        STATUS_INFO,
        [{"status": "Failure", "errorCode": "E", "reason": "R"}],
        {"status": "failure", "error_code": "E", "error_message": "R"},
    ),
    "the words of the provisioning log": (
        STATUS_INFO,
        [
            {
                "provisioningAction": "create",
                "provisioningStatusInfo": {"status": "failure", "errorInformation": {"errorCode": "E", "reason": "R"}},
                "provisioningSteps": [{"name": "n", "provisioningStepType": "export", "status": "failure"}],
                "targetIdentity": {"id": "t", "identityType": "User"},
            }
        ],
        {
            "status": "failure",
            "error_code": "E",
            "error_message": "R",
            "action": "create",
            "target_identity": {"id": "t", "type": "User", "display_name": None},
        },
    ),
    "an export step that succeeded, and no verdict": (
        STATUS_INFO,
        [{"provisioningSteps": [step(kind="Import"), step()]}],
        {"status": "success"},
    ),
    "an import step that succeeded, and no verdict": (
        STATUS_INFO,
        [{"provisioningSteps": [step(kind="Import")]}],
        {"status": "unknown"},
    ),
    "a step that failed, and no verdict": (
        STATUS_INFO,
        [{"provisioningSteps": [step("Failure", "Import", ErrorCode="E"), step()]}],
        {"status": "failure", "error_code": "E", "error_message": "A text."},
    ),
    "a reason that only a step gives": (
        key("Skipped"),
        {"provisioningSteps": [step(kind="Import"), step("Skipped", SkipReason="NotEffectivelyEntitled")]},
        {"status": "skipped", "error_code": "NotEffectivelyEntitled", "error_message": "A text."},
    ),
    "a verdict that the summary contradicts": (
        key("Success"),
        {"statusInfo": {"status": "Failure", "errorCode": "E"}},
        {"status": "failure", "error_code": "E"},
    ),
    "a summary that the verdict contradicts": (
        key("Failure", errorCode="E"),
        {"statusInfo": {"status": "Success"}},
        {"status": "failure", "error_code": "E"},
    ),
    "several summaries, one failed": (
        STATUS_INFO,
        [{"statusInfo": {"status": "Success"}}, {"statusInfo": {"status": "Failure", "errorCode": "E"}}],
        {"status": "failure", "error_code": "E"},
    ),
    "several summaries, each with a reason": (
        STATUS_INFO,
        [
            {"statusInfo": {"status": "Skipped", "errorCode": "A"}},
            {"statusInfo": {"status": "Failure", "errorCode": "B"}},
        ],
        {"status": "failure", "error_code": "B"},
    ),
    "a verdict with blanks around it": (key(" Success\r\n"), {}, {"status": "success"}),
    "blanks only": (" ", "\r\n", {"status": "unknown", "raw": None}),
    "several summaries, one without a verdict": (
        STATUS_INFO,
        [{"statusInfo": {"status": "Success"}}, {"action": "Create"}],
        {"status": "unknown"},
    ),
    "a summary that is no JSON, and a verdict": (
        key("Success"),
        '[{"a": "cut',
        {"status": "success", "raw": '{"result": "Success", "details": {}}\n[{"a": "cut'},
    ),
    "a summary that is no JSON, and no verdict": (STATUS_INFO, "[{cut", {"status": "unknown"}),
    "a key that is no JSON, and a summary": ("Fine!", SUMMARY, {"status": "success", "raw": None}),
    "nothing that says anything": ("Fine!", "All is well.", {"status": "unknown", "raw": "Fine!\nAll is well."}),
    "an empty list": (STATUS_INFO, [], {"status": "unknown"}),
    "texts that are JSON and no objects": ("[1]", "7", {"status": "unknown", "raw": "[1]\n7"}),
    "a result that is no text": ({"result": {"a": 1}}, {}, {"status": "unknown"}),
    "a summary that is not encoded": ("ignored", "ignored", {"status": "unknown"}),
}


@pytest.mark.parametrize("name", SAID)
def test_what_an_answer_says(name):
    key_, value, wanted = SAID[name]
    found = decoded(answer(key_, value))
    assert {part: found[part] for part in wanted} == wanted
    assert set(found) == set(NOTHING)


def test_structures_that_are_not_encoded_are_taken_as_they_are():
    assert decoded({"key": key("Skipped", errorCode="E"), "value": [SUMMARY]})["error_code"] == "E"


def test_all_steps_and_properties_of_several_summaries_are_kept():
    found = decoded(answer(STATUS_INFO, [SUMMARY, SUMMARY]))
    assert (len(found["steps"]), len(found["modified_properties"])) == (4, 2)


@pytest.mark.parametrize("body", [None, {}, [], "text", 7, {"key": None, "value": None}, {"key": 1, "value": 2}])
def test_what_is_no_answer_is_unknown(body):
    found = decoded(body)
    assert {**found, "raw": None} == NOTHING


SECRETIVE = [
    {"modifiedProperties": [{"displayName": "passwordProfile.password", "oldValue": None, "newValue": PASSWORD}]},
    {"modifiedProperties": [{"displayName": "clientSecret", "oldValue": PASSWORD, "newValue": None}]},
    {"modifiedProperties": [{"displayName": "API-Key", "newValue": PASSWORD}]},
    {"modifiedProperties": [{"displayName": "unicodePwd", "newValue": {"deep": PASSWORD}}]},
    {"modifiedProperties": [{"displayName": "profile", "newValue": json.dumps({"password": PASSWORD})}]},
    {"modifiedProperties": [{"displayName": "profile", "newValue": "  " + json.dumps([{"token": PASSWORD}])}]},
    {"provisioningSteps": [step(originatingReplicaToken=PASSWORD)]},
    {"provisioningSteps": [step(Password=PASSWORD), {**step(), "description": f"Set it to {PASSWORD}."}]},
    {
        "statusInfo": {"status": "Failure", "reason": f"{PASSWORD} is too short."},
        "modifiedProperties": [{"displayName": "Password", "newValue": PASSWORD}],
    },
]


@pytest.mark.parametrize("summary", SECRETIVE, ids=range(len(SECRETIVE)))
@pytest.mark.parametrize("key_", [key("Failure"), STATUS_INFO], ids=["verdict", "type name"])
def test_a_value_whose_name_sounds_like_a_secret_is_masked_wherever_it_stands(summary, key_):
    found = decoded(answer(key_, summary))
    assert PASSWORD not in json.dumps(found)
    assert MASK in json.dumps(found)


def test_what_is_masked_still_tells_whether_there_was_a_value():
    rows = [{"displayName": "Password", "oldValue": None, "newValue": PASSWORD}]
    found = decoded(answer(key("Success"), {"modifiedProperties": rows}))
    assert found["modified_properties"] == [{"name": "Password", "old_value": None, "new_value": MASK}]


def test_a_short_value_is_masked_where_it_stands_and_nowhere_else():
    rows = [{"displayName": "forcePasswordChange", "newValue": "True"}, {"displayName": "active", "newValue": "True"}]
    found = decoded(answer(key("Success"), {"modifiedProperties": rows}))
    assert [row["new_value"] for row in found["modified_properties"]] == [MASK, "True"]


NUMBER = {"deep": [12345678]}


@pytest.mark.parametrize(
    ("value", "masked"),
    [("1234567", False), ("12345678", True), (12345678, True), (NUMBER, True), (json.dumps(NUMBER), True)],
)
def test_a_value_of_eight_characters_is_masked_elsewhere_too(value, masked):
    written = value if value == "1234567" else "12345678"
    steps = [{**step(), "description": f"Wrote {written}."}]
    summary = {"modifiedProperties": [{"displayName": "pwd", "newValue": value}], "provisioningSteps": steps}
    found = decoded(answer(key("Success"), summary))
    assert found["steps"][0]["description"] == f"Wrote {MASK if masked else written}."


@pytest.mark.parametrize(
    "text",
    [
        f'[{{"modifiedProperties": [{{"displayName": "Password", "newValue": "{PASSWORD}"',
        f'[{{"modifiedProperties": [{{"newValue": "{PASSWORD}", "displayName": "Password"',
        f"the token is {PASSWORD}",
    ],
)
def test_a_text_that_cannot_be_read_and_may_hold_a_secret_is_withheld(text):
    found = decoded(answer(STATUS_INFO, text))
    assert found["status"] == "unknown"
    assert PASSWORD not in json.dumps(found)
    assert "withheld" in found["raw"]


@pytest.mark.parametrize(("length", "shown"), [(3998, 4000), (3999, 4003), (100_000, 4003)])
def test_a_long_text_that_cannot_be_read_is_cut(length, shown):
    raw = decoded(answer("?", "x" * length))["raw"]
    assert (len(raw), raw.endswith("...")) == (shown, shown > 4000)


def test_numbers_that_json_does_not_have_stay_texts():
    found = decoded({"key": "{}", "value": '{"provisioningSteps": [{"details": {"a": NaN, "b": -Infinity}}]}'})
    assert found["steps"][0]["details"] == {"a": "NaN", "b": "-Infinity"}


@pytest.mark.parametrize("depth", [100, 900, 5000, 100_000])
def test_no_depth_of_nesting_is_too_much(depth):
    nested = "[" * depth + "]" * depth
    for text in (nested, '{"provisioningSteps": [{"details": {"a": %s}}]}' % nested, '{"result": %s}' % nested):
        json.dumps(decoded({"key": text, "value": text}))


KINDS = (
    "key value result details errorCode errorMessage status statusInfo provisioningSteps modifiedProperties name "
    "displayName newValue sourceIdentity id type action SkipReason password Success Failure"
).split()
WORDS = st.sampled_from(KINDS) | st.text(max_size=5)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
TREES = st.recursive(LEAVES, lambda some: st.lists(some, max_size=4) | st.dictionaries(WORDS, some, max_size=5))
PLAIN = {**dict.fromkeys(NOTHING, (str, type(None))), "steps": list, "modified_properties": list, "status": str}
PLAIN.update(source_identity=(dict, type(None)), target_identity=(dict, type(None)))


@given(st.text() | TREES.map(json.dumps) | TREES, st.text() | TREES.map(json.dumps) | TREES)
def test_whatever_comes_is_decoded_to_the_same_members(key_, value):
    found = decoded({"key": key_, "value": value})
    assert set(found) == set(NOTHING)
    assert [name for name, kinds in PLAIN.items() if not isinstance(found[name], kinds)] == []
    json.dumps(found, allow_nan=False)


@given(TREES)
def test_any_body_is_decoded(body):
    assert set(decoded(body)) == set(NOTHING)


@given(TREES.filter(lambda tree: "uccess" not in json.dumps(tree)), st.text().filter(lambda text: "uccess" not in text))
def test_what_does_not_say_success_is_never_taken_for_it(tree, text):
    assert decoded(answer(text, tree))["status"] != "success"
    assert decoded(answer(tree, text))["status"] != "success"


# What the documented answers say, by the name of the file.
DOCUMENTED = {
    "beta.sync-job-provision-on-demand-2.json": ("success", None, "update", 4, "EntryExportUpdate"),
    "beta.sync-job-provision-on-demand-3.json": ("success", None, None, 0, None),
    "beta.sync-job-provision-on-demand.2021.json": (
        "skipped",
        "RedundantExport",
        "other",
        4,
        "EntrySynchronizationSkip",
    ),
    "beta.sync-job-provision-on-demand.json": ("skipped", "RedundantExport", "other", 4, "EntrySynchronizationSkip"),
    "manual-xtenant-provision-on-demand.partial.json": ("unknown", None, None, 0, None),
}


def test_the_samples_are_the_known_ones():
    folder = located.samples() / "docs"
    assert sorted(file.name for file in folder.glob("*provision-on-demand*")) == sorted(DOCUMENTED)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_answer_is_understood(name):
    body = json.loads((located.samples() / "docs" / name).read_text("utf-8"))["response"]["body"]
    found = decoded(body)
    status, code, action, steps, last = DOCUMENTED[name]
    assert (found["status"], found["error_code"], found["action"], len(found["steps"])) == (status, code, action, steps)
    assert (found["steps"] or [{"name": None}])[-1]["name"] == last
    assert (found["raw"] is None) is (status != "unknown")


def test_a_documented_answer_is_understood_to_its_last_member():
    body = json.loads((located.samples() / "docs" / "beta.sync-job-provision-on-demand.json").read_text("utf-8"))
    found = decoded(body["response"]["body"])
    assert found["error_message"].startswith("The state of the user in both")
    assert found["source_identity"] == {
        "id": "62cf7b7a-52be-4a9b-9c69-e5d4a4a14f67",
        "type": "User",
        "display_name": None,
    }
    assert found["reportable_identifier"] == "BillBob@scimreftest.onmicrosoft.com"
    assert found["modified_properties"][1] == {"name": "accountEnabled", "old_value": None, "new_value": "True"}
    assert found["steps"][3]["details"] == {"SkipReason": "RedundantExport"}


RANKED = ("success", "warning", "skipped", "a word that nobody knows", "unknown", "failure")
PAIRS = [(good, bad) for place, good in enumerate(RANKED) for bad in RANKED[place + 1 :]]


@pytest.mark.parametrize(("good", "bad"), PAIRS, ids=[" ".join(pair) for pair in PAIRS])
def test_the_worse_of_two_statuses_counts(good, bad):
    assert on_demand_answer.worst([good, bad]) == on_demand_answer.worst([bad, good]) == bad


def test_where_nothing_is_said_nothing_is_known():
    assert on_demand_answer.worst([]) == "unknown"

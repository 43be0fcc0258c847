# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rule provisions on demand, and what its source calls the objects: found, or told with what there is."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources.on_demand_rule import Rule, chosen

ENTRA, ACTIVE_DIRECTORY = "66e4a8cc-1b7b-435e-95f8-f06cea133828", "ba5b00eb-4c24-41a7-9d57-cd305d47d540"
OUT, IN, GROUPS = "0a7d5e3c-6b1f-4f92-8e4d-7c9b2a5f1e77", "91c3e7f5-2d8a-4b06-9f1e-5a4c8d7b3e88", "33f7c90d-bf71#V2"


def rule(identity=OUT, name="OUTBOUND", supports="true", sources=(("User", True), ("Group", True)), **members):
    metadata = [{"key": "defaultSourceObjectMappings", "value": "[]"}]
    if supports is not None:
        metadata.append({"key": "supportsProvisionOnDemand", "value": supports})
    return {
        "id": identity,
        "name": name,
        "editable": True,
        "sourceDirectoryName": "Source",
        "objectMappings": [{"sourceObjectName": source, "enabled": enabled} for source, enabled in sources],
        "metadata": metadata,
        **members,
    }


def schema(*rules, source=ENTRA):
    directories = [{"id": source, "name": "Source"}, {"id": "x", "name": "Target"}]
    return {"synchronizationRules": list(rules), "directories": directories}


def refused(action):
    with pytest.raises(InvalidInput) as problem:
        action()
    return str(problem.value)


PLAIN = schema(rule(), rule(IN, "INBOUND", None, editable=False), rule(GROUPS, "GROUPS", "false"))
FOUND = [
    (PLAIN, None, OUT),
    (PLAIN, "OUTBOUND", OUT),
    (PLAIN, OUT, OUT),
    (PLAIN, OUT.upper(), OUT),
    (PLAIN, "INBOUND", IN),
    (schema(rule(supports=None)), "OUTBOUND", OUT),
    (schema(rule(metadata=None)), "OUTBOUND", OUT),
    (schema(rule(supports="True")), None, OUT),
    (schema(rule(supports='"true"')), None, OUT),
    (schema(rule(), rule(IN, "INBOUND", editable=False)), None, OUT),
    (schema(rule(), rule(GROUPS, "GROUPS")), "33f7c90d-bf71#V2", GROUPS),
    (schema(rule(), rule(GROUPS, "GROUPS")), "33f7c90d-bf71#v2", GROUPS),
    (schema(rule(), rule(GROUPS, "GROUPS")), "33f7c90d-bf71", GROUPS),
    (schema(rule(), rule(GROUPS, "GROUPS")), "33F7C90D-BF71", GROUPS),
    (schema(rule("a#V2", "x"), rule("a", "y")), "a", "a"),
    (schema(rule(OUT, "TWICE"), rule(IN, "TWICE")), IN, IN),
    (schema(rule(OUT, IN), rule(IN, "b")), IN, IN),
]


@pytest.mark.parametrize(("document", "wanted", "identity"), FOUND, ids=[str(number) for number in range(len(FOUND))])
def test_a_rule_is_found_by_name_and_by_id_and_alone(document, wanted, identity):
    assert chosen(document, wanted, "job j").id == identity


NOT_FOUND = [
    (PLAIN, "OUTBOUNT", "rule: the job j has no rule 'OUTBOUNT'. Did you mean OUTBOUND?"),
    (PLAIN, "outbound", "Did you mean OUTBOUND?"),
    (PLAIN, "OUTBOUNT", f"GROUPS ({GROUPS}, says that it does not provision on demand)"),
    (PLAIN, "OUTBOUNT", f"INBOUND ({IN}, the service's own, does not say whether it provisions on demand)"),
    (PLAIN, "OUTBOUNT", f"OUTBOUND ({OUT}, provisions on demand)"),
    (PLAIN, "GROUPS", "rule: GROUPS says that it does not provision on demand (supportsProvisionOnDemand)."),
    (schema(rule(OUT, "TWICE"), rule(IN, "TWICE")), "TWICE", "rule: 2 rules of the job j are named TWICE"),
    (schema(rule(OUT, "TWICE"), rule(IN, "TWICE")), "TWICE", "Give the id."),
    (schema(rule("a#V2", "x"), rule("a#V3", "y")), "a", "rule: the job j has no rule 'a'. It has x (a#V2,"),
    (schema(rule(OUT, "ONE"), rule(IN, "TWO")), None, "rule: 2 rules of the job j provision on demand; name one."),
    (schema(rule(supports=None)), None, "rule: no rule of the job j says that it provisions on demand; name the one"),
    (schema(rule(supports="false")), None, "rule: no rule of the job j"),
    (schema(), None, "It has no rule at all."),
    ({}, None, "It has no rule at all."),
    (schema(), "x", "rule: the job j has no rule 'x'. It has no rule at all."),
]


@pytest.mark.parametrize(("document", "wanted", "words"), NOT_FOUND, ids=[words for *_rest, words in NOT_FOUND])
def test_what_is_not_found_is_told_with_what_there_is(document, wanted, words):
    assert words in refused(lambda: chosen(document, wanted, "job j"))


def test_a_rule_goes_by_its_name_unless_another_bears_it_too():
    assert chosen(PLAIN, None, "job j").name == "OUTBOUND"
    assert chosen(schema(rule(OUT, "TWICE"), rule(IN, "TWICE")), IN, "job j").name == IN
    assert chosen(schema(rule(OUT, None)), None, "job j").name == OUT


def of(*sources, source=ENTRA, **members) -> Rule:
    return chosen(schema(rule(sources=sources, **members), source=source), None, "job j")


def called(found, wanted, kinds):
    """As the option says, else as the rule does."""
    return found.object_type("users", kinds, "name it") if wanted is None else found.wanted_type(wanted)


CALLED = [
    (of(("User", True)), None, ("User",), "User"),
    (of(("user", True)), None, ("User",), "user"),
    (of(("User", False), ("USER", True)), None, ("User",), "USER"),
    (of(("inetOrgPerson", True), ("user", True)), None, ("user", "inetOrgPerson"), "user"),
    (of(("inetOrgPerson", True), ("user", False)), None, ("user", "inetOrgPerson"), "inetOrgPerson"),
    (of(("user", True), ("group", True)), "group", ("user",), "group"),
    (of(("user", True), ("group", True)), "Group", ("user",), "group"),
    (of(("a", True), ("A", True)), "A", ("user",), "A"),
]


@pytest.mark.parametrize(
    ("found", "wanted", "kinds", "name"), CALLED, ids=[str(number) for number in range(len(CALLED))]
)
def test_objects_are_called_as_the_rule_spells_them(found, wanted, kinds, name):
    assert called(found, wanted, kinds) == name


NOT_CALLED = [
    (
        of(("Group", True), ("Device", True)),
        None,
        "users: the rule OUTBOUND maps no source object User. It maps Device, Group; name it.",
    ),
    (of(("User", False), ("Group", True)), None, "users: the rule OUTBOUND maps no source object User"),
    (of(("User", False), ("Group", True)), None, "It maps Group, and User is switched off (enabled: false);"),
    (
        of(("User", False), ("Group", True), ("Device", False)),
        None,
        "It maps Group, and Device, User are switched off (enabled: false);",
    ),
    (of(("", True), (None, True)), None, "It maps nothing that is enabled."),
    (
        of(("user", True)),
        "usr",
        "object_type: the rule OUTBOUND maps no source object usr. Did you mean user? It maps user",
    ),
    (of(("user", False)), "user", "object_type: the rule OUTBOUND maps user, but that mapping is switched off"),
]


@pytest.mark.parametrize(("found", "wanted", "words"), NOT_CALLED, ids=[words for *_rest, words in NOT_CALLED])
def test_objects_that_the_rule_does_not_map_are_told_with_those_that_it_does(found, wanted, words):
    assert words in refused(lambda: called(found, wanted, ("User",)))


def test_a_rule_without_mappings_maps_nothing():
    assert "It maps nothing" in refused(lambda: of(objectMappings=None).object_type("users", ("User",)))


@pytest.mark.parametrize(
    ("source", "by_name"), [(ENTRA, False), (ACTIVE_DIRECTORY, True), (ACTIVE_DIRECTORY.upper(), True), ("other", None)]
)
def test_whether_the_source_knows_objects_by_distinguished_names(source, by_name):
    assert of(("user", True), source=source).by_distinguished_name is by_name


def test_a_source_that_is_not_in_the_document_may_be_anything():
    assert chosen({"synchronizationRules": [rule()]}, None, "job j").by_distinguished_name is None

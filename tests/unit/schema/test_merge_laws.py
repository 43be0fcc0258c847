# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every declaration over every schema: nothing moves that was not declared."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge, places, same
from ansible_collections.entra.provisioning.tests.unit.schema import declared, edited, small
from hypothesis import given, settings

EVERY = [*edited.NAMES, *declared.WHOLE_REAL]
IN_REAL = declared.declarations(names=declared.WHOLE_REAL)


def merged(said, over):
    return merge.merged(over, declaration.parse(said.params), said.state, tree.to_tree)


def check(said):
    """The laws, for one declaration."""
    before = declared.document(said.name)
    kept = copy.deepcopy(before)
    once = merged(said, before)
    assert before == kept
    assert merged(said, once.document).document is once.document
    assert (once.document is before) == same.same_document(once.document, before)
    assert_shared(before, once.document, declared_places(said.params, before), said.state)
    assert once.consented <= set(declared_absent(said.params, before))


@settings(max_examples=150)
@given(declared.declarations())
def test_a_declaration_changes_what_it_declares_and_nothing_else(said):
    check(said)


@settings(max_examples=15)
@given(IN_REAL)
def test_a_declaration_over_a_real_schema_changes_what_it_declares_and_nothing_else(said):
    check(said)


def all_rows(document):
    """Place -> row, for rules and directories, and for all below."""
    for kind, tops, key, inner_key in (
        (places.RULE, places.rules(document), places.rule_key, places.object_mapping_key),
        (places.DIRECTORY, places.directories(document), places.directory_key, places.name_key),
    ):
        for name, top in places.keyed(tops, key).items():
            yield (kind, name), top
            for inner_name, inner in places.keyed(
                top.get("objectMappings" if kind == places.RULE else "objects"), inner_key
            ).items():
                yield (kind, name, inner_name), inner
                lowest, lowest_key = (
                    ("attributeMappings", places.attribute_mapping_key)
                    if kind == places.RULE
                    else ("attributes", places.name_key)
                )
                for lowest_name, row in places.keyed(inner.get(lowest), lowest_key).items():
                    yield (kind, name, inner_name, lowest_name), row


def declared_places(params, document):
    """The places that a declaration speaks of."""
    return {place for place, dummy in _said(params, document)}


def declared_absent(params, document):
    return {place for place, row in _said(params, document) if row.get("state") == "absent"}


def _said(params, document):
    for rule in params.get("synchronization_rules") or []:
        top = (places.RULE, rule["id"])
        yield top, rule
        for mapping in rule.get("object_mappings") or []:
            middle = (*top, f"{mapping['source_object']}{places.ARROW}{mapping['target_object']}")
            yield middle, mapping
            for row in mapping.get("attribute_mappings") or []:
                yield (*middle, row["target_attribute"]), row
    keys = {row["name"]: key for key, row in places.keyed(document["directories"], places.directory_key).items()}
    for directory in params.get("directories") or []:
        top = (places.DIRECTORY, keys[directory["name"]])
        yield top, directory
        for one in directory.get("objects") or []:
            middle = (*top, one["name"] if one["number"] == 1 else f"{one['name']} #{one['number']}")
            yield middle, one
            for row in one.get("attributes") or []:
                yield (*middle, row["name"]), row


def assert_shared(before, after, said, state):
    """Rows of which nothing is said are the very same objects, or gone; there are no new ones beside the declared."""
    old, new = dict(all_rows(before)), dict(all_rows(after))
    said = {place[:length] for place in said for length in range(2, len(place) + 1)}
    for place, row in new.items():
        emptied = state == "overridden" and place[0] == places.RULE and len(place) == 2
        assert place in said or old.get(place) is row or emptied, place
    order = [place for place in new if place in old]
    assert order == [place for place in old if place in new]
    for name, value in before.items():
        assert name in ("synchronizationRules", "directories") or after[name] is value


@pytest.mark.parametrize("state", declared.STATES[:2])
@pytest.mark.parametrize("name", EVERY)
def test_the_merge_of_nothing_is_the_very_same_document(name, state):
    before = declared.document(name)
    result = small.merged({}, state, before)
    assert result.document is before
    assert not result.consented


@settings(max_examples=100)
@given(declared.declarations())
def test_members_nobody_knows_survive_every_state(said):
    plain, marked = declared.document(said.name), declared.document(said.name, marked=True)
    with_marks, without = merged(said, marked).document, merged(said, plain).document
    assert unmarked(with_marks) == without
    gone = {place for place, dummy in all_rows(marked)} - {place for place, dummy in all_rows(with_marks)}
    lost = declared.marks(marked) - declared.marks(with_marks)
    assert lost == sum(declared.marks(row) for row in outermost(gone, marked)) + declared_values(
        said, marked, with_marks
    )


def outermost(gone, document):
    """Of the rows that are gone those that did not go with a row above them."""
    return [row for place, row in all_rows(document) if place in gone and place[:-1] not in gone]


def declared_values(said, before, after):
    """Marks in values that were given whole: sources, filter groups, and key/value rows."""
    new = dict(all_rows(after))
    lost = 0
    for place, row in all_rows(before):
        if place not in new or new[place] is row:
            continue
        for member in ("source", "metadata", "referencedObjects", "apiExpressions", "scope"):
            lost += declared.marks(row.get(member)) - declared.marks(new[place].get(member))
        assert ("future" in row) == ("future" in new[place])
    return lost


def unmarked(value):
    if isinstance(value, list):
        return [unmarked(inner) for inner in value]
    if isinstance(value, dict):
        return {name: unmarked(inner) for name, inner in value.items() if name != "future"}
    return value


def new_objects(before, after):
    """How many objects and lists of after are not before's."""
    known = set()

    def walk(value, visit):
        if isinstance(value, (dict, list)):
            if not visit(value):
                return
            for inner in value.values() if isinstance(value, dict) else value:
                walk(inner, visit)

    walk(before, lambda value: known.add(id(value)) or True)
    made = []
    walk(after, lambda value: id(value) not in known and (made.append(value) or True))
    return len(made)


@pytest.mark.parametrize("times", [1, 10])
def test_the_work_is_what_changes_and_not_what_is_there(times):
    over = small.document()
    rows = small.users(over)["attributeMappings"]
    rows += [small.mapping(f"more{number}", "[mail]") for number in range(100 * times)]
    seen = []
    params = small.in_users(
        {"target_attribute": "more7", "source": "alias"}, {"target_attribute": "more8", "source": "mail"}
    )
    result = small.merged(params, over=over, tree_of=small.trees_counted(seen)).document
    # The document, its list of rules, the rule, its list of mappings, the mapping, its list, the row, its source and the
    # parameters of that.
    assert new_objects(over, result) == 9
    assert len(seen) == 1

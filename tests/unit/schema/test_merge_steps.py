# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A declaration made in two steps leads where it leads in one, in either order, and is no less dangerous as a whole."""

from __future__ import annotations

import json

from ansible_collections.entra.provisioning.plugins.module_utils._core import hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import CONSEQUENCES
from ansible_collections.entra.provisioning.plugins.module_utils._schema import dangers
from ansible_collections.entra.provisioning.tests.unit.schema import declared, edited
from ansible_collections.entra.provisioning.tests.unit.schema.test_merge_laws import merged
from hypothesis import given, settings
from hypothesis import strategies as st

SHARES = st.floats(0, 1)
NAMES = st.sets(st.sampled_from(sorted(CONSEQUENCES)))


def in_halves(draw, rows):
    """Each row in one of two lists."""
    halves = ([], [])
    for row in rows:
        halves[draw(st.integers(0, 1))].append(row)
    return halves


def of_holder(draw, row, below):
    """A row that holds others, in two: its own members are declared in one step, the rows below in either."""
    if row.get("state") == "absent" or not row.get(below):
        return draw(st.permutations([[row], []]))
    first, second = in_halves(draw, row[below])
    own = {name: value for name, value in row.items() if name != below}
    keys = {name: row[name] for name in ("source_object", "target_object", "name", "number") if name in row}
    keys = keys if below == "attribute_mappings" else {name: row[name] for name in ("name", "number")}
    return [{**own, below: first}], [{**keys, below: second}]


def split(draw, params):
    """Two declarations that say of different things what the one says of all."""
    first, second = {}, {}
    for option, inner, below in (
        ("synchronization_rules", "object_mappings", "attribute_mappings"),
        ("directories", "objects", "attributes"),
    ):
        for top in params.get(option) or ():
            halves = [of_holder(draw, row, below) for row in top[inner]]
            keys = {name: top[name] for name in ("id", "name") if name in top}
            first.setdefault(option, []).append({**top, inner: [row for one, _other in halves for row in one]})
            second.setdefault(option, []).append({**keys, inner: [row for _one, other in halves for row in other]})
    return first, second


@st.composite
def steps(draw, names=edited.NAMES):
    """A declaration, and the same in two."""
    whole = draw(declared.declarations(names=names, states=("merged",)))
    return (whole, *(whole._replace(params=params) for params in split(draw, whole.params)))


def unordered(value):
    """A document in which the order of rows means nothing, as it does to the service."""
    if isinstance(value, list):
        return sorted(json.dumps(unordered(one), sort_keys=True) for one in value)
    return {name: unordered(inner) for name, inner in value.items()} if isinstance(value, dict) else value


@settings(max_examples=50)
@given(steps())
def test_two_steps_that_have_nothing_in_common_are_one_merge(drawn):
    whole, *halves = drawn
    over = declared.document(whole.name, marked=True)
    once = merged(whole, over)
    for first, second in (halves, halves[::-1]):
        then = merged(first, over)
        twice = merged(second, then.document)
        assert unordered(twice.document) == unordered(once.document)
        assert then.consented | twice.consented == once.consented


def hazards(said, over, share=0.3):
    after = merged(said, over)
    return dangers.hazards(over, after.document, after.consented, share)


@settings(max_examples=40)
@given(steps())
def test_what_is_dangerous_in_a_part_is_dangerous_in_the_whole(drawn):
    whole, *halves = drawn
    over = declared.document(whole.name)
    known = {one.name for one in hazards(whole, over)}
    for half in halves:
        assert {one.name for one in hazards(half, over)} <= known


@settings(max_examples=40)
@given(edited.edits(), SHARES, SHARES, NAMES, NAMES)
def test_who_allows_more_is_refused_no_more(documents, one, other, accepted, more):
    strict, lax = (dangers.hazards(*documents, (), share) for share in sorted((one, other)))
    assert {found.name for found in lax} <= {found.name for found in strict}
    before, after = hazard.refused(strict, accepted), hazard.refused(lax, accepted | more)
    assert {found.name for found in after} <= {found.name for found in before} - more


@settings(max_examples=40)
@given(declared.declarations(), st.data())
def test_who_declares_that_more_shall_go_is_refused_no_more(said, data):
    over = declared.document(said.name)
    after = merged(said, over)
    fewer = data.draw(st.sets(st.sampled_from(sorted(after.consented)))) if after.consented else set()
    less, more = (dangers.hazards(over, after.document, places, 0.3) for places in (fewer, after.consented))
    assert {one.name for one in more} <= {one.name for one in less}
    assert [one for one in more if one.name != "delete_undeclared"] == [
        one for one in less if one.name != "delete_undeclared"
    ]

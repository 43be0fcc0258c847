# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scoping filters: what a declaration is refused for is what the checks of a document find, and nothing gets lost between."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    declaration_filters,
    inspection_scopes,
    merge_scope,
    same,
    words_values,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import Notes
from ansible_collections.entra.provisioning.plugins.module_utils._schema.operators import OPERATORS
from hypothesis import given
from hypothesis import strategies as st

CLAUSES = st.fixed_dictionaries(
    {
        "attribute": st.sampled_from(["department", "mail", "employeeId"]),
        "operator": st.sampled_from([*sorted(OPERATORS), "SOUNDS_LIKE", "IsMemberOf"]),
    },
    optional={"values": st.lists(st.sampled_from(["Sales", "O'Neill", "7", "", "[", "(a|b)+"]), max_size=2)},
)
GROUPS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("abc"), "clauses": st.lists(CLAUSES, min_size=1, max_size=3)}),
    max_size=2,
    unique_by=lambda group: group["name"],
)
SCOPES = st.fixed_dictionaries({}, optional=dict.fromkeys(declaration_filters.SETS, GROUPS))


def parsed(scope):
    """The service's form, and what a declaration is refused for."""
    notes = Notes()
    return declaration_filters.scope(scope, "x", notes), notes.problems


@given(SCOPES)
def test_a_declaration_is_refused_where_the_checks_find_a_value_too_many_or_missing(scope):
    wire, refused = parsed(scope)
    found = [one.sentence for one in inspection_scopes.findings("x", wire, None)]
    counted = [text for text in found if "takes no value" in text or "needs a value" in text]
    assert len(counted) == len(refused)


@given(SCOPES)
def test_what_is_declared_can_be_read_out_again(scope):
    wire, _refused = parsed(scope)
    read = words_values.scope(wire)
    for option, groups in scope.items():
        said = [
            {**group, "clauses": [{**one, "values": one.get("values") or None} for one in group["clauses"]]}
            for group in groups
        ]
        shown = [
            {**group, "clauses": [{**one, "values": one.get("values") or None} for one in group["clauses"]]}
            for group in read[option]
        ]
        assert shown == said


@given(SCOPES, SCOPES)
def test_a_scope_that_stands_is_not_written_again_and_the_last_one_wins(one, other):
    first, second = (parsed(scope)[0] for scope in (one, other))
    stands = merge_scope.scope(None, first)
    assert merge_scope.scope(stands, first) is stands
    turned = {
        name: [{**group, "clauses": group["clauses"][::-1]} for group in groups[::-1]] for name, groups in first.items()
    }
    assert merge_scope.scope(stands, turned) is stands
    both = merge_scope.scope(stands, second)
    assert same.same_scope(both, merge_scope.scope(None, {**first, **second}))

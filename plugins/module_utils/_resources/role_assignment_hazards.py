# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of removing assignments can hurt: who goes, out of how many, and whom nobody declared to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._resources.role_assignment_endpoint import (
    GROUP,
    Row,
    listed,
)

Words = Callable[[Row], str]


def hazards(
    whose: str,
    before: Sequence[Row],
    added: Sequence[Row],
    removed: Sequence[Row],
    undeclared: bool,
    who: Words,
    role: Words,
) -> tuple[Hazard, ...]:
    """The hazards of a plan that removes something.

    before: the assignments of users and groups as they are; undeclared: what goes does so because nobody declared it;
    who and role: somebody, and what they are assigned as, in words.
    """
    gone = sorted(removed, key=lambda row: (who(row), role(row)))
    count, stay = len(gone), len(before) - len(removed)
    detail = (
        f"{count} of {len(before)} assignments of users and groups to {whose} {_go(count)} and {stay} "
        f"{'stays' if stay == 1 else 'stay'}: {listed([_fate(row, before, added, removed, who, role) for row in gone])}"
    )
    scope = Hazard("change_scope", detail)
    if not undeclared:
        return (scope,)
    names = listed([f"{who(row)} as {role(row)}" for row in gone])
    lost = "assignment that was" if count == 1 else "assignments that were"
    return scope, Hazard("delete_undeclared", f"{count} {lost} not declared {_go(count)} from {whose}: {names}")


def _go(count: int) -> str:
    return "goes" if count == 1 else "go"


def _fate(
    row: Row, before: Sequence[Row], added: Sequence[Row], removed: Sequence[Row], who: Words, role: Words
) -> str:
    """Somebody who goes, with the members of a group, or what they stay as."""
    name = f"{who(row)} as {role(row)}"
    left = [*(one for one in before if one not in removed), *added]
    kept = sorted({role(one) for one in left if one.principal_id == row.principal_id})
    if kept:
        return f"{name} (stays as {' and '.join(kept)})"
    return f"{name} and the members of group {row.name or row.principal_id}" if row.kind == GROUP else name

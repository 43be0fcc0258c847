# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on where things may stand."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import CLOUD_SYNC
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    COMPARE_WORDS,
    ENCODING_WORDS,
    FUNCTIONS,
    IGNORE_WORDS,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import Finding
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.seen import (
    Seen,
    error,
    slot,
    warning,
)

_ROLES = "appRoleAssignments"
ROLE_FUNCTIONS = (
    "AppRoleAssignments",
    "AppRoleAssignmentsComplex",
    "AssertiveAppRoleAssignmentsComplex",
    "SingleAppRoleAssignment",
)
_DOUBTFUL_IN_CONDITION = ("IsPresent", "IsNullOrEmpty")


def _unique_outermost(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Call) and seen.node.name == "SelectUniqueValue" and seen.parent is not None:
        yield error("SelectUniqueValue must be the outermost function.")


def _comparison(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Comparison) and not _may_compare(seen):
        yield error(f"A comparison ({seen.node.operator}) stands only in the condition of IIF, or in CBool.")


def _may_compare(seen: Seen) -> bool:
    if not isinstance(seen.parent, Call):
        return False
    # What an unknown function takes is not known; that it is unknown is told by its own rule.
    return seen.parent.name not in FUNCTIONS or (seen.parent.name in ("IIF", "CBool") and seen.place == 0)


def _condition(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name != "IIF":
        return
    condition = slot(seen.node, 0)
    if condition is None:
        return
    doubt = _doubt(condition)
    if doubt and seen.context != CLOUD_SYNC:
        yield warning(
            f"{doubt} in the condition of IIF is unsupported by the function reference, though Microsoft's own mappings "
            "have it: try it with objects that have the value and with objects that have it not."
        )
    if not _tests(condition):
        yield warning("The condition of IIF is neither a comparison nor a function that gives True or False.")


def _doubt(condition: Node) -> str | None:
    if isinstance(condition, Call):
        return condition.name if condition.name in _DOUBTFUL_IN_CONDITION else None
    if isinstance(condition, Comparison) and Constant("") in (condition.left, condition.right):
        return f'{condition.operator} ""'
    return None


def _tests(condition: Node) -> bool:
    if isinstance(condition, Call):
        # What an unknown function gives is not known either.
        return condition.name not in FUNCTIONS or FUNCTIONS[condition.name].returns in ("Boolean", "any")
    return isinstance(condition, Comparison)


def _word(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Word) and not _word_fits(seen.node.name, seen.parent, seen.place):
        yield error(f"The word {seen.node.name} cannot stand here: {_home(seen.node.name)}.")
    elif not isinstance(seen.node, Word) and isinstance(seen.parent, Call) and _takes_word(seen.parent, seen.place):
        words = " or ".join(COMPARE_WORDS if seen.parent.name == "InStr" else ENCODING_WORDS)
        other = "text" if isinstance(seen.node, Constant) else "value of an object"
        yield error(f"Slot {seen.place + 1} of {seen.parent.name} takes a bare word, {words}, and no {other}.")


def _takes_word(call: Call, place: int) -> bool:
    function = FUNCTIONS.get(call.name)
    parameter = function.parameter(place) if function else None
    return parameter is not None and parameter.type == "Enum"


def _word_fits(name: str, parent: Node | None, place: int) -> bool:
    if not isinstance(parent, Call):
        return False
    if name in IGNORE_WORDS:
        return (parent.name == "IIF" and place in (1, 2)) or (parent.name == "Switch" and place % 2 == 1)
    if not _takes_word(parent, place):
        return False
    return name in (COMPARE_WORDS if parent.name == "InStr" else ENCODING_WORDS)


def _home(name: str) -> str:
    if name in IGNORE_WORDS:
        return "it is a value of IIF or Switch"
    if name in COMPARE_WORDS:
        return "it belongs into slot 4 of InStr"
    return "it belongs into slot 2 of ConvertFromBase64" if name in ENCODING_WORDS else "the language does not know it"


def _joined(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Joined) and seen.context != CLOUD_SYNC:
        yield warning("Only a page on cloud sync shows &: use Join or Append.")


def _roles(seen: Seen) -> Iterator[Finding]:
    inside = isinstance(seen.parent, Call) and seen.parent.name in ROLE_FUNCTIONS
    if seen.node == Attribute(_ROLES) and not inside:
        yield warning(f"[{_ROLES}] is meant for the role functions only: {', '.join(ROLE_FUNCTIONS[1:])}.")
    if inside and seen.node != Attribute(_ROLES) and isinstance(seen.parent, Call):
        yield error(f"{seen.parent.name} takes [{_ROLES}] and nothing else.")


PLACES = (_unique_outermost, _comparison, _condition, _word, _joined, _roles)

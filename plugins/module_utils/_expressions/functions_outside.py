# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions whose answer lies outside the expression: the tenant, chance, and assigned app roles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    strict,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.functions_list import several
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Record,
    Single,
    Value,
    as_text,
    as_whole,
)

LONGEST_RANDOM = 256
DIGITS, CAPITALS, SMALL = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
# Which characters count as special is not documented.
SPECIAL = "!#$%&()*+,-./:;<=>?@[]^_{|}~"
KINDS = (("digits", DIGITS), ("special characters", SPECIAL), ("capitals", CAPITALS), ("small letters", SMALL))
# Enough different characters that sorting by them puts a text in any order.
ORDERS = "".join(map(chr, range(0x4E00, 0x8E00)))


def default_domain(run: Evaluation) -> Value:
    """DefaultDomain()."""
    if run.given.default_domain is None:
        raise Failed("DefaultDomain() is a fact of the tenant; give default_domain.")
    return run.given.default_domain


def guid(run: Evaluation) -> Value:
    """Guid()."""
    if run.given.guid is None:
        raise Failed("Guid() is a matter of chance; give guid, a source of GUIDs.")
    return run.given.guid()


def random_string(run: Evaluation, length: Value, *rest: Value) -> Value:
    """RandomString(length, digits, special characters, capitals, small letters, characters to avoid)."""
    many = as_whole(length, "The length of RandomString")
    least = [as_whole(one, f"The least number of {kind} of RandomString") for one, (kind, dummy) in zip(rest, KINDS)]
    if not 0 < many <= LONGEST_RANDOM or min(least) < 0 or sum(least) > many:
        raise Failed(f"RandomString wants a length of 1 to {LONGEST_RANDOM} that holds all its minimums.")
    avoided = frozenset(as_text(rest[4], "The characters to avoid") if len(rest) > 4 else "")
    alphabets = ["".join(one for one in alphabet if one not in avoided) for dummy, alphabet in KINDS]
    draw = run.given.random_text
    if draw is None:
        raise Failed("RandomString is a matter of chance; give random_text, a source of characters.")
    for (kind, dummy), alphabet, count in zip(KINDS, alphabets, least):
        if count and not alphabet:
            raise Failed(f"RandomString must have {kind}, and all of them are to be avoided.")
    # Kinds of which none is demanded stay out, so that a text without special characters can be had.
    wanted = "".join(alphabet for alphabet, count in zip(alphabets, least) if count) or alphabets[0] + alphabets[3]
    if not wanted:
        raise Failed("RandomString has no characters left to choose from.")
    drawn = "".join(draw(alphabet, count) for alphabet, count in zip(alphabets, least) if count)
    drawn += draw(wanted, many - len(drawn)) if many > len(drawn) else ""
    return "".join(one for dummy, one in sorted(zip(draw(ORDERS, many), drawn)))


def _role(role: Single) -> dict[str, Any]:
    """A role of an attribute: a mapping with id, value and displayName, or the value alone."""
    if not isinstance(role, Record):
        text = as_text(role, "A role")
        return {"value": text, "displayName": text}
    found = {str(name): role.members[name] for name in ("id", "value", "displayName") if name in role.members}
    if not isinstance(found.get("value"), str) or not all(isinstance(one, str) for one in found.values()):
        raise Failed("An app role assignment is a text, or has id, value and displayName, which are texts.")
    return found


def role_values(run: Evaluation, source: Value) -> Value:
    """AppRoleAssignments(roles): their values."""
    return [str(_role(role)["value"]) for role in several(source)] or None


def single_role(run: Evaluation, source: Value) -> Value:
    """SingleAppRoleAssignment(roles): one of their values."""
    roles = [str(_role(role)["value"]) for role in several(source)]
    if len(roles) > 1:
        run.warn("SingleAppRoleAssignment got several roles. Which one it takes is not defined; it is the first here.")
    return roles[0] if roles else None


def complex_roles(run: Evaluation, source: Value) -> Value:
    """AppRoleAssignmentsComplex(roles), and its assertive form, which differs in what it removes from the target."""
    run.warn(
        "The form of role objects is not published in full; they are shown here as JSON with id, value, displayName."
    )
    objects = [json.dumps(_role(role), ensure_ascii=False, separators=(",", ":")) for role in several(source)]
    return list(objects) or None


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "DefaultDomain": strict("DefaultDomain", default_domain),
        "Guid": strict("Guid", guid),
        "RandomString": strict("RandomString", random_string),
        "AppRoleAssignments": strict("AppRoleAssignments", role_values),
        "SingleAppRoleAssignment": strict("SingleAppRoleAssignment", single_role),
        "AppRoleAssignmentsComplex": strict("AppRoleAssignmentsComplex", complex_roles),
        "AssertiveAppRoleAssignmentsComplex": strict("AssertiveAppRoleAssignmentsComplex", complex_roles),
    }
)

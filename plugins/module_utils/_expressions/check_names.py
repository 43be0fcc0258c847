# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the names of functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import APP, CLOUD_SYNC, HR
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    FOREIGN,
    FUNCTIONS,
    OLD_NAMES,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Call
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import Finding
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.seen import Seen, error, warning

_SISTER = "Microsoft Entra Connect Sync"
_IN_WORDS = {
    APP: "provisioning to applications",
    HR: "Workday, SuccessFactors and API-driven provisioning",
    CLOUD_SYNC: "cloud sync",
}


def names(seen: Seen, unknown: str) -> Iterator[Finding]:
    """Whether a function is one of the language, by its very name, and is known where it is used."""
    if not isinstance(seen.node, Call):
        return
    name = seen.node.name
    if name not in FUNCTIONS:
        yield _stranger(name, unknown)
    elif name in OLD_NAMES:
        yield warning(f"{name} is an old function that today's reference does not name.")
    elif seen.context and seen.context not in FUNCTIONS[name].contexts:
        yield _elsewhere(name, seen.context)


def _stranger(name: str, unknown: str) -> Finding:
    same_but_case = _folded(FUNCTIONS).get(name.lower())
    if same_but_case:
        return error(f"The function is spelled {same_but_case}, not {name}: names are case-sensitive.")
    foreign = _folded(FOREIGN).get(name.lower())
    if foreign:
        instead = FOREIGN[foreign]
        advice = f"use {instead}" if instead else "nothing here does the same"
        return Finding(unknown, f"{name} is a function of {_SISTER}, not of this service: {advice}.")
    return Finding(unknown, f"There is no function {name}.{_nearest(name)}")


def _folded(known: Iterable[str]) -> dict[str, str]:
    return {name.lower(): name for name in known}


def _nearest(name: str) -> str:
    # Wanted by few runs, and not small.
    import difflib

    folded = _folded(FUNCTIONS)
    near = [folded[hit] for hit in difflib.get_close_matches(name.lower(), list(folded), n=3, cutoff=0.65)]
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _elsewhere(name: str, context: str) -> Finding:
    where = " and ".join(_IN_WORDS[one] for one in FUNCTIONS[name].contexts)
    message = f"The reference names {name} for {where} only, not for {_IN_WORDS.get(context, context)}."
    # The one function of which the reference says that it works nowhere else.
    return error(message) if name == "SelectUniqueValue" else warning(message)

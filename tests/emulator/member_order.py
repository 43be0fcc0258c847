# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which the service writes the members of a schema, whatever order it was sent in.

Counted in exports: scalars and nulls by name, then objects and lists by name. A list of texts counts as a scalar, the
key of an entity stands first, and a directory's discoveryDateTime before its discoverabilities.
"""

from __future__ import annotations

from typing import Any

_LISTS_OF_TEXT = frozenset({"supportedApis"})
_FIRST_OF_A_DIRECTORY = ("id", "discoveryDateTime", "discoverabilities")


def as_written(value: Any) -> Any:
    """A copy with the members of every object, at any depth, in the service's order."""
    if isinstance(value, list):
        return [as_written(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: as_written(value[name]) for name in sorted(value, key=lambda name: _rank(name, value))}


def _rank(name: str, owner: dict[str, Any]) -> tuple[int, str]:
    if "discoverabilities" in owner and name in _FIRST_OF_A_DIRECTORY:
        return -1, str(_FIRST_OF_A_DIRECTORY.index(name))
    inner = isinstance(owner[name], (dict, list)) and name not in _LISTS_OF_TEXT
    return int(inner), name

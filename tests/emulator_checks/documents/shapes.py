# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of a JSON document: its paths and the types at their ends, whatever the values."""

from __future__ import annotations

import json
from typing import Any

Shape = dict[str, set[str]]
# Places whose members are data (the attributes of one person), not a part of the service's shape.
DATA = ("provisioningSteps[].details", "sourceIdentity.details", "targetIdentity.details")


def shape(value: Any, path: str = "") -> Shape:
    """Path -> types. The entries of a list are one place, `x[]`; an empty list and null say nothing of what is inside."""
    found: Shape = {path: {_kind(value)}}
    inner = value.items() if isinstance(value, dict) and not path.endswith(DATA) else ()
    for name, one in inner:
        _merge(found, shape(one, f"{path}.{name}".lstrip(".")))
    for one in value if isinstance(value, list) else ():
        _merge(found, shape(one, f"{path}[]"))
    return found


def decoded(value: Any) -> Any:
    """The document with every text that is the JSON of an object or a list put in its place."""
    if isinstance(value, dict):
        return {name: decoded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [decoded(one) for one in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return decoded(json.loads(value))
        except ValueError:
            return value
    return value


def _merge(into: Shape, other: Shape) -> None:
    for path, kinds in other.items():
        into.setdefault(path, set()).update(kinds)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    return {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"}[type(value)]


def departures(documented: Any, actual: Any) -> dict[str, str]:
    """Path -> what is wrong, for everything documented that the answer lacks or has in another type.

    Null goes with every type. Inside a place that the answer leaves empty only the place itself is named.
    """
    wanted, found = shape(decoded(documented)), shape(decoded(actual))
    wrong: dict[str, str] = {}
    for path, kinds in wanted.items():
        if any(path != parent and path.startswith(parent) and path[len(parent)] in ".[" for parent in wrong):
            continue
        here = found.get(path)
        if here is None:
            wrong[path] = "missing"
        elif kinds - {"null"} and here - {"null"} and not kinds & here - {"null"}:
            wrong[path] = f"{'/'.join(sorted(here))} instead of {'/'.join(sorted(kinds))}"
        elif kinds - {"null"} and here == {"null"}:
            wrong[path] = "null"
    return wrong

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a result is as RETURN says: every key documented, of the documented type, and there when it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What Ansible itself puts into results.
ANSIBLES_OWN = {"msg", "failed", "invocation", "warnings", "deprecations", "exception", "ansible_facts"}
ALWAYS = ("always", "success", "on success")
TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "dict": (dict,),
    "list": (list,),
    "raw": (object,),
    "any": (object,),
}


def problems(result: Mapping[str, Any], documented: Mapping[str, Any], succeeded: bool) -> list[str]:
    """What is wrong with a result, in sentences."""
    shown = {key: value for key, value in result.items() if key not in ANSIBLES_OWN and not key.startswith("_ansible")}
    return list(_of_mapping("", shown, documented, succeeded))


def _of_mapping(path: str, given: Mapping[str, Any], documented: Mapping[str, Any], complete: bool) -> Iterator[str]:
    for key in sorted(set(given) - set(documented)):
        yield f"{path}{key} is returned and not documented"
    for key, entry in documented.items():
        if key in given:
            yield from _of_value(f"{path}{key}", given[key], entry)
        elif complete and str(entry.get("returned", "always")).strip() in ALWAYS:
            yield f"{path}{key} is documented as returned {entry.get('returned')} and is not there"


def _of_value(path: str, value: Any, entry: Mapping[str, Any]) -> Iterator[str]:
    kind = entry.get("type", "str")
    if value is None:
        return
    if not isinstance(value, TYPES[kind]) or (kind in ("int", "float") and isinstance(value, bool)):
        yield f"{path} is documented as {kind} and is {type(value).__name__} ({value!r})"
    elif kind == "list":
        row = {"type": entry.get("elements", "raw"), "contains": entry.get("contains")}
        for position, item in enumerate(value):
            yield from _of_value(f"{path}[{position}]", item, row)
    elif kind == "dict" and entry.get("contains"):
        yield from _of_mapping(f"{path}.", value, entry["contains"], True)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a declaration in a file has the shape that the options have: all that is wrong, with its place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest

Spec = Mapping[str, Any]

_KINDS: Mapping[str, tuple[Any, ...]] = {
    "dict": (Mapping,),
    "list": (list, tuple),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str, int, float),
    "path": (str,),
    "raw": (object,),
}
_WORDS = {
    "dict": "a structure",
    "list": "a list",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
}


def problems(options: Spec, given: Mapping[Any, Any], where: str) -> list[str]:
    """The problems of one structure against the options that it may have. where: its place in words."""
    known = sorted(options)
    found = [f"{where}: there is no option {name}.{nearest(str(name), known)}" for name in given if name not in options]
    for name, option in options.items():
        if given.get(name) is not None:
            found += _of_value(option, given[name], f"{where}.{name}")
        elif option.get("required"):
            found.append(f"{where}.{name}: it is missing.")
    return found


def _of_value(option: Spec, value: Any, where: str) -> list[str]:
    kind = option.get("type", "str")
    # To Python true is a number.
    if not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind not in ("bool", "str", "raw")):
        return [f"{where}: {_WORDS.get(kind, 'a text')} belongs here."]
    if "choices" in option and kind == "str" and value not in option["choices"]:
        return [f"{where}: {value!r} is not one of {', '.join(map(str, option['choices']))}."]
    if kind == "list":
        inner: Spec = {
            "type": option.get("elements", "raw"),
            **{n: option[n] for n in ("options", "choices") if n in option},
        }
        return [one for place, row in enumerate(value) for one in _of_value(inner, row, f"{where}[{place}]")]
    if kind == "dict" and option.get("options"):
        return problems(option["options"], value, where)
    return []

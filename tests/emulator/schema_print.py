# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manners in which one and the same schema has been seen printed, over the years and the versions of the service.

What is stored stays as it is; only what a reader sees changes with the switches `schema_*` of MANNERS. A client that
compares well takes all of them for one schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from . import expression_reader as expressions
from .documents import Document
from .member_order import as_written

Tree = dict[str, Any]
MANNERS = (
    "schema_flags",
    "schema_empty_filters",
    "schema_order",
    "schema_expressions",
    "schema_later_members",
    "schema_directory_names",
)
# Members that versions of the service added; the value with which an older one meant the same by leaving them away.
LATER_MEMBERS: Tree = {
    "apiExpressions": [],
    "containerFilter": None,
    "flowNullValues": False,
    "groupFilter": None,
    "supportedApis": [],
}
ENTRA_ID = "66e4a8cc-1b7b-435e-95f8-f06cea133828"
ENTRA_NAMES = {"old": "Azure Active Directory", "new": "Microsoft Entra ID"}
SPELLINGS = {"no_blanks": expressions.WITHOUT_BLANKS, "of_2020": expressions.OF_2020}
_KEYS = ("targetAttributeName", "name", "id")
_EMPTY_LISTS = {
    "scope": ("categoryFilterGroups", "groups", "inputFilterGroups"),
    "containerFilter": ("includedContainers",),
    "groupFilter": ("includedGroups",),
}


def printed(document: Document, switches: Mapping[str, Any]) -> Document:
    """The document as it is shown; the same object where every manner is `stored`. What was printed once is kept."""
    chosen = tuple(switches[name] for name in MANNERS)
    if set(chosen) == {"stored"}:
        return document
    if chosen not in document.printed:
        document.printed[chosen] = _print(document, dict(zip(MANNERS, chosen)))
    return document.printed[chosen]


def _print(document: Document, manner: dict[str, str]) -> Document:
    steps: list[Callable[[Any], Any]] = []
    if manner["schema_flags"] != "stored":
        steps.append(partial(_flags, between=", " if manner["schema_flags"] == "blanks" else ","))
    if manner["schema_empty_filters"] != "stored":
        steps.append(partial(_filters, lists=manner["schema_empty_filters"] == "lists"))
    if manner["schema_order"] != "stored":
        steps.append(partial(_ordered, backwards=manner["schema_order"] == "reversed"))
    if manner["schema_expressions"] != "stored":
        steps.append(partial(_sources, spelling=SPELLINGS[manner["schema_expressions"]]))
    if manner["schema_later_members"] == "absent":
        steps.append(_without_later_members)
    rules, directories = document.rules, document.directories
    if manner["schema_directory_names"] != "stored":
        rules, directories = _renamed(rules, directories, ENTRA_NAMES[manner["schema_directory_names"]])
    for step in steps:
        rules, directories = step(rules), step(directories)
    return Document(document.version, as_written(rules), as_written(directories))


def _each(value: Any, change: Callable[[Tree], Tree]) -> Any:
    """A copy in which every object, from the inside out, went through `change`. Sources are left alone."""
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    if not isinstance(value, dict):
        return value
    return change({name: one if name == "source" else _each(one, change) for name, one in value.items()})


def _flags(value: Any, between: str) -> Any:
    def change(one: Tree) -> Tree:
        for name in {"flowTypes", "discoverabilities"} & set(one):
            one[name] = between.join(flag.strip() for flag in str(one[name]).split(","))
        return one

    return _each(value, change)


def _filters(value: Any, lists: bool) -> Any:
    def change(one: Tree) -> Tree:
        for name in set(_EMPTY_LISTS) & set(one):
            if not any((one[name] or {}).values()):
                one[name] = {member: [] for member in _EMPTY_LISTS[name]} if lists else None
        return one

    return _each(value, change)


def _ordered(value: Any, backwards: bool) -> Any:
    """Lists of things that have a key of their own, by that key; lists whose order means something stay."""

    def change(one: Tree) -> Tree:
        for name in {"objectMappings", "attributeMappings", "objects", "attributes"} & set(one):
            if name != "objects" or len({row["name"] for row in one[name]}) == len(one[name]):
                one[name] = sorted(one[name], key=_key, reverse=backwards)
        return one

    return _each(value, change)


def _key(row: Tree) -> str:
    return "\n".join(str(row.get(name) or "").casefold() for name in (*_KEYS, "sourceObjectName", "targetObjectName"))


def _sources(value: Any, spelling: expressions.Spelling) -> Any:
    def change(one: Tree) -> Tree:
        if one.get("source"):
            one["source"] = expressions.respelt(one["source"], spelling)
        return one

    return _each(value, change)


def _without_later_members(value: Any) -> Any:
    def change(one: Tree) -> Tree:
        return {name: each for name, each in one.items() if name not in LATER_MEMBERS or each != LATER_MEMBERS[name]}

    return _each(value, change)


def _renamed(rules: list[Tree], directories: list[Tree], name: str) -> tuple[list[Tree], list[Tree]]:
    """The tenant's own directory under another name, in the rules as well.

    The directory of another tenant has the same id and a name of its own, which stays.
    """
    before = {one["name"] for one in directories if one.get("id") == ENTRA_ID} & set(ENTRA_NAMES.values())
    sides = ("sourceDirectoryName", "targetDirectoryName")
    return (
        [{**rule, **{side: name for side in sides if rule[side] in before}} for rule in rules],
        [{**one, "name": name} if one["name"] in before else one for one in directories],
    )

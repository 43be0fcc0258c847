# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of SCIM, as RFC 7644 (sections 3.5.2 and 3.10) writes them, as far as they name one value of a user."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._scim import names
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError, nearest

_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
# The greedy schema takes all but the last name: it ends where the last `:attribute` begins.
_PATH = re.compile(
    rf'(?:(?P<schema>[Uu][Rr][Nn]:[^\s\[\]":][^\s\[\]"]*):)?(?P<attribute>{_NAME})'
    rf"(?:\[(?P<filter>.*)\])?(?:\.(?P<part>\$?{_NAME}))?",
    re.DOTALL,
)
_CONDITION = re.compile(rf'\s*(?P<part>\$?{_NAME})\s+[eE][qQ]\s+(?P<value>"(?:[^"\\]|\\.)*"|true|false|-?[0-9]+)\s*')
_AND = re.compile(r"(?<=\s)[aA][nN][dD](?=\s)")
_FILTER = 'a filter is written [type eq "work"], or with several conditions [type eq "work" and primary eq true]'

Conditions = tuple[tuple[str, Any], ...]


class Path(NamedTuple):
    """One value of a user: `schema:attribute[conditions].part`.

    schema: None for the core schema, else the URN of an extension; conditions: what identifies the entry of a list,
    sorted; part: the sub-attribute, empty for an attribute that is a plain value.
    """

    schema: str | None
    attribute: str
    conditions: Conditions = ()
    part: str = ""

    def __str__(self) -> str:
        inside = " and ".join(f"{part} eq {json.dumps(value)}" for part, value in self.conditions)
        schema = f"{self.schema}:" if self.schema else ""
        return schema + self.attribute + (f"[{inside}]" if inside else "") + (f".{self.part}" if self.part else "")


# What identifies a person in the source.
EXTERNAL_ID = Path(None, "externalId")


def parse(text: Any) -> Path:
    """The path that a text writes, known names in the spelling of the standard. Raises ScimError for all else."""
    if not isinstance(text, str):
        raise ScimError([f"The path {text!r} is no text."])
    if not text.strip():
        raise ScimError([f"The path {text!r} is empty."])
    schema, rest = _known_schema(text)
    found = _PATH.fullmatch(rest)
    if found is None or (schema and found["schema"]):
        raise _refusal(text, 'is no path of SCIM, such as userName, name.givenName or emails[type eq "work"].value')
    schema = schema or found["schema"]
    if schema and found["attribute"].lower() == "user":
        raise _names_a_schema(text)
    conditions = () if found["filter"] is None else _conditions(text, found["filter"])
    path = Path(schema, found["attribute"], conditions, found["part"] or "")
    return _checked(text, path)


def _known_schema(text: str) -> tuple[str | None, str]:
    """The schema of the standard that the text begins with, and what comes after it."""
    folded = text.lower()
    for schema in names.KNOWN:
        if folded == schema.lower():
            raise _names_a_schema(text)
        if folded.startswith(schema.lower() + ":"):
            return schema, text[len(schema) + 1 :]
    return None, text


def _names_a_schema(text: str) -> ScimError:
    return _refusal(text, f"names a schema; add the attribute, such as {text}:department")


def _conditions(text: str, inside: str) -> Conditions:
    """The conditions of a filter, sorted."""
    found: dict[str, tuple[str, Any]] = {}
    place = 0
    while True:
        condition = _CONDITION.match(inside, place)
        if condition is None:
            raise _refusal(text, f"is no path of SCIM: {_FILTER}")
        part, value = condition["part"], _value(text, condition["value"])
        if _differ(found.setdefault(part.lower(), (part, value))[1], value):
            raise _refusal(text, f"contradicts itself: {part} cannot be two things")
        if condition.end() == len(inside):
            return tuple(sorted(found.values()))
        conjunction = _AND.match(inside, condition.end())
        if conjunction is None:
            raise _refusal(text, f"is no path of SCIM: {_FILTER}")
        place = conjunction.end()


def _differ(one: Any, other: Any) -> bool:
    """Whether two constants are not the same; true is not 1 here."""
    return (type(one), one) != (type(other), other)


def _value(text: str, written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        raise _refusal(text, f"is no path of SCIM: {_FILTER}") from None


def _checked(text: str, path: Path) -> Path:
    """The path, if the standard knows what it names or leaves it to an extension."""
    known = names.KNOWN.get(path.schema or names.CORE)
    if known is not None:
        path = _of_the_standard(text, path, known)
    if path.schema == names.CORE:
        path = path._replace(schema=None)
    if path.conditions and not path.part:
        usual = known[path.attribute].parts[0] if known else "value"
        raise _refusal(text, f"is not one value; say which part of the entry, such as {path}.{usual}")
    if path.part.lower() in (part.lower() for part, _value in path.conditions):
        raise _refusal(text, f"says nothing: {path.part} is given by the filter")
    return path


def _of_the_standard(text: str, path: Path, known: Mapping[str, names.Attribute]) -> Path:
    """The path in the spelling of the standard. Raises ScimError for what the standard does not have."""
    for name, because in names.NOT_MAPPED.items():
        if path.attribute.lower() == name:
            raise _refusal(text, f"cannot be mapped: {name} {because}")
    attribute = _spelled(path.attribute, known)
    if attribute is None:
        hint = nearest(path.attribute, known)
        raise _refusal(text, f"is no attribute of a SCIM user.{hint}" if hint else "is no attribute of a SCIM user")
    kind = known[attribute]
    _check_form(text, attribute, path, kind)
    conditions = sorted((_part(text, attribute, part, kind), value) for part, value in path.conditions)
    part = _part(text, attribute, path.part, kind) if path.part else ""
    return Path(path.schema, attribute, tuple(conditions), part)


def _check_form(text: str, attribute: str, path: Path, kind: names.Attribute) -> None:
    """Raise ScimError unless the path treats the attribute as what it is."""
    if kind.listed and not path.conditions:
        usual = f'{attribute}[type eq "work"].{kind.parts[0]}'
        raise _refusal(text, f"is not one value: {attribute} holds a list; say which entry, such as {usual}")
    if not kind.listed and path.conditions:
        raise _refusal(text, f"has a filter, and {attribute} holds no list")
    if kind.parts and not path.part and not path.conditions:
        usual = f"{attribute}.{kind.parts[0]}"
        raise _refusal(text, f"is not one value: {attribute} has parts; say which, such as {usual}")
    if path.part and not kind.parts:
        raise _refusal(text, f"names a part, and {attribute} has no parts")


def _part(text: str, attribute: str, part: str, kind: names.Attribute) -> str:
    spelled = _spelled(part, kind.parts)
    if spelled is None:
        hint = nearest(f"{attribute}.{part}", (f"{attribute}.{one}" for one in kind.parts))
        raise _refusal(text, f"is unknown: {attribute} has no part {part}{'.' + hint if hint else ''}")
    return spelled


def _spelled(name: str, known: Iterable[str]) -> str | None:
    """The known name that is the same but for its case; names of SCIM are compared so."""
    return next((one for one in known if one.lower() == name.lower()), None)


def _refusal(text: str, words: str) -> ScimError:
    return ScimError([f"The path {text!r} {words}{'' if words.endswith('?') else '.'}"])

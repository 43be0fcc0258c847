# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's own metadata, and the check of a body against it.

`check("synchronizationSchema", body)` names every place where the body departs from the metadata. What is let pass
on purpose, because the real service sends it or takes it:

* annotations (`@odata.context`, `value@odata.type`, `directories@odata.context`);
* `provisioningTaskIdentifier` of a schema, which no metadata declares but beta emits (`strip` removes it);
* keys of metadata lists outside their enumerations (`OPEN_ENUMS` in tools/make_model.py says which and why);
* absent booleans and integers, which the service fills in; other non-nullable members are required.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

UNDECLARED = {"synchronizationSchema": frozenset({"provisioningTaskIdentifier"})}
_FILLED_IN = {"Boolean", "Int32", "Int64"}
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)")
_DURATION = re.compile(r"-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class Problem:
    """One departure. kind: unknown_property | wrong_enum | missing_required | wrong_type; path: `a.b[0].c`."""

    kind: str
    path: str
    text: str
    member: str = ""


def _integer(value: Any, bits: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)


def _text_like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


PRIMITIVES: dict[str, Callable[[Any], bool]] = {
    "Boolean": lambda value: isinstance(value, bool),
    "DateTimeOffset": _text_like(_DATE_TIME),
    "Duration": _text_like(_DURATION),
    "Guid": _text_like(_GUID),
    "Int32": lambda value: _integer(value, 32),
    "Int64": lambda value: _integer(value, 64),
    "String": lambda value: isinstance(value, str),
}


@dataclass(frozen=True)
class _Declared:
    """A property's type text, taken apart: `[]attributeType!` -> attributeType, collection, not nullable."""

    name: str
    collection: bool
    nullable: bool

    @classmethod
    def parse(cls, text: str) -> _Declared:
        return cls(text.removeprefix("[]").removesuffix("!"), text.startswith("[]"), not text.endswith("!"))

    @property
    def required(self) -> bool:
        return not self.nullable and self.name not in _FILLED_IN


@dataclass(frozen=True)
class _Type:
    properties: dict[str, _Declared]
    required: tuple[str, ...]
    undeclared: frozenset[str]
    open: bool


class Model:
    """The types, enumerations and operations of one API version."""

    def __init__(self, compact: dict[str, Any]) -> None:
        self.enums: dict[str, frozenset[str]] = {n: frozenset(m.split()) for n, m in compact["enums"].items()}
        self.flags = frozenset(compact["flags"])
        self.open_enums = frozenset(compact["open_enums"])
        self._types = {name: self._type(compact["types"], name) for name in compact["types"]}
        for name, parameters in compact["operations"].items():
            declared = {p: _Declared.parse(t) for p, t in parameters.items()}
            self._types.setdefault(name, _Type(declared, (), frozenset(), False))

    @staticmethod
    def _type(types: dict[str, Any], name: str) -> _Type:
        properties: dict[str, _Declared] = {}
        is_open, at = False, name
        while at:
            declared = types[at]
            properties = {p: _Declared.parse(t) for p, t in declared["properties"].items()} | properties
            is_open = is_open or declared.get("open", False)
            at = declared.get("base", "")
        # The key of an entity comes from the address of the request or from the service, never from need.
        required = tuple(p for p, d in properties.items() if d.required and p != "id")
        return _Type(properties, required, UNDECLARED.get(name, frozenset()), is_open)

    def properties(self, type_name: str) -> tuple[str, ...]:
        """The declared property names of a type, inherited ones included."""
        return tuple(self._types[type_name].properties)

    def check(self, type_name: str, body: Any, *, partial: bool = False) -> list[Problem]:
        """Every problem of a body that should be a `type_name` (or `[]type_name`, or an operation's parameters).

        partial: members may be missing at any depth (PATCH). Raises KeyError for a type the metadata lacks.
        """
        declared = _Declared.parse(type_name + "!")
        if declared.name not in self._types and declared.name not in self.enums and declared.name not in PRIMITIVES:
            raise KeyError(declared.name)
        return list(self._value(declared, body, "", partial))

    def _value(self, declared: _Declared, value: Any, path: str, partial: bool) -> Iterator[Problem]:
        if declared.collection:
            yield from self._collection(declared, value, path, partial)
        elif value is None:
            if not declared.nullable:
                yield Problem("wrong_type", path, f"A null value was found for '{path}', which is not nullable.")
        elif declared.name in self._types:
            yield from self._object(declared.name, value, path, partial)
        elif declared.name in self.enums:
            yield from self._enum(declared.name, value, path)
        elif not PRIMITIVES[declared.name](value):
            yield Problem(
                "wrong_type", path, f"Cannot convert the value of '{path}' to the type 'Edm.{declared.name}'."
            )

    def pruned(self, type_name: str, body: Any) -> Any:
        """A copy of a `type_name` (or a list of them) without members that the metadata does not know."""
        if isinstance(body, list):
            return [self.pruned(type_name, one) for one in body]
        known = self._types.get(type_name)
        if not isinstance(body, dict) or known is None or known.open:
            return body
        declared = known.properties
        return {n: self.pruned(declared[n].name, one) for n, one in body.items() if n in declared}

    def _collection(self, declared: _Declared, value: Any, path: str, partial: bool) -> Iterator[Problem]:
        if value is None:
            return
        if not isinstance(value, list):
            yield Problem("wrong_type", path, f"'{path}' must be an array of {declared.name}.")
            return
        item = _Declared(declared.name, False, False)
        for position, one in enumerate(value):
            yield from self._value(item, one, f"{path}[{position}]", partial)

    def _object(self, type_name: str, value: Any, path: str, partial: bool) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("wrong_type", path, f"'{path}' must be an object of type microsoft.graph.{type_name}.")
            return
        known = self._types[type_name]
        prefix = path + "." if path else ""
        for name, one in value.items():
            declared = known.properties.get(name)
            if declared is not None:
                yield from self._value(declared, one, prefix + name, partial)
            elif not (known.open or "@" in name or name in known.undeclared):
                text = f"The property '{name}' does not exist on type 'microsoft.graph.{type_name}'."
                yield Problem("unknown_property", prefix + name, text, name)
        if not partial:
            for name in known.required:
                if name not in value:
                    text = f"The property '{name}' of type 'microsoft.graph.{type_name}' is required."
                    yield Problem("missing_required", prefix + name, text)

    def _enum(self, name: str, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("wrong_type", path, f"'{path}' must be a text of the enumeration microsoft.graph.{name}.")
        elif name not in self.open_enums:
            words = [one.strip() for one in value.split(",")] if name in self.flags else [value]
            for word in words:
                if word not in self.enums[name]:
                    yield Problem("wrong_enum", path, f"Requested value '{word}' was not found.")


@lru_cache(maxsize=1)
def _compact() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("model.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=2)
def load(version: str = "v1.0") -> Model:
    """The model of "v1.0" or "beta"."""
    return Model(_compact()[version])


def check(type_name: str, body: Any, *, partial: bool = False, version: str = "v1.0") -> list[Problem]:
    """`load(version).check(...)`: the problems of a body, none when it is as the metadata says."""
    return load(version).check(type_name, body, partial=partial)


def strip(body: Any) -> Any:
    """A deep copy without annotations and without the undeclared member that the service emits on schemas."""
    if isinstance(body, list):
        return [strip(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {n: strip(v) for n, v in body.items() if "@odata." not in n and n != "provisioningTaskIdentifier"}

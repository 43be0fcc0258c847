# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which synchronization rule provisions on demand, and what it calls the objects of its source. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import places

SUPPORTS = "supportsProvisionOnDemand"

# Directories keep their ids, while their names were changed over the years.
_BY_DISTINGUISHED_NAME = {
    "66e4a8cc-1b7b-435e-95f8-f06cea133828": False,  # Entra ID
    "ba5b00eb-4c24-41a7-9d57-cd305d47d540": True,  # Active Directory
}

_SAID = {
    True: "provisions on demand",
    False: "says that it does not provision on demand",
    None: "does not say whether it provisions on demand",
}

Row = Mapping[str, Any]


class Rule:
    """One rule of a schema. name: what it goes by; id: what the service wants, which may end in `#V2`."""

    def __init__(self, schema: Row, row: Row) -> None:
        name = str(row.get("name") or "")
        alone = [one.get("name") for one in places.rules(schema)].count(name) == 1
        self.id = str(row.get("id"))
        self.name = name if name and alone else self.id
        self._mappings = [one for one in row.get("objectMappings") or [] if one.get("sourceObjectName")]
        source = row.get("sourceDirectoryName")
        ids = [str(one.get("id")).lower() for one in places.directories(schema) if one.get("name") == source]
        # Whether objects of the source go by distinguished names; None where that is not known.
        self.by_distinguished_name = _BY_DISTINGUISHED_NAME.get(ids[0]) if ids else None

    def object_type(self, option: str, kinds: Sequence[str], hint: str = "") -> str:
        """What the rule calls objects of the first of the kinds that it maps.

        InvalidInput, naming the option, when it maps none of them; hint: what to do about it.
        """
        name = next((name for kind in kinds for name in [self.mapped(kind)] if name is not None), None)
        if name is None:
            more = f"; {hint}" if hint and self._names(True) else ""
            raise InvalidInput([f"{option}: {self._nothing(kinds[0])}{more}."])
        return name

    def mapped(self, kind: str) -> str | None:
        """The source object of this name whose mapping is enabled, in the rule's own spelling."""
        return _spelled(self._names(True), kind)

    def wanted_type(self, wanted: str) -> str:
        """The source object that the option object_type names. InvalidInput for one that the rule does not map, or not now."""
        name = self.mapped(wanted)
        if name is not None:
            return name
        off = _spelled(self._names(False), wanted)
        if off is not None:
            raise InvalidInput(
                [f"object_type: the rule {self.name} maps {off}, but that mapping is switched off (enabled: false)."]
            )
        raise InvalidInput([f"object_type: {self._nothing(wanted, nearest(wanted, self._names(True)))}."])

    def _nothing(self, kind: str, hint: str = "") -> str:
        """That the rule does not map this kind of object, and what it does map."""
        on, off = self._names(True), self._names(False)
        there = f"It maps {', '.join(on) or 'nothing that is enabled'}"
        verb = "are" if len(off) > 1 else "is"
        rest = f", and {', '.join(off)} {verb} switched off (enabled: false)" if off else ""
        return f"the rule {self.name} maps no source object {kind}.{hint} {there}{rest}"

    def _names(self, enabled: bool) -> list[str]:
        """The source objects whose mappings are enabled, or those with none that is."""
        names = {str(one["sourceObjectName"]) for one in self._mappings}
        on = {str(one["sourceObjectName"]) for one in self._mappings if one.get("enabled")}
        return sorted(on if enabled else names - on)


def chosen(schema: Row, wanted: str | None, job_name: str) -> Rule:
    """The rule of this name or id; without one the only rule that says that it provisions on demand.

    InvalidInput lists the rules of the job, and what each says of itself.
    """
    rows = places.rules(schema)
    if wanted is None:
        return Rule(schema, _only(rows, job_name))
    found = _found(rows, wanted)
    if len(found) > 1:
        listed = ", ".join(str(row.get("id")) for row in found)
        raise InvalidInput([f"rule: {len(found)} rules of the {job_name} are named {wanted}: {listed}. Give the id."])
    if not found:
        known = {str(row.get(member)) for row in rows for member in ("name", "id") if row.get(member)}
        hint = nearest(wanted, known)
        raise InvalidInput([f"rule: the {job_name} has no rule {wanted!r}.{hint} {_listed(rows)}"])
    if _supports(found[0]) is False:
        raise InvalidInput([f"rule: {wanted} says that it does not provision on demand ({SUPPORTS}). {_listed(rows)}"])
    return Rule(schema, found[0])


def _found(rows: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """The rules that are meant: by id goes before by name, and that before an id whose end was left out."""
    ids = {id(row): str(row.get("id")).lower() for row in rows}
    by_id = [row for row in rows if ids[id(row)] == wanted.lower()]
    by_name = [row for row in rows if row.get("name") == wanted]
    by_beginning = [row for row in rows if ids[id(row)].partition("#")[0] == wanted.lower()]
    return by_id or by_name or (by_beginning if len(by_beginning) == 1 else [])


def _only(rows: list[dict[str, Any]], job_name: str) -> dict[str, Any]:
    able = [row for row in rows if places.editable(row) and _supports(row)]
    if len(able) == 1:
        return able[0]
    if able:
        raise InvalidInput(
            [f"rule: {len(able)} rules of the {job_name} provision on demand; name one. {_listed(rows)}"]
        )
    text = f"rule: no rule of the {job_name} says that it provisions on demand; name the one to use. {_listed(rows)}"
    raise InvalidInput([text])


def _supports(row: Row) -> bool | None:
    """What a rule says of itself; None where it says nothing."""
    for entry in row.get("metadata") or []:
        if entry.get("key") == SUPPORTS and entry.get("value") is not None:
            return str(entry["value"]).strip('" ').lower() == "true"
    return None


def _listed(rows: list[dict[str, Any]]) -> str:
    texts = sorted(_described(row) for row in rows)
    return f"It has {', '.join(texts)}." if texts else "It has no rule at all."


def _described(row: Row) -> str:
    owned = "" if places.editable(row) else "the service's own, "
    return f"{row.get('name')} ({row.get('id')}, {owned}{_SAID[_supports(row)]})"


def _spelled(names: list[str], wanted: str) -> str | None:
    """The name as it is there: exactly, or else the only one that differs by case."""
    if wanted in names:
        return wanted
    return next((name for name in names if name.lower() == wanted.lower()), None)

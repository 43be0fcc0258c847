# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with an object mapping, where that needs the definitions of its two objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    inspection_scopes,
    words_levels,
    words_values,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_definitions import (
    Definition,
    functions,
    read,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_finding import (
    Finding,
    problem,
    warning,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row

_ASSIGNMENTS = "appRoleAssignments"
_EXTENSION = "extension_"
# https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data#switch
_NULL_ON_DELTA = (
    "Switch with a default can give null where Entra ID is the source, in cycles in which its attribute did not change;"
    " use IIF, or put IgnoreFlowIfNullOrEmpty around it."
)


class Scene(NamedTuple):
    """An object mapping with what it joins.

    lacking: sentences about objects that are not defined; from_entra: whether Entra ID is the source directory.
    """

    place: str
    mapping: Row
    source: Definition | None
    target: Definition | None
    lacking: str
    from_entra: bool


def findings(scene: Scene, untouched: Iterable[Row]) -> Iterator[Finding]:
    """The findings of one object mapping. untouched: attribute mappings whose own are not asked for."""
    rows = scene.mapping.get("attributeMappings") or []
    if scene.lacking and (rows or scene.mapping.get("enabled")):
        yield problem(scene.place, scene.lacking.strip())
    yield from _together(scene, rows)
    passed = {id(row) for row in untouched}
    for row in rows:
        if id(row) not in passed:
            yield from _of_row(f"{scene.place} / {row.get('targetAttributeName')}", row, scene)
    yield from inspection_scopes.findings(scene.place, scene.mapping.get("scope"), scene.source)


def _together(scene: Scene, rows: list[Row]) -> Iterator[Finding]:
    """Rules about all rows of an object mapping."""
    targets = Counter(str(row.get("targetAttributeName")) for row in rows)
    for target, count in targets.items():
        if count > 1:
            yield problem(f"{scene.place} / {target}", f"the target attribute is mapped {count} times.")
    matching: dict[int, list[str]] = {}
    for row in rows:
        matching.setdefault(words_levels.priority(row), []).append(str(row.get("targetAttributeName")))
    for priority, names in sorted(matching.items()):
        if priority > 0 and len(names) > 1:
            yield problem(scene.place, f"the matching priority {priority} is given to {' and '.join(names)}.")
    if rows and scene.mapping.get("enabled") and not any(priority > 0 for priority in matching):
        yield warning(
            scene.place,
            "no attribute mapping has a matching priority, so existing accounts are not found.",
        )
    if not scene.mapping.get("enabled"):
        return
    for name, attribute in (scene.target.attributes if scene.target else {}).items():
        if attribute.get("required") and not attribute.get("anchor") and name not in targets and targets:
            yield warning(scene.place, f"the target requires {name}, which no attribute mapping feeds.")


def _of_row(place: str, row: Row, scene: Scene) -> Iterator[Finding]:
    source, target = row.get("source"), row.get("targetAttributeName")
    names = read(source)
    if scene.source is not None:
        yield from _of_source(place, source, names, scene.source)
    elif names and not scene.mapping.get("sourceObjectName") and "sourceObjectName" in scene.mapping:
        yield problem(place, f"the object mapping has no source object that could have {' or '.join(names)}.")
    if scene.target is not None:
        yield from _of_target(place, str(target), source, scene.target)
    yield from _of_matching(place, row, names)
    if scene.from_entra and _has_switch_with_default(source):
        yield warning(place, _NULL_ON_DELTA)
    if source is None and row.get("defaultValue") is None and not words_levels.priority(row):
        yield warning(place, "it has neither a source nor a default value, so nothing flows.")
    if str(_member(source, "type")).lower() == "attribute" and names == [_ASSIGNMENTS]:
        yield warning(place, f"[{_ASSIGNMENTS}] is meant for the role functions only, such as SingleAppRoleAssignment.")


def _of_source(place: str, source: Any, names: list[str], defined: Definition) -> Iterator[Finding]:
    for name in names:
        attribute = defined.attributes.get(name)
        if attribute is None:
            yield problem(place, _unknown("source", name, defined))
        elif name.startswith(_EXTENSION) and attribute.get("multivalued"):
            yield warning(place, f"the directory extension {name} has several values, and such are not supported.")
    for call in functions(source):
        if call.get("name") == "Switch":
            yield from _of_switch(place, call, defined)


def _of_switch(place: str, call: Row, defined: Definition) -> Iterator[Finding]:
    for parameter in words_values.rows(call.get("parameters")):
        if parameter.get("key") == "source":
            for name in read(parameter.get("value")):
                if defined.attributes.get(name, {}).get("type") == "Reference":
                    yield problem(place, f"Switch cannot look at {name}, which is a reference.")


def _has_switch_with_default(source: Any) -> bool:
    """Whether there is one whose null would flow."""
    calls = list(functions(source))
    if not calls or calls[0].get("name") == "IgnoreFlowIfNullOrEmpty":
        return False
    keys = [
        row.get("key")
        for call in calls
        if call.get("name") == "Switch"
        for row in words_values.rows(call.get("parameters"))
    ]
    return "defaultValue" in keys


def _of_target(place: str, name: str, source: Any, defined: Definition) -> Iterator[Finding]:
    attribute = defined.attributes.get(name)
    if attribute is None:
        yield problem(place, _unknown("target", name, defined))
    elif attribute.get("type") == "Reference" and str(_member(source, "type")).lower() == "function":
        yield problem(place, "a reference can only be mapped from an attribute, not by an expression.")
    elif attribute.get("mutability") == "ReadOnly":
        yield warning(place, "the target says that it cannot be written (mutability ReadOnly).")


def _of_matching(place: str, row: Row, names: list[str]) -> Iterator[Finding]:
    matching = words_levels.priority(row) > 0
    if matching and len(names) > 1:
        yield problem(
            place, f"a matching attribute can be fed by one source attribute only, and this reads {', '.join(names)}."
        )
    unique = _member(row.get("source"), "name") == "SelectUniqueValue"
    if matching and not names and not unique and row.get("source") is not None:
        yield warning(
            place, "a matching attribute that reads no source attribute finds the same account for every object."
        )
    if unique:
        if matching:
            yield problem(place, "SelectUniqueValue cannot feed a matching attribute.")
        if str(row.get("flowType")).lower() != "objectaddonly":
            yield problem(place, "SelectUniqueValue works when an object is added only; set flow_type: ObjectAddOnly.")


def _unknown(side: str, name: str, defined: Definition) -> str:
    text = f"the {side} object {defined.name} has no attribute {name!r}.{nearest(name, defined.attributes)}"
    if name.startswith(_EXTENSION):
        return f"{text} A directory extension has to be added to the object first, under directories."
    return text


def _member(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, dict) else None

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random declarations, over the project's fixtures and over real schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._schema import places
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import strategies as st

WHOLE_REAL = edited.REAL[:2]
STATES = ("merged", "replaced", "overridden")
# Something that no option can say, at every level: as the service might add it tomorrow.
FUTURE = {"future": {"list": [1, True, None], "@odata.type": "#x"}}


class Declared(NamedTuple):
    """A document and what is declared over it; no failure prints the document."""

    name: str
    params: dict[str, Any]
    state: str


@cache
def _text(name: str, marked: bool) -> str:
    document = located.real(name) if name in edited.REAL else edited.default(name)
    return json.dumps(_marked(document) if marked else document)


def _marked(value: Any) -> Any:
    if isinstance(value, list):
        return [_marked(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {**{name: _marked(inner) for name, inner in value.items()}, **FUTURE}


def document(name: str, marked: bool = False) -> dict[str, Any]:
    """A fresh copy; marked: with a member that nobody knows in every object."""
    return json.loads(_text(name, marked))


def marks(value: Any) -> int:
    """How many objects hold the member that nobody knows."""
    if isinstance(value, list):
        return sum(map(marks, value))
    if not isinstance(value, dict):
        return 0
    return ("future" in value) + sum(marks(inner) for name, inner in value.items() if name != "future")


SOURCE = st.sampled_from(
    [
        {"source": "[mail]"},
        {"source": "displayName"},
        {"source": ""},
        {"constant": "x"},
        {"constant": ""},
        {"expression": 'Join(" ", [givenName], [surname])'},
        {"expression": "Trim([mail])", "flow_behavior": "FlowAlways"},
        {"clear": ["source", "default_value"]},
    ]
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "flow_type": st.sampled_from(["Always", "ObjectAddOnly"]),
        "flow_behavior": st.sampled_from(["FlowWhenChanged", "FlowAlways"]),
        "export_missing_references": st.booleans(),
    },
)


def _some(names):
    """Some of the names there are, and some that are not there."""
    return st.lists(st.sampled_from([*dict.fromkeys(names), "new1", "new2"]), max_size=4, unique=True)


def _row(draw, key, name, options):
    if draw(st.integers(0, 3)) == 0:
        return {key: name, "state": "absent"}
    return {key: name, **draw(options)}


CLAUSES = st.lists(
    st.sampled_from(
        [
            {"attribute": "department", "operator": "EQUALS", "values": ["Sales", "It"]},
            {"attribute": "mail", "operator": "IS NOT NULL"},
            {"attribute": "mail", "operator": "SOUNDS_LIKE"},
        ]
    ),
    min_size=1,
    max_size=2,
)
GROUPS = st.lists(
    st.fixed_dictionaries({"clauses": CLAUSES}, optional={"name": st.sampled_from(["a", "b"])}), max_size=2
)
SCOPE = st.fixed_dictionaries({}, optional={"groups": GROUPS, "input_filter_groups": GROUPS})
MAPPING = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.booleans(),
        "flow_types": st.lists(st.sampled_from(["Add", "Update", "Delete"]), unique=True),
        "scope": SCOPE,
        "metadata": st.just([{"key": "k", "value": "v"}]),
    },
)
ATTRIBUTE = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["String", "Integer"]),
        "required": st.booleans(),
        "default_value": st.sampled_from(["", "x"]),
        "metadata": st.just([]),
        "referenced_objects": st.just([{"object": "User"}]),
    },
)


def _object_mapping(draw, mapping):
    said = {"source_object": mapping.get("sourceObjectName") or "", "target_object": mapping["targetObjectName"]}
    if draw(st.integers(0, 4)) == 0:
        return {**said, "state": "absent"}
    said.update(draw(MAPPING))
    if draw(st.booleans()):
        names = _some(row["targetAttributeName"] for row in mapping.get("attributeMappings") or [])
        options = st.builds(lambda *parts: {name: part[name] for part in parts for name in part}, MORE, SOURCE)
        said["attribute_mappings"] = [_row(draw, "target_attribute", name, options) for name in draw(names)]
    return said


def _rule(draw, rule):
    said = {"id": rule["id"], **draw(st.fixed_dictionaries({}, optional={"priority": st.integers(0, 2)}))}
    chosen = draw(st.lists(st.sampled_from(rule["objectMappings"]), max_size=2, unique_by=places.object_mapping_key))
    said["object_mappings"] = [_object_mapping(draw, mapping) for mapping in chosen]
    if draw(st.integers(0, 3)) == 0:
        new = {"source_object": "New", "target_object": "New", "attribute_mappings": []}
        said["object_mappings"].append({**new, **draw(MAPPING)})
    return said


def _directory(draw, directory):
    numbered = []
    for key in places.keyed(directory["objects"], places.name_key):
        name, dummy, number = key.partition(" #")
        numbered.append((name, int(number or 1)))
    rows = []
    chosen = draw(st.lists(st.sampled_from(numbered), max_size=2, unique=True))
    # Overriding does not take the first one of a name and leave the second.
    chosen = dict.fromkeys((name, lower) for name, number in chosen for lower in range(1, number + 1))
    for name, number in chosen:
        found = [one for one in directory["objects"] if one["name"] == name][number - 1]
        names = draw(_some(row["name"] for row in found["attributes"]))
        attributes = [_row(draw, "name", one, ATTRIBUTE) for one in names]
        rows.append({"name": name, "number": number, "attributes": attributes})
    return {"id": directory["id"], "name": directory["name"], "objects": rows}


@st.composite
def declarations(draw, names=edited.NAMES, states=STATES):
    """A declaration that is accepted over the document of that name."""
    name, state = draw(st.sampled_from(names)), draw(st.sampled_from(states))
    over = document(name)
    editable = [rule for rule in over["synchronizationRules"] if places.editable(rule)]
    chosen = draw(st.lists(st.sampled_from(editable), max_size=1)) if editable else []
    params = {"synchronization_rules": [_rule(draw, rule) for rule in chosen]}
    if not chosen or draw(st.booleans()):
        params["directories"] = [_directory(draw, draw(st.sampled_from(over["directories"])))]
    return Declared(name, params, state)

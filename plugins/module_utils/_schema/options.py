# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form in which a schema is declared, and exported: argument specs of nested options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Spec = Mapping[str, Any]

FLOW_TYPES = ("Add", "Update", "Delete")
ATTRIBUTE_FLOW_TYPES = ("Always", "ObjectAddOnly", "MultiValueAddOnly", "ValueAddOnly", "AttributeAddOnly")
FLOW_BEHAVIORS = ("FlowWhenChanged", "FlowAlways")
ATTRIBUTE_TYPES = ("String", "Integer", "Reference", "Binary", "Boolean", "DateTime")
MUTABILITIES = ("ReadWrite", "ReadOnly", "Immutable", "WriteOnly")
STATES = ("present", "absent")

TEXT: Spec = {"type": "str"}
TRUTH: Spec = {"type": "bool"}
WHOLE: Spec = {"type": "int"}
TEXTS: Spec = {"type": "list", "elements": "str"}
STATE: Spec = {"type": "str", "choices": list(STATES), "default": "present"}


def rows(options: Spec, **more: Any) -> dict[str, Any]:
    """A list of mappings with these options."""
    return {"type": "list", "elements": "dict", "options": dict(options), **more}


# Lists in which a key may stand more than once, so that a mapping could not hold them.
PAIRS = rows({"key": {"type": "str", "required": True, "no_log": False}, "value": TEXT})

ATTRIBUTE_MAPPING: Spec = {
    "target_attribute": {"type": "str", "required": True},
    "state": STATE,
    "source": TEXT,
    "constant": TEXT,
    "expression": TEXT,
    "flow_type": {"type": "str", "choices": list(ATTRIBUTE_FLOW_TYPES)},
    "flow_behavior": {"type": "str", "choices": list(FLOW_BEHAVIORS)},
    "default_value": TEXT,
    "matching_priority": WHOLE,
    "export_missing_references": TRUTH,
    "clear": {"type": "list", "elements": "str", "choices": ["default_value", "source"]},
}

CLAUSE: Spec = {
    "attribute": {"type": "str", "required": True},
    "operator": {"type": "str", "required": True},
    "values": TEXTS,
}
FILTER_GROUP: Spec = {"name": TEXT, "clauses": rows(CLAUSE)}
SCOPE: Spec = {
    "groups": rows(FILTER_GROUP),
    "input_filter_groups": rows(FILTER_GROUP),
    "category_filter_groups": rows(FILTER_GROUP),
}

OBJECT_MAPPING: Spec = {
    "source_object": TEXT,
    "target_object": TEXT,
    "name": TEXT,
    "state": STATE,
    "enabled": TRUTH,
    "flow_types": {"type": "list", "elements": "str", "choices": list(FLOW_TYPES)},
    "scope": {"type": "dict", "options": dict(SCOPE)},
    "attribute_mappings": rows(ATTRIBUTE_MAPPING),
    "metadata": PAIRS,
}

RULE: Spec = {
    "id": TEXT,
    "name": TEXT,
    "priority": WHOLE,
    "container_filter": TEXTS,
    "group_filter": TEXTS,
    "object_mappings": rows(OBJECT_MAPPING),
}

REFERENCED_OBJECT: Spec = {"object": {"type": "str", "required": True}, "property": TEXT}
ATTRIBUTE: Spec = {
    "name": {"type": "str", "required": True},
    "state": STATE,
    "type": {"type": "str", "choices": list(ATTRIBUTE_TYPES)},
    "multivalued": TRUTH,
    "required": TRUTH,
    "anchor": TRUTH,
    "case_exact": TRUTH,
    "flow_null_values": TRUTH,
    "mutability": {"type": "str", "choices": list(MUTABILITIES)},
    "default_value": TEXT,
    "referenced_objects": rows(REFERENCED_OBJECT),
    "api_expressions": PAIRS,
    "metadata": PAIRS,
    "clear": {"type": "list", "elements": "str", "choices": ["default_value"]},
}
OBJECT: Spec = {
    "name": {"type": "str", "required": True},
    "number": WHOLE,
    "state": STATE,
    "supported_apis": TEXTS,
    "attributes": rows(ATTRIBUTE),
    "metadata": PAIRS,
}
DIRECTORY: Spec = {"id": TEXT, "name": TEXT, "objects": rows(OBJECT)}

TEST_CASE: Spec = {
    "name": TEXT,
    "rule": TEXT,
    "source_object": TEXT,
    "target_object": TEXT,
    "attributes": {"type": "dict", "default": {}},
    "expected": {"type": "dict", "required": True},
    "creating": {"type": "bool", "default": True},
    "now": TEXT,
    "default_domain": TEXT,
    "taken": TEXTS,
    "placeholders": {"type": "dict"},
}

DECLARATION: Spec = {"synchronization_rules": rows(RULE), "directories": rows(DIRECTORY)}
TEST_CASES = rows(TEST_CASE)

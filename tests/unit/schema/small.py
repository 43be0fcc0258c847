# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small schema in which everything unusual happens, and short ways to declare over it."""

from __future__ import annotations

import copy
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge

ODD = {"future": {"a": [1, True, None]}}


def source(text):
    """The tree of an expression."""
    return tree.to_tree(parser.parse(text))


def mapping(target, text=None, **members):
    """An attribute mapping as the service sends it; text: an expression, its tree, or None."""
    return {
        "defaultValue": None,
        "exportMissingReferences": False,
        "flowBehavior": "FlowWhenChanged",
        "flowType": "Always",
        "matchingPriority": 0,
        "targetAttributeName": target,
        "source": source(text) if isinstance(text, str) else text,
        **members,
    }


def attribute(name, **members):
    """An attribute definition as the service sends it."""
    return {
        "anchor": False,
        "caseExact": False,
        "defaultValue": None,
        "flowNullValues": False,
        "multivalued": False,
        "mutability": "ReadWrite",
        "name": name,
        "required": False,
        "type": "String",
        "apiExpressions": [],
        "metadata": [],
        "referencedObjects": [],
        **members,
    }


def object_mapping(name, source_object, target_object, rows, **members):
    return {
        "enabled": True,
        "flowTypes": "Add, Update, Delete",
        "name": name,
        "sourceObjectName": source_object,
        "targetObjectName": target_object,
        "attributeMappings": rows,
        "metadata": [{"key": "Disposition", "value": '"Normal"'}],
        "scope": None,
        **members,
    }


def clause(attribute_name, operator, *values):
    operand = {"values": list(values)} if values else None
    return {"operatorName": operator, "sourceOperandName": attribute_name, "targetOperand": operand}


def scope(**sets):
    return {"categoryFilterGroups": [], "groups": [], "inputFilterGroups": [], **sets}


SALES = {"name": "Sales", "clauses": [clause("department", "EQUALS", "Sales"), clause("mail", "IS NOT NULL")]}
STAFF = {"name": "Staff", "clauses": [clause("employeeType", "NOT EQUALS", "Guest")], **ODD}


def _users():
    rows = [
        mapping("active", "[accountEnabled]", **ODD),
        mapping("displayName", 'Join(" ", [givenName], [surname])'),
        mapping("locale", None, defaultValue="en-US"),
        mapping("userName", "[userPrincipalName]", matchingPriority=1),
    ]
    return object_mapping("Users", "User", "Account", rows, scope=scope(groups=[SALES, STAFF], **ODD), **ODD)


def _rule(identity, name, mappings, **members):
    return {
        "containerFilter": None,
        "editable": True,
        "groupFilter": {"includedGroups": ["g1", "g2"], **ODD},
        "id": identity,
        "name": name,
        "priority": 1,
        "sourceDirectoryName": "Azure Active Directory",
        "targetDirectoryName": "App",
        "metadata": [{"key": "supportsProvisionOnDemand", "value": "true"}],
        "objectMappings": mappings,
        **members,
    }


def _definition(name, *attributes, **members):
    return {"name": name, "supportedApis": [name], "attributes": list(attributes), "metadata": [], **members}


def document() -> dict[str, Any]:
    """A fresh copy."""
    people = [mapping("userName", "[cn]", matchingPriority=1)]
    mappings = [
        _users(),
        object_mapping("People", "inetOrgPerson", "Account", people),
        object_mapping("People", "contact", "Contact", None),
        object_mapping(None, "", "Licence", [], enabled=False),
    ]
    engine = [object_mapping("Roles", "Role", "AppRole", [mapping("name", "[id]", matchingPriority=1)])]
    rules = [
        _rule("r1", "OUT", mappings, **ODD),
        _rule("r2", "TWIN", [object_mapping("Groups", "Group", "Team", [])]),
        _rule("r3", "TWIN", []),
        _rule("r4", "ENGINE", engine, editable=False),
    ]
    entra = [
        _definition("User", attribute("mail", **ODD), attribute("manager", type="Reference"), **ODD),
        _definition("User", attribute("mail")),
        _definition("Group"),
    ]
    app = [_definition("Account", attribute("userName", metadata=[{"key": "Secret", "value": "true"}]))]
    directories = [
        {"id": "d1", "name": "Azure Active Directory", "readOnly": True, "version": "1", "objects": entra},
        {"id": "d2", "name": "App", "readOnly": False, "version": "1", "objects": app, **ODD},
    ]
    return copy.deepcopy(
        {"id": "job", "version": "2.0", "synchronizationRules": rules, "directories": directories, **ODD}
    )


def trees_counted(seen):
    """A builder of trees that notes for which nodes it was called."""

    def build(node):
        seen.append(node)
        return tree.to_tree(node)

    return build


def merged(params, state="merged", over=None, tree_of=tree.to_tree):
    """What becomes of a document: Merged."""
    return merge.merged(document() if over is None else over, declaration.parse(params), state, tree_of)


def in_rule(*mappings, **rule):
    """A declaration of object mappings of the first rule."""
    return {"synchronization_rules": [{"id": "r1", **rule, "object_mappings": list(mappings)}]}


def in_users(*rows, **mapping_options):
    """A declaration of attribute mappings of User -> Account."""
    said = {"attribute_mappings": list(rows)} if rows else {}
    return in_rule({"source_object": "User", "target_object": "Account", **said, **mapping_options})


def in_directory(*objects, name="Azure Active Directory"):
    return {"directories": [{"name": name, "objects": list(objects)}]}


def users(result):
    """User -> Account of a document."""
    return result["synchronizationRules"][0]["objectMappings"][0]


def rows(result):
    """The attribute mappings of User -> Account by their target."""
    return {row["targetAttributeName"]: row for row in users(result)["attributeMappings"]}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mistakes in declarations of a schema: name -> the arguments, and words that stand in the message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from . import ids

JOB = {"service_principal_id": ids.FABRIKAM, "job_id": ids.FABRIKAM_JOB}
USERS = {"source_object": "User", "target_object": "Account"}
ENGINE = "PROFILE_INBOUND_APPROLE"
OUTBOUND = "USERGROUP_OUTBOUND_USERGROUP"


class Mistake(NamedTuple):
    """refusal: what the service answers to the write, for mistakes that only the service can see."""

    args: Mapping[str, Any]
    words: tuple[str, ...]
    module: str = "synchronization_schema"
    refusal: Mapping[str, Any] | None = None


def _rule(name: str, **members: Any) -> dict[str, Any]:
    return {**JOB, "synchronization_rules": [{"name": name, **members}]}


def _users(*rows: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    mapping = {**USERS, **({"attribute_mappings": list(rows)} if rows else {}), **members}
    return _rule(OUTBOUND, object_mappings=[mapping])


def _scope(*clauses: Mapping[str, Any]) -> dict[str, Any]:
    return _users(scope={"groups": [{"name": "one", "clauses": list(clauses)}]})


MISTAKES: Mapping[str, Mistake] = {
    "nothing declared": Mistake(JOB, ("nothing is declared",)),
    "unknown job": Mistake(
        {**JOB, "job_id": "fabrikam.1", "state": "reset"}, ("has no job 'fabrikam.1'", ids.FABRIKAM_JOB)
    ),
    "template without a job": Mistake(
        {"service_principal_id": ids.SCIM, "template_id": "scim", "state": "reset"},
        ("no job of template 'scim'", "synchronization_job first"),
    ),
    "unknown rule": Mistake(_rule("USERGROUP_OUTBOUND"), ("USERGROUP_OUTBOUND", "Did you mean", OUTBOUND)),
    "unknown object mapping": Mistake(
        _rule(OUTBOUND, object_mappings=[{"source_object": "Users"}]), ("no object mapping Users", "User", "Account", "Team")
    ),
    "rule of the engine": Mistake(
        _rule(ENGINE, object_mappings=[{"source_object": "Profile", "enabled": False}]), (ENGINE, "editable: false")
    ),
    "unknown source attribute": Mistake(
        _users({"target_attribute": "Email", "source": "Mail"}), ("'Mail'", "Did you mean mail?")
    ),
    "unknown target attribute": Mistake(
        _users({"target_attribute": "EMail", "source": "mail"}), ("'EMail'", "Did you mean Email?")
    ),
    "unknown function": Mistake(
        _users({"target_attribute": "Email", "expression": "ToLowe([mail])"}), ("ToLowe", "ToLower")
    ),
    "function in another case": Mistake(
        _users({"target_attribute": "Email", "expression": "trim([mail])"}), ("trim", "Trim")
    ),
    "expression that ends too early": Mistake(
        _users({"target_attribute": "Email", "expression": 'Join("-", [mail]'}), ("attribute_mappings[Email]",)
    ),
    "expression that is too long": Mistake(
        _users({"target_attribute": "Email", "expression": f'Append([mail], "{"x" * 10_000}")'}), ("10000",)
    ),
    "two ways to say it": Mistake(
        _users({"target_attribute": "Email", "source": "mail", "constant": "x"}), ("source", "constant")
    ),
    "one target twice": Mistake(
        _users({"target_attribute": "Email", "source": "mail"}, {"target_attribute": "Email", "constant": "x"}),
        ("Email", "twice"),
    ),
    "equal matching priorities": Mistake(
        _users({"target_attribute": "Email", "matching_priority": 1}), ("matching priority", "UserName")
    ),
    "matching attribute of two sources": Mistake(
        _users({"target_attribute": "UserName", "expression": 'Join("@", [mailNickname], [mail])'}), ("UserName",)
    ),
    "unique value inside another function": Mistake(
        _users({"target_attribute": "Alias", "expression": "Trim(SelectUniqueValue([mail], [userPrincipalName]))"}),
        ("SelectUniqueValue", "outermost"),
    ),
    "binary operator without values": Mistake(
        _scope({"attribute": "department", "operator": "EQUALS"}), ("EQUALS", "values")
    ),
    "operator for another type": Mistake(
        _scope({"attribute": "accountEnabled", "operator": "REGEX MATCH", "values": ["T.*"]}),
        ("accountEnabled", "REGEX MATCH", "Boolean"),
    ),
    "unknown directory": Mistake(
        {**JOB, "directories": [{"name": "Fabrikam Sign On", "objects": []}]}, ("Did you mean Fabrikam Sign-On?",)
    ),
    "document of another template": Mistake(
        {**JOB, "document": {"synchronizationRules": [{"id": "x", "name": "OTHER", "objectMappings": []}], "directories": []}},
        ("OTHER", "another template"),
    ),
    "document that is none": Mistake({**JOB, "document": {"value": []}}, ("document", "no schema")),
    "restore from nowhere": Mistake({**JOB, "restore": "nowhere.json"}, ("restore", "nowhere.json")),
    "reset with a declaration": Mistake({**_users(enabled=True), "state": "reset"}, ("reset", "synchronization_rules")),
    "share above one": Mistake({**_users(enabled=True), "max_removed_share": 30}, ("max_removed_share", "0 to 1")),
    "expectation of an unknown attribute": Mistake(
        {**JOB, "test_cases": [{**USERS, "attributes": {}, "expected": {"EMail": "x"}}]}, ("EMail",)
    ),
    "expectation that fails": Mistake(
        {**JOB, "test_cases": [{**USERS, "attributes": {"mail": "a"}, "expected": {"Email": "b"}}]},
        ('Email is expected to be "b" and is "a"',),
    ),
    "function that only the service can build": Mistake(
        {**_users({"target_attribute": "Email", "expression": "ToLower([mail], )"}), "parse_expressions": "local"},
        ("ToLower", "parse_expressions"),
    ),
    "what only the service sees": Mistake(
        _users({"target_attribute": "Email", "expression": "Trim([mail])"}),
        ("SchemaInvalid", "The schema cannot be used", "Nothing was changed."),
        refusal={"status": 400, "code": "UnknownError", "message": '{"error":{"code":"SchemaInvalid","message":'
                 '"The schema cannot be used.","target":null,"details":[],"innerError":null}}'},
    ),
    "changes of a template": Mistake(
        {"service_principal_id": ids.FABRIKAM, "template_id": "scim", "schema_of": "template", "only": "changes"},
        ("only: changes",),
        module="synchronization_schema_info",
    ),
    "job of an application": Mistake(
        {"application_id": ids.SCIM_APPLICATION, "job_id": ids.SCIM_JOB},
        ("job_id", "template_id"),
        module="synchronization_schema_info",
    ),
    "nothing to parse": Mistake(
        {**JOB, "expression": " "}, ("expression: the value is empty",), module="synchronization_schema_parse_expression"
    ),
}  # fmt: skip

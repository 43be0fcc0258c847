# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small schema, and a Graph in memory that stores, resets and parses as the service does."""

from __future__ import annotations

import copy

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APPLICATION,
    HERE,
    ID,
    FakeGraph,
    job,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.schema import small
from ansible_collections.entra.provisioning.tests.unit.task import run

JOB = job()["id"]
SCHEMA = f"{HERE}/jobs/{JOB}/schema"
DEFAULT = f"{HERE}/templates/scim/schema"
OURS = f"{APPLICATION}/templates/scim/schema"
NOW = 1772438400.0
RULE_ID = "9d1a6a35-4e0f-4c53-8a57-0f6f3f1c2b01"
CUSTOMISED = "Date:2026-03-02T08:00:00.0000000Z, ActivityId:6f0a2a5c-9f0e-4d3a-8f54-0d3f3c1d2b10"


def attribute(name):
    """The source that is an attribute."""
    return {"expression": f"[{name}]", "name": name, "type": "Attribute", "parameters": []}


def mapping(target, source=None, **members):
    """An attribute mapping as the service sends it; source: the name of an attribute, a tree, or None."""
    return small.mapping(target, attribute(source) if isinstance(source, str) else source, **members)


# An attribute definition as the service sends it.
definition = small.attribute


PEOPLE = (
    "city",
    "country",
    "department",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobile",
    "surname",
    "userType",
)
USERS = [*(mapping(name, name) for name in PEOPLE), mapping("userName", "mail", matchingPriority=1)]


def object_mapping(source, target, rows, **members):
    """An object mapping as the service sends it."""
    return {
        "enabled": True,
        "flowTypes": "Add,Update,Delete",
        "name": f"Provision {source}",
        "scope": None,
        "sourceObjectName": source,
        "targetObjectName": target,
        "attributeMappings": copy.deepcopy(rows),
        "metadata": [],
        **members,
    }


def directory(identity, name, objects):
    """A directory; objects: names to the names of their attributes."""
    rows = [
        {"name": key, "supportedApis": [], "attributes": [definition(one) for one in names], "metadata": []}
        for key, names in objects.items()
    ]
    return {
        "id": identity,
        "discoveryDateTime": None,
        "discoverabilities": "None",
        "name": name,
        "readOnly": False,
        "version": "6.0",
        "objects": rows,
    }


def document(**members):
    """The schema of the job, as Graph sends it: with annotations, and with members that nobody knows."""
    rule = {
        "containerFilter": None,
        "editable": True,
        "groupFilter": None,
        "id": RULE_ID,
        "name": "USERS",
        "priority": 1,
        "sourceDirectoryName": "Microsoft Entra ID",
        "targetDirectoryName": "Contoso",
        "ofTheFuture": {"kept": [1]},
        "metadata": [{"key": "defaultSourceObjectMappings", "value": "[]"}],
        "objectMappings": [
            object_mapping("User", "Account", USERS),
            object_mapping("Group", "Team", [mapping("name", "displayName", matchingPriority=1)]),
        ],
    }
    source = directory(
        "66e4a8cc-1b7b-435e-95f8-f06cea133828",
        "Microsoft Entra ID",
        {"User": [*PEOPLE, "mailNickname"], "Group": ["displayName"]},
    )
    target = directory(
        "c1f7b3de-7a10-4a0e-8d6f-2b9f5d0e4a11",
        "Contoso",
        {"Account": [*PEOPLE, "userName", "nickName", "locale"], "Team": ["name"]},
    )
    return {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#{SCHEMA}/$entity",
        "id": JOB,
        "provisioningTaskIdentifier": JOB,
        "version": "6.0",
        "synchronizationRules": [rule],
        "directories@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#{SCHEMA}/directories",
        "directories": [source, target],
        **members,
    }


def users(schema):
    """The attribute mappings of users by target."""
    rows = schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    return {row["targetAttributeName"]: row for row in rows}


def declared(*rows, **members):
    """The option synchronization_rules for attribute mappings of users; members: of the object mapping."""
    inner = {"source_object": "User", "target_object": "Account", **members}
    if rows:
        inner["attribute_mappings"] = list(rows)
    return [{"name": "USERS", "object_mappings": [inner]}]


class Clock:
    """A clock that stands."""

    def now(self):
        return NOW


class SchemaGraph(FakeGraph):
    """stored: the schema of the job. answers: expression to parseExpressionResponse. meddle: called with each PUT body."""

    def __init__(self, stored=None, default=None):
        super().__init__({f"{HERE}/jobs": [job()], f"{HERE}/templates": [template()]})
        self.routes[SCHEMA] = document() if stored is None else stored
        self.routes[DEFAULT] = document(id=f"scim.{'0' * 32}") if default is None else default
        self.clock = Clock()
        self.answers = {}
        self.asked = []
        self.meddle = copy.deepcopy

    @property
    def stored(self):
        return self.routes[SCHEMA]

    @property
    def sent(self):
        """The body of the only write."""
        ((_verb, _path, body),) = self.writes
        return body

    def put(self, path, body, *, doing, needs=(), **more):
        if not path.endswith("/schema"):
            return super().put(path, body, doing=doing, needs=needs, **more)
        self._note("PUT", path, body, doing)
        self.routes[path] = {**self.meddle(body), "version": CUSTOMISED, "@odata.context": "https://graph"}
        return Reply(204, {}, None)

    def delete(self, path, *, doing, needs=(), **more):
        if not path.endswith("/schema"):
            return super().delete(path, doing=doing, needs=needs, **more)
        self._note("DELETE", path, None, doing)
        identity = self.routes[path]["id"]
        self.routes[path] = {**copy.deepcopy(self.routes[DEFAULT]), "id": identity}
        return Reply(204, {}, None)

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, **more):
        if not path.endswith("/parseExpression"):
            return super().post(path, body, doing=doing, needs=needs, repeatable=repeatable, fate=fate, **more)
        self.asked.append((path, body))
        self.doings.append(doing)
        found = self.answers[body["expression"]]
        if isinstance(found, Exception):
            raise found
        return Reply(200, {}, found)

    @property
    def paths(self):
        return [path for _verb, path, _query, _version in self.reads]


def apply(graph, check=False, **options):
    """One run of the module for the job, all hazards accepted where nothing else is said."""
    place = {} if "template_id" in options else {"job_id": JOB}
    whose = {} if "application_id" in options else {"service_principal_id": ID}
    accepted = {"accept_hazards": list(HAZARDS)}
    return run(resource, graph, check=check, **{**accepted, **whose, **place, **options})


def unknown(status=404):
    """What the service answers for a job that is not there."""
    kind = errors.NotFound if status == 404 else errors.Unauthenticated
    return refusal(kind, status, "UnknownError")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft Graph in memory, as far as the resources need it: documents by path, and an account of what was asked."""

from __future__ import annotations

import copy
import re
from urllib.parse import quote

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer, Reply
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor, Secret

ID = "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11"
OTHER = "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42"
APP = "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22"
GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
TENANT = "ff8bf889e03141ac8f7baedb059892ee"
HERE = f"/servicePrincipals/{ID}/synchronization"
THERE = f"/servicePrincipals/{OTHER}/synchronization"
APPLICATION = f"/applications/{ID}/synchronization"

SECRET = "planted-secret-0123456789"
NEVER = "0001-01-01T00:00:00Z"
FIELDS = '[{"name":"baseaddress"},{"name":"secrettoken","secret":true}]'
NAMED = re.compile(r"displayName eq '(.*)'")


def refusal(kind, status, code="", doing=""):
    """An error of the transport, raised by a route that holds it."""
    return kind(f"Could not {doing or 'do it'}: the service answered {status}.", status=status, code=code)


def template(identity="scim", **members):
    """A template as the service sends it."""
    document = {
        "id": identity,
        "applicationId": GALLERY,
        "default": True,
        "description": None,
        "discoverable": False,
        "factoryTag": "CustomSCIM",
        "metadata": [{"key": "configurationFields", "value": FIELDS}],
        "schema": {"id": f"{identity}.{'0' * 32}", "directories": [], "synchronizationRules": []},
    }
    return {**document, **members}


def job(template_id="scim", state="Disabled", code="Paused", **status):
    """A job as the service sends it, before its first cycle."""
    return {
        "id": f"{template_id}.{TENANT}.{APP}",
        "templateId": template_id,
        "schedule": {"expiration": None, "interval": "PT40M", "state": state},
        "status": {
            "code": code,
            "countSuccessiveCompleteFailures": 0,
            "escrowsPruned": False,
            "lastExecution": None,
            "progress": [],
            "quarantine": None,
            "steadyStateFirstAchievedTime": NEVER,
            "steadyStateLastAchievedTime": NEVER,
            "synchronizedEntryCountByType": [],
            "troubleshootingUrl": None,
            **status,
        },
        "synchronizationJobSettings": [],
    }


QUARANTINE = {
    "currentBegan": "2026-03-02T08:00:00Z",
    "error": {"code": "InvalidCredentials", "message": "The target refused.", "tenantActionable": True},
    "nextAttempt": "2026-03-02T14:00:00Z",
    "reason": "EncounteredQuarantineException",
    "seriesBegan": "2026-03-02T08:00:00Z",
    "seriesCount": 1,
}


def principal(identity=ID, name="Contoso SCIM", app_id=APP):
    """A service principal (or an application) as the service sends it."""
    return {
        "id": identity,
        "appId": app_id,
        "displayName": name,
        "applicationTemplateId": GALLERY,
        "appOwnerOrganizationId": "ff8bf889-e031-41ac-8f7b-aedb059892ee",
        "accountEnabled": True,
        "servicePrincipalType": "Application",
        "tags": ["second", "first"],
    }


class FakePace:
    """A quota that is kept by noting each time that it was asked."""

    def __init__(self, graph, quota):
        self.graph, self.quota = graph, quota

    def __enter__(self):
        self.graph.paces.append(self.quota)

    def __exit__(self, *error):
        pass


class FakeGraph:
    """routes: path -> document, list of documents, or an error to raise. reads and writes: (verb, path, ...) in order.

    Writes take effect: rows are replaced, appended and removed; secrets are merged and masked; jobs start and stop.
    """

    def __init__(self, routes=None):
        self.routes = dict(routes or {})
        self.reads = []
        self.writes = []
        self.doings = []
        self.redactor = Redactor()
        self.read_only = False
        self.ticks = []
        self.version = "v1.0"
        self.paces = []

    def path(self, pattern, *parts):
        return pattern.format(*(quote(str(part), safe="") for part in parts))

    def get(self, path, *, doing, query=None, version=None, needs=()):
        self.reads.append(("GET", path, dict(query or {}), version))
        self.doings.append(doing)
        return copy.deepcopy(self._there(path))

    def find(self, path, *, doing, query=None, version=None, needs=()):
        try:
            return self.get(path, doing=doing, query=query, version=version, needs=needs)
        except errors.NotFound:
            return None

    def list(self, path, *, doing, query=None, version=None, needs=(), most=None, pace=None):
        if pace is not None:
            with pace:
                pass
        rows = self.get(path, doing=doing, query=query, version=version, needs=needs)
        named = NAMED.fullmatch((query or {}).get("$filter", ""))
        return [row for row in rows if not named or row["displayName"] == named[1].replace("''", "'")][:most]

    def pace(self, name, most, seconds):
        return FakePace(self, (name, most, seconds))

    def get_many(self, paths, *, doing, version=None, needs=(), lanes=1):
        answers = []
        for path in paths:
            try:
                found = self.get(path, doing=doing, version=version, needs=needs)
                answers.append(Answer(path, {"value": found} if isinstance(found, list) else found, None))
            except errors.GraphError as error:
                answers.append(Answer(path, None, error))
        return answers

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, **_more):
        self._note("POST", path, body, doing)
        parent, _slash, name = path.rpartition("/")
        if name in ("start", "pause", "restart"):
            self._act(parent, name, body)
        elif name == "jobs":
            made = job({"customappsso": "customappssoOutDelta"}.get(body["templateId"], body["templateId"]))
            self._there(path).append(made)
            return Reply(201, {}, made)
        elif name == "templates":
            self._there(path).append(copy.deepcopy(body))
        return Reply(204, {}, None)

    def put(self, path, body, *, doing, needs=(), **_more):
        self._note("PUT", path, body, doing)
        if path.endswith("/secrets"):
            self._store(self._there(path), body["value"])
        else:
            self._replace(path, body)
        return Reply(204, {}, None)

    def patch(self, path, body, *, doing, needs=(), **_more):
        self._note("PATCH", path, body, doing)
        self._there(path).update(copy.deepcopy(body))
        return Reply(204, {}, None)

    def write_by(self, verbs, path, body, *, doing, needs=()):
        self._note(verbs[0], path, body, doing)
        self._replace(path, body)
        return Reply(204, {}, None)

    def delete(self, path, *, doing, needs=(), **_more):
        self._note("DELETE", path, None, doing)
        rows, row = self._row(path)
        rows.remove(row)
        return Reply(204, {}, None)

    def settle(self, read, wanted, *, doing, timeout=120, agree=2, describe=repr):
        """Read again and again; between two reads the next of `ticks` happens."""
        self.doings.append(doing)
        agreed = 0
        for _read in range(20):
            value = read()
            agreed = agreed + 1 if wanted(value) else 0
            if agreed == agree:
                return value
            if self.ticks:
                self.ticks.pop(0)(self)
        error = errors.Unsettled(f"Could not {doing}: it did not show within {timeout} s; last seen: {describe(value)}")
        error.settling = True
        raise error

    def _note(self, verb, path, body, doing):
        self.writes.append((verb, path, copy.copy(body)))
        self.doings.append(doing)
        refused = self.routes.get((verb, path))
        if isinstance(refused, Exception):
            raise refused

    def _there(self, path):
        found = self.routes.get(path)
        if found is None and path.count("/") > 4:
            found = self._row(path)[1]
        if found is None:
            raise refusal(errors.NotFound, 404, "Request_ResourceNotFound")
        if isinstance(found, Exception):
            raise found
        return found

    def _row(self, path):
        """The collection above a path, and the row of it that the path names."""
        parent, _slash, name = path.rpartition("/")
        rows = self.routes.get(parent)
        if not isinstance(rows, list):
            return [], None
        return rows, next((row for row in rows if quote(str(row.get("id")), safe="") == name), None)

    def _replace(self, path, body):
        rows, row = self._row(path)
        rows[rows.index(row)] = copy.deepcopy(body)

    def _act(self, path, action, body):
        found = self._there(path)
        if action == "restart":
            self._restart(found, body["criteria"].get("resetScope") or "QuarantineState, Watermark, Escrows")
        else:
            found["schedule"]["state"] = "Active" if action == "start" else "Disabled"

    def _restart(self, found, scopes):
        """As the service: each flag forgets its own; the deletions that are let through end their own quarantine."""
        flags, status = set(scopes.split(", ")), found["status"]
        held = (status["quarantine"] or {}).get("reason") == "TooManyDeletes"
        if flags & {"QuarantineState", "Full"} or (held and "ForceDeletes" in flags):
            status.update(code="Active" if found["schedule"]["state"] == "Active" else "Paused", quarantine=None)
        if flags & {"Watermark", "Full"}:
            status["steadyStateFirstAchievedTime"] = NEVER

    def _store(self, stored, rows):
        """As the service: keys that are not named stay, an empty value removes, secrets read back as *."""
        for row in rows:
            stored[:] = [old for old in stored if old["key"] != row["key"]]
            if isinstance(row["value"], Secret):
                stored.append({"key": row["key"], "value": "*"})
            elif row["value"] != "":
                stored.append(dict(row))

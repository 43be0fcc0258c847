# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service principal whose job provisions on demand, in memory: its schema, its users, and what it answers."""

from __future__ import annotations

import json

from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, HERE, TENANT, FakeGraph, job

SCIM = f"scim.{TENANT}.{APP}"
JOBS = f"{HERE}/jobs"
SCHEMA = f"{JOBS}/{SCIM}/schema"
CALL = f"{JOBS}/{SCIM}/provisionOnDemand"
RULE = "0a7d5e3c-6b1f-4f92-8e4d-7c9b2a5f1e77"
ENTRA, ACTIVE_DIRECTORY = "66e4a8cc-1b7b-435e-95f8-f06cea133828", "ba5b00eb-4c24-41a7-9d57-cd305d47d540"


def person(number):
    """The object id of the number-th user, who is user<number>@contoso.example."""
    return f"00000000-0000-4000-8000-{number:012d}"


def address(number):
    return f"user{number}@contoso.example"


def schema(*sources, source=ENTRA, supports="true"):
    """A schema of one rule, and one that is the service's own."""
    mappings = [{"sourceObjectName": name, "targetObjectName": name, "enabled": True} for name in sources]
    metadata = [{"key": "supportsProvisionOnDemand", "value": supports}] if supports else []
    ends = {"sourceDirectoryName": "Source", "targetDirectoryName": "scim"}
    out = {"id": RULE, "name": "OUTBOUND", "editable": True, "objectMappings": mappings, "metadata": metadata, **ends}
    own = {"id": "own", "name": "INBOUND", "editable": False, "objectMappings": [], "metadata": [], **ends}
    return {"id": SCIM, "synchronizationRules": [out, own], "directories": [{"id": source, "name": "Source"}]}


def said(result="Success", code=None, **summary):
    """An answer as the service gives it. code: why it is no success."""
    details = {"errorCode": code, "errorMessage": f"The text of {code}."} if code else {}
    key = {"result": result, "details": details}
    return {"key": json.dumps(key), "value": json.dumps({"action": "Create", **summary})}


class OnDemandGraph(FakeGraph):
    """answers: what each call in turn is answered with, or the error that it raises; afterwards all succeed."""

    def __init__(self, *answers, document=None, routes=None):
        users = {f"/users/user{number}%40contoso.example?$select=id": {"id": person(number)} for number in range(1, 10)}
        groups = {"/groups?$select=id&$filter=displayName%20eq%20%27Sales%27": [{"id": person(100)}]}
        document = document or schema("User", "Group")
        super().__init__(
            {JOBS: [job(state="Active", code="Active")], SCHEMA: document, **users, **groups, **(routes or {})}
        )
        self.answers = list(answers)

    def post(self, path, body=None, *, doing, needs=(), **more):
        """Nothing that would let a call be repeated may be said of it."""
        if not path.endswith("/provisionOnDemand"):
            return super().post(path, body, doing=doing, needs=needs, **more)
        assert more == {}
        self._note("POST", path, body, doing)
        if not self.answers:
            return Reply(200, {}, said())
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Reply(200, {}, answer)

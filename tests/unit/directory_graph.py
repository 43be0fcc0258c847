# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery and the directory in memory: applications are found, made, tagged and deleted as the service does it."""

from __future__ import annotations

import copy
import itertools
import re

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY, FakeGraph, refusal, template

OTHER_ENTRY = "b0d5e7c9-1f3a-4e68-9c2b-8a4d6f0e1b11"
LEDGER = "c1e6f8da-2a4b-4f79-8d3c-9b5e7a1f2c22"
SANDBOX = "d2f7a9eb-3b5c-4a8a-9e4d-0c6f8b2a3d33"
INTEGRATED = "WindowsAzureActiveDirectoryIntegratedApp"
ROOTS = ("/servicePrincipals", "/applications", "/applicationTemplates")
EQUAL = re.compile(r"displayName eq '(.*)'")
PART = re.compile(r"contains\(displayName,'(.*)'\)")
TAG = re.compile(r"tags/any\(t:t eq '(.*)'\)")


def entry(identity=GALLERY, name="Custom", **members):
    """An entry of the gallery as the service sends it."""
    return {
        "id": identity,
        "displayName": name,
        "description": f"{name} of the gallery.",
        "publisher": "Contoso",
        "categories": ["productivity", "businessMgmt"],
        "homePageUrl": "https://custom.example/",
        "supportedProvisioningTypes": ["sync"],
        "supportedSingleSignOnModes": ["saml", "oidc"],
        "logoUrl": "https://custom.example/logo.png",
        **members,
    }


def guid(number, kind):
    """The id of the number-th application that is made; kind: 1 principal, 2 application, 3 app."""
    return f"0000000{kind}-0000-4000-8000-{number:012d}"


class DirectoryGraph(FakeGraph):
    """rows: root -> rows as Graph sends them. offered: principal id -> templates, or an error. lost: loses an answer.

    lost is "after" (the work is done, the answer never comes), "before" (neither), or None. shape: what instantiate
    calls the object ids. hidden: ids that lists do not show.
    """

    def __init__(self, *gallery):
        super().__init__()
        rows = gallery or (
            entry(),
            entry(OTHER_ENTRY, "Tailspin Diary", supportedProvisioningTypes=[]),
            entry(LEDGER, "Wingtip Ledger"),
            entry(SANDBOX, "Wingtip Ledger Sandbox"),
        )
        self.rows = {"/applicationTemplates": list(rows), "/servicePrincipals": [], "/applications": []}
        self.offered = {}
        self.lost = None
        self.shape = "id"
        self.hidden = set()
        self.numbers = itertools.count(1)

    @property
    def principals(self):
        return self.rows["/servicePrincipals"]

    @property
    def applications(self):
        return self.rows["/applications"]

    @property
    def paths(self):
        return [path for _verb, path, _query, _version in self.reads]

    def make(self, name="Contoso SCIM", entry_id=GALLERY, tags=(), registered=True):
        """An application of the directory and its principal, as if it had stood there before."""
        number = next(self.numbers)
        shared = {"appId": guid(number, 3), "displayName": name, "applicationTemplateId": entry_id}
        principal = {"id": guid(number, 1), **shared, "tags": [INTEGRATED, *tags]}
        self.principals.append(principal)
        self.offered[principal["id"]] = [template("scim"), template("customappsso")]
        application = {"id": guid(number, 2), **shared}
        if registered:
            self.applications.append(application)
        return principal, application

    def list(self, path, *, doing, query=None, version=None, needs=()):
        rows = self.get(path, doing=doing, query=query, version=version, needs=needs)
        if path not in ROOTS:
            return rows
        clause = (query or {}).get("$filter", "")
        return [row for row in rows if row["id"] not in self.hidden and fits(row, clause)]

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, patient=False, **more):
        if not path.endswith("/instantiate"):
            return super().post(path, body, doing=doing, needs=needs, repeatable=repeatable, fate=fate, **more)
        self.guards = {"repeatable": repeatable, "patient": patient}
        self._note("POST", path, body, doing)
        pair = None if self.lost == "before" else self.make(body["displayName"], path.split("/")[2])
        if self.lost is None:
            named = [{self.shape if key == "id" else key: value for key, value in row.items()} for row in pair]
            return Reply(201, {}, {"servicePrincipal": named[0], "application": named[1]})
        found = fate()
        if found is None:
            raise errors.Indeterminate(f"Could not {doing}: no answer.", outcome_unknown=True)
        return Reply(0, {}, found, adopted=True)

    def patch(self, path, body, *, doing, needs=(), **_more):
        self._note("PATCH", path, body, doing)
        self._there(path).update(copy.deepcopy(body))
        return Reply(204, {}, None)

    def delete(self, path, *, doing, needs=(), **_more):
        self._note("DELETE", path, None, doing)
        gone = self._there(path)
        self.rows["/applications"] = [row for row in self.applications if row is not gone]
        self.rows["/servicePrincipals"] = [row for row in self.principals if row["appId"] != gone["appId"]]
        return Reply(204, {}, None)

    def settle(self, read, wanted, **told):
        """As the service's client: what is not known everywhere yet is asked again."""

        def tolerant():
            try:
                return read()
            except errors.GraphError as error:
                if error.status not in (401, 403, 404):
                    raise
                return error

        return super().settle(tolerant, lambda value: not isinstance(value, Exception) and wanted(value), **told)

    def _there(self, path):
        known = self.routes.get(path)
        if isinstance(known, Exception):
            raise known
        if path in self.rows:
            return self.rows[path]
        if path.endswith("/synchronization/templates"):
            return self._offered(path.split("/")[2])
        root, _mark, key = path.partition("(appId='") if "(appId='" in path else path.rpartition("/")
        member = "appId" if "(appId='" in path else "id"
        found = next((row for row in self.rows.get(root, []) if row[member] == key.removesuffix("')")), None)
        if found is None:
            raise refusal(errors.NotFound, 404, "Request_ResourceNotFound", path)
        return found

    def _offered(self, identity):
        found = self.offered[identity]
        if isinstance(found, Exception):
            raise found
        return found


def fits(row, clause):
    """Whether a row is what a $filter names; names whatever their case, tags exactly."""
    for pattern, test in ((EQUAL, _named), (PART, _contains), (TAG, _bears)):
        match = pattern.fullmatch(clause)
        if match:
            return test(row, match[1].replace("''", "'"))
    raise AssertionError(f"the service does not know the filter {clause!r}")


def _named(row, name):
    return row["displayName"].casefold() == name.casefold()


def _contains(row, part):
    return part.casefold() in row["displayName"].casefold()


def _bears(row, tag):
    return tag in row["tags"]

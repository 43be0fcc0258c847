# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Partners of cross-tenant access in memory: created, changed and deleted as the service does."""

from __future__ import annotations

import copy

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.tests.unit.fake_graph import FakeGraph, refusal

TENANT = "7d1e5b94-3c2f-4a86-b0d7-9e8f6a5c4b21"
PARTNERS = "/policies/crossTenantAccessPolicy/partners"
HERE = f"{PARTNERS}/{TENANT}"
POLICY = f"{HERE}/identitySynchronization"
UNSET = {"inboundAllowed": None, "outboundAllowed": None}


def partner(consent=None, **members):
    """A partner configuration as the service sends it; consent: its members that are set."""
    unset = ("inboundTrust", "b2bCollaborationInbound", "b2bCollaborationOutbound", "tenantRestrictions")
    return {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners/$entity",
        "tenantId": TENANT,
        "isServiceProvider": None,
        "isInMultiTenantOrganization": False,
        **dict.fromkeys(unset),
        "crossCloudMeetingConfiguration": UNSET,
        "automaticUserConsentSettings": {**UNSET, **(consent or {})},
        **members,
    }


def policy(name="Northwind", allowed=True, **members):
    """A policy as the service sends it."""
    inbound = None if allowed is None else {"isSyncAllowed": allowed}
    return {"tenantId": TENANT, "displayName": name, "userSyncInbound": inbound, **members}


class PartnerGraph(FakeGraph):
    """One partner, or none. absent: what a GET of a policy answers that is not there (None: 404).

    made_meanwhile: partner and policy of somebody else, which appear when the first write arrives.
    """

    def __init__(self, row=None, stored=None, absent=None, made_meanwhile=()):
        super().__init__()
        self.row = copy.deepcopy(row)
        self.stored = copy.deepcopy(stored)
        self.absent = absent
        self.made_meanwhile = made_meanwhile
        self.listed = True

    def _there(self, path):
        if isinstance(self.routes.get(path), Exception):
            raise self.routes[path]
        if path == PARTNERS:
            shown = self.stored and {"tenantId": TENANT, **self.stored}
            row = {"tenantId": TENANT.upper(), "identitySynchronization": shown}
            return [{"tenantId": "other"}, *([row] if self.row is not None and self.listed else [])]
        found = {HERE: self.row, POLICY: self.stored}[path]
        if path == POLICY and self.row is not None and found is None and self.absent is not None:
            return self.absent
        if self.row is None or found is None:
            raise refusal(errors.NotFound, 404, "Directory_ObjectNotFound")
        return found

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, **_more):
        assert (path, repeatable) == (PARTNERS, True)
        return self._made("POST", path, body, doing, fate, lambda: setattr(self, "row", partner()))

    def put(self, path, body, *, doing, needs=(), fate=None, **_more):
        assert path == POLICY
        stored = {"displayName": None, "userSyncInbound": None, **body}
        return self._made("PUT", path, body, doing, fate, lambda: setattr(self, "stored", stored))

    def _made(self, verb, path, body, doing, fate, make):
        """Made, or adopted where it is there already, as after the service's 409."""
        self._arrived(verb, path, body, doing)
        found = fate()
        if found is not None:
            return Reply(409, {}, found, adopted=True)
        make()
        return Reply(201, {}, body)

    def patch(self, path, body, *, doing, needs=(), **_more):
        self._arrived("PATCH", path, body, doing)
        self._there(path).update(copy.deepcopy(body))
        return Reply(204, {}, None)

    def delete(self, path, *, doing, needs=(), **_more):
        self._arrived("DELETE", path, None, doing)
        assert path == POLICY or self.stored is None, "the policy goes first"
        if path == HERE:
            self.row = None
        self.stored = None
        return Reply(204, {}, None)

    def _arrived(self, verb, path, body, doing):
        self._note(verb, path, body, doing)
        if self.made_meanwhile:
            self.row, self.stored = copy.deepcopy(self.made_meanwhile)
            self.made_meanwhile = ()

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that concern one partner of cross-tenant access and its identity synchronization policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant_members as members

PERMISSIONS = {
    "read": ("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"),
    "write": ("Policy.ReadWrite.CrossTenantAccess",),
}

PARTNERS = "/policies/crossTenantAccessPolicy/partners"
# The documented way to see all policies at once.
ALL_POLICIES = {"$select": "tenantId", "$expand": members.SYNCHRONIZATION}

Document = dict[str, Any]


class Standing(NamedTuple):
    """A partner configuration and its policy as they stand; None for what is not there."""

    partner: Document | None
    policy: Document | None


class Partners:
    """The endpoint: every request that concerns the partner of one tenant id."""

    def __init__(self, graph: Any, tenant: str) -> None:
        self._graph = graph
        self._tenant = tenant
        self._path = graph.path(f"{PARTNERS}/{{}}", tenant)
        self._policy_path = f"{self._path}/{members.SYNCHRONIZATION}"
        self.name = f"partner configuration of tenant {tenant}"
        self.policy_name = f"identity synchronization policy of partner tenant {tenant}"

    def read(self) -> Standing:
        """What stands. That something is not there is believed only when the list of all partners says so too."""
        partner = self.partner()
        policy = None if partner is None else self.policy()
        if policy is None:
            self._confirm_absence(partner)
        return Standing(partner, policy)

    def _confirm_absence(self, partner: Document | None) -> None:
        row = self.listed()
        if row is None or (partner is not None and _policy_of(row) is None):
            return
        name = self.name if partner is None else self.policy_name
        raise Situation(
            f"The service lists the {name} and says that it is not there when it is asked for: its copies do not agree, "
            "as for a while after a change. Run again in a minute."
        )

    def partner(self) -> Document | None:
        """The partner configuration, or None."""
        doing = f"read the {self.name}"
        found: Document | None = self._graph.find(self._path, doing=doing, needs=PERMISSIONS["read"])
        return found

    def policy(self) -> Document | None:
        """The policy, or None. A partner without one answers 404, or with a null."""
        doing = f"read the {self.policy_name}"
        found: Document | None = self._graph.find(self._policy_path, doing=doing, needs=PERMISSIONS["read"])
        return None if members.absent(found) else found

    def listed(self) -> Document | None:
        """The row of the partner in the list of all: its id and its policy."""
        doing = f"look for the {self.name} among all partners"
        rows = self._graph.list(self._graph.path(PARTNERS), doing=doing, query=ALL_POLICIES, needs=PERMISSIONS["read"])
        return next((dict(row) for row in rows if str(row.get("tenantId")).lower() == self._tenant), None)

    def create(self) -> Standing:
        """Create the partner configuration, settled; what was there already is adopted, with its policy.

        Its key is the id of the tenant, so asking twice cannot make two.
        """
        reply = self._graph.post(
            self._graph.path(PARTNERS),
            {members.TENANT.wire: self._tenant},
            doing=f"create the {self.name}",
            needs=PERMISSIONS["write"],
            fate=self.partner,
            repeatable=True,
        )
        partner = self.settle_partner(lambda partner: partner is not None, "is there")
        return Standing(partner, self.policy() if reply.adopted else None)

    def create_policy(self, values: Mapping[str, Any]) -> Document | None:
        """Create the policy; the one that was there already, or came to be by a lost request of ours, else None.

        PUT creates and answers 409 where there is one.
        """
        body = {name: value for name, value in members.policy_members(values, None).items() if value is not None}
        reply = self._graph.put(
            self._policy_path,
            body,
            doing=f"create the {self.policy_name}",
            needs=PERMISSIONS["write"],
            fate=self.policy,
        )
        return dict(reply.body) if reply.adopted else None

    def update_policy(self, body: Mapping[str, Any]) -> None:
        """Change members of the policy; the others keep their values."""
        doing = f"update the {self.policy_name}"
        self._graph.patch(self._policy_path, body, doing=doing, needs=PERMISSIONS["write"], seen=True)

    def update(self, body: Mapping[str, Any]) -> None:
        """Change members of the partner configuration; the others keep their values."""
        doing = f"update the {self.name}"
        self._graph.patch(self._path, body, doing=doing, needs=PERMISSIONS["write"], seen=True)

    def delete_policy(self) -> None:
        """Delete the policy and see it gone."""
        self._delete(self._policy_path, lambda: self.policy() or _policy_of(self.listed() or {}), self.policy_name)

    def delete(self) -> None:
        """Delete the partner configuration and see it gone. The service wants its policy deleted before."""
        self._delete(self._path, lambda: self.partner() or self.listed(), self.name)

    def settle_partner(self, wanted: Callable[[Document | None], bool], what: str) -> Document:
        """Read the partner configuration until `wanted(it or None)` holds in several reads in a row."""
        found: Document = self._graph.settle(self.partner, wanted, doing=f"see that the {self.name} {what}")
        return found

    def settle_policy(self, wanted: Callable[[Document | None], bool], what: str) -> Document:
        """Read the policy until `wanted(it or None)` holds in several reads in a row."""
        found: Document = self._graph.settle(self.policy, wanted, doing=f"see that the {self.policy_name} {what}")
        return found

    def _delete(self, path: str, left: Callable[[], Document | None], name: str) -> None:
        """The next run believes an absence that the list confirms; so does this one."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        removal.gone(
            self._graph,
            lambda: self._graph.delete(path, doing=f"delete the {name}", needs=PERMISSIONS["write"]),
            left,
            doing=f"see the {name} gone",
        )


def _policy_of(row: Document) -> Document | None:
    """The policy in a row of the list of all partners."""
    policy: Document | None = row.get(members.SYNCHRONIZATION)
    return None if members.absent(policy) else policy

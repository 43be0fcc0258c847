# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One tenant's half of cross-tenant synchronization: the partner, whether it may synchronize, and the consents."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant_endpoint as endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant_members as members

OPTIONS: Mapping[str, Any] = {
    "partner_tenant_id": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "display_name": {"type": "str"},
    "inbound_sync_allowed": {"type": "bool"},
    "inbound_consent": {"type": "bool"},
    "outbound_consent": {"type": "bool"},
    "remove_partner": {"type": "bool", "default": False},
}
RULES: Mapping[str, Any] = {}

PARTNER, POLICY, CONSENT = "partner", "policy", "consent"


class Write(NamedTuple):
    """The payload of a change. thing: PARTNER, POLICY or CONSENT; values: option -> value, those that move."""

    thing: str
    values: Mapping[str, Any] = {}


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    declared = members.parse(params)
    partners = endpoint.Partners(graph, declared.tenant)
    way = Removal if params["state"] == "absent" else Placement
    course = way(partners, partners.read(), declared, bool(params["remove_partner"]))
    plan = Plan(tuple(course.changes()), tuple(course.hazards()), tuple(course.warnings()))
    return Proposal(plan, course.predicted(), course.apply, course.observed)


class Course(ABC):
    """The way of one partner from where it is to where it is wanted."""

    def __init__(
        self, partners: endpoint.Partners, standing: endpoint.Standing, declared: members.Declared, remove_partner: bool
    ) -> None:
        self._partners = partners
        self._start = standing
        self._latest = standing
        self._declared = declared
        self._remove_partner = remove_partner

    @abstractmethod
    def changes(self) -> list[Change]:
        """The steps, in order."""

    @abstractmethod
    def predicted(self) -> dict[str, Any]:
        """The results as they would stand."""

    @abstractmethod
    def apply(self, change: Change) -> None:
        """Carry out one step and see it settled."""

    def hazards(self) -> list[Hazard]:
        """What would be lost that nobody declared."""
        return []

    def warnings(self) -> list[str]:
        """That a synchronization which is allowed now stops."""
        before = members.policy_values(self._start.policy).get("inbound_sync_allowed")
        if not before or not self._stops():
            return []
        return [
            f"The synchronization of users from tenant {self._declared.tenant} into this tenant stops: the "
            f"{self._partners.policy_name} allows it now. Users who were synchronized stay as they are."
        ]

    def observed(self) -> dict[str, Any]:
        """The results as last read."""
        partner, policy = self._latest
        return self._result(partner is not None, members.policy_values(policy), members.consent_values(partner))

    @abstractmethod
    def _stops(self) -> bool:
        """Whether a synchronization that runs now does so no more."""

    def _result(self, exists: bool, policy: Mapping[str, Any], consent: Mapping[str, Any]) -> dict[str, Any]:
        return {"cross_tenant": members.plain(self._declared.tenant, exists, policy, consent)}


class Placement(Course):
    """The way to the partner as declared."""

    def changes(self) -> list[Change]:
        steps = []
        if self._start.partner is None:
            named = {"partner_tenant_id": self._declared.tenant}
            steps.append(Change("create", self._partners.name, None, named, Write(PARTNER)))
        if moved := self._policy_moves():
            steps.append(self._policy_step(moved))
        if moved := self._consent_moves():
            values = {option: after for option, (_before, after) in moved.items()}
            steps.append(Change("update", self._partners.name, _before(moved), values, Write(CONSENT, values)))
        return steps

    def predicted(self) -> dict[str, Any]:
        policy = {**members.policy_values(self._start.policy), **self._policy_goal()}
        consent = members.consent_values(self._start.partner)
        consent.update({option: after for option, (_before, after) in self._consent_moves().items()})
        return self._result(True, policy, consent)

    def apply(self, change: Change) -> None:
        thing, values = change.payload
        if thing == PARTNER:
            self._latest = self._partners.create()
        elif thing == POLICY:
            self._latest = self._latest._replace(policy=self._write_policy(change.action, values))
        else:
            self._latest = self._latest._replace(partner=self._write_consent(values))

    def _write_policy(self, action: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Write the policy and see it; one that was made meanwhile is brought to what was declared."""
        stored = self._partners.create_policy(values) if action == "create" else self._latest.policy
        moved = members.policy_moves(values, stored) if stored is not None else {}
        if moved:
            moving = {option: after for option, (_before, after) in moved.items()}
            self._partners.update_policy(members.policy_members(moving, stored))
        return self._partners.settle_policy(
            lambda policy: policy is not None and not members.policy_moves(values, policy), "is as declared"
        )

    def _write_consent(self, values: Mapping[str, Any]) -> dict[str, Any]:
        self._partners.update(members.consent_members(values, self._latest.partner))
        return self._partners.settle_partner(
            lambda partner: partner is not None and not members.consent_moves(values, partner), "is as declared"
        )

    def _policy_step(self, moved: members.Moves) -> Change:
        name, values = self._partners.policy_name, self._policy_goal()
        if self._start.policy is None:
            return Change("create", name, None, values, Write(POLICY, values))
        return Change("update", name, _before(moved), values, Write(POLICY, values))

    def _policy_goal(self) -> dict[str, Any]:
        """What is written of the policy: what moves; of a new one, all that was declared."""
        moved = self._policy_moves()
        if moved and self._start.policy is None:
            return {option: value for option, value in self._declared.policy.items() if value != ""}
        return {option: after for option, (_before, after) in moved.items()}

    def _policy_moves(self) -> members.Moves:
        return members.policy_moves(self._declared.policy, self._start.policy)

    def _consent_moves(self) -> members.Moves:
        return members.consent_moves(self._declared.consent, self._start.partner)

    def _stops(self) -> bool:
        return self._declared.policy.get("inbound_sync_allowed") is False


class Removal(Course):
    """The way to no policy, and where it was asked for to no partner configuration."""

    def changes(self) -> list[Change]:
        steps = []
        if self._start.policy is not None:
            before = _shown(members.policy_values(self._start.policy))
            steps.append(Change("delete", self._partners.policy_name, before or {"exists": True}, None, Write(POLICY)))
        if self._start.partner is not None and self._remove_partner:
            steps.append(Change("delete", self._partners.name, self._partner_words(), None, Write(PARTNER)))
        return steps

    def hazards(self) -> list[Hazard]:
        held = members.others(self._start.partner or {}) if self._remove_partner else []
        if not held:
            return []
        return [
            Hazard(
                "delete_undeclared", f"the {self._partners.name} also holds {', '.join(held)}; all of that goes with it"
            )
        ]

    def predicted(self) -> dict[str, Any]:
        stays = self._start.partner is not None and not self._remove_partner
        return self._result(stays, {}, members.consent_values(self._start.partner if stays else None))

    def apply(self, change: Change) -> None:
        if change.payload.thing == POLICY:
            self._partners.delete_policy()
            self._latest = self._latest._replace(policy=None)
        else:
            self._partners.delete()
            self._latest = endpoint.Standing(None, None)

    def _partner_words(self) -> dict[str, Any]:
        """All that goes with the partner configuration: what has a value."""
        partner = self._start.partner or {}
        words = {"partner_tenant_id": self._declared.tenant, **_shown(members.consent_values(partner))}
        held = members.others(partner)
        return {**words, "other_settings": held} if held else words

    def _stops(self) -> bool:
        return True


def _before(moved: members.Moves) -> dict[str, Any]:
    """The side of a change before it; what has no value is not on it."""
    return _shown({option: before for option, (before, _after) in moved.items()})


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {option: value for option, value in values.items() if value is not None}

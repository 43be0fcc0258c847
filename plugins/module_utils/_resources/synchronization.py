# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The synchronization of a service principal: its settings and secrets, written and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity, credentials, owner

OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    **owner.IF_MISSING,
    "settings": {"type": "dict", "no_log": False},
    "secrets": {"type": "dict", "no_log": True},
    "remove_keys": {"type": "list", "elements": "str", "default": [], "no_log": False},
    "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "validate_with_template": {"type": "str"},
}
RULES = owner.rules(owner.SERVICE_PRINCIPAL)

HIDDEN = "(stored, never shown)"
WRITTEN = "(written)"


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    graph.redactor.add_all(credentials.astray(params))
    declared = credentials.parse(params)
    endpoint = connectivity.of(graph, owner.service_principal(graph, params))
    stored = endpoint.read()
    strange = credentials.strange_members(declared, stored)
    if strange:
        raise InvalidInput(strange)
    step = credentials.move(declared, stored, params["update_secrets"])
    _check_places(graph, endpoint, declared, stored, step, params.get("validate_with_template"))
    rows = credentials.payload(declared, stored, step)
    expected = _expected(declared, stored, step)
    latest = {"stored": stored}

    def apply(change: Change) -> None:
        if params.get("validate_with_template"):
            endpoint.validate(params["validate_with_template"], rows)
        endpoint.store(change.payload, lambda now: _same(now, stored) or _same(now, expected))
        latest["stored"] = endpoint.settle(declared, step, stored)

    plan = _plan(endpoint, declared, stored, step, rows, params.get("validate_with_template"))
    plan = replace(plan, warnings=(*plan.warnings, *connectivity.warnings(graph), *endpoint.whose.warnings))
    predicted = _result(endpoint, expected, _verification(declared, step.empty))
    return Proposal(
        plan, predicted, apply, lambda: _result(endpoint, latest["stored"], _verification(declared, verified=True))
    )


def _check_places(
    graph: Any,
    endpoint: Any,
    declared: credentials.Declared,
    stored: credentials.Stored,
    step: credentials.Move,
    validated_with: str | None,
) -> None:
    """Refuse a secret under settings and the reverse, and to store what no template of this principal would use.

    The service stores it all, and says 204 to a validation against a template that does not exist. The templates are
    asked only when something would be written or our own table disagrees with the user, so a run without changes
    costs one request.
    """
    if not endpoint.whose.exists or (step.empty and not credentials.misplaced(declared, {}, stored.masked)):
        return
    # Only who writes pays for this import: a module compiles all that it imports, in every task.
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import template, template_keys

    offered = template.Templates(graph, endpoint.whose).list()
    if step.settings or step.secrets:
        template.check_offered(endpoint.whose, offered, "validate_with_template", validated_with)
    credentials.check_places(declared, template_keys.secret_fields(offered), stored.masked, graph.redactor)


def _plan(
    endpoint: Any,
    declared: credentials.Declared,
    stored: credentials.Stored,
    step: credentials.Move,
    rows: list[dict[str, Any]],
    validated_with: str | None,
) -> Plan:
    """One change, because the service takes all keys in one request."""
    if step.empty:
        return Plan()
    action = f"validate (template {validated_with}) and store" if validated_with else "store"
    change = Change(
        action,
        f"settings and secrets of {endpoint.whose}",
        before=_side({key: before for key, (before, _after) in step.settings.items()}, _hidden(declared, stored, step)),
        after=_side(
            {key: after for key, (_before, after) in step.settings.items()},
            dict.fromkeys(declared.secrets, WRITTEN),
        ),
        payload=rows,
    )
    return Plan((change,), _hazards(endpoint, declared, stored), _warnings(declared))


def _side(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """One side of the change; a secret is there or not, its value is on neither side."""
    present = {key: value for key, value in settings.items() if value is not None}
    return {name: side for name, side in (("settings", present), ("secrets", secrets)) if side}


def _hidden(declared: credentials.Declared, stored: credentials.Stored, step: credentials.Move) -> dict[str, str]:
    """The stored keys whose value this plan writes over or removes, without their values."""
    return {key: HIDDEN for key in (*declared.secrets, *step.removed) if key in stored.keys}


def _hazards(endpoint: Any, declared: credentials.Declared, stored: credentials.Stored) -> tuple[Hazard, ...]:
    keys = credentials.undeclared(declared, stored)
    if not keys:
        return ()
    detail = (
        f"{', '.join(keys)} of {endpoint.whose} {'is' if len(keys) == 1 else 'are'} stored and not declared under secrets; "
        "the value cannot be read back and sent along, and it is not proven that the service keeps what a write leaves out. "
        "The safe way is to declare all stored secrets"
    )
    return (Hazard("delete_undeclared", detail),)


def _warnings(declared: credentials.Declared) -> tuple[str, ...]:
    grant = [key for key in (*declared.secrets, *declared.settings) if key.startswith("Oauth2")]
    if "SecretToken" in declared.secrets and grant:
        return (
            f"SecretToken and {', '.join(grant)} together: services have refused a mix of bearer token and OAuth with 500.",
        )
    return ()


def _expected(declared: credentials.Declared, stored: credentials.Stored, step: credentials.Move) -> credentials.Stored:
    """What would be stored after the plan."""
    settings = {**stored.settings, **{key: after for key, (_before, after) in step.settings.items()}}
    kept = {key: value for key, value in sorted(settings.items()) if key not in step.removed}
    masked = {*stored.masked, *declared.secrets} - set(step.removed)
    return credentials.Stored(kept, tuple(sorted(masked - set(kept))))


def _same(one: credentials.Stored, other: credentials.Stored) -> bool:
    """Whether two states are the same, as far as the service shows them."""
    return one.settings == other.settings and set(one.masked) == set(other.masked)


def _verification(declared: credentials.Declared, verified: bool) -> dict[str, str]:
    """In honest words, what reading back has shown and what it cannot show."""
    if not verified:
        return {"settings": "not written yet", "secrets": "not written yet"}
    return {
        "settings": "read back and equal" if declared.settings else "none declared",
        "secrets": "keys present; the service never shows values" if declared.secrets else "none declared",
    }


def _result(endpoint: Any, stored: credentials.Stored, verification: Mapping[str, str]) -> dict[str, Any]:
    """The module's own results."""
    return {
        "service_principal_id": endpoint.whose.id or None,
        "settings": dict(stored.settings),
        "secret_keys": list(stored.masked),
        "verification": verification,
        "written_through": "secrets",
    }

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controls under /_emulator, for tests and rehearsals in other processes: no token, loopback only, never audited."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import estate, faults, identities, portal
from .exchange import Incoming, Outgoing
from .switches import TABLE, UnknownSwitch

if TYPE_CHECKING:
    from .service import Service

Control = Callable[["Service", Incoming, dict[str, Any], list[str]], Any]
LONGEST_LATENCY = 60_000
_CONTROLS: dict[tuple[str, str], Control] = {}


class BadControl(ValueError):
    """A control that does not exist, or what it was given makes no sense."""


def _control(method: str, name: str) -> Callable[[Control], Control]:
    def register(run: Control) -> Control:
        _CONTROLS[(method, name)] = run
        return run

    return register


def answer(service: Service, incoming: Incoming) -> Outgoing:
    """Run a control; 400 with a plain text in `error` for anything wrong with it."""
    parts = incoming.path.strip("/").split("/")[1:]
    run = _CONTROLS.get((incoming.method, parts[0] if parts else ""))
    try:
        if run is None:
            raise BadControl(f"controls are: {', '.join(sorted({f'{verb} {name}' for verb, name in _CONTROLS}))}")
        body = json.loads(incoming.body) if incoming.body.strip() else {}
        if not isinstance(body, dict):
            raise BadControl("a control takes a JSON object")
        found = run(service, incoming, body, parts[1:])
    except (BadControl, UnknownSwitch, faults.UnknownFault, KeyError, IndexError, TypeError, ValueError) as error:
        text = f"missing: {error}" if isinstance(error, KeyError) else str(error)
        return Outgoing(400, json.dumps({"error": text}).encode(), {"Content-Type": "application/json"})
    return Outgoing(200, json.dumps(found).encode(), {"Content-Type": "application/json"})


@_control("GET", "")
def describe(service: Service, _incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return {
        "graph_url": service.graph_url,
        "authority": service.authority,
        "tenants": {tenant.id: tenant.display_name for tenant in service.world.tenants.values()},
        "controls": sorted(f"{verb} /_emulator/{name}" for verb, name in _CONTROLS),
        "faults": {kind: {"options": options, "meaning": text} for kind, (options, text) in faults.KINDS.items()},
    }


@_control("GET", "switches")
def read_switches(service: Service, incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    chosen = _switches(service, incoming)
    return {
        name: {"value": chosen[name], "default": one.default, "meaning": one.meaning} for name, one in TABLE.items()
    }


@_control("PATCH", "switches")
def set_switches(service: Service, incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    chosen = _switches(service, incoming)
    chosen.update(body)
    return dict(chosen)


def _switches(service: Service, incoming: Incoming) -> Any:
    tenant = incoming.query.get("tenant")
    return service.world.tenants[tenant].switches if tenant else service.world.switches


@_control("GET", "faults")
def read_faults(service: Service, _incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return [vars(rule) for rule in service.faults.rules]


@_control("POST", "faults")
def add_fault(service: Service, _incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    return vars(service.faults.add(**body))


@_control("DELETE", "faults")
def clear_faults(service: Service, _incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    service.faults.clear()
    return []


@_control("GET", "audit")
def read_audit(service: Service, incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return {"mark": service.audit.mark(), "entries": service.audit.since(int(incoming.query.get("since", "0")))}


@_control("GET", "traffic")
def read_traffic(service: Service, incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return service.audit.traffic(int(incoming.query.get("since", "0")))


@_control("GET", "mark")
def read_mark(service: Service, _incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return {"mark": service.audit.mark()}


@_control("GET", "clock")
def read_clock(service: Service, _incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return {"now": service.world.clock.stamp(), "turned_forward_by": service.world.clock.offset}


@_control("POST", "latency")
def set_latency(service: Service, _incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    milliseconds = float(body["ms"])
    if not 0 <= milliseconds <= LONGEST_LATENCY:
        raise BadControl(f"ms is a number from 0 to {LONGEST_LATENCY}")
    service.latency = milliseconds / 1000
    return {"ms": milliseconds}


@_control("POST", "clock")
def turn_clock(service: Service, incoming: Incoming, body: dict[str, Any], rest: list[str]) -> Any:
    service.world.clock.advance(float(body["advance"]))
    return read_clock(service, incoming, body, rest)


@_control("POST", "token")
def make_token(service: Service, _incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    made = identities.token(
        service,
        tuple(body.get("roles", estate.FULL_ROLES)),
        float(body.get("lifetime", 3600)),
        body.get("app_id", estate.CLIENT_ID),
        body.get("tenant_id", estate.TENANT_ID),
        body.get("audience", ""),
    )
    return {"access_token": made}


@_control("GET", "estate")
def read_estate(service: Service, incoming: Incoming, _body: dict[str, Any], _rest: list[str]) -> Any:
    return estate.directory(service.world, incoming.query.get("tenant", estate.TENANT_ID))


@_control("POST", "reset")
def reset(service: Service, _incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    """Begin anew with an estate and its options: state, switches, faults and clock. The audit goes on."""
    options = {option: value for option, value in body.items() if option not in ("estate", "switches")}
    fresh = estate.build(body.get("estate", "standard"), body.get("switches"), **options)
    service.begin_anew(fresh)
    return estate.directory(fresh)


@_control("PATCH", "clients")
def change_client(service: Service, incoming: Incoming, body: dict[str, Any], rest: list[str]) -> Any:
    return portal.change_client(service.world, incoming.query.get("tenant", estate.TENANT_ID), rest[0], body)


@_control("PATCH", "service-principals")
def change_principal(service: Service, incoming: Incoming, body: dict[str, Any], rest: list[str]) -> Any:
    return portal.change_principal(service.world, incoming.query.get("tenant", estate.TENANT_ID), rest[0], body)


@_control("PATCH", "jobs")
def change_job(service: Service, incoming: Incoming, body: dict[str, Any], rest: list[str]) -> Any:
    return portal.change_job(service.world, incoming.query.get("tenant", estate.TENANT_ID), rest[0], body)


@_control("POST", "mapping")
def change_mapping(service: Service, incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    return portal.change_mapping(service.world, incoming.query.get("tenant", estate.TENANT_ID), body)


@_control("POST", "schema")
def change_schema(service: Service, incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    return portal.change_schema(service.world, incoming.query.get("tenant", estate.TENANT_ID), body)


@_control("POST", "log")
def add_to_log(service: Service, incoming: Incoming, body: dict[str, Any], _rest: list[str]) -> Any:
    return portal.add_to_log(service.world, incoming.query.get("tenant", estate.TENANT_ID), body)

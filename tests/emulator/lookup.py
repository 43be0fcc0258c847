# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding what a path names, with the answers that the service gives while a thing is not there, or not there yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from . import permissions, problems
from .call import Call
from .paths import AlternateKey
from .world import Application, Job, Provisioning, ServicePrincipal, Template

Kind = TypeVar("Kind", Application, ServicePrincipal)


def listed(found: Iterable[Kind]) -> list[Kind]:
    """What a list of the directory shows: one just instantiated is missing in the first ones."""
    shown = []
    for one in found:
        if one.hidden_lists > 0:
            one.hidden_lists -= 1
        else:
            shown.append(one)
    return shown


def service_principal(call: Call, key: str) -> ServicePrincipal | None:
    """By object id, or by appId where the key says so."""
    if isinstance(key, AlternateKey):
        every = call.tenant.service_principals.values()
        return next((sp for sp in every if key.property == "appId" and sp.app_id == str(key)), None)
    return call.tenant.service_principals.get(key)


def application(call: Call, key: str) -> Application | None:
    """By object id, or by appId where the key says so."""
    if isinstance(key, AlternateKey):
        every = call.tenant.applications.values()
        return next((app for app in every if key.property == "appId" and app.app_id == str(key)), None)
    return call.tenant.applications.get(key)


def owner(call: Call) -> ServicePrincipal | Application:
    """The service principal or application of a synchronization path, whatever its replication says."""
    key = call.params["owner"]
    found = service_principal(call, key) if call.root == "servicePrincipals" else application(call, key)
    if found is None:
        if call.switches["wrong_service_principal"] == "404":
            raise problems.directory_object_missing(key)
        raise problems.empty_unknown_error()
    permissions.check_owner(call, found.owners)
    return found


def provisioning(call: Call) -> Provisioning:
    """The synchronization of a path's owner; refused for as long as the principal is not replicated."""
    found = owner(call).provisioning
    if found.lag > 0 or call.service.world.clock.now() < found.visible_at:
        found.lag = max(0, found.lag - 1)
        raise _not_replicated(call)
    return found


def _not_replicated(call: Call) -> problems.Refusal:
    answer = call.switches["instantiate_lag_answer"]
    if answer == "404":
        return problems.directory_object_missing(call.params["owner"])
    return problems.denied() if answer == "403" else problems.empty_unknown_error()


def missing(call: Call, what: str, identity: str) -> problems.Refusal:
    return problems.Refusal(404, call.switches["missing_job_code"], f"The {what} '{identity}' was not found.")


def job(call: Call, *, reading: bool = False) -> tuple[Provisioning, Job]:
    """The job of a path. A new job is missing for some reads (and flaps once), a deleted one lingers for some."""
    found = provisioning(call)
    identity = call.params["job"]
    known = found.jobs.get(identity)
    if known is None:
        return found, _leaving(call, found, identity, reading)
    if known.hidden_reads > 0:
        known.hidden_reads -= 1
        raise missing(call, "job", identity)
    if reading and known.flap == "seen_once":
        known.flap = "none"
        raise missing(call, "job", identity)
    if reading and known.flap == "armed":
        known.flap = "seen_once"
    return found, known


def _leaving(call: Call, found: Provisioning, identity: str, reading: bool) -> Job:
    gone, reads = found.leaving.get(identity, (None, 0))
    if gone is None or not reading:
        raise missing(call, "job", identity)
    if reads <= 1:
        del found.leaving[identity]
    else:
        found.leaving[identity] = (gone, reads - 1)
    return gone


def template(call: Call) -> Template:
    identity = call.params["template"]
    found = provisioning(call).templates.get(identity)
    if found is None:
        raise missing(call, "template", identity)
    return found


def owner_context(call: Call) -> str:
    """`servicePrincipals('<id>')`, as it stands in an @odata.context."""
    return f"{call.root}('{call.params['owner']}')"

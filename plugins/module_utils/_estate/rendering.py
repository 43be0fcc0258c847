# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests by which a declaration would come about where nothing of it is there yet. There is no service.

Planning and carrying out are those of the single modules, on a graph that notes down what it is to send. The schema alone
is different: a run merges the declaration into a document that only the service has, and checks it against that one's
definitions. What stands here in its place is what is merged into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application, Part
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import split
from ansible_collections.entra.provisioning.plugins.module_utils._estate.recorder import (
    APP,
    PRINCIPAL,
    Recorder,
    Request,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner
from ansible_collections.entra.provisioning.plugins.module_utils._secret import MASK, Secret

# By the last part of the path, and the verb.
NOTES: Mapping[tuple[str, str], str] = {
    ("POST", "instantiate"): "Makes the application and its service principal. The service gives the ids.",
    ("POST", "jobs"): "Sent where there is no job of the template. The service gives the id.",
    (
        "POST",
        "validateCredentials",
    ): "Changes nothing. What follows is sent only when the target accepts the credentials.",
    ("PUT", "secrets"): "Stored settings that are not declared are sent along.",
    ("PUT", "schema"): "A run merges this into the schema that stands there, sends the whole, and sends nothing where "
    "nothing differs. A source that has no more than its expression is one that only the service can build.",
}


def answer(applications: Sequence[Application]) -> dict[str, Any]:
    """{"rendered": {"applications": [...]}}, in the order of the declaration. InvalidInput with all that is wrong."""
    found, problems = [], []
    for one in applications:
        try:
            requests = _requests(one)
        except InvalidInput as error:
            problems += [f"{one.place}: {problem}" for problem in error.problems]
        except Situation as error:
            problems.append(f"{one.place}: {error}")
        else:
            found.append({"name": one.name, "requests": [_shown(request) for request in requests]})
    if problems:
        raise InvalidInput(problems)
    return {"rendered": {"applications": found}}


def _requests(application: Application) -> list[Request]:
    """What would be sent for one application, in order."""
    recorder = _recorder(application)
    names = {option: application.params.get(option) for option in owner.SERVICE_PRINCIPAL}
    names = {**dict.fromkeys(owner.EITHER), **names, "if_missing": owner.FAIL}
    parts = [part for part in (application.creation(), application.settings(), *application.jobs()) if part]
    schemas = {part.of: part for part in parts if part.of}
    for part in parts:
        if part.of:
            continue
        proposal = application.propose(recorder, part, names)
        before, after = split(proposal.plan.changes)
        _carry_out(proposal, before)
        if part.label in schemas:
            _put_schema(recorder, schemas[part.label], names)
        _carry_out(proposal, after)
    return recorder.requests


def _recorder(application: Application) -> Recorder:
    """A service that has the application unless the declaration makes it, offers what is declared, and has little else."""
    params = application.params
    rows = params.get("jobs") or ()
    given = params.get("service_principal_id")
    there = None
    if params.get("application_template_id") is None:
        there = {
            "id": PRINCIPAL if given is None else owner.check_guid("service_principal_id", given),
            "appId": params.get("app_id") or APP,
            "displayName": params.get("display_name"),
        }
    named = [*(row.get("template_id") for row in rows), params.get("validate_with_template")]
    known = [row["job_id"] for row in rows if row.get("template_id") is None]
    return Recorder(there, [name for name in named if name], known, params.get("secrets") or ())


def _carry_out(proposal: Any, changes: Sequence[Any]) -> None:
    for change in changes:
        proposal.apply(change)


def _put_schema(recorder: Recorder, part: Part, names: Mapping[str, Any]) -> None:
    """Note down the schema of a job, as far as the declaration says it. The default needs none: it is there."""
    from ansible_collections.entra.provisioning.plugins.module_utils._estate import rendering_schema
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema, schema_endpoint

    task = schema.parse(part.params)
    endpoint = schema_endpoint.located(recorder, {**part.params, **names})
    body = rendering_schema.body(task, endpoint)
    if body:
        endpoint.replace(body, lambda: None)


def _shown(request: Request) -> dict[str, Any]:
    """The request as it stands in a result."""
    note = NOTES.get((request.method, request.path.rpartition("/")[2]))
    return {"method": request.method, "path": request.path, "body": _masked(request.body), "note": note}


def _masked(value: Any) -> Any:
    """A body whose secrets are masked, whatever Ansible knows of them."""
    if isinstance(value, Secret):
        return MASK
    if isinstance(value, Mapping):
        return {key: _masked(inner) for key, inner in value.items()}
    return [_masked(inner) for inner in value] if isinstance(value, (list, tuple)) else value

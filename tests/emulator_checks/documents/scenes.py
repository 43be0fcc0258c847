# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scene of a documented request: which application, which template, which state, and our ids for its placeholders."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from emulator_checks import located
from emulator_checks.documents.examples import Example
from emulator_checks.stage import Owner, Stage

USUAL = "fabrikamSingleSignon"

# Which of our templates stands for the one of the page, by a part of the file's name; the rest take the usual one.
TEMPLATES = {
    "manual-xtenant-provisioning-log": "API2AAD",
    "manual-xtenant-": "Azure2Azure",
    "manual-cloudsync-create-job-password-hash": "AD2AADPasswordHash",
    "manual-cloudsync-create-job-exchange-hybrid": "AAD2ADGroupProvisioning",
    "manual-cloudsync-": "AD2AADProvisioning",
    "beta.sync-job-provision-on-demand-2": "AD2AADProvisioning",
    "beta.sync-job-provision-on-demand-3": "AAD2ADGroupProvisioning",
    "manual-v1-bulkupload": "API2AAD",
    "beta.provisioningobjectsummary": "API2AAD",
    "v1.0.provisioningobjectsummary": "API2AAD",
}

# How often the job was read after its start: the first reading is the stub, the third the steady state.
STATES = {
    "manual-xtenant-job-get": "started",
    "manual-aws-job-quarantine": "quarantined",
    "manual-v1-job-get": "quarantined",
    "beta.sync-job-get.json": "quarantined",
    "manual-v1-bulkupload": "started",
    "beta.synchronization_job_get": "steady",
    "beta.synchronization_synchronizationjob_get": "steady",
    "beta.sync-job-get.2019": "steady",
}

_SEGMENTS = (
    (r"(servicePrincipals)/[^/?]+", "servicePrincipals/{sp}"),
    (r"(applications)/[^/?]+", "applications/{app}"),
    (r"jobs/(?!validateCredentials)[^/?]+", "jobs/{job}"),
    (r"templates/[^/?]+", "templates/{template}"),
    (r"directories/[^/?]+", "directories/{directory}"),
)

# Pages that were written from another behaviour of the service than the one that is usual here.
SWITCHES = {"manual-xtenant-provision-on-demand": {"on_demand_answer": "status_info"}}


class Scene(NamedTuple):
    owner: Owner
    path: str
    body: Any
    headers: dict[str, str]


def _by_name(table: dict[str, Any], name: str, otherwise: Any) -> Any:
    return next((value for part, value in table.items() if name.startswith(part)), otherwise)


def template_of(example: Example) -> str:
    found: str = _by_name(TEMPLATES, example.name, USUAL)
    return found


def switches_of(example: Example) -> dict[str, str]:
    found: dict[str, str] = _by_name(SWITCHES, example.name, {})
    return found


def arranged(stage: Stage, example: Example) -> Scene:
    """Make the application and its job, bring the job into its state, and put our ids where the page has its own."""
    template = template_of(example)
    makes_the_job = example.method == "POST" and example.path.endswith("/jobs")
    owner = stage.owner(template, job=not makes_the_job)
    state = _by_name(STATES, example.name, "paused")
    root = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization"
    if example.path.endswith("auditLogs/provisioning"):
        _logged(stage, owner, f"{root}/jobs/{owner.job_id}")
    elif "RedundantExport" in str(example.answer):
        _provisioned(stage, owner, example, f"{root}/jobs/{owner.job_id}")
    elif example.path.endswith("validateCredentials"):
        _wanting(stage, owner, [one["key"] for one in example.body["credentials"]])
    elif state != "paused":
        _started(stage, owner, f"{root}/jobs/{owner.job_id}", state)
    schema = stage.made("GET", f"{root}/jobs/{owner.job_id}/schema", None) if owner.job_id else None
    ids = _ids(owner, template, schema)
    path = f"/{example.version}/{_filled(_placed(example), ids)}"
    return Scene(owner, path, _body(example, template, ids), _headers(example))


def _logged(stage: Stage, owner: Owner, job: str) -> None:
    """One success and one failure in the provisioning log."""
    _started(stage, owner, job, "started")
    upload = located.real("bulkUpload-request-core-enterprise.json")
    del upload["Operations"][1]["data"]["externalId"]
    headers = {"Content-Type": "application/scim+json"}
    assert stage.call("POST", f"{job}/bulkUpload", upload, headers=headers).status_code == 202


def _provisioned(stage: Stage, owner: Owner, example: Example, job: str) -> None:
    """The page's object was provisioned before, so that there is nothing left to do."""
    rule = stage.made("GET", f"{job}/schema", None)["synchronizationRules"][0]["id"]
    stage.made("POST", f"{job}/provisionOnDemand", _body(example, owner.template_id, {"rule": rule}))


def _wanting(stage: Stage, owner: Owner, keys: list[str]) -> None:
    """Let the connector want the keys that the page sends, as the one of the page does."""
    template = _provisioning(stage, owner).templates[owner.template_id]
    fields = json.dumps([{"name": key.lower(), "secret": True} for key in keys])
    template.metadata = [{"key": "configurationFields", "value": fields}]


def _provisioning(stage: Stage, owner: Owner) -> Any:
    tenant = stage.emulator.world.tenants[stage.emulator.tenant_id]
    return tenant.service_principals[owner.service_principal_id].provisioning


def _started(stage: Stage, owner: Owner, job: str, state: str) -> None:
    _provisioning(stage, owner).credentials_work = state != "quarantined"
    stage.made("POST", f"{job}/start", None)
    for _reading in range(0 if state == "started" else 4):
        stage.made("GET", job, None)


def _ids(owner: Owner, template: str, schema: Any) -> dict[str, str]:
    found = {"sp": owner.service_principal_id, "app": owner.application_id, "job": owner.job_id, "template": template}
    if schema:
        found["rule"] = schema["synchronizationRules"][0]["id"]
        target = schema["synchronizationRules"][0]["targetDirectoryName"]
        found["directory"] = next(one["id"] for one in schema["directories"] if one["name"] == target)
    return {**found, "appId": owner.app_id}


def _placed(example: Example) -> str:
    """The path and query with named placeholders instead of the page's own ids and names."""
    path = example.path
    for pattern, name in _SEGMENTS:
        path = re.sub(pattern, name, path)
    query = re.sub(r"'[0-9a-f-]{36}'", "'{appId}'", example.query.replace("'salesforce'", "'Fabrikam'"))
    query = (
        query.replace("{servicePrincipalId}", "{sp}").replace("AppId eq", "appId eq").replace("lt 2023-", "lt 2099-")
    )
    return f"{path}?{query}" if query else path


def _filled(text: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: ids.get(name[1], name[0]), text)


def _body(example: Example, template: str, ids: dict[str, str]) -> Any:
    if example.name.startswith("manual-v1-bulkupload"):
        return located.real("bulkUpload-request-core-enterprise.json")
    if example.method == "GET" or example.body is None:
        return None
    body = json.loads(json.dumps(example.body))
    if "templateId" in body:
        body["templateId"] = template
    if body.get("applicationId") == "{id}":
        body["applicationId"] = "b0d5e7c9-1f3a-4e68-9c2b-8a4d6f0e1b11"
    if example.path.endswith("}") and body.get("id"):
        body["id"] = template
    for parameters in body.get("parameters") or []:
        parameters["ruleId"] = ids["rule"]
    return body


def _headers(example: Example) -> dict[str, str]:
    """The content type of the page; lengths and tokens are ours."""
    kept = {name: value for name, value in example.headers.items() if name.lower() == "content-type"}
    return kept if example.method != "GET" else {}

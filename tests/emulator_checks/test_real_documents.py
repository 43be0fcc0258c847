# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real exports, loaded as a template and as a job, are served back equal but for what the service owns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from emulator import loading, model

from emulator_checks import located
from emulator_checks import stage as stages

CLOUD_SYNC = "schema-AD2AADProvisioning-identityunoffical-2025.json"
SALESFORCE = "schema-SalesforceOutDelta-graphdocs-2017.json"
FRAGMENT = "schema-Azure2Azure-issue2643-2024.partial.json"

# What only the service writes; an export may have it or not.
OWNED = {"@odata.context", "directories@odata.context", "id", "provisioningTaskIdentifier", "version"}
# What later versions of the service print beside it, with the value that says nothing.
LATER = {
    "anchor": False,
    "apiExpressions": [],
    "caseExact": False,
    "containerFilter": None,
    "directories": [],
    "discoverabilities": "None",
    "discoveryDateTime": None,
    "flowNullValues": False,
    "groupFilter": None,
    "metadata": [],
    "readOnly": False,
    "supportedApis": [],
}


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    located.samples()
    with stages.raised() as raised:
        yield raised


def differences(written: Any, served: Any, path: str = "") -> list[str]:
    """The places where what is served is not what was written."""
    if isinstance(written, dict) and isinstance(served, dict):
        found = [f"{path}.{name} is lost" for name in set(written) - set(served) - OWNED]
        added = {name: served[name] for name in set(served) - set(written) - OWNED}
        found += [f"{path}.{name} is new" for name, value in added.items() if LATER.get(name, value) != value]
        found += [f"{path}.{name} is new" for name in set(added) - set(LATER)]
        for name in set(written) & set(served) - OWNED:
            found += differences(written[name], served[name], f"{path}.{name}")
        return found
    if isinstance(written, list) and isinstance(served, list) and len(written) == len(served):
        pairs = zip(written, served, strict=True)
        return [one for at, (left, right) in enumerate(pairs) for one in differences(left, right, f"{path}[{at}]")]
    return [] if written == served and type(written) is type(served) else [f"{path}: {served!r}"]


def loaded_as(stage: stages.Stage, kind: str, name: str) -> str:
    """Load a real file; the address of its schema after the version."""
    world, file = stage.emulator.world, located.samples() / "real" / name
    if kind == "job":
        principal, job = loading.load_job(world, file)
        return f"/servicePrincipals/{principal.id}/synchronization/jobs/{job.id}/schema"
    principal = loading.load_template(world, file)
    template = next(iter(principal.provisioning.templates))
    return f"/servicePrincipals/{principal.id}/synchronization/templates/{template}/schema"


@pytest.mark.parametrize("version", ["v1.0", "beta"])
@pytest.mark.parametrize("kind", ["template", "job"])
@pytest.mark.parametrize("name", [CLOUD_SYNC, SALESFORCE, FRAGMENT])
def test_a_real_schema_is_served_as_it_was_written(stage: stages.Stage, name: str, kind: str, version: str) -> None:
    served = stage.made("GET", f"/{version}{loaded_as(stage, kind, name)}", None)
    assert differences(located.real(name), served) == []
    if version == "beta":
        assert served["provisioningTaskIdentifier"] == served["id"]
    else:
        assert not any("@odata.context" in member for member in set(served) - {"@odata.context"})


@pytest.mark.parametrize("name", [CLOUD_SYNC, SALESFORCE])
def test_a_real_schema_is_taken_back_by_put(stage: stages.Stage, name: str) -> None:
    """As users do it: read, send the whole back, read again; only order, spacing and versions may differ."""
    path = "/v1.0" + loaded_as(stage, "job", name)
    before = stage.made("GET", path, None)
    assert stage.call("PUT", path, before).status_code == 204
    after = stage.made("GET", path, None)
    assert after["version"].startswith("Date:") and ", ActivityId:" in after["version"]
    assert differences(in_stored_form(before), after) == []


def in_stored_form(schema: dict[str, Any]) -> dict[str, Any]:
    """Mappings by target whatever the case, flags without blanks: what a PUT makes of any order and spacing."""
    for directory in schema["directories"]:
        directory["discoverabilities"] = directory["discoverabilities"].replace(" ", "")
    for rule in schema["synchronizationRules"]:
        for mapping in rule["objectMappings"]:
            mapping["flowTypes"] = mapping["flowTypes"].replace(" ", "")
            mapping["attributeMappings"].sort(key=lambda one: one["targetAttributeName"].casefold())
    return schema


def test_the_real_files_are_not_alike() -> None:
    """The comparison sees a difference where there is one."""
    left, right = located.real(CLOUD_SYNC), located.real(CLOUD_SYNC)
    right["synchronizationRules"][0]["objectMappings"][0]["enabled"] = False
    del right["directories"][0]["objects"][0]["attributes"][0]["mutability"]
    right["synchronizationRules"][0]["colour"] = "blue"
    assert sorted(differences(left, right)) == [
        ".directories[0].objects[0].attributes[0].mutability is lost",
        ".synchronizationRules[0].colour is new",
        ".synchronizationRules[0].objectMappings[0].enabled: False",
    ]


def test_real_bulk_requests_are_taken(stage: stages.Stage) -> None:
    owner = stage.owner("API2AAD")
    job = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization/jobs/{owner.job_id}"
    stage.made("POST", f"{job}/start", None)
    for name in ("bulkUpload-request-core-enterprise.json", "bulkUpload-request-csv2scim.json"):
        headers = {"Content-Type": "application/scim+json"}
        answer = stage.call("POST", f"{job}/bulkUpload", located.real(name), headers=headers)
        assert (answer.status_code, answer.content) == (202, b"")
        log = stage.made("GET", answer.headers["Location"].removeprefix(stage.emulator.graph_url), None)["value"]
        assert {one["jobId"] for one in log} == {owner.job_id}


def test_the_real_job_has_the_shape_of_a_job_here(stage: stages.Stage) -> None:
    """The members of 2019 are all there, in a job that has reached its steady state."""
    owner = stage.owner("AD2AADProvisioning")
    job = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization/jobs/{owner.job_id}"
    stage.made("POST", f"{job}/start", None)
    served = [stage.made("GET", job, None) for _reading in range(4)][-1]
    real = located.real("job-AD2AADProvisioning-steady-2019.json")
    assert model.check("synchronizationJob", served) == []
    assert set(real) <= set(served) and set(real["status"]) == set(served["status"])
    assert set(real["status"]["lastExecution"]) == set(served["status"]["lastExecution"])
    assert {one["name"] for one in real["synchronizationJobSettings"]} <= {
        one["name"] for one in served["synchronizationJobSettings"]
    }

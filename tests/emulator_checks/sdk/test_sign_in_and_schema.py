# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official clients from sign-in to a changed schema, and the one request that they are known to send wrongly."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("msgraph", reason="The official clients are not installed here (tests/requirements/sdk.txt).")
pytest.importorskip(
    "azure.identity", reason="The official clients are not installed here (tests/requirements/sdk.txt)."
)

from emulator_checks import stage as stages
from emulator_checks.sdk import clients

pytestmark = [
    pytest.mark.filterwarnings("ignore:GetQueryParameters is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This class is deprecated. Please use the generic:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    with stages.raised() as raised:
        yield raised


def signed_in(stage: stages.Stage, secret: str) -> Any:
    """The sign-in of azure-identity with a client secret, at the emulator's authority."""
    identity = importlib.import_module("azure.identity")
    emulator = stage.emulator
    return identity.ClientSecretCredential(
        emulator.tenant_id,
        emulator.client_id,
        secret,
        authority=emulator.authority,
        disable_instance_discovery=True,
        connection_verify=emulator.ca_path,
    )


def provider(credential: Any, graph_url: str) -> Any:
    azure = importlib.import_module("kiota_authentication_azure.azure_identity_authentication_provider")
    scope = [f"{graph_url}/.default"]
    return azure.AzureIdentityAuthenticationProvider(credential, scopes=scope, allowed_hosts=["localhost"])


def test_azure_identity_signs_in_and_the_client_lists_the_applications(stage: stages.Stage) -> None:
    async def names() -> list[str]:
        emulator = stage.emulator
        with signed_in(stage, emulator.client_secret) as credential:
            async with clients.connection(emulator.ca_path) as connection:
                over = provider(credential, emulator.graph_url)
                graph = clients.client("v1.0", emulator.graph_url, connection, over)
                return [one.display_name for one in (await graph.service_principals.get()).value]

    assert {"Contoso SCIM", "Fabrikam Sign-On", "Twin Application"} <= set(asyncio.run(names()))


def test_a_wrong_secret_is_refused_in_the_words_of_the_service(stage: stages.Stage) -> None:
    core = importlib.import_module("azure.core.exceptions")
    with (
        signed_in(stage, "not-the-right-secret") as credential,
        pytest.raises(core.ClientAuthenticationError, match="AADSTS7000215"),
    ):
        credential.get_token(f"{stage.emulator.graph_url}/.default")


@pytest.mark.parametrize("version", clients.PACKAGES)
def test_the_client_sends_a_schema_by_patch_and_only_put_is_routed(stage: stages.Stage, version: str) -> None:
    """msgraph-sdk-powershell #2643, msgraph-sdk-python #820: not mended in 1.65 and beta 1.66."""
    owner = stage.owner("fabrikamSingleSignon")
    path = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization/jobs/{owner.job_id}/schema"

    async def read_and_send_back() -> None:
        emulator = stage.emulator
        async with clients.connection(emulator.ca_path) as connection:
            over = clients.static_token(emulator.token(roles=stages.ROLES))
            graph = clients.client(version, emulator.graph_url, connection, over)
            route = clients.Route(version, "servicePrincipals", "PATCH", "jobs/{job}/schema")
            builder = clients.builder(graph, route, owner.service_principal_id, {"job": owner.job_id})
            await builder.patch(await builder.get())

    mark = stage.emulator.mark()
    with pytest.raises(Exception) as refused:
        asyncio.run(read_and_send_back())
    error = refused.value.error
    assert (refused.value.response_status_code, error.code) == (404, "UnknownError")
    inner = json.loads(error.message)
    assert inner["Message"].startswith("No HTTP resource was found that matches the request URI 'https://syncfabric.")
    assert [(one["method"], one["status"]) for one in stage.emulator.audit(since=mark)] == [
        ("GET", 200),
        ("PATCH", 404),
    ]
    assert stage.call("PUT", path, stage.made("GET", path, None)).status_code == 204

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A script on the official client: reads settings, jobs and schemas of all applications, compares, writes what differs.

`official_sdk.py CONNECTION.json [--batched]`: one request after the other, as the documentation shows it, or with
the client's own batches for the reads. Ends with `changed: N`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import sys
import types
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.method import Method
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph import GraphServiceClient
from msgraph.generated.models.attribute_mapping import AttributeMapping
from msgraph.generated.models.filter import Filter
from msgraph.generated.models.object_mapping import ObjectMapping
from msgraph.generated.models.synchronization import Synchronization
from msgraph.generated.models.synchronization_job import SynchronizationJob
from msgraph.generated.models.synchronization_job_collection_response import SynchronizationJobCollectionResponse
from msgraph.generated.models.synchronization_schema import SynchronizationSchema
from msgraph.generated.models.synchronization_secret import SynchronizationSecret
from msgraph.generated.models.synchronization_secret_key_string_value_pair import (
    SynchronizationSecretKeyStringValuePair,
)
from msgraph.generated.service_principals.item.synchronization.secrets.secrets_put_request_body import (
    SecretsPutRequestBody,
)
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph_core import GraphClientFactory

Read = tuple[Any, type[Any]]
LARGEST_BATCH = 20


class AtHand(AccessTokenProvider):
    """A token that was had before."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["localhost"])


class Tenant:
    """The applications of a tenant and what shall be."""

    def __init__(self, adapter: GraphRequestAdapter, declared: dict[str, Any], batched: bool) -> None:
        self._adapter = adapter
        self._graph = GraphServiceClient(request_adapter=adapter)
        self._declared = declared
        self._batched = batched
        self._mappings = [_model(row, AttributeMapping) for row in declared["rows"]]
        self._scope = _model(declared["scope"], Filter)
        self.changed = 0

    async def converge(self) -> None:
        """Everything as declared, application by application."""
        owners = [self._at(one) for one in self._declared["applications"]]
        stored = await self._read([(one.to_get_request_information(), Synchronization) for one in owners])
        listed = await self._read(
            [(one.jobs.to_get_request_information(), SynchronizationJobCollectionResponse) for one in owners]
        )
        jobs = [
            found.value[0] if found.value else await self._made(one) for one, found in zip(owners, listed, strict=True)
        ]
        at = [one.jobs.by_synchronization_job_id(job.id) for one, job in zip(owners, jobs, strict=True)]
        schemas = await self._read([(one.schema.to_get_request_information(), SynchronizationSchema) for one in at])
        for index, owner in enumerate(owners):
            await self._settings(owner, index, stored[index])
            await self._schema(at[index], schemas[index])
            if jobs[index].schedule.state != "Active":
                self.changed += 1
                await _again(at[index].start.post)

    def _at(self, application: dict[str, Any]) -> Any:
        return self._graph.service_principals.by_service_principal_id(
            application["service_principal_id"]
        ).synchronization

    async def _read(self, reads: list[Read]) -> list[Any]:
        if not self._batched:
            return [await _again(lambda one=one: self._adapter.send_async(*one, {})) for one in reads]
        found: list[Any] = []
        for start in range(0, len(reads), LARGEST_BATCH):
            found += await self._read_batch(reads[start : start + LARGEST_BATCH])
        return found

    async def _read_batch(self, reads: list[Read]) -> list[Any]:
        batches = _batches()
        content = batches.BatchRequestContent()
        for number, (information, _kind) in enumerate(reads):
            information.path_parameters["baseurl"] = self._adapter.base_url
            item = batches.BatchRequestItem(information, id=str(number))
            # Left to itself it sends the whole address, where the service wants what follows the version.
            item.url = information.url.removeprefix(self._adapter.base_url)
            content.add_request(str(number), item)
        # The client's own reader of batches leaves the bodies out, so they are read from the text.
        sent = await batches.BatchRequestBuilder(self._adapter).to_post_request_information(content)
        text = await self._adapter.send_primitive_async(sent, "bytes", {})
        answers = {one["id"]: one for one in json.loads(text)["responses"]}
        found = []
        for number, (information, kind) in enumerate(reads):
            answer = answers[str(number)]
            if answer["status"] == 200:
                found.append(_model(answer["body"], kind))
            else:
                found.append(await _again(lambda one=(information, kind): self._adapter.send_async(*one, {})))
        return found

    async def _settings(self, owner: Any, index: int, stored: Synchronization) -> None:
        pairs = {pair.key.value: pair.value for pair in stored.secrets or []}
        wanted = self._declared["applications"][index]["settings"]
        notifications = json.loads(pairs.get("SyncNotificationSettings") or "{}")
        if (
            pairs.get("BaseAddress") == wanted["BaseAddress"]
            and notifications == wanted["SyncNotificationSettings"]
            and "SecretToken" in pairs
        ):
            return
        self.changed += 1
        texts = {
            "BaseAddress": wanted["BaseAddress"],
            "SyncNotificationSettings": json.dumps(wanted["SyncNotificationSettings"]),
            **self._declared["secrets"][index],
        }
        rows = [
            SynchronizationSecretKeyStringValuePair(key=SynchronizationSecret(key), value=value)
            for key, value in texts.items()
        ]
        await _again(lambda: owner.secrets.put(SecretsPutRequestBody(value=rows)))

    async def _made(self, owner: Any) -> SynchronizationJob:
        self.changed += 1
        template = SynchronizationJob(template_id=self._declared["template_id"])
        return await _again(lambda: owner.jobs.post(template))

    async def _schema(self, job: Any, schema: SynchronizationSchema) -> None:
        rule = next(one for one in schema.synchronization_rules if one.name == self._declared["rule"])
        source = self._declared["source_object"]
        mapping = next(one for one in rule.object_mappings if one.source_object_name == source)
        if self._is_as_declared(mapping):
            return
        self.changed += 1
        # The client drops flags that the service demands, and sends a schema by PATCH, which the service does not know
        # (msgraph-sdk-python #820): what is written is the document as text.
        information = job.schema.to_get_request_information()
        document = json.loads(await _again(lambda: self._adapter.send_primitive_async(information, "bytes", {})))
        rule_row = next(one for one in document["synchronizationRules"] if one["name"] == self._declared["rule"])
        row = next(one for one in rule_row["objectMappings"] if one["sourceObjectName"] == source)
        wanted = {one["targetAttributeName"] for one in self._declared["rows"]}
        kept = [one for one in row["attributeMappings"] if one["targetAttributeName"] not in wanted]
        row.update(scope=self._declared["scope"], attributeMappings=[*kept, *self._declared["rows"]])
        put = job.schema.to_get_request_information()
        put.http_method = Method.PUT
        put.set_stream_content(json.dumps(document).encode(), "application/json")
        await _again(lambda: self._adapter.send_no_response_content_async(put, {}))

    def _is_as_declared(self, mapping: ObjectMapping) -> bool:
        expressions = {
            one.target_attribute_name: one.source.expression for one in mapping.attribute_mappings if one.source
        }
        alike = all(expressions.get(one.target_attribute_name) == one.source.expression for one in self._mappings)
        return alike and _clauses(mapping.scope) == _clauses(self._scope)


def _batches() -> types.SimpleNamespace:
    """The client's batches. msgraph-core 1.5 imports `deprecated` for them and does not require it: this stands in."""
    if "deprecated" not in sys.modules:
        stand_in = types.ModuleType("deprecated")
        stand_in.deprecated = lambda *_reason: lambda decorated: decorated  # type: ignore[attr-defined]
        sys.modules["deprecated"] = stand_in
    from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
    from msgraph_core.requests.batch_request_content import BatchRequestContent
    from msgraph_core.requests.batch_request_item import BatchRequestItem

    return types.SimpleNamespace(
        BatchRequestBuilder=BatchRequestBuilder,
        BatchRequestContent=BatchRequestContent,
        BatchRequestItem=BatchRequestItem,
    )


def _clauses(scope: Filter | None) -> list[list[tuple[Any, ...]]]:
    groups = scope.groups if scope else None
    return [
        [(one.source_operand_name, one.operator_name, tuple(one.target_operand.values)) for one in group.clauses]
        for group in groups or []
    ]


def _model(value: Any, kind: type[Any]) -> Any:
    """A model of the client from what Graph prints."""
    return JsonParseNode(value).get_object_value(kind)


async def _again(ask: Callable[[], Awaitable[Any]], times: int = 10) -> Any:
    """What was just made is not known everywhere yet: once a second until it is."""
    for dummy in range(times - 1):
        try:
            return await ask()
        except APIError as error:
            if error.response_status_code not in (401, 403, 404):
                raise
        await asyncio.sleep(1)
    return await ask()


async def main() -> None:
    """Converge all that is declared."""
    parser = argparse.ArgumentParser()
    parser.add_argument("connection", type=Path)
    parser.add_argument("--batched", action="store_true")
    given = parser.parse_args()
    connection = json.loads(given.connection.read_text("utf-8"))
    declared = json.loads((Path(connection["declared"]) / "everything.json").read_text("utf-8"))
    context = ssl.create_default_context(cafile=connection["ca_path"])
    transport = httpx.AsyncHTTPTransport(verify=context)
    try:
        client = httpx.AsyncClient(transport=transport, trust_env=False, timeout=60)
        provider = BaseBearerTokenAuthenticationProvider(AtHand(connection["access_token"]))
        adapter = GraphRequestAdapter(provider, GraphClientFactory.create_with_default_middleware(client=client))
        adapter.base_url = f"{connection['graph_url']}/v1.0"
        tenant = Tenant(adapter, declared, given.batched)
        await tenant.converge()
    finally:
        await transport.aclose()
    print(f"changed: {tenant.changed}")


if __name__ == "__main__":
    asyncio.run(main())

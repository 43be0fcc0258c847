# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the official clients know: their routes, read from their own sources, and clients that talk to the emulator."""

from __future__ import annotations

import importlib
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx

PACKAGES = {"v1.0": "msgraph", "beta": "msgraph_beta"}
ROOTS = {"servicePrincipals": "service_principals", "applications": "applications"}
_KEYS = {"synchronizationJob": "job", "synchronizationTemplate": "template", "directoryDefinition": "directory"}
_VERB = re.compile(r"^    async def (get|post|put|patch|delete)\(", re.MULTILINE)
_TEMPLATE = re.compile(r'super\(\)\.__init__\(request_adapter, "([^"]+)"')


class Route(NamedTuple):
    """A request that a client can send; `path` is what follows `synchronization`, with {job}, {template}, {directory}."""

    version: str
    root: str
    method: str
    path: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}".strip()


@lru_cache(maxsize=1)
def routes() -> tuple[Route, ...]:
    """Every synchronization route of both clients, under both roots."""
    found = []
    for version, package in PACKAGES.items():
        top = Path(str(importlib.import_module(package).__file__)).parent / "generated"
        for root, folder in ROOTS.items():
            for file in sorted((top / folder / "item" / "synchronization").rglob("*_request_builder.py")):
                text = file.read_text("utf-8")
                template = _TEMPLATE.search(text)
                assert template is not None, file
                path = _path(template[1])
                found += [Route(version, root, verb.upper(), path) for verb in _VERB.findall(text)]
    return tuple(sorted(found))


def _path(template: str) -> str:
    plain = re.sub(r"\{\?.*\}", "", template).partition("/synchronization")[2].strip("/")
    return re.sub(r"\{(\w+)%2Did\}", lambda key: "{" + _KEYS[key[1]] + "}", plain)


@asynccontextmanager
async def connection(ca_path: str) -> AsyncIterator[httpx.AsyncClient]:
    """The clients' own HTTP library, trusting the emulator's authority.

    The transport is closed here: the clients put their middleware in its place and then forget to close it.
    """
    transport = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(cafile=ca_path))
    try:
        yield httpx.AsyncClient(transport=transport, trust_env=False, timeout=30)
    finally:
        await transport.aclose()


def client(version: str, graph_url: str, over: httpx.AsyncClient, provider: Any) -> Any:
    """The GraphServiceClient of a version with the client's usual middleware."""
    package = PACKAGES[version]
    adapter = importlib.import_module(f"{package}.graph_request_adapter").GraphRequestAdapter
    factory = importlib.import_module("msgraph_core").GraphClientFactory
    made = adapter(provider, factory.create_with_default_middleware(client=over))
    made.base_url = f"{graph_url}/{version}"
    return importlib.import_module(f"{package}.graph_service_client").GraphServiceClient(request_adapter=made)


def static_token(token: str) -> Any:
    """An authentication provider of kiota with a token that is at hand."""
    authentication = importlib.import_module("kiota_abstractions.authentication")

    class AtHand(authentication.AccessTokenProvider):  # type: ignore[misc, name-defined]
        async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
            return token

        def get_allowed_hosts_validator(self) -> Any:
            return authentication.AllowedHostsValidator(["localhost"])

    return authentication.BaseBearerTokenAuthenticationProvider(AtHand())


def builder(graph: Any, route: Route, owner_id: str, keys: dict[str, str]) -> Any:
    """The request builder of a route: `jobs/{job}/schema/$count` -> .jobs.by_…_id(job).schema.count"""
    at = graph.applications.by_application_id(owner_id) if route.root == "applications" else None
    at = at or graph.service_principals.by_service_principal_id(owner_id)
    at = at.synchronization
    names = {short: long for long, short in _KEYS.items()}
    for part in filter(None, route.path.split("/")):
        if part.startswith("{"):
            at = getattr(at, f"by_{_snake(names[part[1:-1]])}_id")(keys[part[1:-1]])
        else:
            at = getattr(at, {"$count": "count", "$value": "content"}.get(part, _snake(part.removesuffix("()"))))
    return at


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

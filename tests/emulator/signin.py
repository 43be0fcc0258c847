# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in: the token endpoint, discovery, and the managed identity endpoint of a virtual machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from . import assertions, faults
from .exchange import Incoming, Outgoing
from .world import Client, Tenant, new_id

if TYPE_CHECKING:
    from .service import Service

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME = 3599


class SignInRefused(Exception):
    """An AADSTS error: HTTP status, OAuth error word, code number and text."""

    def __init__(self, status: int, error: str, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.error, self.code, self.text = status, error, code, text


def answer(service: Service, incoming: Incoming) -> Outgoing:
    """Whatever is not Graph: sign-in paths, or 404."""
    parts = [part for part in incoming.path.split("/") if part]
    try:
        if parts == ["common", "discovery", "instance"]:
            return _json(200, _instances(service))
        if parts[:3] == ["metadata", "identity", "oauth2"]:
            return _managed_identity(service, incoming)
        if len(parts) >= 2:
            tenant = _tenant(service, parts[0])
            return _tenant_path(service, tenant, parts[1:], incoming)
    except SignInRefused as refused:
        return _refused(service, refused)
    return _json(404, {"error": {"code": "NotFound", "message": f"There is nothing at {incoming.path}."}})


def _tenant_path(service: Service, tenant: Tenant, tail: list[str], incoming: Incoming) -> Outgoing:
    if tail in (["v2.0", ".well-known", "openid-configuration"], [".well-known", "openid-configuration"]):
        return _json(200, _configuration(service, tenant))
    if tail == ["discovery", "v2.0", "keys"]:
        return _json(200, service.tokens.key_set())
    if tail == ["oauth2", "v2.0", "token"] and incoming.method == "POST":
        form = dict(parse_qsl(incoming.body.decode("utf-8", "replace"), keep_blank_values=True))
        return _json(200, _token(service, tenant, form))
    return _json(404, {"error": {"code": "NotFound", "message": f"There is nothing at {incoming.path}."}})


def _json(status: int, body: dict[str, Any]) -> Outgoing:
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return Outgoing(status, json.dumps(body).encode(), headers)


def _refused(service: Service, refused: SignInRefused) -> Outgoing:
    trace, moment = new_id(), service.world.clock.stamp()[:19].replace("T", " ") + "Z"
    correlation = new_id()
    text = f"AADSTS{refused.code}: {refused.text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {moment}"
    body = {
        "error": refused.error,
        "error_description": text,
        "error_codes": [refused.code],
        "timestamp": moment,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"{service.authority}/error?code={refused.code}",
    }
    return _json(refused.status, body)


def _tenant(service: Service, name: str) -> Tenant:
    tenant = service.world.tenants.get(name.lower())
    if tenant is None:
        text = f"Tenant '{name}' not found. Check to make sure you have the correct tenant ID."
        raise SignInRefused(400, "invalid_request", 90002, text)
    return tenant


def _instances(service: Service) -> dict[str, Any]:
    host = service.authority.partition("://")[2]
    first = next(iter(service.world.tenants), "common")
    return {
        "tenant_discovery_endpoint": f"{service.authority}/{first}/v2.0/.well-known/openid-configuration",
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
    }


def _configuration(service: Service, tenant: Tenant) -> dict[str, Any]:
    root = f"{service.authority}/{tenant.id}"
    return {
        "token_endpoint": f"{root}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": f"{root}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": service.tokens.issuer(tenant.id),
        "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
        "tenant_region_scope": None,
        "cloud_instance_name": service.authority.partition("://")[2],
        "msgraph_host": service.graph_url.partition("://")[2],
    }


def _token(service: Service, tenant: Tenant, form: dict[str, str]) -> dict[str, Any]:
    if form.get("grant_type") != "client_credentials":
        text = f"The provided grant type '{form.get('grant_type', '')}' is not supported."
        raise SignInRefused(400, "unsupported_grant_type", 70003, text)
    client = tenant.clients.get(form.get("client_id", "").lower())
    if client is None:
        text = (
            f"Application with identifier '{form.get('client_id', '')}' was not found in the directory '{tenant.id}'."
        )
        raise SignInRefused(400, "unauthorized_client", 700016, text)
    _check_scope(service, form.get("scope", ""))
    if "client_assertion" in form:
        _check_assertion(service, tenant, client, form)
    else:
        _check_secret(service, client, form.get("client_secret", ""))
    return _issued(service, tenant, client, faults.challenged_nonce(form.get("claims", "")))


def _issued(service: Service, tenant: Tenant, client: Client, challenge: str) -> dict[str, Any]:
    token = service.tokens.issue(
        tenant.id, client.app_id, client.object_id, client.roles, lifetime=LIFETIME, challenge=challenge
    )
    return {"token_type": "Bearer", "expires_in": LIFETIME, "ext_expires_in": LIFETIME, "access_token": token}


def _check_scope(service: Service, scope: str) -> None:
    wanted = [word for word in scope.split() if word not in ("openid", "profile", "offline_access")]
    if not wanted or any(not word.endswith("/.default") for word in wanted):
        text = f"The provided request must include a 'scope' input parameter that is valid, not '{scope}'."
        raise SignInRefused(400, "invalid_scope", 70011, text)
    resource = wanted[0][: -len("/.default")]
    if resource.rstrip("/") != service.graph_url:
        text = f"The resource principal named {resource} was not found in the tenant."
        raise SignInRefused(400, "invalid_resource", 500011, text)


def _check_secret(service: Service, client: Client, secret: str) -> None:
    if not secret:
        text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
        raise SignInRefused(401, "invalid_client", 7000218, text)
    if secret not in client.secrets:
        text = "Invalid client secret provided. Ensure the secret being sent is the client secret value."
        raise SignInRefused(401, "invalid_client", 7000215, text)
    expiry = client.secrets[secret]
    if expiry and expiry <= service.world.clock.now():
        text = f"The provided client secret keys for app '{client.app_id}' are expired."
        raise SignInRefused(401, "invalid_client", 7000222, text)


def _check_assertion(service: Service, tenant: Tenant, client: Client, form: dict[str, str]) -> None:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise SignInRefused(400, "invalid_request", 900144, "The 'client_assertion_type' is not supported.")
    endpoints = [f"{service.authority}/{tenant.id}/oauth2/v2.0/token", f"{service.authority}/{tenant.id}/v2.0"]
    try:
        assertions.check(form["client_assertion"], client, endpoints)
    except assertions.BadAssertion as bad:
        raise SignInRefused(401, "invalid_client", bad.code, str(bad)) from None


def _managed_identity(service: Service, incoming: Incoming) -> Outgoing:
    """The endpoint of a virtual machine's identity: system-assigned, or the user-assigned one that is named."""
    query = incoming.query
    if incoming.headers.get("metadata", "").lower() != "true":
        return _json(400, {"error": "invalid_request", "error_description": "Required metadata header not specified"})
    if query.get("resource", "").rstrip("/") != service.graph_url:
        text = f"AADSTS500011: The resource principal named {query.get('resource')} was not found in the tenant."
        return _json(400, {"error": "invalid_resource", "error_description": text})
    wanted = query.get("client_id") or query.get("object_id") or ""
    for tenant in service.world.tenants.values():
        for client in tenant.clients.values():
            if (wanted and wanted in (client.app_id, client.object_id) and client.managed_identity) or (
                not wanted and client.managed_identity == "system"
            ):
                return _json(200, _identity_token(service, tenant, client))
    return _json(400, {"error": "invalid_request", "error_description": "Identity not found"})


def _identity_token(service: Service, tenant: Tenant, client: Client) -> dict[str, Any]:
    token = _issued(service, tenant, client, "")["access_token"]
    return {
        "access_token": token,
        "client_id": client.app_id,
        "expires_in": str(LIFETIME),
        "expires_on": str(int(service.world.clock.now()) + LIFETIME),
        "ext_expires_in": str(LIFETIME),
        "not_before": str(int(service.world.clock.now())),
        "resource": service.graph_url,
        "token_type": "Bearer",
    }

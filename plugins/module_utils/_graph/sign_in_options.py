# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options after all checks that need no network: what the parts of the sign-in work from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clouds import Cloud, choose_cloud
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor, Secret

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Compiled only for a tenant that is named by its domain.
_DOMAIN = r"(?=.{4,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
# These name no tenant, and an application signs in to one.
_SHARED_TENANTS = ("common", "organizations", "consumers")
_SECRETS = ("client_secret", "certificate_password", "federated_token", "access_token")

# What the libraries below take from the environment by themselves: addresses that may hold a password, and what the
# platform gave to those who may ask its endpoint for a token.
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_IDENTITY_HEADERS = ("IDENTITY_HEADER", "MSI_SECRET")


class SignInOptions(NamedTuple):
    """One connection. Equal options are one connection: a session and a token may be shared.

    timeout: seconds for each answer; deadline: seconds for one task.
    """

    cloud: Cloud
    tenant_id: str | None
    client_id: str | None
    client_secret: Secret | None
    certificate_path: str | None
    certificate_password: Secret | None
    federated_token: Secret | None
    federated_token_file: str | None
    access_token: Secret | None
    managed_identity_client_id: str | None
    ca_path: str | None
    proxy: Secret | None
    token_cache: str | None
    timeout: float
    deadline: float
    azure_config_dir: str | None
    environment_proxies: tuple[Secret, ...] = ()
    identity_headers: tuple[Secret, ...] = ()

    def given(self, name: str) -> bool:
        """Whether the option has a value."""
        return getattr(self, name) is not None

    def redactor(self) -> Redactor:
        """A redactor that knows every secret of this connection."""
        redactor = Redactor()
        for name in _SECRETS:
            redactor.add(getattr(self, name))
        for header in self.identity_headers:
            redactor.add(header)
        for address in (self.proxy, *self.environment_proxies):
            redactor.add_inside(address.reveal() if address else "")
        return redactor


def check_options(params: Mapping[str, Any], environment: Mapping[str, str]) -> SignInOptions:
    """The checked options; BadConnection names the first that is wrong and what is allowed."""
    values: dict[str, Any] = {name: None if value == "" else value for name, value in params.items()}
    secrets = {name: Secret(values[name]) if values.get(name) else None for name in (*_SECRETS, "proxy")}
    return SignInOptions(
        cloud=choose_cloud(values),
        tenant_id=_tenant(values.get("tenant_id")),
        client_id=_guid("client_id", values.get("client_id")),
        certificate_path=values.get("certificate_path"),
        federated_token_file=values.get("federated_token_file"),
        managed_identity_client_id=_guid("managed_identity_client_id", values.get("managed_identity_client_id")),
        ca_path=_readable("ca_path", values.get("ca_path")),
        token_cache=values.get("token_cache"),
        timeout=_seconds("timeout", values.get("timeout"), 60),
        deadline=_seconds("deadline", values.get("deadline"), 600),
        azure_config_dir=environment.get("AZURE_CONFIG_DIR") or None,
        environment_proxies=_secrets_of(environment, _PROXIES),
        identity_headers=_secrets_of(environment, _IDENTITY_HEADERS),
        **_checked_proxy(secrets),
    )


def _secrets_of(environment: Mapping[str, str], names: Iterable[str]) -> tuple[Secret, ...]:
    return tuple(Secret(environment[name]) for name in names if environment.get(name))


def _tenant(value: str | None) -> str | None:
    if value is None:
        return None
    if value.lower() in _SHARED_TENANTS:
        raise BadConnection(
            f"tenant_id must name one tenant; {value!r} stands for many. Give its id or one of its domains."
        )
    if not (_GUID.fullmatch(value) or re.fullmatch(_DOMAIN, value)):
        raise BadConnection(
            f"tenant_id must be a tenant's id (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx) or one of its domain names "
            f"(contoso.onmicrosoft.com), not {value!r}."
        )
    return value.lower()


def _guid(option: str, value: str | None) -> str | None:
    if value is None:
        return None
    if not _GUID.fullmatch(value):
        raise BadConnection(
            f"{option} must be an application id (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx), not {value!r}."
        )
    return value.lower()


def _seconds(option: str, value: Any, default: float) -> float:
    seconds = default if value is None else value
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds <= 0:
        raise BadConnection(f"{option} must be a number of seconds above 0, not {value!r}.")
    return float(seconds)


def _readable(option: str, path: str | None) -> str | None:
    if path is not None and not os.access(path, os.R_OK):
        raise BadConnection(f"{option} {path} does not exist or cannot be read.")
    return path


def _checked_proxy(secrets: dict[str, Secret | None]) -> dict[str, Secret | None]:
    proxy = secrets["proxy"]
    if proxy is not None:
        try:
            parts = urlsplit(proxy.reveal())
            sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            sound = False
        if not sound:
            raise BadConnection("proxy must be an address such as http://host:port.")
    return secrets

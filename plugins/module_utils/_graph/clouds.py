# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Microsoft Graph and its login host are, in each cloud or where the user says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection


class Cloud(NamedTuple):
    """graph_root: scheme and host of Microsoft Graph, no version; authority: scheme and host of the login service.

    authority is None where a custom root was given without one: then only ready tokens can be used.
    """

    graph_root: str
    authority: str | None


CLOUDS: Mapping[str, Cloud] = {
    "global": Cloud("https://graph.microsoft.com", "https://login.microsoftonline.com"),
    "us_government_l4": Cloud("https://graph.microsoft.us", "https://login.microsoftonline.us"),
    "us_government_l5": Cloud("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    "china": Cloud("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
}

# The names of one and the same login service. It may name a host by another of them, and by no other name.
LOGIN_HOSTS = (
    ("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
    ("login.microsoftonline.us", "login.usgovcloudapi.net"),
    ("login.chinacloudapi.cn", "login.partner.microsoftonline.cn"),
)


def choose_cloud(params: Mapping[str, Any]) -> Cloud:
    """The cloud that `cloud`, `graph_url` and `authority` name; BadConnection where they contradict each other."""
    name = params.get("cloud") or "global"
    if name not in CLOUDS:
        raise BadConnection(f"cloud must be one of {', '.join(CLOUDS)}, not {name!r}.")
    known = CLOUDS[name]
    root = _graph_root(params["graph_url"]) if params.get("graph_url") else known.graph_root
    authority = _authority(params["authority"]) if params.get("authority") else None
    owner = _cloud_of_root(root)
    if params.get("graph_url") and owner is not None and owner != name:
        raise BadConnection(f"graph_url {root} belongs to cloud {owner}, but cloud is {name}. Give one of the two.")
    if authority is not None:
        _refuse_another_clouds_authority(authority, known, name)
    elif root == known.graph_root:
        authority = known.authority
    return Cloud(root, authority)


def is_loopback(host: str | None) -> bool:
    """Whether the host is this machine itself."""
    return (host or "").lower() in ("localhost", "127.0.0.1", "::1")


def names_of(authority: str) -> tuple[str, ...]:
    """The authority, and the others that are the same login service."""
    host = authority.partition("://")[2]
    return (authority, *(f"https://{name}" for names in LOGIN_HOSTS if host in names for name in names))


def _graph_root(url: str) -> str:
    parts = _split("graph_url", url)
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise BadConnection(
            f"graph_url must be https, not {url}: tokens are never sent in the clear. http is allowed for this machine "
            "itself only (localhost, 127.0.0.1, ::1)."
        )
    if parts.path.strip("/").lower() in ("v1.0", "beta"):
        raise BadConnection(f"graph_url is the root without a version: give {parts.scheme}://{parts.netloc}.")
    return _origin(parts, parts.path.rstrip("/"))


def _authority(url: str) -> str:
    parts = _split("authority", url)
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise BadConnection(f"authority must be https, not {url}: credentials are never sent in the clear.")
    if parts.path.strip("/"):
        raise BadConnection(
            f"authority is the login host alone: give {parts.scheme}://{parts.netloc} and put the tenant in tenant_id."
        )
    return _origin(parts)


def _origin(parts: SplitResult, path: str = "") -> str:
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def _split(option: str, url: str) -> SplitResult:
    """The parts of an address that is nothing but scheme, host, port and path."""
    try:
        parts = urlsplit(url.strip())
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        sound = sound and parts.netloc.isascii()
    except ValueError:
        sound = False
    if not sound:
        raise BadConnection(f"{option} must be an address such as https://host or https://host:port, not {url!r}.")
    if parts.username or parts.password:
        raise BadConnection(f"{option} must not hold a user name or a password.")
    if parts.query or parts.fragment:
        raise BadConnection(f"{option} must end after the host and path, without '?' or '#': {url!r}.")
    return parts


def _cloud_of_root(root: str) -> str | None:
    return next((name for name, cloud in CLOUDS.items() if cloud.graph_root == root), None)


def _refuse_another_clouds_authority(authority: str, chosen: Cloud, name: str) -> None:
    """A credential goes to the login host: sending it to another cloud's is never what was meant."""
    owners = [other for other, cloud in CLOUDS.items() if cloud.authority == authority]
    if owners and authority != chosen.authority:
        raise BadConnection(
            f"authority {authority} belongs to cloud {' and '.join(owners)}, but cloud is {name}. Set cloud to match, "
            "or leave authority out."
        )

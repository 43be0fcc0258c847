# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options of every module, with the environment variables that may give them.

The prose stands in `plugins/doc_fragments/graph.py`; `ansible-test sanity` fails on any difference.
"""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import env_fallback
from ansible.module_utils.errors import AnsibleFallbackNotFound

AUTH_METHODS = (
    "auto",
    "access_token",
    "certificate",
    "client_secret",
    "federated_token",
    "managed_identity",
    "azure_cli",
)
API_VERSIONS = ("v1.0", "beta")
CLOUD_NAMES = ("global", "us_government_l4", "us_government_l5", "china")

# The names that Azure users already have; ENTRA_ where Azure has no name for it.
ENVIRONMENT = {
    "tenant_id": "AZURE_TENANT_ID",
    "client_id": "AZURE_CLIENT_ID",
    "auth_method": "ENTRA_AUTH_METHOD",
    "client_secret": "AZURE_CLIENT_SECRET",
    "certificate_path": "AZURE_CLIENT_CERTIFICATE_PATH",
    "certificate_password": "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "federated_token": "ENTRA_FEDERATED_TOKEN",
    "federated_token_file": "AZURE_FEDERATED_TOKEN_FILE",
    "access_token": "ENTRA_ACCESS_TOKEN",
    "managed_identity_client_id": "ENTRA_MANAGED_IDENTITY_CLIENT_ID",
    "cloud": "ENTRA_CLOUD",
    "api_version": "ENTRA_API_VERSION",
    "graph_url": "ENTRA_GRAPH_URL",
    "authority": "AZURE_AUTHORITY_HOST",
    "ca_path": "ENTRA_CA_PATH",
    "proxy": "ENTRA_PROXY",
    "token_cache": "ENTRA_TOKEN_CACHE",
    "timeout": "ENTRA_TIMEOUT",
    "deadline": "ENTRA_DEADLINE",
}


def from_environment(variable: str) -> str:
    """The value of an environment variable. One that is set and empty, as pipelines have them, counts as not set."""
    value: str = env_fallback(variable)
    if not value.strip():
        raise AnsibleFallbackNotFound
    return value


def _option(name: str, **spec: Any) -> dict[str, Any]:
    """One entry of the argument spec, which falls back on its environment variable."""
    return dict({"type": "str", "fallback": (from_environment, [ENVIRONMENT[name]])}, **spec)


# A proxy's address may carry a password, so it is treated as a secret. The `no_log=False` say that a name only sounds
# like a secret: these are paths, and masking them would make every error about them unreadable.
CONNECTION: dict[str, dict[str, Any]] = {
    "tenant_id": _option("tenant_id"),
    "client_id": _option("client_id"),
    "auth_method": _option("auth_method", default="auto", choices=list(AUTH_METHODS)),
    "client_secret": _option("client_secret", no_log=True),
    "certificate_path": _option("certificate_path", type="path"),
    "certificate_password": _option("certificate_password", no_log=True),
    "federated_token": _option("federated_token", no_log=True),
    "federated_token_file": _option("federated_token_file", type="path", no_log=False),
    "access_token": _option("access_token", no_log=True),
    "managed_identity_client_id": _option("managed_identity_client_id"),
    "cloud": _option("cloud", default="global", choices=list(CLOUD_NAMES)),
    "api_version": _option("api_version", default="v1.0", choices=list(API_VERSIONS)),
    "graph_url": _option("graph_url"),
    "authority": _option("authority"),
    "ca_path": _option("ca_path", type="path"),
    "proxy": _option("proxy", no_log=True),
    "token_cache": _option("token_cache", type="path", no_log=False),
    "timeout": _option("timeout", type="int", default=60),
    "deadline": _option("deadline", type="int", default=600),
}

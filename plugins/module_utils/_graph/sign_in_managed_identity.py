# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign in as the managed identity of the Azure machine, container or function that we run on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._graph.msal_client import (
    CAPABILITIES,
    MSAL,
    ask_for_token,
    open_token_http,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant

_ADVICE = (
    "A managed identity exists only on an Azure resource that has one assigned; elsewhere choose another auth_method."
)


class ManagedIdentity:
    """The system-assigned identity, or the user-assigned one that `managed_identity_client_id` names."""

    def __init__(self, options: SignInOptions, open_http: Callable[..., Any] = open_token_http) -> None:
        self._options = options
        self._open_http = open_http
        which = options.managed_identity_client_id
        self._doing = (
            f"sign in as the managed identity {which}" if which else "sign in as the system-assigned managed identity"
        )
        self._client: Any = None
        self._http: Any = None

    def fetch(self, claims: str | None, renew: bool) -> Grant:
        """A new token from the endpoint of this machine.

        For a claims challenge the client is kept, since msal shows the endpoint which token of its cache was refused.
        """
        if self._client is None or not claims:
            self._open()
        extra = _known(self._client.acquire_token_for_client, claims_challenge=claims) if claims else {}

        def ask() -> Any:
            return self._client.acquire_token_for_client(resource=self._options.cloud.graph_root, **extra)

        host = "the identity endpoint of this machine"
        return ask_for_token(self._options, self._doing, self._http, ask, host=host, advice=_ADVICE)

    def _open(self) -> None:
        msal = need("msal", MSAL, self._doing)
        which = self._options.managed_identity_client_id
        identity = msal.UserAssignedManagedIdentity(client_id=which) if which else msal.SystemAssignedManagedIdentity()
        self._http = self._open_http(self._options, direct=True)
        extra = _known(msal.ManagedIdentityClient, client_capabilities=CAPABILITIES)
        self._client = msal.ManagedIdentityClient(identity, http_client=self._http.session, **extra)


def _known(function: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    """Those of the arguments that this version of msal takes (both came after the lowest supported)."""
    takes = inspect.signature(function).parameters
    return {name: value for name, value in arguments.items() if name in takes}

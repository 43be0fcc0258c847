# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token that was fetched elsewhere, used as it is."""

from __future__ import annotations

import base64
import binascii
import json
import time

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

# The clocks of this machine and of the service may differ by as much; the service has the last word.
CLOCK_SKEW = 300


class ReadyToken:
    """The token itself; it cannot be renewed."""

    def __init__(self, options: SignInOptions) -> None:
        self._options = options
        text = (options.access_token or Secret("")).reveal().strip()
        if text.lower().startswith("bearer "):
            text = text[7:].strip()
        if not text.isascii() or len(text.split()) != 1:
            raise BadConnection("access_token must be one token, without spaces or line breaks.")
        self._token = Secret(text)

    def fetch(self, claims: str | None, renew: bool) -> Grant:
        """The token, unless it has been refused or has certainly expired."""
        hint = f"Give a fresh one, for example from: az account get-access-token --resource {self._options.cloud.graph_root}"
        if claims:
            why = "Microsoft Graph wants a token with other claims (continuous access evaluation)"
            raise self._failure(why, "Sign in again where the token came from.")
        if renew:
            why = "Microsoft Graph does not accept it: it has expired, or was made out for another tenant or resource"
            raise self._failure(why, hint)
        ended = _expiry(self._token)
        if ended is not None and ended + CLOCK_SKEW < time.time():
            when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(max(ended, 0.0)))
            raise self._failure(f"it expired at {when}", hint)
        return Grant(self._token, None, 0.0)

    def _failure(self, why: str, hint: str) -> SignInFailed:
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_failure import failed

        return failed(self._options, "use the token given in access_token", why, hint)


def _expiry(token: Secret) -> float | None:
    """The `exp` of a JWT; None for a token of another form, which is as good."""
    parts = token.reveal().split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return float(claims["exp"])
    except (ValueError, KeyError, TypeError, binascii.Error, OverflowError):
        return None

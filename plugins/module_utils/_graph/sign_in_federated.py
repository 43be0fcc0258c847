# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign in with a token of another identity provider (workload identity federation)."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.msal_client import (
    Audience,
    ClientCredentials,
    application_phrase,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

# A token is a few kilobytes; whatever is larger is another file.
LARGEST = 64 * 1024


def federated_token(options: SignInOptions) -> ClientCredentials:
    """The way to sign in with `federated_token`, else with what `federated_token_file` holds at the time."""
    _read(options)

    def prove(audience: Audience) -> Any:
        # A function: msal asks it at each token request, and the platform renews the file in between.
        return {"client_assertion": lambda: _read(options).reveal()}

    return ClientCredentials(options, application_phrase(options, "a federated token"), prove)


def _read(options: SignInOptions) -> Secret:
    if options.federated_token is not None:
        return Secret(options.federated_token.reveal().strip())
    path = options.federated_token_file or ""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(LARGEST + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise BadConnection(f"federated_token_file {path} cannot be read: {reason}.") from None
    if not text:
        raise BadConnection(f"federated_token_file {path} is empty. The platform writes the token there; is it set up?")
    if len(text) > LARGEST or len(text.split()) > 1:
        raise BadConnection(f"federated_token_file {path} must hold one token and nothing else.")
    return Secret(text)

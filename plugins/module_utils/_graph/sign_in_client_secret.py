# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign in with a client secret."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._graph.msal_client import (
    ClientCredentials,
    application_phrase,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret


def client_secret(options: SignInOptions) -> ClientCredentials:
    """The way to sign in with `client_secret`."""
    secret = options.client_secret or Secret("")
    return ClientCredentials(options, application_phrase(options, "a client secret"), lambda audience: secret.reveal())

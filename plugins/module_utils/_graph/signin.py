# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way to sign in: what the user said, else what was given, in a fixed order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import SignIn


class Method(NamedTuple):
    """credentials: the options of which it wants one; needs: the options without which it cannot be."""

    credentials: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_APPLICATION = ("tenant_id", "client_id")

METHODS: Mapping[str, Method] = {
    "access_token": Method(("access_token",)),
    "certificate": Method(("certificate_path",), _APPLICATION),
    "client_secret": Method(("client_secret",), _APPLICATION),
    "federated_token": Method(("federated_token", "federated_token_file"), _APPLICATION),
    "managed_identity": Method(),
    "azure_cli": Method(),
}

# What auto looks for, in this order. A managed identity or the user of the CLI is never taken unasked: either may be
# somebody else than the user thinks.
AUTO = ("access_token", "certificate", "client_secret", "federated_token")

# Where an option may come from when the task does not give it; for telling the two apart and for the words of errors.
VARIABLES: Mapping[str, str] = {
    "tenant_id": "AZURE_TENANT_ID",
    "client_id": "AZURE_CLIENT_ID",
    "client_secret": "AZURE_CLIENT_SECRET",
    "certificate_path": "AZURE_CLIENT_CERTIFICATE_PATH",
    "certificate_password": "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "federated_token": "ENTRA_FEDERATED_TOKEN",
    "federated_token_file": "AZURE_FEDERATED_TOKEN_FILE",
    "access_token": "ENTRA_ACCESS_TOKEN",
    "managed_identity_client_id": "ENTRA_MANAGED_IDENTITY_CLIENT_ID",
}


def choose(
    params: Mapping[str, Any], options: SignInOptions, environment: Mapping[str, str]
) -> tuple[str, SignInOptions]:
    """The method, and the options without what the environment holds against the task; BadConnection if none."""
    said = {name for name in VARIABLES if params.get(name) and params[name] != environment.get(VARIABLES[name])}
    asked = params.get("auth_method") or "auto"
    if asked != "auto" and asked not in METHODS:
        raise BadConnection(f"auth_method must be one of auto, {', '.join(METHODS)}, not {asked!r}.")
    method = _auto(options, said) if asked == "auto" else asked
    _refuse_contradictions(method, asked, said)
    options = _without_rivals(METHODS[method].credentials, options, said)
    _refuse_gaps(method, options)
    return method, options


def sign_in(method: str, options: SignInOptions) -> SignIn:
    """The method at work. Each is imported only when it is used."""
    opener: Any
    if method == "access_token":
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.access_token import ReadyToken as opener
    elif method == "certificate":
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_certificate import (
            certificate as opener,
        )
    elif method == "client_secret":
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_client_secret import (
            client_secret as opener,
        )
    elif method == "federated_token":
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_federated import (
            federated_token as opener,
        )
    elif method == "managed_identity":
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_managed_identity import (
            ManagedIdentity as opener,
        )
    else:
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_azure_cli import (
            AzureCli as opener,
        )
    way: SignIn = opener(options)
    return way


def _auto(options: SignInOptions, said: Collection[str]) -> str:
    """The method of the credential that the task gives, else of the first that the environment gives."""
    meant = [method for method in AUTO if any(name in said for name in METHODS[method].credentials)]
    if len(meant) > 1:
        given = [name for method in meant for name in METHODS[method].credentials if name in said]
        raise BadConnection(
            f"{_and(given)} contradict each other: each is a way to sign in. Give one of them, "
            f"or say which is meant with auth_method ({', '.join(meant)})."
        )
    possible = meant or [method for method in AUTO if any(options.given(name) for name in METHODS[method].credentials)]
    if not possible:
        raise BadConnection(
            "No credentials. Give access_token, certificate_path, client_secret, federated_token or "
            "federated_token_file "
            f"(or the environment variable {', '.join(VARIABLES[name] for name in _credentials())}), "
            "or set auth_method to managed_identity or azure_cli."
        )
    return possible[0]


def _refuse_contradictions(method: str, asked: str, said: Collection[str]) -> None:
    """Who says auth_method says what is meant; else everything that the task gives must belong to the method found."""
    owners = {"managed_identity_client_id": "managed_identity", "certificate_password": "certificate"}
    for name, owner in owners.items():
        if asked == "auto" and name in said and method != owner:
            raise BadConnection(
                f"{name} belongs to auth_method {owner}, but the credential found is that of {method}. "
                f"Leave {name} out or set auth_method."
            )
    if method == "managed_identity" and "client_id" in said and "managed_identity_client_id" not in said:
        raise BadConnection(
            "client_id does not choose a managed identity. Give managed_identity_client_id for a user-assigned one, "
            "or leave client_id out for the system-assigned one."
        )
    both = [name for name in METHODS[method].credentials if name in said]
    if len(both) > 1:
        raise BadConnection(f"{_and(both)} contradict each other. Give one of them.")


def _without_rivals(credentials: Collection[str], options: SignInOptions, said: Collection[str]) -> SignInOptions:
    """Of several credentials for one method, the task's own wins over the environment's."""
    if not any(name in said for name in credentials):
        return options
    others: dict[str, Any] = {name: None for name in credentials if name not in said}
    return options._replace(**others)


def _refuse_gaps(method: str, options: SignInOptions) -> None:
    credentials, needs = METHODS[method]
    if credentials and not any(options.given(name) for name in credentials):
        raise BadConnection(f"auth_method {method} needs {' or '.join(_with_variable(name) for name in credentials)}.")
    missing = [name for name in needs if not options.given(name)]
    if missing:
        raise BadConnection(f"auth_method {method} needs {' and '.join(_with_variable(name) for name in missing)}.")
    if needs and options.cloud.authority is None:
        raise BadConnection(
            f"graph_url {options.cloud.graph_root} is not that of a known cloud, so authority must name the login host "
            f"for auth_method {method}; or give access_token."
        )
    if needs and not str(options.cloud.authority).startswith("https:"):
        raise BadConnection(
            f"authority must be https for auth_method {method}, not {options.cloud.authority}: msal, the library that "
            "signs in, refuses http. For a service on plain http (an emulator on this machine) fetch a token yourself "
            "and give it in access_token."
        )


def _credentials() -> list[str]:
    return [name for method in AUTO for name in METHODS[method].credentials]


def _with_variable(name: str) -> str:
    return f"{name} (or the environment variable {VARIABLES[name]})"


def _and(names: list[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"

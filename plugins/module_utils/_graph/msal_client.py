# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens through msal: what all methods that use it have in common.

With a good token at hand nothing is fetched, so what only a fetch needs, msal first of all, is imported by the fetch.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

# The lower bound of requirements.txt. (1.29 brought ManagedIdentityClient; all else that is used here is older.)
MSAL = "msal>=1.31"

# Declaring CP1 tells Entra ID that we answer claims challenges (continuous access evaluation).
CAPABILITIES = ["CP1"]

# Tokens are good for a day at most.
LONGEST_LIFETIME = 7 * 86400.0

Audience = Callable[[], str]


class ClientCredentials:
    """Signs in as an application with a secret, a certificate or a federated token.

    doing: infinitive phrase for errors; prove: makes msal's `client_credential`; it is handed a function that tells
    the token endpoint, which an assertion is made out for and which msal learns only later.
    """

    def __init__(
        self,
        options: SignInOptions,
        doing: str,
        prove: Callable[[Audience], Any],
        open_http: Callable[..., Any] | None = None,
    ) -> None:
        self._options = options
        self._doing = doing
        self._prove = prove
        self._open_http = open_http or open_token_http

    def fetch(self, claims: str | None, renew: bool) -> Grant:
        """A new token from the login host; by a new msal application, so that none of its caches answers."""
        applications: list[Any] = []
        credential = self._prove(lambda: str(applications[0].authority.token_endpoint))
        msal = need("msal", MSAL, self._doing)
        http = self._open_http(self._options)

        def ask() -> Any:
            applications.append(self._application(msal, http, credential))
            scopes = [f"{self._options.cloud.graph_root}/.default"]
            return applications[0].acquire_token_for_client(scopes=scopes, claims_challenge=claims)

        host = urlsplit(self._options.cloud.authority or "").netloc
        return ask_for_token(self._options, self._doing, http, ask, host=host)

    def _application(self, msal: Any, http: Any, credential: Any) -> Any:
        """instance_discovery=False: a custom login host is not looked up at Microsoft's, nor a known one twice."""
        return msal.ConfidentialClientApplication(
            self._options.client_id,
            client_credential=credential,
            authority=f"{self._options.cloud.authority}/{self._options.tenant_id}",
            http_client=http.session,
            client_capabilities=CAPABILITIES,
            instance_discovery=False,
            azure_region=False,
        )


def open_token_http(options: SignInOptions, direct: bool = False) -> Any:
    """The HTTP client for msal."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_http import TokenHttp

    return TokenHttp(options, direct=direct)


def application_phrase(options: SignInOptions, means: str) -> str:
    """ "sign in to tenant T as application A with ..." """
    return f"sign in to tenant {options.tenant_id} as application {options.client_id} with {means}"


def ask_for_token(
    options: SignInOptions, doing: str, http: Any, ask: Callable[[], Any], *, host: str, advice: str = ""
) -> Grant:
    """Run msal's request; every ending but a token is a SignInFailed in plain words.

    host: who is asked, for errors; advice: what to do when it is silent or cannot be understood.
    """
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_failure import failed, refused
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_http import NoAnswer

    asked = time.time()
    try:
        answer = ask()
    except GraphError:
        raise
    except NoAnswer as silence:
        # The words are those for any host; here it is the login host that could not be had.
        hint = advice or silence.trouble.hint.replace("graph_url", "authority")
        raise failed(options, doing, silence.trouble.words, hint) from None
    except Exception as error:
        said = _json_object(http.refusal)
        if isinstance(said.get("error"), str):
            # msal hides what the login host says to its first question (is there such a tenant?); we have kept it.
            raise refused(options, doing, said, advice) from None
        how = (
            f"answered with HTTP {http.status}" if http.refusal is not None else "gave an answer that is not understood"
        )
        hint = advice or "Check authority and cloud; if they are right, try again later."
        raise failed(options, doing, f"{host} {how} ({type(error).__name__})", hint) from None
    finally:
        http.session.close()
    if isinstance(answer, Mapping) and isinstance(answer.get("access_token"), str):
        lifetime = _lifetime(answer.get("expires_in"))
        return Grant(Secret(answer["access_token"]), asked + lifetime, lifetime)
    raise refused(options, doing, answer if isinstance(answer, Mapping) else {}, advice)


def _lifetime(said: Any) -> float:
    """The seconds that a token is good for; none where that is not said in a number that can be."""
    try:
        return min(max(float(said or 0), 0.0), LONGEST_LIFETIME)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _json_object(text: str | None) -> Mapping[str, Any]:
    try:
        value = json.loads(text or "")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}

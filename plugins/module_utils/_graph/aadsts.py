# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AADSTS codes of the login service in plain words: what it means, and what to do now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_NEW_SECRET = "Create a new secret under 'Certificates & secrets' of the app registration and give its value."
_CHECK_TENANT = "Check tenant_id, and that cloud is the one the tenant lives in."
_CHECK_CLIENT = "Check client_id (the application id, not an object id) and tenant_id."
_CHECK_TRUST = (
    "Compare issuer, subject and audience of the federated credential on the app registration with those of the token."
)
_UPLOAD = (
    "Upload this certificate under 'Certificates & secrets' of the app registration, or give the one that is there."
)
_ADMIN = "Ask the administrator of the tenant."

# code: (what it means, what to do now). Source: the error list of the Microsoft identity platform.
MEANINGS: Mapping[int, tuple[str, str]] = {
    7000215: (
        "the client secret is wrong",
        "Give the secret's value, not its id; if it is lost, create a new one under 'Certificates & secrets'.",
    ),
    7000222: ("the client secret has expired", _NEW_SECRET),
    7000216: (
        "no credential was sent for this application",
        "Give a client secret, a certificate or a federated token.",
    ),
    7000218: (
        "no credential was sent for this application",
        "Give a client secret, a certificate or a federated token.",
    ),
    700016: ("the application is not known in this tenant", _CHECK_CLIENT),
    7000112: ("the application is disabled", "Enable sign-in for it under 'Enterprise applications' > 'Properties'."),
    7000229: ("the application has no service principal in this tenant", "Add it to the tenant (grant admin consent)."),
    7000114: ("the application may not sign in on its own", _ADMIN),
    90002: ("the tenant does not exist", _CHECK_TENANT),
    900023: ("tenant_id is neither a tenant's id nor one of its domain names", _CHECK_TENANT),
    900021: ("tenant_id names no tenant", _CHECK_TENANT),
    90013: ("the login service refused the request as malformed", "Check tenant_id and client_id."),
    900382: ("the tenant lives in another cloud", "Set cloud to the one the tenant lives in."),
    900439: ("the tenant lives in another cloud", "Set cloud to the one the tenant lives in."),
    50034: ("the account is not known in this tenant", _CHECK_TENANT),
    50049: ("the login service does not know this host", "Check authority and cloud."),
    50059: ("no tenant was named", "Give tenant_id."),
    50053: ("the sign-in was blocked after too many failures", "Wait, correct the credential, and try again."),
    50079: ("a second factor is required, which an application cannot give", _ADMIN),
    50076: ("a second factor is required, which an application cannot give", _ADMIN),
    53000: ("a Conditional Access policy wants a compliant device", _ADMIN),
    53003: (
        "a Conditional Access policy blocks the sign-in",
        "Run from a place that the policy allows, or have the policy for workload identities changed.",
    ),
    530032: ("a security policy of the tenant blocks the sign-in", _ADMIN),
    65001: ("nobody has consented to the permissions of the application", "Have an administrator grant admin consent."),
    500011: ("this Microsoft Graph is not known in the tenant", "Check graph_url and cloud."),
    50001: ("this Microsoft Graph is not known in the tenant", "Check graph_url and cloud."),
    70011: ("the scope that was asked for is not valid", "Check graph_url: it must be the root of a Microsoft Graph."),
    1002012: (
        "the scope that was asked for is not valid",
        "Check graph_url: it must be the root of a Microsoft Graph.",
    ),
    700027: ("the certificate is not one of the application's, or its signature does not fit", _UPLOAD),
    700030: ("the certificate is not valid for this application", _UPLOAD),
    7000214: ("the certificate has been revoked", _UPLOAD),
    7000233: ("the certificate is not one of the application's", _UPLOAD),
    700024: (
        "the assertion is outside its time of validity",
        "Check the clock of this machine; with a federated token, give a fresh one.",
    ),
    700023: ("the assertion was made out for another audience", _CHECK_TRUST),
    50012: ("the certificate's assertion was not accepted", _UPLOAD),
    50013: ("the assertion was not accepted", _CHECK_TRUST),
    70021: ("no federated credential of the application fits the token", _CHECK_TRUST),
    700211: ("no federated credential of the application fits the issuer of the token", _CHECK_TRUST),
    700212: ("no federated credential of the application fits the audience of the token", _CHECK_TRUST),
    700213: ("no federated credential of the application fits the subject of the token", _CHECK_TRUST),
    700222: ("a token of the login service itself cannot be used as a federated token here", _CHECK_TRUST),
    7002131: ("no federated credential of the application fits the token", _CHECK_TRUST),
    50196: ("the login service saw too many equal requests", "Wait some minutes; token_cache saves requests."),
    90033: ("the login service is unavailable for the moment", "Try again in some minutes."),
    90055: ("the login service has too many requests", "Wait some minutes; token_cache saves requests."),
}

LONGEST_ID = 100
LONGEST_SENTENCE = 1000

_CODE = re.compile(r"AADSTS(\d{4,8})")
_FIELDS = {
    "correlation-id": re.compile(r"Correlation ID:\s*([0-9a-fA-F-]{8,})"),
    "trace-id": re.compile(r"Trace ID:\s*([0-9a-fA-F-]{8,})"),
}


class Refusal(NamedTuple):
    """An error answer of the login service. code: the AADSTS number or None; ids: for Microsoft's support."""

    code: int | None
    meaning: str
    advice: str
    ids: Mapping[str, str]

    def __str__(self) -> str:
        label = f" (AADSTS{self.code})" if self.code else ""
        ids = ", ".join(f"{name} {value}" for name, value in self.ids.items())
        return f"{self.meaning}{label}. {self.advice}" + (f" ({ids})" if ids else "")


def read_refusal(answer: Mapping[str, Any]) -> Refusal:
    """Read a token endpoint's error answer (`error`, `error_description`, `error_codes`, ids)."""
    description = str(answer.get("error_description") or "")
    code = _code(answer, description)
    ids = _ids(answer, description)
    if code is not None and code in MEANINGS:
        return Refusal(code, *MEANINGS[code], ids)
    said = _first_sentence(description) or _first_sentence(str(answer.get("error") or "no reason given"))
    return Refusal(code, f"the login service said: {said}", "Correct what it names, and try again.", ids)


def _code(answer: Mapping[str, Any], description: str) -> int | None:
    """The first code that we know, else the first one there is."""
    listed = answer.get("error_codes")
    numbers = [number for number in (listed if isinstance(listed, list) else []) if isinstance(number, int)]
    numbers += [int(digits) for digits in _CODE.findall(description)]
    return next((number for number in numbers if number in MEANINGS), numbers[0] if numbers else None)


def _ids(answer: Mapping[str, Any], description: str) -> dict[str, str]:
    ids = {}
    for name, pattern in _FIELDS.items():
        found = answer.get(name.replace("-", "_"))
        match = pattern.search(description)
        value = found if isinstance(found, str) else match.group(1) if match else None
        if value:
            ids[name] = " ".join(value.split())[:LONGEST_ID]
    return ids


def _first_sentence(description: str) -> str:
    """The description without its code and without the ids that follow it."""
    text = _CODE.sub("", description, count=1).lstrip(": ")
    said = re.split(r"\s*(?:Trace ID|Correlation ID|Timestamp):", text)[0]
    return " ".join(said.split())[:LONGEST_SENTENCE].rstrip(".")

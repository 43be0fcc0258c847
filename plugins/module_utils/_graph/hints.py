# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do now, in plain words, by situation."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Fault

UNEXPLAINED = (
    "The service gives this bare answer for any of these: the application lacks the permission, or does not own the "
    "service principal{needs}; the service principal was created moments ago and is not known everywhere yet; an id "
    "is wrong (of the service principal, the template, or the application object); the job is in quarantine; the "
    "tenant is not enabled for this template."
)
NOT_KNOWN = "Whether it took effect is not known: look at the present state before asking for it again."


def for_fault(call: Call, fault: Fault, waited: float, challenged: bool) -> str:
    """The hint for a refusal; challenged: the service asked for a token with other claims."""
    if decode.is_routing(fault):
        return "The service has no such call at this address: this cloud may lack it, or graph_url is wrong."
    if decode.is_permanent(fault):
        return "The service does not know a key or word that was sent; check its spelling."
    if decode.is_unexplained(fault):
        return UNEXPLAINED.format(needs=f" ({_needs(call)})" if call.needs else "")
    if fault.status == 404 and not fault.envelope:
        return "This is not an answer of Microsoft Graph: check graph_url, and any proxy in between."
    hint = BY_STATUS.get(fault.status, "")
    if fault.status in (401, 403) and challenged:
        return (
            "A Conditional Access policy asks for more than this sign-in gives; exempt the application or satisfy it."
        )
    if fault.status == 403:
        return f"This call needs {_needs(call)}." if call.needs else hint
    if fault.status in (423, 429):
        return f"Throttled: waited {waited:.0f} s in all and was still refused. {hint}"
    return hint


def _needs(call: Call) -> str:
    """The permissions as a phrase."""
    return call.needs[0] if len(call.needs) == 1 else f"one of {', '.join(call.needs)}"


BY_STATUS = {
    401: "The token was refused, also when fresh: check that tenant_id, cloud and graph_url belong together.",
    403: "Grant the application the permission that this call needs, and admin consent.",
    409: "It exists already, or something else is changing it; run again.",
    412: "It was changed by something else since it was read; run again.",
    423: "Run again later, or with fewer tasks side by side.",
    429: "Run again later, or with fewer tasks side by side.",
    507: "A quota of the tenant is used up.",
    500: "The service failed; run again later, and give the request-id to its support if it stays so.",
    502: "The service is not available; run again later.",
    503: "The service is not available; run again later.",
    504: "The service took too long; run again later.",
}

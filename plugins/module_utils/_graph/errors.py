# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong between us and Microsoft Graph: one class per situation. `str()` is the finished sentence."""

from __future__ import annotations


class GraphError(Exception):
    """A call did not end well. The text is complete, redacted, and tells what to do.

    doing: the infinitive phrase of the caller; method and url: of the request (no secrets in either);
    status: of the answer, None without one; code and message: the innermost that the service gave; codes: all of
    them, the outermost first; request_id, client_request_id: for the service's support; hint: what to do now;
    attempts: requests sent; waited: seconds slept between them; outcome_unknown: True when a write may or may not
    have taken effect; settling: True when a write was accepted and then could not be seen.
    """

    def __init__(
        self,
        sentence: str,
        *,
        doing: str = "",
        method: str = "",
        url: str = "",
        status: int | None = None,
        code: str | None = None,
        codes: tuple[str, ...] = (),
        message: str | None = None,
        request_id: str | None = None,
        client_request_id: str | None = None,
        hint: str = "",
        attempts: int = 0,
        waited: float = 0.0,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.doing = doing
        self.method = method
        self.url = url
        self.status = status
        self.code = code
        self.codes = codes
        self.message = message
        self.request_id = request_id
        self.client_request_id = client_request_id
        self.hint = hint
        self.attempts = attempts
        self.waited = waited
        self.outcome_unknown = outcome_unknown
        self.settling = False


class SignInFailed(GraphError):
    """No token could be had."""


class Unauthenticated(GraphError):
    """401: the token was refused, or the service hides behind this answer that it does not know the thing."""


class Forbidden(GraphError):
    """403: the token is good and may not do this."""


class NotFound(GraphError):
    """404, said by the service about the thing itself (not about the address)."""


class Conflict(GraphError):
    """409 or 412: something else changed it, or it exists already."""


class Throttled(GraphError):
    """429 or 423: too many requests, for longer than we may wait."""


class BadRequest(GraphError):
    """The request itself was refused and will be refused again: 400, 406, 422, a wrong address, a permanent 500."""


class ServerFault(GraphError):
    """5xx: the service failed."""


class Unreachable(GraphError):
    """No answer: name, network, TLS, proxy, or time ran out."""


class Malformed(GraphError):
    """An answer that is no JSON, was cut off, or is larger than we read."""


class Indeterminate(GraphError):
    """A write whose fate is unknown and could not be learned by reading."""


class Unsettled(GraphError):
    """The service did not come to show, within the time given, what was written."""


class ReadOnlyViolation(GraphError):
    """Something tried to write through a read-only client. A defect of the collection; nothing was sent."""


class ForeignLink(GraphError):
    """The answer points to another origin (a page link or a redirect); the token does not travel there."""

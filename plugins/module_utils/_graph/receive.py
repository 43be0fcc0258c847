# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a response on the wire to an outcome: bounded in size and time, JSON or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph import json_text, retry, shapes
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import (
    Call,
    Fault,
    Outcome,
    Trouble,
    header,
)

LARGEST_BODY = 64 * 1024 * 1024
CHUNK = 64 * 1024
HINT = "Check graph_url, and any proxy in between."


class Received(NamedTuple):
    """An answer as its bytes. Read, it takes several times as much memory, so it is read when its turn comes."""

    call: Call
    status: int
    headers: Mapping[str, str]
    body: bytes
    trouble: Trouble | None
    client_request_id: str = ""

    def outcome(self) -> Outcome:
        """What the answer means."""
        return _meaning(self)._replace(client_request_id=self.client_request_id)


def received(call: Call, response: Any, limit: float) -> Received:
    """An answer whose headers have come, with all its bytes. limit: the seconds that it was given."""
    return Received(call, response.status_code, response.headers, *_body(call, response, limit))


def _meaning(answer: Received) -> Outcome:
    call, status, headers, body, trouble, _identity = answer
    if 300 <= status < 400:
        return Outcome(status, headers, fault=_redirect(status, headers))
    if not 200 <= status < 300 and not (trouble and _speaks_by_words(call, status)):
        return Outcome(status, headers, fault=_fault(status, headers, body))
    if trouble is None:
        value, trouble = _value(call, status, headers, body)
        if trouble is None:
            return Outcome(status, headers, value=value)
    return Outcome(status, headers, trouble=trouble)


def _speaks_by_words(call: Call, status: int) -> bool:
    """Whether a refusal means nothing for sure without its words, and asking for them again does no harm.

    A 401 can be the token's, or of a thing that is not known everywhere yet; a 404 the thing's or the address's.
    """
    return call.method in retry.SAFE and status < 500 and status not in retry.THROTTLED


def _body(call: Call, response: Any, limit: float) -> tuple[bytes, Trouble | None]:
    """All bytes of the body, or what there was of it and what hindered."""
    chunks: list[bytes] = []
    size = 0
    hindrance: BaseException | None = None
    # urllib3 1.x, unlike 2.x, takes a body that ends before its Content-Length for a whole one unless told.
    response.raw.enforce_content_length = True
    try:
        for chunk in response.iter_content(CHUNK):
            size += len(chunk)
            chunks.append(chunk)
            if size > LARGEST_BODY:
                return b"", Trouble(retry.HOPELESS, f"the answer is larger than {LARGEST_BODY >> 20} MiB", HINT)
    except (OSError, ValueError) as error:  # every exception of requests is an OSError
        hindrance = error
    finally:
        response.close()
    return b"".join(chunks), _cut_off(hindrance, call, limit) if hindrance else None


def _cut_off(hindrance: BaseException, call: Call, limit: float) -> Trouble:
    """The body fell silent, or ended before its end."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import unreachable

    host = urlsplit(call.url).netloc
    if unreachable.is_silence(hindrance):
        return unreachable.slow(host, limit)
    return Trouble(retry.MALFORMED, f"the answer of {host} was cut off", "Run again.")


def _fault(status: int, headers: Mapping[str, str], body: bytes) -> Fault:
    """A refusal. What reads refusals is compiled only where there is one: a module compiles all that it imports."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

    return decode.fault(status, headers, body)


def _redirect(status: int, headers: Mapping[str, str]) -> Fault:
    """A redirect as a refusal: the token is not carried to where it points."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import origin

    target = origin.shown(header(headers, "Location") or "")
    where = f"to {target}" if target else "elsewhere on the same host"
    said = _fault(status, headers, b"")
    return said._replace(
        message=f"a redirect {where}, which is not followed, so that the token stays here; check graph_url"
    )


def _value(call: Call, status: int, headers: Mapping[str, str], body: bytes) -> tuple[Any, Trouble | None]:
    """The JSON object of a success. Reading wants 200 and an object; a write may answer without a body."""
    reading = call.method in retry.SAFE
    if not body.strip() and (not reading or (call.nullable and status == 204)):
        return None, None
    try:
        value, odd = json_text.parsed(body), None
    except ValueError as error:
        value, odd = None, str(error)
    if isinstance(value, dict) and (status == 200 or not reading):
        return value, ill_shaped(call, status, value)
    kind = (header(headers, "Content-Type") or "no type").split(";", maxsplit=1)[0]
    what = f"{kind}, {len(body)} bytes{f', {odd}' if odd else ''}"
    words = f"the service answered {status} with a body that is not the JSON object expected ({what})"
    return None, Trouble(retry.MALFORMED, words, HINT)


def ill_shaped(call: Call, status: int, value: dict[str, Any]) -> Trouble | None:
    """The trouble with a JSON object in which something stands that is not what it is called."""
    misfit = shapes.misfit(call.method, call.url, value)
    if misfit is None:
        return None
    return Trouble(retry.MALFORMED, f"the service answered {status} with a JSON object that is odd ({misfit})", HINT)

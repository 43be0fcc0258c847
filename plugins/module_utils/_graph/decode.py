# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what the service says when it refuses: envelopes, documents inside messages, HTML from things in between."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import json_text
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Fault, Outcome, header

# The service nests documents twice; more than this is an attack or a defect.
DEEPEST = 5
LONGEST_WORD = 200

# What a path or verb that does not exist is answered with; it says nothing about the thing asked for.
ROUTING = ("No HTTP resource was found", "Resource not found for the segment")
PERMANENT = re.compile(r"Requested value '.*' was not found", re.DOTALL)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
CLAIMS = re.compile(r'claims="([^"]+)"')


def fault(status: int, headers: Mapping[str, Any], body: Any) -> Fault:
    """Decode a refusal. `body` is bytes, or a value already parsed (batch items). Never raises."""
    document = _parsed(body) if isinstance(body, bytes) else body
    error = document.get("error") if isinstance(document, dict) else None
    layers: list[tuple[str, str]] = []
    inner_id = None
    if isinstance(error, dict):
        _unwrap(error, layers, 0)
        inner = _inner(error)
        inner_id = inner.get("request-id") or inner.get("requestId")
    elif isinstance(document, dict):
        _unwrap(_unusual(document), layers, 0)
    else:
        layers.append(("", _text_of(body)))
    codes = tuple(dict.fromkeys(word(code) for code, _message in layers if code))
    message = next((message for _code, message in reversed(layers) if message), "")
    return Fault(
        status=status,
        code=next((word(code) for code, _message in reversed(layers) if code), ""),
        codes=codes + tuple(code for code in _inner_codes(error) if code not in codes),
        message=" ".join(message.split()),
        request_id=word(header(headers, "request-id") or inner_id or ""),
        envelope=isinstance(error, dict),
    )


def word(value: Any) -> str:
    """A code or an id, which are single words and not long, whatever came in their place."""
    return " ".join(str(value).split())[:LONGEST_WORD]


def is_routing(refusal: Fault) -> bool:
    """The address or verb is unknown to the service ("No HTTP resource was found ..."): a 404 that proves nothing."""
    return refusal.status in (400, 404, 405) and any(text in refusal.message for text in ROUTING)


def is_permanent(refusal: Fault) -> bool:
    """A 500 that will come again: the service could not read an unknown key or word of ours."""
    return refusal.status == 500 and PERMANENT.search(refusal.message) is not None


def is_unexplained(refusal: Fault | GraphError) -> bool:
    """401 `UnknownError` with an empty message: permission, ownership, a wrong id, or a thing too new to be known."""
    return refusal.status == 401 and refusal.code == "UnknownError" and not refusal.message


def is_replication(error: GraphError) -> bool:
    """An answer that a thing just created gives until every part of the service knows it."""
    return error.status in (403, 404) and not _routing_error(error) or is_unexplained(error)


def lacks_route(error: GraphError) -> bool:
    """The service has nothing under this verb at this address; it did nothing."""
    return error.status == 405 or (error.status in (400, 404) and _routing_error(error))


def claims_challenge(headers: Mapping[str, Any]) -> str | None:
    """The claims that the service wants in a new token, as JSON text; None when it asks for none."""
    import base64

    found = CLAIMS.search(header(headers, "WWW-Authenticate") or "")
    if found is None:
        return None
    encoded = found.group(1).replace("-", "+").replace("_", "/")
    try:
        claims = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode("utf-8")
        return claims if isinstance(json.loads(claims), dict) else None
    except ValueError:
        return None


def token_complaint(outcome: Outcome) -> str | None:
    """Why another token is worth trying: "claims" (a challenge to satisfy), "age", or None when it is not."""
    if outcome.status != 401 or outcome.fault is None:
        return None
    if claims_challenge(outcome.headers):
        return "claims"
    return "age" if "InvalidAuthenticationToken" in outcome.fault.codes else None


def _routing_error(error: GraphError) -> bool:
    """is_routing for an error already raised."""
    return any(text in (error.message or "") for text in ROUTING)


def _parsed(body: bytes) -> Any:
    """The JSON value of the bytes, or None."""
    try:
        return json_text.parsed(body)
    except ValueError:
        return None


def _unusual(document: dict[str, Any]) -> dict[str, Any]:
    """The same two facts from bodies that are no Graph envelope: OAuth's, and those of the backend itself."""
    if isinstance(document.get("error"), str):
        return {"code": document["error"], "message": document.get("error_description")}
    return document


def _unwrap(error: dict[str, Any], layers: list[tuple[str, str]], depth: int) -> None:
    """Append (code, message) of this document and of each document inside its message, outermost first."""
    message = error.get("message", error.get("Message"))
    inside = None
    if isinstance(message, str) and message.lstrip().startswith("{") and depth < DEEPEST:
        inside = _parsed(message.encode("utf-8", "surrogatepass"))
    text = "" if isinstance(inside, dict) or message is None else str(message)
    layers.append((str(error.get("code") or ""), text))
    if isinstance(inside, dict):
        nested = inside.get("error")
        _unwrap(nested if isinstance(nested, dict) else inside, layers, depth + 1)


def _inner(error: Any) -> dict[str, Any]:
    """The innerError of an error, whatever its spelling."""
    inner = error.get("innerError", error.get("innererror")) if isinstance(error, dict) else None
    return inner if isinstance(inner, dict) else {}


def _inner_codes(error: Any) -> list[str]:
    """The codes of the nested innerErrors, outermost first."""
    codes: list[str] = []
    inner = _inner(error)
    for _level in range(DEEPEST):
        if inner.get("code"):
            codes.append(word(inner["code"]))
        inner = _inner(inner)
    return codes


def _text_of(body: Any) -> str:
    """Words for people out of a body that is no JSON document: the title of a page, else all of it."""
    if not isinstance(body, bytes):
        return ""
    text = body[: 64 * 1024].decode("utf-8", "replace").strip()
    if text.startswith("<"):
        title = TITLE.search(text)
        return f"an HTML page titled '{title.group(1).strip()}'" if title else "an HTML page"
    return text

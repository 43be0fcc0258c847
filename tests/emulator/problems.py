# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's refusals: one exception class, and one constructor for each refusal that it is known to make."""

from __future__ import annotations

import json
from typing import Any

SYNCFABRIC = "https://syncfabric.windowsazure.com/api"


class Refusal(Exception):
    """Ends an operation with an error envelope. `message` may itself be JSON text (the double encoding)."""

    def __init__(self, status: int, code: str, message: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


def envelope(code: str, message: str, *, date: str, request_id: str, client_request_id: str) -> dict[str, Any]:
    """The error body of Graph; `date` is ISO 8601 without zone, as the service prints it."""
    inner = {"date": date, "request-id": request_id, "client-request-id": client_request_id}
    return {"error": {"code": code, "message": message, "innerError": inner}}


def nested(status: int, code: str, message: str | None = None) -> Refusal:
    """A business refusal of syncfabric: a JSON document as the text of an outer UnknownError."""
    inner: dict[str, Any] = {"code": code, "message": message, "target": None, "details": [], "innerError": None}
    return Refusal(status, "UnknownError", json.dumps({"error": inner}, separators=(",", ":")))


def no_http_resource(path: str) -> Refusal:
    """A routing refusal of syncfabric: wrong verb or path, e.g. PATCH schema."""
    text = f"No HTTP resource was found that matches the request URI '{SYNCFABRIC}/{path}?api-version=2.0'."
    return Refusal(404, "UnknownError", json.dumps({"Message": text}, separators=(",", ":")) + "\r\n")


def empty_unknown_error() -> Refusal:
    """401 UnknownError with an empty message: not permitted, not the owner, not replicated, or a wrong id."""
    return Refusal(401, "UnknownError", "")


def bad_token(message: str) -> Refusal:
    return Refusal(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": 'Bearer realm=""'})


def denied() -> Refusal:
    return Refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def directory_object_missing(identity: str) -> Refusal:
    text = f"Resource '{identity}' does not exist or one of its queried reference-property objects are not present."
    return Refusal(404, "Request_ResourceNotFound", text)


def bad_request(message: str, code: str = "BadRequest") -> Refusal:
    return Refusal(400, code, message)


def empty_payload() -> Refusal:
    return Refusal(400, "BadRequest", "Empty Payload. JSON content expected.")


def unknown_enum_text(text: str) -> Refusal:
    """500, and permanent: syncfabric could not parse an enumeration member."""
    return Refusal(500, "InternalError", f"Requested value '{text}' was not found.")


def throttled(seconds: int | None = 1, scope: str = "Application_Tenant") -> Refusal:
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    headers["x-ms-throttle-scope"] = f"{scope}/ReadWrite"
    return Refusal(429, "TooManyRequests", "Too many requests. Please retry later.", headers)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of every request, in memory and as JSON lines, with tokens and secrets masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from .exchange import Incoming, may_change
from .secret_keys import SECRET

MASK = "********"
GRAPH = ("/v1.0/", "/beta/")
_SHOWN_HEADERS: tuple[str, ...] = ("user-agent", "content-type", "client-request-id")
_SECRET_MEMBERS = {"client_secret", "client_assertion", "assertion", "access_token", "refresh_token", "password"}


@dataclass
class Entry:
    """One request. The body is kept as it came and masked when it is read. sent: bytes of the answer's body."""

    time: str
    tenant: str
    incoming: Incoming
    status: int
    unsafe: bool
    request_id: str
    fault: str
    sent: int = 0

    @property
    def received(self) -> int:
        """Bytes of the request's body."""
        return len(self.incoming.body)

    def record(self) -> dict[str, Any]:
        return {
            "time": self.time,
            "tenant": self.tenant,
            "method": self.incoming.method,
            "path": self.incoming.path,
            "query": self.incoming.query,
            "body": masked(_body(self.incoming)),
            "status": self.status,
            "unsafe": self.unsafe,
            "request_id": self.request_id,
            "fault": self.fault,
            "batch": self.incoming.batch,
            "received": self.received,
            "sent": self.sent,
            "headers": _headers(self.incoming.headers),
        }


def _headers(headers: dict[str, str]) -> dict[str, str]:
    """Those that tests ask about; an Authorization is named, never shown."""
    shown: dict[str, str] = {name: headers[name] for name in _SHOWN_HEADERS if name in headers}
    if "authorization" in headers:
        shown["authorization"] = headers["authorization"].partition(" ")[0] + " " + MASK
    return shown


def _body(incoming: Incoming) -> Any:
    if not incoming.body:
        return None
    text = incoming.body.decode("utf-8", "replace")
    if "urlencoded" in incoming.headers.get("content-type", ""):
        return dict(parse_qsl(text, keep_blank_values=True))
    try:
        return json.loads(text)
    except ValueError:
        return text


def masked(tree: Any) -> Any:
    """A copy in which the values of secret keys and of credentials are masked, wherever they stand."""
    if isinstance(tree, list):
        return [masked(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("key") in SECRET and tree.get("value"):
        return {**tree, "value": MASK}
    return {name: MASK if name in _SECRET_MEMBERS and value else masked(value) for name, value in tree.items()}


def is_unsafe(incoming: Incoming) -> bool:
    """Whether a request may change something: the POSTs that only read, and sign-in, are safe."""
    return may_change(incoming.method, incoming.path)


class Audit:
    """Entries in the order of their answers. `file` receives each one as a JSON line."""

    def __init__(self, file: Path | None = None) -> None:
        self._entries: list[Entry] = []
        self._file = file
        if file is not None:
            file.touch(mode=0o600)

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry.record(), ensure_ascii=False) + "\n")

    def traffic(self, mark: int = 0) -> dict[str, int]:
        """What went over the wire to Microsoft Graph and back since a mark; sizes are those of bodies.

        requests: of HTTP, a batch is one; items: requests inside batches; throttled: of both, those answered with 429.
        """
        found = [one for one in self._entries[mark:] if one.incoming.path.startswith(GRAPH)]
        outer = [one for one in found if not one.incoming.batch]
        return {
            "requests": len(outer),
            "items": len(found) - len(outer),
            "unsafe": sum(one.unsafe for one in found),
            "throttled": sum(one.status == 429 for one in found),
            "received": sum(one.received for one in outer),
            "sent": sum(one.sent for one in outer),
        }

    def mark(self) -> int:
        return len(self._entries)

    def since(self, mark: int = 0) -> list[dict[str, Any]]:
        return list(self._records(mark))

    def _records(self, mark: int) -> Iterator[dict[str, Any]]:
        for entry in self._entries[mark:]:
            yield entry.record()

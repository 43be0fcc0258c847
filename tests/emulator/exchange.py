# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes in from the wire and what goes out to it, freed from the web framework."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

SAFE = {"GET", "HEAD", "OPTIONS"}


def may_change(method: str, path: str) -> bool:
    """Whether a request may change something: the POSTs that only read, and sign-in, are safe."""
    reading = method == "POST" and path.rpartition("/")[2] in ("parseExpression", "$batch", "token")
    return not (method in SAFE or reading)


@dataclass
class Incoming:
    """A request. `raw_path` is still percent-encoded; header names are lower case; `batch` is the outer request id."""

    method: str
    raw_path: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    batch: str = ""

    @property
    def path(self) -> str:
        """Decoded, without a trailing slash: what fault rules and the audit see."""
        return unquote(self.raw_path).rstrip("/") or "/"

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))


@dataclass
class Outgoing:
    """A response. `manner`: plain | reset (the connection dies unanswered) | hold (the same, once the caller is gone, or
    after `patience` seconds) | truncate (it dies after half of the body)."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "plain"
    patience: float = 0.0

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that means harm: the emulator with answers tampered with, and somebody elsewhere who waits for a token."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from emulator.exchange import Incoming, Outgoing

from .listener import Listener

Place = tuple[Any, ...]
# What is put where something else belongs.
VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "an empty list": [],
    "an empty object": {},
    "an empty text": "",
    "a text": "text",
    "a number": 17,
    "a number below zero": -1,
    "a fraction": 1.5,
    "a huge number": 10**300,
    "a longer number": 10**400,
    "no number": float("nan"),
    "infinity": float("inf"),
    "half a character": "\ud800",
    "NUL": "a\0b",
    "for a terminal": "\x1b[2J\x1b[31mred\r\n\u202eevil\u2066",
    "a template": "{{ lookup('pipe', 'touch /tmp/entra-was-here') }}{% for one in two %}",
    "a long text": "x" * 200_000,
    "rows of all kinds": [None, 17, "text", [], {}],
    "objects in objects": {"a": {"b": [{"c": None}]}},
    "lists in lists": json.loads("[" * 500 + "]" * 500),
    "a way up": "../..",
}
Change = Callable[[Incoming, Outgoing], Outgoing]
WELCOME = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"value":[]}'


@contextmanager
def tampered(emu: Any, change: Change) -> Iterator[None]:
    """While this lasts, every answer of the emulator goes through `change` on its way out."""
    service = emu.server.service
    plain = service.respond

    async def respond(incoming: Incoming) -> Outgoing:
        return change(incoming, await plain(incoming))

    service.respond = respond
    try:
        yield
    finally:
        service.respond = plain


def answers_of(beginning: str, change: Change) -> Change:
    """The change for requests whose path begins so; all others stay as they are."""
    return lambda said, answer: change(said, answer) if said.path.startswith(beginning) else answer


def nodes(tree: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a JSON tree, as the names and numbers that lead there."""
    yield place
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield from nodes(value, (*place, key))


def placed(tree: Any, place: Place, value: Any) -> Any:
    """The tree, changed, with the value in the place."""
    if not place:
        return value
    parent = tree
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value
    return tree


class Elsewhere(Listener):
    """Takes whatever comes, keeps it, and answers as if it were the service."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        super().__init__()

    def answer(self, client: socket.socket) -> None:
        """Keep what the caller said, before it is answered."""
        client.settimeout(2)
        try:
            self.received.append(client.recv(65536))
            client.sendall(WELCOME)
        except OSError:
            self.received.append(b"")

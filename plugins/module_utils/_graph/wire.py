# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values that travel between the parts of this layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError, NotFound


class Call(NamedTuple):
    """One thing to ask of the service, however many requests it takes.

    doing: infinitive phrase for errors; url: absolute; needs: permission names for the hint of a refusal;
    repeatable: doing it twice is the same as doing it once (always so for GET, PUT and DELETE); before_again: called
    before each repetition, which it forbids by raising; nullable: an empty 204 is an answer, the null of OData; probe: it
    changes nothing, although its verb could.
    """

    doing: str
    method: str
    url: str
    body: Any = None
    headers: Mapping[str, str] = {}
    needs: tuple[str, ...] = ()
    repeatable: bool = False
    before_again: Callable[[], None] | None = None
    nullable: bool = False
    probe: bool = False


class Reply(NamedTuple):
    """The answer to a write. adopted: the thing was there already or came to be by an earlier request of ours."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any] | None
    adopted: bool = False


class Answer(NamedTuple):
    """One answer of many: either a value or an error."""

    path: str
    value: dict[str, Any] | None
    error: GraphError | None

    @property
    def absent(self) -> bool:
        """The service said of the thing itself that it is not there."""
        return isinstance(self.error, NotFound)

    def get(self) -> dict[str, Any]:
        """The value, or raise the error."""
        if self.error is not None:
            raise self.error
        return self.value or {}


class Fault(NamedTuple):
    """A refusal, decoded. code and message are the innermost; envelope: the body was a Graph error document."""

    status: int
    code: str
    codes: tuple[str, ...]
    message: str
    request_id: str
    envelope: bool


class Trouble(NamedTuple):
    """No usable answer. kind: one of retry.UNSENT, LOST, MALFORMED, HOPELESS; words and hint: for people."""

    kind: str
    words: str
    hint: str


class Outcome(NamedTuple):
    """What one request came to: a status with a value, a fault, or a trouble."""

    status: int
    headers: Mapping[str, str]
    value: Any = None
    fault: Fault | None = None
    trouble: Trouble | None = None
    client_request_id: str = ""


def header(headers: Mapping[str, Any], name: str) -> str | None:
    """A header by name, whatever its case; batch items come with plain mappings."""
    wanted = name.lower()
    for key, value in headers.items():
        if key.lower() == wanted and value is not None:
            return str(value)
    return None

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bulk requests (RFC 7644, section 3.7) as the provisioning service takes them: nothing but POST, of users."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._scim import secrets, user
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import Path

MESSAGE = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


class Request(NamedTuple):
    """Some of the users, which go together. first and last: their places among all, from 1."""

    first: int
    last: int
    external_ids: tuple[str, ...]
    operations: tuple[dict[str, Any], ...]


def requests(users: Sequence[dict[str, Any]], size: int, path: str, named_by: Path) -> list[Request]:
    """The users in requests of at most `size`, in their order. named_by: where the bulkId of a user is taken from."""
    names = _unique([_name(one, named_by) for one in users])
    made = []
    for start in range(0, len(users), size):
        some = users[start : start + size]
        operations = tuple(
            {"method": "POST", "bulkId": name, "path": path, "data": one} for name, one in zip(names[start:], some)
        )
        identities = tuple(user.external_id(one) for one in some)
        made.append(Request(start + 1, start + len(some), identities, operations))
    return made


def body(request: Request, hide: Callable[[str], Any]) -> dict[str, Any]:
    """The document to send, with `hide(password)` in the place of each password."""
    operations = [secrets.hidden(operation, hide) for operation in request.operations]
    return {"schemas": [MESSAGE], "Operations": operations, "failOnErrors": None}


def digest(request: Request) -> str:
    """SHA-256 over what is sent but for the passwords: other users, another digest."""
    text = json.dumps(body(request, lambda _password: ""), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _name(document: dict[str, Any], named_by: Path) -> str:
    value = user.found(document, named_by)
    return value if isinstance(value, str) and value.strip() else user.external_id(document)


def _unique(names: Sequence[str]) -> list[str]:
    """The names, each that was there before with a number behind it. No chance: the same names, the same result."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    result = []
    for name in names:
        unique = name
        while unique in taken:
            counts[name] = counts.get(name, 1) + 1
            unique = f"{name}-{counts[name]}"
        taken.add(unique)
        result.append(unique)
    return result

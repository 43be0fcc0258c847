# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose address it is: the token goes to one origin and no other, however an address is written."""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors

# Programs disagree about what ends a host. Of an address of this form they all think the same: no user, no backslash,
# no blank, nothing but ASCII, and after the port the path begins.
PLAIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[a-z0-9:.%]+\])(?::([0-9]{1,5}))?(?=[/?#]|\Z)", re.IGNORECASE)
# What is shown of any other, compiled only then: scheme and host, as far as they can be told apart from the rest.
LOOSE = r"\s*([A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2,}([^/?#]*)"
PORTS = {"https": 443, "http": 80}
LONGEST_SHOWN = 100

Origin = tuple[str, str, int]


def origin(url: Any) -> Origin | None:
    """Scheme, host and port, in the form that compares; None for what is no plain address."""
    found = PLAIN.match(url) if isinstance(url, str) else None
    if found is None:
        return None
    scheme = found.group(1).lower()
    return scheme, found.group(2).lower(), int(found.group(3) or PORTS[scheme])


def shown(url: Any) -> str:
    """The origin of an address for people: no user, no path; empty for an address without a host."""
    found = re.match(LOOSE, url) if isinstance(url, str) else None
    if found is None:
        return ""
    host = found.group(2).rpartition("@")[2]
    return ascii(f"{found.group(1) or ''}//{host}")[1:-1][:LONGEST_SHOWN]


def require_own(url: Any, root: str, doing: str, what: str) -> None:
    """Raise ForeignLink unless the address is one of the root's own origin. what: what it is, for the error."""
    own = origin(root)
    if own is not None and origin(url) == own:
        return
    where = shown(url) or "an address that is none"
    raise errors.ForeignLink(
        f"Could not {doing}: {what} is at {where} and not at {shown(root)}; it is not followed, so that the token stays here.",
        doing=doing,
        method="GET",
    )

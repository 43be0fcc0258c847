# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Following pages, without carrying the token to another origin and without going in circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, origin

NEXT = "@odata.nextLink"


def merged(
    first: dict[str, Any], root: str, doing: str, fetch: Callable[[str], dict[str, Any]], most: int | None = None
) -> list[dict[str, Any]]:
    """The items of a collection, all pages of it; `fetch` reads one page by its absolute address.

    most: stop as soon as there are so many, and return no more than these.
    ForeignLink when a page points elsewhere than the root; Malformed when one is no page or they form a circle.
    """
    items: list[dict[str, Any]] = []
    seen: set[str] = set()
    page = first
    while True:
        rows = page.get("value")
        if not isinstance(rows, list):
            raise errors.Malformed(f"Could not {doing}: the answer has no list of values.", doing=doing, method="GET")
        items.extend(rows)
        link = page.get(NEXT)
        if not link or (most is not None and len(items) >= most):
            return items[:most]
        origin.require_own(link, root, doing, "the next page")
        if link in seen:
            raise errors.Malformed(
                f"Could not {doing}: the pages of the answer go in a circle.", doing=doing, method="GET"
            )
        seen.add(link)
        page = fetch(link)

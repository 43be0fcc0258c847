# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding applications in the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import gallery

OPTIONS: Mapping[str, Any] = {
    "application_template_id": {"type": "str"},
    "display_name": {"type": "str"},
    "contains": {"type": "str"},
    "limit": {"type": "int", "default": 100},
}
WAYS = ("application_template_id", "display_name", "contains")
RULES = {"required_one_of": [WAYS], "mutually_exclusive": [WAYS]}

# None: see gallery.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {"read": ()}


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of the gallery that the options name, by one request and one for each further page."""
    _check(params)
    rows = _found(gallery.Gallery(graph), params)
    limit = params["limit"]
    return {"application_templates": [gallery.plain(row) for row in rows[:limit]], "truncated": len(rows) > limit}


def _check(params: Mapping[str, Any]) -> None:
    """Refuse what cannot be meant before any request."""
    problems = [
        f"{name}: the value is empty." for name in WAYS if params.get(name) is not None and not params[name].strip()
    ]
    if params["limit"] < 1:
        problems.append("limit: give a number of at least 1.")
    if problems:
        raise InvalidInput(problems)


def _found(entries: gallery.Gallery, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    if params.get("display_name") is not None:
        return entries.named(params["display_name"])
    if params.get("contains") is not None:
        return entries.containing(params["contains"])
    hit = entries.find(gallery.template_id_of(params["application_template_id"]))
    return [] if hit is None else [hit]

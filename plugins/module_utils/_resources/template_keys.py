# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a template says of the settings and secrets that it wants. Pure, and small: modules that only read use it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms


def configuration_fields(template: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The template's own list of the keys it wants: [{"name", "secret"}], from the metadata's JSON text.

    Metadata keys are compared without case: v1.0 and beta spell them differently. A text that is no JSON, or a
    template without the list, gives an empty list.
    """
    for row in template.get("metadata") or []:
        if str(row.get("key")).lower() == "configurationfields":
            return _fields(row.get("value"))
    return []


def _fields(text: Any) -> list[dict[str, Any]]:
    try:
        rows = json.loads(text or "[]")
    except (TypeError, ValueError):
        return []
    named = [row for row in rows if isinstance(row, dict) and row.get("name")] if isinstance(rows, list) else []
    return [{"name": spelled(str(row["name"])), "secret": bool(row.get("secret"))} for row in named]


def spelled(name: str) -> str:
    """The key as the secrets collection spells it; the lists of templates are lower case."""
    return next((key for key in terms.ALL_KEYS if key.lower() == name.lower()), name)


def secret_fields(templates: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    """Lower-case key -> whether any of the templates calls it secret."""
    known: dict[str, bool] = {}
    for template in templates:
        for field in configuration_fields(template):
            name = field["name"].lower()
            known[name] = known.get(name, False) or field["secret"]
    return known


def required(template: Mapping[str, Any]) -> dict[str, list[str]]:
    """The keys that the template wants under `settings` and under `secrets`, sorted, as results name them."""
    fields = configuration_fields(template)
    return {
        "required_settings": sorted(field["name"] for field in fields if not field["secret"]),
        "required_secrets": sorted(field["name"] for field in fields if field["secret"]),
    }

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the templates of a service principal or of an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, template

OPTIONS: Mapping[str, Any] = {
    **owner.EITHER,
    **owner.OWNER_TYPE,
    "template_id": {"type": "str"},
    "include_schema": {"type": "bool", "default": False},
}
RULES = owner.rules(owner.EITHER)


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The templates, one request where the owner is given by its object id and no schema is wanted."""
    templates = template.Templates(graph, owner.either(graph, params))
    wanted = params.get("template_id")
    rows = [row for row in templates.list() if not wanted or row["id"] == wanted]
    return {"templates": [_row(templates, row, bool(params.get("include_schema"))) for row in rows]}


def _row(templates: template.Templates, row: Mapping[str, Any], with_schema: bool) -> dict[str, Any]:
    plain = template.plain(row)
    if with_schema:
        plain["schema"] = without_annotations(row.get("schema") or templates.schema(str(row["id"])))
    return plain

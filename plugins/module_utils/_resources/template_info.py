# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the templates of a service principal or of an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, template, template_fields

OWNERS: Mapping[str, Any] = {**owner.SERVICE_PRINCIPAL, **owner.APPLICATION}
OPTIONS: Mapping[str, Any] = {
    **OWNERS,
    "owner_type": {"type": "str", "choices": ["service_principal", "application"]},
    "template_id": {"type": "str"},
    "include_schema": {"type": "bool", "default": False},
}
RULES = owner.rules(OWNERS)


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The templates, one request where the owner is given by its object id and no schema is wanted."""
    templates = template.Templates(graph, _owner(graph, params))
    wanted = params.get("template_id")
    rows = [row for row in templates.list() if not wanted or row["id"] == wanted]
    return {"templates": [_row(templates, row, bool(params.get("include_schema"))) for row in rows]}


def _owner(graph: Any, params: Mapping[str, Any]) -> owner.Owner:
    """The owner of either kind; app_id and display_name mean the service principal unless owner_type says otherwise."""
    kind = params.get("owner_type")
    for option, own in (("service_principal_id", "service_principal"), ("application_id", "application")):
        if params.get(option) is not None and kind not in (None, own):
            raise InvalidInput([f"owner_type: {kind} contradicts {option}; leave owner_type out."])
    if params.get("application_id") is not None or kind == "application":
        return owner.application(graph, params)
    return owner.service_principal(graph, params)


def _row(templates: template.Templates, row: Mapping[str, Any], with_schema: bool) -> dict[str, Any]:
    plain = template.plain(row)
    if with_schema:
        plain["schema"] = template_fields.plain(row.get("schema") or templates.schema(str(row["id"])))
    return plain

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which an entry is written: options as they are documented, and by name what has no order of its own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import options

_JOB: Mapping[str, Any] = {
    "template_id": {},
    "job_id": {},
    "state": {},
    "wait_for": {},
    "wait_timeout": {},
    "on_quarantine": {},
    "schema": {"options": {"state": {}, **options.DECLARATION}},
}
_ENTRY: Mapping[str, Any] = {
    "display_name": {},
    "service_principal_id": {},
    "app_id": {},
    "application_template_id": {},
    "accept_hazards": {},
    "validate_with_template": {},
    "settings": {},
    "update_secrets": {},
    "secrets": {},
    "remove_keys": {},
    "jobs": {"options": _JOB},
}


def ordered(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same entry in that order."""
    return dict(_ordered(entry, {"options": _ENTRY}))


def _ordered(value: Any, option: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        known = option.get("options") or {}
        places = {name: place for place, name in enumerate(known)}
        names = sorted(value, key=lambda name: (places.get(name, len(places)), str(name)))
        return {name: _ordered(value[name], known.get(name, {})) for name in names}
    if isinstance(value, (list, tuple)):
        return [_ordered(item, option) for item in value]
    return value

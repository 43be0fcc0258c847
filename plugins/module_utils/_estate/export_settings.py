# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored settings and secrets as they are declared: values of the ones, names of variables for the others. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import export_names
from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials, terms


class Declared(NamedTuple):
    """settings: value by key; secrets: a template by key; remarks: what could not be declared."""

    settings: dict[str, Any]
    secrets: dict[str, str]
    remarks: list[str]


def declared(stored: credentials.Stored, slug: str) -> Declared:
    """What is stored, as far as a declaration takes it, and takes it for what it is."""
    found = Declared({}, {}, [])
    for key in stored.keys:
        if key not in terms.ALL_KEYS:
            found.remarks.append(
                f"settings: the service holds a key {key}, which this version of the collection does not know; it is left "
                "out, and stays as it is where it is stored."
            )
        elif key in stored.masked or key in terms.SECRET_KEYS:
            found.secrets[key] = export_names.template(slug, key)
        elif _is_declarable(key, stored.settings[key]):
            found.settings[key] = stored.settings[key]
        else:
            found.remarks.append(
                f"settings: the stored value of {key} is not one that a declaration takes; it is left out, and stays as it "
                "is where it is stored."
            )
    return found


def _is_declarable(key: str, value: Any) -> bool:
    """Whether a declaration of this value is accepted and means it."""
    given: Mapping[str, Any] = {"settings": {key: value}}
    try:
        parsed = credentials.parse(given)
    except InvalidInput:
        return False
    return not credentials.move(parsed, credentials.Stored({key: value}, ()), "on_create").settings

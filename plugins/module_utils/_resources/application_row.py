# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service principal or an application object tells of itself, as the directory sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]


def by_id(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Sorted by id; the service keeps no order."""
    return sorted(map(dict, rows), key=lambda row: str(row["id"]))


def bears(row: Mapping[str, Any], tag: str) -> bool:
    """Whether the principal has the tag, whatever its case, as the directory compares."""
    return tag.casefold() in [str(one).casefold() for one in row.get("tags") or ()]


def of_template(rows: Iterable[Row], template_id: str) -> list[Row]:
    """Those that were made from this entry of the gallery."""
    return [row for row in rows if origin(row) == template_id]


def origin(row: Mapping[str, Any]) -> str | None:
    """The entry of the gallery that a principal or a registration was made from."""
    found = row.get("applicationTemplateId")
    return str(found).lower() if found else None


def described(rows: Iterable[Mapping[str, Any]]) -> str:
    """Principals or registrations in words, for who has to choose one."""
    return "; ".join(
        f"{row['id']} (app_id {row.get('appId')}, named {row.get('displayName')!r}, {from_where(row)})" for row in rows
    )


def from_where(row: Mapping[str, Any]) -> str:
    """What a principal or a registration was made from, in words."""
    found = origin(row)
    return f"made from the application template {found}" if found else "made from no gallery entry"

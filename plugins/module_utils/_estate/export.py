# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was read of a service principal as an entry of the declaration, and what a person has to decide. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._estate import (
    export_jobs,
    export_places,
    export_settings,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials

Row = Mapping[str, Any]


class Exported(NamedTuple):
    """entry: one of `applications`; remarks: sentences on what a person must decide."""

    entry: dict[str, Any]
    remarks: list[str]


def entry(
    principal: Row,
    stored: credentials.Stored,
    jobs: Sequence[Row],
    schemas: export_jobs.Schemas,
    slug: str,
    namesakes: int = 1,
) -> Exported:
    """The entry that makes the same of a tenant in which nothing is there, and changes nothing of this one.

    principal: Graph's row; jobs: Graph's rows; schemas: job id -> (document, the template's or None); slug: from
    export_names.slugs; namesakes: how many service principals bear this display name.
    """
    name = str(principal.get("displayName"))
    origin = principal.get("applicationTemplateId")
    settings = export_settings.declared(stored, slug)
    found = export_jobs.declared(jobs, schemas)
    said: dict[str, Any] = {"display_name": name}
    parts = (
        ("application_template_id", origin),
        ("settings", settings.settings),
        ("secrets", settings.secrets),
        ("jobs", found.jobs),
    )
    said.update({option: value for option, value in parts if value})
    remarks = [
        *_identity(name, origin, namesakes),
        *settings.remarks,
        *found.remarks,
        *export_places.remarks(settings.settings, found.schemas),
    ]
    return Exported(said, sorted({export_places.without_ids(remark) for remark in remarks}))


def _identity(name: str, origin: Any, namesakes: int) -> list[str]:
    """What is to be said of how the application is named and where it comes from."""
    told = []
    if namesakes > 1:
        told.append(
            f"display_name: {namesakes} service principals of this tenant bear this name, so it does not say which one is "
            "meant. Give them names of their own, or put app_id in its place."
        )
    if name != name.strip():
        told.append(
            "display_name: it begins or ends with a blank, and no application is made by such a name; in another tenant it has "
            "to be there before this is applied."
        )
    if not origin:
        told.append(
            "application_template_id: it was not made from the gallery, so it is not made in another tenant; it has to be "
            "there before this is applied."
        )
    return told

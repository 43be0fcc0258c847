# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery: applications that Microsoft and others offer, each of which can be made an application of the tenant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical
from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import GUID, Field

# The documentation of "List applicationTemplates" and "Get applicationTemplate" lists no permission at all and says
# that none is needed beyond a valid token, so no call here names any.

# Result name -> name at the service, and whether it holds several.
MEMBERS = {
    "id": "id",
    "display_name": "displayName",
    "description": "description",
    "publisher": "publisher",
    "categories": "categories",
    "home_page_url": "homePageUrl",
    "supported_provisioning_types": "supportedProvisioningTypes",
    "supported_single_sign_on_modes": "supportedSingleSignOnModes",
}
LISTS = ("categories", "supported_provisioning_types", "supported_single_sign_on_modes")
SELECT = ",".join(MEMBERS.values())
# The only provisioning type that there is.
SYNC = "sync"
ROOT = "applicationTemplates"


class Gallery:
    """The endpoint: every request that reads the gallery."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def find(self, template_id: str) -> dict[str, Any] | None:
        """The entry of this id, or None."""
        path = self._graph.path(f"/{ROOT}/{{}}", template_id)
        doing = f"find the application template {template_id} in the gallery"
        hit = self._graph.find(path, doing=doing, query={"$select": SELECT})
        return None if hit is None else dict(hit)

    def named(self, name: str) -> list[dict[str, Any]]:
        """The entries of this display name, which others may bear too, in order."""
        return self._listed(f"displayName eq {literal(name)}", f"named {name!r}")

    def containing(self, part: str) -> list[dict[str, Any]]:
        """The entries with this in their display name, in order."""
        return self._listed(f"contains(displayName,{literal(part)})", f"with {part!r} in their name")

    def _listed(self, clause: str, which: str) -> list[dict[str, Any]]:
        # The service filters the gallery by displayName and categories only.
        query = {"$select": SELECT, "$filter": clause}
        doing = f"find the application templates {which} in the gallery"
        return in_order(self._graph.list(self._graph.path(f"/{ROOT}"), doing=doing, query=query))


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sorted by display name whatever its case, then by id; the service keeps no order."""
    return sorted(map(dict, rows), key=lambda row: (str(row.get("displayName")).casefold(), str(row["id"])))


def template_id_of(value: str) -> str:
    """The option application_template_id in lower case. Raises InvalidInput when it is no GUID."""
    return str(canonical(Field("application_template_id", "id", GUID), value))


def is_sync_supported(row: Mapping[str, Any]) -> bool:
    """Whether applications that are made from the entry can be provisioned, as far as the gallery says."""
    return SYNC in [str(kind).lower() for kind in row.get("supportedProvisioningTypes") or ()]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as a module returns it."""
    found = {name: row.get(member) for name, member in MEMBERS.items()}
    lists = {name: sorted(found[name] or ()) for name in LISTS}
    return {**found, **lists, "is_sync_supported": is_sync_supported(row)}

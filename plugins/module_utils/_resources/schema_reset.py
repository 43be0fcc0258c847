# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing the default back, also where the default cannot be read beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_write
from ansible_collections.entra.provisioning.plugins.module_utils._resources.schema_endpoint import SchemaEndpoint

# The version of a schema that somebody changed begins so; that of a default is the template's (fact sheet 2.4).
CUSTOMISED = "Date:"

Document = Mapping[str, Any]


class _Everything:
    """All places: who asks for the default consents to the removal of whatever it does not have."""

    def __contains__(self, place: object) -> bool:
        return True


EVERYTHING = _Everything()


def customised(document: Document) -> bool:
    """Whether a schema was written since its template or factory made it."""
    return str(document.get("version") or "").startswith(CUSTOMISED)


def blindly(graph: Any, endpoint: SchemaEndpoint, actual: Document, params: Mapping[str, Any]) -> Proposal:
    """The reset of an application's template: the default of its factory tag is nowhere to be read."""
    if params.get("test_cases"):
        raise InvalidInput(
            [
                "test_cases: the default of an application's template cannot be read beforehand, so nothing can be tested."
            ]
        )
    result: dict[str, Any] = {
        "schema": {"id": actual.get("id"), "version": actual.get("version")},
        "test_results": [],
        "backup_file": None,
    }
    if not customised(actual):
        return Proposal(Plan(), result, lambda change: None, lambda: result)
    change = Change(
        "reset",
        endpoint.name,
        before={"customised": True, "version": actual.get("version")},
        after={"customised": False},
        payload=schema_write.Sent(None, {}),
    )
    warning = (
        f"The default of the {endpoint.name} cannot be read beforehand: neither what the reset changes nor its hazards can be "
        "shown. backup: true keeps the schema as it is."
    )
    writing = schema_write.prepared(graph, endpoint, actual, params)
    return schema_write.carried(writing, Plan((change,), warnings=(warning,)), result, _settled)


def _settled(writing: schema_write.Writing, sent: schema_write.Sent) -> Document:
    """Read until the version is no longer that of a customised schema."""
    return writing.endpoint.settle(
        lambda document: not customised(document), "is the default", lambda document: "a customised schema."
    )

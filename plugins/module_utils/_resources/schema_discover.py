# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking the target of a directory which objects and attributes it has. Nothing is stored: what comes back is a declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import PROBE, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, schema_endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._schema import discovered, places, words_levels

# Documented below service principals only (fact sheet, row 29).
OWNERS = tuple(owner.SERVICE_PRINCIPAL)
OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "template_id": {"type": "str"},
    "job_id": {"type": "str"},
    "directory": {"type": "str"},
    "only": {"type": "str", "choices": [discovered.NEW, discovered.ALL], "default": discovered.NEW},
}
RULES: Mapping[str, Any] = {
    "required_one_of": [OWNERS, ("template_id", "job_id")],
    "mutually_exclusive": [OWNERS, ("template_id", "job_id")],
}
PERMISSIONS = schema_endpoint.PERMISSIONS

CREDENTIALS = (
    "Discovery signs in to the target with the credentials that are stored: store good ones with "
    "entra.provisioning.synchronization, whose validate_with_template tries them."
)
NO_DISCOVERY = "The schema says that the directory can be discovered, and the service says that it cannot."


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read the schema, choose the directory, plan to ask its target."""
    if params.get("directory") is not None and not params["directory"].strip():
        raise InvalidInput(["directory: the value is empty; leave the option out to mean the only one there is."])
    endpoint = schema_endpoint.located(graph, params)
    document = endpoint.read()
    probe = Probe(endpoint, document, _chosen(document, params.get("directory"), endpoint.name), params["only"])
    return Proposal(Plan((probe.change(),), kind=PROBE), probe.shown(), probe.apply, probe.shown)


class Probe:
    """One directory of a schema, and what its target was found to have."""

    def __init__(
        self, endpoint: schema_endpoint.SchemaEndpoint, document: dict[str, Any], position: int, only: str
    ) -> None:
        self._endpoint = endpoint
        self._document = document
        self._position = position
        self._only = only
        self._directory = places.directories(document)[position]
        self._moment: str | None = None
        self._seen = discovered.Seen([], [], [])

    def change(self) -> Change:
        """The only step there is."""
        title = words_levels.title(self._directory)
        return Change(
            "discover", f"directory {title} of {self._endpoint.name}", payload=str(self._directory.get("id") or "")
        )

    def apply(self, change: Change) -> None:
        """Ask, and compare the answer with what the schema knows."""
        title = words_levels.title(self._directory)
        try:
            answer = self._endpoint.discover(change.payload, title)
        except Exception as error:
            if getattr(error, "status", None) == 400:
                error.args = (f"{error} {_hint(getattr(error, 'codes', ()))}",)
            raise
        found = _definition(answer, title)
        self._seen = discovered.declared(self._document, self._position, found, self._only)
        self._moment = found.get("discoveryDateTime")

    def shown(self) -> dict[str, Any]:
        """The results, which are empty until the target was asked."""
        return {
            "directory": {"id": self._directory.get("id"), "name": self._directory.get("name")},
            "directories": self._seen.rows,
            "new_attributes": self._seen.new_attributes,
            "not_expressed": self._seen.not_expressed,
            "discovered": self._moment,
        }


def _chosen(document: Mapping[str, Any], wanted: str | None, schema: str) -> int:
    """The position of the directory that is meant. Situation where none or several could be, or it has no discovery."""
    rows = places.directories(document)
    if wanted is None:
        able = [place for place, row in enumerate(rows) if discovered.discoverable(row) and not row.get("readOnly")]
        if len(able) == 1:
            return able[0]
        many = f"{len(able)} directories that can be discovered" if able else "no directory to discover by default"
        raise Situation(f"directory: the {schema} has {many}; name the one that is meant. {_listed(rows)}")
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration_rows, merge_search

    identity, name = (wanted, None) if is_guid(wanted) else (None, wanted)
    place = merge_search.directory(rows, declaration_rows.DirectoryRow("directory", identity, name, None))
    if not discovered.discoverable(rows[place]):
        title = words_levels.title(rows[place])
        raise Situation(f"directory: {title} of the {schema} cannot be discovered. {_listed(rows)}")
    return place


def _listed(rows: Iterable[Mapping[str, Any]]) -> str:
    """The directories, and what of each can be discovered."""
    told = [
        f"{row.get('name')} ({row.get('id')}): {row.get('discoverabilities') or 'None'}"
        + (", read-only" if row.get("readOnly") else "")
        for row in rows
    ]
    return f"The directories and their discoverabilities are: {'; '.join(told) or 'none at all'}."


def _hint(codes: Iterable[str]) -> str:
    """What to do about a refusal."""
    return NO_DISCOVERY if "DirectoryNotDiscoverable" in codes else CREDENTIALS


def _definition(answer: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The definition in an answer. Situation when there is none, since nothing found would look like nothing new."""
    found = without_annotations(answer)
    if isinstance(found.get("value"), Mapping):
        found = found["value"]
    if not isinstance(found.get("objects"), list):
        raise Situation(
            f"The service was asked to discover the directory {title} and answered without a definition, as older versions "
            "of it may do: what its target has is not known."
        )
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt_shape

    wrong = adopt_shape.unreadable({"directories": [found]})
    if wrong:
        raise Situation(f"The service's answer to the discovery of the directory {title} is no definition: {wrong}.")
    return dict(found)

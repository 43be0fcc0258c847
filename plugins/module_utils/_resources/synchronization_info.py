# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the synchronization of one, several, or all service principals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    connectivity,
    connectivity_successor,
    credentials,
    job_status,
    many,
    owner,
    refusals,
    template_keys,
)

CONNECTIVITY = "connectivity"
USUAL_PARTS = ("settings", "jobs", "templates")
PARTS = (*USUAL_PARTS, CONNECTIVITY)
OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "service_principal_ids": {"type": "list", "elements": "str"},
    "all": {"type": "bool"},
    "include": {"type": "list", "elements": "str", "choices": list(PARTS), "default": list(USUAL_PARTS)},
    "ping": {"type": "bool", "default": False},
}
RULES = owner.rules({**owner.SERVICE_PRINCIPAL, "service_principal_ids": {}, "all": {}})

PERMISSIONS = {"read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy")}

# Ping() is a function of beta only.
PING_VERSION = "beta"
NOT_OFFERED = "This cloud does not offer Ping; the other parts tell how the synchronization stands."

# So many service principals are read at a time: templates bring their schemas along, and those are large.
CHUNK = 20
# So many requests are under way at a time.
LANES = 4

BELOW = {"settings": "/secrets", "jobs": "/jobs", "templates": "/templates", CONNECTIVITY: ""}
WORDS = {
    "settings": "settings and secrets",
    "jobs": "jobs",
    "templates": "synchronization templates",
    CONNECTIVITY: "synchronization",
}

Row = dict[str, Any]
Rows = list[dict[str, Any]]


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """One entry per service principal, read in batches; of those that were named, the first that fails raises."""
    principals = _principals(graph, params)
    reader = Reader(graph, [part for part in PARTS if part in params["include"]], bool(params["ping"]))
    entries: Rows = []
    for chunk in many.chunks(principals, CHUNK):
        entries.extend(reader.read(chunk, strict=not params.get("all")))
    refusals.check(reader.met, WORDS[CONNECTIVITY])
    return {"synchronizations": entries, "warnings": _warnings(graph, entries, params["include"])}


def _warnings(graph: Any, entries: Rows, parts: Sequence[str]) -> list[str]:
    """What is announced of the interface that is read here, and who has its successor already."""
    told = list(connectivity.warnings(graph)) if "settings" in parts and entries else []
    whose = [
        owner.Owner(owner.PRINCIPALS, entry["service_principal_id"])
        for entry in entries
        if entry.get("connectivity_parameters") is not None
    ]
    return [*told, connectivity_successor.arrived(whose)] if whose else told


def _principals(graph: Any, params: Mapping[str, Any]) -> Rows:
    """Who is asked about: id, app_id and display_name, the latter two None where nothing had to be looked up."""
    if params.get("all"):
        rows = [_named(row) for row in owner.everybody(graph)]
        return sorted(rows, key=lambda row: (str(row["display_name"]).casefold(), row["service_principal_id"]))
    if params.get("service_principal_ids") is not None:
        ids = [owner.check_guid("service_principal_ids", one) for one in params["service_principal_ids"]]
        return [_named({"id": one}) for one in dict.fromkeys(ids)]
    if params.get("service_principal_id") is not None:
        return [_named({"id": owner.service_principal(graph, params).id})]
    if params.get("all") is False:
        raise InvalidInput(["all: false names nobody; give service_principal_id, app_id, display_name or the like."])
    return [_named(owner.found(graph, params, owner.PRINCIPALS))]


def _named(row: Mapping[str, Any]) -> Row:
    return {"service_principal_id": row["id"], "app_id": row.get("appId"), "display_name": row.get("displayName")}


class Reader:
    """Reads the wanted parts of several service principals with as few requests as can be."""

    def __init__(self, graph: Any, parts: list[str], ping: bool) -> None:
        self._graph = graph
        self._parts = parts
        self._ping = ping
        # Of each so far the refusal of one of its parts, or None.
        self.met: list[Any] = []

    def read(self, principals: Sequence[Row], strict: bool) -> Rows:
        """The entries. strict: an error raises; else it stands in its entry, and what could not be read is None."""
        whose = [owner.Owner(owner.PRINCIPALS, row["service_principal_id"]) for row in principals]
        entries = [{**row, "error": None} for row in principals]
        paths = [one.path(self._graph, BELOW[part]) for one in whose for part in self._parts]
        answered = self._many(paths, whose, None)
        self.met += [refusals.first(some) for some in many.chunks(answered, max(len(self._parts), 1))]
        answers = iter(answered)
        for entry, one in zip(entries, whose):
            for part in self._parts:
                self._fill(entry, part, next(answers), one, strict)
        if self._ping:
            pings = self._many([one.path(self._graph, "/Ping()") for one in whose], whose, PING_VERSION)
            for entry, answered in zip(entries, pings):
                _fill_ping(entry, answered, strict)
        return entries

    def _many(self, paths: list[str], whose: list[owner.Owner], version: str | None) -> list[Any]:
        if not paths:
            return []
        who = str(whose[0]) if len(whose) == 1 else f"{len(whose)} service principals"
        doing = f"{'ping' if version else 'read'} the synchronization of {who}"
        found: list[Any] = self._graph.get_many(
            paths, doing=doing, version=version, needs=PERMISSIONS["read"], lanes=LANES
        )
        return found

    def _fill(self, entry: Row, part: str, answered: Any, whose: owner.Owner, strict: bool) -> None:
        """One part of one entry. A strict reader asks again by itself, for an error that names the thing."""
        if answered.error is None:
            entry.update(SHOWN[part](answered.value))
        elif strict:
            entry.update(SHOWN[part](self._again(part, answered.path, whose)))
        else:
            entry.update(dict.fromkeys(SHOWN[part]({})))
            entry["error"] = entry["error"] or str(answered.error)

    def _again(self, part: str, path: str, whose: owner.Owner) -> Row:
        """One part asked for by itself."""
        told = {"doing": f"read the {WORDS[part]} of {whose}", "needs": PERMISSIONS["read"]}
        if part == CONNECTIVITY:
            return dict(self._graph.get(path, **told))
        return {"value": self._graph.list(path, **told)}


def _fill_ping(entry: Row, answered: Any, strict: bool) -> None:
    """What the service said to the ping, or that it has none: 400 and 404 of the address, not of the thing."""
    entry["ping"] = None
    if answered.error is None:
        entry["ping"] = {"available": True, "answer": answered.value.get("value"), "message": "The service answered."}
    elif answered.error.status in (400, 404) and not answered.absent:
        entry["ping"] = {"available": False, "answer": None, "message": NOT_OFFERED}
    elif strict:
        answered.get()
    else:
        entry["error"] = entry["error"] or str(answered.error)


def _settings(answered: Row) -> Row:
    stored = credentials.from_graph(_rows(answered))
    return {"settings": dict(stored.settings), "secret_keys": list(stored.masked)}


def _jobs(answered: Row) -> Row:
    return {"jobs": [job_status.plain(row) for row in _rows(answered)]}


def _templates(answered: Row) -> Row:
    plain = [
        {"id": row.get("id"), "default": bool(row.get("default")), **template_keys.required(row)}
        for row in _rows(answered)
    ]
    return {"templates": plain}


def _connectivity(answered: Row) -> Row:
    """Nothing of the synchronization but names: its values may be secrets."""
    return {"connectivity_parameters": connectivity_successor.parameter_names(answered)}


def _rows(answered: Row) -> Rows:
    """The rows of a collection by what identifies them, since the service keeps no order."""
    return sorted(answered.get("value") or [], key=lambda row: str(row.get("id")))


# From the whole answer to a request for a part to what stands in an entry.
SHOWN: Mapping[str, Callable[[Row], Row]] = {
    "settings": _settings,
    "jobs": _jobs,
    "templates": _templates,
    CONNECTIVITY: _connectivity,
}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The applications of a tenant that have provisioning, read in batches: what an inventory is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    many,
    owner,
    refusals,
    synchronization_info,
)

JOBS, TEMPLATES = "jobs", "templates"
INCLUDE = (JOBS, TEMPLATES)
FAIL, WARN = "fail", "warn"
ON_ERROR = (FAIL, WARN)

PERMISSIONS = {"read": job_endpoint.PERMISSIONS["read"], "resolve": owner.PERMISSIONS["resolve"]}

# The options that choose among the applications: lists, and an application has to fit all of them that are given.
PRINCIPAL_IDS, APP_IDS, ENTRY_IDS = "service_principal_ids", "app_ids", "application_template_ids"
NAMES, TAGS, TEMPLATE_IDS = "display_names", "tags", "template_ids"
FILTERS = (PRINCIPAL_IDS, APP_IDS, NAMES, ENTRY_IDS, TAGS, TEMPLATE_IDS)

# Result name -> name at the service.
MEMBERS = {
    "service_principal_id": "id",
    "app_id": "appId",
    "display_name": "displayName",
    "application_template_id": "applicationTemplateId",
    "account_enabled": "accountEnabled",
    "tags": "tags",
}
KIND = "servicePrincipalType"
SELECT = ",".join((*MEMBERS.values(), KIND))
# Nobody makes these from an application template, so they can have no provisioning, and a tenant has many.
WITHOUT = ("ManagedIdentity", "SocialIdp")
# So many applications are read at a time. A template brings its schema along, of up to 1 MB.
CHUNK = {JOBS: 200, TEMPLATES: 20}

Row = dict[str, Any]
Rows = list[Row]


class Found(NamedTuple):
    """applications: those that have provisioning, by name and id; unread: sentences about those that could not be read."""

    applications: Rows
    unread: list[str]


def check(params: Mapping[str, Any]) -> None:
    """Raise InvalidInput with all that is wrong with the filters; before any request."""
    problems = []
    for option in FILTERS:
        for value in params.get(option) or ():
            if not str(value).strip():
                problems.append(f"{option}: the value is empty.")
            elif option in (PRINCIPAL_IDS, APP_IDS, ENTRY_IDS) and not is_guid(str(value)):
                problems.append(
                    f"{option}: {value!r} is no id; ids are of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx."
                )
            elif option == NAMES:
                problems += _not_an_expression(str(value))
    if problems:
        raise InvalidInput(problems)


def _not_an_expression(text: str) -> list[str]:
    try:
        re.compile(text)
    except re.error as error:
        return [f"{NAMES}: {text!r} is no regular expression: {error}."]
    return []


def read(graph: Any, params: Mapping[str, Any]) -> Found:
    """Those that the filters let through. With on_error: fail the first that cannot be read raises.

    params: FILTERS (lists or None), `include` (one of INCLUDE), `on_error` (one of ON_ERROR).
    """
    check(params)
    entries = [_entry(row) for row in _principals(graph, params) if _fits(row, params)]
    entries.sort(key=lambda entry: (str(entry["display_name"]).casefold(), entry["service_principal_id"]))
    reader = _Reader(graph, params)
    entries = reader.read(entries, JOBS)
    if params["include"] == TEMPLATES:
        entries = reader.read(entries, TEMPLATES)
    else:
        entries = [entry for entry in entries if entry[JOBS]]
    wanted = params.get(TEMPLATE_IDS)
    shown = [entry for entry in entries if _has(entry) and (not wanted or set(wanted) & _template_ids(entry))]
    return Found(shown, reader.unread)


def _principals(graph: Any, params: Mapping[str, Any]) -> Rows:
    """The service principals as the directory shows them: those that are named by an id, else all."""
    ids, app_ids = params.get(PRINCIPAL_IDS), params.get(APP_IDS)
    if ids is None and app_ids is None:
        return [row for row in owner.everybody(graph, SELECT) if row.get(KIND) not in WITHOUT]
    named = [(PRINCIPAL_IDS, one, "/servicePrincipals/{}") for one in _lower(ids)]
    named += [(APP_IDS, one, "/servicePrincipals(appId='{}')") for one in _lower(app_ids)]
    return list({row["id"]: row for row in _named(graph, named)}.values())


def _named(graph: Any, named: Sequence[tuple[str, str, str]]) -> Rows:
    """The service principals of these ids. Situation for those that the tenant does not have: an id is no filter."""
    if not named:
        return []
    doing = f"find {len(named)} service principal{'s' if len(named) > 1 else ''} by id"
    paths = [f"{graph.path(pattern, one)}?$select={SELECT}" for _option, one, pattern in named]
    answers = many.twice(graph, paths, doing, PERMISSIONS["resolve"], synchronization_info.LANES)
    lost = [
        f"{option}: this tenant has no service principal {'of the application ' if option == APP_IDS else ''}{one}."
        for (option, one, _pattern), answer in zip(named, answers)
        if answer.absent
    ]
    if lost:
        raise Situation(" ".join([*lost, "Check the id and the tenant."]))
    return [answer.get() for answer in answers]


class _Reader:
    """Reads one part after the other of many applications. unread: who could not be read, in sentences."""

    def __init__(self, graph: Any, params: Mapping[str, Any]) -> None:
        self._graph = graph
        self._on_error = params["on_error"]
        given = [option for option in FILTERS if params.get(option)]
        self._chosen = f"They were chosen by {' and '.join(given)}." if given else ""
        self.unread: list[str] = []

    def read(self, entries: Rows, part: str) -> Rows:
        """The entries with this part of them. Those that cannot be read are told of and left out, or raise."""
        known: Rows = []
        met: list[Any] = []
        for chunk in many.chunks(entries, CHUNK[part]):
            whose = [owner.Owner(owner.PRINCIPALS, entry["service_principal_id"]) for entry in chunk]
            paths = [one.path(self._graph, synchronization_info.BELOW[part]) for one in whose]
            doing = f"read the {synchronization_info.WORDS[part]} of {len(paths)} service principals"
            answers = many.twice(self._graph, paths, doing, PERMISSIONS["read"], synchronization_info.LANES)
            met += [answer.error for answer in answers]
            if self._on_error == FAIL:
                self._refuse_blindness(met, part)
            known += [entry for entry, answer in zip(chunk, answers) if self._filled(entry, part, answer)]
        self._refuse_blindness(met, part)
        return known

    def _refuse_blindness(self, met: Sequence[Any], part: str) -> None:
        """Raise where everybody so far was refused: a source that sees nothing is no source without hosts."""
        refusals.check(met, synchronization_info.WORDS[part], self._chosen)

    def _filled(self, entry: Row, part: str, answer: Any) -> bool:
        """Put the part into the entry; False where it is not known."""
        if answer.absent:
            # The directory knows the principal, and it was said twice: there is no synchronization.
            entry[part] = []
        elif answer.error is None:
            entry.update(synchronization_info.SHOWN[part](answer.value))
        elif self._on_error == FAIL:
            entry.update(synchronization_info.SHOWN[part]({"value": self._by_itself(entry, part, answer.path)}))
        else:
            self.unread.append(f"{entry['display_name']!r} ({entry['service_principal_id']}): {answer.error}")
            return False
        return True

    def _by_itself(self, entry: Row, part: str, path: str) -> Rows:
        """The part asked for once more: an error then names the application."""
        name = f"service principal {entry['service_principal_id']} ({entry['display_name']!r})"
        doing = f"read the {synchronization_info.WORDS[part]} of {name}"
        rows: Rows = self._graph.list(path, doing=doing, needs=PERMISSIONS["read"])
        return rows


def _entry(row: Mapping[str, Any]) -> Row:
    """A service principal in the words of results."""
    entry = {name: row.get(wire) for name, wire in MEMBERS.items()}
    return {**entry, "tags": sorted(map(str, entry["tags"] or ()))}


def _fits(row: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Whether the filters that need no further reading let the service principal through."""
    names, entries, tags = params.get(NAMES), params.get(ENTRY_IDS), params.get(TAGS)
    if names and not any(re.search(name, str(row.get("displayName") or "")) for name in names):
        return False
    if entries and str(row.get("applicationTemplateId")).lower() not in _lower(entries):
        return False
    return not tags or bool({str(tag).casefold() for tag in tags} & {str(tag).casefold() for tag in row["tags"] or ()})


def _lower(ids: Iterable[Any] | None) -> list[str]:
    return list(dict.fromkeys(str(one).lower() for one in ids or ()))


def _has(entry: Row) -> bool:
    """Whether there is any provisioning."""
    return bool(entry[JOBS] or entry.get(TEMPLATES))


def _template_ids(entry: Row) -> set[str]:
    """The templates of its jobs, and those that it offers as far as they were read."""
    return {str(job["template_id"]) for job in entry[JOBS]} | {str(one["id"]) for one in entry.get(TEMPLATES) or ()}

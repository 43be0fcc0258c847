# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications made from the gallery: found again by an id, a tag or a name, made once, tagged, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    application_endpoint,
    application_row,
    application_search,
    gallery,
    owner,
)

Applications = application_endpoint.Applications

OPTIONS: Mapping[str, Any] = {
    "application_template_id": {"type": "str"},
    "application_template": {"type": "str"},
    "display_name": {"type": "str"},
    "application_id": {"type": "str"},
    "app_id": {"type": "str"},
    "tag": {"type": "str"},
    "service_management_reference": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "settle_timeout": {"type": "int", "default": 300},
}
ENTRY = ("application_template_id", "application_template")
RULES = {
    "required_one_of": [("display_name", *application_search.IDS, "tag")],
    "mutually_exclusive": [application_search.IDS, ENTRY],
    "required_if": [("state", "present", ENTRY, True)],
}


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    _check(params)
    applications = Applications(graph)
    entry = Entry(gallery.Gallery(graph), params)
    found = application_search.find(applications, params, entry.id)
    if params["state"] == "absent":
        return _removal(applications, found, params)
    course = Course(applications, entry, found, params)
    plan = Plan(tuple(course.changes()), warnings=_renamed(found, params))
    if plan.empty:
        course.read_templates()
    else:
        entry.read(needed=found is None)
    return Proposal(plan, course.predicted(), course.apply, course.observed, course.wait)


def _check(params: Mapping[str, Any]) -> None:
    """Refuse what cannot be meant before any request."""
    problems = []
    for name, option in OPTIONS.items():
        value = params.get(name)
        if option["type"] == "str" and value is not None:
            problems += _text_problems(name, value)
    if params["settle_timeout"] < 1:
        problems.append("settle_timeout: give a number of seconds of at least 1.")
    named = any(params.get(name) is not None for name in ("display_name", *application_search.IDS))
    if params["state"] == "present" and not named:
        problems.append(
            "display_name: give it with tag too; an application that is not there yet is made by that name."
        )
    if problems:
        raise InvalidInput(problems)


def _text_problems(name: str, value: str) -> list[str]:
    """What is wrong with a text, or with an id."""
    if not value.strip():
        return [f"{name}: the value is empty."]
    if name.endswith("_id"):
        try:
            owner.check_guid(name, value)
        except InvalidInput as error:
            return list(error.problems)
    elif value != value.strip():
        return [f"{name}: the value begins or ends with a blank; write it without."]
    return []


def _renamed(found: application_search.Found | None, params: Mapping[str, Any]) -> tuple[str, ...]:
    """What to say of an application that bears another name than was declared."""
    wanted = params.get("display_name")
    if found is None or wanted is None or found.name.casefold() == wanted.casefold():
        return ()
    identity = f"application of app_id {found.either['appId']}"
    return (f"The {identity} is named {found.name!r} and not {wanted!r}. It is left so: this module renames nothing.",)


class Entry:
    """The entry of the gallery that the options name, read no sooner than it is needed."""

    def __init__(self, entries: gallery.Gallery, params: Mapping[str, Any]) -> None:
        self._entries = entries
        self._row: application_row.Row | None = None
        self.id: str | None = None
        if params.get("application_template") is not None:
            self._row = application_search.entry_named(entries, params["application_template"])
            self.id = str(self._row["id"]).lower()
        elif params.get("application_template_id") is not None:
            self.id = gallery.template_id_of(params["application_template_id"])

    def read(self, needed: bool) -> None:
        """Read it, unless that was done. needed: refuse an id that the gallery does not have."""
        if self._row is None:
            self._row = self._entries.find(str(self.id))
        if self._row is None and needed:
            raise InvalidInput(
                [
                    f"application_template_id: the gallery has no application template {self.id}. Look it up with "
                    "application_template_info; it is neither an application nor a synchronization template."
                ]
            )

    @property
    def is_sync_supported(self) -> bool:
        """Whether what is made from it can be provisioned, as far as the gallery says."""
        return self._row is not None and gallery.is_sync_supported(self._row)


class Course:
    """The way of one application from where it is to where it is wanted."""

    def __init__(
        self,
        applications: Applications,
        entry: Entry,
        found: application_search.Found | None,
        params: Mapping[str, Any],
    ) -> None:
        self._applications = applications
        self._entry = entry
        self._params = params
        self._name = f"application {params.get('display_name')!r}" if found is None else str(found)
        self._principal = None if found is None else found.principal
        self._registration = None if found is None else found.registration
        self._templates: list[str] | None = None

    def changes(self) -> list[Change]:
        """The steps, in order."""
        steps = []
        if self._principal is None:
            body, after = self._declared()
            steps.append(Change("create", self._name, after=after, payload=body))
        tag = self._params.get("tag")
        if tag is not None and not application_row.bears(self._principal or {}, tag):
            # Before the long wait for the synchronization: who is stopped there finds the application again by it.
            steps.append(Change("tag", self._name, before={"tag": None}, after={"tag": tag}, payload=tag))
        return steps

    def read_templates(self) -> None:
        """Read what the synchronization offers, once; it need not answer yet when an earlier run was stopped."""
        self._templates = self._applications.templates(str((self._principal or {})["id"]))

    def predicted(self) -> dict[str, Any]:
        """The results as they would stand."""
        tag = self._params.get("tag")
        unborn = {"displayName": self._params.get("display_name"), "applicationTemplateId": self._entry.id}
        row = self._principal or unborn
        tags = list(row.get("tags") or ())
        added = [] if tag is None or application_row.bears(row, tag) else [tag]
        return {"application": self._shown({**row, "tags": [*tags, *added]})}

    def apply(self, change: Change) -> None:
        """Carry out one step and see it settled."""
        if change.action == "create":
            made = self._applications.create(str(self._entry.id), change.payload)
            self._principal, self._registration = made
        else:
            self._principal = self._applications.tag(str((self._principal or {})["id"]), change.payload)

    def wait(self) -> None:
        """Wait until the synchronization answers, unless it did so already."""
        if self._templates is None:
            identity = str((self._principal or {})["id"])
            timeout = self._params["settle_timeout"]
            self._templates = self._applications.offering(identity, self._entry.is_sync_supported, timeout)

    def observed(self) -> dict[str, Any]:
        """The results as last read."""
        return {"application": self._shown(self._principal or {})}

    def _declared(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is sent to make it, and the same in the user's words."""
        reference = self._params.get("service_management_reference")
        body = {"displayName": self._params["display_name"]}
        after = {"display_name": self._params["display_name"], "application_template_id": self._entry.id}
        if reference is not None:
            body["serviceManagementReference"] = reference
            after["service_management_reference"] = reference
        return body, after

    def _shown(self, principal: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "application_id": (self._registration or {}).get("id"),
            "app_id": principal.get("appId"),
            "service_principal_id": principal.get("id"),
            "display_name": principal.get("displayName"),
            "application_template_id": application_row.origin(principal),
            "tags": sorted(principal.get("tags") or ()),
            "synchronization_templates": self._templates,
        }


def _removal(applications: Applications, found: application_search.Found | None, params: Mapping[str, Any]) -> Proposal:
    """The way to no application."""
    gone = {"application": None}
    if found is None:
        told: tuple[str, ...] = ()
        if params.get("tag") is not None and params.get("display_name") is not None:
            told = tuple(application_search.namesakes_warning(applications, params))
        return Proposal(Plan(warnings=told), gone, lambda change: None, lambda: gone)
    registration = found.registration
    if registration is None:
        raise Situation(
            f"The {found} has no application object in this tenant, and that is what is deleted. Delete the service "
            "principal by other means."
        )
    before = {"display_name": found.name, "application_template_id": application_row.origin(found.either)}
    if found.principal is not None:
        before["service_principal_id"] = str(found.principal["id"])
    plan = Plan((Change("delete", str(found), before=before),), warnings=_renamed(found, params))
    return Proposal(plan, gone, lambda change: applications.delete(registration, found.principal), lambda: gone)

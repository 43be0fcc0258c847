# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that concern applications made from the gallery: each is an application object and a service principal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import NotAsWritten, Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_row, owner

PERMISSIONS = {
    "read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
    # Making, tagging and deleting applications; what is provisioned by them is written with other rights.
    "make": ("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"),
    "resolve": owner.PERMISSIONS["resolve"],
}

Row = application_row.Row

# What is read of a service principal, and of an application object.
PRINCIPAL = "id,appId,displayName,applicationTemplateId,tags"
REGISTRATION = "id,appId,displayName,applicationTemplateId"


class Applications:
    """The endpoint. A principal is a service principal, a registration is an application object; they share an appId."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def bearers(self, tag: str) -> list[Row]:
        """The principals with this tag, by id.

        The documentation of servicePrincipal lets tags be filtered by `eq`, which for a collection is written with
        any(). That is no advanced query: it needs no ConsistencyLevel, which would answer from an index that lags.
        """
        query = {"$select": PRINCIPAL, "$filter": f"tags/any(t:t eq {literal(tag)})"}
        doing = f"find the service principals that bear the tag {tag!r}"
        path = self._graph.path(f"/{owner.PRINCIPALS}")
        rows = self._graph.list(path, doing=doing, query=query, needs=PERMISSIONS["resolve"])
        # A filter that the service does not understand may be passed over in silence.
        return application_row.by_id(row for row in rows if application_row.bears(row, tag))

    def principals(self, name: str) -> list[Row]:
        """The principals of this display name, by id."""
        return application_row.by_id(owner.named(self._graph, name, owner.PRINCIPALS, PRINCIPAL))

    def principal_of(self, app_id: str) -> Row | None:
        """The principal of an application, or None."""
        path = self._graph.path(f"/{owner.PRINCIPALS}(appId='{{}}')", app_id)
        return self._found(path, PRINCIPAL, f"find the service principal of the application {app_id}")

    def registration(self, application_id: str) -> Row | None:
        """The registration of this object id, or None."""
        path = self._graph.path(f"/{owner.APPLICATIONS}/{{}}", application_id)
        return self._found(path, REGISTRATION, f"find the application {application_id}")

    def registration_of(self, app_id: str) -> Row | None:
        """The registration of an application, or None."""
        path = self._graph.path(f"/{owner.APPLICATIONS}(appId='{{}}')", app_id)
        return self._found(path, REGISTRATION, f"find the application object of the application {app_id}")

    def templates(self, principal_id: str) -> list[str] | None:
        """The ids of the synchronization templates that a principal offers, sorted; None while that is not answered."""
        path, doing = self._templates(principal_id)
        (answered,) = self._graph.get_many([path], doing=doing, needs=PERMISSIONS["read"])
        return None if answered.error is not None else _ids(answered.value.get("value") or ())

    def offering(self, principal_id: str, some: bool, timeout: int) -> list[str]:
        """Wait until the synchronization of a new principal answers, and `some`: until it offers a template."""
        what = "offers a template" if some else "answers"
        path, reading = self._templates(principal_id)
        found: list[str] = self._graph.settle(
            lambda: _ids(self._graph.list(path, doing=reading, needs=PERMISSIONS["read"])),
            lambda ids: bool(ids) or not some,
            doing=f"see that service principal {principal_id} is known everywhere and its synchronization {what}",
            timeout=timeout,
            describe=lambda ids: f"{len(ids)} templates.",
        )
        return found

    def create(self, template_id: str, body: Mapping[str, Any]) -> tuple[Row, Row]:
        """Make an application from an entry of the gallery, settled: its principal and its registration.

        The service refuses no second one of the same name. So it is looked for just before, a lost answer is made good
        by what stands there then, and the request is repeated only when a patient look found nothing.
        """
        name = body["displayName"]
        self._see_none(name, template_id)
        reply = self._graph.post(
            self._graph.path("/applicationTemplates/{}/instantiate", template_id),
            body,
            doing=f"make the application {name!r} from the application template {template_id}",
            needs=PERMISSIONS["make"],
            fate=lambda: self._made(name, template_id),
            repeatable=True,
            patient=True,
        )
        answered = reply.body or {}
        # The object ids were once called objectId; the appId was always called so, and both parts bear it.
        parts = (answered.get("servicePrincipal") or {}, answered.get("application") or {})
        app_id = next((part["appId"] for part in parts if part.get("appId")), None)
        return self._seen(name, template_id, app_id)

    def _templates(self, principal_id: str) -> tuple[str, str]:
        """Where they are, and what reading them is called."""
        path = owner.Owner(owner.PRINCIPALS, principal_id).path(self._graph, "/templates")
        return path, f"read the synchronization templates of service principal {principal_id}"

    def tag(self, principal_id: str, tag: str) -> Row:
        """Add a tag to those that a principal has, settled: the principal."""
        name = f"service principal {principal_id}"
        row = self._principal(principal_id)
        if not application_row.bears(row, tag):
            body = {"tags": [*(row.get("tags") or ()), tag]}
            path = self._graph.path(f"/{owner.PRINCIPALS}/{{}}", principal_id)
            self._graph.patch(path, body, doing=f"tag {name} with {tag!r}", needs=PERMISSIONS["make"], seen=True)
            row = self._graph.settle(
                lambda: self._principal(principal_id),
                lambda row: application_row.bears(row, tag),
                doing=f"see the tag {tag!r} of {name}",
            )
        # The next run looks at the list: as long as that lags, it would find nobody who bears the tag.
        self._graph.settle(
            lambda: self.bearers(tag),
            lambda rows: principal_id in [one["id"] for one in rows],
            doing=f"see {name} in the list of those that bear the tag {tag!r}",
            agree=1,
        )
        return row

    def delete(self, registration: Row, principal: Row | None) -> None:
        """Delete an application and see it gone. The directory deletes its principal along."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        identity = str(registration["id"])
        name = f"application {identity}"
        path = self._graph.path(f"/{owner.APPLICATIONS}/{{}}", identity)
        deletion = removal.Deletion(lambda: self._graph.delete(path, doing=f"delete {name}", needs=PERMISSIONS["make"]))
        deletion.settle(
            self._graph,
            lambda: self.registration(identity),
            lambda row: row is None,
            doing=f"see {name} gone",
            agree=1,
        )
        if principal is not None:
            deletion.settle(
                self._graph,
                lambda: self.principals(principal["displayName"]),
                lambda rows: principal["id"] not in [row["id"] for row in rows],
                doing=f"see service principal {principal['id']} gone",
            )

    def _principal(self, principal_id: str) -> Row:
        """The principal of this object id."""
        path = self._graph.path(f"/{owner.PRINCIPALS}/{{}}", principal_id)
        doing = f"read the tags of service principal {principal_id}"
        return dict(self._graph.get(path, doing=doing, query={"$select": PRINCIPAL}, needs=PERMISSIONS["resolve"]))

    def _found(self, path: str, select: str, doing: str) -> Row | None:
        hit = self._graph.find(path, doing=doing, query={"$select": select}, needs=PERMISSIONS["resolve"])
        return None if hit is None else dict(hit)

    def _registrations(self, name: str, template_id: str) -> list[Row]:
        rows = owner.named(self._graph, name, owner.APPLICATIONS, REGISTRATION)
        return application_row.of_template(application_row.by_id(rows), template_id)

    def _see_none(self, name: str, template_id: str) -> None:
        """Raise Situation when there is one after all, by another list than the one that the plan was made from."""
        rows = self._registrations(name, template_id)
        if rows:
            raise Situation(
                f"Could not make the application {name!r}: there is one already, {application_row.described(rows)}, and no "
                "service principal of it was listed when this plan was made. It was made meanwhile, or the lists of the "
                "directory lag. Run again. If it stays so, its service principal was deleted: restore that, or delete "
                "the application by its application_id."
            )

    def _made(self, name: str, template_id: str) -> Row | None:
        """What was made of this name from this entry, since there was none before, or None."""
        principals = application_row.of_template(self.principals(name), template_id)
        registrations = [] if principals else self._registrations(name, template_id)
        if len(principals) > 1 or len(registrations) > 1:
            raise NotAsWritten(
                f"The answer to the making of {name!r} was lost, and several were made meanwhile: "
                f"{application_row.described(principals or registrations)}. Give app_id or application_id for the one that "
                "you mean.",
                "Whether this run made one of them is not known.",
            )
        if principals:
            return {"servicePrincipal": principals[0]}
        return {"application": registrations[0]} if registrations else None

    def _seen(self, name: str, template_id: str, app_id: str | None) -> tuple[Row, Row]:
        """The new principal, once lists show it, and its registration; app_id: None where the answer did not tell it."""

        def read() -> list[Row]:
            rows = application_row.of_template(self.principals(name), template_id)
            return [row for row in rows if app_id in (None, row["appId"])]

        # The next run looks at this list: as long as it lags, a second application would be made.
        doing = f"see the application {name!r} in the list of service principals"
        identity = str(self._graph.settle(read, bool, doing=doing)[0]["id"])
        doing = f"see service principal {identity}"
        principal: Row = self._graph.settle(lambda: self._principal(identity), bool, doing=doing)
        registration = self._graph.settle(
            lambda: self.registration_of(principal["appId"]),
            lambda row: row is not None,
            doing=f"see the application object of service principal {principal['id']}",
            agree=1,
        )
        return principal, registration


def _ids(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(str(row["id"]) for row in rows)

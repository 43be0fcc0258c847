# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which application is meant: by an id, by a tag, or by a name; and which entry of the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    application_endpoint,
    application_row,
    gallery,
    owner,
)

Applications = application_endpoint.Applications
Row = application_row.Row

IDS = ("application_id", "app_id")
MOST_NAMES = 10


class Found(NamedTuple):
    """An application that is there. principal, registration: None for the half that is proven not to be there."""

    principal: Row | None
    registration: Row | None

    @property
    def either(self) -> Row:
        """The half that is there; the principal where both are."""
        return self.principal or self.registration or {}

    @property
    def name(self) -> str:
        """Its display name."""
        return str(self.either.get("displayName"))

    def __str__(self) -> str:
        if self.registration is None:
            return f"application of service principal {self.either.get('id')} ({self.name!r})"
        return f"application {self.registration['id']} ({self.name!r})"


def find(applications: Applications, params: Mapping[str, Any], template_id: str | None) -> Found | None:
    """The application that the options name, or None. Raises Situation where it is not the only one, or not ours.

    template_id: the entry that it must have been made from; None: any.
    """
    given = next((name for name in IDS if params.get(name) is not None), None)
    if given is not None:
        found = _by_id(applications, given, params)
    else:
        found = _by_tag_or_name(applications, params, template_id)
    if found is not None:
        _check_origin(found, template_id)
    return found


def _by_id(applications: Applications, given: str, params: Mapping[str, Any]) -> Found | None:
    identity = owner.check_guid(given, params[given])
    if given == "application_id":
        registration = applications.registration(identity)
        principal = None if registration is None else applications.principal_of(registration["appId"])
    else:
        principal = applications.principal_of(identity)
        registration = applications.registration_of(identity)
    found = Found(principal, registration) if principal or registration else None
    if params["state"] == "present":
        _check_there(found, given, identity)
        _check_tag_is_free(applications, found, params.get("tag"))
    return found


def _check_there(found: Found | None, given: str, identity: str) -> None:
    """An id names one application and no other: nothing takes its place."""
    if found is None:
        raise Situation(
            f"{given}: this tenant has no application {identity} any more, and nothing is made in its place, because "
            f"it was named by its id. Restore it from the deleted items within 30 days, or leave {given} out to have "
            "another one made."
        )
    if found.principal is None:
        raise Situation(
            f"{given}: {found} has no service principal, so it cannot be provisioned. Restore the service principal "
            "from the deleted items, or delete the application and have another one made."
        )


def _check_tag_is_free(applications: Applications, found: Found | None, tag: str | None) -> None:
    """A tag names one application: it is not given to a second one."""
    if tag is None or found is None or application_row.bears(found.either, tag):
        return
    others = applications.bearers(tag)
    if others:
        raise Situation(
            f"tag: {tag!r} is to be the tag of {found}, and it is borne by {application_row.described(others)}."
        )


def _by_tag_or_name(applications: Applications, params: Mapping[str, Any], template_id: str | None) -> Found | None:
    tag, name = params.get("tag"), params.get("display_name")
    row = None if tag is None else _only_bearer(applications, tag)
    # What bears no tag is taken over, but never deleted by a task that names a tag: its namesake may be another's.
    if row is None and name is not None and (tag is None or params["state"] == "present"):
        row = only_namesake(applications.principals(name), name, template_id)
    return None if row is None else Found(row, applications.registration_of(row["appId"]))


def _only_bearer(applications: Applications, tag: str) -> Row | None:
    rows = applications.bearers(tag)
    if len(rows) > 1:
        raise Situation(
            f"tag: {len(rows)} service principals bear the tag {tag!r}: {application_row.described(rows)}. Take it from "
            "all but one, or name the application by its app_id or application_id."
        )
    return rows[0] if rows else None


def only_namesake(rows: list[Row], name: str, template_id: str | None) -> Row | None:
    """The only one of this name that was made from the entry, None where nobody bears it.

    Situation for several, and for a namesake that was made otherwise: never a silent choice, nor a silent second one.
    """
    ours = rows if template_id is None else application_row.of_template(rows, template_id)
    if len(ours) > 1:
        raise Situation(
            f"display_name: {len(ours)} applications are meant by {name!r}: service principals "
            f"{application_row.described(ours)}. Give app_id or application_id for the one that you mean."
        )
    if rows and not ours:
        raise Situation(
            f"display_name: the name {name!r} is taken, and not by one that was made from the application template "
            f"{template_id}: service principals {application_row.described(rows)}. Choose another name, or give the "
            "application template that it was made from."
        )
    return ours[0] if ours else None


def _check_origin(found: Found, template_id: str | None) -> None:
    """Applications of another origin are not this module's to manage."""
    actual = application_row.origin(found.either) or application_row.origin(found.registration or {})
    if actual is None or (template_id is not None and actual != template_id):
        wanted = "one that was made from the gallery"
        if template_id is not None:
            wanted = f"one that was made from the application template {template_id}"
        raise Situation(f"{found} was {application_row.from_where(found.either)}, and {wanted} is meant.")


def namesakes_warning(applications: Applications, params: Mapping[str, Any]) -> list[str]:
    """What to say where nobody bears the tag and something bears the name: it is not deleted."""
    rows = applications.principals(params["display_name"])
    if not rows:
        return []
    return [
        f"No service principal bears the tag {params['tag']!r}. There is one of the name {params['display_name']!r}, "
        f"which is left alone: {application_row.described(rows)}. To delete it, name it by its app_id or application_id."
    ]


def entry_named(entries: gallery.Gallery, name: str) -> Row:
    """The only entry of the gallery with this name. Raises InvalidInput with those that are near, or Situation."""
    rows = entries.named(name)
    exact = [row for row in rows if row.get("displayName") == name] or rows
    if len(exact) > 1:
        listed = ", ".join(str(row["id"]) for row in exact)
        raise Situation(
            f"application_template: the gallery has {len(exact)} application templates named {name!r}: {listed}. "
            "Give application_template_id for the one that you mean."
        )
    if not exact:
        raise InvalidInput(
            [f"application_template: the gallery has no application template named {name!r}.{_near(entries, name)}"]
        )
    return exact[0]


def _near(entries: gallery.Gallery, name: str) -> str:
    """The names of the gallery that may have been meant: those with the name, else with its longest word, in them."""
    for part in dict.fromkeys((name, max(name.split(), key=len))):
        names = list(dict.fromkeys(str(row.get("displayName")) for row in entries.containing(part)))
        if names:
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            return f"{nearest(name, names)} With {part!r} in their names it has {', '.join(names[:MOST_NAMES])}{more}."
    return ""

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose synchronization it is: a service principal, or the application behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import GUID, Field
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation

# The options that name a service principal, alike in every module; the fragment `owner` documents them.
SERVICE_PRINCIPAL: Mapping[str, Any] = {
    "service_principal_id": {"type": "str"},
    "app_id": {"type": "str"},
    "display_name": {"type": "str"},
}
# The same for the application object; the fragment `application` documents them.
APPLICATION: Mapping[str, Any] = {
    "application_id": {"type": "str"},
    "app_id": {"type": "str"},
    "display_name": {"type": "str"},
}

# Modules that speak of either kind take all forms, and the word that says what a name names.
EITHER: Mapping[str, Any] = {**SERVICE_PRINCIPAL, **APPLICATION}
OWNER_TYPE: Mapping[str, Any] = {"owner_type": {"type": "str", "choices": ["service_principal", "application"]}}

# What modules take that can plan for a service principal that is yet to be made; the fragment `planning` documents it.
FAIL, PLAN = "fail", "plan"
IF_MISSING: Mapping[str, Any] = {"if_missing": {"type": "str", "choices": [FAIL, PLAN], "default": FAIL}}

PERMISSIONS = {"resolve": ("Application.Read.All", "Application.ReadWrite.OwnedBy")}

# The members that name a directory object.
NAMES = "id,appId,displayName"
# The largest page of the directory, which gives a hundred to a page unless told otherwise.
PAGE = 999

PRINCIPALS = "servicePrincipals"
APPLICATIONS = "applications"


class Owner(NamedTuple):
    """A resolved owner. root: `servicePrincipals` or `applications`; id: its object id.

    unborn: what one is called that is yet to be made, and has no id; then nothing of it can be read.
    """

    root: str
    id: str
    unborn: str = ""

    def __str__(self) -> str:
        kind = "service principal" if self.root == PRINCIPALS else "application"
        return f"{kind} {self.unborn!r} (yet to be made)" if self.unborn else f"{kind} {self.id}"

    @property
    def exists(self) -> bool:
        """Whether there is something to read of it."""
        return not self.unborn

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be said of a plan for it."""
        if self.exists:
            return ()
        return (
            f"{self.unborn!r} does not exist yet: planned as declared, not checked against what its template offers.",
        )

    def path(self, graph: Any, below: str = "", *parts: str) -> str:
        """The path of something below the owner's `synchronization`; `{}` takes the parts."""
        return str(graph.path(f"/{self.root}/{{}}/synchronization{below}", self.id, *parts))


def rules(options: Mapping[str, Any]) -> dict[str, Any]:
    """Exactly one of the options names the owner."""
    names = tuple(options)
    return {"required_one_of": [names], "mutually_exclusive": [names]}


def check_guid(option: str, value: str) -> str:
    """The id in lower case. Raises InvalidInput naming the option when it is no GUID."""
    return str(canonical(Field(option, option, GUID), value))


def service_principal(graph: Any, params: Mapping[str, Any]) -> Owner:
    """The service principal that the options name: no request for an object id, one for the other forms.

    `whose` among them is the answer itself, of a caller that plans much for one owner and found it already. With
    if_missing: plan, and only where nothing can be written anyway, one that is yet to be made is no error.
    """
    known = params.get("whose")
    if isinstance(known, Owner):
        return known
    name = params.get("display_name")
    if not plans_ahead(graph, params) or name is None:
        return _resolved(graph, params, PRINCIPALS, "service_principal_id")
    hits = named(graph, name, PRINCIPALS)
    return Owner(PRINCIPALS, str(_only(hits, name)["id"])) if hits else Owner(PRINCIPALS, "", unborn=name)


def unborn(graph: Any, params: Mapping[str, Any]) -> Owner | None:
    """The service principal that is yet to be made, where that is planned for; None where there is one."""
    if not plans_ahead(graph, params) or params.get("display_name") is None:
        return None
    whose = service_principal(graph, params)
    return None if whose.exists else whose


def plans_ahead(graph: Any, params: Mapping[str, Any]) -> bool:
    """Whether to plan for what is yet to be made: it was asked for, and nothing can be written anyway."""
    return bool(params.get("if_missing") == PLAN and graph.read_only)


def advice_ahead(graph: Any, params: Mapping[str, Any]) -> str:
    """What a run that cannot write says of a missing thing which it could plan for, if it was asked to; else nothing."""
    if not graph.read_only or params.get("if_missing") != FAIL:
        return ""
    return "Where an earlier task of the same playbook makes it, check mode plans for it with if_missing: plan."


def application(graph: Any, params: Mapping[str, Any]) -> Owner:
    """The application that the options name: no request for an object id, one for the other forms."""
    return _resolved(graph, params, APPLICATIONS, "application_id")


def either(graph: Any, params: Mapping[str, Any]) -> Owner:
    """The owner of either kind; app_id and display_name mean the service principal unless owner_type says otherwise.

    InvalidInput where owner_type contradicts an object id; Situation as of `found`.
    """
    kind = params.get("owner_type")
    for option, own in (("service_principal_id", "service_principal"), ("application_id", "application")):
        if params.get(option) is not None and kind not in (None, own):
            raise InvalidInput([f"owner_type: {kind} contradicts {option}; leave owner_type out."])
    if params.get("application_id") is not None or kind == "application":
        return application(graph, params)
    return service_principal(graph, params)


def _resolved(graph: Any, params: Mapping[str, Any], root: str, id_option: str) -> Owner:
    if params.get(id_option) is not None:
        return Owner(root, check_guid(id_option, params[id_option]))
    return Owner(root, str(found(graph, params, root)["id"]))


def found(graph: Any, params: Mapping[str, Any], root: str, select: str = NAMES) -> dict[str, Any]:
    """The one directory object that app_id or display_name names. Raises Situation for none and for many."""
    if params.get("app_id") is not None:
        return _by_app_id(graph, check_guid("app_id", params["app_id"]), root, select)
    return _by_display_name(graph, params["display_name"], root, select)


def _by_app_id(graph: Any, app_id: str, root: str, select: str) -> dict[str, Any]:
    path = graph.path(f"/{root}(appId='{{}}')", app_id)
    doing = f"find the {_noun(root)} of the application {app_id}"
    hit = graph.find(path, doing=doing, query={"$select": select}, needs=PERMISSIONS["resolve"])
    if hit is None:
        raise Situation(
            f"app_id: this tenant has no {_noun(root)} of the application {app_id}. Check the id and the tenant."
        )
    return dict(hit)


def _by_display_name(graph: Any, name: str, root: str, select: str) -> dict[str, Any]:
    hits = named(graph, name, root, select)
    if not hits:
        raise Situation(
            f"display_name: this tenant has no {_noun(root)} named {name!r}. Check the name and the tenant."
        )
    return _only(hits, name)


def _only(hits: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The only one; never the first of many."""
    if len(hits) > 1:
        raise Situation(ambiguous(hits, name))
    return hits[0]


def named(graph: Any, name: str, root: str, select: str = NAMES) -> list[dict[str, Any]]:
    """All directory objects of that display name, none or several; it is not unique. InvalidInput for an empty name."""
    if not name.strip():
        raise InvalidInput(["display_name: the value is empty."])
    doing = f"find the {_noun(root)} named {name!r}"
    query = {"$select": select, "$filter": f"displayName eq {literal(name)}"}
    hits = graph.list(graph.path(f"/{root}"), doing=doing, query=query, needs=PERMISSIONS["resolve"])
    return [dict(hit) for hit in hits]


def everybody(graph: Any, select: str = NAMES) -> list[dict[str, Any]]:
    """All service principals of the tenant, in no order."""
    doing = "find the service principals of this tenant"
    query = {"$select": select, "$top": str(PAGE)}
    rows = graph.list(graph.path(f"/{PRINCIPALS}"), doing=doing, query=query, needs=PERMISSIONS["resolve"])
    return [dict(row) for row in rows]


def ambiguous(hits: list[dict[str, Any]], name: str) -> str:
    """What to say of a name that several objects bear."""
    listed = ", ".join(sorted(f"{hit['id']} (app_id {hit.get('appId')})" for hit in hits))
    return f"display_name: {len(hits)} objects are named {name!r}: {listed}. Name the one you mean by its id."


def _noun(root: str) -> str:
    return "service principal" if root == PRINCIPALS else "application"

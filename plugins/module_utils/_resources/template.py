# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synchronization templates: what a job is made from, and what it needs to be configured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, template_fields, template_keys

OPTIONS: Mapping[str, Any] = {
    **owner.APPLICATION,
    "template_id": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "application_template_id": {"type": "str"},
    "factory_tag": {"type": "str"},
    "default": {"type": "bool"},
    "description": {"type": "str"},
    "discoverable": {"type": "bool"},
    "metadata": {"type": "dict"},
}
RULES = owner.rules(owner.APPLICATION)

PERMISSIONS = {
    "read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
    "write": ("Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
}


class Templates:
    """The endpoint: every request that concerns the templates of one service principal or application."""

    def __init__(self, graph: Any, whose: owner.Owner) -> None:
        self._graph = graph
        self.whose = whose

    def list(self) -> list[dict[str, Any]]:
        """All templates, sorted by id, with their schemas: the service inlines them."""
        doing = f"read the synchronization templates of {self.whose}"
        rows = self._graph.list(self.whose.path(self._graph, "/templates"), doing=doing, needs=PERMISSIONS["read"])
        return sorted(rows, key=lambda row: str(row["id"]))

    def find(self, template_id: str) -> dict[str, Any] | None:
        """One template, or None. By listing: the service answers 401 for an unknown id, which proves nothing."""
        return next((row for row in self.list() if row["id"] == template_id), None)

    def schema(self, template_id: str) -> dict[str, Any]:
        """The default schema of a template."""
        doing = f"read the schema of {self.name(template_id)}"
        path = self.whose.path(self._graph, "/templates/{}/schema", template_id)
        return dict(self._graph.get(path, doing=doing, needs=PERMISSIONS["read"]))

    def whole(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The template as it was listed, with its schema, which the service may leave out of a list."""
        document = without_annotations(row)
        if not document.get("schema"):
            document["schema"] = without_annotations(self.schema(str(row["id"])))
        return dict(document)

    def add(self, body: Mapping[str, Any]) -> None:
        """Add a template. Its id is ours to give, so asking twice cannot make two."""
        template_id = str(body["id"])
        self._graph.post(
            self.whose.path(self._graph, "/templates"),
            body,
            doing=f"add {self.name(template_id)}",
            needs=PERMISSIONS["write"],
            fate=lambda: self.find(template_id),
            repeatable=True,
        )

    def replace(self, body: Mapping[str, Any], basis: Mapping[str, Any]) -> None:
        """Replace a template; body holds all of it. Situation where it is not the one that the plan was made for (basis).

        The documentation's request line says PATCH, its example PUT, and the list of permissions PATCH.
        """
        template_id = str(body["id"])
        name = self.name(template_id)
        now = self.find(template_id)
        if now is None or self.whole(now) != basis:
            raise Situation(
                f"The {name} was changed by something else after this plan was made, and an update replaces all of it. "
                "Run again to plan with what stands there now."
            )
        path = self.whose.path(self._graph, "/templates/{}", template_id)
        self._graph.write_by(("PATCH", "PUT"), path, body, doing=f"update {name}", needs=PERMISSIONS["write"])

    def delete(self, template_id: str) -> None:
        """Delete a template and see it gone."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        name = self.name(template_id)
        path = self.whose.path(self._graph, "/templates/{}", template_id)
        removal.gone(
            self._graph,
            lambda: self._graph.delete(path, doing=f"delete {name}", needs=PERMISSIONS["write"]),
            lambda: self.find(template_id),
            doing=f"see that {name} is gone",
        )

    def settle(self, template_id: str, wanted: Any, what: str) -> dict[str, Any] | None:
        """Read the template until `wanted(row or None)` holds in several reads in a row."""
        doing = f"see that {self.name(template_id)} {what}"
        found: dict[str, Any] | None = self._graph.settle(lambda: self.find(template_id), wanted, doing=doing)
        return found

    def name(self, template_id: str) -> str:
        """The template in words."""
        return f"template {template_id} of {self.whose}"


def check_offered(whose: owner.Owner, offered: Iterable[Mapping[str, Any]], option: str, wanted: str | None) -> None:
    """Refuse who cannot be provisioned at all (Situation), and a template that is not offered (InvalidInput, with a list).

    option: where `wanted` stands; None wants no template in particular.
    """
    names = sorted(str(row["id"]) for row in offered)
    if not names:
        raise Situation(
            f"{whose} offers no synchronization template, so it cannot be provisioned. An application offers templates "
            "when it was made from the gallery (or as a non-gallery application), not from a bare app registration."
        )
    if wanted is not None and wanted not in names:
        hint = nearest(wanted, names)
        raise InvalidInput([f"{option}: {whose} does not offer {wanted!r}.{hint} It offers {', '.join(names)}."])


def plain(template: Mapping[str, Any]) -> dict[str, Any]:
    """The template as a module returns it, without its schema."""
    return {
        "id": template.get("id"),
        "application_template_id": template.get("applicationId"),
        "default": bool(template.get("default")),
        "description": template.get("description"),
        "discoverable": bool(template.get("discoverable")),
        "factory_tag": template.get("factoryTag"),
        "metadata": template_fields.metadata(template),
        **template_keys.required(template),
    }


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    declared = template_fields.parse(params)
    templates = Templates(graph, owner.application(graph, params))
    template_id = params["template_id"]
    actual = templates.find(template_id)
    if params["state"] == "absent":
        return _removal(templates, template_id, actual)
    problems = template_fields.unknown_keys(declared, actual or {})
    if actual is None:
        problems = [*_lacking(declared, templates.name(template_id)), *problems]
    if problems:
        raise InvalidInput(problems)
    return _placement(templates, template_id, actual, declared)


def _lacking(declared: Mapping[str, Any], name: str) -> list[str]:
    """The options that a new template needs and that were not given."""
    return [
        f"{option}: the {name} does not exist yet, and the service adds none without {option}; give it."
        for option in template_fields.NEEDED
        if option not in declared
    ]


def _removal(templates: Templates, template_id: str, actual: Mapping[str, Any] | None) -> Proposal:
    """The way to no template."""
    changes: tuple[Change, ...] = ()
    if actual is not None:
        changes = (Change("delete", templates.name(template_id), before=_shown(actual)),)
    gone = {"template": None}
    return Proposal(Plan(changes), gone, lambda change: templates.delete(template_id), lambda: gone)


def _placement(
    templates: Templates, template_id: str, actual: Mapping[str, Any] | None, declared: Mapping[str, Any]
) -> Proposal:
    """The way to the template as declared."""
    moved = template_fields.moving(declared, actual or {})
    if actual is not None and not moved:
        standing = {"template": plain(actual)}
        return Proposal(Plan(), standing, lambda change: None, lambda: standing)
    basis = None if actual is None else templates.whole(actual)
    body = template_fields.whole(basis or {"id": template_id}, moved)
    sides = _sides(moved)
    verb = "create" if actual is None else "update"
    change = Change(verb, templates.name(template_id), sides[0] if actual else None, sides[1], payload=body)
    latest = {"template": plain(body)}

    def apply(change: Change) -> None:
        if basis is None:
            templates.add(change.payload)
        else:
            templates.replace(change.payload, basis)
        shown = templates.settle(
            template_id, lambda row: row is not None and not template_fields.moving(declared, row), "is as declared"
        )
        latest["template"] = plain(shown or {})

    return Proposal(Plan((change,)), {"template": plain(body)}, apply, lambda: latest)


def _sides(moved: template_fields.Moves) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of the moves; what is not there is on no side."""
    before = {option: move[0] for option, move in moved.items() if move[0] is not None}
    return before, {option: move[1] for option, move in moved.items()}


def _shown(template: Mapping[str, Any]) -> dict[str, Any]:
    """A stored template as one side of a change: what has a value."""
    return {option: value for option, value in template_fields.actual(template).items() if value not in (None, {})}

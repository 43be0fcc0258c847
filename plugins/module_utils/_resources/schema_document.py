# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole documents as a user hands them over: a backup, an answer of Graph, another tenant's schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput

RESTORE = "restore"
OPTIONS = ("document", RESTORE)
RULES = "synchronizationRules"
# Where results of modules and answers of Graph carry a schema.
AROUND = ("document", "schema")
CUSTOM = "CustomSecurityAttributes."
PERMISSION = "CustomSecAttributeProvisioning.ReadWrite.All"
MOST_NAMES = 10


def option(params: Mapping[str, Any]) -> str:
    """The option that gives a whole document, or an empty text."""
    return next((name for name in OPTIONS if params.get(name) is not None), "")


def given(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The whole document under `document`, or in the file under `restore`; None when neither is given."""
    name = option(params)
    if name != RESTORE:
        return unwrapped(params[name], name) if name else None
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_backup

    return unwrapped(schema_backup.read(params[name]), name)


def adopted(
    wanted: Mapping[str, Any], actual: dict[str, Any], params: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The wanted document over the actual one, and what to warn of. InvalidInput that names the option."""
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt

    try:
        found = adopt.adopted(wanted, actual)
    except InvalidInput as error:
        raise InvalidInput([f"{option(params)}: {problem}" for problem in error.problems]) from None
    return found.document, (*found.warnings, *foreign_names(found.document, actual))


def unwrapped(tree: Any, name: str) -> dict[str, Any]:
    """The schema, also where it stands inside the result of a module that read it. InvalidInput when there is none.

    name: the option that gives it.
    """
    found = _schema(tree)
    if found is not None:
        return found
    if isinstance(tree, Mapping):
        inside = [_schema(tree.get(member)) for member in AROUND]
        first = next((inner for inner in inside if inner is not None), None)
        if first is not None:
            return first
    raise InvalidInput([f"{name}: this is no schema, since it has no list {RULES}.{_looks_like(tree)}"])


def _schema(tree: Any) -> dict[str, Any] | None:
    """The tree when it is a schema, as far as a glance tells."""
    return dict(tree) if isinstance(tree, Mapping) and isinstance(tree.get(RULES), list) else None


def _looks_like(tree: Any) -> str:
    """What it seems to be instead."""
    if not isinstance(tree, Mapping):
        return f" It is a {'list' if isinstance(tree, list) else 'single value'}."
    inner = tree["schema"] if isinstance(tree.get("schema"), Mapping) else tree
    if "synchronization_rules" in inner:
        return (
            " It is in the form of declarations: give its synchronization_rules and directories as the options of "
            "these names, or read it with include: [document]."
        )
    return f" It has {', '.join(sorted(map(str, tree))[:MOST_NAMES]) or 'nothing'}."


def foreign_names(wanted: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """A warning where a document brings custom security attributes along: they are each tenant's own (fact sheet 4.2)."""
    brought = sorted(set(_custom(wanted)) - set(_custom(actual)))
    if not brought:
        return []
    more = f" and {len(brought) - MOST_NAMES} more" if len(brought) > MOST_NAMES else ""
    return [
        f"The document brings custom security attributes along: {', '.join(brought[:MOST_NAMES])}{more}. They are defined in "
        "each tenant; this tenant needs them under the same names, and the calling application the permission "
        f"{PERMISSION}."
    ]


def permission_hint(document: Mapping[str, Any]) -> str:
    """What a refused write may lack beside the usual permissions, in a sentence; empty for an ordinary schema."""
    if next(_custom(document), None) is None:
        return ""
    return f" The schema has custom security attributes, for which {PERMISSION} is needed as well."


def _custom(document: Mapping[str, Any]) -> Iterator[str]:
    """The custom security attributes that a document defines."""
    for directory in document.get("directories") or []:
        for definition in directory.get("objects") or []:
            for attribute in definition.get("attributes") or []:
                name = str(attribute.get("name"))
                if name.startswith(CUSTOM):
                    yield name

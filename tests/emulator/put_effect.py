# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PUT schema that is accepted and yet not stored as it was sent: what a client must find out by reading again."""

from __future__ import annotations

from typing import Any

from .documents import Document

Tree = dict[str, Any]


def stored(accepted: Document, current: Document, effect: str) -> Document:
    """What of an accepted document is really stored; `effect` is the switch schema_put_effect."""
    if effect == "nothing":
        return current
    return _all_but_one(accepted, current) if effect == "all_but_one" else accepted


def _all_but_one(accepted: Document, current: Document) -> Document:
    """The first mapping that is new, gone or changed stays as it was; all else is stored."""
    before = {_key(rule, one): one["attributeMappings"] for rule in current.rules for one in rule["objectMappings"]}
    rules, lost = [], False
    for rule in accepted.rules:
        mappings = []
        for one in rule["objectMappings"]:
            then = before.get(_key(rule, one), one["attributeMappings"])
            rows = one["attributeMappings"] if lost else _with_one_as_before(one["attributeMappings"], then)
            lost = lost or rows != one["attributeMappings"]
            mappings.append({**one, "attributeMappings": rows})
        rules.append({**rule, "objectMappings": mappings})
    return Document(accepted.version, rules, accepted.directories)


def _key(rule: Tree, mapping: Tree) -> tuple[Any, ...]:
    return rule.get("id"), mapping.get("sourceObjectName"), mapping.get("targetObjectName")


def _with_one_as_before(rows: list[Tree], before: list[Tree]) -> list[Tree]:
    wanted = {row["targetAttributeName"]: row for row in rows}
    then = {row["targetAttributeName"]: row for row in before}
    for target in sorted({*wanted, *then}, key=str.casefold):
        if wanted.get(target) == then.get(target):
            continue
        if target in then:
            wanted[target] = then[target]
        else:
            del wanted[target]
        return [wanted[one] for one in sorted(wanted, key=str.casefold)]
    return rows

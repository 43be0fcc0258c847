# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of a schema document in the user's words.

Two forms each: as it is declared (`options.py`), and as a diff shows it, where whatever has no order has none, so
that equal words mean equal values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Attribute, Constant
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options, places

# A longer text is told by its length and its fingerprint: the engine keeps 12 kB of JSON in one.
_LONGEST = 300

FILTER_SETS = {
    "groups": "groups",
    "input_filter_groups": "inputFilterGroups",
    "category_filter_groups": "categoryFilterGroups",
}

# What the words of filters, metadata and references say.
_TOLD = frozenset(
    {
        *FILTER_SETS.values(),
        *("name", "clauses", "sourceOperandName", "operatorName", "targetOperand", "values"),
        *("includedContainers", "includedGroups"),
        *("key", "value", "referencedObjectName", "referencedProperty"),
    }
)


def as_is(value: Any) -> Any:
    return value


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; what is no list, or no object, comes from a user's file, and is not for us to read."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def inner(value: Any, member: str) -> list[Any]:
    """The list in an object; null, and what has another form, is the empty one."""
    found = value.get(member) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else []


def choice(choices: Iterable[str]) -> Callable[[Any], Any]:
    """A function that folds a word to the service's spelling; an unknown one stays."""
    spelling = {word.lower(): word for word in choices}

    def fold(value: Any) -> Any:
        return spelling.get(value.lower(), value) if isinstance(value, str) else value

    return fold


def flags(value: Any) -> list[str]:
    """`Add, Update` as a list, in the order of the enumeration; what it does not know comes last, by name.

    `None` is the service's word for no flag.
    """
    fold, order = choice(options.FLOW_TYPES), {word: place for place, word in enumerate(options.FLOW_TYPES)}
    words = {str(fold(word.strip())) for word in str(value).split(",") if word.strip().lower() not in ("", "none")}
    return sorted(words, key=lambda word: (order.get(word, len(order)), word))


def chosen_names(value: Any, member: str) -> list[str]:
    """The list in a container filter or a group filter; null is the empty list."""
    return [str(name) for name in inner(value, member)]


def in_order(value: Iterable[Any]) -> list[str]:
    """Texts of a list without order."""
    return sorted(str(item) for item in value)


def pairs(value: Any) -> list[dict[str, Any]]:
    """Metadata as it is declared."""
    return [{"key": row.get("key"), "value": row.get("value")} for row in rows(value)]


def pairs_shown(value: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Metadata by key; a key that stands twice is `key #2` the second time."""
    ordered = sorted(value, key=lambda row: (str(row["key"]), str(row["value"])))
    return {key: shortened(row["value"]) for key, row in places.keyed(ordered, lambda row: str(row["key"])).items()}


def shortened(value: Any) -> Any:
    """A text that nobody reads to its end, told by its length and what tells it from others of that length."""
    if not isinstance(value, str) or len(value) <= _LONGEST:
        return value
    import hashlib

    mark = hashlib.sha256(value.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return f"{len(value)} characters, sha256 {mark}"


def references(value: Any) -> list[dict[str, Any]]:
    """Referenced objects as they are declared."""
    return [
        {"object": row.get("referencedObjectName"), "property": row.get("referencedProperty")} for row in rows(value)
    ]


def references_shown(value: Iterable[Mapping[str, Any]]) -> list[str]:
    """`User`, `Group.id`."""
    return sorted(f"{row['object']}.{row['property']}" if row["property"] else str(row["object"]) for row in value)


def source(expression_tree: Any) -> dict[str, str]:
    """One of `source`, `constant`, `expression`, with its text; no tree is `source: ""`, which declares none."""
    if expression_tree is None:
        return {"source": ""}
    try:
        node = tree.from_tree(expression_tree)
    except ExpressionError:
        return {"expression": tree.words(expression_tree)}
    if isinstance(node, Constant):
        return {"constant": node.text}
    return {"source" if isinstance(node, Attribute) else "expression": tree.words(expression_tree)}


def scope(value: Any) -> dict[str, list[dict[str, Any]]]:
    """A scope as it is declared, with all three sets; null is three empty ones."""
    return {option: list(map(_group, rows(inner(value, wire)))) for option, wire in FILTER_SETS.items()}


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": group.get("name"), "clauses": list(map(_clause, rows(group.get("clauses"))))}


def _clause(clause: Mapping[str, Any]) -> dict[str, Any]:
    values = inner(clause.get("targetOperand"), "values")
    named = {"attribute": clause.get("sourceOperandName"), "operator": clause.get("operatorName")}
    return {**named, "values": list(values)} if values else named


def scope_shown(value: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, Any]:
    """Per set, each group by its name with a line per clause: alternatives are groups, clauses hold together."""
    return {option: groups_shown(groups) for option, groups in value.items()}


def groups_shown(groups: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """`{"Staff": ["department EQUALS 'Sales'", ...]}`."""
    told = [(str(group["name"] or "(no name)"), sorted(map(_sentence, group["clauses"]))) for group in groups]
    named = places.keyed([{"name": name, "lines": lines} for name, lines in sorted(told)], places.name_key)
    return {name: row["lines"] for name, row in named.items()}


def _sentence(clause: Mapping[str, Any]) -> str:
    """A clause as the provisioning log writes it."""
    quoted = ", ".join("'" + str(value).replace("'", "''") + "'" for value in clause.get("values", ()))
    return f"{clause['attribute']} {clause['operator']} {quoted}".rstrip()


def strange(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The parts of a value that have words which these words leave out, each with its JSON path."""
    if isinstance(value, Mapping):
        for name in sorted(name for name in value if not is_annotation(name)):
            yield from (strange if name in _TOLD else leaves)(value[name], f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from strange(item, f"{path}[{place}]")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """What no option has a word for: each value with its JSON path."""
    if isinstance(value, Mapping) and value:
        for name in sorted(value):
            yield from leaves(value[name], f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}[{place}]")
    else:
        yield path, "(null)" if value is None else shortened(value)

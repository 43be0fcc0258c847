# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exported rows are tried before they are given out: what a declaration would refuse or alter is said in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ExpressionError,
    NeedsService,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    declaration,
    export_rows,
    merge,
    merge_attribute_mappings,
    places,
    words,
    words_levels,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.export_rows import Declared
from ansible_collections.entra.provisioning.plugins.module_utils._schema.words_levels import Level, Row

SOURCES = ("source", "constant", "expression")
_PRIORITY = "matching_priority"
_LONGEST = 200


class Refusals:
    """Why parts of a document cannot be declared, by place in words."""

    def __init__(self) -> None:
        self._sentences: dict[str, list[str]] = {}

    def accepted(self, level: Level, said: Declared, row: Row, path: tuple[str, ...]) -> Declared | None:
        """The options of a row that a declaration takes, and takes for what they are; None: the row cannot be declared.

        said: without the rows below. row: what the document holds.
        """
        problems = _problems(level, _telling(level, said, row))
        if problems:
            said, problems = self._without_refused(level, said, row, path)
        if problems:
            self._say(path, problems)
            return None
        if level is words_levels.ATTRIBUTE_MAPPINGS and not _is_faithful(said, row):
            self._say(path, [f"the stored expression cannot be written as text: {words_levels.source_text(row)}"])
            return {option: value for option, value in said.items() if option not in SOURCES}
        return said

    def apart(self, level: Level, rows: Iterable[Declared], path: tuple[str, ...]) -> list[Declared]:
        """The rows of one list, without the matching priorities that another row of it has too."""
        every = list(rows)
        if level is not words_levels.ATTRIBUTE_MAPPINGS:
            return every
        taken: dict[int, str] = {}
        for row in every:
            priority, target = row.get(_PRIORITY) or 0, row["target_attribute"]
            if taken.setdefault(priority, target) != target and priority > 0:
                del row[_PRIORITY]
                self._say(
                    (*path, target), [f"it has the matching priority {priority}, which {taken[priority]} has too"]
                )
        return every

    def all(self, left_over: Iterable[tuple[str, str]]) -> list[str]:
        """All sentences: the refusals, and what is left over where nothing was refused."""
        rest = [sentence for place, sentence in left_over if place not in self._sentences]
        return [sentence for place in self._sentences for sentence in self._sentences[place]] + rest

    def _without_refused(
        self, level: Level, said: Declared, row: Row, path: tuple[str, ...]
    ) -> tuple[Declared, list[str]]:
        """Without the options that are refused alone; where that does not help, without the source."""
        named = {option: said[option] for option in said if option in _naming(level)}
        kept = dict(named)
        for option in said.keys() - named.keys():
            refused = _problems(level, {**named, option: said[option]})
            self._say(path, refused)
            kept.update({} if refused else {option: said[option]})
        problems = _problems(level, _telling(level, kept, row))
        if problems and any(option in kept for option in SOURCES):
            self._say(path, problems)
            kept = {option: value for option, value in kept.items() if option not in SOURCES}
            problems = _problems(level, kept)
        return kept, problems

    def _say(self, path: tuple[str, ...], texts: Iterable[str]) -> None:
        place = " / ".join(path)
        for text in texts:
            self._sentences.setdefault(place, []).append(f"{place}: {text}")


class Unasked(Refusals):
    """Takes every row as it is, with all that a refusal may depend on: for a trial of all rows at once."""

    def accepted(self, level: Level, said: Declared, row: Row, path: tuple[str, ...]) -> Declared:
        """The row."""
        return _telling(level, said, row)

    def apart(self, level: Level, rows: Iterable[Declared], path: tuple[str, ...]) -> list[Declared]:
        """The rows."""
        return list(rows)


def _telling(level: Level, said: Declared, row: Row) -> Declared:
    """With the flow type, which some sources depend on, even where it is the usual one."""
    member = level.member("flowType")
    return {**said, member.option: member.of(row)} if member and said.keys() & set(SOURCES) else said


def _naming(level: Level) -> set[str]:
    return {*export_rows.IDENTITY[level.option], "number"}


def _problems(level: Level, said: Declared) -> list[str]:
    """What a declaration of this row alone is refused for, without its place."""
    try:
        declaration.parse(_alone(level, said))
    except InvalidInput as error:
        return [problem.partition("]: ")[2] or problem.partition(": ")[2] for problem in error.problems]
    return []


def _alone(level: Level, said: Declared) -> dict[str, Any]:
    """A declaration of nothing but one row."""
    mapping = {"source_object": "source", "target_object": "target"}
    if level is words_levels.ATTRIBUTE_MAPPINGS:
        return _alone(words_levels.OBJECT_MAPPINGS, {**mapping, "attribute_mappings": [said]})
    if level is words_levels.ATTRIBUTES:
        return _alone(words_levels.OBJECTS, {"name": "object", "attributes": [said]})
    if level is words_levels.OBJECT_MAPPINGS:
        return {"synchronization_rules": [{"id": "rule", "object_mappings": [said]}]}
    if level is words_levels.OBJECTS:
        return {"directories": [{"id": "directory", "objects": [said]}]}
    return {level.option: [said]}


def _is_faithful(said: Declared, row: Row) -> bool:
    """Whether the declared source means the stored one."""
    if not any(option in said for option in SOURCES):
        return True
    parsed = declaration.parse(_alone(words_levels.ATTRIBUTE_MAPPINGS, said))
    mapping = (parsed.rules[0].object_mappings or ())[0]
    node = (mapping.attribute_mappings or ())[0].members.get("source")
    return merge_attribute_mappings.same_source(node, row.get("source"))


def left_over(base: Row, rows: Mapping[str, Any], document: Row, state: str) -> Iterator[tuple[str, str]]:
    """What still differs from the document after the export was applied to a base: (place, sentence)."""
    try:
        result = merge.merged(dict(base), declaration.parse(rows), state, _Builder(document)).document
    except InvalidInput as error:
        yield from (("", problem) for problem in error.problems)
        return
    yield from _told(words_levels.DOCUMENT, result, document, ())


class _Builder:
    """From nodes to trees; what only the service can build is taken from the document that holds it already."""

    def __init__(self, document: Row) -> None:
        self._document = document
        self._stored: dict[Node, dict[str, Any]] = {}

    def __call__(self, node: Node) -> dict[str, Any]:
        try:
            return tree.to_tree(node)
        except NeedsService:
            if not self._stored:
                self._stored = dict(self._read())
            if node not in self._stored:
                raise
            return self._stored[node]

    def _read(self) -> Iterator[tuple[Node, dict[str, Any]]]:
        for rule in words_levels.RULES.rows(self._document).values():
            for mapping in words_levels.OBJECT_MAPPINGS.rows(rule).values():
                for row in mapping.get("attributeMappings") or []:
                    try:
                        yield tree.from_tree(row.get("source")), row["source"]
                    except ExpressionError:
                        continue


def _told(level: Level, one: Row, other: Row, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What still moves, one sentence per member and per row that only one of the documents has."""
    place = " / ".join(path)
    for name in level.moving(one, other):
        before, after = words.member(level, name, one), words.member(level, name, other)
        yield place, f"{place}: {name} cannot be declared; {_short(before)} would have to become {_short(after)}."
    for below in level.below:
        if one.get(below.wire) is other.get(below.wire):
            continue
        olds, news = below.rows(one), below.rows(other)
        for key in sorted({*olds, *news}):
            old, new = olds.get(key), news.get(key)
            here = (*path, export_rows.called(below, key, new or old or {}))
            if old is None:
                yield _sentence(here, f"this {below.noun} cannot be added by a declaration.")
            elif new is None:
                yield _sentence(here, f"that this {below.noun} is gone cannot be declared.")
            elif old is not new:
                yield from _told_of_pair(below, old, new, here)


def _told_of_pair(level: Level, old: Row, new: Row, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    told = _told(level, old, new, path)
    if level is words_levels.RULES and not places.editable(new):
        engine = "the rule belongs to the service (editable: false); what differs in it cannot be declared."
        yield from [_sentence(path, engine) for dummy in islice(told, 1)]
    else:
        yield from told


def _sentence(path: tuple[str, ...], text: str) -> tuple[str, str]:
    place = " / ".join(path)
    return place, f"{place}: {text}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

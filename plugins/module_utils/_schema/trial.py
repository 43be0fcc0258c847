# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mappings on trial: objects in, expected values out, without a tenant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import evaluate, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import point_in_time
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    ERROR,
    IGNORE_ATTRIBUTE,
    IGNORE_OBJECT,
    VALUE,
    Outcome,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.plugins.module_utils._schema import places, words_levels
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration import Declaration
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row

Case = Mapping[str, Any]

_CREATE_ONLY = "objectaddonly"
# Outcomes after which this attribute is not written.
_NOTHING_FLOWS = (VALUE, IGNORE_ATTRIBUTE, IGNORE_OBJECT)
# Chance has no place in a test: whatever an expression draws is always the same.
_GUID = "00000000-0000-4000-8000-000000000001"


class _Candidate(NamedTuple):
    """An object mapping that a test case may mean."""

    rule: Row
    mapping: Row

    def __str__(self) -> str:
        return f"{words_levels.title(self.rule)} / {places.object_mapping_key(self.mapping)}"


def run(test_cases: Iterable[Case], document: Row, declaration: Declaration) -> list[dict[str, Any]]:
    """One row per expected value, in the order of the test cases, targets by name.

    Each row: name, target_attribute, expected, value, passed, outcome (`value`, `ignore_attribute`, `ignore_object`,
    `error`, `escrow`), warnings (why it ends so, and where the service may answer otherwise). A value of None means
    that nothing flows; a default value flows when an object is created and its source gives nothing.

    document: as it would be. declaration: decides which object mapping is meant where a test case does not.
    Raises InvalidInput with all problems: an object mapping that is not there or not the only one, an unreadable `now`.
    """
    problems: list[str] = []
    results: list[dict[str, Any]] = []
    for place, case in enumerate(test_cases or []):
        name = str(case.get("name") or place + 1)
        where = f"test_cases[{case.get('name') or place}]"
        try:
            found = _meant(where, case, document, declaration)
            given = _circumstances(where, case)
        except InvalidInput as error:
            problems.extend(error.problems)
            continue
        results.extend({"name": name, **row} for row in _results(case, found.mapping, given))
    if problems:
        raise InvalidInput(problems)
    return results


def _meant(where: str, case: Case, document: Row, declaration: Declaration) -> _Candidate:
    """The object mapping of a test case: what it says, then what is declared, then what feeds its targets."""
    every = list(_candidates(document))
    found = [one for one in every if _fits(case, one)]
    if not found:
        listed = "; ".join(map(str, every)) or "none"
        raise InvalidInput(
            [f"{where}: no object mapping fits rule, source_object and target_object; there are: {listed}."]
        )
    targets = set(case.get("expected") or {})
    for narrower in (
        [one for one in found if _is_declared(one, declaration)],
        [one for one in found if targets <= {places.attribute_mapping_key(row) for row in _rows(one.mapping)}],
    ):
        shared = [one for one in found if any(one is other for other in narrower)]
        found = shared or found
    if len(found) > 1:
        listed = "; ".join(map(str, found))
        raise InvalidInput(
            [f"{where}: {len(found)} object mappings are meant: {listed}. Give rule, source_object and target_object."]
        )
    return found[0]


def _candidates(document: Row) -> Iterator[_Candidate]:
    for rule in places.rules(document):
        for mapping in rule.get("objectMappings") or []:
            if not places.hidden(mapping):
                yield _Candidate(rule, mapping)


def _fits(case: Case, candidate: _Candidate) -> bool:
    rule, mapping = candidate
    said = (
        (case.get("rule"), (rule.get("id"), rule.get("name"))),
        (case.get("source_object"), (mapping.get("sourceObjectName"),)),
        (case.get("target_object"), (mapping.get("targetObjectName"),)),
    )
    return all(wanted is None or wanted in names for wanted, names in said)


def _is_declared(candidate: _Candidate, declaration: Declaration) -> bool:
    rule, mapping = candidate
    for declared in declaration.rules:
        if declared.id == rule.get("id") or (declared.id is None and declared.name == rule.get("name")):
            for row in declared.object_mappings or ():
                known = (
                    (row.source_object, mapping.get("sourceObjectName")),
                    (row.target_object, mapping.get("targetObjectName")),
                )
                named = row.name in (None, mapping.get("name"))
                if named and all(wanted in (None, there) for wanted, there in known):
                    return True
    return False


def _circumstances(where: str, case: Case) -> evaluate.Circumstances:
    """What an expression may need to be told."""
    try:
        now = None if case.get("now") is None else point_in_time(str(case["now"]))
    except ValueError as error:
        raise InvalidInput([f"{where}.now: {error}"]) from None
    return evaluate.Circumstances(
        now=now,
        default_domain=case.get("default_domain"),
        taken=frozenset(str(value) for value in case.get("taken") or ()),
        placeholders=dict(case.get("placeholders") or {}),
        guid=lambda: _GUID,
        random_text=lambda alphabet, length: (alphabet * length)[:length],
    )


def _results(case: Case, mapping: Row, given: evaluate.Circumstances) -> Iterator[dict[str, Any]]:
    creating = case.get("creating") is not False
    rows = words_levels.ATTRIBUTE_MAPPINGS.rows(mapping)
    for target, expected in sorted((case.get("expected") or {}).items()):
        wanted = _flat(expected)
        if target in rows:
            outcome = _outcome(rows[target], case.get("attributes") or {}, creating, given)
        else:
            outcome = _unmapped(target, wanted, rows)
        passed = outcome.value == wanted and outcome.kind in _NOTHING_FLOWS
        yield {
            "target_attribute": target,
            "expected": expected,
            "value": outcome.value,
            "passed": passed,
            "outcome": outcome.kind,
            "warnings": [text for text in (outcome.message, *outcome.warnings) if text],
        }


def _outcome(row: Row, attributes: Mapping[str, Any], creating: bool, given: evaluate.Circumstances) -> Outcome:
    """What one attribute mapping gives."""
    if not creating and str(row.get("flowType")).lower() == _CREATE_ONLY:
        return Outcome(VALUE, None, "flow_type ObjectAddOnly: it flows when the object is created, and never again.")
    outcome = Outcome(VALUE)
    if row.get("source") is not None:
        try:
            outcome = evaluate.evaluate(tree.from_tree(row["source"]), attributes, given)
        except ExpressionError as error:
            return Outcome(ERROR, None, f"The stored source cannot be read: {error}")
    if creating and outcome.kind == VALUE and outcome.value is None and row.get("defaultValue") is not None:
        return outcome._replace(value=str(row["defaultValue"]))
    return outcome


def _unmapped(target: str, wanted: Any, rows: Mapping[str, Row]) -> Outcome:
    """Nothing flows where nothing is mapped; who expects something has a slip in the name, or a mapping too few."""
    text = f"No attribute mapping feeds {target}.{nearest(target, rows)}"
    return Outcome(VALUE if wanted is None else ERROR, None, text)


def _flat(expected: Any) -> Any:
    """An expected value as an evaluation gives it: texts, lists of texts, or nothing."""
    if isinstance(expected, (list, tuple)):
        return [_flat(value) for value in expected]
    return None if expected is None else str(expected)


def _rows(mapping: Row) -> list[Row]:
    return mapping.get("attributeMappings") or []

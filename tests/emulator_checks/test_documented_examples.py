# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every documented example, replayed against the emulator and compared in shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from emulator import model

from emulator_checks import located
from emulator_checks import stage as stages
from emulator_checks.documents import examples, known_errors, scenes, shapes
from emulator_checks.documents.examples import Example

# The types of answers, by the end of the path; collections are checked entry by entry.
ANSWERS = (
    (r"/jobs$", "[]synchronizationJob"),
    (r"/jobs/\{\w+\}$", "synchronizationJob"),
    (r"/templates$", "[]synchronizationTemplate"),
    (r"/templates/\w+$", "synchronizationTemplate"),
    (r"/schema$", "synchronizationSchema"),
    (r"/functions$", "[]attributeMappingFunctionSchema"),
    (r"/filterOperators$", "[]filterOperatorSchema"),
    (r"/parseExpression$", "parseExpressionResponse"),
    (r"/discover$", "directoryDefinition"),
    (r"/provisionOnDemand$", "stringKeyStringValuePair"),
)


def answer_type(example: Example) -> str:
    """The metadata's type of an answer with a body; empty when there is none to check."""
    path = "/" + re.sub(r"jobs/(?!validateCredentials)[^/]+", "jobs/{x}", example.path)
    if example.method in ("PUT", "DELETE") or known_errors.refusal(example.name):
        return ""
    return next((kind for pattern, kind in ANSWERS if re.search(pattern, path)), "")


def documents(kind: str) -> list[str]:
    """The names of a class of documents; one stand-in, which says so, where there are no samples."""
    try:
        exchanges = examples.exchanges()
    except pytest.skip.Exception:
        return ["(no samples here)"]
    typed = [name for name, example in exchanges.items() if answer_type(example)]
    return sorted({"exchanges": exchanges, "typed": typed, "objects": examples.OBJECTS}[kind])


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    located.samples()
    with stages.raised(template_schema="inline") as raised:
        yield raised


def played(stage: stages.Stage, example: Example) -> requests.Response:
    scene = scenes.arranged(stage, example)
    switches = stage.emulator.switches
    before = {name: switches[name] for name in scenes.switches_of(example)}
    switches.update(scenes.switches_of(example))
    try:
        return stage.call(example.method, scene.path, scene.body, headers=scene.headers)
    finally:
        switches.update(before)


def expected_answer(example: Example) -> Any:
    if example.name in known_errors.HEADERS_AS_BODY:
        return None
    return example.body if example.name in known_errors.ANSWER_AS_REQUEST else example.answer


@pytest.mark.parametrize("name", documents("exchanges"))
def test_a_documented_exchange_is_answered_in_the_documented_shape(stage: stages.Stage, name: str) -> None:
    example = examples.exchanges()[name]
    answer = played(stage, example)
    refusal = known_errors.refusal(name)
    if refusal:
        assert answer.status_code == refusal, answer.text
        return
    assert answer.status_code // 100 == (example.status or 200) // 100, answer.text
    documented = expected_answer(example)
    if documented is None:
        assert answer.status_code in (201, 202, 204)
    else:
        departures = shapes.departures(documented, answer.json())
        assert set(departures) == known_errors.places(known_errors.EXCHANGES, name), departures


@pytest.mark.parametrize("name", documents("typed"))
def test_the_answer_to_a_documented_request_is_as_the_metadata_says(stage: stages.Stage, name: str) -> None:
    example = examples.exchanges()[name]
    kind = answer_type(example)
    answer = played(stage, example)
    assert answer.ok, answer.text
    body = answer.json()
    if "value" in body and kind.startswith("[]"):
        extra = known_errors.DOCUMENTED_ONLY.get(example.path.rpartition("/")[2], ())
        body = [{member: one[member] for member in one if member not in extra} for one in body["value"]]
        assert body
    kind = kind if isinstance(body, list) else kind.removeprefix("[]")
    assert model.check(kind, body, version=example.version) == []


@pytest.mark.parametrize("name", documents("objects"))
def test_a_documented_object_is_as_the_metadata_says(name: str) -> None:
    located.samples()
    problems = model.check(examples.OBJECTS[name], examples.shown(name), partial=True, version="beta")
    known = known_errors.places(known_errors.OBJECTS, name)
    assert {problem.path for problem in problems} == known, problems


def test_headers_that_a_page_prints_as_a_body_are_sent_as_headers(stage: stages.Stage) -> None:
    for name in known_errors.HEADERS_AS_BODY:
        example = examples.exchanges()[name]
        answer = played(stage, example)
        assert set(example.answer) <= {header.lower() for header in answer.headers}
        assert answer.content == b"" and "auditLogs/provisioning" in answer.headers["Location"]


def test_every_document_is_in_one_class_and_none_is_left_out() -> None:
    every = set(examples.everything())
    exchanges, objects, outside = set(examples.exchanges()), set(examples.OBJECTS), set(examples.OUT_OF_SCOPE)
    assert len(every) == examples.COUNT == len(exchanges) + len(objects) + len(outside)
    assert every == exchanges | objects | outside
    assert (len(exchanges), len(objects), len(outside)) == (97, 24, 6)
    assert len(documents("typed")) == 54
    assert all(examples.OUT_OF_SCOPE.values())


def test_every_known_error_names_documents_that_exist() -> None:
    every = set(examples.everything())
    tables = (*known_errors.EXCHANGES, *known_errors.OBJECTS)
    named = {document for known in tables for document in known.documents}
    assert named | {*known_errors.HEADERS_AS_BODY, *known_errors.ANSWER_AS_REQUEST} <= every
    assert all(known.reason and (known.places or known.status) for known in tables)

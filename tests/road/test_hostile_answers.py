# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the service answers, a task ends in a result or an error for people, and writes nothing that it was not told."""

from __future__ import annotations

import dataclasses
import json
import os
import random

import pytest
from contract import discovery
from contract.stage import Stage
from emulator.testing import Emulator
from faults import stage

from .hostile import VALUES, answers_of, nodes, placed, tampered

# Set to a number, so many points of each answer of each task are tampered with; else a few of each module, always the same.
MANY = int(os.environ.get("ENTRA_HOSTILE") or 0)
FEW = 3
READ = ("synchronization_info", {"display_name": "Contoso SCIM"})
PAUSED = [{"template_id": "scim", "state": "paused"}]
BATCH = ("synchronizations", {"applications": [{"display_name": "Contoso SCIM", "jobs": PAUSED}]})
WRITE = ("synchronization_job", {"display_name": "Contoso SCIM", "template_id": "scim", "state": "paused"})
RAW = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"17",
    "no UTF-8": b'{"value": ["\xff\xfe"]}',
    "UTF-16": '{"value": []}'.encode("utf-16"),
    "NUL": b'{"value": []}\0',
    "two": b'{"value": []}{"value": []}',
    "NaN": b'{"value": NaN}',
    "Infinity": b'{"value": [{"id": -Infinity}]}',
    "a number without end": b'{"value": ' + b"9" * 1_000_000 + b"}",
    "lists in lists": b'{"value": ' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    "objects in objects": b'{"a": ' * 300_000 + b"1" + b"}" * 300_000,
    "open for ever": b'{"value": ' + b"[" * 500_000,
    "two of a name": b'{"value": 17, "value": [], "value": "text"}',
    "a page": b"<html><title>\x1b[31mSign in\x1b[0m</title><script>alert(1)</script></html>",
}
HEADERS = {
    "Retry-After": ("-1", "1e9", "9" * 300, "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "\xff\x80", ", ,"),
    "request-id": ("\t".join("abc" * 500), "\x7f\x9b31m", ""),
    "client-request-id": ("x" * 5000, "\x9b"),
    "Content-Type": ("text/html; charset=\xff", "application/json; charset=utf-7", "x" * 5000),
    "Content-Encoding": ("identity", "unknown", ""),
    "Date": ("never", "Thu, 99 Jan 9999 99:99:99 +9999"),
    "Set-Cookie": ("session=1; Domain=localhost",),
    "WWW-Authenticate": ('Bearer claims="////"', 'Bearer claims="' + "A" * 50_000 + '"', 'Bearer claims="W10="'),
}
TERMINAL = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066 \x9b31m\r\nok: [localhost]"


@pytest.fixture(scope="module", name="emu")
def fixture_emu():
    with Emulator.start() as emulator:
        yield emulator


def judged(ended, good=None, check=False):
    """What is wrong with how a task ended."""
    found = []
    if ended.failed and ("Unexpected" in ended.message or not ended.message):
        found.append(f"a defect: {ended.message[:300]} {ended.result.get('trace', [])[-3:]}")
    if not all(one.isprintable() or one in "\n\t" for one in ended.message):
        found.append(f"it says {ended.message[:300]!r}")
    if len(ended.message) > 5000:
        found.append(f"it says {len(ended.message)} characters")
    written = {(row["method"], stage.template(row)) for row in ended.requests if row["unsafe"]}
    if good is not None and not written <= good or (check and written):
        found.append(f"it wrote {written}")
    try:
        json.dumps(ended.result, allow_nan=False).encode()
    except ValueError as error:
        found.append(f"its result is no JSON: {error}")
    return found


def tasks(module):
    """The phases of a module that writes, the readings of another: name, arguments, how the world is prepared."""
    scenario = discovery.scenario(module)
    if scenario.phases:
        return [(phase.name, phase.args, phase.prepare) for phase in scenario.phases]
    return [(name, args, lambda _emu: None) for name, args in scenario.readings.items()]


@pytest.mark.parametrize("module", discovery.MODULES)
def test_an_answer_tampered_with_anywhere_does_no_harm(module):
    wrong, played, some = [], 0, random.Random(module)
    with Emulator.start() as emu:
        discovery.scenario(module).prepare(emu)
        kept = Stage(emu)
        for name, args, prepare in tasks(module):
            prepare(emu)
            kept.keep(name)
            offset = emu.world.clock.offset
            good = stage.run(emu, module, args)
            assert not good.failed, good.message
            kept.keep("after it")
            after = emu.world.clock.offset
            count = sum(row["path"].startswith(("/v1.0", "/beta")) and not row["batch"] for row in good.requests)
            written = {(row["method"], stage.template(row)) for row in good.requests if row["unsafe"]}
            for number in _chosen(some, count, len(tasks(module))):
                kept.bring_back(name)
                emu.world.clock.offset = offset
                change, check = _OneAnswer(some, number), some.random() < 0.4
                with tampered(emu, change):
                    ended = stage.run(emu, module, args, check=check)
                played += 1
                wrong += [(name, change.done, one) for one in judged(ended, written, check)]
            kept.bring_back("after it")
            emu.world.clock.offset = after
    assert wrong == []
    assert played


def _chosen(some, count, of):
    """Which answers of a task are tampered with."""
    if MANY:
        return [number for number in range(count) for _time in range(MANY)]
    return [some.randrange(count) for _time in range(max(FEW // of, 1))]


class _OneAnswer:
    """Puts something else into one place of the number-th answer of Graph. done: what it did."""

    def __init__(self, some, number):
        self._some, self._left, self.done = some, number, None

    def __call__(self, said, answer):
        if not said.path.startswith(("/v1.0", "/beta")):
            return answer
        self._left -= 1
        if self._left != -1 or not answer.body:
            return answer
        body = json.loads(answer.body)
        places = list(nodes(body))
        near = [place for place in places if len(place) < 5]
        place = self._some.choice(near if self._some.random() < 0.7 else places)
        name = self._some.choice(list(VALUES))
        self.done = f"{said.method} {said.path}: {place} is {name}"
        return dataclasses.replace(answer, body=json.dumps(placed(body, place, VALUES[name])).encode())


@pytest.mark.parametrize(
    ("task", "status"), [(READ, 200), (READ, 400), (BATCH, 200), (BATCH, 503), (WRITE, 200), (WRITE, 400)]
)
def test_a_body_that_is_none_ends_in_an_error_for_people(emu, task, status):
    module, args = task
    for name, raw in RAW.items():
        emu.reset()

        def change(said, answer, raw=raw):
            struck = said.method == "POST" if task is WRITE else True
            return dataclasses.replace(answer, status=status, body=raw) if struck else answer

        with tampered(emu, answers_of("/v1.0", change)):
            ended = stage.run(emu, module, args)
        # A creation whose answer cannot be read is looked for, and found.
        assert ended.failed or task is WRITE, name
        assert judged(ended) == [], name


def test_headers_may_say_what_they_like(emu):
    emu.reset()
    told = [{name: value} for name, values in HEADERS.items() for value in values]
    for status in (200, 401, 429):
        for odd in told if status == 429 else told[2::3]:

            def change(_said, answer, odd=odd, status=status):
                return dataclasses.replace(answer, status=status, headers={**answer.headers, **odd})

            with tampered(emu, answers_of("/v1.0", change)):
                ended = stage.run(emu, *READ)
            assert judged(ended) == [], (odd, status)
            assert ended.waited <= 700, (odd, status)


def test_pages_without_end_end_with_the_time_of_the_task(emu):
    def change(said, answer):
        body = {"value": [], "@odata.nextLink": f"{emu.graph_url}{said.raw_path}?$skiptoken={random.random()}"}
        return dataclasses.replace(answer, status=200, body=json.dumps(body).encode())

    emu.reset()
    with tampered(emu, answers_of("/v1.0/servicePrincipals", change)):
        ended = stage.run(emu, READ[0], {**READ[1], "deadline": 1})
    # Between two answers, or in the middle of one.
    ends = ("the time for the whole task (1 s) is used up", "did not answer in full within")
    assert ended.failed and any(words in ended.message for words in ends), ended.message
    assert judged(ended) == []


@pytest.mark.parametrize("task", [READ, BATCH, WRITE], ids=["read", "batch", "write"])
def test_what_a_terminal_would_obey_is_shown_in_what_is_said(emu, task):
    """Names that people gave, and words of the service, in errors, plans and diffs."""
    module, args = task
    for said in ("a refusal", "a name"):
        emu.reset()
        principal = emu.world.tenants[emu.tenant_id].service_principals[
            emu.estate["Contoso SCIM"]["service_principal_id"]
        ]
        principal.display_name = f"Contoso {TERMINAL}"
        given = json.loads(json.dumps(args).replace('"Contoso SCIM"', json.dumps(principal.display_name)))
        if said == "a refusal":
            emu.fault(path="/synchronization/", kind="answer", times=0, status=400, code=TERMINAL, message=TERMINAL * 9)
        ended = stage.run(emu, module, given)
        assert ended.failed is (said == "a refusal"), ended.message
        assert judged(ended) == []
        shown = {name: ended.result.get(name) for name in ("msg", "plan", "diff", "error", "done", "warnings")}
        text = json.dumps(shown, ensure_ascii=False)
        assert not {"\u202e", "\u2066", "\x9b"} & set(text) and "\\u001b" not in text
        if said == "a refusal":
            assert "\u27e8U+202E\u27e9evil" in text

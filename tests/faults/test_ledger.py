# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judge of accounts finds each way in which an account can be wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from . import ledger
from .ledger import Step


@dataclass
class Told:
    """A run as the ledger sees it."""

    requests: list[dict[str, Any]]
    steps: list[Step]
    result: dict[str, Any] = field(default_factory=dict)
    message: str = ""


def words(action):
    return {"action": action, "target": "the job"}


def row(status, path="/jobs", fault=""):
    return {"method": "POST", "path": path, "body": None, "unsafe": True, "status": status, "fault": fault}


def account(done=(), failed=None):
    return {"done": [words(one) for one in done], "failed_change": failed and words(failed)}


GOOD = Told([row(201), row(204, "/start")], [Step(words("create"), 0, 1, False), Step(words("start"), 1, 2, False)])
STOPPED = [Step(words("create"), 0, 1, False), Step(words("start"), 1, 2, True)]
REFUSED, LATE = [row(201), row(403, "/start")], [row(201), row(503, "/start", "server_error")]


def complaints(requests, steps, result, fault=None, message=""):
    return ledger.compared(Told(requests, steps, result, message), GOOD, fault or {})


@pytest.mark.parametrize(
    ("requests", "steps", "result", "fault"),
    [
        (REFUSED, STOPPED, account(["create"], "start"), {}),
        ([row(403)], [Step(words("create"), 0, 1, True)], account([], "create"), {}),
        ([], [], account(), {}),
        # Accepted and not seen afterwards.
        (GOOD.requests, STOPPED, account(["create", "start"], "start"), {}),
        # Carried out, and the answer was lost.
        (LATE, STOPPED, account(["create", "start"], "start"), {"kind": "server_error", "when": "after"}),
    ],
)
def test_an_exact_account_is_not_complained_of(requests, steps, result, fault):
    assert complaints(requests, steps, result, fault) == []


@pytest.mark.parametrize(
    ("requests", "steps", "result", "words_"),
    [
        (REFUSED, STOPPED, account([], "start"), "it says []"),
        (
            REFUSED,
            STOPPED,
            account(["create", "start"], "start"),
            "it says [('create', 'the job'), ('start', 'the job')]",
        ),
        (REFUSED, STOPPED, account(["create"]), "failed was ('start', 'the job'), and it says None"),
        (REFUSED, STOPPED, account(["create"], "create"), "failed was ('start', 'the job')"),
        (GOOD.requests, STOPPED, account(["create"], "start"), "done were"),
        ([row(201), row(201, "/other")], STOPPED[:1], account(["create"]), "written outside of any change"),
        ([], STOPPED[:1], account(["create"]), "took 0 writes, and 1 in the good run"),
        ([], [Step(words("pause"), 0, 0, True)], account([], "pause"), "a change that the good run had not"),
    ],
)
def test_a_wrong_account_is_found(requests, steps, result, words_):
    assert words_ in "; ".join(complaints(requests, steps, result))


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("the job", True),
        ("Contoso: the job", True),
        ("the thing (yet to be made)", True),
        ("another job", False),
        ("the thing", False),
        ("Contoso: another job", False),
    ],
)
def test_of_many_applications_a_change_is_known_by_its_kind(told, right):
    failed = {"action": "create", "target": told}
    found = complaints([row(403)], [Step(words("create"), 0, 1, True)], {"done": [], "failed_change": failed})
    assert (found == []) is right


def test_a_change_whose_fate_is_said_to_be_open_is_not_counted():
    fault = {"kind": "server_error", "when": "after"}
    assert complaints(LATE, STOPPED, account(["create"], "start"), fault, ledger.UNKNOWN[0]) == []
    assert complaints(LATE, STOPPED, account(["create"], "start"), fault) != []

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mistakes in declarations of a schema, as a user of a playbook meets them: clear words before anything is written."""

from __future__ import annotations

from typing import Any

import pytest
from emulator.testing import Emulator

from .conversation import Played, Step, play
from .schema_mistakes import MISTAKES


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    """All mistakes on both hosts."""
    folder = tmp_path_factory.mktemp("schema-mistakes")
    found = {}
    for host in ("module", "direct"):
        with Emulator.start() as emulator:
            steps = [
                Step(name, one.module, one.args, before=_refusing(emulator, one.refusal))
                for name, one in MISTAKES.items()
            ]
            options = {**emulator.options(), "access_token": emulator.token()}
            del options["client_secret"]
            found[host] = play(emulator, steps, host, folder / host, connection=options)
    return found


def _refusing(emulator: Emulator, refusal: Any) -> Any:
    def before(_outcomes: Any) -> None:
        emulator.clear_faults()
        if refusal:
            emulator.fault(method="PUT", path="/schema$", kind="answer", times=0, **refusal)

    return before


@pytest.mark.parametrize("name", MISTAKES)
def test_the_words_are_clear_and_nothing_was_written(plays, host, name):
    mistake, outcome = MISTAKES[name], plays[host][name]
    assert outcome.failed, outcome.result
    assert [word for word in mistake.words if word not in outcome.message] == [], outcome.message
    assert "Unexpected" not in outcome.message
    assert (outcome.accepted, len(outcome.unsafe)) == ([], 1 if mistake.refusal else 0)
    assert outcome.result.get("changed", False) is False


def test_nothing_in_the_output_looks_like_a_crash(plays, host):
    assert "Traceback" not in plays[host].output

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for secrets in everything that a recording left behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from .recording import Recording
from .spelling import spelled

# The beginning of a token as the login service makes them, whoever fetched it.
TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.")


def findings(recording: Recording, secrets: Iterable[str]) -> list[str]:
    """Where a secret, in any of its spellings, or any token was found."""
    spellings = sorted({form for secret in secrets for form in spelled(secret)})
    found = []
    for place, text in _places(recording):
        found += [f"{form!r} in {place}" for form in spellings if form in text]
        found += [f"a token in {place}"] if TOKEN.search(text) else []
    return found


def _places(recording: Recording) -> Iterator[tuple[str, str]]:
    """Every text that was made: results, output at the highest verbosity, command lines, and files left over."""
    played = recording.played
    for name, outcome in played.outcomes.items():
        yield f"the result of {name!r}", json.dumps(outcome.result, ensure_ascii=False)
    yield "the output", played.output
    assert played.commands, "the process list was never looked at"
    for command in played.commands:
        yield f"the process list: {command[:60]}", command
    for file in sorted(played.folder.rglob("*")):
        if file.is_file():
            yield f"the file {file.relative_to(played.folder)}", file.read_text("utf-8", errors="replace")

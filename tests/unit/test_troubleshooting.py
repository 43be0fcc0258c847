# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the transport says that went wrong has its entry in the guide that is sorted by error text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import aadsts, hints

ROOT = Path(__file__).resolve().parents[2]
GRAPH = ROOT / "plugins" / "module_utils" / "_graph"
# Shorter texts are words, and no sentences that somebody would look for.
SHORTEST = 12
# Where the words of a trouble stand in its call: Trouble(kind, words, hint).
WORDS = 1


def plain(text: str) -> str:
    """Without marks of emphasis, and with single blanks."""
    return " ".join(re.sub(r"[*`]", "", text).split())


GUIDE = plain((ROOT / "docs" / "docsite" / "rst" / "troubleshooting.rst").read_text("utf-8"))


def pieces(node: ast.AST) -> list[str]:
    """What is always said of a text, between the values in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.Constant)]
    return []


def assigned(function: ast.AST, name: str) -> Iterator[ast.AST]:
    """The values that a variable of a function is given."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and name in [getattr(target, "id", "") for target in node.targets]:
            yield node.value


def troubles(file: Path) -> Iterator[tuple[str, list[str]]]:
    """(line, pieces) of the words of each Trouble that a file makes."""
    for function in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Trouble":
                words = call.args[WORDS]
                for node in assigned(function, words.id) if isinstance(words, ast.Name) else [words]:
                    yield f"{file.name}:{call.lineno}", pieces(node)


TROUBLES = {(line, *found): found for file in sorted(GRAPH.glob("*.py")) for line, found in troubles(file)}


def test_there_are_troubles_of_every_file_that_makes_some():
    made = {file.name for file in GRAPH.glob("*.py") if re.search(r"(?<!class )\bTrouble\(", file.read_text("utf-8"))}
    assert {line.split(":")[0] for line, *_words in TROUBLES} == made
    assert all(found for found in TROUBLES.values()), "the words of a trouble are put together where nobody finds them"


@pytest.mark.parametrize("found", list(TROUBLES.values()), ids=[" ".join(key) for key in TROUBLES])
def test_whatever_keeps_an_answer_away_has_its_entry(found):
    missing = [piece for piece in found if plain(piece.strip(" ,.:('")) not in GUIDE]
    assert missing == [], "write in troubleshooting.rst what it means and what to do"


def sentences(file: Path) -> list[str]:
    """What a file says: its texts that are no documentation."""
    tree = ast.parse(file.read_text("utf-8"))
    blocks = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))]
    documented = [ast.get_docstring(node, clean=False) for node in blocks]
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if text not in documented and len(text.strip()) >= SHORTEST and " " in text.strip()]


@pytest.mark.parametrize("name", ["hints.py", "failures.py"])
def test_what_a_failure_ends_with_has_its_entry(name):
    """Of a long sentence its beginning, which is what a reader looks for."""
    said = [plain(text).partition(":")[0].partition("{")[0].strip(" .,(") for text in sentences(GRAPH / name)]
    assert len(said) > 1
    assert [text for text in said if text not in GUIDE] == []


def test_every_code_of_the_login_service_and_every_status_has_its_row():
    rows = re.findall(
        r"^   \* - (.+)$", (ROOT / "docs" / "docsite" / "rst" / "troubleshooting.rst").read_text("utf-8"), re.M
    )
    named = {code for row in rows for code in re.findall(r"\bAADSTS(\d+)\b|^(\d{3})$", row) for code in code if code}
    assert named == {str(code) for code in (*aadsts.MEANINGS, *hints.BY_STATUS)}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file is one room, and a function fits on a page: in the plugins and in the tests (decision 14)."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("plugins", "extensions", "roles", "playbooks", "tests")
# What ansible-test leaves behind while it runs these is no part of the project.
FILES = [
    file
    for name in FOLDERS
    for file in sorted((ROOT / name).rglob("*.py"))
    if "__pycache__" not in file.parts and file.relative_to(ROOT).parts[:2] != ("tests", "output")
]

LONGEST_FILE = 300
# A file of tests is a list, in which nobody has to keep in mind what stands above.
LONGEST_LIST = 700
LONGEST_FUNCTION = 40
DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN")


class Seen(NamedTuple):
    """A file. lines: without its documentation; functions: the lines of each, without its docstring."""

    lines: int
    functions: dict[str, int]


def length(node: ast.stmt) -> int:
    """The lines of a statement."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def prose(tree: ast.Module) -> int:
    """The lines that are documentation of a plugin: prose, not code."""
    blocks = [node for node in tree.body if isinstance(node, ast.Assign)]
    named = [node for node in blocks if isinstance(node.targets[0], ast.Name) and node.targets[0].id in DOCUMENTATION]
    return sum(map(length, named))


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return length(function) - (length(first) if documented else 0)


def functions(tree: ast.AST) -> dict[str, int]:
    """Every function, at any depth of statements; the trees of expressions hold none."""
    found: dict[str, int] = {}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[f"{node.name}:{node.lineno}"] = code_lines(node)
        if isinstance(node, (ast.stmt, ast.excepthandler)):
            found.update(functions(node))
    return found


def look(file: Path) -> Seen:
    text = file.read_text("utf-8")
    tree, lines = ast.parse(text, str(file)), len(text.splitlines())
    return Seen(0 if "doc_fragments" in file.parts else lines - prose(tree), functions(tree))


@pytest.fixture(scope="module", name="seen")
def fixture_seen() -> dict[Path, Seen]:
    return {file.relative_to(ROOT): look(file) for file in FILES}


def test_there_is_something_to_look_at(seen):
    assert {file.parts[0] for file in seen} >= {"plugins", "extensions", "tests"}
    own = seen[Path(__file__).resolve().relative_to(ROOT)]
    assert own.lines > 50
    assert {name.partition(":")[0] for name in own.functions} >= {"length", "test_a_function_fits_on_a_page"}


def test_a_file_is_one_room(seen):
    limits = {file: LONGEST_LIST if file.name.startswith("test_") else LONGEST_FILE for file in seen}
    assert {str(file): one.lines for file, one in seen.items() if one.lines > limits[file]} == {}


def test_a_function_fits_on_a_page(seen):
    assert {
        f"{file} {name}": lines
        for file, one in seen.items()
        for name, lines in one.functions.items()
        if lines >= LONGEST_FUNCTION
    } == {}

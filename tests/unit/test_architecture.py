# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/architecture.md names is there, under that name, and in the layer that it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .test_layers import BELOW, layer_of

ROOT = Path(__file__).resolve().parents[2]
UTILS = ROOT / "plugins" / "module_utils"
PAGE = ROOT / "docs" / "architecture.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
TEXT = PAGE.read_text("utf-8")
# What is named in the text, in tables and lists, and in the drawings.
NAMED = sorted(
    {" ".join(name.split()) for name in re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.S))}
)
DRAWN = sorted(
    {
        name
        for drawing in re.findall(r"```text\n(.*?)```", TEXT, flags=re.S)
        for name in re.findall(r"\b_?[a-z]+\.(?!py\b)[a-z_]+", drawing)
    }
)
# Where a path of the page begins, when it does not begin at the top.
ABOVE = (ROOT, ROOT / "plugins", UTILS, UTILS / "_resources", UTILS / "_schema", ROOT / "docs" / "docsite" / "rst")
PATH = re.compile(r"[\w./-]+(?:/|\.py|\.md|\.rst|\.yml)|tests/\w+")
DOTTED = re.compile(r"(\w+)\.(\w+)(?:\(.*)?")
CLASS = re.compile(r"[A-Z][a-z]\w+(?:\(.*\))?")
# A class of Ansible's, and the things of the resource `x` that is yet to be added.
OTHERS = {"ArgumentSpecValidator"}
PLACEHOLDER = re.compile(r"\bx\b|test_x\b")

PATHS = [name for name in NAMED if PATH.fullmatch(name) and not PLACEHOLDER.search(name)]
DOTS = [name for name in [*NAMED, *DRAWN] if DOTTED.fullmatch(name) and name not in PATHS]
CLASSES = [name for name in NAMED if CLASS.fullmatch(name) and name not in OTHERS]


def members() -> dict[str, set[str]]:
    """Name of a module or class of ours -> the names in it."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "plugins").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        found.setdefault(file.stem, set()).update(names(tree.body))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                own = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
                found.setdefault(node.name, set()).update(names(node.body) | own)
    return found


def names(body: list[ast.stmt]) -> set[str]:
    """What a module or a class defines."""
    defined = {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assigned = [node.targets[0] for node in body if isinstance(node, ast.Assign)]
    assigned += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    return defined | {target.id for target in assigned if isinstance(target, ast.Name)}


# Made here once: ansible-test gives each test a process of its own.
MEMBERS = members()


def test_there_is_something_to_look_at():
    assert (len(PATHS), len(DOTS), len(CLASSES)) > (30, 20, 8)
    assert {"travel", "Stopped"} <= MEMBERS["_road"]


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_is_named_is_there(name):
    assert [above for above in ABOVE if (above / name).exists()], name


@pytest.mark.parametrize("name", DOTS)
def test_a_part_that_is_named_is_there(name):
    whole, part = DOTTED.fullmatch(name).groups()
    inherited = {"Graph": "ManyAtOnce", "graph": "Graph"}
    owners = [whole, inherited.get(whole), inherited.get(inherited.get(whole, ""))]
    assert [owner for owner in owners if part in MEMBERS.get(owner or "", ())], name


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_that_is_named_is_there_with_the_members_that_are_named(name):
    found, _bracket, given = name.rstrip(")").partition("(")
    assert found in MEMBERS
    assert {part for part in given.split(", ") if part} <= MEMBERS[found]


def test_what_is_made_can_be_made():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    goals = re.findall(r"`make ([\w-]+)`", TEXT)
    assert len(goals) > 8
    assert [goal for goal in goals if not re.search(rf"^{goal}:", makefile, re.M)] == []


def test_every_folder_of_tests_stands_in_the_table():
    folders = {file.relative_to(ROOT).parts[1] for file in (ROOT / "tests").rglob("test_*.py")}
    # ansible-test writes there while it runs this.
    folders.discard("output")
    assert [folder for folder in sorted(folders) if f"| `tests/{folder}` |" not in TEXT] == []


def rows_of_layers() -> list[tuple[str, str]]:
    """Layer -> what the table says that it may import, for layers that are a folder of module_utils."""
    rows = re.findall(r"^\| `(_\w+)/` \| .* \| (.*) \|$", TEXT, flags=re.M)
    assert len(rows) == 9
    return rows


@pytest.mark.parametrize(("folder", "said"), rows_of_layers())
def test_a_layer_imports_what_the_table_says(folder, said):
    told = {layer_of(f"module_utils/{name}") for name in re.findall(r"`(_\w+)`", said)}
    assert told == BELOW[layer_of(f"module_utils/{folder}")]


def test_decisions_are_numbered_as_their_files_are_and_the_links_to_them_hold():
    numbers = [int(file.name[:4]) for file in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    titles = [re.search(r"^# (\d+)\. ", file.read_text("utf-8"), flags=re.M) for file in DECISIONS]
    assert [int(title[1]) for title in titles if title] == numbers
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
    said = re.findall(r"\[decision (\d+)\]\(decisions/(\d{4})-", TEXT)
    assert said and all(int(number) == int(file) for number, file in said)

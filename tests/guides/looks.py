# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How blocks are checked that cannot be run."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from emulator import cli, estate

from . import blocks, conduct
from .blocks import ROOT, Block
from .page import Look

Files = Mapping[str, str]


def makes(block: Block, _files: Files) -> None:
    """Whatever it has make do is a target, and arguments of the emulator are some that it takes."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = [words for words in conduct.programs(block.text) if words[0] == "make"]
    assert asked, f"{block.place}: nothing is made"
    for words in asked:
        assert words[1] in targets, f"{block.place}: there is no target {words[1]}"
        for given in words[2:]:
            assert given.startswith("ARGS=") and words[1] == "emulator"
            _serves(os.path.expandvars(given.removeprefix("ARGS=")).split())


def serves(block: Block, _files: Files) -> None:
    """The emulator takes the arguments."""
    asked = [words[4:] for words in conduct.programs(block.text) if words[:4] == ["python", "-m", "emulator", "serve"]]
    assert asked, f"{block.place}: the emulator is not started"
    for arguments in asked:
        _serves(arguments)


def _serves(arguments: list[str]) -> None:
    given = cli.parser().parse_args(["serve", *arguments])
    estate.build(given.estate, dict(text.split("=") for text in given.switch))


def drawn(block: Block, _files: Files) -> None:
    """A drawing: it is no code."""
    assert "▼" in block.text or "─▶" in block.text, f"{block.place} is no drawing"


def names(*words: str) -> Look:
    """It says all of these, which is all that can be held against it."""

    def look(block: Block, _files: Files) -> None:
        assert not [word for word in words if word not in block.text]

    return look


def is_file(name: str) -> Look:
    """It is a file that an earlier block has written."""

    def look(block: Block, files: Files) -> None:
        assert name in files, f"{block.place}: nobody has written {name}"
        assert block.text.strip() == files[name].removeprefix("---\n").strip()

    return look


def lists_files(block: Block, files: Files) -> None:
    """A listing of a tree: each name in it is a file or a folder on the desk."""
    names = [line.split()[0] for line in block.text.splitlines() if line.strip()]
    there = {part for name in files for part in name.split("/")}
    assert [name for name in names if not set(name.strip("/").split("/")) <= there] == []


def builds(block: Block, _files: Files) -> None:
    """ansible-builder takes the arguments; what ansible-navigator runs are playbooks and sources that the page has."""
    from ansible_builder.cli import parse_args

    asked = [words[1:] for words in conduct.programs(block.text) if words[0] == "ansible-builder"]
    assert asked, f"{block.place}: nothing is built"
    for arguments in asked:
        parse_args(arguments)


def same_as(page: str) -> Look:
    """Another page shows it word for word, where it is run."""

    def look(block: Block, _files: Files) -> None:
        assert block.text in [other.text for other in blocks.of(page)], f"{block.place}: {page} shows something else"

    return look


def terraform(block: Block, _files: Files) -> None:
    """Each resource of the provider, and each argument of one, is in the table that says what it is here."""
    text = (ROOT / block.page).read_text("utf-8")
    assert block.text.count("{") == block.text.count("}")
    resources = re.findall(r'^resource "(\w+)"', block.text, re.MULTILINE)
    arguments = re.findall(r"^ +(\w+) += ", block.text, re.MULTILINE) if resources else []
    for name in (*resources, *arguments):
        assert re.search(rf"``{name}\b", text), f"{block.place}: nothing on the page says what {name} is here"
    assert resources or re.search(r"^removed {\n  from = \w+\.\w+\n  lifecycle {\n    destroy = false", block.text)


def cmdlets(block: Block, _files: Files) -> None:
    """Each cmdlet is on the page besides: in the table that says which module stands for it, or in a sentence."""
    text = (ROOT / block.page).read_text("utf-8").replace(block.text.splitlines()[0], "", 1)
    named = set(re.findall(r"\b[A-Z][a-z]+-Mg\w+|\bStart-Sleep\b", block.text))
    assert len(named) > 5
    assert [name for name in sorted(named) if f"``{name}" not in text] == []

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page's file in `pages` says of it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from . import blocks, kinds
from .blocks import Block

Prepare = Callable[[Any], Any]
Look = Callable[[Block, Mapping[str, str]], Any]
# A text, or how it is had from the emulator.
Said = Union[str, Callable[[Any], str]]


def nothing(_emulator: Any) -> None:
    """The world as it is."""


@dataclass(frozen=True)
class Case:
    """What one block needs, beyond its page. Each reason is a sentence for who reads the table.

    before: what happens in the world; typed: commands that the prose asks for; files: what else is in the folder from now
    on; variables: for this block and all after it; environment: for this block only; inventory: in place of the page's.

    replace: texts of the block and what stands for them here; answers: what a command reads from the keyboard; file: the
    name under which a reader would save it; kind: in place of what it looks like.

    unchanged: the page promises that not even the first run changes anything; again: why a second run changes something
    too; ahead: why check mode says something else than the run; warns: parts of the warnings that it is about; fails: a
    part of the message with which it is meant to fail.

    instead: why it cannot be run, and `look`: how it is checked all the same; it gets the block, and the files on
    the desk at this place of the page.
    """

    before: Prepare = nothing
    typed: str = ""
    replace: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Said] = field(default_factory=dict)
    files: Mapping[str, Said] = field(default_factory=dict)
    inventory: tuple[str, ...] = ()
    unchanged: bool = False
    answers: str = ""
    file: str = ""
    again: str = ""
    ahead: str = ""
    warns: tuple[str, ...] = ()
    fails: str = ""
    instead: str = ""
    look: Look | None = None
    kind: str = ""


@dataclass(frozen=True)
class Page:
    """prepare: the world before the first block; files: what the reader has in the folder, by name; blocks: by title.

    inventory: the files that all playbooks of the page are run with; hosts: where tasks that stand alone run. The second
    block of a title is `title (2)`.
    """

    prepare: Prepare = nothing
    files: Mapping[str, Said] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Said] = field(default_factory=dict)
    replace: Mapping[str, str] = field(default_factory=dict)
    inventory: tuple[str, ...] = ()
    hosts: str = "localhost"
    blocks: Mapping[str, Case] = field(default_factory=dict)


def said(values: Mapping[str, Said], emulator: Any) -> dict[str, str]:
    """The texts of a table."""
    return {name: value if isinstance(value, str) else value(emulator) for name, value in values.items()}


def file_of(page: str) -> str:
    """The name of a page's file: what it is called, and for a README whose it is."""
    name = re.sub(r"^docs/(docsite/rst/)?|\.(md|rst|py)$", "", page)
    return re.sub(r"\W+", "_", name).lower()


def of(page: str) -> Page:
    """The table of a page; of one that has none, what most pages need."""
    from .world import usual

    try:
        found = importlib.import_module(f"guides.pages.{file_of(page)}").PAGE
    except ModuleNotFoundError as error:
        if error.name != f"guides.pages.{file_of(page)}":
            raise
        return Page(prepare=usual)
    assert isinstance(found, Page)
    return found


def titled(page: str) -> list[tuple[str, Block]]:
    """The blocks of a page with their titles, each of which is there once."""
    found: dict[str, Block] = {}
    for block in blocks.of(page):
        title = first = kinds.title(block)
        number = 1
        while title in found:
            number += 1
            title = f"{first} ({number})"
        found[title] = block
    return list(found.items())


def case_of(block: Block) -> Case:
    """What the table says of a block."""
    title = next(title for title, one in titled(block.page) if one == block)
    return of(block.page).blocks.get(title, Case())


def kind_of(block: Block) -> str:
    """The kind of a block, where its table does not say otherwise."""
    return case_of(block).kind or kinds.kind(block)


INSTEAD = "instead"


def treatment(block: Block) -> str:
    """The kind of a block, or that it is declared not to be run."""
    return INSTEAD if case_of(block).instead else kind_of(block)

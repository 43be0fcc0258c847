# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the documentation and the blocks on them, found by the parsers of their formats."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docutils.core
import docutils.nodes
from docutils.parsers.rst import Directive, directives
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
# Examples of modules are run by the contract, those of the inventory plugin and the event source by tests of their own.
PATTERNS = (
    "*.md",
    "docs/**/*.md",
    "docs/docsite/rst/*.rst",
    "roles/*/README.md",
    "tests/*/README.md",
    "plugins/filter/*.py",
    "plugins/test/*.py",
)


@dataclass(frozen=True)
class Block:
    """What a page shows literally. line: where it begins in the page; caption: the name that it bears there."""

    page: str
    line: int
    language: str
    text: str
    caption: str = ""

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


class _CodeBlock(Directive):
    """As Sphinx has it, with its options: docutils knows fewer and would make an error of the others."""

    has_content = True
    optional_arguments = 1
    option_spec = dict.fromkeys(("caption", "emphasize-lines", "name", "class"), directives.unchanged) | dict.fromkeys(
        ("linenos", "force"), directives.flag
    )

    def run(self) -> list[Any]:
        text = "\n".join(self.content)
        language, caption = "".join(self.arguments), self.options.get("caption", "")
        return [docutils.nodes.literal_block(text, text, language=language, caption=caption, place=self.lineno)]


def pages() -> list[str]:
    """The pages with blocks or without, by their paths."""
    found = {file.relative_to(ROOT).as_posix() for pattern in PATTERNS for file in ROOT.glob(pattern)}
    return sorted(name for name in found if not name.endswith("__init__.py"))


@cache
def of(page: str) -> tuple[Block, ...]:
    """The blocks of a page, in their order."""
    text = (ROOT / page).read_text("utf-8")
    read = {".md": markdown, ".rst": restructured, ".py": examples}[Path(page).suffix]
    return tuple(read(page, text))


def markdown(page: str, text: str) -> Iterator[Block]:
    """The fenced and the indented blocks."""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map is not None:
            yield Block(page, token.map[0] + 1, token.info.strip(), token.content.rstrip("\n"))


def restructured(page: str, text: str) -> Iterator[Block]:
    """The blocks with a language, and those after two colons."""
    directives.register_directive("code-block", _CodeBlock)
    settings = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "syntax_highlight": "none"}
    tree = docutils.core.publish_doctree(text, settings_overrides=settings)
    for node in tree.findall(docutils.nodes.literal_block):
        if not isinstance(node.parent, docutils.nodes.system_message):
            line = node.get("place") or node.line or 0
            yield Block(page, line, node.get("language", ""), node.astext(), node.get("caption", ""))


def examples(page: str, text: str) -> Iterator[Block]:
    """EXAMPLES of a plugin, as one block."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "EXAMPLES":
            yield Block(page, node.lineno, "yaml", ast.literal_eval(node.value).strip("\n"))

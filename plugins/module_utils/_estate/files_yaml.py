# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML that people read and Ansible reads: data of the service stays data, whatever it looks like. Pure."""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

UNSAFE_TAG = "!unsafe"
_TEXT_TAG = "tag:yaml.org,2002:str"
WIDTH = 120

# What Ansible takes for a template in a text; the last one gives other signs that meaning.
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|^#jinja2:")


class Trusted(str):
    """A text of ours that is a template and shall stay one."""


class Unsafe(str):
    """A text of the service that looks like a template and is none."""


@cache
def _dumper() -> Any:
    """PyYAML's safe dumper in block style: list items indented, no anchors. PyYAML is on every controller."""
    import yaml  # type: ignore[import-untyped]

    def increase_indent(self: Any, flow: bool = False, indentless: bool = False) -> None:
        """Items of lists further in than the name of the list."""
        yaml.SafeDumper.increase_indent(self, flow, False)

    manner = {"ignore_aliases": lambda self, data: True, "increase_indent": increase_indent}
    dumper: Any = type("Dumper", (yaml.SafeDumper,), manner)
    dumper.add_representer(str, lambda to, text: to.represent_scalar(_TEXT_TAG, text, style=_style(text, None)))
    dumper.add_representer(Trusted, lambda to, text: to.represent_scalar(_TEXT_TAG, str(text), style='"'))
    dumper.add_representer(Unsafe, lambda to, text: to.represent_scalar(UNSAFE_TAG, str(text), style=_style(text, "'")))
    return dumper


def _style(text: str, usual: str | None) -> str | None:
    """Double quotes for what nothing else keeps: line breaks of all kinds, controls, half characters."""
    return '"' if any(map(_is_hidden, text)) else usual


def dump(tree: Any) -> str:
    """The tree as YAML, in the order in which it stands. Texts that look like templates are tagged, unless Trusted."""
    import yaml

    manner = {"width": sys.maxsize, "allow_unicode": True, "sort_keys": False, "default_flow_style": False}
    return str(yaml.dump(_plain(tree), Dumper=_dumper(), **manner))


def _plain(value: Any) -> Any:
    """The value in types of Python's own: what Ansible hands over bears marks."""
    if isinstance(value, Mapping):
        return {_plain(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return _plain_text(value)
    if value is None or isinstance(value, bool):
        return value
    return float(value) if isinstance(value, float) else int(value)


def _plain_text(value: str) -> str:
    text = plain_text(value)
    if isinstance(value, Trusted):
        return Trusted(text)
    return Unsafe(text) if is_template(text) else text


def is_template(text: str) -> bool:
    """Whether Ansible would take the text for a template, where nothing marks it as none."""
    return _TEMPLATE.search(text) is not None


def plain_text(value: str) -> str:
    """A text without the marks that Ansible puts on texts. Joined, since they survive str()."""
    return "".join(["", value])


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"


def comment(text: str) -> list[str]:
    """A text as comment lines. What could end a line, or move what is seen, is written as an escape."""
    shown = "".join(
        character.encode("unicode_escape").decode("ascii") if _is_hidden(character) else character for character in text
    )
    lines = textwrap.wrap(shown, WIDTH - 4, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"# {lines[0]}".rstrip(), *(f"#   {line}" for line in lines[1:])]

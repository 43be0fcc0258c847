# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for people: what a terminal would obey is shown, and what a language needs is kept."""

from __future__ import annotations

import unicodedata

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.visible import visible, visible_tree
from hypothesis import given
from hypothesis import strategies as st

ANYTHING = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;title\x07", "\u27e8U+001B\u27e9[2J\u27e8U+001B\u27e9]0;title\u27e8U+0007\u27e9"),
        ("a\rb\0c\x7f\x9b31m", "a\u27e8U+000D\u27e9b\u27e8U+0000\u27e9c\u27e8U+007F\u27e9\u27e8U+009B\u27e931m"),
        ("\u202egpj.exe\u2066", "\u27e8U+202E\u27e9gpj.exe\u27e8U+2066\u27e9"),
        ("a\u200bb\ufeffc\u2028d", "a\u27e8U+200B\u27e9b\u27e8U+FEFF\u27e9c\u27e8U+2028\u27e9d"),
        ("half \ud800", "half \u27e8U+D800\u27e9"),
    ],
)
def test_what_would_be_obeyed_is_shown(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "two\nlines\tof text",
        "M\u00fcller, \u5f20\u4f1f, \u05d0\u05d1, \U0001f600",
        "\u0646\u200c\u0627",
        "a\u00a0b",
    ],
)
def test_what_a_language_needs_is_kept(text):
    assert visible(text) == text


@given(ANYTHING)
def test_nothing_that_is_shown_is_obeyed(text):
    kinds = {unicodedata.category(one) for one in visible(text) if one not in "\n\t\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible(visible(text)) == visible(text)


def test_of_a_tree_every_text_is_shown_and_all_else_stays():
    tree = {"a\x1b": ["\u202e", {"b": (1, None, True, 1.5)}]}
    assert visible_tree(tree) == {"a\u27e8U+001B\u27e9": ["\u27e8U+202E\u27e9", {"b": [1, None, True, 1.5]}]}

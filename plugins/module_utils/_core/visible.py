# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for people: what a terminal would obey, or what turns the direction of writing, is shown and not obeyed.

Data stay as they are: who finds a name in a result may give it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Two that join and part letters belong to languages and change no order; tabs and line ends are blanks.
_HARMLESS = {"\u200c", "\u200d", "\t", "\n"}
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """The text with its hidden characters shown by their numbers: controls, and what turns the direction of writing."""
    return text if text.isprintable() else "".join(map(_shown, text))


def visible_tree(tree: Any) -> Any:
    """A copy of a JSON-like tree with every text, mapping keys included, made visible."""
    if isinstance(tree, str):
        return visible(tree)
    if isinstance(tree, Mapping):
        return {visible_tree(name): visible_tree(value) for name, value in tree.items()}
    return [visible_tree(value) for value in tree] if isinstance(tree, (list, tuple)) else tree


def _shown(one: str) -> str:
    # Most texts have no such character, and what tells of each is not imported for them.
    import unicodedata

    if one in _HARMLESS or unicodedata.category(one) not in _HIDDEN:
        return one
    return f"\u27e8U+{ord(one):04X}\u27e9"

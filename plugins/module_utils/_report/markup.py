# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML and SVG that cannot be broken out of: a text is escaped unless it was made here."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from typing import Union

from ansible_collections.entra.provisioning.plugins.module_utils._core.visible import visible

# What a text of the service is cut to: a page must stay readable whatever somebody wrote into a name.
LONGEST = 1000
VOID = {"meta", "br", "rect", "line", "path", "circle", "col"}


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = Union[str, Html, None]
Attribute = Union[str, int, float, None]


def tag(element: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. Children that are not Html are escaped, None is nothing. class_ is class, aria_label is aria-label."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if element in VOID:
        return Html(f"<{element}{shown}>" if element in {"meta", "br", "col"} else f"<{element}{shown}/>")
    return Html(f"<{element}{shown}>{join(*children)}</{element}>")


def join(*children: Child) -> Html:
    """Several children in a row."""
    return Html(
        "".join(child if isinstance(child, Html) else _escaped(child) for child in children if child is not None)
    )


def every(children: Iterable[Child]) -> Html:
    """The children of an iterable in a row."""
    return join(*children)


def said(text: object) -> Html:
    """A text that somebody else wrote, such as a name: its direction of writing ends where it ends."""
    return tag("bdi", cut(str(text)))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and how long it is."""
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def shorten(text: str, cells: int) -> str:
    """The text in no more than so many cells of a plot; a wide character, as of Chinese, takes two."""
    shown: list[str] = []
    used = 0
    for one in visible(text.replace("\n", " ").replace("\t", " ")):
        used += 0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        if used > cells:
            return "".join(shown[:-1]) + "…"
        shown.append(one)
        if len(shown) > 4 * cells:
            return "".join(shown) + "…"
    return "".join(shown)


def _escaped(text: str) -> str:
    return html.escape(visible(text), quote=True)

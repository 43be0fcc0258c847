# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plots as inline SVG. Lengths across are shares of the width, so that a plot fits a phone and its words keep their size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import Html, every, shorten, tag

ROW = 36
THIN_ROW = 20
HEIGHT = 132
TOP = 18
BOTTOM = 22
# The least that is drawn of something that is not nothing.
LEAST_SHARE = 0.6
LEAST_HEIGHT = 3.0
LABEL_CELLS = 38

# Signs, so that no meaning hangs on a colour; drawn in a square of 12.
_SIGNS = {
    "circle": "M6 1a5 5 0 1 0 .01 0z",
    "ring": "M6 1a5 5 0 1 0 .01 0zM6 3a3 3 0 1 1-.01 0z",
    "half": "M6 1a5 5 0 1 0 .01 0zM6 3v6a3 3 0 1 1 0-6z",
    "square": "M1 1h10v10h-10z",
    "cross": "M2.5 1L6 4.5 9.5 1 11 2.5 7.500 6 11 9.500 9.500 11 6 7.500 2.500 11 1 9.500 4.500 6 1 2.500z",
    "triangle": "M6 .5L11.8 11H.2z",
    "bars": "M2 1h3v10h-3zM7 1h3v10h-3z",
    "hourglass": "M1.500 1h9L7 6l3.500 5h-9L5 6z",
    "diamond": "M6 .3L11.700 6 6 11.700.3 6z",
}


class Bar(NamedTuple):
    """One bar: its words, its number, its colour, and the sign before its words."""

    label: str
    value: int
    tone: str
    shape: str | None = None


def sign(shape: str, tone: str) -> Html:
    """A sign before a word; the word says the same."""
    path = tag("path", d=_SIGNS[shape], fill_rule="evenodd")
    return tag("svg", path, class_=f"sign t-{tone}", width=12, height=12, viewBox="0 0 12 12", aria_hidden="true")


def number(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}"


def bars(ident: str, title: str, description: str, rows: Sequence[Bar]) -> Html:
    """A bar for each row, its words above it and its number at the end of the line."""
    most = max([row.value for row in rows], default=0)
    drawn = [_bar(place * ROW, row, most) for place, row in enumerate(rows)]
    return _plot(ident, title, description, len(rows) * ROW, drawn)


def _bar(top: int, row: Bar, most: int) -> Html:
    indent = 18 if row.shape else 0
    shown = [
        tag("text", shorten(row.label, LABEL_CELLS), x=indent, y=top + 13),
        tag("text", number(row.value), x="100%", y=top + 13, text_anchor="end", class_="figure"),
        tag("rect", x=0, y=top + 19, width="100%", height=8, rx=2, class_="track"),
    ]
    if row.shape:
        path = tag("path", d=_SIGNS[row.shape], fill_rule="evenodd", transform=f"translate(0 {top + 2.5})")
        shown.insert(0, tag("g", path, class_=f"t-{row.tone}"))
    if row.value > 0:
        shown.append(
            tag("rect", x=0, y=top + 19, width=_share(row.value, most), height=8, rx=2, class_=f"t-{row.tone}")
        )
    return every(shown)


def groups(ident: str, title: str, description: str, rows: Sequence[tuple[str, Sequence[Bar]]]) -> Html:
    """Several measures side by side for each row, every measure on a scale of its own: they differ by orders of magnitude."""
    measures = [measure.label for measure in rows[0][1]] if rows else []
    most = {
        measure.label: max(row[1][place].value for row in rows)
        for place, measure in enumerate(rows[0][1] if rows else ())
    }
    step = 100 / max(len(measures), 1)
    heads = [tag("text", word, x=f"{place * step:.2f}%", y=13, class_="small") for place, word in enumerate(measures)]
    drawn, top = [*heads], THIN_ROW + 4
    for label, values in rows:
        drawn.append(tag("text", shorten(label, LABEL_CELLS), x=0, y=top + 13))
        drawn += [
            _measure(place * step, step, top + 17, measure, most[measure.label]) for place, measure in enumerate(values)
        ]
        top += 2 * THIN_ROW
    return _plot(ident, title, description, top, drawn)


def _measure(left: float, step: float, top: int, measure: Bar, most: int) -> Html:
    """A bar in a part of the width of its own; the number behind it keeps its room."""
    share = _share(measure.value, most, 58.0) if measure.value > 0 else "0%"
    drawn = [
        tag("rect", x=0, y=3, width=share, height=9, rx=2, class_=f"t-{measure.tone}") if measure.value > 0 else None,
        tag("text", number(measure.value), x=share, dx=5 if measure.value > 0 else 0, y=12, class_="figure small"),
    ]
    return tag("svg", *drawn, x=f"{left:.2f}%", y=top, width=f"{step * 0.97:.2f}%", height=16)


def columns(
    ident: str, title: str, description: str, points: Sequence[tuple[str, Mapping[str, int]]], tones: Mapping[str, str]
) -> Html:
    """A column for each point in time, stacked by the words of `tones` from the ground up."""
    most = max((sum(counts.values()) for dummy, counts in points), default=0)
    width = 100 / max(len(points), 1)
    drawn = [
        tag("line", x1=0, x2="100%", y1=TOP, y2=TOP, class_="grid"),
        tag("line", x1=0, x2="100%", y1=TOP + HEIGHT / 2, y2=TOP + HEIGHT / 2, class_="grid"),
        tag("text", f"{number(most)} entries", x=0, y=TOP - 6, class_="small"),
    ]
    for place, (dummy, counts) in enumerate(points):
        drawn.append(_column(place * width + width * 0.09, width * 0.82, counts, most, tones))
    drawn.append(tag("line", x1=0, x2="100%", y1=TOP + HEIGHT, y2=TOP + HEIGHT, class_="axis"))
    drawn += _ends([label for label, dummy in points])
    return _plot(ident, title, description, TOP + HEIGHT + BOTTOM, drawn)


def _column(left: float, width: float, counts: Mapping[str, int], most: int, tones: Mapping[str, str]) -> Html:
    drawn, ground = [], float(TOP + HEIGHT)
    for word, tone in tones.items():
        if counts.get(word):
            height = max(counts[word] / most * HEIGHT, LEAST_HEIGHT)
            ground -= height
            place = {"x": f"{left:.3f}%", "y": f"{ground:.2f}", "width": f"{width:.3f}%", "height": f"{height:.2f}"}
            drawn.append(tag("rect", class_=f"t-{tone} p-{tone}", **place))
    return every(drawn)


def _ends(labels: Sequence[str]) -> list[Html]:
    """The words below the first and the last column."""
    below = TOP + HEIGHT + 16
    if not labels:
        return []
    if len(labels) == 1:
        return [tag("text", labels[0], x="50%", y=below, text_anchor="middle", class_="small")]
    last = tag("text", labels[-1], x="100%", y=below, text_anchor="end", class_="small")
    return [tag("text", labels[0], x=0, y=below, class_="small"), last]


def patterns() -> Html:
    """The stripes that tell failures from the rest without their colour."""
    stripes = [tag("rect", width=6, height=6, class_="t-stop"), tag("path", d="M0 6L6 0", class_="stripe")]
    pattern = tag("pattern", *stripes, id="stripes", width=6, height=6, patternUnits="userSpaceOnUse")
    return tag("svg", tag("defs", pattern), class_="defs", width=0, height=0, aria_hidden="true")


def swatch(tone: str) -> Html:
    """What a colour looks like in a plot, for its legend."""
    rect = tag("rect", width=14, height=14, rx=2, class_=f"t-{tone} p-{tone}")
    return tag("svg", rect, class_="sign", width=14, height=14, aria_hidden="true")


def _share(value: int, most: int, whole: float = 100.0) -> str:
    return f"{max(value / most * whole if most else 0, LEAST_SHARE):.2f}%"


def _plot(ident: str, title: str, description: str, height: float, drawn: Sequence[Html]) -> Html:
    return tag(
        "svg",
        tag("title", title, id=f"{ident}-title"),
        tag("desc", description, id=f"{ident}-desc"),
        *drawn,
        class_="plot",
        role="img",
        aria_labelledby=f"{ident}-title",
        aria_describedby=f"{ident}-desc",
        width="100%",
        height=f"{height:g}",
    )

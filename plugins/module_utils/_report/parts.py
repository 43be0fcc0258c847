# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts that sections of the page are made of: tables, lists, moments, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import moments, plots, states
from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import (
    Child,
    Html,
    join,
    said,
    tag,
)

NOTHING = "–"


def section(ident: str, title: str, *children: Child) -> Html:
    """A section with its heading."""
    heading = tag("h2", title, id=f"{ident}-heading")
    return tag("section", heading, *children, id=ident, aria_labelledby=f"{ident}-heading")


def note(*children: Child) -> Html:
    """A sentence of our own."""
    return tag("p", *children, class_="note")


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Child]], class_: str | None = None) -> Html:
    """A table whose first column names the row. On a phone every row becomes a block, so the roles are said aloud."""
    cells = list(rows)
    kinds = ["num" if cells and all(_is_number(row[place]) for row in cells) else None for place in range(len(columns))]
    heads = [tag("th", word, scope="col", role="columnheader", class_=kind) for word, kind in zip(columns, kinds)]
    head = tag("thead", tag("tr", *heads, role="row"), role="rowgroup")
    body = tag("tbody", *(_row(columns, kinds, row) for row in cells), role="rowgroup")
    return tag("table", tag("caption", caption), head, body, role="table", class_=class_)


def _row(columns: Sequence[str], kinds: Sequence[str | None], row: Sequence[Child]) -> Html:
    cells = [tag("th", row[0], scope="row", role="rowheader")]
    for column, kind, cell in zip(columns[1:], kinds[1:], row[1:]):
        cells.append(tag("td", tag("div", cell), role="cell", data_label=column, class_=kind))
    return tag("tr", *cells, role="row")


def _is_number(cell: Child) -> bool:
    return cell == NOTHING or bool(re.fullmatch(r"[\d,]+", cell or "", re.ASCII))


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Names and what is known of them; what is not known is left out."""
    shown = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value is not None]
    return tag("dl", *shown, class_="facts")


def listed(items: Iterable[Child], class_: str | None = None) -> Html:
    """A list."""
    return tag("ul", *(tag("li", item) for item in items), class_=class_)


def legend(words: Iterable[tuple[str, str]]) -> Html:
    """What the colours of a plot mean: tone and words."""
    return listed((join(plots.swatch(tone), text) for tone, text in words), "legend")


def time(value: Any, as_of: datetime | None) -> Html | None:
    """A moment and how long ago it was; None for never. What is no moment is shown as it is."""
    if value is None:
        return None
    moment = moments.second(value)
    if moment is None:
        return said(value)
    shown = tag("time", moments.spelled(moment), datetime=moments.stamp(moment))
    return (
        shown if as_of is None else join(shown, " ", tag("span", f"({moments.ago(moment, as_of)})", class_="quiet age"))
    )


def state(name: str) -> Html:
    """A state with its sign."""
    found = states.BY_NAME[name]
    return tag("span", plots.sign(found.shape, found.tone), found.title, class_=f"state w-{found.tone}")


def code(text: Any) -> Html:
    """A word of the service's."""
    return tag("code", said(text))


def count(value: Any) -> str:
    """A number, or that it is not known."""
    return plots.number(value) if isinstance(value, int) else NOTHING


def plural(value: int, noun: str) -> str:
    """A number and its noun."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{plots.number(value)} {noun if value == 1 else many}"


def cause(error: Any) -> str | None:
    """An error of the service in one line."""
    parts = [str(part) for part in ((error or {}).get("code"), (error or {}).get("message")) if part]
    return ": ".join(parts) or None


def link(url: Any, *children: Child) -> Html | None:
    """A way out of the page, for addresses of the web only: a text of the service must not run anything."""
    if not str(url or "").startswith("https://"):
        return None
    return tag("a", *children, href=str(url), rel="noreferrer noopener")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generic matrix as the page has it: a table of each module, written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .cells import Cell
from .kinds import CHECKED

CONVERGES, SAYS_SO, CANNOT = "converges", "says so", "–"
CHECK_MODE = ", in check mode"


def _named(names: Iterable[str], suffix: str = "") -> dict[str, str]:
    """Names of faults, each with its name in a column that says the rest."""
    return {f"{name}{suffix}": name for name in names}


_SERVER = ("500", "502", "503", "504")
_LAG = tuple(f"{status} of replication{times}" for times in ("", " three times") for status in (401, 403, 404))
# Title of a column -> the faults in it, by their names in the matrix, with their names in a cell.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "429": {
        "429 with seconds": "with seconds",
        "429 with a date": "with a date",
        "429 without a time": "without a time",
    },
    "500, 502, 503, 504": {**_named(_SERVER), "503 with seconds": "503 with seconds"},
    "5xx after the work": _named(_SERVER, " after the work"),
    "reset": {"reset": "before", "reset after the work": "after the work", "reset in the answer": "in the answer"},
    "no answer": {"no answer": "before", "no answer after the work": "after the work"},
    "not JSON": _named(("not JSON",)),
    "stale": _named(("stale",)),
    "token": {"401, token expired": "expired", "claims challenge": "claims challenge"},
    "replication": {name: name.replace(" of replication", "") for name in _LAG},
    "409, 412": _named(("409", "412")),
    "refused for ever": _named(("400", "403", "404", "409", "412"), " for ever"),
    "in check mode": _named(CHECKED, CHECK_MODE),
}
SPLIT = "; says so: "
HEADING = "### "
COUNTS = re.compile(r"^\d+ cells: .*\n\n", re.MULTILINE)


def request(cell: Cell) -> str:
    """The request of a cell as it begins a row."""
    name = cell.request.replace(" /v1.0/", " /")
    return f"`{name}`" + (", after a write" if cell.later else "")


def word(cell: Cell) -> str:
    """How a cell ended, in the words of the page."""
    return SAYS_SO if cell.ending.startswith("clean error") else CONVERGES


def section(module: str, played: Iterable[Cell]) -> str:
    """The section of a module; it takes all of its cells."""
    cells = list(played)
    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        rows.setdefault(request(cell), {})[cell.fault] = word(cell)
    said = sum(word(cell) == SAYS_SO for cell in cells)
    head = ["request", *COLUMNS]
    lines = [head, ["---"] * len(head), *([name, *map(_column(rows[name]), COLUMNS)] for name in sorted(rows))]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"{HEADING}{module}\n\n{len(cells)} cells: {len(cells) - said} converge, {said} say so.\n\n{table}"


def _column(endings: Mapping[str, str]):
    """From the title of a column to its cell."""

    def text(title: str) -> str:
        found = {short: endings[fault] for fault, short in COLUMNS[title].items() if fault in endings}
        if len(set(found.values())) < 2:
            return next(iter(found.values()), CANNOT)
        return CONVERGES + SPLIT + ", ".join(short for short, ending in found.items() if ending == SAYS_SO)

    return text


def disagreements(text: str, played: Iterable[Cell]) -> list[str]:
    """Where the section of a module says otherwise than what was played, which may be less than all."""
    rows = dict(_rows(text))
    found = []
    for cell in played:
        name, told = request(cell), ""
        if name in rows:
            told = _ending(rows[name], cell.fault)
        if told != word(cell):
            found.append(f"{name}, {cell.fault}: the page says {told or 'nothing'}, and it {word(cell)}")
    return found


def strangers(text: str, played: Iterable[Cell]) -> list[str]:
    """The requests of the page that the module does not send."""
    return sorted({name for name, _row in _rows(text)} - {request(cell) for cell in played})


def _rows(text: str) -> Iterable[tuple[str, list[str]]]:
    for line in text.splitlines():
        if line.startswith("| `"):
            name, *columns = line.strip("| ").split(" | ")
            yield name, columns


def _ending(columns: list[str], fault: str) -> str:
    """What a row says of a fault."""
    for faults, text in zip(COLUMNS.values(), columns):
        if fault in faults:
            ending, _split, excepted = text.partition(SPLIT)
            return SAYS_SO if faults[fault] in excepted.split(", ") else ending
    return ""

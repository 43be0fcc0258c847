# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/reliability.md, from what was played: the named cases, then a section of each module."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from . import table
from .playing import Played

PATH = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
HEAD = """\
<!--
SPDX-FileCopyrightText: 2026 The entra.provisioning contributors
SPDX-License-Identifier: GPL-3.0-or-later
-->

# What becomes of a run when the service fails

This page is written by the tests that play it (`make faults-whole`) and held to what they see by `make test`, against the
emulator and with a clock whose waits are counted and not slept.

## The named cases

36 cases in which a fake service was once put before Terraform's provider, which ended 17 of them right: three made the job
twice, a read that answered 404 once became a plan to create, a missing permission was told after 247 s on a read and after
858 s on a creation, a stored key that nobody had declared kept the secrets waiting for 302 s, a read without an answer cost
300 s, one 401 or one cut body failed the run, and so did deleting what was gone already.

Each case was played in check mode, really, and then twice without the fault. In every case: nothing is there twice; what the
run says was changed is what was changed; the next run brings everything to where it shall be; and a run after that changes
nothing.

*Waits*: seconds for which a user waits for the service, sign-in included. *Requests*: all that were sent, sign-in included.

| what is struck | by | the run | waits | requests | the next run |
|---|---|---|---|---|---|
"""

LEGEND = """
*Converges*: the run ends as if nothing had happened. *Says so*: it fails with an error that names what was done, to what,
what the service answered with its request id, and what to do.

## Every request, every fault

Each module was run as its tests of the contract run it, and each of its distinct requests, before its first write and after
it, was struck by each fault that can strike it; then the module was run again without a fault. In every cell nothing is
there twice, what the failed run says was done is what the service's own record says, the next run brings everything to where
it shall be (an order is carried out once more), and a check after that finds nothing to do. Where one restart cannot be told
from a pause that somebody meant, the message and the next run say with which task to start the job.

No run waits for more than 10 s on what stays refused, or for a minute, and says so, where the service's copies may yet come
to agree on what is new. What the service has made and does not show yet, with a 404 or its bare 401, is waited for up to two
minutes, in steps that grow; no column plays that.

| column | what strikes the request |
|---|---|
| 429 | throttled: with `Retry-After` in seconds, as a date, without it |
| 500, 502, 503, 504 | the service fails before the work is done, 503 also with a time to return |
| 5xx after the work | a write is done, and the answer is 500, 502, 503 or 504 |
| reset | the connection is reset before the work, after it, or in the midst of the answer |
| no answer | silence for longer than `timeout`, before the work or after it |
| not JSON | a page of HTML in place of the answer |
| stale | a read shows what was there before the last write |
| token | the token has expired in the middle of the run; a claims challenge |
| replication | 401, 403 or 404 of a copy of the service that does not know what is new, once, or three times in a row |
| 409, 412 | a conflict, once |
| refused for ever | 400, 403, 404, 409 or 412, for as long as the run lasts |
| in check mode | the faults that could be taken for an absence, in a run that must not write |

*–*: the request cannot meet it. *Converges; says so: ...*: the faults that are named are said, the others of the column
converge. A request that is sent in a batch meets no fault of a connection of its own.

"""


def text(played: Iterable[Played]) -> str:
    """The page up to the sections of the modules."""
    return HEAD + "".join(_row(one) for one in played) + LEGEND


def beginning() -> str:
    """The same, as it stands in the page."""
    return PATH.read_text("utf-8").partition(table.HEADING)[0]


def section(module: str) -> str:
    """The section of a module as it stands in the page; empty for none."""
    return _sections().get(module, "")


def modules() -> list[str]:
    """The modules that have a section, in the order of the page."""
    return list(_sections())


def write_beginning(begin: str) -> None:
    """Replace the page up to the sections of the modules."""
    _write(begin, _sections())


def write_section(module: str, text_: str) -> None:
    """Replace the section of a module, or add it. Sections of modules that are none any more go."""
    from contract import discovery

    found = {**_sections(), module: text_}
    _write(beginning(), {name: found[name] for name in discovery.MODULES if name in found})


def _sections() -> dict[str, str]:
    parts = PATH.read_text("utf-8").split(table.HEADING)[1:]
    return {part.partition("\n")[0]: f"{table.HEADING}{part.rstrip()}\n" for part in parts}


def _write(begin: str, sections: dict[str, str]) -> None:
    PATH.write_text(begin.rstrip() + "\n\n" + "\n".join(sections.values()), "utf-8")


def _row(one: Played) -> str:
    """A line of the table."""
    run = one.struck
    if run.failed:
        ending = "says so; " + ("some was done" if run.result.get("done") else "nothing was changed")
    else:
        ending = "converges"
    following = "changes what is left" if one.following.result["changed"] else "finds nothing to do"
    cells = (one.case.group, one.case.name, ending, f"{run.waited:.0f} s", str(len(run.requests)), following)
    return f"| {' | '.join(cells)} |\n"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/reliability.md, from what was played."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .playing import Played

PATH = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"

HEAD = """\
<!--
SPDX-FileCopyrightText: 2026 The entra.provisioning contributors
SPDX-License-Identifier: GPL-3.0-or-later
-->

# What becomes of a run when the service fails

This page is written by the tests that play it (`make faults`), against the emulator and with a clock whose waits are
counted and not slept. Each case was played in check mode, really, and then twice without the fault.

## The named cases

36 cases in which a fake service was once put before Terraform's provider, which ended 17 of them right: three made the job
twice, a read that answered 404 once became a plan to create, a missing permission was told after 247 s on a read and after
858 s on a creation, a stored key that nobody had declared kept the secrets waiting for 302 s, a read without an answer cost
300 s, one 401 or one cut body failed the run, and so did deleting what was gone already.

Here, in every case: nothing is there twice; what the run says was changed is what was changed; the next run brings everything
to where it shall be; and a run after that changes nothing.

*Waits*: seconds for which a user waits for the service, sign-in included. *Requests*: all that were sent, sign-in included.

| what is struck | by | the run | waits | requests | the next run |
|---|---|---|---|---|---|
"""

LEGEND = """
*Converges*: the run ends as if nothing had happened. *Says so*: it fails with an error that names what was done, to what,
what the service answered with its request id, and what to do.
"""


def text(played: Iterable[Played]) -> str:
    """The whole page."""
    return HEAD + "".join(_row(one) for one in played) + LEGEND


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

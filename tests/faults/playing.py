# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A named case, played: the struck run, the next one, and one more, with what is there after each."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import stage
from .named import Case


class Played(NamedTuple):
    """before, after: what the tenant holds around the struck run; end: what it holds at last."""

    case: Case
    checked: stage.Run
    struck: stage.Run
    following: stage.Run
    third: stage.Run
    before: dict[str, Any]
    after: dict[str, Any]
    end: dict[str, Any]


def play(emu: Any, case: Case) -> Played:
    """Play a case in a world of its own: in check mode and really under its faults, then twice without."""
    checked = _struck(emu, case, check=True)[0]
    struck, before, after = _struck(emu, case, check=False)
    emu.clear_faults()
    following, third = stage.run(emu, case.module, case.args), stage.run(emu, case.module, case.args)
    return Played(case, checked, struck, following, third, before, after, stage.counted(emu))


def _struck(emu: Any, case: Case, check: bool) -> tuple[stage.Run, dict[str, Any], dict[str, Any]]:
    """One run under the faults, and what there was before and after."""
    emu.clear_faults()
    emu.reset(switches=dict(case.switches))
    case.world(emu)
    for fault in case.faults:
        emu.fault(**fault)
    before = stage.counted(emu)
    return stage.run(emu, case.module, case.args, check=check), before, stage.counted(emu)


def undisturbed(emu: Any, case: Case) -> dict[str, Any]:
    """What the tenant holds after a run that nothing strikes."""
    emu.clear_faults()
    emu.reset(switches=dict(case.switches))
    case.world(emu)
    assert not stage.run(emu, case.module, case.args).failed
    return stage.counted(emu)

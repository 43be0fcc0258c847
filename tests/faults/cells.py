# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of the matrix: which fault strikes which request, and how it is set up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from contract.stage import Stage
from emulator.recent import Recent

from . import stage
from .kinds import CHECKED, FOR_EVER, KINDS, PERMANENT, SIGN_IN_TURNS, WHOLE, Kind, longest, strikes

# How a message says that it waited for replication, for how long, and why.
WAITED = re.compile(
    r"(For \d+ s it was (asked|looked) for.*, since what is new|What it belongs to was read just before, so it was sent again "
    r"for \d+ s|did not show within \d+ s .* its copies do not agree)"
)


class Cell(NamedTuple):
    """One fault that struck one request of a module, how it ended, and what is wrong with that.

    later: the request comes after the first write of the run.
    """

    module: str
    phase: str
    request: str
    fault: str
    ending: str
    complaints: tuple[str, ...]
    later: bool = False


class Blow(NamedTuple):
    """A place and the kind of fault that strikes it; check: in check mode."""

    place: stage.Place
    name: str
    kind: Kind
    check: bool = False

    @property
    def words(self) -> str:
        return f"{self.name}, in check mode" if self.check else self.name

    @property
    def manner(self) -> dict[str, Any]:
        """How the run goes that it strikes. Where it does not strike the sign-in, the run shares that of the one before."""
        return {"silent": self.kind.silent, "signs_in": self.place.signs_in}

    @property
    def longest(self) -> float:
        return longest(self.kind, self.place.unsafe, self.place.after_write)


class Played:
    """What was played of a module, so that nothing is played twice. turn: its number among the modules."""

    def __init__(self, turn: int) -> None:
        self._turn = turn
        self._places: set[tuple[str, bool]] = set()
        self._sorts: set[tuple[str, tuple[bool, bool, bool]]] = set()
        self._whole = bool(os.environ.get(WHOLE))

    def blows(self, requests: list[dict[str, Any]], check: bool) -> Iterator[Blow]:
        """What strikes the requests of a good run; check: the module has a check mode of its own."""
        for place in stage.places(requests):
            if (place.name, place.after_write) in self._places:
                continue
            self._places.add((place.name, place.after_write))
            for name, kind in KINDS.items():
                if not strikes(kind, place.unsafe, place.batched, place.after_write) or not self._plays(
                    name, kind, place
                ):
                    continue
                yield Blow(place, name, kind)
                if check and name in CHECKED and not place.after_write and not place.unsafe:
                    yield Blow(place, name, kind, check=True)

    def _plays(self, name: str, kind: Kind, place: stage.Place) -> bool:
        """Whether a fault is played on a place: the rule stands in kinds.py."""
        if self._whole:
            return True
        if place.signs_in:
            return list(KINDS).index(name) % SIGN_IN_TURNS == self._turn % SIGN_IN_TURNS
        if not kind.rare:
            return True
        sort = name, (place.unsafe, place.batched, place.after_write)
        if sort in self._sorts:
            return False
        self._sorts.add(sort)
        return True


def strike(emu: Any, kept: Stage, begin: str, offset: float, blow: Blow) -> None:
    """The world as it was at the beginning, with the fault in it."""
    kept.bring_back(begin)
    emu.world.clock.offset = offset
    # What other cells were shown is not what this one could be shown late.
    emu.server.service._recent = Recent()
    blow.place.strike(emu, blow.kind.fault, times=blow.kind.times)


def account(struck: stage.Run, blow: Blow) -> list[str]:
    """What is wrong with the words and the patience of a run that was struck."""
    found = [f"waited {struck.waited:.0f} s: {struck.message}"] if struck.waited > blow.longest else []
    if (
        struck.failed
        and blow.kind.times == FOR_EVER
        and struck.waited > PERMANENT
        and not WAITED.search(struck.message)
    ):
        found.append(f"waited {struck.waited:.0f} s, and does not say so and why: {struck.message}")
    if struck.failed and ("Unexpected" in struck.message or not struck.message):
        found.append("a defect: " + struck.message)
    return found

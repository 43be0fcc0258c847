# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings: what each module did on each host, played once and looked at by many tests."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from emulator.testing import Emulator

from . import discovery, steps
from .conversation import Outcome, Played, play
from .scenario import Scenario
from .stage import Stage

# Much of a recording is waiting for settling and retries, so a few more than there are cores.
AT_ONCE = 4


@dataclass(frozen=True)
class Recording:
    """One module on one host. tokens: the secrets of the connection, which must turn up nowhere."""

    module: str
    host: str
    scenario: Scenario
    played: Played
    secrets: tuple[str, ...]

    def __getitem__(self, name: str) -> Outcome:
        return self.played[name]

    def names(self, *ends: str) -> list[str]:
        """The names of the recorded tasks with one of these ends."""
        return [name for name in self.played.outcomes if name.endswith(ends)]

    def results(self) -> list[tuple[str, Outcome]]:
        """The outcomes of this very module."""
        foreign = {"export"} | {name for name in self.played.outcomes if name.startswith("example ")}
        return [(name, outcome) for name, outcome in self.played.outcomes.items() if name not in foreign]


def record(module: str, host: str, folder: Path) -> Recording:
    """Play the scenario of a module on a host, against an emulator of its own."""
    scenario = discovery.scenario(module)
    with Emulator.start(estate="standard") as emulator:
        scenario.prepare(emulator)
        stage = Stage(emulator)
        stage.keep("examples")
        token = emulator.token()
        options = {
            name: value for name, value in emulator.options().items() if name not in ("client_secret", "auth_method")
        }
        played = play(
            emulator,
            list(steps.steps(module, scenario, stage, host)),
            host,
            folder / f"{module}-{host}",
            connection={**options, "access_token": token},
            more={"vars": dict(scenario.variables)},
        )
        return Recording(module, host, scenario, played, (token, emulator.client_secret))


class Recordings:
    """Recordings by module and host, several played at a time, in the order in which the tests want them."""

    def __init__(self, wanted: Iterable[tuple[str, str]], folder: Path) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._futures: dict[tuple[str, str], Future[Recording]] = {
            (module, host): self._pool.submit(record, module, host, folder) for module, host in wanted
        }

    def get(self, module: str, host: str) -> Recording:
        return self._futures[module, host].result()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every distinct request of every module meets every fault: it converges, or fails cleanly and the next run does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from contract import discovery

from . import readings, writings
from .cells import Cell


def cells(module: str) -> Iterator[Cell]:
    """All cells of a module, played and judged."""
    scenario = discovery.scenario(module)
    return writings.cells(module, scenario) if scenario.phases else readings.cells(module, scenario)


def rows() -> list[tuple[str, str, str, str]]:
    """Module, request, fault and ending of all cells, sorted; plays the whole matrix."""
    return sorted({cell.row for module in discovery.MODULES for cell in cells(module)})


@pytest.mark.parametrize("module", discovery.MODULES)
def test_each_fault_of_each_request_ends_well(module: str) -> None:
    played = list(cells(module))
    assert played, "no cell was played"
    wrong = [f"{cell.phase}: {cell.request} ({cell.fault}): {one}" for cell in played for one in cell.complaints]
    assert wrong == [], f"{len(wrong)} complaints, {len(played)} cells"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every distinct request of every module meets every fault: it converges, or fails cleanly and the next run does."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from contract import discovery

from . import page, readings, table, writings
from .cells import Cell
from .kinds import CHECKED, KINDS, WHOLE


def cells(module: str) -> Iterator[Cell]:
    """All cells of a module, played and judged."""
    scenario = discovery.scenario(module)
    return writings.cells(module, scenario) if scenario.phases else readings.cells(module, scenario)


@pytest.mark.parametrize("module", discovery.MODULES)
def test_each_fault_of_each_request_ends_well_and_as_the_page_says(module: str, request: pytest.FixtureRequest) -> None:
    played = list(cells(module))
    assert played, "no cell was played"
    wrong = [f"{cell.phase}: {cell.request} ({cell.fault}): {one}" for cell in played for one in cell.complaints]
    assert wrong == [], f"{len(wrong)} complaints, {len(played)} cells"
    whole = bool(os.environ.get(WHOLE))
    if whole and request.config.getoption("--write-docs"):
        page.write_section(module, table.section(module, played))
    told = page.section(module)
    assert table.disagreements(told, played) == [], "write it anew with: make faults-whole"
    assert table.strangers(told, played) == [] or not whole
    assert not whole or told == table.section(module, played), "write it anew with: make faults-whole"


def test_the_page_has_every_module_and_no_other() -> None:
    assert page.modules() == discovery.MODULES


def test_every_fault_has_a_column() -> None:
    faults = [fault for column in table.COLUMNS.values() for fault in column]
    assert sorted(faults) == sorted([*KINDS, *(f"{name}{table.CHECK_MODE}" for name in CHECKED)])


def _cell(fault: str, ending: str) -> Cell:
    return Cell("x", "y", "GET /v1.0/z", fault, ending, ())


def test_a_table_is_read_as_it_was_written() -> None:
    faults = [fault for column in table.COLUMNS.values() for fault in column]
    played = [_cell(fault, ("converged", "clean error")[number % 2]) for number, fault in enumerate(faults)]
    text = table.section("x", played)
    assert table.disagreements(text, played) == table.strangers(text, played) == []
    assert f"{len(played)} cells: {-(-len(played) // 2)} converge, {len(played) // 2} say so." in text


def test_a_page_that_says_otherwise_is_found() -> None:
    text = table.section("x", [_cell("409", "converged"), _cell("412", "clean error"), _cell("stale", "converged")])
    for fault, ending in (
        ("409", "clean error"),
        ("412", "converged"),
        ("stale", "clean error"),
        ("reset", "converged"),
    ):
        assert len(table.disagreements(text, [_cell(fault, ending)])) == 1
    assert table.strangers(text, []) == ["`GET /z`"]

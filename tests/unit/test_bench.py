# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bench makes of its numbers: extrapolation, targets, tables, and the page that keeps what was not measured."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The pure modules of the bench."""
    monkeypatch.syspath_prepend(str(BENCH))
    names = ("tenants_measured", "tenants_targets", "tenants_report", "page", "tables")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in names})


def _measured(bench: Any, **faster: float) -> Any:
    """A tenant that meets every target, with some numbers multiplied."""
    made = bench.tenants_measured
    sizes = (10, 100, 300)
    found = made.Tenants(sizes, (0, 150), made.CONTENDERS)
    for work in made.WORK:
        for latency in found.latencies:
            for size in sizes:
                key = made.Key(made.ONE_TASK, work, latency, size)
                requests = -(-3 * size // 20)
                wall = 0.5 + size * 0.01
                found.runs[key] = made.Run(wall, wall, 60 + size * 0.1, requests, size, size * 1000)
    uri = made.Key(made.URI, made.NO_CHANGE, 150, 100)
    found.runs[uri] = made.Run(45.0 * faster.get("uri", 1), 40.0, 58, 300, 0, 1)
    for size in sizes:
        found.by_name[size] = made.Run(1.0, 1.0, 60, -(-4 * size // 20) * int(faster.get("names", 1)), 1, 1)
        found.variables[size] = made.Run(0.5, 0.5, 55 + size * 0.1, 0, 0, 0)
    found.beside_debug = {50: [0.5, 0.6, 9.0], 300: [3.0 * faster.get("beside", 1)] * 3}
    found.beside_variables = {50: [0.1, 0.2, 0.1], 300: [2.0] * 3}
    found.creation_of_50 = 12.0 * faster.get("creation", 1)
    found.throttled, found.throttled_size = [(2.0, 3.0 * faster.get("throttled", 1))] * 3, 300
    return found


def test_what_meets_every_target_misses_none(bench: Any) -> None:
    found = bench.tenants_targets.targets(_measured(bench))
    assert len(found) == 16 and all(target.value is not None for target in found)
    assert bench.tenants_targets.missed(_measured(bench)) == []


@pytest.mark.parametrize(
    ("what", "factor", "words"),
    [
        ("uri", 0.1, "against uri in loops: 3.00 times, the target is at least 30.0 times"),
        ("names", 3, "by display_name"),
        (
            "beside",
            2,
            "no change on 300 at 100 ms, beyond a playbook of one debug task: 6.00 s, the target is at most 3.50 s",
        ),
        ("creation", 2, "creation of 50 at 100 ms, settled: 24.00 s"),
        ("throttled", 2, "every tenth request throttled: 3.00 times"),
    ],
)
def test_a_target_that_is_missed_is_said_in_words(bench: Any, what: str, factor: float, words: str) -> None:
    missed = bench.tenants_targets.missed(_measured(bench, **{what: factor}))
    assert missed and all(words in miss for miss in missed)


def test_growth_that_is_not_linear_and_documents_that_are_held_are_missed(bench: Any) -> None:
    measured, made = _measured(bench), bench.tenants_measured
    key = made.Key(made.ONE_TASK, made.NO_CHANGE, 0, 300)
    measured.runs[key] = measured.runs[key]._replace(wall=9.0, cpu=9.0, peak=400.0)
    missed = "\n".join(bench.tenants_targets.missed(measured))
    assert "no change: wall of each further" in missed and "no change: cpu of each further" in missed
    assert "memory beyond Ansible's own" in missed and missed.count("\n") == 2


def test_growth_is_not_judged_by_what_was_extrapolated(bench: Any) -> None:
    measured, made = _measured(bench), bench.tenants_measured
    key = made.Key(made.ONE_TASK, made.CREATION, 0, 300)
    measured.runs[key] = measured.runs[key]._replace(extrapolated=True)
    rows = [target.cells() for target in bench.tenants_targets.targets(measured)]
    assert [row[-1] for row in rows if row[0].startswith("creation: ")] == ["not measured"] * 2


def test_what_was_not_measured_is_said_and_missed_is_nothing(bench: Any) -> None:
    made = bench.tenants_measured
    empty = made.Tenants((1,), (0,), (made.ONE_TASK,))
    assert bench.tenants_targets.missed(empty) == []
    assert {target.cells()[-1] for target in bench.tenants_targets.targets(empty)} == {"not measured"}
    assert bench.tenants_targets.targets(made.Tenants((1,), (0,), (made.URI,))) == []


def test_an_extrapolated_run_lies_on_the_line_through_the_two_largest_measured_ones(bench: Any) -> None:
    made = bench.tenants_measured
    runs = [
        (1, made.Run(1, 1, 50, 3, 10, 100)),
        (10, made.Run(10, 5, 50, 30, 100, 1000)),
        (100, made.Run(55, 50, 50, 300, 1000, 10000)),
    ]
    found = made.extended(runs, 300)
    assert (found.wall, found.cpu, found.requests) == (155, 150, 900)
    assert found.extrapolated and not found.peak
    measured = made.Tenants((1, 10, 100, 300), (0,), (made.URI,))
    measured.runs = {made.Key(made.URI, made.NO_CHANGE, 0, size): run for size, run in [*runs, (300, found)]}
    assert measured.measured(made.URI, made.NO_CHANGE, 0) == runs
    (last,) = [row for row in bench.tenants_report.rows(measured, made.NO_CHANGE, 0) if row[1] == "300"]
    assert last == ["uri", "300", "~155.0 s", "~150.0 s", "~900", "~3 kB", "~30 kB", "-", "-"]


def test_the_section_is_the_same_for_the_same_numbers_and_marks_what_it_misses(bench: Any) -> None:
    section = bench.tenants_report.section
    assert section(_measured(bench)) == section(_measured(bench))
    assert "No target was missed." in section(_measured(bench))
    assert "- MISSED: creation of 50" in section(_measured(bench, creation=9))
    assert section(_measured(bench)).startswith(f"{bench.tenants_report.TITLE}\n")


def test_a_part_that_was_not_measured_stays_on_the_page(bench: Any, tmp_path: Path) -> None:
    page, title = tmp_path / "performance.md", bench.tenants_report.TITLE
    bench.page.write("# Modules\n\nold\n", None, page)
    assert page.read_text("utf-8") == "# Modules\n\nold\n"
    bench.page.write(None, f"{title}\n\nfirst\n", page)
    assert page.read_text("utf-8") == f"# Modules\n\nold\n\n{title}\n\nfirst\n"
    bench.page.write("# Modules\n\nnew\n", None, page)
    assert page.read_text("utf-8") == f"# Modules\n\nnew\n\n{title}\n\nfirst\n"
    bench.page.write(None, f"{title}\n\nsecond\n", page)
    assert page.read_text("utf-8") == f"# Modules\n\nnew\n\n{title}\n\nsecond\n"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of ansible-core releases, and the matrix that is made from it."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"


@pytest.fixture(name="tools")
def _tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The build tools under test."""
    monkeypatch.syspath_prepend(str(TOOLS))
    names = ("cores", "venvs", "interpreters", "matrix", "checks", "places", "tally")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in names})


def test_every_pin_is_of_its_release_line(tools: Any) -> None:
    assert [line for line, core in tools.cores.CORES.items() if not core.pin.startswith(f"{line}.")] == []


def test_what_is_no_final_release_is_extra_and_nothing_else(tools: Any) -> None:
    final = {line: core.pin.replace(".", "").isdigit() for line, core in tools.cores.CORES.items()}
    assert final == {line: not core.extra for line, core in tools.cores.CORES.items()}


def test_every_python_of_the_table_is_looked_for(tools: Any) -> None:
    looked_for = {f"3.{minor}" for minor in tools.interpreters.MINORS}
    assert {python for core in tools.cores.CORES.values() for python in core.pythons} <= looked_for


def test_rows_that_begin_at_once_link_a_python_once(
    tools: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each makes its link beside the place of it before any puts it there."""
    both = threading.Barrier(2, timeout=10)
    replace = Path.replace

    def together(self: Path, target: Path) -> Path:
        both.wait()
        return replace(self, target)

    monkeypatch.setattr(tools.places, "INTERPRETERS", tmp_path)
    monkeypatch.setattr(Path, "replace", together)
    with ThreadPoolExecutor(2) as rows:
        list(rows.map(tools.interpreters.link, [{"3.99": sys.executable}] * 2))
    assert [(place.name, os.readlink(place)) for place in tmp_path.iterdir()] == [("python3.99", sys.executable)]


def test_what_one_checkout_links_another_does_not_take_away(tools: Any) -> None:
    assert tools.places.OWN in tools.places.INTERPRETERS.parents


def test_other_exact_versions_are_another_environment(
    tools: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tools.venvs, "REQUIREMENTS", tmp_path)
    names = []
    for version in ("1", "2", "1"):
        (tmp_path / "core-2.16.txt").write_text(f"ansible-core=={version}\n", "utf-8")
        names.append(tools.venvs.folder("core-2.16", "3.10", "python").name)
    assert all(name.startswith("core-2.16-3.10-") for name in names)
    assert names[0] == names[2] != names[1]


@pytest.fixture(name="ran")
def _ran(tools: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Rows whose checks only say what they are; those whose title is in `failing` fail."""
    seen = SimpleNamespace(titles=[], failing=set(), said=[])

    def planned(row: Any) -> dict[str, list[Any]]:
        return {part: [SimpleNamespace(title=f"{row.name} {part}")] for part in tools.matrix.PARTS}

    def run(check: Any, _say: Any) -> Any:
        seen.titles.append(check.title)
        bad = check.title in seen.failing
        return tools.tally.Tally(passed=not bad, failed=bad)

    monkeypatch.setattr(tools.interpreters, "find", lambda: {"3.11": "a", "3.13": "b"})
    monkeypatch.setattr(tools.matrix.Row, "checks", planned)
    monkeypatch.setattr(tools.checks, "run", run)
    return seen


def _matrix(tools: Any, ran: Any, *names: str) -> int:
    return tools.matrix.main(list(names), ran.said.append)


def test_the_matrix_goes_on_after_a_failure(tools: Any, ran: Any) -> None:
    ran.failing = {"core-2.16-3.11 sanity"}
    assert _matrix(tools, ran) == 1
    can = [row.name for row in tools.matrix.rows().values() if row.python in ("3.11", "3.13")]
    assert sorted(ran.titles) == sorted(f"{name} {part}" for name in can for part in tools.matrix.PARTS)
    lines = "".join(ran.said).splitlines()
    assert "core-2.16-3.11    FAILED 1          ok 1              ok 1              ok 1" in lines
    assert "core-2.16-3.12    left out: no Python 3.12 on this machine" in lines
    assert "core-2.16-3.10    left out: no Python 3.10 on this machine" in lines
    counted = [name for name in can if not name.startswith("core-2.22")]
    assert lines[-1] == f"{len(counted) * 4 - 1} passed, 1 failed"


def test_rows_are_chosen_by_name(tools: Any, ran: Any) -> None:
    assert _matrix(tools, ran, "core-2.21-3.13") == 0
    assert ran.titles == [f"core-2.21-3.13 {part}" for part in tools.matrix.PARTS]


def test_parts_are_chosen_by_name(tools: Any, ran: Any) -> None:
    assert _matrix(tools, ran, "units", "core-2.21-3.13", "sanity") == 0
    assert ran.titles == ["core-2.21-3.13 sanity", "core-2.21-3.13 units"]
    assert "core-2.21-3.13    ok 1              ok 1              -                 -" in "".join(ran.said).splitlines()
    ran.titles.clear()
    assert _matrix(tools, ran, "integration") == 0
    assert ran.titles and all(title.endswith(" integration") for title in ran.titles)


def test_a_row_that_there_is_not_is_told(tools: Any, ran: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert _matrix(tools, ran, "core-2.15-3.11") == 64
    told = capsys.readouterr().err
    assert "no row 'core-2.15-3.11'. Rows: core-2.16-3.10, " in told
    assert told.endswith("Parts: sanity, units, contract, integration.\n")
    assert ran.titles == []


def test_an_extra_row_is_told_and_fails_nothing(tools: Any, ran: Any) -> None:
    ran.failing = {"core-2.22-3.13 units"}
    assert _matrix(tools, ran, "core-2.21-3.13", "core-2.22-3.13") == 0
    assert "FAILED 1" in "".join(ran.said) and "(extra: fails nothing)" in "".join(ran.said)
    assert ran.said[-1] == "4 passed, 0 failed\n"


def test_where_nothing_ran_that_is_a_failure(tools: Any, ran: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _matrix(tools, ran, "core-2.20-3.14") == 1
    monkeypatch.setattr(tools.matrix.Row, "checks", lambda _row: {"sanity": []})
    assert _matrix(tools, ran, "core-2.16-3.11", "contract") == 1


def test_an_environment_that_cannot_be_made_is_a_failure_of_its_row_only(
    tools: Any, ran: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tools.matrix.Row.checks

    def planned(row: Any) -> dict[str, list[Any]]:
        if row.core == "2.18":
            raise tools.venvs.SetUpFailed("pip said no")
        return usual(row)

    monkeypatch.setattr(tools.matrix.Row, "checks", planned)
    assert _matrix(tools, ran, "core-2.18-3.11", "core-2.19-3.11") == 1
    assert "pip said no" in "".join(ran.said) and "core-2.18-3.11    could not be set up" in "".join(ran.said)
    assert ran.said[-1] == "4 passed, 1 failed\n"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of ansible-core releases, and the matrix that is made from it."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "tools"


@pytest.fixture(name="tools")
def _tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The build tools under test."""
    monkeypatch.syspath_prepend(str(TOOLS))
    names = ("cores", "venvs", "interpreters")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in names})


def test_every_pin_is_of_its_release_line(tools: Any) -> None:
    assert [line for line, core in tools.cores.CORES.items() if not core.pin.startswith(f"{line}.")] == []


def test_what_is_no_final_release_is_extra_and_nothing_else(tools: Any) -> None:
    final = {line: core.pin.replace(".", "").isdigit() for line, core in tools.cores.CORES.items()}
    assert final == {line: not core.extra for line, core in tools.cores.CORES.items()}


def test_every_python_of_the_table_is_looked_for(tools: Any) -> None:
    looked_for = {f"3.{minor}" for minor in tools.interpreters.MINORS}
    assert {python for core in tools.cores.CORES.values() for python in core.pythons} <= looked_for


def test_another_pin_is_another_environment(tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tools.venvs.folder("core-2.16", "3.10", "python")
    monkeypatch.setitem(tools.cores.CORES, "2.16", tools.cores.Core("2.16.20", ("3.10",)))
    after = tools.venvs.folder("core-2.16", "3.10", "python")
    assert before.name.startswith("core-2.16-3.10-") and after.name.startswith("core-2.16-3.10-")
    assert before != after


def test_the_table_makes_every_environment_of_a_core(
    tools: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = str(ROOT / "tests" / "requirements" / "core.txt")
    for line, core in tools.cores.CORES.items():
        ran, place = [], tmp_path / line

        def run(command: list[str], what: str, ran: list[list[str]] = ran, place: Path = place) -> None:
            place.mkdir(exist_ok=True)
            ran.append(command)

        monkeypatch.setattr(tools.venvs, "_run", run)
        tools.venvs._make(place, f"core-{line}", "python")
        assert [command[-3:] for command in ran[1:]] == [["-r", file, f"ansible-core=={core.pin}"]]


def test_the_requirement_file_of_the_cores_pins_none(tools: Any) -> None:
    text = (ROOT / "tests" / "requirements" / "core.txt").read_text("utf-8")
    assert "ansible-core=" not in text
    assert sorted(file.name for file in (ROOT / "tests" / "requirements").glob("core*")) == ["core.txt"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make test` runs both ends of what is supported, or says why it cannot; and every document names the same ends."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ROOT / "tests" / "integration" / "targets"


@pytest.fixture(name="tools")
def _tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The build tools, whose environments are only names, on a machine with the Pythons that `machine` lists."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "tools"))
    names = ("cores", "ends", "interpreters", "steps", "venvs", "trees")
    found = SimpleNamespace(**{name: importlib.import_module(name) for name in names}, machine=["3.9", "3.11", "3.13"])
    monkeypatch.setattr(found.interpreters, "find", lambda: {python: python for python in found.machine})
    monkeypatch.setattr(found.interpreters, "for_tools", lambda _found: "3.11")
    monkeypatch.setattr(found.venvs, "get", lambda name, version=None: Path(f"/{name}-{version or '3.11'}"))
    monkeypatch.setattr(found.trees, "copy", lambda name: Path("/tree") / name)
    monkeypatch.setattr(found.trees, "link", lambda: None)
    return found


def _environment(check: Any) -> str:
    """The environment that a check's program is taken from."""
    return Path(check.command[0]).parts[1]


def _targets(check: Any) -> list[str]:
    return [word for word in check.command if (TARGETS / word).is_dir()]


def test_the_ends_are_the_oldest_core_on_its_oldest_python_and_the_newest_on_its_newest(tools: Any) -> None:
    tools.machine = ["3.9", "3.10", "3.11", "3.12", "3.13"]
    assert [(end.core, end.python) for end in tools.ends.both("integration")] == [("2.16", "3.10"), ("2.21", "3.13")]
    tools.machine = ["3.11", "3.12"]
    assert [(end.core, end.python) for end in tools.ends.both("integration")] == [("2.16", "3.11"), ("2.21", "3.12")]


def test_where_an_end_has_no_python_the_core_of_the_tools_stands_in_and_that_is_said(
    tools: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    tools.machine = ["3.11"]
    oldest, newest = tools.ends.both("integration")
    assert (oldest.venv, newest.venv) == (Path("/core-2.16-3.11"), Path("/dev-3.11"))
    assert capsys.readouterr().out == (
        "integration: no Python 3.14 or 3.13 or 3.12 on this machine, so ansible-core 2.21 is not tested; "
        "that of the tools stands in\n"
    )


def test_no_end_is_a_release_that_is_not_out(tools: Any) -> None:
    tools.machine = ["3.11", "3.13", "3.15"]
    assert tools.ends.both("integration")[1].core == "2.21"


def test_every_integration_target_runs_on_one_end_and_the_long_road_and_the_roles_on_both(tools: Any) -> None:
    oldest, newest = tools.steps.integration()
    assert (_environment(oldest), _environment(newest)) == ("core-2.16-3.11", "core-2.21-3.13")
    first, second = _targets(oldest), _targets(newest)
    hidden = {file.parent.name for file in TARGETS.glob("*/aliases") if "hidden" in file.read_text("utf-8").split()}
    shown = {folder.name for folder in TARGETS.iterdir() if folder.is_dir()} - hidden
    both = {"end_to_end", *(name for name in shown if name.startswith("role_"))}
    assert set(first) | set(second) == shown and set(first) & set(second) == both
    assert abs(len(first) - len(second)) <= 1
    assert oldest.cwd != newest.cwd


def test_the_pure_tests_run_on_both_ends(tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.steps, "_floor", lambda *environments: environments)
    floor, oldest, newest = tools.steps.unit_versions()
    # The oldest Python and libraries, with what the oldest core sends to a managed node.
    assert floor == (Path("/floor-3.9"), Path("/core-2.16-3.11"))
    assert (_environment(oldest), _environment(newest)) == ("core-2.16-3.11", "core-2.21-3.13")
    assert "units" in newest.command and newest.command[newest.command.index("--python") + 1] == "3.13"


def test_what_needs_a_controller_is_asked_of_the_oldest_one(tools: Any) -> None:
    needs = [
        file for file in (ROOT / "tests" / "unit").rglob("test_*.py") if "importorskip(" in file.read_text("utf-8")
    ]
    folders = {str(file.parent.relative_to(ROOT)) for file in needs if file != Path(__file__)}
    assert folders == set(tools.steps.CONTROLLER_TESTS)


def test_what_no_other_check_asks_of_a_core_is_asked_at_both_ends(tools: Any) -> None:
    checks = tools.steps.sanity()
    by_environment: dict[str, set[str]] = {}
    for check in checks:
        words = check.command
        tests = {words[place + 1] for place, word in enumerate(words) if word == "--test"}
        by_environment.setdefault(_environment(check), set()).update(tests)
    assert by_environment == {
        "dev-3.11": {"validate-modules"},
        "core-2.16-3.11": {"compile", "import", "validate-modules", "yamllint"},
        "core-2.21-3.13": {"compile", "import", "validate-modules", "yamllint"},
    }
    # Where ansible-test sees no file it passes every test.
    assert all(check.refused for check in checks if "validate-modules" in check.command and "--test" in check.command)

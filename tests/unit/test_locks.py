# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed for the project is known to the byte: every lock is pinned, hashed, and holds its lower bounds."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))
cores, interpreters, locks, steps, venvs = map(
    importlib.import_module, ("cores", "interpreters", "locks", "steps", "venvs")
)
sys.path.pop(0)

LOCKS = locks.known()
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NEWEST = 14  # the newest Python that is released


def entries(path: Path) -> list[tuple[str, list[str]]]:
    """(requirement, what follows it) of each entry, with continued lines put together."""
    text = re.sub(r"\s*\\\n\s*", " ", path.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = []
    for line in lines:
        requirement, *rest = re.split(r" (?=--)", line)
        found.append((requirement, rest))
    return found


def bounds(source: Path) -> list[Requirement]:
    """What a file with lower bounds asks for, with all that it includes."""
    found = []
    for requirement, _rest in entries(source):
        if requirement.startswith("-r "):
            found += bounds(source.parent / requirement[3:].strip())
        else:
            found.append(Requirement(requirement))
    return found


def pythons(lock) -> list[str]:
    """The Pythons that the lock is for."""
    return [f"3.{minor}" for minor in range(int(lock.oldest.split(".")[1]), NEWEST + 1)]


def applies(requirement: Requirement, python: str) -> bool:
    system = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    return requirement.marker is None or requirement.marker.evaluate(system)


def pinned(lock, python: str) -> dict[str, str]:
    """Name -> the one version that is installed on a Python."""
    wanted = [Requirement(requirement) for requirement, _rest in entries(lock.path)]
    chosen = [requirement for requirement in wanted if applies(requirement, python)]
    found = {canonicalize_name(requirement.name): str(requirement.specifier)[2:] for requirement in chosen}
    assert len(found) == len(chosen), "one name, one version"
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(name):
    listed = entries(LOCKS[name].path)
    assert listed
    for requirement, rest in listed:
        assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z-]+\])?==[^\s=<>~!,]+( ; .+)?", requirement)
        assert rest and all(HASH.fullmatch(word) for word in rest)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_its_lower_bounds_on_every_python(name):
    lock = LOCKS[name]
    wanted = bounds(lock.source) + [Requirement(pin) for pin in lock.pins]
    assert len(wanted) >= 1
    for python in pythons(lock):
        held = pinned(lock, python)
        for requirement in wanted:
            if applies(requirement, python):
                version = held[canonicalize_name(requirement.name)]
                assert requirement.specifier.contains(version, prereleases=True), (python, str(requirement), version)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place_to_get_things_from(name):
    text = LOCKS[name].path.read_text("utf-8")
    assert "://" not in text and "index-url" not in text and "find-links" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_what_it_was_made_from(name):
    lock = LOCKS[name]
    assert lock.path.read_text("utf-8").startswith(lock.head)


def test_every_lock_has_its_lower_bounds_and_none_is_left_over():
    beside = {lock.path for lock in LOCKS.values() if lock.path.parent == locks.FOLDER}
    assert set(locks.FOLDER.glob("*.txt")) == beside
    sources = {lock.source for lock in LOCKS.values()} | {locks.FOLDER / f"{part}.in" for part in locks.PARTS}
    assert set(locks.FOLDER.glob("*.in")) == sources


def test_what_is_only_a_part_is_a_part_of_something():
    included = {
        word for file in locks.FOLDER.glob("*.in") for word in re.findall(r"^-r (\w+)\.in$", file.read_text(), re.M)
    }
    assert set(locks.PARTS) - {"core"} <= included


def test_every_ansible_core_that_is_installed_is_in_the_table():
    pins = {core.pin for core in cores.CORES.values()}
    for lock in LOCKS.values():
        for python in pythons(lock):
            assert pinned(lock, python).get("ansible-core") in (*pins, None)


def test_pip_takes_nothing_that_the_lock_does_not_know(monkeypatch, tmp_path):
    for name in [name for name in LOCKS if name not in locks.ELSEWHERE]:
        ran, place = [], tmp_path / name

        def run(command, what, keep=ran.append, place=place):
            place.mkdir(exist_ok=True)
            keep(command)

        monkeypatch.setattr(venvs, "_run", run)
        venvs._make(place, name, "python")
        # A package that is built here would bring a builder that no lock knows.
        assert ran[-1][-4:] == ["--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[name].path)]
        assert len(ran) == 2

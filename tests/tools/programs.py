# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that checks run, each in the place and environment it needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import environment
import places
import real_tenant
import tally
import trees
from checks import Check


def tool(venv: Path, program: str, *arguments: str, title: str = "", **extra: str) -> Check:
    """A program of the environment `venv`, run in the checkout."""
    name = title or " ".join((program, *arguments))
    return Check(name, [str(venv / "bin" / program), *arguments], environment.for_programs(venv, **extra))


def pytest(venv: Path, report_name: str, *arguments: str, **extra: str) -> Check:
    """pytest in the checkout; the import path is the linked tree."""
    trees.link()
    report = places.REPORTS / f"{report_name}.xml"
    command = [str(venv / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    title = f"pytest {' '.join(arguments)}"
    return Check(title, [*command, *arguments], environment.for_programs(venv, **extra), reports=[report])


def _ansible_test(venv: Path, tree: Path, *arguments: str) -> Check:
    """ansible-test in a copied tree. It finds the collections path by itself."""
    env = environment.for_programs(venv)
    del env["ANSIBLE_COLLECTIONS_PATH"], env["PYTHONPATH"]
    title = f"ansible-test {' '.join(arguments)}"
    return Check(title, [str(venv / "bin" / "ansible-test"), *arguments, "--color", "no"], env, cwd=tree)


def sanity(venv: Path, tree_name: str = "sanity", *arguments: str) -> list[Check]:
    """ansible-test sanity, every test.

    The first check also proves that ansible-test sees the modules: where it sees no file it passes every test.
    """
    sees = sanity_of(venv, tree_name, ("validate-modules",), *arguments)
    every = _ansible_test(venv, sees.cwd, "sanity", "--local", "--skip-test", "validate-modules", *arguments)
    every.counted = tally.from_sanity
    return [sees, every]


def sanity_of(venv: Path, tree_name: str, tests: Iterable[str], *arguments: str) -> Check:
    """Some tests of ansible-test sanity, and the certainty that it sees files."""
    chosen = [word for test in tests for word in ("--test", test)]
    check = _ansible_test(venv, trees.copy(tree_name), "sanity", "-v", "--local", *chosen, *arguments)
    check.refused, check.counted = "No tests applicable.", tally.from_sanity
    return check


def units(venv: Path, python: str, tree_name: str = "units") -> Check:
    """ansible-test units on one Python that ansible-core supports on the controller."""
    tree = trees.copy(tree_name)
    check = _ansible_test(venv, tree, "units", "--venv", "--python", python, "--num-workers", "1")
    check.reports = [tree / "tests" / "output" / "junit" / f"python{python}-controller-units.xml"]
    return check


def integration(venv: Path, tree_name: str = "integration", *arguments: str) -> Check:
    """ansible-test integration with the interpreter of `venv`; against a real tenant when there are credentials for it."""
    tree = trees.copy(tree_name)
    real_tenant.configure(tree)
    check = _ansible_test(venv, tree, "integration", "--local", *arguments)
    check.counted = tally.from_integration
    check.afterwards = lambda: (tree / real_tenant.CONFIG).unlink(missing_ok=True)
    return check

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of `make test`: each is a list of checks, made when the step's turn comes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import environment
import interpreters
import places
import tally
import trees
import venvs
from checks import Check

COLLECTION = "entra.provisioning"
PACKAGE = "ansible_collections.entra.provisioning.plugins.module_utils"


def _tool(venv: Path, program: str, *arguments: str, title: str = "", **extra: str) -> Check:
    """A program of the environment `venv`, run in the checkout."""
    name = title or " ".join((program, *arguments))
    return Check(name, [str(venv / "bin" / program), *arguments], environment.for_programs(venv, **extra))


def _pytest(venv: Path, step: str, *arguments: str, **extra: str) -> Check:
    """pytest in the checkout; the import path is the linked tree."""
    report = places.REPORTS / f"{step}.xml"
    command = [str(venv / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    title = f"pytest {' '.join(arguments)}"
    return Check(title, [*command, *arguments], environment.for_programs(venv, **extra), reports=[report])


def _ansible_test(venv: Path, tree: Path, *arguments: str) -> Check:
    """ansible-test in a copied tree. It finds the collections path by itself."""
    env = environment.for_programs(venv)
    del env["ANSIBLE_COLLECTIONS_PATH"], env["PYTHONPATH"]
    title = f"ansible-test {' '.join(arguments)}"
    return Check(title, [str(venv / "bin" / "ansible-test"), *arguments, "--color", "no"], env, cwd=tree)


def lint() -> list[Check]:
    """Formatting, types, licences, YAML, shell, change log and the production profile of ansible-lint."""
    dev = venvs.get("dev")
    trees.link()
    return [
        _tool(dev, "ruff", "check", "--no-cache", "."),
        _tool(dev, "ruff", "format", "--check", "--no-cache", "."),
        _tool(dev, "mypy", "-p", PACKAGE, "--cache-dir", str(places.OWN / "mypy"), MYPYPATH=str(places.LINKED)),
        _tool(dev, "yamllint", "--strict", "."),
        _tool(dev, "shellcheck", ".ci/run"),
        _tool(dev, "reuse", "lint", "--quiet"),
        _tool(dev, "antsibull-changelog", "lint"),
        _tool(dev, "ansible-lint", "--profile", "production", "--offline", "--strict"),
    ]


def sanity() -> list[Check]:
    """ansible-test sanity, every test, on a copy of the checkout.

    The first check only proves that ansible-test sees the modules: where it sees no file it passes every test.
    """
    dev, tree = venvs.get("dev"), trees.copy("sanity")
    sees = _ansible_test(dev, tree, "sanity", "-v", "--local", "--test", "validate-modules")
    sees.refused = "No tests applicable."
    every = _ansible_test(dev, tree, "sanity", "--local", "--skip-test", "validate-modules")
    every.counted = sees.counted = tally.from_sanity
    return [sees, every]


def unit() -> list[Check]:
    """The pure tests, on the Python that runs the tools."""
    dev = venvs.get("dev")
    trees.link()
    return [_pytest(dev, "unit", "tests/unit")]


def unit_versions() -> list[Check]:
    """The pure tests on the oldest Python (with the lowest libraries) and, by ansible-test, on the newest."""
    trees.link()
    found = interpreters.find()
    checks = []
    if "3.9" in found:
        checks.append(_floor(venvs.get("floor", "3.9"), venvs.get("dev")))
    else:
        print("no Python 3.9 on this machine: the pure tests do not run on it", flush=True)
    newest = max((version for version in found if version in ("3.11", "3.12", "3.13")), key=lambda v: int(v[2:]))
    tree = trees.copy("units")
    check = _ansible_test(venvs.get("dev"), tree, "units", "--venv", "--python", newest, "--num-workers", "2")
    check.reports = [tree / "tests" / "output" / "junit" / f"python{newest}-controller-units.xml"]
    return [*checks, check]


def _floor(floor: Path, dev: Path) -> Check:
    """Python 3.9 as a managed node sees it: module_utils of the newest ansible-core, nothing of its controller."""
    package = places.OWN / "target" / "ansible"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").touch()
    link = package / "module_utils"
    link.unlink(missing_ok=True)
    link.symlink_to(next(dev.glob("lib/*/site-packages/ansible/module_utils")))
    paths = ":".join((str(places.LINKED), str(places.CHECKOUT / "tests"), str(package.parent)))
    return _pytest(floor, "unit-floor", "tests/unit", PYTHONPATH=paths)


def contract() -> list[Check]:
    """The nine promises that every module makes, on both hosts."""
    trees.link()
    return [_pytest(venvs.get("dev"), "contract", "tests/contract")]


def road() -> list[Check]:
    """The transport and the resources against the emulator."""
    trees.link()
    return [_pytest(venvs.get("dev"), "road", "tests/road")]


def emulator_checks() -> list[Check]:
    """The emulator against the service's documents and its official clients."""
    trees.link()
    return [_pytest(venvs.get("sdk"), "emulator-checks", "tests/emulator_checks")]


def integration() -> list[Check]:
    """The integration targets, each with its own emulator, run by ansible-test on a copy of the checkout."""
    check = _ansible_test(venvs.get("dev"), trees.copy("integration"), "integration", "--local")
    check.counted = tally.from_integration
    return [check]


def docs() -> list[Check]:
    """The documentation, linted and built to HTML; a warning is an error."""
    dev = venvs.get("dev")
    trees.link()
    site = places.OWN / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(mode=0o700, parents=True)
    refs = ("--plugin-docs", "--validate-collection-refs", "self", "--check-extra-docs-refs")
    layout = ("--use-current", "--squash-hierarchy", "--lenient", "--fail-on-error", "--dest-dir", str(site))
    script = str(Path(__file__).with_name("build_site.py"))
    return [
        _tool(dev, "antsibull-docs", "lint-collection-docs", *refs, "."),
        _tool(dev, "antsibull-docs", "sphinx-init", *layout, COLLECTION, title="antsibull-docs sphinx-init"),
        _tool(dev, "python", script, str(site), title="antsibull-docs and sphinx"),
    ]


def build() -> list[Check]:
    """The artifact for Galaxy, built and installed as a user would."""
    dev = venvs.get("dev")
    script = str(Path(__file__).with_name("check_artifact.py"))
    return [_tool(dev, "python", script, str(places.OWN / "artifact"), title="build, install, ansible-doc")]


def importer() -> list[Check]:
    """What Galaxy and Automation Hub check when an artifact is uploaded."""
    venv = venvs.get("importer")
    script = str(Path(__file__).with_name("check_import.py"))
    return [_tool(venv, "python", script, str(places.OWN / "artifact"), title="galaxy-importer")]


STEPS: dict[str, Callable[[], list[Check]]] = {
    "lint": lint,
    "unit": unit,
    "sanity": sanity,
    "contract": contract,
    "road": road,
    "integration": integration,
    "emulator-checks": emulator_checks,
    "unit-versions": unit_versions,
    "docs": docs,
    "build": build,
    "importer": importer,
}

# What `make test` runs; the importer has an environment of its own and is asked for by `make build`.
TEST = [name for name in STEPS if name != "importer"]


def known(name: str) -> bool:
    """Whether `name` is a step; says so on standard error when it is not."""
    if name in STEPS:
        return True
    print(f"There is no step {name!r}. Steps: {', '.join(STEPS)}.", file=sys.stderr)
    return False

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of `make test`: each is a list of checks, made when the step's turn comes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import browser
import ends
import interpreters
import places
import programs
import trees
import venvs
from checks import Check
from programs import tool

COLLECTION = "entra.provisioning"
PACKAGE = "ansible_collections.entra.provisioning.plugins.module_utils"
# The sanity tests that may end otherwise with another ansible-core or Python; the others read only text.
TELLING = ("compile", "import", "validate-modules", "yamllint")
# The pure tests that need a controller, which a managed node does not have.
CONTROLLER_TESTS = ("tests/unit/boundary", "tests/unit/plugins")


def lint() -> list[Check]:
    """Formatting, types, licences, YAML, shell, change log and the production profile of ansible-lint."""
    dev = venvs.get("dev")
    trees.link()
    return [
        tool(dev, "ruff", "check", "--no-cache", "."),
        tool(dev, "ruff", "format", "--check", "--no-cache", "."),
        tool(dev, "mypy", "-p", PACKAGE, "--cache-dir", str(places.OWN / "mypy"), MYPYPATH=str(places.LINKED)),
        tool(dev, "yamllint", "--strict", "."),
        tool(dev, "shellcheck", ".ci/run"),
        tool(dev, "reuse", "lint", "--quiet"),
        tool(dev, "antsibull-changelog", "lint"),
        tool(dev, "ansible-lint", "--profile", "production", "--offline", "--strict"),
    ]


def sanity() -> list[Check]:
    """ansible-test sanity, every test, on copies of the checkout; at the ends what another ansible-core may see otherwise."""
    ends_too = [
        programs.sanity_of(end.venv, f"sanity-{name}", TELLING, "--python", end.python)
        for name, end in zip(("oldest", "newest"), ends.both("sanity"))
    ]
    return [*programs.sanity(venvs.get("dev")), *ends_too]


def unit() -> list[Check]:
    """The pure tests, on the Python that runs the tools."""
    return [programs.pytest(venvs.get("dev"), "unit", "tests/unit")]


def unit_versions() -> list[Check]:
    """The pure tests at both ends: the oldest Python, libraries and ansible-core; and, by ansible-test, the newest."""
    oldest, newest = ends.both("unit-versions")
    # What has no controller in it runs with the oldest core's module_utils below.
    controller = programs.pytest(oldest.venv, "unit-oldest", *CONTROLLER_TESTS)
    checks = [controller, programs.units(newest.venv, newest.python)]
    if "3.9" in interpreters.find():
        return [_floor(venvs.get("floor", "3.9"), oldest.venv), *checks]
    print("unit-versions: no Python 3.9 on this machine, so the pure tests do not run on it", flush=True)
    return checks


def _floor(floor: Path, core: Path) -> Check:
    """Python 3.9 as a managed node sees it: module_utils of the ansible-core in `core`, nothing of its controller."""
    package = places.OWN / "target" / "ansible"
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").touch()
    link = package / "module_utils"
    link.unlink(missing_ok=True)
    link.symlink_to(next(core.glob("lib/*/site-packages/ansible/module_utils")))
    paths = ":".join((str(places.LINKED), str(places.CHECKOUT / "tests"), str(package.parent)))
    return programs.pytest(floor, "unit-floor", "tests/unit", PYTHONPATH=paths)


def contract() -> list[Check]:
    """The nine promises that every module makes, on both hosts."""
    return [programs.pytest(venvs.get("dev"), "contract", "tests/contract")]


def road() -> list[Check]:
    """The transport and the resources against the emulator."""
    return [programs.pytest(venvs.get("dev"), "road", "tests/road")]


def faults() -> list[Check]:
    """What becomes of a run when the service fails; docs/reliability.md is written from it."""
    return [programs.pytest(venvs.get("dev"), "faults", "tests/faults")]


def faults_whole() -> list[Check]:
    """The same, all faults of all requests, and docs/reliability.md anew. `make faults` plays some of it, to the same page."""
    return [programs.pytest(venvs.get("dev"), "faults", "tests/faults", "--write-docs", FAULTS_WHOLE="1")]


def guides() -> list[Check]:
    """Every block that the documentation shows, used as a reader would, against the emulator."""
    return [programs.pytest(venvs.get("dev"), "guides", "tests/guides")]


def report() -> list[Check]:
    """The report of a tenant in a real browser: how it looks, what it is called, that nothing leaves it."""
    found, why = browser.get()
    return [
        programs.pytest(
            venvs.get("browser"), "report", "tests/browser", "-rs", **{browser.CHOSEN: found, "NO_BROWSER": why}
        )
    ]


def emulator_checks() -> list[Check]:
    """The emulator against the service's documents and its official clients."""
    return [programs.pytest(venvs.get("sdk"), "emulator-checks", "tests/emulator_checks")]


def eda() -> list[Check]:
    """The example rulebook, run by ansible-rulebook; its rule engine is a Java program."""
    if shutil.which("java") is None:
        print("eda: left out, no Java on this machine", flush=True)
        return []
    return [programs.pytest(venvs.get("eda"), "eda", "tests/eda")]


def integration() -> list[Check]:
    """The integration targets, each with its own emulator, by ansible-test: one half at each end, the long road at both."""
    return [
        programs.integration(end.venv, f"integration-{name}", "--python", end.python, *targets)
        for name, end, targets in zip(("oldest", "newest"), ends.both("integration"), ends.shares())
    ]


def docs() -> list[Check]:
    """The documentation, linted and built to HTML, where a warning is an error, and looked at in a browser."""
    dev = venvs.get("dev")
    trees.link()
    site = places.OWN / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(mode=0o700, parents=True)
    refs = ("--plugin-docs", "--validate-collection-refs", "self", "--check-extra-docs-refs")
    layout = ("--use-current", "--squash-hierarchy", "--lenient", "--fail-on-error", "--dest-dir", str(site))
    script = str(Path(__file__).with_name("build_site.py"))
    found, why = browser.get()
    seen = {browser.CHOSEN: found, "NO_BROWSER": why, "ENTRA_PROVISIONING_SITE": str(site / "build" / "html")}
    return [
        tool(dev, "antsibull-docs", "lint-collection-docs", *refs, "."),
        tool(dev, "antsibull-docs", "sphinx-init", *layout, COLLECTION, title="antsibull-docs sphinx-init"),
        tool(dev, "python", script, str(site), title="antsibull-docs and sphinx"),
        programs.pytest(venvs.get("browser"), "rendered", "tests/rendered", "-rs", **seen),
    ]


def build() -> list[Check]:
    """The artifact for Galaxy: built, looked into, and used by somebody who has nothing else."""
    dev, folder = venvs.get("dev"), places.OWN / "artifact"
    script = str(Path(__file__).with_name("check_artifact.py"))
    return [tool(dev, "python", script, str(folder), title="build and look into it"), _trial(dev, folder)]


def _trial(stage: Path, folder: Path) -> Check:
    """The artifact in `folder`, used from an empty place; `stage` is the environment that plays the service."""
    script = str(Path(__file__).with_name("try_artifact.py"))
    builder = venvs.get("dev") / "bin" / "ansible-builder"
    title = "install, ansible-doc, check, apply, again, and every other part"
    return tool(stage, "python", script, str(folder), str(venvs.get("user")), str(builder), title=title)


def importer() -> list[Check]:
    """What Galaxy and Automation Hub check when an artifact is uploaded."""
    return [_import(places.OWN / "artifact")]


def _import(folder: Path) -> Check:
    script = str(Path(__file__).with_name("check_import.py"))
    return tool(venvs.get("importer"), "python", script, str(folder), title="galaxy-importer")


def release() -> list[Check]:
    """What a release consists of, made in dist/ and tried as its user would."""
    dist = places.CHECKOUT / "dist"
    script = str(Path(__file__).with_name("make_release.py"))
    venv = venvs.get("release")
    return [
        tool(venv, "python", script, str(dist), title="build twice, sums, bill of materials"),
        _import(dist),
        _trial(venv, dist),
    ]


def release_changelog() -> list[Check]:
    """The change log of the coming release, written into the checkout from the fragments."""
    script = str(Path(__file__).with_name("make_release.py"))
    return [tool(venvs.get("release"), "python", script, "--changelog", title="antsibull-changelog release")]


# In this order: what fails fast first, what sets up an environment of its own or takes long early.
STEPS: dict[str, Callable[[], list[Check]]] = {
    "lint": lint,
    "emulator-checks": emulator_checks,
    "unit": unit,
    "contract": contract,
    "sanity": sanity,
    "unit-versions": unit_versions,
    "integration": integration,
    "road": road,
    "faults": faults,
    "faults-whole": faults_whole,
    "guides": guides,
    "eda": eda,
    "report": report,
    "docs": docs,
    "build": build,
    "importer": importer,
    "release": release,
    "release-changelog": release_changelog,
}

# Steps that are asked for by name: each has an environment of its own, or writes into the checkout.
ALONE = {"faults-whole", "importer", "release", "release-changelog"}

# A name that stands for several steps.
TOGETHER = {
    "test": [name for name in STEPS if name not in ALONE],
}


def known(name: str) -> bool:
    """Whether `name` is a step; says so on standard error when it is not."""
    if name in STEPS:
        return True
    print(f"There is no step {name!r}. Steps: {', '.join(STEPS)}.", file=sys.stderr)
    return False

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the project promises about itself: every module has its places, every file its licence."""

from __future__ import annotations

import importlib
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(file.stem for file in (ROOT / "plugins" / "modules").glob("*.py") if file.stem != "__init__")
INVENTORY_PLUGINS = sorted(file.stem for file in (ROOT / "plugins" / "inventory").glob("*.py"))
RUNTIME = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text("utf-8"))
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))

NOT_OURS = {".git", ".ansible", "output", "__pycache__", ".hypothesis", ".ruff_cache", ".mypy_cache", ".pytest_cache"}
SOURCES = {".py", ".yml", ".yaml", ".toml", ".sh", ".txt"}
# What an artifact must not know, no file of the project may.
sys.path.insert(0, str(ROOT / "tests" / "tools"))
content = importlib.import_module("content")
sys.path.pop(0)


def files() -> list[Path]:
    """Every file of the project, whether in a checkout or in a copy of it."""
    found = []
    for entry in sorted(ROOT.iterdir()):
        if entry.name not in NOT_OURS:
            found += [entry] if entry.is_file() else [file for file in entry.rglob("*") if file.is_file()]
    return [file for file in found if not NOT_OURS & set(file.relative_to(ROOT).parts)]


def text_of(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


def is_source(file: Path) -> bool:
    """Whether a file must name its licence itself; licence texts and generated data do not."""
    relative = file.relative_to(ROOT)
    if relative.parts[0] == "LICENSES" or relative == Path("changelogs/changelog.yaml"):
        return False
    return file.suffix in SOURCES or file.name in {"Makefile", "run", "aliases"}


def test_there_are_modules():
    assert MODULES


def test_the_action_group_holds_exactly_the_modules():
    assert RUNTIME["action_groups"] == {"graph": MODULES}


def test_every_module_has_the_label_of_the_direct_host():
    labels = {file.stem for file in (ROOT / "plugins" / "action").glob("*.py") if file.stem != "__init__"}
    assert labels == set(MODULES)


def test_no_module_is_routed_to_another_action():
    # On ansible-core up to 2.18 `action_plugin` changes the name by which module_defaults are looked up.
    assert "plugin_routing" not in RUNTIME


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_unit_test(module):
    assert (ROOT / "tests" / "unit" / "modules" / f"test_{module}.py").is_file()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_an_integration_target(module):
    target = ROOT / "tests" / "integration" / "targets" / module
    assert (target / "tasks" / "main.yml").is_file()
    assert (target / "aliases").is_file()


@pytest.mark.parametrize("plugin", INVENTORY_PLUGINS)
def test_every_inventory_plugin_has_its_places(plugin):
    assert (ROOT / "tests" / "unit" / "plugins" / f"test_{plugin}.py").is_file()
    assert (ROOT / "tests" / "integration" / "targets" / f"inventory_{plugin}" / "aliases").is_file()
    assert f"| `{plugin}` | inventory |" in text_of(ROOT / "README.md")


def test_every_module_has_a_row_in_the_readme():
    readme = text_of(ROOT / "README.md")
    assert [module for module in MODULES if f"`{module}`" not in readme] == []


def test_nothing_is_ignored_by_sanity():
    folder = ROOT / "tests" / "sanity"
    ignored = [line for file in folder.glob("ignore-*.txt") for line in text_of(file).splitlines() if line.strip()]
    assert ignored == []


def test_every_source_file_names_its_licence():
    sources = [file for file in files() if is_source(file)]
    assert len(sources) > 20
    head = {file: text_of(file)[:400] for file in sources}
    assert [
        str(file.relative_to(ROOT)) for file, text in head.items() if text.strip() and content.LICENCE not in text
    ] == []


@pytest.mark.parametrize(
    "pattern", [content.MACHINE_PATH, content.PACKAGE_HOST], ids=["path of a machine", "package registry"]
)
def test_no_file_knows_the_machine_it_was_written_on(pattern):
    found = {
        str(file.relative_to(ROOT)): match.group() for file in files() for match in pattern.finditer(text_of(file))
    }
    assert found == {}


def test_the_readme_has_no_relative_link():
    links = re.findall(r"\]\(([^)]+)\)", text_of(ROOT / "README.md"))
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_readme_links_to_files_that_the_project_has():
    base = f"{GALAXY['repository']}/blob/main/"
    links = re.findall(rf"\]\({re.escape(base)}([^)#]+)", text_of(ROOT / "README.md"))
    assert len(links) > 20
    assert [link for link in links if not (ROOT / link).is_file()] == []


@pytest.mark.parametrize(
    "heading",
    ["Description", "Requirements", "Installation", "Use cases", "Testing", "Contributing", "Code of Conduct"]
    + ["Communication", "Support", "Release notes", "Related information", "License information"],
)
def test_the_readme_has_what_galaxy_and_the_certification_ask_for(heading):
    assert re.search(rf"^## {heading}\n\n\S", text_of(ROOT / "README.md"), re.MULTILINE)


def test_the_user_agent_tells_the_version_of_the_collection():
    transport = text_of(ROOT / "plugins" / "module_utils" / "_graph" / "transport.py")
    assert re.findall(r'^VERSION = "(.+)"$', transport, re.MULTILINE) == [GALAXY["version"]]


def requirements(name: str) -> dict[str, str]:
    """Name -> version of every entry that begins a line; hashes and reasons follow indented."""
    lines = re.findall(r"^([a-z-]+)[=>]=([^\s;]+)", text_of(ROOT / name), re.MULTILINE)
    return dict(lines)


def test_the_lower_bounds_are_the_versions_that_the_oldest_python_is_tested_with():
    bounds = requirements("requirements.txt")
    tested = requirements("tests/requirements/floor.txt")
    assert bounds == {name: tested[name] for name in bounds}


def test_an_execution_environment_takes_the_same_lower_bounds():
    environment = yaml.safe_load(text_of(ROOT / "meta" / "execution-environment.yml"))
    named = environment["dependencies"].pop("python")
    assert environment == {"version": 3, "dependencies": {}}
    # The folder of the named file is that of the collection, and it goes into the artifact.
    assert requirements(named) == requirements("requirements.txt")
    assert not [pattern for pattern in GALAXY["build_ignore"] if fnmatch(named, pattern)]


def test_the_example_of_an_image_leaves_libraries_to_the_collection():
    example = yaml.safe_load(text_of(ROOT / "docs" / "execution-environment" / "execution-environment.yml"))
    assert "python" not in example["dependencies"]
    wanted = example["dependencies"]["galaxy"]["collections"]
    assert wanted == [{"name": "entra.provisioning", "version": f">={GALAXY['version']}"}]


def test_run_time_requirements_have_no_upper_bound():
    lines = [line for line in text_of(ROOT / "requirements.txt").splitlines() if line and not line.startswith("#")]
    assert lines and all(re.fullmatch(r"[a-z]+>=[0-9.]+", line) for line in lines)


def test_every_guide_is_in_the_documentation():
    folder = ROOT / "docs" / "docsite"
    listed = yaml.safe_load((folder / "extra-docs.yml").read_text("utf-8"))["sections"]
    guides = sorted(guide for section in listed for guide in section["toctree"])
    assert guides == sorted(file.stem for file in (folder / "rst").glob("*.rst"))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said to be supported is what is tested: every place that names a version names the one of the tables."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))
cores, interpreters, locks = map(importlib.import_module, ("cores", "interpreters", "locks"))
sys.path.pop(0)

RELEASED = {line: core for line, core in cores.CORES.items() if not core.extra}
OLDEST_CORE = next(iter(RELEASED))
OLDEST_PYTHON = locks.OLDEST["floor"]
TOOLS_PYTHON = ".".join(map(str, interpreters.OLDEST_FOR_TOOLS))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.rst"), *(ROOT / "docs").rglob("*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_collection_asks_for_the_oldest_core_that_is_tested():
    assert yaml.safe_load(read("meta/runtime.yml"))["requires_ansible"] == f">={OLDEST_CORE}.0"


def test_every_released_core_that_is_tested_is_accepted():
    accepted = SpecifierSet(yaml.safe_load(read("meta/runtime.yml"))["requires_ansible"])
    assert [line for line, core in RELEASED.items() if core.pin not in accepted] == []


def test_the_lines_of_cores_have_no_gap():
    minors = [int(line.split(".")[1]) for line in cores.CORES]
    assert minors == list(range(minors[0], minors[-1] + 1))


def test_what_a_plugin_documents_is_one_yaml_document_as_sanity_of_the_oldest_core_wants_it():
    found = {}
    for file in sorted((ROOT / "plugins").rglob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            name = getattr(node.targets[0], "id", "") if isinstance(node, ast.Assign) else ""
            if name in ("DOCUMENTATION", "EXAMPLES", "RETURN") and isinstance(node.value, ast.Constant):
                found[f"{file.name} {name}"] = len(re.findall(r"^---", node.value.value.strip(), re.MULTILINE))
    assert len(found) > 50
    assert [name for name, documents in found.items() if documents > 1] == []


def test_the_roles_ask_for_the_same():
    asked = {
        file.parts[-3]: yaml.safe_load(file.read_text("utf-8"))["galaxy_info"]["min_ansible_version"]
        for file in (ROOT / "roles").glob("*/meta/main.yml")
    }
    assert asked and set(asked.values()) == {f"{OLDEST_CORE}.0"}


def test_the_oldest_python_of_a_module_is_the_same_everywhere():
    assert yaml.safe_load(read("tests/config.yml"))["modules"]["python_requires"] == f">={OLDEST_PYTHON}"
    assert f"- Python {OLDEST_PYTHON} or newer where a module runs\n" in read("README.md")
    ruff = re.search(r'^target-version = "py(\d)(\d+)"$', read("pyproject.toml"), re.MULTILINE)
    assert ruff and ".".join(ruff.groups()) == OLDEST_PYTHON


def test_pages_name_no_other_oldest_core():
    found = [
        (page.name, version)
        for page in PAGES
        for version in re.findall(r"ansible-core (2\.\d+)(?:\.0)? or newer", page.read_text("utf-8"))
    ]
    assert {version for _page, version in found} == {OLDEST_CORE}
    assert {"README.md", "quick_start.rst"} <= {page for page, _version in found}


def test_pages_name_no_other_python_for_the_tools():
    found = [
        (page.name, version)
        for page in PAGES
        # What follows is about a module, which asks for less.
        for version in re.findall(r"Python \(?(3\.\d+) or newer(?! where a module)", page.read_text("utf-8"))
    ]
    assert {version for _page, version in found} == {TOOLS_PYTHON}
    assert {"README.md", "CONTRIBUTING.md", "rehearsal.rst"} <= {page for page, _version in found}


def test_the_readme_names_the_core_that_most_is_tested_with():
    dev = locks.known()["dev"].path.read_text("utf-8")
    line = max(
        line for line, core in RELEASED.items() if f"ansible-core=={core.pin} ;" in dev and TOOLS_PYTHON in core.pythons
    )
    assert f"with ansible-core {line} on Python {TOOLS_PYTHON}." in read("README.md")


def test_the_lowest_libraries_are_the_same_everywhere():
    bounds = dict(re.findall(r"^([a-z]+)>=([\d.]+)$", read("requirements.txt"), re.MULTILINE))
    assert set(bounds) == {"requests", "msal"}
    for name, version in bounds.items():
        assert f"`{name}` ({version} or newer)" in read("README.md")
        assert f"{name}=={version} \\\n" in locks.known()["floor"].path.read_text("utf-8")
        short = re.sub(r"\.0$", "", version)
        assert f"  - {name} >= {short}" in read("plugins/doc_fragments/graph.py")


def test_the_example_of_an_image_takes_cores_that_are_tested():
    image = yaml.safe_load(read("docs/execution-environment/execution-environment.yml"))["dependencies"]
    asked = SpecifierSet(image["ansible_core"]["package_pip"].replace("ansible-core", "", 1))
    python = re.sub(r"\D*", "", image["python_interpreter"]["package_system"], count=1)
    taken = {line: core for line, core in cores.CORES.items() if asked.contains(core.pin, prereleases=True)}
    assert taken and not [line for line, core in taken.items() if core.extra]
    assert python in taken[max(taken, key=lambda line: int(line.split(".")[1]))].pythons

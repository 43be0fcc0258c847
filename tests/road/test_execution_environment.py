# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The definition of an execution environment, as ansible-builder takes it. An image needs an engine, which is not asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "docs" / "execution-environment" / "execution-environment.yml"


def builder(*arguments: object) -> str:
    """What ansible-builder prints; it must end well."""
    program = str(Path(sys.executable).with_name("ansible-builder"))
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bare(requirements: Path) -> list[str]:
    return [line for line in requirements.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_definition_becomes_the_recipe_of_an_image(tmp_path):
    definition = yaml.safe_load(DEFINITION.read_text("utf-8"))
    builder("create", "--file", DEFINITION, "--context", tmp_path, "--output-filename", "Containerfile")
    recipe = (tmp_path / "Containerfile").read_text("utf-8")
    assert definition["images"]["base_image"]["name"] in recipe
    for package in ("ansible_core", "ansible_runner"):
        assert definition["dependencies"][package]["package_pip"] in recipe
    assert "ansible-galaxy collection install" in recipe
    # The recipe has the libraries of what was installed looked up while the image is built.
    assert "introspect.py introspect" in recipe
    wanted = yaml.safe_load((tmp_path / "_build" / "requirements.yml").read_text("utf-8"))
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))
    assert wanted["collections"] == [
        {"name": f"{galaxy['namespace']}.{galaxy['name']}", "version": f">={galaxy['version']}"}
    ]


def test_the_guide_shows_the_definition():
    guide = (ROOT / "docs" / "docsite" / "rst" / "scale_out.rst").read_text("utf-8")
    blocks = re.findall(r"^\.\. code-block:: yaml\n\n((?:(?:   .*)?\n)+)", guide, re.MULTILINE)
    trees = [yaml.safe_load(textwrap.dedent(block)) for block in blocks]
    assert [tree for tree in trees if "images" in tree] == [yaml.safe_load(DEFINITION.read_text("utf-8"))]


def test_the_collection_tells_the_libraries_that_it_needs(tmp_path):
    # As Galaxy installs it: a tree of collections with this one in it.
    place = tmp_path / "ansible_collections" / "entra"
    place.mkdir(parents=True)
    os.symlink(ROOT, place / "provisioning")
    found = tmp_path / "python.txt"
    system = tmp_path / "system.txt"
    builder("introspect", tmp_path, "--write-pip", found, "--write-bindep", system)
    told = found.read_text("utf-8")
    lines = [line.split("  #")[0].strip() for line in told.splitlines()]
    assert sorted(lines) == sorted(bare(ROOT / "requirements.txt"))
    assert "entra.provisioning" in told
    # Nothing of the operating system is needed.
    assert not system.exists() or not system.read_text("utf-8").strip()

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles: what they document, what they default to and what they use are one and the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ROLES = sorted(folder.name for folder in (ROOT / "roles").iterdir() if folder.is_dir())
# Names that a role makes for itself: by registering, for included variables, by set_fact, as variables of a task or loop.
MADE = re.compile(r"^ +(?:register: (\w+)|loop_var: (\w+)|name: (\w+)|(\w+):(?: .*)?)$", re.MULTILINE)


def loaded(role, path):
    return yaml.safe_load((ROOT / "roles" / role / path).read_text("utf-8"))


def options(role):
    return loaded(role, "meta/argument_specs.yml")["argument_specs"]["main"]["options"]


def tasks(role):
    return "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "roles" / role / "tasks").glob("*.yml")))


def test_there_are_roles():
    assert ROLES


@pytest.mark.parametrize("role", ROLES)
def test_every_default_is_documented_and_every_documented_default_is_one(role):
    documented = {name: option["default"] for name, option in options(role).items() if "default" in option}
    assert documented == loaded(role, "defaults/main.yml")


@pytest.mark.parametrize("role", ROLES)
def test_an_option_without_a_default_is_required(role):
    assert [name for name, one in options(role).items() if "default" not in one and not one.get("required")] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_name_begins_with_the_role(role):
    assert [name for name in options(role) if not name.startswith(f"{role}_")] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_option_is_used(role):
    text = tasks(role)
    assert [name for name in options(role) if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_variable_that_is_used_is_an_option_or_made_by_the_role(role):
    text = tasks(role)
    made = {name for match in MADE.findall(text) for name in match if name}
    # Neither the name of a module nor an item of a list is a variable.
    used = set(re.findall(rf"(?<![.\w])(?<!- ){role}_\w+", text))
    assert used - set(options(role)) - made == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_introduced_and_has_an_integration_target(role):
    assert (ROOT / "roles" / role / "README.md").is_file()
    assert (ROOT / "tests" / "integration" / "targets" / f"role_{role}" / "tasks" / "main.yml").is_file()
    assert f"`{role}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("role", ROLES)
def test_secrets_are_not_shown(role):
    secret = [name for name in options(role) if name.endswith("_secrets") and options(role)[name]["type"] == "dict"]
    assert [name for name in secret if options(role)[name].get("no_log") is not True] == []

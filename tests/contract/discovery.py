# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules of the collection, found by looking; their documentation, argument specs and scenarios."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.entra.provisioning.plugins.module_utils import _module

from .scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "entra.provisioning"
MODULES = sorted(file.stem for file in (ROOT / "plugins" / "modules").glob("*.py") if file.stem != "__init__")


class Asked(BaseException):
    """The module has asked for its host; its spec is all that was wanted."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        super().__init__()
        self.spec = spec


def _ask(spec: Mapping[str, Any]) -> Any:
    raise Asked(spec)


@cache
def code(module: str) -> Any:
    """The module as Python imports it."""
    return importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{module}")


@cache
def spec(module: str) -> Mapping[str, Any]:
    """What the module would give AnsibleModule: argument_spec, supports_check_mode and the rules."""
    with _module.hosted(_ask):
        try:
            code(module).main()
        except Asked as asked:
            return asked.spec
    raise AssertionError(f"{module} did not ask for a host")


@cache
def returns(module: str) -> Mapping[str, Any]:
    """RETURN as data."""
    return dict(yaml.safe_load(code(module).RETURN) or {})


@cache
def examples(module: str) -> tuple[dict[str, Any], ...]:
    """The tasks of EXAMPLES, those inside blocks and plays included."""
    return tuple(_tasks(yaml.safe_load(code(module).EXAMPLES) or []))


def _tasks(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        inner = [
            item[name] for name in ("tasks", "block", "rescue", "always", "pre_tasks", "post_tasks") if name in item
        ]
        if not inner:
            yield item
        for tasks in inner:
            yield from _tasks(tasks)


def module_of(task: Mapping[str, Any]) -> str:
    """The name of our module that a task runs, without the collection; empty for other tasks."""
    return next((key.rpartition(".")[2] for key in task if key.startswith(f"{COLLECTION}.")), "")


def scenario(module: str) -> Scenario:
    """The scenario of a module. Every module must have one."""
    if not (Path(__file__).with_name("scenarios") / f"{module}.py").is_file():
        raise AssertionError(f"tests/contract/scenarios/{module}.py is missing: every module has its scenario")
    found = importlib.import_module(f"contract.scenarios.{module}").SCENARIO
    assert isinstance(found, Scenario)
    return found


def writes(module: str) -> bool:
    """Whether the module may change something: those that plan take expected_plan."""
    return "expected_plan" in spec(module)["argument_spec"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RETURN has no fragments on the oldest supported core, so what several modules return is written several times.

These tests hold the copies equal: a fact changed in one place only is found here.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

MODULES = Path(__file__).resolve().parents[2] / "plugins" / "modules"


def returned(module: str) -> dict:
    """The RETURN of a module, read without importing it."""
    tree = ast.parse((MODULES / f"{module}.py").read_text("utf-8"))
    texts = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "RETURN" and isinstance(node.value, ast.Constant)
    ]
    return yaml.safe_load(texts[0])


def bare(value):
    """The documentation without samples and the words on when it is returned, which differ by module."""
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items() if name not in ("sample", "returned")}
    return value


def writing_modules() -> list[str]:
    """Those that plan; the others only read, whatever their names end in."""
    return sorted(file.stem for file in MODULES.glob("*.py") if "_module.reconcile(" in file.read_text("utf-8"))


ALL = sorted(file.stem for file in MODULES.glob("*.py"))


@pytest.mark.parametrize("module", ALL)
def test_every_module_documents_the_same_error(module):
    assert bare(returned(module)["error"]) == bare(returned("synchronization")["error"])


@pytest.mark.parametrize("module", writing_modules())
@pytest.mark.parametrize("name", ["plan", "done", "failed_change"])
def test_every_writing_module_documents_the_same_plan_and_account(module, name):
    assert bare(returned(module)[name]) == bare(returned("synchronization")[name])


def test_a_job_is_documented_alike_wherever_it_is_returned():
    job = bare(returned("synchronization_job")["job"]["contains"])
    assert bare(returned("synchronization_job_info")["jobs"]["contains"]) == job
    assert bare(returned("synchronization_job_restart")["job"]["contains"]) == job
    settings = bare(returned("synchronization_job_settings")["settings"]["contains"])
    assert settings == job["settings"]["contains"]
    one = returned("synchronization_info")["synchronizations"]["contains"]["jobs"]["contains"]
    assert bare(one) == job


def test_a_template_is_documented_alike_wherever_it_is_returned():
    template = bare(returned("synchronization_template")["template"]["contains"])
    listed = bare(returned("synchronization_template_info")["templates"]["contains"])
    listed.pop("schema", None)
    assert listed == template

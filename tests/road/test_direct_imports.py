# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task of the direct host that finds everything as declared compiles nothing: its playbook did, once for all tasks."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytest.importorskip("ansible.plugins.action", reason="an action plugin needs a controller, and here is none")

# In a process of its own: whatever another test imported would hide what is missing.
PROGRAM = """
import importlib, json, sys
from types import SimpleNamespace

given = json.load(sys.stdin)
plugins = "ansible_collections.entra.provisioning.plugins."
importlib.import_module(plugins + "action." + given["module"])
from ansible_collections.entra.provisioning.plugins.plugin_utils import direct_host
from ansible_collections.entra.provisioning.plugins.module_utils import _module

before = set(sys.modules)
task = SimpleNamespace(args=given["args"], check_mode=False, diff=False, action=given["module"])
with _module.hosted(lambda spec: direct_host.DirectHost(spec, SimpleNamespace(_task=task), True)):
    try:
        importlib.import_module(plugins + "modules." + given["module"]).main()
    except direct_host.Finished as finished:
        result = finished.result
late = sorted(name for name in set(sys.modules) - before if name == "msal" or name.startswith(plugins))
print(json.dumps({"late": late, "failed": result.get("msg"), "changed": result.get("changed", False)}))
"""
MAPPING = {"target_attribute": "displayName", "source": "displayName"}
RULES = [
    {
        "name": "USERGROUP_OUTBOUND_USERGROUP",
        "object_mappings": [{"source_object": "User", "attribute_mappings": [MAPPING]}],
    }
]
# What a module is given besides; None takes away what all have.
READY = {
    "application_role_assignment_info": {},
    "application_template_info": {"service_principal_id": None, "display_name": "Custom"},
    "provisioning_log_info": {"since": "1h"},
    "service_principal_info": {},
    "synchronization": {"settings": {"BaseAddress": "https://scim001.contoso.example/v2"}},
    "synchronization_info": {},
    "synchronization_job": {"template_id": "scim", "state": "started"},
    "synchronization_job_info": {},
    "synchronization_schema": {"template_id": "scim", "synchronization_rules": RULES},
    "synchronization_schema_info": {"template_id": "scim"},
    "synchronization_template_info": {},
}


@pytest.fixture(name="place")
def fixture_place(emu):
    """The options of a connection, and an application in which all is as it shall be."""
    emu.reset("many:1")
    (row,) = emu.estate.values()
    return {**emu.options(), "service_principal_id": row["service_principal_id"]}


@pytest.mark.parametrize("module", READY)
def test_a_task_that_changes_nothing_finds_everything_imported(place, module):
    args = {name: value for name, value in {**place, **READY[module]}.items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps({"module": module, "args": args}),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not found["late"], found["late"]
    assert found == {"late": [], "failed": None, "changed": False}

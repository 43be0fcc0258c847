# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the direct host compiles once per playbook, and no task again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytest.importorskip("ansible.plugins.action", reason="an action plugin needs a controller, and here is none")

# In a process of its own: whatever another test imported would hide what is missing.
PROGRAM = """
import sys
import ansible_collections.entra.provisioning.plugins.action.{action}
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options
from ansible_collections.entra.provisioning.tests.emulator import fixtures

before = set(sys.modules)
document = fixtures.catalogue()["scim"]["schema"]
{work}
late = sorted(name for name in set(sys.modules) - before if ".plugins." in name and "provisioning" in name)
assert not late, late
"""
EXPORT = """
from ansible_collections.entra.provisioning.plugins.module_utils._schema import export
export.full(document)
"""
MERGE = """
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_source
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge
rule, mapping = "USERGROUP_OUTBOUND_USERGROUP", {"source_object": "User"}
mapping["attribute_mappings"] = [{"target_attribute": "displayName", "expression": "Trim([displayName])"}]
mapping["scope"] = {"groups": [{"clauses": [{"attribute": "mail", "operator": "IS NOT NULL"}]}]}
directory = {"name": "scim", "objects": [{"name": "x", "attributes": [{"name": "y"}]}]}
declared = declaration.parse(
    {"synchronization_rules": [{"name": rule, "object_mappings": [mapping]}], "directories": [directory]}
)
merge.merged(document, declared, "merged", schema_source.builder("local", None))
"""
UPLOAD = """
from ansible_collections.entra.provisioning.plugins.module_utils._resources import bulk_upload
rows, mapping = [{"id": "1", "works": "yes"}], {"externalId": "id", "active": "works", "name.givenName": {"value": "x"}}
given = {"rows": rows, "mapping": mapping, "path": "/Users", "bulk_id": "externalId", "operations_per_request": 50}
given["template_id"] = "API2AAD"
assert bulk_upload._requests(given)
"""


@pytest.mark.parametrize(
    ("action", "work"),
    [
        ("synchronization_schema", MERGE),
        ("synchronization_schema_info", EXPORT),
        ("synchronization_job_bulk_upload", UPLOAD),
    ],
)
def test_a_task_finds_everything_compiled(action, work):
    program = PROGRAM.replace("{action}", action).replace("{work}", work)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr

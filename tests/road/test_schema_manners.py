# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""However the service prints a schema, it is one schema: nothing to change, nothing to export, nothing to restore."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job, schema, schema_info
from emulator.schema_print import MANNERS
from emulator.switches import TABLE
from emulator.testing import Emulator

from .resource_road import ask, run

SETS = ("synchronization_rules", "directories")
# Two rules of which one is not editable; the largest, with objects of one name; a directory of another tenant.
JOBS = (
    ("Fabrikam Sign-On", "fabrikamSingleSignon"),
    ("Active Directory to Microsoft Entra ID", "AD2AADProvisioning"),
    ("Northwind Cross-Tenant", "Azure2Azure"),
)
# As a service of 2020 printed it, all in one.
OLD = {
    "schema_flags": "blanks",
    "schema_empty_filters": "lists",
    "schema_order": "reversed",
    "schema_expressions": "of_2020",
    "schema_later_members": "absent",
    "schema_directory_names": "old",
}
EACH = [{switch: manner} for switch in MANNERS for manner in TABLE[switch].allowed[1:]]


@pytest.fixture(scope="module")
def emu():
    with Emulator.start(switches={"job_read_lag": 0, "job_flap": False}) as emulator:
        yield emulator


@pytest.fixture
def printing(emu):
    """Sets how the service prints, and takes it back in the end."""
    yield emu.switches.update
    emu.switches.update(dict.fromkeys(MANNERS, "stored"))


@pytest.fixture(scope="module", params=JOBS, ids=[template for _name, template in JOBS])
def place(emu, request):
    name, template = request.param
    found = {"service_principal_id": emu.estate[name]["service_principal_id"], "template_id": template}
    run(job, emu, state="present", **found)
    return found


def exported(emu, place, **options):
    return ask(schema_info, emu, **options, **place)


@pytest.mark.parametrize("manner", [*EACH, OLD], ids=[*("-".join(*one.items()) for one in EACH), "of 2020"])
def test_what_was_exported_before_is_no_change_in_any_manner(emu, place, printing, manner):
    declared = exported(emu, place)["schema"]
    printing(manner)
    result = run(schema, emu, state="overridden", **{name: declared[name] for name in SETS}, **place)
    assert (result["changed"], result["warnings"]) == (False, [])
    changes = exported(emu, place, only="changes")
    assert [changes["schema"][name] for name in SETS] == [[], []]
    assert changes["not_expressed"] == []


def test_a_document_of_one_time_is_the_document_of_another(emu, place, printing):
    new = exported(emu, place, include=["document"])["document"]
    printing(OLD)
    old = exported(emu, place, include=["document"])["document"]
    assert old != new
    assert run(schema, emu, document=new, **place)["changed"] is False
    printing(dict.fromkeys(MANNERS, "stored"))
    assert run(schema, emu, document=old, **place)["changed"] is False


def test_a_member_that_nobody_knows_survives_a_change(emu, place):
    schema_id = exported(emu, place)["schema"]["id"]
    emu.edit_schema(schema_id, {"edit": "rule", "members": {"colour": {"of": ["the rule"]}}})
    rule = exported(emu, place)["schema"]["synchronization_rules"][0]
    declared = [{"name": rule["name"], "priority": 8}]
    assert run(schema, emu, synchronization_rules=declared, **place)["changed"] is True
    document = exported(emu, place, include=["document"])["document"]
    assert {str(one["colour"]) for one in document["synchronizationRules"]} == {"{'of': ['the rule']}"}
    emu.edit_schema(schema_id, {"edit": "reset"})

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant goes into files and comes out of them: here again without a change, and elsewhere the same."""

from __future__ import annotations

import re

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import files, parsing, synchronizations
from emulator import fixtures, machine
from emulator.estate import OTHER_TENANT_ID, TENANT_ID
from emulator.routes_gallery import enterprise_application
from emulator.routes_jobs import new_job
from emulator.testing import Emulator
from emulator.world import stable_id

from .resource_road import run, writes

SCIM, FABRIKAM, CLOUD_SYNC = "Contoso SCIM", "Fabrikam Sign-On", "Active Directory to Microsoft Entra ID"
CROSS_TENANT, INBOUND = "Northwind Cross-Tenant", "API-driven Inbound"
HOSTILE = [
    "{{ lookup('ansible.builtin.pipe', 'id') }}",
    "Contoso-SCIM",
    "日本 ☕",
    "../../etc: # 'x' \"y\"",
    "{% raw %} {# a",
]
SECRET = "planted-secret-0123456789"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", re.IGNORECASE)
RULE = "USERGROUP_OUTBOUND_USERGROUP"
EDITS = [
    {
        "edit": "mapping",
        "target_attribute": "displayName",
        "source_object": "User",
        "expression": 'Join(", ", [surname], "{{ x }}")',
    },
    {"edit": "mapping", "target_attribute": "title", "source_object": "User", "remove": True},
    {"edit": "object_mapping", "source_object": "Group", "members": {"enabled": False}},
    {
        "edit": "attribute",
        "object": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "attribute": "urn:contoso:badge",
        "members": {"type": "Integer"},
    },
]
STORED = {
    SCIM: {"BaseAddress": "https://scim.contoso.example/v2?{{ a }}", "SecretToken": SECRET, "SyncAll": "False"},
    INBOUND: {"SyncNotificationSettings": '{"Enabled":true,"Recipients":"operations@contoso.example"}'},
    HOSTILE[1]: {"Oauth2ClientSecret": SECRET, "Oauth2ClientId": "client"},
    HOSTILE[2]: {"UserName": "{% raw %}", "Password": SECRET},
}
JOBS = {
    SCIM: ["scim", "customappssoOutDelta"],
    CROSS_TENANT: ["Azure2Azure"],
    INBOUND: ["API2AAD"],
    HOSTILE[0]: ["scim"],
    HOSTILE[2]: ["scim"],
}


@pytest.fixture
def emu():
    with Emulator.start(estate="standard") as emulator:
        furnish(emulator)
        yield emulator


def principals(emu, tenant_id=TENANT_ID):
    return {one.display_name: one for one in emu.world.tenants[tenant_id].service_principals.values()}


def furnish(emu):
    """What people do to a tenant in a year."""
    tenant = emu.world.tenants[TENANT_ID]
    custom = emu.world.gallery[fixtures.scim.APPLICATION]
    for name in HOSTILE:
        enterprise_application(
            emu.world, tenant, custom, name, identify=lambda kind, name=name: stable_id("hostile", name, kind)
        )
    found = principals(emu)
    for name, stored in STORED.items():
        found[name].provisioning.secrets.update(stored)
    for name, templates in JOBS.items():
        place = found[name].provisioning
        for template in templates:
            made = new_job(place.templates[template], tenant, found[name].app_id)
            place.jobs[made.id] = made
    for job in (found[SCIM].provisioning.jobs, found[HOSTILE[2]].provisioning.jobs):
        emu.edit_schema(next(one for one in job if one.startswith("scim.")), *EDITS)
    emu.edit_schema(
        next(iter(found[FABRIKAM].provisioning.jobs)),
        {"edit": "object_mapping", "source_object": "User", "members": {"scope": None}},
    )


def quarantine(emu, tenant_id=TENANT_ID):
    """Fabrikam's target refuses, and a cycle sees it."""
    place = principals(emu, tenant_id)[FABRIKAM].provisioning
    place.credentials_work = False
    for job in place.jobs.values():
        machine.run_cycle(job, place, emu.world.clock.now())
    assert [job.code for job in place.jobs.values()] == ["Quarantine"]


def task(emu, check_mode=False, **given):
    """A run of the module with its options as Ansible validates them."""
    spec = {**CONNECTION, "accept_hazards": {"type": "list"}, **synchronizations.OPTIONS}
    checked = ArgumentSpecValidator(spec, **synchronizations.RULES).validate({**emu.options(), **given})
    assert not checked.error_messages
    return run(synchronizations, emu, check_mode, **checked.validated_parameters)


def exported(emu, tenant_id=TENANT_ID, **given):
    """The files of a tenant."""
    found = task(emu, state="gathered", tenant_id=tenant_id, **given)
    return {file["path"]: file["content"] for file in files.files(found)}


def declared(tree):
    """What the role tenant reads of the files, with secrets from a vault."""
    text = "".join(content for path, content in tree.items() if path.startswith("applications/"))
    entries = parsing.answer({"running_config": text})["parsed"]["applications"]
    vault = dict.fromkeys(yaml.safe_load(tree["vault.example.yml"]), SECRET)
    for entry in entries:
        entry["secrets"] = {key: vault[value[3:-3]] for key, value in (entry.get("secrets") or {}).items()} or None
    return entries


def test_an_export_applied_where_it_comes_from_changes_nothing(emu):
    quarantine(emu)
    tree = exported(emu)
    assert len(tree) == 5 + len(HOSTILE) - 2 + 1
    mark = emu.mark()
    assert task(emu, applications=declared(tree))["changed"] is False
    assert writes(emu, mark) == []
    assert SECRET not in str(tree)


def test_an_export_applied_to_an_empty_tenant_gives_the_same_export(emu):
    tree = exported(emu)
    made = task(emu, tenant_id=OTHER_TENANT_ID, applications=declared(tree), accept_hazards=list(HAZARDS))
    assert made["changed"] is True
    assert exported(emu, OTHER_TENANT_ID) == tree
    again = task(emu, tenant_id=OTHER_TENANT_ID, applications=declared(tree))
    assert again["changed"] is False
    quarantine(emu)
    assert exported(emu) != tree
    quarantine(emu, OTHER_TENANT_ID)
    assert exported(emu, OTHER_TENANT_ID) == exported(emu)


def ids_of(tenant):
    """Every id that belongs to one tenant."""
    found = {
        tenant.id,
        *tenant.applications,
        *tenant.service_principals,
        *tenant.users,
        *tenant.groups,
        *tenant.clients,
    }
    for holders in (tenant.applications, tenant.service_principals):
        found |= {one.app_id for one in holders.values()}
    return {text for one in found for text in (one.lower(), one.lower().replace("-", ""))}


def test_no_id_of_a_tenant_is_carried_to_another(emu):
    quarantine(emu)
    text = "".join(exported(emu).values()).lower()
    found = set(GUID.findall(text))
    assert found
    assert not found & ids_of(emu.world.tenants[TENANT_ID])
    # Of a template are the ids of its rules and directories, and of the gallery those of its entries.
    of_templates = {one.lower() for template in fixtures.catalogue().values() for one in GUID.findall(str(template))}
    assert found <= {*of_templates, *emu.world.gallery}


def test_files_of_one_application_are_the_same_whatever_else_is_exported(emu):
    tree = exported(emu)
    for name in (SCIM, HOSTILE[1], HOSTILE[2]):
        (path,) = set(exported(emu, applications=[{"display_name": name}])) - {"vault.example.yml"}
        assert exported(emu, applications=[{"display_name": name}])[path] == tree[path]


def test_the_order_in_which_the_service_answers_does_not_show(emu):
    tree = exported(emu)
    emu.switches.update({"job_order": "rotating", "schema_order": "reversed", "page_size": 2})
    assert exported(emu) == tree
    emu.switches.update({"job_order": "stable", "synchronization_page_size": 1})
    assert exported(emu) == tree
    emu.switches.update({"schema_flags": "no_blanks", "schema_expressions": "no_blanks", "template_schema": "inline"})
    assert exported(emu) == tree


def test_secrets_that_were_not_filled_in_are_refused_before_any_request(emu):
    found = task(emu, state="gathered")["gathered"]["applications"]
    mark = emu.mark()
    with pytest.raises(Situation, match="the text of a template that was not filled in"):
        task(emu, applications=found)
    assert [row for row in emu.audit(since=mark) if "/v1.0/" in row["path"]] == []


@pytest.mark.parametrize("place", [r"/secrets$", r"/jobs$", r"/jobs/[^/]+/schema$", r"/templates/[^/]+/schema$"])
def test_a_gap_is_never_a_whole_tenant(emu, place):
    whose = principals(emu)[SCIM].id
    emu.fault(path=whose + ".*" + place, kind="forbidden", times=0)
    with pytest.raises(Situation) as failed:
        task(emu, state="gathered")
    assert list(failed.value.result["errors"]) == [SCIM]
    assert SCIM not in [one["display_name"] for one in failed.value.result["gathered"]["applications"]]


def test_what_is_throttled_is_read_all_the_same(emu):
    tree = exported(emu)
    emu.fault(path=r"/secrets$", kind="throttle", times=3, seconds=1)
    assert exported(emu) == tree

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of Fabrikam's job: merged into, replaced in parts, filtered, overridden, reset."""

from __future__ import annotations

from typing import Any

from emulator.routes_gallery import enterprise_application
from emulator.routes_jobs import new_job

from contract import ids
from contract.scenario import Export, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.FABRIKAM}
BY_TEMPLATE = {**OWNER, "template_id": "fabrikamSingleSignon"}
BY_JOB = {**OWNER, "job_id": ids.FABRIKAM_JOB}
USERS = {"source_object": "User", "target_object": "Account"}
GROUPS = {"source_object": "Group", "target_object": "Team"}
RULE = {"name": "USERGROUP_OUTBOUND_USERGROUP"}


def rules(*object_mappings: dict[str, Any]) -> dict[str, Any]:
    """A declaration of some object mappings of the outbound rule."""
    return {"synchronization_rules": [{**RULE, "object_mappings": list(object_mappings)}]}


# An attribute, an expression that is built here, one that the service must build, a constant, a default, a removal.
MERGED = {
    **BY_TEMPLATE,
    **rules(
        {
            **USERS,
            "attribute_mappings": [
                {"target_attribute": "Desk", "source": "physicalDeliveryOfficeName"},
                {"target_attribute": "Alias", "expression": 'Join("-", [givenName], [surname])'},
                {"target_attribute": "Region", "expression": "ToUpper([state], )", "default_value": "none"},
                {"target_attribute": "CustomField1", "constant": "Contoso", "flow_type": "ObjectAddOnly"},
                {"target_attribute": "Language", "clear": ["default_value"]},
                {"target_attribute": "Mobile", "state": "absent"},
            ],
        }
    ),
    "directories": [
        {"name": "Fabrikam Sign-On", "objects": [{"name": "Account", "attributes": [{"name": "Desk"}]}]},
    ],
    "test_cases": [
        {
            "name": "an alias",
            "source_object": "User",
            "attributes": {"givenName": "Adele", "surname": "Vance"},
            "expected": {"Alias": "Adele-Vance", "CustomField1": "Contoso"},
        }
    ],
}
REPLACED = {
    **BY_JOB,
    "state": "replaced",
    "accept_hazards": ["delete_undeclared"],
    **rules(
        {
            **GROUPS,
            "attribute_mappings": [
                {"target_attribute": "TeamName", "source": "displayName", "matching_priority": 1},
                {"target_attribute": "Members", "source": "members"},
            ],
        }
    ),
}
SCOPED = {
    **BY_JOB,
    "accept_hazards": ["change_scope"],
    **rules(
        {
            **USERS,
            "scope": {
                "groups": [
                    {
                        "name": "Marketing",
                        "clauses": [
                            {"attribute": "department", "operator": "EQUALS", "values": ["Marketing"]},
                            {"attribute": "mail", "operator": "IS NOT NULL"},
                        ],
                    }
                ]
            },
        }
    ),
}
OVERRIDDEN = {
    **BY_JOB,
    "state": "overridden",
    "accept_hazards": ["delete_undeclared", "disable_object_mapping", "drop_matching_attribute"],
    **rules({**USERS, "flow_types": ["Add", "Update"]}),
}

OF_TEMPLATE = {
    "application_id": ids.FABRIKAM_APPLICATION,
    "template_id": "fabrikamSingleSignon",
    **rules({**USERS, "attribute_mappings": [{"target_attribute": "Desk", "source": "physicalDeliveryOfficeName"}]}),
    "directories": MERGED["directories"],
}

# The documentation's other enterprise application.
TEST_ENVIRONMENT = "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42"


def prepared(emulator: Any) -> None:
    """A job for Contoso SCIM, and one in a test environment where somebody has worked; a short lag after a write."""
    emulator.switches["schema_read_lag"] = 1
    has_its_job(emulator)
    world, tenant = emulator.world, emulator.world.tenants[emulator.tenant_id]
    entry = next(one for one in world.gallery.values() if "scim" in one.templates)
    names = {"principal": TEST_ENVIRONMENT}
    _application, principal = enterprise_application(
        world, tenant, entry, "Contoso SCIM, test", identify=lambda kind: names.get(kind, f"test-{kind}")
    )
    job = new_job(principal.provisioning.templates["scim"], tenant, principal.app_id)
    principal.provisioning.jobs[job.id] = job
    edit = {"edit": "mapping", "source_object": "User", "target_attribute": "nickName", "expression": "[mailNickname]"}
    emulator.edit_schema(job.id, edit)


SCENARIO = Scenario(
    prepare=prepared,
    phases=(
        Phase("merge", MERGED, reads=3),
        Phase("replace", REPLACED, reads=2),
        Phase("filter", SCOPED, reads=2),
        Phase("override", OVERRIDDEN, reads=2),
        Phase(
            "reset", {**BY_TEMPLATE, "state": "reset", "accept_hazards": ["change_scope", "enable_deletes"]}, reads=4
        ),
        Phase("merge into the template", OF_TEMPLATE, reads=2),
    ),
    export=Export(
        module="synchronization_schema_info",
        args=BY_JOB,
        declaration={
            **BY_JOB,
            "state": "overridden",
            "synchronization_rules": "{{ exported.schema.synchronization_rules }}",
            "directories": "{{ exported.schema.directories }}",
        },
        after="merge",
    ),
    replace=ids.DOCUMENTED,
)

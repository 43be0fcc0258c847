# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contoso SCIM: brought about, made complete, another one made, deleted; and several that are as they shall be.

Each phase is about one application, so that the order of reads and writes is told; side by side they have tests of their own.
"""

from __future__ import annotations

import json
from typing import Any

from emulator import estate
from emulator.fixtures import fabrikam

from contract import ids
from contract.scenario import PLANTED, Example, Export, Gap, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job, shows_changes_soon

GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
DOCUMENTED_ENTRY = "9b8d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42"
TARGET = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
ONE_BY_ONE = {"concurrency": 1}
FABRIKAM = {"app_id": ids.FABRIKAM_APP, "jobs": [{"template_id": "fabrikamSingleSignon", "state": "started"}]}


def mappings(*rows: dict[str, Any]) -> dict[str, Any]:
    """A schema with some attribute mappings of users."""
    users = {"source_object": "User", "target_object": TARGET, "attribute_mappings": list(rows)}
    return {"synchronization_rules": [{"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [users]}]}


NICKNAME = {"target_attribute": "nickName", "source": "mailNickname"}
CREATED = {
    "applications": [
        {
            "service_principal_id": ids.SCIM,
            "settings": {"BaseAddress": "https://scim.contoso.example/v2", "SyncAll": False},
            "secrets": {"SecretToken": PLANTED},
            "jobs": [
                {"template_id": "scim", "state": "started", "wait_for": "started", "schema": mappings(NICKNAME)},
            ],
        },
    ],
    "any_errors": "stop",
    **ONE_BY_ONE,
}
COMPLETE = {
    "state": "replaced",
    "applications": [
        {
            "display_name": estate.SCIM,
            "settings": {"BaseAddress": "https://scim.contoso.example/v3"},
            "secrets": {"SecretToken": PLANTED},
            # Without a schema: that of a job which is listed and not found is waited for, as a new one, for two minutes.
            "jobs": [{"template_id": "scim", "state": "paused"}],
            "accept_hazards": ["delete_undeclared"],
        },
    ],
    **ONE_BY_ONE,
}
MADE = {
    "applications": [
        {
            "display_name": "Contoso Payroll",
            "application_template_id": GALLERY,
            "settings": {"BaseAddress": "https://payroll.contoso.example/v2"},
            "secrets": {"SecretToken": PLANTED},
            "jobs": [{"template_id": "scim", "state": "paused", "schema": mappings(NICKNAME)}],
        },
    ],
    **ONE_BY_ONE,
}
DELETED = {
    "state": "deleted",
    "applications": [{**MADE["applications"][0], "remove_keys": ["BaseAddress"], "settings": None}],
    "accept_hazards": ["delete_undeclared"],
    **ONE_BY_ONE,
}
# What is gathered, but for its secrets: they are names of variables there.
EXPORTED = "{{ exported.gathered.applications[0].%s }}"
FORBIDDEN = {"kind": "forbidden", "times": 0, "path": f"/servicePrincipals/{ids.FABRIKAM}/synchronization/jobs$"}
SAVED = {"applications": [{"display_name": estate.SCIM, "jobs": [{"template_id": "scim", "state": "paused"}]}]}


def prepared(emulator: Any) -> None:
    """Waiting for the service has tests of its own; here each step needs little of it."""
    shows_changes_soon(emulator)
    emulator.switches.update(instantiate_lag=1, schema_read_lag=1)


def one_is_not_declared(emulator: Any) -> None:
    """All is as the variable declares it, but for what is left of cloud sync."""
    has_its_job(emulator)
    principals = emulator.world.tenants[emulator.tenant_id].service_principals
    principals[ids.SCIM].provisioning.secrets["BaseAddress"] = "https://scim.contoso.example/v2"
    principals[ids.FABRIKAM].provisioning.secrets.clear()


SCENARIO = Scenario(
    prepare=prepared,
    phases=(
        Phase("create", CREATED, writes=4, reads=6),
        Phase("make complete", COMPLETE, writes=2, reads=6),
        Phase("make another", MADE, writes=4, reads=5),
        Phase("delete", DELETED, writes=2, reads=5),
    ),
    readings={
        "as they are": {"applications": [FABRIKAM, {"display_name": estate.INBOUND, "jobs": []}]},
        "gather all": {"state": "gathered"},
        "gather one": {"state": "gathered", "applications": [{"display_name": estate.SCIM}]},
        "render": {**MADE, "state": "rendered"},
        "parse": {"state": "parsed", "running_config": json.dumps(SAVED)},
    },
    gaps={
        "gather all but one": Gap({"state": "gathered"}, (FORBIDDEN,), ("gathered", "remarks", "slugs", "errors")),
    },
    export=Export(
        module="synchronizations",
        args={"state": "gathered", "applications": [{"service_principal_id": ids.SCIM}]},
        declaration={
            "applications": [
                {name: EXPORTED % name for name in ("display_name", "application_template_id", "settings", "jobs")},
            ],
        },
        after="create",
    ),
    replace={**ids.DOCUMENTED, DOCUMENTED_ENTRY: fabrikam.APPLICATION},
    variables={
        "vault_contoso_scim_secret_token": PLANTED,
        "text_of_the_export": json.dumps(SAVED),
        "provisioned_applications": [
            {
                "display_name": estate.SCIM,
                "settings": {"BaseAddress": "https://scim.contoso.example/v2"},
                "jobs": [{"template_id": "scim", "state": "started"}],
            },
            FABRIKAM,
        ],
    },
    examples={
        "Read one application of the test environment": Example(prepare=has_its_job),
        "What is declared is all that the tenant provisions": Example(prepare=one_is_not_declared),
    },
    indiscreet={
        "an unknown key": {"applications": [{"display_name": estate.SCIM, "secrets": {"SecretTokn": PLANTED}}]},
        "a secret among the settings": {
            "applications": [{"display_name": estate.SCIM, "settings": {"SecretToken": "another-" + PLANTED}}],
        },
        "a secret among the settings, without a connection": {
            "state": "rendered",
            "applications": [{"display_name": estate.SCIM, "settings": {"SecretToken": "another-" + PLANTED}}],
        },
        "a secret within a setting": {
            "applications": [
                {
                    "display_name": estate.SCIM,
                    "settings": {"BaseAddress": f"https://scim.contoso.example/{PLANTED}"},
                    "secrets": {"SecretToken": PLANTED},
                }
            ],
        },
        "not a dictionary": {"applications": [{"display_name": estate.SCIM, "secrets": PLANTED}]},
        "an unknown option": {"applications": [{"display_name": estate.SCIM, "secret": {"SecretToken": PLANTED}}]},
        "a secret in the text of an export": {
            "state": "parsed",
            "running_config": json.dumps(
                [{"display_name": estate.SCIM, "secrets": {"SecretToken": PLANTED}}], ensure_ascii=False
            ),
        },
    },
)

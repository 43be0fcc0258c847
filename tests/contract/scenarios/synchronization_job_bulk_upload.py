# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""People on their way to the job of API-driven Inbound: as SCIM users, and as rows with a mapping."""

from __future__ import annotations

import json
from typing import Any

from emulator import machine
from emulator.routes_jobs import new_job

from contract import ids
from contract.scenario import ORDER, PLANTED, Export, Phase, Scenario

OWNER = {"service_principal_id": ids.INBOUND}
JOB = {**OWNER, "template_id": "API2AAD"}
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PEOPLE = [
    {
        "externalId": str(number),
        "userName": f"worker{number}@contoso.example",
        "password": PLANTED,
        "active": number != 3,
        ENTERPRISE: {"department": "Sales", "manager": {"value": "1"}},
    }
    for number in range(1, 6)
]
USERS = {**JOB, "users": PEOPLE, "operations_per_request": 2}
# The first column is called otherwise, so that only the mapping tells what it is.
ROWS = {
    **OWNER,
    "job_id": ids.INBOUND_JOB,
    "rows": [
        {"First key": PLANTED, "Worker": str(number), "Mail": f"{number}@contoso.example", "Works": "yes"}
        for number in range(1, 4)
    ],
    "mapping": {
        "externalId": "Worker",
        "userName": "Mail",
        'emails[type eq "work"].value': "Mail",
        'emails[type eq "work"].primary': {"value": True},
        "active": "Works",
        "password": "First key",
        f"{ENTERPRISE}:costCenter": {"value": "4130"},
        "urn:contoso:hr:1.0:User:floor": {"value": 3},
    },
}

# As the documentation's files would be.
CSV = "Worker,Mail,Name,First name,Last name,Works here,Department,Manager,Badge\n701984,a@b.example,A B,A,B,yes,Sales,,7\n"
FILES = {
    "lookup('ansible.builtin.file', 'people.csv')": "people_csv",
    "lookup('ansible.builtin.file', 'people.json')": "people_json",
}


def has_its_job(emulator: Any) -> None:
    """A started job, with the address for notifications without which it would go into quarantine."""
    tenant = emulator.world.tenants[emulator.tenant_id]
    provisioning = tenant.service_principals[ids.INBOUND].provisioning
    settings = {"Enabled": True, "Recipients": "operations@contoso.example"}
    provisioning.secrets["SyncNotificationSettings"] = json.dumps(settings)
    job = new_job(provisioning.templates["API2AAD"], tenant, ids.INBOUND_APP)
    machine.start(job, emulator.world.clock.now())
    provisioning.jobs[job.id] = job
    # Each phase is uploaded many times, and the quota is of all that upload.
    emulator.switches["bulk_upload_limit"] = False


SCENARIO = Scenario(
    prepare=has_its_job,
    phases=(Phase("users", USERS, writes=3, kind=ORDER), Phase("rows", ROWS, kind=ORDER)),
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={
            **OWNER,
            "job_id": "{{ exported.jobs[0].id }}",
            "users": PEOPLE,
            "operations_per_request": 2,
        },
        after="users",
    ),
    replace={
        **FILES,
        **ids.DOCUMENTED,
        "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11": ids.INBOUND,
        "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22": ids.INBOUND_APP,
    },
    variables={"people_csv": CSV, "people_json": json.dumps([{"externalId": "701984"}])},
    indiscreet={
        "an id that is the password": {**JOB, "users": [{"externalId": PLANTED, "password": PLANTED}]},
        "a password that is given twice": {**JOB, "users": [{"externalId": PLANTED, "password": PLANTED}] * 2},
        "nobody's job": {**USERS, "template_id": PLANTED},
        "both kinds": {**USERS, **{name: ROWS[name] for name in ("rows", "mapping")}},
        "a table that nobody took apart": {
            **JOB,
            "rows": f"Worker,First key\n1,{PLANTED}\n",
            "mapping": {"externalId": "Worker", "password": "First key"},
        },
        "JSON that nobody took apart": {**JOB, "users": json.dumps({"externalId": "1", "password": [PLANTED]})[:-1]},
        "a password that is no text": {**JOB, "users": [{"externalId": "1", "password": [PLANTED]}]},
        "a password for a column": {**ROWS, "mapping": {**ROWS["mapping"], "title": PLANTED}},
        "a constant": {**ROWS, "mapping": {"externalId": "worker", "password": {"value": PLANTED}}},
        "no such tenant": {**USERS, "tenant_id": "not a tenant", "graph_url": "http://graph.example"},
    },
)

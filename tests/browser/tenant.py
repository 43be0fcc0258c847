# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules read of the emulator's standard estate after some trouble: the data of a report as a user has it."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    provisioning_log_info,
    schema_info,
    synchronization,
    synchronization_info,
)
from emulator import machine
from emulator.testing import Emulator
from road.resource_road import ask, run

FABRIKAM = "Fabrikam Sign-On"
INBOUND = "Active Directory to Microsoft Entra ID"
PLAIN = "Plain Web App"
EDITS = (
    {"edit": "mapping", "source_object": "User", "target_attribute": "Department", "expression": "[companyName]"},
    {"edit": "object_mapping", "source_object": "Group", "members": {"enabled": False}},
)
AS_OF = f"{datetime.now(timezone.utc) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


@functools.cache
def read() -> dict[str, Any]:
    """A quarantine, changed mappings, drift, a log of a day, and one application that cannot be read."""
    with Emulator.start(estate="standard") as emu:
        emu.switches["job_read_lag"] = 0
        principals = emu.world.tenants[emu.tenant_id]
        sick = principals.service_principal(FABRIKAM).provisioning
        sick.credentials_work = False
        (job,) = sick.jobs.values()
        machine.run_cycle(job, sick, emu.world.clock.now())
        emu.edit_schema(job.id, *EDITS)
        codes = {"failure": "InvalidCredentials", "skipped": "NotEffectivelyEntitled", "success": ""}
        emu.log(
            job.id,
            *(
                {"identity": f"Person {age}", "status": status, "code": codes[status], "age": 3600 * age}
                for age in range(24)
                for status in list(codes)[age % 3 :]
            ),
        )
        plain = emu.estate[PLAIN]["service_principal_id"]
        emu.fault(method="GET", path=f"{plain}/synchronization/jobs", kind="forbidden", times=0)
        return _read(emu, job.id)


def _read(emu: Emulator, job_id: str) -> dict[str, Any]:
    whose = {"service_principal_id": emu.estate[FABRIKAM]["service_principal_id"]}
    checked = run(synchronization, emu, check_mode=True, settings={"SyncAll": True}, **whose)
    declared = {
        "name": FABRIKAM,
        **whose,
        "changed": checked["changed"],
        "summary": checked["plan"]["summary"],
        "msg": None,
        "error": None,
    }
    return {
        "synchronizations": ask(synchronization_info, emu, all=True, include=["jobs"]),
        "declared": {"plan": checked["plan"], "applications": [declared]},
        "schemas": [ask(schema_info, emu, job_id=job_id, only="changes", **whose)],
        "log": ask(provisioning_log_info, emu, since="7d"),
    }

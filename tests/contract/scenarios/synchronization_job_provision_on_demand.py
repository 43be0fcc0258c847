# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fabrikam's job provisions on demand: a user in one call, a group with its members in two."""

from __future__ import annotations

from typing import Any

from emulator import estate

from contract import ids
from contract.scenario import ORDER, Export, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.FABRIKAM}
BY_TEMPLATE = {**OWNER, "template_id": "fabrikamSingleSignon"}
BY_JOB = {**OWNER, "job_id": ids.FABRIKAM_JOB}
ADELE = "adele.vance@contoso.example"
# Two by name, five by id: seven are two calls.
MEMBERS = [ADELE, "megan.bowen@contoso.example", *(estate.stable_id("users", name) for name in estate.PEOPLE[2:])]


def prepared(emulator: Any) -> None:
    """A job for Contoso SCIM. The quota has tests of its own; here it would only make the tasks wait for each other."""
    emulator.switches["on_demand_limit"] = False
    has_its_job(emulator)


SCENARIO = Scenario(
    prepare=prepared,
    phases=(
        Phase("a user", {**BY_TEMPLATE, "users": [ADELE]}, reads=3, kind=ORDER),
        Phase(
            "a group with its members",
            {
                **BY_JOB,
                "rule": "USERGROUP_OUTBOUND_USERGROUP",
                "groups": [{"group": "Sales", "members": MEMBERS}],
                "fail_on": "skipped",
            },
            writes=2,
            reads=5,
            kind=ORDER,
        ),
    ),
    export=Export(
        module="synchronization_schema_info",
        args=BY_JOB,
        declaration={**BY_JOB, "rule": "{{ exported.schema.synchronization_rules[0].name }}", "users": [ADELE]},
        after="a user",
    ),
    replace=ids.DOCUMENTED,
)

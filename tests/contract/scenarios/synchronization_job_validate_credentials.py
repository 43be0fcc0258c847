# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials of Contoso SCIM: tried as they are stored, as they are given, with a job and without; and refused."""

from __future__ import annotations

from typing import Any

from emulator.credentials import REFUSED_PREFIX

from contract import ids
from contract.scenario import PLANTED, PROBE, Export, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.SCIM}
BY_TEMPLATE = {**OWNER, "template_id": "scim"}
GIVEN = {"settings": {"BaseAddress": "https://scim.contoso.example/v3"}, "secrets": {"SecretToken": PLANTED}}
REFUSED = REFUSED_PREFIX + PLANTED


def has_stored_credentials(emulator: Any) -> None:
    """What is stored is good, and the target repeats what it refuses."""
    found = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM].provisioning
    found.secrets.update(BaseAddress="https://scim.contoso.example/v2", SecretToken="token-of-no-value")
    found.target_error = f"Unauthorized (401): {REFUSED} is not the token of anybody"
    has_its_job(emulator)


def has_no_job(emulator: Any) -> None:
    emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM].provisioning.jobs.clear()


SCENARIO = Scenario(
    prepare=has_stored_credentials,
    phases=(
        Phase("stored, by a job", {**OWNER, "job_id": ids.SCIM_JOB}, reads=2, kind=PROBE),
        Phase("given, by a job", {**BY_TEMPLATE, **GIVEN}, reads=3, kind=PROBE),
        Phase("given, by a template", {**BY_TEMPLATE, **GIVEN}, reads=3, prepare=has_no_job, kind=PROBE),
        Phase("stored, by a template", {**BY_TEMPLATE, "fail_on": "never"}, reads=3, kind=PROBE),
    ),
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={**OWNER, "job_id": "{{ exported.jobs[0].id }}"},
        after="stored, by a job",
    ),
    replace=ids.DOCUMENTED,
    variables={"vault_scim_token": PLANTED},
    indiscreet={
        "the target repeats the secret": {**BY_TEMPLATE, "secrets": {"SecretToken": REFUSED}},
        "the target repeats the secret, and that is no failure": {
            **BY_TEMPLATE,
            "secrets": {"SecretToken": REFUSED},
            "fail_on": "never",
        },
        "an unknown key": {**BY_TEMPLATE, "secrets": {"SecretTokn": PLANTED}},
        "a secret among the settings": {**BY_TEMPLATE, "settings": {"SecretToken": PLANTED}},
        "a secret within a setting, repeated": {
            **BY_TEMPLATE,
            "settings": {"BaseAddress": f"https://scim.contoso.example/{REFUSED}"},
            "secrets": {"SecretToken": REFUSED},
        },
        "not a dictionary": {**BY_TEMPLATE, "secrets": PLANTED},
        "a secret for a job": {**OWNER, "job_id": PLANTED, "secrets": {"SecretToken": PLANTED}},
    },
)

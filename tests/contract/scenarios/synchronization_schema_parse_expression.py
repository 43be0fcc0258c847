# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions that the service parses: with values, with lists, for a target, and one that it cannot read."""

from __future__ import annotations

from contract import ids
from contract.scenario import Export, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.FABRIKAM}
JOB = {**OWNER, "template_id": "fabrikamSingleSignon"}

SCENARIO = Scenario(
    prepare=has_its_job,
    readings={
        "with values": {
            **JOB,
            "expression": 'Replace([preferredLanguage],"-",,,"_",,)',
            "attributes": {"preferredLanguage": "EN-US"},
        },
        "with a list, for a target": {
            **OWNER,
            "job_id": ids.FABRIKAM_JOB,
            "expression": 'Join(";", [proxyAddresses])',
            "attributes": {"proxyAddresses": ["a", "b"]},
            "target_attribute": {"name": "Alias", "type": "String", "required": True},
        },
        "of a template, without values": {**JOB, "schema_of": "template", "expression": "Trim([jobTitle])"},
        "a mistake": {**JOB, "expression": 'Joim("-", [jobTitle])'},
    },
    export=Export(
        module="synchronization_schema_parse_expression",
        args={**JOB, "expression": 'Join("-",[givenName],[surname])'},
        declaration={**JOB, "expression": "{{ exported.expression }}"},
        after="",
    ),
    replace=ids.DOCUMENTED,
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests a run without changes costs: the least possible, held exactly, for every module."""

from __future__ import annotations

from typing import Any

import pytest
from emulator import estate
from emulator.fixtures import fabrikam
from emulator.testing import Emulator

from . import discovery, ids
from .conversation import Outcome, Played, Step, play
from .scenario import ORDER
from .scenarios.cross_tenant_synchronization import has_a_partner

SP, APP, NAME = {"service_principal_id": ids.FABRIKAM}, {"app_id": ids.FABRIKAM_APP}, {"display_name": estate.FABRIKAM}
APPLICATION = {"application_id": ids.SCIM_APPLICATION}
STORED = {"settings": {"SyncAll": False}, "secrets": {"Password": "not-compared"}}
TRIED = {"settings": {"BaseAddress": "https://scim.contoso.example"}, "secrets": {"SecretToken": "token-of-no-value"}}
ACQUIRED = {"secrets": {"Oauth2AuthorizationCode": "not-traded"}}
RUNS = {"template_id": "fabrikamSingleSignon", "state": "started"}
EMPTY = {"display_name": estate.SCIM, "jobs": [{"template_id": "scim", "state": "absent"}]}
UNSET = {"settings": {"LookaheadQueryEnabled": False}}

BY_ID, BY_TEMPLATE = {"job_id": ids.FABRIKAM_JOB}, {"template_id": "fabrikamSingleSignon"}
# As it stands: a mapping, and an expression whose tree only the service could build.
MAPPINGS = [
    {"target_attribute": "Email", "source": "mail"},
    {"target_attribute": "CustomField3", "expression": "ToUpper([usageLocation],)"},
]
OBJECT_MAPPING = {"source_object": "User", "target_object": "Account", "attribute_mappings": MAPPINGS}
DECLARED = {"synchronization_rules": [{"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [OBJECT_MAPPING]}]}

BY_APP = f"/v1.0/servicePrincipals(appId='{ids.FABRIKAM_APP}')"
BY_NAME = "/v1.0/servicePrincipals"
OBJECT = f"/v1.0/servicePrincipals/{ids.FABRIKAM}"
SYNC = f"{OBJECT}/synchronization"
SCIM_SYNC = f"/v1.0/servicePrincipals/{ids.SCIM}/synchronization"
SCHEMA = f"{SYNC}/jobs/{ids.FABRIKAM_JOB}/schema"
DISCOVER = f"{SCHEMA}/directories/7d2e9c41-0b6f-4e85-a9d1-3f5c8b7a2e66/discover"
ON_DEMAND = f"{SYNC}/jobs/{ids.FABRIKAM_JOB}/provisionOnDemand"
PEOPLE = ["adele.vance@contoso.example", "megan.bowen@contoso.example"]
DEFAULT = f"{SYNC}/templates/fabrikamSingleSignon/schema"
SCIM_TEMPLATES = f"/v1.0/applications/{ids.SCIM_APPLICATION}/synchronization/templates"
SCIM_SCHEMA = f"{SCIM_TEMPLATES}/scim/schema"
PARTNER = {"partner_tenant_id": estate.OTHER_TENANT_ID}
PARTNERS = "/v1.0/policies/crossTenantAccessPolicy/partners"
NORTHWIND, UNKNOWN = f"{PARTNERS}/{estate.OTHER_TENANT_ID}", f"{PARTNERS}/{ids.UNKNOWN}"
GALLERY = "/v1.0/applicationTemplates"
FABRIKAM_ENTRY = fabrikam.APPLICATION
MADE_FROM = {"application_template_id": FABRIKAM_ENTRY}
REGISTRATION = f"/v1.0/applications(appId='{ids.FABRIKAM_APP}')"
LOG = "/v1.0/auditLogs/provisioning"
# One request on the wire, whatever it holds.
BATCH = "/v1.0/$batch"
ASSIGNED = f"{OBJECT}/appRoleAssignedTo"
ADELE = estate.stable_id("users", "Adele Vance")
NOBODY = {"users": [ADELE], "state": "absent"}
BY_PEOPLES_NAMES = {"users": ["adele.vance@contoso.example", "megan.bowen@contoso.example"], "state": "absent"}

# module, what it is asked, the paths of the requests on the wire, in order.
TABLE: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("application_from_template", {**MADE_FROM, **NAME}, (BY_NAME, REGISTRATION, f"{SYNC}/templates")),
    ("application_from_template", {**MADE_FROM, **APP}, (BY_APP, REGISTRATION, f"{SYNC}/templates")),
    (
        "application_from_template",
        {**NAME, "application_template": estate.FABRIKAM},
        (GALLERY, BY_NAME, REGISTRATION, f"{SYNC}/templates"),
    ),
    (
        "application_from_template",
        {**MADE_FROM, "application_id": ids.FABRIKAM_APPLICATION},
        (f"/v1.0/applications/{ids.FABRIKAM_APPLICATION}", BY_APP, f"{SYNC}/templates"),
    ),
    ("application_from_template", {"tag": "nobody's", "state": "absent"}, (BY_NAME,)),
    ("application_template_info", {"application_template_id": FABRIKAM_ENTRY}, (f"{GALLERY}/{FABRIKAM_ENTRY}",)),
    ("application_template_info", {"contains": "Wingtip"}, (GALLERY,)),
    ("synchronization", {**SP, **STORED}, (f"{SYNC}/secrets",)),
    ("synchronization", {**APP, **STORED}, (BY_APP, f"{SYNC}/secrets")),
    ("synchronization", {**NAME, **STORED}, (BY_NAME, f"{SYNC}/secrets")),
    ("synchronization_acquire_access_token", {"service_principal_id": ids.SCIM, **ACQUIRED}, (f"{SCIM_SYNC}/secrets",)),
    ("synchronizations", {"applications": [{**SP, "jobs": [RUNS]}]}, (f"{SYNC}/jobs",)),
    # Settings, secrets and jobs of all applications in one request, then all schemas in one.
    ("synchronizations", {"applications": [{**SP, **STORED, "jobs": [{**RUNS, "schema": DECLARED}]}]}, (BATCH, BATCH)),
    ("synchronizations", {"applications": [{**NAME, **STORED, "jobs": [RUNS]}, EMPTY]}, (BATCH, BATCH)),
    ("synchronizations", {"applications": [{**SP, "jobs": [RUNS]}], "state": "rendered"}, ()),
    ("synchronizations", {"running_config": '[{"display_name": "Contoso SCIM"}]', "state": "parsed"}, ()),
    ("synchronization_job", {**SP, **RUNS}, (f"{SYNC}/jobs",)),
    ("synchronization_job", {**APP, **RUNS}, (BY_APP, f"{SYNC}/jobs")),
    ("synchronization_job", {**NAME, **RUNS}, (BY_NAME, f"{SYNC}/jobs")),
    ("synchronization_job", {**SP, "template_id": "scim", "state": "absent"}, (f"{SYNC}/jobs",)),
    ("synchronization_job_restart", {**SP, **BY_TEMPLATE, "when": "quarantined"}, (f"{SYNC}/jobs",)),
    ("synchronization_job_restart", {**NAME, **BY_ID, "when": "quarantined"}, (BY_NAME, f"{SYNC}/jobs")),
    ("synchronization_job_settings", {**SP, **BY_TEMPLATE, **UNSET}, (f"{SYNC}/jobs",)),
    ("synchronization_job_settings", {**APP, **BY_ID, **UNSET}, (BY_APP, f"{SYNC}/jobs")),
    ("synchronization_job_bulk_upload", {**SP, "template_id": "API2AAD", "users": []}, ()),
    ("synchronization_template", {**APPLICATION, "template_id": "scim", "discoverable": True}, (SCIM_TEMPLATES,)),
    ("synchronization_template", {**APPLICATION, "template_id": "none", "state": "absent"}, (SCIM_TEMPLATES,)),
    ("synchronization_info", SP, (BATCH,)),
    ("synchronization_info", {**SP, "include": ["jobs"]}, (f"{SYNC}/jobs",)),
    ("synchronization_info", {**SP, "include": ["connectivity"]}, (SYNC,)),
    ("synchronization_info", {"service_principal_ids": [ids.FABRIKAM, ids.SCIM], "include": ["jobs"]}, (BATCH,)),
    ("synchronization_info", {"all": True, "include": ["jobs"]}, (BY_NAME, BATCH)),
    ("synchronization_job_info", SP, (f"{SYNC}/jobs",)),
    ("synchronization_job_info", APP, (BY_APP, f"{SYNC}/jobs")),
    ("synchronization_job_info", NAME, (BY_NAME, f"{SYNC}/jobs")),
    (
        "synchronization_job_provision_on_demand",
        {**SP, **BY_TEMPLATE, "users": [ids.UNKNOWN], "groups": [{"group": ids.UNKNOWN, "members": [ids.UNKNOWN]}]},
        (f"{SYNC}/jobs", SCHEMA, ON_DEMAND, ON_DEMAND),
    ),
    (
        "synchronization_job_provision_on_demand",
        {**SP, **BY_ID, "users": PEOPLE, "groups": [{"group": ids.UNKNOWN, "members": PEOPLE}]},
        (f"{SYNC}/jobs", SCHEMA, BATCH, ON_DEMAND, ON_DEMAND, ON_DEMAND),
    ),
    (
        "synchronization_job_validate_credentials",
        {**SP, **BY_ID},
        (f"{SYNC}/jobs", f"{SYNC}/secrets", f"{SYNC}/jobs/{ids.FABRIKAM_JOB}/validateCredentials"),
    ),
    (
        "synchronization_job_validate_credentials",
        {"service_principal_id": ids.SCIM, "template_id": "scim", **TRIED},
        (*(f"{SCIM_SYNC}/{part}" for part in ("jobs", "templates", "secrets")), f"{SCIM_SYNC}/jobs/validateCredentials"),
    ),
    ("synchronization_template_info", SP, (f"{SYNC}/templates",)),
    ("synchronization_template_info", APPLICATION, (SCIM_TEMPLATES,)),
    (
        "synchronization_template_info",
        {**APPLICATION, "template_id": "scim", "include_schema": True},
        (SCIM_TEMPLATES, f"{SCIM_TEMPLATES}/scim/schema"),
    ),
    ("synchronization_schema", {**SP, **BY_ID, **DECLARED}, (SCHEMA,)),
    ("synchronization_schema", {**SP, **BY_TEMPLATE, **DECLARED}, (f"{SYNC}/jobs", SCHEMA)),
    ("synchronization_schema", {**NAME, **BY_ID, **DECLARED}, (BY_NAME, SCHEMA)),
    ("synchronization_schema", {**SP, **BY_TEMPLATE, "state": "reset"}, (f"{SYNC}/jobs", SCHEMA, DEFAULT)),
    ("synchronization_schema", {**APPLICATION, "template_id": "scim", "state": "reset"}, (SCIM_SCHEMA,)),
    ("synchronization_schema_info", {**SP, **BY_ID}, (SCHEMA,)),
    ("synchronization_schema_info", {**APP, **BY_TEMPLATE}, (BY_APP, f"{SYNC}/jobs", SCHEMA)),
    ("synchronization_schema_info", {**SP, **BY_TEMPLATE, "schema_of": "template"}, (DEFAULT,)),
    ("synchronization_schema_info", {**APPLICATION, "template_id": "scim"}, (SCIM_SCHEMA,)),
    ("synchronization_schema_parse_expression", {**SP, **BY_ID, "expression": "[mail]"}, (f"{SCHEMA}/parseExpression",)),
    ("cross_tenant_synchronization", PARTNER, (NORTHWIND, f"{NORTHWIND}/identitySynchronization")),
    (
        "cross_tenant_synchronization",
        {"partner_tenant_id": ids.UNKNOWN, "state": "absent"},
        (UNKNOWN, UNKNOWN, PARTNERS),  # what is not there is asked for twice, and looked for in the list
    ),
    ("synchronization_directory_discover", {**SP, **BY_ID}, (SCHEMA, DISCOVER)),
    ("synchronization_directory_discover", {**APP, **BY_TEMPLATE}, (BY_APP, f"{SYNC}/jobs", SCHEMA, DISCOVER)),
    ("provisioning_log_info", {}, (LOG,)),
    ("provisioning_log_info", {**SP, "since": "1h", "summary": True}, (LOG,)),
    ("provisioning_log_info", {**NAME, "job_id": ids.FABRIKAM_JOB}, (BY_NAME, LOG)),
    ("service_principal_info", SP, (OBJECT,)),
    ("service_principal_info", APP, (BY_APP,)),
    ("service_principal_info", NAME, (BY_NAME,)),
    ("application_role_assignment", {**SP, **NOBODY}, (BATCH,)),
    ("application_role_assignment", {**APP, **NOBODY}, (BY_APP, ASSIGNED)),
    ("application_role_assignment", {**NAME, **NOBODY}, (BY_NAME, ASSIGNED)),
    ("application_role_assignment", {**SP, **BY_PEOPLES_NAMES}, (BATCH, BATCH)),
    ("application_role_assignment", {**SP, "groups": ["Sales"], "state": "absent"}, (BATCH, "/v1.0/groups")),
    ("application_role_assignment_info", SP, (BATCH,)),
    ("application_role_assignment_info", APP, (BY_APP, ASSIGNED)),
    ("application_role_assignment_info", NAME, (BY_NAME, ASSIGNED)),
)  # fmt: skip


def ordered(module: str, outcome: Outcome) -> bool:
    """Whether an order was carried out: each run does it anew, so that there is none without changes."""
    return bool(outcome.unsafe) and any(phase.kind == ORDER for phase in discovery.scenario(module).phases)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Every row of the table as a task, and a sign-in on top of the first."""
    with Emulator.start() as emulator:
        has_a_partner(emulator)
        contoso = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM]
        contoso.provisioning.secrets["Oauth2AccessToken"] = "token-of-no-value"
        steps = [Step(str(number), module, args) for number, (module, args, _paths) in enumerate(TABLE)]
        options = {name: value for name, value in emulator.options().items() if name != "client_secret"}
        connection = {**options, "access_token": emulator.token()}
        with_secret = {**TABLE[0][1], "auth_method": "client_secret", "client_secret": emulator.client_secret}
        steps.append(Step("signs in", TABLE[0][0], with_secret))
        return play(emulator, steps, "direct", tmp_path_factory.mktemp("requests") / "play", connection=connection)


@pytest.mark.parametrize(
    "number", range(len(TABLE)), ids=[f"{module}-{number}" for number, (module, *_rest) in enumerate(TABLE)]
)
def test_a_run_without_changes_sends_just_these_requests(played, number):
    outcome = played[str(number)]
    assert (outcome.status, outcome.result["changed"]) == ("ok", ordered(TABLE[number][0], outcome)), outcome.message
    on_the_wire = [row["path"] for row in outcome.requests if not row["batch"]]
    assert on_the_wire == list(TABLE[number][2])


def test_every_module_is_in_the_table(module):
    assert module in {row[0] for row in TABLE}


def test_signing_in_costs_one_request_for_a_token(played):
    outcome = played["signs in"]
    assert outcome.status == "ok", outcome.message
    tokens = [row for row in outcome.requests if row["path"].endswith("/token")]
    assert len(tokens) == 1
    assert len(outcome.reads) == len(TABLE[0][2])


def test_the_table_covers_what_there_is():
    assert {row[0] for row in TABLE} == set(discovery.MODULES)

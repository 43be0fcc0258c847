# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviours that can be switched: one table of names, defaults, allowed values and meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

COUNT = "count"
SHARE = "share"
ON_OFF = (True, False)


@dataclass(frozen=True)
class Switch:
    """`allowed` is a tuple of values, or COUNT (an integer >= 0), or SHARE (a number from 0 to 1)."""

    default: Any
    allowed: Any
    meaning: str


TABLE: dict[str, Switch] = {
    "instantiate_lag": Switch(2, COUNT, "refused synchronization requests after an instantiate"),
    "instantiate_lag_answer": Switch("401", ("401", "403", "404"), "what a not yet replicated principal answers"),
    "instantiate_lag_seconds": Switch(
        0, COUNT, "seconds of the clock after an instantiate in which requests are refused"
    ),
    "instantiate_list_lag": Switch(
        0, COUNT, "lists of service principals (and of applications) in which one just instantiated is missing"
    ),
    "instantiate_answer": Switch("id", ("id", "objectId"), "what the answer to an instantiate calls the object ids"),
    "create_job_status": Switch("201", ("201", "200"), "status of a successful POST jobs"),
    "new_job": Switch("paused", ("paused", "not_configured"), "first reading of a job (not_configured: TimeSpan.Max)"),
    "template_alias": Switch(True, ON_OFF, "POST customappsso makes a job of customappssoOutDelta"),
    "second_job": Switch("409", ("409", "201", "200"), "POST of a template that has a job (2xx: the existing job)"),
    "job_read_lag": Switch(2, COUNT, "reads of a new job that answer 404"),
    "job_flap": Switch(True, ON_OFF, "after the first good read of a lagging job one more 404"),
    "job_list_lag": Switch(0, COUNT, "lists of jobs in which a new job is missing"),
    "job_delete_lag": Switch(2, COUNT, "reads of a deleted job that still answer 200"),
    "missing_job_code": Switch(
        "ResourceNotFound",
        ("ResourceNotFound", "Request_ResourceNotFound", "itemNotFound"),
        "error code of the 404 for a missing job or template",
    ),
    "assignment_list_lag": Switch(0, COUNT, "lists of assignments in which a new one is missing"),
    "assignment_delete_lag": Switch(0, COUNT, "lists of assignments in which a removed one still stands"),
    "secrets_mask": Switch(True, ON_OFF, "GET secrets reads secret values as *"),
    "secrets_put": Switch(
        "upsert", ("upsert", "replace", "silent_drop"), "silent_drop: 204 without SyncAll and notifications, no effect"
    ),
    "secrets_mixed_families": Switch("accept", ("accept", "500"), "PUT of SecretToken together with Oauth2 keys"),
    "secrets_star": Switch("store", ("store", "keep"), "PUT of the value *"),
    "secrets_read_lag": Switch(0, COUNT, "reads of the secrets that still show the state before a write"),
    "used_codes": Switch("accept", ("accept", "refuse"), "acquireAccessToken with a code that was traded before"),
    "connectivity_parameters": Switch(
        "absent",
        ("absent", "beta", "beta_with_keys"),
        "GET synchronization of beta has the announced property, with entries of nothing but values, or with keys",
    ),
    "schema_put_answer": Switch("204", ("204", "409_once"), "a PUT schema meets a parallel change"),
    "schema_put_effect": Switch(
        "all", ("all", "all_but_one", "nothing"), "what a 204 stores (all_but_one: one changed mapping stays as it was)"
    ),
    "schema_read_lag": Switch(0, COUNT, "reads of a schema that still show the state before a PUT"),
    "unknown_members": Switch("refuse", ("refuse", "keep", "drop"), "members of a PUT schema that no metadata knows"),
    "missing_rules": Switch("accept", ("accept", "refuse", "restore"), "a PUT schema that leaves a rule out"),
    "uneditable_rules": Switch("refuse", ("refuse", "ignore", "accept"), "a PUT that changes a rule of the engine"),
    "rule_identity": Switch("refuse", ("refuse", "ignore", "accept"), "another name or direction of a rule"),
    "equal_priorities": Switch("refuse", ("refuse", "accept"), "two mappings of one matching priority above 0"),
    "schema_flags": Switch("stored", ("stored", "blanks", "no_blanks"), "how flags of a schema are printed"),
    "schema_empty_filters": Switch("stored", ("stored", "null", "lists"), "how filters that hold nothing are printed"),
    "schema_order": Switch("stored", ("stored", "sorted", "reversed"), "order of mappings and definitions in a schema"),
    "schema_expressions": Switch(
        "stored", ("stored", "no_blanks", "of_2020"), "spelling of expressions (of_2020: no text for placeholders)"
    ),
    "schema_later_members": Switch("stored", ("stored", "absent"), "members that older services did not print yet"),
    "schema_directory_names": Switch(
        "stored", ("stored", "old", "new"), "name of the tenant's directory: Azure Active Directory, Microsoft Entra ID"
    ),
    "function_names": Switch("both", ("both", "id", "name"), "what functions and filter operators are called by"),
    "schema_attributes": Switch("refuse", ("refuse", "accept"), "PUT schema that names an undefined attribute"),
    "duplicate_target": Switch("refuse", ("refuse", "merge"), "two mappings of one target attribute in a PUT schema"),
    "directory_writes": Switch("404", ("404", "accept"), "POST, PATCH and DELETE below schema/directories"),
    "start_answer": Switch("204", ("204", "429_once"), "answer to start"),
    "pause_state": Switch("Disabled", ("Disabled", "Paused"), "schedule.state after pause"),
    "not_run_polls": Switch(1, COUNT, "reads of a started job that show NotRun"),
    "initial_cycle_polls": Switch(1, COUNT, "further reads that show the initial cycle running (progress)"),
    "polls_move_jobs": Switch(True, ON_OFF, "off: only the clock moves a started job"),
    "initial_cycle_seconds": Switch(1200, COUNT, "seconds of the clock after which the initial cycle is done anyway"),
    "restart_starts": Switch(False, ON_OFF, "restart of a stopped job starts it"),
    "restart_owned_by": Switch("204", ("204", "401"), "restart by a caller that has only OwnedBy"),
    "validate_credentials": Switch("check", ("check", "always"), "always: 204 whatever the credentials"),
    "on_demand_answer": Switch(
        "summary",
        ("summary", "status_info", "no_summary", "cut"),
        "shape of the provisionOnDemand answer (cut: a status_info that ends in its middle)",
    ),
    "on_demand_limit": Switch(True, ON_OFF, "more than five provisionOnDemand in ten seconds are throttled"),
    "bulk_upload_answer": Switch("202", ("202", "429_once"), "answer to a good bulkUpload"),
    "bulk_upload_limit": Switch(True, ON_OFF, "more than 40 bulkUpload in 5 s, or 6,000 in 24 h, are throttled"),
    "bulk_upload_schemas": Switch(
        "refuse", ("refuse", "accept"), "a user of a bulkUpload that does not name its schemas"
    ),
    "log_limit": Switch(False, ON_OFF, "more than five reads of the provisioning log in ten seconds are throttled"),
    "ping": Switch("beta", ("beta", "both", "none"), "versions that have the function Ping"),
    "wrong_service_principal": Switch("401", ("401", "404"), "synchronization under an id that does not exist"),
    "no_provisioning_answer": Switch("empty", ("empty", "401", "404"), "templates of a principal without provisioning"),
    "forbidden_answer": Switch("403", ("403", "401"), "missing permission (401: UnknownError with empty message)"),
    "template_update_verbs": Switch("both", ("both", "PATCH", "PUT"), "verbs that update a template"),
    "undocumented_roots": Switch(
        "refuse", ("refuse", "accept"), "the identical tree under both roots, as SDKs have it"
    ),
    "template_schema": Switch("expand", ("expand", "inline"), "inline: templates carry their schema without $expand"),
    "put_synchronization": Switch("204", ("204", "200", "404"), "answer to PUT synchronization"),
    "partner_policy_absent": Switch(
        "404", ("404", "204", "null"), "GET identitySynchronization of a partner that has none (204: without a body)"
    ),
    "partner_policy_put": Switch("409", ("409", "204"), "PUT identitySynchronization over one (204: it is replaced)"),
    "partner_patch": Switch("merge", ("merge", "replace"), "what PATCH does with the structured members of a partner"),
    "partner_read_lag": Switch(0, COUNT, "reads of a partner and its policy that still show the state before a write"),
    "patch_job": Switch(
        "404", ("404", "204", "ignored", "no_route"), "answer to PATCH of a job (ignored: 204 without effect)"
    ),
    "random_write_faults": Switch(0, SHARE, "share of writes that meet a 429, 503 or 504 with Retry-After"),
    "random_seed": Switch(1, COUNT, "seed of the random write faults"),
    "batch_order": Switch("scrambled", ("scrambled", "kept"), "order of the responses of a $batch"),
    "page_size": Switch(100, COUNT, "objects on a page of a directory collection when $top is absent"),
    "synchronization_page_size": Switch(0, COUNT, "the same for jobs, templates and secrets (0: no paging)"),
    "job_order": Switch("stable", ("stable", "rotating"), "rotating: each list of jobs begins elsewhere"),
}


class UnknownSwitch(ValueError):
    """No such switch, or a value that it does not allow."""


class Switches(MutableMapping[str, Any]):
    """Values by name. What is not set here is asked of `parent` (a tenant's estate), then of the table."""

    def __init__(self, values: Mapping[str, Any] | None = None, parent: Switches | None = None) -> None:
        self._own: dict[str, Any] = {}
        self._parent = parent
        self.update(values or {})

    def __getitem__(self, name: str) -> Any:
        _known(name)
        if name in self._own:
            return self._own[name]
        return self._parent[name] if self._parent is not None else TABLE[name].default

    def __setitem__(self, name: str, value: Any) -> None:
        self._own[name] = accepted(name, value)

    def __delitem__(self, name: str) -> None:
        """Back to the default. A switch that was not set is no error."""
        _known(name)
        self._own.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLE)

    def __len__(self) -> int:
        return len(TABLE)


def _known(name: str) -> Switch:
    if name not in TABLE:
        raise UnknownSwitch(f"there is no switch {name!r}; switches are: {', '.join(sorted(TABLE))}")
    return TABLE[name]


def accepted(name: str, value: Any) -> Any:
    """The value in the type of the switch; text as it comes from a command line is converted."""
    switch = _known(name)
    if switch.allowed in (COUNT, SHARE):
        return _number(name, switch.allowed, value)
    for choice in switch.allowed:
        if value == choice or (str(value).lower() == str(choice).lower()):
            return choice
    raise UnknownSwitch(f"switch {name} takes one of {', '.join(map(str, switch.allowed))}, not {value!r}")


def _number(name: str, kind: str, value: Any) -> Any:
    try:
        number = float(value) if kind == SHARE else int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0 or (kind == SHARE and number > 1):
        wanted = "a number from 0 to 1" if kind == SHARE else "an integer from 0"
        raise UnknownSwitch(f"switch {name} takes {wanted}, not {value!r}")
    return number

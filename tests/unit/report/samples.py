# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data for reports: a tenant in which everything happens, and one of three hundred applications."""

from __future__ import annotations

from typing import Any

AS_OF = "2026-03-10T12:00:00Z"
TEMPLATE = "scim"
Row = dict[str, Any]


def principal(number: int) -> str:
    return f"1f3c0d52-8a5e-4f0a-9a51-{number:012d}"


def execution(state: str = "Succeeded", ended: str = "2026-03-10T11:40:00Z", **counts: int) -> Row:
    error = (
        {"code": "SyncFailed", "message": "The cycle ended.", "tenant_actionable": True} if state == "Failed" else None
    )
    return {"activity_id": None, "began": ended, "ended": ended, "state": state, "counts": counts, "error": error}


def job(number: int, code: str = "Active", enabled: bool = True, template: str = TEMPLATE, **status: Any) -> Row:
    """A job as synchronization_info gives it."""
    known = {
        "code": code,
        "successive_complete_failures": 0,
        "escrows_pruned": False,
        "initial_cycle_completed": "2026-02-01T04:05:06Z",
        "last_cycle_completed": "2026-03-10T11:40:00Z",
        "last_execution": execution(imported=40 * number, exported=2 * number, escrowed=number % 3, entitled=12),
        "last_successful_execution": None,
        "last_successful_execution_with_exports": None,
        "progress": [],
        "quarantine": None,
        "synchronized_entries": {"User to User": 100 * number, "Group to Group": number},
        "troubleshooting_url": None,
    }
    return {
        "id": f"{template}.{number:032d}.{principal(number)}",
        "template_id": template,
        "enabled": enabled,
        "schedule": {"state": "Active" if enabled else "Disabled", "interval": "PT40M", "expiration": None},
        "status": {**known, **status},
        "settings": [],
    }


def application(number: int, name: str, *jobs: Row, **members: Any) -> Row:
    whose = {"service_principal_id": principal(number), "app_id": principal(number + 500), "display_name": name}
    return {**whose, "error": None, "jobs": list(jobs), **members}


def quarantine(
    reason: str = "EncounteredQuarantineException", began: str = "2026-03-07T08:00:00Z", **members: Any
) -> Row:
    return {
        "reason": reason,
        "error": {
            "code": "SystemForCrossDomainIdentityManagementInvalidCredentials",
            "message": "The credentials were refused by the target.",
            "tenant_actionable": True,
        },
        "began": began,
        "series_began": began,
        "series_count": 1,
        "next_attempt": "2026-03-10T14:00:00Z",
        "remedy": "Check the credentials and whether the target answers.",
        **members,
    }


def synchronizations() -> list[Row]:
    """One job in each state, some without a job, some that could not be read."""
    many = quarantine(
        "TooManyDeletes",
        "2026-03-09T22:00:00Z",
        error=None,
        series_count=3,
        remedy="Bring the objects back into scope, or let the deletions through.",
    )
    half = [{"completed_units": 1200, "total_units": 4000, "units": "users", "observed": "2026-03-10T11:30:00Z"}]
    url = "https://learn.example/trouble?a=1&b=2"
    refused = "the service answered 403 Forbidden for service principal %s."
    return [
        application(1, "Contoso SCIM", job(1, "Quarantine", quarantine=quarantine(), troubleshooting_url=url)),
        application(2, "Fabrikam Sign-On", job(2), job(20, template="fabrikamSingleSignon")),
        application(3, "Northwind HR", job(3, "Quarantine", quarantine=many, successive_complete_failures=4)),
        application(4, "Tailspin Toys", job(4, last_execution=execution("Failed"), successive_complete_failures=2)),
        application(
            5, "Adventure Works", job(5, last_execution=execution("EntryLevelErrors", imported=90, escrowed=12))
        ),
        application(
            6, "Wide World Importers", job(6, last_execution=execution(ended="2026-03-09T12:00:00Z", imported=7))
        ),
        application(7, "Litware", job(7, initial_cycle_completed=None, progress=half)),
        application(8, "Proseware", job(8, "NotRun", last_execution=None, initial_cycle_completed=None)),
        application(9, "Woodgrove Bank", job(9, "Paused", enabled=False, escrows_pruned=True)),
        application(10, "Plain Web App"),
        application(11, "Blue Yonder", error=refused % principal(11), jobs=None),
        application(12, "Coho Vineyard", error=refused % principal(12), jobs=None),
    ]


def declared() -> Row:
    """The result of a check run of `synchronizations`: two applications drifted, one failed, one as declared."""
    contoso, fabrikam = f"service principal {principal(1)}", f"service principal {principal(2)}"
    rows = "synchronization schema of job scim.1"
    changes = [
        {
            "action": "update",
            "target": f"settings of {contoso}",
            "before": {"SyncAll": True},
            "after": {"SyncAll": False},
        },
        {
            "action": "replace",
            "target": f"{rows} of {contoso}",
            "before": {"Users / User → User": {"userName": {"source": "[userPrincipalName]", "matching_priority": 1}}},
            "after": {"Users / User → User": {"userName": {"source": "[mail]", "matching_priority": 1}}},
        },
        {
            "action": "start",
            "target": f"job scim.2 of {fabrikam}",
            "before": {"schedule": "Disabled"},
            "after": {"schedule": "Active"},
        },
        {"action": "create", "target": "application Lucerne Publishing", "before": None, "after": {"template": "scim"}},
    ]
    hazard = {"name": "change_scope", "detail": f"the scope of {rows}", "consequence": "objects may leave the scope"}
    return {
        "changed": True,
        "plan": {"summary": "4 changes", "fingerprint": "9b1c5f0e", "changes": changes, "hazards": [hazard]},
        "applications": [
            declared_application(1, "Contoso SCIM", True, "2 changes: update settings; replace schema"),
            declared_application(2, "Fabrikam Sign-On", True, "1 change: start job"),
            declared_application(5, "Adventure Works", False, "no changes"),
            declared_application(11, "Blue Yonder", False, None, "Could not read the jobs: 403 Forbidden"),
        ],
    }


def declared_application(number: int, name: str, changed: bool, summary: str | None, msg: str | None = None) -> Row:
    error = {"status": 403, "code": "Forbidden", "request_id": None, "client_request_id": None} if msg else None
    return {
        "name": name,
        "service_principal_id": principal(number),
        "changed": changed,
        "summary": summary,
        "settings": {},
        "secret_keys": [],
        "jobs": [],
        "msg": msg,
        "error": error,
        "failed_change": None,
    }


SCHEMA = {
    "synchronization_rules": [
        {
            "id": "9d1a6a35-4e0f-4c53-8a57-0f6f3f1c2b01",
            "name": "USERGROUP_OUTBOUND_USERGROUP",
            "object_mappings": [
                {
                    "source_object": "User",
                    "target_object": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                    "flow_types": ["Add", "Update"],
                    "attribute_mappings": [
                        {
                            "target_attribute": "nickName",
                            "source": 'Join(" ", [givenName], [surname])',
                            "flow_behavior": "FlowAlways",
                        },
                        {"target_attribute": "title", "state": "absent"},
                    ],
                }
            ],
        }
    ],
    "directories": [
        {
            "name": "SCIM",
            "objects": [{"name": "User", "attributes": [{"name": "urn:contoso:badge", "type": "Integer"}]}],
        }
    ],
}


def schemas() -> list[Row]:
    """Results of synchronization_schema_info with `only: changes`, as a loop registers them."""
    ids = [job(1)["id"], job(2)["id"]]
    failed = {
        "failed": True,
        "msg": "Could not read the schema: 403 Forbidden",
        "ansible_loop_var": "report_job",
        "report_job": [{"display_name": "Tailspin Toys"}, {"id": "scim.4"}],
    }
    return [
        {
            "schema": {"id": ids[0], "version": "Date:2026", **SCHEMA},
            "not_expressed": ["A rule that is not editable differs."],
        },
        {
            "schema": {"id": ids[1], "version": "4.0", "synchronization_rules": [], "directories": []},
            "not_expressed": [],
        },
        failed,
    ]


def gathered() -> Row:
    """The result of `synchronizations` with `state: gathered`."""
    application_ = {
        "display_name": "Contoso SCIM",
        "jobs": [{"template_id": "scim", "state": "started", "schema": SCHEMA}],
    }
    usual = {"display_name": "Fabrikam Sign-On", "jobs": [{"template_id": "scim", "state": "started"}]}
    return {
        "gathered": {
            "applications": [application_, usual],
            "remarks": {"Contoso SCIM": ["schema of job scim: Two rules differ.", "settings: ..."]},
        }
    }


def entry(when: str, status: str, action: str = "update", code: str | None = None, name: str = "Contoso SCIM") -> Row:
    return {
        "id": when,
        "activity_date_time": when,
        "job_id": "scim.1",
        "action": action,
        "status": status,
        "error_code": code,
        "reason": f"Adele Vance could not be written: {code}" if code else None,
        "error_category": "non_service_failure" if code else None,
        "recommended_action": "Mend the attribute at the source." if code else None,
        "service_principal": {"id": principal(1), "display_name": name},
        "source_identity": {"id": "87d349ed", "display_name": "Adele Vance", "type": "User", "details": {}},
    }


def log() -> Row:
    """A week of the provisioning log as provisioning_log_info gives it."""
    entries = []
    for day in range(3, 10):
        for hour in range(0, 24, 2):
            when = f"2026-03-{day:02d}T{hour:02d}:15:00.1234567Z"
            entries.append(entry(when, "success", "create" if hour == 8 else "update", name="Fabrikam Sign-On"))
            if (day + hour) % 3 == 0:
                entries.append(entry(when, "skipped", "other", "NotEffectivelyEntitled", name="Fabrikam Sign-On"))
            if day > 6 and hour % 4 == 0:
                entries.append(entry(when, "failure", "other", "InvalidCredentials"))
            if (day, hour) in {(5, 10), (8, 4)}:
                entries.append(entry(when, "warning", "disable", "DuplicateTargetEntries", name="Adventure Works"))
    return {"entries": entries, "limited": True, "changed": False}


def everything() -> Row:
    return {"synchronizations": synchronizations(), "declared": declared(), "schemas": schemas(), "log": log()}


def large(count: int = 300) -> Row:
    """A tenant of so many applications."""
    rows = [
        application(
            number,
            f"Application {number:03d}",
            job(number, "Quarantine", quarantine=quarantine())
            if number % 29 == 0
            else job(number, enabled=number % 17 > 0),
        )
        for number in range(1, count + 1)
    ]
    return {"synchronizations": rows, "log": log()}

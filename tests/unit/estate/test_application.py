# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One application as it is declared: what is refused before any request, and what it is made up of."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import application, options
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.tests.unit.estate_graph import NAME, entry, row
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY, ID, OTHER

BAD = "not-a-guid"


def bare(number=0, state=options.MERGED, **given):
    """An entry that nobody checked."""
    params = {option: spec.get("default") for option, spec in options.APPLICATION.items()}
    return Application(number, {**params, **given}, state)


def problems(*entries):
    with pytest.raises(InvalidInput) as problem:
        application.check(list(entries))
    return list(problem.value.problems)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"service_principal_id": BAD}, "service_principal_id: "),
        ({"app_id": BAD}, "app_id: "),
        ({"display_name": "  "}, "display_name: the value is empty."),
        ({"display_name": NAME, "application_template_id": BAD}, "application_template_id: "),
        (
            {"service_principal_id": ID, "application_template_id": GALLERY},
            "application_template_id: an application is made by",
        ),
        (
            {"display_name": " Litware", "application_template_id": GALLERY},
            "display_name: the value begins or ends with a blank",
        ),
        (
            {"display_name": NAME, "settings": {"BaseAdress": "x"}},
            "settings: the service has no key 'BaseAdress'.",
        ),
        ({"display_name": NAME, "secrets": {"SecretToken": ""}}, "secrets.SecretToken: the value is empty."),
        ({"display_name": NAME, "jobs": [row(template_id="")]}, "jobs[0]: template_id: the value is empty."),
        ({"display_name": NAME, "jobs": [row(wait_for="steady")]}, "jobs[0]: wait_for: steady needs state: started"),
        ({"display_name": NAME, "jobs": [row(), row(schema={})]}, "jobs: scim is declared twice."),
        (
            {"display_name": NAME, "jobs": [row(schema={})]},
            "jobs[0].schema: synchronization_rules: nothing is declared",
        ),
        (
            {"display_name": NAME, "jobs": [row(state="absent", schema={"state": "reset"})]},
            "jobs[0].schema: the job goes (state: absent); leave its schema out.",
        ),
        ({"display_name": NAME, "jobs": [row(schema={"document": {"synchronizationRules": 5}})]}, "jobs[0].schema: "),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_meant_is_refused_with_its_place(given, said):
    found = problems(bare(3, **given))
    name = next(str(given[option]) for option in ("display_name", "service_principal_id", "app_id") if option in given)
    assert any(f"applications[3] ({name})" in one and said in one for one in found), found
    assert all(one.startswith(f"applications[3] ({name}): ") for one in found if "The keys are" not in one)


def test_all_problems_of_all_entries_come_at_once():
    found = problems(
        bare(0, display_name=NAME, settings={"BaseAddress": ""}, jobs=[row(wait_timeout=0)]),
        bare(1, app_id=BAD),
        bare(2, display_name="contoso SCIM"),
    )
    assert [one.partition(":")[0] for one in found] == [
        "applications[0] (Contoso SCIM)",
        "applications[0] (Contoso SCIM)",
        "applications[1] (not-a-guid)",
        "applications[2] (contoso SCIM)",
    ]
    assert found[-1].endswith("it is declared twice, first in applications[0]; make it one entry.")


def test_what_is_fine_is_not_refused():
    application.check(
        [bare(0, display_name=NAME), bare(1, service_principal_id=ID), bare(2, service_principal_id=OTHER)]
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"display_name": NAME}, NAME),
        ({"app_id": OTHER}, OTHER),
        ({"service_principal_id": ID}, ID),
    ],
)
def test_an_application_is_called_what_the_declaration_calls_it(given, name):
    assert bare(**given).name == name


@pytest.mark.parametrize("state", options.WRITING)
def test_settings_are_a_part_where_something_is_said_of_them(state):
    assert bare(display_name=NAME, state=state).settings() is None
    given = bare(display_name=NAME, state=state, settings={"SyncAll": True}, remove_keys=["BaseAddress"])
    part = given.settings()
    assert part.params["remove_keys"] == ["BaseAddress"]
    # What is deleted stores nothing.
    assert (part.params["settings"] is None) is (state == options.DELETED)


def test_settings_that_nobody_declared_go_with_those_that_were_told_to_go():
    part = bare(display_name=NAME, remove_keys=["SyncAll"]).settings(("BaseAddress",))
    assert (part.params["remove_keys"], part.undeclared) == (["SyncAll", "BaseAddress"], "BaseAddress")


def test_each_job_is_followed_by_its_schema():
    given = entry(jobs=[{"schema": {"state": "reset"}}, {"template_id": "customappsso"}])
    assert [(part.kind, part.label, part.of) for part in given.jobs()] == [
        ("job", "jobs[0]", ""),
        ("schema", "jobs[0].schema", "jobs[0]"),
        ("job", "jobs[1]", ""),
    ]


def test_jobs_of_what_is_deleted_are_absent_without_a_schema_or_a_wait():
    rows = [{"state": "started", "wait_for": "steady", "schema": {"state": "reset"}}]
    ((part),) = entry(jobs=rows, state=options.DELETED).jobs()
    assert (part.params["state"], part.params["wait_for"]) == ("absent", "none")


@pytest.mark.parametrize(
    ("state", "schema", "becomes"),
    [
        (options.MERGED, {"test_cases": []}, "merged"),
        (options.REPLACED, {}, "replaced"),
        (options.OVERRIDDEN, {}, "overridden"),
        (options.OVERRIDDEN, {"state": "merged"}, "merged"),
        (options.REPLACED, {"document": {}}, "merged"),
        (options.REPLACED, {"restore": "/x"}, "merged"),
    ],
)
def test_a_schema_takes_the_state_of_the_task_where_it_has_none_of_its_own(state, schema, becomes):
    given = bare(display_name=NAME, state=state, jobs=[row(schema=schema)])
    assert list(given.jobs())[1].params["state"] == becomes


def test_the_quarantine_of_a_job_is_judged_as_the_task_says_unless_the_job_says_otherwise():
    given = Application(
        0, {"display_name": NAME, "jobs": [row(), row(on_quarantine="restart")]}, options.MERGED, "ignore"
    )
    assert [part.params["on_quarantine"] for part in given.jobs()] == ["ignore", "restart"]


@pytest.mark.parametrize(
    ("state", "made"), [(options.MERGED, True), (options.REPLACED, True), (options.DELETED, False)]
)
def test_an_application_is_made_where_it_is_said_from_what_and_never_to_delete_of_it(state, made):
    given = bare(display_name=NAME, application_template_id=GALLERY, state=state)
    assert (given.creation() is not None) is made
    assert bare(display_name=NAME, state=state).creation() is None


def test_a_job_that_nobody_declared_is_deleted_by_its_id_and_its_quarantine_does_not_matter():
    part = application.deleted("scim.1.2", undeclared=True)
    assert (part.params["job_id"], part.params["state"], part.params["on_quarantine"]) == (
        "scim.1.2",
        "absent",
        "ignore",
    )
    assert (part.undeclared, application.deleted("scim.1.2", undeclared=False).undeclared) == ("scim.1.2", "")

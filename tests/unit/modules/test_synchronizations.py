# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronizations: many applications from where they are to where they shall be, and an account of each."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations as resource
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer
from ansible_collections.entra.provisioning.tests.unit.directory_graph import DirectoryGraph
from ansible_collections.entra.provisioning.tests.unit.estate_graph import (
    EstateGraph,
    EstateSchemaGraph,
    FakeReads,
    ManyAtOnce,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    HERE,
    ID,
    OTHER,
    QUARANTINE,
    SECRET,
    THERE,
    FakeGraph,
    job,
    principal,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.schema_graph import SCHEMA, declared, document
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

OTHER_APP = "6d1b5e1f-7c1c-4a1a-9e5c-1a4a6b2b0d33"
ADDRESS = {"BaseAddress": "https://scim.contoso.example/v2"}
TOKEN = {"SecretToken": SECRET}
FORBIDDEN = refusal(errors.Forbidden, 403, "Authorization_RequestDenied", "read the jobs")
TRUTHS = {True: {"key": "SyncAll", "value": "True"}, False: {"key": "SyncAll", "value": "False"}}


def service(here=(), there=(), stored=(), stored_there=(), kind=EstateGraph, **routes):
    """Contoso (ID) and Fabrikam (OTHER) with jobs and stored keys."""
    graph = kind()
    graph.routes.update(
        {
            "/servicePrincipals": [principal(), principal(OTHER, "Fabrikam", OTHER_APP)],
            f"/servicePrincipals(appId='{APP}')": principal(),
            f"{HERE}/jobs": list(here),
            f"{HERE}/secrets": list(stored),
            f"{HERE}/templates": [template()],
            f"{THERE}/jobs": list(there),
            f"{THERE}/secrets": list(stored_there),
            f"{THERE}/templates": [template()],
            **routes,
        }
    )
    return graph


def contoso(**options):
    return {"service_principal_id": ID, **options}


def fabrikam(**options):
    return {"service_principal_id": OTHER, **options}


def jobs(state="started", **options):
    return [{"template_id": "scim", "state": state, **options}]


def apply(fake, *applications, check=False, last_first=False, before_works=None, **options):
    """The result of a task."""
    fake.last_first, fake.before_works = last_first, before_works
    return run(resource, fake.fork(read_only=check), check=check, applications=list(applications), **options)


def failing(fake, *applications, **options):
    """The result of a task that fails."""
    with pytest.raises(_road.Stopped) as caught:
        apply(fake, *applications, **options)
    return caught.value.result


def actions(result):
    return [change["action"] for change in result["plan"]["changes"]]


def writes(fake):
    """The writes, by whose they are, verb and last part of the path."""
    names = {ID: "contoso", OTHER: "fabrikam"}
    return [(names.get(path.split("/")[2]), verb, path.rpartition("/")[2]) for verb, path, _body in fake.writes]


def hazards(result):
    return [hazard["name"] for hazard in result["plan"]["hazards"]]


WRONG = {
    "nothing declared": ([], {}, "applications: the list is empty, so nothing is declared."),
    "too much at a time": ([contoso()], {"concurrency": 33}, "concurrency: 33 is out of range; give 1 to 32."),
    "nothing at a time": ([contoso()], {"concurrency": 0}, "concurrency: 0 is out of range; give 1 to 32."),
    "no share": ([contoso()], {"max_changed_share": 30}, "max_changed_share: 30 is no share; give 0 to 1."),
    "an export for nothing": (
        [contoso()],
        {"running_config": "[]"},
        "running_config: it is read with state: parsed only, and state is merged.",
    ),
    "no id": (
        [{"service_principal_id": "contoso"}],
        {},
        "applications[0] (contoso): service_principal_id: 'contoso' is not an id; give a GUID",
    ),
    "no name": ([{"display_name": " "}], {}, "applications[0] ( ): display_name: the value is empty."),
    "made of no name": (
        [contoso(application_template_id=GALLERY)],
        {},
        f"applications[0] ({ID}): application_template_id: an application is made by its display_name; give it.",
    ),
    "made of no entry": (
        [{"display_name": "Contoso", "application_template_id": "scim"}],
        {},
        "applications[0] (Contoso): application_template_id: 'scim' is not an id",
    ),
    "a key that is none": (
        [fabrikam(), contoso(settings={"BaseAdress": "x"})],
        {},
        f"applications[1] ({ID}): settings: the service has no key 'BaseAdress'. Did you mean BaseAddress?",
    ),
    "a wait for what is not wanted": (
        [contoso(jobs=jobs("paused", wait_for="steady"))],
        {},
        f"applications[0] ({ID}): jobs[0]: wait_for: steady needs state: started, and state is paused.",
    ),
    "a schema that says nothing": (
        [contoso(jobs=jobs(schema={}))],
        {},
        f"applications[0] ({ID}): jobs[0].schema: synchronization_rules: nothing is declared",
    ),
    "a schema of what goes": (
        [contoso(jobs=jobs("absent", schema={"state": "reset"}))],
        {},
        f"applications[0] ({ID}): jobs[0].schema: the job goes (state: absent); leave its schema out.",
    ),
    "one job twice": ([contoso(jobs=[*jobs(), *jobs()])], {}, f"applications[0] ({ID}): jobs: scim is declared twice."),
    "one application twice": (
        [contoso(), contoso()],
        {},
        f"applications[1] ({ID}): it is declared twice, first in applications[0]; make it one entry.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_told_with_its_place_before_any_request(case):
    applications, options, words = WRONG[case]
    fake = service()
    with pytest.raises(InvalidInput) as caught:
        apply(fake, *applications, **options)
    assert words in str(caught.value)
    assert fake.reads == []


def test_all_problems_of_all_applications_are_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        apply(service(), contoso(settings={"SyncAll": "maybe"}), fabrikam(jobs=jobs("paused", wait_for="steady")))
    first, second = caught.value.problems
    assert first.startswith(f"applications[0] ({ID}): settings.SyncAll")
    assert second.startswith(f"applications[1] ({OTHER}): jobs[0]: wait_for")


@pytest.mark.parametrize("state", ["merged", "replaced", "overridden", "deleted", "rendered"])
def test_states_of_a_declaration_want_one(state):
    with pytest.raises(Refused, match="applications"):
        parameters(resource, {"state": state})


def test_one_service_principal_by_two_names_is_refused_once_it_is_known():
    fake = service()
    with pytest.raises(InvalidInput, match="applications\\[1\\] .* as is applications\\[0\\].*; make them one entry"):
        apply(fake, contoso(settings=ADDRESS), {"app_id": APP, "jobs": jobs()})
    assert fake.writes == []


def test_an_application_comes_about_in_order():
    fake = service(kind=EstateSchemaGraph, here=[])
    wanted = declared({"target_attribute": "nickName", "source": "mailNickname"})
    whole = contoso(settings=ADDRESS, secrets=TOKEN, jobs=jobs(schema={"synchronization_rules": wanted}))
    result = apply(fake, whole)
    assert actions(result) == ["store", "create", "replace", "start"]
    names = [(verb, path.rpartition("/")[2]) for verb, path, _body in fake.writes]
    assert names == [("PUT", "secrets"), ("POST", "jobs"), ("PUT", "schema"), ("POST", "start")]
    assert result["changed"] is True
    again = apply(fake, whole)
    assert (again["changed"], again["plan"]["changes"], len(fake.writes)) == (False, [], 4)


def test_a_schema_is_written_before_its_job_starts_and_after_it_pauses():
    wanted = {"synchronization_rules": declared({"target_attribute": "city", "state": "absent"})}
    starting = service(kind=EstateSchemaGraph, here=[job()])
    pausing = service(kind=EstateSchemaGraph, here=[job(state="Active", code="Active")])
    for fake, state in ((starting, "started"), (pausing, "paused")):
        apply(fake, contoso(jobs=jobs(state, schema=wanted)))
    assert [name for _whose, _verb, name in writes(starting)] == ["schema", "start"]
    assert [name for _whose, _verb, name in writes(pausing)] == ["pause", "schema"]


@pytest.mark.parametrize("last_first", [False, True])
def test_the_plan_is_in_the_order_of_the_declaration_whatever_is_read_first(last_first):
    declaration = [contoso(settings=ADDRESS, jobs=jobs()), fabrikam(settings=ADDRESS, jobs=jobs("paused"))]
    result = apply(service(), *declaration, check=True, last_first=last_first)
    assert actions(result) == ["store", "create", "start", "store", "create"]
    assert [row["name"] for row in result["applications"]] == [ID, OTHER]
    assert result["plan"] == apply(service(), *declaration, check=True)["plan"]


def test_check_mode_shows_what_a_run_does_and_writes_nothing():
    fake = service(here=[job()])
    declaration = [contoso(settings=ADDRESS, jobs=jobs()), fabrikam(jobs=jobs())]
    checked = apply(fake, *declaration, check=True)
    assert fake.writes == []
    real = apply(fake, *declaration)
    assert {part: real[part] for part in ("changed", "plan", "diff")} == {
        part: checked[part] for part in ("changed", "plan", "diff")
    }


def test_each_application_has_its_result():
    fake = service(here=[job()], stored=[{"key": "SecretToken", "value": "*"}, TRUTHS[False]])
    result = apply(fake, {"app_id": APP, "settings": {"SyncAll": False}, "jobs": jobs()}, fabrikam(jobs=jobs("absent")))
    first, second = result["applications"]
    assert {name: first[name] for name in first if name != "jobs"} == {
        "name": APP,
        "service_principal_id": ID,
        "changed": True,
        "summary": f"1 change: start job {job()['id']} of service principal {ID}",
        "settings": {"SyncAll": False},
        "secret_keys": ["SecretToken"],
        "msg": None,
        "error": None,
        "failed_change": None,
    }
    assert (first["jobs"][0]["enabled"], second["jobs"]) == (True, [None])
    assert (second["changed"], second["summary"], second["settings"]) == (False, "no changes", None)


def test_a_job_tells_what_became_of_its_schema():
    fake = service(kind=EstateSchemaGraph, here=[job()])
    case = {
        "source_object": "User",
        "attributes": {"mail": "a@contoso.example"},
        "expected": {"mail": "a@contoso.example"},
    }
    (row,) = apply(fake, contoso(jobs=jobs("present", schema={"test_cases": [case]})))["applications"]
    (told,) = row["jobs"]
    assert (told["id"], told["schema"]["id"]) == (job()["id"], document()["id"])
    assert ([one["passed"] for one in told["test_results"]], told["backup_file"]) == ([True], None)


def test_a_secret_stands_nowhere():
    fake = service()
    result = apply(fake, contoso(secrets=TOKEN, jobs=jobs()))
    assert SECRET not in json.dumps(result)
    assert SECRET not in repr(resource.propose(fake, parameters(resource, {"applications": [contoso()]})))


def test_a_secret_that_stands_in_the_wrong_place_is_masked_whatever_else_is_wrong():
    fake = service()
    with pytest.raises(InvalidInput):
        apply(fake, contoso(settings={"secrettoken": SECRET}), contoso())
    assert fake.redactor.text(SECRET) == "********"


def test_a_hazard_that_nobody_accepted_stops_all_applications():
    fake = service(stored=[{"key": "SecretToken", "value": "*"}])
    result = failing(fake, fabrikam(jobs=jobs()), contoso(settings=ADDRESS))
    assert "Refused before the first write: delete_undeclared" in result["msg"]
    assert (fake.writes, result["changed"]) == ([], False)


@pytest.mark.parametrize(
    ("whose", "accepted"), [("contoso", True), ("fabrikam", False), ("task", True)], ids=["its own", "another's", "all"]
)
def test_a_hazard_is_accepted_for_one_application_or_for_all(whose, accepted):
    hidden = [{"key": "SecretToken", "value": "*"}]
    fake = service(stored=hidden)
    accept = {"accept_hazards": ["delete_undeclared"]}
    applications = [
        contoso(settings=ADDRESS, **(accept if whose == "contoso" else {})),
        fabrikam(jobs=jobs(), **(accept if whose == "fabrikam" else {})),
    ]
    options = accept if whose == "task" else {}
    result = apply(fake, *applications, **options) if accepted else failing(fake, *applications, **options)
    assert hazards(result) == ["delete_undeclared"]
    assert bool(fake.writes) is accepted


def crowd(changing, others, with_jobs=True):
    """Applications of which some will change; all have jobs, or none has."""
    fake = EstateGraph()
    declaration = []
    for number in range(changing + others):
        identity = f"0000000a-0000-4000-8000-{number:012d}"
        here = f"/servicePrincipals/{identity}/synchronization"
        fake.routes[f"{here}/jobs"] = [job(state="Active", code="Active")] if with_jobs else []
        fake.routes[f"{here}/templates"] = [template()]
        state = "paused" if number < changing else "started"
        declaration.append({"service_principal_id": identity, "jobs": jobs(state)})
    return fake, declaration


SHARES = [
    (3, 7, True, []),
    (4, 6, True, ["change_many"]),
    (10, 0, True, ["change_many"]),
    (4, 5, True, []),
    (30, 0, False, []),
]


@pytest.mark.parametrize(
    ("changing", "others", "with_jobs", "found"),
    SHARES,
    ids=["a share that may", "one too many", "all", "too few to be many", "first jobs"],
)
def test_a_large_share_of_changes_is_a_hazard(changing, others, with_jobs, found):
    fake, declaration = crowd(changing, others, with_jobs)
    result = apply(fake, *declaration, check=True)
    assert hazards(result) == found
    if found:
        detail = result["plan"]["hazards"][0]["detail"]
        assert detail.startswith(f"{changing} of {changing + others} applications with jobs would change")


def test_the_share_is_the_users_to_say():
    fake, declaration = crowd(6, 4)
    assert hazards(apply(fake, *declaration, check=True, max_changed_share=0.6)) == []
    assert hazards(apply(fake, *declaration, check=True, max_changed_share=0.5)) == ["change_many"]


def test_one_that_cannot_be_read_keeps_no_other_from_its_plan_and_fails_the_task():
    fake = service(**{f"{HERE}/jobs": FORBIDDEN})
    result = failing(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()))
    assert result["msg"].startswith(f"1 of 2 applications failed. {ID}: Could not read the jobs")
    assert result["msg"].endswith("2 of 2 changes were done.")
    assert writes(fake) == [("fabrikam", "POST", "jobs"), ("fabrikam", "POST", "start")]
    first, second = result["applications"]
    assert (first["changed"], first["error"]["status"], second["changed"]) == (False, 403, True)
    assert (second["msg"], result["error"]["status"], result["changed"]) == (None, 403, True)


def test_one_that_cannot_be_read_fails_check_mode_too():
    result = failing(service(**{f"{HERE}/jobs": FORBIDDEN}), contoso(jobs=jobs()), fabrikam(jobs=jobs()), check=True)
    assert "The rest was planned." in result["msg"]
    assert actions(result) == ["create", "start"]


def test_one_that_cannot_be_read_stops_all_where_that_was_asked_for():
    fake = service(**{f"{HERE}/jobs": FORBIDDEN})
    result = failing(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()), any_errors="stop")
    assert (fake.writes, result["changed"], result["done"]) == ([], False, [])
    assert "1 more was not begun. Nothing was changed." in result["msg"]
    assert result["applications"][1]["msg"] == "Not begun, since another application failed before."


def test_a_request_that_fails_as_a_whole_ends_the_task():
    graph = service()
    broken = errors.ServerFault("Could not read: the service answered 503.", status=503, request_id="1")

    class Broken(FakeReads):
        def __iter__(self):
            return self

        def __next__(self):
            raise broken

    graph.fork = lambda **_told: graph
    graph.reads = lambda lanes, doing: Broken(graph)
    with pytest.raises(errors.ServerFault) as caught:
        run(resource, graph, applications=[contoso(jobs=jobs()), fabrikam(jobs=jobs())])
    assert (caught.value, graph.writes) == (broken, [])


def refused_start(fake, root=HERE):
    fake.routes["POST", f"{root}/jobs/{job()['id']}/start"] = refusal(errors.BadRequest, 400, "Bad", "start the job")
    return fake


def test_a_write_that_fails_is_told_with_what_was_done_and_the_others_go_on():
    fake = refused_start(service())
    result = failing(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()))
    assert [change["action"] for change in result["done"]] == ["create", "create", "start"]
    assert result["failed_change"]["action"] == "start"
    first, second = result["applications"]
    assert (first["changed"], first["failed_change"]["action"], second["msg"]) == (True, "start", None)
    assert "3 of 4 changes were done." in result["msg"]
    fake.routes.pop(("POST", f"{HERE}/jobs/{job()['id']}/start"))
    assert actions(apply(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()))) == ["start"]


def test_a_write_that_fails_lets_nothing_more_begin_where_that_was_asked_for():
    fake = refused_start(service())
    result = failing(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()), any_errors="stop")
    assert writes(fake) == [("contoso", "POST", "jobs"), ("contoso", "POST", "start")]
    assert result["applications"][1]["msg"] == "Not begun, since another application failed before."
    assert "1 more was not begun." in result["msg"]


def test_a_defect_of_ours_in_one_application_is_told_and_the_others_go_on(monkeypatch):
    fake = service()
    fake.routes["POST", f"{HERE}/jobs"] = KeyError("a defect")
    result = failing(fake, contoso(jobs=jobs()), fabrikam(jobs=jobs()))
    assert "Unexpected KeyError" in result["applications"][0]["msg"]
    assert result["applications"][1]["changed"] is True


def test_only_the_plan_that_was_reviewed_is_applied():
    fake = service()
    declaration = [contoso(jobs=jobs()), fabrikam(jobs=jobs("paused"))]
    reviewed = apply(fake, *declaration, check=True)["plan"]["fingerprint"]
    fake.routes[f"{THERE}/jobs"] = [job(state="Active", code="Active")]
    result = failing(fake, *declaration, expected_plan=reviewed)
    assert "The plan is not the one that was reviewed" in result["msg"]
    assert fake.writes == []
    fresh = apply(fake, *declaration, check=True)["plan"]["fingerprint"]
    assert apply(fake, *declaration, expected_plan=fresh)["changed"] is True


def test_what_somebody_else_changed_since_the_plan_fails_its_application_only():
    fake = service(stored=[TRUTHS[True]])

    def meddle(fake):
        fake.routes[f"{HERE}/secrets"][:] = [{"key": "BaseAddress", "value": "https://other.example"}, TRUTHS[True]]

    declaration = [contoso(settings={**ADDRESS, "SyncAll": False}), fabrikam(jobs=jobs())]
    result = failing(fake, *declaration, before_works=meddle)
    assert "settings: the plan is no longer what it was at the beginning of this run" in result["msg"]
    assert {whose for whose, _verb, _name in writes(fake)} == {"fabrikam"}
    assert apply(fake, *declaration)["changed"] is True


def test_what_somebody_else_did_meanwhile_is_not_done_again():
    fake = service(here=[job()])
    apply(fake, contoso(jobs=jobs()), before_works=lambda fake: fake._act(f"{HERE}/jobs/{job()['id']}", "start", None))
    assert fake.writes == []


STRANGE = {**job(), "id": "customappsso.1", "templateId": "customappsso"}
NOTIFIED = {"key": "SyncNotificationSettings", "value": '{"Enabled":true}'}


def test_what_is_not_declared_stays_when_merged():
    fake = service(here=[job(), STRANGE], stored=[TRUTHS[True]])
    assert apply(fake, contoso(settings={"SyncAll": True}, jobs=jobs("present")))["changed"] is False


def test_a_job_that_is_not_declared_goes_when_replaced():
    fake = service(here=[job(), STRANGE], there=[STRANGE], stored=[TRUTHS[True]])
    declaration = [contoso(jobs=jobs("present")), fabrikam(settings=ADDRESS)]
    checked = apply(fake, *declaration, check=True, state="replaced")
    assert hazards(checked) == ["delete_undeclared"]
    assert "customappsso.1" in checked["plan"]["hazards"][0]["detail"]
    result = apply(fake, *declaration, state="replaced", accept_hazards=["delete_undeclared"])
    assert writes(fake) == [("contoso", "DELETE", "customappsso.1"), ("fabrikam", "PUT", "secrets")]
    assert [row["id"] for row in fake.routes[f"{HERE}/jobs"]] == [job()["id"]]
    assert result["applications"][0]["jobs"][0] is None


def test_a_key_that_is_not_declared_goes_when_replaced_but_for_the_one_that_cannot():
    fake = service(stored=[TRUTHS[True], {"key": "SecretToken", "value": "*"}, NOTIFIED, {"key": "Url", "value": "x"}])
    declaration = contoso(settings={"SyncAll": True}, remove_keys=["Url"], accept_hazards=["delete_undeclared"])
    result = apply(fake, declaration, state="replaced")
    assert result["applications"][0]["secret_keys"] == []
    assert sorted(result["applications"][0]["settings"]) == ["SyncAll", "SyncNotificationSettings"]
    assert "SecretToken of service principal" in result["plan"]["hazards"][0]["detail"]


def test_a_schema_takes_its_state_from_the_task():
    wanted = {"synchronization_rules": declared({"target_attribute": "city", "source": "city"})}
    fake = service(kind=EstateSchemaGraph, here=[job()])
    assert apply(fake, contoso(jobs=jobs("present", schema=wanted)), check=True)["changed"] is False
    replaced = apply(fake, contoso(jobs=jobs("present", schema=wanted)), check=True, state="replaced")
    assert set(hazards(replaced)) >= {"delete_undeclared", "remove_mappings"}
    own = {**wanted, "state": "merged"}
    assert apply(fake, contoso(jobs=jobs("present", schema=own)), check=True, state="replaced")["changed"] is False


def test_the_rest_of_the_tenant_goes_when_overridden():
    fake = service(here=[job()], there=[job()], stored=[TRUTHS[True]], stored_there=[TRUTHS[True]])
    declaration = {"display_name": "contoso scim", "jobs": jobs("present"), "settings": {"SyncAll": True}}
    fake.list = _whatever_its_case(fake)
    result = apply(fake, declaration, state="overridden", accept_hazards=["delete_undeclared"])
    assert writes(fake) == [("fabrikam", "DELETE", job()["id"]), ("fabrikam", "PUT", "secrets")]
    assert fake.routes[f"{THERE}/jobs"] == fake.routes[f"{THERE}/secrets"] == []
    assert [row["name"] for row in result["applications"]] == ["contoso scim", OTHER]


def _whatever_its_case(fake):
    """The directory's way to find a name."""
    listed = fake.list

    def find(path, *, query=None, **told):
        rows = listed(path, query={}, **told)
        clause = (query or {}).get("$filter", "").lower()
        return [row for row in rows if not clause or row["displayName"].lower() in clause]

    return find


def test_overridden_fails_when_it_cannot_see_the_whole_tenant():
    fake = service(here=[job()], **{f"{THERE}/jobs": FORBIDDEN})
    with pytest.raises(Situation, match=f"concerns the whole tenant, and the jobs of {OTHER} could not be read"):
        apply(fake, contoso(jobs=jobs("present")), state="overridden")
    assert fake.writes == []


def test_service_principals_that_know_no_synchronization_are_passed_over_when_overridden():
    fake = service(here=[job()])
    del fake.routes[f"{THERE}/jobs"]
    assert apply(fake, contoso(jobs=jobs("present")), state="overridden")["changed"] is False


def test_a_job_that_one_replica_does_not_know_yet_is_seen_when_overridden():
    fake = service(here=[job()], there=[job()])
    answered, lagging = fake.answered, [f"{THERE}/jobs"]

    def lags(path, call):
        if path in lagging:
            lagging.remove(path)
            return Answer(path, None, refusal(errors.NotFound, 404))
        return answered(path, call)

    fake.answered = lags
    result = apply(fake, contoso(jobs=jobs("present")), check=True, state="overridden")
    assert (actions(result), [row["name"] for row in result["applications"]]) == (["delete"], [ID, OTHER])


def test_deleted_takes_the_declared_jobs_and_keys_and_looks_at_nothing_else():
    fake = service(here=[job(state="Active", code="Active"), STRANGE], stored=[TRUTHS[True]])
    declaration = contoso(settings=ADDRESS, remove_keys=["SyncAll"], jobs=jobs(schema={"state": "reset"}))
    result = apply(fake, declaration, state="deleted")
    assert writes(fake) == [("contoso", "DELETE", job()["id"]), ("contoso", "PUT", "secrets")]
    assert (hazards(result), fake.routes[f"{HERE}/secrets"]) == ([], [])
    assert apply(fake, declaration, state="deleted")["changed"] is False


def test_deleted_takes_all_jobs_of_an_application_that_names_none():
    fake = service(here=[job(), STRANGE])
    result = apply(fake, contoso(), state="deleted")
    assert actions(result) == ["delete", "delete"]
    assert (hazards(result), fake.routes[f"{HERE}/jobs"]) == ([], [])


class Directory(ManyAtOnce, DirectoryGraph):
    """The gallery and the directory, for many applications."""


def test_deleted_makes_no_application():
    fake = Directory()
    declaration = {"display_name": "Contoso Payroll", "application_template_id": GALLERY, "jobs": jobs()}
    result = apply(fake, declaration, state="deleted")
    assert (result["changed"], result.get("warnings"), fake.writes) == (False, [], [])


class Tenant(Directory):
    """Applications that are made there have a synchronization."""

    def make(self, *args, **options):
        made = super().make(*args, **options)
        here = f"/servicePrincipals/{made[0]['id']}/synchronization"
        self.routes.update({f"{here}/jobs": [], f"{here}/secrets": []})
        return made

    def _there(self, path):
        below = path.partition("/synchronization/")[2]
        return FakeGraph._there(self, path) if below.startswith(("jobs", "secrets")) else super()._there(path)


PAYROLL = {"display_name": "Contoso Payroll", "application_template_id": GALLERY}


def test_an_application_that_is_not_there_is_made_and_furnished():
    fake = Tenant()
    declaration = {**PAYROLL, "settings": ADDRESS, "secrets": TOKEN, "jobs": jobs()}
    checked = apply(fake, declaration, check=True)
    assert actions(checked) == ["create", "store", "create", "start"]
    assert (checked["applications"][0]["service_principal_id"], fake.writes) == (None, [])
    result = apply(fake, declaration)
    assert [path.rpartition("/")[2] for _verb, path, _body in fake.writes] == [
        "instantiate",
        "secrets",
        "jobs",
        "start",
    ]
    assert result["plan"] == checked["plan"]
    assert result["applications"][0]["service_principal_id"] == fake.principals[0]["id"]
    assert result["warnings"] == []
    assert apply(fake, declaration)["changed"] is False


def test_an_application_that_is_not_there_and_not_to_be_made_is_an_error():
    fake = service()
    result = failing(fake, {"display_name": "Contoso SCIN", "jobs": jobs()}, fabrikam(jobs=jobs("paused")))
    assert "this tenant has no service principal named 'Contoso SCIN'" in result["applications"][0]["msg"]
    assert result["applications"][1]["changed"] is True


def test_check_mode_plans_for_what_an_earlier_task_makes_where_it_may():
    fake = service()
    declaration = {"display_name": "Contoso Payroll", "jobs": jobs()}
    result = apply(fake, declaration, check=True, if_missing="plan")
    assert actions(result) == ["create", "start"]
    assert "'Contoso Payroll' does not exist yet" in result["warnings"][0]
    with pytest.raises(_road.Stopped, match="no service principal named 'Contoso Payroll'"):
        apply(fake, declaration, if_missing="plan")


@pytest.mark.parametrize(
    ("of_task", "of_job", "fails"),
    [("fail", None, True), ("ignore", None, False), ("ignore", "fail", True), ("fail", "ignore", False)],
)
def test_a_quarantine_is_what_the_job_or_else_the_task_says_of_it(of_task, of_job, fails):
    held = job(state="Active", code="Quarantine", quarantine=QUARANTINE)
    fake = service(here=[held])
    declaration = contoso(jobs=jobs(**({"on_quarantine": of_job} if of_job else {})))
    if fails:
        result = failing(fake, declaration, on_quarantine=of_task)
        assert "quarantine" in result["applications"][0]["msg"]
    else:
        result = apply(fake, declaration, on_quarantine=of_task)
        assert "quarantine" in result["warnings"][0] and result["warnings"][0].startswith(f"{ID}: ")


def test_what_is_only_waited_for_is_waited_for():
    fake = service(here=[job(state="Active", code="NotRun")])

    def done(fake):
        fake.routes[f"{HERE}/jobs"][0]["status"]["steadyStateFirstAchievedTime"] = "2026-03-01T04:05:06Z"

    fake.ticks = [done]
    result = apply(fake, contoso(jobs=jobs(wait_for="initial_cycle")))
    assert result["changed"] is False
    assert result["applications"][0]["jobs"][0]["status"]["initial_cycle_completed"] == "2026-03-01T04:05:06Z"


def test_a_wait_in_vain_fails_with_all_changes_done():
    result = failing(service(), contoso(jobs=jobs(wait_for="initial_cycle", wait_timeout=1)))
    assert [change["action"] for change in result["done"]] == ["create", "start"]
    assert (result["failed_change"], result["applications"][0]["changed"]) == (None, True)


def test_gathering_changes_nothing_and_reads_only():
    fake = service(here=[job()])
    fake.routes[f"{SCHEMA}"] = fake.routes[f"{HERE}/templates/scim/schema"] = document()
    result = run(resource, fake, state="gathered", applications=[contoso()])
    assert (result["changed"], fake.writes) == (False, [])
    assert result["gathered"]["applications"][0]["jobs"][0]["template_id"] == "scim"


def test_parsing_needs_no_service():
    text = json.dumps([{"display_name": "Contoso SCIM", "jobs": jobs()}])
    result = run(resource, FakeGraph(), state="parsed", running_config=text)
    assert result["parsed"]["applications"][0]["display_name"] == "Contoso SCIM"


def test_the_concurrency_is_that_of_the_task():
    graph = service()
    run(resource, graph, applications=[contoso(jobs=jobs())], concurrency=3)
    assert graph.concurrency == 3

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_bulk_upload: people on their way to a job, each request sent once, each accounted for."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import bulk_upload as resource
from ansible_collections.entra.provisioning.plugins.module_utils._resources import bulk_upload_endpoint as endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from ansible_collections.entra.provisioning.plugins.module_utils._scim.names import CORE, ENTERPRISE
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    QUARANTINE,
    SECRET,
    TENANT,
    FakeGraph,
    job,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, run

JOBS = f"{HERE}/jobs"
JOB = f"API2AAD.{TENANT}.{APP}"
UPLOAD = f"{JOBS}/{JOB}/bulkUpload"
ROOT = "https://graph.contoso.example"
FILTER = f"jobid eq '{JOB}'"
LOCATION = f"{ROOT}/v1.0/auditLogs/provisioning/?$filter=jobid%20eq%20'{JOB}'"
NAME = f"job {JOB} of service principal {ID}"
# The moments of the fake clock: our own is a minute fast.
OURS, ANSWERED = 1772448366.7, "Mon, 02 Mar 2026 10:45:06 GMT"


class Clock:
    def now(self):
        return OURS


class Service(FakeGraph):
    """Takes uploads: answers 202 and says where in the log they will be found. refuse: number of the upload -> error."""

    root = ROOT
    clock = Clock()

    def __init__(self, *jobs, headers=None, refuse=None):
        super().__init__({JOBS: list(jobs)})
        self.headers = {"Location": LOCATION, "Date": ANSWERED} if headers is None else headers
        self.refuse = refuse or {}
        self.sent = []

    def post(self, path, body=None, *, doing, needs=(), headers=None, **more):
        assert "repeatable" not in more and "fate" not in more, "an upload is sent once"
        self._note("POST", path, body, doing)
        self.sent.append((path, body, dict(headers or {}), tuple(needs)))
        if len(self.sent) in self.refuse:
            raise self.refuse[len(self.sent)]
        return Reply(202, self.headers, None)


def running(template_id="API2AAD", **status):
    return job(template_id, state="Active", code="Active", **status)


def service(**options):
    return Service(running(), **options)


def people(count, first=1):
    return [{"externalId": str(number), "userName": f"u{number}"} for number in range(first, first + count)]


def upload(graph, check=False, **options):
    named = {} if "job_id" in options else {"template_id": "API2AAD"}
    return run(resource, graph, check=check, service_principal_id=ID, **{**named, **options})


def stopped(graph, **options):
    with pytest.raises(Stopped) as stop:
        upload(graph, **options)
    return stop.value.result


def lost(code=None, status=None):
    return errors.Indeterminate("Could not upload: the connection broke.", status=status, outcome_unknown=True)


def test_users_go_in_requests_of_fifty_in_their_order():
    graph = service()
    result = upload(graph, users=people(120))
    assert [path for path, *_rest in graph.sent] == [UPLOAD] * 3
    sizes = [len(body["Operations"]) for _path, body, *_rest in graph.sent]
    assert sizes == [50, 50, 20]
    sent = [operation["data"]["externalId"] for _path, body, *_rest in graph.sent for operation in body["Operations"]]
    assert sent == [str(number) for number in range(1, 121)] == result["uploaded"]
    assert [change["target"] for change in result["plan"]["changes"]] == [
        f"users 1 to 50 of 120 to {NAME}",
        f"users 51 to 100 of 120 to {NAME}",
        f"users 101 to 120 of 120 to {NAME}",
    ]
    assert result["changed"] is True


def test_a_request_is_a_bulk_request_of_the_media_type_of_scim_and_of_posts():
    graph = service()
    upload(graph, users=[{"externalId": "1", "userName": "u1", ENTERPRISE: {"department": "Sales"}}])
    ((path, body, headers, needs),) = graph.sent
    assert (path, headers) == (UPLOAD, {"Content-Type": "application/scim+json"})
    data = {"schemas": [CORE, ENTERPRISE], "externalId": "1", "userName": "u1", ENTERPRISE: {"department": "Sales"}}
    assert body == {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users", "data": data}],
        "failOnErrors": None,
    }
    assert needs == ("SynchronizationData-User.Upload", "SynchronizationData-User.Upload.OwnedBy")


def test_rows_are_mapped():
    graph = service()
    rows = [{"id": "1", "first": "Adele", "works": "yes"}, {"id": "2", "first": "", "works": "no"}]
    mapping = {"externalId": "id", "name.givenName": "first", "active": "works"}
    upload(graph, rows=rows, mapping=mapping, path="/users", bulk_id="name.givenName")
    assert graph.sent[0][1]["Operations"] == [
        {
            "method": "POST",
            "bulkId": "Adele",
            "path": "/users",
            "data": {"schemas": [CORE], "externalId": "1", "name": {"givenName": "Adele"}, "active": True},
        },
        {
            "method": "POST",
            "bulkId": "2",
            "path": "/users",
            "data": {"schemas": [CORE], "externalId": "2", "active": False},
        },
    ]


@pytest.mark.parametrize("given", [{"users": []}, {"rows": [], "mapping": {"externalId": "id"}}])
def test_nobody_is_nothing_to_do_and_costs_no_request(given):
    graph = Service()
    result = upload(graph, **given)
    assert (result["changed"], result["plan"]["summary"]) == (False, "no changes")
    assert graph.reads == graph.writes == []
    assert (result["uploaded"], result["counts"]["users"], result["job_id"]) == ([], 0, None)


def test_the_result_says_who_was_uploaded_and_how_to_find_it_in_the_log():
    result = upload(service(), users=people(3), operations_per_request=2)
    path = "/auditLogs/provisioning?$filter=jobid%20eq%20%27API2AAD." + f"{TENANT}.{APP}%27"
    assert {name: result[name] for name in resource.Account("", ()).results()} == {
        "job_id": JOB,
        "requests": [
            {"operations": 2, "external_ids": ["1", "2"], "log_filter": FILTER},
            {"operations": 1, "external_ids": ["3"], "log_filter": FILTER},
        ],
        "log_queries": [{"filter": FILTER, "path": path}],
        "uploaded": ["1", "2", "3"],
        "not_uploaded": [],
        "unknown": [],
        "counts": {"users": 3, "requests": 2, "uploaded": 3, "not_uploaded": 0, "unknown": 0},
        "uploaded_at": "2026-03-02T10:45:06Z",
    }


def test_check_mode_tells_the_same_and_sends_nothing():
    looked, graph = service(), service()
    checked, real = (upload(one, check=one is looked, users=people(120)) for one in (looked, graph))
    assert looked.writes == []
    for name in ("changed", "plan", "diff", "uploaded", "not_uploaded", "unknown", "counts", "job_id"):
        assert checked[name] == real[name], name
    assert checked["uploaded_at"] is None
    assert [row["log_filter"] for row in checked["requests"]] == [None, None, None]
    assert checked.keys() == real.keys()


def test_an_upload_is_an_order_and_is_done_anew():
    graph = service()
    results = [upload(graph, users=people(1)) for dummy in range(2)]
    assert [result["changed"] for result in results] == [True, True]
    assert results[0]["plan"] == results[1]["plan"]
    assert len(graph.sent) == 2


def test_the_plan_names_people_by_their_external_ids_and_tells_other_data_apart():
    def plan(**members):
        return upload(service(), check=True, users=[{"externalId": "701984", **members}])["plan"]

    (change,) = plan(displayName="Adele Vance")["changes"]
    assert change["before"] is None
    assert {**change["after"], "sha256": None} == {"operations": 1, "external_ids": ["701984"], "sha256": None}
    assert "Adele" not in json.dumps(plan(displayName="Adele Vance"))
    assert plan(displayName="Adele Vance") == plan(displayName="Adele Vance")
    assert plan(displayName="Adele Vance")["fingerprint"] != plan(displayName="Megan Bowen")["fingerprint"]


def test_only_what_was_reviewed_is_uploaded():
    reviewed = upload(service(), check=True, users=people(1))["plan"]["fingerprint"]
    graph = service()
    assert upload(graph, users=people(1), expected_plan=reviewed)["changed"] is True
    stop = stopped(graph, users=[{**people(1)[0], "title": "Chief"}], expected_plan=reviewed)
    assert "not the one that was reviewed" in stop["msg"]
    assert len(graph.sent) == 1


def test_the_pace_is_kept_around_every_request():
    graph = service()
    upload(graph, users=people(5), operations_per_request=1)
    assert graph.paces == [("bulkUpload", 40, 5.0)] * 5


@pytest.mark.parametrize(
    ("given", "job_id"),
    [({"template_id": "API2AD"}, f"API2AD.{TENANT}.{APP}"), ({"job_id": JOB}, JOB), ({"template_id": "API2AAD"}, JOB)],
)
def test_the_job_is_found_by_template_or_id(given, job_id):
    graph = Service(running("API2AD"), running())
    result = run(resource, graph, service_principal_id=ID, users=people(1), **given)
    assert result["job_id"] == job_id
    assert graph.sent[0][0] == f"{JOBS}/{job_id}/bulkUpload"


REFUSED_JOBS = [
    ((), {}, "template_id: service principal ", "has no job of template 'API2AAD'. It has no job at all."),
    ((job("scim"),), {}, "has no job of template 'API2AAD'.", f"It has scim.{TENANT}.{APP}."),
    ((running(),), {"job_id": "other"}, "job_id: service principal ", f"has no job 'other'. It has {JOB}."),
    ((running("scim"),), {"template_id": "scim"}, "takes no uploads: it is of the template scim", "API2AAD and API2AD"),
    ((job("API2AAD"),), {}, "is not started (its schedule is Disabled)", "synchronization_job and state: started"),
]


@pytest.mark.parametrize(("jobs", "options", "what", "then"), REFUSED_JOBS)
def test_a_job_that_takes_no_uploads_is_refused_before_anything_is_sent(jobs, options, what, then):
    graph = Service(*jobs)
    with pytest.raises(Situation) as situation:
        upload(graph, users=people(1), **options)
    assert what in str(situation.value) and then in str(situation.value)
    assert graph.writes == []


def test_a_quarantine_is_a_warning():
    graph = Service(running(quarantine=QUARANTINE))
    for check in (True, False):
        (warning,) = upload(graph, check=check, users=people(1))["warnings"]
        assert "is in quarantine since 2026-03-02T08:00:00Z" in warning
        assert warning.endswith("What is uploaded may not be worked off before the job has left it.")
    assert len(graph.sent) == 1


LOCATIONS = [
    (LOCATION, FILTER),
    (f"{ROOT}/beta/auditLogs/provisioning?$filter=jobid eq 'x'&$top=5", "jobid eq 'x'"),
    (f"{ROOT.upper()}:443/v1.0/auditLogs/provisioning?$filter=x", ""),
    (f"{ROOT}/v1.0/auditLogs/provisioning", ""),
    (f"{ROOT}/v1.0/elsewhere?$filter=x", ""),
    ("https://elsewhere.example/v1.0/auditLogs/provisioning?$filter=x", ""),
    ("http://graph.contoso.example/v1.0/auditLogs/provisioning?$filter=x", ""),
    (f"{ROOT}:8443/v1.0/auditLogs/provisioning?$filter=x", ""),
    ("https://graph.contoso.example:port/v1.0/auditLogs/provisioning?$filter=x", ""),
    ("", ""),
]


@pytest.mark.parametrize(("location", "found"), LOCATIONS)
def test_of_the_answer_only_the_filter_of_this_service_s_log_is_kept(location, found):
    assert endpoint.log_filter(location, ROOT) == found


@pytest.mark.parametrize("headers", [{}, {"location": "https://elsewhere.example/?$filter=x"}, {"Date": "yesterday"}])
def test_an_answer_that_says_nothing_of_use_is_an_answer(headers):
    result = upload(service(headers=headers), users=people(1))
    assert result["requests"][0]["log_filter"] == FILTER
    assert result["uploaded_at"] == "2026-03-02T10:46:06Z"


def test_a_refused_request_ends_the_upload_and_tells_who_is_left():
    refused = refusal(errors.BadRequest, 400, "InvalidDataFormat", "upload users 51 to 100 of 120")
    graph = service(refuse={2: refused})
    result = stopped(graph, users=people(120))
    assert len(graph.sent) == 2
    assert (len(result["uploaded"]), result["uploaded"][-1]) == (50, "50")
    assert result["unknown"] == []
    assert (len(result["not_uploaded"]), result["not_uploaded"][0]) == (70, "51")
    assert result["counts"] == {"users": 120, "requests": 1, "uploaded": 50, "not_uploaded": 70, "unknown": 0}
    assert (len(result["done"]), result["changed"]) == (1, True)
    assert result["failed_change"]["target"].startswith("users 51 to 100 of 120")
    assert result["error"]["status"] == 400
    for words in (
        "Users 1 to 50 were uploaded before (uploaded).",
        "Users 51 to 120 were not uploaded (not_uploaded): to go on, upload these alone.",
        "1 of 3 changes were done.",
    ):
        assert words in result["msg"]


def test_a_request_whose_answer_was_lost_is_of_unknown_fate_and_is_not_sent_again():
    graph = service(refuse={2: lost()})
    result = stopped(graph, users=people(120))
    assert len(graph.sent) == 2
    assert (len(result["uploaded"]), len(result["unknown"]), len(result["not_uploaded"])) == (50, 50, 20)
    assert (result["unknown"][0], result["not_uploaded"][0]) == ("51", "101")
    assert result["changed"] is True
    assert "Of users 51 to 100 it is not known (unknown)" in result["msg"]
    assert "Users 101 to 120 were not uploaded (not_uploaded)" in result["msg"]


def test_when_the_first_request_is_refused_nothing_was_changed():
    result = stopped(service(refuse={1: refusal(errors.Forbidden, 403)}), users=people(2), operations_per_request=1)
    assert (result["changed"], result["done"], result["uploaded"]) == (False, [], [])
    assert "Nothing was changed." in result["msg"]
    assert "uploaded before" not in result["msg"]


def test_when_the_only_request_is_lost_nothing_else_was_changed():
    result = stopped(service(refuse={1: lost(status=503)}), users=people(1))
    assert (result["changed"], result["unknown"], result["not_uploaded"]) == (False, ["1"], [])
    assert "Of user 1 it is not known (unknown)" in result["msg"]
    assert "Nothing else was changed." in result["msg"]
    assert "not_uploaded" not in result["msg"]


def test_what_fails_in_a_way_that_nobody_foresaw_may_have_been_sent():
    result = stopped(service(refuse={1: ValueError("surprise")}), users=people(2), operations_per_request=1)
    assert (result["unknown"], result["not_uploaded"]) == (["1"], ["2"])


@pytest.mark.parametrize(
    "given",
    [
        {"users": [{"externalId": "1", "PassWord": SECRET, "title": f"of {SECRET}"}]},
        {"rows": [{"id": "1", "first key": SECRET}], "mapping": {"externalId": "id", "password": "first key"}},
        {"rows": [{"id": "1"}], "mapping": {"externalId": "id", "password": {"value": SECRET}}},
    ],
)
def test_a_password_is_sent_as_a_secret_and_known_before_anything_can_fail(given):
    graph = service()
    result = upload(graph, **given)
    data = graph.sent[0][1]["Operations"][0]["data"]
    assert [value for value in data.values() if isinstance(value, Secret)] == [Secret(SECRET)]
    assert SECRET not in json.dumps(result)
    assert graph.redactor.text(SECRET) == "********"
    broken = Service()
    with pytest.raises(Situation):
        upload(broken, job_id="none", **given)
    assert broken.redactor.text(SECRET) == "********"


def test_a_password_is_no_part_of_the_fingerprint():
    plans = [
        upload(service(), check=True, users=[{"externalId": "1", "password": password}])["plan"]
        for password in (SECRET, "another-" + SECRET)
    ]
    assert plans[0] == plans[1]


ONE = {"users": [{"externalId": "1"}]}
ROWS = {"rows": [{"id": "1"}]}
MISTAKES = [
    ({**ONE, "operations_per_request": 0}, "operations_per_request: 0 is not between 1 and 50"),
    ({**ONE, "operations_per_request": 51}, "operations_per_request: 51 is not between 1 and 50"),
    ({**ONE, "path": "Users"}, "path: 'Users' is not a path such as /Users."),
    ({**ONE, "path": "/"}, "path: '/' is not a path such as /Users."),
    # A null is an empty text since ansible-core 2.19; before, Ansible refuses it by itself.
    ({**ONE, "path": ""}, "path: '' is not a path such as /Users."),
    ({**ONE, "bulk_id": ""}, "bulk_id: The path '' is empty."),
    ({**ONE, "bulk_id": "usrName"}, "bulk_id: The path 'usrName' is no attribute"),
    ({**ONE, "bulk_id": "password"}, "bulk_id: a password is no name."),
    ({**ONE, "template_id": None}, "template_id: the value is null; give it, or job_id."),
    ({"users": None}, "users: the value is null; give a list, or rows and mapping."),
    ({**ONE, "template_id": ""}, "template_id: the value is empty."),
    ({"users": [{"userName": "a"}]}, "users: user 1 has no externalId"),
    ({"users": people(1) * 2}, "users: users 1 and 2 have the same externalId '1'."),
    ({**ROWS, "mapping": {"externalId": "ID"}}, "mapping: 'externalId' takes the column 'ID', which no row has."),
    ({**ROWS, "mapping": {}}, "mapping: the value is empty."),
]


@pytest.mark.parametrize(("options", "words"), MISTAKES)
def test_mistakes_are_named_before_any_request(options, words):
    graph = service()
    with pytest.raises(InvalidInput) as problem:
        upload(graph, **options)
    assert words in str(problem.value)
    assert graph.reads == graph.writes == []


@pytest.mark.parametrize("option", ["path", "bulk_id"])
def test_a_null_where_there_is_a_default_is_refused_by_ansible_or_by_the_module(option):
    graph = service()
    with pytest.raises((InvalidInput, Refused), match=option):
        upload(graph, **ONE, **{option: None})
    assert graph.reads == graph.writes == []


def test_all_mistakes_are_named_at_once():
    with pytest.raises(InvalidInput) as problem:
        upload(
            service(),
            users=[{}, {"externalId": "1", "password": 12345}],
            path="x",
            bulk_id="",
            operations_per_request=99,
            template_id="",
        )
    assert [text.split(":")[0] for text in problem.value.problems] == [
        "template_id", "operations_per_request", "path", "bulk_id", "users", "users",
    ]  # fmt: skip


REFUSED_OPTIONS = [
    ({}, "one of the following is required: users, rows"),
    ({**ONE, **ROWS, "mapping": {"externalId": "id"}}, "parameters are mutually exclusive: users|rows"),
    (ROWS, "missing parameter(s) required by 'rows': mapping"),
    ({**ROWS, "mapping": None}, "missing parameter(s) required by 'rows': mapping"),
    ({"rows": None, "mapping": {"externalId": "id"}}, "missing parameter(s) required by 'mapping': rows"),
    ({**ONE, "mapping": {"externalId": "id"}}, "missing parameter(s) required by 'mapping': rows"),
    ({**ONE, "app_id": APP}, "parameters are mutually exclusive: service_principal_id|app_id|display_name"),
]


@pytest.mark.parametrize(("options", "words"), REFUSED_OPTIONS)
def test_contradictions_are_refused_by_the_argument_spec(options, words):
    with pytest.raises(Refused) as problem:
        run(resource, service(), service_principal_id=ID, **{"template_id": "API2AAD", **options})
    assert words in str(problem.value)


def test_a_job_has_to_be_named():
    with pytest.raises(Refused, match="one of the following is required: template_id, job_id"):
        run(resource, service(), service_principal_id=ID, **ONE)


def test_more_than_a_day_takes_is_refused_before_anything():
    graph = service()
    with pytest.raises(InvalidInput) as problem:
        upload(graph, users=people(6001), operations_per_request=1)
    assert str(problem.value) == (
        "users: 6001 users in requests of 1 are 6001 requests, and the service takes 6000 in 24 hours: so they need 2 "
        "days. Raise operations_per_request to 50, or divide them among tasks of different days, with at most 6000 users "
        "in each."
    )
    assert graph.reads == graph.writes == []
    assert len(upload(graph, check=True, users=people(6000), operations_per_request=1)["plan"]["changes"]) == 6000

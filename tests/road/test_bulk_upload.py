# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""People on the road: each request arrives once whatever happens on the way, and each person is accounted for."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import pace
from ansible_collections.entra.provisioning.plugins.module_utils._resources import bulk_upload, job, synchronization
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import estate
from emulator.testing import Emulator

from .resource_road import in_words, run, writes

PASSWORD = "planted-password/+ü"


@pytest.fixture
def emu():
    pace.forget()
    with Emulator.start(estate="standard", switches={"job_read_lag": 0, "job_flap": False}) as emulator:
        yield emulator


@pytest.fixture
def inbound(emu):
    """The inbound application with its started job, made as a user would."""
    identity = emu.estate[estate.INBOUND]["service_principal_id"]
    settings = {"SyncNotificationSettings": {"Enabled": True, "Recipients": "operations@contoso.example"}}
    run(synchronization, emu, service_principal_id=identity, settings=settings)
    run(job, emu, service_principal_id=identity, template_id="API2AAD", state="started")
    return {"service_principal_id": identity, "template_id": "API2AAD"}


def people(count, first=1):
    return [
        {"externalId": str(number), "userName": f"u{number}@contoso.example", "active": True}
        for number in range(first, first + count)
    ]


def upload(emu, inbound, users, **options):
    return run(bulk_upload, emu, **inbound, users=users, **options)


def stopped(emu, inbound, users, **options):
    with pytest.raises(Stopped) as stop:
        upload(emu, inbound, users, **options)
    return stop.value.result


def arrived(emu):
    """How often each person reached the service, by its log."""
    log = emu.world.tenants[emu.tenant_id].provisioning_log
    return Counter(row["sourceIdentity"]["id"] for row in log)


def posts(emu, since):
    """The uploads that were sent, with their answers."""
    rows = [row for row in emu.audit(since=since) if row["path"].endswith("/bulkUpload")]
    return [(len(row["body"]["Operations"]), row["status"]) for row in rows]


def once(first, last):
    return Counter({str(number): 1 for number in range(first, last + 1)})


def test_a_hundred_and_twenty_people_are_three_requests_and_stand_in_the_log(emu, inbound):
    mark = emu.mark()
    result = upload(emu, inbound, people(120))
    assert posts(emu, mark) == [(50, 202), (50, 202), (20, 202)]
    assert arrived(emu) == once(1, 120)
    assert result["counts"] == {"users": 120, "requests": 3, "uploaded": 120, "not_uploaded": 0, "unknown": 0}
    (query,) = result["log_queries"]
    assert query["filter"] == f"jobid eq '{result['job_id']}'"
    log = emu.world.tenants[emu.tenant_id].provisioning_log
    seconds = len("2026-03-02T10:45:06")
    assert all(row["activityDateTime"][:seconds] >= result["uploaded_at"][:seconds] for row in log)


def test_check_mode_sends_nothing(emu, inbound):
    mark = emu.mark()
    checked = run(bulk_upload, emu, check_mode=True, **inbound, users=people(120))
    assert writes(emu, mark) == []
    real = upload(emu, inbound, people(120))
    assert (checked["plan"], checked["diff"], checked["counts"]) == (real["plan"], real["diff"], real["counts"])


def test_people_are_created_then_updated_then_disabled(emu, inbound):
    rows = [{"id": "1", "works": "yes"}]
    given = {"rows": rows, "mapping": {"externalId": "id", "active": "works"}}
    for works in ("yes", "yes", "no"):
        rows[0]["works"] = works
        run(bulk_upload, emu, **inbound, **given)
    log = emu.world.tenants[emu.tenant_id].provisioning_log
    assert [row["provisioningAction"] for row in reversed(log)] == ["create", "update", "disable"]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "throttle", "seconds": 1},
        {"kind": "throttle", "seconds": 1, "style": "date"},
        {"kind": "throttle", "style": "none"},
        {"kind": "server_error", "status": 503, "seconds": 1},
    ],
    ids=in_words,
)
def test_a_request_that_the_service_surely_did_not_take_is_sent_again(emu, inbound, fault):
    emu.fault(method="POST", path="/bulkUpload$", after=1, **fault)
    mark = emu.mark()
    result = upload(emu, inbound, people(120))
    assert [status for _count, status in posts(emu, mark)] == [202, fault.get("status", 429), 202, 202]
    assert arrived(emu) == once(1, 120)
    assert result["counts"]["uploaded"] == 120


LOST = [
    ({"kind": "reset", "when": "after"}, True),
    ({"kind": "reset", "when": "before"}, False),
    ({"kind": "server_error", "status": 503, "when": "after"}, True),
    ({"kind": "server_error", "status": 503, "when": "before"}, False),
    ({"kind": "server_error", "status": 504, "when": "after"}, True),
    ({"kind": "server_error", "status": 500, "when": "before"}, False),
    ({"kind": "not_json"}, True),
]


@pytest.mark.parametrize(
    ("fault", "taken"), LOST, ids=["-".join(str(part) for part in row[0].values()) for row in LOST]
)
def test_a_request_whose_answer_was_lost_is_never_sent_again(emu, inbound, fault, taken):
    emu.fault(method="POST", path="/bulkUpload$", after=1, times=1, **fault)
    mark = emu.mark()
    result = stopped(emu, inbound, people(120))
    assert len(posts(emu, mark)) == 2
    assert arrived(emu) == once(1, 100 if taken else 50)
    assert result["uploaded"] == [str(number) for number in range(1, 51)]
    assert result["unknown"] == [str(number) for number in range(51, 101)]
    assert result["not_uploaded"] == [str(number) for number in range(101, 121)]
    assert (result["changed"], len(result["done"])) == (True, 1)
    assert "Whether it took effect is not known" in result["msg"]


def test_whoever_was_not_uploaded_is_uploaded_by_the_next_run_and_nobody_twice(emu, inbound):
    users = people(120)
    emu.fault(method="POST", path="/bulkUpload$", after=1, kind="answer", status=400, code="InvalidDataFormat")
    failed = stopped(emu, inbound, users)
    assert (len(failed["uploaded"]), failed["unknown"], len(failed["not_uploaded"])) == (50, [], 70)
    assert "Users 51 to 120 were not uploaded (not_uploaded)" in failed["msg"]
    left = [user for user in users if user["externalId"] in failed["not_uploaded"]]
    assert upload(emu, inbound, left)["counts"]["uploaded"] == 70
    assert arrived(emu) == once(1, 120)


def test_a_service_that_throttles_without_end_has_taken_nobody_of_that_request(emu, inbound):
    emu.fault(method="POST", path="/bulkUpload$", after=1, times=0, kind="throttle", seconds=100)
    result = stopped(emu, inbound, people(120), deadline=20)
    assert (len(result["uploaded"]), result["unknown"], len(result["not_uploaded"])) == (50, [], 70)
    assert result["error"]["status"] == 429
    assert arrived(emu) == once(1, 50)


def test_the_pace_keeps_within_the_quota_so_that_nothing_is_throttled(emu, inbound):
    mark = emu.mark()
    result = upload(emu, inbound, people(45), operations_per_request=1)
    assert result["counts"]["requests"] == 45
    assert {status for _count, status in posts(emu, mark)} == {202}


def test_the_pace_of_several_tasks_is_one(emu, inbound):
    mark = emu.mark()
    for first in (1, 23):
        upload(emu, inbound, people(22, first), operations_per_request=1)
    assert [status for _count, status in posts(emu, mark)] == [202] * 44


def test_a_paused_job_takes_nobody(emu, inbound):
    run(job, emu, **inbound, state="paused")
    mark = emu.mark()
    with pytest.raises(
        Situation, match="is not started .its schedule is Disabled., and takes uploads only while it is"
    ):
        upload(emu, inbound, people(1))
    assert writes(emu, mark) == []


def test_a_job_of_another_kind_takes_nobody(emu):
    fabrikam = {"display_name": "Fabrikam Sign-On", "template_id": "fabrikamSingleSignon"}
    mark = emu.mark()
    with pytest.raises(Situation, match="takes no uploads: it is of the template fabrikamSingleSignon"):
        upload(emu, fabrikam, people(1))
    assert writes(emu, mark) == []


def test_a_job_that_is_not_there_is_told_with_those_that_are(emu):
    for name, there in (
        ("Fabrikam Sign-On", "It has fabrikamSingleSignon."),
        (estate.INBOUND, "It has no job at all."),
    ):
        with pytest.raises(Situation) as situation:
            upload(emu, {"display_name": name, "template_id": "API2AAD"}, people(1))
        assert "has no job of template 'API2AAD'." in str(situation.value)
        assert there in str(situation.value)


def test_a_job_in_quarantine_is_warned_of(emu):
    identity = emu.estate[estate.INBOUND]["service_principal_id"]
    inbound = {"service_principal_id": identity, "template_id": "API2AAD"}
    run(job, emu, **inbound, state="started")
    (warning,) = [upload(emu, inbound, people(1))["warnings"] for dummy in range(4)][-1]
    assert "is in quarantine" in warning
    assert "NotificationEmailMissing" in warning


def test_a_caller_without_the_right_is_told_which_one_it_needs(emu, inbound):
    token = emu.token(roles=("Synchronization.ReadWrite.All",))
    with pytest.raises(Stopped) as stop:
        upload(emu, inbound, people(1), auth_method="access_token", access_token=token)
    assert "SynchronizationData-User.Upload, SynchronizationData-User.Upload.OwnedBy" in stop.value.result["msg"]
    assert stop.value.result["not_uploaded"] == ["1"]


def test_a_password_arrives_and_stands_in_no_result(emu, inbound):
    bodies = []
    service = emu.server.service
    add = service.audit.add
    service.audit.add = lambda entry: (bodies.append(entry.incoming.body), add(entry))
    result = upload(emu, inbound, [{**people(1)[0], "password": PASSWORD}])
    sent = json.loads(next(body for body in bodies if b"BulkRequest" in (body or b"")))
    assert sent["Operations"][0]["data"]["password"] == PASSWORD
    assert "planted" not in json.dumps(result)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The estate `many`, what it costs, and the controls with which a crowd of requests is measured."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from emulator import estate, fixtures, service
from emulator.documents import Document, Shelf
from emulator.faults import UnknownFault
from emulator.testing import Emulator

from .conftest import Wire


def _get(number: int, url: str) -> dict[str, Any]:
    return {"id": str(number), "method": "GET", "url": url}


def _batch(wire: Wire, items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    answer = wire.send("POST", "/$batch", json={"requests": items})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["responses"]}


def test_furnished_applications_have_settings_a_secret_a_running_job_and_a_tailored_schema(wire: Wire) -> None:
    wire.emulator.reset("many", applications=7)
    assert len(wire.emulator.estate) == 7
    row = wire.emulator.estate["Application 007"]
    root = wire.synchronization("Application 007")
    stored = {pair["key"]: pair["value"] for pair in wire.get(f"{root}/secrets")["value"]}
    assert stored["BaseAddress"] == "https://scim007.contoso.example/v2" and stored["SecretToken"] == "*"
    (job,) = wire.get(f"{root}/jobs")["value"]
    assert job["id"] == row["jobs"][0] and job["status"]["code"] == "Active"
    assert job["status"]["steadyStateFirstAchievedTime"] > "2"
    schema = wire.get(f"{root}/jobs/{job['id']}/schema")
    rules = fixtures.catalogue()["scim"]["schema"]["synchronizationRules"]
    assert schema["synchronizationRules"] != rules
    assert [rule["id"] for rule in schema["synchronizationRules"]] == [rule["id"] for rule in rules]


def test_bare_applications_have_templates_and_nothing_else(wire: Wire) -> None:
    wire.emulator.reset("many:3:bare")
    root = wire.synchronization("Application 002")
    assert wire.get(f"{root}/jobs")["value"] == [] and wire.get(f"{root}/secrets")["value"] == []
    assert "scim" in [one["id"] for one in wire.get(f"{root}/templates")["value"]]


def test_the_other_tenant_may_have_the_same_applications_bare_and_under_ids_of_its_own(wire: Wire) -> None:
    wire.emulator.reset("many", applications=4, tenants=2)
    ours, theirs = (estate.directory(wire.emulator.world, one) for one in (estate.TENANT_ID, estate.OTHER_TENANT_ID))
    assert list(ours) == list(theirs)
    assert not any(row["jobs"] for row in theirs.values())
    assert not {row["app_id"] for row in ours.values()} & {row["app_id"] for row in theirs.values()}


def test_ids_are_the_same_in_every_run_however_many_there_are() -> None:
    small, large = (estate.directory(estate.build(name)) for name in ("many:2", "many:20:bare"))
    for name in small:
        assert small[name]["service_principal_id"] == large[name]["service_principal_id"]


def test_three_hundred_furnished_applications_share_a_few_documents() -> None:
    world = estate.build("many:300")
    principals = world.tenants[estate.TENANT_ID].service_principals.values()
    documents = {id(job.schema) for one in principals for job in one.provisioning.jobs.values()}
    assert len(principals) == 300 and len(documents) == 3


def test_schemas_that_are_put_alike_are_kept_once_and_versioned_apart(wire: Wire) -> None:
    wire.emulator.reset("many:6")
    urls = _all_reads(wire.emulator)[2::3]
    wanted = wire.get(urls[0])
    for url in urls:
        assert wire.send("PUT", url, json=wanted).status_code == 204
    read = [wire.get(url) for url in urls]
    assert all(one["synchronizationRules"] == wanted["synchronizationRules"] for one in read)
    assert len({one["version"] for one in read}) == len({one["id"] for one in read}) == 6
    jobs = [
        job
        for one in wire.emulator.world.tenants[wire.emulator.tenant_id].service_principals.values()
        for job in one.provisioning.jobs.values()
    ]
    assert len({id(job.schema.rules[0]) for job in jobs}) == 1
    assert len({id(job.schema.directories[-1]["objects"]) for job in jobs}) == 1


def test_the_shelf_lets_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "MOST", 4)
    shelf = Shelf()
    documents = [Document("1.0", [{"id": str(number)}], []) for number in range(20)]
    for document in documents:
        found = shelf.shared(document)
        assert (found.rules, found.directories) == (document.rules, [])
    assert len(shelf._kept) == 4


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("many:none", {}, "many:300"),
        ("many:3:half", {}, "many:300:bare"),
        ("many", {"applications": 0}, "applications of the estate many"),
        ("many", {"furnished": 1}, "furnished of the estate many"),
        ("many", {"people": 3}, "no option 'people'"),
        ("standard", {"applications": 3}, "takes no options"),
        ("standard:3", {}, "takes no options"),
    ],
)
def test_an_estate_that_makes_no_sense_is_refused_in_words(name: str, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        estate.build(name, **options)


def test_the_control_begins_anew_with_many(wire: Wire) -> None:
    url = f"{wire.emulator.graph_url}/_emulator/reset"
    body = {"estate": "many", "applications": 5, "furnished": False}
    found = wire.session.post(url, json=body, timeout=20).json()
    assert list(found)[-1] == "Application 005" and not found["Application 005"]["jobs"]
    assert "no option" in wire.session.post(url, json={**body, "furnish": True}, timeout=20).json()["error"]


def _all_reads(emulator: Emulator) -> list[str]:
    urls = []
    for row in emulator.estate.values():
        root = f"/servicePrincipals/{row['service_principal_id']}/synchronization"
        urls += [f"{root}/secrets", f"{root}/jobs", f"{root}/jobs/{row['jobs'][0]}/schema"]
    return urls


def test_a_batch_carries_bodies_that_are_byte_for_byte_those_of_single_reads(wire: Wire) -> None:
    wire.emulator.reset("many:7")
    wire.emulator.switches.update(polls_move_jobs=False)
    urls = _all_reads(wire.emulator)[:20]
    found = _batch(wire, [_get(number, url) for number, url in enumerate(urls)])
    assert [found[str(number)]["body"] for number in range(20)] == [wire.get(url) for url in urls]


class Waiting:
    """Stands in for the pause before an answer: each one lasts until so many requests wait at once."""

    def __init__(self, together: int) -> None:
        self.seconds: list[float] = []
        self._together = together
        self._all_here = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) >= self._together:
            self._all_here.set()
        await asyncio.wait_for(self._all_here.wait(), timeout=60)


@pytest.fixture
def latency(wire: Wire) -> Iterator[str]:
    """The control of 300 ms before every answer, turned on."""
    control = f"{wire.emulator.graph_url}/_emulator/latency"
    assert wire.session.post(control, json={"ms": 300}, timeout=20).json() == {"ms": 300}
    yield control
    wire.session.post(control, json={"ms": 0}, timeout=20)


def test_a_batch_of_twenty_waits_once(wire: Wire, latency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wire.emulator.reset("many:10")
    urls = _all_reads(wire.emulator)
    waiting = Waiting(together=1)
    monkeypatch.setattr(service, "pause", waiting)
    _batch(wire, [_get(number, url) for number, url in enumerate(urls[:20])])
    assert waiting.seconds == [0.3]


def test_requests_side_by_side_wait_side_by_side(wire: Wire, latency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wire.emulator.reset("many:10")
    url = _all_reads(wire.emulator)[0]
    waiting = Waiting(together=4)
    monkeypatch.setattr(service, "pause", waiting)
    clients = [Wire(wire.emulator) for dummy in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert [one["value"] for one in pool.map(lambda client: client.get(url), clients)]
    assert waiting.seconds == [0.3] * 4
    for one in clients:
        one.session.close()


def test_the_latency_comes_before_every_answer_and_is_a_number(wire: Wire, latency: str) -> None:
    began = time.monotonic()
    wire.get("/servicePrincipals")
    assert time.monotonic() - began >= 0.3
    assert "ms is a number" in wire.session.post(latency, json={"ms": -1}, timeout=20).json()["error"]


def test_every_tenth_request_is_throttled_inside_batches_and_outside(wire: Wire) -> None:
    wire.emulator.reset("many:7")
    wire.emulator.fault(kind="throttle", path="/synchronization/", times=0, every=10, seconds=3)
    urls = _all_reads(wire.emulator)[:20]
    alone = [wire.send("GET", urls[0]).status_code for dummy in range(20)]
    assert [number for number, status in enumerate(alone, 1) if status == 429] == [10, 20]
    found = _batch(wire, [_get(number, url) for number, url in enumerate(urls, 1)])
    throttled = {identity: one for identity, one in found.items() if one["status"] == 429}
    assert sorted(throttled) == ["10", "20"]
    assert all(one["headers"]["Retry-After"] == "3" for one in throttled.values())


def test_every_counts_from_after_on_and_ends_with_times(wire: Wire) -> None:
    root = wire.synchronization("Contoso SCIM")
    wire.emulator.fault(kind="throttle", path="/jobs$", after=1, every=2, times=2)
    statuses = [wire.send("GET", f"{root}/jobs").status_code for dummy in range(8)]
    assert [number for number, status in enumerate(statuses, 1) if status == 429] == [3, 5]
    with pytest.raises(UnknownFault, match="every is an integer from 1"):
        wire.emulator.fault(kind="throttle", every=0)


def test_traffic_counts_batches_once_and_says_how_many_bytes_went_each_way(wire: Wire) -> None:
    wire.emulator.reset("many:7")
    urls = _all_reads(wire.emulator)[:5]
    mark = wire.emulator.mark()
    body = json.dumps({"requests": [_get(number, url) for number, url in enumerate(urls)]}).encode()
    headers = {"Content-Type": "application/json"}
    answers = [wire.send("POST", "/$batch", data=body, headers=headers), wire.send("GET", urls[1])]
    control = f"{wire.emulator.graph_url}/_emulator/traffic?since={mark}"
    assert wire.session.get(control, timeout=20).json() == {
        "requests": 2,
        "items": 5,
        "unsafe": 0,
        "throttled": 0,
        "received": len(body),
        "sent": sum(len(answer.content) for answer in answers),
    }
    entry = wire.emulator.audit(since=mark)[-1]
    assert (entry["received"], entry["sent"]) == (0, len(answers[1].content))

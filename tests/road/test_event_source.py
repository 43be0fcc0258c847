# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source as event-driven Ansible runs it: by its path, with a queue, against a tenant in which things happen."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import runpy
import stat
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import ENVIRONMENT
from ansible_collections.entra.provisioning.plugins.module_utils._event_source import Source
from emulator import estate, portal
from emulator.testing import Emulator

from .resource_road import writes

PLUGIN = Path(__file__).resolve().parents[2] / "extensions" / "eda" / "plugins" / "event_source" / "provisioning.py"
FABRIKAM, CONTOSO, CLOUD_SYNC = "Fabrikam Sign-On", "Contoso SCIM", "Active Directory to Microsoft Entra ID"
PATIENCE = 20


@pytest.fixture(autouse=True)
def unsaid(monkeypatch):
    """No connection option comes from the environment of who runs the tests."""
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(name="hurried", autouse=True)
def fixture_hurried(monkeypatch):
    """A source that looks ten times in a second."""
    monkeypatch.setattr(Source, "wait", lambda source: 0.1)


@pytest.fixture(name="emu")
def fixture_emu():
    with Emulator.start(switches={"job_read_lag": 0}) as emulator:
        yield emulator


class Running:
    """A source at work. `event()` waits for the next; `quiet()` says what came within some looks."""

    def __init__(self, queue, task, emu):
        self.queue, self.task, self.emu = queue, task, emu

    async def event(self):
        getting = asyncio.ensure_future(self.queue.get())
        await asyncio.wait({getting, self.task}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not getting.done():
            getting.cancel()
            raise AssertionError(f"no event; the source: {self.task}")
        return getting.result()["provisioning"]

    async def looks(self, number=3):
        """Wait until the source has looked so many times more: each look reads the jobs of everybody once, and tells then."""
        ends = time.monotonic() + PATIENCE
        since = self.emu.mark()
        jobs = f"/{ids(self.emu)[0]}/synchronization/jobs"
        # The first may have begun before, and the last one's words come after it.
        while sum(row["path"].endswith(jobs) for row in self.emu.audit(since=since)) < number + 1:
            assert time.monotonic() < ends, "the source does not look any more"
            assert not self.task.done(), self.task
            await asyncio.sleep(0.02)

    async def quiet(self):
        await self.looks()
        return [self.queue.get_nowait()["provisioning"] for _event in range(self.queue.qsize())]


@asynccontextmanager
async def running(emu, **options):
    """A source in the way of ansible-rulebook: the file is run by its path, and its main gets a queue and arguments."""
    queue = asyncio.Queue()
    args = {**emu.options(), **options, "eda_feedback_queue": asyncio.Queue()}
    task = asyncio.create_task(runpy.run_path(str(PLUGIN))["main"](queue, args))
    try:
        yield Running(queue, task, emu)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def ids(emu, name=FABRIKAM):
    found = emu.estate[name]
    return found["service_principal_id"], found["jobs"][0]


def fall(emu, name=FABRIKAM):
    """The target refuses the credentials, and the next cycle ends in quarantine."""
    principal, job = ids(emu, name)
    portal.change_principal(emu.world, emu.tenant_id, principal, {"credentials_work": False})
    portal.change_job(emu.world, emu.tenant_id, job, {"action": "cycle"})


def rise(emu, name=FABRIKAM):
    """Somebody mends the credentials and restarts the job."""
    principal, job = ids(emu, name)
    portal.change_principal(emu.world, emu.tenant_id, principal, {"credentials_work": True})
    portal.change_job(emu.world, emu.tenant_id, job, {"action": "start"})


def edit(emu, expression="[mail]"):
    """Somebody edits one mapping in the portal."""
    mapping = {"edit": "mapping", "target_object": "Account", "target_attribute": "displayName"}
    emu.edit_schema(ids(emu)[1], {**mapping, "expression": expression})


def test_a_quarantine_and_the_recovery_from_it_are_told_once_each(emu):
    async def course():
        async with running(emu) as source:
            assert await source.quiet() == []
            fall(emu)
            fallen = await source.event()
            assert await source.quiet() == []
            rise(emu)
            return fallen, await source.event(), await source.quiet()

    mark = emu.mark()
    fallen, risen, rest = asyncio.run(course())
    principal, job = ids(emu)
    assert (fallen["event"], fallen["service_principal_id"], fallen["job_id"]) == ("quarantined", principal, job)
    assert (fallen["application"], fallen["reason"]) == (FABRIKAM, "EncounteredQuarantineException")
    assert (risen["event"], risen["job_id"], risen["how"], risen["since"]) == (
        "recovered",
        job,
        "runs",
        fallen["since"],
    )
    assert rest == []
    assert [path for _verb, path in writes(emu, mark) if "$batch" not in path] == []


def test_what_is_in_quarantine_at_the_start_is_told_unless_it_is_no_news(emu):
    async def course(**options):
        async with running(emu, **options) as source:
            return await source.quiet()

    fall(emu)
    assert [event["event"] for event in asyncio.run(course())] == ["quarantined"]
    assert asyncio.run(course(initial=False)) == []


def test_a_portal_edit_is_a_drift_of_the_schema(emu):
    async def course():
        async with running(emu, drift="schema", drift_every=1) as source:
            assert await source.quiet() == []
            edit(emu)
            return await source.event(), await source.quiet()

    event, rest = asyncio.run(course())
    assert (event["event"], event["against"], event["job_id"]) == ("drifted", "schema", ids(emu)[1])
    after = event["changes"][0]["after"]["synchronization_rules"]
    moved = {"User -> Account": {"attribute_mappings": {"displayName": {"source": "[mail]"}}}}
    assert [rule["object_mappings"] for rule in after.values()] == [moved]
    assert rest == []


def declared(folder, **settings):
    """A tree as the role export writes it, with one application."""
    entry = {
        "display_name": FABRIKAM,
        "secrets": {"Password": "{{ vault_fabrikam_password }}"},
        "jobs": [{"template_id": "fabrikamSingleSignon", "state": "started"}],
        **settings,
    }
    place = folder / "applications"
    place.mkdir(exist_ok=True)
    (place / "fabrikam.yml").write_text(json.dumps({"fabrikam": entry}), encoding="utf-8")
    (folder / "vault.example.yml").write_text('vault_fabrikam_password: ""\n', encoding="utf-8")
    return folder


def test_a_job_that_somebody_pauses_is_a_drift_from_the_declaration_until_it_runs_again(emu, tmp_path):
    async def course():
        options = {"drift": "declaration", "drift_every": 1, "declaration": str(declared(tmp_path, secrets={}))}
        async with running(emu, **options) as source:
            await source.looks()
            portal.change_job(emu.world, emu.tenant_id, ids(emu)[1], {"action": "pause"})
            paused = await source.event()
            assert await source.quiet() == []
            portal.change_job(emu.world, emu.tenant_id, ids(emu)[1], {"action": "start"})
            return paused, await source.event()

    paused, over = asyncio.run(course())
    assert (paused["event"], paused["against"], paused["application"]) == ("drifted", "declaration", FABRIKAM)
    assert [change["action"] for change in paused["changes"]] == ["start"]
    assert (over["event"], over["recovered_from"]) == ("recovered", "drift")


def test_a_secret_that_is_not_stored_is_a_drift_and_its_value_is_not_needed(emu, tmp_path):
    async def course():
        options = {"drift": "declaration", "drift_every": 1, "declaration": str(declared(tmp_path))}
        async with running(emu, **options) as source:
            event = await source.event()
            stored = {"Password": "planted-secret-of-fabrikam"}
            portal.change_principal(emu.world, emu.tenant_id, ids(emu)[0], {"secrets": stored})
            return event, await source.event()

    portal.change_principal(emu.world, emu.tenant_id, ids(emu)[0], {"secrets": {"Password": None}})
    missing, over = asyncio.run(course())
    assert missing["event"] == "drifted" and "Password" in json.dumps(missing["changes"])
    assert over["recovered_from"] == "drift"
    assert "planted" not in json.dumps([missing, over])


def test_a_declaration_that_is_edited_is_read_again(emu, tmp_path):
    async def course():
        options = {"drift": "declaration", "drift_every": 1, "declaration": str(declared(tmp_path, secrets={}))}
        async with running(emu, **options) as source:
            assert await source.quiet() == []
            declared(tmp_path, secrets={}, jobs=[{"template_id": "fabrikamSingleSignon", "state": "paused"}])
            return await source.event()

    event = asyncio.run(course())
    assert [change["action"] for change in event["changes"]] == ["pause"]


def test_a_declaration_that_is_spoilt_hides_no_quarantine(emu, tmp_path):
    async def course():
        options = {"drift": "declaration", "drift_every": 1, "declaration": str(declared(tmp_path, secrets={}))}
        async with running(emu, report_errors=True, **options) as source:
            await source.looks()
            (tmp_path / "applications" / "fabrikam.yml").write_text("a: [", encoding="utf-8")
            events = [await source.event()]
            fall(emu)
            events.append(await source.event())
            declared(tmp_path, secrets={}, jobs=[{"template_id": "fabrikamSingleSignon", "state": "paused"}])
            return [*events, await source.event()]

    events = asyncio.run(course())
    assert [event["event"] for event in events] == ["unreadable", "quarantined", "drifted"]
    assert "declaration: fabrikam.yml" in events[0]["message"]


def test_looks_that_fail_are_told_and_are_no_recovery(emu, caplog):
    async def course():
        async with running(emu, report_errors=True, deadline=5) as source:
            await source.looks()
            fall(emu)
            events = [await source.event()]
            emu.fault(method="POST", path=r"/\$batch$", kind="server_error", status=500, when="before", times=0)
            events.append(await source.event())
            emu.clear_faults()
            assert await source.quiet() == []
            rise(emu)
            return [*events, await source.event()]

    with caplog.at_level(logging.WARNING, logger="entra.provisioning"):
        events = asyncio.run(course())
    assert [event["event"] for event in events] == ["quarantined", "unreadable", "recovered"]
    assert "500" in events[1]["message"]
    assert "Nothing was seen (1 in a row)" in caplog.text
    assert emu.client_secret not in caplog.text


def test_one_application_that_cannot_be_read_hides_no_other(emu):
    async def course():
        async with running(emu, report_errors=True) as source:
            await source.looks()
            emu.fault(
                method="GET",
                path=f"/{ids(emu, CLOUD_SYNC)[0]}/synchronization/jobs$",
                kind="server_error",
                status=500,
                times=0,
            )
            blind = await source.event()
            fall(emu)
            return blind, await source.event()

    blind, fallen = asyncio.run(course())
    assert (blind["event"], blind["application"]) == ("unreadable", CLOUD_SYNC)
    assert (fallen["event"], fallen["application"]) == ("quarantined", FABRIKAM)


def test_throttling_is_waited_out(emu):
    async def course():
        async with running(emu, report_errors=True) as source:
            await source.looks()
            emu.fault(method="GET", path=r"/jobs$", kind="throttle", seconds=1, times=2)
            fall(emu)
            return await source.event()

    assert asyncio.run(course())["event"] == "quarantined"


def test_a_restart_neither_repeats_nor_misses(emu, tmp_path):
    place = tmp_path / "state.json"

    async def course(change):
        async with running(emu, state_file=str(place), drift="schema", drift_every=1) as source:
            before = await source.quiet()
            change()
            after = await source.quiet()
            return [event["event"] for event in (*before, *after)]

    assert asyncio.run(course(lambda: fall(emu))) == ["quarantined"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert asyncio.run(course(lambda: None)) == []
    rise(emu)
    edit(emu)
    assert sorted(asyncio.run(course(lambda: None))) == ["drifted", "recovered"]
    assert asyncio.run(course(lambda: None)) == []
    text = place.read_text(encoding="utf-8")
    assert emu.client_secret not in text
    assert os.listdir(tmp_path) == ["state.json"]


def test_what_was_not_handed_over_is_told_after_the_restart(emu, tmp_path):
    """The queue of ansible-rulebook has one place: a source may be stopped between two events of one look."""
    place = str(tmp_path / "state.json")
    fall(emu)
    fall(emu, CLOUD_SYNC)

    async def stopped_in_the_middle():
        queue = asyncio.Queue(1)
        main = runpy.run_path(str(PLUGIN))["main"]
        task = asyncio.create_task(main(queue, {**emu.options(), "state_file": place}))
        while not queue.full():
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return queue.get_nowait()["provisioning"]["application"]

    async def again():
        async with running(emu, state_file=place) as source:
            return [event["application"] for event in await source.quiet()]

    first, rest = asyncio.run(stopped_in_the_middle()), asyncio.run(again())
    assert sorted([first, *rest]) == [CLOUD_SYNC, FABRIKAM]


def test_the_state_of_another_tenant_is_refused_before_any_request(emu, tmp_path):
    place = tmp_path / "state.json"

    async def course(**options):
        async with running(emu, state_file=str(place), **options) as source:
            await source.looks(1)
            await asyncio.sleep(0.3)

    asyncio.run(course())
    mark = emu.mark()
    with pytest.raises(Exception, match="belongs to a source with another tenant_id"):
        asyncio.run(started(emu, state_file=str(place), tenant_id=estate.OTHER_TENANT_ID))
    assert emu.audit(since=mark) == []


async def started(emu, **options):
    """Run a source that is to end by itself."""
    args = {**emu.options(), **options}
    await asyncio.wait_for(runpy.run_path(str(PLUGIN))["main"](asyncio.Queue(), args), PATIENCE)


def test_a_sign_in_that_is_refused_at_the_start_ends_the_source(emu):
    with pytest.raises(Exception, match="AADSTS7000215|client secret") as problem:
        asyncio.run(started(emu, client_secret="wrong-secret-of-nobody"))
    assert "wrong-secret-of-nobody" not in str(problem.value)


def test_a_permission_that_is_missing_at_the_start_ends_the_source(emu):
    with pytest.raises(Exception, match="Application.Read.All"):
        asyncio.run(started(emu, access_token=emu.token(("Synchronization.Read.All",)), client_secret=None))


def test_a_sign_in_that_is_refused_later_ends_nothing(emu):
    async def course():
        async with running(emu, report_errors=True) as source:
            await source.looks()
            emu.fault(method="POST", path=r"/\$batch$", kind="server_error", status=403, times=3, when="before")
            await source.event()
            fall(emu)
            return await source.event()

    assert asyncio.run(course())["event"] == "quarantined"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"drift": "always"}, "value of drift must be one of: none, schema, declaration"),
        ({"bogus": 1}, "Unsupported options: bogus"),
        ({"interval": "soon"}, "interval"),
        ({"drift": "declaration"}, "declaration"),
        ({"drift": "declaration", "declaration": "/no/such/place"}, "declaration: /no/such/place cannot be read"),
        ({"auth_method": "magic"}, "auth_method"),
        ({"service_principal_ids": ["no-guid"]}, "service_principal_ids"),
    ],
)
def test_a_wrong_option_ends_the_source_before_any_request(emu, wrong, said):
    mark = emu.mark()
    with pytest.raises(Exception, match=said):
        asyncio.run(started(emu, **wrong))
    assert emu.audit(since=mark) == []


def test_a_wrong_value_beside_a_secret_does_not_show_it(emu):
    with pytest.raises(Exception, match="interval") as problem:
        asyncio.run(started(emu, interval=emu.client_secret))
    assert emu.client_secret not in str(problem.value)


def test_a_source_that_waits_for_the_service_ends_at_once(emu):
    """The loop waits for its threads when it is closed; one that sleeps until a throttle ends would hold it for minutes."""

    async def course():
        async with running(emu) as source:
            await source.looks()
            emu.fault(method="POST", path=r"/\$batch$", kind="throttle", seconds=300, times=0)
            await asyncio.sleep(0.5)

    began = time.monotonic()
    asyncio.run(course())
    assert time.monotonic() - began < 10


def test_options_may_come_from_the_environment(emu, monkeypatch):
    for name, value in emu.options().items():
        monkeypatch.setenv(ENVIRONMENT[name], value)
    fall(emu)

    async def course():
        queue = asyncio.Queue()
        task = asyncio.create_task(runpy.run_path(str(PLUGIN))["main"](queue, {}))
        event = await asyncio.wait_for(queue.get(), PATIENCE)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return event["provisioning"]["event"]

    assert asyncio.run(course()) == "quarantined"

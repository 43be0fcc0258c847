# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed at any of its writes leaves an estate that the next run brings to where it shall be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest
from emulator.testing import Emulator

from . import killed
from .estate_road import CONTOSO, CUSTOM, FABRIKAM, NEW, TOKEN, mapped, principals, run, scim_schema, unchanged
from .resource_road import writes

CLOUD = "Active Directory to Microsoft Entra ID"
PATIENCE = 20.0

DECLARED = (
    {
        "display_name": NEW,
        "application_template_id": CUSTOM,
        "settings": {"BaseAddress": "https://litware.example/scim"},
        "secrets": {"SecretToken": TOKEN},
        "jobs": [{"template_id": "scim", "state": "started", "schema": scim_schema()}],
    },
    {
        "display_name": CONTOSO,
        "settings": {"BaseAddress": "https://contoso.example/scim", "SyncAll": False},
        "secrets": {"SecretToken": TOKEN},
        "jobs": [
            {"template_id": "scim", "state": "started", "schema": scim_schema('Join(" ", [givenName], [surname])')}
        ],
    },
    {
        "display_name": FABRIKAM,
        "jobs": [
            {
                "template_id": "fabrikamSingleSignon",
                "state": "paused",
                "schema": mapped("User", "Account", "Trim([mail])", "USERGROUP_OUTBOUND_USERGROUP", "Alias"),
            }
        ],
    },
    {"display_name": CLOUD, "jobs": [{"template_id": "AD2AADProvisioning", "state": "absent"}]},
)
# Every write of the whole, by what it does to whom. The ids of what is made from the gallery are the same in each world.
WRITES = (
    ("instantiate", "gallery"),
    ("secrets", NEW),
    ("jobs", NEW),
    ("schema", NEW),
    ("start", NEW),
    ("secrets", CONTOSO),
    ("jobs", CONTOSO),
    ("schema", CONTOSO),
    ("start", CONTOSO),
    ("schema", FABRIKAM),
    ("pause", FABRIKAM),
    ("delete", CLOUD),
)


@pytest.fixture(scope="module", name="server")
def fixture_server():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture(name="emu")
def fixture_emu(server):
    server.reset("standard")
    return server


@pytest.fixture(scope="module", name="processes")
def fixture_processes():
    """Processes that begin with everything imported; those of this module end with it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([killed.__name__])
    return context


@pytest.fixture(scope="module", name="ids")
def fixture_ids(server):
    """Display name -> id; that of the new application is known once it was made in some world."""
    server.reset("standard")
    run(server, *DECLARED)
    return {name: found["service_principal_id"] for name, found in server.estate.items()}


def kind(method, path):
    """What a write does, as WRITES calls it."""
    return "delete" if method == "DELETE" else path.rpartition("/")[2]


def killed_at(emu, processes, method, path, when, after=0):
    """Begin a run in a process of its own and kill it while it waits for the answer to a write."""
    rule = emu.fault(method=method, path=path, kind="hold", when=when, seconds=PATIENCE, after=after)
    process = processes.Process(target=killed.run, args=(emu.options(), DECLARED), daemon=True)
    process.start()
    deadline = time.monotonic() + PATIENCE
    while not rule.fired and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.002)
    assert rule.fired, f"nothing came to {method} {path}; the process ended with {process.exitcode}"
    os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    emu.clear_faults()


def converges(emu):
    """The next run brings everything to where it shall be, a third one finds nothing to do, and nothing is there twice."""
    result = run(emu, *DECLARED)
    assert [one["msg"] for one in result["applications"]] == [None] * len(DECLARED)
    unchanged(emu, *DECLARED)
    assert len(principals(emu, NEW)) == 1
    tenant = emu.world.tenants[emu.tenant_id]
    assert tenant.instantiated == 1
    for one in (NEW, CONTOSO, FABRIKAM):
        assert len(tenant.service_principal(one).provisioning.jobs) == 1, one
    assert not tenant.service_principal(CLOUD).provisioning.jobs
    jobs = {
        one: next(iter(tenant.service_principal(one).provisioning.jobs.values())) for one in (NEW, CONTOSO, FABRIKAM)
    }
    assert [job.state for job in jobs.values()] == ["Active", "Active", "Disabled"]
    assert tenant.service_principal(NEW).provisioning.secrets["SecretToken"] == TOKEN


def test_the_writes_that_are_killed_at_are_all_there_are(emu, ids):
    names = {identity: name for name, identity in ids.items()}
    mark = emu.mark()
    run(emu, *DECLARED)
    seen = [(kind(method, path), names.get(path.split("/")[3], "gallery")) for method, path in writes(emu, mark)]
    assert sorted(seen) == sorted(WRITES)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", WRITES, ids=" of ".join)
def test_a_run_that_is_killed_at_a_write_is_made_good_by_the_next(emu, processes, ids, write, when):
    verb, whose = write
    below = {"instantiate": "/instantiate$", "delete": "/jobs/[^/]+$"}.get(verb, f"/{verb}$")
    at = "" if verb == "instantiate" else ids[whose]
    killed_at(emu, processes, "DELETE" if verb == "delete" else "UNSAFE", f"{at}.*{below}", when)
    converges(emu)


@pytest.mark.parametrize(
    ("write", "switches"),
    [
        (("instantiate", "gallery"), {"instantiate_list_lag": 1}),
        (("instantiate", "gallery"), {"instantiate_lag_answer": "403", "instantiate_lag": 9}),
        (("instantiate", "gallery"), {"instantiate_lag_answer": "404"}),
        (("jobs", NEW), {"job_list_lag": 2, "job_read_lag": 5}),
        (("jobs", CONTOSO), {"job_list_lag": 3, "second_job": "200"}),
        (("secrets", CONTOSO), {"secrets_read_lag": 3}),
        (("schema", FABRIKAM), {"schema_read_lag": 3}),
        (("delete", CLOUD), {"job_delete_lag": 5}),
    ],
    ids=lambda value: (
        "-".join(map(str, value)) if isinstance(value, tuple) else "-".join(f"{k}-{v}" for k, v in value.items())
    ),
)
def test_so_it_is_where_replicas_lag(emu, processes, ids, write, switches):
    emu.switches.update(switches)
    verb, whose = write
    below = {"instantiate": "/instantiate$", "delete": "/jobs/[^/]+$"}.get(verb, f"/{verb}$")
    at = "" if verb == "instantiate" else ids[whose]
    killed_at(emu, processes, "DELETE" if verb == "delete" else "UNSAFE", f"{at}.*{below}", "after")
    converges(emu)

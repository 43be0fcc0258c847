# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module whole against the emulator, with a clock whose waits take no time and are counted."""

from __future__ import annotations

import functools
import gc
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._graph import connection, token_http
from contract import discovery
from emulator.testing import Emulator
from road.estate_road import Listener
from road.graph_road import HurriedClock

from . import ledger

GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class SharedClock(HurriedClock):
    """A hurried clock by which the emulator's own clock goes too; chance always falls in the middle."""

    def __init__(self, emu: Any) -> None:
        super().__init__()
        self.emu = emu

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.emu.advance(seconds)

    def jitter(self) -> float:
        return 0.5


class Run(NamedTuple):
    """result: what left the boundary; requests: rows of the audit; waited: seconds that a user would have waited.

    steps: the changes that were begun.
    """

    result: dict[str, Any]
    requests: list[dict[str, Any]]
    waited: float
    steps: list[ledger.Step]

    @property
    def failed(self) -> bool:
        return bool(self.result.get("failed"))

    @property
    def message(self) -> str:
        return str(self.result.get("msg", ""))

    @property
    def done(self) -> int:
        """How many changes the run says that it did."""
        return len(self.result.get("done") or ())

    def carried(self, fault: Mapping[str, Any]) -> set[tuple[str, str, str]]:
        """The different writes that the service carried out, answered or struck after the work by this fault."""
        return ledger.carried(self.requests, fault)

    @property
    def accepted(self) -> list[tuple[str, str]]:
        """Method and path of the writes that the service answered with a success."""
        return [(row["method"], row["path"]) for row in self.requests if row["unsafe"] and 200 <= row["status"] < 300]


def run(
    emu: Any,
    module: str,
    args: Mapping[str, Any],
    check: bool = False,
    silent: bool = False,
    signs_in: bool = True,
) -> Run:
    """One task. silent: a connection that breaks falls silent instead.

    signs_in: anew, with the client's secret, as in a process of its own; else with what the task before has left, as the
    tasks of one worker share it.
    """
    asked = discovery.spec(module)
    rules = {name: value for name, value in asked.items() if name not in ("argument_spec", "supports_check_mode")}
    # A document of its own: the validator fills in what was not given, wherever it is shared.
    options = json.loads(json.dumps({**emu.options(), **args}))
    outcome = ArgumentSpecValidator(asked["argument_spec"], **rules).validate(options)
    assert not outcome.error_messages, outcome.error_messages
    clock, host, mark = SharedClock(emu), Listener(outcome.validated_parameters, check), emu.mark()
    if signs_in:
        connection.forget()
    with pytest.MonkeyPatch.context() as patch, _module.hosted(lambda _spec: host):
        steps = ledger.kept(emu, patch)
        if silent:
            patch.setattr(requests.Session, "request", _falling_silent(clock))
        patch.setattr(_module, "connect", functools.partial(connection.connect, clock=clock))
        patch.setattr(token_http, "Clock", lambda: clock)
        discovery.code(module).main()
    return Run(host.result, emu.audit(since=mark), sum(clock.slept), steps)


@contextmanager
def emulator() -> Iterator[Emulator]:
    """An emulator for many runs. No connection of the last one is open any more when it ends."""
    with Emulator.start() as emu:
        try:
            yield emu
        finally:
            connection.forget()
            gc.collect()


def _falling_silent(clock: HurriedClock) -> Any:
    """Session.request, to which a connection that breaks is one on which nothing came until the time was up."""
    plain = requests.Session.request

    def request(self: Any, *args: Any, **options: Any) -> Any:
        try:
            return plain(self, *args, **options)
        except requests.exceptions.ConnectionError:
            limit = options["timeout"]
            clock.sleep(limit[1] if isinstance(limit, tuple) else limit)
            raise requests.exceptions.ReadTimeout("Read timed out.") from None

    return request


def counted(emu: Any) -> dict[str, Any]:
    """How many of each thing there are in the tenant; world.whole compares all of it."""
    tenant = emu.world.tenants[emu.tenant_id]
    owners = [*tenant.service_principals.values(), *tenant.applications.values()]
    return {
        "owners": sorted((type(one).__name__, one.display_name) for one in owners),
        "jobs": sorted(
            (one.display_name, job.template_id, job.state != "Disabled")
            for one in tenant.service_principals.values()
            for job in one.provisioning.jobs.values()
        ),
        "secrets": sorted((one.display_name, sorted(one.provisioning.secrets)) for one in owners),
        "templates": sorted((one.display_name, sorted(one.provisioning.templates)) for one in owners),
        "assignments": sorted((one.display_name, len(one.assignments)) for one in tenant.service_principals.values()),
        "partners": sorted(name for name, one in tenant.partners.items() if one.row is not None),
        "uploaded": sorted((one.display_name, sorted(one.provisioning.uploaded)) for one in owners),
    }


def template(row: Mapping[str, Any]) -> str:
    """Method and path of a request, the ids left out."""
    path = re.sub(r"/(jobs|appRoleAssignedTo)/[^/]+", r"/\1/{id}", row["path"])
    return f"{row['method']} {GUID.sub('{id}', path)}"


class Place(NamedTuple):
    """A request that can be struck: the earlier-th to this very address."""

    name: str
    method: str
    path: str
    unsafe: bool
    batched: bool
    earlier: int
    after_write: bool

    @property
    def signs_in(self) -> bool:
        """Whether it is a request of the sign-in."""
        return not self.path.startswith(("/v1.0/", "/beta/"))

    def strike(self, emu: Any, fault: Mapping[str, Any], times: int) -> None:
        options = {"path": f"^{re.escape(self.path)}$", "method": self.method, "after": self.earlier, "times": times}
        emu.fault(**options, **fault)


def places(rows: list[dict[str, Any]]) -> list[Place]:
    """Each distinct request of a good run, before its first write and after it."""
    found: dict[tuple[str, bool], Place] = {}
    for index, row in enumerate(rows):
        earlier = sum((one["method"], one["path"]) == (row["method"], row["path"]) for one in rows[:index])
        later = any(one["unsafe"] for one in rows[:index])
        place = Place(
            template(row), row["method"], row["path"], row["unsafe"], bool(row["batch"]), earlier, later
        )  # fmt: skip
        found.setdefault((place.name, later), place)
    return list(found.values())

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The 36 cases in which a fake service was once put before the nearest tool that people use, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract import ids
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.SCIM}
JOB = {**OWNER, "template_id": "scim"}
STORED = {**OWNER, "secrets": {"SecretToken": "a-token-of-no-value"}, "settings": {"BaseAddress": "https://a.example"}}
SYNC = f"/servicePrincipals/{ids.SCIM}/synchronization"
JOBS, ONE_JOB, SECRETS = f"{SYNC}/jobs$", f"{SYNC}/jobs/[^/]+$", f"{SYNC}/secrets$"
START = f"{SYNC}/jobs/[^/]+/start$"
FOR_EVER = 0
CONVERGES = "converges"
# The most that a user may wait, in seconds: for what passes, what the service asks for and a little; for what stays,
# what the issue of reliability allows; and where replication may still explain a refusal.
PASSING, PERMANENT, REPLICATION = 30, 10, 60


@dataclass(frozen=True)
class Case:
    """ends: CONVERGES, or words of the error; waits: the most seconds; world: what is there before.

    faults: rules of the emulator, all in force from the beginning; switches: how its service is.
    """

    group: str
    name: str
    module: str
    args: Mapping[str, Any]
    faults: tuple[Mapping[str, Any], ...] = ()
    ends: str = CONVERGES
    waits: int = PASSING
    world: Callable[[Any], Any] = lambda emu: None
    switches: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.group}: {self.name}"


def struck(method: str, path: str, kind: str, times: int = 1, **options: Any) -> tuple[Mapping[str, Any], ...]:
    """One rule."""
    return ({"method": method, "path": path, "kind": kind, "times": times, **options},)


def has_an_extra_key(emu: Any) -> None:
    """A key that nobody declared."""
    stored = emu.world.tenants[emu.tenant_id].service_principals[ids.SCIM].provisioning.secrets
    stored["SyncAll"] = "true"


def read(name: str, kind: str, **more: Any) -> Case:
    """The job is there as declared, and the list of jobs is struck."""
    kept = {key: more.pop(key) for key in ("ends", "waits", "args") if key in more}
    args = {**JOB, **kept.pop("args", {})}
    return Case("read", name, "synchronization_job", args, struck("GET", JOBS, kind, **more), world=has_its_job, **kept)


def create(name: str, kind: str, **more: Any) -> Case:
    """There is no job yet, and its creation is struck."""
    kept = {key: more.pop(key) for key in ("ends", "waits") if key in more}
    return Case("create", name, "synchronization_job", JOB, struck("POST", JOBS, kind, **more), **kept)


def secrets(name: str, method: str, kind: str, **options: Any) -> Case:
    """Settings and a secret are stored, struck on the way."""
    return Case("secrets", name, "synchronization", STORED, struck(method, SECRETS, kind, **options))


def delete(name: str, kind: str, **options: Any) -> Case:
    """The job is deleted, struck on the way."""
    args = {**JOB, "state": "absent"}
    return Case(
        "delete", name, "synchronization_job", args, struck("DELETE", ONE_JOB, kind, **options), world=has_its_job
    )


def start(name: str, kind: str, **options: Any) -> Case:
    """The job is made and started, and the start is struck."""
    return Case(
        "start", name, "synchronization_job", {**JOB, "state": "started"}, struck("POST", START, kind, **options)
    )


def token(name: str, kind: str, **options: Any) -> Case:
    """The job is there, and the sign-in is struck."""
    return Case(
        "token", name, "synchronization_job", JOB, struck("POST", "/token$", kind, **options), world=has_its_job
    )


CASES: tuple[Case, ...] = (
    read("429 with Retry-After", "throttle", seconds=7),
    read("503 with Retry-After", "server_error", seconds=7),
    read("503 without Retry-After", "server_error"),
    read("500", "server_error", status=500),
    read("reset", "reset"),
    read("cut body", "truncate"),
    read("401", "unauthorized"),
    read("404", "not_found", ends="answered 404", waits=PERMANENT),
    read("403 for ever", "forbidden", times=FOR_EVER, ends="This call needs", waits=PERMANENT),
    read("no answer", "hold", args={"timeout": 1}, waits=PASSING),
    token("429", "throttle", seconds=7),
    token("reset", "reset"),
    create("429", "throttle", seconds=7),
    create("503", "server_error", seconds=7),
    create("503 after the work", "server_error", when="after"),
    create("409", "conflict", ends="something else is changing it; run again", waits=PERMANENT),
    create(
        "400",
        "answer",
        status=400,
        code="BadRequest",
        message="The template is not for this.",
        times=FOR_EVER,
        ends="not for this",
        waits=PERMANENT,
    ),
    create("404 of a principal not yet replicated", "not_found", waits=REPLICATION),
    create("403 for ever", "forbidden", times=FOR_EVER, ends="This call needs", waits=PERMANENT),
    create("reset before the work", "reset"),
    create("reset after the work", "reset", when="after"),
    Case(
        "create", "404 three times after", "synchronization_job", JOB, switches={"job_read_lag": 3, "job_flap": False}
    ),
    Case("create", "flapping 404", "synchronization_job", JOB, switches={"job_read_lag": 2, "job_flap": True}),
    Case("settling", "503", "synchronization_job", JOB, struck("GET", ONE_JOB, "server_error")),
    start("429", "throttle", seconds=7),
    start("404 once", "not_found"),
    start("reset after the work", "reset", when="after"),
    secrets("429", "PUT", "throttle", seconds=7),
    secrets("503", "PUT", "server_error"),
    secrets("reset after the work", "PUT", "reset", when="after"),
    Case("secrets", "an extra key on the server", "synchronization", STORED, world=has_an_extra_key),
    secrets("read, 429", "GET", "throttle", seconds=7),
    secrets("read, reset", "GET", "reset"),
    delete("404", "not_found"),
    delete("503 after the work", "server_error", when="after"),
    delete("reset after the work", "reset", when="after"),
)

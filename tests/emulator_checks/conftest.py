# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running emulator for a test, and a client that speaks plain HTTP to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from emulator.testing import Emulator


class Wire:
    """Requests with a token; paths begin after the version."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = emulator.ca_path
        self.version = "v1.0"
        self.roles: tuple[str, ...] = ()

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {**self.emulator.headers(*self.roles), **options.pop("headers", {})}
        url = path if path.startswith("https:") else f"{self.emulator.graph_url}/{self.version}{path}"
        return self.session.request(method, url, headers=headers, **{"timeout": 20, **options})

    def get(self, path: str, **options: Any) -> Any:
        """The JSON of a read that has to succeed."""
        answer = self.send("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def synchronization(self, name: str) -> str:
        """The path of an enterprise application's synchronization."""
        return f"/servicePrincipals/{self.emulator.estate[name]['service_principal_id']}/synchronization"

    def job(self, name: str, template: str) -> str:
        """The path of a new job that is there at once."""
        self.emulator.switches.update(job_read_lag=0)
        answer = self.send("POST", f"{self.synchronization(name)}/jobs", json={"templateId": template})
        assert answer.status_code == 201, answer.text
        return f"{self.synchronization(name)}/jobs/{answer.json()['id']}"


def error(answer: requests.Response) -> tuple[int, str, str]:
    """Status, code and message of an error envelope."""
    found = answer.json()["error"]
    return answer.status_code, found["code"], found["message"]


@pytest.fixture(scope="session")
def _running() -> Iterator[Emulator]:
    with Emulator.start() as emulator:
        yield emulator


@pytest.fixture
def emu(_running: Emulator) -> Emulator:
    """The standard estate, as new."""
    _running.reset()
    return _running


@pytest.fixture
def wire(emu: Emulator) -> Iterator[Wire]:
    found = Wire(emu)
    with found.session:
        yield found

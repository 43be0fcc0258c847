# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator without waiting times, and enterprise applications of one's own on it, made over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from emulator import fixtures
from emulator.testing import Emulator

# Replication is tested elsewhere: here a thing is there as soon as it was made, under every root that a client knows.
NO_WAITING = {
    "instantiate_lag": 0,
    "job_read_lag": 0,
    "job_flap": False,
    "job_delete_lag": 0,
    "undocumented_roots": "accept",
}
ROLES = (
    "Application.ReadWrite.All",
    "Synchronization.ReadWrite.All",
    "SynchronizationData-User.Upload",
    "ProvisioningLog.Read.All",
)


@dataclass(frozen=True)
class Owner:
    """An enterprise application with its registration, and the job that was made for it."""

    service_principal_id: str
    application_id: str
    app_id: str
    job_id: str
    template_id: str


class Stage:
    """A running emulator with a session that may do everything."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.session = requests.Session()
        self.session.trust_env = False  # a CA bundle of the environment would win over ours
        self.session.verify = str(emulator.ca_path)
        self.session.headers["Authorization"] = f"Bearer {emulator.token(roles=ROLES)}"

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        """One request; `path` begins with the version."""
        return self.session.request(method, self.emulator.graph_url + path, json=body, timeout=30, **options)

    def made(self, method: str, path: str, body: Any) -> Any:
        """The answer of a request that has to succeed."""
        answer = self.call(method, path, body)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def owner(self, template_id: str, *, job: bool = True) -> Owner:
        """A fresh application of the gallery entry that brings a template, with secrets and, if asked, a job."""
        gallery = next(row for row in fixtures.application_templates() if template_id in row["templates"])
        name = {"displayName": f"{gallery['displayName']} on stage"}
        pair = self.made("POST", f"/v1.0/applicationTemplates/{gallery['id']}/instantiate", name)
        principal = pair["servicePrincipal"]["id"]
        root = f"/v1.0/servicePrincipals/{principal}/synchronization"
        self.made("PUT", f"{root}/secrets", {"value": [{"key": key, "value": value} for key, value in SECRETS.items()]})
        made = self.made("POST", f"{root}/jobs", {"templateId": template_id}) if job else {"id": ""}
        return Owner(principal, pair["application"]["id"], pair["servicePrincipal"]["appId"], made["id"], template_id)


SECRETS = {
    "BaseAddress": "https://scim.fabrikam.example/scim",
    "SecretToken": "not-a-real-secret-token",
    "UserName": "provisioning@fabrikam.example",
    "Password": "not-a-real-password",
    "CompanyId": "7f5d2b1c-8e4a-4c39-9b06-1d2e3f4a5b6c",
    "AuthenticationType": "SyncPolicy",
    "SyncNotificationSettings": '{"Enabled":true,"Recipients":"owner@contoso.example"}',
}


@contextmanager
def raised(**switches: Any) -> Iterator[Stage]:
    """A stage for as long as the block lasts."""
    with Emulator.start(estate="standard", tls=True, switches={**NO_WAITING, **switches}) as emulator:
        stage = Stage(emulator)
        with stage.session:
            yield stage

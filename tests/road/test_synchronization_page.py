# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The seven methods of the service's page on the synchronization resource, each through ours: what is sent, what comes of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job,
    job_info,
    synchronization,
    synchronization_info,
    template,
    template_info,
)
from emulator.testing import Emulator

from .resource_road import ask, run

SECRET = "planted-secret-0123456789"
GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"


@pytest.fixture
def emu():
    with Emulator.start(estate="standard", switches={"job_read_lag": 0, "job_flap": False}) as emulator:
        yield emulator


@pytest.fixture
def contoso(emu):
    """Contoso SCIM: its ids, what the emulator keeps of it, and the addresses of its synchronization."""
    ids = emu.estate["Contoso SCIM"]
    identity = ids["service_principal_id"]
    return SimpleNamespace(
        id=identity,
        application_id=ids["application_id"],
        kept=emu.world.tenants[emu.tenant_id].service_principals[identity].provisioning,
        path=f"servicePrincipals/{identity}/synchronization",
        application_path=f"applications/{ids['application_id']}/synchronization",
    )


def sent(emu, mark):
    """Method, version and path of the requests since a mark, but for those of signing in."""
    rows = [row for row in emu.audit(since=mark) if row["path"].startswith(("/v1.0/", "/beta/"))]
    return [(row["method"], *row["path"][1:].split("/", 1)) for row in rows]


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_get_synchronization(emu, contoso, version):
    contoso.kept.secrets.update(BaseAddress="https://scim.contoso.example", SecretToken=SECRET)
    emu.switches["connectivity_parameters"] = "beta_with_keys"
    mark = emu.mark()
    given = {"service_principal_id": contoso.id, "include": ["connectivity"], "api_version": version}
    result = ask(synchronization_info, emu, **given)
    assert sent(emu, mark) == [("GET", version, contoso.path)]
    names = {"v1.0": None, "beta": ["BaseAddress", "SecretToken"]}[version]
    assert result["synchronizations"][0]["connectivity_parameters"] == names
    assert bool(result["warnings"]) is (version == "beta")
    assert SECRET not in repr(result)


def test_get_synchronization_in_a_batch_with_entries_of_which_nothing_is_known(emu, contoso):
    contoso.kept.secrets.update(BaseAddress="https://scim.contoso.example", SecretToken=SECRET)
    emu.switches["connectivity_parameters"] = "beta"
    mark = emu.mark()
    parts = ["settings", "connectivity"]
    result = ask(synchronization_info, emu, service_principal_id=contoso.id, include=parts, api_version="beta")
    on_the_wire = [row["path"] for row in emu.audit(since=mark) if not row["batch"] and "/beta/" in row["path"]]
    assert on_the_wire == ["/beta/$batch"]
    assert result["synchronizations"][0]["connectivity_parameters"] == ["(unnamed)", "(unnamed)"]
    assert [warning.split()[0] for warning in result["warnings"]] == ["api_version:", "The"]
    assert SECRET not in repr(result)


def test_update_synchronization(emu, contoso):
    """The metadata say PUT of the whole resource; what is on record as working is PUT of the collection in it."""
    contoso.kept.secrets.update(BaseAddress="https://scim.contoso.example")
    mark = emu.mark()
    result = run(synchronization, emu, service_principal_id=contoso.id, settings={"SyncAll": True})
    assert [row for row in sent(emu, mark) if row[0] == "PUT"] == [("PUT", "v1.0", f"{contoso.path}/secrets")]
    assert result["settings"] == {"BaseAddress": "https://scim.contoso.example", "SyncAll": True}


def test_ping(emu, contoso):
    mark = emu.mark()
    result = ask(synchronization_info, emu, service_principal_id=contoso.id, include=[], ping=True)
    assert sent(emu, mark) == [("GET", "beta", f"{contoso.path}/Ping()")]
    assert result["synchronizations"][0]["ping"]["available"] is True


def test_list_jobs(emu, contoso):
    assert ask(job_info, emu, service_principal_id=contoso.id)["jobs"] == []
    run(job, emu, service_principal_id=contoso.id, template_id="scim")
    mark = emu.mark()
    found = ask(job_info, emu, service_principal_id=contoso.id)["jobs"]
    assert sent(emu, mark) == [("GET", "v1.0", f"{contoso.path}/jobs")]
    assert [row["id"] for row in found] == list(contoso.kept.jobs)


def test_add_jobs(emu, contoso):
    mark = emu.mark()
    result = run(job, emu, service_principal_id=contoso.id, template_id="scim")
    written = [request for request in sent(emu, mark) if request[0] != "GET"]
    assert written == [("POST", "v1.0", f"{contoso.path}/jobs")]
    assert list(contoso.kept.jobs) == [result["job"]["id"]]


def test_list_templates(emu, contoso):
    mark = emu.mark()
    found = ask(template_info, emu, service_principal_id=contoso.id)["templates"]
    assert sent(emu, mark) == [("GET", "v1.0", f"{contoso.path}/templates")]
    assert [row["id"] for row in found] == sorted(contoso.kept.templates)


def test_add_templates(emu, contoso):
    given = {"template_id": "contosoScim", "application_template_id": GALLERY, "factory_tag": "customappsso"}
    mark = emu.mark()
    run(template, emu, application_id=contoso.application_id, **given)
    written = [request for request in sent(emu, mark) if request[0] != "GET"]
    assert written == [("POST", "v1.0", f"{contoso.application_path}/templates")]
    assert contoso.kept.templates["contosoScim"].factory_tag == "customappsso"

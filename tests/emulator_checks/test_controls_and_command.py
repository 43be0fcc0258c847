# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controls under /_emulator and the command line, as a user in another process has them."""

from __future__ import annotations

import codecs
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from emulator import estate, fixtures, loading
from emulator.switches import TABLE, Switches, UnknownSwitch
from emulator.testing import Emulator

from .conftest import Wire

TESTS = Path(__file__).resolve().parents[1]


def _control(wire: Wire, method: str, path: str, body: Any = None) -> Any:
    answer = wire.session.request(method, f"{wire.emulator.graph_url}/_emulator{path}", json=body, timeout=20)
    return answer.json() if answer.status_code == 200 else answer.json()["error"]


def test_the_controls_describe_themselves_and_need_no_token(wire: Wire) -> None:
    found = _control(wire, "GET", "")
    assert wire.emulator.tenant_id in found["tenants"] and "throttle" in found["faults"]
    assert "POST /_emulator/clock" in found["controls"]
    assert set(_control(wire, "GET", "/switches")) == set(TABLE)
    assert _control(wire, "GET", "/nonsense").startswith("controls are:")


def test_switches_faults_and_clock_are_turned_over_http(wire: Wire) -> None:
    assert _control(wire, "PATCH", "/switches", {"job_read_lag": 0})["job_read_lag"] == 0
    assert "there is no switch" in _control(wire, "PATCH", "/switches", {"jobs_read_lag": 0})
    assert "there is no fault" in _control(wire, "POST", "/faults", {"kind": "storm"})
    _control(wire, "POST", "/faults", {"kind": "throttle", "method": "GET", "seconds": 2})
    assert wire.send("GET", "/servicePrincipals").headers["Retry-After"] == "2"
    assert _control(wire, "GET", "/faults")[0]["fired"] == 1
    assert _control(wire, "DELETE", "/faults") == []
    assert _control(wire, "POST", "/clock", {"advance": 90})["turned_forward_by"] == 90
    assert "missing" in _control(wire, "POST", "/clock", {})


def test_a_switch_of_one_tenant_leaves_the_others_alone(wire: Wire) -> None:
    _control(wire, "PATCH", f"/switches?tenant={estate.OTHER_TENANT_ID}", {"page_size": 2})
    tenants = wire.emulator.world.tenants
    assert tenants[estate.OTHER_TENANT_ID].switches["page_size"] == 2
    assert tenants[estate.TENANT_ID].switches["page_size"] == TABLE["page_size"].default


def test_the_audit_is_read_over_http_and_the_controls_are_not_in_it(wire: Wire) -> None:
    mark = _control(wire, "GET", "/mark")["mark"]
    wire.send("GET", "/servicePrincipals")
    entries = _control(wire, "GET", f"/audit?since={mark}")["entries"]
    assert [entry["path"] for entry in entries] == ["/v1.0/servicePrincipals"]


def test_the_portal_changes_secrets_jobs_and_mappings_behind_the_clients_back(wire: Wire) -> None:
    row = wire.emulator.estate["Fabrikam Sign-On"]
    root, job = wire.synchronization("Fabrikam Sign-On"), row["jobs"][0]
    _control(wire, "PATCH", f"/service-principals/{row['service_principal_id']}", {"secrets": {"SyncAll": "true"}})
    assert {"key": "SyncAll", "value": "true"} in wire.get(f"{root}/secrets")["value"]
    assert _control(wire, "PATCH", f"/jobs/{job}", {"action": "pause"})["code"] == "Paused"
    change = {"job": job, "target_object": "User", "target_attribute": "Email", "expression": "ToLower([mail])"}
    rules = wire.get(f"{root}/jobs/{job}/schema")["synchronizationRules"]
    mapping = next(one for one in rules[0]["objectMappings"] if one["sourceObjectName"] == "User")
    change["target_object"] = mapping["targetObjectName"]
    change["target_attribute"] = mapping["attributeMappings"][0]["targetAttributeName"]
    assert _control(wire, "POST", "/mapping", change)["edits"] == 1
    after = wire.get(f"{root}/jobs/{job}/schema")["synchronizationRules"][0]["objectMappings"]
    found = next(one for one in after if one["sourceObjectName"] == "User")["attributeMappings"][0]
    assert found["source"]["expression"].startswith("ToLower([mail]")


def test_tokens_and_resets_are_had_over_http(wire: Wire) -> None:
    token = _control(wire, "POST", "/token", {"roles": ["Synchronization.Read.All"]})["access_token"]
    path = f"{wire.synchronization('Contoso SCIM')}/jobs"
    header = {"Authorization": f"Bearer {token}"}
    assert wire.send("GET", path, headers=header).status_code == 200
    assert wire.send("POST", path, headers=header, json={"templateId": "scim"}).status_code == 403
    wire.job("Contoso SCIM", "scim")
    assert _control(wire, "POST", "/reset", {})["Contoso SCIM"]["jobs"] == []
    assert wire.get(path)["value"] == []


def test_every_switch_has_a_meaning_and_a_default_that_it_allows() -> None:
    for name, switch in TABLE.items():
        assert switch.meaning
        assert Switches({name: switch.default})[name] == switch.default


@pytest.mark.parametrize(("name", "value"), [("second_job", "418"), ("job_read_lag", -1), ("random_write_faults", 2)])
def test_a_value_that_a_switch_does_not_allow_is_an_error(name: str, value: Any) -> None:
    with pytest.raises(UnknownSwitch, match=name):
        Switches({name: value})


def test_no_estate_knows_no_tenant_and_an_empty_one_no_application(emu: Emulator) -> None:
    emu.reset("none")
    assert emu.estate == {} and not emu.world.tenants
    emu.reset("empty")
    assert emu.estate == {} and emu.world.tenants[emu.tenant_id].clients
    with pytest.raises(ValueError, match="there is no estate"):
        emu.reset("full")


def test_the_emulator_listens_on_loopback_only(emu: Emulator) -> None:
    assert emu.server._socket.getsockname()[0] == "127.0.0.1"


def test_three_hundred_applications_share_one_document(wire: Wire) -> None:
    wire.emulator.switches.update(instantiate_lag=0)
    gallery = next(one for one in wire.emulator.world.gallery.values() if "scim" in one.templates)
    for number in range(300):
        body = {"displayName": f"Application {number}"}
        assert wire.send("POST", f"/applicationTemplates/{gallery.id}/instantiate", json=body).status_code == 201
    principals = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principals.values()
    documents = {
        id(one.provisioning.templates["scim"].schema) for one in principals if "scim" in one.provisioning.templates
    }
    assert len(documents) == 1


ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
]


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
def test_an_export_is_loaded_in_every_encoding(tmp_path: Path, encoding: str, mark: bytes) -> None:
    file = tmp_path / "My export.json"
    schema = {**fixtures.catalogue()["scim"]["schema"], "id": "scim.0123456789abcdef0123456789abcdef.x"}
    file.write_bytes(mark + json.dumps(schema).encode(encoding))
    world = estate.build("empty")
    principal, job = loading.load_job(world, file)
    assert principal.display_name == "My export"
    assert job.template_id == "scim" and job.schema.rules


def test_an_export_without_an_id_is_known_by_its_rules(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    schema = dict(fixtures.catalogue()["AD2AADProvisioning"]["schema"])
    del schema["id"]
    file.write_text(json.dumps(schema), "utf-8")
    _principal, job = loading.load_job(estate.build("empty"), file)
    assert job.template_id == "AD2AADProvisioning"


@pytest.mark.parametrize("content", [b"not json", b'{"value": []}', b"\xff\xfe\x00"])
def test_a_file_that_is_no_schema_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    with pytest.raises(loading.BadFile, match="bad.json"):
        loading.read_schema(file)


@contextmanager
def _serving(tmp_path: Path, *arguments: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    details = tmp_path / "details.json"
    command = [sys.executable, "-m", "emulator", "serve", "--details", str(details), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        deadline = time.monotonic() + 20
        while not details.exists():
            assert process.poll() is None and time.monotonic() < deadline, "the emulator did not start"
            time.sleep(0.02)
        yield json.loads(details.read_text("utf-8")), process
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_the_command_serves_https_and_ends_gracefully_on_a_signal(tmp_path: Path) -> None:
    with _serving(tmp_path, "--switch", "job_read_lag=0") as (details, process):
        assert (tmp_path / "details.json").stat().st_mode & 0o077 == 0
        found = requests.get(f"{details['control_url']}/switches", verify=details["ca_path"], timeout=20).json()
        assert found["job_read_lag"]["value"] == 0
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=10)
        assert process.returncode == 0
    assert details["graph_url"] in output and "has ended" in output
    assert not Path(details["ca_path"]).exists()


def test_the_command_serves_plain_http_with_a_ready_token_and_a_loaded_file(tmp_path: Path) -> None:
    file = tmp_path / "Tailored.json"
    file.write_text(json.dumps(fixtures.catalogue()["scim"]["schema"]), "utf-8-sig")
    with _serving(tmp_path, "--http", "--load-job", str(file), "--latency", "5") as (details, _process):
        token_path = Path(details["access_token_path"])
        assert token_path.stat().st_mode & 0o077 == 0
        header = {"Authorization": f"Bearer {token_path.read_text('utf-8')}"}
        row = details["estate"]["Tailored"]
        url = f"{details['graph_url']}/v1.0/servicePrincipals/{row['service_principal_id']}/synchronization/jobs"
        jobs = requests.get(url, headers=header, timeout=20).json()["value"]
        assert [job["templateId"] for job in jobs] == ["scim"]


def test_the_command_serves_many_applications_and_greets_with_the_first_of_them(tmp_path: Path) -> None:
    with _serving(tmp_path, "--http", "--estate", "many:30:bare") as (details, process):
        assert len(details["estate"]) == 30 and not any(row["jobs"] for row in details["estate"].values())
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=10)
    assert "Application 020" in output and "Application 021" not in output and "and 10 more" in output


@pytest.mark.parametrize(
    "arguments",
    [["--switch", "nonsense=1"], ["--switch", "nothing"], ["--load-job", "absent.json"], ["--estate", "full"]],
)
def test_the_command_refuses_what_makes_no_sense(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "emulator", "serve", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=20, check=False)
    assert done.returncode == 2 and "cannot start" in done.stderr

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: every request, in order, with nothing secret in it."""

from __future__ import annotations

import json
from pathlib import Path

from emulator.testing import Emulator

from .conftest import Wire


def test_every_request_leaves_an_entry_with_what_matters(wire: Wire) -> None:
    mark = wire.emulator.mark()
    answer = wire.send("GET", f"{wire.synchronization('Contoso SCIM')}/jobs?$top=5")
    (entry,) = wire.emulator.audit(since=mark)
    assert (entry["method"], entry["status"], entry["unsafe"], entry["body"]) == ("GET", 200, False, None)
    assert entry["path"] == f"/v1.0{wire.synchronization('Contoso SCIM')}/jobs"
    assert entry["query"] == {"$top": "5"}
    assert entry["tenant"] == wire.emulator.tenant_id
    assert entry["request_id"] == answer.headers["request-id"]
    assert entry["time"].endswith("Z")


def test_secrets_and_tokens_are_masked(wire: Wire) -> None:
    mark = wire.emulator.mark()
    pairs = [
        {"key": "BaseAddress", "value": "https://a.example/"},
        {"key": "SecretToken", "value": "planted-secret-one"},
    ]
    wire.send("PUT", f"{wire.synchronization('Contoso SCIM')}/secrets", json={"value": pairs})
    form = {
        "client_id": wire.emulator.client_id,
        "client_secret": "planted-secret-two",
        "client_assertion": "planted-3",
    }
    wire.session.post(f"{wire.emulator.authority}/{wire.emulator.tenant_id}/oauth2/v2.0/token", data=form, timeout=20)
    entries = wire.emulator.audit(since=mark)
    assert "planted" not in json.dumps(entries) and "eyJ" not in json.dumps(entries)
    assert entries[0]["body"]["value"][0]["value"] == "https://a.example/"
    assert entries[0]["body"]["value"][1] == {"key": "SecretToken", "value": "********"}
    assert entries[1]["body"]["client_id"] == wire.emulator.client_id


def test_reads_by_post_are_safe_and_writes_are_not(wire: Wire) -> None:
    job = wire.job("Contoso SCIM", "scim")
    mark = wire.emulator.mark()
    wire.send("POST", f"{job}/schema/parseExpression", json={"expression": "[mail]"})
    wire.send("POST", f"{job}/start")
    wire.send("PUT", f"{job}/schema", json={})
    assert [entry["unsafe"] for entry in wire.emulator.audit(since=mark)] == [False, True, True]


def test_items_of_a_batch_are_entered_one_by_one_under_their_batch(wire: Wire) -> None:
    job = wire.job("Contoso SCIM", "scim")
    mark = wire.emulator.mark()
    items = [{"id": "1", "method": "GET", "url": job}, {"id": "2", "method": "POST", "url": f"{job}/start"}]
    wire.send("POST", "/$batch", json={"requests": items})
    first, second, outer = wire.emulator.audit(since=mark)
    assert [first["unsafe"], second["unsafe"], outer["unsafe"]] == [False, True, False]
    assert first["batch"] == second["batch"] == outer["request_id"]
    assert first["path"] == f"/v1.0{job}"


def test_a_reset_is_entered_without_a_status_and_with_its_fault(wire: Wire) -> None:
    wire.emulator.fault(kind="throttle")
    mark = wire.emulator.mark()
    wire.send("GET", "/servicePrincipals")
    entry = wire.emulator.audit(since=mark)[0]
    assert (entry["status"], entry["fault"]) == (429, "throttle")


def test_the_file_has_one_line_for_each_entry_and_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    with Emulator.start(estate="empty", audit_file=file) as emulator:
        wire = Wire(emulator)
        with wire.session:
            wire.send("GET", "/servicePrincipals")
            wire.send("GET", "/applications")
        entries = emulator.audit()
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert lines == entries and len(lines) == 2
    assert file.stat().st_mode & 0o077 == 0

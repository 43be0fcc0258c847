# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rulebooks, run by ansible-rulebook: the example, from a portal edit to a job that runs again, and those of the guide."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from emulator import portal
from emulator.testing import Emulator

FABRIKAM = "Fabrikam Sign-On"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst" / "event_driven.rst"
BIN = Path(sys.executable).parent
PATIENCE = 90
# What a target may answer. A playbook that took it for a template would make the file.
EVIL = "{{ lookup('ansible.builtin.pipe', 'touch %s') }}"


@pytest.fixture(name="emu")
def fixture_emu() -> Iterator[Emulator]:
    with Emulator.start(switches={"job_read_lag": 0}) as emulator:
        yield emulator


def surroundings(emu: Emulator, folder: Path) -> dict[str, str]:
    """The environment of a user: no path of Python leads to the collection, only Ansible's own does."""
    options = emu.options()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "AZURE_", "ENTRA_"))
    }
    return {
        **kept,
        "AZURE_TENANT_ID": options["tenant_id"],
        "AZURE_CLIENT_ID": options["client_id"],
        "AZURE_CLIENT_SECRET": options["client_secret"],
        "ENTRA_GRAPH_URL": options["graph_url"],
        "AZURE_AUTHORITY_HOST": options["authority"],
        "ENTRA_CA_PATH": options["ca_path"],
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_FORCE_COLOR": "false",
        "ANSIBLE_NOCOLOR": "1",
    }


class Rulebook:
    """ansible-rulebook at work. said: all that it and the playbooks said so far."""

    def __init__(
        self, emu: Emulator, folder: Path, rulebook: str = "entra.provisioning.provisioning", **variables: Any
    ) -> None:
        self._output = folder / "output"
        host = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        (folder / "inventory.yml").write_text(json.dumps({"all": {"hosts": {"localhost": host}}}), encoding="utf-8")
        (folder / "vars.yml").write_text(json.dumps(variables), encoding="utf-8")
        command = [str(BIN / "ansible-rulebook"), "--rulebook", rulebook]
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                [*command, "--inventory", "inventory.yml", "--vars", "vars.yml"],
                cwd=folder,
                env=surroundings(emu, folder),
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def ended(self) -> None:
        """Wait until it ends by itself."""
        self._process.wait(PATIENCE)

    @property
    def said(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    def until(self, seen: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not seen():
            assert self._process.poll() is None, f"ansible-rulebook ended before {what}:\n{self.said}"
            assert time.monotonic() < ends, f"not seen: {what}. It said:\n{self.said}"
            time.sleep(0.1)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(name="rulebook")
def fixture_rulebook(emu: Emulator, tmp_path: Path) -> Iterator[Rulebook]:
    state = str(tmp_path / "state.json")
    running = Rulebook(
        emu, tmp_path, provisioning_interval=1, provisioning_drift_every=1, provisioning_state_file=state
    )
    yield running
    running.stop()


def test_an_edit_is_shown_and_a_job_that_fell_into_quarantine_runs_again(emu, rulebook, tmp_path):
    principal, job = emu.estate[FABRIKAM]["service_principal_id"], emu.estate[FABRIKAM]["jobs"][0]
    made = tmp_path / "made-by-a-template"

    def looks() -> int:
        return sum("$batch" in row["path"] for row in emu.audit())

    rulebook.until(lambda: looks() >= 3, "the first looks of the source")
    mapping = {"edit": "mapping", "target_object": "Account", "target_attribute": "displayName"}
    emu.edit_schema(job, {**mapping, "expression": "[mail]"})
    rulebook.until(lambda: "PLAY [Show what drifted]" in rulebook.said, "the playbook for drift")
    change: dict[str, Any] = {"credentials_work": False, "target_error": EVIL % made}
    portal.change_principal(emu.world, emu.tenant_id, principal, change)
    portal.change_job(emu.world, emu.tenant_id, job, {"action": "cycle"})
    portal.change_principal(emu.world, emu.tenant_id, principal, {"credentials_work": True})
    rulebook.until(lambda: "is no longer in quarantine, and runs." in rulebook.said, "the recovery")
    said = rulebook.said
    assert f"{FABRIKAM} has another schema than before" in said
    assert '"source": "[mail]"' in said
    assert "Look after a job that went into quarantine" in said and '"action": "restarted"' in said
    assert "lookup('ansible.builtin.pipe'" in said and not made.exists()
    assert emu.client_secret not in said
    assert "failed=0" in said and "failed=1" not in said
    assert emu.client_secret not in (tmp_path / "state.json").read_text(encoding="utf-8")


def test_the_playbook_for_drift_shows_what_a_run_would_do_and_does_nothing(emu, tmp_path):
    job = emu.estate[FABRIKAM]["jobs"][0]
    portal.change_job(emu.world, emu.tenant_id, job, {"action": "pause"})
    declaration = {"applications": [{"display_name": FABRIKAM, "jobs": [{"job_id": job, "state": "started"}]}]}
    (tmp_path / "declared.yml").write_text(json.dumps(declaration), encoding="utf-8")
    event = {"application": FABRIKAM, "message": "It drifted.", "changes": [], "job_id": None}
    given = {
        "ansible_eda": {"event": {"provisioning": event}},
        "event_declaration": str(tmp_path / "declared.yml"),
        "ansible_python_interpreter": sys.executable,
    }
    mark = emu.mark()
    done = subprocess.run(
        [str(BIN / "ansible-playbook"), "entra.provisioning.event_drifted", "-e", json.dumps(given)],
        cwd=tmp_path,
        env={
            **surroundings(emu, tmp_path),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=1" in done.stdout and f"job {job}" in done.stdout
    unsafe = [row["path"] for row in emu.audit(since=mark) if row["unsafe"]]
    assert [path for path in unsafe if "/oauth2/" not in path and "$batch" not in path] == []


def test_what_ansible_rulebook_says_of_a_wrong_option_names_it(emu, tmp_path):
    running = Rulebook(emu, tmp_path, provisioning_drift="always")
    try:
        running.ended()
    finally:
        running.stop()
    assert "value of drift must be one of: none, schema, declaration, got: always" in running.said


def of_the_guide() -> list[Any]:
    """The YAML of the guide: a rulebook, a rule, and a source that looks for drift."""
    shown = re.findall(
        r"^\.\. code-block:: yaml\n\n((?:(?: {3}.*)?\n)+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [yaml.safe_load(textwrap.dedent(block)) for block in shown]


def test_the_rulebooks_of_the_guide_do_what_it_says(emu, tmp_path):
    """Put together as a reader would: the rule that knows the reason first, and the source that looks for drift too."""
    (ruleset,), (rule,), fragment = of_the_guide()
    name = "entra.provisioning.provisioning"
    source = {**ruleset["sources"][0][name], **fragment["sources"][0][name]}
    # What the guide has for a machine that works for years.
    assert (source["interval"], source["drift_every"]) == (300, 12)
    source |= {"interval": 1, "drift_every": 1, "state_file": str(tmp_path / "state.json")}
    drifted = {
        "name": "Drift",
        "condition": 'event.provisioning.event == "drifted"',
        "action": {"debug": {"msg": "{{ event.provisioning.summary }}"}},
    }
    whole = {**ruleset, "sources": [{"name": "contoso", name: source}], "rules": [rule, *ruleset["rules"], drifted]}
    (tmp_path / "rulebook.yml").write_text(json.dumps([whole]), encoding="utf-8")
    job = emu.estate[FABRIKAM]["jobs"][0]
    declared = {"applications": [{"display_name": FABRIKAM, "settings": {"BaseAddress": "https://else.example/scim"}}]}
    (tmp_path / "tenant").mkdir()
    (tmp_path / "tenant" / "contoso").write_text(json.dumps(declared), encoding="utf-8")
    running = Rulebook(emu, tmp_path, "rulebook.yml")
    try:
        running.until(lambda: f"1 change: store {FABRIKAM}" in running.said, "the drift")
        portal.change_job(emu.world, emu.tenant_id, job, {"pending_deletes": 612, "action": "cycle"})
        told = re.compile(r"\[debug\] \*+\n.*TooManyDeletes")
        running.until(lambda: told.search(running.said) is not None, "the rule for deletions")
        portal.change_principal(
            emu.world, emu.tenant_id, emu.estate[FABRIKAM]["service_principal_id"], {"credentials_work": False}
        )
        portal.change_job(emu.world, emu.tenant_id, job, {"pending_deletes": 0, "action": "cycle"})
        running.until(lambda: "PLAY RECAP" in running.said, "the playbook")
    finally:
        running.stop()
    # The first of the rules that an event fits is taken: the deletions had none but their own.
    assert running.said.count("PLAY [Look after a job that went into quarantine]") == 1

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host steps aside where it could differ, says why, and otherwise behaves like the ordinary one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from emulator.testing import Emulator

from . import ids
from .conversation import HOSTS, Played, Step, play

READ = "synchronization_job_info"
OWNER = {"service_principal_id": ids.FABRIKAM}
STORE = {"service_principal_id": ids.SCIM, "settings": {"BaseAddress": "https://scim.contoso.example"}}
SEVERAL = [ids.FABRIKAM, ids.SCIM, ids.CLOUD_SYNC]
VAULTED = "vaulted-token-of-the-target"
HIDE = "import sys\nsys.modules['msal'] = None\n"

# task -> what the task asks for, and the reason that is given at -v.
ASIDE: Mapping[str, tuple[dict[str, Any], str]] = {
    "with become": ({"become": True, "become_method": "same"}, "the task asks for become"),
    "with async": ({"async": 60, "poll": 1}, "the task asks for async"),
    "through another connection": ({"connection": "elsewhere"}, "the connection is elsewhere"),
    "delegated to another machine": ({"delegate_to": "machine"}, "the connection is elsewhere"),
    "switched off": ({"vars": {"entra_provisioning_direct": "no"}}, "entra_provisioning_direct is false"),
}
REFUSED: Mapping[str, dict[str, Any]] = {
    "an unknown option": {**OWNER, "servce_principal_id": ids.SCIM},
    "two owners": {**OWNER, "app_id": ids.SCIM_APP},
    "no owner": {},
    "an unknown choice": {**OWNER, "status": ["Sleeping"]},
    "text for a number": {**OWNER, "timeout": "soon"},
    "a dictionary for a list": {**OWNER, "status": {"Active": True}},
    "an unknown way to sign in": {**OWNER, "auth_method": "password"},
}


def steps(emulator: Emulator, other_interpreter: Path) -> list[Step]:
    """All tasks of this file, for one playbook."""
    token = {"access_token": "{{ token }}"}
    reading, storing = {**OWNER, **token}, {**STORE, **token}
    vaulted = {**storing, "secrets": {"SecretToken": "{{ vaulted }}"}}
    with_secret = {**emulator.options(), "auth_method": "client_secret"}
    return [
        Step("plain", READ, reading),
        *(Step(name, READ, reading, keywords=keywords) for name, (keywords, _why) in ASIDE.items()),
        Step("with another interpreter", READ, reading, keywords=interpreter(str(other_interpreter))),
        Step("with our own interpreter", READ, reading, keywords=interpreter(sys.executable)),
        Step("token from environment", READ, OWNER, keywords={"environment": {"ENTRA_ACCESS_TOKEN": "{{ token }}"}}),
        Step("after the environment", READ, OWNER),
        Step("in a loop", READ, {"service_principal_id": "{{ item }}", **with_secret}, keywords={"loop": SEVERAL}),
        Step("vaulted", "synchronization", vaulted),
        Step("vaulted, in check mode", "synchronization", {**vaulted, "update_secrets": "always"}, check=True),
        Step("without diff", "synchronization", {**vaulted, "settings": {"SyncAll": True}}, keywords={"diff": False}),
        Step("with no_log", READ, reading, keywords={"no_log": True}),
        Step("with a short secret", READ, {**reading, "client_secret": "ed", "auth_method": "access_token"}),
        *(Step(f"refused: {name}", READ, {**args, **token}) for name, args in REFUSED.items()),
    ]


def interpreter(path: str) -> dict[str, Any]:
    """The keywords of a task that asks for an interpreter."""
    return {"vars": {"ansible_python_interpreter": path}}


class Stage:
    """The emulator and one playbook on each host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.interpreter = folder / "python"
        self.interpreter.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
        self.interpreter.chmod(0o755)
        self.password, self.vault = folder / "password", folder / "vault.yml"
        self.password.write_text("password-of-the-vault", "utf-8")
        secret = VaultSecret(b"password-of-the-vault")
        encrypted = VaultLib([("default", secret)]).encrypt(VAULTED, secret).decode().replace("\n", "\n  ")
        self.vault.write_text(f"vaulted: !vault |\n  {encrypted}\n", "utf-8")
        self.inventory = folder / "inventory.yml"
        here = {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        machines = {
            "localhost": {**here, "ansible_connection": "local"},
            "machine": {**here, "ansible_connection": "elsewhere"},
        }
        self.inventory.write_text(json.dumps({"all": {"hosts": machines}}), "utf-8")

    def play(self, emulator: Emulator, host: str) -> Played:
        files = ("-i", self.inventory, "-e", f"@{self.vault}", "--vault-password-file", self.password)
        return play(
            emulator,
            steps(emulator, self.interpreter),
            host,
            self.folder / host,
            connection={"graph_url": emulator.graph_url, "ca_path": emulator.ca_path},
            more={"vars": {"token": emulator.token()}},
            arguments=[str(argument) for argument in files],
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the tasks on each host; under `settings` what each left in the emulator."""
    stage = Stage(tmp_path_factory.mktemp("hosts"))
    found: dict[str, Any] = {"settings": {}}
    for host in HOSTS:
        with Emulator.start() as emulator:
            found[host] = stage.play(emulator, host)
            principal = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM]
            found["settings"][host] = dict(principal.provisioning.secrets)
    found["interpreter"] = str(stage.interpreter)
    return found


@pytest.fixture
def played(both: dict[str, Any], host: str) -> Played:
    return both[host]


@pytest.mark.parametrize("name", ASIDE)
def test_the_direct_host_steps_aside_and_says_why(both, name):
    _keywords, why = ASIDE[name]
    assert f"{READ}: runs as an ordinary module, because {why}." in both["direct"].output
    assert both["direct"][name].status == "ok", both["direct"][name].message
    assert [job["id"] for job in both["direct"][name].result["jobs"]] == [ids.FABRIKAM_JOB]


def test_it_steps_aside_exactly_where_it_should(both):
    reasons = re.findall(r"runs as an ordinary module, because (.*)\.$", both["direct"].output, re.MULTILINE)
    expected = {why for _keywords, why in ASIDE.values()} | {
        f"ansible_python_interpreter asks for {both['interpreter']}"
    }
    assert set(reasons) == expected


def test_another_interpreter_is_used_when_asked_for(both):
    why = f"because ansible_python_interpreter asks for {both['interpreter']}."
    assert why in both["direct"].output
    assert both["direct"]["with another interpreter"].status == "ok"
    assert any(
        command.startswith(("/bin/sh", "sh")) and both["interpreter"] in command for command in both["direct"].commands
    )


@pytest.mark.parametrize("name", ["plain", "with our own interpreter", "token from environment"])
def test_a_task_ends_well_on_both_hosts(played, name):
    assert played[name].status == "ok", played[name].message
    assert [job["id"] for job in played[name].result["jobs"]] == [ids.FABRIKAM_JOB]


def test_the_environment_of_a_task_ends_with_it(played):
    assert played["after the environment"].failed
    assert (
        "ENTRA_ACCESS_TOKEN" in played["after the environment"].message
        or "access_token" in played["after the environment"].message
    )


def test_the_items_of_a_loop_share_a_token_on_the_direct_host(both):
    tokens = {
        host: [row for row in both[host]["in a loop"].requests if row["path"].endswith("/token")] for host in HOSTS
    }
    assert both["direct"]["in a loop"].status == "ok", both["direct"]["in a loop"].message
    assert (len(tokens["direct"]), len(tokens["module"])) == (1, 3)


def test_vaulted_values_arrive_decrypted_and_are_not_shown(both, host):
    assert both[host]["vaulted"].status == "ok", both[host]["vaulted"].message
    assert both["settings"][host]["SecretToken"] == VAULTED
    assert VAULTED not in both[host].output


def test_check_mode_and_diff_are_obeyed(played):
    checked = played["vaulted, in check mode"]
    assert (checked.status, checked.result["changed"], checked.unsafe) == ("ok", True, [])
    assert "diff" in checked.result
    silent = played["without diff"]
    assert (silent.status, silent.result["changed"]) == ("ok", True), silent.message
    assert "diff" not in silent.result


def test_a_task_with_no_log_shows_nothing(played):
    assert "censored" in played["with no_log"].result
    assert "jobs" not in played["with no_log"].result


def test_a_short_secret_does_not_eat_letters(played):
    short = played["with a short secret"]
    assert short.status == "ok", short.message
    assert short.result["jobs"] == played["plain"].result["jobs"]
    assert short.result["invocation"]["module_args"]["client_secret"] != "ed"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_with_the_options_is_said_in_the_words_of_ansible(both, name):
    here, there = both["direct"][f"refused: {name}"], both["module"][f"refused: {name}"]
    assert there.failed
    assert here.failed
    assert (here.message, here.requests) == (there.message, [])


def test_a_missing_library_makes_it_step_aside(tmp_path):
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(HIDE, "utf-8")
    paths = [
        str(tmp_path / "hidden"),
        *filter(None, [entry for entry in sys.path if entry.endswith(("linked", "sym"))]),
    ]
    with Emulator.start() as emulator:
        task = Step("without msal", READ, {**OWNER, "access_token": emulator.token()})
        connection = {"graph_url": emulator.graph_url, "ca_path": emulator.ca_path}
        environment = {"PYTHONPATH": ":".join(paths)}
        played = play(emulator, [task], "direct", tmp_path / "play", connection=connection, environment=environment)
    assert "because the controller's Python lacks msal." in played.output
    assert played["without msal"].status == "ok", played["without msal"].message

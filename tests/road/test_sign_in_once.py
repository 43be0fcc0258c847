# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a token is fetched: once for a loop, once for a play with a cache, again when the service wants it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import connection
from emulator.testing import Emulator

from .sign_in_road import NAMES, options, read, token_requests


@pytest.fixture
def cache(tmp_path):
    tmp_path.chmod(0o700)
    return str(tmp_path / "tokens.json")


def test_the_items_of_a_loop_fetch_one_token(emu):
    for dummy in range(3):
        read(emu.options())
    assert len(token_requests(emu)) == 1


def test_a_token_that_the_service_refuses_is_fetched_again_once(emu):
    read(emu.options())
    emu.fault(path=NAMES, kind="unauthorized", times=1)
    assert read(emu.options())
    assert len(token_requests(emu)) == 2


def test_a_claims_challenge_is_answered_with_a_token_for_it(emu):
    emu.fault(path=NAMES, kind="claims_challenge")
    assert read(emu.options())
    first, second = token_requests(emu)
    assert "nbf" not in json.loads(first["body"]["claims"])["access_token"]
    claims = json.loads(second["body"]["claims"])["access_token"]
    assert claims["nbf"]["essential"] is True
    assert claims["xms_cc"] == {"values": ["CP1"]}


TASK = """
import json, sys
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
graph = connect(json.loads(sys.stdin.read()), read_only=True)
assert graph.list("/servicePrincipals", doing="read the service principals")
print(json.dumps([name for name in ("msal", "jwt", "cryptography") if name in sys.modules]))
"""


def task(params):
    """Run one task in a process of its own; the libraries for signing in that it imported."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-c", TASK]
    done = subprocess.run(
        command, input=json.dumps(params), capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_tasks_share_a_token_through_the_cache_and_the_second_imports_no_msal(emu, cache):
    params = {**emu.options(), "token_cache": cache}
    assert "msal" in task(params)
    assert task(params) == []
    assert len(token_requests(emu)) == 1


def test_without_a_cache_each_task_signs_in(emu):
    task(emu.options())
    task(emu.options())
    assert len(token_requests(emu)) == 2


def test_parallel_tasks_fetch_one_token_between_them(emu, cache):
    params = json.dumps({**emu.options(), "token_cache": cache})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    pipe = subprocess.PIPE
    tasks = [
        subprocess.Popen([sys.executable, "-c", TASK], stdin=pipe, stdout=pipe, text=True, env=environment)
        for dummy in range(3)
    ]
    for one in tasks:
        one.communicate(params, timeout=60)
    assert [one.returncode for one in tasks] == [0, 0, 0]
    assert len(token_requests(emu)) == 1


def test_another_client_does_not_get_the_token_of_the_first(emu, cache):
    from emulator import estate

    read({**emu.options(), "token_cache": cache})
    reader = {"client_id": estate.READER_ID, "client_secret": estate.READER_SECRET}
    read({**emu.options(), **reader, "token_cache": cache})
    assert len(token_requests(emu)) == 2


def test_a_kept_token_that_the_service_refuses_is_replaced_in_the_cache(emu, cache):
    read({**emu.options(), "token_cache": cache})
    connection.forget()
    emu.fault(path=NAMES, kind="unauthorized", times=1)
    read({**emu.options(), "token_cache": cache})
    assert len(token_requests(emu)) == 2
    connection.forget()
    read({**emu.options(), "token_cache": cache})
    assert len(token_requests(emu)) == 2


def test_a_kept_token_of_an_emulator_that_is_gone_is_of_no_use_to_the_next(emu, cache):
    read({**emu.options(), "token_cache": cache})
    with Emulator.start(estate="standard") as other:
        assert read({**other.options(), "token_cache": cache})
        assert len(token_requests(other)) == 1


def test_the_cache_holds_the_token_and_no_secret(emu, cache):
    read({**emu.options(), "token_cache": cache})
    with open(cache, encoding="utf-8") as file:
        text = file.read()
    assert emu.client_secret not in text
    (entry,) = json.loads(text)["entries"].values()
    assert sorted(entry) == ["access_token", "expires_at", "lifetime"]


def test_a_renewed_federated_token_file_is_read_at_the_next_token_request(emu, tmp_path):
    file = tmp_path / "token"
    file.write_text(emu.federated_token("first"))
    params = options(emu, federated_token_file=str(file))
    read(params)
    file.write_text(emu.federated_token("second"))
    emu.world.tenants[emu.tenant_id].clients[emu.client_id].federated.pop(0)
    emu.fault(path=NAMES, kind="unauthorized", times=1)
    assert read(params)
    assert [row["status"] for row in token_requests(emu)] == [200, 200]

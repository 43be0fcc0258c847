# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens in a file: private, whole, and shared by processes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import token_cache
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_cache import TokenCache, cache_key
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret


def grant(text="planted-cached-token", seconds=3600.0):
    return Grant(Secret(text), time.time() + seconds, seconds)


def good(kept):
    return kept.good(time.time())


def text_of(path):
    return Path(path).read_text("utf-8")


def never():
    raise AssertionError("a token was fetched although a good one was kept")


@pytest.fixture
def path(tmp_path):
    os.chmod(tmp_path, 0o700)
    return str(tmp_path / "tokens.json")


def keep(path, key="one", kept=None):
    return TokenCache(path, key).exchange(lambda: kept or grant(), good)


def test_a_token_is_kept_for_the_next_process(path):
    keep(path)
    assert TokenCache(path, "one").exchange(never, good).token.reveal() == "planted-cached-token"


def test_the_file_can_be_read_by_its_owner_only_whatever_the_umask(path):
    before = os.umask(0)
    try:
        keep(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(path + ".lock").st_mode) == 0o600


def test_nothing_but_the_file_and_its_lock_is_left_behind(path, tmp_path):
    keep(path)
    keep(path, "two")
    assert sorted(os.listdir(tmp_path)) == ["tokens.json", "tokens.json.lock"]


def test_nothing_is_written_before_a_token_was_fetched(path, tmp_path):
    TokenCache(path, "one")
    assert os.listdir(tmp_path) == []


def test_connections_keep_their_tokens_apart(path):
    keep(path, "one", grant("token-of-the-first"))
    keep(path, "two", grant("token-of-the-second"))
    assert TokenCache(path, "one").exchange(never, good).token.reveal() == "token-of-the-first"
    assert TokenCache(path, "two").exchange(never, good).token.reveal() == "token-of-the-second"


def test_a_new_token_takes_the_place_of_the_old_one(path):
    keep(path, kept=grant("the-old-token"))
    TokenCache(path, "one").exchange(lambda: grant("the-new-token"), lambda kept: False)
    assert TokenCache(path, "one").exchange(never, good).token.reveal() == "the-new-token"
    assert "the-old-token" not in text_of(path)


def test_tokens_that_are_over_are_dropped(path):
    keep(path, "old", grant("token-of-yesterday"))
    later = TokenCache(path, "new", now=lambda: time.time() + 7200)
    later.exchange(lambda: grant("token-of-today", 90000.0), good)
    assert "token-of-yesterday" not in text_of(path)


def test_a_token_of_unknown_end_is_not_kept(path, tmp_path):
    keep(path, kept=Grant(Secret("endless-token"), None, 0.0))
    assert not os.path.exists(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json at all",
        b"\xff\xfe\x00",
        b"[]",
        b'{"format": 1}',
        b'{"format": 99, "entries": {"one": {"access_token": "x", "expires_at": 9e12, "lifetime": 1}}}',
        b'{"format": 1, "entries": {"one": {"access_token": "x"}}}',
        b'{"format": 1, "entries": {"one": {"access_token": "x", "expires_at": "late", "lifetime": 1}}}',
        b'{"format": 1, "entries": {"one": {"access_token": 5, "expires_at": 9e12, "lifetime": 1}}}',
        b'{"format": 1, "entries": ["one"]}',
        b'{"format": 1, "entries": {"one": null}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_ignored_and_replaced(path, content):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(content)
    assert keep(path).token.reveal() == "planted-cached-token"
    assert list(json.loads(text_of(path))["entries"]) == ["one"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o602, 0o610])
def test_a_file_that_others_can_use_is_refused(path, mode):
    keep(path)
    os.chmod(path, mode)
    with pytest.raises(BadConnection, match=f"can be used by others .mode 0{mode:o}.*chmod 600"):
        TokenCache(path, "one")
    assert stat.S_IMODE(os.stat(path).st_mode) == mode


def test_a_file_whose_mode_changes_while_it_is_in_use_is_refused(path):
    cache = TokenCache(path, "one")
    keep(path)
    os.chmod(path, 0o644)
    with pytest.raises(BadConnection, match="can be used by others"):
        cache.exchange(never, good)


def test_a_symbolic_link_is_refused(path, tmp_path):
    keep(path)
    link = str(tmp_path / "link.json")
    os.symlink(path, link)
    with pytest.raises(BadConnection, match=r"link.json is a symbolic link"):
        TokenCache(link, "one")


def test_a_dangling_symbolic_link_is_refused_and_not_followed(tmp_path):
    os.symlink(str(tmp_path / "elsewhere.json"), str(tmp_path / "link.json"))
    with pytest.raises(BadConnection, match="symbolic link"):
        TokenCache(str(tmp_path / "link.json"), "one")
    assert not (tmp_path / "elsewhere.json").exists()


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    os.mkdir(tmp_path / "folder", 0o700)
    with pytest.raises(BadConnection, match="is not a file"):
        TokenCache(str(tmp_path / "folder"), "one")


def test_a_pipe_in_place_of_the_file_is_refused_without_waiting_for_it(path):
    os.mkfifo(path, 0o600)
    with pytest.raises(BadConnection, match="is not a file"):
        TokenCache(path, "one")


def test_the_file_of_another_user_is_refused(path, monkeypatch):
    keep(path)
    owner = os.stat(path).st_uid
    monkeypatch.setattr(token_cache.os, "geteuid", lambda: owner + 1)
    with pytest.raises(BadConnection, match="belongs to another user"):
        TokenCache(path, "one")


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(BadConnection, match="The folder of token_cache .* cannot be used: No such file"):
        TokenCache(str(tmp_path / "nowhere" / "tokens.json"), "one")


def test_a_folder_that_everybody_writes_in_is_refused_unless_it_is_sticky(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    os.chmod(folder, 0o777)
    with pytest.raises(BadConnection, match="can be written by others"):
        TokenCache(str(folder / "tokens.json"), "one")
    os.chmod(folder, 0o1777)
    assert keep(str(folder / "tokens.json")).token.reveal() == "planted-cached-token"


def test_a_write_that_fails_costs_the_cache_and_not_the_task(path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(token_cache.os, "replace", full)
    assert keep(path).token.reveal() == "planted-cached-token"
    assert os.listdir(os.path.dirname(path)) == ["tokens.json.lock"]


def test_a_failed_fetch_leaves_the_file_and_lets_the_lock_go(path):
    keep(path, "one")

    def fail():
        raise RuntimeError("no token today")

    for dummy in range(2):
        with pytest.raises(RuntimeError, match="no token today"):
            TokenCache(path, "two").exchange(fail, good)
    assert TokenCache(path, "one").exchange(never, good)


def test_who_cannot_have_the_lock_goes_on_without_it(path, monkeypatch):
    monkeypatch.setattr(token_cache, "LONGEST_LOCK_WAIT", 0.1)
    with TokenCache(path, "one")._locked():
        assert keep(path).token.reveal() == "planted-cached-token"


WRITER = """
import sys, time
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_cache import TokenCache
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
path, key, who = sys.argv[1:]
def fetch():
    print("fetched")
    time.sleep(0.2)
    return Grant(Secret("token-by-" + who), time.time() + 3600, 3600.0)
print(TokenCache(path, key).exchange(fetch, lambda kept: True).token.reveal())
"""


def run_writers(path, keys):
    command = [sys.executable, "-c", WRITER, path]
    writers = [
        subprocess.Popen([*command, key, f"writer-{number}"], stdout=subprocess.PIPE, text=True, env=with_our_path())
        for number, key in enumerate(keys)
    ]
    outputs = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(keys)
    return outputs


def with_our_path():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


def test_parallel_processes_fetch_one_token_between_them(path):
    outputs = run_writers(path, ["same"] * 4)
    assert sum("fetched" in output for output in outputs) == 1
    assert len({output[-1] for output in outputs}) == 1


def test_parallel_processes_lose_none_of_each_others_tokens(path):
    run_writers(path, [f"key-{number}" for number in range(5)])
    assert sorted(json.loads(text_of(path))["entries"]) == [f"key-{number}" for number in range(5)]


BASE = {
    "tenant_id": "contoso.com",
    "client_id": "1f0d6c1a-2222-4333-8444-0123456789ab",
    "client_secret": "planted-client-secret",
    "authority": "https://login.example.com",
    "graph_url": "https://graph.example.com",
}


@pytest.mark.parametrize(
    "change",
    [
        {"tenant_id": "fabrikam.com"},
        {"client_id": "1f0d6c1a-2222-4333-8444-0123456789ac"},
        {"authority": "https://login2.example.com"},
        {"graph_url": "https://graph2.example.com"},
        {"managed_identity_client_id": "1f0d6c1a-2222-4333-8444-0123456789ab"},
    ],
)
def test_whatever_decides_whose_token_it_is_makes_another_key(change):
    first = cache_key(check_options(BASE, {}), "client_secret")
    assert cache_key(check_options({**BASE, **change}, {}), "client_secret") != first


def test_each_method_has_a_key_of_its_own():
    options = check_options(BASE, {})
    assert len({cache_key(options, method) for method in ("client_secret", "certificate", "azure_cli")}) == 3


def test_the_users_of_two_azure_cli_profiles_are_kept_apart():
    keys = {cache_key(check_options(BASE, {"AZURE_CONFIG_DIR": folder}), "azure_cli") for folder in ("one", "two")}
    assert len(keys) == 2


def test_the_key_tells_nothing_and_holds_no_secret():
    options = check_options(BASE, {})
    other = check_options({**BASE, "client_secret": "another-client-secret"}, {})
    key = cache_key(options, "client_secret")
    assert key == cache_key(other, "client_secret")
    assert len(key) == 64

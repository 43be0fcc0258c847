# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a token is kept and when it is fetched."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant, TokenSource
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret


class Login:
    """Hands out numbered tokens and notes what it was asked for."""

    def __init__(self, clock, lifetime=3600.0):
        self.clock = clock
        self.lifetime = lifetime
        self.asked = []

    def fetch(self, claims, renew):
        self.asked.append((claims, renew))
        return Grant(Secret(f"token-number-{len(self.asked)}"), self.clock[0] + self.lifetime, self.lifetime)


@pytest.fixture
def clock():
    return [1_000_000.0]


@pytest.fixture
def login(clock):
    return Login(clock)


@pytest.fixture
def source(clock, login):
    return TokenSource(login, now=lambda: clock[0])


def test_a_token_is_fetched_once(source, login):
    assert {source.token().reveal() for dummy in range(5)} == {"token-number-1"}
    assert login.asked == [(None, False)]


def test_nothing_is_fetched_before_a_token_is_wanted(source, login):
    assert login.asked == []


def test_a_token_is_renewed_five_minutes_before_it_ends(source, clock):
    source.token()
    clock[0] += 3600 - 301
    assert source.token().reveal() == "token-number-1"
    clock[0] += 2
    assert source.token().reveal() == "token-number-2"


def test_a_short_lived_token_is_used_for_half_its_life(source, login, clock):
    login.lifetime = 60.0
    source.token()
    clock[0] += 29
    assert source.token().reveal() == "token-number-1"
    clock[0] += 2
    assert source.token().reveal() == "token-number-2"


def test_a_refused_token_is_renewed(source, login):
    source.token()
    assert source.token(renew=True).reveal() == "token-number-2"
    assert login.asked[-1] == (None, True)
    assert source.token().reveal() == "token-number-2"


def test_claims_are_passed_on_and_the_new_token_is_kept(source, login):
    source.token()
    assert source.token(claims='{"access_token":{}}', renew=True).reveal() == "token-number-2"
    assert login.asked[-1] == ('{"access_token":{}}', True)
    assert source.token().reveal() == "token-number-2"


def test_a_token_of_unknown_end_is_kept():
    class Ready:
        def fetch(self, claims, renew):
            return Grant(Secret("ready-made-token"), None, 0.0)

    source = TokenSource(Ready(), now=lambda: 1e12)
    assert source.token() is source.token()


def test_threads_share_one_fetch(source, login):
    threads = [threading.Thread(target=source.token) for dummy in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(login.asked) == 1


class Shelf:
    """A cache that holds one grant."""

    def __init__(self, kept):
        self.kept = kept

    def exchange(self, fetch, usable):
        if not usable(self.kept):
            self.kept = fetch()
        return self.kept


@pytest.mark.parametrize(
    ("ends_in", "claims", "renew", "expected"),
    [
        (3600, None, False, "kept-before"),
        (200, None, False, "token-number-1"),
        (3600, '{"access_token":{}}', False, "token-number-1"),
        # Not ours was refused: another process has renewed it since, so it is worth a try.
        (3600, None, True, "kept-before"),
    ],
)
def test_a_kept_token_is_used_only_when_it_is_good(clock, login, ends_in, claims, renew, expected):
    shelf = Shelf(Grant(Secret("kept-before"), clock[0] + ends_in, 3600.0))
    source = TokenSource(login, shelf, now=lambda: clock[0])
    assert source.token(claims, renew).reveal() == expected


def test_the_kept_token_that_was_refused_is_not_taken_again(clock, login):
    shelf = Shelf(Grant(Secret("kept-before"), clock[0] + 3600, 3600.0))
    source = TokenSource(login, shelf, now=lambda: clock[0])
    assert source.token().reveal() == "kept-before"
    assert source.token(renew=True).reveal() == "token-number-1"
    assert shelf.kept.token.reveal() == "token-number-1"


def test_a_grant_shows_no_token():
    assert "token-number" not in repr(Grant(Secret("token-number-1"), 1.0, 1.0))

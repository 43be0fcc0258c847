# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever made an address: before a token is fetched, it is looked at whose it is."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said

ELSEWHERE = {
    "another port": "http://127.0.0.1:9/v1.0/x",
    "another host": "http://localhost:{port}/v1.0/x",
    "another scheme": "https://127.0.0.1:{port}/v1.0/x",
    "a user": "http://me@127.0.0.1:{port}/v1.0/x",
    "a host as user": "http://127.0.0.1:{port}@127.0.0.1:9/v1.0/x",
    "a backslash": "http://127.0.0.1:{port}\\@127.0.0.1:9/v1.0/x",
    "no scheme": "//127.0.0.1:{port}/v1.0/x",
}


class NoTokens:
    """A token source that nobody may ask."""

    def token(self, claims=None, renew=False):
        raise AssertionError("a token was fetched")


@pytest.mark.parametrize("address", ELSEWHERE.values(), ids=ELSEWHERE)
def test_no_token_is_fetched_for_an_address_that_is_not_the_services(service, clock, address):
    service.script = [Said(200, {})]
    url = address.format(port=service.root.rpartition(":")[2])
    session = transport.open_session()
    sender = transport.Transport(service.root, NoTokens(), clock=clock, session=session)
    with pytest.raises(errors.ForeignLink, match=r"Could not read x: what is asked for is at .* not followed"):
        sender.send(Call("read x", "GET", url))
    session.close()
    assert service.requests == []


@pytest.mark.parametrize(
    "location", ["http://[bad", "//evil.example/x", "\\\\evil.example", "http://a:port/", "\u00ff"]
)
def test_a_redirect_to_an_odd_address_is_a_redirect(connect, service, location):
    with pytest.raises(errors.ForeignLink, match="a redirect .*, which is not followed"):
        connect(Said(302, None, {"Location": location})).get("/x", doing="read")
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "root", ["https://gr\u0430ph.example", "https://h\\@evil.example", "https://h:port", "https://h "]
)
def test_a_root_that_programs_read_in_different_ways_is_refused(tokens, root):
    with pytest.raises(errors.BadRequest, match="graph_url is an https address"):
        transport.Transport(root, tokens)

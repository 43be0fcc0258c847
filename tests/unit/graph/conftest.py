# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripted service, and a client of it."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import Graph
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import open_session
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import (
    PatientClock,
    Service,
    Tokens,
    open_server,
)


@pytest.fixture(name="service")
def fixture_service():
    service = Service()
    server = open_server(service)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield service
    service.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(name="clock")
def fixture_clock():
    return PatientClock()


@pytest.fixture(name="tokens")
def fixture_tokens():
    return Tokens()


@pytest.fixture(name="connect")
def fixture_connect(service, clock, tokens):
    """Build a Graph to the scripted service; options as of Transport."""
    sessions = []

    def connect(*script, root=None, **options):
        service.script = list(script)
        sessions.append(open_session())
        options = {"clock": clock, "redactor": Redactor(), "session": sessions[-1], "timeout": 5.0, **options}
        return Graph(root or service.root, "v1.0", tokens, **options)

    yield connect
    for session in sessions:
        session.close()

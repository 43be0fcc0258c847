# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tests of the road share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import (
    client,
    connection,
    fate,
    lagging,
    settle,
)
from emulator.testing import Emulator

from .graph_road import connected


@pytest.fixture(name="emu")
def fixture_emu() -> Iterator[Emulator]:
    """A tenant of the test's own."""
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture(name="nobody", scope="module")
def fixture_nobody() -> Iterator[Emulator]:
    """A server for all tests of a file, in which there is no tenant yet."""
    with Emulator.start(estate="none") as emulator:
        yield emulator


@pytest.fixture(name="graph")
def fixture_graph(emu: Emulator) -> Iterator[Any]:
    """A client that is signed in there."""
    with connected(emu) as signed_in:
        yield signed_in


@pytest.fixture(name="as_in_new_processes", autouse=True)
def fixture_as_in_new_processes() -> Iterator[None]:
    """No test goes on with the token or the connections of another one."""
    connection.forget()
    yield
    connection.forget()


@pytest.fixture(name="questions_follow_soon", autouse=True)
def fixture_questions_follow_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulator lags by requests and not by seconds, so a write is asked after, and sent again, sooner than in life."""
    for module, name in ((fate, "ASK_AFTER"), (fate, "ASK_LONGER"), (lagging, "SEND_AFTER")):
        monkeypatch.setattr(module, name, tuple(wait / 10 for wait in getattr(module, name)))
    monkeypatch.setattr(settle, "FIRST_DELAY", settle.FIRST_DELAY / 10)
    monkeypatch.setattr(client, "CONFIRM_AFTER", client.CONFIRM_AFTER / 10)

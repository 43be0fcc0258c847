# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the contract tests: every module, both hosts, one recording of each."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from . import discovery
from .conversation import HOSTS
from .recording import Recording, Recordings


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that asks for a module runs for all that there are: there is no list to be left off."""
    if "module" in metafunc.fixturenames:
        metafunc.parametrize("module", discovery.MODULES)
    if "host" in metafunc.fixturenames:
        metafunc.parametrize("host", HOSTS)


@pytest.fixture(scope="session", autouse=True)
def recordings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recordings]:
    """The recordings that the chosen tests will look at; played while other tests run."""
    wanted: dict[tuple[str, str], None] = {}
    for item in request.session.items:
        chosen = item.callspec.params if hasattr(item, "callspec") else {}
        if "module" in chosen and {"recording", "recordings"} & set(inspect.signature(item.function).parameters):
            for host in [chosen["host"]] if "host" in chosen else HOSTS:
                wanted[chosen["module"], host] = None
    found = Recordings(wanted, tmp_path_factory.mktemp("recordings"))
    yield found
    found.close()


@pytest.fixture
def recording(recordings: Recordings, module: str, host: str) -> Recording:
    """What the module did on the host."""
    return recordings.get(module, host)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page is gone through once; many tests look at what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

import pytest

from . import blocks, conduct, page
from .blocks import Block
from .conduct import Record
from .programs import Programs

# As many as there are cores on the machines that run this; waiting for the service is done beside.
AT_ONCE = 2
BLOCKS = {block.place: block for name in blocks.pages() for block in blocks.of(name)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a block runs for all blocks of its kinds: there is no list to be left off."""
    if "block" in metafunc.fixturenames:
        wanted = [mark.args for mark in metafunc.definition.iter_markers("kinds")]
        chosen = {place: one for place, one in BLOCKS.items() if not wanted or page.treatment(one) in wanted[0]}
        metafunc.parametrize("block", list(chosen.values()), ids=list(chosen))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "kinds(*names): the kinds of blocks that the test is about")


@pytest.fixture(scope="session", name="conducted")
def fixture_conducted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], dict[Block, Record]]]:
    """What came of the blocks of a page. The pages that the chosen tests are about are gone through side by side."""
    params = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = dict.fromkeys(chosen["block"].page for chosen in params if isinstance(chosen.get("block"), Block))
    folder = tmp_path_factory.mktemp("pages")
    idle: SimpleQueue[Programs] = SimpleQueue()
    all_of_them = [Programs(folder / f"programs{number}") for number in range(min(AT_ONCE, len(names)))]
    for programs in all_of_them:
        idle.put(programs)

    def conducted(name: str) -> dict[Block, Record]:
        programs = idle.get()
        try:
            return conduct.conducted(name, folder / page.file_of(name), programs)
        finally:
            idle.put(programs)

    pool = ThreadPoolExecutor(AT_ONCE)
    futures: dict[str, Future[dict[Block, Record]]] = {name: pool.submit(conducted, name) for name in names}
    yield lambda name: futures[name].result()
    pool.shutdown(cancel_futures=True)
    for programs in all_of_them:
        programs.close()


@pytest.fixture(name="record")
def fixture_record(block: Block, conducted: Callable[[str], dict[Block, Record]]) -> Record:
    """What came of the block."""
    record = conducted(block.page)[block]
    if record.lacking:
        pytest.skip(f"this machine has no {' and no '.join(record.lacking)}")
    return record

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser, the pages that it looks at, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._report import model, page
from unit.report import hostile, samples

from . import tenant
from .chromium import started

# Name -> what a page is made of: that of an emulated tenant is read over the road that modules take.
PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "everything": samples.everything,
    "hostile": hostile.hostile,
    "large": samples.large,
    "nothing": dict,
    "tenant": tenant.read,
}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Name -> the text of a page."""
    return {
        name: page.page(model.build(data(), "Provisioning", "contoso.example", as_of(name)))
        for name, data in PAGES.items()
    }


def as_of(name: str) -> str:
    return tenant.AS_OF if name == "tenant" else samples.AS_OF


@pytest.fixture(scope="session")
def files(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name -> the file of a page, as a user opens it."""
    folder = tmp_path_factory.mktemp("reports")
    found = {name: folder / f"{name}.html" for name in texts}
    for name, file in found.items():
        file.write_text(texts[name], encoding="utf-8")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser that opens all of them."""
    with started() as browser:
        yield browser


class Sight:
    """A page in the browser, with all that it did besides being shown."""

    def __init__(self, chromium: Any, file: Path, **options: Any) -> None:
        self.context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def tree(self) -> list[dict[str, Any]]:
        """The nodes that people hear who do not see the page: role and name of each."""
        session = self.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        return [
            {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
            for node in nodes
            if not node.get("ignored")
        ]


@pytest.fixture
def look(chromium: Any, files: dict[str, Path]) -> Iterator[Any]:
    """`look(name, **options)` opens a page; the options are those of a browser context."""
    opened: list[Sight] = []

    def opener(name: str, **options: Any) -> Sight:
        opened.append(Sight(chromium, files[name], **options))
        return opened[-1]

    yield opener
    for sight in opened:
        sight.context.close()

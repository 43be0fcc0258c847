# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the documentation on a desk and on a phone: nothing of it lies where nobody can see it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import started

SITE = Path(os.environ.get("ENTRA_PROVISIONING_SITE", "."))
WIDTHS = {"phone": 390, "desk": 1280}
# Words that reach beyond the window, and lie in no box that can be scrolled to them; the theme cuts the rest off.
BEYOND = """() => {
  const reachable = element => {
    for (let box = element; box && !box.classList.contains('rst-content'); box = box.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  const found = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.querySelector('.rst-content'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    if (range.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
        walker.currentNode.data.trim() && !reachable(walker.currentNode.parentElement))
      found.push(walker.currentNode.data.trim().slice(0, 80));
  }
  return found;
}"""


@pytest.fixture(scope="module", name="browser")
def fixture_browser() -> Iterator[Any]:
    """The browser that opens all of them."""
    with started() as chromium:
        yield chromium


@pytest.fixture(name="page")
def fixture_page(browser: Any) -> Iterator[Any]:
    """A window, to which nothing comes but the files of the site."""
    context = browser.new_context()
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    yield context.new_page()
    context.close()


def test_nothing_lies_where_nobody_can_see_it(page):
    """All pages in one window, each of which is loaded once: a test for each would take longer to set up than to look."""
    files = sorted(SITE.rglob("*.html"))
    assert len(files) > 50
    hidden = {}
    for file in files:
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 844})
            found = page.evaluate(BEYOND)
            if found:
                hidden[file.relative_to(SITE).as_posix(), name] = found[:3]
    assert hidden == {}

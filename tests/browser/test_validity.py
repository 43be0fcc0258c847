# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages are HTML without an error of syntax, which a strict parser says."""

from __future__ import annotations

import pytest

html5lib = pytest.importorskip("html5lib", reason="the environment of `make report` has it")

from .conftest import PAGES  # noqa: E402


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_error_of_syntax(texts, name):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(texts[name])
    assert tree.find("body/main") is not None


def test_the_parser_is_strict():
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse("<!DOCTYPE html><title>x</title><p><table><b>")

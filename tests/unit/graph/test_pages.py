# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages: all of them, in order, from one origin only, and never for ever."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import pages
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import ForeignLink, Malformed
from hypothesis import given
from hypothesis import strategies as st

ROOT = "https://graph.microsoft.com"


def book(chunks):
    """Pages by address, each pointing to the next."""
    made = {}
    for number, chunk in enumerate(chunks):
        page = {"value": chunk}
        if number + 1 < len(chunks):
            page[pages.NEXT] = f"{ROOT}/v1.0/x?$skiptoken={number + 1}"
        made[f"{ROOT}/v1.0/x?$skiptoken={number}"] = page
    return made


@given(st.lists(st.lists(st.fixed_dictionaries({"id": st.integers()}), max_size=4), min_size=1, max_size=6))
def test_merging_pages_is_joining_their_values(chunks):
    made = book(chunks)
    merged = pages.merged(made[f"{ROOT}/v1.0/x?$skiptoken=0"], ROOT, "read", made.__getitem__)
    assert merged == [row for chunk in chunks for row in chunk]


@given(st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=6), st.integers(0, 12))
def test_so_many_items_suffice(chunks, most):
    made = book(chunks)
    asked = []

    def fetch(link):
        asked.append(link)
        return made[link]

    everything = [row for chunk in chunks for row in chunk]
    assert pages.merged(made[f"{ROOT}/v1.0/x?$skiptoken=0"], ROOT, "read", fetch, most) == everything[:most]
    needed = next((n for n in range(len(chunks)) if sum(map(len, chunks[: n + 1])) >= most), len(chunks) - 1)
    assert len(asked) == needed


def test_a_foreign_page_is_refused_and_its_origin_is_named():
    page = {"value": [], pages.NEXT: "https://me:planted@evil.example:8443/v1.0/planted"}
    with pytest.raises(
        ForeignLink, match="Could not read the jobs: the next page is at https://evil.example:8443"
    ) as caught:
        pages.merged(page, ROOT, "read the jobs", lambda _link: {"value": []})
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("link", [17, ["https://graph.microsoft.com"], {"a": 1}, True])
def test_what_is_no_address_is_no_next_page(link):
    with pytest.raises(ForeignLink, match="Could not read the jobs: .*not followed"):
        pages.merged({"value": [], pages.NEXT: link}, ROOT, "read the jobs", lambda _link: {"value": []})


def test_pages_in_a_circle_are_noticed():
    page = {"value": [{"id": 1}], pages.NEXT: f"{ROOT}/v1.0/x?a"}
    readings = iter([page] * 5)
    with pytest.raises(Malformed, match="circle"):
        pages.merged(page, ROOT, "read", lambda _link: next(readings))


@pytest.mark.parametrize("page", [{}, {"value": None}, {"value": {"id": 1}}])
def test_an_answer_without_a_list_is_not_an_empty_list(page):
    with pytest.raises(Malformed, match="no list of values"):
        pages.merged(page, ROOT, "read", lambda _link: {})

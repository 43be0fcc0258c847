# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One origin and no other, however an address is written."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import ForeignLink
from ansible_collections.entra.provisioning.plugins.module_utils._graph.origin import origin, require_own, shown
from hypothesis import given
from hypothesis import strategies as st

ROOT = "https://graph.microsoft.com"
OWN = [
    ROOT,
    f"{ROOT}/v1.0/x",
    f"{ROOT}:443/v1.0/x?$skiptoken=a@b:c",
    f"{ROOT}:0443/",
    f"{ROOT}?x",
    f"{ROOT}#x",
    "HTTPS://GRAPH.microsoft.com/v1.0/x",
]
FOREIGN = {
    "https://evil.example/v1.0/x": "https://evil.example",
    "https://graph.microsoft.com.evil.example/x": "https://graph.microsoft.com.evil.example",
    "https://graph.microsoft.com@evil.example/x": "https://evil.example",
    "https://graph.microsoft.com:443@evil.example/x": "https://evil.example",
    "https://me:pass@graph.microsoft.com/x": "https://graph.microsoft.com",
    "https://graph.microsoft.com\\@evil.example/x": "https://evil.example",
    "https://graph.microsoft.com\\.evil.example/x": "https://graph.microsoft.com\\\\.evil.example",
    "https:\\\\evil.example/x": "https://evil.example",
    "https://evil.example\\@graph.microsoft.com/x": "https://graph.microsoft.com",
    "https://gr\u0430ph.microsoft.com/x": "https://gr\\u0430ph.microsoft.com",
    "https://graph.microsoft.com\uff0fevil.example/x": "https://graph.microsoft.com\\uff0fevil.example",
    "https://graph\u3002microsoft.com/x": "https://graph\\u3002microsoft.com",
    "http://graph.microsoft.com/v1.0/x": "http://graph.microsoft.com",
    "https://graph.microsoft.com:8443/x": "https://graph.microsoft.com:8443",
    "https://graph.microsoft.com:port/x": "https://graph.microsoft.com:port",
    "https://graph.microsoft.com:/x": "https://graph.microsoft.com:",
    "https://graph.microsoft.com./x": "https://graph.microsoft.com.",
    "https://graph.micro\tsoft.com/x": "https://graph.micro\\tsoft.com",
    "https://graph.microsoft.com \n/x": "https://graph.microsoft.com \\n",
    " https://graph.microsoft.com/x": "https://graph.microsoft.com",
    "//graph.microsoft.com/x": "//graph.microsoft.com",
    "//evil.example/x": "//evil.example",
    "https:///evil.example/x": "https://evil.example",
    "https://[::1]/x": "https://[::1]",
    "https://[bad/x": "https://[bad",
    "file:///etc/passwd": "file://etc",
    "/v1.0/x": "",
    "": "",
}


@pytest.mark.parametrize("link", OWN)
def test_the_same_origin_in_other_words_is_its_own(link):
    require_own(link, ROOT, "read", "the next page")


@pytest.mark.parametrize("link", FOREIGN)
def test_every_other_address_is_foreign(link):
    with pytest.raises(ForeignLink, match="^Could not read the jobs: the next page is at .* not followed"):
        require_own(link, ROOT, "read the jobs", "the next page")


@pytest.mark.parametrize(("link", "words"), FOREIGN.items())
def test_the_origin_of_an_address_is_told_in_plain_letters_and_without_its_user(link, words):
    assert shown(link) == words
    assert shown(link).isprintable() and shown(link).isascii()


def test_of_a_very_long_host_only_a_part_is_told():
    assert len(shown("https://" + "a" * 5000)) == 100


@pytest.mark.parametrize(
    ("root", "link"),
    [
        ("http://localhost:40123", "http://LOCALHOST:40123/v1.0/x"),
        ("http://127.0.0.1:80", "http://127.0.0.1/v1.0/x"),
        ("http://[::1]:8080", "http://[::1]:8080/beta/x"),
        ("https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/v1.0/x"),
        ("https://graph.example/prefix", "https://graph.example/other"),
    ],
)
def test_an_emulator_and_the_national_clouds_have_origins_of_their_own(root, link):
    require_own(link, root, "read", "the next page")


@given(st.text())
def test_nothing_that_follows_the_host_changes_the_origin(rest):
    assert origin(f"{ROOT}/{rest}") == ("https", "graph.microsoft.com", 443)


@given(st.text(max_size=10))
def test_nothing_that_stands_before_the_path_passes_for_the_host(rest):
    found = origin(f"{ROOT}{rest}")
    if found == ("https", "graph.microsoft.com", 443):
        assert rest[:1] in ("", "/", "?", "#") or rest.startswith(":")

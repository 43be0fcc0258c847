# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Graph and the login host are."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clouds import Cloud, choose_cloud


@pytest.mark.parametrize(
    ("name", "root", "authority"),
    [
        ("global", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        ("us_government_l4", "https://graph.microsoft.us", "https://login.microsoftonline.us"),
        ("us_government_l5", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        ("china", "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
    ],
)
def test_each_cloud_has_its_own_graph_and_login_host(name, root, authority):
    assert choose_cloud({"cloud": name}) == Cloud(root, authority)


def test_without_a_word_the_cloud_is_the_global_one():
    assert choose_cloud({}).graph_root == "https://graph.microsoft.com"


def test_an_unknown_cloud_is_refused_with_those_that_exist():
    with pytest.raises(BadConnection, match="cloud must be one of global, us_government_l4, us_government_l5, china"):
        choose_cloud({"cloud": "germany"})


def test_a_custom_root_brings_no_login_host_of_the_cloud_with_it():
    assert choose_cloud({"graph_url": "https://localhost:8443"}) == Cloud("https://localhost:8443", None)


def test_a_custom_root_and_authority_lose_their_last_slash_and_keep_the_port():
    chosen = choose_cloud({"graph_url": "https://Localhost:8443/", "authority": "https://localhost:8443/"})
    assert chosen == Cloud("https://localhost:8443", "https://localhost:8443")


def test_the_authority_that_azure_sets_for_the_same_cloud_is_fine():
    assert choose_cloud({"authority": "https://login.microsoftonline.com/"}) == choose_cloud({})


def test_the_two_american_clouds_share_a_login_host():
    chosen = choose_cloud({"cloud": "us_government_l5", "authority": "https://login.microsoftonline.us"})
    assert chosen.graph_root == "https://dod-graph.microsoft.us"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_plain_http_is_allowed_for_this_machine(host):
    assert choose_cloud({"graph_url": f"http://{host}:8080"}).graph_root == f"http://{host.lower()}:8080"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"graph_url": "http://graph.example.com"}, "graph_url must be https"),
        ({"graph_url": "http://localhost.example.com"}, "graph_url must be https"),
        ({"graph_url": "http://127.0.0.1.example.com"}, "graph_url must be https"),
        ({"graph_url": "graph.example.com"}, "graph_url must be an address such as https://host"),
        ({"graph_url": "https://"}, "graph_url must be an address"),
        ({"graph_url": "https://host:port"}, "graph_url must be an address"),
        ({"graph_url": "https://[::1"}, "graph_url must be an address"),
        ({"graph_url": "https://gr\u0430ph.example"}, "graph_url must be an address"),
        ({"authority": "https://l\u043egin.example"}, "authority must be an address"),
        ({"graph_url": "https://host:8443/v1.0"}, "graph_url is the root without a version: give https://host:8443"),
        ({"graph_url": "https://host/beta/"}, "graph_url is the root without a version"),
        ({"graph_url": "https://name:correct-horse@host"}, "graph_url must not hold a user name or a password"),
        ({"graph_url": "https://host?x=1"}, "must end after the host and path"),
        ({"authority": "http://login.example.com"}, "authority must be https.*never sent in the clear"),
        ({"authority": "https://login.example.com/contoso.com"}, "give https://login.example.com and put the tenant"),
        ({"authority": "https://login.chinacloudapi.cn"}, "belongs to cloud china, but cloud is global"),
        ({"cloud": "china", "authority": "https://login.microsoftonline.us"}, "us_government_l4 and us_government_l5"),
        ({"cloud": "china", "graph_url": "https://graph.microsoft.com"}, "belongs to cloud global, but cloud is china"),
    ],
)
def test_addresses_that_cannot_be_meant_are_refused(params, words):
    with pytest.raises(BadConnection, match=words) as refusal:
        choose_cloud(params)
    assert "correct-horse" not in str(refusal.value)

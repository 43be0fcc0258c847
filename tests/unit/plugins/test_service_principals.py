# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin without a service: its documentation, its files, its cache keys, its marks."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

pytest.importorskip("ansible.plugins.inventory", reason="inventory plugins run in a controller's Python")
import yaml
from ansible.utils.unsafe_proxy import AnsibleUnsafe
from ansible_collections.entra.provisioning.plugins.doc_fragments.graph import ModuleDocFragment
from ansible_collections.entra.provisioning.plugins.inventory import service_principals as plugin
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioned
from ansible_collections.entra.provisioning.tests.unit.test_docs import BLOCKS

try:
    from ansible.plugins.doc_fragments import constructed, inventory_cache
except ImportError:
    pytest.skip("Ansible's own fragments are a controller's", allow_module_level=True)

DOCUMENTED = yaml.safe_load(plugin.DOCUMENTATION)
OWN = DOCUMENTED["options"]
ALL = {
    **OWN,
    **yaml.safe_load(constructed.ModuleDocFragment.DOCUMENTATION)["options"],
    **yaml.safe_load(inventory_cache.ModuleDocFragment.DOCUMENTATION)["options"],
    **yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"],
}
# One document, as sanity of ansible-core 2.16 wants it: each example begins with a comment after an empty line.
EXAMPLES = [yaml.safe_load(text) for text in re.split(r"\n\n(?=#)", plugin.EXAMPLES)]
IN_GUIDES = {
    place: tree
    for place, text in BLOCKS.items()
    for tree in [yaml.safe_load(text)]
    if isinstance(tree, dict) and tree.get("plugin") == plugin.InventoryModule.NAME
}
CONNECTED = {**dict.fromkeys(CONNECTION), "tenant_id": "contoso.example", "client_secret": "planted-secret"}
FILTERS = {**dict.fromkeys(provisioned.FILTERS), "include": "jobs", "on_error": "fail"}


def test_the_name_is_the_documented_one():
    assert plugin.InventoryModule.NAME == f"entra.provisioning.{DOCUMENTED['name']}"
    assert OWN["plugin"]["choices"] == [plugin.InventoryModule.NAME]


def test_the_options_of_the_reading_are_documented_as_they_are():
    assert set(provisioned.FILTERS) <= set(OWN)
    assert all((OWN[name]["type"], OWN[name]["elements"]) == ("list", "str") for name in provisioned.FILTERS)
    assert tuple(OWN["include"]["choices"]) == provisioned.INCLUDE
    assert tuple(OWN["on_error"]["choices"]) == provisioned.ON_ERROR


def test_no_own_option_is_called_like_one_of_a_fragment():
    fragments = len(ALL) - len(OWN)
    assert fragments == len({name for name in ALL if name not in OWN})
    assert not set(OWN) & set(CONNECTION)


def test_there_is_an_example_behind_each_comment():
    assert len(EXAMPLES) == plugin.EXAMPLES.count("\nplugin:") > 1


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_use_options_that_exist(example):
    assert set(example) <= set(ALL)
    assert example["plugin"] == plugin.InventoryModule.NAME


@pytest.mark.parametrize("place", sorted(IN_GUIDES))
def test_the_guides_use_options_that_exist(place):
    assert set(IN_GUIDES[place]) <= set(ALL)


def test_the_guides_show_the_plugin():
    assert len(IN_GUIDES) >= 3


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("entra_provisioning.yml", True),
        ("entra_provisioning.yaml", True),
        ("test.entra_provisioning.yml", True),
        ("a.b.entra_provisioning.yaml", True),
        ("my_entra_provisioning.yml", False),
        ("entra_provisioning.yml.bak", False),
        ("entra_provisioning.json", False),
        ("hosts.yml", False),
    ],
)
def test_a_source_is_known_by_its_name(tmp_path, name, ours):
    file = tmp_path / name
    assert plugin.InventoryModule().verify_file(str(file)) is False
    file.touch()
    assert plugin.InventoryModule().verify_file(str(file)) is ours


@pytest.mark.parametrize(
    ("connection", "filters"),
    [
        ({"tenant_id": "fabrikam.example"}, {}),
        ({"client_id": "1"}, {}),
        ({"cloud": "china"}, {}),
        ({"graph_url": "https://localhost"}, {}),
        ({"api_version": "beta"}, {}),
        ({"access_token": "one"}, {}),
        ({}, {"include": "templates"}),
        ({}, {"tags": ["a"]}),
        ({}, {"tags": []}),
        ({}, {"on_error": "warn"}),
    ],
)
def test_what_decides_the_answer_decides_the_place_in_the_cache(connection, filters):
    key = plugin._digest(CONNECTED, FILTERS)
    assert plugin._digest({**CONNECTED, **connection}, {**FILTERS, **filters}) != key
    assert plugin._digest(dict(CONNECTED), dict(FILTERS)) == key


def test_a_secret_or_a_waiting_time_does_not():
    same = {**CONNECTED, "client_secret": "another", "timeout": 5, "proxy": "http://user:word@proxy.example"}
    assert plugin._digest(same, FILTERS) == plugin._digest(CONNECTED, FILTERS)


def test_two_tokens_are_two_places_and_neither_is_told():
    keys = {plugin._digest({**CONNECTED, "access_token": token}, FILTERS) for token in ("token-one", "token-two")}
    assert len(keys) == 2
    assert all(len(key) == 16 and "token" not in key for key in keys)


def test_texts_with_braces_are_no_templates():
    tree = {"{{ a }}": ["{% b %}", {"c": "{# d #}"}], "plain": "text", "number": 1, "none": None}
    data = plugin._data(tree)
    assert data == tree
    unsafe = [key for key in data if "{" in key] + [data["{{ a }}"][0], data["{{ a }}"][1]["c"]]
    assert [isinstance(text, AnsibleUnsafe) or not _trusted(text) for text in unsafe] == [True] * 3


def _trusted(text: Any) -> bool:
    """Whether ansible-core 2.19 or newer would take the text for a template."""
    from ansible.template import is_trusted_as_template

    return bool(is_trusted_as_template(text))


def test_empty_variables_count_as_not_set_for_as_long_as_the_options_are_read(monkeypatch):
    monkeypatch.setenv("ENTRA_TIMEOUT", " ")
    monkeypatch.setenv("ENTRA_CLOUD", "china")
    with plugin._without_empty_variables():
        assert "ENTRA_TIMEOUT" not in os.environ
        assert os.environ["ENTRA_CLOUD"] == "china"
    assert os.environ["ENTRA_TIMEOUT"] == " "

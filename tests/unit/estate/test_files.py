# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gathered declaration as files: readable, always the same, and data whatever it looks like."""

from __future__ import annotations

import copy
import re

import pytest
import yaml
from ansible_collections.entra.provisioning.plugins.module_utils._estate import files, files_yaml, parsing, parsing_yaml
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY
from hypothesis import given
from hypothesis import strategies as st

ENTRY = {
    "jobs": [
        {
            "schema": {
                "synchronization_rules": [
                    {"object_mappings": [{"enabled": False, "source_object": "User"}], "name": "R"}
                ]
            },
            "state": "paused",
            "template_id": "scim",
        }
    ],
    "secrets": {"SecretToken": "{{ vault_contoso_scim_secret_token }}"},
    "settings": {"SyncAll": True, "Domain": {"z": 1, "domain": "corp.contoso.example"}},
    "application_template_id": GALLERY,
    "display_name": "Contoso SCIM",
}
GATHERED = {
    "changed": False,
    "gathered": {"applications": [ENTRY, {"display_name": "Alpha"}]},
    "remarks": {"Contoso SCIM": ["settings: BaseAddress says where the target is.", "second"]},
    "slugs": ["contoso_scim", "alpha"],
}
CONTENT = f"""\
---
# Contoso SCIM
# Exported by entra.provisioning. The next export of this application writes this file anew.
#
# a person must decide: settings: BaseAddress says where the target is.
# a person must decide: second
contoso_scim:
  display_name: Contoso SCIM
  application_template_id: {GALLERY}
  settings:
    Domain:
      domain: corp.contoso.example
      z: 1
    SyncAll: true
  secrets:
    SecretToken: "{{{{ vault_contoso_scim_secret_token }}}}"
  jobs:
    - template_id: scim
      state: paused
      schema:
        synchronization_rules:
          - name: R
            object_mappings:
              - source_object: User
                enabled: false
"""


def written(gathered=None):
    return {file["path"]: file["content"] for file in files.files(GATHERED if gathered is None else gathered)}


def one(entry, remarks=()):
    """The file of one application."""
    found = {"gathered": {"applications": [entry]}, "remarks": {entry["display_name"]: list(remarks)}, "slugs": ["one"]}
    return written(found)["applications/one.yml"]


def test_each_application_has_a_file_that_can_be_read():
    found = written()
    assert list(found) == ["applications/alpha.yml", "applications/contoso_scim.yml", "vault.example.yml"]
    assert found["applications/contoso_scim.yml"] == CONTENT


def test_the_file_for_the_vault_has_the_variables_without_values():
    text = written()["vault.example.yml"]
    assert yaml.safe_load(text) == {"vault_contoso_scim_secret_token": ""}
    assert '\n# Contoso SCIM\nvault_contoso_scim_secret_token: ""\n' in text
    assert "ansible-vault encrypt vault.yml" in text


def test_the_file_for_the_vault_is_there_even_when_there_is_no_secret():
    text = written({"applications": [{"display_name": "Alpha"}]})["vault.example.yml"]
    assert yaml.safe_load(text) is None


def shuffled(tree):
    if isinstance(tree, dict):
        return {key: shuffled(tree[key]) for key in reversed(list(tree))}
    return [shuffled(one) for one in tree] if isinstance(tree, list) else tree


def test_the_order_in_which_members_come_does_not_show():
    other = copy.deepcopy(GATHERED)
    other["gathered"]["applications"] = [shuffled(one) for one in other["gathered"]["applications"]]
    assert written(other) == written()


def test_a_declaration_of_its_own_is_written_too():
    assert written({"applications": [{"display_name": "Alpha"}]})["applications/alpha.yml"].endswith(
        "alpha:\n  display_name: Alpha\n"
    )


WRONG = {
    "no structure": ([], "not a list"),
    "another result": ({"changed": False}, "there is no gathered.applications"),
    "no list": ({"gathered": {"applications": {}}}, "there is no gathered.applications"),
    "no structure inside": ({"gathered": None}, "there is no gathered.applications"),
    "no name": ({"applications": [{"app_id": "x"}]}, "applications[0] has no display_name"),
    "slugs of others": ({**GATHERED, "slugs": ["a"]}, "slugs: they are not one for each application"),
    "slugs twice": ({**GATHERED, "slugs": ["a", "a"]}, "slugs: they are not"),
    "slugs elsewhere": ({**GATHERED, "slugs": ["../a", "b"]}, "slugs: they are not"),
}


@pytest.mark.parametrize(("gathered", "words"), WRONG.values(), ids=WRONG)
def test_what_is_no_gathered_declaration_is_refused(gathered, words):
    with pytest.raises(files.NotGathered) as refused:
        files.files(gathered)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "value", ["planted-secret-0123456789", "{{ lookup('pipe', 'id') }}", "", None, 12, "{{ vault_a }} "]
)
def test_a_secret_by_its_value_is_refused_and_not_shown(value):
    with pytest.raises(files.NotGathered) as refused:
        one({"display_name": "Alpha", "secrets": {"SecretToken": value}})
    assert "planted" not in str(refused.value)


HOSTILE = st.text(
    st.sampled_from("{}%#!&*:-'\"\\ \t\n\r\x00\x07\x85\u2028\u2029\u202e\ufeff\ud800ab1é😀@`,[]?|>~=<"), max_size=12
) | st.sampled_from(
    [
        "{{ lookup('pipe', 'id') }}",
        "{% raw %}",
        "{# x #}",
        "#jinja2: variable_start_string:'[['\n[[ 1 ]]",
        "yes",
        "1:30",
        "null",
    ]
)
VALUES = st.recursive(
    HOSTILE | st.booleans() | st.none() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=6,
)


@given(HOSTILE.filter(bool), VALUES, st.lists(HOSTILE, max_size=3))
def test_whatever_the_service_says_comes_back_as_it_was(name, value, remarks):
    text = one({"display_name": name, "settings": {"Domain": value}}, remarks)
    (tree,) = parsing_yaml.documents(text)
    assert tree == {"one": {"display_name": name, "settings": {"Domain": value}}}


@given(HOSTILE.filter(bool), st.lists(HOSTILE | st.text(max_size=300), max_size=3))
def test_nothing_breaks_out_of_a_comment(name, remarks):
    text = one({"display_name": name}, remarks)
    head, _key, _rest = text.partition("\none:\n")
    lines = head.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass").splitlines()
    assert lines[0] == "---"
    assert all(line.startswith("#") for line in lines[1:])
    # A word that is longer is not cut.
    assert all(len(line) <= files_yaml.WIDTH for line in lines if max(map(len, line.split(" "))) < 100)


def tags(node):
    """The tags of all scalars below a node, with their texts."""
    if isinstance(node, yaml.ScalarNode):
        yield node.tag, node.value
    for inner in node.value if not isinstance(node, yaml.ScalarNode) else ():
        for each in inner if isinstance(inner, tuple) else (inner,):
            yield from tags(each)


@given(HOSTILE.filter(bool), VALUES)
def test_nothing_is_a_template_but_the_names_of_secrets(name, value):
    entry = {
        "display_name": name,
        "settings": {"Domain": value},
        "secrets": {"SecretToken": "{{ vault_one_secret_token }}"},
    }
    found = list(tags(yaml.compose(one(entry))))
    looks = [(tag, text) for tag, text in found if re.search(r"{{|{%|{#|\A#jinja2:", text)]
    assert [text for tag, text in looks if tag != "!unsafe"] == ["{{ vault_one_secret_token }}"]


def test_what_looks_like_the_name_of_a_secret_elsewhere_is_no_template():
    text = one({"display_name": "Alpha", "settings": {"Url": "{{ vault_contoso_scim_secret_token }}"}})
    assert "Url: !unsafe '{{ vault_contoso_scim_secret_token }}'" in text


# A text with a mark on it that survives str(), as Ansible's do.
Marked = type("Marked", (str,), {"__str__": lambda text: text})


def test_texts_with_marks_of_ansible_are_written_as_plain_ones():
    marked = copy.deepcopy(GATHERED)
    marked["gathered"]["applications"][0]["display_name"] = Marked("Contoso SCIM")
    marked["gathered"]["applications"][0]["secrets"] = {
        Marked("SecretToken"): Marked("{{ vault_contoso_scim_secret_token }}")
    }
    marked["slugs"] = [Marked(slug) for slug in marked["slugs"]]
    assert written(marked) == written()
    assert {part.__class__ for file in files.files(marked) for part in file.values()} == {str}


def test_what_is_written_can_be_parsed_into_the_same_declaration():
    found = files.files(GATHERED)
    text = "".join(file["content"] for file in found if file["path"].startswith("applications/"))
    parsed = parsing.answer({"running_config": text})["parsed"]["applications"]
    assert parsed == [{"display_name": "Alpha"}, ENTRY]
    assert written({"applications": parsed, "remarks": GATHERED["remarks"]}) == written()

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that makes files of a declaration, as templates call it, and its files as Ansible reads them."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

pytest.importorskip("ansible.plugins.filter", reason="filters run in a controller's Python")
import yaml
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.entra.provisioning.plugins.filter import declaration_files

files_of = declaration_files.FilterModule().filters()["declaration_files"]
HOSTILE = [
    "{{ lookup('ansible.builtin.pipe', 'id') }}",
    "a {% if 1 %}b{% endif %} {# c #}",
    "#jinja2: variable_start_string:'[[', variable_end_string:']]'\n[[ 1 + 1 ]]",
    "two\nlines: \u2028 \x85 # {{",
    "007",
    "yes",
]


def test_the_plugin_offers_the_one_name_that_it_documents() -> None:
    documented = yaml.safe_load(declaration_files.DOCUMENTATION)
    assert list(declaration_files.FilterModule().filters()) == [documented["name"]] == ["declaration_files"]
    assert (documented["positional"], list(documented["options"])) == ("_input", ["_input"])


def test_the_sample_is_what_comes_out() -> None:
    sample = yaml.safe_load(declaration_files.RETURN)["_value"]["sample"]
    assert files_of({"applications": [{"display_name": "Plain Web App"}]})[:-1] == sample


def test_what_is_wrong_is_told_in_the_words_of_a_filter() -> None:
    with pytest.raises(AnsibleFilterError, match="declaration_files: there is no gathered.applications"):
        files_of({"changed": False})


def loaded(text: str, folder: Any) -> Any:
    """What Ansible makes of a file of variables, templates filled in."""
    file = folder / "one.yml"
    file.write_bytes(text.encode("utf-8"))
    loader = DataLoader()
    # From 2.19 on what is loaded is trusted on request only, as include_vars requests it.
    trusting = "trusted_as_template" in inspect.signature(loader.load_from_file).parameters
    tree = loader.load_from_file(str(file), **({"trusted_as_template": True} if trusting else {}))
    variables = {"vault_one_secret_token": "the secret", **tree}
    return Templar(loader=loader, variables=variables).template(tree["one"])


@pytest.mark.parametrize("text", HOSTILE)
def test_ansible_reads_what_was_written_and_fills_in_nothing_but_secrets(text: str, tmp_path: Any) -> None:
    entry = {
        "display_name": text,
        "settings": {"Domain": {"list": [text, {"deep": text}]}, "Url": text},
        "secrets": {"SecretToken": "{{ vault_one_secret_token }}"},
        "jobs": [{"template_id": "scim", "state": "paused"}],
    }
    gathered = {"gathered": {"applications": [entry]}, "remarks": {text: [text]}, "slugs": ["one"]}
    written = files_of(gathered)[0]
    assert written["path"] == "applications/one.yml"
    found = loaded("".join(["", written["content"]]), tmp_path)
    assert found == {**entry, "secrets": {"SecretToken": "the secret"}}


def test_the_texts_of_the_files_are_no_templates_of_the_play(tmp_path: Any) -> None:
    entry = {"display_name": "One", "secrets": {"SecretToken": "{{ vault_one_secret_token }}"}}
    content = files_of({"applications": [entry]})[0]["content"]
    # As a task has it that writes the file: the variable holds the text.
    templar = Templar(loader=DataLoader(), variables={"content": content, "vault_one_secret_token": "the secret"})
    assert templar.template(content) == content
    assert "{{ vault_one_secret_token }}" in content

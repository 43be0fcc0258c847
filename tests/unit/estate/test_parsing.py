# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A saved export as the declaration that it is."""

from __future__ import annotations

import builtins
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import parsing, parsing_yaml, synchronizations
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.module_utils._sensitive import sensitive_values

ENTRY = {
    "display_name": "Contoso SCIM",
    "settings": {"SyncAll": True, "Url": "{{ x }}"},
    "secrets": {"SecretToken": "{{ vault_contoso_scim_secret_token }}"},
    "jobs": [{"template_id": "scim", "state": "started", "schema": {"directories": [{"name": "scim"}]}}],
}
OTHER = {"app_id": "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22"}
FILE = """
---
# Contoso SCIM
contoso_scim:
  display_name: Contoso SCIM
  settings: {SyncAll: true, Url: !unsafe "{{ x }}"}
  secrets: {SecretToken: "{{ vault_contoso_scim_secret_token }}"}
  jobs:
    - {template_id: scim, state: started, schema: {directories: [{name: scim}]}}
"""
SAME = {
    "a file": FILE,
    "a file as JSON": json.dumps({"contoso_scim": ENTRY}),
    "an entry": json.dumps(ENTRY),
    "a list": json.dumps([ENTRY]),
    "a declaration": json.dumps({"applications": [ENTRY]}),
    "a result": json.dumps({"changed": False, "gathered": {"applications": [ENTRY]}, "remarks": {}}),
    "a result of this": json.dumps({"parsed": {"applications": [ENTRY]}}),
    "YAML that begins like JSON": "{contoso_scim: {display_name: Contoso SCIM}}",
}


def parsed(text):
    return parsing.answer({"running_config": text})["parsed"]["applications"]


@pytest.mark.parametrize("name", SAME)
def test_an_export_is_read_in_every_form(name):
    assert parsed(SAME[name]) == [ENTRY if "begins" not in name else {"display_name": "Contoso SCIM"}]


def test_several_files_behind_one_another_are_one_declaration():
    text = FILE + "---\n---\nother:\n  app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22\n"
    assert parsed(text) == [ENTRY, OTHER]


def entry(**members):
    return json.dumps({"contoso": {"display_name": "Contoso SCIM", **members}})


WRONG = {
    "nothing": ("", "running_config: give the text of an export"),
    "blanks": (" \n", "running_config: give the text of an export"),
    "none": (None, "running_config: give the text of an export"),
    "comments": ("# nothing\n", "running_config: there is no application in it."),
    "no applications": ("applications: []", "there is no application in it"),
    "a text": ("hello", "running_config: an application belongs here"),
    "texts": ("[a, b]", "running_config[1]: an application belongs here"),
    "broken": ("a: [", "running_config: line 1: this is no YAML"),
    "tabs": ("a:\n\tb: c", "line 2: this is no YAML"),
    "a strange tag": ("a: !!python/object/apply:os.system [id]", "this is no YAML as it is read here"),
    "a strange tag of Ansible": ("a: !unsafe [1]", "!unsafe belongs to a text"),
    "encrypted": ('a: {display_name: x, secrets: {Password: !vault "x"}}', "line 1: a value is encrypted"),
    "a key twice": ("a: {display_name: x}\na: {display_name: y}", "line 2: the key 'a' stands there twice"),
    "a control": ("a: \x00", "this is no YAML"),
    "unnamed": (
        json.dumps({"applications": [{"jobs": []}]}),
        "applications[0]: give exactly one of service_principal_id",
    ),
    "named twice": (entry(app_id="x"), "contoso: give exactly one of"),
    "an unknown option": (entry(setings={}), "contoso: there is no option setings. Did you mean settings?"),
    "no list": (entry(jobs={}), "contoso.jobs: a list belongs here."),
    "no structure": (entry(settings=[1]), "contoso.settings: a structure belongs here."),
    "no text": (entry(application_template_id={}), "contoso.application_template_id: a text belongs here."),
    "no whole number": (
        entry(jobs=[{"wait_timeout": "soon"}]),
        "contoso.jobs[0].wait_timeout: a whole number belongs here.",
    ),
    "no number": (entry(jobs=[{"wait_timeout": True}]), "contoso.jobs[0].wait_timeout: a whole number"),
    "a word of others": (
        entry(jobs=[{"state": "running"}]),
        "'running' is not one of present, absent, started, paused.",
    ),
    "deep inside": (
        entry(jobs=[{"schema": {"synchronization_rules": [{"object_mappings": [{"enabled": "x"}]}]}}]),
        "contoso.jobs[0].schema.synchronization_rules[0].object_mappings[0].enabled: true or false belongs here.",
    ),
    "missing inside": (
        entry(jobs=[{"schema": {"directories": [{"objects": [{}]}]}}]),
        "contoso.jobs[0].schema.directories[0].objects[0].name: it is missing.",
    ),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_what_is_no_export_is_told_with_its_place(text, words):
    with pytest.raises(InvalidInput) as refused:
        parsed(text)
    assert words in str(refused.value)


@pytest.mark.parametrize("value", ["planted-secret-0123456789", 12345, ["planted-secret-0123456789"]])
def test_a_secret_by_its_value_is_refused_and_not_shown(value):
    with pytest.raises(InvalidInput) as refused:
        parsed(entry(secrets={"SecretToken": value}))
    assert "contoso.secrets.SecretToken: a secret stands here by its value" in str(refused.value)
    assert "planted" not in str(refused.value)


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as refused:
        parsed(entry(setings={}, jobs=1, secrets={"Password": "x"}))
    assert len(refused.value.problems) == 3


def test_a_python_without_pyyaml_is_told_so_and_reads_json(monkeypatch):
    found = builtins.__import__

    def without(name, *args, **more):
        if name == "yaml":
            raise ImportError(name)
        return found(name, *args, **more)

    parsing_yaml._loader.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    assert parsed(SAME["a declaration"]) == [ENTRY]
    with pytest.raises(Situation, match="this Python has no PyYAML"):
        parsed(FILE)


FILLED = {
    "YAML": ("a:\n  secrets:\n    Password: {}\n  settings: {{Url: shown}}\n", "hunter2-hunter2"),
    "quoted YAML": ('a: {{secrets: {{Password: "{}"}}}}\n', 'hunter2-\\"\\u00e9'),
    "JSON": ('{{"a": {{"secrets": {{"Password": "{}"}}, "settings": {{"Url": "shown"}}}}}}', "hunter2-\\u00e9"),
    "a structure": ("a: {{secrets: {{AppKey: {{inner: [{}]}}}}}}\n", "hunter2-hunter2"),
    "a number": ("a: {{secrets: {{Password: {}}}}}\n", "123456789"),
    "several documents": ("---\na: {{}}\n---\nb: {{secrets: {{Password: {}}}}}\n", "hunter2-hunter2"),
    "an unknown tag": ("a: {{secrets: {{Password: !other {}}}}}\n", "hunter2-hunter2"),
    "a key twice": ("a: {{secrets: {{Password: {}}}}}\na: {{}}\n", "hunter2-hunter2"),
}


@pytest.mark.parametrize(("form", "secret"), FILLED.values(), ids=FILLED)
@pytest.mark.parametrize("yaml_is_there", [True, False], ids=["YAML", "no YAML"])
def test_a_secret_that_was_filled_in_is_masked_however_it_is_spelled(form, secret, yaml_is_there, monkeypatch):
    text = form.format(secret)
    if not yaml_is_there:
        if not text.startswith("{"):
            pytest.skip("nobody can read it then, and so it is refused")
        monkeypatch.setattr(parsing_yaml, "scalars_below", without_yaml)
    found = sensitive_values(synchronizations.OPTIONS, {"running_config": text})
    assert secret in found
    assert "shown" not in found
    redactor = Redactor()
    redactor.add_all(found)
    assert "hunter2" not in redactor.text(text)


def without_yaml(*_args):
    raise ImportError("yaml")


@pytest.mark.parametrize("text", ["secrets: [", "secrets", FILE, "a: {secrets: null}", 12])
def test_what_holds_no_secret_or_cannot_be_read_gives_none(text):
    assert sensitive_values(synchronizations.OPTIONS, {"running_config": text}) == []

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A saved declaration as an event source compares it: without secrets, and without anything being done."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._event_source import validated
from ansible_collections.entra.provisioning.plugins.module_utils._events import declared
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor

TREE = """---
contoso_scim:
  display_name: Contoso SCIM
  application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
  settings:
    BaseAddress: https://scim.contoso.example
  secrets:
    SecretToken: "{{ vault_contoso_scim_secret_token }}"
  jobs:
    - template_id: scim
      state: started
      wait_for: steady
      on_quarantine: restart
      schema:
        backup: true
        parse_expressions: service
        synchronization_rules: []
"""


def read(state="merged", **texts):
    def validate(spec, given):
        return validated(spec, given, Redactor())

    return declared.applications({name.replace("_", "."): text for name, text in texts.items()}, state, validate)


def test_a_file_of_an_export_is_an_application():
    (one,) = read(contoso_yml=TREE)
    assert (one.name, one.state) == ("Contoso SCIM", "merged")
    assert one.params["settings"] == {"BaseAddress": "https://scim.contoso.example"}


def test_a_secret_is_any_value_that_is_stored_where_there_is_none():
    (one,) = read(contoso_yml=TREE)
    assert one.params["secrets"] == {"SecretToken": declared.ANY_VALUE}
    assert one.params["update_secrets"] == "on_create"


def test_what_is_about_the_doing_is_left_out():
    (one,) = read(contoso_yml=TREE)
    (job,) = one.params["jobs"]
    assert (job["state"], job["wait_for"], job["on_quarantine"]) == ("started", "none", "ignore")
    assert (job["schema"]["backup"], job["schema"]["parse_expressions"]) == (False, "local")
    assert one.on_quarantine == "ignore"


def test_several_files_are_one_declaration():
    other = "fabrikam:\n  display_name: Fabrikam\n  jobs: []\n"
    assert [one.name for one in read("replaced", b_yml=TREE, a_yml=other)] == ["Fabrikam", "Contoso SCIM"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("applications: []\n", "declaration: contoso.yml: "),
        ("a: [\n", "declaration: contoso.yml: "),
        ("applications:\n  - jobs: []\n", "display_name"),
        ("applications:\n  - display_name: X\n    bogus: 1\n", "bogus"),
        ("applications:\n  - display_name: X\n    secrets: {SecretToken: in-the-clear}\n", "a secret stands here by its value"),
        ("applications:\n  - display_name: X\n    settings: {BaseAddress: '{{ base }}'}\n", "is a template, and an event source"),
        ("applications:\n  - display_name: 'X {# base #}'\n    jobs: []\n", "is a template, and an event source"),
    ],
)  # fmt: skip
def test_what_is_no_declaration_is_refused_with_its_file(text, said):
    with pytest.raises(InvalidInput) as problem:
        read(contoso_yml=text)
    assert said in str(problem.value)
    assert "in-the-clear" not in str(problem.value)


def test_a_text_that_is_marked_as_data_may_have_braces():
    text = "applications:\n  - display_name: !unsafe 'Contoso {{ SCIM }}'\n    jobs: []\n"
    (one,) = read(contoso_yml=text)
    assert one.name == "Contoso {{ SCIM }}"


def test_json_holds_no_templates():
    text = '{"applications": [{"display_name": "Contoso {{ SCIM }}", "jobs": []}]}'
    assert [one.name for one in read(contoso_json=text)] == ["Contoso {{ SCIM }}"]


def test_two_entries_of_one_application_are_refused():
    with pytest.raises(InvalidInput, match="declared twice"):
        read(a_yml=TREE, b_yml=TREE)


def test_a_wrong_row_is_told_with_its_place_and_what_it_is_called():
    with pytest.raises(InvalidInput) as refused:
        read(a_yml=TREE, b_yml="fabrikam:\n  display_name: Fabrikam\n  jobs:\n    - state: started\n")
    assert str(refused.value) == (
        "one of the following is required: template_id, job_id found in applications -> jobs. "
        "Look at applications[1] (Fabrikam): jobs[0]."
    )

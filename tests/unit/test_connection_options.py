# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options and what their documentation says."""

from __future__ import annotations

import pytest
import yaml
from ansible.module_utils.errors import AnsibleFallbackNotFound
from ansible_collections.entra.provisioning.plugins.doc_fragments.graph import ModuleDocFragment
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import (
    CONNECTION,
    ENVIRONMENT,
    from_environment,
)

DOCUMENTED = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
# The values of these are secrets; all other options may be shown.
SECRET = {"client_secret", "certificate_password", "federated_token", "access_token", "proxy"}


def test_the_documentation_knows_exactly_the_options_of_the_spec():
    assert set(DOCUMENTED) == set(CONNECTION) == set(ENVIRONMENT)


@pytest.mark.parametrize("name", CONNECTION)
def test_type_default_and_choices_are_those_of_the_spec(name):
    facts = ("type", "default", "choices")
    assert {fact: DOCUMENTED[name].get(fact) for fact in facts} == {fact: CONNECTION[name].get(fact) for fact in facts}


@pytest.mark.parametrize("name", CONNECTION)
def test_each_option_falls_back_on_the_variable_that_its_documentation_names(name):
    _function, variables = CONNECTION[name]["fallback"]
    assert variables == [ENVIRONMENT[name]]
    assert f"E({ENVIRONMENT[name]})" in " ".join(DOCUMENTED[name]["description"])


def test_plugins_are_told_of_the_same_variables():
    told = yaml.safe_load(ModuleDocFragment.ENVIRONMENT)["options"]
    assert told == {name: {"env": [{"name": variable}]} for name, variable in ENVIRONMENT.items()}


def test_exactly_the_secrets_are_not_logged():
    assert {name for name, spec in CONNECTION.items() if spec.get("no_log")} == SECRET


@pytest.mark.parametrize("fragment", ["ATTRIBUTES", "ATTRIBUTES_INFO"])
def test_the_attributes_name_the_action_group(fragment):
    attributes = yaml.safe_load(getattr(ModuleDocFragment, fragment))["attributes"]
    assert set(attributes) == {"check_mode", "diff_mode", "platform", "action_group"}
    assert attributes["action_group"]["membership"] == ["entra.provisioning.graph"]


@pytest.mark.parametrize("fragment", ["ATTRIBUTES", "ATTRIBUTES_INFO"])
def test_only_modules_are_told_of_module_defaults(fragment):
    (note,) = yaml.safe_load(getattr(ModuleDocFragment, fragment))["notes"]
    assert "group/entra.provisioning.graph" in note
    assert "module_defaults" not in ModuleDocFragment.DOCUMENTATION


def test_an_environment_variable_that_is_set_and_empty_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("ENTRA_TIMEOUT", "")
    with pytest.raises(AnsibleFallbackNotFound):
        from_environment("ENTRA_TIMEOUT")
    monkeypatch.setenv("ENTRA_TIMEOUT", "30")
    assert from_environment("ENTRA_TIMEOUT") == "30"

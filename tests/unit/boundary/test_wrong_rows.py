# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Among a hundred rows the wrong one is named, by its place and by what it is called."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils import basic
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options
from ansible_collections.entra.provisioning.plugins.module_utils._host_module import ModuleHost
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema
from ansible_collections.entra.provisioning.plugins.module_utils._wrong_rows import told

RULE = {"object_mappings": [{"source_object": "User", "attribute_mappings": [{"target": "mail"}]}]}
GOOD = {"display_name": "Contoso SCIM", "jobs": [{"template_id": "scim"}]}


def wrong(**members):
    return {"applications": [GOOD, {"display_name": "Fabrikam HR", **members}]}


FABRIKAM = "applications[1] (Fabrikam HR)"
CASES = {
    "no such option": (wrong(jbos=[]), FABRIKAM),
    "no such option of a job": (
        wrong(jobs=[{"template_id": "scim"}, {"template_id": "scim", "stat": "x"}]),
        f"{FABRIKAM}: jobs[1]",
    ),
    "no such value": (wrong(jobs=[{"template_id": "scim", "state": "running"}]), f"{FABRIKAM}: jobs[0]"),
    "of another type": (wrong(settings=[1]), FABRIKAM),
    "two names": (wrong(app_id="x"), FABRIKAM),
    "a job without a name": (wrong(jobs=[{"state": "started"}]), f"{FABRIKAM}: jobs[0]"),
    "deep in a schema": (
        wrong(jobs=[{"template_id": "scim", "schema": {"synchronization_rules": [RULE]}}]),
        f"{FABRIKAM}: jobs[0].schema.synchronization_rules[0].object_mappings[0].attribute_mappings[0]",
    ),
    "several": (
        {"applications": [{"jobs": [{}]}, GOOD, {"app_id": "a", "x": 1}]},
        "applications[0], applications[0].jobs[0], applications[2] (a)",
    ),
    "very many": (
        {"applications": [{"display_name": "A", "x": 1}] * 13},
        ", ".join(f"applications[{number}] (A)" for number in range(10)) + ", and 3 more",
    ),
}


@pytest.mark.parametrize(("params", "place"), CASES.values(), ids=CASES)
def test_a_wrong_row_is_named(params, place):
    assert told("It is wrong", options.OPTIONS, params) == f"It is wrong. Look at {place}."


@pytest.mark.parametrize(
    "params",
    [
        {"applications": [GOOD]},
        {"state": "x"},
        {},
        {"applications": None},
        {"applications": "x"},
        {"applications": ["x"]},
    ],
    ids=repr,
)
def test_where_no_row_is_wrong_nothing_is_added(params):
    assert told("It is wrong.", options.OPTIONS, params) == "It is wrong."


def test_rows_of_other_modules_are_named_too():
    assert told("Wrong", schema.OPTIONS, {"synchronization_rules": [RULE, {"name": "Second", "x": 1}]}) == (
        "Wrong. Look at synchronization_rules[0].object_mappings[0].attribute_mappings[0], synchronization_rules[1] (Second)."
    )


def test_the_module_host_tells_it_of_what_was_given(monkeypatch, capsys):
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    arguments = {"_ansible_check_mode": False, **wrong(app_id="x")}
    monkeypatch.setattr(basic, "_load_params", lambda: arguments)
    # Newer cores ask what they have parsed whether the result shall hold the options.
    monkeypatch.setattr(basic, "_PARSED_MODULE_ARGS", arguments, raising=False)
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda *_told, **_more: None)
    with pytest.raises(SystemExit):
        ModuleHost({"argument_spec": options.OPTIONS})
    assert json.loads(capsys.readouterr().out)["msg"] == (
        "parameters are mutually exclusive: service_principal_id|app_id|display_name found in applications. "
        f"Look at {FABRIKAM}."
    )

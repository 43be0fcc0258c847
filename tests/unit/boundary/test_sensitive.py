# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parameters are secret, and how they are shown."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.partly_secret import PartlySecret
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.module_utils._sensitive import (
    HIDDEN_OPTION,
    invocation,
    sensitive_values,
)

SPEC = {
    "client_secret": {"type": "str", "no_log": True},
    "secrets": {"type": "dict", "no_log": True},
    "settings": {"type": "dict", "no_log": False},
    "applications": {"type": "list", "elements": "dict", "options": {"password": {"no_log": True}, "name": {}}},
    "owner": {"type": "dict", "options": {"password": {"no_log": True}}},
    "people": PartlySecret({"type": "list"}, lambda people, params: [people[0][params["column"]]]),
}


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"client_secret": "planted-client-secret"}, ["planted-client-secret"]),
        ({"client_secret": None}, []),
        ({"secrets": {"Password": "planted-password-1"}}, [{"Password": "planted-password-1"}]),
        ({"settings": {"BaseAddress": "https://scim.example"}}, []),
        ({"applications": [{"name": "a", "password": "planted-password-2"}, {"name": "b"}]}, ["planted-password-2"]),
        ({"owner": {"password": "planted-password-3"}}, ["planted-password-3"]),
        ({"owner": "not a mapping, not validated yet"}, []),
        ({"people": [{"a": "x", "b": "planted-password-4"}], "column": "b"}, ["planted-password-4"]),
        ({"people": None}, []),
        ({"secret": {"Password": "planted-password-5"}}, [{"Password": "planted-password-5"}]),
        ({"applications": [{"name": "a", "pasword": "planted-password-6"}]}, ["planted-password-6"]),
        ({"elsewhere": "what has no such name is shown as it is"}, []),
        ("not even parameters", []),
    ],
)
def test_every_no_log_option_is_found_at_any_depth(params, found):
    assert sensitive_values(SPEC, params) == found


def test_the_invocation_shows_everything_but_secrets():
    params = {
        "client_secret": "planted-client-secret",
        "secrets": {"Password": "planted-password-1"},
        "settings": {"BaseAddress": "https://scim.example/?token=planted-client-secret"},
        "owner": None,
    }
    redactor = Redactor()
    redactor.add_all(sensitive_values(SPEC, params))
    shown = invocation(SPEC, params, redactor)["module_args"]
    assert shown["client_secret"] == shown["secrets"] == HIDDEN_OPTION
    assert shown["settings"] == {"BaseAddress": "https://scim.example/?token=********"}
    assert shown["owner"] is None


def test_an_absent_secret_is_shown_as_absent():
    assert invocation(SPEC, {"client_secret": None}, Redactor()) == {"module_args": {"client_secret": None}}


def test_an_option_with_secrets_inside_is_shown_without_them():
    params = {"people": [{"a": "x", "b": 12345678}], "column": "b"}
    redactor = Redactor()
    redactor.add_all(sensitive_values(SPEC, params))
    assert invocation(SPEC, params, redactor)["module_args"]["people"] == [{"a": "x", "b": "********"}]

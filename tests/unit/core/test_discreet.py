# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that the service reports of attributes whose names say that they are secret."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.discreet import MASK_NAMES, discreet

MASK = "********"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "Password",
        "passwordProfile.password",
        "urn:ietf:params:scim:schemas:core:2.0:User:password",
        "unicodePwd",
        "clientSecret",
        "client_secret",
        "SecretToken",
        "refresh-token",
        "API Key",
        "privateKey",
        "credentials",
    ],
)
def test_a_value_under_a_secret_name_is_masked(name):
    assert discreet(name, "initial-value") == MASK
    assert discreet(name, 12345) == MASK
    assert discreet(name, ["one", "two"]) == MASK


@pytest.mark.parametrize("name", ["displayName", "employeeId", "keyboard", "monkey", "primaryKeyword", "", None])
def test_any_other_value_is_shown(name):
    assert discreet(name, "Adele") == "Adele"


@pytest.mark.parametrize("value", [None, ""])
def test_where_there_is_no_value_that_is_seen(value):
    assert discreet("password", value) is value


def test_the_names_are_written_as_they_are_compared():
    assert MASK_NAMES == tuple(sorted(word for word in MASK_NAMES if word.isalnum() and word == word.lower()))

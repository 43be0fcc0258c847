# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the input, and the nearest of what would be right."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms
from hypothesis import given
from hypothesis import strategies as st


def test_several_problems_are_a_list():
    error = InvalidInput(problem for problem in ("a: wrong.", "b: wrong too."))
    assert error.problems == ("a: wrong.", "b: wrong too.")
    assert str(error) == "2 problems:\n- a: wrong.\n- b: wrong too.\n"
    assert isinstance(error, Situation)


def test_one_problem_is_a_sentence():
    assert str(InvalidInput(["a: wrong."])) == "a: wrong."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("BaseAdress", " Did you mean BaseAddress?"),
        ("baseaddress", " Did you mean BaseAddress?"),
        ("SYNCALL", " Did you mean SyncAll?"),
        ("SyncNotificationSetting", " Did you mean SyncNotificationSettings?"),
        ("Nothing", ""),
        ("", ""),
    ],
)
def test_the_nearest_key_is_suggested_and_a_far_one_is_not(name, sentence):
    assert nearest(name, terms.ALL_KEYS) == sentence


def test_several_near_names_are_all_suggested():
    assert nearest("scimm", ["scim", "scims", "other"]) in (
        " Did you mean scim or scims?",
        " Did you mean scims or scim?",
    )


def test_nothing_is_near_when_nothing_is_known():
    assert nearest("scim", []) == ""


@given(st.sampled_from(terms.ALL_KEYS), st.data())
def test_one_slip_of_the_finger_is_forgiven(key, data):
    at = data.draw(st.integers(0, len(key) - 1))
    slipped = key[:at] + key[at + 1 :]
    assert key in nearest(slipped, terms.ALL_KEYS) or slipped in terms.ALL_KEYS or len(key) < 4

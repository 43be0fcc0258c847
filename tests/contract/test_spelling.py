# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests look for and what the collection masks were written apart from each other, and know the same."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._secret import MASK, Redactor
from hypothesis import given, settings
from hypothesis import strategies as st

from .spelling import spelled

ODD = 'odd "secret"/with\\all <kinds> of +signs & \u00fc it\'s\n\x01~???'
STRANGE = st.text(st.characters(), min_size=4, max_size=20).map(lambda text: f"\u00a7{text}\u00a7")


@pytest.mark.parametrize(
    "form",
    [
        json.dumps(ODD)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(ODD)[1:-1])[1:-1],
        quote(ODD, safe=""),
        quote_plus(ODD),
        base64.b64encode(ODD.encode()).decode(),
        base64.urlsafe_b64encode(ODD.encode()).decode(),
        base64.b64encode(ODD.encode()).decode().rstrip("="),
        base64.b64encode(f"user:{ODD}".encode()).decode(),
        repr(ODD)[1:-1],
    ],
)
def test_what_python_writes_is_looked_for(form):
    assert any(one in form for one in spelled(ODD))


def test_odd_characters_are_spelled_as_python_does():
    assert json.dumps("\x7f\u0080\U0001f600\ud800")[1:-1] in spelled("\x7f\u0080\U0001f600\ud800")


@settings(deadline=None)
@given(STRANGE)
def test_what_the_tests_look_for_is_masked(secret):
    redactor = Redactor()
    redactor.add(secret)
    for form in spelled(secret):
        redacted = redactor.text(f"({form})")
        assert MASK in redacted, form
        assert len(redacted) <= len(MASK) + 2 + 6, (form, redacted)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as the standard has it: what else Python's reader takes is refused in words."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.json_text import DEEPEST, parsed
from hypothesis import given
from hypothesis import strategies as st

PLAIN = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | PLAIN,
    lambda inner: st.lists(inner) | st.dictionaries(PLAIN, inner),
)


@given(VALUES, st.booleans())
def test_what_is_json_is_read(value, narrow):
    assert parsed(json.dumps(value, ensure_ascii=narrow).encode()) == value


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": [Infinity]}', "Infinity is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": 1e999}', "a number is too large"),
        (b'{"a": -1e999}', "a number is too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number is too long"),
        (b"[" * 100_000, "nested too deeply|Expecting value"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"[" * (DEEPEST + 1) + b"1" + b"]" * (DEEPEST + 1), "nested too deeply"),
        (b'{"a": "\xff"}', "codec can't decode"),
        (b'{"a": "\xed\xa0\x80"}', "codec can't decode"),
        (b'{"a": "\x00"}', "Invalid control character"),
        (b'{"a": 1', "Expecting"),
        (b"", "Expecting value"),
    ],
)
def test_what_is_none_is_refused_in_words(body, words):
    with pytest.raises(ValueError, match=words):
        parsed(body)


def test_as_deep_as_may_be_is_read():
    assert parsed(b"[" * DEEPEST + b"]" * DEEPEST)


def test_of_two_members_of_one_name_the_last_one_counts():
    assert parsed(b'{"a": 1, "a": 2}') == {"a": 2}


def test_half_a_character_becomes_the_sign_for_what_cannot_be_shown():
    text = rb'{"a\ud800": ["\udcff", "\ud83d\ude00", "\\ud800"], "b": 1, "c": null}'
    assert parsed(text) == {"a\ufffd": ["\ufffd", "\U0001f600", "\\ud800"], "b": 1, "c": None}


def test_a_mark_of_byte_order_is_no_part_of_the_text():
    assert parsed(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of nested options is that of the single modules, with its sentences where they belong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def nested(monkeypatch):
    """tests/tools/nested_docs.py as a module."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT / "tests" / "tools")])
    import nested_docs

    return nested_docs


@pytest.fixture
def source(nested):
    return nested.Source("none", "many[].", results="results[].")


@pytest.mark.parametrize(
    ("sentence", "becomes"),
    [
        ("Give O(name).", "Give O(many[].name)."),
        ("Only with O(state=started).", "Only with O(many[].state=started)."),
        ("Beside O(rules[].id).", "Beside O(many[].rules[].id)."),
        ("As O(other) of the task.", "As O(other) of the task."),
        ("As O(ignore:name).", "As O(ignore:name)."),
        ("In RV(file).", "In RV(results[].file)."),
        ("In RV(entra.provisioning.one#module:name).", "In RV(entra.provisioning.one#module:name)."),
        ("V(name) and C(name) are no options.", "V(name) and C(name) are no options."),
    ],
)
def test_a_sentence_speaks_of_its_neighbours(nested, source, sentence, becomes):
    known = {"name", "state", "rules"}
    assert nested._placed({"description": [sentence]}, source, known)["description"] == [becomes]


@pytest.mark.parametrize(
    "text",
    ["plain words", "it's: a colon", "C(x): y", "- a dash", "a # b", 'V(Join(" ", [a], [b]\\))', "word " * 60 + "end"],
)
def test_a_sentence_is_written_so_that_it_is_read_again(nested, text):
    lines = nested._sentence(text, "  ", 60)
    assert yaml.safe_load("\n".join(lines)) == [text]
    assert max(map(len, lines)) <= 60


def test_the_options_are_those_of_the_single_modules_and_no_sentence_is_lost(nested):
    (source,) = nested.SOURCES["schema"]
    there = nested.documentation(nested.PLUGINS / source.file)["options"]
    here = yaml.safe_load(nested.part("schema", 14))
    assert list(here) == list(there)
    assert here["restore"]["type"] == there["restore"]["type"]
    assert len(here["document"]["description"]) == len(there["document"]["description"])
    assert "default" not in here["state"] and there["state"]["default"] == "merged"
    assert here["test_cases"]["suboptions"]["attributes"]["default"] == {}


def test_no_line_is_too_long_for_the_linters(nested):
    for name in nested.SOURCES:
        assert max(map(len, nested.part(name, 14).splitlines())) + 14 <= 160

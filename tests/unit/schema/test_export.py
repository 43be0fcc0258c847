# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export: a document as a declaration that gives the document again, whole or only what somebody changed."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    declaration,
    export,
    merge,
    options,
    same,
    words,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from emulator_checks import located
from hypothesis import given, settings

NOTHING = {"synchronization_rules": [], "directories": []}


def applied(rows, document, state):
    """The document after the declaration."""
    return merge.merged(document, declaration.parse(rows), state, edited.tree_of).document


def assert_same(one, other):
    assert same.same_document(one, other), json.dumps(words.sides(one, other), indent=1, ensure_ascii=False)


@settings(max_examples=100, deadline=None)
@given(edited.edits())
def test_the_changes_applied_to_the_default_give_the_document(documents):
    default, document = documents
    rows, missing = export.changes(document, default)
    assert not missing
    assert_same(applied(rows, default, "merged"), document)


@settings(max_examples=40, deadline=None)
@given(edited.edits(removing=False))
def test_the_whole_export_replaces_the_default(documents):
    default, document = documents
    assert not export.not_expressed(document)
    assert_same(applied(export.full(document), default, "replaced"), document)


@settings(max_examples=40, deadline=None)
@given(edited.edits())
def test_the_whole_export_overrides_the_default_where_rows_are_gone(documents):
    default, document = documents
    assert_same(applied(export.full(document), default, "overridden"), document)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the service that are no schema: the task says so, and writes nothing."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    DEFAULT,
    SCHEMA,
    SchemaGraph,
    apply,
    declared,
    document,
)

ODD = {**document(), "directories": [None]}


def test_a_schema_whose_rows_are_no_objects_is_told_and_not_written():
    graph = SchemaGraph()
    graph.routes[SCHEMA] = ODD
    with pytest.raises(Situation, match=r"is no schema: directories\[0\] is no object"):
        apply(graph, synchronization_rules=declared({"target_attribute": "userName", "source": "mailNickname"}))
    assert graph.writes == []


def test_a_default_whose_rows_are_no_objects_resets_nothing():
    graph = SchemaGraph()
    graph.routes[DEFAULT] = ODD
    with pytest.raises(Situation, match=r"read the schema of template scim .* is no schema: directories\[0\]"):
        apply(graph, state="reset")
    assert graph.writes == []

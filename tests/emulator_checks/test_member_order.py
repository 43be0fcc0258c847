# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schema is served in the service's order of members, whatever order it was sent in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from emulator import fixtures
from emulator.member_order import as_written

from emulator_checks import stage as stages


def backwards(value: Any) -> Any:
    """The members of every object in the opposite order."""
    if isinstance(value, list):
        return [backwards(one) for one in value]
    if isinstance(value, dict):
        return {name: backwards(value[name]) for name in reversed(value)}
    return value


@pytest.mark.parametrize("template_id", tuple(fixtures.catalogue()))
def test_the_fixtures_are_in_the_order_of_the_service(template_id: str) -> None:
    schema = fixtures.catalogue()[template_id]["schema"]
    for member in ("synchronizationRules", "directories"):
        assert json.dumps(as_written(backwards(schema[member]))) == json.dumps(schema[member])


def spaceless(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Flags as the service stores them."""
    for mapping in (mapping for rule in rules for mapping in rule["objectMappings"]):
        mapping["flowTypes"] = mapping["flowTypes"].replace(" ", "")
    return rules


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    with stages.raised(template_alias=False) as raised:
        yield raised


@pytest.mark.parametrize("template_id", tuple(fixtures.catalogue()))
def test_a_schema_that_is_put_backwards_is_served_in_order(stage: stages.Stage, template_id: str) -> None:
    """It is taken at all, which says that every fixture keeps the rules of the service."""
    owner = stage.owner(template_id)
    path = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization/jobs/{owner.job_id}/schema"
    before = stage.made("GET", path, None)
    assert stage.call("PUT", path, backwards(before)).status_code == 204
    after = stage.made("GET", path, None)
    assert json.dumps(after["synchronizationRules"]) == json.dumps(spaceless(before["synchronizationRules"]))
    assert [list(one) for one in after["directories"]] == [list(one) for one in before["directories"]]
    assert list(after) == list(before)

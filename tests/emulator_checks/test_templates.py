# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates: written under the application, with replace semantics."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Wire

NEW = {"id": "scimCustom", "applicationId": "8adf8e6e-67b2-4cf2-a259-e3dc5476c621", "factoryTag": "scim"}


@pytest.fixture
def root(wire: Wire) -> str:
    return f"/applications/{wire.emulator.estate['Contoso SCIM']['application_id']}/synchronization/templates"


def test_a_template_without_a_schema_gets_the_default_of_its_factory_tag(wire: Wire, root: str) -> None:
    made = wire.send("POST", root, json=NEW)
    assert made.status_code == 201 and made.json()["id"] == "scimCustom"
    schema = wire.get(f"{root}/scimCustom/schema")
    assert schema["id"] == "scimCustom." + "0" * 32
    assert schema["synchronizationRules"] == wire.get(f"{root}/scim/schema")["synchronizationRules"]
    assert "scimCustom" in {row["id"] for row in wire.get(f"{wire.synchronization('Contoso SCIM')}/templates")["value"]}


@pytest.mark.parametrize("missing", ["id", "applicationId", "factoryTag"])
def test_what_a_template_must_have_is_demanded(wire: Wire, root: str, missing: str) -> None:
    body = {name: value for name, value in NEW.items() if name != missing}
    assert wire.send("POST", root, json=body).status_code == 400


@pytest.mark.parametrize("verb", ["PATCH", "PUT"])
def test_an_update_erases_what_it_leaves_out(wire: Wire, root: str, verb: str) -> None:
    full: dict[str, Any] = {**NEW, "description": "For rehearsals", "metadata": [{"key": "a", "value": "b"}]}
    wire.send("POST", root, json=full)
    answer = wire.send(verb, f"{root}/scimCustom", json={**NEW, "discoverable": True})
    assert answer.status_code == 204, answer.text
    found = wire.get(f"{root}/scimCustom")
    assert (found["description"], found["metadata"], found["discoverable"]) == (None, [], True)


@pytest.mark.parametrize(("only", "other"), [("PATCH", "PUT"), ("PUT", "PATCH")])
def test_one_of_the_two_verbs_can_be_the_only_one(wire: Wire, root: str, only: str, other: str) -> None:
    wire.emulator.switches["template_update_verbs"] = only
    assert wire.send(other, f"{root}/scim", json=NEW).status_code == 404
    assert wire.send(only, f"{root}/scim", json={**NEW, "id": "scim"}).status_code == 204


def test_a_deleted_template_is_gone_and_a_second_of_one_id_is_refused(wire: Wire, root: str) -> None:
    wire.send("POST", root, json=NEW)
    assert wire.send("POST", root, json=NEW).status_code == 409
    assert wire.send("DELETE", f"{root}/scimCustom").status_code == 204
    assert wire.send("GET", f"{root}/scimCustom").status_code == 404


def test_templates_are_not_written_under_the_service_principal_unless_switched_on(wire: Wire) -> None:
    path = f"{wire.synchronization('Contoso SCIM')}/templates"
    assert wire.send("POST", path, json=NEW).status_code == 404
    wire.emulator.switches["undocumented_roots"] = "accept"
    assert wire.send("POST", path, json=NEW).status_code == 201


def test_a_template_can_show_its_schema_inside(wire: Wire, root: str) -> None:
    assert "schema" not in wire.get(f"{root}/scim")
    assert wire.get(f"{root}/scim?$expand=schema")["schema"]["directories"]
    assert wire.send("GET", f"{root}/$count").text == "4"


def test_editing_a_template_does_not_reach_a_job_that_exists(wire: Wire, root: str) -> None:
    job = wire.job("Contoso SCIM", "scim")
    schema = wire.get(f"{root}/scim/schema")
    schema["synchronizationRules"][0]["objectMappings"][0]["enabled"] = False
    assert wire.send("PUT", f"{root}/scim/schema", json=schema).status_code == 204
    assert wire.get(f"{job}/schema")["synchronizationRules"][0]["objectMappings"][0]["enabled"] is True
    assert wire.send("DELETE", f"{root}/scim/schema").status_code == 204
    assert wire.get(f"{root}/scim/schema")["synchronizationRules"][0]["objectMappings"][0]["enabled"] is True

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of schemas, and whole documents as a way in."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_backup
from ansible_collections.entra.provisioning.tests.unit.fake_graph import refusal
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    JOB,
    NOW,
    SCHEMA,
    SchemaGraph,
    apply,
    attribute,
    declared,
    definition,
    document,
    users,
)

NICK = declared({"target_attribute": "nickName", "source": "mailNickname"})
SAME = declared({"target_attribute": "department", "source": "[department]"})


def text_of(path):
    return Path(path).read_text("utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_backup_holds_the_document_as_it_was_read(folder):
    graph = SchemaGraph()
    path = apply(graph, synchronization_rules=NICK, backup=True)["backup_file"]
    assert path == str(folder / "backup" / f"{JOB}_schema.2026-03-02T080000Z.json")
    text = (folder / "backup" / os.path.basename(path)).read_text("utf-8")
    assert json.loads(text) == document()
    assert text.startswith('{\n  "@odata.context"')


def test_a_backup_is_for_its_owner_only(folder):
    path = apply(SchemaGraph(), synchronization_rules=NICK, backup=True)["backup_file"]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert os.listdir(os.path.dirname(path)) == [os.path.basename(path)]


@pytest.mark.parametrize("options", [{"check": True, "synchronization_rules": NICK}, {"synchronization_rules": SAME}])
def test_there_is_no_backup_where_nothing_is_written(folder, options):
    assert apply(SchemaGraph(), backup=True, **options)["backup_file"] is None
    assert os.listdir(folder) == []


def test_without_backup_there_is_no_file(folder):
    assert apply(SchemaGraph(), synchronization_rules=NICK)["backup_file"] is None
    assert os.listdir(folder) == []


def test_a_second_backup_in_the_same_second_gets_its_own_name(folder):
    graph = SchemaGraph()
    first = apply(graph, synchronization_rules=NICK, backup=True)["backup_file"]
    away = declared({"target_attribute": "nickName", "state": "absent"})
    second = apply(graph, synchronization_rules=away, backup=True)["backup_file"]
    assert second == first.replace(".json", "_2.json")
    assert json.loads(text_of(first)) == document()


def test_folder_and_name_can_be_given(folder):
    options = {"dir_path": str(folder / "kept" / "here"), "filename": "scim.json"}
    result = apply(SchemaGraph(), synchronization_rules=NICK, backup=True, backup_options=options)
    assert result["backup_file"] == str(folder / "kept" / "here" / "scim.json")


def test_a_backup_never_takes_another_files_place(folder):
    (folder / "scim.json").write_text("mine")
    graph = SchemaGraph()
    with pytest.raises(_road.Stopped, match="is there already, and a backup takes no other file's place"):
        options = {"dir_path": str(folder), "filename": "scim.json"}
        apply(graph, synchronization_rules=NICK, backup=True, backup_options=options)
    assert (folder / "scim.json").read_text() == "mine"
    assert graph.writes == []


def test_a_backup_that_cannot_be_written_stops_the_run(folder):
    (folder / "backup").write_text("a file, no folder")
    graph = SchemaGraph()
    with pytest.raises(_road.Stopped, match="Nothing was changed") as stop:
        apply(graph, synchronization_rules=NICK, backup=True)
    assert "backup: the schema cannot be kept in" in str(stop.value)
    assert (graph.writes, stop.value.result["changed"]) == ([], False)


def test_half_a_backup_is_taken_away_again(folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(schema_backup.os, "fsync", full)
    graph = SchemaGraph()
    with pytest.raises(_road.Stopped, match="No space left on device"):
        apply(graph, synchronization_rules=NICK, backup=True)
    assert os.listdir(folder / "backup") == []
    assert graph.writes == []


@pytest.mark.parametrize("failure", ["refused", "stored otherwise"])
def test_a_failed_write_names_the_backup(folder, failure):
    graph = SchemaGraph()
    if failure == "refused":
        graph.routes[("PUT", SCHEMA)] = refusal(errors.BadRequest, 400, "SchemaInvalid")
    else:
        graph.meddle = lambda body: document(directories=[])
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, synchronization_rules=NICK, backup=True)
    assert json.loads(text_of(stop.value.result["backup_file"])) == document()


def test_a_name_is_made_of_what_every_file_system_takes(tmp_path):
    path = schema_backup.write({}, "a/b:c d*é", NOW, {"dir_path": str(tmp_path), "filename": None})
    assert os.path.basename(path) == "a_b_c_d__schema.2026-03-02T080000Z.json"


def test_texts_of_every_kind_survive_a_backup(tmp_path):
    tree = {"name": "Zoë \U0001f600 \ud800", "number": 10**20}
    path = schema_backup.write(tree, "x", NOW, {"dir_path": str(tmp_path)})
    assert schema_backup.read(path) == tree
    assert "Zoë \U0001f600" in text_of(path)


def test_a_backup_brings_back_what_stood_there(folder):
    graph = SchemaGraph()
    before = document()
    path = apply(graph, synchronization_rules=NICK, backup=True)["backup_file"]
    result = apply(graph, restore=path)
    assert result["changed"] is True
    assert users(graph.stored) == users(before)
    assert apply(graph, restore=path)["changed"] is False


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_in_every_encoding_that_tools_write(folder, encoding):
    (folder / "export.json").write_bytes(json.dumps(document(), indent=4).encode(encoding))
    assert apply(SchemaGraph(), restore="export.json")["changed"] is False


WRAPPED = [{"document": document(), "schema": {"id": JOB}, "changed": False}, {"id": "scim", "schema": document()}]


@pytest.mark.parametrize("result", WRAPPED, ids=["schema_info", "template_info"])
@pytest.mark.parametrize("option", ["document", "restore"])
def test_a_document_inside_the_result_of_a_module_is_found(folder, result, option):
    (folder / "result.json").write_text(json.dumps(result))
    given = result if option == "document" else "result.json"
    assert apply(SchemaGraph(), **{option: given})["changed"] is False


UNREADABLE = {
    "not there": (None, "restore: nothing.json cannot be read: No such file or directory."),
    "no JSON": (b"hello", "restore: nothing.json holds no JSON"),
    "half": (b'{"synchronizationRules": [', "restore: nothing.json holds no JSON"),
    "no text": (b"\xff\xfe\x00\xd8", "restore: nothing.json holds no JSON"),
    "no number": (b'{"synchronizationRules": [NaN]}', "NaN is no value of JSON"),
    "deep": (b"[" * 100000, "restore: nothing.json holds no JSON"),
    "a list": (b"[]", "restore: this is no schema, since it has no list synchronizationRules. It is a list."),
    "a number": (b"1", "restore: this is no schema, since it has no list synchronizationRules. It is a single value."),
    "no list": (b'{"synchronizationRules": {}}', "restore: this is no schema, since it has no list"),
}


@pytest.mark.parametrize(("content", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_holds_no_schema_is_refused_in_words(folder, content, words):
    if content is not None:
        (folder / "nothing.json").write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        apply(SchemaGraph(), restore="nothing.json")
    assert words in str(refused.value)


def test_what_a_document_lacks_is_removed_and_is_a_hazard():
    wanted = document()
    wanted["synchronizationRules"][0]["objectMappings"].pop()
    plan = apply(SchemaGraph(), check=True, document=wanted)["plan"]
    assert [hazard["name"] for hazard in plan["hazards"]] == ["delete_undeclared", "disable_object_mapping"]


def test_another_tenants_document_keeps_our_ids():
    graph = SchemaGraph()
    wanted = document(id="scim.other.tenant", provisioningTaskIdentifier="scim.other.tenant", version="9.9")
    users(wanted)["department"]["source"] = attribute("jobTitle")
    apply(graph, document=wanted)
    assert graph.sent["id"] == JOB
    assert users(graph.stored)["department"]["source"] == attribute("jobTitle")


def test_custom_security_attributes_that_come_along_are_told():
    wanted = document()
    names = [f"CustomSecurityAttributes.Engineering_Certified{number}" for number in range(12)]
    wanted["directories"][0]["objects"][0]["attributes"] += [definition(name) for name in names]
    warnings = apply(SchemaGraph(), check=True, document=wanted)["warnings"]
    (told,) = [warning for warning in warnings if "custom security attributes" in warning]
    assert "and 2 more" in told and "CustomSecAttributeProvisioning.ReadWrite.All" in told
    assert apply(SchemaGraph(wanted), check=True, document=wanted)["warnings"] == []


@pytest.mark.parametrize("custom", [True, False])
def test_a_refused_write_names_the_permission_for_custom_security_attributes(custom):
    stored = document()
    if custom:
        stored["directories"][0]["objects"][0]["attributes"].append(definition("CustomSecurityAttributes.A_b"))
    graph = SchemaGraph(stored)
    graph.routes[("PUT", SCHEMA)] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, synchronization_rules=NICK)
    assert ("CustomSecAttributeProvisioning.ReadWrite.All is needed as well." in str(stop.value)) is custom
    assert stop.value.result["error"]["status"] == 403

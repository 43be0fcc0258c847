# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates over the whole road: added, updated by whichever verb there is, deleted, and nothing lost on the way."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template, template_info
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped

from .resource_road import ask, run, writes

GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
NEW = {
    "template_id": "contosoScim",
    "application_template_id": GALLERY.upper(),
    "factory_tag": "customappsso",
    "discoverable": True,
    "metadata": {"configurationFields": [{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}]},
}
CHANGE = {
    "template_id": "customappssoOutDelta",
    "description": "Ours",
    "metadata": {"isSynchronizationInPreview": True},
}


@pytest.fixture
def contoso(emu):
    return emu.estate["Contoso SCIM"]["application_id"]


def bodies(emu, since):
    return [row["body"] for row in emu.audit(since=since) if row["method"] in ("PATCH", "PUT")]


def shown(emu, application_id, template_id):
    found = ask(template_info, emu, application_id=application_id, template_id=template_id, include_schema=True)
    return found["templates"][0] if found["templates"] else None


@pytest.mark.parametrize("inline", ["inline", "expand"])
def test_a_template_is_added_updated_and_deleted_each_once(emu, contoso, inline):
    emu.switches["template_schema"] = inline
    steps = [(NEW, "create"), ({**NEW, "default": True}, "update"), ({**NEW, "state": "absent"}, "delete")]
    for options, action in steps:
        checked = run(template, emu, check_mode=True, application_id=contoso, **{"state": "present", **options})
        real = run(template, emu, application_id=contoso, **{"state": "present", **options})
        assert [change["action"] for change in real["plan"]["changes"]] == [action]
        assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
        mark = emu.mark()
        again = run(template, emu, application_id=contoso, **{"state": "present", **options})
        assert (again["changed"], writes(emu, mark)) == (False, [])


@pytest.mark.parametrize("inline", ["inline", "expand"])
@pytest.mark.parametrize(("offered", "sent"), [("both", ["PATCH"]), ("PATCH", ["PATCH"]), ("PUT", ["PATCH", "PUT"])])
def test_an_update_keeps_all_that_was_not_declared(emu, contoso, offered, sent, inline):
    emu.switches["template_update_verbs"] = offered
    emu.switches["template_schema"] = inline
    before = shown(emu, contoso, CHANGE["template_id"])
    mark = emu.mark()
    run(template, emu, application_id=contoso, **CHANGE)
    assert [verb for verb, _path in writes(emu, mark)] == sent
    after = shown(emu, contoso, CHANGE["template_id"])
    assert after["schema"] == before["schema"]
    assert after["description"] == "Ours"
    assert after["metadata"] == {**before["metadata"], "IsSynchronizationInPreview": True}
    unmoved = set(before) - {"schema", "description", "metadata"}
    assert {name: after[name] for name in unmoved} == {name: before[name] for name in unmoved}


def test_an_update_carries_repeated_metadata_rows_and_the_schema(emu, contoso):
    mark = emu.mark()
    run(template, emu, application_id=contoso, **CHANGE)
    (body,) = bodies(emu, mark)
    keys = [row["key"] for row in body["metadata"]]
    assert keys.count("AzureIngestionAttributeOptimization") == 2
    assert body["schema"]["synchronizationRules"]


def test_a_refused_update_changes_nothing_and_says_so(emu, contoso):
    emu.fault(method="PATCH", path=r"/templates/[^/]+$", kind="forbidden", times=1)
    with pytest.raises(Stopped, match="Nothing was changed"):
        run(template, emu, application_id=contoso, **CHANGE)
    assert shown(emu, contoso, CHANGE["template_id"])["description"] is None


def test_what_was_read_can_be_declared_and_is_no_change(emu, contoso):
    for found in ask(template_info, emu, application_id=contoso)["templates"]:
        derived = ("id", "required_settings", "required_secrets")
        declared = {name: value for name, value in found.items() if name not in derived and value is not None}
        assert run(template, emu, application_id=contoso, template_id=found["id"], **declared)["changed"] is False

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What drifted: once for each plan of an application, once for each move of a schema."""

from __future__ import annotations

import copy

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change
from ansible_collections.entra.provisioning.plugins.module_utils._events import drifts, memory, schemas
from ansible_collections.entra.provisioning.plugins.module_utils._events.drifts import Compared, Seen
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID
from ansible_collections.entra.provisioning.tests.unit.schema import edited

WHOSE = {"service_principal_id": ID, "app_id": APP, "display_name": "Contoso SCIM"}
START = Change("start", "job scim.1", {"state": "paused"}, {"state": "started"})
STORE = Change("update", "settings", {"SyncAll": False}, {"SyncAll": True})


def remembered(known, edges):
    state = {**memory.fresh(), "declared": known, "schemas": known}
    for patch in [*edges.patches, *(one.patch for one in edges.deliveries)]:
        state = memory.patched(state, patch)
    return state


def compare(known, *changes, error="", silent=False):
    found = [Compared("Contoso SCIM", WHOSE, None if error else changes, error)]
    edges = drifts.from_declaration(known, found, lambda key: silent)
    return [one.event["provisioning"] for one in edges.deliveries], remembered(known, edges)["declared"]


def test_a_plan_is_told_once_another_again_and_none_as_the_end():
    events, known = compare({}, START)
    assert [(event["event"], event["against"]) for event in events] == [("drifted", "declaration")]
    again, known = compare(known, START)
    assert again == []
    more, known = compare(known, STORE, START)
    assert [event["event"] for event in more] == ["drifted"]
    assert more[0]["fingerprint"] != events[0]["fingerprint"]
    over, known = compare(known)
    assert [(event["event"], event["recovered_from"]) for event in over] == [("recovered", "drift")]
    assert compare(known)[0] == []


def test_a_drift_is_told_with_its_changes_in_words():
    ((event,), _known) = compare({}, STORE, START)
    assert event["changes"] == [STORE.words(), START.words()]
    assert event["summary"] == "2 changes: update settings; start job scim.1"
    assert event["message"] == f"Contoso SCIM is not as declared: {event['summary']}."
    assert (event["application"], event["job_id"], event["template_id"]) == ("Contoso SCIM", None, None)


def test_an_application_that_is_as_declared_is_no_news():
    assert compare({})[0] == []


def test_what_cannot_be_compared_is_neither_drift_nor_its_end():
    known = compare({}, START)[1]
    events, after = compare(known, error="Could not read: 503.")
    assert (events, after) == ([], known)


def test_what_was_so_at_the_start_is_no_news_but_its_end_is():
    events, known = compare({}, START, silent=True)
    assert events == []
    assert [event["event"] for event in compare(known, silent=True)[0]] == ["recovered"]
    assert [event["event"] for event in compare(known, STORE, silent=True)[0]] == ["drifted"]


def test_what_is_no_longer_declared_is_forgotten():
    patches = drifts.forgotten("declared", {"gone": "x", "here": "y"}, ["here"])
    assert patches == [memory.Patch("declared", "gone", None)]


JOB = f"{ID}/scim.1"


def see(known, document, error=""):
    edges = drifts.from_schemas(known, [Seen(JOB, WHOSE, "scim.1", "scim", document, error)])
    return [one.event["provisioning"] for one in edges.deliveries], remembered(known, edges)["schemas"]


def test_the_first_look_at_a_schema_is_what_later_ones_are_compared_with():
    document = edited.default("scim")
    events, known = see({}, document)
    assert events == []
    moved = copy.deepcopy(document)
    moved["synchronizationRules"][0]["objectMappings"][0]["enabled"] = False
    (event,), known = see(known, moved)
    assert (event["event"], event["against"], event["job_id"]) == ("drifted", "schema", "scim.1")
    (change,) = event["changes"]
    assert (change["action"], change["target"]) == ("update", "schema of job scim.1")
    assert "enabled" in str(change["after"]) and change["before"] != change["after"]
    assert see(known, moved)[0] == []
    assert [one["event"] for one in see(known, document)[0]] == ["drifted"]


def test_a_schema_in_another_spelling_did_not_move():
    document = edited.default("scim")
    known = see({}, document)[1]
    spelled = {**copy.deepcopy(document), "version": "Date:2026-03-02, ActivityId:1", "@odata.context": "x"}
    spelled["synchronizationRules"][0]["objectMappings"].reverse()
    assert see(known, spelled)[0] == []


def test_a_schema_that_cannot_be_read_is_kept_as_it_was():
    known = see({}, edited.default("scim"))[1]
    assert see(known, None, "Could not read: 503.") == ([], known)


def test_a_schema_is_packed_to_a_text_that_gives_it_back():
    document = edited.default("scim")
    text = schemas.packed(document)
    assert schemas.unpacked(text) == document
    assert text == schemas.packed(dict(reversed(list(document.items()))))
    assert text.isascii() and len(text) < len(str(document)) / 3

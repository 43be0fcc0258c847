# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model of a report: numbers that are right, unknown that is never absent, the same bytes from the same data."""

from __future__ import annotations

import copy
import json
import random

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._report import model, page, states

from . import hostile, samples


def made(data=None, **options):
    return model.build(samples.everything() if data is None else data, **{"as_of": samples.AS_OF, **options})


def of(*rows, **options):
    return made({"synchronizations": list(rows)}, **options)


def test_the_headline_numbers():
    assert made()["numbers"] == {
        "applications": 9,
        "jobs": 10,
        "by_state": {
            "quarantine": 2,
            "failing": 1,
            "entry_errors": 1,
            "overdue": 1,
            "initial": 1,
            "not_run": 1,
            "paused": 1,
            "healthy": 2,
        },
        "need_attention": 5,
        "unreadable": 2,
        "declared": 4,
        "drifted": 2,
        "drift_unknown": 1,
        "mapping_changes": 4,
        "mappings_unread": 1,
        "log_entries": 132,
        "log_failures": 18,
    }


def test_the_states_are_a_partition_of_the_jobs():
    numbers = made(samples.large())["numbers"]
    assert sum(numbers["by_state"].values()) == numbers["jobs"] == 300


@pytest.mark.parametrize(
    ("state", "job"),
    [
        ("healthy", samples.job(1)),
        ("quarantine", samples.job(1, "Quarantine")),
        ("quarantine", samples.job(1, quarantine=samples.quarantine())),
        ("quarantine", samples.job(1, "Quarantine", enabled=False)),
        ("paused", samples.job(1, "Active", enabled=False)),
        ("paused", samples.job(1, enabled=False, last_execution=samples.execution("Failed"))),
        ("failing", samples.job(1, last_execution=samples.execution("Failed"))),
        ("failing", samples.job(1, successive_complete_failures=1)),
        ("entry_errors", samples.job(1, last_execution=samples.execution("EntryLevelErrors"))),
        ("overdue", samples.job(1, last_execution=samples.execution(ended="2026-03-10T09:59:59Z"))),
        ("healthy", samples.job(1, last_execution=samples.execution(ended="2026-03-10T10:00:00Z"))),
        ("not_run", samples.job(1, "NotRun", last_execution=None)),
        ("initial", samples.job(1, initial_cycle_completed=None)),
    ],
)
def test_a_job_is_in_the_worst_state_that_is_true_of_it(state, job):
    (found,) = of(samples.application(1, "Contoso", job))["jobs"]
    assert found["state"] == state
    assert state in states.BY_NAME


@pytest.mark.parametrize("interval", [None, "PT0S", "P10675199DT2H48M5.4775807S", "nonsense", "P1M"])
def test_no_job_is_overdue_that_has_no_known_interval(interval):
    job = samples.job(1, last_execution=samples.execution(ended="2020-01-01T00:00:00Z"))
    job["schedule"]["interval"] = interval
    assert of(samples.application(1, "Contoso", job))["jobs"][0]["state"] == "healthy"


def test_without_a_moment_no_job_is_overdue():
    job = samples.job(1, last_execution=samples.execution(ended="2020-01-01T00:00:00Z"))
    found = of(samples.application(1, "Contoso", job), as_of=None)
    assert (found["jobs"][0]["state"], found["as_of"]) == ("healthy", None)


def test_what_could_not_be_read_is_counted_apart_and_never_as_healthy():
    found = of(
        samples.application(1, "Contoso", error="403", jobs=None), samples.application(2, "Fabrikam", samples.job(2))
    )
    assert found["unreadable"] == [
        {"application": "Contoso", "service_principal_id": samples.principal(1), "error": "403"}
    ]
    assert found["numbers"]["by_state"]["healthy"] == found["numbers"]["jobs"] == found["numbers"]["unreadable"] == 1


def test_ids_of_requests_make_no_two_reports_different():
    reason = "403 Forbidden. This call needs Synchronization.Read.All. (request-id %s, client-request-id %s)"
    reason += " Nothing was changed."
    rows = [samples.application(1, "Contoso", error=reason % (one, one), jobs=None) for one in "ab"]
    assert of(rows[0])["fingerprint"] == of(rows[1])["fingerprint"]
    assert of(rows[0])["unreadable"][0]["error"] == "403 Forbidden. This call needs Synchronization.Read.All."
    whole = [made({part: {"msg": reason % (one, one)} for part in model.PARTS}) for one in "ab"]
    assert whole[0] == whole[1]


def test_a_span_that_was_counted_back_from_now_makes_no_two_reports_different():
    reason = "Could not read the provisioning log where activityDateTime gt 2026-11-22T00:54:%02dZ: 403 Forbidden"
    found = [made({"log": {"msg": reason % second}}) for second in (17, 18)]
    assert found[0] == found[1]
    assert found[0]["log"]["error"] == "Could not read the provisioning log where activityDateTime gt …: 403 Forbidden"


def test_jobs_that_were_not_asked_for_are_not_taken_for_none():
    row = samples.application(1, "Contoso")
    del row["jobs"]
    assert of(row)["unreadable"][0]["error"] == "Its jobs were not read."


def test_a_reading_that_failed_as_a_whole_is_not_an_empty_tenant():
    found = made({"synchronizations": {"msg": "Could not sign in.", "failed": True}})
    assert (found["jobs"], set(found["numbers"].values())) == (None, {None})
    assert found["unreadable"][0]["error"] == "Could not sign in."
    text = page.page(found)
    assert "How the jobs fare is not known. The jobs could not be read." in text
    assert "Could not sign in." in text
    assert "Not looked at for this report: drift" in text


@pytest.mark.parametrize("part", ["declared", "schemas", "log"])
def test_of_a_part_that_failed_no_number_is_known(part):
    found = made({part: {"msg": "403"}})
    assert set(found["numbers"].values()) == {None}
    assert ">?<" in page.page(found)


@pytest.mark.parametrize("left_out", [{}, dict.fromkeys(model.PARTS), dict.fromkeys(model.PARTS, {"skipped": True})])
def test_what_was_not_given_is_not_known(left_out):
    found = made(left_out)
    assert {found[part] for part in ("jobs", "drift", "mapping_changes", "log")} == {None}
    assert set(found["numbers"].values()) == {None}
    assert "Not looked at for this report: the jobs, drift against a declaration, mapping changes" in page.page(found)


def test_a_result_and_the_list_in_it_are_the_same():
    data = samples.everything()
    whole = {**data, "synchronizations": {"synchronizations": data["synchronizations"], "changed": False}}
    assert made(whole) == made(data)


def test_synchronized_entries_are_added_up_by_type():
    assert made()["synchronized_entries"] == {"Group to Group": 65, "User to User": 6500}


@pytest.mark.parametrize(
    ("data", "options", "told"),
    [
        ("text", {}, "dictionary of synchronizations, declared, schemas, log, not text"),
        (["rows"], {}, "not a list of something else"),
        ({"job": []}, {}, "job: no part of a report"),
        ({"declared": []}, {}, "declared: give the result"),
        ({"declared": [1]}, {}, "declared: give the result"),
        ({"synchronizations": "text"}, {}, "synchronizations: give the result of a module"),
        ({"schemas": ["text"]}, {}, "schemas: give the result"),
        ({"log": 7}, {}, "log: give the result of a module, a dictionary, or the list of dictionaries in it, not int"),
        ({}, {"as_of": "yesterday"}, "as_of: 'yesterday' is no point in time"),
        ({}, {"as_of": "2026-03-10T12:00:00"}, "with its zone"),
        ({}, {"as_of": "24h"}, "is no point in time"),
        ({}, {"as_of": "2026-02-31T12:00:00Z"}, "is no point in time"),
    ],
)
def test_wrong_input_is_named(data, options, told):
    with pytest.raises(InvalidInput) as caught:
        made(data, **options)
    assert told in str(caught.value)


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        made({"job": [], "log": 7}, as_of="now")
    assert len(caught.value.problems) == 3


def shuffled(value, chance):
    """The same data, its dictionaries in another order and its applications too."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_the_same_data_gives_the_same_bytes_whatever_its_order(seed):
    chance = random.Random(seed)
    data = samples.everything()
    other = copy.deepcopy(data)
    for part in ("synchronizations", "schemas"):
        chance.shuffle(other[part])
    chance.shuffle(other["log"]["entries"])
    chance.shuffle(other["declared"]["applications"])
    other = {part: shuffled(other[part], chance) if part != "schemas" else other[part] for part in other}
    one, two = made(data), made(other)
    assert model.document(one) == model.document(two)
    if seed == 0:
        assert page.page(made(data)) == page.page(made(copy.deepcopy(data)))


def test_the_data_is_left_as_it_was():
    data = samples.everything()
    kept = copy.deepcopy(data)
    page.page(made(data))
    assert data == kept


def test_the_fingerprint_leaves_out_nothing_but_the_moment():
    one, later = made(), made(as_of="2026-03-10T12:09:00Z")
    assert one["fingerprint"] == later["fingerprint"]
    assert {**one, "as_of": None} == {**later, "as_of": None}
    assert made(title="Other")["fingerprint"] != one["fingerprint"]
    assert made(as_of="2026-03-11T12:00:00Z")["fingerprint"] != one["fingerprint"], "jobs became overdue since"


def test_an_earlier_report_that_tells_the_same_keeps_its_moment():
    earlier = model.document(made())
    kept = made(as_of="2026-03-10T12:09:00Z", previous=earlier)
    assert model.document(kept) == earlier
    assert page.page(kept) == page.page(made())


@pytest.mark.parametrize(
    "previous", [None, "", "no JSON", "[]", "7", '{"fingerprint": "other", "as_of": "2026-01-01T00:00:00Z"}']
)
def test_an_earlier_report_of_something_else_is_not_kept(previous):
    assert made(as_of="2026-03-10T12:09:00Z", previous=previous)["as_of"] == "2026-03-10T12:09:00Z"


def test_a_moment_that_is_none_is_not_taken_from_an_earlier_report():
    earlier = json.dumps({"fingerprint": made()["fingerprint"], "as_of": "<script>"})
    assert made(previous=earlier)["as_of"] == samples.AS_OF


def test_the_document_is_json_and_keeps_every_text_as_it_was():
    text = model.document(made(hostile.hostile()))
    assert text.isascii()
    names = {row["application"] for row in json.loads(text)["jobs"]}
    assert names == set(hostile.HOSTILE)


def test_the_state_of_jobs_has_a_sign_and_a_tone_of_its_own_for_what_is_bad():
    bad = [(state.tone, state.shape) for state in states.STATES if state.bad]
    assert len(set(bad)) == len(bad)
    assert len({state.shape for state in states.STATES}) == len(states.STATES)

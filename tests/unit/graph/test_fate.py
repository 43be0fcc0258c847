# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write whose answer was lost: found, repeated where harmless, or said to be unknown. Never done twice."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, fate
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal

LOST = Said(manner="reset")
MADE = {"id": "made"}
CONFLICT = refusal(409, "Conflict", "exists")


def answers(*values):
    """A fate that answers in order, the last for ever; errors are raised."""
    left = list(values)

    def ask():
        ask.times += 1
        value = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(value, Exception):
            raise value
        return value

    ask.times = 0
    return ask


def test_a_post_that_succeeds_asks_nothing(connect):
    asked = answers(MADE)
    reply = connect(Said(201, {"id": "new"})).post("/x", {}, doing="create x", fate=asked)
    assert (reply.status, reply.body, reply.adopted) == (201, {"id": "new"}, False)
    assert asked.times == 0


@pytest.mark.parametrize(
    "said", [LOST, Said(500), Said(502), Said(503), Said(504), Said(201, b'{"i', manner="cut"), CONFLICT]
)
@pytest.mark.parametrize("repeatable", [True, False])
def test_what_was_made_is_adopted(connect, service, said, repeatable):
    reply = connect(said).post("/x", {}, doing="create x", fate=answers(None, None, MADE), repeatable=repeatable)
    assert reply.adopted
    assert reply.body == MADE
    assert len(service.requests) == 1


def test_what_was_not_made_is_made_once_more_where_that_is_harmless(connect, service, clock):
    asked = answers(None)
    reply = connect(LOST, Said(201, MADE)).post("/x", {}, doing="create x", fate=asked, repeatable=True)
    assert (reply.body, reply.adopted) == (MADE, False)
    assert asked.times == len(fate.ASK_AFTER)
    assert len(service.requests) == 2


def test_a_patient_question_is_asked_for_a_minute_before_a_no_is_clear(connect, service, clock):
    asked = answers(None)
    reply = connect(LOST, Said(201, MADE)).post("/x", {}, doing="create x", fate=asked, repeatable=True, patient=True)
    assert (reply.body, reply.adopted, len(service.requests)) == (MADE, False, 2)
    assert (asked.times, sum(clock.slept)) == (len(fate.ASK_LONGER), 60.5)
    assert fate.ASK_LONGER[: len(fate.ASK_AFTER)] == fate.ASK_AFTER


def test_a_patient_question_ends_with_its_answer(connect, service, clock):
    asked = answers(*[None] * 6, MADE)
    reply = connect(LOST).post("/x", {}, doing="create x", fate=asked, repeatable=True, patient=True)
    assert (reply.adopted, len(service.requests), asked.times) == (True, 1, 7)


def test_a_late_first_write_meets_the_second_and_is_adopted(connect, service):
    asked = answers(*[None] * len(fate.ASK_AFTER), MADE)
    reply = connect(LOST, CONFLICT).post("/x", {}, doing="create x", fate=asked, repeatable=True)
    assert reply.adopted
    assert len(service.requests) == 2


def test_sending_again_is_bounded(connect, service):
    with pytest.raises(errors.Indeterminate):
        connect(LOST).post("/x", {}, doing="create x", fate=answers(None), repeatable=True)
    assert len(service.requests) == fate.MOST_SENDINGS


def test_what_must_not_be_repeated_is_said_to_be_unknown(connect, service):
    with pytest.raises(errors.Indeterminate, match="Whether it took effect is not known") as caught:
        connect(LOST).post("/x", {}, doing="create x", fate=answers(None))
    assert len(service.requests) == 1
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("patient", [False, True])
def test_a_conflict_with_nothing_to_adopt_stays_a_conflict_and_says_for_how_long_it_was_looked(
    connect, service, clock, patient
):
    with pytest.raises(
        errors.Conflict, match="For 8 s it was looked for, since what is new may show late, and not found"
    ):
        connect(CONFLICT).post("/x", {}, doing="create x", fate=answers(None), repeatable=True, patient=patient)
    assert (len(service.requests), sum(clock.slept)) == (1, 7.5)


def test_a_conflict_after_a_lost_answer_may_be_our_own_and_is_looked_into_patiently(connect, service, clock):
    asked = answers(*[None] * (len(fate.ASK_LONGER) + 7), MADE)
    reply = connect(LOST, CONFLICT).post("/x", {}, doing="create x", fate=asked, repeatable=True, patient=True)
    assert (reply.adopted, len(service.requests), sum(clock.slept)) == (True, 2, 121)


def test_where_nothing_can_be_read_it_is_not_said_that_nothing_was_found(connect):
    with pytest.raises(errors.Conflict) as caught:
        connect(CONFLICT).post("/x", {}, doing="create x", fate=answers(errors.Forbidden("no")), repeatable=True)
    assert "looked for" not in str(caught.value)


def test_a_fate_that_cannot_be_read_is_no_clear_no(connect, service):
    unread = errors.Forbidden("no")
    with pytest.raises(errors.Indeterminate) as caught:
        connect(LOST).post("/x", {}, doing="create x", fate=answers(None, unread), repeatable=True)
    assert len(service.requests) == 1
    assert caught.value.__cause__ is None


def test_a_fate_that_can_be_read_after_all_counts(connect):
    reply = connect(LOST).post("/x", {}, doing="create x", fate=answers(errors.ServerFault("x"), MADE))
    assert reply.adopted


def test_a_put_that_only_creates_adopts_what_it_meets(connect, service):
    reply = connect(CONFLICT).put("/x", {}, doing="create x", fate=answers(None, MADE))
    assert (reply.adopted, reply.body) == (True, MADE)
    assert len(service.requests) == 1


def test_a_repeated_put_that_meets_its_own_first_sending_adopts_it(connect, service):
    reply = connect(LOST, CONFLICT).put("/x", {}, doing="create x", fate=answers(MADE))
    assert (reply.adopted, reply.body) == (True, MADE)
    assert [method for method, _path in service.calls] == ["PUT", "PUT"]


def test_a_put_whose_conflict_nothing_explains_stays_a_conflict(connect):
    with pytest.raises(errors.Conflict):
        connect(CONFLICT).put("/x", {}, doing="create x", fate=answers(None))


@pytest.mark.parametrize("said", [refusal(400, "BadRequest"), refusal(403, "accessDenied"), refusal(404, "gone")])
def test_a_clear_refusal_asks_nothing(connect, said):
    asked = answers(MADE)
    with pytest.raises(errors.GraphError):
        connect(said).post("/x", {}, doing="create x", fate=asked, repeatable=True)
    assert asked.times == 0


def test_a_conflict_tells_that_it_could_not_be_looked_up(connect):
    unread = errors.Forbidden("Could not read x: no.")
    with pytest.raises(errors.Conflict) as caught:
        connect(CONFLICT).post("/x", {}, doing="create x", fate=answers(None, unread))
    assert str(caught.value).startswith("Could not create x: the service answered 409")
    assert str(caught.value).endswith(" What it met could not be read: Could not read x: no.")
    with pytest.raises(errors.Conflict) as caught:
        connect(CONFLICT).post("/x", {}, doing="create x", fate=answers(unread, None))
    assert "could not be read" not in str(caught.value)

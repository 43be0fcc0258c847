# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A refusal that meets everybody is told once; any other mixture is nobody's but whose it is."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Explained
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer
from ansible_collections.entra.provisioning.plugins.module_utils._resources import refusals
from ansible_collections.entra.provisioning.tests.unit.fake_graph import refusal

FORBIDDEN = errors.Forbidden("Could not do it: the service answered 403. Ask for it.", doing="do it", status=403)
BARE, GONE, BROKEN = (refusal(errors.GraphError, status) for status in (401, 404, 500))


@pytest.mark.parametrize(
    "met",
    [[], [None], [FORBIDDEN], [FORBIDDEN, None], [None, BARE], [FORBIDDEN, GONE], [BROKEN, BROKEN], [GONE, BARE]],
    ids=repr,
)
def test_one_that_was_answered_or_failed_otherwise_keeps_it_from_being_everybodys(met):
    assert refusals.of_all(met) is None
    refusals.check(met, "jobs")


@pytest.mark.parametrize("met", [[FORBIDDEN] * 2, [FORBIDDEN, BARE, FORBIDDEN]])
def test_what_meets_everybody_is_said_of_them_together(met):
    with pytest.raises(Explained) as told:
        refusals.check(met, "jobs", "More.")
    assert str(told.value).startswith(
        f"Could not read the jobs of {len(met)} service principals: the service answered 403. Ask for it. Each of them "
    )
    assert str(told.value).endswith(" More.")
    assert (told.value.status, told.value.__cause__) == (403, FORBIDDEN)


def test_the_first_refusal_of_one_is_found_behind_other_failures():
    answers = [
        Answer("/a", {}, None),
        Answer("/b", None, GONE),
        Answer("/c", None, BARE),
        Answer("/d", None, FORBIDDEN),
    ]
    assert refusals.first(answers) is BARE
    assert refusals.first(answers[:2]) is None


def test_a_sentence_is_put_into_other_words_only_where_they_are_known():
    assert refusals.worded(FORBIDDEN, "read x") == "Could not read x: the service answered 403. Ask for it."
    assert refusals.worded(errors.Forbidden("Could not."), "read x") == "Could not."

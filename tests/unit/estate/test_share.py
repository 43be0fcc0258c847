# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The share of what would change: who allows a larger one, or changes fewer applications, is refused no more."""

from __future__ import annotations

from types import SimpleNamespace

from ansible_collections.entra.provisioning.plugins.module_utils._estate import share
from hypothesis import given
from hypothesis import strategies as st

# Whether an application has jobs (None: not known, which it only is of what would not change), and whether it would change.
KINDS = st.sampled_from([(True, True), (True, False), (False, True), (False, False), (None, False)])


class Reader:
    """Knows the jobs of those of which a plan does not."""

    def __init__(self, with_jobs):
        self.with_jobs = with_jobs

    def get_many(self, paths, **_told):
        answers = [{"value": [{}]}] * self.with_jobs + [{"value": []}] * len(paths)
        return [SimpleNamespace(value=answer) for answer in answers[: len(paths)]]


def draft(kind):
    established, changes = kind
    whose = SimpleNamespace(path=lambda graph, below: below)
    return SimpleNamespace(established=established, changes=["one"] if changes else [], whose=whose)


def refused(kinds, most, with_jobs):
    params = {"max_changed_share": most, "concurrency": 1}
    return bool(share.hazards(Reader(with_jobs), [draft(kind) for kind in kinds], params))


@given(st.lists(KINDS, max_size=25), st.floats(0, 1), st.floats(0, 1), st.integers(0, 25))
def test_who_allows_a_larger_share_is_refused_no_more(kinds, one, other, with_jobs):
    less, more = sorted((one, other))
    assert refused(kinds, less, with_jobs) or not refused(kinds, more, with_jobs)
    assert not refused(kinds, 1.0, with_jobs)


@given(st.lists(KINDS, max_size=25), st.floats(0, 1), st.data())
def test_who_changes_one_more_is_refused_no_less(kinds, most, data):
    still = [place for place, kind in enumerate(kinds) if kind == (True, False)]
    if not still:
        return
    place = data.draw(st.sampled_from(still))
    more = [*kinds[:place], (True, True), *kinds[place + 1 :]]
    assert refused(more, most, 25) or not refused(kinds, most, 25)

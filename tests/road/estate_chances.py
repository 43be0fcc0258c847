# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the state machine draws: declarations, faults, lags, and what others do."""

from __future__ import annotations

from hypothesis import strategies as st

from . import estate_model as model
from .estate_road import NEW

SETTINGS = st.none() | st.fixed_dictionaries(
    {}, optional={"BaseAddress": st.sampled_from(["https://a.example", "https://b.example"]), "SyncAll": st.booleans()}
)
SECRETS = st.none() | st.fixed_dictionaries(
    {}, optional={"SecretToken": st.sampled_from(["planted-one", "planted-two"]), "Password": st.just("planted-three")}
)
STATES = st.sampled_from(["present", "started", "paused", "absent", "started"])


@st.composite
def entries(draw):
    """A declaration of one to three applications."""
    names = draw(st.lists(st.sampled_from(model.APPLICATIONS), min_size=1, max_size=3, unique=True))
    return [draw(_entry(name)) for name in names]


def _entry(name):
    mapping = st.dictionaries(
        st.sampled_from(model.ATTRIBUTES[name]), st.none() | st.sampled_from(model.EXPRESSIONS), max_size=2
    )
    job = st.tuples(STATES, mapping)
    jobs = st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(model.TEMPLATES[name], job))
    return st.builds(lambda *parts: model.entry(name, *parts), SETTINGS, SECRETS, jobs)


# What passes, or can be found out: one of these keeps no run from its end.
# In one list, and not drawn part by part, so that each comes as often as the others.
MENDABLE = [
    *({"kind": "throttle", "style": style} for style in ("seconds", "date", "none")),
    *(
        {"kind": "server_error", "status": status, "when": when}
        for status in (500, 502, 503, 504)
        for when in ("before", "after")
    ),
    *({"kind": "reset", "when": when} for when in ("before", "after", "after")),
    *({"kind": kind} for kind in ("truncate", "not_json", "unauthorized")),
]
LASTING = [
    *({"kind": "replication", "status": status} for status in (401, 403, 404)),
    *({"kind": kind} for kind in ("conflict", "precondition", "forbidden")),
]
PATHS = ("", "/secrets$", "/jobs$", "/schema$", "/(start|pause)$", "/jobs/[^/]*$", "/instantiate$")
WHERE = [
    {"method": method, "path": path, "times": times, "after": after}
    for method in ("UNSAFE", "UNSAFE", "GET", "")
    for path in PATHS
    for times in (1, 2, 6, 0)
    for after in range(4)
]
# For how many reads what was written does not show yet.
LAGS = st.fixed_dictionaries(
    {},
    optional={
        name: st.integers(1, 3)
        for name in ("instantiate_list_lag", "job_list_lag", "secrets_read_lag", "schema_read_lag")
    },
)


def _harm(fault, where):
    """By number, since a strategy of so many choices is long to print."""
    return {**[*MENDABLE, *LASTING * 2][fault], **WHERE[where]}


HARM = st.lists(
    st.builds(_harm, st.integers(0, len(MENDABLE) + 2 * len(LASTING) - 1), st.integers(0, len(WHERE) - 1)),
    min_size=1,
    max_size=3,
)
NAMES = st.sampled_from(model.APPLICATIONS)
# Before which read of a schema somebody edits it, and whether the answer to the write of the run is lost: the first two reads
# are for the plan, the third is just before the write, the fourth just after it, or before it is repeated.
MOMENTS = [(after, lost) for after in range(5) for lost in (False, True)] + [(3, True)] * 4
EDITS = st.one_of(
    st.tuples(
        st.just("store_a_key"),
        NAMES,
        st.sampled_from([model.STRANGE_SETTING, model.STRANGE_SECRET, "BaseAddress", "SecretToken"]),
        st.booleans(),
    ),
    st.tuples(st.just("act_on_a_job"), NAMES, st.sampled_from(["start", "pause", "cycle", "delete"])),
    st.tuples(st.just("make_a_job"), NAMES, st.sampled_from(["scim", "customappssoOutDelta"])),
    st.tuples(
        st.just("edit_a_mapping"),
        NAMES,
        st.integers(0, 1),
        st.none() | st.sampled_from([*model.EXPRESSIONS, "[givenName]"]),
    ),
    st.tuples(st.just("add_what_nobody_knows"), NAMES, st.sampled_from(["rule", "object_mapping", "mapping"])),
    st.tuples(st.just("delete_the_application"), st.just(NEW)),
)

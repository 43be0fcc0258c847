# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields and values for the tests of the core: a small shape of every kind, and what may stand in it."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import (
    CHOICE,
    GUID,
    JSON_TEXT,
    ROWS,
    TEXT,
    TRUTH,
    TRUTH_TEXT,
    WHOLE,
    Field,
)
from hypothesis import strategies as st

LIMITS = {"Enabled": True, "Limit": 500}
FIELDS = {
    "BaseAddress": Field("BaseAddress", "BaseAddress", TEXT),
    "SyncAll": Field("SyncAll", "SyncAll", TRUTH_TEXT),
    "Domain": Field("Domain", "Domain", JSON_TEXT),
    "Limits": Field("Limits", "Limits", JSON_TEXT, default=LIMITS),
}
SETTINGS = Field("settings", "settings", ROWS, fields=tuple(FIELDS.values()))
FLAG = Field("flag", "flag", TRUTH, default=False)
NOTE = Field("note", "note", TEXT, default="")
KINDS = (
    Field("text", "text", TEXT),
    Field("guid", "guid", GUID),
    Field("truth", "truth", TRUTH),
    Field("truth_text", "truthText", TRUTH_TEXT),
    Field("choice", "choice", CHOICE, choices=("Low", "High")),
    Field("json", "json", JSON_TEXT),
    Field("whole", "whole", WHOLE),
)
SHAPE = (SETTINGS, FLAG, NOTE, Field("plain", "plain", TEXT))

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=5,
)
MEMBERS = st.dictionaries(st.sampled_from(["Enabled", "Limit", "Other"]), st.booleans() | st.integers(0, 3), max_size=3)
ROW_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "BaseAddress": st.text(max_size=4),
        "SyncAll": st.booleans(),
        "Domain": MEMBERS,
        "Limits": MEMBERS,
        "Unknown": st.text(max_size=4),
    },
)
# What the service may hold, and what a user may declare: the same, where None in a row says that it shall go.
ACTUAL = st.fixed_dictionaries(
    {"settings": ROW_VALUES, "flag": st.none() | st.booleans(), "note": st.none() | st.text(max_size=3)},
    optional={"plain": st.text(max_size=3)},
)
DESIRED = st.fixed_dictionaries(
    {},
    optional={
        "settings": st.builds(
            lambda rows, gone: {**rows, **dict.fromkeys(gone)},
            ROW_VALUES,
            st.sets(st.sampled_from([*FIELDS, "Unknown"]), max_size=2),
        ),
        "flag": st.booleans(),
        "note": st.text(max_size=3),
        "plain": st.text(max_size=3),
    },
)

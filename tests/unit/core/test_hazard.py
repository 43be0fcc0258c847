# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Named hazards: what they say, and which of them nobody accepted."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.doc_fragments.plan import ModuleDocFragment
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import (
    CONSEQUENCES,
    NAMES,
    Hazard,
    refused,
)
from hypothesis import given
from hypothesis import strategies as st


def test_a_hazard_says_what_and_what_comes_of_it():
    hazard = Hazard("reset_watermark", "4,000 users are read again")
    assert hazard.sentence() == (
        "reset_watermark: 4,000 users are read again "
        "(every object is read and evaluated again, which may take hours or days)"
    )


def test_a_hazard_without_a_consequence_is_a_defect():
    with pytest.raises(KeyError):
        Hazard("unheard_of", "x").sentence()


@given(st.lists(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_exactly_what_nobody_accepted_is_refused(names, accepted):
    hazards = [Hazard(name, "x") for name in names]
    assert refused(hazards, accepted) == [hazard for hazard in hazards if hazard.name not in accepted]


@pytest.mark.parametrize("name", NAMES)
def test_every_hazard_is_documented_with_its_consequence(name):
    lines = " ".join(ModuleDocFragment.DOCUMENTATION.split())
    assert f"- V({name}) - {CONSEQUENCES[name]}." in lines

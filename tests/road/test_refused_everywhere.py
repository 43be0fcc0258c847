# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A permission that is lacking meets every application of a tenant: it is said once, soon, and with what to do."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import gathering, synchronizations
from ansible_collections.entra.provisioning.plugins.module_utils._events.looking import Looker
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioned, synchronization_info

from .resource_road import ask, parameters, run

MANY = 150
DIRECTORY = ("Application.Read.All",)
REMEDY = "This call needs one of Synchronization.Read.All"
BARE = "the application lacks the permission, or does not own the service principal (one of Synchronization.Read.All"


@pytest.fixture(name="emu")
def fixture_emu(nobody):
    nobody.reset("many", applications=MANY, furnished=False)
    return nobody


def without_permission(emu):
    """A sign-in that may read the directory and no synchronization."""
    return {"access_token": emu.token(DIRECTORY), "client_id": None, "client_secret": None}


def gathered(emu):
    return run(synchronizations, emu, state="gathered", **without_permission(emu))


def overridden(emu):
    entry = {"display_name": "Application 001", "jobs": []}
    return run(synchronizations, emu, state="overridden", applications=[entry], **without_permission(emu))


def shown(emu):
    return ask(synchronization_info, emu, all=True, **without_permission(emu))


def inventory(emu):
    params = parameters(synchronization_info, emu, without_permission(emu))
    filters = {**dict.fromkeys(provisioned.FILTERS), "include": "jobs", "on_error": "warn"}
    return provisioned.read(connect(params, read_only=True), {**filters, "display_names": ["^Application"]})


def looked(emu):
    looker = Looker(connect(parameters(synchronization_info, emu, without_permission(emu)), read_only=True), 4)
    return looker.jobs(looker.everybody())


READERS = [gathered, overridden, shown, inventory, looked]


@pytest.mark.parametrize("answer", ["403", "401"])
@pytest.mark.parametrize("reader", READERS, ids=[reader.__name__ for reader in READERS])
def test_a_missing_permission_is_said_once_for_the_whole_tenant(emu, reader, answer):
    emu.switches["forbidden_answer"] = answer
    mark = emu.mark()
    with pytest.raises(Situation) as failed:
        reader(emu)
    said = str(failed.value)
    assert said.count(f"the service answered {answer}") == 1
    asked = MANY - 1 if reader is overridden else MANY
    assert said.startswith("Could not read the ") and f" of {asked} service principals: " in said
    assert REMEDY in said or BARE in said
    assert "Each of them was refused, so it is the sign-in that lacks a permission" in said
    assert failed.value.status == int(answer)
    assert len(said) < 1200
    # Three parts of each at the most, and nobody is asked for alone.
    assert emu.server.service.audit.traffic(mark)["requests"] <= 3 * MANY / 20 + 4


def test_where_the_refusal_is_plain_the_rest_of_the_tenant_is_not_asked(emu, monkeypatch):
    monkeypatch.setattr(gathering, "LARGE_CHUNK", 40)
    mark = emu.mark()
    with pytest.raises(Situation, match="of 40 service principals: .* The other 110 were not asked."):
        gathered(emu)
    assert emu.server.service.audit.traffic(mark)["requests"] < 10


def test_who_owns_one_application_reads_it_and_is_told_of_the_others_by_name(emu):
    owned = emu.estate["Application 001"]["service_principal_id"]
    emu.fault(method="GET", path=f"^(?!.*{owned}).*/synchronization/", kind="forbidden", times=0)
    mark = emu.mark()
    with pytest.raises(Situation) as failed:
        run(synchronizations, emu, state="gathered", applications=None)
    assert len(failed.value.result["errors"]) == MANY - 1
    assert "And 139 more; errors has them all." in str(failed.value)
    assert emu.server.service.audit.traffic(mark)["requests"] < 40

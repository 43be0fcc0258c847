# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody wrote into a name, a setting or a message of the service is a text: nothing of it is ever evaluated."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from emulator.testing import Emulator

from . import ids
from .conversation import HOSTS, Played, Step, play

PRODUCT = "1234321"
OWNER = {"service_principal_id": ids.SCIM}
DEBUG, FACT, ROLE = (f"ansible.builtin.{name}" for name in ("debug", "set_fact", "include_role"))


def hostile(mark: Path) -> str:
    """A name that does something wherever it is taken for a template."""
    call = f"lookup('ansible.builtin.pipe', 'touch {mark}')"
    return f"{{{{ {call} }}}}{{% set x = {call} %}}{{# kept #}}{{{{ 1111 * 1111 }}}} ${{HOME}} !unsafe"


def told(name: str, value: str, **keywords: str) -> Step:
    """Show something, as users do."""
    return Step(name, "", keywords={DEBUG: {"msg": value}, **keywords})


def steps(emulator: Emulator, name: str, host: str) -> list[Step]:
    """What users do with what was read. What follows from a result does not depend on the host that it came from."""

    def refuse(_outcomes: Any) -> None:
        emulator.fault(path="/synchronization/", kind="answer", times=0, status=400, code=name, message=name)

    def mend(_outcomes: Any) -> None:
        emulator.clear_faults()

    first = "principals.service_principals[0].display_name"
    report = f"{{{{ {{'synchronizations': kept}} | entra.provisioning.provisioning_report('json', {first}) }}}}"
    people = (
        f"{{{{ [{{'name': {first}}}] | entra.provisioning.scim_users({{'externalId': 'name', 'userName': 'name'}}) }}}}"
    )
    address = {"BaseAddress": "https://scim.contoso.example/{{ given }}"}
    reading = {**OWNER, "include": ["jobs", "settings"]}
    found = [
        Step("read", "synchronization_info", reading, keywords={"register": "read"}),
        Step("principals", "service_principal_info", OWNER, keywords={"register": "principals"}),
        told("shown", "{{ read }} {{ principals }}"),
        Step("kept as facts", "", keywords={FACT: {"kept": "{{ read }}", "given": f"{{{{ {first} }}}}"}}),
        told("shown once more", "{{ kept }} {{ given }} {{ hostvars[inventory_hostname].kept }}"),
        told("items", "{{ item }}", loop="{{ read.synchronizations }}"),
        Step("refused", "synchronization_info", OWNER, before=refuse, keywords={"register": "refused"}),
        told("why", "{{ refused.msg }} {{ refused.error }} {{ refused }}"),
        Step("stopped", "", before=mend, keywords={"ansible.builtin.fail": {"msg": "{{ refused.msg }}"}}),
    ]
    if host == "module":
        return found
    return [
        *found,
        Step("found by its name", "synchronization_job_info", {"display_name": "{{ given }}"}),
        Step("written back", "synchronization", {**OWNER, "settings": address}),
        told("a report", report),
        told("people", people),
        role("report", report_directory="reported"),
    ]


def role(name: str, **variables: str) -> Step:
    included = {ROLE: {"name": f"entra.provisioning.{name}"}, "vars": variables}
    return Step(f"the role {name}", "", keywords={"block": [included]})


class Stage(NamedTuple):
    """What came of it on one host."""

    host: str
    played: Played
    name: str
    mark: Path
    folder: Path


@pytest.fixture(scope="module", params=HOSTS, name="stage")
def fixture_stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("templated")
    mark = folder / "evaluated"
    name = hostile(mark)
    with Emulator.start() as emulator:
        principal = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM]
        principal.display_name = name
        principal.provisioning.secrets["BaseAddress"] = f"https://scim.contoso.example/{name}"
        principal.tags.append(name)
        played = play(
            emulator,
            steps(emulator, name, request.param),
            request.param,
            folder / request.param,
            connection={"graph_url": emulator.graph_url, "ca_path": emulator.ca_path, "access_token": emulator.token()},
        )
    return Stage(request.param, played, name, mark, folder)


def test_every_task_ends_as_it_should(stage):
    refused = {name for name, outcome in stage.played.outcomes.items() if outcome.failed}
    assert refused == {"refused", "stopped"}, [stage.played[name].message for name in refused]
    if stage.host == "module":
        return
    assert "Keep the headline numbers" in stage.played.outcomes


def test_nothing_was_evaluated(stage):
    assert not stage.mark.exists()
    assert PRODUCT not in stage.played.output
    for file in stage.folder.rglob("*"):
        if file.is_file():
            assert PRODUCT not in file.read_text("utf-8", errors="replace"), file


def test_the_text_went_through_as_it_was(stage):
    names = {"read", "shown", "shown once more", "items", "why", "stopped", "people"} & set(stage.played.outcomes)
    assert len(names) > 5
    for task in names:
        assert f"touch {stage.mark}" in str(stage.played[task].result), task
        assert "{# kept #}" in str(stage.played[task].result), task


def test_it_can_be_given_back(stage):
    if stage.host == "direct":
        assert stage.played["found by its name"].result["jobs"] == []
        assert stage.played["written back"].result["changed"] is False

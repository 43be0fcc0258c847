# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret of its own in every option that takes one, looked for in all that a run leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from emulator.testing import Emulator

from . import discovery, ids
from .conversation import HOSTS, Played, Step, play
from .recording import Recording
from .scenario import PLANTED, Scenario
from .secrets_search import findings
from .spelling import spelled

# Found by looking, so that a new option has its sentinel by itself; with something for every encoding.
SENTINELS = {name: f"sentinel of {name}/+<&'\"\\\u00fc" for name, option in CONNECTION.items() if option.get("no_log")}
PROXY = "http://someone:sentinel%2Fof%2Bproxy@127.0.0.1:9"
STORED = "sentinel of SecretToken/+\u00fc"
OWNER = {"service_principal_id": ids.SCIM}
STORE = {**OWNER, "settings": {"BaseAddress": "https://scim.contoso.example/v9"}, "secrets": {"SecretToken": STORED}}
ESTATE = {"applications": [{**STORE, "settings": {"SyncAll": True}, "update_secrets": "always"}]}
# What runs as an ordinary module too, which costs a process each; the contract plays all of them on both hosts.
ON_BOTH = ("synchronization: refused", "through a proxy", "misspelt", "stored", "fails while it writes")


def secret_paths(spec: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where an argument spec has options that are secret, or hold something secret."""
    for name, option in spec.items():
        if option.get("no_log") or hasattr(option, "parts"):
            yield (*above, name)
        elif option.get("options"):
            yield from secret_paths(option["options"], (*above, name))


def given(tree: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """What arguments hold at a path, in every row."""
    if isinstance(tree, list):
        for row in tree:
            yield from given(row, path)
    elif not path:
        yield tree
    elif isinstance(tree, Mapping) and path[0] in tree:
        yield from given(tree[path[0]], path[1:])


def arguments(scenario: Scenario) -> Iterator[Mapping[str, Any]]:
    yield from (phase.args for phase in scenario.phases)
    yield from scenario.readings.values()
    yield from scenario.indiscreet.values()


def test_every_secret_option_of_a_module_is_planted_in_its_scenario(module):
    """The contract looks for what is planted; here it is seen to that nothing is forgotten."""
    own = {name: option for name, option in discovery.spec(module)["argument_spec"].items() if name not in CONNECTION}
    for path in secret_paths(own):
        found = [value for args in arguments(discovery.scenario(module)) for value in given(args, path)]
        assert any(PLANTED in json.dumps(value, ensure_ascii=False) for value in found), path


def test_there_are_secret_options_to_look_for():
    assert set(SENTINELS) >= {"client_secret", "certificate_password", "federated_token", "access_token", "proxy"}
    assert ("applications", "secrets") in set(secret_paths(discovery.spec("synchronizations")["argument_spec"]))


def steps(emulator: Emulator, host: str) -> list[Step]:
    """Each module refused with all secrets at hand; some that end well, with and without what they plan."""
    everything = {**SENTINELS, "auth_method": "access_token", "proxy": None}
    well = {**everything, "access_token": "{{ token }}"}
    refused = []
    for module in discovery.MODULES:
        scenario = discovery.scenario(module)
        args = {**next(arguments(scenario)), **everything}
        refused.append(
            Step(f"{module}: refused", module, {name: value for name, value in args.items() if value is not None})
        )
    proxied = {
        **OWNER,
        **{name: value for name, value in well.items() if name != "proxy"},
        "proxy": PROXY,
        "deadline": 1,
    }
    well = {name: value for name, value in well.items() if value is not None}
    chosen = [
        *refused,
        Step("through a proxy", "synchronization_job_info", proxied),
        Step("with a federated token", "synchronization_job_info", {**OWNER, **_signing_in(emulator, "federated_token")}),
        Step("with a secret", "synchronization_job_info", {**OWNER, **_signing_in(emulator, "client_secret")}),
        Step("misspelt", "synchronization_job_info", {**OWNER, **well, "client_secrte": SENTINELS["client_secret"]}),
        Step("checked", "synchronization", {**STORE, **well}, check=True),
        Step("stored", "synchronization", {**STORE, **well}),
        Step("estate", "synchronizations", {**ESTATE, **well}, check=True),
        Step("fails while it writes", "synchronizations", {**ESTATE, **well}, before=lambda _outcomes: _echo(emulator)),
    ]  # fmt: skip
    return [step for step in chosen if host == "direct" or step.name in ON_BOTH]


def _signing_in(emulator: Emulator, method: str) -> dict[str, Any]:
    """The options of a sign-in that the login host will refuse."""
    return {**emulator.options(), "client_secret": SENTINELS["client_secret"], "auth_method": method,
            "federated_token": SENTINELS["federated_token"]}  # fmt: skip


def _echo(emulator: Emulator) -> None:
    """The service repeats what it was sent, in several spellings."""
    said = " | ".join(sorted(spelled(STORED)))
    emulator.fault(method="UNSAFE", kind="answer", path="/secrets$", times=0, status=400, code="x", message=said)


class Stage(NamedTuple):
    """What came of it on one host. token: the one with which some tasks signed in."""

    played: Played
    token: str
    dump: str


@pytest.fixture(scope="module", params=[*HOSTS, "module, keeping its files"], name="stage")
def fixture_stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    host, _comma, keeps = request.param.partition(",")
    folder = tmp_path_factory.mktemp("sentinels")
    with Emulator.start() as emulator:
        token, chosen = emulator.token(), steps(emulator, host)
        played = play(
            emulator,
            [step for step in chosen if step.name in ("stored", "misspelt")] if keeps else chosen,
            host,
            folder / "run",
            connection={"graph_url": emulator.graph_url, "ca_path": emulator.ca_path},
            environment={
                "ANSIBLE_CALLBACKS_ENABLED": "conversation,dump",
                "ENTRA_DUMP": str(folder / "run" / "dump"),
                "ANSIBLE_PIPELINING": "false",
                "ANSIBLE_KEEP_REMOTE_FILES": str(bool(keeps)),
            },
            more={"vars": {"token": token}},
        )
    return Stage(played, token, (folder / "run" / "dump").read_text("utf-8"))


def searched(stage: Stage) -> list[str]:
    """Where a sentinel, or the token, was found."""
    secrets = [*SENTINELS.values(), STORED, stage.token, "sentinel%2Fof%2Bproxy", "sentinel/of+proxy"]
    recording = Recording("", "", Scenario(), stage.played, ())
    return findings(recording, secrets)


def test_each_task_ends_as_it_should(stage):
    well = {"checked", "stored", "estate"} & set(stage.played.outcomes)
    assert {name for name, outcome in stage.played.outcomes.items() if not outcome.failed} == well
    for outcome in stage.played.outcomes.values():
        assert "Unexpected" not in outcome.message
    assert stage.played.outcomes["stored"].result["changed"] is True


def test_a_sentinel_is_nowhere(stage):
    kept = sorted(file.name for file in stage.played.folder.rglob("AnsiballZ_*"))
    found = searched(stage)
    assert [words for words in found if "AnsiballZ_" not in words] == []
    # With ANSIBLE_KEEP_REMOTE_FILES the files by which Ansible hands a module its arguments are left, as they were.
    assert bool(kept) == bool(found)


def test_the_curious_callback_got_something(stage):
    assert stage.dump.count("_result: {") > len(stage.played.outcomes)
    assert "'module_args'" in stage.dump

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that users of the real service have reported, met again with the same requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from emulator_checks import located
from emulator_checks import stage as stages
from emulator_checks.documents import shapes

Case = Callable[[stages.Stage, str, str], requests.Response]


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    located.samples()
    with stages.raised() as raised:
        yield raised


def empty_rule_id(stage: stages.Stage, root: str, job: str) -> requests.Response:
    subject = {"objectId": "9bb0f679-a883-4a6f-8260-35b491b8b8c8", "objectTypeName": "User"}
    return stage.call("POST", f"{job}/provisionOnDemand", {"parameters": [{"ruleId": "", "subjects": [subject]}]})


def emptied_notifications(stage: stages.Stage, root: str, job: str) -> requests.Response:
    return stage.call("PUT", f"{root}/secrets", {"value": [{"key": "SyncNotificationSettings", "value": ""}]})


def patched_schema(stage: stages.Stage, root: str, job: str) -> requests.Response:
    return stage.call("PATCH", f"{job}/schema", {"synchronizationRules": []})


def camel_case(stage: stages.Stage, root: str, job: str) -> requests.Response:
    schema = stage.made("GET", f"{job}/schema", None)
    mapping = schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"][0]
    mapping.update(flowBehavior="flowWhenChanged", flowType="always")
    return stage.call("PUT", f"{job}/schema", schema)


def two_joining_attributes(stage: stages.Stage, root: str, job: str) -> requests.Response:
    schema = stage.made("GET", f"{job}/schema", None)
    mappings = schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    joining = next(one for one in mappings if one["matchingPriority"] == 1)
    joining["source"] = {"type": "Function", "name": "Join", "expression": 'Join("@", [mailNickname], [mail])'}
    return stage.call("PUT", f"{job}/schema", schema)


CASES: dict[str, tuple[Case, int]] = {
    "issues/4247": (empty_rule_id, 400),
    "issues/347": (emptied_notifications, 400),
    "issues/820": (patched_schema, 404),
    "issues/542": (camel_case, 406),
    "issues/11525": (two_joining_attributes, 400),
}


def observed(name: str) -> Any:
    return next(one for one in located.real("errors-observed.json") if re.search(name + r"\b", one["where"]))


def innermost(error: dict[str, Any]) -> dict[str, Any]:
    """The error inside an UnknownError whose message is JSON; the error itself otherwise."""
    inner = shapes.decoded(error.get("message"))
    return inner.get("error", inner) if isinstance(inner, dict) else error


@pytest.mark.parametrize("name", CASES)
def test_a_reported_error_is_met_again(stage: stages.Stage, name: str) -> None:
    act, status = CASES[name]
    owner = stage.owner("fabrikamSingleSignon")
    root = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization"
    answer = act(stage, root, f"{root}/jobs/{owner.job_id}")
    assert answer.status_code == status, answer.text
    reported = observed(name)["response"].get("body", {}).get("error")
    if reported is None:
        return
    inner, known = innermost(answer.json()["error"]), innermost(reported)
    assert inner.get("code") == known.get("code")
    if "innerError" in reported:
        assert shapes.departures(reported, answer.json()["error"]) == {}


def test_the_joining_property_is_named_in_the_words_of_the_service(stage: stages.Stage) -> None:
    owner = stage.owner("fabrikamSingleSignon")
    root = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization"
    answer = two_joining_attributes(stage, root, f"{root}/jobs/{owner.job_id}")
    assert innermost(answer.json()["error"])["message"] == "Joining property UserName has more than one SourceName"


def test_every_reported_error_is_met() -> None:
    assert len(located.real("errors-observed.json")) == len(CASES)

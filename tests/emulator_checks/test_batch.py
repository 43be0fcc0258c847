# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""$batch: twenty at most, in any order, each item with its own fate."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Wire


def _batch(wire: Wire, *items: dict[str, Any]) -> list[dict[str, Any]]:
    answer = wire.send("POST", "/$batch", json={"requests": list(items)})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["responses"])


def _get(identity: str, url: str, **more: Any) -> dict[str, Any]:
    return {"id": identity, "method": "GET", "url": url, **more}


def test_answers_come_in_another_order_unless_kept(wire: Wire) -> None:
    items = [_get(str(number), "/servicePrincipals?$top=1") for number in range(6)]
    scrambled = [one["id"] for one in _batch(wire, *items)]
    assert scrambled != sorted(scrambled) and sorted(scrambled) == [str(number) for number in range(6)]
    wire.emulator.switches["batch_order"] = "kept"
    assert [one["id"] for one in _batch(wire, *items)] == sorted(scrambled)


def test_every_item_has_its_own_status_headers_and_body(wire: Wire) -> None:
    wire.emulator.fault(method="GET", path=r"/secrets$", kind="throttle", seconds=3)
    root = wire.synchronization("Contoso SCIM")
    found = {
        one["id"]: one
        for one in _batch(wire, _get("a", f"{root}/jobs"), _get("b", f"{root}/secrets"), _get("c", f"{root}/jobs/x"))
    }
    assert {key: one["status"] for key, one in found.items()} == {"a": 200, "b": 429, "c": 404}
    assert found["b"]["headers"]["Retry-After"] == "3"
    assert found["a"]["body"]["value"] == []
    assert found["c"]["body"]["error"]["code"] == "ResourceNotFound"


def test_a_failed_predecessor_fails_its_dependants(wire: Wire) -> None:
    root = wire.synchronization("Contoso SCIM")
    body = {"value": [{"key": "SyncAll", "value": "true"}]}
    put = {"id": "2", "method": "PUT", "url": f"{root}/secrets", "body": body, "dependsOn": ["1"]}
    put["headers"] = {"Content-Type": "application/json"}
    found = {one["id"]: one["status"] for one in _batch(wire, _get("1", f"{root}/jobs/none"), put)}
    assert found == {"1": 404, "2": 424}
    found = {one["id"]: one["status"] for one in _batch(wire, put, _get("1", f"{root}/jobs"))}
    assert found == {"1": 200, "2": 204}


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "format"),
        ([_get(str(number), "/servicePrincipals") for number in range(21)], "20"),
        ([_get("a", "/servicePrincipals"), _get("A", "/servicePrincipals")], "Duplicate"),
        ([_get("a", "/servicePrincipals", dependsOn=["b"])], "unknown"),
        ([_get("a", "/x", dependsOn=["b"]), _get("b", "/x", dependsOn=["a"])], "cycle"),
        ([{"id": "a", "method": "POST", "url": "/servicePrincipals", "body": {}}], "Content-Type"),
        ([{"id": "a", "method": "FETCH", "url": "/servicePrincipals"}], "FETCH"),
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(wire: Wire, items: list[dict[str, Any]], words: str) -> None:
    answer = wire.send("POST", "/$batch", json={"requests": items})
    assert answer.status_code == 400 and words in answer.text


def test_items_have_the_permissions_of_the_caller(wire: Wire) -> None:
    wire.roles = ("Synchronization.Read.All",)
    item = {"id": "1", "method": "POST", "url": f"{wire.synchronization('Contoso SCIM')}/jobs/x/start"}
    assert _batch(wire, item)[0]["status"] == 403

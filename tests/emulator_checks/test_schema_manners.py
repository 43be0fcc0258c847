# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One stored schema, printed in the manners of several years: it differs in words and never in what it says."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from emulator import expression_reader
from emulator.schema_print import MANNERS
from emulator.switches import TABLE

from .conftest import Wire

CLOUD = "Active Directory to Microsoft Entra ID"


@pytest.fixture
def path(wire: Wire) -> str:
    """The largest schema: with filters, placeholders and every spelling that changed over the years."""
    return f"{wire.synchronization(CLOUD)}/jobs/{wire.emulator.estate[CLOUD]['jobs'][0]}/schema"


def _object_mappings(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for rule in schema["synchronizationRules"] for one in rule["objectMappings"]]


def _sources(schema: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    return {
        (one["sourceObjectName"], one["targetObjectName"], row["targetAttributeName"]): row["source"]
        for one in _object_mappings(schema)
        for row in one["attributeMappings"]
    }


def _in(wire: Wire, path: str, **switches: str) -> dict[str, Any]:
    wire.emulator.switches.update(switches)
    found: dict[str, Any] = wire.get(path)
    wire.emulator.switches.update(dict.fromkeys(switches, "stored"))
    return found


def test_flags_are_printed_with_and_without_blanks(wire: Wire, path: str) -> None:
    flags = [
        {one["flowTypes"] for one in _object_mappings(_in(wire, path, schema_flags=manner))}
        for manner in ("blanks", "no_blanks", "stored")
    ]
    assert flags == [{"Add, Update, Delete"}, {"Add,Update,Delete"}, {"Add,Update,Delete"}]
    directories = _in(wire, path, schema_flags="blanks")["directories"]
    assert {one["discoverabilities"] for one in directories} > {"AttributeNames, AttributeDataTypes"}


def test_empty_filters_are_null_or_empty_lists_and_full_ones_stay(wire: Wire, path: str) -> None:
    wire.emulator.edit_schema(
        wire.emulator.estate[CLOUD]["jobs"][0],
        {"edit": "rule", "members": {"groupFilter": {"includedGroups": ["CN=Staff"]}}},
    )
    stored = wire.get(path)
    null, lists = (_in(wire, path, schema_empty_filters=manner) for manner in ("null", "lists"))
    empty = {"categoryFilterGroups": [], "groups": [], "inputFilterGroups": []}
    for before, none, three in zip(*map(_object_mappings, (stored, null, lists)), strict=True):
        wanted = (before["scope"], before["scope"]) if before["scope"] else (None, empty)
        assert (none["scope"], three["scope"]) == wanted
    rules = [one["synchronizationRules"][0] for one in (null, lists)]
    assert [rule["containerFilter"] for rule in rules] == [None, {"includedContainers": []}]
    assert [rule["groupFilter"] for rule in rules] == [{"includedGroups": ["CN=Staff"]}] * 2


def test_lists_are_turned_round_but_for_objects_that_only_their_place_tells_apart(wire: Wire, path: str) -> None:
    stored, backwards = wire.get(path), _in(wire, path, schema_order="reversed")
    assert _sources(stored) == _sources(backwards) and list(_sources(stored)) != list(_sources(backwards))
    for before, after in zip(stored["directories"], backwards["directories"], strict=True):
        names = [[one["name"] for one in directory["objects"]] for directory in (before, after)]
        unique = len(set(names[0])) == len(names[0])
        assert (names[0] == names[1]) is not unique
        assert sorted(names[0]) == sorted(names[1])
    assert _in(wire, path, schema_order="sorted")["directories"][1]["objects"][2]["name"] == "User"


def test_expressions_are_spelt_in_three_ways_for_one_tree(wire: Wire, path: str) -> None:
    stored = _sources(wire.get(path))
    tight, old = (_sources(_in(wire, path, schema_expressions=manner)) for manner in ("no_blanks", "of_2020"))
    key = ("user", "User", "UserPrincipalName")
    assert ", %DomainFQDN%)" in stored[key]["expression"]
    assert ",%DomainFQDN%)" in tight[key]["expression"]
    assert "[sAMAccountName], )" in old[key]["expression"] and "DomainFQDN" in json.dumps(old[key])
    placeholder = ("user", "User", "DnsDomainName")
    assert (old[placeholder]["expression"], old[placeholder]["name"]) == (None, "%DomainFQDN%")
    times = old["user", "User", "LastPasswordChangeTimestamp"]["expression"]
    assert 'FormatDateTime(DateFromNum([pwdLastSet]), "RoundtripKind", , "' in times
    for way in (tight, old):
        assert {name: expression_reader.reprint(source) for name, source in way.items()} == stored


def test_an_old_service_leaves_out_what_it_does_not_know_yet(wire: Wire, path: str) -> None:
    stored, old = wire.get(path), _in(wire, path, schema_later_members="absent")
    assert "containerFilter" in stored["synchronizationRules"][0]
    assert "containerFilter" not in old["synchronizationRules"][0]
    attributes = [
        {one["name"]: one for one in schema["directories"][0]["objects"][0]["attributes"]} for schema in (stored, old)
    ]
    flags = {name: one["flowNullValues"] for name, one in attributes[0].items()}
    assert {name: one.get("flowNullValues", False) for name, one in attributes[1].items()} == flags
    assert not all("flowNullValues" in one for one in attributes[1].values())


def test_the_tenants_directory_had_another_name(wire: Wire, path: str) -> None:
    old = _in(wire, path, schema_directory_names="old")
    assert old["synchronizationRules"][0]["targetDirectoryName"] == old["directories"][1]["name"]
    assert old["directories"][1]["name"] == "Azure Active Directory"
    assert _in(wire, path, schema_directory_names="new") == wire.get(path)


@pytest.mark.parametrize("switch", MANNERS)
def test_every_manner_is_taken_back_by_put_and_means_what_was_stored(wire: Wire, path: str, switch: str) -> None:
    before = wire.get(path)
    for manner in TABLE[switch].allowed[1:]:
        seen = _in(wire, path, **{switch: manner})
        answer = wire.send("PUT", path, json=seen)
        assert answer.status_code == 204, (manner, answer.text)
        after = wire.get(path)
        if switch == "schema_directory_names":
            assert wire.send("PUT", path, json=before).status_code == 204
        elif switch != "schema_empty_filters":
            assert _sources(after) == _sources(before)
            assert _said(after) == _said(before), manner


def _said(schema: dict[str, Any]) -> Any:
    """A schema without the order of its lists and without versions."""
    kept = copy.deepcopy({name: schema[name] for name in ("synchronizationRules", "directories")})
    for directory in kept["directories"]:
        del directory["version"]
    return _unordered(kept)


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unordered(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted(json.dumps(_unordered(one), sort_keys=True) for one in value)
    return value


def test_what_was_printed_once_is_not_printed_again(wire: Wire, path: str) -> None:
    _in(wire, path, schema_flags="blanks")
    found = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal(CLOUD).provisioning
    document = found.jobs[wire.emulator.estate[CLOUD]["jobs"][0]].schema
    assert len(document.printed) >= 1
    kept = dict(document.printed)
    _in(wire, path, schema_flags="blanks")
    assert all(document.printed[manner] is one for manner, one in kept.items())


def test_the_directory_of_another_tenant_keeps_its_name(wire: Wire) -> None:
    """Both sides of cross-tenant synchronization have the id of the tenant's own directory."""
    job = f"{wire.job('Northwind Cross-Tenant', 'Azure2Azure')}/schema"
    names = [
        [one["name"] for one in _in(wire, job, schema_directory_names=manner)["directories"]]
        for manner in ("stored", "old")
    ]
    assert len(set(names[0])) == len(set(names[1])) == 2
    assert len(set(names[0]) & set(names[1])) == 1

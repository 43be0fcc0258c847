# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to what of the service is reached: complete, and each module really performs what it is named for."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from . import discovery
from .recording import Recordings

GUIDE = discovery.ROOT / "docs" / "docsite" / "rst" / "operations.rst"
ROW = re.compile(r"^   \* - (\S+)\n     - (.+)\n     - ``([A-Z, ]+) (\S+)``\n     - (.+)$", re.MULTILINE)
NAMED = re.compile(r"entra\.provisioning\.(\w+)#module")
PLACES = {"{SP}": "/servicePrincipals/{id}", "{APP}": "/applications/{id}", "{key}": "'{id}'"}


class Operation(NamedTuple):
    """A row of the guide."""

    number: str
    name: str
    verbs: list[str]
    path: str
    cell: str

    @property
    def modules(self) -> list[str]:
        """The modules that perform it; none where the cell holds a reason."""
        names = NAMED.findall(self.cell)
        return names if self.cell.startswith(":ansplugin:") else []

    def is_met_by(self, request: dict) -> bool:
        """Whether a recorded request is this operation."""
        path = self.path
        for place, stands_for in PLACES.items():
            path = path.replace(place, stands_for)
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
        return request["method"] in self.verbs and re.fullmatch(r"/(v1\.0|beta)" + pattern, request["path"]) is not None


OPERATIONS = [
    Operation(number, name, verbs.split(", "), path, cell)
    for number, name, verbs, path, cell in ROW.findall(GUIDE.read_text("utf-8"))
]


def test_every_row_of_the_guide_is_read():
    assert len(OPERATIONS) == GUIDE.read_text("utf-8").count("\n   * - ") - 1


def test_the_guide_knows_every_operation_of_the_service():
    assert {int(one.number) for one in OPERATIONS if one.number.isdigit()} == set(range(1, 39))


def test_what_no_module_performs_has_its_reason():
    assert [one.name for one in OPERATIONS if not one.modules and len(one.cell.split()) < 5] == []


def test_the_guide_names_only_modules_that_exist():
    assert {name for one in OPERATIONS for name in one.modules} - set(discovery.MODULES) == set()


def test_every_module_performs_something(module):
    assert [one.name for one in OPERATIONS if module in one.modules]


def test_what_a_module_is_named_for_it_really_requests(recordings: Recordings, module):
    outcomes = recordings.get(module, "direct").played.outcomes.values()
    requests = [request for outcome in outcomes for request in outcome.requests]
    missing = [
        f"{one.number} {one.name}"
        for one in OPERATIONS
        if module in one.modules and not any(one.is_met_by(request) for request in requests)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("number", "path", "met"),
    [
        ("4", "/beta/servicePrincipals/1/synchronization/Ping()", True),
        ("4", "/beta/servicePrincipals/1/2/synchronization/Ping()", False),
        ("14", "/v1.0/servicePrincipals/1/synchronization/jobs/2", True),
        ("14", "/v1.0/servicePrincipals/1/synchronization/jobs", False),
    ],
)
def test_requests_are_told_apart(number, path, met):
    (operation,) = [one for one in OPERATIONS if one.number == number]
    assert operation.is_met_by({"method": "GET", "path": path}) is met

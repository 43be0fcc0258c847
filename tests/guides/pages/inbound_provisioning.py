# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""People of a file, on their way to the job of API-driven Inbound."""

from __future__ import annotations

import json

from guides import world
from guides.page import Case, Page

CSV = """\
Worker;Mail;Name;First name;Last name;Mobile;Works here;Department;Manager;Grade
701984;adele.vance@contoso.example;Adele Vance;Adele;Vance;+49 151 1;yes;Sales;;7
701985;lee.gu@contoso.example;Lee Gu;Lee;Gu;;no;Engineering;701984;6"""
USERS = [
    {"externalId": "701984", "userName": "adele.vance@contoso.example"},
    {"externalId": "701985", "userName": "lee.gu"},
]

PAGE = Page(
    prepare=world.soon,
    files={"people.csv": CSV, "people.json": json.dumps(USERS)},
    variables={
        "people": USERS,
        "rows": [{"Worker": "701984", "Works": "yes"}],
        "mapping": {"externalId": "Worker", "active": "Works"},
    },
    blocks={
        "Wait for the log": Case(replace={"minutes: 10": "seconds: 0"}),
    },
)

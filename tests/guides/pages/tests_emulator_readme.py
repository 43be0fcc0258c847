# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator, started and steered as its README says."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from contract import ids
from emulator import cli, schema_edits
from emulator.testing import Emulator

from guides import looks, world
from guides.blocks import ROOT, Block
from guides.page import Case, Page

# The play of the README ends where a reader's own tasks begin.
TASKS = """
  tasks:
    - name: Read the jobs
      entra.provisioning.synchronization_job_info:
        display_name: Contoso SCIM"""


def details(emulator: Any) -> str:
    """What --details writes."""
    return json.dumps(cli.details(emulator.server))


def edits(block: Block, _files: looks.Files) -> None:
    """Each edit is made, in a world of its own: they are samples, and not a series. A document has no rules to look at."""
    for edit in json.loads(block.text)["edits"]:
        assert edit["edit"] in schema_edits.EDITS
        if edit["edit"] == "document":
            continue
        with Emulator.start() as emulator:
            world.usual(emulator)
            # The job of Contoso SCIM calls its users otherwise.
            emulator.edit_schema(
                ids.SCIM_JOB, {word: value for word, value in edit.items() if value != "User" or word == "object"}
            )


def code(block: Block, _files: looks.Files) -> None:
    """It runs to its end, where the README says that it is typed."""
    done = subprocess.run([sys.executable, "-c", block.text], cwd=ROOT / "tests", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


PAGE = Page(
    prepare=world.usual,
    files={"details.json": details},
    blocks={
        "cd tests": Case(instead="It serves until it is ended.", look=looks.serves),
        "- hosts: localhost": Case(
            replace={'ca_path: "{{ emulator.ca_path }}"': 'ca_path: "{{ emulator.ca_path }}"' + TASKS},
            environment={"AZURE_CLIENT_SECRET": "", "ENTRA_GRAPH_URL": "", "AZURE_AUTHORITY_HOST": ""},
        ),
        'curl --cacert "$CA" -X POST "$URL/_emulator/mapping" -H \'Content-Type: application/json\' -d \'{"job": "…",': Case(
            environment={
                "CA": lambda emulator: str(emulator.ca_path),
                "URL": lambda emulator: str(emulator.graph_url),
            },
            replace={"…": ids.FABRIKAM_JOB, '"User"': '"Account"'},
        ),
        '{"job": "scim.….…", "edits": [': Case(instead="It is the body of a request.", look=edits),
        "from emulator.testing import Emulator": Case(instead="It is Python.", look=code),
    },
)

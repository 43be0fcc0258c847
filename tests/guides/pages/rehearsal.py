# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator from a shell: this one runs already, and wrote its details into the reader's folder."""

from __future__ import annotations

import json
from typing import Any

from contract import ids

from guides import looks, world
from guides.page import Case, Page
from guides.pages.tests_emulator_readme import details

PLAYBOOK = """\
- name: Read
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Keep the job running
      entra.provisioning.synchronization_job:
        display_name: Contoso SCIM
        template_id: scim
        state: started
"""
START = '$ make emulator ARGS="--port 8443 --details emulator.json'
STARTED = Case(instead="It serves until it is ended.", look=looks.makes)
_MARK: dict[str, int] = {}


def begins(emulator: Any) -> None:
    _MARK["check"] = emulator.mark()


def requests(emulator: Any) -> str:
    """What --audit wrote since the check run began."""
    return "\n".join(json.dumps(row) for row in emulator.audit(since=_MARK["check"]))


PAGE = Page(
    prepare=world.usual,
    files={"emulator.json": details, "my-playbook.yml": PLAYBOOK},
    environment={"SP": ids.SCIM, "JOB": ids.SCIM_JOB},
    blocks={
        "$ make demo": Case(instead="It is a step of its own.", look=looks.makes),
        f'{START} --audit requests.jsonl"': STARTED,
        f'{START} --load-job $HOME/exports/contoso.json"': STARTED,
        f'{START} --switch secrets_put=replace --switch job_read_lag=5"': STARTED,
        "$ grep '\"unsafe\": true' requests.jsonl": Case(
            before=begins,
            typed="ansible-playbook my-playbook.yml --check",
            files={"requests.jsonl": requests},
            replace={"$ grep": "$ ! grep"},
        ),
    },
)

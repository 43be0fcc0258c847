# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demonstration prints."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity_secrets, owner
from stage.playbook_run import PlaybookRun

INDENT = "    "
WIDTH = 112
_STARS = re.compile(r" \*{3,}$")
_LEFT_OUT = re.compile(r"^(PLAY |localhost\s+: )")
_DIFF = re.compile(r"^(--- before|\+\+\+ after|@@ |[-+ ])")


def line(text: str = "") -> None:
    """One line of ours."""
    print(f"{INDENT}{text}" if text else "", flush=True)


def heading(title: str, command: str = "") -> None:
    """The beginning of a step, with the command that it stands for."""
    print(f"\n{title}", flush=True)
    if command:
        line(f"$ {command}")


def output(text: str, diffs: bool) -> None:
    """Ansible's own words, without their ornaments. diffs: with the differences."""
    for row in text.splitlines():
        if row.strip() and not _LEFT_OUT.match(row) and (diffs or not _DIFF.match(row)):
            line(f"| {_STARS.sub('', row)}")


def quoted(argument: str) -> str:
    """An argument as it is typed."""
    return f"'{argument}'" if " " in argument else argument


def refusal(text: str) -> None:
    """Ansible's words on a task that failed, without the place in the playbook and the result that it prints below."""
    above, _between, _below = text.partition("\nOrigin:")
    for row in above.splitlines():
        if row.strip() and not _LEFT_OUT.match(row):
            for part in textwrap.wrap(_STARS.sub("", row), WIDTH):
                line(f"| {part}")


def account(run: PlaybookRun, check: bool, sent: int, unsafe: int) -> None:
    """One line that says what a step did."""
    verb = "would change" if check else "changed"
    count = f"{', '.join(run.labels) or ('1 declaration' if run.changed else 'nothing')} {verb}"
    line(f"=> {count}; {sent} requests to the service, {unsafe} that can write; {run.seconds:.1f} s")


def opening(address: str, names: Iterable[str]) -> None:
    """Where we are."""
    print("entra.provisioning: the synchronization of enterprise applications, declared in a playbook.", flush=True)
    line()
    line(f"An emulator of Microsoft Graph runs at {address}; nothing leaves this computer.")
    line(f"Its tenant holds: {', '.join(names)}.")
    line("playbooks/vars/estate.yml declares four of them; playbooks/estate.yml makes it so.")
    line("playbooks/vars/mappings.yml declares the mappings of one; playbooks/mappings.yml makes it so.")


def closing(surprises: list[str]) -> None:
    """How it went, and how to go on."""
    if surprises:
        print(f"\nNot everything was as expected ({len(surprises)}):", flush=True)
        for surprise in surprises:
            line(f"- {surprise}")
        return
    print("\nEverything was as expected. The emulator is stopped and its files are removed.", flush=True)
    print("\nThe same playbook on a real tenant", flush=True)
    for text in _REAL_TENANT:
        line(text)


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)


_REAL_TENANT = (
    "1. Register an application, and grant it these Microsoft Graph application permissions:",
    f"   {_either(connectivity_secrets.PERMISSIONS['write'])}, to read and write synchronization",
    f"   {_either(owner.PERMISSIONS['resolve'])}, to find applications by name",
    "2. Say who you are in the environment:",
    "   AZURE_TENANT_ID, AZURE_CLIENT_ID, and one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH,",
    "   AZURE_FEDERATED_TOKEN_FILE (ENTRA_CLOUD for another cloud than the global one)",
    "3. Declare your applications in a file like playbooks/vars/estate.yml, with secrets from a vault or the environment.",
    "4. Look before you leap:",
    "   $ ansible-playbook entra.provisioning.estate -e @my-estate.yml --check --diff",
    "   and the same without --check to apply it.",
    "",
    "To rehearse with your own playbooks: make emulator (docs/docsite/rst/rehearsal.rst).",
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main road on the emulator: check, apply, again, drift, mend; then mappings as code, and what can hurt.

Ends with 0 only when everything was as expected.
"""

from __future__ import annotations

import secrets
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import story
from stage.emulator_process import EmulatorProcess
from stage.playbook_run import PlaybookRun, environment, play

ROOT = Path(__file__).resolve().parents[2]
ESTATE, MAPPINGS = "estate.yml", "mappings.yml"
# A change of who is in scope, as a pull request would bring it.
NARROWER = ("-e", "@tests/demo/marketing_only.yml")
ACCEPTED = ("-e", '{"mappings_accept_hazards": ["change_scope"]}')

# The variables from which playbooks/vars/estate.yml takes its secrets.
SECRETS = ("CONTOSO_SCIM_TOKEN", "FABRIKAM_PASSWORD", "FABRIKAM_TOKEN")

# What the portal user of the demonstration does, and which declarations must find it.
DRIFT = {
    "Contoso SCIM": "SyncAll was turned on: everybody would be provisioned, not only who is assigned",
    "Fabrikam Sign-On": "the threshold for deletions was raised from 50 to 5000",
    "Northwind Cross-Tenant": "the job was paused",
}


class Demonstration:
    """The steps, each with what it must show."""

    def __init__(self, emulator: EmulatorProcess, scratch: Path) -> None:
        self._emulator = emulator
        self._values = {name: secrets.token_urlsafe(24) for name in SECRETS}
        self._variables = environment(scratch, **emulator.environment(), **self._values)
        self._printed: list[str] = []
        self.surprises: list[str] = []

    def walk(self) -> None:
        """All steps, in order."""
        planned = self._step("1. What would change? Nothing is written in check mode.", "--check", "--diff")
        self._expect(bool(planned.changed), "the first check run finds something to do")
        applied = self._step("2. Do it.", "--diff", quiet=True)
        self._expect(planned.labels == applied.labels != [], "the real run changes exactly what the check run showed")
        again = self._step("3. Once more: a second run changes nothing.")
        self._expect(again.changed == [] and again.recap.get("changed") == 0, "the second run changes nothing")
        if self.surprises:
            return  # what follows builds on an estate that is as declared
        self._break()
        drifted = self._step("5. Find the drift.", "--check", "--diff")
        self._expect(sorted(drifted.labels) == sorted(DRIFT), "the check run finds the drift, and nothing else")
        mended = self._step("6. Mend it.")
        self._expect(sorted(mended.labels) == sorted(DRIFT), "the real run mends the drift, and nothing else")
        left = self._step("7. Is anything left?", "--check")
        self._expect(left.changed == [], "nothing is left to do")
        self._walk_mappings()
        self._expect_no_secret()

    def _walk_mappings(self) -> None:
        """A mapping changed, a hazard refused, and the same accepted."""
        title = "8. Mappings are code too. Three mappings and an attribute, with test cases: what would change?"
        planned = self._step(title, "--check", "--diff", playbook=MAPPINGS)
        self._expect(len(planned.changed) == 1, "the check run finds the mappings changed")
        self._expect_in(planned, "Alias:", "Desk:", "Mobile:", "Mid([userPrincipalName], 1, 8)")
        done = self._step("9. Do it.", "--diff", quiet=True, playbook=MAPPINGS)
        self._expect(done.changed == planned.changed, "the real run changes the mappings")
        title = "10. Somebody narrows the scope to one department. That deprovisions the others, so it is refused."
        refused = self._step(title, *NARROWER, refused=True, playbook=MAPPINGS)
        self._expect_in(refused, "Refused before the first write", "change_scope", "accept_hazards: [change_scope]")
        title = "11. It is meant so: the hazard is accepted by its name."
        accepted = self._step(title, "--diff", *NARROWER, *ACCEPTED, playbook=MAPPINGS)
        self._expect(len(accepted.changed) == 1, "the accepted run changes the scope")
        self._expect_in(accepted, "Marketing only", "Guests with a badge")
        again = self._step("12. And once more: nothing is left to do.", *NARROWER, playbook=MAPPINGS)
        self._expect(again.changed == [], "a second run changes nothing, and there is no hazard in it")

    def _step(
        self, title: str, *arguments: str, quiet: bool = False, refused: bool = False, playbook: str = ESTATE
    ) -> PlaybookRun:
        """Run a playbook and tell what it did.

        quiet: leave its differences out, they were shown before; refused: it must end with a failure.
        """
        command = ["ansible-playbook", f"playbooks/{playbook}", *map(story.quoted, arguments)]
        story.heading(title, " ".join(command))
        mark = self._emulator.mark()
        run = play(ROOT / "playbooks" / playbook, *arguments, variables=self._variables)
        self._printed.append(run.output)
        sent = self._emulator.requests_since(mark)
        unsafe = [request for request in sent if request["unsafe"]]
        if refused:
            story.refusal(run.output)
        else:
            story.output(run.output, diffs=not quiet)
        story.account(run, "--check" in arguments, len(sent), len(unsafe))
        number, ending = title.partition(".")[0], "is refused" if refused else "ends well"
        self._expect((run.status != 0) is refused, f"step {number} {ending} (ansible-playbook ended with {run.status})")
        if "--check" in arguments or not run.changed:
            self._expect(not unsafe, f"step {number} sends no request that could write ({len(unsafe)} were sent)")
        return run

    def _expect_in(self, run: PlaybookRun, *words: str) -> None:
        for word in words:
            self._expect(word in run.output, f"the output says {word!r}")

    def _break(self) -> None:
        """What somebody might do in the portal, through the emulator's controls."""
        story.heading("4. Somebody works in the portal, past the playbook.")
        estate = self._emulator.estate()
        notify = '{"Enabled":true,"Recipients":"identity@contoso.example","DeleteThresholdEnabled":true,'
        self._set_keys(estate["Contoso SCIM"], SyncAll="true")
        self._set_keys(estate["Fabrikam Sign-On"], SyncNotificationSettings=notify + '"DeleteThresholdValue":5000}')
        job = estate["Northwind Cross-Tenant"]["jobs"][0]
        self._emulator.control("PATCH", f"jobs/{job}", {"action": "pause"})
        for where, what in DRIFT.items():
            story.line(f"{where}: {what}.")

    def _set_keys(self, application: dict[str, Any], **keys: str) -> None:
        path = f"service-principals/{application['service_principal_id']}"
        self._emulator.control("PATCH", path, {"secrets": keys})

    def _expect_no_secret(self) -> None:
        everything = "".join(self._printed) + self._emulator.audit_file.read_text("utf-8")
        values = [*self._values.values(), self._emulator.details["client_secret"]]
        self._expect(not any(value in everything for value in values), "no secret is in any output or record")

    def _expect(self, held: bool, what: str) -> None:
        if not held:
            self.surprises.append(what)
            story.line(f"NOT AS EXPECTED: {what}")


def main() -> int:
    """Walk the road; 0 when everything was as expected."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(128 + signal.SIGINT))
    with tempfile.TemporaryDirectory(prefix="entra-demo-") as folder:
        with EmulatorProcess(Path(folder), "--estate", "standard") as emulator:
            story.opening(emulator.details["graph_url"], sorted(emulator.estate()))
            demonstration = Demonstration(emulator, Path(folder))
            demonstration.walk()
    story.closing(demonstration.surprises)
    return 1 if demonstration.surprises else 0


if __name__ == "__main__":
    sys.exit(main())

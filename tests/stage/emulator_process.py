# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a user starts it, in a process of its own, and its controls over HTTP."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

START_LIMIT = 60.0  # seconds


class NotStarted(RuntimeError):
    """The emulator ended, or said nothing in time; the text carries what it printed."""


class EmulatorProcess:
    """A running emulator with the standard estate. `folder` is the caller's, and takes the files it writes.

    audited: whether each request is written to a file too, which costs time in a crowd of them.
    """

    def __init__(self, folder: Path, *arguments: str, audited: bool = True) -> None:
        self.audit_file = folder / "audit.jsonl"
        self._details_file = folder / "details.json"
        self._log = (folder / "emulator.log").open("w+", encoding="utf-8")
        files = ["--details", str(self._details_file), *(["--audit", str(self.audit_file)] if audited else [])]
        command = [sys.executable, "-m", "emulator", "serve", *files, *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            self.details = self._wait_for_details()
        except BaseException:
            self.close()
            raise
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = self.details.get("ca_path") or True

    def __enter__(self) -> EmulatorProcess:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and wait for it."""
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=10)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _wait_for_details(self) -> dict[str, Any]:
        give_up = time.monotonic() + START_LIMIT
        while time.monotonic() < give_up and self._process.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                return dict(json.loads(self._details_file.read_text("utf-8")))
            time.sleep(0.05)
        self._log.seek(0)
        raise NotStarted(f"The emulator did not start.\n{self._log.read()}")

    def environment(self) -> dict[str, str]:
        """The variables that point the collection at this emulator."""
        return {
            "AZURE_TENANT_ID": self.details["tenant_id"],
            "AZURE_CLIENT_ID": self.details["client_id"],
            "AZURE_CLIENT_SECRET": self.details["client_secret"],
            "AZURE_AUTHORITY_HOST": self.details["authority"],
            "ENTRA_GRAPH_URL": self.details["graph_url"],
            "ENTRA_CA_PATH": self.details["ca_path"],
        }

    def control(self, method: str, name: str, body: Any = None) -> Any:
        """Use a control of the emulator (`/_emulator/...`), which needs no token and is not in the audit."""
        answer = self._session.request(method, f"{self.details['graph_url']}/_emulator/{name}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def mark(self) -> int:
        """A place in the record of requests."""
        return int(self.control("GET", "mark")["mark"])

    def requests_since(self, mark: int) -> list[dict[str, Any]]:
        """The requests to Microsoft Graph since the mark; sign-in is left out."""
        entries = self.control("GET", f"audit?since={mark}")["entries"]
        return [entry for entry in entries if entry["path"].startswith(("/v1.0/", "/beta/"))]

    def estate(self) -> dict[str, dict[str, Any]]:
        """Display name -> ids, templates and jobs."""
        return dict(self.control("GET", "estate"))

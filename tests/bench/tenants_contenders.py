# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who converges a tenant, and how each is started."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stage.playbook_run import environment
from stopwatch import BenchFailed
from tenants_measured import DEBUG, ONE_TASK, SDK_BATCHED, SINGLE, URI, VARIABLES
from tenants_process import Ran, run
from tenants_stage import TenantStage

PLAYBOOKS = Path(__file__).resolve().parent / "whole_tenants"
TOOLS = Path(__file__).resolve().parents[1] / "tools"
_FILES = {
    ONE_TASK: "synchronizations.yml",
    SINGLE: "single_modules.yml",
    URI: "uri.yml",
    DEBUG: "debug.yml",
    VARIABLES: "variables.yml",
}
_RECAP = re.compile(r"^localhost\s+:.*\bchanged=(\d+)", re.MULTILINE)
_CHANGED = re.compile(r"^changed: (\d+)$", re.MULTILINE)


class Contenders:
    """Starts contenders against one stage, each as a process of its own with a valid token at hand."""

    def __init__(
        self, stage: TenantStage, details: Mapping[str, Any], variables: Mapping[str, str], folder: Path
    ) -> None:
        self._stage = stage
        self._folder = folder
        self._log = folder / "contender.log"
        self._variables = environment(folder, **variables, ENTRA_TOKEN_CACHE=str(folder / "tokens.json"))
        connection = {
            "access_token": stage.token,
            "graph_url": details["graph_url"],
            "ca_path": details["ca_path"],
            "declared": str(stage.declared),
        }
        stage.connection.touch(mode=0o600)
        stage.connection.write_text(json.dumps(connection), "utf-8")
        self._sdk_python = ""

    def run(self, name: str, changes: bool | None = None) -> Ran:
        """Run one to its end. `changes`: whether it must, or must not, have changed something; None: either way."""
        ran = run(self._command(name), self._variables, self._log)
        found = (_RECAP if name in _FILES else _CHANGED).search(ran.output)
        if ran.status or not found:
            raise BenchFailed(f"{name} ended with {ran.status}\n{ran.output[-5000:]}")
        if changes is not None and bool(int(found[1])) != changes:
            wanted = "changed nothing" if changes else "made changes where everything was as declared"
            raise BenchFailed(f"{name} {wanted}\n{ran.output[-5000:]}")
        return ran

    def _command(self, name: str) -> list[str]:
        if name in _FILES:
            program = str(Path(sys.executable).with_name("ansible-playbook"))
            given = ["-e", f"@{self._stage.connection}", "-e", f"ansible_python_interpreter={sys.executable}"]
            return [program, "-i", "localhost,", str(PLAYBOOKS / _FILES[name]), *given]
        script = [self._python_with_sdk(), str(PLAYBOOKS / "official_sdk.py"), str(self._stage.connection)]
        return [*script, "--batched"] if name == SDK_BATCHED else script

    def _python_with_sdk(self) -> str:
        """The interpreter that has the official client, which is large and has an environment of its own."""
        if not self._sdk_python:
            made = subprocess.run(
                [sys.executable, str(TOOLS / "venvs.py"), "sdk"], stdout=subprocess.PIPE, text=True, check=False
            )
            if made.returncode:
                raise BenchFailed("there is no environment with the official client: --contenders leaves it out")
            self._sdk_python = str(Path(made.stdout.split()[-1]) / "bin" / "python")
        return self._sdk_python

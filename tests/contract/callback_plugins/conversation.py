# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells the tests of every task that begins and of every result, and lets them prepare the world in between."""

from __future__ import annotations

import json
import os
import socket
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: conversation
type: aggregate
short_description: Speaks JSON lines with the contract tests
description:
  - Says each task's beginning and waits for the answer, then says each result.
requirements:
  - The environment variable E(ENTRA_CONTRACT_SOCKET) names a Unix socket.
"""


class CallbackModule(CallbackBase):
    """One line per event; the beginning of a task waits for a line in return."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "conversation"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(os.environ["ENTRA_CONTRACT_SOCKET"])
        self._lines = connection.makefile("rw", encoding="utf-8")

    def _say(self, event: str, task: Any, result: Any = None) -> None:
        line = {"event": event, "task": task.name, "result": result}
        self._lines.write(json.dumps(line, default=str) + "\n")
        self._lines.flush()

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        self._say("begins", task)
        self._lines.readline()

    def v2_runner_on_ok(self, result: Any) -> None:
        self._say("ok", result._task, dict(result._result))

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._say("failed", result._task, dict(result._result))

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._say("skipped", result._task, dict(result._result))

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._say("unreachable", result._task, dict(result._result))

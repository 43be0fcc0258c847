# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes how each task ended, as lines of JSON, to the file that the tests name."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: outcomes
type: aggregate
short_description: Writes down how each task ended
description:
  - Writes a line of JSON for each task and host.
requirements:
  - The environment variable E(ENTRA_GUIDES_OUTCOMES) names a file.
"""


class CallbackModule(CallbackBase):
    """One line for each result; items of a loop are in the result of their task."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "outcomes"
    CALLBACK_NEEDS_ENABLED = True

    def _say(self, status: str, result: Any) -> None:
        task = result._task
        line = {
            "host": result._host.get_name(),
            "task": task.get_name(),
            "action": task.resolved_action or task.action,
            "register": task.register,
            "status": status,
            "result": dict(result._result),
        }
        with open(os.environ["ENTRA_GUIDES_OUTCOMES"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")

    def v2_runner_on_ok(self, result: Any) -> None:
        self._say("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._say("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._say("skipped", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._say("unreachable", result)

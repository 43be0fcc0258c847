# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down when each task ended, for the bench."""

from __future__ import annotations

import json
import os
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_clock
type: aggregate
short_description: Write down when each task ended
description:
  - One JSON line for each task, in the file that the environment variable BENCH_CLOCK names.
"""


class CallbackModule(CallbackBase):
    """Lines of {"name", "at" (seconds of a monotonic clock), "changed", "failed", "msg"}."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "bench_clock"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._file = open(os.environ["BENCH_CLOCK"], "a", encoding="utf-8")  # noqa: SIM115

    def _note(self, result, failed=False):
        now = time.monotonic()
        said = result._result
        line = {"name": result._task.get_name(), "at": now, "changed": bool(said.get("changed")), "failed": failed}
        if failed:
            line["msg"] = str(said.get("msg"))
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def v2_runner_on_ok(self, result):
        self._note(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._note(result, failed=True)

    def v2_runner_on_unreachable(self, result):
        self._note(result, failed=True)

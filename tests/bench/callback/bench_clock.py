# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down when each task began, and the processor time used up to then, for the bench."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_clock
type: aggregate
short_description: Write down when each task began
description:
  - JSON lines in the file that the environment variable BENCH_CLOCK names.
"""


class CallbackModule(CallbackBase):
    """Lines of {"began": name, "at" (a monotonic clock), "cpu"}, in seconds, and of {"changed": name}."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "bench_clock"
    CALLBACK_NEEDS_ENABLED = True

    def _write(self, **line):
        with open(os.environ["BENCH_CLOCK"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def v2_playbook_on_task_start(self, task, is_conditional):
        # The worker of the task before has sent its result and ends. Its processor time counts once it is waited for.
        for worker in multiprocessing.active_children():
            worker.join(timeout=10)
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
        self._write(began=task.get_name(), at=time.monotonic(), cpu=cpu)

    def v2_runner_on_ok(self, result):
        if result._result.get("changed"):
            self._write(changed=result._task.get_name())

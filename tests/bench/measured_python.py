# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for a module's interpreter: runs it, and writes down the most memory that it used (KiB) when it ended."""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> int:
    """`measured_python.py FILE ARGUMENT...`: what this Python is started with for a module."""
    file, *arguments = sys.argv[1:]
    process = subprocess.Popen([sys.executable, *arguments])
    _pid, status, usage = os.wait4(process.pid, 0)
    with open(file, "a", encoding="utf-8") as stream:
        stream.write(f"{usage.ru_maxrss}\n")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())

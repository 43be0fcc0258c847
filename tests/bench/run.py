# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed and size, on the emulator: `make bench`, `make bench ARGS="--quick"`. Ends with 1 when a target is missed."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import declared
import report
import schema_work
from measurements import Bench, Measured
from stage.emulator_process import EmulatorProcess

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
ROUNDS, QUICK_ROUNDS = 15, 3


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds: a first impression")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds to measure (default: {ROUNDS})")
    parser.add_argument(
        "--module", action="append", default=[], help="measure the times of this module only; repeatable"
    )
    parser.add_argument("--output", type=Path, help="write the tables to this file too")
    parser.add_argument("--write-docs", action="store_true", help="write docs/performance.md")
    parser.add_argument("--note", default="", help="a sentence about the machine for docs/performance.md")
    return parser.parse_args()


def _measure(given: argparse.Namespace) -> Measured:
    measured = Measured()
    with tempfile.TemporaryDirectory(prefix="entra-bench-") as folder:
        with EmulatorProcess(Path(folder), "--estate", "standard") as emulator:
            names = given.module or sorted(declared.tasks(emulator.estate()))
            bench = Bench(emulator, Path(folder))
            bench.prepare()
            bench.count(measured)
            bench.time(measured, QUICK_ROUNDS if given.quick else given.rounds, names)
            bench.weigh(measured)
    measured.schema = schema_work.measure(QUICK_ROUNDS if given.quick else given.rounds)
    return measured


def main() -> int:
    """Measure and tell."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    given = _arguments()
    measured = _measure(given)
    text = report.text(measured)
    print(text)
    if given.output:
        given.output.write_text(text + "\n", "utf-8")
    if given.write_docs:
        PAGE.write_text(report.page(measured, version("ansible-core"), given.note), "utf-8")
    return 1 if report.missed(measured) else 0


if __name__ == "__main__":
    sys.exit(main())

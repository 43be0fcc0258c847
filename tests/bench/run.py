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
import page
import report
import schema_work
import tenants
import tenants_report
import tenants_targets
from measurements import Bench, Measured
from stage.emulator_process import EmulatorProcess
from tenants_measured import CONTENDERS, Tenants

ROUNDS, QUICK_ROUNDS = 15, 3


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, few sizes: a first impression")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds to measure (default: {ROUNDS})")
    parser.add_argument(
        "--module", action="append", default=[], help="measure the times of this module only; repeatable"
    )
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument("--modules-only", action="store_true", help="leave whole tenants out")
    parts.add_argument("--tenants-only", action="store_true", help="measure whole tenants only")
    parser.add_argument("--sizes", type=_numbers, help="applications of whole tenants: 1,10,100,300")
    parser.add_argument("--latencies", type=_numbers, help="milliseconds for whole tenants: 0,150")
    parser.add_argument(
        "--contenders", type=_contenders, default=CONTENDERS, help=f"some of: {'; '.join(CONTENDERS)} (between ;)"
    )
    parser.add_argument("--output", type=Path, help="write the tables to this file too")
    parser.add_argument("--write-docs", action="store_true", help="write docs/performance.md")
    parser.add_argument("--note", default="", help="a sentence about the machine for docs/performance.md")
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in text.split(",")}))


def _contenders(text: str) -> tuple[str, ...]:
    wanted = [name.strip() for name in text.split(";")]
    if unknown := [name for name in wanted if name not in CONTENDERS]:
        raise argparse.ArgumentTypeError(f"there is no contender {unknown[0]!r}; there are: {'; '.join(CONTENDERS)}")
    return tuple(name for name in CONTENDERS if name in wanted)


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


def _measure_tenants(given: argparse.Namespace) -> Tenants:
    sizes, latencies = tenants.defaults(given.quick)
    wanted = Tenants(tuple(given.sizes or sizes), tuple(given.latencies or latencies), given.contenders)
    with tempfile.TemporaryDirectory(prefix="entra-bench-") as folder:
        return tenants.measure(Path(folder), wanted, given.quick)


def main() -> int:
    """Measure and tell."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    given = _arguments()
    modules = None if given.tenants_only else _measure(given)
    whole = None if given.modules_only or given.module else _measure_tenants(given)
    texts = [report.text(modules)] if modules else []
    texts += [tenants_report.text(whole)] if whole else []
    print("\n".join(texts))
    if given.output:
        given.output.write_text("\n".join(texts) + "\n", "utf-8")
    if given.write_docs:
        page.write(
            report.page(modules, version("ansible-core"), given.note) if modules else None,
            tenants_report.section(whole) if whole else None,
        )
    missed = [*(report.missed(modules) if modules else ()), *(tenants_targets.missed(whole) if whole else ())]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of the matrix: how a request can fail, and which requests can fail so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALL, READS, WRITES = "every request", "reads only", "writes only"
# The most seconds that a user waits: for what passes; for what stays as it is; where replication may still explain it.
PASSING, PERMANENT, REPLICATION = 185.0, 10.0, 62.0
FOR_EVER = 0
# Seconds after which what is new shows everywhere.
LAG = 30.0


@dataclass(frozen=True)
class Kind:
    """fault: as the emulator takes it; strikes: ALL, READS or WRITES; alone: never an item of a batch.

    times: how often, FOR_EVER for as long as the run lasts; silent: instead of breaking, the connection falls silent;
    later: only after the first write, where replication explains it; rare: see `plays`.
    """

    fault: Mapping[str, Any]
    strikes: str = ALL
    alone: bool = False
    times: int = 1
    silent: bool = False
    later: bool = False
    rare: bool = False

    @property
    def after(self) -> bool:
        """Whether it comes after the work."""
        return self.fault.get("when") == "after"


def _server_error(status: int, when: str = "before") -> dict[str, Any]:
    return {"kind": "server_error", "status": status, "when": when}


def _refused(status: int) -> dict[str, Any]:
    return {"kind": "answer", "status": status, "code": "BadRequest", "message": "It is refused."}


# A read does no work, so "after the work" is for writes; only a read can be stale.
KINDS: Mapping[str, Kind] = {
    "429 with seconds": Kind({"kind": "throttle", "seconds": 7}),
    "429 with a date": Kind({"kind": "throttle", "seconds": 7, "style": "date"}, rare=True),
    "429 without a time": Kind({"kind": "throttle", "style": "none"}, rare=True),
    "503 with seconds": Kind({"kind": "server_error", "status": 503, "seconds": 7}, rare=True),
    **{f"{status}": Kind(_server_error(status), rare=status in (502, 504)) for status in (500, 502, 503, 504)},
    **{
        f"{status} after the work": Kind(_server_error(status, "after"), WRITES, rare=status in (502, 504))
        for status in (500, 502, 503, 504)
    },
    "reset": Kind({"kind": "reset"}, alone=True),
    "reset after the work": Kind({"kind": "reset", "when": "after"}, WRITES, alone=True),
    "reset in the answer": Kind({"kind": "truncate"}, alone=True),
    "no answer": Kind({"kind": "reset"}, alone=True, silent=True, rare=True),
    "no answer after the work": Kind({"kind": "reset", "when": "after"}, WRITES, alone=True, silent=True, rare=True),
    "not JSON": Kind({"kind": "not_json"}),
    "stale": Kind({"kind": "stale"}, READS),
    "401, token expired": Kind({"kind": "unauthorized"}),
    "claims challenge": Kind({"kind": "claims_challenge"}, rare=True),
    **{
        f"{status} of replication{words}": Kind({"kind": "replication", "status": status}, **options)
        for status in (401, 403, 404)
        for words, options in (("", {}), (" three times", {"times": 3, "later": True, "rare": True}))
    },
    "409": Kind({"kind": "conflict"}, WRITES),
    "412": Kind({"kind": "precondition"}, WRITES),
    "404 for ever": Kind({"kind": "replication", "status": 404}, WRITES, times=FOR_EVER),
    "403 for ever": Kind({"kind": "forbidden"}, times=FOR_EVER),
    **{f"{status} for ever": Kind(_refused(status), WRITES, times=FOR_EVER, rare=True) for status in (400, 409, 412)},
}
# What check mode meets too: where a read that fails could be taken for a thing that is not there.
CHECKED = ("404 of replication", "401 of replication", "503", "not JSON", "403 for ever")
# Faults of which others of the table are the near kin are played on the first request of each sort of a module: read or
# written, in a batch or alone, before or after the first write. The sign-in is the same in all modules, and each of them
# meets every fourth fault there. `make faults-whole` plays all on all.
WHOLE = "FAULTS_WHOLE"
SIGN_IN_TURNS = 4


def strikes(kind: Kind, unsafe: bool, batched: bool, later: bool) -> bool:
    """Whether a request can meet a kind of fault."""
    if (batched and kind.alone) or (kind.later and not later):
        return False
    return kind.strikes in (ALL, WRITES if unsafe else READS)


def longest(kind: Kind, unsafe: bool, later: bool) -> float:
    """The most seconds that a run may wait under it."""
    if kind.times != FOR_EVER:
        return PASSING
    if kind.fault.get("kind") == "replication":
        return REPLICATION
    return REPLICATION if later and not unsafe else PERMANENT

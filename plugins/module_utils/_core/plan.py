# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: ordered changes with all that their execution needs, and the receipt of an execution."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import trimmed
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard


@dataclass(frozen=True)
class Change:
    """One write, in the user's words and with its payload.

    action: a verb (create, update, delete, start, pause, restart, ...); target: the thing, with its id;
    before and after: only what moves, never a secret; payload: what `apply` needs, in no result and no repr.
    """

    action: str
    target: str
    before: Any = None
    after: Any = None
    payload: Any = field(default=None, repr=False, compare=False)

    def words(self) -> dict[str, Any]:
        """The change as it stands in a plan, a receipt, a result."""
        before, after = trimmed(self.before, self.after)
        return {"action": self.action, "target": self.target, "before": before, "after": after}


# What a plan is made from, and so what a second run of it is.
DECLARATION = "declaration"  # how things shall be: a second run finds them so
ORDER = "order"  # something to be done now: a second run does it once more
PROBE = "probe"  # something to be tried that leaves everything as it was


@dataclass(frozen=True)
class Plan:
    """What would be done, in the order in which it would be done. kind: DECLARATION, ORDER or PROBE."""

    changes: tuple[Change, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    warnings: tuple[str, ...] = ()
    kind: str = DECLARATION

    @property
    def empty(self) -> bool:
        """True when there is nothing to do."""
        return not self.changes

    @property
    def lasting(self) -> bool:
        """Whether what the plan does leaves something changed."""
        return self.kind != PROBE

    def summary(self) -> str:
        """One line: `2 changes: create job scim of ...; start job scim of ...`."""
        if self.empty:
            return "no changes"
        count = len(self.changes)
        steps = "; ".join(f"{change.action} {change.target}" for change in self.changes)
        return f"{count} change{'s' if count > 1 else ''}: {steps}"

    def fingerprint(self) -> str:
        """SHA-256 over the changes in the user's words: the same plan, the same fingerprint."""
        words = [change.words() for change in self.changes]
        text = json.dumps(words, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

    def words(self) -> dict[str, Any]:
        """The plan as it stands in a result."""
        return {
            "summary": self.summary(),
            "fingerprint": self.fingerprint(),
            "changes": [change.words() for change in self.changes],
            "hazards": [hazard.words() for hazard in self.hazards],
        }


def difference(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Ansible's diff of the given changes (in words): per target, only what moves between the first and the last."""
    sides: dict[str, tuple[Any, Any]] = {}
    for change in changes:
        target, before, after = change["target"], change["before"], change["after"]
        if target in sides:
            first, last = sides[target]
            sides[target] = _learned(first, last, before), _done(last, before, after)
        else:
            sides[target] = before, after
    shown = {target: trimmed(first, last) for target, (first, last) in sides.items()}
    return {
        "before": _said({target: left for target, (left, _right) in shown.items()}),
        "after": _said({target: right for target, (_left, right) in shown.items()}),
    }


def _learned(first: Any, last: Any, before: Any) -> Any:
    """What stood at first, with what a later change tells of members that did not move until then."""
    if not isinstance(first, dict) or not isinstance(last, dict) or not isinstance(before, dict):
        return first
    told = {key: value for key, value in before.items() if key not in first and key not in last}
    return {**{key: _learned(value, last.get(key), before.get(key)) for key, value in first.items()}, **told}


def _done(last: Any, before: Any, after: Any) -> Any:
    """What stands after one more change."""
    if not isinstance(last, dict) or not isinstance(before, dict) or not isinstance(after, dict):
        return after
    kept = {key: value for key, value in last.items() if key not in before}
    return {**kept, **{key: _done(last.get(key), before.get(key), value) for key, value in after.items()}}


def _said(side: dict[str, Any]) -> dict[str, Any]:
    """One side of a diff without the targets that it has nothing to say of."""
    return {target: value for target, value in side.items() if value not in (None, {})}


@dataclass
class Receipt:
    """Which changes were done, and which one failed, with its error."""

    done: list[dict[str, Any]] = field(default_factory=list)
    failed: dict[str, Any] | None = None
    error: Exception | None = None


def carry_out(plan: Plan, apply: Callable[[Change], Any]) -> Receipt:
    """Apply the changes in their order; stop at the first that fails and keep the account of those before it."""
    receipt = Receipt()
    for change in plan.changes:
        try:
            apply(change)
        except Exception as error:
            receipt.failed, receipt.error = change.words(), error
            break
        receipt.done.append(change.words())
    return receipt

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals among many reads: one that meets everybody is about the sign-in, and is told once and not for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Explained

FORBIDDEN = 403
# The service says 401 too of a permission that is lacking, and of other things.
STATUS = (401, FORBIDDEN)

EVERYBODY = (
    "Each of them was refused, so it is the sign-in that lacks a permission: grant its application "
    "Synchronization.Read.All, and admin consent. With Application.ReadWrite.OwnedBy it reads only what it owns."
)


def is_one(error: Any) -> bool:
    """Whether the error is a refusal; None, for what was answered, is none."""
    return getattr(error, "status", None) in STATUS


def first(answers: Iterable[Any]) -> Any:
    """The first refusal among the answers to what was read of one; None where there is none."""
    return next((answer.error for answer in answers if is_one(answer.error)), None)


def of_all(met: Sequence[Any]) -> Any:
    """The refusal that each of several met, as the first of them did; None where one of them met none.

    met: for each of them the refusal of something of it, or whatever else came of its reads.
    """
    return met[0] if len(met) > 1 and all(is_one(error) for error in met) else None


def check(met: Sequence[Any], what: str, more: str = "") -> None:
    """Raise Explained where each of several service principals was refused.

    met: as for `of_all`; what: was read of them, in words; more: what else there is to say.
    """
    refusal = of_all(met)
    if refusal is not None:
        said = worded(refusal, f"read the {what} of {len(met)} service principals")
        raise Explained(" ".join(part for part in (said, EVERYBODY, more) if part), refusal) from refusal


def worded(error: Any, doing: str) -> str:
    """The sentence of an error that came of a read among many, with `doing` for what all of them were for."""
    told = str(error)
    own = getattr(error, "doing", "")
    return told.replace(own, doing, 1) if own else told

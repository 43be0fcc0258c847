# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures that are nobody's defect: the world is in a state in which the task cannot be carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Situation(Exception):
    """The task cannot be carried out as things are; the text says what is so and what to do.

    result: what a module returns beside the text, such as the job that is in quarantine; settling: True when this
    was found after a write that the service had accepted.
    """

    result: Mapping[str, Any] = {}
    settling = False


class Explained(Situation):
    """A request failed, and what that means is known where it was asked for better than where requests are made.

    text: all that is to be said; error: the failure, whose status, code and ids are this one's too; result: as ever.
    """

    def __init__(self, text: str, error: BaseException, result: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.result = result or {}
        for name in ("status", "code", "request_id", "client_request_id", "outcome_unknown"):
            setattr(self, name, getattr(error, name, None))


class NotAsWritten(Situation):
    """A write was accepted, and what is read back is not what was meant.

    account: what to say of the write besides how many changes were done, where more is known than that.
    """

    settling = True

    def __init__(self, text: str, account: str = "") -> None:
        super().__init__(text)
        self.account = account


class Crossed(Situation):
    """Somebody else wrote while a write of ours, whose fate is not known, waited to be repeated."""

    outcome_unknown = True

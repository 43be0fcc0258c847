# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Named hazards: changes that can hurt, each with its consequence in plain words. Assessed purely, before any write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

CONSEQUENCES = {
    "change_many": "a mistake would concern a large share of all that is provisioned at once",
    "change_scope": "objects that leave the scope are deprovisioned in the target at the next cycle",
    "delete_undeclared": "something that is stored and was not declared may be lost",
    "disable_object_mapping": "objects of that kind are no longer provisioned",
    "drop_matching_attribute": "existing accounts are no longer found, so duplicates may be created",
    "enable_deletes": "the service may delete accounts in the target",
    "force_deletes": "the deletions that the threshold held back are carried out",
    "forget_links": (
        "the links between source and target accounts are forgotten and made again, so duplicates may be created"
    ),
    "remove_mappings": "a large share of the attribute mappings goes",
    "reset_watermark": "every object is read and evaluated again, which may take hours or days",
}

NAMES = tuple(sorted(CONSEQUENCES))


class Hazard(NamedTuple):
    """One hazard of one plan. name: a key of CONSEQUENCES; detail: what exactly, with the arithmetic.

    accepted: by whoever declared the one thing that it concerns, where many are declared in one task.
    """

    name: str
    detail: str
    accepted: bool = False

    def sentence(self) -> str:
        """What would happen and what to type to let it happen."""
        return f"{self.name}: {self.detail} ({CONSEQUENCES[self.name]})"

    def words(self) -> dict[str, str]:
        """The hazard as it stands in a result."""
        return {"name": self.name, "detail": self.detail, "consequence": CONSEQUENCES[self.name]}


def refused(hazards: Iterable[Hazard], accepted: Iterable[str]) -> list[Hazard]:
    """The hazards that nobody accepted."""
    allowed = set(accepted)
    return [hazard for hazard in hazards if not hazard.accepted and hazard.name not in allowed]

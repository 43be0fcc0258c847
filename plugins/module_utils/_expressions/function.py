# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of one function of the mapping language."""

from __future__ import annotations

from typing import NamedTuple

INTEGER = "Integer"

APP, HR, CLOUD_SYNC = ALL_CONTEXTS = ("app", "hr", "cloudsync")


class Parameter(NamedTuple):
    """name: as the function reference calls it; key: as attributeMappingSource.parameters calls it, None where no
    source tells; type: the reference's word, of which only INTEGER decides how a constant is printed."""

    name: str
    key: str | None
    required: bool = True
    repeating: bool = False
    type: str = "String"


class Function(NamedTuple):
    """min_slots and max_slots count the places between the parentheses, empty ones included; None is no limit.

    contexts: where the reference names it: APP is provisioning to applications, HR from Workday, SuccessFactors and
    API-driven sources, CLOUD_SYNC between Active Directory and Entra ID.
    """

    name: str
    parameters: tuple[Parameter, ...]
    min_slots: int
    max_slots: int | None
    returns: str
    contexts: tuple[str, ...]
    summary: str
    notes: tuple[str, ...] = ()

    def parameter(self, place: int) -> Parameter | None:
        """The parameter that a slot (counted from 0) stands for; None beyond the last one."""
        if place < len(self.parameters) and not any(one.repeating for one in self.parameters[:place]):
            return self.parameters[place]
        repeating = [one for one in self.parameters if one.repeating]
        if not repeating:
            return None
        return repeating[(place - self.parameters.index(repeating[0])) % len(repeating)]

    def repeats(self) -> bool:
        """Whether its last parameters may be given any number of times."""
        return self.max_slots is None

    def keys_known(self) -> bool:
        """Whether a tree of it can be built without asking the service."""
        return all(one.key is not None for one in self.parameters)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ends an evaluation before it has a value. None of these leaves the evaluator."""

from __future__ import annotations


class Stop(Exception):
    """The ways in which an evaluation ends early."""


class Failed(Stop):
    """The object fails. Its text is a sentence for the person who wrote the expression."""


class Ignored(Stop):
    """Something is left as it is in the target; kind: IGNORE_ATTRIBUTE or IGNORE_OBJECT."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Escrowed(Stop):
    """Every candidate for a unique value is taken."""

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with a mapping expression: errors that end the reading, and findings that are collected."""

from __future__ import annotations

from typing import NamedTuple

ERROR = "error"
WARNING = "warning"


class ExpressionError(ValueError):
    """A text that is no expression, or a tree that cannot be read.

    message: a sentence without its full stop; position: of the first wrong character, counted from 0, or None where
    there is no text to point into. str() says both and counts characters from 1, as people do.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        self.message = message
        self.position = position
        place = "" if position is None else f" (at character {position + 1})"
        super().__init__(f"{message}{place}.")


class NeedsService(ExpressionError):
    """The tree of a sound expression that cannot be built offline, since no source tells how the service stores it."""


class Finding(NamedTuple):
    """level: ERROR or WARNING; message: one or more whole sentences."""

    level: str
    message: str

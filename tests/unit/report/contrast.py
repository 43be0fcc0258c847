# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contrast of colours as WCAG 2 defines it, and what people need of it to read a report."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._report.colours import TONES

GROUNDS = ("page", "card")
# Text and the ground it stands on; tones are also words.
TEXTS = [(ink, ground) for ink in ("ink", "quiet", "link", *TONES) for ground in GROUNDS] + [
    ("added", "added-ground"),
    ("removed", "removed-ground"),
]
# What is no text and yet has to be seen: bars, signs, the edges of tiles.
SHAPES = [(tone, ground) for tone in ("edge", *TONES) for ground in GROUNDS]
LEAST_FOR_TEXT = 4.5
LEAST_FOR_SHAPES = 3.0


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as #1a1f26, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

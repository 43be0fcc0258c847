# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of the page, light and dark. Every pair that meets keeps the contrast that WCAG 2 asks for (level AA)."""

from __future__ import annotations

LIGHT = {
    "page": "#f4f5f8",
    "card": "#ffffff",
    "ink": "#1a1f26",
    "quiet": "#525d6a",
    "line": "#d4d9e0",
    "edge": "#7d8894",
    "link": "#0b57d0",
    "good": "#18703a",
    "warn": "#8a5a00",
    "late": "#6f3fb0",
    "bad": "#b8400b",
    "stop": "#b3202a",
    "idle": "#586473",
    "new": "#0b5cad",
    "added-ground": "#e3f4e8",
    "added": "#0d5426",
    "removed-ground": "#fdeaea",
    "removed": "#8c1820",
}
DARK = {
    "page": "#0e1217",
    "card": "#171c23",
    "ink": "#e7ebf0",
    "quiet": "#a5b0bd",
    "line": "#323b46",
    "edge": "#7c8896",
    "link": "#8ab8ff",
    "good": "#56c878",
    "warn": "#e3b04b",
    "late": "#c9a6ff",
    "bad": "#ff9d66",
    "stop": "#ff8088",
    "idle": "#a2aebb",
    "new": "#7cbcff",
    "added-ground": "#12301d",
    "added": "#a4e8ba",
    "removed-ground": "#3a181b",
    "removed": "#ffb9bd",
}
TONES = ("good", "warn", "late", "bad", "stop", "idle", "new")

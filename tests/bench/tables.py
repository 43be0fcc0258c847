# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterable


def aligned(table: list[list[str]]) -> list[str]:
    """Lines with columns as wide as their widest cell."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]


def markdown(table: Iterable[list[str]]) -> list[str]:
    """Lines of a Markdown table; the first row is its head."""
    head, *body = table
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body)]

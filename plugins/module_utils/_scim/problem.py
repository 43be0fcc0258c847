# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with rows, a mapping, or users: all of it at once, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

# More than these nobody reads; a column that is empty throughout would give one for each row.
MOST = 20


class ScimError(ValueError):
    """One or more problems, each a sentence that names its place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = abridged(list(problems))
        super().__init__(" ".join(self.problems))


def abridged(problems: list[str]) -> tuple[str, ...]:
    """The problems, or the first of many and how many there are besides."""
    if len(problems) <= MOST:
        return tuple(problems)
    return (*problems[: MOST - 1], f"And {len(problems) - MOST + 1} more of such problems.")


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean X?` for the known names closest to name, case first; empty when none is near."""
    folded = {other.lower(): other for other in sorted(known)}
    near = [folded[name.lower()]] if name.lower() in folded else []
    if not near:
        import difflib

        near = [folded[hit] for hit in difflib.get_close_matches(name.lower(), list(folded), n=3, cutoff=0.65)]
    return f" Did you mean {' or '.join(near)}?" if near else ""

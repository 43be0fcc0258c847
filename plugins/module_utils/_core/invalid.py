# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the user's input: all of it at once, each with the option it stands in."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation


class InvalidInput(Situation):
    """One or more problems with what the user declared.

    problems: sentences, each naming its option and, where there is a closed list, the allowed values.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(_together(self.problems))


def _together(problems: tuple[str, ...]) -> str:
    """One problem as it is; several as a list, since a paragraph of them cannot be read."""
    if len(problems) < 2:
        return " ".join(problems)
    return "\n".join([f"{len(problems)} problems:", *(f"- {problem}" for problem in problems), ""])


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean X?` for the known names closest to name, case first; empty when none is near."""
    names = sorted(known)
    same_but_case = [other for other in names if other.lower() == name.lower()]
    if not same_but_case:
        import difflib

        folded = {other.lower(): other for other in names}
        same_but_case = [folded[hit] for hit in difflib.get_close_matches(name.lower(), list(folded), n=3, cutoff=0.65)]
    if not same_but_case:
        return ""
    return f" Did you mean {' or '.join(same_but_case)}?"

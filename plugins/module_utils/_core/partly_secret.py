# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of which only parts are secret: people, say, whose passwords are among their attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Parts = Callable[[Any, Mapping[str, Any]], Iterable[Any]]


def _no_parts(_value: Any, _params: Mapping[str, Any]) -> Iterable[Any]:
    return ()


class PartlySecret(dict[str, Any]):
    """An option of an argument spec whose value may be shown but for parts of it.

    parts(value, params): the secrets in the value. It is asked before anybody has checked what was given, so it takes
    whatever there is, and does not raise. (Who takes an argument spec apart may make an empty one, and fill it.)
    """

    def __init__(self, option: Mapping[str, Any] | None = None, parts: Parts = _no_parts) -> None:
        super().__init__(option or {})
        self.parts = parts

    def __copy__(self) -> PartlySecret:
        return PartlySecret(self, self.parts)

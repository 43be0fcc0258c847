# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something could not be read, in words that are the same each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Ids of requests are new with every request: with them, no two reports of the same trouble would be equal.
_REQUESTS = re.compile(r"\s*\((?:client-)?request-id [^()]*\)")


def steady(text: Any) -> str:
    """The text of an error without the ids of its request."""
    return _REQUESTS.sub("", str(text)).strip()


def of(result: Mapping[str, Any], otherwise: str = "It could not be read.") -> str:
    """Why a result is none."""
    return steady(result.get("msg") or otherwise)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something could not be read, in words that are the same each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Ids of requests are new with every request, and so are moments that were counted back from now: with them, no two reports
# of the same trouble would be equal. That nothing was changed goes without saying where nothing is written.
_REQUESTS = re.compile(r"\s*\((?:client-)?request-id [^()]*\)")
_MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII)
_HARMLESS = re.compile(r"\s*Nothing was changed\.")


def steady(text: Any) -> str:
    """The text of an error without what is of its one request."""
    return _HARMLESS.sub("", _MOMENTS.sub("…", _REQUESTS.sub("", str(text)))).strip()


def of(result: Mapping[str, Any], otherwise: str = "It could not be read.") -> str:
    """Why a result is none."""
    return steady(result.get("msg") or otherwise)

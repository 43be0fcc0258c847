# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gate: what a read-only client may send. The closed list of POSTs that change nothing is here and nowhere else."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import ReadOnlyViolation
from ansible_collections.entra.provisioning.plugins.module_utils._graph.retry import SAFE

# parseExpression evaluates a mapping expression and stores nothing. (Token requests go another way: to the authority.)
PARSE_EXPRESSION = re.compile(
    r"/(v1\.0|beta)/(servicePrincipals|applications)/[^/]+/synchronization/(jobs|templates)/[^/]+/schema/parseExpression"
)
BATCH = re.compile(r"/(v1\.0|beta)/\$batch")


def is_safe(method: str, url: str, body: Any = None) -> bool:
    """True when sending this cannot change anything: a reading verb, parseExpression, a batch of nothing but GETs."""
    if method in SAFE:
        return True
    if method != "POST":
        return False
    path = urlsplit(url).path
    if PARSE_EXPRESSION.fullmatch(path):
        return True
    return BATCH.fullmatch(path) is not None and _reads_only(body)


def guard(method: str, url: str, body: Any, doing: str) -> None:
    """Raise ReadOnlyViolation unless this is safe to send."""
    if not is_safe(method, url, body):
        raise ReadOnlyViolation(
            f"Could not {doing}: the client is read-only (check mode) and {method} would write. "
            "This is a defect of the collection; please report it.",
            doing=doing,
            method=method,
            url=urlsplit(url).path,
        )


def _reads_only(body: Any) -> bool:
    """A batch document with at least one request, and every one of them a GET."""
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, list) or not requests:
        return False
    return all(isinstance(request, dict) and request.get("method") == "GET" for request in requests)

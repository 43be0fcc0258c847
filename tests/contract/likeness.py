# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A result without what differs between any two runs: addresses, request ids, moments, and the length of waits."""

from __future__ import annotations

import json
import re
from typing import Any

_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PASSING = (
    (re.compile(r"localhost:\d+"), "localhost:<port>"),
    (re.compile(r"entra-emulator-\w+"), "entra-emulator-<any>"),
    (re.compile(rf"request-id {_GUID}"), "request-id <id>"),
    (re.compile(rf'"(client_)?request_id": "{_GUID}"'), r'"\1request_id": "<id>"'),
    (re.compile(rf"request-id': '{_GUID}'"), "request-id': '<id>'"),
    (re.compile(rf'"(activity|change)_id": "{_GUID}"'), r'"\1_id": "<id>"'),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?"), "<moment>"),
    (re.compile(rf"ActivityId:{_GUID}"), "ActivityId:<id>"),
    (re.compile(r"_schema\.\d{4}-\d\d-\d\dT\d{6}Z"), "_schema.<moment>"),
    (re.compile(r"waited \d+ s"), "waited <some> s"),
    (re.compile(r", \d+ attempts"), ""),
    # Which of the last words it is depends on what was left of the deadline.
    (
        re.compile(
            r"(the connection to localhost:<port> broke|the answer of localhost:<port> was cut off"
            r"|localhost:<port> did not answer|the time for the whole task)[^\"]*?(?= \(|$| Nothing)"
        ),
        "no answer.",
    ),
    (re.compile(r"\(\d+ reads\)"), "(<some> reads)"),
)
# When time ran out before there was a request, nothing is known of it.
_NO_REQUEST = re.compile(
    r' "error": {\s*"client_request_id": "<id>",\s*"code": null,\s*"request_id": null,\s*"status": null\s*},\n'
)


def text_of(result: dict[str, Any]) -> str:
    """The result as text, to be compared to the byte."""
    text = json.dumps(result, sort_keys=True, indent=1, ensure_ascii=False)
    for pattern, stands_for in _PASSING:
        text = pattern.sub(stands_for, text)
    return _NO_REQUEST.sub("", text)

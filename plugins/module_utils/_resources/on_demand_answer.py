# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service says of an object that it provisioned on demand, as plain values. Pure; no text makes it raise.

The answer is a pair of texts (fact sheet 5.5). `key` is JSON with the verdict, or only the name of a type; `value` is
JSON with one summary, or a list of them. Members come in several spellings, so they are compared without case.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.discreet import secretive
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status
from ansible_collections.entra.provisioning.plugins.module_utils._secret import MASK, Redactor

SUCCESS, SKIPPED, FAILURE, WARNING = "success", "skipped", "failure", "warning"
# There is no verdict in the answer: whoever reads it must not take it for a success.
UNKNOWN = "unknown"
# The skip that means that source and target match already.
REDUNDANT = "RedundantExport"

# A shorter value (True, 90) stands in ordinary words too: it is masked in its place only.
SHORTEST_ELSEWHERE = 8
# So much of a text that cannot be read is shown.
LONGEST_RAW = 4000

Row = dict[str, Any]


def decoded(body: Any) -> Row:
    """The answer in plain values; `raw` is the text of an answer that could not be read, or of that part of one."""
    key, value = (_read(_member(body, name)) for name in ("key", "value"))
    verdict = key if isinstance(key, Mapping) else {}
    summaries = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]
    tale = _Tale()
    steps = [tale.step(row) for one in summaries for row in _rows(one, "provisioningsteps")]
    properties = [tale.property(row) for one in summaries for row in _rows(one, "modifiedproperties")]
    status = _status(verdict, summaries, steps)
    first = summaries[0] if summaries else {}
    row = {
        "status": status,
        **_reason(status, verdict, summaries, steps),
        "action": _snake(_member(first, "action", "provisioningaction")),
        "steps": steps,
        "modified_properties": properties,
        "source_identity": _identity(_member(first, "sourceidentity")),
        "target_identity": _identity(_member(first, "targetidentity")),
        "reportable_identifier": _word(_member(first, "reportableidentifier")),
        "change_id": _word(_member(first, "changeid")),
        "raw": _raw(body) if status == UNKNOWN or not isinstance(value, (Mapping, list)) else None,
    }
    return dict(tale.redactor.tree(row))


def worst(statuses: Iterable[str]) -> str:
    """The worst of several statuses; UNKNOWN where there are none. A word that is not known counts as bad."""
    ranks = {SUCCESS: 0, WARNING: 1, SKIPPED: 2, UNKNOWN: 4, FAILURE: 5}
    return max(statuses, key=lambda status: ranks.get(status, 3), default=UNKNOWN)


class _Tale:
    """The parts of an answer that tell of attributes. What they say of secrets is masked, here and in all other parts."""

    def __init__(self) -> None:
        self.redactor = Redactor()

    def step(self, row: Any) -> Row:
        """One step of the way from the source to the target."""
        details = _member(row, "details")
        return {
            "name": _word(_member(row, "name")),
            "type": _snake(_member(row, "type", "provisioningsteptype")),
            "status": _snake(_member(row, "status")),
            "description": _word(_member(row, "description")),
            "details": {
                str(name): self._value(str(name), value)
                for name, value in (details.items() if isinstance(details, Mapping) else ())
            },
        }

    def property(self, row: Any) -> Row:
        """One attribute of the target."""
        name = _word(_member(row, "displayname", "name"))
        old, new = (self._value(name or "", _member(row, side)) for side in ("oldvalue", "newvalue"))
        return {"name": name, "old_value": old, "new_value": new}

    def _value(self, name: str, value: Any) -> str | None:
        text = _text(value)
        if not text:
            return text
        if not secretive(name) and not (text.lstrip()[:1] in ("{", "[") and secretive(text)):
            return text
        for leaf in (text, *_leaves(_read(value))):
            if len(leaf) >= SHORTEST_ELSEWHERE:
                self.redactor.add(leaf)
        return MASK


def _status(verdict: Mapping[str, Any], summaries: list[Any], steps: list[Row]) -> str:
    """The worst that the answer says. Steps are asked only where nothing else says anything."""
    said = [_snake(_member(verdict, "result")), *(_snake(_member(_info(one), "status")) for one in summaries)]
    if said[0] is not None:
        return worst(status for status in said if status is not None)
    if any(status is not None for status in said):
        return worst(status or UNKNOWN for status in said[1:])
    if any(step["status"] == FAILURE for step in steps):
        return FAILURE
    last = steps[-1] if steps else {}
    return str(last["status"] or UNKNOWN) if last.get("type") == "export" else UNKNOWN


def _reason(status: str, verdict: Mapping[str, Any], summaries: list[Any], steps: list[Row]) -> Row:
    """Why it is no success: from the verdict, else from the summary that says so, else from the step that it ended at."""
    infos = [_info(one) for one in summaries]
    infos.sort(key=lambda info: _snake(_member(info, "status")) != status)
    told = [_member(verdict, "details"), *infos, *(_member(info, "errorinformation") for info in infos)]
    found = {
        "error_code": _first(told, "errorcode"),
        "error_message": _first(told, "errormessage", "reason"),
        "recommended_action": _first(told, "recommendedaction"),
    }
    if status == SUCCESS:
        return dict.fromkeys(found)
    last = next((step for step in reversed(steps) if step["status"] not in (None, SUCCESS)), {})
    by_step = {
        "error_code": _first([last.get("details")], "errorcode", "skipreason"),
        "error_message": last.get("description"),
    }
    return {name: by_step.get(name) if value is None else value for name, value in found.items()}


def _info(summary: Any) -> Any:
    """The part of a summary that holds its status; some are nothing else."""
    found = _member(summary, "statusinfo", "provisioningstatusinfo")
    return found if isinstance(found, Mapping) else summary


def _identity(row: Any) -> Row | None:
    if not isinstance(row, Mapping):
        return None
    return {
        "id": _word(_member(row, "id")),
        "type": _word(_member(row, "type", "identitytype")),
        "display_name": _word(_member(row, "displayname", "name")),
    }


def _raw(body: Any) -> str | None:
    """The answer as it came, where it may be shown: names are what tells a secret, and here nobody knows what is one."""
    parts = [_member(body, "key"), _member(body, "value")] if isinstance(body, Mapping) else [body]
    text = "\n".join(_text(part) or "" for part in parts).strip()
    if secretive(text):
        return f"({len(text)} characters, withheld because they may hold a secret)"
    return f"{text[:LONGEST_RAW]}..." if len(text) > LONGEST_RAW else text or None


def _member(tree: Any, *names: str) -> Any:
    """The first of the members (in lower case) that has a value, whatever its case is there."""
    if not isinstance(tree, Mapping):
        return None
    folded = {str(name).lower(): value for name, value in tree.items()}
    return next((folded[name] for name in names if folded.get(name) is not None), None)


def _rows(summary: Any, name: str) -> list[Any]:
    rows = _member(summary, name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _first(trees: Iterable[Any], *names: str) -> str | None:
    """The first text under one of the names in one of the trees."""
    return next((text for tree in trees for text in [_word(_member(tree, *names))] if text), None)


def _read(value: Any) -> Any:
    """The structure that a text holds; a text that holds none stays as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_constant=str)
    except (ValueError, RecursionError):
        return value


def _text(value: Any) -> str | None:
    """A value as the service writes it in its summaries: a text; structures as JSON."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, (Mapping, list)):
        return str(value)
    try:
        return json.dumps(value, default=str)
    except (ValueError, RecursionError):
        return "(a structure that is nested too deeply)"


def _word(value: Any) -> str | None:
    """A text that says something; numbers count as one, structures do not."""
    return None if isinstance(value, (Mapping, list)) else _text(value) or None


def _snake(value: Any) -> str | None:
    """A word of an enumeration in our spelling."""
    word = _word(value)
    return None if word is None else job_status.snake(word.strip()) or None


def _leaves(tree: Any) -> Iterator[str]:
    """The values in a structure as texts, however deep it is."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif one is not None:
            yield str(one)

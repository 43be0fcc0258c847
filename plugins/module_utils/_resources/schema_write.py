# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a schema: read again, keep a backup, write once, and see what the service made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Crossed, NotAsWritten, Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources.schema_endpoint import SchemaEndpoint
from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt, dangers, same, words

# A replica that lags shows an older schema for some seconds: only what stays otherwise for so many reads is believed.
OTHERWISE_READS = 8
LONGEST_DIFFERENCE = 1500

Document = Mapping[str, Any]
Result = dict[str, Any]


class Writing(NamedTuple):
    """What a write needs beside the wanted document. actual: the document that the plan is made for.

    backup: the options of the backup, or None for none.
    """

    graph: Any
    endpoint: SchemaEndpoint
    actual: Document
    backup: Mapping[str, Any] | None


def prepared(graph: Any, endpoint: SchemaEndpoint, actual: Document, params: Mapping[str, Any]) -> Writing:
    """All that the options say of the writing itself."""
    return Writing(graph, endpoint, actual, (params.get("backup_options") or {}) if params.get("backup") else None)


class Sent(NamedTuple):
    """The payload of the one change. body: None for a reset, which has none; document: what shall be read back."""

    body: Any
    document: Document


def proposal(writing: Writing, wanted: Any, params: Mapping[str, Any], result: Result) -> Proposal:
    """One change, since the service takes a schema as a whole. wanted: schema.Wanted; result: as before the change."""
    resets = params["state"] == "reset"
    before, after = words.sides(writing.actual, wanted.document)
    share = float(params["max_removed_share"])
    hazards = dangers.hazards(writing.actual, wanted.document, wanted.consented, share)
    sent = Sent(None if resets else adopt.bare(wanted.document), wanted.document)
    change = Change("reset" if resets else "replace", writing.endpoint.name, before, after, payload=sent)
    return carried(writing, Plan((change,), tuple(hazards), tuple(wanted.warnings)), result, _settled)


def carried(writing: Writing, plan: Plan, result: Result, settled: Callable[[Writing, Sent], Document]) -> Proposal:
    """The proposal of a plan of one write. settled: waits until the service shows it, and returns what it shows."""
    latest = dict(result)

    def apply(change: Change) -> None:
        latest["backup_file"] = _kept(writing, unmoved(writing))
        try:
            if change.payload.body is None:
                writing.endpoint.reset()
            else:
                writing.endpoint.replace(change.payload.body, lambda: still_ours(writing, change.payload))
            document = settled(writing, change.payload)
        except Exception as error:
            # Whatever becomes of the write, the way back is told.
            kept = {"backup_file": latest["backup_file"]} if latest["backup_file"] else {}
            error.result = {**getattr(error, "result", {}), **kept}  # type: ignore[attr-defined]
            raise
        latest["schema"] = {"id": document.get("id"), "version": document.get("version")}

    return Proposal(plan, result, apply, lambda: latest)


def unmoved(writing: Writing) -> Document:
    """The schema as it stands now. Situation when it is not the one that the plan was made for.

    There is no other guard against lost updates: the service knows no condition for a write (fact sheet 2.4).
    """
    now = writing.endpoint.read()
    if same.same_document(now, writing.actual):
        return now
    raise Situation(
        f"The {writing.endpoint.name} was changed by something else after this plan was made, and an update replaces "
        f"all of it. What moved meanwhile: {difference(writing.actual, now, ('it was', 'and is'))}. Run again to plan "
        "with what stands there now."
    )


def still_ours(writing: Writing, sent: Sent) -> None:
    """Before a write is repeated: the schema is as it was, or as it was sent. Crossed when it is neither."""
    now = writing.endpoint.read()
    if same.same_document(now, writing.actual) or same.same_document(now, sent.document):
        return
    raise Crossed(
        f"The {writing.endpoint.name} was changed by something else while the write was being repeated, after the service "
        f"had not answered the first one well: {difference(writing.actual, now, ('it was', 'and is'))}."
    )


def _kept(writing: Writing, document: Document) -> Any:
    """The path of a backup of the document, or None when none was asked for."""
    if writing.backup is None:
        return None
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_backup

    return schema_backup.write(document, writing.endpoint.holder_id, writing.graph.clock.now(), writing.backup)


def _settled(writing: Writing, sent: Sent) -> Document:
    """What is read back. NotAsWritten when the service stores something else for good."""
    watch = _Watch(writing.actual, sent.document)
    seen = writing.endpoint.settle(watch.over, "is as written", watch.words)
    if same.same_document(seen, sent.document):
        return seen
    raise NotAsWritten(
        f"The {writing.endpoint.name} was accepted, and the service stores something else: "
        f"{difference(sent.document, seen, ('sent was', 'stored is'))}. Declare what the service makes of it, or nothing.",
        account="All else of it is stored as it was sent.",
    )


class _Watch:
    """Decides of each read whether the wait is over."""

    def __init__(self, before: Document, sent: Document) -> None:
        self._before = before
        self._sent = sent
        self._last: Document = before
        self._otherwise = 0

    def over(self, document: Document) -> bool:
        """It is as sent; or it is something else that has stayed for many reads."""
        if same.same_document(document, self._sent):
            self._otherwise = 0
            return True
        stays = same.same_document(document, self._last)
        self._otherwise = self._otherwise + 1 if stays else 1
        self._last = document
        return self._otherwise >= OTHERWISE_READS and not same.same_document(document, self._before)

    def words(self, document: Any) -> str:
        """What was seen last, for the error of a wait in vain."""
        if same.same_document(document, self._before):
            return "the schema as it was before."
        return f"something else: {difference(self._sent, document, ('sent was', 'stored is'))}."


def difference(one: Document, other: Document, names: tuple[str, str]) -> str:
    """What differs between two documents, on one line that a person can read."""
    sides = (json.dumps(side, ensure_ascii=False, sort_keys=True) for side in words.sides(one, other))
    said = (text if len(text) <= LONGEST_DIFFERENCE else f"{text[:LONGEST_DIFFERENCE]} ..." for text in sides)
    return ", ".join(f"{name} {text}" for name, text in zip(names, said))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an outcome to the error that is raised: the class, and the sentence for an operator at three in the morning."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode, errors, gate, hints, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Fault, Outcome, header
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor

CLASSES: dict[int, type[errors.GraphError]] = {
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    409: errors.Conflict,
    412: errors.Conflict,
    423: errors.Throttled,
    429: errors.Throttled,
}
LONGEST_MESSAGE = 1000


def failure(
    call: Call,
    outcome: Outcome,
    redactor: Redactor,
    *,
    attempts: int = 1,
    waited: float = 0.0,
    unknown: bool = False,
) -> errors.GraphError:
    """The error for the last outcome of a call; unknown: make it Indeterminate (a write not to be repeated)."""
    fault, trouble = _cut(outcome.fault, redactor), outcome.trouble
    if fault is not None:
        said, hint = _said(fault), hints.for_fault(call, fault, waited, bool(decode.claims_challenge(outcome.headers)))
    else:
        said, hint = (trouble.words, trouble.hint) if trouble else ("the answer is not understood", "")
    told = retry.retry_after(outcome.headers, 0.0)
    permanent = fault is not None and decode.is_permanent(fault)
    harmless = permanent or call.probe or gate.is_safe(call.method, call.url, call.body)
    doubtful = not harmless and retry.outcome_unknown(call.method, _kind(outcome), told)
    if doubtful:
        hint = f"{hint} {hints.NOT_KNOWN}".strip()
    request_id = fault.request_id if fault else decode.word(header(outcome.headers, "request-id") or "")
    kind = errors.Indeterminate if unknown else _class_of(outcome)
    text = redactor.text
    return kind(
        text(_sentence(call.doing, said, hint, request_id, outcome.client_request_id, attempts)),
        doing=text(call.doing),
        method=call.method,
        url=text(call.url),
        status=outcome.status or None,
        code=text(fault.code) if fault and fault.code else None,
        codes=tuple(text(code) for code in fault.codes) if fault else (),
        message=text(fault.message) if fault else None,
        request_id=request_id or None,
        client_request_id=outcome.client_request_id or None,
        hint=text(hint),
        attempts=attempts,
        waited=waited,
        outcome_unknown=doubtful,
    )


def _cut(fault: Fault | None, redactor: Redactor) -> Fault | None:
    """The refusal with a message of bearable length: masked before it is cut, so that no half of a secret stays."""
    return fault and fault._replace(message=redactor.text(fault.message)[:LONGEST_MESSAGE])


def _kind(outcome: Outcome) -> Any:
    """The status, or what stands in its place."""
    return outcome.trouble.kind if outcome.trouble else outcome.status


def _class_of(outcome: Outcome) -> type[errors.GraphError]:
    """The class that names the situation."""
    fault, trouble, status = outcome.fault, outcome.trouble, outcome.status
    if trouble is not None:
        return errors.Malformed if trouble.kind == retry.MALFORMED else errors.Unreachable
    if fault is None or 300 <= status < 400:
        return errors.ForeignLink if fault else errors.Malformed
    if decode.is_routing(fault) or decode.is_permanent(fault):
        return errors.BadRequest
    if status == 404:
        return errors.NotFound if fault.envelope else errors.Malformed
    return CLASSES.get(status) or (errors.ServerFault if status >= 500 else errors.BadRequest)


def _said(fault: Fault) -> str:
    """What the service answered: status, code, text."""
    try:
        phrase = re.sub(r"\s+", " ", HTTPStatus(fault.status).phrase)
    except ValueError:
        phrase = ""
    others = [other for other in fault.codes if other not in (fault.code, "UnknownError")]
    code = " / ".join([fault.code, *others])
    detail = ": ".join(part for part in (code, fault.message.rstrip(". ")) if part)
    answer = f"the service answered {fault.status} {phrase}".rstrip()
    return f"{answer} ({detail})" if detail else answer


def _sentence(doing: str, said: str, hint: str, request_id: str, client_request_id: str, attempts: int) -> str:
    """Could not <doing>: <said>. <hint> (ids)."""
    tail = [f"request-id {request_id}"] if request_id else []
    tail += [f"client-request-id {client_request_id}"] if client_request_id else []
    tail += [f"{attempts} attempts"] if attempts > 1 else []
    return " ".join(
        part for part in (f"Could not {doing}: {said}.", hint, f"({', '.join(tail)})" if tail else "") if part
    )

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way to word a sign-in that failed: what we did, why it failed, what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions

if TYPE_CHECKING:
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.aadsts import Refusal


def failed(options: SignInOptions, doing: str, why: str, hint: str = "") -> SignInFailed:
    """A failure on our side of the wire, or none of the login service's making. why: no capital, no full stop."""
    return _failure(options, doing, f"{why}. {hint}".strip(), hint=hint)


def refused(options: SignInOptions, doing: str, answer: Mapping[str, Any], advice: str = "") -> SignInFailed:
    """The login service's error answer, in plain words. advice: what to do about an answer without a code."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.aadsts import read_refusal

    refusal = read_refusal(answer)
    if refusal.code is None and advice:
        refusal = refusal._replace(advice=advice)
    return _failure(options, doing, str(refusal), hint=refusal.advice, refusal=refusal)


def _failure(
    options: SignInOptions, doing: str, reason: str, *, hint: str, refusal: Refusal | None = None
) -> SignInFailed:
    text = options.redactor().text
    ids = refusal.ids if refusal else {}
    return SignInFailed(
        text(f"Could not {doing}: {reason}"),
        doing=text(doing),
        code=f"AADSTS{refusal.code}" if refusal and refusal.code else None,
        request_id=ids.get("trace-id"),
        client_request_id=ids.get("correlation-id"),
        hint=text(hint),
    )

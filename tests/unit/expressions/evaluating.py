# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions and what they give, for tests of the evaluator."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import Circumstances
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluate import evaluate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import VALUE, Outcome

NOON = datetime.datetime(2025, 7, 30, 12, tzinfo=datetime.timezone.utc)


def first_letters(alphabet: str, length: int) -> str:
    """A source of random characters that is not random: the alphabet from its beginning, over and over."""
    return (alphabet * (length // len(alphabet) + 1))[:length]


GIVEN = Circumstances(
    now=NOON,
    default_domain="contoso.com",
    placeholders={"%DomainFQDN%": "corp.contoso.com"},
    guid=lambda: "9d1b4d5c-0000-4000-8000-000000000001",
    random_text=first_letters,
)


def outcome(text: str, attributes: Mapping[str, Any] | None = None, **given: Any) -> Outcome:
    """How the evaluation of a text ends; given: circumstances other than those above."""
    return evaluate(parser.parse(text), attributes or {}, GIVEN._replace(**given))


def value(text: str, attributes: Mapping[str, Any] | None = None, **given: Any) -> Any:
    """What flows, without a doubt: neither an error nor a warning."""
    ended = outcome(text, attributes, **given)
    assert (ended.kind, ended.message, ended.warnings) == (VALUE, "", ())
    return ended.value


def doubtful(text: str, attributes: Mapping[str, Any] | None = None, **given: Any) -> tuple[Any, str]:
    """What flows, and the one warning that comes with it."""
    ended = outcome(text, attributes, **given)
    assert (ended.kind, len(ended.warnings)) == (VALUE, 1), ended
    return ended.value, ended.warnings[0]


def failure(text: str, attributes: Mapping[str, Any] | None = None, **given: Any) -> str:
    """Why the object fails."""
    ended = outcome(text, attributes, **given)
    assert (ended.kind, ended.value) == ("error", None), ended
    return ended.message

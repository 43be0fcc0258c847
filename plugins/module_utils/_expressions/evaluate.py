# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mapping expression gives for an object, without a tenant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import (
    functions_date,
    functions_encoding,
    functions_list,
    functions_logic,
    functions_outside,
    functions_replace,
    functions_text,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import Circumstances
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    ERROR,
    ESCROW,
    VALUE,
    Flat,
    Outcome,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Escrowed, Failed, Ignored
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.utf16 import without_halves
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import flat

__all__ = ("Circumstances", "FUNCTIONS", "Outcome", "evaluate")

LONGEST_MESSAGE = 1_000
NOTHING_GIVEN = Circumstances()

FUNCTIONS: Mapping[str, Implementation] = {
    **functions_text.FUNCTIONS,
    **functions_list.FUNCTIONS,
    **functions_logic.FUNCTIONS,
    **functions_replace.FUNCTIONS,
    **functions_date.FUNCTIONS,
    **functions_encoding.FUNCTIONS,
    **functions_outside.FUNCTIONS,
}


def evaluate(node: Node | None, attributes: Mapping[str, Any], given: Circumstances = NOTHING_GIVEN) -> Outcome:
    """What would flow for an object with these attributes; an attribute that is missing, None or [] is null.

    attributes: texts, whole numbers, truth values, lists of them; app role assignments are mappings with id, value and
    displayName. Never raises for what the parser gives, whatever the attributes hold, and takes bounded work.
    Semantics: grammar.md, sections 4 and 7, of the language reference; wherever the service's answer is not known, the
    outcome carries a warning.
    """
    run = Evaluation(attributes, given, FUNCTIONS)
    try:
        return Outcome(VALUE, _sendable(flat(run.value(node))), "", run.warnings())
    except Ignored as ignored:
        return Outcome(ignored.kind, None, "", run.warnings())
    except Escrowed as escrowed:
        return Outcome(ESCROW, None, str(escrowed), run.warnings())
    except Failed as failure:
        return Outcome(ERROR, None, _brief(str(failure)), run.warnings())


def _brief(message: str) -> str:
    """A message may quote a text of the object, which may be long."""
    return without_halves(message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…")


def _sendable(value: Flat) -> Flat:
    if isinstance(value, list):
        return [without_halves(one) for one in value]
    return None if value is None else without_halves(value)

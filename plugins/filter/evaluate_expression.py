# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: evaluate_expression
short_description: What a mapping expression gives for an object, without a tenant
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Evaluates the expression of an attribute mapping on the controller and returns what would flow to the target, so that
    mappings can be tested in a pipeline. Nothing is asked of the service, and nothing is templated.
  - It follows what is documented and observed of the service. Where the service's answer is not known, it does what seems
    most likely and warns; the guide on testing mappings has the list.
  - Without O(details) it fails where the object would fail in the service, and where every value of
    C(SelectUniqueValue) is taken.
  - The work is limited. An expression that takes too many steps, as some regular expressions do on some texts,
    is an error.
positional: _input, attributes
options:
  _input:
    description:
      - The text of the expression, or its tree as P(entra.provisioning.parse_expression#filter) gives it.
    type: raw
    required: true
  attributes:
    description:
      - The attributes of the source object. One that is missing, null or an empty list is null in the expression.
      - Values are texts, whole numbers, truth values, or lists of them. App role assignments are dictionaries with
        C(id), C(value) and C(displayName), or their values alone. Put dates in quotes.
    type: dict
    default: {}
  now:
    description:
      - The time that C(Now) gives, such as V(2025-07-30T14:00:00Z). Without an offset it is taken for UTC.
      - An expression that needs it fails without it. V(now(utc=true\)) is the time of the run.
    type: raw
  default_domain:
    description:
      - The domain that C(DefaultDomain) gives.
    type: str
  taken:
    description:
      - Values that are used in the target already, for C(SelectUniqueValue).
    type: list
    elements: str
    default: []
  placeholders:
    description:
      - Texts for what the service fills in from the settings of a job, such as V(%DomainFQDN%).
    type: dict
    default: {}
  lenient:
    description:
      - Take escapes other than V(\\\\) and V(\\"), and bare words that the language does not know, as they are written,
        where the filter would fail otherwise.
    type: bool
    default: false
  details:
    description:
      - Return a dictionary that tells how the evaluation ended, its warnings included, instead of the value. The filter
        then fails only for what is no expression, or no proper argument.
    type: bool
    default: false
seealso:
  - plugin: entra.provisioning.parse_expression
    plugin_type: filter
  - plugin: entra.provisioning.valid_expression
    plugin_type: test
  - module: entra.provisioning.synchronization_schema_parse_expression
"""

EXAMPLES = r"""
- name: Test a mapping in a pipeline
  ansible.builtin.assert:
    that:
      - mapping | entra.provisioning.evaluate_expression(person) == 'Doe, Jane'
  vars:
    mapping: Join(", ", [surname], [givenName])
    person:
      surname: Doe
      givenName: Jane

- name: Test a mapping that depends on the day
  ansible.builtin.assert:
    that: mapping | entra.provisioning.evaluate_expression(person, now='2025-07-30T00:00:00Z') == 'False'
  vars:
    mapping: IIF(DateDiff("d", Now(), CDate([StatusHireDate])) > 5, "False", "True")
    person:
      StatusHireDate: "2025-08-20"

- name: Test that nothing flows for an empty department
  ansible.builtin.assert:
    that: result.kind == 'ignore_attribute'
  vars:
    result: >-
      {{ 'IgnoreFlowIfNullOrEmpty([department])' | entra.provisioning.evaluate_expression({'department': ''}, details=true)
      }}
"""

RETURN = r"""
_value:
  description:
    - What flows, a text or a list of texts; none where nothing flows.
    - With O(details) a dictionary instead.
  type: raw
  contains:
    kind:
      description:
        - V(value), V(ignore_attribute) (this attribute stays as it is), V(ignore_object) (the object is skipped),
          V(error) (the object fails) or V(escrow) (every value of C(SelectUniqueValue) is taken).
      type: str
      sample: value
    value:
      description: What flows, a text or a list of texts; none where nothing flows.
      type: raw
      sample: Doe, Jane
    message:
      description: Why the object fails, else empty.
      type: str
    warnings:
      description: Where the service may answer otherwise, and why.
      type: list
      elements: str
"""

import datetime
import random
import uuid
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import (
    Circumstances,
    aware,
    point_in_time,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluate import evaluate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import ERROR, ESCROW
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import plain

NAME = "evaluate_expression"
# What an attribute can hold, and the dates that YAML makes of texts without quotes.
KNOWN = (str, int, float, list, tuple, Mapping, datetime.date, bytes, type(None))

display = Display()


def evaluate_expression(
    expression: Any,
    attributes: Any = None,
    now: Any = None,
    default_domain: Any = None,
    taken: Any = None,
    placeholders: Any = None,
    lenient: bool = False,
    details: bool = False,
) -> Any:
    """What flows. Raises AnsibleFilterError for what is no expression, wrong arguments, and without details for errors."""
    given = Circumstances(
        now=_time(now),
        default_domain=_text("default_domain", default_domain),
        taken=frozenset(_texts("taken", taken)),
        placeholders=_mapping("placeholders", placeholders),
        guid=lambda: str(uuid.uuid4()),
        random_text=lambda alphabet, length: "".join(random.SystemRandom().choices(alphabet, k=length)),
    )
    outcome = evaluate(_node(expression, lenient), _mapping("attributes", attributes), given)
    if details:
        return wrap_var({**outcome._asdict(), "warnings": list(outcome.warnings)})
    for warning in outcome.warnings:
        display.warning(f"{NAME}: {warning}")
    if outcome.kind in (ERROR, ESCROW):
        raise AnsibleFilterError(f"{NAME}: {outcome.message}")
    return wrap_var(outcome.value)


def _node(expression: Any, lenient: bool) -> Node:
    """The expression of a text, or of a tree."""
    try:
        if isinstance(expression, Mapping):
            return tree.from_tree(expression)
        if isinstance(expression, str):
            return parser.parse(plain(expression), lenient)
    except ExpressionError as problem:
        raise AnsibleFilterError(f"{NAME}: {problem}") from problem
    raise _refusal("the expression", "a text or a tree", expression)


def _time(now: Any) -> datetime.datetime | None:
    if now is None or isinstance(now, datetime.datetime):
        return None if now is None else aware(now)
    try:
        return point_in_time(now.isoformat() if isinstance(now, datetime.date) else plain(now))
    except TypeError as problem:
        raise _refusal("now", "a time", now) from problem
    except ValueError as problem:
        raise AnsibleFilterError(f"{NAME}: now: {problem}") from problem


def _text(option: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _refusal(option, "a text", value)
    return None if value is None else plain(value)


def _texts(option: str, value: Any) -> list[str]:
    if not isinstance(value, (list, tuple, type(None))):
        raise _refusal(option, "a list of texts", value)
    return [_text(option, one) or "" for one in value or []]


def _mapping(option: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, (Mapping, type(None))):
        raise _refusal(option, "a dictionary", value)
    found = value or {}
    for name, one in found.items():
        if not isinstance(one, KNOWN):
            raise _refusal(f"{option}.{name}", "a text, a number, a truth value, or a list of them", one)
    return found


def _refusal(option: str, wanted: str, value: Any) -> AnsibleFilterError:
    # The text of an undefined variable raises what Ansible then shows: the name of the variable.
    str(value)
    return AnsibleFilterError(f"{NAME}: {option} must be {wanted}, not {value.__class__.__name__}.")


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"evaluate_expression": evaluate_expression}

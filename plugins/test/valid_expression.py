# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: valid_expression
short_description: Whether a text is a mapping expression that the service can take
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Tells whether a text can be read as an expression of an attribute mapping, and whether its functions exist, have the
    right number of parameters, and stand where they may stand. Nothing is asked of the service.
  - What is merely doubtful does not make an expression invalid.
  - The test fails for what is no text at all. To see what is wrong with an expression, use
    P(entra.provisioning.parse_expression#filter) or the check mode of M(entra.provisioning.synchronization_schema).
options:
  _input:
    description:
      - The text of the expression.
    type: str
    required: true
  attributes:
    description:
      - The names of the attributes that the source object has. An expression that reads any other is invalid. Case
        counts.
      - Without it the attributes are not looked at.
    type: list
    elements: str
  context:
    description:
      - What the mapping is for, where that decides whether a function can be used. V(app) is provisioning to
        applications, V(hr) provisioning from Workday, SuccessFactors and API-driven sources, V(cloudsync) provisioning
        between Active Directory and Microsoft Entra ID.
    type: str
    choices:
      - app
      - hr
      - cloudsync
seealso:
  - plugin: entra.provisioning.parse_expression
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Refuse mappings that cannot be right, before anything is asked of the service
  ansible.builtin.assert:
    that:
      - item.expression is entra.provisioning.valid_expression
      - item.expression is entra.provisioning.valid_expression(attributes=['givenName', 'surname', 'mail'])
    fail_msg: "The mapping of {{ item.target_attribute }} is wrong."
  loop:
    - target_attribute: displayName
      expression: Join(", ", [surname], [givenName])
"""

RETURN = r"""
_value:
  description: Whether the expression is valid.
  type: bool
"""

from collections.abc import Iterable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check, parser, walk
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import ALL_CONTEXTS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR, ExpressionError


def valid_expression(text: Any, attributes: Iterable[str] | None = None, context: str | None = None) -> bool:
    """Whether no error is found in a text. Raises AnsibleFilterError for arguments of the wrong kind."""
    if not isinstance(text, str):
        raise AnsibleFilterError(f"valid_expression takes a text, not {text.__class__.__name__}.")
    if isinstance(attributes, str):
        raise AnsibleFilterError("valid_expression takes a list as attributes, not a text.")
    if context not in (None, *ALL_CONTEXTS):
        raise AnsibleFilterError(f"valid_expression knows the contexts {', '.join(ALL_CONTEXTS)}, not {context}.")
    try:
        node = parser.parse(text)
    except ExpressionError:
        return False
    if any(one.level == ERROR for one in check.findings(node, context=context)):
        return False
    return attributes is None or set(walk.attributes(node)) <= set(attributes)


class TestModule:
    """What Ansible looks for."""

    def tests(self) -> dict[str, Any]:
        return {"valid_expression": valid_expression}

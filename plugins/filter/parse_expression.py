# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: parse_expression
short_description: Turn a mapping expression into the tree that the service stores
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the text of an attribute mapping, such as V(Join(", ", [surname], [givenName]\)), and returns what the service
    stores as the source of the mapping. Nothing is asked of the service.
  - The filter fails, naming the place, for a text that is no expression. It does not judge what the expression says; for
    that there is P(entra.provisioning.valid_expression#test).
  - For about half of the functions no source tells under which keys the service stores their parameters. The filter
    fails for these and names them. M(entra.provisioning.synchronization_schema_parse_expression) asks the service.
options:
  _input:
    description:
      - The text of the expression. An attribute is written V([mail]), a text V("x").
    type: str
    required: true
  lenient:
    description:
      - Take escapes other than V(\\\\) and V(\\"), and bare words that the language does not know, as they are written,
        where the filter would fail otherwise.
    type: bool
    default: false
seealso:
  - plugin: entra.provisioning.print_expression
    plugin_type: filter
  - plugin: entra.provisioning.valid_expression
    plugin_type: test
  - module: entra.provisioning.synchronization_schema_parse_expression
"""

EXAMPLES = r"""
- name: Show how the service stores an expression
  ansible.builtin.debug:
    msg: "{{ expression | entra.provisioning.parse_expression }}"
  vars:
    expression: Append([mailNickname], "@contoso.com")

- name: Two ways to write one mapping give the same tree
  ansible.builtin.assert:
    that:
      - >-
        'Append( [mailNickname],"x" )' | entra.provisioning.parse_expression
        == 'Append([mailNickname], "x")' | entra.provisioning.parse_expression
"""

RETURN = r"""
_value:
  description: The source of an attribute mapping, as the Graph type attributeMappingSource has it.
  type: dict
  contains:
    expression:
      description: The text, as the service prints it.
      type: str
      sample: Append([mailNickname], "@contoso.com")
    name:
      description: The name of the function or of the attribute, or the text of the constant.
      type: str
      sample: Append
    type:
      description: V(Function), V(Attribute) or V(Constant).
      type: str
      sample: Function
    parameters:
      description: A C(key) and a C(value), a source again, for every parameter that is given.
      type: list
      elements: dict
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ExpressionError,
    NeedsService,
)

_ASK = "The module entra.provisioning.synchronization_schema_parse_expression asks the service."


def parse_expression(text: Any, lenient: bool = False) -> dict[str, Any]:
    """The source of a mapping for its text. Raises AnsibleFilterError for what is no expression."""
    if not isinstance(text, str):
        raise AnsibleFilterError(f"parse_expression takes a text, not {text.__class__.__name__}.")
    try:
        return tree.to_tree(parser.parse(text, lenient))
    except NeedsService as problem:
        raise AnsibleFilterError(f"parse_expression: {problem} {_ASK}") from None
    except ExpressionError as problem:
        raise AnsibleFilterError(f"parse_expression: {problem}") from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"parse_expression": parse_expression}

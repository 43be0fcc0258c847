# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: print_expression
short_description: Print the source of a mapping as text
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Prints the source of an attribute mapping as the service prints it. The name and the parameters are printed; the
    C(expression) that the source may have beside them is read only where they do not suffice.
  - A text is read as an expression and printed in the service's way, so that two texts can be compared.
  - The filter fails for what is neither.
options:
  _input:
    description:
      - The source of a mapping, as P(entra.provisioning.parse_expression#filter) returns it and a schema has it, or the
        text of an expression. For a null source, which some mappings have, the result is empty.
    type: raw
    required: true
seealso:
  - plugin: entra.provisioning.parse_expression
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show every mapping of a schema in one line
  ansible.builtin.debug:
    msg: "{{ item.targetAttributeName }} = {{ item.source | entra.provisioning.print_expression }}"
  loop: "{{ schema.document.synchronizationRules[0].objectMappings[0].attributeMappings }}"

- name: Blanks and left-out places make no difference
  ansible.builtin.assert:
    that:
      - expression | entra.provisioning.print_expression == 'Replace([mail], "-", , , "_", , )'
  vars:
    expression: Replace( [mail],"-", , ,"_" )
"""

RETURN = r"""
_value:
  description: The text of the expression, as the service prints it.
  type: str
  sample: Append([mailNickname], "@contoso.com")
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError


def print_expression(source: Any) -> str:
    """The canonical text of a source, or of an expression. Raises AnsibleFilterError for what is neither."""
    if source is None:
        return ""
    try:
        return printer.text(parser.parse(source) if isinstance(source, str) else tree.from_tree(source))
    except ExpressionError as problem:
        raise AnsibleFilterError(f"print_expression: {problem}") from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"print_expression": print_expression}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: csv_rows
short_description: Turn the text of a CSV file into rows
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the text of a CSV file, whose first line holds the names of the columns, and returns a dictionary for each further
    line. Every cell is a text, also one that looks like a number, so that C(007) stays what it is.
  - It is strict, so that no cell slips into another column unnoticed. The filter fails, naming the line, for a row that has
    more or fewer cells than there are columns and for a quotation that does not end; and for a column that has no name or
    is there twice.
  - Empty lines are passed over, and so is the byte order mark that spreadsheets put in front of UTF-8.
positional: _input, delimiter
options:
  _input:
    description:
      - The text of the file.
    type: str
    required: true
  delimiter:
    description:
      - The character between cells, for example V(;).
    type: str
    default: ","
seealso:
  - plugin: entra.provisioning.scim_users
    plugin_type: filter
  - module: entra.provisioning.synchronization_job_bulk_upload
"""

EXAMPLES = r"""
- name: Look at the people of a file
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'people.csv') | entra.provisioning.csv_rows }}"

- name: Read a file that a spreadsheet wrote with semicolons
  ansible.builtin.assert:
    that:
      - rows[0].Worker == '007'
      - rows[0].Name == 'Vance, Adele'
  vars:
    rows: "{{ text | entra.provisioning.csv_rows(';') }}"
    text: |
      Worker;Name
      007;Vance, Adele
"""

RETURN = r"""
_value:
  description: A dictionary for each row, keyed by the names of the columns.
  type: list
  elements: dict
  sample: [{"Worker": "007", "Name": "Adele Vance"}]
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._scim import table
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError


def csv_rows(text: Any, delimiter: Any = ",") -> Any:
    """The rows of a table. Raises AnsibleFilterError with all that is wrong with it."""
    # The text of an undefined variable raises what Ansible then shows: the name of the variable.
    str(text)
    try:
        # What stands in the file is data: braces in it are no template.
        return wrap_var(table.rows(text, delimiter))
    except ScimError as error:
        raise AnsibleFilterError(f"csv_rows: {error}") from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"csv_rows": csv_rows}

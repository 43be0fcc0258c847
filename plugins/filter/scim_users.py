# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: scim_users
short_description: Turn flat rows into SCIM users
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Builds a SCIM user (RFC 7643) of each row, by a mapping of SCIM paths to columns.
    M(entra.provisioning.synchronization_job_bulk_upload) takes rows and mapping too and does the same; the filter is there
    to look at the users, to test a mapping, and to change what comes out of it.
  - The C(schemas) of a user are the core schema and those extensions that it uses.
  - The filter fails with all that is wrong with mapping and rows, each named by its path, or by its row (counted from 1)
    and column.
  - A password among the cells stands in the result like everything else. It is a secret only for the module.
positional: _input, mapping
options:
  _input:
    description:
      - Rows, each a dictionary of cells by column, such as P(entra.provisioning.csv_rows#filter) returns.
    type: list
    elements: dict
    required: true
  mapping:
    description:
      - Which column goes where. A key is a SCIM path, such as V(userName), V(name.givenName),
        V(emails[type eq "work"].value), V(active), or V(urn:contoso:hr:1.0:User:badge). C(externalId) has to be among them;
        each row has its own.
      - A value is the name of a column; or a dictionary, with C(column) and a C(type) (V(string), V(boolean), V(integer),
        V(decimal)), or with C(value), a constant that is the same for every row.
      - Cells are texts unless a type is asked for, except that C(active) and C(primary) are true or false, said as V(true),
        V(false), V(yes), V(no), V(1) or V(0).
      - Empty cells are left out; and so are constants, where every cell of the same entry or object is empty.
      - Attributes without a schema in front are those that RFC 7643 defines for a user.
    type: dict
    required: true
seealso:
  - plugin: entra.provisioning.csv_rows
    plugin_type: filter
  - module: entra.provisioning.synchronization_job_bulk_upload
"""

EXAMPLES = r"""
- name: Look at the users that a file gives
  ansible.builtin.debug:
    msg: >-
      {{ lookup('ansible.builtin.file', 'people.csv') | entra.provisioning.csv_rows | entra.provisioning.scim_users(mapping)
      }}
  vars:
    mapping:
      externalId: Worker
      userName: Mail
      emails[type eq "work"].value: Mail
      active: Works here

- name: Test a mapping in a pipeline
  ansible.builtin.assert:
    that:
      - users[0].userName == 'adele.vance@contoso.example'
      - users[0].active is false
  vars:
    users: "{{ rows | entra.provisioning.scim_users({'externalId': 'id', 'userName': 'mail', 'active': 'works'}) }}"
    rows:
      - id: "701984"
        mail: adele.vance@contoso.example
        works: "no"
"""

RETURN = r"""
_value:
  description: A SCIM user for each row, in their order.
  type: list
  elements: dict
  sample:
    - schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"]
      externalId: "701984"
      userName: adele.vance@contoso.example
      emails: [{"type": "work", "value": "adele.vance@contoso.example"}]
      active: true
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._scim import people
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError


def scim_users(rows: Any, mapping: Any) -> Any:
    """The users. Raises AnsibleFilterError with all that is wrong with rows and mapping."""
    try:
        # What stands in the rows is data: braces in it are no template.
        return wrap_var(people.users(_plain(rows), _plain(mapping)))
    except ScimError as error:
        raise AnsibleFilterError(f"scim_users: {error}") from None


def _plain(tree: Any) -> Any:
    """A copy that is no longer lazy. The text of an undefined variable raises what Ansible then shows: its name."""
    if isinstance(tree, Mapping):
        return {_plain(key): _plain(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_plain(item) for item in tree]
    str(tree)
    return "".join(tree) if isinstance(tree, str) else tree


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"scim_users": scim_users}

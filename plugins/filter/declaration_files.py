# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: declaration_files
short_description: Turn a gathered declaration into files
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Makes the files of an export out of what M(entra.provisioning.synchronizations) returns with
    O(entra.provisioning.synchronizations#module:state=gathered),
    as paths and contents. The role C(entra.provisioning.export) writes them.
  - Each application has a file C(applications/<slug>.yml), in which its entry stands under one key that no other file has. So
    one task M(ansible.builtin.include_vars) with C(dir) reads all of them. What a person must decide stands above the entry, in
    comments that begin with C(a person must decide).
  - The file C(vault.example.yml) lists the variables of all secrets, without values.
  - The same declaration always gives the same bytes.
  - Texts that come from the service and look like templates bear the tag C(!unsafe), so that Ansible takes them as they are. The
    names of variables that stand for secrets are the only templates in a file.
  - A secret that is given by its value is refused.
positional: _input
options:
  _input:
    description:
      - The result of the module, or a dictionary with C(applications).
    type: dict
    required: true
seealso:
  - module: entra.provisioning.synchronizations
"""

EXAMPLES = r"""
- name: Read all that is provisioned
  entra.provisioning.synchronizations:
    state: gathered
  register: tenant

- name: Have a folder for the files
  ansible.builtin.file:
    path: tenant/applications
    state: directory
    mode: "0755"

- name: Write it down
  ansible.builtin.copy:
    dest: "tenant/{{ item.path }}"
    content: "{{ item.content }}"
    mode: "0644"
  loop: "{{ tenant | entra.provisioning.declaration_files }}"
  loop_control:
    label: "{{ item.path }}"
"""

RETURN = r"""
_value:
  description: The files, by path.
  type: list
  elements: dict
  contains:
    path:
      description: Where the file goes, seen from the folder of the export.
      type: str
    content:
      description: What stands in it.
      type: str
  sample:
    - path: applications/plain_web_app.yml
      content: |
        ---
        # Plain Web App
        # Exported by entra.provisioning. The next export of this application writes this file anew.
        plain_web_app:
          display_name: Plain Web App
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._estate import files


def declaration_files(gathered: Any) -> Any:
    """The files of a gathered declaration. Raises AnsibleFilterError when it is none."""
    try:
        # What stands in the files is data here: the templates in them are for whoever reads them.
        return wrap_var(files.files(gathered))
    except files.NotGathered as error:
        raise AnsibleFilterError(f"declaration_files: {error}") from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"declaration_files": declaration_files}

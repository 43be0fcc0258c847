# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: provisioning_report
short_description: Turn what was read of a tenant's provisioning into a report
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Makes of the results of modules one self-contained HTML page, or a JSON document that tells the same to machines.
  - The page shows jobs by state, quarantines with cause, remedy and age, what the latest cycles did, drift against a
    declaration, mapping changes against the default, and what the provisioning log says. It needs nothing from outside, runs
    no script, and forbids the browser to load anything. It is light or dark as the reader has it, can be printed, and is
    readable on a phone.
  - What could not be read is shown as not known, never as healthy or as absent; and so is what was not given.
  - The same data gives the same text, to the byte. There is no clock in it; O(as_of) says what moment the report is of.
  - Texts of the service are data. None of them becomes a part of the page's HTML, and hidden characters in them are shown.
  - Whom entries of the provisioning log are about is left out, since that is personal data.
positional: _input, format, title, tenant, as_of, previous
options:
  _input:
    description:
      - What was read. Every key is optional, and what a skipped task registered counts as left out.
    type: dict
    required: true
    suboptions:
      synchronizations:
        description:
          - The result of M(entra.provisioning.synchronization_info), read with
            O(entra.provisioning.synchronization_info#module:include=jobs), or
            RV(entra.provisioning.synchronization_info#module:synchronizations) alone.
        type: raw
      declared:
        description:
          - The result of declaring the applications in check mode - C(plan) and C(applications).
        type: dict
      schemas:
        description:
          - For each job the result of M(entra.provisioning.synchronization_schema_info) with
            O(entra.provisioning.synchronization_schema_info#module:only=changes), as a list, also as a loop registers them;
            or a dictionary with an export of the whole tenant under C(gathered).
        type: raw
      log:
        description:
          - The result of M(entra.provisioning.provisioning_log_info), or
            RV(entra.provisioning.provisioning_log_info#module:entries) alone.
        type: raw
  format:
    description:
      - What to make of it.
    type: str
    choices:
      - html
      - json
    default: html
  title:
    description:
      - The heading of the report.
    type: str
    default: Provisioning
  tenant:
    description:
      - The name of the tenant, shown below the heading.
    type: str
  as_of:
    description:
      - The moment that the report is of, with its zone, such as V(2026-03-02T08:00:00Z). Ages are counted from it, and jobs
        that should have run since are told. Without it, neither is.
    type: str
  previous:
    description:
      - The JSON document of an earlier report. When nothing but the moment is new, its moment is kept, so that the text is
        equal to the earlier one and a file that holds it need not change.
    type: str
seealso:
  - module: entra.provisioning.synchronization_info
  - module: entra.provisioning.synchronization_schema_info
  - module: entra.provisioning.provisioning_log_info
"""

EXAMPLES = r"""
- name: Read the jobs of the tenant
  entra.provisioning.synchronization_info:
    all: true
    include:
      - jobs
  register: tenant

- name: Write the page
  ansible.builtin.copy:
    content: "{{ read | entra.provisioning.provisioning_report(title='Contoso', as_of=as_of) | string }}"
    dest: report.html
    mode: "0644"
  vars:
    as_of: "{{ now(utc=true, fmt='%Y-%m-%dT%H:%M:%SZ') }}"
    read:
      synchronizations: "{{ tenant }}"

- name: Fail when a job is in quarantine
  ansible.builtin.assert:
    that: (read | entra.provisioning.provisioning_report('json') | from_json).numbers.by_state.quarantine == 0
  vars:
    read:
      synchronizations: "{{ tenant }}"
"""

RETURN = r"""
_value:
  description:
    - The page, or the document, as text.
    - The document has C(title), C(tenant), C(as_of), C(fingerprint) (over all but the moment), C(numbers) (the headline
      numbers), C(jobs), C(unreadable), C(synchronized_entries), C(drift), C(mapping_changes) and C(log). What was not given is
      C(null).
  type: str
  sample: "<!DOCTYPE html>..."
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._report import model, page

FORMATS = ("html", "json")


def provisioning_report(
    data: Any,
    format: Any = "html",
    title: Any = "Provisioning",
    tenant: Any = None,
    as_of: Any = None,
    previous: Any = None,
) -> Any:
    """The report of what was read. Raises AnsibleFilterError with all that is wrong with it."""
    # The text of an undefined variable raises what Ansible then shows: the name of the variable.
    str(data)
    try:
        if format not in FORMATS:
            raise InvalidInput([f"format: {format!r} is none of {', '.join(FORMATS)}."])
        made = model.build(data, str(title), _text(tenant), _text(as_of), _text(previous))
        # What the service says is data: braces in it are no template.
        return wrap_var(page.page(made) if format == "html" else model.document(made))
    except InvalidInput as error:
        raise AnsibleFilterError(f"provisioning_report: {error}") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"provisioning_report: the data is not as the modules return it: {error}") from None


def _text(value: Any) -> str | None:
    """A text that may be left out; an empty one is left out."""
    return None if value is None or str(value) == "" else str(value)


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"provisioning_report": provisioning_report}

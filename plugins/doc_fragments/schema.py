# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module names the schema that it is about."""

from __future__ import annotations


class ModuleDocFragment:
    """The owner, and the job or template whose schema it is."""

    DOCUMENTATION = r"""
options:
  service_principal_id:
    description:
      - The object id of a service principal (enterprise application), whose job has the schema. Not the application
        (client) id.
      - It is the form that costs no extra request.
      - Exactly one of O(service_principal_id), O(application_id), O(app_id) and O(display_name) is given.
    type: str
  application_id:
    description:
      - The object id of an application object (app registration), whose template has the schema.
    type: str
  template_id:
    description:
      - Of a service principal, the template whose job has the schema, also when the service stored the template under
        another name (C(customappsso) becomes C(customappssoOutDelta)). The jobs are listed for it, which costs one
        request.
      - Of an application, the template that has the schema.
      - Exactly one of O(template_id) and O(job_id) is given.
    type: str
  job_id:
    description:
      - The id of the job that has the schema, as RV(entra.provisioning.synchronization_job#module:job.id) gives it.
        It is the form that costs no extra request.
    type: str
"""

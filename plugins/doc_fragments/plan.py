# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module that writes says about its plan."""

from __future__ import annotations


class ModuleDocFragment:
    """The hazards that a real run refuses, and the way to apply only what was reviewed."""

    DOCUMENTATION = r"""
options:
  accept_hazards:
    description:
      - The hazards that may be in the plan. A change that can hurt is shown in check mode as a warning, and refused in
        a real run before the first write, unless its name stands here.
      - V(change_many) - a mistake would concern a large share of all that is provisioned at once.
      - V(change_scope) - objects that leave the scope are deprovisioned in the target at the next cycle.
      - V(delete_undeclared) - something that is stored and was not declared may be lost.
      - V(disable_object_mapping) - objects of that kind are no longer provisioned.
      - V(drop_matching_attribute) - existing accounts are no longer found, so duplicates may be created.
      - V(enable_deletes) - the service may delete accounts in the target.
      - V(force_deletes) - the deletions that the threshold held back are carried out.
      - V(forget_links) - the links between source and target accounts are forgotten and made again, so duplicates may be
        created.
      - V(remove_mappings) - a large share of the attribute mappings goes.
      - V(reset_watermark) - every object is read and evaluated again, which may take hours or days.
    type: list
    elements: str
    choices:
      - change_many
      - change_scope
      - delete_undeclared
      - disable_object_mapping
      - drop_matching_attribute
      - enable_deletes
      - force_deletes
      - forget_links
      - remove_mappings
      - reset_watermark
    default: []
  expected_plan:
    description:
      - The fingerprint of a plan that was reviewed, as RV(plan.fingerprint) of a run in check mode gives it.
      - When given, only that plan is applied. If the service or the task has changed meanwhile, so that the plan of
        this moment is another one, the module fails before the first write. Nothing left to do is not a failure.
      - Values of secrets are not part of the fingerprint.
    type: str
"""

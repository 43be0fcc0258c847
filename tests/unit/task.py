# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task without Ansible: options validated as a module would, and the road walked against the fake Graph."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS

# Written out here and not imported: the promise of every writing module.
PLAN_OPTIONS = {
    "accept_hazards": {"type": "list", "elements": "str", "choices": list(HAZARDS), "default": []},
    "expected_plan": {"type": "str"},
}


class Refused(Exception):
    """The options do not pass the argument spec."""


def parameters(resource, options, writes=True):
    """The options as the module would get them. Raises Refused with Ansible's words."""
    spec = {**(PLAN_OPTIONS if writes else {}), **resource.OPTIONS}
    outcome = ArgumentSpecValidator(spec, **resource.RULES).validate(options)
    if outcome.error_messages:
        raise Refused(" ".join(outcome.error_messages))
    return outcome.validated_parameters


def run(resource, graph, check=False, **options):
    """The result of a writing module."""
    params = parameters(resource, options)
    return _road.travel(resource.propose(graph, params), params, check)


def ask(resource, graph, **options):
    """The result of a reading module."""
    return resource.answer(graph, parameters(resource, options, writes=False))

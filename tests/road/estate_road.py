# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives `synchronizations` over the whole road: options as Ansible hands them over, waits that take no time."""

from __future__ import annotations

import json
import os

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils import _module, _road
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations
from ansible_collections.entra.provisioning.plugins.module_utils._module import PLAN_OPTIONS
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.modules import synchronizations as synchronizations_module

from .graph_road import connected
from .resource_road import writes

CONTOSO, FABRIKAM, INBOUND = "Contoso SCIM", "Fabrikam Sign-On", "API-driven Inbound"
CUSTOM = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
NEW = "Litware Portal"
TOKEN = "planted-secret-of-the-estate"


def parameters(emu, **given):
    """The options as a module gets them."""
    spec = {**CONNECTION, **PLAN_OPTIONS, **synchronizations.OPTIONS}
    # A document of its own, as comes to a module: the validator fills in what was not given, wherever it is shared.
    options = json.loads(json.dumps({**emu.options(), **given}))
    outcome = ArgumentSpecValidator(spec, **synchronizations.RULES).validate(options)
    assert not outcome.error_messages, outcome.error_messages
    return outcome.validated_parameters


def run(emu, *applications, check=False, tell=None, clock=None, **given):
    """One run; the result of the road. clock: another one than that whose waits take no time."""
    params = parameters(emu, applications=list(applications), **given)
    with connected(emu, read_only=check, **({"clock": clock} if clock else {})) as graph:
        graph.tell = tell or graph.tell
        return _road.travel(synchronizations.propose(graph, params), params, check)


def failing(emu, *applications, **given):
    """One run that fails on its way; its result."""
    try:
        result = run(emu, *applications, **given)
    except _road.Stopped as stop:
        return stop.result
    raise AssertionError(f"the run did not fail: {result['plan']['summary']}")


def unchanged(emu, *applications, **given):
    """A run that finds nothing to do and writes nothing."""
    mark = emu.mark()
    result = run(emu, *applications, **given)
    assert (result["changed"], writes(emu, mark)) == (False, []), result["plan"]["summary"]
    return result


def row(result, name):
    """What a result says of one application."""
    (found,) = [one for one in result["applications"] if one["name"] == name]
    return found


def actions(changes):
    """The verbs of some changes."""
    return [change["action"] for change in changes]


def mapped(source, target, expression, rule, attribute="displayName"):
    """A schema that maps one attribute by an expression."""
    mapping = {"target_attribute": attribute, "expression": expression}
    inner = {"source_object": source, "target_object": target, "attribute_mappings": [mapping]}
    return {"synchronization_rules": [{"name": rule, "object_mappings": [inner]}]}


def scim_schema(expression="Trim([displayName])"):
    """A tailored schema of the template scim."""
    return mapped(
        "User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", expression, "USERGROUP_OUTBOUND_USERGROUP"
    )


def principals(emu, name):
    """The service principals of a name that there are, whatever lists show."""
    tenant = emu.world.tenants[emu.tenant_id]
    return [one for one in tenant.service_principals.values() if one.display_name == name]


class Listener:
    """A host of the module that keeps the result."""

    diff = True
    environment = os.environ

    def __init__(self, params, check_mode):
        self.params, self.check_mode = params, check_mode
        self.redactor = Redactor()
        self.result, self.told = {}, []

    def tell(self, text):
        self.told.append(text)

    def finish(self, result, warnings):
        self.result = {**result, "warnings": warnings}

    fail = finish


def module(emu, *applications, check=False, **given):
    """The result of the module as a whole, as it leaves the boundary."""
    host = Listener(parameters(emu, applications=list(applications), **given), check)
    with _module.hosted(lambda spec: host):
        synchronizations_module.main()
    return host.result

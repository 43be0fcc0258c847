# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module `synchronizations` in a process of its own, which somebody kills."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._graph import settle
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.modules import synchronizations

# What the module imports when it needs it is imported before the processes are made.
for _name in ("_resources.application_from_template", "_resources.schema_write", "_schema.merge"):
    importlib.import_module(f"ansible_collections.entra.provisioning.plugins.module_utils.{_name}")


class Host:
    """What the boundary needs of a host, and not more: the results of this process are for nobody."""

    check_mode = diff = False
    environment: Mapping[str, str] = os.environ

    def __init__(self, spec: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        rules = {key: value for key, value in spec.items() if key not in ("argument_spec", "supports_check_mode")}
        outcome = ArgumentSpecValidator(spec["argument_spec"], **rules).validate(dict(given))
        if outcome.error_messages:
            raise SystemExit(f"options: {outcome.error_messages}")
        self.params = outcome.validated_parameters
        self.redactor = Redactor()

    def tell(self, text: str) -> None:
        """Nobody listens."""

    def finish(self, _result: Mapping[str, Any], _warnings: list[str]) -> None:
        """The run was not killed."""

    def fail(self, result: Mapping[str, Any], _warnings: list[str]) -> None:
        """The run failed before it was killed."""
        raise SystemExit(f"failed: {result['msg']}")


def run(connection: Mapping[str, Any], applications: Any) -> None:
    """Run the module."""
    settle.FIRST_DELAY = 0.02
    given = {**connection, "applications": list(applications)}
    with _module.hosted(lambda spec: Host(spec, given)):
        synchronizations.main()

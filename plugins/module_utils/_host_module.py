# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ordinary host: AnsibleModule, in a Python process of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.parameters import PASS_VARS
from ansible_collections.entra.provisioning.plugins.module_utils._secret import SHORTEST_MASKABLE, Redactor
from ansible_collections.entra.provisioning.plugins.module_utils._sensitive import (
    invocation,
    register,
    sensitive_values,
    spelled,
)

# What Ansible gives a module beside its options. Their names are compared with none, which each task would pay for.
INTERNAL = frozenset(f"_ansible_{name}" for name in PASS_VARS)


class Informed(AnsibleModule):  # type: ignore[misc]
    """AnsibleModule, told of every secret before it checks the options: refusing them, it shows them, and it logs them."""

    def _load_params(self) -> None:
        super()._load_params()
        # Until the options are checked: as they were given.
        self.unchecked: Mapping[str, Any] | None = dict(self.params)
        options = {name: value for name, value in self.params.items() if name not in INTERNAL}
        secrets = sensitive_values(self.argument_spec, options)
        self.redactor = Redactor()
        self.redactor.add_all(secrets)
        forms = spelled(secrets)
        self.no_log_values.update(forms)
        register(sorted(forms))

    def fail_json(self, *args: Any, **kwargs: Any) -> None:
        """End the process with a failure that shows the parameters as the direct host does, and where they are wrong."""
        if self.unchecked is not None and "msg" in kwargs:
            from ansible_collections.entra.provisioning.plugins.module_utils import _wrong_rows

            kwargs["msg"] = _wrong_rows.told(kwargs["msg"], self.argument_spec, self.unchecked)
        kwargs.setdefault("invocation", invocation(self.argument_spec, self.params, self.redactor))
        super().fail_json(*args, **kwargs)


class ModuleHost:
    """AnsibleModule as the boundary sees it."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._module = Informed(**spec)
        self._module.unchecked = None
        self._spec = spec["argument_spec"]
        self.params: Mapping[str, Any] = self._module.params
        self.check_mode: bool = self._module.check_mode
        self.diff: bool = self._module._diff
        self.environment: Mapping[str, str] = os.environ
        self.redactor: Redactor = self._module.redactor
        secrets = sensitive_values(self._spec, self.params)
        self.redactor.add_all(secrets)
        register(secrets)
        self._leave_masking_to_us()

    def _leave_masking_to_us(self) -> None:
        """What AnsibleModule masks besides is what it found itself.

        It would replace a one-letter secret in every word of the result, and look for each of very many in every text.
        """
        checked = getattr(self._module, "validation_result", None)
        found: set[Any] = getattr(checked, "_no_log_values", None) or set()
        self._module.no_log_values = {value for value in found if len(str(value)) >= SHORTEST_MASKABLE}

    def tell(self, text: str) -> None:
        """Nobody watches a module's process."""

    def finish(self, result: Mapping[str, Any], warnings: list[str]) -> None:
        """End the process with a success."""
        self._warn(warnings)
        self._module.exit_json(**result, invocation=invocation(self._spec, self.params, self.redactor))

    def fail(self, result: Mapping[str, Any], warnings: list[str]) -> None:
        """End the process with a failure."""
        self._warn(warnings)
        self._module.fail_json(**result, invocation=invocation(self._spec, self.params, self.redactor))

    def _warn(self, warnings: list[str]) -> None:
        for warning in warnings:
            self._module.warn(warning)

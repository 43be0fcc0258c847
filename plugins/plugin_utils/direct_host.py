# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host: runs every module of the collection in the controller's process where that is the same thing.

A module costs a new Python process before it does anything. On a local connection nothing is gained by it, so
the action plugin of each module's name (a label, plugins/action/<module>.py) runs the same code right here, and
hands over to the ordinary module wherever the two could differ. `entra_provisioning_direct: false` turns it off.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Any

from ansible import constants
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible.utils.vars import merge_hash
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.module_utils._sensitive import (
    invocation,
    register,
    sensitive_values,
)

MODULES = "ansible_collections.entra.provisioning.plugins.modules."
MODULE_UTILS = "ansible_collections.entra.provisioning.plugins.module_utils."
SWITCH = "entra_provisioning_direct"
LIBRARIES = ("requests", "msal")
# What a task comes by on its way, below module_utils: the road, and the sign-in that is met most.
ON_THE_WAY = (
    "_graph.msal_client",
    "_graph.sign_in_client_secret",
    "_graph.sign_in_failure",
    "_graph.token_http",
    "_graph.unreachable",
    "_road",
)
# What a module that reads many things at once has of its own.
MANY = ("_graph.batch", "_graph.lanes", "_graph.many", "_graph.reading")
# Asked while the main process imports this: the processes of tasks have no terminal of their own.
WATCHED = sys.stdout.isatty()

display = Display()


class Finished(BaseException):
    """The module has its result. A BaseException, because it is no error and nobody may catch it on the way."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__()
        self.result = result


class DirectHost:
    """The controller's process as the boundary sees it."""

    def __init__(self, spec: Mapping[str, Any], action: DirectAction, shows_invocation: bool) -> None:
        self._shows_invocation = shows_invocation
        self.check_mode = bool(action._task.check_mode)
        self.diff = bool(action._task.diff)
        self.environment = os.environ
        self.redactor = Redactor()
        self._spec = spec["argument_spec"]
        self.params = self._validated(spec, plain(action._task.args), action._task.action)

    def _validated(self, spec: Mapping[str, Any], args: dict[str, Any], name: str) -> Mapping[str, Any]:
        """The parameters as AnsibleModule would have them, or its very words on what is wrong with them."""
        self.params = args
        self.redactor.add_all(sensitive_values(self._spec, args))
        rules = {key: value for key, value in spec.items() if key not in ("argument_spec", "supports_check_mode")}
        outcome = ArgumentSpecValidator(self._spec, **rules).validate(args)
        self.params = outcome.validated_parameters
        secrets = sensitive_values(self._spec, self.params)
        self.redactor.add_all(secrets)
        register(secrets)
        if outcome.error_messages:
            message = outcome.errors.msg
            if isinstance(outcome.errors[0], UnsupportedError):
                message = f"Unsupported parameters for ({name}) module: {message}"
            from ansible_collections.entra.provisioning.plugins.module_utils import _wrong_rows

            message = _wrong_rows.told(message, self._spec, args)
            self.fail({"failed": True, "msg": self.redactor.text(message)}, [])
        return self.params

    def tell(self, text: str) -> None:
        """Show how far a long run is, to a person and not to a log."""
        if WATCHED:
            display.display(self.redactor.text(text), color=constants.COLOR_VERBOSE)

    def finish(self, result: Mapping[str, Any], warnings: list[str]) -> None:
        """End the task with a success."""
        shown = dict(result)
        if self._shows_invocation:
            shown["invocation"] = invocation(self._spec, self.params, self.redactor)
        if warnings:
            shown["warnings"] = warnings
        raise Finished(shown)

    # What makes a failure is in the result itself.
    fail = finish


class DirectAction(ActionBase):
    """Runs the module of the action's name directly, or hands over to it."""

    _supports_check_mode = True
    _supports_diff = True
    _supports_async = True

    def __init_subclass__(cls, beforehand: Iterable[str] = (), **options: Any) -> None:
        """Import the module together with its label, in the process that every task is forked from.

        Ansible compiles a collection's code anew in each process that imports it, which would be each task.
        beforehand: what the module itself imports only when it is needed, below module_utils; a module process saves
        the compiling so, and here each task would pay for it. As it would for the libraries.
        """
        super().__init_subclass__(**options)
        utils = (MODULE_UTILS + name for name in (*ON_THE_WAY, *beforehand))
        for name in (MODULES + cls.__module__.rpartition(".")[2], *utils):
            importlib.import_module(name)
        for name in LIBRARIES:
            # What is not there, or broken, is told by the task that needs it.
            with suppress(ImportError):
                importlib.import_module(name)

    def run(self, tmp: Any = None, task_vars: Any = None) -> Any:
        """The result of the module, from whichever host."""
        result = super().run(tmp, task_vars)
        reason = self._why_not_direct(task_vars or {})
        if reason:
            display.v(f"{self.module_name()}: runs as an ordinary module, because {reason}.")
            return self._handed_over(result, task_vars)
        return merge_hash(result, self._direct(_shows_invocation(task_vars or {})))

    def module_name(self) -> str:
        """The name of the module without its collection."""
        return str(self._task.resolved_action or self._task.action).rpartition(".")[2]

    def _direct(self, shows_invocation: bool) -> dict[str, Any]:
        """Run the module in this process."""

        def open_host(spec: Mapping[str, Any]) -> DirectHost:
            return DirectHost(spec, self, shows_invocation)

        with _environment(self._task.environment), _folder(self._loader.get_basedir()), _module.hosted(open_host):
            try:
                importlib.import_module(MODULES + self.module_name()).main()
            except Finished as finished:
                return finished.result
        raise RuntimeError(f"{self.module_name()} ended without a result")

    def _handed_over(self, result: dict[str, Any], task_vars: Any) -> Any:
        """Run the ordinary module, as ansible.builtin.normal does."""
        in_background = self._task.async_val and not self._connection.has_native_async
        result = merge_hash(result, self._execute_module(task_vars=task_vars, wrap_async=in_background))
        if not in_background:
            self._remove_tmp_path(self._connection._shell.tmpdir)
        return result

    def _why_not_direct(self, task_vars: Mapping[str, Any]) -> str:
        """The reason to use an ordinary module, or an empty text."""
        if not boolean(self._templar.template(task_vars.get(SWITCH, True)), strict=False):
            return f"{SWITCH} is false"
        if self._connection.transport != "local":
            return f"the connection is {self._connection.transport}"
        if self._connection.become or self._task.become:
            return "the task asks for become"
        if self._task.async_val:
            return "the task asks for async"
        missing = [name for name in LIBRARIES if find_spec(name) is None]
        if missing:
            return f"the controller's Python lacks {' and '.join(missing)}"
        return self._other_interpreter(task_vars)

    def _other_interpreter(self, task_vars: Mapping[str, Any]) -> str:
        """The reason that lies in the interpreter asked for."""
        variables = task_vars
        if self._task.delegate_to:
            variables = (task_vars.get("ansible_delegated_vars") or {}).get(self._task.delegate_to) or task_vars
        wanted = self._templar.template(variables.get("ansible_python_interpreter") or "auto")
        if wanted.startswith("auto") or _same_interpreter(wanted, sys.executable):
            return ""
        return f"ansible_python_interpreter asks for {wanted}"


def _shows_invocation(task_vars: Mapping[str, Any]) -> bool:
    """Whether a module's result would carry its parameters: always before ansible-core 2.21, then a setting."""
    try:
        return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=task_vars))
    except AnsibleError:
        return True


def _same_interpreter(wanted: str, ours: str) -> bool:
    """Whether both paths start the same Python of the same (virtual) environment."""
    if os.path.normpath(wanted) == os.path.normpath(ours):
        return True
    same_folder = os.path.dirname(os.path.normpath(wanted)) == os.path.dirname(os.path.normpath(ours))
    return same_folder and os.path.exists(wanted) and os.path.samefile(wanted, ours)


@contextmanager
def _environment(asked: Any) -> Iterator[None]:
    """The task's `environment` for as long as the module runs; the items of a loop share this process."""
    layers = asked if isinstance(asked, list) else [asked or {}]
    before = dict(os.environ)
    for layer in layers:
        os.environ.update({str(key): str(value) for key, value in plain(layer or {}).items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _folder(path: str) -> Iterator[None]:
    """In the folder of the playbook for as long as the module runs, as the local connection runs modules there."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


def plain(value: Any) -> Any:
    """A copy in plain Python types, as a module gets it: no tags, vaulted values decrypted."""
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return "".join(str(value))

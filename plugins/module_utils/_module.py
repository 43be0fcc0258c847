# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Ansible boundary: parameters in, result out, nothing else. A module says what it is; a host runs it.

Two hosts run the same modules: the ordinary one (AnsibleModule, in a process of its own) and the direct one
(the action plugin, in the controller's process). A host has `params`, `check_mode`, `diff`, `redactor`,
`tell(text)` for who watches a long run, `finish(result)` and `fail(result)`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._core.visible import visible, visible_tree
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor

if TYPE_CHECKING:
    from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal

# The options of every module that writes.
PLAN_OPTIONS: Mapping[str, Any] = {
    "accept_hazards": {"type": "list", "elements": "str", "choices": list(HAZARDS), "default": []},
    "expected_plan": {"type": "str"},
}

# What a result says, apart from what it found.
SAID = frozenset(("diff", "done", "error", "failed_change", "msg", "plan", "trace"))

_hosts: list[Callable[..., Any]] = []


class Offline:
    """What is handed to a module in place of a graph where there is no connection."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor


@contextmanager
def hosted(open_host: Callable[..., Any]) -> Iterator[None]:
    """While this lasts, modules run on the given host instead of AnsibleModule."""
    _hosts.append(open_host)
    try:
        yield
    finally:
        _hosts.pop()


def _open(options: Mapping[str, Any], rules: Mapping[str, Any]) -> Any:
    """The host of this run, with the options of the module and those of the connection."""
    spec = {"argument_spec": {**CONNECTION, **options}, "supports_check_mode": True, **rules}
    if _hosts:
        return _hosts[-1](spec)
    from ansible_collections.entra.provisioning.plugins.module_utils._host_module import ModuleHost

    return ModuleHost(spec)


def reconcile(
    options: Mapping[str, Any],
    propose: Callable[[Any, Mapping[str, Any]], Proposal],
    offline: Container[str] = (),
    **rules: Any,
) -> None:
    """Run a module that writes: `propose(graph, params)` reads and plans, the road does the rest.

    options: the argument spec of the module's own options; offline: the states in which there is no connection, and
    `graph` can do no more than learn what is to be masked; rules: required_if and its siblings.
    """
    # Modules that only read do without the road, and need not compile it in every task.
    from ansible_collections.entra.provisioning.plugins.module_utils import _road

    host = _open({**PLAN_OPTIONS, **options}, rules)

    def walk(graph: Any) -> dict[str, Any]:
        try:
            return _road.travel(propose(graph, host.params), host.params, host.check_mode)
        except _road.Stopped as stop:
            return stop.result

    _run(host, walk, read_only=host.check_mode, offline=host.params.get("state") in offline)


def inquire(
    options: Mapping[str, Any], answer: Callable[[Any, Mapping[str, Any]], Mapping[str, Any]], **rules: Any
) -> None:
    """Run a module that only reads: `answer(graph, params)` is its result. The gate stays shut."""
    host = _open(options, rules)

    def walk(graph: Any) -> dict[str, Any]:
        return {"changed": False, **answer(graph, host.params)}

    _run(host, walk, read_only=True)


def _run(host: Any, walk: Callable[[Any], dict[str, Any]], read_only: bool, offline: bool = False) -> None:
    """Connect, walk, and turn every ending into a result; no exception leaves this function."""
    graph: Any = None
    try:
        if offline:
            graph = Offline(Redactor())
        else:
            graph = connect(host.params, read_only=read_only, environment=host.environment)
            graph.tell = lambda text: host.tell(visible(text))
        result = walk(graph)
    except (Situation, GraphError) as error:
        result = _failed(error)
    except Exception as error:
        result = _unexpected(error)
    if graph is not None:
        host.redactor.learn_from(graph.redactor)
    _end(host, result)


def _failed(error: Exception) -> dict[str, Any]:
    """The result of a task that ended before its first write."""
    from ansible_collections.entra.provisioning.plugins.module_utils import _road

    said = {**getattr(error, "result", {}), **_road.facts(error)}
    text = str(error)
    blank = "" if text.endswith("\n") else " "
    return {**said, "failed": True, "msg": f"{text}{blank}Nothing was changed."}


def _unexpected(error: Exception) -> dict[str, Any]:
    """The result of a defect of ours: the trace goes along as text, redacted like the rest."""
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    message = f"Unexpected {type(error).__name__}: {error}. This is a defect of the collection; please report it."
    return {"failed": True, "msg": message, "trace": trace.splitlines()}


def _readable(result: dict[str, Any]) -> dict[str, Any]:
    """The result with what it says made visible; what it found stays as it is. A text for people may be one of many."""
    rows = result.get("applications")
    shown = {name: visible_tree(value) for name, value in result.items() if name in SAID}
    if isinstance(rows, list):
        shown["applications"] = [_readable(row) if isinstance(row, dict) else row for row in rows]
    return {**result, **shown}


def _end(host: Any, result: dict[str, Any]) -> None:
    """Hand the redacted result to the host."""
    if not host.diff:
        result.pop("diff", None)
    warnings = result.pop("warnings", [])
    clean = _readable(host.redactor.tree(result))
    clean_warnings = [visible(host.redactor.text(warning)) for warning in warnings]
    if clean.get("failed"):
        host.fail(clean, clean_warnings)
    else:
        host.finish(clean, clean_warnings)

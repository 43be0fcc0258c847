# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of operations: verb and path pattern to function, with the permissions kept beside it by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from . import problems
from .call import Answer, Call

Operation = Callable[[Call], Answer]
SERVICE_PRINCIPAL, APPLICATION, BOTH = ("servicePrincipals",), ("applications",), ("servicePrincipals", "applications")


@dataclass(frozen=True)
class Route:
    """`documented`: false for a root that only the SDKs know (switch undocumented_roots)."""

    name: str
    run: Operation
    documented: bool = True


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    parameter: str = ""
    any_child: _Node | None = None
    routes: dict[str, Route] = field(default_factory=dict)


_ROOT = _Node()


def operation(method: str, pattern: str, name: str) -> Callable[[Operation], Operation]:
    """Register a function. In the pattern `{x}` takes any part, `$x` and words are literal."""

    def register(run: Operation) -> Operation:
        _add(method, pattern, Route(name, run))
        return run

    return register


def synchronization(
    method: str, tail: str, name: str, roots: tuple[str, ...] = BOTH
) -> Callable[[Operation], Operation]:
    """Register `…/synchronization/<tail>` under both roots, marking those that no documentation knows."""

    def register(run: Operation) -> Operation:
        for root in BOTH:
            _add(method, f"{root}/{{owner}}/synchronization/{tail}", Route(name, run, root in roots))
        return run

    return register


def _add(method: str, pattern: str, route: Route) -> None:
    node = _ROOT
    for part in filter(None, pattern.split("/")):
        if part.startswith("{"):
            node.any_child = node.any_child or _Node(parameter=part[1:-1])
            assert node.any_child.parameter == part[1:-1], f"two parameter names at one place: {pattern}"
            node = node.any_child
        else:
            node = node.children.setdefault(part, _Node())
    assert method not in node.routes, f"{method} {pattern} is registered twice"
    node.routes[method] = route


def find(call: Call) -> Route:
    """The route of a call, with call.params, call.root and call.operation set; refused as the service refuses."""
    node = _ROOT
    for part in call.parts:
        child = node.children.get(part)
        if child is None:
            child = node.any_child
            if child is None:
                raise _unrouted(call, part)
            call.params[child.parameter] = part
        node = child
    route = node.routes.get(call.method)
    if route is None or not _offered(call, route):
        raise _unrouted(call, call.parts[-1] if call.parts else "", known=bool(node.routes))
    call.root, call.operation = call.parts[0], route.name
    return route


def _offered(call: Call, route: Route) -> bool:
    return route.documented or call.switches["undocumented_roots"] == "accept"


def _unrouted(call: Call, part: str, known: bool = False) -> problems.Refusal:
    if "synchronization" in call.parts:
        return problems.no_http_resource("/".join(call.parts))
    if known:
        text = f"Specified HTTP method is not allowed for the request target. ({call.method})"
        return problems.Refusal(405, "Request_BadRequest", text)
    return problems.bad_request(f"Resource not found for the segment '{part}'.")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the connection options to a `graph` object. Everything that needs no network is checked before any request."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import Graph
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock
from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import (
    SignInOptions,
    check_options,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.signin import choose, sign_in
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import TokenSource
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import open_session

# A token that the user already holds is not written anywhere.
_NOT_CACHED = ("access_token",)


class _Shared(NamedTuple):
    source: TokenSource
    session: Any


# By process, method and options. The items of a loop, and the tasks that one worker runs, share a token and sockets;
# a process that was forked does not, since two must not speak through one socket.
_shared: dict[tuple[int, str, SignInOptions], _Shared] = {}
_lock = threading.Lock()


def connect(
    params: Mapping[str, Any],
    *,
    read_only: bool,
    environment: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> Graph:
    """A client of Microsoft Graph.

    params: the connection options (_connection_options.CONNECTION), others are passed over; read_only: refuse every
    unsafe verb; environment: where the options' fallbacks came from, by default this process's own; clock: by which it
    waits, by default the machine's. BadConnection names the option that is wrong; nothing is sent before the first call
    of the client, which also fetches the token (SignInFailed).
    """
    need("requests", "requests>=2.28", "talk to Microsoft Graph")
    surroundings = os.environ if environment is None else environment
    method, options = choose(params, check_options(params, surroundings), surroundings)
    shared = _share(method, options)
    return Graph(
        options.cloud.graph_root,
        params.get("api_version") or "v1.0",
        shared.source,
        ca_path=options.ca_path,
        proxy=options.proxy.reveal() if options.proxy else None,
        timeout=options.timeout,
        deadline=options.deadline,
        read_only=read_only,
        redactor=options.redactor(),
        clock=clock,
        session=shared.session,
    )


def forget() -> None:
    """Drop what is shared, connections included, as a new process would start."""
    with _lock:
        for shared in _shared.values():
            shared.session.close()
        _shared.clear()


def _share(method: str, options: SignInOptions) -> _Shared:
    key = (os.getpid(), method, options)
    with _lock:
        if key not in _shared:
            _shared[key] = _Shared(TokenSource(sign_in(method, options), _cache(method, options)), open_session())
        return _shared[key]


def _cache(method: str, options: SignInOptions) -> Any:
    if options.token_cache is None or method in _NOT_CACHED:
        return None
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_cache import TokenCache, cache_key

    return TokenCache(options.token_cache, cache_key(options, method))

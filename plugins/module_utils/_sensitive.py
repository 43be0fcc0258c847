# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parameters are secret, from the argument spec. Both hosts mask by the same rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._secret import (
    SHORTEST_MASKABLE,
    Redactor,
)

# What AnsibleModule itself shows instead of a no_log option.
HIDDEN_OPTION = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def sensitive_values(spec: Mapping[str, Any], params: Mapping[str, Any]) -> list[Any]:
    """The values of all no_log options, also of nested ones, and the secret parts of others; validated or not."""
    return list(_walk(spec, params))


def spelled(secrets: list[Any]) -> set[str]:
    """Secrets as texts, each as it is and as Python shows it inside a list: so AnsibleModule writes it to a log."""
    return {form for text in _texts(secrets) if len(text) >= SHORTEST_MASKABLE for form in (text, repr(text)[1:-1])}


def _walk(spec: Mapping[str, Any], params: Any) -> Iterator[Any]:
    if not isinstance(params, Mapping):
        return
    yield from _misspelt(spec, params)
    for name, option in spec.items():
        value = params.get(name)
        if value is None:
            continue
        if option.get("no_log"):
            yield value
        elif hasattr(option, "parts"):
            # A PartlySecret; only modules that have one pay for its import.
            yield from option.parts(value, params)
        elif option.get("options"):
            for row in value if isinstance(value, list) else [value]:
                yield from _walk(option["options"], row)


def _misspelt(spec: Mapping[str, Any], params: Mapping[str, Any]) -> Iterator[Any]:
    """The values of options that there are not, and whose names are nearly those of no_log options: they will be refused."""
    unknown = [name for name in params if name not in spec]
    if unknown:
        from difflib import get_close_matches

        hidden = [name for name, option in spec.items() if option.get("no_log")]
        yield from (params[name] for name in unknown if get_close_matches(str(name), hidden))


def invocation(spec: Mapping[str, Any], params: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """The parameters as they may be shown."""
    shown = {}
    for name, value in params.items():
        hidden = spec.get(name, {}).get("no_log") and value is not None
        shown[name] = HIDDEN_OPTION if hidden else redactor.tree(value)
    return {"module_args": shown}


def register(secrets: list[Any]) -> None:
    """Tell Ansible of the secrets where it keeps a register of them (ansible-core 2.22 and newer)."""
    try:
        from ansible.module_utils.secrets import register_secret
    except ImportError:
        return
    for text in _texts(secrets):
        if len(text) >= SHORTEST_MASKABLE:
            register_secret(text)


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping):
        tree = list(tree.values())
    if isinstance(tree, (list, tuple)):
        for item in tree:
            yield from _texts(item)
    elif isinstance(tree, str):
        yield tree
    elif isinstance(tree, (int, float)) and not isinstance(tree, bool):
        yield str(tree)

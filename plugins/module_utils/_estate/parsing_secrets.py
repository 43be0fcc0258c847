# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets in the text of an export that somebody filled in: to be masked, whatever else becomes of the text. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials

_OPTION = "secrets"


def in_text(text: Any) -> list[str]:
    """The values below `secrets`, as they are meant and as they are spelled. A text that cannot be read gives none."""
    if not isinstance(text, str) or _OPTION not in text:
        return []
    try:
        from ansible_collections.entra.provisioning.plugins.module_utils._estate import parsing_yaml

        found = list(parsing_yaml.scalars_below(text, _OPTION))
    except Exception:
        # Not YAML, or nobody here to read it.
        found = list(_in_json(text))
    return [one for one in dict.fromkeys(found) if one and not credentials.is_template(one.strip("\"'"))]


def _in_json(text: str) -> Iterator[str]:
    try:
        yield from _below(json.loads(text), False)
    except (ValueError, RecursionError):
        return


def _below(tree: Any, inside: bool) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from _below(value, inside or name == _OPTION)
    elif isinstance(tree, list):
        for value in tree:
            yield from _below(value, inside)
    elif inside and tree is not None and not isinstance(tree, bool):
        yield str(tree)
        # As it is spelled where it needs escapes.
        yield json.dumps(tree)[1:-1] if isinstance(tree, str) else str(tree)

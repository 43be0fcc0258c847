# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A saved export as the declaration that it is: one file of it, all of them behind one another, or a result. No service."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, parsing_shape

OPTION = "running_config"
NAMING = ("service_principal_id", "app_id", "display_name")
# What a result or a whole declaration carries its entries in.
AROUND = ("gathered", "parsed")

Entry = dict[str, Any]


def answer(params: Mapping[str, Any]) -> dict[str, Any]:
    """{"parsed": {"applications": [...]}}. InvalidInput with all that is wrong."""
    text = params.get(OPTION)
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput([f"{OPTION}: give the text of an export, as the lookup file reads it."])
    found = [entry for document in _documents(text) for entry in _entries(document, OPTION)]
    problems = [problem for where, entry in found for problem in _problems(entry, where)]
    if not problems and not found:
        problems = [f"{OPTION}: there is no application in it."]
    if problems:
        raise InvalidInput(problems)
    return {"parsed": {"applications": [entry for _where, entry in found]}}


def _documents(text: str) -> list[Any]:
    """The documents of the text, JSON or YAML. An error of the text names the line."""
    if text.lstrip().startswith(("{", "[")):
        try:
            return [json.loads(text)]
        except ValueError:
            # A flow mapping of YAML looks like that too.
            pass
    from ansible_collections.entra.provisioning.plugins.module_utils._estate import parsing_yaml

    try:
        return [document for document in parsing_yaml.documents(text) if document is not None]
    except ImportError:
        raise Situation(
            f"{OPTION}: this Python has no PyYAML, which reads an export in YAML. Install it on the host that runs the "
            "module, run the task on the controller, or give the export as JSON (the filter to_json)."
        ) from None
    except parsing_yaml.Unreadable as error:
        raise InvalidInput([f"{OPTION}: {error}"]) from None


def _entries(tree: Any, where: str) -> Iterator[tuple[str, Any]]:
    """(place in words, entry) of all entries of a document."""
    if isinstance(tree, list):
        for number, one in enumerate(tree):
            yield f"{where}[{number}]", one
    elif not isinstance(tree, Mapping):
        yield where, tree
    elif any(name in tree for name in NAMING):
        yield where, dict(tree)
    elif "applications" in tree:
        yield from _entries(tree["applications"] or [], "applications")
    elif any(name in tree for name in AROUND):
        yield from _entries([tree[name] for name in AROUND if name in tree][0], where)
    else:
        for key, one in tree.items():
            yield str(key), one


def _problems(entry: Any, where: str) -> list[str]:
    """What keeps an entry from being one."""
    if not isinstance(entry, Mapping):
        return [f"{where}: an application belongs here, a structure that names it by {', '.join(NAMING)}."]
    named = [name for name in NAMING if entry.get(name) is not None]
    found = [] if len(named) == 1 else [f"{where}: give exactly one of {', '.join(NAMING)}."]
    return [*found, *parsing_shape.problems(options.APPLICATION, entry, where), *_shown(entry, where)]


def _shown(entry: Mapping[str, Any], where: str) -> list[str]:
    """Secrets that are given by value: a result would show them, or hide them and be of no use."""
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials

    secrets: Any = entry.get("secrets")
    return [
        f"{where}.secrets.{key}: a secret stands here by its value. Keep it in a vault, and put the name of its variable here, "
        "as an export has it."
        for key in (secrets if isinstance(secrets, Mapping) else {})
        if not credentials.is_template(secrets[key])
    ]

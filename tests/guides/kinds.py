# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a block is: told by what stands in it, not by what is said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from .blocks import Block

PLAYBOOK, TASKS, VARIABLES, INVENTORY, RULEBOOK = "playbook", "tasks", "variables", "inventory", "rulebook"
ENVIRONMENT, REQUIREMENTS, PIPELINE = "execution environment", "requirements", "pipeline"
CONSOLE, SETTINGS, SHOWN = "console", "settings", "shown"

_YAML = ("yaml", "yaml+jinja", "yml")
_SHELLS = ("console", "shell", "bash", "sh", "shell-session")
# Words of a task beside its module; one of the first three makes a task of a mapping without a module.
_BLOCKS = ("block", "rescue", "always")


class _Loader(yaml.SafeLoader):
    """Tags of Ansible and of pipelines are let through."""


def _tagged(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else str(node.value)


_Loader.add_multi_constructor("!", _tagged)


@cache
def tree(block: Block) -> Any:
    """What the block says, as data; None where it is no YAML."""
    return parsed(block.text) if block.language in _YAML else None


def parsed(text: str) -> Any:
    """YAML of Ansible or of a pipeline, as data."""
    return yaml.load(text, _Loader)


def kind(block: Block) -> str:
    """The kind of the block; empty where it is none that can be told."""
    if block.language in _SHELLS:
        return CONSOLE
    if block.language == "ini":
        return SETTINGS
    if block.language in ("text", "none", "output"):
        return SHOWN
    said = tree(block)
    if isinstance(said, list) and said and all(isinstance(one, dict) for one in said):
        return _of_a_list(said)
    return _of_a_mapping(said) if isinstance(said, dict) and said else ""


def _of_a_list(rows: list[dict[str, Any]]) -> str:
    if all("condition" in row or "sources" in row for row in rows):
        return RULEBOOK
    if all("hosts" in row or any(word.endswith("import_playbook") for word in row) for row in rows):
        return PLAYBOOK
    return TASKS if all(_is_task(row) for row in rows) else ""


def _is_task(row: Mapping[str, Any]) -> bool:
    return any(word in row for word in _BLOCKS) or any(re.fullmatch(r"\w+\.\w+\.\w+", str(word)) for word in row)


def _of_a_mapping(said: dict[str, Any]) -> str:
    if "plugin" in said:
        return INVENTORY
    if "sources" in said and isinstance(said["sources"], list):
        return RULEBOOK
    if said.get("version") in (1, 2, 3) and {"images", "dependencies"} & set(said):
        return ENVIRONMENT
    if set(said) <= {"collections", "roles"}:
        return REQUIREMENTS
    if _is_pipeline(said):
        return PIPELINE
    return VARIABLES if all(re.fullmatch(r"[a-z_]\w*", str(name)) for name in said) else ""


def _is_pipeline(said: Mapping[Any, Any]) -> bool:
    """Of GitHub (whose `on` is true to YAML), of Azure, of GitLab."""
    github = "jobs" in said and ("on" in said or True in said)
    azure = {"steps", "stages"} & set(said) and {"trigger", "pool", "schedules"} & set(said)
    gitlab = any(isinstance(job, dict) and "script" in job for job in said.values())
    return bool(github or azure or gitlab)


def title(block: Block) -> str:
    """What a block is called in the table of its page: the name of its first play or task, else its first line."""
    said = tree(block)
    first = said[0] if isinstance(said, list) and said else said
    named = first.get("name") if isinstance(first, dict) else None
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    return str(named) if isinstance(named, str) else (lines or [""])[0]

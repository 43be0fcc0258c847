# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A saved declaration as far as it can be compared with a tenant without secrets and without anything being done. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import (
    application,
    files_yaml,
    options,
    parsing,
)
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._estate.parsing_yaml import Untemplated

# A secret is not compared: the service does not show it. That there is one is, and for that any value will do.
ANY_VALUE = "not-compared"
# What says how something is done, and not how it shall be.
DOING = ("backup", "backup_options", "test_cases")

SPEC: Mapping[str, Any] = {"applications": options.OPTIONS["applications"]}

Entry = dict[str, Any]
# (argument spec, given) -> the parameters with their defaults, or InvalidInput.
Validate = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


def applications(texts: Mapping[str, str], state: str, validate: Validate) -> list[Application]:
    """The applications that the files declare. texts: name -> content. InvalidInput, with file and place, for all else."""
    problems: list[str] = []
    entries: list[Entry] = []
    for name in sorted(texts):
        try:
            entries += _entries(texts[name])
        except Situation as error:
            problems += [f"declaration: {name}: {said}" for said in getattr(error, "problems", [str(error)])]
    if problems:
        raise InvalidInput(problems)
    given = validate(SPEC, {"applications": [_comparable(entry) for entry in entries]})
    found = [Application(number, row, state, "ignore") for number, row in enumerate(given["applications"])]
    application.check(found)
    return found


def _entries(text: str) -> list[Entry]:
    entries: list[Entry] = parsing.answer({parsing.OPTION: text})["parsed"]["applications"]
    problems = [
        f"{place}: {value!r} is a template, and an event source fills in none. Save the declaration with the value, or as "
        "state gathered gives it (a text with braces in it is marked !unsafe there)."
        for number, entry in enumerate(entries)
        for place, value in _templates(
            {key: entry[key] for key in entry if key != "secrets"}, f"applications[{number}]"
        )
        if not text.lstrip().startswith(("{", "["))
    ]
    if problems:
        raise InvalidInput(problems)
    return entries


def _templates(tree: Any, place: str) -> Iterator[tuple[str, str]]:
    """The texts that Ansible would fill in: those with braces that are not marked as data."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _templates(value, f"{place}.{key}")
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from _templates(value, f"{place}[{number}]")
    elif isinstance(tree, str) and not isinstance(tree, Untemplated) and files_yaml.is_template(tree):
        yield place, tree


def _comparable(entry: Entry) -> Entry:
    """The entry without what is about the doing."""
    kept = {key: value for key, value in entry.items() if key != "accept_hazards"}
    kept.update(update_secrets="on_create", validate_with_template=None)
    if isinstance(kept.get("secrets"), Mapping):
        kept["secrets"] = dict.fromkeys(kept["secrets"], ANY_VALUE)
    if isinstance(kept.get("jobs"), list):
        kept["jobs"] = [_job(row) if isinstance(row, Mapping) else row for row in kept["jobs"]]
    return kept


def _job(row: Mapping[str, Any]) -> Entry:
    kept = {**row, "wait_for": "none", "on_quarantine": "ignore"}
    if isinstance(row.get("schema"), Mapping):
        schema = {key: value for key, value in row["schema"].items() if key not in DOING}
        kept["schema"] = {**schema, "parse_expressions": "local"}
    return kept

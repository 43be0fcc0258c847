# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows of options are wrong. Ansible names the option and, of a hundred rows, not the one that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

RULES = ("mutually_exclusive", "required_together", "required_one_of", "required_if", "required_by")
# What a row is called by, in order of preference.
NAMES = ("display_name", "name", "app_id", "service_principal_id")
MOST_TOLD = 10

Spec = Mapping[str, Any]


def told(message: str, spec: Spec, params: Spec) -> str:
    """The words of Ansible on wrong options, with the rows to look at; the words alone where no row is wrong.

    spec: the argument spec; params: as they were given, so that no default stands among them.
    """
    found = list(_places(spec, params))
    if not found:
        return message
    more = f", and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
    return f"{message.rstrip('.')}. Look at {', '.join(found[:MOST_TOLD])}{more}."


def _places(spec: Spec, params: Spec) -> Iterator[str]:
    """`applications[3] (Contoso SCIM): jobs[1]` for each row that is wrong by itself, in their order."""
    for name, option in spec.items():
        given = params.get(name)
        if not option.get("options"):
            continue
        for place, row in _rows(name, given):
            called = next((str(row[word]) for word in NAMES if isinstance(row.get(word), str)), "")
            here = f"{place} ({called})" if called else place
            if _is_wrong(option, row):
                yield here
            yield from (f"{here}{': ' if called else '.'}{below}" for below in _places(option["options"], row))


def _rows(name: str, given: Any) -> Iterator[tuple[str, Spec]]:
    """The rows of an option, each with its place."""
    if isinstance(given, Mapping):
        yield name, given
    elif isinstance(given, list):
        yield from ((f"{name}[{index}]", row) for index, row in enumerate(given) if isinstance(row, Mapping))


def _is_wrong(option: Spec, row: Spec) -> bool:
    """Whether something is wrong with a row that is not wrong with a row inside it."""
    own = {
        name: {key: value for key, value in one.items() if key != "options"} for name, one in option["options"].items()
    }
    rules = {rule: option[rule] for rule in RULES if option.get(rule)}
    return bool(ArgumentSpecValidator(own, **rules).validate(dict(row)).error_messages)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References of a regular expression to what a group has taken: `\\1`, `\\k<name>`, `\\<name>`."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import is_word
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_openings import Openings
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader

_CLOSING = {"<": ">", "'": "'"}


def slot(reader: Reader, openings: Openings) -> int | None:
    """The slot of the group the escape refers to, its backslash being read; None, nothing read, when it is no reference.

    Raise InvalidPattern for a group that is not there.
    """
    at = reader.at
    marked = reader.took("k")
    closing = _CLOSING.get(reader.peek()) if reader.peek(1) else None
    if closing:
        reader.take()
        found = _between(reader, openings, closing)
    elif marked:
        reader.fail("Malformed \\k<...> named back reference.", at - 1)
    else:
        found = _bare_number(reader, openings)
    if found is None:
        reader.at = at
    return found


def _bare_number(reader: Reader, openings: Openings) -> int | None:
    """From ten on a number that is no group's is an octal escape."""
    begin = reader.at - 1
    if not reader.peek() or reader.peek() not in "123456789":
        return None
    number = reader.decimal()
    found = openings.slot_of_number(number)
    if found is None and number <= 9:
        reader.fail(f"Reference to undefined group number {number}.", begin)
    return found


def _between(reader: Reader, openings: Openings, closing: str) -> int | None:
    begin = reader.at
    if reader.peek() and reader.peek() in "0123456789":
        number = reader.decimal()
        told, found = f"number {number}", openings.slot_of_number(number)
    elif is_word(reader.peek()):
        name = openings.name()
        told, found = f"name '{name}'", openings.slot_of_name(name)
    else:
        return None
    if not reader.took(closing):
        return None
    if found is None:
        reader.fail(f"Reference to undefined group {told}.", begin)
    return found

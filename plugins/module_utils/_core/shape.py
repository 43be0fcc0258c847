# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shapes: tables that say how an option and a property of Graph are one fact. Data, no hooks."""

from __future__ import annotations

from typing import Any, NamedTuple

TEXT = "text"
TRUTH = "truth"  # true or false
WHOLE = "whole number"
GUID = "guid"  # an id; the service compares it without case
CHOICE = "choice"  # one of an enumeration; the service's spelling on the wire
TRUTH_TEXT = "truth text"  # the service keeps "true" or "True" as text
JSON_TEXT = "json text"  # the service keeps a structure as JSON in a text
ROWS = "rows"  # [{"key": ..., "value": ...}], a mapping of key to value for the user


class _Unset:
    """The default of a field whose default the service does not fill in."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()


class Field(NamedTuple):
    """One fact: `option` for the user, `wire` for Graph.

    kind: one of the constants above. choices: the service's spellings, for CHOICE. default: what the service fills in,
    for JSON_TEXT a mapping of members. fields: the kinds of known keys, for ROWS.
    """

    option: str
    wire: str
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    default: Any = UNSET
    fields: tuple[Field, ...] = ()

    def row(self, key: str) -> Field:
        """The field that describes the row of this key (ROWS); an unknown key is plain text."""
        for field in self.fields:
            if field.wire.lower() == key.lower():
                return field
        return Field(option=key, wire=key)

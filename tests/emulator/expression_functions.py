# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of the mapping language with the service's own parameter keys, for the emulator.

One line each: `Name(key:Type, optional?, repeated*)`; the type is String where none is said. Keys that no published
answer of the service shows are chosen here (marked by the second table); the service may call them otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEYS_SEEN = """
Append(source, suffix)
AppRoleAssignments(source)
AppRoleAssignmentsComplex(source)
AssertiveAppRoleAssignmentsComplex(source)
BitAnd(left:Integer, right:Integer)
CBool(source)
DateFromNum(source:Integer)
DefaultDomain()
Error(message)
FormatDateTime(source, dateTimeStyle?, inputFormat?, outputFormat)
Guid()
IgnoreFlowIfNullOrEmpty(source)
IIF(one, four?, five?)
IsNothing(source)
IsPresent(source)
Item(source, index:Integer)
Join(separator, source*)
Left(source, length:Integer)
Mid(source, start:Integer, length:Integer)
Not(source:Boolean)
Prepend(prefix, source)
RemoveDuplicates(source)
Replace(source, Find?, RegularExpression?, RegularExpressionGroupName?, Replacement?, ReplacementPropertyName?, \
Template?)
SingleAppRoleAssignment(source)
Split(source, delimiter)
StripSpaces(source)
Switch(source, defaultValue?, switchValue*)
Trim(source)
"""

KEYS_CHOSEN = """
CDate(source)
Coalesce(source*)
ConvertFromBase64(source, encoding?)
ConvertToBase64(source)
ConvertToUTF8Hex(source)
Count(source)
CStr(source)
DateAdd(interval, value:Integer, dateTime)
DateDiff(interval, date1, date2)
DNComponent(source, componentNumber:Integer)
InStr(source, value, start?:Integer, compareType?)
IsNull(source)
IsNullOrEmpty(source)
IsString(source)
Len(source)
NormalizeDiacritics(source)
Now()
NumFromDate(source)
PCase(source, wordSeparators?)
RandomString(length:Integer, numbers:Integer, specials:Integer, capitals:Integer, lowers:Integer, avoid?)
Redact(source)
SelectUniqueValue(source*)
StringFromSid(source:Binary)
ToLower(source, culture?)
ToUpper(source, culture?)
Word(source, wordNumber:Integer, delimiters)
"""

_LINE = re.compile(r"(?P<name>\w+)\((?P<parameters>.*)\)")
_PARAMETER = re.compile(r"(?P<key>\w+)(?P<mark>[?*]?)(:(?P<kind>\w+))?")


@dataclass(frozen=True)
class Parameter:
    key: str
    kind: str
    required: bool
    repeats: bool


@dataclass(frozen=True)
class Function:
    name: str
    parameters: tuple[Parameter, ...]

    def _parameter(self, position: int) -> Parameter:
        return self.parameters[min(position, len(self.parameters) - 1)]

    def key(self, position: int) -> str:
        """The key under which the service files the argument at a position."""
        return self._parameter(position).key

    def kind(self, position: int) -> str:
        """The attribute type that an argument is printed for."""
        return self._parameter(position).kind

    def takes(self, count: int) -> bool:
        """Whether so many places are right; optional ones at the end may be left away."""
        repeats = bool(self.parameters) and self.parameters[-1].repeats
        required = [place for place, one in enumerate(self.parameters, 1) if one.required]
        return (required[-1] if required else 0) <= count and (repeats or count <= len(self.parameters))


def _function(line: str) -> Function:
    found = _LINE.fullmatch(line)
    assert found is not None, line
    parameters = []
    for text in filter(None, found["parameters"].split(", ")):
        one = _PARAMETER.fullmatch(text)
        assert one is not None, line
        parameters.append(Parameter(one["key"], one["kind"] or "String", one["mark"] != "?", one["mark"] == "*"))
    return Function(found["name"], tuple(parameters))


FUNCTIONS = {one.name: one for one in map(_function, (KEYS_SEEN.strip() + KEYS_CHOSEN.rstrip()).splitlines())}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that work on text and on its encodings. Keys that no source tells are None.

The starred parts of each are min_slots, max_slots, returns and contexts.
"""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import (
    ALL_CONTEXTS,
    APP,
    CLOUD_SYNC,
    HR,
    INTEGER,
    Function,
    Parameter,
)

_SOURCE = Parameter("source", "source")
_UNKNOWN_SOURCE = Parameter("source", None)
_CULTURE = Parameter("culture", None, required=False)

TEXT = (
    Function(
        "Append",
        (_SOURCE, Parameter("suffix", "suffix")),
        *(2, 2, "String", ALL_CONTEXTS),
        "Puts a text behind another.",
    ),
    Function(
        "ConvertFromBase64",
        (_UNKNOWN_SOURCE, Parameter("Encoding", None, required=False, type="Enum")),
        *(1, 2, "String", (CLOUD_SYNC,)),
        "Reads Base64 as text.",
        ("The encoding is one of the bare words Unicode (the default), ASCII and UTF8.",),
    ),
    Function(
        "ConvertToBase64",
        (_UNKNOWN_SOURCE,),
        *(1, 1, "String", ALL_CONTEXTS),
        "Writes the UTF-16 bytes of a text as Base64.",
    ),
    Function(
        "ConvertToUTF8Hex",
        (_UNKNOWN_SOURCE,),
        *(1, 1, "String", ALL_CONTEXTS),
        "Writes the UTF-8 bytes of a text as upper-case hexadecimal digits.",
    ),
    Function(
        "DNComponent",
        (Parameter("dn", None, type="Reference"), Parameter("ComponentNumber", None, type=INTEGER)),
        *(2, 2, "String", (CLOUD_SYNC,)),
        "Gives the value of one component of a distinguished name.",
        ("Components are counted from 1 at the left.",),
    ),
    Function(
        "InStr",
        (
            Parameter("value1", None),
            Parameter("value2", None),
            Parameter("start", None, required=False, type=INTEGER),
            Parameter("compareType", None, required=False, type="Enum"),
        ),
        *(2, 4, "Integer", ALL_CONTEXTS),
        "Finds where the second text stands in the first, counted from 1; 0 where it does not.",
        ("The way to compare is one of the bare words vbBinaryCompare and vbTextCompare.",),
    ),
    Function(
        "Join",
        (Parameter("separator", "separator"), Parameter("source1..sourceN", "source", repeating=True)),
        *(2, None, "String", ALL_CONTEXTS),
        "Joins all values, also each value of a list, with a separator between them.",
        ("An empty place can stand for a constant of the template that has no text, such as %DomainFQDN%.",),
    ),
    Function(
        "Left",
        (Parameter("String", "source"), Parameter("NumChars", "length", type=INTEGER)),
        *(2, 2, "String", ALL_CONTEXTS),
        "Gives the first characters of a text.",
    ),
    Function(
        "Len",
        (Parameter("String", None, type="String|Integer"),),
        *(1, 1, "Integer", (APP, HR)),
        "Counts the characters of a text or of a number as it is written.",
    ),
    Function(
        "Mid",
        (_SOURCE, Parameter("start", "start", type=INTEGER), Parameter("length", "length", type=INTEGER)),
        *(3, 3, "String", ALL_CONTEXTS),
        "Gives so many characters from a place, counted from 1.",
    ),
    Function(
        "NormalizeDiacritics",
        (_UNKNOWN_SOURCE,),
        *(1, 1, "String", ALL_CONTEXTS),
        "Writes accented letters as plain ones.",
    ),
    Function(
        "PCase",
        (_UNKNOWN_SOURCE, Parameter("wordSeparators", None, required=False)),
        *(1, 2, "String", (APP, HR)),
        "Begins every word with a capital and writes all else small.",
        ("Each character of wordSeparators separates words.",),
    ),
    Function(
        "Prepend",
        (Parameter("prefix", "prefix"), _SOURCE),
        *(2, 2, "String", (APP,)),
        "Puts a text before another.",
        ("An old name that the function reference leaves out.",),
    ),
    Function(
        "RandomString",
        (
            Parameter("Length", None, type=INTEGER),
            Parameter("MinimumNumbers", None, type=INTEGER),
            Parameter("MinimumSpecialCharacters", None, type=INTEGER),
            Parameter("MinimumCapital", None, type=INTEGER),
            Parameter("MinimumLowerCase", None, type=INTEGER),
            Parameter("CharactersToAvoid", None, required=False),
        ),
        *(5, 6, "String", (APP, HR)),
        "Makes a random text of a length with at least so many characters of each kind.",
        ("The length is at most 256 and not less than the sum of the minimums.",),
    ),
    Function(
        "Replace",
        (
            _SOURCE,
            Parameter("oldValue", "Find", required=False),
            Parameter("regexPattern", "RegularExpression", required=False),
            Parameter("regexGroupName", "RegularExpressionGroupName", required=False),
            Parameter("replacementValue", "Replacement", required=False),
            Parameter("replacementAttributeName", "ReplacementPropertyName", required=False),
            Parameter("template", "Template", required=False),
        ),
        *(2, 7, "String", ALL_CONTEXTS),
        "Replaces a text or what a regular expression finds; the filled places decide how.",
        (
            "oldValue and replacementValue: every hit is replaced.",
            "oldValue and template: the source is put into the template in place of oldValue.",
            "regexPattern and replacementValue: every match is replaced; ${name} gives a group.",
            "regexPattern, regexGroupName and replacementValue: only what the group matched is replaced.",
            "regexPattern, regexGroupName and replacementAttributeName: the source if it has a value, else the group "
            "as found in the other attribute.",
        ),
    ),
    Function(
        "Split",
        (_SOURCE, Parameter("delimiter", "delimiter")),
        *(2, 2, "Multi-valued String", ALL_CONTEXTS),
        "Cuts a text into many values at a character.",
    ),
    Function(
        "StringFromSid",
        (Parameter("ObjectSID", None, type="Binary"),),
        *(1, 1, "String", (CLOUD_SYNC,)),
        "Writes a binary security identifier as S-1-... text.",
    ),
    Function(
        "StripSpaces",
        (_SOURCE,),
        *(1, 1, "String", ALL_CONTEXTS),
        "Takes every blank out of a text.",
    ),
    Function(
        "ToLower",
        (_UNKNOWN_SOURCE, _CULTURE),
        *(1, 2, "String", ALL_CONTEXTS),
        "Writes a text in small letters, by the rules of a culture such as en-US if one is given.",
    ),
    Function(
        "ToUpper",
        (_UNKNOWN_SOURCE, _CULTURE),
        *(1, 2, "String", ALL_CONTEXTS),
        "Writes a text in capitals, by the rules of a culture such as en-US if one is given.",
    ),
    Function(
        "Trim",
        (Parameter("value", "source"),),
        *(1, 1, "String or multi-valued", (CLOUD_SYNC,)),
        "Takes blanks off both ends of a text, or of each value of a list.",
    ),
    Function(
        "Word",
        (Parameter("String", None), Parameter("WordNumber", None, type=INTEGER), Parameter("Delimiters", None)),
        *(3, 3, "String", ALL_CONTEXTS),
        "Gives one word of a text, counted from 1.",
        ("Each character of Delimiters separates words.", "Beyond the last word the value is an empty text."),
    ),
)

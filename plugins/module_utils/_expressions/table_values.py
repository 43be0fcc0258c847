# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that work on dates, numbers, lists and app roles. Keys that no source tells are None.

The starred parts of each are min_slots, max_slots, returns and contexts.
"""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import (
    ALL_CONTEXTS,
    APP,
    HR,
    INTEGER,
    Function,
    Parameter,
)

_ROLES = Parameter("[appRoleAssignments]", "source")
_ONLY_ROLES = "Takes [appRoleAssignments] alone, and not where the scope is to synchronize all users and groups."
_INTERVALS = "The interval is one of yyyy, m, d, ww, h, n (minutes) and s."

VALUES = (
    Function(
        "AppRoleAssignments",
        (Parameter("source", "source"),),
        *(1, 1, "Multi-valued String", (APP,)),
        "Gives the values of the roles that are assigned to the user.",
        ("An old form that the function reference leaves out; the Complex forms took its place.", _ONLY_ROLES),
    ),
    Function(
        "AppRoleAssignmentsComplex",
        (_ROLES,),
        *(1, 1, "list of role objects", (APP,)),
        "Gives a role object for every role; roles that the target has already stay.",
        (_ONLY_ROLES,),
    ),
    Function(
        "AssertiveAppRoleAssignmentsComplex",
        (_ROLES,),
        *(1, 1, "list of role objects", (APP,)),
        "Gives a role object for every role; roles that are not assigned any more go from the target.",
        (_ONLY_ROLES,),
    ),
    Function(
        "BitAnd",
        (Parameter("value1", "left", type=INTEGER), Parameter("value2", "right", type=INTEGER)),
        *(2, 2, "Integer", ALL_CONTEXTS),
        "Gives the bits that two numbers share.",
    ),
    Function(
        "CDate",
        (Parameter("expression", None),),
        *(1, 1, "DateTime", (APP, HR)),
        "Reads a text as a date and time in UTC.",
        ("An offset in the text is applied.",),
    ),
    Function(
        "Count",
        (Parameter("attribute", None, type="multi-valued attribute"),),
        *(1, 1, "Integer", ALL_CONTEXTS),
        "Counts the values of a multi-valued attribute.",
    ),
    Function(
        "CStr",
        (Parameter("value", None, type="Integer|Reference|Boolean"),),
        *(1, 1, "String", ALL_CONTEXTS),
        "Writes a value as text.",
    ),
    Function(
        "DateAdd",
        (
            Parameter("interval", None),
            Parameter("value", None, type=INTEGER),
            Parameter("dateTime", None, type="DateTime"),
        ),
        *(3, 3, "DateTime", (APP, HR)),
        "Adds so many units of time to a date.",
        (_INTERVALS,),
    ),
    Function(
        "DateDiff",
        (
            Parameter("interval", None),
            Parameter("date1", None, type="DateTime"),
            Parameter("date2", None, type="DateTime"),
        ),
        *(3, 3, "Integer", (APP, HR)),
        "Counts the units of time from the first date to the second.",
        (_INTERVALS,),
    ),
    Function(
        "DateFromNum",
        (Parameter("value", "source", type=INTEGER),),
        *(1, 1, "DateTime", ALL_CONTEXTS),
        "Reads a number of Active Directory as a date.",
        ("The number counts 100 nanoseconds from the year 1601.",),
    ),
    Function(
        "FormatDateTime",
        (
            Parameter("source", "source"),
            Parameter("dateTimeStyles", "dateTimeStyle", required=False),
            Parameter("inputFormat", "inputFormat"),
            Parameter("outputFormat", "outputFormat"),
        ),
        *(4, 4, "String", ALL_CONTEXTS),
        "Writes a date in another format.",
        (
            "Up to 2020 there was no place for dateTimeStyles; a text with three places is of that time.",
            "inputFormat may be empty where the source is a date already.",
        ),
    ),
    Function(
        "Guid",
        (),
        *(0, 0, "String", ALL_CONTEXTS),
        "Makes a new GUID.",
    ),
    Function(
        "Item",
        (Parameter("attribute", "source", type="multi-valued attribute"), Parameter("index", "index", type=INTEGER)),
        *(2, 2, "any", ALL_CONTEXTS),
        "Gives one value of a multi-valued attribute, counted from 1.",
        ("A number beyond the last value is an error.",),
    ),
    Function(
        "Now",
        (),
        *(0, 0, "DateTime", (APP, HR)),
        "Gives the present time in UTC.",
        ("A mapping is worked out again only when its object is processed.",),
    ),
    Function(
        "NumFromDate",
        (Parameter("value", None),),
        *(1, 1, "Integer (as text)", (APP, HR)),
        "Writes a date as a number of Active Directory.",
    ),
    Function(
        "RemoveDuplicates",
        (Parameter("attribute", "source", type="multi-valued"),),
        *(1, 1, "multi-valued", ALL_CONTEXTS),
        "Keeps one of each value.",
    ),
    Function(
        "SingleAppRoleAssignment",
        (_ROLES,),
        *(1, 1, "String", (APP,)),
        "Gives one role of the user.",
        (_ONLY_ROLES, "Which one is not defined where there are many."),
    ),
)

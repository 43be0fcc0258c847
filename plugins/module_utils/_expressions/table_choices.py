# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that test, choose and stop. Keys that no source tells are None.

The starred parts of each are min_slots, max_slots, returns and contexts.
"""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import (
    ALL_CONTEXTS,
    APP,
    CLOUD_SYNC,
    HR,
    Function,
    Parameter,
)

_UNKNOWN_TESTED = Parameter("Expression", None, type="Expression")

CHOICES = (
    Function(
        "CBool",
        (Parameter("Expression", "source", type="Expression"),),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Gives True for a number other than 0 and for a comparison that holds.",
        ("How the service stores a comparison in it is not known.",),
    ),
    Function(
        "Coalesce",
        (
            Parameter("source1..sourceN", None, repeating=True),
            Parameter("defaultValue", None, required=False),
        ),
        *(1, None, "String", (APP, HR)),
        "Gives the first value that is not null.",
        ("The default is nothing but the last value.",),
    ),
    Function(
        "DefaultDomain",
        (),
        *(0, 0, "String", (APP, HR)),
        "Gives the default domain of the tenant.",
        ("A function of old mappings that the function reference leaves out.",),
    ),
    Function(
        "Error",
        (Parameter("ErrorMessage", "message"),),
        *(1, 1, "never returns", (CLOUD_SYNC,)),
        "Fails the object with a message.",
    ),
    Function(
        "IgnoreFlowIfNullOrEmpty",
        (Parameter("expression", "source", type="Expression"),),
        *(1, 1, 'value or "do not flow"', (APP, HR)),
        "Lets a value through, and nothing flow where it is null or empty.",
    ),
    Function(
        "IIF",
        (
            Parameter("condition", "one", type="Expression"),
            Parameter("valueIfTrue", "four", type="any"),
            Parameter("valueIfFalse", "five", type="any"),
        ),
        *(3, 3, "any", ALL_CONTEXTS),
        "Chooses between two values by a condition.",
        (
            "The condition is a function that tests, or two values with one of = <> < <= > >= between them.",
            "There is no AND and no OR: nest one IIF in another.",
        ),
    ),
    Function(
        "IsNothing",
        (Parameter("source", "source", type="Boolean"),),
        *(1, 1, "Boolean", (APP,)),
        "Tells whether a value is null.",
        ("An old name that the function reference leaves out.",),
    ),
    Function(
        "IsNull",
        (_UNKNOWN_TESTED,),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Tells whether a value is null; an empty text is not.",
    ),
    Function(
        "IsNullOrEmpty",
        (_UNKNOWN_TESTED,),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Tells whether a value is null or an empty text.",
    ),
    Function(
        "IsPresent",
        (Parameter("Expression", "source", type="Expression"),),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Tells whether a value is neither null nor an empty text.",
    ),
    Function(
        "IsString",
        (_UNKNOWN_TESTED,),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Tells whether a value can be read as text.",
    ),
    Function(
        "Not",
        (Parameter("source", "source", type="Boolean"),),
        *(1, 1, "Boolean", ALL_CONTEXTS),
        "Gives False for True, and True for all else.",
    ),
    Function(
        "Redact",
        (Parameter("attribute/value", None, type="any"),),
        *(1, 1, "any", (APP, HR)),
        "Lets a value through and hides it in the provisioning log.",
    ),
    Function(
        "SelectUniqueValue",
        (Parameter("uniqueValueRule1..N", None, repeating=True, type="Expression"),),
        *(2, None, "String", (HR,)),
        "Gives the first value that nobody has yet in the target.",
        (
            "Only outermost, only in a mapping that flows at creation alone, and never in a matching attribute.",
            "Where all values are taken the object is put in escrow.",
        ),
    ),
    Function(
        "Switch",
        (
            Parameter("source", "source"),
            Parameter("defaultValue", "defaultValue", required=False),
            Parameter("key", "switchValue", repeating=True),
            Parameter("value", "switchValue", repeating=True),
        ),
        *(4, None, "String", ALL_CONTEXTS),
        "Gives the value that stands behind the first key equal to the source, else the default.",
        ("Keys and values come in pairs.", "The place of the default must be there but may be empty."),
    ),
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every function of the mapping language, its bare words, and the names that belong to a sister product.

The service's own list (GET .../schema/functions) is open, so a name that is missing here need not be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import Function
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.table_choices import CHOICES
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.table_text import TEXT
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.table_values import VALUES

FUNCTIONS: Mapping[str, Function] = {one.name: one for one in sorted(TEXT + VALUES + CHOICES)}

# In use, but not on today's reference page.
OLD_NAMES: frozenset[str] = frozenset(("AppRoleAssignments", "DefaultDomain", "IsNothing", "Prepend"))

COMPARE_WORDS = ("vbBinaryCompare", "vbTextCompare")
ENCODING_WORDS = ("Unicode", "ASCII", "UTF8")
IGNORE_WORDS = ("IgnoreAttributeFlow", "IgnoreObjectFlow")
BARE_WORDS: frozenset[str] = frozenset(COMPARE_WORDS + ENCODING_WORDS + IGNORE_WORDS)

# Literals of Microsoft Entra Connect Sync, with what this language has instead.
FOREIGN_WORDS: Mapping[str, str] = {
    "NULL": "leave the place empty",
    "AuthorizedNull": "leave the place empty",
    "True": 'write "True"',
    "False": 'write "False"',
}

_WITHOUT_REPLACEMENT = """
    BitOr CertExtensionOids CertFormat CertFriendlyName CertHashString CertIssuer CertIssuerDN CertIssuerOid
    CertKeyAlgorithm CertKeyAlgorithmParams CertNameInfo CertNotAfter CertNotBefore CertPublicKeyOid
    CertPublicKeyParametersOid CertSerialNumber CertSignatureAlgorithmOid CertSubject CertSubjectNameDN
    CertSubjectNameOid CertThumbprint CertVersion CGuid CNum ConvertFromUTF8Hex CRef DNComponentRev EscapeDNComponent
    IsBitSet IsCert IsDate IsGuid IsNumeric Select StringFromGuid Where With
"""
# Functions of Microsoft Entra Connect Sync -> what this language has instead, in words; None where it has nothing.
FOREIGN: Mapping[str, str | None] = {
    **dict.fromkeys(_WITHOUT_REPLACEMENT.split()),
    "Contains": "InStr, which gives 0 where the text is not found",
    "InStrRev": "Replace with a regular expression",
    "IsEmpty": "IsNullOrEmpty",
    "ItemOrNull": "Item, which fails beyond the last value",
    "LCase": "ToLower",
    "LTrim": "Trim",
    "PadLeft": 'Replace(Join("", "000000", x), , "(.*?)(?<id>.{0,6})$", , "${id}", , )',
    "PadRight": "Left(Append(x, ...), length)",
    "RandomNum": "RandomString",
    "ReplaceChars": "Replace with a regular expression",
    "Right": 'Replace(x, , "(.*?)(?<id>.{0,6})$", , "${id}", , )',
    "RTrim": "Trim",
    "UCase": "ToUpper",
}


def complete(name: str, slots: tuple[Node | None, ...]) -> tuple[Node | None, ...]:
    """All slots that the service prints: a known function's optional last ones too, empty; `F( )` has none."""
    if slots == (None,):
        return ()
    function = FUNCTIONS.get(name)
    if function is None or function.max_slots is None or not function.min_slots <= len(slots):
        return slots
    return slots + (None,) * (function.max_slots - len(slots))

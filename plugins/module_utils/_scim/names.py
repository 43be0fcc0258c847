# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes of a user that RFC 7643 defines (sections 3.1, 4.1 and 4.3), and how they are built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


class Attribute(NamedTuple):
    """parts: the sub-attributes, the usual one first; empty for a plain value. listed: it holds a list of entries."""

    parts: tuple[str, ...] = ()
    listed: bool = False


_PLAIN = Attribute()
_ENTRIES = Attribute(("value", "display", "type", "primary", "$ref"), listed=True)

# resourceType is none of RFC 7643's attributes of a user, but Microsoft's own examples send it.
_CORE_PLAIN = (
    "active displayName externalId id locale nickName password preferredLanguage profileUrl resourceType timezone "
    "title userName userType"
)
_CORE_ENTRIES = "emails entitlements ims phoneNumbers photos roles x509Certificates"
_ENTERPRISE_PLAIN = "costCenter department division employeeNumber organization"

KNOWN: Mapping[str, Mapping[str, Attribute]] = {
    CORE: {
        **dict.fromkeys(_CORE_PLAIN.split(), _PLAIN),
        **dict.fromkeys(_CORE_ENTRIES.split(), _ENTRIES),
        "name": Attribute(("familyName", "formatted", "givenName", "honorificPrefix", "honorificSuffix", "middleName")),
        "addresses": Attribute(
            ("streetAddress", "country", "formatted", "locality", "postalCode", "primary", "region", "type"),
            listed=True,
        ),
    },
    ENTERPRISE: {
        **dict.fromkeys(_ENTERPRISE_PLAIN.split(), _PLAIN),
        "manager": Attribute(("value", "displayName", "$ref")),
    },
}

# What is true or false, wherever it stands in the core schema.
TRUTHS = ("active", "primary")
# Theirs are not for the uploader to say.
NOT_MAPPED = {"schemas": "is filled in from the mapping", "meta": "belongs to the service"}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that the service reports of attributes whose names say that they are secret: provisioned passwords, say."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._secret import MASK

# Parts of names, in lower case and without marks between words.
MASK_NAMES = (
    "accesskey",
    "apikey",
    "appkey",
    "credential",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "token",
)


def secretive(text: str) -> bool:
    """Whether a text is, or holds, the name of something secret. Case, blanks and marks do not count."""
    plain = "".join(character for character in text.lower() if character.isalnum())
    return any(word in plain for word in MASK_NAMES)


def discreet(name: Any, value: Any) -> Any:
    """The value, or the mask where its name looks like that of a secret; what says nothing (None, "") stays."""
    return MASK if value not in (None, "") and secretive(str(name)) else value

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the evaluation of a mapping expression ends."""

from __future__ import annotations

from typing import NamedTuple, Union

VALUE = "value"
IGNORE_ATTRIBUTE = "ignore_attribute"
IGNORE_OBJECT = "ignore_object"
ERROR = "error"
ESCROW = "escrow"

# None: nothing flows.
Flat = Union[None, str, "list[str]"]


class Outcome(NamedTuple):
    """What would flow.

    kind: VALUE, IGNORE_ATTRIBUTE (this attribute does not flow), IGNORE_OBJECT (the whole object is skipped), ERROR
    (the object fails; message says why), ESCROW (SelectUniqueValue found every candidate taken).
    value: of a VALUE a text, a list of texts, or None when nothing flows; None for every other kind.
    warnings: whole sentences, one for each place where the service may answer otherwise.
    """

    kind: str
    value: Flat = None
    message: str = ""
    warnings: tuple[str, ...] = ()

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies against the metadata model: every departure becomes the refusal that the service makes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from . import model, problems
from .call import Call


def check(
    call: Call,
    type_name: str,
    body: Any,
    *,
    partial: bool = False,
    enum_status: int = 400,
    known: Callable[[], Collection[str]] = tuple,
) -> None:
    """Refuse a body that is not a `type_name`. `enum_status` is 406 where syncfabric parses the document itself.

    `known` gives names of members that are taken although no metadata knows them; asked only when there are such.
    """
    found = model.check(type_name, body, partial=partial, version=call.version)
    if any(one.kind == "unknown_property" for one in found):
        taken = known()
        found = [one for one in found if one.kind != "unknown_property" or one.member not in taken]
    if not found:
        return
    first = found[0]
    if first.kind == "wrong_enum" and enum_status == 406:
        raise problems.Refusal(406, "NotAcceptable", f"{first.text} Path '{first.path}'.")
    raise problems.bad_request(f"{first.text} Path '{first.path}'.")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write whose answer was lost: learn its fate by reading, and repeat it only where that is known to be harmless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Reply

# Evaluated at run time, where Python 3.9 knows no "X | None".
Fate = Callable[[], Any]

# Seconds before each question. A listing shows a new thing within seconds.
ASK_AFTER = (0.0, 0.5, 1.0, 2.0, 4.0)
# Where a repetition would make a second thing and the service refuses none: lists of the directory lag longer at times.
ASK_LONGER = (*ASK_AFTER, 8.0, 15.0, 30.0)
MOST_SENDINGS = 3


def write_once(transport: Transport, call: Call, fate: Fate, repeatable: bool, patient: bool = False) -> Reply:
    """Send a write that must not happen twice; `fate()` reads whether it has happened (what it made, or None).

    Returns what was there as an adopted Reply after an unknown outcome or a 409. Indeterminate where reading does
    not tell; Conflict where the service refuses and there is nothing to adopt. patient: it is looked for as long as lists
    lag at most, where it may be our own: a first request that is refused has made nothing.
    """
    waited = 0.0
    for sending in range(1, MOST_SENDINGS + 1):
        try:
            return transport.send(call)
        except (errors.Indeterminate, errors.Conflict) as error:
            failed: errors.GraphError = error
        refused = isinstance(failed, errors.Conflict)
        waits = ASK_LONGER if patient and not (refused and sending == 1) else ASK_AFTER
        found, unread = _ask(transport, fate, waits)
        if found is not None:
            return Reply(failed.status or 0, {}, found, adopted=True)
        waited += sum(waits)
        if unread is not None:
            failed.args = (f"{failed} {'What it met' if refused else 'What became of it'} could not be read: {unread}",)
            break
        if refused or not repeatable or sending == MOST_SENDINGS:
            looked = f"For {waited:.0f} s it was looked for, since what is new may show late, and not found."
            failed.args = (f"{failed} {looked}",)
            break
    raise failed from None


def _ask(
    transport: Transport, fate: Fate, waits: tuple[float, ...]
) -> tuple[dict[str, Any] | None, errors.GraphError | None]:
    """What the write made, and why that is not known: the error of the last question, without which a None is a clear no."""
    unread: errors.GraphError | None = None
    for wait in waits:
        transport.pause(wait)
        try:
            found = fate()
        except errors.GraphError as error:
            unread = error
            continue
        if found is not None:
            return found, None
        unread = None
    return None, unread

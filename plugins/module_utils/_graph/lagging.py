# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write to what this run has seen: a 404 is then the word of a replica that lags, and nothing came of the write."""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply

# Seconds before each repetition: half a minute in all, in which replicas come to agree (fact sheet 3.6).
SEND_AFTER = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)


def send_seen(transport: Transport, send: Callable[[], Reply], before_again: Callable[[], None] | None = None) -> Reply:
    """Call `send` until it is answered other than by 404. NotFound, which says how long was waited, when time runs out.

    before_again: called before each repetition; what it raises ends the call.
    """

    def again() -> Reply:
        if before_again is not None:
            before_again()
        return send()

    waited, attempt = 0.0, send
    for wait in SEND_AFTER:
        try:
            return attempt()
        except errors.NotFound:
            attempt = again
            if transport.remaining() <= wait:
                break
            waited += transport.pause(wait)
    try:
        return attempt()
    except errors.NotFound as error:
        error.args = (f"{error} What it belongs to was read just before, so it was sent again for {waited:.0f} s.",)
        raise

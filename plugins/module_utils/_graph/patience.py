# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An end to every answer: the time limit of a socket begins anew with each byte, so that one in drops would never end."""

from __future__ import annotations

import socket
import threading
from typing import Any


class Patience:
    """`with Patience(response, seconds):` shuts the connection of an answer that is not read in time. over: it did."""

    def __init__(self, response: Any, seconds: float) -> None:
        self.over = False
        self._response = response
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Patience:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        # Patience and its timer hold each other until they are collected; the answer, and so its connection, is let go now.
        self._response = None

    def _end(self) -> None:
        self.over = True
        # urllib3 lends no handle to the socket of an answer; where this way to it is gone, the answer may take longer.
        file = getattr(getattr(getattr(self._response, "raw", None), "_original_response", None), "fp", None)
        plug = getattr(getattr(file, "raw", None), "_sock", None)
        if isinstance(plug, socket.socket):
            try:
                # Of the plain socket, whose reader then sees its end; that of TLS would take its state from under it.
                socket.socket.shutdown(plug, socket.SHUT_RDWR)
            except OSError:
                pass  # it is shut already

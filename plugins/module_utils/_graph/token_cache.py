# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens in a file, for the next tasks of a play. Only where the user asked for it.

The file is JSON, readable for its owner only, replaced as a whole, and changed under a lock beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

try:
    import fcntl
except ImportError:  # not a POSIX system: writers then may undo each other, and a token is fetched once more
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
LARGEST = 1024 * 1024

# Another process holds the lock while it fetches a token. After so many seconds we fetch one ourselves.
LONGEST_LOCK_WAIT = 30.0
LOCK_POLL = 0.05


def cache_key(options: SignInOptions, method: str) -> str:
    """Which token it is: everything that decides whose token for what it is, and no secret."""
    parts = (
        options.tenant_id,
        options.client_id,
        options.cloud.authority,
        options.cloud.graph_root,
        method,
        options.managed_identity_client_id,
        options.azure_config_dir if method == "azure_cli" else None,
    )
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()


class TokenCache:
    """The entry of one connection in the file."""

    def __init__(self, path: str, key: str, now: Callable[[], float] = time.time) -> None:
        """BadConnection when the file or its folder is not safe to use."""
        self._path = path
        self._key = key
        self._now = now
        self._refuse_unsafe_folder()
        self._entries()

    def exchange(self, fetch: Callable[[], Grant], usable: Callable[[Grant], bool]) -> Grant:
        """The kept grant if it is usable, else a fetched one, which is then kept. One process at a time fetches."""
        kept = self._read()
        if kept is not None and usable(kept):
            return kept
        with self._locked():
            kept = self._read()
            if kept is not None and usable(kept):
                return kept
            grant = fetch()
            if grant.expires_at is not None:
                self._write(grant)
            return grant

    def _read(self) -> Grant | None:
        entry = self._entries().get(self._key)
        return None if entry is None else Grant(Secret(entry["access_token"]), entry["expires_at"], entry["lifetime"])

    def _entries(self) -> dict[str, dict[str, Any]]:
        """The entries that are sound and not over; none when the file is absent or damaged."""
        text = self._text()
        try:
            document = json.loads(text or "{}")
            entries = document["entries"] if document.get("format") == FORMAT else {}
            return {key: entry for key, entry in entries.items() if self._sound(entry)}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def _sound(self, entry: Any) -> bool:
        numbers = [entry["expires_at"], entry["lifetime"]]
        if not all(type(number) in (int, float) for number in numbers) or not isinstance(entry["access_token"], str):
            return False
        return bool(entry["access_token"]) and entry["expires_at"] > self._now()

    def _text(self) -> str | None:
        """The file's text, from a descriptor whose owner and mode were checked, so that no swap comes in between."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return None
        except OSError as error:
            if os.path.islink(self._path):
                raise BadConnection(f"token_cache {self._path} is a symbolic link. Give the path of a file.") from None
            raise BadConnection(f"token_cache {self._path} cannot be read: {error.strerror}.") from None
        try:
            self._refuse_unsafe_file(os.fstat(descriptor))
            return os.read(descriptor, LARGEST).decode("utf-8", "replace")
        finally:
            os.close(descriptor)

    def _refuse_unsafe_file(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            raise BadConnection(f"token_cache {self._path} is not a file.")
        if status.st_uid != os.geteuid():
            raise BadConnection(f"token_cache {self._path} belongs to another user. Give a file of your own.")
        if status.st_mode & 0o077:
            raise BadConnection(
                f"token_cache {self._path} can be used by others (mode {stat.S_IMODE(status.st_mode):04o}). "
                f"Delete it, or run: chmod 600 {self._path}"
            )

    def _refuse_unsafe_folder(self) -> None:
        """Who may write in the folder may put another file in our file's place."""
        folder = os.path.dirname(os.path.abspath(self._path))
        try:
            mode = os.stat(folder).st_mode
        except OSError as error:
            raise BadConnection(f"The folder of token_cache {self._path} cannot be used: {error.strerror}.") from None
        if not stat.S_ISDIR(mode) or not os.access(folder, os.W_OK | os.X_OK):
            raise BadConnection(f"The folder of token_cache {self._path} is not a folder that you may write in.")
        if mode & 0o022 and not mode & stat.S_ISVTX:
            raise BadConnection(
                f"The folder of token_cache {self._path} can be written by others. Choose one of your own."
            )

    def _write(self, grant: Grant) -> None:
        """Put our entry in, and leave out those that are over. A full disk costs the cache, not the task."""
        entry = {"access_token": grant.token.reveal(), "expires_at": grant.expires_at, "lifetime": grant.lifetime}
        document = {"format": FORMAT, "entries": {**self._entries(), self._key: entry}}
        folder = os.path.dirname(os.path.abspath(self._path))
        with contextlib.suppress(OSError):
            # mkstemp opens with O_EXCL and mode 0600, whatever the umask.
            descriptor, fresh = tempfile.mkstemp(prefix=".token-", dir=folder)
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(document, file)
                os.replace(fresh, self._path)
            except OSError:
                os.unlink(fresh)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock if it can be had in time; the file beside is never renamed, so a lock on it lasts."""
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(f"{self._path}.lock", flags, 0o600)
        except OSError:
            yield
            return
        try:
            _wait_for_lock(descriptor)
            yield
        finally:
            os.close(descriptor)


def _wait_for_lock(descriptor: int) -> None:
    give_up = time.monotonic() + LONGEST_LOCK_WAIT
    while fcntl is not None and time.monotonic() < give_up:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(LOCK_POLL)
        else:
            return

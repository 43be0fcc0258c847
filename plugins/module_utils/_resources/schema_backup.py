# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schema documents in files: a backup before a write, and the way back."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation

# Below the current directory, as Ansible's own modules have it.
FOLDER = "backup"
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 150
# So many backups of one schema within a second are enough to call it a defect elsewhere.
MOST_NAMES = 1000


def check(params: Mapping[str, Any]) -> list[str]:
    """What is wrong with the backup options, before any request."""
    options = params.get("backup_options") or {}
    name = options.get("filename")
    if name is not None and (name in ("", ".", "..") or os.path.basename(name) != name or "\0" in name):
        return [f"backup_options.filename: {name!r} is not a file name; the folder stands in dir_path."]
    return []


def write(document: Mapping[str, Any], holder_id: str, now: float, options: Mapping[str, Any]) -> str:
    """Keep the document in a new file and return the file's absolute path.

    now: seconds since the epoch, for the name. options: `dir_path` and `filename`, where given. The file is
    readable for its owner only, complete or not there, and never in the place of another. Situation when that fails.
    """
    folder = os.path.abspath(options.get("dir_path") or FOLDER)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    try:
        path = _reserved(_made(folder), options.get("filename"), holder_id, now)
        # A lone surrogate cannot be encoded, and its escape is the same text in JSON.
        _fill(path, text.encode("utf-8", "backslashreplace"))
    except FileExistsError as error:
        raise Situation(
            f"backup: {error.filename} is there already, and a backup takes no other file's place. Give another "
            "backup_options.filename, or none: then the time is in the name."
        ) from None
    except OSError as error:
        raise Situation(f"backup: the schema cannot be kept in {folder}: {_reason(error)}.") from None
    return path


def _made(folder: str) -> str:
    """The folder, made where it is not there. NotADirectoryError where something else is in its place."""
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, "it is no folder") from None
    return folder


def _reserved(folder: str, filename: str | None, holder_id: str, now: float) -> str:
    """A new empty file that is ours."""
    if filename is not None:
        return _created(os.path.join(folder, filename))
    moment = datetime.fromtimestamp(now, timezone.utc).strftime("%Y-%m-%dT%H%M%SZ")
    stem = f"{UNSAFE.sub('_', holder_id)[:LONGEST_NAME]}_schema.{moment}"
    for number in range(1, MOST_NAMES):
        try:
            return _created(os.path.join(folder, f"{stem}.json" if number == 1 else f"{stem}_{number}.json"))
        except FileExistsError:
            continue
    return _created(os.path.join(folder, f"{stem}.json"))


def _created(path: str) -> str:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _fill(path: str, content: bytes) -> None:
    """Put the content into the reserved file in one step, or take the reservation back."""
    part = f"{path}.part"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except BaseException:
        for name in (part, path):
            if os.path.exists(name):
                os.unlink(name)
        raise


def read(path: str, option: str = "restore") -> Any:
    """What a file of JSON holds: UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    InvalidInput naming the option for a file that cannot be read or holds something else.
    """
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except (OSError, ValueError) as error:
        raise InvalidInput([f"{option}: {path} cannot be read: {_reason(error)}."]) from None
    try:
        return json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InvalidInput([f"{option}: {path} holds no JSON: {error}."]) from None


def _no_number(word: str) -> Any:
    """NaN and the infinities, which JSON does not have."""
    raise ValueError(f"{word} is no value of JSON")


def _reason(error: Exception) -> str:
    """The system's words without number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)

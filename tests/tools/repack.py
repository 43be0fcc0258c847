# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same files, the same bytes: an artifact written anew in an order and with times that depend on nothing else.

ansible-galaxy takes files in the order of the file system, and notes the time of the build in each.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

FIRST = ("MANIFEST.json", "FILES.json")


def repack(source: Path, target: Path, moment: int) -> None:
    """Write the artifact `source` to `target`; `moment` is the time of every member, in seconds."""
    with tarfile.open(source) as archive:
        held = {member.name: (member, _content(archive, member)) for member in archive.getmembers()}
    files = json.loads(held["FILES.json"][1])
    files["files"].sort(key=lambda entry: entry["name"])
    listed = _text(files)
    manifest = json.loads(held["MANIFEST.json"][1])
    manifest["file_manifest_file"]["chksum_sha256"] = hashlib.sha256(listed).hexdigest()
    new = {"MANIFEST.json": _text(manifest), "FILES.json": listed}
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name in sorted(
                held, key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0, name)
            ):
                member, content = held[name]
                _add(archive, member, new.get(name, content), moment)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(member)
    return opened.read() if opened else b""


def _text(document: Any) -> bytes:
    # As ansible-galaxy writes it.
    return json.dumps(document, indent=True).encode("utf-8")


def _add(archive: tarfile.TarFile, old: tarfile.TarInfo, content: bytes, moment: int) -> None:
    member = tarfile.TarInfo(old.name)
    member.type, member.size, member.mtime = old.type, len(content), moment
    member.mode = 0o755 if old.isdir() or old.mode & 0o100 else 0o644
    archive.addfile(member, io.BytesIO(content))

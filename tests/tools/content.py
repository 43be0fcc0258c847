# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an artifact holds: nothing too much, nothing too little, and nothing of the machine that built it."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

# Written so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.}>)])/(work|root|home/[a-z]+)/")
PACKAGE_HOST = re.compile(r"\b(pypi\.org|files\.pythonhosted\.org|test\.pypi\.org)\b")
# In two parts, or REUSE would read it as the licence of this file.
LICENCE = ": ".join(("SPDX-License-Identifier", "GPL-3.0-or-later"))

# Every entry of the first level; a new one is decided on here, and in build_ignore of galaxy.yml.
TOP = {
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "COPYING",
    "FILES.json",
    "LICENSES",
    "MAINTAINERS",
    "MANIFEST.json",
    "README.md",
    "REUSE.toml",
    "SECURITY.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
# What belongs to a user: all of it goes in.
WHOLE = ("extensions", "meta", "playbooks", "plugins", "roles", "docs/docsite", "docs/execution-environment")
# What programs leave behind, wherever it lies.
LEFT_BEHIND = re.compile(r"(^|/)(__pycache__|\.[^/]*|[^/]*\.(pyc|orig|rej|bak|swp|retry|tar\.gz)|[^/]*~)(/|$)")
_SOURCE = re.compile(r"\.(py|ya?ml|toml|txt)$")
_WITHOUT_LICENCE = {"changelogs/changelog.yaml"}
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


class Artifact:
    """The files of an artifact, read once. `files`: path -> content; `odd`: members that are no file and no folder."""

    def __init__(self, archive: Path) -> None:
        self.files: dict[str, bytes] = {}
        self.odd: list[str] = []
        with tarfile.open(archive) as opened:
            for member in opened.getmembers():
                if member.isfile():
                    self.files[member.name] = opened.extractfile(member).read()  # type: ignore[union-attr]
                elif not member.isdir():
                    self.odd.append(member.name)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Path and text of every file."""
        for name, content in sorted(self.files.items()):
            yield name, content.decode("utf-8", errors="replace")


def complaints(artifact: Artifact, checkout: Path, expected: Iterable[str]) -> list[str]:
    """What is wrong with the content. `expected`: the paths that belong to the collection, in the checkout."""
    return [
        *_wrong_entries(artifact, expected),
        *_wrong_licences(artifact),
        *_wrong_words(artifact, checkout),
        *_dead_links(artifact),
        *_wrong_sums(artifact),
    ]


def _wrong_entries(artifact: Artifact, expected: Iterable[str]) -> Iterator[str]:
    top = {name.split("/")[0] for name in [*artifact.files, *artifact.odd]}
    for name in sorted(top - TOP):
        yield f"{name} does not belong in: name it under build_ignore in galaxy.yml, or in TOP of content.py"
    for name in sorted(TOP - top):
        yield f"{name} is missing"
    for name in sorted(artifact.odd):
        yield f"{name} is neither a file nor a folder"
    for name in sorted(artifact.files):
        if LEFT_BEHIND.search(name):
            yield f"{name} was left behind by some program: name it under build_ignore in galaxy.yml"
    wanted = {name for name in expected if name.startswith(tuple(f"{folder}/" for folder in WHOLE))}
    held = {name for name in artifact.files if name.startswith(tuple(f"{folder}/" for folder in WHOLE))}
    for name in sorted(wanted - held):
        yield f"{name} is missing"
    for name in sorted(held - wanted):
        yield f"{name} is no file of the project"


def _wrong_licences(artifact: Artifact) -> Iterator[str]:
    text = artifact.files.get("COPYING", b"")
    if b"GNU GENERAL PUBLIC LICENSE" not in text or artifact.files.get("LICENSES/GPL-3.0-or-later.txt") != text:
        yield "COPYING and LICENSES/GPL-3.0-or-later.txt must both be the text of the licence"
    manifest = json.loads(artifact.files.get("MANIFEST.json", b"{}"))
    if manifest.get("collection_info", {}).get("license_file") != "COPYING":
        yield "MANIFEST.json does not name COPYING as the file of the licence"
    for name, content in artifact.texts():
        exempt = name in _WITHOUT_LICENCE or name.startswith("LICENSES/")
        if _SOURCE.search(name) and not exempt and content.strip() and LICENCE not in content[:400]:
            yield f"{name} does not name its licence"


def _wrong_words(artifact: Artifact, checkout: Path) -> Iterator[str]:
    here = {str(checkout), str(Path.home())} - {"/"}
    for name, content in artifact.texts():
        found = {match.group() for pattern in (MACHINE_PATH, PACKAGE_HOST) for match in pattern.finditer(content)}
        found |= {path for path in here if f"{path}/" in content}
        if found:
            yield f"{name} knows the machine it was written on: {', '.join(sorted(found))}"


def _dead_links(artifact: Artifact) -> Iterator[str]:
    """A relative link of a document must lead to a file that is in the artifact too."""
    for name, content in artifact.texts():
        for link in _LINK.findall(content) if name.endswith(".md") else ():
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            if not any(held == target or held.startswith(f"{target}/") for held in artifact.files):
                yield f"{name} links to {link}, which is not in the artifact"


def _wrong_sums(artifact: Artifact) -> Iterator[str]:
    """MANIFEST.json vouches for FILES.json, and that for every file."""
    if {"MANIFEST.json", "FILES.json"} - set(artifact.files):
        return
    listed = json.loads(artifact.files["FILES.json"])["files"]
    sums = {entry["name"]: entry["chksum_sha256"] for entry in listed if entry["ftype"] == "file"}
    sums["FILES.json"] = json.loads(artifact.files["MANIFEST.json"])["file_manifest_file"]["chksum_sha256"]
    actual = {name: hashlib.sha256(content).hexdigest() for name, content in artifact.files.items()}
    del actual["MANIFEST.json"]
    for name in sorted(set(sums.items()) ^ set(actual.items())):
        yield f"the sum of {name[0]} is not what the artifact says"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which version may be released, and whether its change log is still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

# As semver.org gives it, without what it calls build metadata, which Galaxy does not order.
_NUMBER = r"(0|[1-9]\d*)"
_PART = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_PART}(?:\.{_PART})*))?", re.ASCII)


class Refused(Exception):
    """A release is not made; the text says why, and what to do."""


def key(version: str) -> tuple[Any, ...]:
    """What orders versions: 1.0.0-rc.1 comes before 1.0.0, and 1.9.0 before 1.10.0."""
    match = _VERSION.fullmatch(version)
    if not match:
        raise Refused(f"{version!r} is no semantic version (MAJOR.MINOR.PATCH). Mend `version` in galaxy.yml.")
    parts = [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in (match.group(4) or "").split(".") if part
    ]
    return (*map(int, match.groups()[:3]), not parts, parts)


def to_be_written(version: str, released: Iterable[str], fragments: Iterable[str]) -> bool:
    """Whether the change log of `version` is to be made from the fragments; False when it holds this version already."""
    named, left = key(version), sorted(fragments)
    last = max(released, key=key, default=None)
    if last == version:
        if left:
            raise Refused(
                f"{version} is in the change log already, and these fragments are newer: {', '.join(left)}. "
                "Give galaxy.yml the next version."
            )
        return False
    if last and named < key(last):
        raise Refused(
            f"{version} is not greater than {last}, the last in the change log. Mend `version` in galaxy.yml."
        )
    if not left:
        raise Refused(
            f"{version} is not in the change log, and changelogs/fragments holds nothing to write there. "
            "Say in a fragment what it brings."
        )
    return True


def needs_changelog(tree: Path) -> bool:
    """The same of a tree of files."""
    version = yaml.safe_load((tree / "galaxy.yml").read_text("utf-8"))["version"]
    log = tree / "changelogs" / "changelog.yaml"
    released = yaml.safe_load(log.read_text("utf-8"))["releases"] if log.is_file() else {}
    fragments = [file.name for file in (tree / "changelogs" / "fragments").glob("*.y*ml")]
    return to_be_written(str(version), released, fragments)

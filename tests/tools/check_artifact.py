# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the artifact as ansible-galaxy does it in a checkout, and look into it: `check_artifact.py FOLDER`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import content
import trees

CHECKOUT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> Path:
    """The artifact, built in an emptied `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["ansible-galaxy", "collection", "build", "--output-path", str(folder), str(CHECKOUT)]
    subprocess.run(command, check=True)
    (artifact,) = folder.glob("*.tar.gz")
    return artifact


def look_into(artifact: Path) -> None:
    """End with all that is wrong with the content."""
    wrong = content.complaints(content.Artifact(artifact), CHECKOUT, trees.files())
    if wrong:
        raise SystemExit("\n".join([f"{artifact.name} is not as it should be:", *wrong]))


def main(folder: Path) -> None:
    """Build and look."""
    artifact = build(folder)
    look_into(artifact)
    print(f"{artifact.name}: {artifact.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

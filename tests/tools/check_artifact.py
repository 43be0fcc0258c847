# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the artifact, look into it, install it as a user would, and have ansible-doc show its plugins.

`check_artifact.py FOLDER`
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import content
import places
import trees

CHECKOUT = Path(__file__).resolve().parents[2]
COLLECTION = "entra.provisioning"


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


def only(root: Path) -> dict[str, str]:
    """An environment in which Ansible finds no other copy of the collection: it looks on Python's path too."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**env, "ANSIBLE_COLLECTIONS_PATH": str(root)}


def install(artifact: Path) -> Path:
    """The collections path into which the artifact was installed."""
    root = artifact.parent / "installed"
    command = ["ansible-galaxy", "collection", "install", "--offline", "-p", str(root), str(artifact)]
    subprocess.run(command, env=only(root), check=True)
    if not (places.collection_under(root) / "MANIFEST.json").is_file():
        raise SystemExit(f"ansible-galaxy installed nothing into {root}")
    return root


def documented(root: Path, kind: str, folder: str) -> set[str]:
    """Names of the modules, or other plugins of a kind, whose documentation ansible-doc shows in full."""
    names = [
        f"{COLLECTION}.{file.stem}"
        for file in sorted((CHECKOUT / "plugins" / folder).glob("*.py"))
        if file.stem != "__init__"
    ]
    if not names:
        raise SystemExit(f"the collection has no {kind}")
    command = ["ansible-doc", "--json", "-t", kind, *names]
    done = subprocess.run(command, env=only(root), check=True, stdout=subprocess.PIPE, text=True)
    shown = json.loads(done.stdout)
    missing = [name for name in names if not shown.get(name, {}).get("doc", {}).get("options")]
    if missing:
        raise SystemExit(f"ansible-doc shows no documentation for {', '.join(missing)}")
    return set(names)


def main(folder: Path) -> None:
    """Build, look, install, read."""
    artifact = build(folder)
    look_into(artifact)
    root = install(artifact)
    names = documented(root, "module", "modules") | documented(root, "inventory", "inventory")
    print(f"{artifact.name}: {artifact.stat().st_size // 1024} KiB, {len(names)} modules and plugins documented")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the artifact, install it as a user would, and have ansible-doc show its plugins: `check_artifact.py FOLDER`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COLLECTION = "entra.provisioning"


def build(folder: Path) -> Path:
    """The artifact, built in an emptied `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["ansible-galaxy", "collection", "build", "--output-path", str(folder), str(CHECKOUT)]
    subprocess.run(command, check=True)
    (artifact,) = folder.glob("*.tar.gz")
    with tarfile.open(artifact) as archive:
        hidden = sorted({name.split("/")[0] for name in archive.getnames() if name.startswith(".")})
    if hidden:
        raise SystemExit(f"the artifact holds {', '.join(hidden)}: name them under build_ignore in galaxy.yml")
    return artifact


def only(root: Path) -> dict[str, str]:
    """An environment in which Ansible finds no other copy of the collection."""
    return {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(root)}


def install(artifact: Path) -> Path:
    """The collections path into which the artifact was installed."""
    root = artifact.parent / "installed"
    command = ["ansible-galaxy", "collection", "install", "--offline", "-p", str(root), str(artifact)]
    subprocess.run(command, env=only(root), check=True)
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
    """Build, install, read."""
    artifact = build(folder)
    root = install(artifact)
    names = documented(root, "module", "modules") | documented(root, "inventory", "inventory")
    print(f"{artifact.name}: {artifact.stat().st_size // 1024} KiB, {len(names)} modules and plugins documented")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

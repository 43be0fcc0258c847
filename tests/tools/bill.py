# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bill of materials of an artifact, as CycloneDX 1.6: its files, and what it needs to run.

It holds no time and no serial number, so that the same artifact has the same bill.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import content
import yaml

# What a user installs beside the collection, with the licence that its makers name.
LICENCES = {"ansible-core": "GPL-3.0-or-later", "msal": "MIT", "requests": "Apache-2.0"}


def needed(artifact: content.Artifact) -> dict[str, str]:
    """Library -> the versions that will do."""
    lines = artifact.files["requirements.txt"].decode("utf-8").splitlines()
    pairs = (re.fullmatch(r"([a-z-]+)(.+)", line) for line in lines if line and not line.startswith("#"))
    found = {pair.group(1): pair.group(2) for pair in pairs if pair}
    runtime = yaml.safe_load(artifact.files["meta/runtime.yml"])
    return dict(sorted({**found, "ansible-core": runtime["requires_ansible"]}.items()))


def bill(archive: Path) -> dict[str, Any]:
    """The document."""
    artifact = content.Artifact(archive)
    info = json.loads(artifact.files["MANIFEST.json"])["collection_info"]
    name = f"{info['namespace']}.{info['name']}"
    own = f"{name}@{info['version']}"
    libraries = [_library(library, versions) for library, versions in needed(artifact).items()]
    references = [library["bom-ref"] for library in libraries]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": own,
                "type": "library",
                "name": name,
                "version": info["version"],
                "description": info["description"],
                "authors": [{"name": author} for author in info["authors"]],
                "licenses": [{"license": {"id": "GPL-3.0-or-later"}}],
                "hashes": _hashes(archive.read_bytes()),
            }
        },
        "components": [*libraries, *(_file(path, held) for path, held in sorted(artifact.files.items()))],
        "dependencies": [
            {"ref": own, "dependsOn": references},
            *({"ref": reference} for reference in references),
        ],
    }


def text(archive: Path) -> str:
    """The document as it is written."""
    return json.dumps(bill(archive), indent=2, sort_keys=True) + "\n"


def _library(name: str, versions: str) -> dict[str, Any]:
    return {
        "bom-ref": f"pkg:pypi/{name}",
        "type": "library",
        "name": name,
        "purl": f"pkg:pypi/{name}",
        "scope": "required",
        "licenses": [{"license": {"id": LICENCES[name]}}],
        # The format has no place for a range of versions.
        "properties": [{"name": "entra.provisioning:versions", "value": versions}],
    }


def _file(path: str, held: bytes) -> dict[str, Any]:
    return {"bom-ref": f"file:{path}", "type": "file", "name": path, "hashes": _hashes(held)}


def _hashes(held: bytes) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(held).hexdigest()}]

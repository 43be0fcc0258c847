# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with an artifact is found; that the real one is right is checked by `make build`."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))
content = importlib.import_module("content")
sys.path.pop(0)

HEAD = f"# {content.LICENCE}\n"
TEXT = "GNU GENERAL PUBLIC LICENSE"
GOOD = {
    **{name: "text\n" for name in content.TOP if "." in name or name == "MAINTAINERS"},
    "REUSE.toml": HEAD,
    "requirements.txt": HEAD,
    "COPYING": TEXT,
    "LICENSES/GPL-3.0-or-later.txt": TEXT,
    "changelogs/config.yaml": HEAD,
    "docs/docsite/links.yml": HEAD,
    "extensions/eda/rulebooks/a.yml": HEAD,
    "meta/runtime.yml": HEAD,
    "playbooks/a.yml": HEAD,
    "plugins/modules/a.py": HEAD,
    "roles/a/tasks/main.yml": HEAD,
}
EXPECTED = [name for name in GOOD if name.startswith(tuple(f"{folder}/" for folder in content.WHOLE))]


def packed(place: Path, files: dict[str, str], *links: str) -> Path:
    """An artifact with these files, and the sums that ansible-galaxy would note."""
    files = {name: text for name, text in files.items() if name not in {"MANIFEST.json", "FILES.json"}}
    sums = [
        {"name": name, "ftype": "file", "chksum_sha256": hashlib.sha256(text.encode()).hexdigest()}
        for name, text in files.items()
    ]
    files["FILES.json"] = json.dumps({"files": sums})
    vouched = {"chksum_sha256": hashlib.sha256(files["FILES.json"].encode()).hexdigest()}
    files["MANIFEST.json"] = json.dumps({"collection_info": {"license_file": "COPYING"}, "file_manifest_file": vouched})
    return written(place, files, *links)


def written(place: Path, files: dict[str, str], *links: str) -> Path:
    archive = place / "artifact.tar.gz"
    with tarfile.open(archive, "w:gz") as opened:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            opened.addfile(member, io.BytesIO(text.encode()))
        for name in links:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, "elsewhere"
            opened.addfile(member)
    return archive


def told(archive: Path, expected: list[str] = EXPECTED) -> list[str]:
    return content.complaints(content.Artifact(archive), ROOT, expected)


def test_nothing_is_wrong_with_what_is_right(tmp_path):
    assert told(packed(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tests/unit/test_a.py", HEAD, "tests does not belong in"),
        ("notes.txt", HEAD, "notes.txt does not belong in"),
        (".ci/run", HEAD, ".ci does not belong in"),
        ("dist/entra-provisioning-1.0.0.tar.gz", "", "dist does not belong in"),
        ("plugins/modules/__pycache__/a.pyc", "", "was left behind"),
        ("roles/a/tasks/.main.yml.swp", "", "was left behind"),
        ("docs/page.md.orig", "", "was left behind"),
        ("plugins/modules/b.py", HEAD, "plugins/modules/b.py is no file of the project"),
        ("changelogs/other.yml", "---\n", "changelogs/other.yml does not name its licence"),
        ("docs/page.md", f"see {ROOT}/plugins", "docs/page.md knows the machine"),
        ("docs/page.md", "see " + "/ro" + "ot/notes", "docs/page.md knows the machine"),
        ("docs/page.md", "[tests](../tests/README.md)", "docs/page.md links to ../tests/README.md"),
    ],
)
def test_what_is_too_much_is_named(tmp_path, name, text, said):
    found = told(packed(tmp_path, {**GOOD, name: text}))
    assert len([line for line in found if said in line]) == 1


@pytest.mark.parametrize(
    "name", ["COPYING", "playbooks/a.yml", "roles/a/tasks/main.yml", "LICENSES/GPL-3.0-or-later.txt"]
)
def test_what_is_missing_is_named(tmp_path, name):
    files = {held: text for held, text in GOOD.items() if held != name}
    assert any(name in line or f"{name.split('/')[0]} is missing" == line for line in told(packed(tmp_path, files)))


def test_a_link_within_the_artifact_is_right(tmp_path):
    files = {
        **GOOD,
        "docs/page.md": "[a](../playbooks/a.yml), [all](../roles), [here](#here), [far](https://contoso.example)",
    }
    assert told(packed(tmp_path, files)) == []


def test_a_symbolic_link_is_refused(tmp_path):
    assert "meta/link is neither a file nor a folder" in told(packed(tmp_path, GOOD, "meta/link"))


def test_a_sum_that_is_not_that_of_the_file_is_found(tmp_path):
    right = content.Artifact(packed(tmp_path, GOOD)).files
    files = {name: text.decode() for name, text in right.items()}
    assert told(written(tmp_path, {**files, "README.md": "other\n"})) == [
        "the sum of README.md is not what the artifact says",
        "the sum of README.md is not what the artifact says",
    ]

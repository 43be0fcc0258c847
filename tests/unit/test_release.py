# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same files give the same artifact and the same bill of materials, and only what comes next is released."""

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
content, repack, bill, versions = map(importlib.import_module, ("content", "repack", "bill", "versions"))
sys.path.pop(0)

FILES = {
    "README.md": "read\n",
    "meta/runtime.yml": 'requires_ansible: ">=2.16.0"\n',
    "requirements.txt": "# what it needs\nrequests>=2.28.0\nmsal>=1.31.0\n",
}
INFO = {
    "namespace": "entra",
    "name": "provisioning",
    "version": "1.2.3",
    "description": "as code",
    "authors": ["The contributors"],
}
MOMENT = 1_700_000_000


def packed(archive: Path, names: list[str], time: int) -> Path:
    """An artifact as ansible-galaxy writes it, with its files in this order, at this time."""
    listed = [
        {"name": name, "ftype": "file", "chksum_sha256": hashlib.sha256(FILES[name].encode()).hexdigest()}
        for name in names
    ]
    files = json.dumps({"files": [{"name": "meta", "ftype": "dir"}, *listed], "format": 1})
    vouched = {"name": "FILES.json", "chksum_sha256": hashlib.sha256(files.encode()).hexdigest()}
    manifest = json.dumps({"collection_info": INFO, "file_manifest_file": vouched})
    held = [("MANIFEST.json", manifest), ("FILES.json", files), *((name, FILES[name]) for name in names)]
    with tarfile.open(archive, "w:gz") as opened:
        for name, text in held:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.uid, member.uname = len(text), time, time % 1000, "somebody"
            opened.addfile(member, io.BytesIO(text.encode()))
        folder = tarfile.TarInfo("meta")
        folder.type = tarfile.DIRTYPE
        opened.addfile(folder)
    return archive


def both(folder: Path) -> list[Path]:
    """The same files, packed differently, and each repacked."""
    made = []
    for number, names in enumerate((sorted(FILES), sorted(FILES, reverse=True))):
        source = packed(folder / f"raw-{number}.tar.gz", names, MOMENT + number)
        made.append(folder / f"{number}.tar.gz")
        repack.repack(source, made[-1], MOMENT)
    return made


def test_order_time_and_owner_of_the_build_leave_no_trace(tmp_path):
    first, second = both(tmp_path)
    assert (tmp_path / "raw-0.tar.gz").read_bytes() != (tmp_path / "raw-1.tar.gz").read_bytes()
    assert first.read_bytes() == second.read_bytes()


def test_what_was_repacked_is_what_was_packed(tmp_path):
    repacked = content.Artifact(both(tmp_path)[1])
    assert {name: repacked.files[name].decode() for name in FILES} == FILES
    assert list(content._wrong_sums(repacked)) == []
    with tarfile.open(tmp_path / "1.tar.gz") as opened:
        assert opened.getnames() == [
            "MANIFEST.json",
            "FILES.json",
            "README.md",
            "meta",
            "meta/runtime.yml",
            "requirements.txt",
        ]
        assert {(member.mtime, member.uid, member.gid, member.uname) for member in opened} == {(MOMENT, 0, 0, "")}
        assert {member.mode for member in opened if member.isdir()} == {0o755}


def test_another_moment_is_another_artifact(tmp_path):
    first, _second = both(tmp_path)
    repack.repack(tmp_path / "raw-0.tar.gz", tmp_path / "later.tar.gz", MOMENT + 1)
    assert first.read_bytes() != (tmp_path / "later.tar.gz").read_bytes()


def test_the_bill_names_what_it_needs_and_every_file(tmp_path):
    first, second = both(tmp_path)
    text = bill.text(first)
    assert text == bill.text(second)
    made = json.loads(text)
    needed = {part["name"]: part["properties"][0]["value"] for part in made["components"] if part["type"] == "library"}
    assert needed == {"ansible-core": ">=2.16.0", "msal": ">=1.31.0", "requests": ">=2.28.0"}
    held = {part["name"]: part["hashes"][0]["content"] for part in made["components"] if part["type"] == "file"}
    assert set(held) == {"MANIFEST.json", "FILES.json", *FILES}
    assert held["README.md"] == hashlib.sha256(b"read\n").hexdigest()
    own = made["metadata"]["component"]
    assert (own["name"], own["version"]) == ("entra.provisioning", "1.2.3")
    assert own["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(first.read_bytes()).hexdigest()}]
    assert "serialNumber" not in made and "timestamp" not in made["metadata"]


def test_every_library_that_is_needed_has_a_licence_in_the_bill():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    needed = {line.split(">")[0] for line in lines if line and not line.startswith("#")}
    assert set(bill.LICENCES) == {*needed, "ansible-core"}


ORDERED = ["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"]
ORDERED += ["1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0"]


def test_versions_are_ordered_as_semantic_versioning_says():
    keys = [versions.key(version) for version in ORDERED]
    assert all(lower < higher for lower, higher in zip(keys, keys[1:]))


@pytest.mark.parametrize(
    "version", ["1", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+build", "1.0.0\n", ""]
)
def test_what_is_no_semantic_version_is_refused(version):
    with pytest.raises(versions.Refused, match="no semantic version"):
        versions.to_be_written(version, [], ["1-words.yml"])


def test_the_first_release_and_each_greater_one_is_written_from_fragments():
    assert versions.to_be_written("1.0.0", [], ["1-words.yml"]) is True
    assert versions.to_be_written("1.10.0", ["1.0.0", "1.9.0"], ["1-words.yml"]) is True


def test_a_release_that_is_in_the_change_log_is_taken_as_it_stands():
    assert versions.to_be_written("1.9.0", ["1.0.0", "1.9.0"], []) is False


@pytest.mark.parametrize(
    ("version", "fragments", "said"),
    [
        ("1.8.0", ["1-words.yml"], "1.8.0 is not greater than 1.9.0"),
        ("1.0.0", ["1-words.yml"], "1.0.0 is not greater than 1.9.0"),
        ("1.9.0-rc.1", ["1-words.yml"], "1.9.0-rc.1 is not greater than 1.9.0"),
        ("1.9.0", ["2-more.yml", "1-words.yml"], "these fragments are newer: 1-words.yml, 2-more.yml"),
        ("1.10.0", [], "changelogs/fragments holds nothing"),
    ],
)
def test_what_may_not_be_released_is_refused(version, fragments, said):
    with pytest.raises(versions.Refused, match=said):
        versions.to_be_written(version, ["1.0.0", "1.9.0"], fragments)


def test_version_change_log_and_fragments_are_read_from_the_tree(tmp_path):
    fragments = tmp_path / "changelogs" / "fragments"
    fragments.mkdir(parents=True)
    (tmp_path / "galaxy.yml").write_text("version: 1.0.0\n")
    with pytest.raises(versions.Refused, match="holds nothing"):
        versions.needs_changelog(tmp_path)
    (fragments / "1-words.yml").write_text("trivial: [a]\n")
    assert versions.needs_changelog(tmp_path) is True
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases:\n  1.0.0: {}\n")
    with pytest.raises(versions.Refused, match="are newer"):
        versions.needs_changelog(tmp_path)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make what a release consists of, from the commit that is checked out: `make_release.py FOLDER`.

The artifact is built twice, from two copies of the commit, and must be the same to the byte. Where the change log does
not hold the version yet, it is written from the fragments into these copies only; `make_release.py --changelog` writes
it into the checkout, for the commit of the release.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import bill
import content
import repack
import versions
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from versions import Refused

CHECKOUT = Path(__file__).resolve().parents[2]
SUMS = "SHA256SUMS"


def git(*arguments: str) -> bytes:
    """What git says of the checkout."""
    return subprocess.run(["git", *arguments], cwd=CHECKOUT, check=True, stdout=subprocess.PIPE).stdout


def committed() -> tuple[str, int]:
    """The commit, and its time in seconds."""
    commit, moment = git("log", "-1", "--format=%H %ct").decode().split()
    return commit, int(moment)


def refuse_changes() -> None:
    """What is not committed would not be in the release: end where there is any."""
    changed = git("status", "--porcelain").decode("utf-8", errors="replace").splitlines()
    if changed:
        raise Refused("\n".join(["These files differ from the commit; commit them, or put them away:", *changed]))


def write_changelog(place: Path, day: str) -> None:
    """The change log of the version, from the fragments in `place`, which are used up by it."""
    command = ["antsibull-changelog", "release", "--date", day]
    done = subprocess.run(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise Refused(f"The change log could not be written:\n{done.stdout}")


def tree(commit: str, place: Path) -> Path:
    """The files of a commit, unpacked: nothing that lies about in the checkout can get in."""
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit))) as archive:
        archive.extractall(place)
    return place


def build(source: Path, folder: Path, moment: int) -> Path:
    """The artifact of a tree, in `folder`."""
    with tempfile.TemporaryDirectory() as raw:
        command = ["ansible-galaxy", "collection", "build", "--output-path", raw, str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (built,) = Path(raw).glob("*.tar.gz")
        folder.mkdir(parents=True, exist_ok=True)
        repack.repack(built, folder / built.name, moment)
        return folder / built.name


def built_twice(commit: str, moment: int, scratch: Path) -> Path:
    """The artifact of a commit; refused when a second one differs."""
    made = []
    for name in ("a", "b"):
        place = tree(commit, scratch / name)
        if versions.needs_changelog(place):
            write_changelog(place, time.strftime("%Y-%m-%d", time.gmtime(moment)))
        made.append(build(place, scratch / f"{name}-out", moment))
    first, second = made
    if first.read_bytes() != second.read_bytes():
        raise Refused("Two builds of one commit differ: repack.py lets something through that depends on the build.")
    return first


def expected(commit: str) -> list[str]:
    """The paths of a commit."""
    return git("ls-tree", "-r", "-z", "--name-only", commit).decode("utf-8").split("\0")[:-1]


def checked_bill(artifact: Path) -> str:
    """The bill of materials, held against the schema of its format."""
    text = bill.text(artifact)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong:
        raise Refused(f"The bill of materials is not valid CycloneDX 1.6: {wrong}")
    return text


def release(folder: Path) -> None:
    """Fill an emptied `folder` with the artifact, its bill of materials and the sums of both."""
    refuse_changes()
    commit, moment = committed()
    with tempfile.TemporaryDirectory() as scratch:
        artifact = built_twice(commit, moment, Path(scratch))
        wrong = content.complaints(content.Artifact(artifact), CHECKOUT, expected(commit))
        if wrong:
            raise Refused("\n".join([f"{artifact.name} is not as it should be:", *wrong]))
        files = {artifact.name: artifact.read_bytes()}
        files[artifact.name.replace(".tar.gz", ".cdx.json")] = checked_bill(artifact).encode("utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sums = {name: hashlib.sha256(held).hexdigest() for name, held in sorted(files.items())}
    files[SUMS] = "".join(f"{value}  {name}\n" for name, value in sums.items()).encode("ascii")
    for name, held in files.items():
        (folder / name).write_bytes(held)
        print(f"{folder.name}/{name}: {max(1, len(held) // 1024)} KiB")
    print(f"built from {commit}, twice, the same to the byte")


def changelog() -> None:
    """Write the change log into the checkout."""
    refuse_changes()
    if not versions.needs_changelog(CHECKOUT):
        raise Refused("The change log holds this version already.")
    write_changelog(CHECKOUT, time.strftime("%Y-%m-%d", time.gmtime()))
    print("Written. Read CHANGELOG.md, and commit it with changelogs/: that is the commit of the release.")


def main(argument: str) -> int:
    """Make it, or say why not."""
    try:
        if argument == "--changelog":
            changelog()
        else:
            release(Path(argument))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The browser that looks at pages: this machine's own, or Debian's package where the build may install it."""

from __future__ import annotations

import os
import shutil

import environment
import locking
import processes
import venvs

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without a font, words have no width and nothing can be said of how a page is laid out.
PACKAGES = ("chromium", "fonts-dejavu-core")
CHOSEN = "ENTRA_PROVISIONING_BROWSER"
_APT = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]


def find() -> str | None:
    """The path of a Chromium, or of what `ENTRA_PROVISIONING_BROWSER` names; None where there is none."""
    return os.environ.get(CHOSEN) or next(filter(None, map(shutil.which, NAMES)), None)


def get() -> tuple[str, str]:
    """The path of a browser, installed now if need be; where that cannot be, an empty path and why.

    Raises venvs.SetUpFailed when its installation fails: where it can be had, it must be there.
    """
    with locking.held("browser"):
        found = find()
        if found:
            return found, ""
        if not shutil.which("apt-get"):
            return "", f"this machine has no Chromium and no apt-get; install one, or name it in {CHOSEN}"
        if os.geteuid():
            return "", f"this machine has no Chromium; run: sudo apt-get install {' '.join(PACKAGES)}"
        print("installing Chromium (once on this machine)", flush=True)
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *PACKAGES)
        found = find()
        return (found, "") if found else ("", "the package chromium brought no program")


def _apt(*arguments: str) -> None:
    output: list[str] = []
    env = {**environment.for_programs(), "DEBIAN_FRONTEND": "noninteractive"}
    if processes.run([*_APT, *arguments], env, output.append):
        raise venvs.SetUpFailed(
            f"Could not install the browser: apt-get {' '.join(arguments)}:\n{''.join(output).strip()}"
        )

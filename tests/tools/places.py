# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the build keeps what it makes: in the user's cache, outside any checkout."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def _cache_root() -> Path:
    override = os.environ.get("ENTRA_PROVISIONING_CACHE")
    if override:
        return Path(override).resolve()
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base).resolve() / "entra-provisioning"


CACHE = _cache_root()
VENVS = CACHE / "venvs"
HOME = CACHE / "home"
OWN = CACHE / hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
# Not shared: another checkout may be tested with other Pythons on PATH, at the same time.
INTERPRETERS = OWN / "interpreters"
REPORTS = OWN / "reports"
LINKED = OWN / "linked"
LOCKS = CACHE / "locks"


def collection_under(root: Path) -> Path:
    """The folder in which Ansible looks for this collection below a collections path."""
    return root / "ansible_collections" / "entra" / "provisioning"

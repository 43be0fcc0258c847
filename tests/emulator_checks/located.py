# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the samples and the reference are: other people's documents, read in place and never copied in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _folder(variable: str, name: str) -> Path:
    folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / name)
    if not folder.is_dir():
        pytest.skip(f"No {name} on this machine: set {variable} to a folder of them to run this test.")
    return folder


def samples() -> Path:
    """The folder of the samples; the test that asks is skipped, saying so, where they are absent."""
    return _folder("ENTRA_SAMPLES", "samples")


def reference() -> Path:
    """The folder of the reference; the test that asks is skipped, saying so, where it is absent."""
    return _folder("ENTRA_REFERENCE", "reference")


def real(name: str) -> Any:
    """One of the real documents, parsed."""
    return json.loads((samples() / "real" / name).read_text("utf-8-sig"))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The libraries that are imported only when they are needed, with words for when they are missing."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed


def need(name: str, package: str, what_for: str) -> Any:
    """The module of that name; SignInFailed names the package and this Python when it cannot be imported."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        hint = f"Install it with: {sys.executable} -m pip install '{package}'"
        raise SignInFailed(
            f"Could not {what_for}: the Python library {package.split('>')[0]} is missing or broken for "
            f"{sys.executable} ({error}). {hint}. Read the module's requirements on where modules run and which Python they use.",
            doing=what_for,
            hint=hint,
        ) from None

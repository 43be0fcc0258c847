# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials of a real tenant for the integration targets, from the environment.

ansible-test hands no environment on to the targets; what it hands on is a file with variables.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

PREFIX = "ENTRA_TEST_"
NEEDED = ("tenant_id", "client_id", "client_secret")
# For a cloud or an emulator at another address.
OPTIONAL = ("graph_url", "authority", "ca_path")
CONFIG = Path("tests", "integration", "integration_config.yml")


class HalfConfigured(Exception):
    """Some credentials are given and others are missing."""


def options(environment: Mapping[str, str]) -> dict[str, str]:
    """The connection options that ENTRA_TEST_TENANT_ID and its siblings give; empty when none of them is set."""
    found = {name: environment.get(PREFIX + name.upper(), "") for name in (*NEEDED, *OPTIONAL)}
    given = {name: value for name, value in found.items() if value}
    missing = [PREFIX + name.upper() for name in NEEDED if name not in given]
    if given and missing:
        raise HalfConfigured(f"For a real tenant {', '.join(missing)} must be set too.")
    return given


def configure(tree: Path, environment: Mapping[str, str] | None = None) -> None:
    """Write the variables for the targets of a copied tree, for its owner's eyes only, or see that there are none."""
    path = tree / CONFIG
    path.unlink(missing_ok=True)
    given = options(os.environ if environment is None else environment)
    if not given:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:
        json.dump({"setup_emulator_real_tenant": given}, stream)
    print(f"the integration targets run against the tenant {given['tenant_id']}", flush=True)

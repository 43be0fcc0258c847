# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's own certification authority and its leaf for loopback, made anew at each start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificates:
    """Paths of PEM files; the key is readable by its owner only."""

    authority: Path
    chain: Path
    key: Path


def make(directory: Path) -> Certificates:
    """Write a new authority and a leaf for localhost and 127.0.0.1 into the directory."""
    authority = trustme.CA(organization_name="entra.provisioning emulator")
    leaf = authority.issue_cert("localhost", "127.0.0.1")
    made = Certificates(directory / "ca.pem", directory / "leaf.pem", directory / "leaf.key")
    authority.cert_pem.write_to_path(str(made.authority))
    made.chain.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    with open(os.open(made.key, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
        stream.write(leaf.private_key_pem.bytes())
    return made

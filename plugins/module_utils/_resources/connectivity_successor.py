# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be seen already of the interface that is to follow the secrets collection: whether it is there, and its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation

# The property of the synchronization that those metadata name as the successor of the secrets collection.
SUCCESSOR = "connectivityParameters"
UNNAMED = "(unnamed)"
# What the entries may be called by, once that is published.
NAMES = ("key", "name", "id")


def parameter_names(synchronization: Mapping[str, Any]) -> list[str] | None:
    """The names of the entries of connectivityParameters, sorted; None where the service returns no such property.

    Names only: which of the values are secret is not published. Of an entry no more is published than that it has a
    value, so a list of entries and a mapping by name are both understood.
    """
    if SUCCESSOR not in synchronization:
        return None
    entries = synchronization[SUCCESSOR]
    if isinstance(entries, Mapping):
        return sorted(str(name) for name in entries if not is_annotation(name))
    rows = entries if isinstance(entries, list) else [] if entries is None else [entries]
    return sorted(_name(row) for row in rows)


def _name(entry: Any) -> str:
    """What an entry is called by; never the entry itself, which may be a secret."""
    named = entry if isinstance(entry, Mapping) else {}
    return next((named[name] for name in NAMES if isinstance(named.get(name), str) and named[name]), UNNAMED)


def arrived(whose: Sequence[Any]) -> str:
    """What is said where the service has the successor already, of one or several owners."""
    others = f" and {len(whose) - 1} more" if len(whose) > 1 else ""
    return (
        f"The service returns connectivityParameters for {whose[0]}{others}: the announced successor of the stored settings "
        "and secrets is there. Look for a release of this collection that speaks it."
    )

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the target of a service principal is reached: by which interface it is stored, tried and authorized.

There is one interface today, and beta announces its end: the secrets collection, validateCredentials and
acquireAccessToken shall go, in favour of connectivityParameters, validateConnectivity and settings of jobs. What these take
is not published. Once it is, it becomes a second file beside connectivity_secrets.py, and `of` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity_secrets, owner

# The beta metadata's revision 2026-02/SynchronizationSecret_Deprecation (fact sheet 1.10).
REMOVAL = "2027-07-06"
ANNOUNCED = (
    f"api_version: beta announces that settings and secrets as they are stored now, and the actions validateCredentials "
    f"and acquireAccessToken, end on {REMOVAL}. Version v1.0 announces nothing; use api_version: v1.0 where you can, and look "
    "for a release of this collection that speaks the new interface before that day."
)

# The property of the synchronization that those metadata name as the successor of the secrets collection.
SUCCESSOR = "connectivityParameters"
UNNAMED = "(unnamed)"
# What the entries may be called by, once that is published.
NAMES = ("key", "name", "id")


def of(graph: Any, whose: owner.Owner) -> connectivity_secrets.SecretsCollection:
    """The interface by which this service principal's connectivity is handled."""
    return connectivity_secrets.SecretsCollection(graph, whose)


def warnings(graph: Any) -> tuple[str, ...]:
    """What a user of the version that announces the end is told."""
    return (ANNOUNCED,) if graph.version == "beta" else ()


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

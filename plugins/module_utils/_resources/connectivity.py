# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the target of a service principal is reached: by which interface it is stored, tried and authorized.

There is one interface today, and beta announces its end: the secrets collection, validateCredentials and
acquireAccessToken shall go, in favour of connectivityParameters, validateConnectivity and settings of jobs. What these take
is not published. Once it is, it becomes a second file beside connectivity_secrets.py, and `of` chooses.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity_secrets, owner

# The beta metadata's revision 2026-02/SynchronizationSecret_Deprecation (fact sheet 1.10).
REMOVAL = "2027-07-06"
ANNOUNCED = (
    f"api_version: beta announces that settings and secrets as they are stored now, and the actions validateCredentials "
    f"and acquireAccessToken, end on {REMOVAL}. Version v1.0 announces nothing; use api_version: v1.0 where you can, and look "
    "for a release of this collection that speaks the new interface before that day."
)


def of(graph: Any, whose: owner.Owner) -> connectivity_secrets.SecretsCollection:
    """The interface by which this service principal's connectivity is handled."""
    return connectivity_secrets.SecretsCollection(graph, whose)


def warnings(graph: Any) -> tuple[str, ...]:
    """What a user of the version that announces the end is told."""
    return (ANNOUNCED,) if graph.version == "beta" else ()

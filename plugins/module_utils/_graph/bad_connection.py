# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connection options that cannot be used, found before anything is sent."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError


class BadConnection(GraphError):
    """An option of the connection is missing, malformed, or contradicts another. The text names it."""

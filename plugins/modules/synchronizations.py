#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
"""

from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations


def main() -> None:
    """Entry point of the module."""
    _module.reconcile(
        synchronizations.OPTIONS, synchronizations.propose, offline=synchronizations.OFFLINE, **synchronizations.RULES
    )


if __name__ == "__main__":
    main()

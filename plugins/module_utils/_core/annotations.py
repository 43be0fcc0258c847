# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OData annotations (`@odata.context` and the like): they belong to an answer of the service and not to the thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_annotation(name: Any) -> bool:
    """Whether a member of this name is an annotation."""
    return "@odata." in str(name)


def without_annotations(tree: Any) -> Any:
    """A copy without annotations, at every depth."""
    if isinstance(tree, Mapping):
        return {name: without_annotations(value) for name, value in tree.items() if not is_annotation(name)}
    if isinstance(tree, list):
        return [without_annotations(value) for value in tree]
    return tree

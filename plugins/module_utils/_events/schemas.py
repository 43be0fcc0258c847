# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One schema at two times: packed for keeping, and what moved in it, in words. Pure."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change
from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt_shape, same, words

Document = Mapping[str, Any]


def illegible(document: Document) -> str:
    """What keeps an answer from being a schema, or an empty text."""
    return str(adopt_shape.unreadable(document) or "")


def packed(document: Document) -> str:
    """A schema as a short text; it may have 1 MB, and a tenant has hundreds. Equal documents give equal texts."""
    text = json.dumps(without_annotations(document), sort_keys=True, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode("ascii")


def unpacked(text: str) -> dict[str, Any]:
    """The schema that was packed."""
    found = json.loads(zlib.decompress(base64.b64decode(text)).decode("utf-8", "surrogatepass"))
    return dict(found)


def moved(before: str, after: Document, target: str) -> Change | None:
    """What moved since the packed one; None when both mean the same. target: whose schema it is."""
    old = unpacked(before)
    if same.same_document(old, without_annotations(after)):
        return None
    left, right = words.sides(old, after)
    return Change("update", target, left, right)

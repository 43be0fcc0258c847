# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schema documents: immutable once made, shared by template and jobs, encoded once."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from functools import cached_property
from typing import Any


def _encode(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Document:
    """A synchronizationSchema without its id. Nobody may change `rules` or `directories` in place: copy on write."""

    def __init__(self, version: str, rules: list[dict[str, Any]], directories: list[dict[str, Any]]) -> None:
        self.version = version
        self.rules = rules
        self.directories = directories
        self.printed: dict[tuple[str, ...], Document] = {}  # in other manners, see schema_print

    @classmethod
    def parse(cls, tree: dict[str, Any]) -> Document:
        """From a schema as Graph prints it; id and annotations are dropped."""
        return cls(
            str(tree.get("version") or "1.0"), tree.get("synchronizationRules") or [], tree.get("directories") or []
        )

    @cached_property
    def _rules_encoded(self) -> bytes:
        return _encode(self.rules)

    @cached_property
    def _directories_encoded(self) -> bytes:
        return _encode(self.directories)

    def tree(self, identity: str) -> dict[str, Any]:
        """As JSON values, sharing the document's own lists: for reading only."""
        return {
            "id": identity,
            "version": self.version,
            "synchronizationRules": self.rules,
            "directories": self.directories,
        }

    def encoded(self, context: str, identity: str, legacy: bool = False) -> bytes:
        """The whole answer. `legacy` adds the two undeclared members that beta responses carry."""
        head: dict[str, Any] = {"@odata.context": context, "id": identity}
        if legacy:
            head["provisioningTaskIdentifier"] = identity
        head["version"] = self.version
        directories_context = _encode(context.replace("/$entity", "") + "/directories") if legacy else b""
        return b"".join(
            (
                _encode(head)[:-1],
                b',"synchronizationRules":',
                self._rules_encoded,
                b',"directories@odata.context":' + directories_context if legacy else b"",
                b',"directories":',
                self._directories_encoded,
                b"}",
            )
        )


EMPTY = Document("1.0", [], [])


class Shelf:
    """The large parts that many documents have in common, kept once; the oldest go first."""

    MOST = 500

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Any] = OrderedDict()

    def shared(self, document: Document) -> Document:
        """The same document, of the rules and the definitions on the shelf where there are equal ones."""
        directories = [
            {name: self._of(value) if name == "objects" else value for name, value in one.items()}
            for one in document.directories
        ]
        return Document(document.version, [self._of(rule) for rule in document.rules], directories)

    def _of(self, part: Any) -> Any:
        key = hashlib.sha256(_encode(part)).digest()
        kept = self._kept.setdefault(key, part)
        self._kept.move_to_end(key)
        if len(self._kept) > self.MOST:
            self._kept.popitem(last=False)
        return kept

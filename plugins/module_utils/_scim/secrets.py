# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passwords among the people: where they stand, so that they are hidden before anything can be shown.

What is looked at here was not checked by anybody: nothing in here raises, whatever it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import Path

PASSWORD = "password"

# The last name of a path, after the schema, the filter and the dot.
_LAST_NAME = re.compile(r"[A-Za-z0-9_$-]+\s*\Z")
# What follows the word in a text that is neither JSON nor a table.
_AFTER_THE_WORD = re.compile(
    r"""\bpassword["']?\s*[=:]\s*[\[({]?\s*(?:"(?P<double>[^"]+)|'(?P<single>[^']+)|(?P<bare>[^\s"',;}\])]+))""",
    re.IGNORECASE,
)
_DELIMITERS = (",", ";", "\t")


def is_password(path: Path) -> bool:
    """Whether the value at this path is a password."""
    return (path.part or path.attribute).lower() == PASSWORD


def passwords(tree: Any) -> Iterator[Any]:
    """Whatever stands under a key called password, at any depth and in any case."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            if str(name).lower() == PASSWORD:
                yield value
            else:
                yield from passwords(value)
    elif isinstance(tree, (list, tuple)):
        for item in tree:
            yield from passwords(item)


def hidden(tree: Any, hide: Callable[[str], Any]) -> Any:
    """A copy in which `hide(password)` stands for each password that is a text."""
    if isinstance(tree, Mapping):
        return {
            name: hide(value) if str(name).lower() == PASSWORD and isinstance(value, str) else hidden(value, hide)
            for name, value in tree.items()
        }
    return [hidden(item, hide) for item in tree] if isinstance(tree, (list, tuple)) else tree


def in_users(users: Any, _params: Mapping[str, Any]) -> list[str]:
    """The passwords in the option `users`."""
    return _texts(list(passwords(users))) + _in_loose_texts(users, ())


def in_rows(rows: Any, params: Mapping[str, Any]) -> list[str]:
    """The passwords in the option `rows`: columns of that name, and those that the mapping takes for passwords."""
    columns = tuple(_columns(params.get("mapping")))
    return _texts(list(_in_columns(rows, columns))) + _in_loose_texts(rows, columns)


def in_mapping(mapping: Any, _params: Mapping[str, Any]) -> list[str]:
    """The passwords in the option `mapping`: constants."""
    sources = [source for path, source in _pairs(mapping) if _names_password(path)]
    return _texts([source.get("value") for source in sources if isinstance(source, Mapping)])


def _columns(mapping: Any) -> Iterator[str]:
    """The columns that are mapped to a password."""
    for path, source in _pairs(mapping):
        column = source.get("column") if isinstance(source, Mapping) else source
        if _names_password(path) and isinstance(column, str):
            yield column


def _pairs(mapping: Any) -> list[tuple[Any, Any]]:
    return list(mapping.items()) if isinstance(mapping, Mapping) else []


def _names_password(path: Any) -> bool:
    last = _LAST_NAME.search(str(path))
    return last is not None and last.group().strip().lower() == PASSWORD


def _in_columns(rows: Any, columns: tuple[str, ...]) -> Iterator[Any]:
    for row in rows if isinstance(rows, (list, tuple)) else [rows]:
        for name, cell in _pairs(row):
            if name in columns or str(name).lower() == PASSWORD:
                yield cell
            else:
                yield from passwords(cell)


def _in_loose_texts(given: Any, columns: tuple[str, ...]) -> list[str]:
    """The passwords in texts that stand where dictionaries should: a file that nobody took apart."""
    found: list[str] = []
    for text in given if isinstance(given, (list, tuple)) else [given]:
        if isinstance(text, str):
            found += _in_text(text, columns)
    return found


def _in_text(text: str, columns: tuple[str, ...]) -> list[str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, (dict, list)):
        return _texts(list(_in_columns(document, columns)))
    for delimiter in _DELIMITERS:
        rows = _table(text, delimiter)
        if rows:
            return _texts(list(_in_columns(rows, columns)))
    return [str(found[found.lastgroup or 0]) for found in _AFTER_THE_WORD.finditer(text)]


def _table(text: str, delimiter: str) -> list[dict[str, str]]:
    """The rows of a text that is a table of several columns, or none."""
    from ansible_collections.entra.provisioning.plugins.module_utils._scim import table
    from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError

    try:
        rows = table.rows(text, delimiter)
    except ScimError:
        return []
    return rows if rows and len(rows[0]) > 1 else []


def _texts(tree: Any) -> list[str]:
    """Every text and number in a tree, as text."""
    if isinstance(tree, Mapping):
        tree = list(tree.values())
    if isinstance(tree, (list, tuple)):
        return [text for item in tree for text in _texts(item)]
    if isinstance(tree, str):
        return [tree]
    return [str(tree)] if isinstance(tree, (int, float)) and not isinstance(tree, bool) else []

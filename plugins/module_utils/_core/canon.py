# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical forms: two values mean the same to the service exactly when their canonical forms are equal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import (
    CHOICE,
    GUID,
    JSON_TEXT,
    ROWS,
    TEXT,
    TRUTH,
    TRUTH_TEXT,
    WHOLE,
    Field,
)

_TRUE_TEXTS = ("true", "yes", "on", "1")
_FALSE_TEXTS = ("false", "no", "off", "0")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def canonical(field: Field, value: Any, where: str = "") -> Any:
    """The canonical form of a user's or the service's value.

    None stays None (absent and null are one). Raises InvalidInput, naming `where` or the option, for a value
    that the kind cannot hold.
    """
    if value is None:
        return None
    return _FORMS[field.kind](field, value, where or field.option)


def is_guid(text: str) -> bool:
    """Whether a text is an id as the directory gives them."""
    return _GUID.fullmatch(text) is not None


def wire(field: Field, value: Any) -> Any:
    """The form that Graph wants for a canonical value."""
    if value is None:
        return None
    if field.kind == JSON_TEXT:
        return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    if field.kind == TRUTH_TEXT:
        return "true" if value else "false"
    return value


def _text(field: Field, value: Any, where: str) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Mapping, list)):
        raise InvalidInput([f"{where}: the service keeps a plain text here, not a structure."])
    return str(value)


def _guid(field: Field, value: Any, where: str) -> Any:
    text = str(value).strip()
    if not _GUID.fullmatch(text):
        raise InvalidInput(
            [f"{where}: {value!r} is not an id; give a GUID such as 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11."]
        )
    return text.lower()


def _truth(field: Field, value: Any, where: str) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE_TEXTS:
        return True
    if word in _FALSE_TEXTS:
        return False
    raise InvalidInput([f"{where}: {value!r} is neither true nor false."])


def _whole(field: Field, value: Any, where: str) -> Any:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+", text):
        raise InvalidInput([f"{where}: {value!r} is not a whole number."])
    return int(text)


def _choice(field: Field, value: Any, where: str) -> Any:
    for choice in field.choices:
        if choice.lower() == str(value).lower():
            return choice
    hint = nearest(str(value), field.choices)
    raise InvalidInput([f"{where}: {value!r} is not one of {', '.join(field.choices)}.{hint}"])


def _json_text(field: Field, value: Any, where: str) -> Any:
    if not isinstance(value, str):
        # As it would come back: YAML has keys that are numbers, and dates; JSON has texts.
        return json.loads(json.dumps(value, default=str))
    try:
        return json.loads(value)
    except ValueError:
        raise InvalidInput([f"{where}: the text is not JSON; give it as a structure."]) from None


def _rows(field: Field, value: Any, where: str) -> Any:
    return {key: canonical(field.row(key), item, f"{where}.{key}") for key, item in value.items()}


_FORMS: Mapping[str, Callable[[Field, Any, str], Any]] = {
    TEXT: _text,
    GUID: _guid,
    TRUTH: _truth,
    TRUTH_TEXT: _truth,
    WHOLE: _whole,
    CHOICE: _choice,
    JSON_TEXT: _json_text,
    ROWS: _rows,
}


def observed(field: Field, value: Any) -> Any:
    """The canonical form of what the service sent. What does not fit the kind is kept as it is, never refused."""
    if field.kind == ROWS:
        return {row["key"]: observed(field.row(row["key"]), row.get("value")) for row in value or []}
    try:
        return canonical(field, value)
    except InvalidInput:
        return value

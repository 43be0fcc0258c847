# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A SCIM user as a document: built from values, looked into, and checked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._scim import names, secrets
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import Path
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError

User = Mapping[str, Any]


def built(values: Mapping[Path, Any]) -> dict[str, Any]:
    """The user that has these values at these paths, with the schemas that they need."""
    document: dict[str, Any] = {}
    for path, value in values.items():
        _place(document, path, value)
    return {"schemas": _schemas(document), **document}


def _place(document: dict[str, Any], path: Path, value: Any) -> None:
    holder = document if path.schema is None else document.setdefault(path.schema, {})
    if path.conditions:
        entries = holder.setdefault(path.attribute, [])
        entry = next((entry for entry in entries if _fits(entry, path)), None)
        if entry is None:
            entry = dict(path.conditions)
            entries.append(entry)
        entry[path.part] = value
    elif path.part:
        holder.setdefault(path.attribute, {})[path.part] = value
    else:
        holder[path.attribute] = value


def _schemas(document: User) -> list[str]:
    """The core schema and each extension that has something in the document."""
    return [names.CORE, *sorted(name for name in document if str(name).lower().startswith("urn:"))]


def completed(document: User) -> dict[str, Any]:
    """The user with its schemas, which are told by its keys when it does not name them."""
    if any(str(name).lower() == "schemas" for name in document):
        return dict(document)
    return {"schemas": _schemas(document), **document}


def found(document: User, path: Path) -> Any:
    """The value at a path, or None."""
    holder: Any = document if path.schema is None else member(document, path.schema)
    value = member(holder, path.attribute)
    if path.conditions:
        entries = value if isinstance(value, (list, tuple)) else []
        value = next((entry for entry in entries if _fits(entry, path)), None)
    return member(value, path.part) if path.part else value


def member(holder: Any, name: str) -> Any:
    """A member of an object; names of SCIM are compared without case."""
    if not isinstance(holder, Mapping):
        return None
    return next((value for key, value in holder.items() if str(key).lower() == name.lower()), None)


def _fits(entry: Any, path: Path) -> bool:
    """Whether an entry of a list meets all the conditions; true is not 1."""
    return all(_same(member(entry, part), value) for part, value in path.conditions)


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def external_id(document: User) -> str:
    """What identifies the person in the source."""
    return str(member(document, "externalId"))


def repeated(identities: Sequence[Any], noun: str) -> list[str]:
    """A sentence for each external id that several have. noun: what they are counted as, from 1."""
    places: dict[str, list[int]] = {}
    for number, identity in enumerate(identities, 1):
        if isinstance(identity, str) and identity.strip():
            places.setdefault(identity, []).append(number)
    return [
        f"{noun}s {_together(numbers)} have the same externalId {identity!r}."
        for identity, numbers in places.items()
        if len(numbers) > 1
    ]


def _together(numbers: Sequence[int]) -> str:
    return f"{', '.join(str(number) for number in numbers[:-1])} and {numbers[-1]}"


def received(documents: Any) -> list[dict[str, Any]]:
    """The users that somebody else made, as JSON has them, with their schemas. They are counted from 1.

    Raises ScimError with all that is wrong with them.
    """
    if not isinstance(documents, (list, tuple)):
        raise ScimError([f"users: a list of dictionaries is wanted, not {documents.__class__.__name__}."])
    problems = []
    for number, document in enumerate(documents, 1):
        wrong = _problems(document) if isinstance(document, Mapping) else ["is no dictionary"]
        problems += [f"users: user {number} {words}." for words in wrong]
    identities = [member(document, "externalId") for document in documents]
    problems += [f"users: {problem}" for problem in repeated(identities, "user")]
    if problems:
        raise ScimError(problems)
    # YAML has keys that are numbers; a module process gets them as texts, the controller's process does not.
    return [completed(json.loads(json.dumps(document))) for document in documents]


def _problems(document: User) -> Iterator[str]:
    identity = member(document, "externalId")
    if identity is None or identity == "" or (isinstance(identity, str) and not identity.strip()):
        yield "has no externalId, by which the service finds a person again"
    elif not isinstance(identity, str):
        yield "has an externalId that is no text; put it in quotes"
    schemas = member(document, "schemas")
    if schemas is not None and not _are_texts(schemas):
        yield "has schemas that are no list of texts; leave them out to have them filled in"
    if any(not isinstance(value, str) for value in secrets.passwords(document) if value is not None):
        yield "has a password that is no text; put it in quotes"
    if any(isinstance(value, float) and not math.isfinite(value) for value in leaves(document)):
        yield "has a number that is not finite"


def _are_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(one, str) for one in value)


def leaves(tree: Any) -> Iterable[Any]:
    """Every value in a tree that is neither a list nor an object."""
    if isinstance(tree, Mapping):
        tree = list(tree.values())
    if isinstance(tree, (list, tuple)):
        for item in tree:
            yield from leaves(item)
    else:
        yield tree

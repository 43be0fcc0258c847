# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What files and variables of an export are called: made of display names, and never the same for two of them. Pure."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status, terms

# So many digits of a checksum tell two names apart that differ in nothing else.
_DIGITS = 8
_ALL_DIGITS = 64
# Words that a file may hold anyway, and that make a poor name of a variable.
_RESERVED = {
    *(word.lower() for word in keyword.kwlist),
    "environment",
    "hosts",
    "name",
    "omit",
    "tags",
    "vars",
    "vault",
}
_LONGEST = 60


def variable(slug: str, key: str) -> str:
    """The name of the variable that holds a secret: vault_contoso_scim_secret_token."""
    return f"vault_{slug}_{snake(key)}"


def template(slug: str, key: str) -> str:
    """What stands in a declaration in place of the secret."""
    return "{{ %s }}" % variable(slug, key)


def snake(key: str) -> str:
    """A key of the service as part of a name: Oauth2ClientSecret is oauth2_client_secret."""
    return re.sub("[^a-z0-9]+", "_", job_status.snake(key)).strip("_")


# Between a slug and a key stands the sign that both may have inside: contoso_oauth2 + client_secret would be
# contoso + oauth2_client_secret. So no slug ends in what some key begins with and another one goes on from.
_ENDINGS = tuple(
    sorted(
        {
            f"_{snake(long)[: -len(snake(short))].strip('_')}"
            for long in terms.ALL_KEYS
            for short in terms.ALL_KEYS
            if snake(long).endswith(f"_{snake(short)}")
        }
    )
)


def slugs(names: Sequence[str], told_apart_by: Sequence[str] = ()) -> list[str]:
    """A slug for each display name, in their order: small letters, digits and underscores, no two the same.

    A name keeps its plain slug while no other comes to the same; else all of these get a checksum of their name, so that
    no variable passes from one application to another when a third one comes or goes. told_apart_by: what tells
    namesakes apart, in the order of names; only its checksum is used.
    """
    count = Counter(names)
    which = told_apart_by or [""] * len(names)
    marks = [f"{name}\0{one}" if count[name] > 1 else name for name, one in zip(names, which)]
    plain = [_plain(name) for name in names]
    found = [one if _is_clear(one) else _slug(one, mark, _DIGITS) for one, mark in zip(plain, marks)]
    for digits in (_DIGITS, _ALL_DIGITS):
        again = Counter(found)
        found = [_slug(one, mark, digits) if again[slug] > 1 else slug for slug, one, mark in zip(found, plain, marks)]
    return _numbered(found)


def _numbered(found: list[str]) -> list[str]:
    """The slugs, where nothing tells namesakes apart, by their order."""
    seen: Counter[str] = Counter()
    numbered = []
    for slug in found:
        seen[slug] += 1
        numbered.append(slug if seen[slug] == 1 else f"{slug}_{seen[slug]}")
    return numbered


def _slug(plain: str, mark: str, digits: int) -> str:
    checksum = hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return f"{plain or 'application'}_{checksum}"


def _plain(name: str) -> str:
    """The letters and digits of a name, as far as plain ones stand for them."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    text = re.sub("[^a-z0-9]+", "_", letters).strip("_")[:_LONGEST].rstrip("_")
    return f"application_{text}" if text[:1].isdigit() or text in _RESERVED else text


def _is_clear(plain: str) -> bool:
    """Whether a plain slug is fit to be used as it is."""
    return bool(plain) and not plain.endswith(_ENDINGS)


def namesakes(names: Iterable[str]) -> dict[str, int]:
    """How many bear each name; the service compares names without case."""
    return Counter(name.casefold() for name in names)

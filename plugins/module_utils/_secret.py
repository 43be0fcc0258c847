# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets as a type, and their removal from text. A leaf: every layer may import it."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, unquote

MASK = "********"

# A shorter value stands in ordinary words too: masking it would corrupt the text and hide nothing.
SHORTEST_MASKABLE = 4


class Secret:
    """A text that nobody sees by accident; only the transport calls `reveal`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. To be called where bytes leave the process, and nowhere else."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> Any:
        raise TypeError("a Secret is not written to disk")


# What programs put for these in a page: after the first form, the other names of the quotation marks.
MARKUP = {"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
QUOTES = ("'", "&#39;", "&apos;")
# The characters that .NET, in which the service is written, escapes in JSON besides those that everybody does.
DOTNET = re.compile("[\"&'+<>`]")
ESCAPED = re.compile(r"(?<=\\u)[0-9a-f]{4}|%[0-9A-F]{2}")
# Half of a character beyond the first 65536; a printer puts something else for it.
HALF = re.compile("[\ud800-\udfff]")
# A part of what is written in base64 is looked for only if it is long enough to be found in no other text by chance.
SHORTEST_PART = 8

# What is secret inside of a secret: the password of an address (or its user, where there is none), that of a connection
# string, and a token without the word that says how it is borne.
INSIDE = (
    re.compile(r"//(?:[^/?#@:]*:)?([^/?#]*)@"),
    re.compile(
        r"(?:password|pwd|secret|key|token|sig|signature)\s*=\s*(?:\"([^\"]+)|'([^']+)|([^;&\s\"']+))", re.IGNORECASE
    ),
    re.compile(r"^\s*bearer\s+(\S+)", re.IGNORECASE),
)
# A token or an assertion, as login services and those who sign in write them.
SIGNED = re.compile(r"eyJ[\w-]{5,}\.eyJ[\w-]{5,}(?:\.[\w-]*)?", re.ASCII)


def _inside(text: str) -> Iterator[str]:
    """The secrets inside of a secret, as they stand there and without the encoding of addresses."""
    for pattern in INSIDE:
        for found in pattern.finditer(text):
            part = found.group(found.lastindex or 0)
            yield from (part, unquote(part))
    if "\n" in text.strip():
        # Whoever shows texts line by line shows this one so too.
        yield from text.splitlines()


def _spellings(text: str) -> set[str]:
    """The forms in which a secret may come back: as it is, in one line, as Python shows it, and inside something else.

    That is inside JSON (once or twice), a page, a URL, a form, or base64, whatever stands before and after it there.
    """
    # Most often all three are one.
    printed = {text, HALF.sub("?", text), HALF.sub("\ufffd", text)}
    return {form for one in printed for form in _written(one)}


def _written(text: str) -> set[str]:
    forms = {text, " ".join(text.split()), repr(text)[1:-1], *_in_json(text), *_in_markup(text)}
    for content in _bytes(text):
        forms |= {repr(content)[2:-1], *_in_url(content), *_in_base64(content)}
    return forms


def _bytes(text: str) -> set[bytes]:
    """The text as bytes. Half a character came from bytes that are no UTF-8, or from JSON that is no Unicode."""
    found = {text.encode("utf-8", "surrogatepass")}
    try:
        found.add(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        pass  # half a character that stands for no byte
    return found


def _in_json(text: str) -> set[str]:
    once, unescaped = json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]
    dotnet = DOTNET.sub(lambda hit: f"\\u{ord(hit.group()):04X}", once.replace('\\"', '"'))
    forms = {
        once,
        unescaped,
        dotnet,
        ESCAPED.sub(lambda hit: hit.group().upper(), dotnet),
        json.dumps(once)[1:-1],
        json.dumps(unescaped)[1:-1],
    }
    return forms | {form.replace("/", "\\/") for form in forms}


def _in_markup(text: str) -> set[str]:
    between = text.replace("&", "&amp;").replace("<", MARKUP["<"]).replace(">", MARKUP[">"])
    quoted = between.replace('"', MARKUP['"'])
    return {between, *(quoted.replace("'", form) for form in (MARKUP["'"], *QUOTES))}


def _in_url(content: bytes) -> set[str]:
    # Besides letters and digits: nothing is left as it is; what a path leaves; what a browser leaves.
    forms = {quote(content, safe=kept) for kept in ("", "/", "!*'()")} | {quote_plus(content)}
    return forms | {ESCAPED.sub(lambda hit: hit.group().lower(), form) for form in forms}


def _in_base64(content: bytes) -> set[str]:
    """Whole, with padding and without, and what is the same wherever it stands; in both alphabets."""
    whole = base64.b64encode(content).decode("ascii")
    forms = {whole, whole.rstrip("=")}
    for before in range(3):
        # Of six bits each, those letters that hold none of what stands before or after.
        first, last = -(-before * 8 // 6), (before + len(content)) * 8 // 6
        part = base64.b64encode(b"\0" * before + content).decode("ascii")[first:last]
        forms |= {part} if len(part) >= SHORTEST_PART else set()
    return forms | {form.replace("+", "-").replace("/", "_") for form in forms}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# Up to so many forms it is quickest to look for each of them.
FEW = 100


def _finder(known: set[str]) -> Callable[[str], Iterable[str]]:
    """What finds the forms that may be in a text, the longest first.

    So no part of a longer secret is left standing beside a masked shorter one. Of very many secrets (a password for each
    of many people) only those are looked for of which the text has the beginning.
    """
    if len(known) <= FEW:
        forms = sorted(known, key=len, reverse=True)
        return lambda text: forms
    lengths: dict[str, set[int]] = {}
    for form in known:
        lengths.setdefault(form[:SHORTEST_MASKABLE], set()).add(len(form))
    # These may come about only when a mask stands in the text.
    masked = {form for form in known if MASK[0] in form}

    def occurring(text: str) -> list[str]:
        found = set(masked)
        for start in range(len(text) - SHORTEST_MASKABLE + 1):
            for length in lengths.get(text[start : start + SHORTEST_MASKABLE], ()):
                found.add(text[start : start + length])
        return sorted(found & known, key=len, reverse=True)

    return occurring


class Redactor:
    """Knows the secrets of one task and takes them out of texts and trees; may be shared by threads."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._finder: Callable[[str], Iterable[str]] | None = None
        self._lock = threading.Lock()

    def add(self, secret: Any) -> None:
        """Learn a secret (text, number or Secret).

        Values shorter than four characters are not maskable and are passed over.
        """
        text = secret.reveal() if isinstance(secret, Secret) else str(secret) if _is_number(secret) else secret
        if isinstance(text, str) and text not in self._known:
            self._add(text)
            self.add_inside(text)

    def add_inside(self, text: str) -> None:
        """Learn what is secret inside of an address or a connection string, and not the whole of it."""
        for part in _inside(text):
            self._add(part)

    def _add(self, text: str) -> None:
        if len(text.strip()) >= SHORTEST_MASKABLE:
            given = {text, text.strip()}
            self._learn(form for one in given for form in _spellings(one) if len(form) >= SHORTEST_MASKABLE)

    def learn_from(self, other: Redactor) -> None:
        """Know what another redactor knows."""
        self._learn(set(other._known))

    def add_all(self, tree: Any) -> None:
        """Learn every text leaf of a tree of lists and mappings."""
        if isinstance(tree, Mapping):
            for value in tree.values():
                self.add_all(value)
        elif isinstance(tree, (list, tuple, set, frozenset)):
            for value in tree:
                self.add_all(value)
        else:
            self.add(tree)

    def text(self, text: str) -> str:
        """The text with each known secret, and each signed token, replaced by the mask."""
        finder = self._finder
        if finder is None:
            with self._lock:
                self._finder = finder = _finder(set(self._known))
        for form in finder(text):
            text = text.replace(form, MASK)
        return SIGNED.sub(MASK, text) if "eyJ" in text else text

    def tree(self, tree: Any) -> Any:
        """A copy of a JSON-like tree with every text, mapping keys included, redacted; Secrets become the mask."""
        return self._tree(tree, {})

    def _tree(self, tree: Any, seen: dict[str, str]) -> Any:
        """The same. seen: what the texts of this tree have become, since names and words come many times."""
        if isinstance(tree, str):
            if tree not in seen:
                seen[tree] = self.text(tree)
            return seen[tree]
        if isinstance(tree, Secret):
            return MASK
        if isinstance(tree, Mapping):
            return {self._tree(key, seen): self._tree(value, seen) for key, value in tree.items()}
        if isinstance(tree, (list, tuple)):
            return [self._tree(value, seen) for value in tree]
        if isinstance(tree, (set, frozenset)):
            return sorted(self._tree(value, seen) for value in tree)
        # A number is masked only when it is a secret as a whole: YAML took a secret of digits for one.
        return MASK if _is_number(tree) and str(tree) in self._known else tree

    def _learn(self, forms: Iterable[str]) -> None:
        with self._lock:
            self._known.update(forms)
            self._finder = None

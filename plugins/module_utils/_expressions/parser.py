# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the text of a mapping expression to its nodes.

Names are read, not judged: whether a function exists and takes so many slots is for `check`.
"""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import lexer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    BARE_WORDS,
    FOREIGN_WORDS,
    complete,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
    Placeholder,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    WARNING,
    ExpressionError,
    Finding,
)

# The service's own limit for one expression.
LONGEST = 10_000
# Ours: nothing real comes near it, and all that walks a node may recurse.
DEEPEST = 100

_JOIN = "&"
_LOGIC = ("AND", "OR", "XOR")


class Reading(NamedTuple):
    """findings: what a strict reading refuses and a lenient one took, and what the service may take otherwise."""

    node: Node
    findings: tuple[Finding, ...]


def parse(text: str, lenient: bool = False) -> Node:
    """The node of a text; a known function's optional last slots are there even where the text left them out.

    lenient: unknown escapes and unknown bare words are taken as they stand. Raises ExpressionError.
    """
    return read(text, lenient).node


def read(text: str, lenient: bool = False) -> Reading:
    """As parse, with what the reader should know about the text. Raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError(f"The expression is longer than {LONGEST:,} characters, the service's limit", LONGEST)
    findings: list[Finding] = []
    return Reading(_Parser(text, lenient, findings).whole(), tuple(findings))


class _Parser:
    """Looks one token ahead and never goes back, so its work grows with the text."""

    def __init__(self, text: str, lenient: bool, findings: list[Finding]) -> None:
        self._tokens = lexer.tokens(text, lenient, findings)
        self._next = next(self._tokens)
        self._lenient = lenient
        self._findings = findings

    def whole(self) -> Node:
        if self._next.kind == lexer.END:
            raise ExpressionError("The expression is empty", 0)
        node = self._expression(0)
        if self._next.kind != lexer.END:
            raise ExpressionError(f"The expression ends before {_shown(self._next)}", self._next.position)
        return node

    def _expression(self, depth: int) -> Node:
        left = self._joined(depth)
        if not self._is(lexer.OPERATOR):
            self._refuse_logic()
            return left
        operator = self._take().value
        right = self._joined(depth)
        if self._is(lexer.OPERATOR):
            raise ExpressionError("A condition has one comparison only: nest one IIF in another", self._next.position)
        self._refuse_logic()
        return Comparison(left, operator, right)

    def _joined(self, depth: int) -> Node:
        """A chain leans to the right, so that the place in it is the depth in the node."""
        node = self._operand(depth)
        if not self._is(lexer.OPERATOR, _JOIN):
            return node
        self._take()
        return Joined(node, self._joined(depth + 1))

    def _operand(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionError(f"The expression is nested more than {DEEPEST} deep", self._next.position)
        token = self._take()
        if token.kind in (lexer.TEXT, lexer.NUMBER):
            return Constant(token.value)
        if token.kind == lexer.ATTRIBUTE:
            return Attribute(token.value)
        if token.kind == lexer.PLACEHOLDER:
            return Placeholder(token.value)
        if token.kind == lexer.NAME:
            return self._call(token.value, depth) if self._is(lexer.MARK, "(") else self._word(token)
        raise ExpressionError(_no_operand(token), token.position)

    def _call(self, name: str, depth: int) -> Node:
        opened = self._take()
        slots: list[Node | None] = [self._slot(depth + 1)]
        while self._is(lexer.MARK, ","):
            self._take()
            slots.append(self._slot(depth + 1))
        if not self._is(lexer.MARK, ")"):
            if self._next.kind == lexer.END:
                raise ExpressionError(f"The parenthesis of {name} is not closed", opened.position)
            raise ExpressionError(f"A comma or ) is missing before {_shown(self._next)}", self._next.position)
        self._take()
        return Call(name, complete(name, tuple(slots)))

    def _slot(self, depth: int) -> Node | None:
        if self._is(lexer.MARK, ",") or self._is(lexer.MARK, ")"):
            return None
        return self._expression(depth)

    def _word(self, token: lexer.Token) -> Node:
        if token.value not in BARE_WORDS:
            message = _no_word(token.value)
            if not self._lenient:
                raise ExpressionError(message, token.position)
            self._findings.append(Finding(WARNING, f"{message}."))
        return Word(token.value)

    def _refuse_logic(self) -> None:
        if self._is(lexer.NAME) and self._next.value.upper() in _LOGIC:
            message = f"The language has no {self._next.value.upper()}: nest one IIF in another"
            raise ExpressionError(message, self._next.position)

    def _is(self, kind: str, value: str | None = None) -> bool:
        return self._next.kind == kind and value in (None, self._next.value)

    def _take(self) -> lexer.Token:
        token = self._next
        if token.kind != lexer.END:
            self._next = next(self._tokens)
        return token


def _shown(token: lexer.Token) -> str:
    if token.kind == lexer.END:
        return "the end"
    shown = {lexer.TEXT: f'"{token.value}"', lexer.ATTRIBUTE: f"[{token.value}]"}.get(token.kind, token.value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _no_operand(token: lexer.Token) -> str:
    if token.value == "(":
        return "Parentheses stand only behind the name of a function"
    return f"A value is missing before {_shown(token)}"


def _no_word(name: str) -> str:
    if name in FOREIGN_WORDS:
        return f"{name} is a word of Microsoft Entra Connect Sync: {FOREIGN_WORDS[name]}"
    return f'{name} alone is no value: an attribute is written [{name}], a text "{name}", a function {name}(...)'

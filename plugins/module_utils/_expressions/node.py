# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes of a mapping expression. An empty slot of a call is None."""

from __future__ import annotations

from typing import Any, Union


class _Node:
    """Equal when of one kind with equal parts; no node knows its place in a text."""

    __slots__: tuple[str, ...] = ()

    def _parts(self) -> tuple[Any, ...]:
        return (self.__class__, *(getattr(self, name) for name in self.__slots__))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Node) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"{self.__class__.__name__}({', '.join(repr(getattr(self, name)) for name in self.__slots__)})"


class Attribute(_Node):
    """`[name]`: the value of an attribute of the source object."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Constant(_Node):
    """A quoted text or a bare number; numbers are kept as they are written, since trees hold every constant as text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Word(_Node):
    """A bare word such as vbTextCompare or IgnoreAttributeFlow."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Placeholder(_Node):
    """`%DomainFQDN%`: filled in by the service from the settings of the job. name: with both percent signs."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Comparison(_Node):
    """`left operator right` in the condition of IIF or CBool; operator: one of = <> < <= > >=."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, left: Node, operator: str, right: Node) -> None:
        self.left, self.operator, self.right = left, operator, right


class Joined(_Node):
    """`left & right`: texts put together; seen on a page about cloud sync only."""

    __slots__ = ("left", "right")

    def __init__(self, left: Node, right: Node) -> None:
        self.left, self.right = left, right


class Call(_Node):
    """`Name(slot, ...)`; slots: a tuple of nodes, None for an empty slot."""

    __slots__ = ("name", "slots")

    def __init__(self, name: str, slots: tuple[Node | None, ...]) -> None:
        self.name, self.slots = name, slots


Node = Union[Attribute, Constant, Word, Placeholder, Comparison, Joined, Call]

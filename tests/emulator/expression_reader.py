# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's reader of mapping expressions: text to tree and tree to the text that the service prints.

It knows just enough for the fixtures and for parseExpression: the grammar, the parameter keys and the canonical
spelling. It evaluates nothing, and the collection itself never uses it.

How the service prints (seen in exports): arguments joined by `, `; every optional argument keeps its empty place, the
last one too (`Replace([a], "-", , , "_", , )`); no blanks around a comparison; a constant is bare where an integer is
wanted and quoted elsewhere, while its own node always says `"\\"2\\""`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from .expression_functions import FUNCTIONS, Function

Node = dict[str, Any]
MAXIMUM_LENGTH = 10_000
MAXIMUM_DEPTH = 100
_COMPARISONS = ("<>", "<=", ">=", "=", "<", ">")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?|&H[0-9A-Fa-f]+")
_PLACEHOLDER = re.compile(r"%[A-Za-z][A-Za-z0-9]*%")
# Words that stand bare in published expressions. How the service files them nowhere shows; here as bare constants.
_WORDS = frozenset(
    ("ASCII", "IgnoreAttributeFlow", "IgnoreObjectFlow", "UTF8", "Unicode", "vbBinaryCompare", "vbTextCompare")
)
_BLANKS = re.compile(r"\s*")


class ExpressionError(ValueError):
    """A text that is no expression. position: zero-based offset of the place in the text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (position {position})")
        self.position = position


def read(text: str) -> Node:
    """The attributeMappingSource tree of a text: `[name]`, `"constant"`, a bare constant or a function call."""
    if len(text) > MAXIMUM_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAXIMUM_LENGTH} characters", MAXIMUM_LENGTH)
    reader = _Reader(text)
    node = reader.operand()
    reader.blanks()
    if reader.at < len(text):
        raise ExpressionError(f"Unexpected text '{text[reader.at : reader.at + 20]}'", reader.at)
    return node


class Spelling(NamedTuple):
    """How a tree is printed: what stands between arguments, and whether as the service of 2020 printed it."""

    between: str = ", "
    old: bool = False


TODAY, WITHOUT_BLANKS, OF_2020 = Spelling(), Spelling(between=","), Spelling(old=True)


def write(node: Node, spelling: Spelling = TODAY) -> str:
    """The text of a tree as the service prints it. Unknown functions print the arguments that they have.

    In 2020 a placeholder of the run time had no text, and FormatDateTime no place for the style of its dates.
    """
    if node["type"] == "Attribute":
        return f"[{node['name']}]"
    if node["type"] == "Constant":
        return "" if spelling.old and is_placeholder(node) else _constant_text(node)
    parameters = [(one["key"], one["value"]) for one in node.get("parameters") or []]
    function = FUNCTIONS.get(node["name"])
    if function is None:
        slots = [write(value, spelling) for _key, value in parameters]
    elif function.name == "IIF":
        slots = _slots_of_iif(dict(parameters), spelling)
    else:
        slots = _slots(function, parameters, spelling)
    return f"{node['name']}({spelling.between.join(slots)})"


def respelt(node: Node, spelling: Spelling) -> Node:
    """The same tree with the texts of its nodes in another spelling; null for a constant that had no text then."""
    parameters = [{**one, "value": respelt(one["value"], spelling)} for one in node.get("parameters") or []]
    return {**node, "expression": write(node, spelling) or None, "parameters": parameters}


def reprint(source: Node | None) -> Node | None:
    """A source as the service stores it: every node's `expression` printed anew and its members in the usual order.

    A source that has a text but no tree (`parameters` absent or empty under a function) is read first.
    """
    if source is None:
        return None
    if source.get("type") == "Function" and not source.get("parameters") and source.get("expression"):
        return read(source["expression"])
    parameters = [{"key": one["key"], "value": reprint(one["value"])} for one in source.get("parameters") or []]
    node = {**source, "parameters": parameters}
    return _node(write(node), node["name"], node["type"], parameters)


def _node(expression: str, name: str, kind: str, parameters: list[Node] | None = None) -> Node:
    return {"expression": expression, "name": name, "type": kind, "parameters": parameters or []}


def constant(value: str) -> Node:
    """The node of a constant text; a `%Placeholder%` of cloud sync stays unquoted."""
    node = _node("", value, "Constant")
    node["expression"] = _constant_text(node)
    return node


def attribute(name: str) -> Node:
    """The node of a plain attribute."""
    return _node(f"[{name}]", name, "Attribute")


def is_placeholder(node: Node) -> bool:
    """Whether a constant is filled in at run time, from the settings of the job."""
    return _PLACEHOLDER.fullmatch(node["name"] or "") is not None


def _constant_text(node: Node) -> str:
    name = node["name"] or ""
    if is_placeholder(node) or (name in _WORDS and node.get("expression") == name):
        return str(name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _slot(function: Function, position: int, value: Node, spelling: Spelling) -> str:
    if value["type"] == "Constant" and function.kind(position) == "Integer":
        return str(value["name"])
    return write(value, spelling)


def _slots(function: Function, parameters: list[tuple[str, Node]], spelling: Spelling) -> list[str]:
    """One text per declared parameter, empty where it was not given, then the repetitions of the last one."""
    slots, rest = [], list(parameters)
    for position, declared in enumerate(function.parameters):
        given = [one for one in rest if one[0] == declared.key]
        if declared.repeats:
            slots += [_slot(function, position, value, spelling) for _key, value in given]
        elif given or not (spelling.old and declared.key == "dateTimeStyle"):
            slots.append(_slot(function, position, given[0][1], spelling) if given else "")
    return slots


def _slots_of_iif(given: dict[str, Node], spelling: Spelling) -> list[str]:
    condition = write(given["one"], spelling) if "one" in given else ""
    if "two" in given:
        condition += given["two"]["name"] + (write(given["three"], spelling) if "three" in given else "")
    return [condition, *(write(given[key], spelling) if key in given else "" for key in ("four", "five"))]


class _Reader:
    """A cursor over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def blanks(self) -> None:
        found = _BLANKS.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def peek(self) -> str:
        self.blanks()
        return self.text[self.at : self.at + 1]

    def operand(self) -> Node:
        first = self.peek()
        if first == "[":
            return attribute(self._bracketed())
        if first == '"':
            return constant(self._quoted())
        for pattern in (_PLACEHOLDER, _NUMBER):
            found = pattern.match(self.text, self.at)
            if found:
                self.at = found.end()
                return constant(found.group())
        name = _NAME.match(self.text, self.at)
        if not name:
            what = f"Unexpected '{first}'" if first else "The expression ends too early"
            raise ExpressionError(what, self.at)
        if name.group() in _WORDS:
            self.at = name.end()
            return _node(name.group(), name.group(), "Constant")
        return self._call(name)

    def _bracketed(self) -> str:
        """The name inside `[...]`: brackets nest and quoted text hides them (`emails[type eq "work"].value`)."""
        start, depth, quoted = self.at, 0, False
        for position in range(start, len(self.text)):
            one = self.text[position]
            quoted = quoted != (one == '"')
            depth += 0 if quoted else (one == "[") - (one == "]")
            if depth == 0:
                self.at = position + 1
                if position == start + 1:
                    raise ExpressionError("An attribute without a name", start)
                return self.text[start + 1 : position]
        raise ExpressionError("An attribute is not closed by ']'", start)

    def _quoted(self) -> str:
        start, self.at, kept = self.at, self.at + 1, []
        while self.at < len(self.text):
            one = self.text[self.at]
            if one == '"':
                self.at += 1
                return "".join(kept)
            if one == "\\" and self.text[self.at + 1 : self.at + 2] in ("\\", '"'):
                self.at += 1
                one = self.text[self.at]
            kept.append(one)
            self.at += 1
        raise ExpressionError("A text is not closed by a quote", start)

    def _call(self, name: re.Match[str]) -> Node:
        self.at = name.end()
        if self.peek() != "(":
            raise ExpressionError(f"'{name.group()}' is neither an attribute in brackets nor a function", name.start())
        function = FUNCTIONS.get(name.group())
        if function is None:
            raise ExpressionError(f"Function '{name.group()}' is not known", name.start())
        self.at += 1
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise ExpressionError(f"The expression is nested more than {MAXIMUM_DEPTH} deep", name.start())
        slots = self._arguments(name.start())
        self.depth -= 1
        if not function.takes(len(slots)):
            text = f"Function '{function.name}' does not take {len(slots)} arguments"
            raise ExpressionError(text, name.start())
        parameters = self._parameters_of_iif(slots) if function.name == "IIF" else self._parameters(function, slots)
        node = _node("", function.name, "Function", parameters)
        node["expression"] = write(node)
        return node

    def _arguments(self, start: int) -> list[list[Node | str]]:
        """One list per argument: empty, [node], or [node, operator, node]."""
        if self.peek() == ")":
            self.at += 1
            return []
        slots: list[list[Node | str]] = []
        while True:
            slot: list[Node | str] = [] if self.peek() in (",", ")") else [self.operand()]
            operator = next((one for one in _COMPARISONS if slot and self._stands_here(one)), None)
            if operator:
                self.at += len(operator)
                slot += [operator, self.operand()]
            slots.append(slot)
            after = self.peek()
            self.at += 1
            if after == ")":
                return slots
            if after != ",":
                raise ExpressionError("An argument list is not closed by ')'", start)

    def _stands_here(self, text: str) -> bool:
        self.blanks()
        return self.text.startswith(text, self.at)

    def _parameters(self, function: Function, slots: list[list[Node | str]]) -> list[Node]:
        if any(len(slot) > 1 for slot in slots):
            raise ExpressionError(f"Function '{function.name}' takes no comparison", self.at)
        return [{"key": function.key(position), "value": slot[0]} for position, slot in enumerate(slots) if slot]

    def _parameters_of_iif(self, slots: list[list[Node | str]]) -> list[Node]:
        condition, *branches = slots
        named: list[tuple[str, Any]] = list(zip(("one",), condition[:1]))
        if len(condition) == 3:
            named += [("two", constant(str(condition[1]))), ("three", condition[2])]
        for key, branch in zip(("four", "five"), branches):
            if len(branch) > 1:
                raise ExpressionError("A branch of 'IIF' takes no comparison", self.at)
            named += [(key, one) for one in branch]
        return [{"key": key, "value": value} for key, value in named]


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """The text as the service would print it back."""
    return write(read(text))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""parseExpression: the tree of an expression, and its value over the test input for the functions known here.

The reader and the evaluator are the emulator's own, and short: were they the collection's, a test of the collection
against the emulator would compare it with itself. What is beyond this evaluator is answered as the service answers
what it cannot evaluate: the tree, `evaluationSucceeded` false and an error.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from . import expression_reader as expressions
from . import problems

Properties = dict[str, Any]
Arguments = dict[str, Any]


class NotEvaluated(Exception):
    """The function, or these arguments, are beyond this evaluator; the tree is still right."""


def parse_expression(body: dict[str, Any]) -> dict[str, Any]:
    """A parseExpressionResponse without its context. Bad text answers 200 with parsingSucceeded false."""
    answer: dict[str, Any] = {
        "error": None,
        "evaluationSucceeded": False,
        "evaluationResult": [],
        "parsedExpression": None,
        "parsingSucceeded": False,
    }
    try:
        tree = expressions.read(str(body.get("expression") or ""))
    except expressions.ExpressionError as error:
        answer["error"] = _error("ExpressionParsingFailed", str(error))
        return answer
    answer["parsingSucceeded"], answer["parsedExpression"] = True, tree
    properties = _properties(body.get("testInputObject"))
    try:
        value = _value(tree, properties)
    except NotEvaluated as error:
        answer["error"] = _error("ExpressionEvaluationFailed", str(error))
        return answer
    answer["evaluationSucceeded"] = True
    answer["evaluationResult"] = [_text(one) for one in value] if isinstance(value, list) else [_text(value)]
    return answer


def _properties(given: Any) -> Properties:
    """The test input by name; refused unless it is an expressionInputObject."""
    pairs = (given.get("properties") or []) if isinstance(given, dict) else ([] if given is None else [given])
    if not isinstance(pairs, list) or not all(
        isinstance(one, dict) and isinstance(one.get("key"), str) for one in pairs
    ):
        raise problems.bad_request("The parameter 'testInputObject' is not of the type expressionInputObject.")
    return {one["key"]: one.get("value") for one in pairs}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "target": None, "details": [], "innerError": None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    return "" if value is None else str(value)


def _value(node: dict[str, Any], properties: Properties) -> Any:
    if node["type"] == "Constant":
        if expressions.is_placeholder(node):
            raise NotEvaluated(f"The value of {node['name']} stands in the settings of the job.")
        return node["name"]
    if node["type"] == "Attribute":
        return properties.get(node["name"])
    name, parameters = node["name"], [(pair["key"], pair["value"]) for pair in node["parameters"]]
    if name == "IIF":
        return _iif(dict(parameters), properties)
    values = [(key, _value(value, properties)) for key, value in parameters]
    if name in OF_LISTS or not values or not isinstance(values[0][1], list):
        return _call(name, values)
    key, several = values[0]
    return [_call(name, [(key, one), *values[1:]]) for one in several]


def _call(name: str, values: list[tuple[str, Any]]) -> Any:
    evaluate = FUNCTIONS.get(name)
    if evaluate is None:
        raise NotEvaluated(f"The function {name} needs data that the test input does not carry.")
    try:
        return evaluate([value for _key, value in values], {key.lower(): value for key, value in values})
    except (IndexError, KeyError, ValueError, TypeError, re.error) as error:
        raise NotEvaluated(f"The function {name} failed: {error}") from None


_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}


def _iif(nodes: dict[str, Any], properties: Properties) -> Any:
    holds = _value(nodes["one"], properties)
    if "two" in nodes:
        compare = _COMPARE[nodes["two"]["name"]]
        holds = compare(_text(holds), _text(_value(nodes["three"], properties)))
    branch = nodes.get("four" if _true(holds) else "five")
    return _value(branch, properties) if branch else None


def _true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _switch(values: list[Any], named: Arguments) -> Any:
    """Switch(source, default, key1, value1, …); an empty default has no parameter node."""
    rest = values[1:] if len(values) % 2 else values[2:]
    default = None if len(values) % 2 else values[1]
    for key, value in zip(rest[::2], rest[1::2], strict=True):
        if _text(values[0]) == _text(key):
            return value
    return default


def _replace(values: list[Any], named: Arguments) -> Any:
    source, find = _text(named["source"]), named.get("find")
    replacement = _text(named.get("replacement", named.get("replacementpropertyname")))
    if find is not None:
        return source.replace(_text(find), replacement)
    pattern = named.get("regularexpression")
    if pattern is None:
        raise NotEvaluated("The function Replace needs a text or a pattern to find.")
    pattern = _text(pattern).replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
    group = named.get("regularexpressiongroupname")
    if group is None:
        return re.sub(pattern, re.sub(r"\$\{(\w+)\}|\$(\d+)", r"\\g<\1\2>", replacement), source)
    found = re.search(pattern, source)
    return source if found is None else source[: found.start(group)] + replacement + source[found.end(group) :]


def _mid(values: list[Any], named: Arguments) -> str:
    start = int(values[1]) - 1
    return _text(values[0])[start : start + int(values[2])]


def _flat(values: list[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")


FUNCTIONS: dict[str, Callable[[list[Any], Arguments], Any]] = {
    "Append": lambda values, _: _text(values[0]) + _text(values[1]),
    "BitAnd": lambda values, _: int(values[0]) & int(values[1]),
    "CBool": lambda values, _: _true(values[0]) or values[0] == "1",
    "Coalesce": lambda values, _: next((value for value in values if value not in (None, "")), None),
    "ConvertToBase64": lambda values, _: base64.b64encode(_text(values[0]).encode("utf-16-le")).decode(),
    "ConvertToUTF8Hex": lambda values, _: _text(values[0]).encode().hex().upper(),
    "CStr": lambda values, _: _text(values[0]),
    "InStr": lambda values, _: _text(values[0]).find(_text(values[1])) + 1,
    "IsNothing": lambda values, _: values[0] is None,
    "IsNull": lambda values, _: values[0] is None,
    "IsNullOrEmpty": lambda values, _: values[0] in (None, ""),
    "IsPresent": lambda values, _: values[0] not in (None, ""),
    "IsString": lambda values, _: isinstance(values[0], str),
    "Item": lambda values, _: values[0][int(values[1]) - 1],
    "Count": lambda values, _: len(values[0]) if isinstance(values[0], list) else int(values[0] is not None),
    "Join": lambda values, _: _text(values[0]).join(
        _text(value) for value in _flat(values[1:]) if value not in (None, "")
    ),
    "Left": lambda values, _: _text(values[0])[: int(values[1])],
    "Len": lambda values, _: len(_text(values[0])),
    "Mid": _mid,
    "NormalizeDiacritics": lambda values, _: _plain(_text(values[0])),
    "Not": lambda values, _: not _true(values[0]),
    "Prepend": lambda values, _: _text(values[0]) + _text(values[1]),
    "RemoveDuplicates": lambda values, _: list(dict.fromkeys(values[0])) if isinstance(values[0], list) else values[0],
    "Replace": _replace,
    "Split": lambda values, _: _text(values[0]).split(_text(values[1])),
    "StripSpaces": lambda values, _: _text(values[0]).replace(" ", ""),
    "Switch": _switch,
    "ToLower": lambda values, _: _text(values[0]).lower(),
    "ToUpper": lambda values, _: _text(values[0]).upper(),
    "Trim": lambda values, _: _text(values[0]).strip(),
}
OF_LISTS = {"Coalesce", "Count", "IsNull", "IsNothing", "IsNullOrEmpty", "IsPresent", "IsString"}
OF_LISTS |= {"Item", "Join", "RemoveDuplicates"}

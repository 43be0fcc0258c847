# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the reference evaluates to what is documented, or to what the reference says it should be."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check, parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import (
    Circumstances,
    point_in_time,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluate import evaluate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    ERROR,
    ESCROW,
    IGNORE_ATTRIBUTE,
    IGNORE_OBJECT,
    VALUE,
    Outcome,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR as WRONG
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import GIVEN

NO_EXAMPLES = "(no examples here)"
ENDS = {"ignore_flow": IGNORE_ATTRIBUTE, "ignore_object": IGNORE_OBJECT, "error": ERROR}
# The example calls it an error; the function's own description says that the entry is escrowed.
ESCROWED = {"selectuniquevalue-04"}

NO_DATE = "FormatDateTime got null, where a date is wanted."
ROLES = ['{"value":"Admin","displayName":"Admin"}', '{"value":"User","displayName":"User"}']
# The reference gives no results for these. What we give: by their rules, and by the attributes that it names.
WITHOUT_RESULT = {
    "formatdatetime-03": (ERROR, NO_DATE),
    # 2021-01-01 07:59:59 UTC in units of 100 ns since 1601.
    "numfromdate-01": (VALUE, "132539615990000000"),
    "numfromdate-02": (ERROR, NO_DATE),
    "approleassignmentscomplex-01": (VALUE, ROLES),
    "assertiveapproleassignmentscomplex-01": (VALUE, [ROLES[1], '{"value":"Test","displayName":"Test"}']),
    "formatdatetime-05": (VALUE, None),
    "defaultdomain-01": (VALUE, "contoso.com"),
    "approleassignments-01": (VALUE, None),
}


def examples() -> dict[str, dict[str, Any]]:
    text = (located.reference() / "expressions" / "examples.json").read_text("utf-8")
    return {example["id"]: example for example in json.loads(text)}


def names() -> list[str]:
    """The ids of all examples; one stand-in, whose test is skipped and says so, where there are none."""
    try:
        return list(examples())
    except pytest.skip.Exception:
        return [NO_EXAMPLES]


def evaluated(example: dict[str, Any]) -> Outcome:
    """An example under its own circumstances. Lenient only where the reference itself notes a doubtful escape."""
    given: Circumstances = GIVEN._replace(
        now=point_in_time(example["now"]) if "now" in example else None, taken=frozenset(example.get("taken", ()))
    )
    node = parser.parse(example["expression"], lenient="lexer_warning" in example)
    return evaluate(node, example["attributes"], given)


def expected(example: dict[str, Any]) -> tuple[str, Any]:
    """Kind and value; of a suspect example what the reference computed instead of what the page prints."""
    suspect = "computed" in example
    ends = example.get("computed_outcome") if suspect else example.get("outcome")
    kind = ENDS[ends.split(":")[0]] if ends else VALUE
    return ESCROW if example["id"] in ESCROWED else kind, example["computed" if suspect else "expected"]


def is_refused(example: dict[str, Any]) -> bool:
    """Whether the parser or the checker stops an expression before it is evaluated."""
    try:
        node = parser.parse(example["expression"])
    except ExpressionError:
        return True
    return any(finding.level == WRONG for finding in check.findings(node))


@pytest.mark.parametrize("name", names())
def test_an_example_gives_what_is_documented(name):
    example = examples()[name]
    kind = example["kind"]
    if kind == "foreign":
        assert is_refused(example)
    elif kind == "parse_only":
        ended = evaluated(example)
        assert (ended.kind, ended.message if ended.kind == ERROR else ended.value) == WITHOUT_RESULT[name]
    elif kind == "unsupported":
        # Listed as not supported, and used all over: a value, and a warning that says so.
        ended = evaluated(example)
        assert (ended.kind, ended.value) == (VALUE, "Other")
        assert any("such a condition fails" in warning for warning in ended.warnings)
    elif example.get("nondeterministic"):
        ended = evaluated(example)
        assert ended.kind == VALUE and re.search(example["pattern"], ended.value)
    else:
        assert kind in ("documented", "derived")
        assert evaluated(example)[:2] == expected(example)


def test_no_example_is_left_out():
    every = examples()
    assert len(every) == len(json.loads((located.reference() / "expressions" / "examples.json").read_text("utf-8")))
    assert len(every) > 300
    without = [name for name, example in every.items() if example["kind"] == "parse_only"]
    assert sorted(without) == sorted(WITHOUT_RESULT)
    # What is suspect has another answer computed for it, unless chance decides it.
    assert all("computed" in one or one.get("nondeterministic") for one in every.values() if one.get("suspect"))


def test_a_password_date_prints_as_the_service_printed_it():
    text = 'IIF(IsPresent([pwdLastSet]), FormatDateTime(DateFromNum([pwdLastSet]), "RoundtripKind", , "yyyyMMddHHmmss.0Z"), )'
    ended = evaluate(parser.parse(text), {"pwdLastSet": "132772253564048004"})
    assert ended == Outcome(VALUE, "20210927140916.0Z")


def test_a_language_prints_as_the_service_printed_it():
    ended = evaluate(parser.parse('Replace([preferredLanguage], "-", , , "_", , )'), {"preferredLanguage": "EN-US"})
    assert ended == Outcome(VALUE, "EN_US")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases of mappings: a task ends here when a mapping does not give what its author expects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._schema import trial

Results = list[dict[str, Any]]


class TestsFailed(Situation):
    """At least one mapping gives something else. result: `test_results`, all of them."""

    # Not a class of tests, whatever its name says to a collector.
    __test__ = False

    def __init__(self, results: Results) -> None:
        self.result = {"test_results": results}
        failed = [row for row in results if not row["passed"]]
        count = f"{len(failed)} of {len(results)} expectations of test_cases fail"
        super().__init__(f"{count}: {'; '.join(_sentence(row) for row in failed)}.")


def passed(cases: Any, document: Mapping[str, Any], declared: Any) -> Results:
    """The results of all test cases on the document. Raises TestsFailed with all that fail, InvalidInput as trial does."""
    results = [dict(row) for row in trial.run(cases, document, declared)]
    if not all(row["passed"] for row in results):
        raise TestsFailed(results)
    return results


def _sentence(row: Mapping[str, Any]) -> str:
    """One expectation that failed, and what is known of the reason."""
    came = f"is {_said(row['value'])}" if row["outcome"] == "value" else f"ends as {row['outcome']}"
    reasons = " ".join(row.get("warnings") or ())
    why = f" ({reasons.rstrip('.')})" if reasons else ""
    wanted = f"{row['target_attribute']} is expected to be {_said(row['expected'])}"
    return f"test case {row['name']}: {wanted} and {came}{why}"


def _said(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema as code: declared, reset, or given whole; merged into what stands there; checked; planned."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, schema_endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, options, same

MERGED = "merged"
RESET = "reset"
STATES = (MERGED, "replaced", "overridden", RESET)
WHOLE = ("document", "restore")
ROWS = ("synchronization_rules", "directories")

OPTIONS: Mapping[str, Any] = {
    **schema_endpoint.PLACE,
    **owner.IF_MISSING,
    "state": {"type": "str", "choices": list(STATES), "default": MERGED},
    **options.DECLARATION,
    "document": {"type": "dict"},
    "restore": {"type": "path"},
    "backup": {"type": "bool", "default": False},
    "backup_options": {"type": "dict", "options": {"dir_path": {"type": "path"}, "filename": {"type": "str"}}},
    "parse_expressions": {"type": "str", "choices": ["auto", "local", "service"], "default": "auto"},
    "max_removed_share": {"type": "float", "default": 0.3},
    "test_cases": options.TEST_CASES,
}
RULES: Mapping[str, Any] = {
    **schema_endpoint.PLACE_RULES,
    "mutually_exclusive": [*schema_endpoint.PLACE_RULES["mutually_exclusive"], WHOLE],
}
PERMISSIONS = schema_endpoint.PERMISSIONS

Document = Mapping[str, Any]


class Wanted(NamedTuple):
    """The document as it shall be. consented: the places whose removal somebody declared.

    warnings: shown in any case; remarks: shown where something changes.
    """

    document: Document
    consented: Container[Any] = frozenset()
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Task(NamedTuple):
    """What the options say, checked as far as that needs no service."""

    declared: declaration.Declaration
    whole: Document | None
    params: Mapping[str, Any]

    @property
    def resets(self) -> bool:
        """Whether the default shall come back."""
        return bool(self.params["state"] == RESET)


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, merge, check, plan."""
    return planned(graph, parse(params), params)


def planned(graph: Any, task: Task, params: Mapping[str, Any]) -> Proposal:
    """The same of options that were read before. params: those of the task, with the names of the owner and the job."""
    endpoint = schema_endpoint.located(graph, params)
    if not endpoint.whose.exists:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_ahead

        return schema_ahead.proposal(endpoint, params)
    actual = endpoint.read()
    if task.resets and endpoint.of_application:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_reset

        return schema_reset.blindly(graph, endpoint, actual, params)
    wanted = _wanted(task, endpoint, actual)
    stands = wanted.document is actual or same.same_document(wanted.document, actual)
    remarks = () if stands or task.resets else _inspected(wanted, actual)
    result = {"schema": shown(actual), "test_results": _tested(task, wanted.document), "backup_file": None}
    if stands:
        return Proposal(Plan(warnings=wanted.warnings), result, lambda change: None, lambda: result)
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_write

    wanted = wanted._replace(warnings=(*wanted.warnings, *wanted.remarks, *remarks))
    return schema_write.proposal(schema_write.prepared(graph, endpoint, actual, params), wanted, params, result)


def shown(document: Document) -> dict[str, Any]:
    """What a result says of a document; the service rewrites both members with each change of a job's schema."""
    return {"id": document.get("id"), "version": document.get("version")}


def parse(params: Mapping[str, Any]) -> Task:
    """The options, read. InvalidInput with all problems at once."""
    problems = _contradictions(params)
    declared, whole = declaration.Declaration((), ()), None
    try:
        declared = declaration.parse(params)
    except InvalidInput as error:
        problems.extend(error.problems)
    try:
        whole = _whole(params)
    except InvalidInput as error:
        problems.extend(error.problems)
    if params.get("backup_options") is not None:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_backup

        problems.extend(schema_backup.check(params))
    if problems:
        raise InvalidInput(problems)
    return Task(declared, whole, params)


def _contradictions(params: Mapping[str, Any]) -> list[str]:
    """What no run could mean."""
    state, problems = params["state"], []
    rows = [name for name in ROWS if params.get(name) is not None]
    given = [*rows, *(name for name in WHOLE if params.get(name) is not None)]
    if state == RESET and given:
        problems.append(f"state: reset brings the default back; leave {' and '.join(given)} out.")
    elif rows and len(given) > len(rows):
        problems.append(f"{given[-1]}: it is the whole schema; leave {' and '.join(rows)} out.")
    elif given and not rows and state != MERGED:
        problems.append(f"state: {given[-1]} is the whole schema; leave state out.")
    elif state != RESET and not given and not params.get("test_cases"):
        problems.append(
            "synchronization_rules: nothing is declared; give synchronization_rules, directories, document, restore, "
            "test_cases, or state: reset."
        )
    if not 0 <= params["max_removed_share"] <= 1:
        problems.append(f"max_removed_share: {params['max_removed_share']:g} is no share; give 0 to 1.")
    return problems


def _whole(params: Mapping[str, Any]) -> Document | None:
    """The document that was given whole, if any."""
    if all(params.get(name) is None for name in WHOLE):
        return None
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_document

    return schema_document.given(params)


def _wanted(task: Task, endpoint: schema_endpoint.SchemaEndpoint, actual: dict[str, Any]) -> Wanted:
    """What shall stand there. Reads the default for a reset, and asks the service for trees that it alone can build."""
    if task.resets:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_reset

        return Wanted(endpoint.default(), schema_reset.EVERYTHING)
    if task.whole is not None:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_document

        document, warnings = schema_document.adopted(task.whole, actual, task.params)
        return Wanted(document, warnings=warnings)
    if not any(task.params.get(name) is not None for name in ROWS):
        return Wanted(actual)
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_source
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge

    tree_of = schema_source.builder(task.params["parse_expressions"], endpoint)
    merged = merge.merged(actual, task.declared, task.params["state"], tree_of)
    return Wanted(merged.document, merged.consented, remarks=tuple(task.declared.warnings))


def _inspected(wanted: Wanted, actual: Document) -> tuple[str, ...]:
    """The warnings that need the document. InvalidInput with all its problems."""
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import inspection

    problems = inspection.problems(wanted.document, actual)
    if problems:
        raise InvalidInput(problems)
    return tuple(inspection.warnings(wanted.document, actual))


def _tested(task: Task, document: Document) -> list[dict[str, Any]]:
    """The results of the test cases on the document as it would be. Situation when one fails."""
    if not task.params.get("test_cases"):
        return []
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_trial

    return schema_trial.passed(task.params["test_cases"], document, task.declared)

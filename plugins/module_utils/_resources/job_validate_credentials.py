# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying credentials: the connector of a job, or of a template, signs in to the target with what is stored or given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import PROBE, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Explained
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    connectivity,
    credentials,
    job_endpoint,
    owner,
)

INVALID, NEVER = "invalid", "never"
OPTIONS: Mapping[str, Any] = {
    **job_endpoint.NAMED,
    **owner.IF_MISSING,
    "settings": {"type": "dict", "no_log": False},
    "secrets": {"type": "dict", "no_log": True},
    "fail_on": {"type": "str", "choices": [INVALID, NEVER], "default": INVALID},
}
RULES = job_endpoint.RULES

STORED, GIVEN = "stored", "given"

# Codes of a 400 by which the service speaks of the request, or of nothing; all others are the connector's, since
# every connector has its own (fact sheet 5.2).
OF_THE_REQUEST = re.compile(r"|Request\w*|BadRequest|InvalidRequest|UnknownError", re.IGNORECASE)
# Those that are a verdict without any words, too.
OF_THE_CONNECTOR = re.compile(r"Credential|CrossDomainIdentityManagement")

NO_VERDICT = "This says nothing about the credentials."
ADVICE = {
    STORED: "Store good ones with the module entra.provisioning.synchronization (secrets that are stored already are "
    "written with update_secrets: always), and try them again.",
    GIVEN: "Correct them under settings and secrets, and try again; none of them was stored.",
}


class Connector(NamedTuple):
    """Who tries the credentials: that of a job, or of a template without a job."""

    template_id: str
    job_id: str | None

    def __str__(self) -> str:
        return f"job {self.job_id}" if self.job_id else f"template {self.template_id}"


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, check, plan."""
    graph.redactor.add_all(credentials.astray(params))
    declared = _parse(params)
    whose = owner.service_principal(graph, params)
    job = _job(job_endpoint.Jobs(graph, whose), params)
    endpoint = connectivity.of(graph, whose)
    asked = whose.exists and (job is None or declared is not None)
    offered = _offered(graph, whose, None if job else params["template_id"]) if asked else []
    stored = endpoint.read()
    if whose.exists and declared is not None:
        _check_keys(graph, declared, stored, offered)
    connector = Connector(str(job["templateId"]), str(job["id"])) if job else Connector(params["template_id"], None)
    trial = Trial(endpoint, connector, declared, stored, params["fail_on"])
    warnings = (*connectivity.warnings(graph), *whose.warnings)
    return Proposal(Plan((trial.change(),), warnings=warnings, kind=PROBE), trial.result(), trial.apply, trial.result)


def _parse(params: Mapping[str, Any]) -> credentials.Declared | None:
    """What the user gave to be tried, or None for what is stored. Raises InvalidInput with all problems at once."""
    problems = job_endpoint.empty_names(params)
    given = [name for name in ("settings", "secrets") if params.get(name) is not None]
    if given and not any(params[name] for name in given):
        problems.append(f"{' and '.join(given)}: nothing stands there; leave it out to try what is stored.")
    declared = None
    try:
        declared = credentials.parse(params)
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    return declared if given else None


def _job(jobs: job_endpoint.Jobs, params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The job that is meant; None where there is none of the template, whose connector is asked then."""
    if params.get("job_id"):
        return job_endpoint.existing(jobs, params, "To try credentials without a job, give template_id instead.")
    return job_endpoint.find(jobs.list(), params["template_id"])


def _offered(graph: Any, whose: owner.Owner, wanted: str | None) -> list[dict[str, Any]]:
    """The templates. Refuses one that is wanted and not offered: the service would say 204 to it."""
    # Who tries what is stored, by a job, does without: a module compiles all that it imports, in every task.
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import template

    offered = template.Templates(graph, whose).list()
    if wanted is not None:
        template.check_offered(whose, offered, "template_id", wanted)
    return offered


def _check_keys(
    graph: Any, declared: credentials.Declared, stored: credentials.Stored, offered: list[dict[str, Any]]
) -> None:
    """Refuse a secret under settings, a setting under secrets, and misspelled members."""
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import template_keys

    strange = credentials.strange_members(declared, stored)
    if strange:
        raise InvalidInput(strange)
    credentials.check_places(declared, template_keys.secret_fields(offered), stored.masked, graph.redactor)


class Trial:
    """One attempt: what is tried, by whom, and what came of it."""

    def __init__(
        self,
        endpoint: Any,
        connector: Connector,
        declared: credentials.Declared | None,
        stored: credentials.Stored,
        fail_on: str,
    ) -> None:
        self._endpoint = endpoint
        self._connector = connector
        self._fail_on = fail_on
        self._rows = None if declared is None else _over(declared, stored)
        self._left_out = [] if declared is None else credentials.undeclared(declared, stored)
        self._tried = STORED if declared is None else GIVEN
        self._keys = list(stored.keys) if self._rows is None else [row["key"] for row in self._rows]
        self._verdict: dict[str, Any] = {"valid": None, "code": None, "message": None}

    def change(self) -> Change:
        """The one step. Its words hold no value."""
        after = {"by": str(self._connector), "tried": self._tried, "keys": self._keys}
        target = f"{self._tried} credentials of {self._endpoint.whose}"
        return Change("validate", target, after=after, payload=self._rows)

    def result(self) -> dict[str, Any]:
        """The module's own results; the verdict is None until there is one."""
        return {**self._verdict, "tried": self._tried, "tried_keys": self._keys}

    def apply(self, change: Change) -> None:
        """Try. A refusal by the connector is an answer; anything else is an error and no verdict."""
        try:
            self._endpoint.validate(self._connector.template_id, change.payload, self._connector.job_id)
        except Exception as error:
            if not is_verdict(error):
                raise Explained(f"{error} {NO_VERDICT}", error) from error
            self._refused(error)
        else:
            self._verdict["valid"] = True

    def _refused(self, error: Any) -> None:
        """Keep the connector's words, and fail with them where that is asked for."""
        self._verdict = {"valid": False, "code": error.code, "message": error.message or None}
        if self._fail_on == INVALID:
            raise Explained(self._account(error), error, self.result()) from error

    def _account(self, error: Any) -> str:
        """Who refused what, in which words, and what to do now."""
        code = f"({error.code})" if error.code else ""
        words = " ".join(part for part in ((error.message or "").rstrip(". "), code) if part)
        left_out = (
            f"Stored and not tried along, because the service does not show it: {', '.join(self._left_out)}."
            if self._left_out
            else ""
        )
        ids = f"(request-id {error.request_id})" if error.request_id else ""
        sentence = (
            f"The connector of {self._connector} of {self._endpoint.whose} does not accept the {self._tried} credentials: "
            f"{words}."
        )
        return " ".join(part for part in (sentence, ADVICE[self._tried], left_out, ids) if part)


def _over(declared: credentials.Declared, stored: credentials.Stored) -> list[dict[str, Any]]:
    """What is given over what is stored and can be read, sorted by key."""
    return credentials.payload(declared, stored, credentials.move(declared, stored, "always"))


def is_verdict(error: Any) -> bool:
    """Whether an error is the connector's own word on the credentials: a 400 that does not speak of the request."""
    if getattr(error, "status", None) != 400:
        return False
    codes = [str(code or "") for code in (getattr(error, "code", None), *getattr(error, "codes", ()))]
    if any(OF_THE_CONNECTOR.search(code) for code in codes):
        return True
    return not OF_THE_REQUEST.fullmatch(codes[0]) and bool(getattr(error, "message", None))

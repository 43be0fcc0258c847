# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploading people to a job of API-driven inbound provisioning: fifty in a request, each request sent once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.partly_secret import PartlySecret
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import ORDER, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    bulk_upload_endpoint,
    job_endpoint,
    job_status,
    owner,
)
from ansible_collections.entra.provisioning.plugins.module_utils._scim import bulk, path, secrets, user
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

LARGEST = bulk_upload_endpoint.LARGEST
MOST_REQUESTS = bulk_upload_endpoint.MOST_REQUESTS_A_DAY

# People are shown where parameters are shown; their passwords are not.
OPTIONS: Mapping[str, Any] = {
    **job_endpoint.NAMED,
    "users": PartlySecret({"type": "list", "elements": "dict"}, secrets.in_users),
    "rows": PartlySecret({"type": "list", "elements": "dict"}, secrets.in_rows),
    "mapping": PartlySecret({"type": "dict"}, secrets.in_mapping),
    "path": {"type": "str", "default": "/Users"},
    "bulk_id": {"type": "str", "default": "externalId"},
    "operations_per_request": {"type": "int", "default": LARGEST},
}
_EITHER = ("users", "rows")
RULES = {
    "required_one_of": [*job_endpoint.RULES["required_one_of"], _EITHER],
    "mutually_exclusive": [*job_endpoint.RULES["mutually_exclusive"], _EITHER],
    "required_by": {"rows": ("mapping",), "mapping": ("rows",)},
}

QUARANTINED = "What is uploaded may not be worked off before the job has left it."


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Build the requests, look whether the job takes them, plan."""
    for option in ("users", "rows", "mapping"):
        graph.redactor.add_all(list(OPTIONS[option].parts(params.get(option), params)))
    requests = _requests(params)
    if not requests:
        account = Account("", ())
        return Proposal(Plan(kind=ORDER), account.results(), _nothing_to_apply, account.results)
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    job = bulk_upload_endpoint.taking(jobs, params)
    course = Course(bulk_upload_endpoint.Uploads(graph, jobs, job), requests)
    quarantine = job_status.quarantine_sentence(job, course.name)
    warnings = (f"{quarantine} {QUARANTINED}",) if quarantine else ()
    plan = Plan(tuple(course.changes()), warnings=warnings, kind=ORDER)
    return Proposal(plan, course.predicted(), course.apply, course.observed)


def _nothing_to_apply(_change: Change) -> None:
    """An empty plan has no change."""


def _requests(params: Mapping[str, Any]) -> list[bulk.Request]:
    """The bulk requests. Raises InvalidInput with all that is wrong with the options."""
    problems = [f"{name}: the value is empty." for name in ("template_id", "job_id") if params.get(name) == ""]
    if params.get("template_id") is None and params.get("job_id") is None:
        problems.append("template_id: the value is null; give it, or job_id.")
    size, where, named_by = params["operations_per_request"], params["path"], path.EXTERNAL_ID
    if not 1 <= size <= LARGEST:
        problems.append(f"operations_per_request: {size} is not between 1 and {LARGEST}, which the service takes.")
    if not where.startswith("/") or where.strip() == "/":
        problems.append(f"path: {where!r} is not a path such as /Users.")
    people: list[dict[str, Any]] = []
    try:
        named_by = path.parse(params["bulk_id"])
    except ScimError as error:
        problems += [f"bulk_id: {problem}" for problem in error.problems]
    if secrets.is_password(named_by):
        problems.append("bulk_id: a password is no name.")
    try:
        people = _people(params)
    except ScimError as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    _check_amount(len(people), size, "rows" if params.get("users") is None else "users")
    return bulk.requests(people, size, where, named_by)


def _people(params: Mapping[str, Any]) -> list[dict[str, Any]]:
    if params.get("users") is not None:
        return user.received(params["users"])
    if params.get("rows") is None:
        raise ScimError(["users: the value is null; give a list, or rows and mapping."])
    # Only who has rows pays for this import: a module compiles all that it imports, in every task.
    from ansible_collections.entra.provisioning.plugins.module_utils._scim import people

    return people.users(params["rows"], params["mapping"])


def _check_amount(count: int, size: int, option: str) -> None:
    """Refuse what the service would not take in a day; half of it would be uploaded, and the rest refused."""
    needed = -(-count // size)
    if needed <= MOST_REQUESTS:
        return
    days = -(-needed // MOST_REQUESTS)
    more = f"Raise operations_per_request to {LARGEST}, or divide" if size < LARGEST else "Divide"
    raise InvalidInput(
        [
            f"{option}: {count} users in requests of {size} are {needed} requests, and the service takes {MOST_REQUESTS} "
            f"in 24 hours: so they need {days} days. {more} them among tasks of different days, with at most "
            f"{MOST_REQUESTS * size} users in each."
        ]
    )


class UploadFailed(Situation):
    """An upload was refused, or its answer was lost; the facts are those of the error behind it."""

    def __init__(self, error: Exception, advice: str, result: Mapping[str, Any]) -> None:
        super().__init__(f"{error} {advice}")
        self.result = result
        # What is not known to have failed before it was sent may have arrived.
        self.outcome_unknown = getattr(error, "outcome_unknown", True)
        self.status = getattr(error, "status", None)
        self.code = getattr(error, "code", None)
        self.request_id = getattr(error, "request_id", None)
        self.client_request_id = getattr(error, "client_request_id", None)


class Account:
    """Who was uploaded, who was not, and of whom it is not known. sent: (request, filter of the log) of each accepted."""

    def __init__(self, job_id: str, requests: Sequence[bulk.Request]) -> None:
        self._job_id = job_id
        self._requests = requests
        self.sent: list[tuple[bulk.Request, str | None]] = []
        self.doubtful: bulk.Request | None = None
        self.since: str | None = None

    def results(self) -> dict[str, Any]:
        """The module's results."""
        uploaded = _identities([request for request, _filter in self.sent])
        unknown = _identities([self.doubtful] if self.doubtful else [])
        rest = _identities(self._requests)[len(uploaded) + len(unknown) :]
        filters = list(dict.fromkeys(where for _request, where in self.sent if where))
        counts = {"uploaded": len(uploaded), "not_uploaded": len(rest), "unknown": len(unknown)}
        return {
            "job_id": self._job_id or None,
            "requests": [
                {"operations": len(one.operations), "external_ids": list(one.external_ids), "log_filter": where}
                for one, where in self.sent
            ],
            "log_queries": [
                {"filter": where, "path": f"{bulk_upload_endpoint.LOG}?$filter={quote(where)}"} for where in filters
            ],
            "uploaded": uploaded,
            "not_uploaded": rest,
            "unknown": unknown,
            "counts": {"users": sum(counts.values()), "requests": len(self.sent), **counts},
            "uploaded_at": self.since,
        }


def _identities(requests: Sequence[bulk.Request]) -> list[str]:
    return [identity for request in requests for identity in request.external_ids]


class Course:
    """The requests on their way, one after the other."""

    def __init__(self, uploads: bulk_upload_endpoint.Uploads, requests: Sequence[bulk.Request]) -> None:
        self._uploads = uploads
        self._requests = requests
        self._account = Account(uploads.job_id, requests)
        self.name = uploads.name

    def changes(self) -> list[Change]:
        """One for each request. They name people by external id; the digest tells other data from those reviewed."""
        return [
            Change(
                "upload",
                self._target(one),
                after={
                    "operations": len(one.operations),
                    "external_ids": list(one.external_ids),
                    "sha256": bulk.digest(one),
                },
                payload=one,
            )
            for one in self._requests
        ]

    def predicted(self) -> dict[str, Any]:
        """The results as they would stand."""
        account = Account(self._uploads.job_id, self._requests)
        account.sent = [(one, None) for one in self._requests]
        return account.results()

    def observed(self) -> dict[str, Any]:
        """The results as they are."""
        return self._account.results()

    def apply(self, change: Change) -> None:
        """Send one request, once."""
        request = change.payload
        try:
            where, since = self._uploads.send(bulk.body(request, Secret), f"upload {change.target}")
        except Exception as error:
            raise self._failed(request, error) from error
        self._account.sent.append((request, where))
        self._account.since = self._account.since or since

    def _failed(self, request: bulk.Request, error: Exception) -> UploadFailed:
        unknown = getattr(error, "outcome_unknown", True)
        self._account.doubtful = request if unknown else None
        first_left = request.last + 1 if unknown else request.first
        sentences = []
        if request.first > 1:
            sentences.append(f"{_were(1, request.first - 1)} uploaded before (uploaded).")
        if unknown:
            sentences.append(
                f"Of {_words(request.first, request.last)} it is not known (unknown): that request is not sent again, "
                "and the provisioning log will tell, in 5 to 10 minutes."
            )
        last = self._requests[-1].last
        if first_left <= last:
            sentences.append(f"{_were(first_left, last)} not uploaded (not_uploaded): to go on, upload these alone.")
        return UploadFailed(error, " ".join(sentences), self._account.results())

    def _target(self, request: bulk.Request) -> str:
        return f"{_words(request.first, request.last)} of {self._requests[-1].last} to {self.name}"


def _words(first: int, last: int) -> str:
    return f"user {first}" if first == last else f"users {first} to {last}"


def _were(first: int, last: int) -> str:
    words = _words(first, last)
    return f"{words[0].upper()}{words[1:]} {'was' if first == last else 'were'}"

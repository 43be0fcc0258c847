# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that concern one schema: that of a job, or of a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

# How the modules of schemas name one.
PLACE: Mapping[str, Any] = {
    **owner.EITHER,
    **owner.OWNER_TYPE,
    "template_id": {"type": "str"},
    "job_id": {"type": "str"},
}
PLACE_RULES: Mapping[str, Any] = {
    "required_one_of": [tuple(owner.EITHER), ("template_id", "job_id")],
    "mutually_exclusive": [tuple(owner.EITHER), ("template_id", "job_id")],
}

# Reading functions, reading operators and parsing an expression want what a write wants (fact sheet, rows 30 to 32).
PERMISSIONS = {
    "read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
    "write": ("Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
}

JOBS = "jobs"
TEMPLATES = "templates"

# The service may show the former schema for some seconds after a write (fact sheet 4.2).
SETTLE_SECONDS = 120

# So much of an expression says which one it is; it may have 10,000 characters.
LONGEST_EXPRESSION = 100

Document = dict[str, Any]


class SchemaEndpoint:
    """One schema. kind: JOBS or TEMPLATES; holder_id: of the job or template; template_id: None where it is not known.

    of_unborn_job: it is a template's schema, and stands for that of the job which is yet to be made from the template.
    """

    def __init__(
        self,
        graph: Any,
        whose: owner.Owner,
        kind: str,
        holder_id: str,
        template_id: str | None = None,
        of_unborn_job: bool = False,
    ) -> None:
        self._graph = graph
        self.whose = whose
        self.kind = kind
        self.holder_id = holder_id
        self.of_unborn_job = of_unborn_job
        self._template_id = holder_id if kind == TEMPLATES else template_id
        self._resetting: Any = None

    @property
    def name(self) -> str:
        """The schema in words."""
        if self.of_unborn_job:
            return f"schema of the job of template {self.holder_id} (yet to be made) of {self.whose}"
        return f"schema of {self.kind[:-1]} {self.holder_id} of {self.whose}"

    @property
    def of_application(self) -> bool:
        """True for a template of an application, whose default cannot be read."""
        return self.whose.root == owner.APPLICATIONS

    def read(self) -> Document:
        """The document. An unknown job or template is told with those that there are."""
        try:
            return self._get()
        except Exception as error:
            # The service answers 401 for an unknown id as for a missing permission (fact sheet 5.2).
            if getattr(error, "status", None) not in (401, 404):
                raise
            missing = self._missing()
            if missing is None:
                raise
            raise missing from error

    def replace(self, body: Mapping[str, Any], before_again: Callable[[], None]) -> None:
        """Replace the whole document; PUT is the only verb there is. before_again: forbids a repetition by raising."""
        doing = f"replace the {self.name}"
        try:
            self._graph.put(
                self._path(), body, doing=doing, needs=PERMISSIONS["write"], before_again=before_again, seen=True
            )
        except Exception as error:
            if getattr(error, "status", None) == 403:
                from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_document

                error.args = (f"{error}{schema_document.permission_hint(body)}",)
            raise

    def reset(self) -> None:
        """Bring the default back."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        doing = f"reset the {self.name}"
        self._resetting = removal.Deletion(
            lambda: self._graph.delete(self._path(), doing=doing, needs=PERMISSIONS["write"])
        )

    def default(self) -> Document:
        """The schema of the job's template, as the service has it."""
        template_id = self.template_id()
        doing = f"read the schema of template {template_id} of {self.whose}"
        path = self.whose.path(self._graph, "/templates/{}/schema", template_id)
        return legible(self._graph.get(path, doing=doing, needs=PERMISSIONS["read"]), doing)

    def template_id(self) -> str:
        """The template; a job that is known by its id only is read for it."""
        if self._template_id is None:
            self._template_id = str(self._jobs().get(self.holder_id)["templateId"])
        return self._template_id

    def functions(self) -> list[Document]:
        """The functions of the mapping language that the service offers here."""
        return self._rows("functions", "the functions")

    def filter_operators(self) -> list[Document]:
        """The operators of scoping filters that the service offers here."""
        return self._rows("filterOperators", "the filter operators")

    def parse(self, body: Mapping[str, Any]) -> Document:
        """Have the service read an expression, and evaluate it where the body has a test input. Nothing is stored."""
        path = self._path("/parseExpression")
        text = str(body["expression"])
        shown = text if len(text) <= LONGEST_EXPRESSION else f"{text[:LONGEST_EXPRESSION]}..."
        doing = f"have the expression {shown} read for the {self.name}"
        reply = self._graph.post(path, body, doing=doing, needs=PERMISSIONS["write"], repeatable=True)
        return dict(reply.body or {})

    def discover(self, directory_id: str, title: str) -> Document:
        """Ask the target of a directory what it has. Nothing is stored, so asking twice is asking once.

        The answer as it comes, empty where the service gives none.
        """
        path = self._path("/directories/{}/discover", directory_id)
        doing = f"discover the directory {title} of the {self.name}"
        reply = self._graph.post(path, doing=doing, needs=PERMISSIONS["write"], repeatable=True)
        return dict(reply.body or {})

    def settle(self, wanted: Callable[[Document], bool], what: str, describe: Callable[[Any], str]) -> Document:
        """Read until `wanted(document)` holds in two reads in a row."""
        doing = f"see that the {self.name} {what}"
        told: Mapping[str, Any] = {"doing": doing, "timeout": SETTLE_SECONDS, "describe": describe}
        if self._resetting is not None:
            return dict(self._resetting.settle(self._graph, self._get, wanted, **told))
        return dict(self._graph.settle(self._get, wanted, **told))

    def _get(self) -> Document:
        doing = f"read the {self.name}"
        return legible(self._graph.get(self._path(), doing=doing, needs=PERMISSIONS["read"]), doing)

    def _rows(self, below: str, what: str) -> list[Document]:
        doing = f"read {what} of the {self.name}"
        rows = self._graph.list(self._path(f"/{below}"), doing=doing, needs=PERMISSIONS["write"])
        return [dict(row) for row in rows]

    def _path(self, below: str = "", *parts: str) -> str:
        return self.whose.path(self._graph, f"/{self.kind}/{{}}/schema{below}", self.holder_id, *parts)

    def _jobs(self) -> Any:
        # Who names the job by its id needs no more of jobs, as long as all goes well.
        from ansible_collections.entra.provisioning.plugins.module_utils._resources.job_endpoint import Jobs

        return Jobs(self._graph, self.whose)

    def _missing(self) -> Situation | None:
        """That there is no such job or template, when the list proves it; None when it does not."""
        option = f"{self.kind[:-1]}_id"
        try:
            known = sorted(str(row["id"]) for row in self._list())
        except Exception:
            return None
        if self.holder_id in known:
            return None
        hint = nearest(self.holder_id, known)
        there = f"It has {', '.join(known)}." if known else "It has none."
        return Situation(f"{option}: {self.whose} has no {self.kind[:-1]} {self.holder_id!r}.{hint} {there}")

    def _list(self) -> list[Document]:
        """The jobs or templates of the owner."""
        if self.kind == JOBS:
            return list(self._jobs().list())
        from ansible_collections.entra.provisioning.plugins.module_utils._resources.template import Templates

        return Templates(self._graph, self.whose).list()


def legible(answer: Mapping[str, Any], doing: str) -> Document:
    """The document; Situation when its lists are none, since nobody could say what is in it."""
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt_shape

    document = dict(answer)
    wrong = adopt_shape.unreadable(document)
    if wrong:
        raise Situation(f"The service's answer to {doing} is no schema: {wrong}.")
    return document


def located(graph: Any, params: Mapping[str, Any]) -> SchemaEndpoint:
    """The schema that the options name: no request for a job id or a template, one list of jobs for a job's template.

    params: those of PLACE, and `schema_of` (job, template or None: the job of a service principal, the template of an
    application). Raises InvalidInput for contradictions, Situation for a template that has no job.
    """
    wanted = params.get("schema_of")
    of_application = params.get("application_id") is not None or params.get("owner_type") == "application"
    of_template = wanted == "template" or (wanted is None and of_application)
    _check(params, of_template, of_application)
    whose = owner.either(graph, params)
    if of_template:
        return SchemaEndpoint(graph, whose, TEMPLATES, params["template_id"])
    if not whose.exists:
        return SchemaEndpoint(graph, whose, TEMPLATES, str(params.get("template_id")), of_unborn_job=True)
    if params.get("job_id") is not None:
        return SchemaEndpoint(graph, whose, JOBS, params["job_id"])
    return _of_job(graph, whose, params)


def _check(params: Mapping[str, Any], of_template: bool, of_application: bool) -> None:
    """Refuse ids that are empty, and jobs where there are none."""
    problems = [f"{option}: the value is empty." for option in ("template_id", "job_id") if params.get(option) == ""]
    if of_application and (params.get("job_id") is not None or not of_template):
        problems.append(
            "job_id: jobs belong to a service principal; an application has templates only. Give template_id."
        )
    elif of_template and params.get("template_id") is None:
        problems.append("template_id: give the template whose schema is meant.")
    if problems:
        raise InvalidInput(problems)


def _of_job(graph: Any, whose: owner.Owner, params: Mapping[str, Any]) -> SchemaEndpoint:
    """The schema of the job of a template, found in the list of jobs. Where it is planned for, one yet to be made will do."""
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint

    template_id = params["template_id"]
    jobs = job_endpoint.Jobs(graph, whose).list()
    job = job_endpoint.find(jobs, template_id)
    if job is None and owner.plans_ahead(graph, params):
        return SchemaEndpoint(graph, whose, TEMPLATES, template_id, of_unborn_job=True)
    if job is None:
        there = ", ".join(str(row["id"]) for row in jobs)
        hint = nearest(template_id, {str(row.get("templateId")) for row in jobs})
        words = (
            f"template_id: {whose} has no job of template {template_id!r}, and a schema belongs to a job.{hint} "
            + (f"It has {there}." if there else "It has no job at all.")
            + " Create the job with entra.provisioning.synchronization_job first."
        )
        raise Situation(f"{words} {owner.advice_ahead(graph, params)}".rstrip())
    return SchemaEndpoint(graph, whose, JOBS, str(job["id"]), str(job.get("templateId") or template_id))

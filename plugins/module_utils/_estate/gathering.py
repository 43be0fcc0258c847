# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a tenant, or some of its applications, in the form in which they are declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import (
    export,
    export_jobs,
    export_names,
    gathering_names,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    credentials,
    job_endpoint,
    many,
    owner,
    refusals,
    schema_endpoint,
)

# The schemas of so many service principals are read at a time: one may have 1 MB, and there are two to a job.
CHUNK = 20
# Of so many the jobs and the stored keys, which are small.
LARGE_CHUNK = 10 * CHUNK
# So many errors are told in one message.
MOST_TOLD = 10

STORED_AND_JOBS = "settings, secrets and jobs"

PERMISSIONS = {"read": job_endpoint.PERMISSIONS["read"], "resolve": owner.PERMISSIONS["resolve"]}

UNNAMED = (
    "display_name: a service principal that has none is provisioned, so no entry can name it; it is left out. Name it."
)

Row = dict[str, Any]
Rows = list[Row]


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The declaration of the applications that are named, or of all that have provisioning.

    An error of one that was named raises. Of a whole tenant all is read that can be; Situation then lists what could not,
    and its result has what was gathered and `errors`, so that no gathering with a gap passes for a whole one. A refusal
    that meets everybody raises as one.
    """
    everybody = gathering_names.everybody(graph)
    chosen = gathering_names.chosen(everybody, params.get("applications"))
    named = params.get("applications") is not None
    reader = Reader(graph, everybody, named, many.batches(params["concurrency"]) if params.get("concurrency") else None)
    for principals in many.chunks(chosen, LARGE_CHUNK):
        reader.read(principals)
        if not named:
            _refuse_blindness(reader.met, len(chosen))
    found = {"gathered": {"applications": reader.entries}, "remarks": reader.remarks, "slugs": reader.slugs}
    if reader.errors:
        raise _gaps(found, reader.errors)
    return found


def _refuse_blindness(met: Sequence[Any], number: int) -> None:
    """Raise where everybody so far was refused. A plain refusal is not waited for from all; a bare one has other meanings."""
    if len(met) == number:
        refusals.check(met, STORED_AND_JOBS)
    elif all(getattr(error, "status", None) == refusals.FORBIDDEN for error in met):
        refusals.check(met, STORED_AND_JOBS, f"The other {number - len(met)} were not asked.")


def _gaps(found: Mapping[str, Any], errors: Mapping[str, str]) -> Situation:
    """The failure of a gathering that could not read everything."""
    listed = "; ".join(f"{name}: {errors[name]}" for name in sorted(errors)[:MOST_TOLD])
    if len(errors) > MOST_TOLD:
        listed += f" And {len(errors) - MOST_TOLD} more; errors has them all."
    failure = Situation(
        f"{len(errors)} of the applications could not be read, so this is not all of the tenant: {listed} What could be read "
        "stands in gathered."
    )
    failure.result = {**found, "errors": dict(sorted(errors.items()))}
    return failure


class Reader:
    """Reads service principals in batches and keeps of them what is declared.

    named: they were asked for by name, so each has an entry, and an error of one raises. lanes: requests under way at a time.
    """

    def __init__(self, graph: Any, everybody: Rows, named: bool, lanes: int | None = None) -> None:
        self._graph = graph
        self._lanes = {} if lanes is None else {"lanes": lanes}
        self._named = named
        names = [gathering_names.display_name(row) for row in everybody]
        slugs = export_names.slugs(names, [str(row.get("appId")) for row in everybody])
        self._slugs = {row["id"]: slug for row, slug in zip(everybody, slugs)}
        self._namesakes = export_names.namesakes(names)
        self.entries: Rows = []
        self.slugs: list[str] = []
        self.remarks: dict[str, list[str]] = {}
        self.errors: dict[str, str] = {}
        # Of each so far the refusal of what is stored or of its jobs, or None.
        self.met: list[Any] = []

    def read(self, principals: Sequence[Row]) -> None:
        """The entries of some service principals, in their order."""
        parts = self._stored_and_jobs(principals)
        provisioned = [part for part in parts if self._named or part["jobs"] or part["stored"].keys]
        for chunk in many.chunks(provisioned, CHUNK):
            self._keep_all(chunk)

    def _keep_all(self, parts: Sequence[Row]) -> None:
        """The entries of some service principals; their schemas are forgotten again."""
        documents = self._schemas(parts)
        for part in parts:
            schemas = documents.pop(part["principal"]["id"], {})
            # What is missing here stands in errors.
            if all(job["id"] in schemas for job in part["jobs"]):
                self._keep(part, schemas)

    def _keep(self, part: Row, schemas: export_jobs.Schemas) -> None:
        """The entry of one service principal."""
        principal = part["principal"]
        name, slug = gathering_names.display_name(principal), self._slugs[principal["id"]]
        if not name:
            self.remarks[gathering_names.NAMELESS] = [UNNAMED]
            return
        namesakes = self._namesakes[name.casefold()]
        said = export.entry(principal, part["stored"], part["jobs"], schemas, slug, namesakes)
        self.entries.append(said.entry)
        self.slugs.append(slug)
        if said.remarks:
            self.remarks[name] = sorted({*self.remarks.get(name, ()), *said.remarks})

    def _stored_and_jobs(self, principals: Sequence[Row]) -> Rows:
        """What is stored and which jobs there are, of all that can be read."""
        whose = [owner.Owner(owner.PRINCIPALS, row["id"]) for row in principals]
        paths = [one.path(self._graph, below) for one in whose for below in ("/secrets", "/jobs")]
        both = self._many(paths, whose, STORED_AND_JOBS)
        self.met += [refusals.first(pair) for pair in many.chunks(both, 2)]
        answers = iter(both)
        parts: Rows = []
        for principal, one in zip(principals, whose):
            rows = [
                self._rows(principal, next(answers), f"{what} of {one}") for what in ("settings and secrets", "jobs")
            ]
            if rows[0] is not None and rows[1] is not None:
                # A list that moved while its pages were read may show one twice.
                jobs = sorted({str(row["id"]): row for row in rows[1]}.values(), key=lambda row: str(row["id"]))
                parts.append({"principal": principal, "stored": credentials.from_graph(rows[0]), "jobs": jobs})
        return parts

    def _schemas(self, parts: Sequence[Row]) -> dict[str, dict[str, Any]]:
        """Service principal -> job -> its schema and its template's, of all that can be read."""
        wanted = [(part["principal"], job) for part in parts for job in part["jobs"]]
        whose = [owner.Owner(owner.PRINCIPALS, principal["id"]) for principal, _job in wanted]
        paths = [
            one.path(self._graph, below, holder)
            for one, (_principal, job) in zip(whose, wanted)
            for below, holder in (
                ("/jobs/{}/schema", job["id"]),
                ("/templates/{}/schema", export_jobs.stored_template(job)),
            )
        ]
        answers = iter(self._many(paths, whose, "schemas"))
        found: dict[str, dict[str, Any]] = {}
        for one, (principal, job) in zip(whose, wanted):
            document = self._document(principal, next(answers), f"schema of job {job['id']} of {one}")
            default = self._default(principal, job, one, next(answers))
            if document is not None and default is not None:
                found.setdefault(principal["id"], {})[job["id"]] = default._replace(document=document)
        return found

    def _many(self, paths: Sequence[str], whose: Sequence[owner.Owner], what: str) -> list[Any]:
        if not paths:
            return []
        who = str(whose[0]) if len(set(whose)) == 1 else f"{len(set(whose))} service principals"
        told = {"doing": f"read the {what} of {who}", "needs": PERMISSIONS["read"], **self._lanes}
        return list(self._graph.get_many(paths, **told))

    def _rows(self, principal: Row, answered: Any, what: str) -> Rows | None:
        """The rows of a collection, or None for what could not be read."""
        if answered.error is None:
            return list((answered.value or {}).get("value") or [])
        doing = f"read the {what}"
        told: Row = {"doing": doing, "needs": PERMISSIONS["read"]}
        if not self._named and refusals.is_one(answered.error):
            # Asked for by itself it would be refused once more, and there may be hundreds of them.
            self._miss(principal, refusals.worded(answered.error, doing))
            return None
        if self._named or not answered.absent:
            rows: Rows | None = self._tried(principal, lambda: self._graph.list(answered.path, **told))
            return rows
        # Many a service principal knows no synchronization, and says so; that is asked for twice, as ever.
        found = self._tried(principal, lambda: self._graph.find(answered.path, **told) or {"value": []})
        return None if found is None else list(found.get("value") or [])

    def _document(self, principal: Row, answered: Any, what: str) -> Any:
        """A schema, or None for what could not be read."""
        doing = f"read the {what}"
        if answered.error is None:
            return self._tried(principal, lambda: schema_endpoint.legible(answered.value or {}, doing))
        return self._tried(
            principal,
            lambda: schema_endpoint.legible(
                self._graph.get(answered.path, doing=doing, needs=PERMISSIONS["read"]), doing
            ),
        )

    def _default(self, principal: Row, job: Row, whose: owner.Owner, answered: Any) -> export_jobs.Schema | None:
        """The schema of the job's template and what it is offered as; None for what could not be read."""
        stored = export_jobs.stored_template(job)
        if answered.error is None:
            found = self._document(principal, answered, f"schema of template {stored} of {whose}")
            return None if found is None else export_jobs.Schema({}, found, stored)
        names = [stored]
        if getattr(answered.error, "status", None) in (401, 404):
            # The service answers so for an unknown template; the list of templates tells.
            offered = self._tried(principal, lambda: self._offered(whose))
            if offered is None:
                return None
            names = [name for name in (stored, *export_jobs.former_names(stored)) if name in offered]
            if not names:
                return export_jobs.Schema({})
        endpoint = schema_endpoint.SchemaEndpoint(self._graph, whose, schema_endpoint.TEMPLATES, names[0])
        found = self._tried(principal, endpoint.default)
        return None if found is None else export_jobs.Schema({}, found, names[0])

    def _offered(self, whose: owner.Owner) -> set[str]:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources.template import Templates

        return {str(row["id"]) for row in Templates(self._graph, whose).list()}

    def _tried(self, principal: Row, read: Any) -> Any:
        """What a read gives; an error of one among all is kept, and None stands for what could not be read."""
        try:
            return read()
        except Exception as error:
            # Without a status and without words for people it is a defect of ours, and those end everything.
            if self._named or not (isinstance(error, Situation) or hasattr(error, "status")):
                raise
            self._miss(principal, str(error))
            return None

    def _miss(self, principal: Row, error: str) -> None:
        """Keep why somebody could not be read."""
        self.errors.setdefault(gathering_names.told(principal), error)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One application as it is declared, and the parts that make up its declaration: each is what a single module takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job, owner, synchronization

Params = Mapping[str, Any]

CREATION, SETTINGS, JOB, SCHEMA = "creation", "settings", "job", "schema"
# The options of which one must be given for settings and secrets to be looked at.
GIVEN = ("settings", "secrets", "remove_keys")


class Part(NamedTuple):
    """What a single module would be given, but for the owner.

    kind: which module; label: where it stands in the declaration; undeclared: what of it goes because nobody declared it,
    in words; of: the label of the job that a schema belongs to.
    """

    kind: str
    label: str
    params: Params
    undeclared: str = ""
    of: str = ""


@dataclass(frozen=True)
class Application:
    """One entry of the declaration. number: its place; state: of the whole task; read: what was read of its schemas."""

    number: int
    params: Params
    state: str
    on_quarantine: str = "fail"
    read: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def propose(self, graph: Any, part: Part, names: Params) -> Any:
        """The proposal of the single module that a part stands for. names: the owner. It is imported when there is one."""
        params = {**part.params, **names}
        if part.kind == SETTINGS:
            return synchronization.propose(graph, params)
        if part.kind == JOB:
            return job.propose(graph, params)
        if part.kind == SCHEMA:
            from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema

            return schema.planned(graph, self.read[part.label], params)
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_from_template

        return application_from_template.propose(graph, params)

    @property
    def name(self) -> str:
        """What the declaration calls it."""
        names = (self.params.get(option) for option in ("display_name", "app_id", "service_principal_id"))
        return next(str(name) for name in names if name is not None)

    @property
    def place(self) -> str:
        """Where it stands, for problems with the input."""
        return f"applications[{self.number}] ({self.name})"

    @property
    def accepted(self) -> frozenset[str]:
        """The hazards that are accepted for it."""
        return frozenset(self.params.get("accept_hazards") or ())

    def names(self, ahead: bool) -> dict[str, Any]:
        """The options that name the owner. ahead: one that is yet to be made will do."""
        named = {option: self.params.get(option) for option in owner.SERVICE_PRINCIPAL}
        return {**named, "if_missing": owner.PLAN if ahead else owner.FAIL}

    def creation(self) -> Part | None:
        """The application itself, where it is said from what it is made; what is deleted is not made for it."""
        if self.params.get("application_template_id") is None or self.state == options.DELETED:
            return None
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_from_template

        given = {name: option.get("default") for name, option in application_from_template.OPTIONS.items()}
        names = ("application_template_id", "display_name")
        return Part(CREATION, "application", {**given, **{name: self.params[name] for name in names}})

    def settings(self, also_removed: tuple[str, ...] = ()) -> Part | None:
        """Its settings and secrets. also_removed: stored keys that nobody declared."""
        declared = any(self.params.get(option) for option in GIVEN)
        if self.state == options.DELETED:
            declared = bool(self.params.get("remove_keys"))
        if not (declared or also_removed):
            return None
        given = {option: self.params.get(option) for option in synchronization.OPTIONS}
        if self.state == options.DELETED:
            given.update(settings=None, secrets=None)
        removed = [*(given.get("remove_keys") or ()), *also_removed]
        return Part(SETTINGS, "settings", {**given, "remove_keys": removed}, ", ".join(also_removed))

    def jobs(self) -> Iterator[Part]:
        """Its jobs, each followed by its schema."""
        for number, row in enumerate(self.params.get("jobs") or ()):
            label = f"jobs[{number}]"
            given = {option: row.get(option) for option in job.OPTIONS}
            if self.state == options.DELETED:
                given.update(state="absent", wait_for="none")
            yield Part(JOB, label, {**given, "on_quarantine": row.get("on_quarantine") or self.on_quarantine})
            if row.get("schema") is not None and self.state != options.DELETED:
                yield self._schema(label, row)

    def _schema(self, label: str, row: Params) -> Part:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema

        declared = row["schema"]
        given = {option: declared.get(option) for option in schema.OPTIONS}
        given.update(template_id=row.get("template_id"), job_id=row.get("job_id"), owner_type=None)
        if given["template_id"] is not None:
            given["job_id"] = None
        given["state"] = declared.get("state") or _schema_state(self.state, declared)
        return Part(SCHEMA, f"{label}.schema", given, of=label)


def _schema_state(state: str, declared: Params) -> str:
    """The state of a schema that does not say its own: that of the task, but that a whole document knows only one."""
    whole = any(declared.get(option) is not None for option in ("document", "restore"))
    return options.MERGED if whole or state not in options.COMPLETE else state


def deleted(job_id: str, undeclared: bool) -> Part:
    """A job that goes. undeclared: nobody named it."""
    given = {option: spec.get("default") for option, spec in job.OPTIONS.items()}
    part = {**given, "job_id": job_id, "state": "absent", "on_quarantine": "ignore"}
    return Part(JOB, f"job {job_id}", part, undeclared=job_id if undeclared else "")


def check(applications: list[Application], others: Sequence[str] = ()) -> None:
    """Refuse, before any request, whatever the single modules would refuse; all problems at once.

    others: what is wrong with the options beside the applications.
    """
    problems = [*others, *(problem for application in applications for problem in _problems(application))]
    problems += _named_twice(applications)
    if problems:
        raise InvalidInput(problems)


def _problems(application: Application) -> Iterator[str]:
    named = application.params.get("application_template_id")
    if named is not None:
        yield from _from(application.place, lambda: owner.check_guid("application_template_id", named))
        if application.params.get("display_name") is None:
            yield f"{application.place}: application_template_id: an application is made by its display_name; give it."
    for option in ("service_principal_id", "app_id"):
        if application.params.get(option) is not None:
            yield from _from(
                application.place, lambda option=option: owner.check_guid(option, application.params[option])
            )
    name = application.params.get("display_name")
    if name is not None and not name.strip():
        yield f"{application.place}: display_name: the value is empty."
    elif name is not None and named is not None and name != name.strip():
        yield f"{application.place}: display_name: the value begins or ends with a blank; write it without."
    yield from _of_parts(application)


def _of_parts(application: Application) -> Iterator[str]:
    parts = [application.settings(), *application.jobs()]
    for part in parts:
        if part is not None:
            where = application.place if part.kind == SETTINGS else f"{application.place}: {part.label}"
            yield from _from(where, lambda part=part: _checked(application, part))
    absent = {part.label for part in parts if part and part.kind == JOB and part.params["state"] == "absent"}
    for part in parts:
        if part is not None and part.of in absent:
            yield f"{application.place}: {part.label}: the job goes (state: absent); leave its schema out."
    yield from _jobs_twice(application)


def _jobs_twice(application: Application) -> Iterator[str]:
    seen: set[tuple[Any, Any]] = set()
    for row in application.params.get("jobs") or ():
        key = (row.get("template_id"), row.get("job_id"))
        if key in seen:
            yield f"{application.place}: jobs: {row.get('template_id') or row.get('job_id')} is declared twice."
        seen.add(key)


def _checked(application: Application, part: Part) -> None:
    """What the single module says of its input without any request. What it reads is kept, since a plan begins often."""
    if part.kind == SETTINGS:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials

        credentials.parse(part.params)
    elif part.kind == JOB:
        job.check(part.params)
    else:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema

        application.read[part.label] = schema.parse(part.params)


def _from(where: str, check_it: Any) -> Iterator[str]:
    try:
        check_it()
    except InvalidInput as error:
        yield from (f"{where}: {problem}" for problem in error.problems)


def _named_twice(applications: list[Application]) -> Iterator[str]:
    """Two entries of one owner would each be planned without the other."""
    seen: dict[tuple[str, str], int] = {}
    for application in applications:
        for option in owner.SERVICE_PRINCIPAL:
            value = application.params.get(option)
            if value is None:
                continue
            first = seen.setdefault((option, str(value).lower()), application.number)
            if first != application.number:
                yield f"{application.place}: it is declared twice, first in applications[{first}]; make it one entry."

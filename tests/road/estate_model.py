# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What declarations mean, said once more and in few words: the state that a run must leave, and what moved between two.

A state is plain: name of an application -> {"secrets": {key: value}, "jobs": {template: {"runs": bool, "mappings": …}}}.
It is read from the emulator's world, past every lag, and compared with what a declaration makes of the state before it.
"""

from __future__ import annotations

import copy
import re

from .estate_road import CONTOSO, CUSTOM, FABRIKAM, NEW, principals

APPLICATIONS = (CONTOSO, FABRIKAM, NEW)
ENTERPRISE_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
RULE = "USERGROUP_OUTBOUND_USERGROUP"
# The template that a job of another one really gets.
REALLY = {"customappsso": "customappssoOutDelta"}
TEMPLATES = {
    CONTOSO: ("scim", "customappsso"),
    FABRIKAM: ("fabrikamSingleSignon",),
    NEW: ("scim", "customappsso"),
}
TARGETS = {CONTOSO: ENTERPRISE_USER, FABRIKAM: "Account", NEW: ENTERPRISE_USER}
ATTRIBUTES = {CONTOSO: ("displayName", "title"), FABRIKAM: ("Alias", "JobTitle"), NEW: ("displayName", "title")}
EXPRESSIONS = ("Trim([mail])", "[displayName]", "StripSpaces([jobTitle])")
# What nobody declares here and somebody else may store.
STRANGE_SETTING, STRANGE_SECRET = "CompanyId", "ClientSecret"


def state(emu):
    """The applications that there are, as they stand in the service."""
    found = {}
    for name in APPLICATIONS:
        ones = principals(emu, name)
        assert len(ones) <= 1, f"{name} was made {len(ones)} times"
        if ones:
            found[name] = _application(ones[0].provisioning)
    return found


def _application(provisioning):
    jobs = {}
    for job in provisioning.jobs.values():
        assert job.template_id not in jobs, f"the job of {job.template_id} was made twice"
        jobs[job.template_id] = {"runs": job.state == "Active", "mappings": mappings(job.schema)}
    return {"secrets": dict(provisioning.secrets), "jobs": jobs}


def mappings(schema):
    """Every attribute mapping of a document: where it stands -> its expression."""
    return {
        (rule["name"], inner["sourceObjectName"], inner["targetObjectName"], one["targetAttributeName"]): (
            one["source"] or {}
        ).get("expression")
        for rule in schema.rules
        for inner in rule["objectMappings"]
        for one in inner["attributeMappings"]
    }


def place(name, attribute):
    """Where a mapping of an application stands."""
    return (RULE, "User", TARGETS[name], attribute)


def entry(name, settings, secrets, jobs):
    """A declaration of one application. jobs: template -> (state, {attribute: expression, or None for none})."""
    made = {"application_template_id": CUSTOM} if name == NEW else {}
    said = {"display_name": name, "settings": settings, "secrets": secrets}
    rows = None if jobs is None else [_job(name, template, *job) for template, job in sorted(jobs.items())]
    return {**{key: value for key, value in {**said, "jobs": rows}.items() if value is not None}, **made}


def _job(name, template, wanted, declared):
    row = {"template_id": template, "state": wanted}
    if declared and wanted != "absent":
        row["schema"] = {"synchronization_rules": [_rule(name, declared)]}
    return row


def _rule(name, declared):
    rows = [
        {"target_attribute": attribute, **({"state": "absent"} if text is None else {"expression": text})}
        for attribute, text in sorted(declared.items())
    ]
    inner = {"source_object": "User", "target_object": TARGETS[name], "attribute_mappings": rows}
    return {"name": RULE, "object_mappings": [inner]}


def converged(before, entries, factory):
    """The state that a run of these entries leaves. factory: (name, template) -> the mappings of a new job."""
    after = copy.deepcopy(before)
    for one in entries:
        name = one["display_name"]
        application = after.setdefault(name, {"secrets": {}, "jobs": {}})
        _store(application["secrets"], one.get("settings") or {}, one.get("secrets") or {})
        for row in one.get("jobs") or ():
            _settle_job(application["jobs"], name, row, factory)
    return after


def _store(stored, settings, secrets):
    """A stored secret is kept, since nobody can see that it is another; whoever writes anything writes them all."""
    wanted = {key: {True: "true", False: "false"}.get(value, value) for key, value in settings.items()}
    if any(stored.get(key) != value for key, value in wanted.items()) or any(key not in stored for key in secrets):
        stored.update({**wanted, **secrets})


def _settle_job(jobs, name, row, factory):
    template = REALLY.get(row["template_id"], row["template_id"])
    if row["state"] == "absent":
        jobs.pop(template, None)
        return
    job = jobs.setdefault(template, {"runs": False, "mappings": dict(factory(name, template))})
    job["runs"] = {"started": True, "paused": False}.get(row["state"], job["runs"])
    for rule in row.get("schema", {}).get("synchronization_rules", ()):
        for inner in rule["object_mappings"]:
            for one in inner["attribute_mappings"]:
                where = place(name, one["target_attribute"])
                if one.get("state") == "absent":
                    job["mappings"].pop(where, None)
                else:
                    job["mappings"][where] = one["expression"]


def effects(before, after):
    """What moved between two states, in the words of `named`."""
    moved = set()
    for name, stands in after.items():
        stood = before.get(name)
        if stood is None:
            moved.add((name, "create", "application"))
            stood = {"secrets": {}, "jobs": {}}
        if stood["secrets"] != stands["secrets"]:
            moved.add((name, "store", "settings"))
        moved |= {(name, "delete", template) for template in set(stood["jobs"]) - set(stands["jobs"])}
        for template, job in stands["jobs"].items():
            moved |= _moved_job(name, template, stood["jobs"].get(template), job)
    return moved


def _moved_job(name, template, stood, stands):
    if stood is None:
        return {(name, "create", template), *({(name, "start", template)} if stands["runs"] else ())}
    moved = set()
    if stood["runs"] != stands["runs"]:
        moved.add((name, "start" if stands["runs"] else "pause", template))
    if stood["mappings"] != stands["mappings"]:
        moved.add((name, "schema", template))
    return moved


def named(change):
    """A change in words as an effect: whose, what, of which thing."""
    name, _colon, target = change["target"].partition(": ")
    if target.startswith("application "):
        return name, change["action"], "application"
    if target.startswith("settings and secrets"):
        return name, change["action"], "settings"
    template = re.search(r"\bjob (?:of template )?(\w+)", target).group(1)
    action = "schema" if target.startswith("schema ") else change["action"]
    return name, action, REALLY.get(template, template)

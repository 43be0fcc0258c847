# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What declarations mean, said once more and in few words: the state that a run must leave, and what moved between two.

A state is plain: name of an application -> {"secrets": {key: value}, "jobs": {template: {"runs": bool, "mappings": …,
"rest": …}}}. It is read from the emulator's world, past every lag, and compared with what a declaration makes of the
state before it.
"""

from __future__ import annotations

import copy
import json
import re

from emulator.schema_rules import MAPPING_DEFAULTS, completed

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
        jobs[job.template_id] = {"runs": job.state == "Active", **parts(job.schema)}
    return {"secrets": dict(provisioning.secrets), "jobs": jobs}


def parts(schema):
    """A document in two: each attribute mapping, by where it stands, as (expression, all else of it); and all the rest."""
    mappings, rules = {}, []
    for rule in schema.rules:
        inners = []
        for inner in rule["objectMappings"]:
            for one in inner["attributeMappings"]:
                where = (rule["name"], inner["sourceObjectName"], inner["targetObjectName"], one["targetAttributeName"])
                mappings[where] = ((one["source"] or {}).get("expression"), _text(one, "source"))
            inners.append(_text({**inner, "flowTypes": inner["flowTypes"].replace(" ", "")}, "attributeMappings"))
        rules.append((_text(rule, "objectMappings"), sorted(inners)))
    # As the service prints them once they were written: with its own versions, and with what others leave out.
    directories = completed({"directories": schema.directories}).directories
    return {"mappings": mappings, "rest": json.dumps([rules, [_text(one, "version") for one in directories]])}


def _text(row, without):
    return json.dumps({name: value for name, value in row.items() if name != without}, sort_keys=True)


def mapped(name, attribute, expression, known=None):
    """A mapping as it stands once it has this expression. known: as it stands before, if it does."""
    plain = {**MAPPING_DEFAULTS, "targetAttributeName": attribute}
    return expression, known[1] if known else _text(plain, "source")


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
    """The state that a run of these entries leaves. factory: (name, template) -> the parts of a new job's schema."""
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
    job = jobs.setdefault(template, {"runs": False, **factory(name, template)})
    job["runs"] = {"started": True, "paused": False}.get(row["state"], job["runs"])
    for rule in row.get("schema", {}).get("synchronization_rules", ()):
        for inner in rule["object_mappings"]:
            for one in inner["attribute_mappings"]:
                where = place(name, one["target_attribute"])
                if one.get("state") == "absent":
                    job["mappings"].pop(where, None)
                else:
                    job["mappings"][where] = mapped(
                        name, one["target_attribute"], one["expression"], job["mappings"].get(where)
                    )


def differences(one, other, *where):
    """Where two states differ, with both sides; a failure shows no whole schemas."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return [] if one == other else [(*where, str(one)[:200], str(other)[:200])]
    return [
        found
        for key in sorted({*one, *other}, key=str)
        for found in differences(one.get(key), other.get(key), *where, key)
    ]


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
    if (stood["mappings"], stood["rest"]) != (stands["mappings"], stands["rest"]):
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


_WRITES = (
    ("POST", r"/applicationTemplates/[^/]*/instantiate$", "create", "application"),
    ("PUT", r"/secrets$", "store", "settings"),
    ("POST", r"/jobs$", "create", None),
    ("PUT", r"/jobs/(?P<job>\w+)[^/]*/schema$", "schema", None),
    ("POST", r"/jobs/(?P<job>\w+)[^/]*/(?P<verb>start|pause)$", None, None),
    ("DELETE", r"/jobs/(?P<job>\w+)[^/]*$", "delete", None),
)


def sent(record):
    """A request that writes as an effect, but for whose it is."""
    for method, pattern, action, thing in _WRITES:
        found = re.search(pattern, record["path"]) if record["method"] == method else None
        if found:
            told = found.groupdict()
            template = told.get("job") or ((record["body"] or {}).get("templateId") if thing is None else None)
            return action or told["verb"], thing or REALLY.get(template, template)
    raise AssertionError(f"nobody expects {record['method']} {record['path']}")


def request(change):
    """Method and path of the request that carries out a change in words."""
    _name, verb, thing = named(change)
    action = "start|pause" if verb in ("start", "pause") else verb
    return next(
        (method, pattern)
        for method, pattern, does, of in _WRITES
        if (does or "start|pause") == action and (of is None or of == thing) and (of or thing != "application")
    )


def in_order(effects_of_one):
    """Whether the steps of one application come in an order in which no job runs without what it needs."""
    places = {(verb, thing): place for place, (_name, verb, thing) in enumerate(effects_of_one)}
    needed = [(("create", "application"), None), (("store", "settings"), "start")]
    for _verb, thing in places:
        needed += [(("create", thing), "schema"), (("create", thing), "start"), (("schema", thing), "start")]
    return all(
        places[first] < place
        for first, then in needed
        if first in places
        for (verb, thing), place in places.items()
        if (verb, thing) != first and then in (None, verb) and first[1] in ("application", "settings", thing)
    )


def come_to_rest(emu):
    """Time passes in which nobody asks: every replica knows what was written."""
    for one in emu.world.tenants[emu.tenant_id].service_principals.values():
        one.hidden_lists = one.provisioning.stale_secret_reads = 0
        for job in one.provisioning.jobs.values():
            job.hidden_lists = job.stale_schema_reads = 0

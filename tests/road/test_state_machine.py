# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random declarations, portal edits and faults, one after another: what we promise of whole applications holds all along.

By hand for longer, with other examples each time: `STATE_MACHINE=400 python -m pytest -n0 tests/road/test_state_machine.py`
tries so many, others each time (`--hypothesis-seed=N` to see the same ones again).
"""

from __future__ import annotations

import itertools
import json
import os

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import CONSEQUENCES
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import portal
from emulator.steady import steady_job
from emulator.testing import Emulator
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from . import estate_model as model
from .estate_chances import EDITS, HARM, LAGS, MENDABLE, MOMENTS, NAMES, entries
from .estate_road import FABRIKAM, NEW, principals, run
from .resource_road import writes

BY_HAND = int(os.environ.get("STATE_MACHINE", "0"))
PROFILE = settings(
    database=None,
    deadline=None,
    derandomize=not BY_HAND,
    max_examples=BY_HAND or 80,
    stateful_step_count=12 if BY_HAND else 5,
    suppress_health_check=list(HealthCheck),
)
# Every hazard is accepted: what is refused is the matter of other tests.
ACCEPTED = sorted(CONSEQUENCES)
NOT_KNOWN = "Whether it took effect is not known"


class Estate(RuleBasedStateMachine):
    """The applications of one tenant, in the hands of a playbook, of people at the portal, and of a weak network."""

    def __init__(self, emu):
        super().__init__()
        self.emu = emu

    @initialize(lags=LAGS)
    def begin(self, lags):
        self.emu.reset("standard", switches=lags)
        self.expected = model.state(self.emu)

    def factory(self, name, template):
        """The parts of the schema of a job that is made of a template."""
        ones = principals(self.emu, name)
        templates = ones[0].provisioning.templates if ones else self.emu.world.catalogue
        return model.parts(templates[template].schema)

    def travel(self, declared, check=False):
        """One run; its result, and whether it came to its end."""
        mark = self.emu.mark()
        try:
            result, ended = run(self.emu, *declared, check=check, accept_hazards=ACCEPTED), True
        except Stopped as stop:
            result, ended = stop.result, False
        except (Situation, GraphError) as error:
            # Before there was a plan.
            result, ended = {"changed": False, "done": [], **_module._failed(error)}, False
            assert not writes(self.emu, mark)
        assert "planted-" not in json.dumps(result)
        assert not (check and writes(self.emu, mark))
        if ended and not check:
            self.check_order(result["plan"]["changes"], mark)
        return result, ended

    def check_order(self, changes, mark):
        """What is sent comes in the order that is shown, and no job runs without what it needs."""
        records = [one for one in self.emu.audit(since=mark) if one["unsafe"] and "/oauth2/" not in one["path"]]
        for name in {change["target"].partition(":")[0] for change in changes}:
            shown = [model.named(change) for change in changes if change["target"].startswith(f"{name}:")]
            assert model.in_order(shown), shown
            identity = principals(self.emu, name)[0].id
            own = [one for one in records if identity in one["path"] or (name == NEW and "/instantiate" in one["path"])]
            steps = [step for step, _repeated in itertools.groupby(map(model.sent, own))]
            wanted = [(verb, thing) for _name, verb, thing in shown]
            if ("create", "application") in wanted:
                # What is declared was compared with nothing, and a new job may have it anyway.
                wanted = [one for one in wanted if one[0] != "schema" or one in steps]
            assert steps == wanted

    def converge(self, declared):
        """One run that ends well; its result. The second one finds nothing to do."""
        wanted = model.converged(model.state(self.emu), declared, self.factory)
        result, ended = self.travel(declared)
        assert ended, result["msg"]
        assert not model.differences(model.state(self.emu), wanted)
        mark = self.emu.mark()
        again, ended = self.travel(declared)
        assert (ended, again["changed"], again["plan"]["changes"], writes(self.emu, mark)) == (True, False, [], [])
        return result

    # What a playbook does

    @rule(declared=entries())
    def run_twice(self, declared):
        self.expected = model.converged(self.expected, declared, self.factory)
        before = model.state(self.emu)
        result = self.converge(declared)
        assert result["changed"] == bool(result["plan"]["changes"])
        assert result["changed"] or before == model.state(self.emu)

    @rule(declared=entries())
    def check_then_run(self, declared):
        self.expected = model.converged(self.expected, declared, self.factory)
        before = model.state(self.emu)
        checked, ended = self.travel(declared, check=True)
        assert ended, checked["msg"]
        assert not model.differences(model.state(self.emu), before)
        done = self.converge(declared)
        assert (checked["plan"], checked["diff"], checked["changed"]) == (done["plan"], done["diff"], done["changed"])

    @rule(declared=entries(), harm=HARM)
    def run_under_faults(self, declared, harm):
        self.expected = model.converged(self.expected, declared, self.factory)
        before = model.state(self.emu)
        for fault in harm:
            self.emu.fault(**fault)
        result, ended = self.travel(declared)
        self.emu.clear_faults()
        self.check_account(before, result, ended)
        model.come_to_rest(self.emu)
        self.converge(declared)

    @rule(name=NAMES, what=st.tuples(*[st.sampled_from(model.EXPRESSIONS)] * 2), moment=st.sampled_from(MOMENTS))
    def run_while_somebody_edits_the_schema(self, name, what, moment):
        """One attribute is declared, and at some moment of the run somebody maps the other one."""
        job = self.first_job(name)
        if job is None:
            return
        (ours, theirs), (wanted, edit), (after, lost) = model.ATTRIBUTES[name], what, moment
        declared = [model.entry(name, None, None, {job.template_id: ("present", {ours: wanted})})]
        words = {"edit": "mapping", "rule": model.RULE, "source_object": "User", "target_object": model.TARGETS[name]}
        edits = [{**words, "target_attribute": theirs, "expression": edit}]
        schema = f"/jobs/{job.id}/schema$"
        meddling = self.emu.fault("GET", schema, "schema_edit", after=after, edits=edits)
        # A replica that lags shows neither write, so that no client could know of the other one before it sends its own again.
        if lost and not self.emu.switches["schema_read_lag"]:
            self.emu.fault("PUT", schema, "server_error", when="after")
        self.travel(declared)
        self.emu.clear_faults()
        if meddling.fired:
            known, where = self.expected[name]["jobs"][job.template_id]["mappings"], model.place(name, theirs)
            known[where] = model.mapped(name, theirs, edit, known.get(where))
        self.expected = model.converged(self.expected, declared, self.factory)
        model.come_to_rest(self.emu)
        self.converge(declared)

    def first_job(self, name):
        """A job of an application, if there is one."""
        return next((job for one in principals(self.emu, name) for job in one.provisioning.jobs.values()), None)

    @rule(declared=entries(), fault=st.sampled_from(MENDABLE), which=st.integers(0, 20))
    def run_under_one_fault_that_can_be_mended(self, declared, fault, which):
        """It strikes one of the requests by which the plan is carried out."""
        self.expected = model.converged(self.expected, declared, self.factory)
        before = model.state(self.emu)
        checked, ended = self.travel(declared, check=True)
        assert ended, checked["msg"]
        changes = checked["plan"]["changes"]
        if changes:
            self.emu.fault(*model.request(changes[which % len(changes)]), **fault)
        result, ended = self.travel(declared)
        self.emu.clear_faults()
        assert ended, result["msg"]
        assert (checked["plan"], checked["diff"]) == (result["plan"], result["diff"])
        self.check_account(before, result, ended)
        assert not model.differences(model.state(self.emu), self.expected)

    def check_account(self, before, result, ended):
        """What a result says was done is what happened; only of what nobody knows it may leave that open."""
        happened = model.effects(before, model.state(self.emu))
        done = {model.named(change) for change in (result["plan"]["changes"] if ended else result["done"])}
        doubtful = set()
        if not ended:
            rows = result.get("applications", [])
            doubtful = {
                model.named(row["failed_change"]) for row in rows if row["failed_change"] and NOT_KNOWN in row["msg"]
            }
            assert result["changed"] == bool(done), result["msg"]
            assert {row["name"] for row in rows if row["changed"]} == {name for name, _verb, _thing in done}
        assert happened - done <= doubtful, result.get("msg")
        # To store the secrets that are stored, and to declare what a new job has anyway, moves nothing.
        silent = {(name, verb, thing) for name, verb, thing in done - happened if verb not in ("store", "schema")}
        assert not silent, result.get("msg")

    # What others do

    @rule(edits=st.lists(EDITS, min_size=1, max_size=3))
    def others_have_been_here(self, edits):
        for what, name, *more in edits:
            ones = principals(self.emu, name)
            if ones:
                getattr(self, what)(ones[0], self.expected[name], *more)

    def store_a_key(self, principal, expected, key, there):
        secret = key in ("SecretToken", model.STRANGE_SECRET)
        value = ("planted-by-the-portal" if secret else "of-the-portal") if there else None
        portal.change_principal(self.emu.world, self.emu.tenant_id, principal.id, {"secrets": {key: value}})
        expected["secrets"].pop(key, None)
        expected["secrets"].update({key: value} if there else {})

    def act_on_a_job(self, principal, expected, action):
        job = next(iter(principal.provisioning.jobs.values()), None)
        if job is None or (action == "cycle" and job.state != "Active"):
            return
        portal.change_job(self.emu.world, self.emu.tenant_id, job.id, {"action": action})
        if action == "delete":
            del expected["jobs"][job.template_id]
        elif action != "cycle":
            expected["jobs"][job.template_id]["runs"] = action == "start"

    def make_a_job(self, principal, expected, template):
        name = principal.display_name
        if name == FABRIKAM or template in expected["jobs"]:
            return
        steady_job(self.emu.world, self.emu.world.tenants[self.emu.tenant_id], principal, template)
        expected["jobs"][template] = {"runs": True, **self.factory(name, template)}

    def edit_a_mapping(self, principal, expected, which, expression):
        job, name = next(iter(principal.provisioning.jobs.values()), None), principal.display_name
        if job is None:
            return
        attribute, known = model.ATTRIBUTES[name][which], expected["jobs"][job.template_id]["mappings"]
        where = model.place(name, attribute)
        if expression is None and where not in known:
            return
        action = {"remove": True} if expression is None else {"expression": expression}
        edit = {"edit": "mapping", "rule": model.RULE, "source_object": "User", "target_object": model.TARGETS[name]}
        self.emu.edit_schema(job.id, {**edit, "target_attribute": attribute, **action})
        old = known.pop(where, None)
        known.update({} if expression is None else {where: model.mapped(name, attribute, expression, old)})

    def add_what_nobody_knows(self, principal, expected, edit):
        """A member that a coming version of the service may add: a run must carry it along."""
        job, name = self.first_job(principal.display_name), principal.display_name
        target = model.ATTRIBUTES[name][0]
        words = {
            "rule": {},
            "object_mapping": {"target_object": model.TARGETS[name]},
            "mapping": {"target_object": model.TARGETS[name], "target_attribute": target},
        }
        if job is None or (edit == "mapping" and model.place(name, target) not in model.parts(job.schema)["mappings"]):
            return
        edits = {"edit": edit, "rule": model.RULE, **words[edit], "members": {"tomorrow": {"list": [1, None, True]}}}
        self.emu.edit_schema(job.id, edits)
        expected["jobs"][job.template_id].update(model.parts(job.schema))

    def delete_the_application(self, principal, _expected):
        tenant = self.emu.world.tenants[self.emu.tenant_id]
        del tenant.service_principals[principal.id]
        for one in [one for one in tenant.applications.values() if one.app_id == principal.app_id]:
            del tenant.applications[one.id]
        del self.expected[principal.display_name]

    @invariant()
    def everything_stands_as_the_model_says(self):
        assert not model.differences(model.state(self.emu), self.expected)


@pytest.fixture(scope="module", name="emu")
def fixture_emu():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


def test_what_is_promised_of_applications_holds_whatever_comes_between(emu):
    run_state_machine_as_test(lambda: Estate(emu), settings=PROFILE)


# What chance seldom puts together stands here once, for sure.


@pytest.fixture(name="estate")
def fixture_estate(emu):
    machine = Estate(emu)
    machine.begin({})
    return machine


@pytest.mark.parametrize("moment", sorted(set(MOMENTS)))
def test_what_somebody_edits_at_any_moment_of_a_run_is_not_lost(estate, moment):
    estate.run_while_somebody_edits_the_schema(FABRIKAM, ("Trim([mail])", "[displayName]"), moment)
    estate.everything_stands_as_the_model_says()


@pytest.mark.parametrize("which", range(5))
def test_one_lost_answer_to_any_write_of_a_plan_is_made_good(estate, which):
    jobs = {"scim": ("started", {"title": "[displayName]"})}
    declared = [model.entry(NEW, {"SyncAll": True}, {"SecretToken": "planted-one"}, jobs)]
    estate.run_under_one_fault_that_can_be_mended(declared, {"kind": "reset", "when": "after"}, which)
    estate.everything_stands_as_the_model_says()

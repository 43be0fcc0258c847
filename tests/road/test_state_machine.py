# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random declarations, portal edits and faults, one after another: what we promise of whole applications holds all along.

By hand for longer, with other examples each time: `STATE_MACHINE=long python -m pytest -n0 tests/road/test_state_machine.py`
(`--hypothesis-seed=N` to see one of them again).
"""

from __future__ import annotations

import json
import os

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import CONSEQUENCES
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import portal
from emulator.steady import steady_job
from emulator.testing import Emulator
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from . import estate_model as model
from .estate_road import FABRIKAM, principals, run
from .resource_road import writes

LONG = os.environ.get("STATE_MACHINE") == "long"
PROFILE = settings(
    database=None,
    deadline=None,
    derandomize=not LONG,
    max_examples=400 if LONG else 50,
    stateful_step_count=12 if LONG else 8,
    suppress_health_check=list(HealthCheck),
)
# Every hazard is accepted: what is refused is the matter of other tests.
ACCEPTED = sorted(CONSEQUENCES)
NOT_KNOWN = "Whether it took effect is not known"

SETTINGS = st.none() | st.fixed_dictionaries(
    {}, optional={"BaseAddress": st.sampled_from(["https://a.example", "https://b.example"]), "SyncAll": st.booleans()}
)
SECRETS = st.none() | st.fixed_dictionaries(
    {}, optional={"SecretToken": st.sampled_from(["planted-one", "planted-two"]), "Password": st.just("planted-three")}
)
STATES = st.sampled_from(["present", "started", "paused", "absent", "started"])


@st.composite
def entries(draw):
    """A declaration of one to three applications."""
    names = draw(st.lists(st.sampled_from(model.APPLICATIONS), min_size=1, max_size=3, unique=True))
    return [draw(_entry(name)) for name in names]


def _entry(name):
    mapping = st.dictionaries(
        st.sampled_from(model.ATTRIBUTES[name]), st.none() | st.sampled_from(model.EXPRESSIONS), max_size=2
    )
    job = st.tuples(STATES, mapping)
    jobs = st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(model.TEMPLATES[name], job))
    return st.builds(lambda *parts: model.entry(name, *parts), SETTINGS, SECRETS, jobs)


FAULTS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("throttle"), "style": st.sampled_from(["seconds", "date", "none"])}),
    st.fixed_dictionaries(
        {
            "kind": st.just("server_error"),
            "status": st.sampled_from([500, 502, 503, 504]),
            "when": st.sampled_from(["before", "after"]),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("reset"), "when": st.sampled_from(["before", "after"])}),
    st.fixed_dictionaries({"kind": st.just("replication"), "status": st.sampled_from([401, 403, 404])}),
    st.sampled_from(["truncate", "not_json", "unauthorized", "conflict", "precondition", "forbidden"]).map(
        lambda kind: {"kind": kind}
    ),
)
WHERE = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["UNSAFE", "UNSAFE", "GET", ""]),
        "path": st.sampled_from(
            ["", "/secrets$", "/jobs$", "/schema$", "/(start|pause)$", "/jobs/[^/]*$", "/instantiate$"]
        ),
        "times": st.sampled_from([1, 2, 6, 0]),
        "after": st.integers(0, 3),
    }
)


HARM = st.lists(st.builds(lambda fault, where: {**fault, **where}, FAULTS, WHERE), min_size=1, max_size=3)
NAMES = st.sampled_from(model.APPLICATIONS)
EDITS = st.one_of(
    st.tuples(
        st.just("store_a_key"),
        NAMES,
        st.sampled_from([model.STRANGE_SETTING, model.STRANGE_SECRET, "BaseAddress", "SecretToken"]),
        st.booleans(),
    ),
    st.tuples(st.just("act_on_a_job"), NAMES, st.sampled_from(["start", "pause", "cycle", "delete"])),
    st.tuples(st.just("make_a_job"), NAMES, st.sampled_from(["scim", "customappssoOutDelta"])),
    st.tuples(
        st.just("edit_a_mapping"),
        NAMES,
        st.integers(0, 1),
        st.none() | st.sampled_from([*model.EXPRESSIONS, "[givenName]"]),
    ),
)


class Estate(RuleBasedStateMachine):
    """The applications of one tenant, in the hands of a playbook, of people at the portal, and of a weak network."""

    def __init__(self, emu):
        super().__init__()
        self.emu = emu
        emu.reset("standard")
        self.expected = model.state(emu)

    def factory(self, name, template):
        """The mappings of a job that is made of a template."""
        ones = principals(self.emu, name)
        templates = ones[0].provisioning.templates if ones else self.emu.world.catalogue
        return model.mappings(templates[template].schema)

    def travel(self, declared, check=False):
        """One run; its result, and whether it came to its end."""
        mark = self.emu.mark()
        try:
            result, ended = run(self.emu, *declared, check=check, accept_hazards=ACCEPTED), True
        except Stopped as stop:
            result, ended = stop.result, False
        assert "planted-" not in json.dumps(result)
        assert not (check and writes(self.emu, mark))
        return result, ended

    def converge(self, declared):
        """One run that ends well; its result. The second one finds nothing to do."""
        wanted = model.converged(model.state(self.emu), declared, self.factory)
        result, ended = self.travel(declared)
        assert ended, result["msg"]
        assert model.state(self.emu) == wanted
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
        assert model.state(self.emu) == before
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
        self.converge(declared)

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
        expected["jobs"][template] = {"runs": True, "mappings": dict(self.factory(name, template))}

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
        known.pop(where, None)
        known.update({} if expression is None else {where: expression})

    @invariant()
    def everything_stands_as_the_model_says(self):
        assert model.state(self.emu) == self.expected


@pytest.fixture(scope="module", name="emu")
def fixture_emu():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


def test_what_is_promised_of_applications_holds_whatever_comes_between(emu):
    run_state_machine_as_test(lambda: Estate(emu), settings=PROFILE)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_settings: declared values in a list that is sent as a whole, where the service takes it."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_settings as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    SECRET,
    TENANT,
    FakeGraph,
    job,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

JOBS = f"{HERE}/jobs"
SCIM = f"scim.{TENANT}.{APP}"
HIS = f"{JOBS}/{SCIM}"
NAME = f"settings of job {SCIM} of service principal {ID}"
SETTINGS = "synchronizationJobSettings"
DOMAIN = '{"DomainFQDN":"corp.contoso.example","DomainNetBios":"CONTOSO"}'
STORED = [
    {"name": "AzureIngestionAttributeOptimization", "value": "False"},
    {"name": "LookaheadQueryEnabled", "value": "False"},
    {"name": "QuarantineTooManyDeletesThreshold", "value": "500"},
    {"name": "Domain", "value": DOMAIN},
    {"name": "DomainDiscoveredAt", "value": "2026-03-14T09:26:53.5897932Z"},
    {"name": "NothingYet", "value": None},
    {"name": "tenantWhitelist", "value": '["a"]'},
]
TWICE = [*STORED, {"name": "LookaheadQueryEnabled", "value": "True"}]


def service(rows=tuple(STORED), kind=FakeGraph, **routes):
    found = job(state="Active", code="Active")
    found[SETTINGS] = copy.deepcopy(list(rows))
    return kind({JOBS: [found], **routes})


def apply(graph, check=False, **options):
    given = {"template_id": "scim", **options}
    return run(resource, graph, check=check, service_principal_id=ID, **given)


def body(graph):
    """What the only write sent."""
    ((verb, path, sent),) = graph.writes
    assert (verb, path) == ("PATCH", HIS)
    assert list(sent) == [SETTINGS]
    return sent[SETTINGS]


def with_value(name, value, rows=tuple(STORED)):
    return [{**row, "value": value} if row["name"] == name else row for row in rows]


# declared, the text that is sent for it
TEXTS = [
    ({"LookaheadQueryEnabled": True}, "True"),
    ({"LookaheadQueryEnabled": "true"}, "true"),
    ({"QuarantineTooManyDeletesThreshold": 700}, "700"),
    ({"QuarantineTooManyDeletesThreshold": "0500"}, "0500"),
    ({"QuarantineTooManyDeletesThreshold": 0.5}, "0.5"),
    ({"QuarantineTooManyDeletesThreshold": ""}, ""),
    ({"tenantWhitelist": ["b", "a"]}, '["b","a"]'),
    ({"tenantWhitelist": []}, "[]"),
    ({"Domain": {"b": "ü", "a": [1, True, None]}}, '{"a":[1,true,null],"b":"ü"}'),
    ({"Domain": {2: "two", "one": 1}}, '{"2":"two","one":1}'),
    ({"Domain": "corp.contoso.example"}, "corp.contoso.example"),
    ({"NothingYet": ""}, ""),
]


@pytest.mark.parametrize(("settings", "text"), TEXTS, ids=[str(row[0]) for row in TEXTS])
def test_a_value_is_sent_as_the_text_that_the_service_keeps_and_all_else_goes_along(settings, text):
    graph = service()
    result = apply(graph, settings=settings)
    (name,) = settings
    assert body(graph) == with_value(name, text)
    assert result["settings"] == with_value(name, text)
    assert (result["changed"], result["job_id"]) == (True, SCIM)
    again = apply(graph, settings=settings)
    assert (again["changed"], len(graph.writes)) == (False, 1)


SAME = [
    {"LookaheadQueryEnabled": False},
    {"LookaheadQueryEnabled": "False"},
    {"LookaheadQueryEnabled": "FALSE"},
    {"LookaheadQueryEnabled": "false"},
    {"QuarantineTooManyDeletesThreshold": 500},
    {"QuarantineTooManyDeletesThreshold": "500"},
    {"Domain": DOMAIN},
    {"Domain": json.dumps(dict(reversed(json.loads(DOMAIN).items())), indent=2)},
    {"Domain": json.loads(DOMAIN)},
    {"tenantWhitelist": ["a"]},
    {"tenantWhitelist": ' [ "a" ] '},
    {},
]


@pytest.mark.parametrize("settings", SAME, ids=str)
def test_what_means_the_same_is_no_change(settings):
    graph = service()
    result = apply(graph, settings=settings)
    assert (result["changed"], result["settings"], result["warnings"], graph.writes) == (False, STORED, [], [])
    assert [path for _verb, path, _query, _version in graph.reads] == [JOBS]


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        ('{"on":1}', {"on": True}),
        ('{"on":true}', {"on": 1}),
        ('["b","a"]', ["a", "b"]),
        ("1", True),
        ("yes", True),
        ("Contoso", "contoso"),
        ("500", "500.0"),
        ('"text"', "text"),
        ('{"a":1', {"a": 1}),
        ("[" * 100000, ["a"]),
        (None, False),
    ],
    ids=["true is no 1", "1 is no true", "order", "1", "yes", "case", "500.0", "JSON text", "broken", "deep", "null"],
)
def test_what_does_not_mean_the_same_is_a_change(stored, declared):
    graph = service([{"name": "X", "value": stored}])
    assert apply(graph, settings={"X": declared})["changed"] is True


def test_the_plan_shows_what_moves_and_structures_as_such():
    result = apply(
        service(),
        check=True,
        settings={
            "LookaheadQueryEnabled": True,
            "Domain": {"DomainFQDN": "corp.contoso.example", "DomainNetBios": "FABRIKAM"},
            "AzureIngestionAttributeOptimization": False,
            "New": 30,
        },
    )
    (change,) = result["plan"]["changes"]
    assert change == {
        "action": "update",
        "target": NAME,
        "before": {"Domain": {"DomainNetBios": "CONTOSO"}, "LookaheadQueryEnabled": "False"},
        "after": {"Domain": {"DomainNetBios": "FABRIKAM"}, "LookaheadQueryEnabled": "True", "New": "30"},
    }
    assert result["diff"]["after"] == {NAME: change["after"]}
    assert result["plan"]["hazards"] == []


@pytest.mark.parametrize("settings", [row[0] for row in TEXTS], ids=str)
def test_check_mode_foretells_the_run_and_writes_nothing(settings):
    looked = service()
    checked, real = apply(looked, check=True, settings=settings), apply(service(), settings=settings)
    assert looked.writes == []
    assert checked == real


def test_a_new_setting_is_added_at_the_end():
    graph = service()
    result = apply(graph, settings={"Zulu": 1, "Alpha": "x", "LookaheadQueryEnabled": True})
    changed = with_value("LookaheadQueryEnabled", "True")
    assert body(graph) == [*changed, {"name": "Alpha", "value": "x"}, {"name": "Zulu", "value": "1"}]
    assert result["warnings"] == []


def test_a_new_setting_that_looks_like_a_slip_is_warned_of():
    graph = service()
    result = apply(graph, settings={"LookaheadQueryEnable": True})
    (warning,) = result["warnings"]
    assert warning.startswith("settings.LookaheadQueryEnable: the job has no setting of this name, so it is added.")
    assert "Did you mean LookaheadQueryEnabled?" in warning
    assert apply(graph, settings={"LookaheadQueryEnable": True})["warnings"] == []


def test_rows_that_nobody_declared_go_along_as_they_are_also_repeated_ones():
    rows = [*TWICE, {"name": "Future", "value": "1", "kind": "x", "note@odata.type": "#y"}]
    graph = service(rows)
    apply(graph, settings={"QuarantineTooManyDeletesThreshold": 700})
    sent = body(graph)
    assert [row["name"] for row in sent] == [row["name"] for row in rows]
    assert sent[-1] == {"name": "Future", "value": "1", "kind": "x"}
    assert [row["value"] for row in sent if row["name"] == "LookaheadQueryEnabled"] == ["False", "True"]


WRONG = [
    ({"settings": {"X": None}}, "settings.X: the value is null; give a text, or leave the setting out to let it be."),
    ({"settings": {"": "x"}}, "settings: a name is empty."),
    ({"settings": {}, "template_id": ""}, "template_id: the value is empty."),
    ({"settings": {}, "wait_timeout": 0}, "wait_timeout: give a number of seconds of at least 1."),
    (
        {"settings": {"secrettoken": SECRET}},
        "settings.secrettoken: this key holds a secret; declare it under secrets of entra.provisioning.synchronization.",
    ),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[row[1] for row in WRONG])
def test_wrong_input_is_refused_before_any_request(options, words):
    graph = service()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert (graph.reads, graph.writes) == ([], [])


def test_a_secret_among_the_settings_is_masked():
    graph = service()
    with pytest.raises(InvalidInput):
        apply(graph, settings={"SecretToken": SECRET, "ClientSecret": {"in": [SECRET + "-inside"]}})
    assert graph.redactor.text(f"{SECRET} and {SECRET}-inside").count("*" * 8) == 2


UNCLEAR = [
    (TWICE, {"LookaheadQueryEnabled": False}, "settings.LookaheadQueryEnabled: the job has this setting 2 times"),
    (TWICE, {"LookaheadQueryEnabled": True}, "so nobody can say which one is meant. Leave it out of the task."),
    (STORED, {"lookaheadqueryenabled": True}, "settings.lookaheadqueryenabled: the job has LookaheadQueryEnabled, and"),
]


@pytest.mark.parametrize(("rows", "settings", "words"), UNCLEAR, ids=[row[2] for row in UNCLEAR])
def test_a_name_that_is_not_clear_is_refused(rows, settings, words):
    graph = service(rows)
    with pytest.raises(InvalidInput) as refused:
        apply(graph, settings=settings)
    assert words in str(refused.value)
    assert graph.writes == []


def test_two_spellings_of_one_name_that_the_job_has_are_two_settings():
    graph = service([{"name": "X", "value": "1"}, {"name": "x", "value": "2"}])
    assert apply(graph, settings={"x": 2})["changed"] is False


def test_problems_are_told_all_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(service(), settings={"X": None, "Y": None}, wait_timeout=-1)
    assert len(refused.value.problems) == 3
    with pytest.raises(InvalidInput) as unclear:
        apply(service(TWICE), settings={"LookaheadQueryEnabled": True, "domain": "x"})
    assert len(unclear.value.problems) == 2


def test_a_job_whose_settings_are_not_shown_is_not_taken_for_one_without():
    graph = service()
    del graph.routes[JOBS][0][SETTINGS]
    with pytest.raises(Situation, match="does not show the settings of job"):
        apply(graph, settings={"X": 1})
    assert graph.writes == []


@pytest.mark.parametrize("rows", ["text", [{"value": "1"}], ["X"], {"name": "X"}])
def test_settings_that_are_no_list_of_names_and_values_are_told(rows):
    graph = service()
    graph.routes[JOBS][0][SETTINGS] = rows
    with pytest.raises(Situation, match="does not show the settings of job"):
        apply(graph, settings={"X": 1})


def test_a_job_with_no_setting_can_get_some():
    graph = service()
    graph.routes[JOBS][0][SETTINGS] = None
    assert apply(graph, settings={"X": 1})["settings"] == [{"name": "X", "value": "1"}]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim", "settings": {}}, "one of the following is required: service_principal_id, app_id"),
        ({"service_principal_id": ID, "settings": {}}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "template_id": "scim"}, "missing required arguments: settings"),
        ({"service_principal_id": ID, "template_id": "scim", "settings": ["x"]}, "settings"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


def test_a_job_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(Situation, match=f"has no job of template 'scin'. Did you mean scim. It has {SCIM}"):
        apply(service(), template_id="scin", settings={"X": 1})


NO_WRITE = [
    (errors.NotFound, 404, "ResourceNotFound", "Object not found."),
    (errors.BadRequest, 404, "UnknownError", "No HTTP resource was found that matches the request URI"),
    (errors.BadRequest, 400, "BadRequest", "Resource not found for the segment 'jobs'."),
    (errors.BadRequest, 405, "", ""),
    (errors.ServerFault, 501, "notSupported", ""),
]


@pytest.mark.parametrize(("kind", "status", "code", "message"), NO_WRITE, ids=lambda value: str(value)[:30])
def test_a_service_that_has_no_such_write_is_told_with_what_to_do_instead(kind, status, code, message):
    graph = service()
    refused = refusal(kind, status, code, doing=f"update the {NAME}")
    refused.message, refused.request_id = message, "6f0a2a5c"
    graph.routes[("PATCH", HIS)] = refused
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True, "QuarantineTooManyDeletesThreshold": 700})
    said = str(stop.value)
    for words in (
        f"Could not update the {NAME}: the service answered {status}.",
        "it is the update itself that the service does not have",
        "LookaheadQueryEnabled, QuarantineTooManyDeletesThreshold were not set.",
        "SyncNotificationSettings",
        "SyncAll",
        "entra.provisioning.synchronization",
        "2027-07-06",
    ):
        assert words in said
    assert said.endswith("Nothing was changed.")
    result = stop.value.result
    assert (result["changed"], result["done"]) == (False, [])
    assert (result["error"]["status"], result["error"]["code"], result["error"]["request_id"]) == (
        status,
        code,
        "6f0a2a5c",
    )


@pytest.mark.parametrize(
    ("kind", "status", "message"),
    [
        (errors.BadRequest, 400, "The value of LookaheadQueryEnabled is not valid."),
        (errors.Forbidden, 403, ""),
        (errors.Conflict, 409, ""),
        (errors.ServerFault, 500, ""),
        (errors.Unreachable, None, ""),
    ],
)
def test_another_refusal_is_told_as_it_is(kind, status, message):
    graph = service()
    graph.routes[("PATCH", HIS)] = refused = refusal(kind, status)
    refused.message = message
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True})
    assert "the update itself" not in str(stop.value)


def test_a_404_of_a_job_that_is_gone_is_told_as_it_is():
    graph = service()
    graph.routes[("PATCH", HIS)] = refusal(errors.NotFound, 404, "ResourceNotFound")

    class Going(FakeGraph):
        def patch(self, path, body, **told):
            self.routes[JOBS] = []
            return super().patch(path, body, **told)

    graph.__class__ = Going
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True})
    assert "the update itself" not in str(stop.value)


def test_a_404_is_told_as_it_is_when_the_jobs_cannot_be_read_any_more():
    graph = service()
    graph.routes[("PATCH", HIS)] = refusal(errors.NotFound, 404, "ResourceNotFound")

    class Failing(FakeGraph):
        def patch(self, path, body, **told):
            self.routes[JOBS] = refusal(errors.ServerFault, 500)
            return super().patch(path, body, **told)

    graph.__class__ = Failing
    with pytest.raises(_road.Stopped, match="answered 404") as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True})
    assert "the update itself" not in str(stop.value)


def test_it_needs_the_permission_to_write_everything():
    told = []

    class Asked(FakeGraph):
        def patch(self, path, body, **more):
            told.append(more["needs"])
            return super().patch(path, body, **more)

    apply(service(kind=Asked), settings={"LookaheadQueryEnabled": True})
    assert told == [("Synchronization.ReadWrite.All",)]


class Ignoring(FakeGraph):
    """Accepts and does nothing."""

    def patch(self, path, body, *, doing, **_more):
        self._note("PATCH", path, body, doing)


def test_an_update_that_has_no_effect_is_found_out():
    graph = service(kind=Ignoring)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True}, wait_timeout=9)
    said = str(stop.value)
    for words in ("it did not show within 9 s", "LookaheadQueryEnabled is 'False', as before", "without effect"):
        assert words in said
    assert [change["action"] for change in stop.value.result["done"]] == ["update"]


def stores(name, value):
    class Otherwise(FakeGraph):
        def patch(self, path, body, **told):
            reply = super().patch(path, body, **told)
            self._there(path)[SETTINGS] = with_value(name, value, self._there(path)[SETTINGS])
            return reply

    return Otherwise


def test_a_service_that_stores_something_else_for_good_is_told():
    with pytest.raises(_road.Stopped) as stop:
        apply(
            service(kind=stores("QuarantineTooManyDeletesThreshold", "1000")),
            settings={"QuarantineTooManyDeletesThreshold": 1200},
        )
    words = "was accepted, and the service stores something else: QuarantineTooManyDeletesThreshold is '1000'"
    assert words in str(stop.value)
    assert stop.value.result["changed"] is True


def test_a_service_that_answers_otherwise_for_a_moment_is_waited_for():
    graph = service(kind=stores("LookaheadQueryEnabled", "Maybe"))

    def recovers(graph):
        graph.routes[JOBS][0][SETTINGS] = with_value("LookaheadQueryEnabled", "true")

    graph.ticks = [lambda _graph: None] * 3 + [recovers]
    assert apply(graph, settings={"LookaheadQueryEnabled": True})["changed"] is True


def test_a_service_that_drops_what_went_along_is_told():
    class Dropping(FakeGraph):
        def patch(self, path, body, **told):
            kept = [row for row in body[SETTINGS] if row["name"] not in ("Domain", "tenantWhitelist")]
            return super().patch(path, {SETTINGS: kept}, **told)

    with pytest.raises(_road.Stopped, match="dropped Domain, tenantWhitelist of") as stop:
        apply(service(kind=Dropping), settings={"LookaheadQueryEnabled": True})
    assert "What was declared is stored." in str(stop.value)
    assert stop.value.result["changed"] is True


def test_settings_that_are_not_shown_after_the_write_are_waited_for_and_told():
    class Hiding(FakeGraph):
        def patch(self, path, body, **told):
            super().patch(path, body, **told)
            del self._there(path)[SETTINGS]

    with pytest.raises(_road.Stopped, match="last seen: a job that does not show its settings") as stop:
        apply(service(kind=Hiding), settings={"LookaheadQueryEnabled": True})
    assert [change["action"] for change in stop.value.result["done"]] == ["update"]


class Meanwhile(FakeGraph):
    """Somebody else sets something between the plan and the write."""

    move = ("LookaheadQueryEnabled", "Maybe")

    def get(self, path, **told):
        if path == HIS and not self.writes:
            self._there(path)[SETTINGS] = with_value(*self.move, self._there(path)[SETTINGS])
        return super().get(path, **told)


def test_a_declared_setting_that_somebody_else_moves_meanwhile_stops_the_write():
    graph = service(kind=Meanwhile)
    with pytest.raises(_road.Stopped, match="were changed by something else after this plan was made") as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True})
    assert graph.writes == []
    assert str(stop.value).endswith("Nothing was changed.")


def test_another_setting_that_somebody_else_moves_meanwhile_is_kept():
    graph = service(kind=Meanwhile)
    graph.move = ("QuarantineTooManyDeletesThreshold", "900")
    apply(graph, settings={"LookaheadQueryEnabled": True})
    sent = {row["name"]: row["value"] for row in body(graph)}
    assert (sent["QuarantineTooManyDeletesThreshold"], sent["LookaheadQueryEnabled"]) == ("900", "True")


@pytest.mark.parametrize(
    ("now", "crossed"),
    [
        (STORED, False),
        (with_value("LookaheadQueryEnabled", "True"), False),
        (with_value("QuarantineTooManyDeletesThreshold", "900"), True),
        ([{**row, "name": f"{row['name']}2"} for row in STORED], True),
        (STORED[:-1], True),
    ],
    ids=["as before", "as sent", "other value", "other names", "one fewer"],
)
def test_a_write_is_repeated_only_while_nobody_else_has_written(now, crossed):
    class Repeating(FakeGraph):
        def patch(self, path, body, *, before_again, **told):
            self.routes[JOBS][0][SETTINGS] = copy.deepcopy(now)
            before_again()
            return super().patch(path, body, **told)

    graph = service(kind=Repeating)
    if not crossed:
        assert apply(graph, settings={"LookaheadQueryEnabled": True})["changed"] is True
        return
    with pytest.raises(_road.Stopped, match="while the update was being repeated") as stop:
        apply(graph, settings={"LookaheadQueryEnabled": True})
    assert graph.writes == []
    assert "Run again: the plan will tell whether the failed one took effect." in str(stop.value)


def test_a_failed_read_never_becomes_a_write():
    graph = service()
    graph.routes[JOBS] = refusal(errors.NotFound, 404, "Request_ResourceNotFound")
    with pytest.raises(errors.NotFound):
        apply(graph, settings={"X": 1})
    assert graph.writes == []


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = service([row for row in STORED if row["value"] is not None])
    shown = apply(graph, settings={})["settings"]
    assert apply(graph, settings={row["name"]: row["value"] for row in shown})["changed"] is False

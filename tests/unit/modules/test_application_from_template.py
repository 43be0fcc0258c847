# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module application_from_template: made once, found again, never the wrong one, and never a second one."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_from_template as resource
from ansible_collections.entra.provisioning.tests.unit.directory_graph import (
    INTEGRATED,
    LEDGER,
    OTHER_ENTRY,
    SANDBOX,
    DirectoryGraph,
    entry,
    guid,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY, ID, OTHER, refusal, template
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

NAME, TAG = "Contoso SCIM", "ours: contoso-scim"
BY_NAME = {"application_template_id": GALLERY, "display_name": NAME}
TAGGED = {**BY_NAME, "tag": TAG}
GONE = {"state": "absent", "application_template_id": None}


def apply(graph, check=False, **options):
    return run(resource, graph, check=check, **{name: value for name, value in options.items() if value is not None})


def actions(result):
    return [change["action"] for change in result["plan"]["changes"]]


def verbs(graph):
    return [(verb, path) for verb, path, _body in graph.writes]


def ids(number):
    """The ids of the number-th application."""
    kinds = (("service_principal_id", 1), ("application_id", 2), ("app_id", 3))
    return {name: guid(number, kind) for name, kind in kinds}


def shown(number=1, **members):
    """The result for the number-th application."""
    standing = {
        **ids(number),
        "display_name": NAME,
        "application_template_id": GALLERY,
        "tags": [INTEGRATED],
        "synchronization_templates": ["customappsso", "scim"],
    }
    return {**standing, **members}


# --- made ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [{"application_template_id": GALLERY.upper()}, {"application_template": "custom"}])
def test_an_application_that_is_not_there_is_made(by):
    graph = DirectoryGraph()
    result = apply(graph, **by, display_name=NAME, service_management_reference="CMDB-1")
    assert actions(result) == ["create"]
    assert result["application"] == shown()
    ((_verb, path, body),) = graph.writes
    assert path == f"/applicationTemplates/{GALLERY}/instantiate"
    assert body == {"displayName": NAME, "serviceManagementReference": "CMDB-1"}
    after = {"display_name": NAME, "application_template_id": GALLERY, "service_management_reference": "CMDB-1"}
    assert result["diff"] == {"before": {}, "after": {f"application {NAME!r}": after}}


def test_it_is_made_and_then_tagged_and_its_own_tags_stay():
    graph = DirectoryGraph()
    result = apply(graph, **TAGGED)
    assert actions(result) == ["create", "tag"]
    assert result["application"] == shown(tags=[INTEGRATED, TAG])
    patch = ("PATCH", f"/servicePrincipals/{guid(1, 1)}", {"tags": [INTEGRATED, TAG]})
    assert graph.writes[1] == patch
    assert result["diff"]["after"] == {
        f"application {NAME!r}": {"display_name": NAME, "application_template_id": GALLERY, "tag": TAG}
    }


@pytest.mark.parametrize("options", [BY_NAME, TAGGED])
def test_a_second_run_finds_nothing_to_do(options):
    graph = DirectoryGraph()
    first = apply(graph, **options)
    written, read = len(graph.writes), len(graph.reads)
    second = apply(graph, **options)
    assert (second["changed"], len(graph.writes)) == (False, written)
    assert second["application"] == first["application"]
    assert len(graph.reads) - read == 3


@pytest.mark.parametrize("options", [BY_NAME, TAGGED])
def test_check_mode_foretells_the_run_and_writes_nothing(options):
    looked, graph = DirectoryGraph(), DirectoryGraph()
    checked, real = apply(looked, check=True, **options), apply(graph, **options)
    assert looked.writes == []
    for name in ("changed", "plan", "diff"):
        assert checked[name] == real[name], name
    assert checked["application"].keys() == real["application"].keys()
    unknown = {**dict.fromkeys(ids(1)), "synchronization_templates": None}
    tags = [TAG] if "tag" in options else []
    assert checked["application"] == shown(**unknown, tags=tags)


@pytest.mark.parametrize("shape", ["id", "objectId"])
def test_the_answer_of_each_age_is_understood(shape):
    graph = DirectoryGraph()
    graph.shape = shape
    assert apply(graph, **TAGGED)["application"] == shown(tags=[INTEGRATED, TAG])


def test_an_answer_that_tells_nothing_is_looked_up():
    graph = DirectoryGraph()
    graph.shape = "id"
    plain_post = graph.post

    def silent(*args, **more):
        reply = plain_post(*args, **more)
        return reply._replace(body=None)

    graph.post = silent
    assert apply(graph, **BY_NAME)["application"] == shown()


def test_of_two_that_were_made_at_the_same_time_it_is_the_one_of_the_answer():
    graph = DirectoryGraph()
    make = graph.make
    graph.make = lambda name, entry_id: (make(name, entry_id), make(name, entry_id))[1]
    assert apply(graph, **BY_NAME)["application"] == shown(2)


def test_the_post_is_repeated_only_after_a_patient_no():
    graph = DirectoryGraph()
    apply(graph, **BY_NAME)
    assert graph.guards == {"repeatable": True, "patient": True}


def test_a_lost_answer_is_made_good_by_the_list():
    graph = DirectoryGraph()
    graph.lost = "after"
    result = apply(graph, **TAGGED)
    assert result["application"] == shown(tags=[INTEGRATED, TAG])
    assert len(graph.principals) == 1


def test_a_lost_answer_is_made_good_by_the_registration_where_the_principals_lag():
    graph = DirectoryGraph()
    graph.lost = "after"
    graph.hidden = {guid(1, 1)}
    graph.ticks = [lambda service: None, lambda service: service.hidden.clear()]
    assert apply(graph, **BY_NAME)["application"] == shown()
    assert len(graph.principals) == 1


def test_a_lost_answer_and_two_that_are_new_is_an_error_that_lists_them():
    graph = DirectoryGraph()
    graph.lost = "after"
    make = graph.make
    graph.make = lambda name, entry_id: (make(name, entry_id), make(name, entry_id))[0]
    with pytest.raises(_road.Stopped) as stopped:
        apply(graph, **BY_NAME)
    for words in (guid(1, 3), guid(2, 3), "application_id", "Whether this run made one of them is not known"):
        assert words in str(stopped.value)
    assert stopped.value.result["changed"] is True


def test_an_unknown_outcome_is_said_to_be_unknown():
    graph = DirectoryGraph()
    graph.lost = "before"
    with pytest.raises(_road.Stopped, match="Run again: the plan will tell") as stopped:
        apply(graph, **BY_NAME)
    assert stopped.value.result["done"] == []


def test_just_before_it_is_made_it_is_looked_for_once_more():
    graph = DirectoryGraph()
    principal, registration = graph.make()
    graph.hidden = {principal["id"]}
    with pytest.raises(_road.Stopped) as stopped:
        apply(graph, **BY_NAME)
    for words in (registration["id"], "Run again", "Nothing was changed."):
        assert words in str(stopped.value)
    assert graph.writes == []


def test_a_registration_of_another_entry_or_name_does_not_stop_it():
    graph = DirectoryGraph()
    principal, _registration = graph.make(entry_id=LEDGER)
    graph.principals.remove(principal)
    assert actions(apply(graph, **BY_NAME)) == ["create"]


# --- its synchronization ------------------------------------------------------------------------------------------


def settled_after(reads, answer):
    """A service whose synchronization answers something else at first."""
    graph = DirectoryGraph()
    make = graph.make

    def lagging(*args, **more):
        pair = make(*args, **more)
        good = graph.offered[pair[0]["id"]]
        graph.offered[pair[0]["id"]] = answer

        def later(service):
            service.offered[pair[0]["id"]] = good

        graph.ticks = [*(lambda service: None for dummy in range(reads)), later]
        return pair

    graph.make = lagging
    return graph


def test_it_waits_until_its_synchronization_offers_templates():
    graph = settled_after(3, [])
    assert apply(graph, **BY_NAME)["application"] == shown()
    assert graph.ticks == []


def test_an_entry_without_provisioning_is_waited_for_only_until_it_answers():
    graph = settled_after(99, [])
    made = apply(graph, application_template_id=OTHER_ENTRY, display_name="Diary")
    assert made["application"]["synchronization_templates"] == []


def test_a_synchronization_that_never_answers_is_told_after_all_was_done():
    graph = settled_after(99, [])
    with pytest.raises(_road.Stopped, match="its synchronization offers a template") as stopped:
        apply(graph, **TAGGED, settle_timeout=7)
    result = stopped.value.result
    assert [change["action"] for change in result["done"]] == ["create", "tag"]
    assert (result["changed"], result["failed_change"]) == (True, None)
    assert "within 7 s" in str(stopped.value)


def test_a_run_without_changes_does_not_wait():
    graph = DirectoryGraph()
    apply(graph, **BY_NAME)
    graph.offered[guid(1, 1)] = []
    settles = len([doing for doing in graph.doings if doing.startswith("see that")])
    assert apply(graph, **BY_NAME)["application"] == shown(synchronization_templates=[])
    assert len([doing for doing in graph.doings if doing.startswith("see that")]) == settles


@pytest.mark.parametrize("kind", [errors.Unauthenticated, errors.Forbidden, errors.NotFound])
def test_a_run_without_changes_waits_where_an_earlier_one_was_stopped(kind):
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    good = graph.offered[principal["id"]]
    status = {errors.Unauthenticated: 401, errors.Forbidden: 403, errors.NotFound: 404}[kind]
    graph.offered[principal["id"]] = refusal(kind, status, "UnknownError")
    checked = apply(graph, check=True, **BY_NAME)
    assert (checked["changed"], checked["application"]) == (False, shown(synchronization_templates=None))
    graph.ticks = [lambda service: None, lambda service: service.offered.update({principal["id"]: good})]
    assert apply(graph, **BY_NAME)["application"] == shown()
    assert graph.ticks == []


def test_a_run_without_changes_fails_where_the_templates_cannot_be_read():
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    graph.offered[principal["id"]] = refusal(errors.Unauthenticated, 401, "UnknownError")
    with pytest.raises(_road.Stopped, match="Nothing was changed.") as stopped:
        apply(graph, **BY_NAME)
    assert stopped.value.result["changed"] is False
    graph.offered[principal["id"]] = refusal(errors.ServerFault, 500)
    with pytest.raises(_road.Stopped, match="answered 500"):
        apply(graph, **BY_NAME)


# --- found --------------------------------------------------------------------------------------------------------


def test_by_its_tag_it_is_found_under_another_name_and_is_not_renamed():
    graph = DirectoryGraph()
    graph.make(name="Renamed", tags=[TAG])
    result = apply(graph, **TAGGED)
    assert (result["changed"], graph.writes) == (False, [])
    assert result["application"] == shown(display_name="Renamed", tags=[INTEGRATED, TAG])
    (warning,) = result["warnings"]
    assert "is named 'Renamed' and not 'Contoso SCIM'" in warning


def test_a_tag_in_another_case_counts_as_the_tag():
    graph = DirectoryGraph()
    graph.make(tags=[TAG.upper()])
    assert actions(apply(graph, **TAGGED)) == []


def test_rows_that_do_not_bear_the_tag_are_not_taken_for_bearers():
    graph = DirectoryGraph()
    graph.make(name="Somebody else's")
    plain_list = graph.list

    def ignoring(path, *, query=None, **more):
        everything = "tags/any" in (query or {}).get("$filter", "")
        return list(graph.principals) if everything else plain_list(path, query=query, **more)

    graph.list = ignoring
    assert actions(apply(graph, **TAGGED)) == ["create", "tag"]


def test_several_bearers_of_a_tag_are_an_error_that_lists_them():
    graph = DirectoryGraph()
    for number in (1, 2):
        graph.make(name=f"Number {number}", tags=[TAG])
    with pytest.raises(Situation) as refused:
        apply(graph, **TAGGED)
    for words in ("tag: 2 service principals", "'Number 1'", guid(1, 1), "'Number 2'", guid(2, 1), "application_id"):
        assert words in str(refused.value)


def test_an_apostrophe_in_a_tag_is_part_of_it():
    graph = DirectoryGraph()
    graph.make(tags=["owner's"])
    assert actions(apply(graph, **BY_NAME, tag="owner's")) == []


def test_without_a_bearer_the_one_of_that_name_and_entry_is_taken_over_and_tagged():
    graph = DirectoryGraph()
    graph.make(tags=["other"])
    result = apply(graph, **TAGGED)
    assert actions(result) == ["tag"]
    assert result["application"] == shown(tags=[INTEGRATED, "other", TAG])
    assert graph.writes == [("PATCH", f"/servicePrincipals/{guid(1, 1)}", {"tags": [INTEGRATED, "other", TAG]})]
    assert result["diff"]["after"] == {f"application {guid(1, 2)} ({NAME!r})": {"tag": TAG}}
    assert apply(graph, **TAGGED)["changed"] is False


def test_taking_over_is_foretold_without_the_templates():
    graph = DirectoryGraph()
    graph.make()
    checked = apply(graph, check=True, **TAGGED)
    assert checked["application"] == shown(tags=[INTEGRATED, TAG], synchronization_templates=None)
    assert graph.writes == []


def test_taking_over_waits_for_the_synchronization_too():
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    good = graph.offered[principal["id"]]
    graph.offered[principal["id"]] = []
    graph.ticks = [lambda service: None, lambda service: service.offered.update({principal["id"]: good})]
    assert apply(graph, **TAGGED)["application"]["synchronization_templates"] == ["customappsso", "scim"]


def test_tags_that_were_added_after_the_plan_are_kept():
    graph = DirectoryGraph()
    graph.make()
    params = parameters(resource, TAGGED)
    proposal = resource.propose(graph, params)
    graph.principals[0]["tags"].append("added meanwhile")
    _road.travel(proposal, params, False)
    assert graph.principals[0]["tags"] == [INTEGRATED, "added meanwhile", TAG]


def test_several_of_that_name_and_entry_are_an_error_that_lists_them():
    graph = DirectoryGraph()
    graph.make()
    graph.make()
    for options in (BY_NAME, TAGGED, {**BY_NAME, "state": "absent"}):
        with pytest.raises(Situation) as refused:
            apply(graph, **options)
        for words in ("display_name: 2 applications", guid(1, 1), guid(2, 1), "app_id or application_id"):
            assert words in str(refused.value)
    assert graph.writes == []


@pytest.mark.parametrize("options", [BY_NAME, TAGGED, {**BY_NAME, "state": "absent"}])
@pytest.mark.parametrize(("entry_id", "words"), [(LEDGER, f"application template {LEDGER}"), (None, "no gallery")])
def test_a_name_that_is_taken_by_another_entry_is_an_error(options, entry_id, words):
    graph = DirectoryGraph()
    graph.make(entry_id=entry_id)
    with pytest.raises(Situation) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert guid(1, 1) in str(refused.value)
    assert graph.writes == []


def test_the_entry_tells_two_of_one_name_apart():
    graph = DirectoryGraph()
    graph.make(entry_id=LEDGER)
    graph.make()
    assert apply(graph, **BY_NAME)["application"] == shown(2)


def test_a_bearer_of_the_tag_from_another_entry_is_an_error():
    graph = DirectoryGraph()
    graph.make(entry_id=LEDGER, tags=[TAG])
    for options in (TAGGED, {**TAGGED, "state": "absent"}):
        with pytest.raises(Situation, match=f"application template {LEDGER}"):
            apply(graph, **options)


@pytest.mark.parametrize("name", ["application_id", "app_id"])
def test_by_its_id_it_is_found_whatever_its_name(name):
    graph = DirectoryGraph()
    graph.make(name="Renamed")
    graph.make()
    result = apply(graph, application_template_id=GALLERY, **{name: ids(1)[name].upper()})
    assert (result["changed"], result["application"]) == (False, shown(display_name="Renamed"))
    assert result["warnings"] == []
    assert len(graph.reads) == 3


@pytest.mark.parametrize("name", ["application_id", "app_id"])
def test_what_an_id_names_and_is_gone_is_not_made_anew(name):
    graph = DirectoryGraph()
    with pytest.raises(Situation) as refused:
        apply(graph, **BY_NAME, **{name: OTHER})
    for words in (f"{name}: ", OTHER, "nothing is made in its place"):
        assert words in str(refused.value)
    assert graph.writes == []


@pytest.mark.parametrize("name", ["application_id", "app_id"])
def test_an_application_without_a_service_principal_is_an_error_that_says_so(name):
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    graph.principals.remove(principal)
    with pytest.raises(Situation, match="has no service principal"):
        apply(graph, application_template_id=GALLERY, **{name: ids(1)[name]})


def test_an_id_of_another_entry_is_an_error():
    graph = DirectoryGraph()
    graph.make(entry_id=LEDGER)
    with pytest.raises(Situation, match=f"application template {LEDGER}"):
        apply(graph, application_template_id=GALLERY, application_id=guid(1, 2))


def test_what_an_id_names_is_tagged_unless_another_bears_the_tag():
    graph = DirectoryGraph()
    graph.make()
    given = {"application_template_id": GALLERY, "application_id": guid(1, 2), "tag": TAG}
    assert actions(apply(graph, **given)) == ["tag"]
    assert apply(graph, **given)["changed"] is False
    graph.principals[0]["tags"].remove(TAG)
    graph.make(name="Other", tags=[TAG])
    with pytest.raises(Situation) as refused:
        apply(graph, **given)
    assert "'Other'" in str(refused.value)


def test_a_principal_whose_registration_is_not_here_is_shown_without_it():
    graph = DirectoryGraph()
    graph.make(registered=False)
    assert apply(graph, **BY_NAME)["application"] == shown(application_id=None)


# --- the entry of the gallery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("Wingtip Ledgr", ["no application template named 'Wingtip Ledgr'", "Did you mean Wingtip Ledger"]),
        ("Ledger", ["no application template named 'Ledger'", "Wingtip Ledger, Wingtip Ledger Sandbox"]),
        ("Nobody", ["no application template named 'Nobody'."]),
    ],
)
def test_an_entry_that_nobody_offers_is_refused_with_those_that_are_near(wanted, words):
    graph = DirectoryGraph()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, application_template=wanted, display_name=NAME)
    for part in words:
        assert part in str(refused.value)
    assert graph.writes == []


def test_two_entries_of_one_name_are_an_error_that_lists_them():
    graph = DirectoryGraph(entry(LEDGER, "Custom"), entry(SANDBOX, "Custom"))
    with pytest.raises(Situation) as refused:
        apply(graph, application_template="Custom", display_name=NAME)
    for words in (LEDGER, SANDBOX, "application_template_id"):
        assert words in str(refused.value)


def test_of_two_names_that_differ_by_case_the_exact_one_counts():
    graph = DirectoryGraph(entry(LEDGER, "CUSTOM"), entry(SANDBOX, "Custom"))
    made = apply(graph, application_template="Custom", display_name=NAME)
    assert made["application"]["application_template_id"] == SANDBOX


def test_an_unknown_id_of_an_entry_is_refused_before_anything_is_made():
    graph = DirectoryGraph()
    with pytest.raises(InvalidInput, match=f"application_template_id: the gallery has no application template {ID}"):
        apply(graph, application_template_id=ID, display_name=NAME)
    assert graph.writes == []


def test_what_was_made_from_an_entry_that_the_gallery_has_no_more_is_tagged_all_the_same():
    graph = DirectoryGraph()
    graph.make(entry_id=ID)
    given = {"application_template_id": ID, "display_name": NAME, "tag": TAG}
    assert actions(apply(graph, **given)) == ["tag"]


# --- deleted ------------------------------------------------------------------------------------------------------

NAMED = [
    {"display_name": NAME},
    {"display_name": NAME, "application_template_id": GALLERY},
    {"display_name": NAME, "application_template": "Custom"},
    {"tag": TAG},
    {"tag": TAG, "display_name": NAME},
    {"application_id": guid(1, 2)},
    {"app_id": guid(1, 3)},
]


@pytest.mark.parametrize("options", NAMED, ids="+".join)
def test_it_is_deleted_with_its_service_principal_and_only_once(options):
    graph = DirectoryGraph()
    graph.make(tags=[TAG])
    result = apply(graph, state="absent", **options)
    assert (actions(result), result["application"]) == (["delete"], None)
    assert graph.writes == [("DELETE", f"/applications/{guid(1, 2)}", None)]
    assert (graph.principals, graph.applications) == ([], [])
    before = {"display_name": NAME, "application_template_id": GALLERY, "service_principal_id": guid(1, 1)}
    assert result["diff"] == {"before": {f"application {guid(1, 2)} ({NAME!r})": before}, "after": {}}
    again = apply(graph, state="absent", **options)
    assert (again["changed"], again["application"]) == (False, None)
    assert len(graph.writes) == 1


def test_a_deletion_is_over_when_no_list_shows_it_any_more():
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    plain_delete = graph.delete

    def lagging(*args, **more):
        reply = plain_delete(*args, **more)
        graph.principals.append(principal)
        graph.ticks = [lambda service: service.principals.remove(principal)]
        return reply

    graph.delete = lagging
    assert apply(graph, display_name=NAME, state="absent")["application"] is None
    assert (graph.principals, graph.ticks) == ([], [])


def test_with_a_tag_the_namesake_that_does_not_bear_it_is_left_alone_and_told_of():
    graph = DirectoryGraph()
    graph.make()
    result = apply(graph, state="absent", tag=TAG, display_name=NAME)
    assert (result["changed"], graph.writes) == (False, [])
    (warning,) = result["warnings"]
    assert guid(1, 1) in warning
    assert "application_id" in warning
    assert apply(graph, state="absent", tag=TAG)["warnings"] == []


def test_an_application_that_no_entry_made_is_not_deleted():
    graph = DirectoryGraph()
    graph.make(entry_id=None, tags=[TAG])
    for options in NAMED:
        with pytest.raises(Situation, match="no gallery"):
            apply(graph, state="absent", **options)
    assert graph.writes == []


def test_a_service_principal_without_a_registration_here_is_not_deleted():
    graph = DirectoryGraph()
    graph.make(registered=False)
    with pytest.raises(Situation, match="no application object in this tenant"):
        apply(graph, state="absent", display_name=NAME)


def test_a_registration_that_lost_its_service_principal_is_deleted_by_its_id():
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    graph.principals.remove(principal)
    assert actions(apply(graph, state="absent", application_id=guid(1, 2))) == ["delete"]
    assert graph.applications == []


@pytest.mark.parametrize("options", NAMED, ids="+".join)
def test_check_mode_foretells_the_deletion(options):
    graph = DirectoryGraph()
    graph.make(tags=[TAG])
    checked = apply(graph, check=True, state="absent", **options)
    assert (actions(checked), checked["application"], graph.writes) == (["delete"], None, [])


# --- refused before any request -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({**BY_NAME, "application_template_id": "scim"}, ["application_template_id: 'scim' is not an id"]),
        ({**BY_NAME, "display_name": " "}, ["display_name: the value is empty."]),
        ({**BY_NAME, "display_name": "Contoso "}, ["display_name: the value begins or ends with a blank"]),
        ({**BY_NAME, "tag": ""}, ["tag: the value is empty."]),
        ({**BY_NAME, "tag": " x"}, ["tag: the value begins or ends with a blank"]),
        ({**BY_NAME, "service_management_reference": ""}, ["service_management_reference: the value is empty."]),
        ({**BY_NAME, "settle_timeout": 0}, ["settle_timeout: give a number of seconds of at least 1."]),
        ({**BY_NAME, "application_id": "x"}, ["application_id: 'x' is not an id"]),
        ({**BY_NAME, "app_id": "x"}, ["app_id: 'x' is not an id"]),
        ({"application_template": "", "display_name": NAME}, ["application_template: the value is empty."]),
        ({"application_template_id": GALLERY, "tag": TAG}, ["display_name: give it"]),
        (
            {"application_template_id": "x", "tag": "", "settle_timeout": -1},
            ["application_template_id: 'x'", "tag: ", "settle_timeout: ", "display_name: "],
        ),
    ],
)
def test_wrong_input_is_refused_in_words_before_any_request(options, problems):
    graph = DirectoryGraph()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert len(refused.value.problems) == len(problems), refused.value.problems
    for wanted in problems:
        assert any(said.startswith(wanted) for said in refused.value.problems), refused.value.problems
    assert graph.reads == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"application_template_id": GALLERY}, "one of the following is required: display_name, application_id"),
        ({"display_name": NAME}, "state is present but any of the following are missing: application_template_id"),
        ({**BY_NAME, "application_template": "Custom"}, "mutually exclusive: application_template_id"),
        ({**BY_NAME, "application_id": ID, "app_id": ID}, "mutually exclusive: application_id|app_id"),
        ({**BY_NAME, "state": "started"}, "value of state must be one of: present, absent"),
    ],
)
def test_the_options_that_belong_together_are_asked_for(options, words):
    with pytest.raises(Refused) as refused:
        apply(DirectoryGraph(), **options)
    assert words in str(refused.value)


READS = [
    (BY_NAME, "/servicePrincipals"),
    (BY_NAME, f"/applicationTemplates/{GALLERY}"),
    (TAGGED, "/servicePrincipals"),
    ({"application_template": "Custom", "display_name": NAME}, "/applicationTemplates"),
    ({"application_template_id": GALLERY, "application_id": guid(1, 2)}, f"/applications/{guid(1, 2)}"),
    ({"application_template_id": GALLERY, "app_id": guid(1, 3)}, f"/servicePrincipals(appId='{guid(1, 3)}')"),
    ({"display_name": NAME, "state": "absent"}, "/servicePrincipals"),
    ({"tag": TAG, "state": "absent"}, "/servicePrincipals"),
    ({"application_id": guid(1, 2), "state": "absent"}, f"/applications/{guid(1, 2)}"),
]


@pytest.mark.parametrize(("options", "path"), READS)
def test_a_failed_read_is_never_an_absence(options, path):
    graph = DirectoryGraph()
    graph.routes[path] = refusal(errors.Forbidden, 403)
    with pytest.raises(errors.Forbidden):
        apply(graph, **options)
    assert graph.writes == []


def test_templates_are_shown_by_their_ids_in_order():
    graph = DirectoryGraph()
    principal, _registration = graph.make()
    graph.offered[principal["id"]] = [template("b"), template("a")]
    assert apply(graph, **BY_NAME)["application"]["synchronization_templates"] == ["a", "b"]

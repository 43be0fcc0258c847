# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which applications have provisioning: filters, few requests, and never an error that looks like nothing."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioned
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    ID,
    OTHER,
    FakeGraph,
    job,
    principal,
    refusal,
    template,
)

PLAIN = "3c0e8f21-5d70-4b94-82a6-7f1b0d9e8a53"
FABRIKAM = "4d1f9032-6e81-4ca5-93b7-801c1eaf9b64"
DEFAULTS = {"include": "jobs", "on_error": "fail"}
SELECT = {"$select": provisioned.SELECT, "$top": "999"}
FIELDS = f"?$select={provisioned.SELECT}"


class Directory(FakeGraph):
    """The fake Graph, which finds what is asked for with $select in the path, and answers batches in one read."""

    batches = 0

    def get_many(self, paths, **told):
        self.batches += 1
        return super().get_many(paths, **told)


def below(identity, part):
    return f"/servicePrincipals/{identity}/synchronization/{part}"


def tenant(**routes):
    """Contoso and Fabrikam have a job, Twin offers templates only, Plain has nothing."""
    rows = [
        principal(FABRIKAM, "fabrikam", FABRIKAM),
        principal(OTHER, "Twin", OTHER),
        {**principal(PLAIN, "Plain", PLAIN), "applicationTemplateId": None, "tags": None},
        principal(ID, "Contoso SCIM", APP),
        {**principal("5e20a143-7f92-4db6-a4c8-912d2fb0ac75", "A machine"), "servicePrincipalType": "ManagedIdentity"},
    ]
    graph = Directory({"/servicePrincipals": rows})
    for row in rows[:4]:
        graph.routes[below(row["id"], "jobs")] = []
        graph.routes[below(row["id"], "templates")] = []
        graph.routes[f"/servicePrincipals/{row['id']}{FIELDS}"] = row
        graph.routes[f"/servicePrincipals(appId='{row['appId']}'){FIELDS}"] = row
    graph.routes[below(ID, "jobs")] = [job("scim")]
    graph.routes[below(FABRIKAM, "jobs")] = [job("fabrikam"), job("customappsso")]
    graph.routes[below(ID, "templates")] = [template("scim")]
    graph.routes[below(OTHER, "templates")] = [template("twin")]
    graph.routes.update(routes)
    return graph


def found(graph, **params):
    return provisioned.read(graph, {**DEFAULTS, **params})


def names(graph, **params):
    return [entry["display_name"] for entry in found(graph, **params).applications]


def test_those_with_a_job_are_found_by_name_with_one_list_and_one_batch():
    graph = tenant()
    (contoso, fabrikam) = found(graph).applications
    assert contoso == {
        "service_principal_id": ID,
        "app_id": APP,
        "display_name": "Contoso SCIM",
        "application_template_id": GALLERY,
        "account_enabled": True,
        "tags": ["first", "second"],
        "jobs": contoso["jobs"],
    }
    assert [one["template_id"] for one in fabrikam["jobs"]] == ["customappsso", "fabrikam"]
    assert graph.reads[0] == ("GET", "/servicePrincipals", SELECT, None)
    assert graph.batches == 1
    assert not [read for read in graph.reads if read[1].endswith("/templates")]


def test_a_managed_identity_is_not_asked_for_its_jobs():
    graph = tenant()
    found(graph)
    assert {path for _verb, path, _query, _version in graph.reads[1:]} == {
        below(one, "jobs") for one in (ID, OTHER, PLAIN, FABRIKAM)
    }


def test_with_templates_those_are_found_too_that_have_no_job():
    graph = tenant()
    assert names(graph, include="templates") == ["Contoso SCIM", "fabrikam", "Twin"]
    (twin,) = found(graph, include="templates", display_names=["Twin"]).applications
    assert (twin["jobs"], [one["id"] for one in twin["templates"]]) == ([], ["twin"])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"display_names": ["^Contoso", "x$"]}, ["Contoso SCIM"]),
        ({"display_names": ["ri"]}, ["fabrikam"]),
        ({"display_names": ["contoso"]}, []),
        ({"display_names": []}, ["Contoso SCIM", "fabrikam"]),
        ({"application_template_ids": [GALLERY.upper()]}, ["Contoso SCIM", "fabrikam"]),
        ({"application_template_ids": [ID]}, []),
        ({"tags": ["SECOND", "none"]}, ["Contoso SCIM", "fabrikam"]),
        ({"tags": ["none"]}, []),
        ({"template_ids": ["scim", "other"]}, ["Contoso SCIM"]),
        ({"template_ids": ["twin"], "include": "templates"}, ["Twin"]),
        ({"template_ids": ["scim"], "display_names": ["fabrikam"]}, []),
        ({"service_principal_ids": [ID.upper()]}, ["Contoso SCIM"]),
        ({"app_ids": [FABRIKAM]}, ["fabrikam"]),
        ({"service_principal_ids": [ID], "app_ids": [APP, FABRIKAM]}, ["Contoso SCIM", "fabrikam"]),
        ({"service_principal_ids": [ID, PLAIN]}, ["Contoso SCIM"]),
        ({"service_principal_ids": []}, []),
    ],
)
def test_the_filters(filters, expected):
    assert names(tenant(), **filters) == expected


def test_what_is_filtered_out_by_name_is_not_read():
    graph = tenant()
    found(graph, display_names=["^Contoso"])
    assert [path for _verb, path, _query, _version in graph.reads[1:]] == [below(ID, "jobs")]


def test_ids_spare_the_search_of_the_tenant():
    graph = tenant()
    found(graph, service_principal_ids=[ID], app_ids=[FABRIKAM])
    assert "/servicePrincipals" not in [path for _verb, path, _query, _version in graph.reads]


def test_an_id_that_is_not_there_is_an_error_that_names_each():
    graph = tenant()
    graph.routes.pop(f"/servicePrincipals/{ID}{FIELDS}")
    graph.routes.pop(f"/servicePrincipals(appId='{APP}'){FIELDS}")
    with pytest.raises(Situation) as refused:
        found(graph, service_principal_ids=[ID, OTHER], app_ids=[APP])
    assert str(refused.value) == (
        f"service_principal_ids: this tenant has no service principal {ID}. app_ids: this tenant has no service principal "
        f"of the application {APP}. Check the id and the tenant."
    )


@pytest.mark.parametrize("on_error", ["fail", "warn"])
def test_an_id_that_cannot_be_read_is_an_error(on_error):
    path = f"/servicePrincipals/{ID}{FIELDS}"
    graph = tenant(**{path: refusal(errors.Forbidden, 403)})
    with pytest.raises(errors.Forbidden):
        found(graph, service_principal_ids=[ID], on_error=on_error)


def test_the_input_is_refused_before_any_request_and_all_at_once():
    graph = tenant()
    with pytest.raises(InvalidInput) as refused:
        found(graph, display_names=["(", " "], app_ids=["x"], service_principal_ids=[""], tags=[""])
    assert list(refused.value.problems) == [
        "service_principal_ids: the value is empty.",
        "app_ids: 'x' is no id; ids are of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.",
        "display_names: '(' is no regular expression: missing ), unterminated subpattern at position 0.",
        "display_names: the value is empty.",
        "tags: the value is empty.",
    ]
    assert graph.reads == []


@pytest.mark.parametrize("kind", [errors.Forbidden, errors.Unauthenticated, errors.ServerFault, errors.Throttled])
@pytest.mark.parametrize("part", ["jobs", "templates"])
def test_an_error_is_never_taken_for_absence(kind, part):
    graph = tenant(**{below(FABRIKAM, part): refusal(kind, 499)})
    with pytest.raises(kind):
        found(graph, include="templates")
    assert graph.doings[-1].endswith(f"of service principal {FABRIKAM} ('fabrikam')")


@pytest.mark.parametrize("part", ["jobs", "templates"])
def test_with_warn_the_rest_is_found_and_who_is_missing_is_told(part):
    graph = tenant(**{below(FABRIKAM, part): refusal(errors.Forbidden, 403, doing="read it")})
    shown = found(graph, include="templates", on_error="warn")
    assert [entry["display_name"] for entry in shown.applications] == ["Contoso SCIM", "Twin"]
    assert shown.unread == [f"'fabrikam' ({FABRIKAM}): Could not read it: the service answered 403."]


def test_a_list_that_fails_raises_also_with_warn():
    graph = tenant(**{"/servicePrincipals": refusal(errors.Forbidden, 403)})
    with pytest.raises(errors.Forbidden):
        found(graph, on_error="warn")


def test_what_failed_once_and_can_be_read_by_itself_is_a_host():
    graph = tenant()
    graph.once = {below(ID, "jobs")}
    plain = graph.get_many

    def get_many(paths, **told):
        answers = plain(paths, **told)
        failed = refusal(errors.ServerFault, 503)
        return [one._replace(value=None, error=failed) if one.path in graph.once else one for one in answers]

    graph.get_many = get_many
    assert names(graph) == ["Contoso SCIM", "fabrikam"]


def test_absence_has_to_be_said_twice():
    graph = tenant()
    del graph.routes[below(ID, "jobs")]
    plain, rounds = graph.get_many, []

    def get_many(paths, **told):
        rounds.append(list(paths))
        if len(rounds) == 2:
            graph.routes[below(ID, "jobs")] = [job("scim")]
        return plain(paths, **told)

    graph.get_many = get_many
    assert names(graph) == ["Contoso SCIM", "fabrikam"]
    assert rounds[1] == [below(ID, "jobs")]


def test_who_is_said_twice_to_have_no_synchronization_is_no_host_and_no_error():
    graph = tenant()
    del graph.routes[below(PLAIN, "jobs")]
    del graph.routes[below(PLAIN, "templates")]
    assert names(graph, include="templates") == ["Contoso SCIM", "fabrikam", "Twin"]


def test_many_are_read_some_at_a_time(monkeypatch):
    monkeypatch.setitem(provisioned.CHUNK, "jobs", 3)
    graph = tenant()
    assert names(graph) == ["Contoso SCIM", "fabrikam"]
    assert graph.batches == 2
    assert graph.doings[1].startswith("read the jobs of 3 service principals")

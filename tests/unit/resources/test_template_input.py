# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module synchronization_template says of wrong documents and owners."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, GALLERY, ID, principal, template
from ansible_collections.entra.provisioning.tests.unit.modules.test_synchronization_template import (
    NEW,
    apply,
    body,
    service,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

WRONG = [
    ({}, "application_template_id: the template scim of application"),
    ({"application_template_id": GALLERY}, "factory_tag: the template scim of application"),
    ({"application_template_id": "nothing"}, "application_template_id: 'nothing' is not an id; give a GUID"),
    ({"application_template_id": ""}, "application_template_id: the value is empty."),
    ({"factory_tag": ""}, "factory_tag: the value is empty."),
    ({"template_id": ""}, "template_id: the value is empty."),
    ({**NEW, "metadata": {"isOAuth": True}}, "the service has no key 'isOAuth'. Did you mean IsOAuthEnabled?"),
    ({**NEW, "metadata": {"Nothing": "x"}}, "metadata: the service has no key 'Nothing'. The keys are Configuration"),
    (
        {**NEW, "metadata": {"isOAuthEnabled": "perhaps"}},
        "metadata.IsOAuthEnabled: 'perhaps' is neither true nor false.",
    ),
    ({**NEW, "metadata": {"configurationFields": "no JSON"}}, "metadata.ConfigurationFields: the text is not JSON"),
    ({**NEW, "metadata": {"configurationFields": {"a": 1}}}, "metadata.ConfigurationFields: give a list of entries"),
    ({**NEW, "metadata": {"configurationFields": ["url"]}}, "metadata.ConfigurationFields: give a list of entries"),
    (
        {**NEW, "metadata": {"galleryApplicationKey": [1]}},
        "metadata.GalleryApplicationKey: the service keeps a plain text",
    ),
    ({**NEW, "metadata": {"isOAuthEnabled": 1, "IsOAuthEnabled": 0}}, "metadata: IsOAuthEnabled is given twice"),
    ({"application_id": "nothing"}, "application_id: 'nothing' is not an id"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words[:50] for _options, words in WRONG])
def test_wrong_input_is_refused_in_words_before_any_write(options, words):
    graph = service()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert graph.writes == []


def test_a_key_that_the_template_has_may_be_declared_though_nobody_knows_it():
    graph = service(template(metadata=[{"key": "OfTheFuture", "value": "1"}]))
    assert apply(graph, metadata={"OfTheFuture": "2"})["changed"] is True
    assert body(graph)["metadata"] == [{"key": "OfTheFuture", "value": "2"}]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim"}, "one of the following is required: application_id, app_id, display_name"),
        ({"application_id": ID}, "missing required arguments: template_id"),
        ({"application_id": ID, "app_id": APP, "template_id": "scim"}, "mutually exclusive"),
        ({"application_id": ID, "template_id": "scim", "state": "there"}, "value of state must be one of"),
        ({"application_id": ID, "template_id": "scim", "default": "perhaps"}, "default"),
        ({"service_principal_id": ID, "template_id": "scim"}, "service_principal_id"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


@pytest.mark.parametrize("options", [{"app_id": APP}, {"display_name": "Contoso SCIM"}])
def test_the_application_is_looked_up_by_other_names(options):
    graph = service(template())
    graph.routes["/applications"] = [principal()]
    graph.routes[f"/applications(appId='{APP}')"] = principal()
    assert run(resource, graph, template_id="scim", **options)["template"]["id"] == "scim"


def test_an_application_that_is_not_there_is_told():
    with pytest.raises(Situation, match="app_id: this tenant has no application of the application"):
        run(resource, service(), app_id=APP, template_id="scim")

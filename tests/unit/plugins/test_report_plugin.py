# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that makes reports, as templates call it."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("ansible.plugins.filter", reason="filters run in a controller's Python")
import jinja2
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.filter import provisioning_report as plugin

from ..report import hostile, samples

report = plugin.FilterModule().filters()["provisioning_report"]


def test_it_offers_the_one_name_that_it_documents():
    documented = yaml.safe_load(plugin.DOCUMENTATION)
    assert list(plugin.FilterModule().filters()) == [documented["name"]] == ["provisioning_report"]
    code = report.__code__
    arguments = list(code.co_varnames[1 : code.co_argcount])
    assert arguments == [option for option in documented["options"] if option != "_input"]
    assert documented["positional"] == ", ".join(["_input", *arguments])
    assert tuple(documented["options"]["format"]["choices"]) == plugin.FORMATS
    defaults = dict(zip(arguments, report.__defaults__))
    assert {name: documented["options"][name].get("default") for name in arguments} == defaults


def test_its_examples_hold():
    environment = jinja2.Environment(autoescape=False)
    environment.filters["entra.provisioning.provisioning_report"] = report
    environment.filters["from_json"] = json.loads
    environment.globals["now"] = lambda utc, fmt: samples.AS_OF
    dummy, write, check = yaml.safe_load(plugin.EXAMPLES)
    given = {"read": {"synchronizations": {"synchronizations": samples.synchronizations()}}}
    given["as_of"] = environment.compile_expression(write["vars"]["as_of"][3:-3])()
    text = environment.compile_expression(write["ansible.builtin.copy"]["content"][3:-3])(**given)
    assert text.startswith("<!DOCTYPE html>") and "as of" in text
    assert environment.compile_expression(check["ansible.builtin.assert"]["that"])(**given) is False


def test_a_page_and_a_document():
    assert report(samples.everything(), title="Contoso").startswith("<!DOCTYPE html>")
    assert json.loads(report(samples.everything(), "json", "Contoso"))["title"] == "Contoso"


def test_what_it_gives_is_no_template():
    text = report(hostile.hostile(), as_of=samples.AS_OF)
    assert "lookup(&#x27;ansible.builtin.env&#x27;" in text
    assert not trusted(text)


def trusted(text):
    """Whether Ansible would take a text for a template."""
    try:
        from ansible.template import is_trusted_as_template
    except ImportError:  # ansible-core up to 2.18 marks what is no template
        return not getattr(text, "__UNSAFE__", False)
    return is_trusted_as_template(text)


def test_empty_options_are_left_out():
    made = json.loads(report({}, "json", tenant="", as_of="", previous=""))
    assert (made["tenant"], made["as_of"]) == (None, None)


@pytest.mark.parametrize(
    ("data", "options", "told"),
    [
        ({}, {"format": "pdf"}, "provisioning_report: format: 'pdf' is none of html, json."),
        ({"jobs": []}, {}, "provisioning_report: jobs: no part of a report"),
        ({"synchronizations": [{"jobs": [{"status": "Active"}]}]}, {}, "the data is not as the modules return it"),
        ({}, {"as_of": "today"}, "as_of: 'today' is no point in time"),
    ],
)
def test_wrong_input_is_an_error_of_the_filter(data, options, told):
    with pytest.raises(AnsibleFilterError) as caught:
        report(data, **options)
    assert told in str(caught.value)


def test_an_undefined_variable_is_named():
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters["report"] = report
    with pytest.raises(jinja2.UndefinedError, match="missing"):
        environment.from_string("{{ missing | report }}").render()

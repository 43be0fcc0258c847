# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's own words, compared with its metadata model, and the options, compared with their fields."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import JSON_TEXT, TEXT, TRUTH_TEXT
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    credentials,
    job_info,
    owner,
    synchronization,
    template,
    template_fields,
    terms,
)

ROOT = Path(__file__).resolve().parents[3]
# Members that are no word of ours: the value that means none, and the place kept for new ones.
NO_WORD = {"None", "unknownFutureValue"}
# Options that say which template and whether it shall be there; all others are fields of its document.
IDENTITY = {"template_id", "state"}


@pytest.fixture(name="enums", scope="module")
def fixture_enums():
    """Enumeration -> its members, from the service's metadata model of v1.0."""
    folder = Path(os.environ.get("ENTRA_REFERENCE") or ROOT.parent / "shared" / "reference")
    model = folder / "synchronization-model.v1.json"
    if not model.is_file():
        pytest.skip("The reference is not on this machine: set ENTRA_REFERENCE to its folder to run this test.")
    return {name: set(members_of(value)) for name, value in json.loads(model.read_text("utf-8"))["enums"].items()}


def members_of(value):
    """The names of the members, in whichever way the model lists them."""
    members = value.get("members", value) if isinstance(value, dict) else value
    return [member["name"] if isinstance(member, dict) else member for member in members]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("synchronizationStatusCode", terms.STATUS_CODES),
        ("quarantineReason", terms.QUARANTINE_REASONS),
        ("synchronizationJobRestartScope", terms.RESTART_SCOPES.values()),
        ("synchronizationSecret", terms.ALL_KEYS),
        ("synchronizationMetadata", terms.METADATA_KEYS),
    ],
)
def test_our_words_are_those_of_the_service(enums, name, words):
    assert set(words) == enums[name] - NO_WORD


def test_every_key_is_a_secret_or_a_setting_and_never_both():
    assert not set(terms.SECRET_KEYS) & set(terms.SETTING_KEYS)
    assert set(terms.ALL_KEYS) == set(terms.SECRET_KEYS) | set(terms.SETTING_KEYS)
    assert len(terms.ALL_KEYS) == len(terms.SECRET_KEYS) + len(terms.SETTING_KEYS) == 44


@pytest.mark.parametrize("words", [terms.STATUS_CODES, terms.ALL_KEYS, terms.QUARANTINE_REASONS])
def test_lists_are_sorted_and_without_repetition(words):
    assert list(words) == sorted(set(words))


@pytest.mark.parametrize("field", terms.SETTING_FIELDS, ids=lambda field: field.option)
def test_a_setting_is_called_as_the_service_calls_it_and_has_a_kind(field):
    assert field.option == field.wire
    assert field.kind in (TEXT, TRUTH_TEXT, JSON_TEXT)
    assert credentials.SHAPE.row(field.wire) is field


@pytest.mark.parametrize("field", terms.METADATA_FIELDS, ids=lambda field: field.option)
def test_a_metadata_key_has_the_kind_that_its_name_says(field):
    assert (field.kind == TRUTH_TEXT) is field.wire.startswith("Is")
    assert template_fields.spelled(field.wire[0].lower() + field.wire[1:]) == field.wire


def test_what_cannot_be_removed_is_a_setting():
    assert set(terms.NOT_REMOVABLE) <= set(terms.SETTING_KEYS)


def test_every_option_of_a_template_is_a_field_and_every_field_an_option():
    own = set(template.OPTIONS) - set(owner.APPLICATION) - IDENTITY
    assert own == {field.option for field in template_fields.FIELDS}


def test_the_kinds_of_fields_and_options_agree():
    types = {"truth": "bool", "rows": "dict", "text": "str", "guid": "str"}
    for field in template_fields.FIELDS:
        assert template.OPTIONS[field.option]["type"] == types[field.kind], field.option
    assert synchronization.OPTIONS[credentials.SHAPE.option]["type"] == types[credentials.SHAPE.kind]


def test_the_status_filter_offers_the_codes_of_the_service():
    assert tuple(job_info.OPTIONS["status"]["choices"]) == terms.STATUS_CODES


@pytest.mark.parametrize("word", terms.RESTART_SCOPES)
def test_what_a_restart_resets_is_called_as_the_service_calls_it_in_our_case(word):
    assert terms.RESTART_SCOPES[word] == "".join(part.capitalize() for part in word.split("_"))


def test_every_setting_is_named_in_the_documentation_of_its_module():
    module = ROOT / "plugins" / "modules" / "synchronization.py"
    text = module.read_text("utf-8")
    assert not [key for key in terms.ALL_KEYS if f"C({key})" not in text]


def test_every_metadata_key_is_named_in_the_documentation_of_its_module():
    module = ROOT / "plugins" / "modules" / "synchronization_template.py"
    text = module.read_text("utf-8")
    assert not [key for key in terms.METADATA_KEYS if f"C({key})" not in text]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What files and variables of an export are called."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._estate import export_names
from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms
from hypothesis import given
from hypothesis import strategies as st

SLUGS = {
    "Contoso SCIM": "contoso_scim",
    "Fabrikam Sign-On": "fabrikam_sign_on",
    "  (Éclair)  2.0 ": "eclair_2_0",
    "2fa": "application_2fa",
    "class": "application_class",
    "Hosts": "application_hosts",
    "a" * 200: "a" * 60,
}


@pytest.mark.parametrize(("name", "slug"), SLUGS.items(), ids=[name[:20] for name in SLUGS])
def test_a_slug_is_made_of_the_letters_of_a_name(name, slug):
    assert export_names.slugs([name]) == [slug]


@pytest.mark.parametrize("name", ["日本", "", "!!!", "\n"])
def test_a_name_without_plain_letters_is_told_by_its_checksum(name):
    (slug,) = export_names.slugs([name])
    assert re.fullmatch("application_[0-9a-f]{8}", slug)
    assert export_names.slugs([name, "Other"])[0] == slug


def test_names_that_come_to_the_same_all_get_a_checksum_so_that_no_variable_changes_hands():
    alone = export_names.slugs(["Contoso SCIM"])
    first, second = export_names.slugs(["Contoso SCIM", "contoso-scim"])
    assert first != second
    assert not {first, second} & set(alone)
    assert export_names.slugs(["contoso-scim", "Other", "Contoso SCIM"]) == [second, "other", first]


def test_namesakes_are_told_apart_by_what_is_not_shown():
    ids = ["5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22", "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42"]
    first, second = export_names.slugs(["Twin", "Twin"], ids)
    assert first != second
    assert export_names.slugs(["Twin", "Twin"], ids[::-1]) == [second, first]
    assert not [one for one in ids if one[:8] in first + second]


def test_namesakes_of_which_nothing_is_known_are_numbered():
    first, second = export_names.slugs(["Twin", "Twin"])
    assert second == f"{first}_2"


def test_no_slug_and_key_come_to_the_variable_of_another_slug_and_key():
    slug, other = export_names.slugs(["Contoso", "Contoso Oauth2"])
    assert export_names.variable(slug, "Oauth2ClientSecret") == "vault_contoso_oauth2_client_secret"
    assert export_names.variable(other, "ClientSecret") != "vault_contoso_oauth2_client_secret"


NAMES = st.lists(
    st.text("abO-_ é12日", max_size=8) | st.sampled_from(["a oauth2", "a", "A", "b validate", "b"]), max_size=8
)


@given(NAMES)
def test_no_two_names_share_a_slug_or_a_variable(names):
    slugs = export_names.slugs(names)
    assert len(set(slugs)) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", slug) and slug.isidentifier() for slug in slugs)
    variables = [export_names.variable(slug, key) for slug in slugs for key in terms.ALL_KEYS]
    assert len(set(variables)) == len(variables)


@given(NAMES)
def test_the_order_of_the_names_does_not_matter(names):
    single = list(dict.fromkeys(names))
    found = dict(zip(single, export_names.slugs(single)))
    assert dict(zip(single[::-1], export_names.slugs(single[::-1]))) == found


@pytest.mark.parametrize(
    ("key", "word"),
    [("SecretToken", "secret_token"), ("Oauth2ClientSecret", "oauth2_client_secret"), ("Password", "password")],
)
def test_a_variable_says_the_key_in_small_letters(key, word):
    assert export_names.template("contoso", key) == f"{{{{ vault_contoso_{word} }}}}"


def test_namesakes_are_counted_without_case():
    assert export_names.namesakes(["Twin", "twin", "Other"]) == {"twin": 2, "other": 1}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of SCIM: what they name, and what is said of those that name nothing."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim.names import CORE, ENTERPRISE
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import Path, parse
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError
from hypothesis import given
from hypothesis import strategies as st

OWN = "urn:contoso:hr:1.0:User"

READ = [
    ("userName", Path(None, "userName")),
    ("externalId", Path(None, "externalId")),
    ("name.givenName", Path(None, "name", (), "givenName")),
    ("NAME.givenname", Path(None, "name", (), "givenName")),
    (f"{CORE}:userName", Path(None, "userName")),
    (f"{CORE.upper()}:name.familyName", Path(None, "name", (), "familyName")),
    ('emails[type eq "work"].value', Path(None, "emails", (("type", "work"),), "value")),
    ('emails[ type  EQ "work" ].Value', Path(None, "emails", (("type", "work"),), "value")),
    (
        'phoneNumbers[type eq "work" and primary eq true].value',
        Path(None, "phoneNumbers", (("primary", True), ("type", "work")), "value"),
    ),
    (
        'phoneNumbers[primary eq true AND type eq "work" and type eq "work"].value',
        Path(None, "phoneNumbers", (("primary", True), ("type", "work")), "value"),
    ),
    ('addresses[type eq "work"].streetAddress', Path(None, "addresses", (("type", "work"),), "streetAddress")),
    ('x509Certificates[type eq "a\\"] \\\\"].value', Path(None, "x509Certificates", (("type", 'a"] \\'),), "value")),
    (f"{ENTERPRISE}:department", Path(ENTERPRISE, "department")),
    (f"{ENTERPRISE.lower()}:DEPARTMENT", Path(ENTERPRISE, "department")),
    (f"{ENTERPRISE}:manager.value", Path(ENTERPRISE, "manager", (), "value")),
    (f"{ENTERPRISE}:manager.$ref", Path(ENTERPRISE, "manager", (), "$ref")),
    (f"{OWN}:badge", Path(OWN, "badge")),
    (f"{OWN}:badge.number", Path(OWN, "badge", (), "number")),
    (f'{OWN}:badges[kind eq "a:b" and floor eq 3].number', Path(OWN, "badges", (("floor", 3), ("kind", "a:b")), "number")),
    (f"{OWN}:User_Name-2", Path(OWN, "User_Name-2")),
]  # fmt: skip

REFUSED = [
    ("", "is empty"),
    ("  ", "is empty"),
    (None, "is no text"),
    (5, "is no text"),
    ("9lives", "is no path of SCIM"),
    ("user name", "is no path of SCIM"),
    ("name.", "is no path of SCIM"),
    ("name.givenName.first", "is no path of SCIM"),
    (".name", "is no path of SCIM"),
    (" userName", "is no path of SCIM"),
    ("emails[].value", "a filter is written [type eq"),
    ('emails[type ne "work"].value', "a filter is written [type eq"),
    ('emails[type eq "work" or type eq "home"].value', "a filter is written [type eq"),
    ("emails[type eq work].value", "a filter is written [type eq"),
    ('emails[type eq "work" and].value', "a filter is written [type eq"),
    ('emails[type eq "wo\\qrk"].value', "a filter is written [type eq"),
    ('emails[type eq "work" and type eq "home"].value', "contradicts itself"),
    ('emails[type eq "work" and TYPE eq true].value', "contradicts itself"),
    ("emails[primary eq true and primary eq 1].value", "contradicts itself"),
    ('emails[value eq "a@b.example"].value', "value is given by the filter"),
    ('emails[type eq "work"]', 'say which part of the entry, such as emails[type eq "work"].value'),
    ("emails.value", 'holds a list; say which entry, such as emails[type eq "work"].value'),
    ("emails", 'holds a list; say which entry, such as emails[type eq "work"].value'),
    ("addresses", 'such as addresses[type eq "work"].streetAddress'),
    ("name", "has parts; say which, such as name.familyName"),
    (f"{ENTERPRISE}:manager", "has parts; say which, such as manager.value"),
    ('name[type eq "work"].givenName', "holds no list"),
    ('userName[type eq "work"].value', "holds no list"),
    ("userName.value", "has no parts"),
    ("usrName", "is no attribute of a SCIM user. Did you mean userName"),
    ("telephone", "is no attribute of a SCIM user"),
    ("name.firstName", "name has no part firstName"),
    ("name.givenNam", "Did you mean name.givenName"),
    ('emails[kind eq "work"].value', "emails has no part kind"),
    ('emails[type eq "work"].street', "emails has no part street"),
    (f"{ENTERPRISE}:departmnt", "Did you mean department?"),
    (f"{ENTERPRISE}:a:b", "is no path of SCIM"),
    (ENTERPRISE, "names a schema; add the attribute"),
    (CORE, "names a schema; add the attribute"),
    (OWN, "names a schema; add the attribute"),
    ("schemas", "is filled in from the mapping"),
    ("meta.created", "belongs to the service"),
    ("urn:", "is no path of SCIM"),
    ("urn::x", "is no path of SCIM"),
]


@pytest.mark.parametrize(("text", "path"), READ, ids=[row[0] for row in READ])
def test_a_path_names_an_attribute_in_the_spelling_of_the_standard(text, path):
    assert parse(text) == path


@pytest.mark.parametrize("path", [row[1] for row in READ], ids=[row[0] for row in READ])
def test_a_path_is_printed_so_that_it_is_read_again(path):
    assert parse(str(path)) == path


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[str(row[0]) for row in REFUSED])
def test_what_names_nothing_is_refused_with_words(text, words):
    with pytest.raises(ScimError) as problem:
        parse(text)
    assert words in str(problem.value)
    assert repr(text) in str(problem.value)


def test_a_schema_that_is_known_ends_where_it_is_known_to_end_and_another_at_its_last_colon():
    assert parse("urn:a:b:c:d").schema == "urn:a:b:c"
    assert parse(f"{ENTERPRISE}:division").schema == ENTERPRISE


PIECES = ["userName", "name", "emails", "value", "type", "Type", '"work"', "true", "1", "urn:", OWN, CORE]
MARKS = [".", "[", "]", ":", '"', "\\", " eq ", " and "]


@given(st.text() | st.lists(st.sampled_from([*PIECES, *MARKS]), max_size=12).map("".join) | st.integers() | st.none())
def test_whatever_is_given_is_read_or_refused(text):
    try:
        path = parse(text)
    except ScimError as problem:
        assert len(problem.problems) == 1
        return
    assert parse(str(path)) == path

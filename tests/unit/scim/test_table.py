# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows from the text of a CSV file: strict, so that no cell slips into another column unnoticed."""

from __future__ import annotations

import csv
import io

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError
from ansible_collections.entra.provisioning.plugins.module_utils._scim.table import rows
from hypothesis import given
from hypothesis import strategies as st

READ = [
    ("id,name\n1,Adele\n", ",", [{"id": "1", "name": "Adele"}]),
    ("id,name\n1,Adele", ",", [{"id": "1", "name": "Adele"}]),
    ("\ufeffid,name\r\n1,Adele\r\n2,Megan\r\n", ",", [{"id": "1", "name": "Adele"}, {"id": "2", "name": "Megan"}]),
    ('\ufeff"id";"name"\n1;"Vance; Adele"\n', ";", [{"id": "1", "name": "Vance; Adele"}]),
    ("id\tname\n1\t\n", "\t", [{"id": "1", "name": ""}]),
    ('id,name\n1,"say ""hi"""\n', ",", [{"id": "1", "name": 'say "hi"'}]),
    ('id,address\n1,"Street 1\nTown"\n', ",", [{"id": "1", "address": "Street 1\nTown"}]),
    ('id,address\r\n1,"Street 1\r\nTown"\r\n', ",", [{"id": "1", "address": "Street 1\r\nTown"}]),
    ("id,name\n\n1,Adele\n\n", ",", [{"id": "1", "name": "Adele"}]),
    ("\n\nid,name\n1, Adele \n", ",", [{"id": "1", "name": " Adele "}]),
    ("id,name\n", ",", []),
    ("id\n007\n", ",", [{"id": "007"}]),
]

REFUSED = [
    ("", ",", "there is no line of column names"),
    ("\ufeff\n\n", ",", "there is no line of column names"),
    ("id,name\n1,Adele\n2,Megan,x\n", ",", "Line 3 has 3 cells, and there are 2 columns"),
    ("id,name\n1\n", ",", "Line 2 has 1 cell, and there are 2 columns"),
    ('id,name\n1,"a\nb"\n2\n', ",", "Line 4 has 1 cell"),
    ("id,name,id\n", ",", "the column 'id' is there twice"),
    ("id,,name\n", ",", "column 2 has no name"),
    ("id, \n", ",", "column 2 has no name"),
    ('id,name\n1,"Adele\n', ",", "Line 2"),
    ('id,name\n1,"Ade"le\n', ",", "Line 2"),
    ("id;name\n1;Adele\n", ",", "only one column, 'id;name': is the delimiter ';'?"),
    ("id\tname\n1\tAdele\n", ",", "only one column, 'id\\tname': is the delimiter '\\t'?"),
    ("id,name\n", ";", "is the delimiter ','?"),
    ("i\0d\0,\0n\0\n\0", ",", "is the file in UTF-16?"),
    ("id,name\n1,a\0b\n", ",", "holds NUL characters"),
    ("id,name\n", ",,", "delimiter: ',,' is not a single character"),
    ("id,name\n", "", "delimiter: '' is not a single character"),
    ("id,name\n", '"', "delimiter: '\"' cannot part cells"),
    ("id,name\n", "\n", "delimiter: '\\n' cannot part cells"),
    ("id,name\n", None, "delimiter: None is not a single character"),
    (None, ",", "a text is wanted, not NoneType"),
    ([], ",", "a text is wanted, not list"),
]


@pytest.mark.parametrize(("text", "delimiter", "found"), READ)
def test_a_text_becomes_rows(text, delimiter, found):
    assert rows(text, delimiter) == found


@pytest.mark.parametrize(("text", "delimiter", "words"), REFUSED)
def test_a_text_that_is_no_table_is_refused_and_the_place_is_named(text, delimiter, words):
    with pytest.raises(ScimError) as problem:
        rows(text, delimiter)
    assert words in str(problem.value)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ScimError) as problem:
        rows("id,name\n1\n2,a\n3,b,c\n")
    assert [text.split(" has")[0] for text in problem.value.problems] == ["Line 2", "Line 4"]


def test_a_value_that_is_wrong_is_not_repeated():
    with pytest.raises(ScimError) as problem:
        rows("id,password\n1,planted-password,x\n")
    assert "planted" not in str(problem.value)


# Not the surrogates, which no file holds; nor NUL, which is refused.
CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=6)
NAMES = CELLS.filter(lambda name: name.strip() and not set(name) & set(",;\t|\ufeff"))
TABLES = st.lists(NAMES, min_size=1, max_size=4, unique=True).flatmap(
    lambda names: st.tuples(
        st.just(names), st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=4)
    )
)


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_was_written_is_read(table, delimiter, ending, mark):
    names, cells = table
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([names, *cells])
    text = ("\ufeff" if mark else "") + stream.getvalue()
    assert rows(text, delimiter) == [dict(zip(names, row)) for row in cells]


@pytest.mark.parametrize("delimiter", ['"', "\r", "\n", "\0", "\ufeff"])
def test_what_cannot_part_cells_is_refused(delimiter):
    with pytest.raises(ScimError, match="cannot part cells"):
        rows("a,b", delimiter)


@given(st.text(max_size=40) | st.none(), st.text(max_size=2) | st.none())
def test_whatever_is_given_is_read_or_refused(text, delimiter):
    try:
        found = rows(text, delimiter)
    except ScimError:
        return
    assert all(isinstance(cell, str) for row in found for cell in row.values())

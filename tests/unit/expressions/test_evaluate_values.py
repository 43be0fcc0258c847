# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of dates, of encodings, and those whose answer lies outside the expression."""

from __future__ import annotations

import base64
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import point_in_time
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import (
    doubtful,
    failure,
    outcome,
    value,
)

HIRED = {"hired": "2025-01-31"}
# S-1-5-21-1004336348-1177238915-682003330-512: a well-known example, its bytes as Base64.
SID = "AQUAAAAAAAUVAAAA3PTcO4M9K0aCi6YoAAIAAA=="
ROLE = {"id": "1", "value": "Admin", "displayName": "Administrator"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Now()", "7/30/2025 12:00:00 PM"),
        ("Now( )", "7/30/2025 12:00:00 PM"),
        ('CDate("2025-07-30")', "7/30/2025 12:00:00 AM"),
        ('CDate("2021-06-30+08:00")', "6/29/2021 4:00:00 PM"),
        ("CDate(Now())", "7/30/2025 12:00:00 PM"),
        ('DateAdd("d", -10, Now())', "7/20/2025 12:00:00 PM"),
        ('DateAdd("h", "36", Now())', "8/1/2025 12:00:00 AM"),
        ('DateDiff("d", Now(), CDate("2025-08-01"))', "1"),
        ('DateDiff("m", CDate("2025-08-01"), Now())', "-1"),
        ("DateFromNum(129699324000000000)", "1/1/2012 11:00:00 PM"),
        ('NumFromDate("2012-01-01T23:00:00Z")', "129699324000000000"),
        ("NumFromDate(DateFromNum(129699324000000000))", "129699324000000000"),
        ('FormatDateTime(Now(), , , "yyyy-MM-dd HH:mm")', "2025-07-30 12:00"),
        ('FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyyMMdd")', "20250730"),
        ('FormatDateTime(Now(), , "M/d/yyyy hh:mm:ss tt", "yyyyMMdd")', "20250730"),
        ('FormatDateTime("20250730", , "yyyyMMdd", "dd.MM.yyyy")', "30.07.2025"),
        ('FormatDateTime(Now(), , , "yyyyMMddHHmmss.0Z")', "20250730120000.0Z"),
    ],
)
def test_dates_are_read_reckoned_and_printed(text, result):
    assert value(text) == result


def test_the_last_day_of_the_calendar_is_said_to_fail_in_the_service():
    number, warning = doubtful('NumFromDate("12/31/9999")')
    assert number == "2650466880000000000"
    assert "9999" in warning


def test_a_time_with_an_offset_is_now_in_utc():
    assert value("Now()", now=point_in_time("2025-07-30T01:30:00+02:00")) == "7/29/2025 11:30:00 PM"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CDate([x])", "CDate got null"),
        ('CDate("")', "CDate got an empty text"),
        ('CDate("soon")', 'CDate: "soon"'),
        ('DateAdd("w", 1, Now())', "yyyy, m, ww, d, h, n, s"),
        ('DateAdd("d", 99999999999, Now())', "out of range"),
        ('FormatDateTime([x], , "yyyy", "yyyy")', "FormatDateTime got null"),
        ('FormatDateTime("30.07.2025", , "yyyy-MM-dd", "yyyy")', "FormatDateTime: "),
        ('FormatDateTime("2025", , "yyyy", )', "no outputFormat"),
        ('DateFromNum("9223372036854775807")', "out of range"),
        ('NumFromDate("12/31/1600 12:00:00 AM")', "out of range"),
        ("DateFromNum(1.5)", "whole number"),
    ],
)
def test_what_is_no_date_is_an_error(text, words):
    assert words in failure(text)


@pytest.mark.parametrize(
    ("text", "result", "words"),
    [
        ('DateAdd("m", 1, CDate([hired]))', "2/28/2025 12:00:00 AM", "shorter month"),
        ('DateAdd("d", 1, [hired])', "2/1/2025 12:00:00 AM", "wraps it in CDate"),
        ('FormatDateTime([hired], , , "yyyy")', "2025", "no inputFormat"),
        ('FormatDateTime([hired], , "yyyy-MM-dd", "yyyyMMddHHmmssZ")', "20250131000000Z", "zone"),
    ],
)
def test_dates_bring_warnings_where_the_rules_are_not_known(text, result, words):
    given, warning = doubtful(text, HIRED)
    assert given == result and words in warning


def test_now_must_be_given():
    assert failure("Now()", now=None) == "Now() depends on the time of the evaluation; give now."


def test_a_time_without_a_date_is_of_the_day_of_now():
    text = 'FormatDateTime("14:30", , "HH:mm", "yyyy-MM-dd HH:mm")'
    assert value(text) == "2025-07-30 14:30"
    assert "FormatDateTime: " in failure(text, now=None)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('ConvertToBase64("Hello world!")', "SABlAGwAbABvACAAdwBvAHIAbABkACEA"),
        ('ConvertFromBase64("SABpAA==")', "Hi"),
        ('ConvertFromBase64("SGk=", UTF8)', "Hi"),
        ('ConvertFromBase64(" SGk\n=", UTF8)', "Hi"),
        ('ConvertFromBase64("w6k=", ASCII)', "??"),
        ('ConvertFromBase64("w6k=", UTF8)', "é"),
        ('ConvertToUTF8Hex("é€")', "C3A9E282AC"),
        ('DNComponent("cn=Joe,ou=x", 1)', "Joe"),
        ('DNComponent("cn=Doe\\\\, Jane,ou=x", 1)', "Doe, Jane"),
        ('DNComponent("cn=Z\\\\C3\\\\ABo, ou=x y ,dc=z", 1)', "Zëo"),
        ('DNComponent("cn=a, ou=x y ,dc=z", 2)', "x y"),
        (f'StringFromSid("{SID}")', "S-1-5-21-1004336348-1177238915-682003330-512"),
    ],
)
def test_values_are_written_in_another_alphabet(text, result):
    assert value(text) == result


def test_bytes_are_binary_values():
    assert value("StringFromSid([sid])", {"sid": base64.b64decode(SID)}).startswith("S-1-5-21-")


@pytest.mark.parametrize("name", ["ConvertToBase64", "ConvertFromBase64", "ConvertToUTF8Hex", "StringFromSid"])
def test_null_is_written_in_no_alphabet(name):
    result, warning = doubtful(f"{name}([x])")
    assert result is None and "stays null" in warning


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ConvertFromBase64("a b c")', "not Base64"),
        ('ConvertFromBase64("SGk", UTF8)', "not Base64"),
        ('ConvertFromBase64("SGk=", "UTF7")', "Unicode, ASCII, UTF8"),
        ('StringFromSid("AQU=")', "security identifier"),
    ],
)
def test_what_cannot_be_read_is_an_error(text, words):
    assert words in failure(text)


def test_beyond_the_last_component_is_null_with_a_warning():
    assert doubtful('DNComponent("cn=a", 2)')[0] is None


def test_what_lies_outside_is_given():
    assert value("DefaultDomain()") == "contoso.com"
    assert value("Guid()") == "9d1b4d5c-0000-4000-8000-000000000001"
    assert value('Join("@", "jo", %DomainFQDN%)') == "jo@corp.contoso.com"
    assert value("%DomainFQDN%", placeholders={"DomainFQDN": "x"}) == "x"


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("DefaultDomain()", "default_domain"),
        ("Guid()", "guid"),
        ("RandomString(6,3,0,0,3)", "random_text"),
        ("%DomainFQDN%", "%DomainFQDN%"),
    ],
)
def test_what_is_not_given_is_asked_for(text, option):
    message = failure(text, default_domain=None, guid=None, random_text=None, placeholders={})
    assert f"give {option}" in message or f"give placeholders: {option}" in message


def test_a_random_text_has_what_is_demanded_and_nothing_that_is_avoided():
    text = value('RandomString(10, 2, 2, 2, 1, "!A")')
    assert len(text) == 10 and not set(text) & set("!A")
    assert sum(one.isdigit() for one in text) >= 2 and sum(one.isupper() for one in text) >= 2
    assert sum(one.islower() for one in text) >= 1 and sum(not one.isalnum() for one in text) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "RandomString(5, 3, 3, 0, 0)",
        "RandomString(0, 0, 0, 0, 0)",
        "RandomString(257, 0, 0, 0, 0)",
        "RandomString(9, -1, 0, 0, 0)",
        "RandomString(1000000000, 0, 0, 0, 0)",
        'RandomString(5, 3, 0, 0, 0, "0123456789")',
        'RandomString(5, 0, 0, 0, 0, "0123456789abcdefghijklmnopqrstuvwxyz")',
    ],
)
def test_a_random_text_that_cannot_be_made_is_an_error(text):
    assert "RandomString" in failure(text)


def test_roles_are_given_by_their_values():
    roles = {"appRoleAssignments": [ROLE, "User"]}
    assert value("AppRoleAssignments([appRoleAssignments])", roles) == ["Admin", "User"]
    assert value("SingleAppRoleAssignment([appRoleAssignments])", {"appRoleAssignments": [ROLE]}) == "Admin"
    assert value("SingleAppRoleAssignment([appRoleAssignments])") is None
    result, warning = doubtful("SingleAppRoleAssignment([appRoleAssignments])", roles)
    assert result == "Admin" and "not defined" in warning


@pytest.mark.parametrize("name", ["AppRoleAssignmentsComplex", "AssertiveAppRoleAssignmentsComplex"])
def test_role_objects_are_shown_as_json_with_a_warning(name):
    result, warning = doubtful(f"{name}([appRoleAssignments])", {"appRoleAssignments": [ROLE]})
    assert [json.loads(one) for one in result] == [ROLE] and "not published" in warning


def test_what_is_no_role_is_an_error():
    for role in ({"id": "1"}, {"value": 5}, {"value": "a", "displayName": ["b"]}):
        assert "app role assignment" in failure("AppRoleAssignments([r])", {"r": [role]})
    assert "role functions" in failure("ToLower([r])", {"r": ROLE})
    assert outcome("[r]", {"r": ROLE}).kind == "error"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each static rule of the language finds what it is for, and nothing in what is right."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check, parser, walk
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.check_constants import INTERVALS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import (
    ALL_CONTEXTS,
    APP,
    CLOUD_SYNC,
    HR,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FOREIGN
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR, WARNING, Finding
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import NODES
from hypothesis import given
from hypothesis import strategies as some


def findings(text: str, context: str | None = None) -> list[Finding]:
    return check.findings(parser.parse(text, lenient=True), context=context)


def only(text: str, context: str | None = None) -> Finding:
    """The one finding of a text."""
    (found,) = findings(text, context)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "[mail]",
        '"x"',
        "448",
        "%DomainFQDN%",
        "Guid()",
        'Join(", ", [a], [b])',
        'Switch([a], , "x", "1", "y", "2")',
        'Switch(ToLower([a]), [b], "x", "1")',
        'Replace([a], "-", , , "_", , )',
        'Replace([a], "<u>", , , , , "<u>@x")',
        'Replace([a], , "(?<id>.{0,6})$", , "${id}", , )',
        'Replace([a], , "(?<id>x)", "id", "y", , )',
        'Replace([a], , "(?<id>x)", "id", , [b], )',
        'IIF([a]="x", [b], )',
        'IIF([a]="x", , [b])',
        'IIF(BitAnd([a], 2)="0", "True", "False")',
        "IIF(Not([a]), [b], IgnoreAttributeFlow)",
        "IIF(CBool([a]=[b]), IgnoreObjectFlow, [c])",
        'FormatDateTime([a], "RoundtripKind, AssumeUniversal", , "yyyy")',
        'FormatDateTime([a], , "M", "yyyy")',
        'DateAdd("ww", -7, CDate([a]))',
        'DateDiff("d", Now(), CDate([a]))',
        "InStr([a], [b], 2, vbTextCompare)",
        "ConvertFromBase64([a], UTF8)",
        "SelectUniqueValue([a], [b])",
        "AppRoleAssignmentsComplex([appRoleAssignments])",
        'Split([a], ",")',
        "Item([a], 1)",
        "RandomString(6, 3, 0, 0, 3)",
        'Switch([a], IgnoreAttributeFlow, "x", IgnoreAttributeFlow)',
    ],
)
def test_nothing_is_found_in_what_is_right(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("iif([a]=1, 2, 3)", "The function is spelled IIF, not iif: names are case-sensitive."),
        ("Trim(toLOWER([a]))", "The function is spelled ToLower, not toLOWER: names are case-sensitive."),
        ("IsNullorEmpty([a])", "The function is spelled IsNullOrEmpty, not IsNullorEmpty: names are case-sensitive."),
        ("Tirm([a])", "There is no function Tirm. Did you mean Trim?"),
        ("Selectunique([a], [b])", "There is no function Selectunique. Did you mean SelectUniqueValue?"),
        (
            "ConvertToBase([a])",
            "There is no function ConvertToBase. Did you mean ConvertToBase64 or ConvertFromBase64 or ConvertToUTF8Hex?",
        ),
        ("Frobnicate([a])", "There is no function Frobnicate."),
        (
            "UCase([a])",
            "UCase is a function of Microsoft Entra Connect Sync, not of this service: use ToUpper.",
        ),
        (
            "lcase([a])",
            "lcase is a function of Microsoft Entra Connect Sync, not of this service: use ToLower.",
        ),
        (
            "CRef([a])",
            "CRef is a function of Microsoft Entra Connect Sync, not of this service: nothing here does the same.",
        ),
    ],
)
def test_a_function_that_is_none_is_an_error_with_a_way_out(text: str, message: str) -> None:
    assert only(text) == Finding(ERROR, message)


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_every_foreign_function_is_named_as_such(name: str) -> None:
    found = check.findings(Call(name, (Attribute("a"),)))
    assert [one.level for one in found] == [ERROR]
    assert "Microsoft Entra Connect Sync" in found[0].message
    assert (FOREIGN[name] or "nothing here does the same") in found[0].message


def test_who_lets_the_service_decide_is_warned_of_unknown_functions_only() -> None:
    node = parser.parse("Join(Frobnicate([a]), UCase([b]), trim([c]))")
    levels = [one.level for one in check.findings(node, unknown=WARNING)]
    assert levels == [WARNING, WARNING, ERROR]
    assert [one.level for one in check.findings(node)] == [ERROR, ERROR, ERROR]


@pytest.mark.parametrize("name", ["DefaultDomain()", "IsNothing([a])", 'Prepend("x", [a])'])
def test_functions_that_the_reference_left_behind_are_told(name: str) -> None:
    found = only(name)
    assert (found.level, found.message) == (
        WARNING,
        f"{name.split('(')[0]} is an old function that today's reference does not name.",
    )


def test_a_function_of_another_kind_of_provisioning_is_told() -> None:
    assert only("Trim([a])", APP) == Finding(
        WARNING, "The reference names Trim for cloud sync only, not for provisioning to applications."
    )
    assert only("CDate([a])", CLOUD_SYNC).level == WARNING
    for context, name in ((CLOUD_SYNC, "Trim"), (APP, "CDate"), (HR, "CDate")):
        assert findings(f"{name}([a])", context) == []


def test_select_unique_value_is_for_inbound_provisioning_only() -> None:
    assert findings("SelectUniqueValue([a], [b])", HR) == []
    for context in (APP, CLOUD_SYNC):
        assert only("SelectUniqueValue([a], [b])", context).level == ERROR


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Trim()", "Trim takes 1 slot, not 0: Trim(value)."),
        ("Trim([a], [b])", "Trim takes 1 slot, not 2: Trim(value)."),
        ("Now([a])", "Now takes no slots, not 1: Now()."),
        ("Mid([a], 1)", "Mid takes 3 slots, not 2: Mid(source, start, length)."),
        ("InStr([a])", "InStr takes 2 to 4 slots, not 1: InStr(value1, value2, start, compareType)."),
        ('Join(", ")', "Join takes 2 slots or more, not 1: Join(separator, source1..sourceN, ...)."),
        ('Switch([a], , "x")', "Switch takes 4 slots or more, not 3: Switch(source, defaultValue, key, value, ...)."),
        ("IIF([a]=1, 2)", "IIF takes 3 slots, not 2: IIF(condition, valueIfTrue, valueIfFalse)."),
        ("FormatDateTime([a], [b])", "FormatDateTime takes 4 slots, not 2: "),
        ("SelectUniqueValue([a])", "SelectUniqueValue takes 2 slots or more, not 1: "),
    ],
)
def test_the_number_of_slots_is_counted(text: str, says: str) -> None:
    found = only(text)
    assert found.level == ERROR
    assert found.message.startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Left(, 3)", "Left has nothing in slot 1, String."),
        ("Left([a], )", "Left has nothing in slot 2, NumChars."),
        ("IIF(, 1, 2)", "IIF has nothing in slot 1, condition."),
        ('Join(, [a], "x")', "Join has nothing in slot 1, separator."),
        ('Switch([a], , , "x")', "Switch has nothing in slot 3, key."),
        ('Switch([a], , "x", )', "Switch has nothing in slot 4, value."),
        ('FormatDateTime([a], , "x", )', "FormatDateTime has nothing in slot 4, outputFormat."),
    ],
)
def test_a_slot_that_must_be_filled_is(text: str, says: str) -> None:
    found = [one for one in findings(text) if "nothing in slot" in one.message]
    assert found == [Finding(ERROR, says)]


@pytest.mark.parametrize("text", ['Join("@", [a], )', 'Join("@", , [a])'])
def test_the_empty_slot_that_a_placeholder_left_is_a_doubt_only(text: str) -> None:
    found = only(text)
    assert found.level == WARNING and "%DomainFQDN%" in found.message


@pytest.mark.parametrize("number", ['"x"', '""', "1.5", '"1 "', "[a]"])
def test_a_whole_number_is_one(number: str) -> None:
    found = findings(f"Left([a], {number})")
    assert bool(found) == (number != "[a]")
    assert all(one.level == ERROR and "takes a whole number as NumChars" in one.message for one in found)


def test_a_date_is_made_of_a_text() -> None:
    assert only('DateAdd("d", 1, [a])') == Finding(
        WARNING, "DateAdd takes a date as dateTime: wrap a text in CDate(...)."
    )
    assert len(findings('DateDiff("d", [a], "2020-01-01")')) == 2


def test_a_format_date_time_of_three_slots_is_of_yesterday() -> None:
    found = only('FormatDateTime([a], "M", "yyyy")')
    assert found.level == WARNING and "four slots since 2021" in found.message


def test_switch_has_pairs() -> None:
    found = only('Switch([a], , "x", "1", "y")')
    assert found == Finding(ERROR, "Switch has a key without a value: after source and defaultValue come pairs.")


@pytest.mark.parametrize("name", ["IsPresent", "IsNull", "IsNullOrEmpty"])
def test_the_source_of_switch_is_no_test_for_presence(name: str) -> None:
    assert only(f'Switch({name}([a]), , "True", "x")') == Finding(
        ERROR, f"{name} cannot be the source of Switch: use IIF."
    )


def test_the_keys_of_switch_are_constants_and_each_is_there_once() -> None:
    assert only('Switch([a], , [b], "x")') == Finding(WARNING, "A key of Switch is no constant.")
    assert only('Switch([a], , "x", "1", "y", "2", "x", "3")') == Finding(
        WARNING, 'Switch has the key "x" more than once: only the first can be met.'
    )


def test_switch_with_a_default_is_doubtful_where_entra_id_is_the_source() -> None:
    text = 'Switch([a], "d", "x", "1")'
    found = only(text, APP)
    assert found.level == WARNING and "IgnoreFlowIfNullOrEmpty" in found.message
    assert findings(text) == findings(text, HR) == []
    assert findings('Switch([a], , "x", "1")', APP) == []
    assert findings(f"IgnoreFlowIfNullOrEmpty({text})", APP) == []


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ('Replace([a], "-", , , , , )', "oldValue"),
        ("Replace([a], , , , , , )", "the source alone"),
        ('Replace([a], "-", "x", , "y", , )', "oldValue and regexPattern and replacementValue"),
        ('Replace([a], , "(?<id>x)", "id", , , )', "regexPattern and regexGroupName"),
    ],
)
def test_replace_is_used_in_one_of_its_ways(text: str, given: str) -> None:
    assert only(text) == Finding(WARNING, f"The reference gives no meaning to Replace with {given}.")


@pytest.mark.parametrize("text", ["Item([a], 0)", 'Word([a], 0, " ")', "DNComponent([a], 0)"])
def test_what_is_counted_from_one_has_no_number_zero(text: str) -> None:
    assert only(text) == Finding(ERROR, f"{text.split('(')[0]} counts from 1, not from 0.")


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ("257, 0, 0, 0, 0", "at most 256"),
        ("5, 2, 2, 1, 1", "6 wanted characters into a length of 5"),
        ("256, 64, 64, 64, 64", None),
        ("[a], 2, 2, 1, 1", None),
    ],
)
def test_a_random_text_has_room_for_what_is_wanted(numbers: str, says: str | None) -> None:
    found = findings(f"RandomString({numbers})")
    assert [one.level for one in found] == ([ERROR] if says else [])
    assert all(str(says) in one.message for one in found)


@pytest.mark.parametrize("text", ["Trim(SelectUniqueValue([a], [b]))", "IIF([c]=1, SelectUniqueValue([a], [b]), [d])"])
def test_select_unique_value_is_outermost(text: str) -> None:
    assert only(text) == Finding(ERROR, "SelectUniqueValue must be the outermost function.")


@pytest.mark.parametrize("text", ["[a]=[b]", "Trim([a]=[b])", "IIF([a]=1, [b]=2, 3)", 'Join("", [a]<1, [b])'])
def test_a_comparison_is_a_condition(text: str) -> None:
    found = only(text)
    assert found.level == ERROR and "stands only in the condition of IIF, or in CBool" in found.message


@pytest.mark.parametrize(
    ("condition", "doubt"),
    [
        ("IsPresent([a])", "IsPresent"),
        ("IsNullOrEmpty([a])", "IsNullOrEmpty"),
        ('[a]=""', '= ""'),
        ('""<>[a]', '<> ""'),
    ],
)
def test_a_condition_on_presence_is_doubtful_except_in_cloud_sync(condition: str, doubt: str) -> None:
    text = f"IIF({condition}, [b], [c])"
    found = only(text)
    assert found.level == WARNING and found.message.startswith(f"{doubt} in the condition of IIF is unsupported")
    assert findings(text, APP) == findings(text, HR) == [found]
    assert findings(text, CLOUD_SYNC) == []


@pytest.mark.parametrize("condition", ["[a]", '"True"', "BitAnd([a], 2)", "%Domain%"])
def test_a_condition_tests(condition: str) -> None:
    assert only(f"IIF({condition}, [b], [c])") == Finding(
        WARNING, "The condition of IIF is neither a comparison nor a function that gives True or False."
    )


def test_the_condition_that_an_unknown_function_makes_is_not_judged() -> None:
    assert only("IIF(Frobnicate([a]), [b], [c])").message == "There is no function Frobnicate."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("IgnoreAttributeFlow", "it is a value of IIF or Switch"),
        ("Trim(IgnoreObjectFlow)", "it is a value of IIF or Switch"),
        ("IIF(IgnoreObjectFlow=1, 2, 3)", "it is a value of IIF or Switch"),
        ("InStr([a], vbTextCompare)", "it belongs into slot 4 of InStr"),
        ("InStr([a], [b], 1, UTF8)", "it belongs into slot 2 of ConvertFromBase64"),
        ("ConvertFromBase64([a], vbTextCompare)", "it belongs into slot 4 of InStr"),
        ("Trim(mail)", "the language does not know it"),
    ],
)
def test_a_bare_word_has_its_place(text: str, says: str) -> None:
    found = only(text)
    assert found.level == ERROR and found.message.endswith(f"cannot stand here: {says}.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('InStr([a], [b], 1, "vbTextCompare")', "Slot 4 of InStr takes a bare word, vbBinaryCompare or vbTextCompare"),
        ('ConvertFromBase64([a], "UTF8")', "Slot 2 of ConvertFromBase64 takes a bare word, Unicode or ASCII or UTF8"),
    ],
)
def test_where_a_bare_word_belongs_no_text_stands(text: str, says: str) -> None:
    found = only(text)
    assert found.level == ERROR and found.message.startswith(says)


def test_an_ampersand_is_for_cloud_sync_only() -> None:
    assert only('[a] & "x"') == Finding(WARNING, "Only a page on cloud sync shows &: use Join or Append.")
    assert findings('[a] & "x"', CLOUD_SYNC) == []


@pytest.mark.parametrize(
    "name",
    [
        "AppRoleAssignmentsComplex",
        "AssertiveAppRoleAssignmentsComplex",
        "SingleAppRoleAssignment",
        "AppRoleAssignments",
    ],
)
def test_role_functions_take_the_assignments_and_nothing_else(name: str) -> None:
    assert not [one for one in findings(f"{name}([appRoleAssignments])") if one.level == ERROR]
    for wrong in ("[approleassignments]", '"x"', "Trim([a])"):
        assert Finding(ERROR, f"{name} takes [appRoleAssignments] and nothing else.") in findings(f"{name}({wrong})")


@pytest.mark.parametrize("text", ["[appRoleAssignments]", 'Join(",", [appRoleAssignments])'])
def test_the_assignments_are_for_role_functions(text: str) -> None:
    found = only(text)
    assert found.level == WARNING and "meant for the role functions only" in found.message


@pytest.mark.parametrize("interval", ["D", "day", "", "q", "w"])
@pytest.mark.parametrize("function", ['DateAdd("{}", 1, Now())', 'DateDiff("{}", Now(), Now())'])
def test_an_interval_is_one_of_the_seven(function: str, interval: str) -> None:
    found = only(function.format(interval))
    assert found.level == ERROR
    assert f'knows no interval "{interval}", only yyyy, m, d, ww, h, n, s.' in found.message


@pytest.mark.parametrize("interval", INTERVALS)
def test_each_of_the_seven_intervals_is_known(interval: str) -> None:
    assert findings(f'DateAdd("{interval}", 1, Now())') == []


def test_a_style_of_dates_is_one() -> None:
    found = only('FormatDateTime([a], "RoundtripKind, yyyy-MM-dd", , "yyyy")')
    assert found.level == WARNING and found.message.startswith('"yyyy-MM-dd" is no style of dates')


@pytest.mark.parametrize("delimiter", ['", "', '""'])
def test_a_delimiter_is_one_character(delimiter: str) -> None:
    found = only(f"Split([a], {delimiter})")
    assert found == Finding(WARNING, f"Split takes a single character as delimiter, not {delimiter}.")


@pytest.mark.parametrize("pattern", ["(", "[a", "a**", "(?<n>a", "*"])
def test_a_regular_expression_can_be_used(pattern: str) -> None:
    found = only(f'Replace([a], , "{pattern}", , "x", , )')
    assert found.level == ERROR
    assert found.message.startswith(f'The regular expression "{pattern}" of Replace cannot be used: ')
    assert re.search(r"[^.]\.$", found.message)


def test_a_regular_expression_beyond_our_engine_is_a_doubt_only() -> None:
    found = only('Replace([a], , "(?<open-close>x)", , "x", , )')
    assert found.level == WARNING and "could not be checked: Balancing groups" in found.message


def test_a_group_that_is_asked_for_is_there() -> None:
    found = findings("""Replace([a], , "(?<item>x)(?'other'y)", "it", "${item}${other}${1}${no}", , )""")
    assert [one.level for one in found] == [WARNING, WARNING]
    assert [one.message.rsplit(" ", 1)[1] for one in found] == ["it.", "no."]


def test_curly_quotes_are_told() -> None:
    found = only('Trim("\u201cx\u201d")')
    assert found.level == WARNING and "curly quotes" in found.message


def test_a_blank_at_the_end_of_an_attribute_name_is_told() -> None:
    assert "begins or ends with a blank" in only("Trim([a ])").message
    assert findings("[a b]") == []


def test_a_filter_in_an_attribute_name_is_told() -> None:
    found = only('Trim([emails[type eq "work"].value])')
    assert found.level == WARNING and "a filter in it" in found.message


def test_an_expression_that_the_service_prints_too_long_is_told() -> None:
    text = "Join(" + ",".join(["1"] * 4_990) + ")"
    assert len(text) < parser.LONGEST
    found = only(text)
    assert found.level == WARNING and "24,954 characters" in found.message


def test_a_finding_is_told_once_and_in_the_order_of_the_text() -> None:
    found = findings("Join(Tirm([a]), Tirm([b]), toLower([c]), Tirm([d]))")
    assert [one.message.split(".")[0] for one in found] == [
        "There is no function Tirm",
        "The function is spelled ToLower, not toLower: names are case-sensitive",
    ]


def test_the_attributes_that_are_read_are_named_once_in_their_order() -> None:
    assert walk.attributes(parser.parse('IIF([c]=[a], Join("", [b], [a]), [d] & [A])')) == ["c", "a", "b", "d", "A"]
    assert walk.attributes(Constant("a")) == walk.attributes(Word("a")) == []


@given(NODES, some.sampled_from([None, *ALL_CONTEXTS, "elsewhere"]), some.sampled_from([ERROR, WARNING]))
def test_every_node_can_be_checked(node, context, unknown) -> None:
    for found in check.findings(node, context=context, unknown=unknown):
        assert found.level in (ERROR, WARNING)
        assert found.message[-1] in ".?"
    assert len(set(walk.attributes(node))) == len(walk.attributes(node))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that take texts apart and put them together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import casing, title_case, utf16
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.diacritics import normalized
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    each,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import COMPARE_WORDS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import Value, as_text, as_whole

UNKNOWN_OF_NULL = "What {name} gives for null is not documented; {answer} here."
TURKIC = ("tr", "az")


def _stays_null(run: Evaluation, name: str) -> Value:
    run.warn(UNKNOWN_OF_NULL.format(name=name, answer="it stays null"))
    return None


def _text(run: Evaluation, value: Value, name: str, what: str) -> str:
    """A text, null being empty with a warning."""
    if value is None:
        run.warn(UNKNOWN_OF_NULL.format(name=name, answer="it counts as an empty text"))
    return as_text(value, f"{what} of {name}")


def _put_together(run: Evaluation, name: str, first: Value, second: Value) -> str:
    texts = _text(run, first, name, "The first text"), _text(run, second, name, "The second text")
    run.room_for(sum(map(len, texts)))
    return "".join(texts)


def append(run: Evaluation, source: Value, suffix: Value) -> Value:
    """Append(source, suffix)."""
    return _put_together(run, "Append", source, suffix)


def prepend(run: Evaluation, prefix: Value, source: Value) -> Value:
    """Prepend(prefix, source)."""
    return _put_together(run, "Prepend", prefix, source)


def left(run: Evaluation, source: Value, count: Value) -> Value:
    """Left(text, count): a negative count gives all; null gives an empty text, by the function reference."""
    text, many = as_text(source, "The text of Left"), as_whole(count, "The number of characters of Left")
    return text if many < 0 else _cut(run, "Left", text, 0, many)


def mid(run: Evaluation, source: Value, start: Value, count: Value) -> Value:
    """Mid(text, start, count). What lies outside the text follows Connect Sync, with a warning."""
    begin, many = as_whole(start, "The start of Mid"), as_whole(count, "The length of Mid")
    if source is None:
        run.warn(UNKNOWN_OF_NULL.format(name="Mid", answer="it gives an empty text"))
        return ""
    text = as_text(source, "The text of Mid")
    if text and (begin < 1 or begin > utf16.length(text) or many < 0):
        run.warn(
            "Mid got a start outside the text, or a negative length. It gives the whole text here, as Connect Sync's "
            "Mid does; this service's answer is not documented."
        )
        return text
    return _cut(run, "Mid", text, begin - 1, begin - 1 + max(many, 0))


def _cut(run: Evaluation, name: str, text: str, start: int, end: int) -> str:
    piece = utf16.cut(text, start, min(end, 2 * len(text)))
    if any("\ud800" <= one <= "\udfff" for one in (piece[:1], piece[-1:])):
        run.warn(f"{name} cut a character beyond U+FFFF in two, as .NET does; the half is sent as U+FFFD.")
    return piece


def count_of_characters(run: Evaluation, source: Value) -> Value:
    """Len(value): of the text form; null and empty are 0, by the function reference."""
    return utf16.length(as_text(source, "The value of Len"))


def position(run: Evaluation, source: Value, wanted: Value, start: Value = None, compare: Value = None) -> Value:
    """InStr(searched, wanted, start, compare): the place of the first hit, counted from 1; 0 without one."""
    texts = [_text(run, source, "InStr", "The text"), _text(run, wanted, "InStr", "The wanted text")]
    begin = 1 if start is None else as_whole(start, "The start of InStr")
    folded = [casing.lower(one) for one in texts]
    if compare == "vbTextCompare":
        texts = folded
    if not texts[1] or begin < 1:
        run.warn("What InStr gives for an empty text, or for a start below 1, is not documented.")
        begin = max(begin, 1)
    found = _place(texts, begin)
    if compare is None and found != _place(folded, begin):
        run.warn("InStr minds the case here, as Visual Basic does; this service's rule is not documented.")
    return found


def _place(texts: list[str], begin: int) -> int:
    before = utf16.cut(texts[0], 0, begin - 1)
    found = texts[0].find(texts[1], len(before))
    return 0 if found < 0 else utf16.length(texts[0][:found]) + 1


def strip_spaces(run: Evaluation, source: Value) -> Value:
    """StripSpaces(text): every blank (U+0020) goes."""
    if source is None:
        return _stays_null(run, "StripSpaces")
    return as_text(source, "The text of StripSpaces").replace(" ", "")


def to_lower(run: Evaluation, source: Value, culture: Value = None) -> Value:
    """ToLower(text, culture)."""
    if source is None:
        return _stays_null(run, "ToLower")
    text = as_text(source, "The text of ToLower")
    return casing.lower(text.replace("I", "ı").replace("İ", "i") if _turkic(run, culture) else text)


def to_upper(run: Evaluation, source: Value, culture: Value = None) -> Value:
    """ToUpper(text, culture)."""
    if source is None:
        return _stays_null(run, "ToUpper")
    text = as_text(source, "The text of ToUpper")
    return casing.upper(text.replace("i", "İ").replace("ı", "I") if _turkic(run, culture) else text)


def _turkic(run: Evaluation, culture: Value) -> bool:
    """Whether the culture has a dotted and a dotless i. In .NET no other culture's letters differ from the rest."""
    name = as_text(culture, "The culture")
    parts = name.split("-")
    if name and not (parts[0].isascii() and parts[0].isalpha() and len(parts[0]) in (2, 3)):
        run.warn(f"{name[:40]!r} is not the name of a culture; letters change by the invariant culture here.")
    return parts[0].lower() in TURKIC


def trim(run: Evaluation, source: Value) -> Value:
    """Trim(text): without the white space around it."""
    if source is None:
        return _stays_null(run, "Trim")
    return as_text(source, "The text of Trim").strip(utf16.WHITE_SPACE)


def pascal_case(run: Evaluation, source: Value, separators: Value = None) -> Value:
    """PCase(text, separators)."""
    if source is None:
        return _stays_null(run, "PCase")
    text, marks = as_text(source, "The text of PCase"), as_text(separators, "The separators of PCase")
    if not marks and title_case.is_doubtful(text):
        run.warn(
            "PCase begins a word after an apostrophe here, as the one documented sample needs; .NET's ToTitleCase, "
            "which the reference names, does not always."
        )
    return title_case.title_case(text, marks)


def word(run: Evaluation, source: Value, number: Value, delimiters: Value) -> Value:
    """Word(text, number, delimiters): counted from 1; empty where there is no such word, by the function reference."""
    wanted, marks = as_whole(number, "The number of Word"), as_text(delimiters, "The delimiters of Word")
    pieces = _pieces(as_text(source, "The text of Word"), marks)
    if source is not None and "" in pieces[: max(wanted, 0)]:
        run.warn("Word met delimiters side by side. They count as one here; that is not documented.")
    words = [piece for piece in pieces if piece]
    return words[wanted - 1] if 1 <= wanted <= len(words) else ""


def _pieces(text: str, marks: str) -> list[str]:
    separators = frozenset(marks)
    first = next(iter(separators), None)
    if first is None:
        return [text]
    return "".join(first if one in separators else one for one in text).split(first)


def text_of(run: Evaluation, value: Value) -> Value:
    """CStr(value)."""
    if value is None:
        return _stays_null(run, "CStr")
    return as_text(value, "The value of CStr")


def normalize_diacritics(run: Evaluation, source: Value) -> Value:
    """NormalizeDiacritics(text)."""
    if source is None:
        return _stays_null(run, "NormalizeDiacritics")
    text, notes = normalized(as_text(source, "The text of NormalizeDiacritics"))
    for note in notes:
        run.warn(note)
    return text


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "Append": each("Append", append),
        "Prepend": each("Prepend", prepend, place=1),
        "Left": each("Left", left),
        "Mid": each("Mid", mid),
        "Len": each("Len", count_of_characters),
        "InStr": each("InStr", position, words={3: COMPARE_WORDS}),
        "StripSpaces": each("StripSpaces", strip_spaces),
        "ToLower": each("ToLower", to_lower),
        "ToUpper": each("ToUpper", to_upper),
        "Trim": each("Trim", trim, documented=True),
        "PCase": each("PCase", pascal_case),
        "Word": each("Word", word),
        "CStr": each("CStr", text_of),
        "NormalizeDiacritics": each("NormalizeDiacritics", normalize_diacritics),
    }
)

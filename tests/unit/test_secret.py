# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets as a type, and their removal from texts and trees."""

from __future__ import annotations

import base64
import copy
import html
import json
import pickle
import re
import time
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.partly_secret import PartlySecret
from ansible_collections.entra.provisioning.plugins.module_utils._secret import (
    FEW,
    MASK,
    Redactor,
    Secret,
)
from hypothesis import assume, example, given
from hypothesis import strategies as st

PLANTED = 'planted "secret"/with\\odd +signs & \u00fc <it\'s>???'
# Long enough to be masked, and with a mark that no other text of a test has.
SECRETS = st.text(min_size=4, max_size=20).map(lambda text: f"\u00a7{text}\u00a7")
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def knowing(*secrets):
    redactor = Redactor()
    for secret in secrets:
        redactor.add(secret)
    return redactor


@pytest.mark.parametrize(
    "show",
    [repr, str, "{}".format, "{:>20}".format, lambda secret: f"{secret!s}", lambda secret: f"{[secret]}"],
    ids=["repr", "str", "format", "padded", "f-string", "in a list"],
)
def test_a_secret_is_not_shown_by_accident(show):
    shown = show(Secret(PLANTED))
    assert "Secret(***)" in shown
    assert "planted" not in shown


def test_a_secret_does_not_go_into_json_by_accident():
    with pytest.raises(TypeError):
        json.dumps({"value": Secret(PLANTED)})


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_not_written_to_disk(write):
    with pytest.raises(TypeError):
        write(Secret(PLANTED))


def test_a_secret_has_no_other_members():
    assert not hasattr(Secret(PLANTED), "__dict__")


@given(st.text(), st.text())
def test_secrets_are_equal_by_value_and_never_equal_to_text(one, other):
    assert (Secret(one) == Secret(other)) is (one == other)
    assert Secret(one) != one
    assert Secret(one).reveal() == one
    if one == other:
        assert hash(Secret(one)) == hash(Secret(other))


def test_an_empty_secret_is_false():
    assert not Secret("")
    assert Secret(" ")


def lowered(text):
    """With small hexadecimal digits, as some programs write them."""
    return re.sub("%[0-9A-F]{2}", lambda hit: hit.group().lower(), text)


FORMS = {
    "as it is": str,
    "in JSON": json.dumps,
    "in JSON without escapes": lambda text: json.dumps(text, ensure_ascii=False),
    "in JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "in JSON without escapes in JSON": lambda text: json.dumps(json.dumps(text, ensure_ascii=False)),
    "in JSON with escaped slashes": lambda text: json.dumps(text).replace("/", r"\/"),
    "in JSON as .NET writes it": lambda text: "".join(
        letter
        if letter.isascii() and letter not in "\"&'+<>`\\"
        else {"\\": "\\\\"}.get(letter, f"\\u{ord(letter):04X}")
        for letter in text
    ),
    "in Python": repr,
    "in Python's bytes": lambda text: repr(text.encode()),
    "in a URL": lambda text: quote(text, safe=""),
    "in a URL with small digits": lambda text: lowered(quote(text, safe="")),
    "in a path": quote,
    "in a browser's URL": lambda text: quote(text, safe="!*'()"),
    "in a form": quote_plus,
    "in a form with small digits": lambda text: lowered(quote_plus(text)),
    "in HTML": html.escape,
    "in HTML outside of attributes": lambda text: html.escape(text, quote=False),
    "in HTML with decimal numbers": lambda text: html.escape(text).replace("&#x27;", "&#39;"),
    "in XML": lambda text: html.escape(text).replace("&#x27;", "&apos;"),
    "in base64": lambda text: base64.b64encode(text.encode()).decode(),
    "in base64 without padding": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "in base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "in base64 for URLs without padding": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_known_secret_is_taken_out_in_every_form(form):
    text = f"before {form(PLANTED)} after"
    redacted = knowing(PLANTED).text(text)
    assert MASK in redacted
    assert form(PLANTED) not in redacted
    assert redacted.startswith("before ")
    assert redacted.endswith(" after")


ENCODERS = [base64.b64encode, base64.urlsafe_b64encode]


@pytest.mark.parametrize("encode", ENCODERS)
@pytest.mark.parametrize("after", ["", "?", "??", "???"])
@pytest.mark.parametrize("before", ["", "u", "us", "use", "user"])
def test_a_known_secret_is_taken_out_of_base64_wherever_it_stands_in_it(encode, before, after):
    secret = "s3cret~with?>marks\u00fc"
    carried = encode(f"{before}{secret}{after}".encode()).decode()
    (left,) = re.findall(r"^([\w/+-]*)\*{8}([\w/+=-]*)$", knowing(secret).text(carried))
    # What is left beside the mask belongs to the neighbours, but for some bits of the first and the last letter.
    assert sum(len(part.rstrip("=")) for part in left) <= len(before + after) * 4 / 3 + 3


# What a byte of an environment that is not UTF-8 becomes, and what JSON from the wire may hold.
SURROGATES = ["secret-\udcfc-of-latin1", "secret-\ud800-of-nobody", "secret-\udcfc\ud800-both"]


@pytest.mark.parametrize("secret", SURROGATES)
@pytest.mark.parametrize("form", [str, json.dumps, repr, lambda text: quote(text, safe="", errors="surrogatepass")])
def test_a_secret_with_half_a_character_is_known_like_others(secret, form):
    text = f"before {form(secret)} after"
    redacted = knowing(secret).text(text)
    assert MASK in redacted
    assert form(secret) not in redacted


@pytest.mark.parametrize("instead", ["?", "\ufffd"])
def test_a_secret_is_known_with_what_a_printer_puts_for_half_a_character(instead):
    assert knowing("secret-\udcfc-of-latin1").text(f"x secret-{instead}-of-latin1 y") == f"x {MASK} y"


def test_the_bytes_of_an_environment_are_known_in_urls_and_base64():
    redactor = knowing("secret-\udcfc-of-latin1")
    assert redactor.text("x secret-%FC-of-latin1 y") == f"x {MASK} y"
    assert redactor.text(base64.b64encode(b"secret-\xfc-of-latin1").decode()) == MASK


@pytest.mark.parametrize("text", ["half \udcfc of the first-secret", "\ud800"])
def test_a_text_with_half_a_character_is_redacted_like_others(text):
    assert knowing("first-secret").tree({text: text}) == {
        text.replace("first-secret", MASK): text.replace("first-secret", MASK)
    }


INSIDE = {
    "http://me:planted%2Fpass-word@proxy.example:3128": ("planted%2Fpass-word", "planted/pass-word"),
    "http://me:planted:p@ss@proxy.example": ("planted:p@ss",),
    "//planted-as-user@proxy.example": ("planted-as-user",),
    "Server=db.example;Uid=me;Password='planted;pass';Encrypt=yes": ("planted;pass",),
    "Server=db.example;Uid=me;pwd = planted-pass;Encrypt=yes": ("planted-pass",),
    "Endpoint=sb://x.example/;SharedAccessKeyName=Root;SharedAccessKey=cGxhbnRlZA==": ("cGxhbnRlZA==",),
    "https://x.example/in?code=1234567&sig=planted%2Bsignature": ("planted%2Bsignature", "planted+signature"),
    "Bearer planted-token": ("planted-token",),
    "-----BEGIN KEY-----\nplanted-line-one\r\nplanted-line-two\n": ("planted-line-one", "planted-line-two"),
}


@pytest.mark.parametrize(("secret", "parts"), INSIDE.items(), ids=INSIDE)
def test_what_is_secret_inside_a_secret_is_known_by_itself(secret, parts):
    for part in parts:
        assert knowing(secret).text(f"x {part} y") == f"x {MASK} y"


@pytest.mark.parametrize("text", ["proxy.example", "me", "db.example", "Root", "http://proxy.example:3128"])
def test_what_stands_around_it_is_no_secret_by_itself(text):
    assert knowing(*INSIDE).text(f"x {text} y") == f"x {text} y"


def test_of_an_address_no_more_than_the_password_can_be_learned():
    redactor = Redactor()
    redactor.add_inside("http://me:planted-pass@proxy.example:3128")
    assert redactor.text("http://me:planted-pass@proxy.example:3128") == f"http://me:{MASK}@proxy.example:3128"
    redactor.add_inside("http://proxy.example:3128")
    assert redactor.text("http://proxy.example:3128") == "http://proxy.example:3128"


SIGNED = "eyJhbGciOiJQUzI1NiJ9.eyJhdWQiOiJodHRwczovL2xvZ2luLmV4YW1wbGUifQ.c2lnbmVkLWJ5LXNvbWVib2R5"


@pytest.mark.parametrize("redactor", [Redactor(), knowing("first-secret"), knowing(*map(str, range(1000, 1200)))])
def test_a_signed_token_is_masked_whoever_made_it(redactor):
    assert redactor.text(f"assertion {SIGNED}, and so on") == f"assertion {MASK}, and so on"
    assert redactor.tree({"a": [SIGNED.rpartition(".")[0]]}) == {"a": [MASK]}
    assert redactor.text("eyJhbGciOiJQUzI1NiJ9 alone") == "eyJhbGciOiJQUzI1NiJ9 alone"


@given(SECRETS, st.text(max_size=10), st.text(max_size=10))
def test_no_text_keeps_a_known_secret(secret, left, right):
    assert secret not in knowing(secret).text(left + secret + right)


@given(st.lists(SECRETS, min_size=1, max_size=4), TREES)
def test_no_tree_keeps_a_known_secret(secrets, tree):
    planted = {"tree": tree, secrets[0]: [{"deep": secret} for secret in secrets], "both": "".join(secrets)}
    redacted = json.dumps(knowing(*secrets).tree(planted), ensure_ascii=False)
    for secret in secrets:
        assert secret not in redacted


@given(TREES)
def test_a_tree_without_secrets_is_left_as_it_is(tree):
    assert Redactor().tree(tree) == tree
    assert knowing("\u00a7never-in-there\u00a7").tree(tree) == tree


@given(st.text(max_size=40), st.lists(SECRETS, max_size=3))
@example(text=MASK, secrets=["****"])
def test_redacting_twice_is_redacting_once(text, secrets):
    redactor = knowing(*secrets)
    once = redactor.text(text + "".join(secrets))
    assume(not any(form in MASK for form in secrets))
    assert redactor.text(once) == once


@pytest.mark.parametrize("short", ["", " ", "a", "abc", "   a   ", None, 7])
def test_a_value_that_stands_in_ordinary_words_is_passed_over(short):
    assert knowing(short).text("a fabulous abc of 7 letters") == "a fabulous abc of 7 letters"


def test_a_longer_secret_leaves_no_part_beside_a_masked_shorter_one():
    assert knowing("token-0123", "token-0123-and-more").text("x token-0123-and-more y") == f"x {MASK} y"


def test_a_secret_with_blanks_around_is_known_without_them_too():
    assert knowing("  token-0123\n").text("x token-0123 y") == f"x {MASK} y"


def test_a_secret_object_in_a_tree_becomes_the_mask():
    assert Redactor().tree({"a": [Secret(PLANTED)]}) == {"a": [MASK]}


def test_what_one_redactor_knows_another_can_learn():
    learner = knowing("first-secret")
    learner.learn_from(knowing("second-secret"))
    assert learner.text("first-secret second-secret") == f"{MASK} {MASK}"


def test_every_text_of_a_tree_is_learned():
    redactor = Redactor()
    redactor.add_all({"a": ["first-secret", {"b": Secret("second-secret")}], "c": 7, "d": ("third-secret",)})
    assert redactor.text("first-secret second-secret third-secret") == f"{MASK} {MASK} {MASK}"


def test_sets_and_tuples_become_lists():
    assert knowing("first-secret").tree({"a": {"first-secret"}, "b": (1,)}) == {"a": [MASK], "b": [1]}


@pytest.mark.parametrize("number", [12345678, 1234.5, -12345])
def test_a_secret_that_yaml_took_for_a_number_is_masked_as_one_and_in_texts(number):
    redactor = knowing(number)
    assert redactor.tree({"a": number, "b": [f"x{number}y"]}) == {"a": MASK, "b": [f"x{MASK}y"]}


def test_other_numbers_and_truths_stay_numbers_and_truths():
    redactor = knowing(12345678, "True", "False")
    assert redactor.tree([1234567, 123456789, 1234, True, False]) == [1234567, 123456789, 1234, True, False]


def test_a_truth_is_no_secret():
    assert knowing(True, False, None).text("True False None") == "True False None"


def test_an_option_with_secrets_inside_is_an_option_like_others():
    option = PartlySecret({"type": "list"}, lambda value, params: [value])
    assert option == {"type": "list"}
    for copied in (copy.copy(option), copy.deepcopy(option)):
        assert (copied, list(copied.parts("x", {}))) == (option, ["x"])


def test_an_option_can_be_made_anew_of_its_class():
    anew = PartlySecret({"type": "list"}, lambda value, params: [value]).__class__()
    assert (anew, list(anew.parts("x", {}))) == ({}, [])


BITS = st.lists(st.sampled_from(["ab", "c", "*", "dd", "\u00fc", "abcd", "/"]), max_size=12).map("".join)


@given(st.lists(BITS, max_size=8), BITS)
def test_many_secrets_are_masked_as_few_are(secrets, text):
    few, many = knowing(*secrets), knowing(*secrets, *(f"\u00a7{number:04d}\u00a7" for number in range(FEW)))
    assert many.text(text) == few.text(text)


def test_a_secret_for_each_of_many_people_is_masked_in_bearable_time():
    people = [{"name": f"person {number}", "password": f"Welcome-{number:06d}!"} for number in range(20000)]
    redactor = Redactor()
    began = time.process_time()
    redactor.add_all([person["password"] for person in people])
    shown = redactor.tree(people)
    assert time.process_time() - began < 10
    assert {person["password"] for person in shown} == {MASK}
    assert [person["name"] for person in shown] == [person["name"] for person in people]

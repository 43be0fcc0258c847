# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page: nothing breaks out of it, nothing is loaded from outside, everything has its name and can be told apart."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._report import (
    colours,
    markup,
    model,
    moments,
    page,
    style,
)

from . import contrast, hostile, samples

SAMPLES = {"everything": samples.everything, "hostile": hostile.hostile, "large": samples.large}


def drawn(data, **options):
    return page.page(model.build(data, **{"as_of": samples.AS_OF, "tenant": "contoso.example", **options}))


@pytest.fixture(scope="module")
def pages():
    return {name: drawn(data()) for name, data in SAMPLES.items()}


class Reader(HTMLParser):
    """What of a page is an element, an attribute, or text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def test_hostile_texts_add_no_element_and_no_attribute(pages):
    ours = {
        "html head meta title style body header main nav section footer article details summary div span p a ul li h1 h2 h3",
        "table caption thead tbody tr th td dl dt dd svg g rect path line text desc defs pattern code time strong bdi del ins",
    }
    allowed = {name for names in ours for name in names.split()}
    for text in pages.values():
        elements = Reader(text).elements
        assert {name for name, dummy in elements} <= allowed
        assert [name for dummy, attributes in elements for name in attributes if name.startswith("on")] == []
        assert "style" not in {name for dummy, attributes in elements for name in attributes}


def test_every_hostile_text_is_shown_as_text(pages):
    shown = "".join(Reader(pages["hostile"]).texts)
    for name in hostile.HOSTILE:
        assert markup.visible(markup.cut(name)) in shown


def test_hidden_characters_are_shown_by_their_numbers(pages):
    assert not re.search(
        "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]",
        pages["hostile"],
    )
    assert "evil⟨U+202E⟩txt.exe⟨U+2066⟩⟨U+0000⟩⟨U+0007⟩⟨U+001B⟩" in pages["hostile"]
    pages["hostile"].encode("utf-8")


def test_addresses_are_followed_only_into_the_web(pages):
    for text in pages.values():
        links = [attributes["href"] for name, attributes in Reader(text).elements if name == "a"]
        assert links and [link for link in links if not link.startswith(("#", "https://"))] == []
    assert 'href="https://learn.example/trouble?a=1&amp;b=2"' in pages["everything"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_link_within_the_page_has_its_target(pages, name):
    elements = Reader(pages[name]).elements
    idents = [attributes["id"] for dummy, attributes in elements if "id" in attributes]
    assert len(set(idents)) == len(idents)
    named = [
        attributes["href"][1:] for tag, attributes in elements if tag == "a" and attributes["href"].startswith("#")
    ]
    named += [
        attributes[key]
        for dummy, attributes in elements
        for key in attributes
        if key in ("aria-labelledby", "aria-describedby")
    ]
    assert set(named) <= set(idents)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"synchronizations": []},
        {"log": []},
        {"schemas": []},
        {"declared": {"msg": "no"}},
        {"log": {"msg": "no"}},
        {"schemas": {"msg": "no"}},
    ],
)
def test_every_link_has_its_target_also_where_there_is_little_to_tell(data):
    elements = Reader(drawn(data)).elements
    idents = {attributes.get("id") for dummy, attributes in elements}
    assert {attributes["href"][1:] for tag, attributes in elements if tag == "a"} <= idents


def test_the_policy_allows_the_style_sheet_and_nothing_else(pages):
    text = pages["everything"]
    css = re.search("<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    (policy,) = [
        attributes["content"]
        for name, attributes in Reader(text).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in css.replace("url(#stripes)", "") and "@import" not in css and "<" not in css


def test_the_policy_comes_before_all_that_it_governs(pages):
    assert pages["everything"].index("Content-Security-Policy") < pages["everything"].index("<style>")


def test_headings_go_down_by_one_level_at_a_time(pages):
    for text in pages.values():
        levels = [int(name[1]) for name, dummy in Reader(text).elements if re.fullmatch("h[1-6]", name)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_every_table_has_a_caption_and_every_head_a_scope(pages):
    elements = Reader(pages["everything"]).elements
    count = [name for name, dummy in elements].count
    assert count("table") == count("caption") > 5
    assert {attributes.get("scope") for name, attributes in elements if name == "th"} == {"col", "row"}


def test_every_plot_has_a_name_and_a_description(pages):
    text = pages["everything"]
    plots = [attributes for name, attributes in Reader(text).elements if attributes.get("role") == "img"]
    assert [plot["aria-labelledby"] for plot in plots] == [
        "plot-states-title",
        "plot-cycles-title",
        "plot-entries-title",
        "plot-drift-title",
        "plot-log-title",
        "plot-actions-title",
        "plot-errors-title",
    ]
    assert '<desc id="plot-states-desc">In quarantine: 2; Failing: 1; Some objects failed: 1;' in text


def test_bars_are_as_long_as_their_numbers(pages):
    drawn_there = pages["everything"].partition('id="plot-entries-title"')[2].partition("</svg>")[0]
    widths = re.findall(r'width="([\d.]+)%" height="8" rx="2" class="t-new"', drawn_there)
    assert widths == ["100.00", "1.00"], "6500 and 65 synchronized entries"


def test_what_is_not_nothing_is_seen(pages):
    text = drawn(
        {"synchronizations": [samples.application(1, "A", samples.job(1, synchronized_entries={"a": 1, "b": 10**9}))]}
    )
    assert 'width="0.60%"' in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"synchronizations": [], "declared": {"msg": "no"}}, "Drift could not be told of all that is declared."),
        ({}, "How the jobs fare is not known. The jobs were not looked at."),
        ({"synchronizations": []}, "There is no job that could be read."),
        (
            {"synchronizations": [samples.application(1, "A", samples.job(1))]},
            "No job that could be read needs attention.",
        ),
        (
            {"synchronizations": [samples.application(1, "A", samples.job(1, "Quarantine"))]},
            "1 of 1 job needs attention.",
        ),
        (
            {"synchronizations": [samples.application(1, "A", error="403", jobs=None)]},
            "1 application could not be read.",
        ),
        (
            samples.everything(),
            "5 of 10 jobs need attention. 2 applications could not be read. 2 applications are not as declared.",
        ),
    ],
)
def test_the_whole_is_told_in_a_sentence(data, sentence):
    assert sentence in drawn(data)


def test_a_quarantine_tells_cause_remedy_age_and_the_next_attempt(pages):
    text = re.sub("<[^>]+>", "", pages["everything"].partition('id="quarantine"')[2].partition("</article>")[0])
    assert (
        "CauseEncounteredQuarantineException SystemForCrossDomainIdentityManagementInvalidCredentials: The credentials"
        in text
    )
    assert "RemedyCheck the credentials" in text
    assert "Since2026-03-07 08:00 UTC (3 days ago)" in text
    assert "Next attempt2026-03-10 14:00 UTC (in 2 hours)" in text


def test_below_its_name_an_application_is_not_named_again_by_its_id(pages):
    drift = pages["everything"].partition('id="drift"')[2].partition("</section>")[0]
    assert "<strong><bdi>update</bdi></strong> <bdi>settings</bdi>" in drift


def test_an_error_that_many_have_is_told_once(pages):
    text = pages["everything"].partition('id="unreadable"')[2].partition("</section>")[0]
    assert text.count("403 Forbidden") == 1
    assert "Blue Yonder" in text and "Coho Vineyard" in text


def test_of_many_jobs_the_healthy_ones_are_folded_away(pages):
    assert "Jobs that are not healthy, the worst first" in pages["large"]
    assert "The 20 jobs that moved most are drawn; the table has all 300." in pages["large"]


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_colours_have_the_contrast_that_people_need(palette):
    low = [
        pair
        for pair in contrast.TEXTS
        if contrast.contrast(palette[pair[0]], palette[pair[1]]) < contrast.LEAST_FOR_TEXT
    ]
    faint = [
        pair
        for pair in contrast.SHAPES
        if contrast.contrast(palette[pair[0]], palette[pair[1]]) < contrast.LEAST_FOR_SHAPES
    ]
    assert low == faint == []


def test_contrast_is_what_wcag_defines():
    assert contrast.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_palettes_name_the_same_colours_and_the_sheet_uses_no_other():
    assert set(colours.LIGHT) == set(colours.DARK)
    used = set(re.findall(r"var\(--([\w-]+)\)", style.sheet()))
    assert used == set(colours.LIGHT)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (60, "1 minute"),
        (7199, "119 minutes"),
        (7200, "2 hours"),
        (259199, "71 hours"),
        (259200, "3 days"),
    ],
)
def test_spans_are_told_in_their_largest_unit(seconds, words):
    assert moments.length(seconds) == words


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("short", 10, "short"),
        ("exactly-10", 10, "exactly-10"),
        ("more than 10", 10, "more than…"),
        ("漢字漢字漢字", 6, "漢字…"),
        ("a\nb", 9, "a b"),
    ],
)
def test_labels_keep_to_their_room(text, cells, shown):
    assert markup.shorten(text, cells) == shown


def test_marks_on_a_letter_do_not_pile_up_without_end():
    assert len(markup.shorten("z" + "\u0301" * 1000, 10)) < 60

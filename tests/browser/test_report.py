# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report as people meet it: on a desk, on a phone, in the dark, on paper, by ear, and with bad intent in its names."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._report import colours
from unit.report import contrast

from .conftest import PAGES

PHONE = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
# What has to have a name for those who do not see it.
NAMED = {"image", "link", "table", "heading", "region", "navigation", "img", "graphics-document", "DisclosureTriangle"}
WIDTH = "document.documentElement.scrollWidth"
# Every element that shows words of its own: the colour of the words and what they stand on.
WORDS = """() => {
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('title, desc, style, .skip')) continue;
    const style = getComputedStyle(element);
    let ground = element;
    while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
    const ink = element.closest('svg') ? style.fill : style.color;
    found[ink + '|' + getComputedStyle(ground).backgroundColor] = element.textContent.slice(0, 40);
  }
  return found;
}"""


def hexadecimal(colour):
    parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    return "#{:02x}{:02x}{:02x}".format(*parts)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_without_a_word_of_complaint_and_asks_nobody_for_anything(look, files, name):
    sight = look(name)
    assert sight.page.locator("h1").inner_text() == "Provisioning"
    assert sight.page.locator("main").bounding_box()["height"] > 20
    assert sight.said == []
    assert sight.asked == [files[name].as_uri()]


def test_the_browser_would_complain_and_would_ask(look, files, tmp_path):
    """That the test before can fail: the same page with a script and a picture in it."""
    bad = '<script>1</script><img alt="x" src="https://elsewhere.invalid/x.png"></body>'
    broken = tmp_path / "broken.html"
    broken.write_text(files["nothing"].read_text("utf-8").replace("</body>", bad), encoding="utf-8")
    sight = look("nothing")
    sight.page.goto(broken.as_uri())
    assert len(sight.said) >= 2 and all("Content Security Policy" in word for word in sight.said)


def test_hostile_names_do_nothing(look):
    sight = look("hostile")
    sight.page.wait_for_timeout(100)
    assert sight.page.title() == "Provisioning · contoso.example"
    assert sight.page.locator("script, img, iframe, object, embed, link, form, input").count() == 0
    assert (
        sight.page.evaluate("[...document.querySelectorAll('a')].filter(a => !/^(https|file):/.test(a.href)).length")
        == 0
    )


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("everything", {}),
        ("everything", {**PHONE, **DARK}),
        ("tenant", PHONE),
        ("nothing", DARK),
    ],
)
def test_people_who_need_aids_can_use_it(look, name, options):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    sight = look(name, **options)
    sight.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    results = axe.run(sight.page).response
    assert [(row["id"], row["nodes"][0]["html"][:200]) for row in results["violations"]] == []
    assert {row["id"] for row in results["passes"]} >= {
        "color-contrast",
        "html-has-lang",
        "landmark-one-main",
        "page-has-heading-one",
    }


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_everything_has_a_name(look, options):
    sight = look("everything", **options)
    nodes = sight.tree()
    assert [node for node in nodes if node["role"] in NAMED and not node["name"].strip()] == []
    names = {node["name"] for node in nodes if node["role"] in {"image", "img"}}
    assert names >= {
        "Jobs by state",
        "Objects in the latest execution of each job",
        "Synchronized entries by type",
        "Applications by drift",
        "Log entries by status, each day",
        "Log entries by action",
        "Log entries by error code",
    }
    regions = [node["name"] for node in nodes if node["role"] == "region"]
    assert regions[:4] == ["At a glance", "Quarantines", "Could not be read", "Jobs"]


def test_tables_are_tables_also_on_a_phone(look):
    heard = []
    for options in ({}, PHONE):
        nodes = look("everything", **options).tree()
        roles = [node["role"] for node in nodes]
        heard.append(
            {role: roles.count(role) for role in ("table", "row", "cell", "rowheader", "columnheader", "caption")}
        )
    assert heard[0] == heard[1]
    assert heard[0]["table"] > 5 and heard[0]["rowheader"] > 10 and heard[0]["cell"] > 50


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_page(look, name):
    sight = look(name)
    sight.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    outside = """[...document.querySelectorAll('main *, header *, nav *, footer *')].filter(one =>
      !one.closest('svg svg, svg g, text') && !one.closest('thead') && one.tagName !== 'text'
      && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 100))"""
    for width in (1280, 961, 960, 740, 360, 320):
        sight.page.set_viewport_size({"width": width, "height": 740})
        assert (width, sight.page.evaluate(WIDTH)) == (width, width)
        assert (width, sight.page.evaluate(outside)) == (width, [])


@pytest.mark.parametrize("width", [360, 1280])
def test_the_words_of_plots_are_not_cut_off(look, width):
    sight = look("everything", viewport={"width": width, "height": 740})
    cut = """[...document.querySelectorAll('svg.plot')].flatMap(plot => [...plot.querySelectorAll('text')].filter(text => {
      const a = text.getBoundingClientRect(), b = (text.ownerSVGElement || plot).getBoundingClientRect();
      return a.right > b.right + 1 || a.left < b.left - 1 || a.bottom > b.bottom + 2}).map(text => text.textContent))"""
    assert sight.page.evaluate(cut) == []


@pytest.mark.parametrize(("name", "scheme"), [("everything", "light"), ("everything", "dark"), ("tenant", "dark")])
def test_words_stand_out_from_their_ground(look, name, scheme):
    sight = look(name, color_scheme=scheme)
    sight.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    pairs = sight.page.evaluate(WORDS)
    assert len(pairs) > 8
    palette = colours.DARK if scheme == "dark" else colours.LIGHT
    assert {hexadecimal(pair.split("|")[1]) for pair in pairs} <= {
        palette[ground] for ground in ("page", "card", "added-ground", "removed-ground")
    }
    low = {
        text: pair
        for pair, text in pairs.items()
        if contrast.contrast(*map(hexadecimal, pair.split("|"))) < contrast.LEAST_FOR_TEXT
    }
    assert low == {}


def test_dark_and_light_are_two_pictures_of_one_layout(look):
    light, dark = look("everything", color_scheme="light"), look("everything", color_scheme="dark")
    assert light.page.screenshot() != dark.page.screenshot()
    assert light.page.evaluate("document.body.scrollHeight") == dark.page.evaluate("document.body.scrollHeight")
    for sight, palette in ((light, colours.LIGHT), (dark, colours.DARK)):
        ground = sight.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert hexadecimal(ground) == palette["page"]


def test_it_is_the_same_picture_without_scripts(look):
    pictures = [look("everything", java_script_enabled=enabled).page.screenshot() for enabled in (True, False)]
    assert pictures[0] == pictures[1]


def test_on_paper_it_is_light_and_whole(look):
    sight = look("everything", **DARK)
    sight.page.emulate_media(media="print")
    assert hexadecimal(sight.page.evaluate("getComputedStyle(document.body).backgroundColor")) == "#ffffff"
    inks = {hexadecimal(pair.split("|")[0]) for pair in sight.page.evaluate(WORDS)}
    assert colours.LIGHT["ink"] in inks and colours.DARK["ink"] not in inks
    assert not sight.page.locator("nav").is_visible()
    assert sight.page.locator("details:not([open])").count() > 2
    folded = "[...document.querySelectorAll('details:not([open]) > :not(summary)')]"
    heights = sight.page.evaluate(f"{folded}.map(one => one.getBoundingClientRect().height)")
    assert min(heights) > 5, "what is folded on the screen is unfolded on paper"


def test_it_prints_on_pages_of_paper(look):
    printed = look("large").page.pdf(format="A4", print_background=True)
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 2


def test_the_keyboard_leads_through_it(look):
    sight = look("everything")
    sight.page.keyboard.press("Tab")
    first = sight.page.locator(":focus")
    assert first.inner_text() == "Skip to the report" and first.bounding_box()["x"] >= 0
    sight.page.keyboard.press("Tab")
    assert sight.page.locator(":focus").inner_text() == "At a glance"
    sight.page.locator(".tile", has_text="in quarantine").click()
    assert sight.page.evaluate("location.hash") == "#quarantine"


def test_what_happened_in_the_tenant_is_seen(look):
    sight = look("tenant")
    assert (
        "1 of 2 jobs needs attention. 1 application could not be read." in sight.page.locator(".verdict").inner_text()
    )
    card = sight.page.locator("#quarantine article").inner_text()
    assert "Fabrikam Sign-On" in card and "Check the credentials and whether the target answers." in card
    assert "Department" in sight.page.locator("#mappings").inner_text()
    assert "SyncAll" in sight.page.locator("#drift").inner_text()
    assert "InvalidCredentials" in sight.page.locator("#log").inner_text()
    assert "Plain Web App" in sight.page.locator("#unreadable").inner_text()

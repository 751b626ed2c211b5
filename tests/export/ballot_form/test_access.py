"""Nobody is shut out: names, order, contrast, width and paper, by the browser's accessibility tree and by axe."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from support.ballot_forms import Filler, a_form, a_practice

WIDE, PHONE, NARROWEST = {"width": 1280, "height": 900}, {"width": 375, "height": 700}, {"width": 320, "height": 500}


def with_everything_shown(filler: Filler) -> None:
    """A saved ballot that was changed since, a missing name, and the question before starting over."""
    filler.page.locator("summary").first.click()
    filler.choice(0, 2).check()
    filler.name.fill("Ana")
    filler.save()
    filler.name.fill("")
    filler.button("Save my ballot").click()
    filler.button("Start over").click()


def tree(filler: Filler) -> list[dict[str, Any]]:
    """What a screen reader is told, in its order."""
    session = filler.page.context.new_cdp_session(filler.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        {"role": node["role"]["value"], "name": node.get("name", {}).get("value", ""), "node": node}
        for node in nodes
        if not node["ignored"] and "role" in node
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("prepare", [lambda filler: None, with_everything_shown], ids=["fresh", "everything shown"])
def test_axe_finds_nothing(open_form, scheme: Any, viewport: Any, prepare: Any) -> None:
    filler = open_form(viewport=viewport)
    filler.page.emulate_media(color_scheme=scheme)
    prepare(filler)

    found = Axe().run(filler.page, options={"resultTypes": ["violations"]})

    assert found.violations_count == 0, found.generate_report()


def test_everything_that_can_be_used_has_a_name_and_no_two_notes_the_same(open_form) -> None:
    filler = open_form()
    with_everything_shown(filler)
    nodes = tree(filler)
    usable = [node for node in nodes if node["role"] in ("textbox", "radio", "checkbox", "button", "link")]

    assert len([node for node in usable if node["role"] == "radio"]) == 4 * 7
    assert [node["node"] for node in usable if not node["name"].strip()] == []
    names = [node["name"] for node in usable if node["role"] == "textbox"]
    assert len(set(names)) == len(names)
    assert "Note on 2.2 Practice 3" in names


def test_every_question_is_the_legend_of_its_group(open_form) -> None:
    filler = open_form()

    for place in range(4):
        fieldset = filler.practice(place).locator("fieldset")
        expect(fieldset).to_have_accessible_name(f"How do you mind practice {place}?")
        assert fieldset.locator("> :first-child").evaluate("element => element.tagName") == "LEGEND"


def test_headings_go_down_one_at_a_time_and_landmarks_have_names(open_form) -> None:
    filler = open_form()
    headings = filler.page.locator("h1, h2, h3, h4").evaluate_all("found => found.map((heading) => heading.tagName)")

    assert headings == ["H1", "H2", "H2", "H3", "H3", "H2", "H3", "H3", "H2"]
    landmarks = {(node["role"], node["name"]) for node in tree(filler)}
    assert landmarks >= {
        ("banner", ""),
        ("navigation", "Sections"),
        ("main", ""),
        ("contentinfo", ""),
        ("region", "Progress"),
    }
    assert ("region", "Section 1") in landmarks


def test_nothing_takes_its_own_place_in_the_tab_order(open_form) -> None:
    assert open_form().page.locator("[tabindex]:not([tabindex='-1'])").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_focus_shows_it(open_form, scheme: Any) -> None:
    filler = open_form()
    filler.page.emulate_media(color_scheme=scheme)
    seen: dict[str, str] = {}
    for _ in range(40):
        filler.page.keyboard.press("Tab")
        outline = filler.page.evaluate(
            """() => {
                const focused = document.activeElement;
                const shown = focused.closest(".choice") || focused;
                return getComputedStyle(shown).outlineStyle + " " + getComputedStyle(shown).outlineWidth;
            }"""
        )
        seen[filler.focused()] = outline
    del seen["undefined=undefined"]  # the page itself, after the last one

    assert len(seen) > 12
    assert set(seen.values()) == {"solid 3px"}


@pytest.mark.parametrize("viewport", [NARROWEST, PHONE], ids=["320", "375"])
def test_nothing_is_wider_than_a_phone(open_form, viewport: Any) -> None:
    unbroken = "x" * 2_000
    long = a_practice(1, section_title=unbroken, title=unbroken, question=unbroken, statements=(unbroken,) * 5)
    filler = open_form(a_form(team=unbroken, about=unbroken, practices=(a_practice(0), long)), viewport=viewport)
    filler.note(1).fill(unbroken)
    with_everything_shown(filler)
    filler.page.locator("#fold summary").click()

    assert filler.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    outside = filler.page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, nav *")]
            .filter((part) => part.getClientRects().length > 0 && !part.closest(".unseen"))
            .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
            .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert outside == []


def test_the_page_is_light_or_dark_as_the_reader_wants(open_form) -> None:
    filler = open_form()
    paper = "getComputedStyle(document.documentElement).backgroundColor"

    filler.page.emulate_media(color_scheme="light")
    light = filler.page.evaluate(paper)
    filler.page.emulate_media(color_scheme="dark")

    assert light == "rgb(250, 249, 246)"
    assert filler.page.evaluate(paper) == "rgb(21, 24, 29)"


def test_on_paper_there_are_the_questions_and_all_of_a_note_but_nothing_to_press(open_form) -> None:
    filler = open_form()
    filler.note(0).fill("\n".join(f"Line {number}." for number in range(30)))
    filler.page.emulate_media(media="print")

    for place in range(4):
        expect(filler.practice(place)).to_be_visible()
    for hidden in ("#next", "#save-ballot", "nav"):
        expect(filler.page.locator(hidden)).to_be_hidden()
    assert filler.note(0).evaluate("note => note.scrollHeight <= note.clientHeight")


def test_without_javascript_the_page_says_what_it_needs(open_form, browser: Any, tmp_path: Any) -> None:
    filler = open_form()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(filler.page.url)

    expect(page.get_by_text("This form needs JavaScript, which is off here.")).to_be_visible()
    expect(page.get_by_role("main")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()
    expect(filler.page.get_by_text("This form needs JavaScript")).to_be_hidden()

"""The guide as one HTML page: everything is in it, everybody can read it, and no text in it is more than text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from levelbook.core.text.cleaning import clean_line
from levelbook.export.html import web_page
from levelbook.guide.keep import merge
from levelbook.guide.keep.blocks import Block
from levelbook.guide.text.markdown import inline
from levelbook.guide.write.assemble import assemble
from support import bank
from support.hostile_texts import HOSTILE

Open = Callable[..., Page]
DOT = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


@pytest.fixture(name="open_page")
def _open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from disk. At the end, none may have asked for anything else, or complained."""
    seen: list[str] = []

    def open_page(html: str, *, width: int = 1280, dark: bool = False) -> Page:
        (tmp_path / "guide.html").write_text(html, "utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        page.on("request", lambda request: seen.append(request.url) if not request.url.startswith("file:") else None)
        page.on("console", lambda message: seen.append(message.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.goto((tmp_path / "guide.html").as_uri())
        return page

    yield open_page
    assert seen == []


@pytest.fixture(scope="module", name="html")
def _html() -> str:
    """The page of a team after two quarters."""
    made = assemble(*bank.after_two_quarters(), bank.template())
    guide = merge.assemble(None, made.blocks, made.front_matter, titles=made.titles).text
    return web_page(guide, lambda path: made.charts[path.removeprefix("charts/")].encode())


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_everybody_can_read_it_at_a_desk_and_on_a_phone(open_page: Open, html: str, width: int, dark: bool) -> None:
    page = open_page(html, width=width, dark=dark)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    shown = page.evaluate("[...document.images].map(image => [image.naturalWidth > 0, image.width, image.alt])")
    assert len(shown) == 2 and all(loaded and 0 < wide < width for loaded, wide, _ in shown)
    assert all(alt.startswith("Level claimed, what of it counts as proven, and target by ") for _, _, alt in shown)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 520, 1280])
def test_no_range_is_broken_over_two_lines(open_page: Open, width: int) -> None:
    cells = "".join(f"| {'word ' * words}1.6 (1.1–2.9) 15–80 per cent |\n" for words in range(12))
    page = open_page(web_page(f"| Level |\n|---|\n{cells}", lambda path: None), width=width)
    boxes = page.locator(".range").evaluate_all(
        "spans => spans.map(span => [span.innerText, span.getClientRects().length])"
    )
    assert boxes == [["(1.1–2.9)", 1], ["15–80", 1]] * 12


def test_a_number_of_very_many_digits_is_looked_at_once() -> None:
    digits = "1" * 300_000  # at each of which a range could begin: an hour
    assert digits in web_page(digits, lambda path: None)


def test_contents_and_links_lead_to_their_headings(open_page: Open, html: str) -> None:
    page = open_page(html)

    targets = page.evaluate("[...document.querySelectorAll('a')].map(link => link.getAttribute('href'))")
    inside = [target for target in targets if target.startswith("#")]
    assert len(inside) > 100
    assert page.evaluate("links => links.filter(link => !document.getElementById(link.slice(1)))", inside) == []
    assert [target for target in targets if not re.match("#|https://", target)] == []
    listed = page.evaluate("[...document.querySelectorAll('nav a')].map(link => link.textContent)")
    assert listed == page.evaluate("[...document.querySelectorAll('h2, h3')].map(heading => heading.textContent)")
    assert page.get_by_text("Retail Assistant · Example Bank · last edition 2026-11-22 · as of").is_visible()

    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()


def test_on_paper_an_address_stands_behind_its_words_and_is_not_written_twice(open_page: Open) -> None:
    page = open_page(
        web_page("See [the wiki](https://wiki.example/a) and <https://wiki.example/b>.\n", lambda path: None)
    )

    page.emulate_media(media="print")

    behind = page.evaluate(
        "[...document.querySelectorAll('main a')].map(link => getComputedStyle(link, '::after').content)"
    )
    assert "https://wiki.example/a" in behind[0] and "https://wiki.example/b" not in behind[1]


def test_on_paper_a_line_that_leads_to_a_list_stays_with_it(open_page: Open, tmp_path: Path) -> None:
    page = open_page(
        web_page(
            "".join(f"Part {n}.\n\nWe do this:\n\n- First of {n}\n- Second\n\n" for n in range(120)), lambda path: None
        )
    )

    page.pdf(path=tmp_path / "guide.pdf", format="A4")

    pages = [sheet.extract_text().strip() for sheet in PdfReader(tmp_path / "guide.pdf").pages]
    assert len(pages) > 3 and not [words for words in pages if words.endswith("We do this:")]


def test_no_two_headings_of_a_page_have_one_anchor() -> None:
    page = web_page("# Guide\n\n## Round\n\n## Round 1\n\n## Round\n\n## Content\n", lambda path: None)

    anchors = re.findall(r'<h\d id="([^"]*)"', page)
    assert anchors == ["guide", "round", "round-1", "round-2", "content-1"]
    assert re.findall(r'<a href="#([^"]*)">(?:Round|Content)', page) == anchors[1:]


def test_the_page_of_an_edition_names_it_as_what_it_is() -> None:
    values = {"team": "Retail", "edition": "spring", "signed_by": "Ana", "as_of": "2026-06-01"}
    guide = merge.assemble(None, [], values).text

    now, of_edition = (web_page(guide, lambda path: None, edition=name) for name in ("", "spring"))

    assert "Retail · last edition spring, signed by Ana · as of 1 June 2026" in now
    assert "Retail · edition spring, signed by Ana · as of 1 June 2026" in of_edition


def test_what_was_typed_is_shown_as_it_was_typed(open_page: Open) -> None:
    texts = [clean_line(text) for _, text in HOSTILE if clean_line(text)]
    block = Block("about", "# Guide\n\n" + "\n\n".join(f"Said: {inline(text)}" for text in texts))
    page = open_page(web_page(merge.assemble(None, [block], {"title": "</title><b>"}).text, lambda path: None))

    paragraphs = page.evaluate("[...document.querySelectorAll('main p')].map(one => one.textContent)")
    assert [said.removeprefix("Said:").split() for said in paragraphs] == [text.split() for text in texts]
    assert page.title() == "</title><b>"


def test_whatever_people_write_in_their_guide_nothing_runs_and_nothing_is_loaded(open_page: Open) -> None:
    texts = [text.encode("utf-8", "replace").decode() for _, text in HOSTILE if not re.search("levelbook:|<<<<", text)]
    texts += ["![ours](plan.gif) ![theirs](https://evil.example/x.png) [the record](record.md)"]
    texts += [
        "<!-- for the editors -->\n\n<b onclick='alert(1)'>bold</b>",
        "a <i onclick='alert(1)'>b</i>",
        "```\nfence",
    ]
    pages = [web_page(text, lambda path: DOT if path == "plan.gif" else None) for text in texts]
    head, _, foot = re.split(r"(<main.*</main>)", web_page("", lambda path: None), flags=re.DOTALL)
    page = open_page(head + "".join(re.findall("<main.*</main>", one, re.DOTALL)[0] for one in pages) + foot)

    names = page.evaluate("[...new Set([...document.querySelectorAll('main *')].map(one => one.localName))]")
    assert set(names) <= {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "hr"),
        *("blockquote", "table", "thead", "tbody", "tr", "th", "td", "br", "img"),
    }
    assert page.evaluate("[...document.images].map(image => image.src.slice(0, 15))") == ["data:image/gif;"]
    said = page.locator("body").inner_text()
    assert "<b onclick='alert(1)'>bold</b>" in said and "for the editors" not in said
    targets = page.evaluate("[...document.links].map(link => link.href)")
    assert [target for target in targets if not re.match("https?:|mailto:|file:.*guide.html#", target)] == []

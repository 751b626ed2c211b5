"""A portfolio's page holds every report: without a network, on paper, on a phone and aloud; as Markdown too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import mdformat
import pytest

from levelbook.cli.portfolio_reports import put_movement
from levelbook.core.portfolio.figures import TeamMean
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.portfolio.reports.movement import MovedPractice
from levelbook.export.portfolio_page import html_page, markdown_page
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio
from levelbook.words import portfolio_columns as columns
from support import small_portfolio
from support.command_line import typed

pytestmark = pytest.mark.usefixtures("day_of_portfolios")

HOSTILE = "<script>alert(1)</script> & `x` | [a](javascript:b) {{ c }}"


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    return small_portfolio.made(tmp_path_factory.mktemp("page"), {"birch": HOSTILE})


@pytest.fixture(scope="module", name="page_path")
def _page_path(portfolio: Portfolio) -> Path:
    path = portfolio.path / "portfolio.html"
    assert typed("-C", str(portfolio.path), "portfolio", "page", "--output", str(path)).code == 0
    return path


@pytest.fixture(name="page")
def _page(browser: Any, page_path: Path) -> Iterator[Any]:
    """The page in a browser window that may ask for nothing."""
    window = browser.new_page(viewport={"width": 1200, "height": 900})
    asked_for: list[str] = []
    window.on("request", lambda request: asked_for.append(request.url))
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.goto(page_path.as_uri())
    yield window
    assert asked_for == [page_path.as_uri()]
    assert faults == []
    window.close()


def rows(page: Any, section: str) -> list[str]:
    """What the rows of a section's tables say, of those that are shown."""
    return [
        re.sub(r"\s+", " ", row.inner_text()).strip()
        for row in page.locator(f"#{section} tbody tr").all()
        if row.is_visible()
    ]


def test_the_page_is_printed_where_a_dash_stands_for_the_file(portfolio: Portfolio, page_path: Path) -> None:
    there = sorted(portfolio.path.iterdir())

    said = typed("portfolio", "page", "--output", "-", folder=portfolio.path)

    assert (said.code, said.out) == (0, page_path.read_text(encoding="utf-8"))
    assert sorted(portfolio.path.iterdir()) == there


def test_teams_to_whom_nothing_applies_are_not_said_to_have_sealed_nothing(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        found = inquiry.overview
        nothing = replace(found, heatmap=replace(found.heatmap, whole=None, rows=()), trend=(), gains=(), proof=())
        none_asked = replace(nothing, asked=replace(found.asked, teams=0))
        pages = [html_page.page(one, inquiry.top).decode() for one in (nothing, none_asked)]
        pages += [markdown_page.page(one).decode() for one in (nothing, none_asked)]
    assert [page.count("Nothing is in scope of any team") for page in pages] == [2, 0, 1, 0]
    assert [page.count("No team to show.") for page in pages] == [0, 2, 0, 1]
    assert [page.count("No practice to show.") for page in pages] == [2, 2, 1, 1]


def test_a_practice_that_fell_in_one_team_and_rose_as_much_in_another_is_in_every_report(
    portfolio: Portfolio, capsys: pytest.CaptureFixture[str]
) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        found = inquiry.overview
        evened_out = MovedPractice("data.backups", "Backups", "data", 1, 1, TeamMean.of(0, 2))
        found = replace(found, movement=replace(found.movement, practices=(evened_out,)))
        pages = [html_page.page(found, inquiry.top).decode(), markdown_page.page(found).decode()]
    put_movement(found.movement, most=20)

    for said in (*pages, capsys.readouterr().out):
        assert "ell in some teams, and rose in others by as many levels" in said
        assert "Practices that fell</" not in said and "Practices that rose:" not in said


def test_every_report_is_there_with_the_figures_that_the_command_line_prints(page: Any, portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        overview = inquiry.overview
    assert page.locator("h1").inner_text() == "Example Bank"
    assert [heading.inner_text() for heading in page.locator("h2").all()] == [
        "What moved",
        "Levels by unit",
        "Distribution of teams",
        "Quarter by quarter",
        "Late teams",
        "Accepted risks",
        "What would help most",
        "Where most teams fall short",
        "Claimed and proven",
        "Teams",
    ]
    assert len(rows(page, "heatmap")) == len(overview.heatmap.rows) + 1
    assert rows(page, "heatmap")[-1].startswith(f"all {overview.asked.teams} ")
    assert len(rows(page, "teams")) == len(overview.teams)
    assert len(rows(page, "trend")) == len({point.quarter for point in overview.trend})
    counted = sum(int(row.split()[3]) for row in rows(page, "distribution"))
    assert counted == sum(team.level is not None for team in overview.teams)


def test_typing_filters_the_teams_and_a_heading_sorts_them(page: Any) -> None:
    everybody = rows(page, "teams")
    page.get_by_label("Filter: Each team with its last edition").fill("cards")

    assert [row.split()[0] for row in rows(page, "teams")] == ["Cedar", "Dogwood"]
    assert page.locator("#teams [role=status]").inner_text() == f"2 of {len(everybody)} rows"

    page.get_by_label("Filter: Each team with its last edition").fill("")
    head = page.locator("#teams thead th", has_text="Level")
    for direction, sign in (("ascending", 1), ("descending", -1)):
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") == direction
        levels = [float(cell.inner_text().split()[0]) for cell in page.locator("#teams tbody tr td:nth-child(3)").all()]
        assert levels == sorted(levels, reverse=sign < 0)


def test_without_its_script_the_page_is_whole(browser: Any, page_path: Path, page: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page_path.as_uri())

    assert rows(plain, "teams") == rows(page, "teams")
    context.close()


def test_what_teams_are_called_stays_text(page: Any, page_path: Path) -> None:
    assert any(HOSTILE in row for row in rows(page, "teams"))
    assert "<script>alert" not in page_path.read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_aloud_and_without_colour(page: Any, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    shaded = page.locator(".shade").all()
    assert shaded and all(re.fullmatch(r"\d\.\d", cell.inner_text()) for cell in shaded)


def test_on_a_phone_only_wide_tables_scroll_and_on_paper_there_is_no_control(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not any(one.is_visible() for one in page.locator(".filter-words").all())


def test_a_heatmap_of_many_sections_fits_on_a_screen(browser: Any, portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        overview, top = inquiry.overview, inquiry.top
    heat = overview.heatmap
    [first, *_] = heat.sections
    many = {f"s{number}": f"Third parties, their models and interfaces {number}" for number in range(14)}
    rows = [replace(row, sections=dict.fromkeys(many, row.sections[first])) for row in heat.rows]
    wide = replace(overview, heatmap=replace(heat, sections=many, rows=tuple(rows), whole=rows[0]))

    window = browser.new_page(viewport={"width": 1200, "height": 900})
    window.set_content(html_page.page(wide, top).decode())
    heads = [one.bounding_box() for one in window.locator(".heat thead th").all()]
    window.close()

    assert len(heads) == 5 + len(many)
    assert all(box["x"] + box["width"] <= 1200 for box in heads)
    assert all(box["height"] > box["width"] for box in heads[5:]), "they stand upright"


def test_heads_stand_where_what_is_below_them_does(page: Any) -> None:
    sides = {
        head.inner_text(): (
            head.evaluate("one => getComputedStyle(one).textAlign"),
            page.locator("#teams tbody tr")
            .first.locator("th, td")
            .nth(place)
            .evaluate("one => getComputedStyle(one).textAlign"),
        )
        for place, head in enumerate(page.locator("#teams thead th").all())
    }

    assert sides["Target"] == ("right", "right")
    assert sides["Unit"] == ("left", "left")


def test_the_same_figures_give_the_same_bytes(portfolio: Portfolio, page_path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    assert typed("-C", str(portfolio.path), "portfolio", "page", "--output", str(again)).code == 0

    assert again.read_bytes() == page_path.read_bytes()


def test_markdown_has_what_moved_on_top_and_formatters_leave_it_alone(portfolio: Portfolio, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.md"
    assert typed("-C", str(portfolio.path), "portfolio", "page", "--output", str(path)).code == 0

    text = path.read_text("utf-8")
    assert re.findall(r"^## .*", text, re.MULTILINE)[0] == "## What moved"
    assert "<script>" not in text
    assert "| Cards & payments" in text

    plain = ("--unit", "cards", "--output", str(path))
    assert typed("-C", str(portfolio.path), "portfolio", "page", *plain).code == 0
    assert mdformat.text(path.read_text("utf-8"), extensions={"gfm"}) == path.read_text("utf-8")


@pytest.mark.parametrize(("page", "said"), [(html_page, r"\(the first 1 of 2\)"), (markdown_page, "\n1 more: ")])
def test_a_list_of_which_a_page_has_no_room_for_every_row_says_so(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, page: Any, said: str
) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        found, top = inquiry.overview, inquiry.top
    risks = replace(found.risks, risks=found.risks.risks[:1] * 2)
    twice = replace(found, gains=found.gains[:1] * 2, risks=risks)
    for most in ("MOST_ROWS", "MOST_MOVED"):
        monkeypatch.setattr(page, most, 1)

    text = page.page(twice, top) if page is html_page else page.page(twice)

    assert len(re.findall(said, text.decode("utf-8"))) >= 2


def test_the_page_in_markdown_names_each_accepted_risk(portfolio: Portfolio) -> None:
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        risks = inquiry.overview.risks.risks
        text = markdown_page.page(inquiry.overview).decode("utf-8")

    assert len(risks) > 0
    assert all(f"| {risk.until.isoformat()}" in text and risk.reason in text for risk in risks)
    assert all(re.search(rf"\| {re.escape(risk.title)} +\|", text) for risk in risks), "by titles, as in all its lists"


@pytest.mark.parametrize("report", [["show"], ["trend"], ["teams"], ["proof"], ["compare", "birch", "cedar"]])
def test_wherever_figures_count_as_proven_it_says_that_some_stand_on_the_teams_word(
    portfolio: Portfolio, report: list[str]
) -> None:
    said = typed("-C", str(portfolio.path), "portfolio", *report)
    assert ("Counts as proven" in said.out, columns.ON_WORD_ALONE[:-1] in said.out) == (True, True)


def test_a_file_that_is_no_such_page_is_not_written_over(portfolio: Portfolio, tmp_path: Path) -> None:
    path = tmp_path / "ours.html"
    path.write_text("ours", "utf-8")
    words = ("-C", str(portfolio.path), "portfolio", "page", "--output", str(path))

    refused = typed(*words)
    assert refused.code == 2
    assert "is not a page of a portfolio" in refused.err
    assert path.read_text("utf-8") == "ours"

    assert typed(*words, "--yes").code == 0
    assert typed(*words).code == 0


@pytest.mark.parametrize("words", [("page",), ("export", "xlsx"), ("export", "csv")])
def test_where_the_folder_is_missing_it_says_what_to_do(
    portfolio: Portfolio, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ending = ".md" if words == ("page",) else f".{words[1]}"
    said = typed("-C", str(portfolio.path), "portfolio", *words, "--output", str(tmp_path / f"docs/all{ending}"))

    assert said.code == 5
    assert "There is no folder" in said.err
    assert "Make that folder first, or name another place." in said.err


def test_a_page_can_be_about_some_teams(portfolio: Portfolio, tmp_path: Path) -> None:
    path = tmp_path / "cards.md"
    words = ("--unit", "cards", "--output", str(path))
    assert typed("-C", str(portfolio.path), "portfolio", "page", *words).code == 0

    text = path.read_text("utf-8")
    assert "2 teams in Cards" in text
    assert "Treasury" not in text

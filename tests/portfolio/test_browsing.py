"""Whoever goes through a portfolio asks about one unit after the other, and sees what was collected meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.portfolio import browsing
from levelbook.portfolio.browsing import Browser
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.engine import QueryCancelled
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio, open_portfolio
from levelbook.portfolio.store import Store
from levelbook.portfolio.team_details import sealed_team, teams_by_section
from support import small_portfolio
from support.sealed_books import LEVELS, Book, figures


@pytest.fixture(name="portfolio")
def _portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795942800")  # 2026-11-29
    return small_portfolio.made(tmp_path)


def test_each_unit_and_quarter_is_asked_about_and_the_rest_of_the_question_stays(portfolio: Portfolio) -> None:
    with Browser(portfolio, PortfolioQuestion(questionnaire="small")) as browser:
        assert browser.ask(None, None, lambda inquiry: inquiry.asked.teams) == 5
        assert browser.ask("retail", "2026-Q3", lambda inquiry: (inquiry.asked.teams, inquiry.asked.quarter)) == (
            2,
            "2026-Q3",
        )
        with pytest.raises(UnknownId):
            browser.ask("reatil", None, lambda inquiry: inquiry.asked)


def test_only_the_last_inquiries_stay_open(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str | None] = []
    leave = Inquiry.__exit__

    def left(inquiry: Inquiry, *raised: object) -> None:
        closed.append(inquiry.question.unit)
        leave(inquiry, *raised)

    monkeypatch.setattr(Inquiry, "__exit__", left)
    monkeypatch.setattr(browsing, "MOST_KEPT", 2)
    with Browser(portfolio) as browser:
        for unit in (None, "retail", None, "cards"):
            browser.ask(unit, None, lambda inquiry: inquiry.asked)
        assert closed == ["retail"]
    assert closed == ["retail", None, "cards"]


def test_two_that_ask_at_once_get_what_each_asked(portfolio: Portfolio) -> None:
    units = ["retail", "cards", "treasury", None] * 3
    with Browser(portfolio) as browser, ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda unit: browser.ask(unit, None, lambda inquiry: inquiry.heatmap.whole), units)

        assert [whole.teams for whole in found if whole is not None] == [2, 2, 1, 5] * 3


def test_what_is_collected_meanwhile_is_seen_with_the_next_list(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser:
        before = browser.ask(None, None, lambda inquiry: [one.team for one in teams_by_section(inquiry, [])])
        book = Book(portfolio.path.parent / "docs" / "fir", "Fir")
        book.seal(date(2026, 11, 20), dict(zip(LEVELS, (1, 2, 3), strict=True)))
        collect(portfolio)
        after = browser.ask(None, None, lambda inquiry: [one.name for one in teams_by_section(inquiry, [])])

    assert "Fir" in after
    assert len(after) == len(before) + 1


def test_the_sections_and_the_first_teams_are_those_of_the_whole(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser, browser.asking(None, None) as inquiry:
        sections = inquiry.sections
        teams = teams_by_section(inquiry, list(sections))

        assert list(sections.items()) == list(inquiry.heatmap.sections.items())
        assert teams_by_section(inquiry, list(sections), most=2) == teams[:2]
        assert teams_by_section(inquiry, list(sections), most=99) == teams


def test_a_team_has_in_each_section_what_its_report_says(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser, browser.asking("cards", None) as inquiry:
        sections = list(inquiry.heatmap.sections)
        by_team = {one.team: one for one in teams_by_section(inquiry, sections)}
        lines = {line.team: line for line in inquiry.teams}
        for section, standing in inquiry.heatmap.rows[0].sections.items():
            levels = [one.sections[sections.index(section)] for one in by_team.values()]
            known = [level for level in levels if level is not None]
            assert standing.level.teams == len(known)
            assert standing.level.total == pytest.approx(sum(known))

    assert by_team.keys() == lines.keys()
    for team, line in lines.items():
        assert (by_team[team].level, by_team[team].low, by_team[team].high) == (line.level, line.low, line.high)


def test_a_practice_lists_its_teams_and_a_team_its_practices_with_the_same_levels(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser, browser.asking(None, None) as inquiry:
        alder = sealed_team(inquiry, "alder")
        assert [one.practice for one in alder.practices] == list(LEVELS)
        assert [quarter for quarter, _ in alder.trend] == ["2026-Q2", "2026-Q3", "2026-Q4"]
        for practice in alder.practices:
            teams = inquiry.teams_of_practice(practice.practice)
            mine = next(one for one in teams if one.team == "alder")
            assert (mine.level, mine.target, mine.before) == (practice.level, practice.target, practice.before)
            assert len(teams) == 5
        with pytest.raises(UnknownId):
            sealed_team(inquiry, "nobody")


def test_a_store_that_cannot_be_shown_is_said_before_the_screen_is(portfolio: Portfolio, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "portfolio.toml").write_bytes((portfolio.path / "portfolio.toml").read_bytes())
    with Browser(open_portfolio(empty)) as browser, pytest.raises(UsedWrongly, match="Nothing has been collected yet"):
        browser.begin().result()
    assert Store(portfolio.store_path).manifest().generation


def test_what_is_known_first_of_units_is_what_their_heatmap_says_of_the_whole(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser, browser.asking(None, None) as inquiry:
        sooner, whole = inquiry.overall, inquiry.heatmap

    assert [(row.row, row.title, row.teams, row.old) for row in sooner.rows] == [
        (row.row, row.title, row.teams, row.old) for row in whole.rows
    ]
    assert [row.overall for row in sooner.rows] == [row.overall for row in whole.rows]
    assert sooner.whole is not None and whole.whole is not None
    assert sooner.whole.overall == whole.whole.overall


def test_a_list_that_was_found_is_found_again_only_when_somebody_says_so_or_collected(portfolio: Portfolio) -> None:
    found: list[str] = []

    def find(inquiry: Inquiry) -> int:
        found.append(inquiry.asked.collected_at)
        return inquiry.asked.teams

    with Browser(portfolio) as browser:
        assert [browser.ask(None, None, find, known_as="teams") for _ in range(2)] == [5, 5]
        assert len(found) == 1
        browser.ask("retail", None, find, known_as="teams")
        browser.ask(None, None, find, known_as="other")
        browser.ask(None, None, find, known_as="teams", anew=True)
        assert len(found) == 4
        book = Book(portfolio.path.parent / "docs" / "fir", "Fir")
        book.seal(date(2026, 11, 20), dict(zip(LEVELS, (1, 2, 3), strict=True)))
        collect(portfolio)
        assert browser.ask(None, None, find, known_as="teams") == 6


def test_whoever_lets_go_of_an_answer_gets_none_and_the_next_one_is_found_as_ever(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser:

        def given_up(inquiry: Inquiry) -> object:
            browser.abandon()
            return inquiry.gains

        with pytest.raises(QueryCancelled):
            browser.ask(None, None, given_up)
        assert browser.ask(None, None, lambda inquiry: len(inquiry.gains)) == len(
            browser.ask(None, None, lambda inquiry: inquiry.gains)
        )


def test_a_query_that_runs_ends_when_it_is_let_go_of(portfolio: Portfolio) -> None:
    runs = threading.Event()

    def long(inquiry: Inquiry) -> object:
        runs.set()
        return inquiry.duckdb.rows("SELECT sum(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b")

    with Browser(portfolio) as browser, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(browser.ask, None, None, long)
        assert runs.wait(20)
        while not asked.done():  # it may not have reached the query yet
            browser.abandon()
        assert isinstance(asked.exception(), QueryCancelled)


def test_after_leaving_nothing_is_asked_any_more(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser:
        browser.ask(None, None, lambda inquiry: inquiry.asked)
        browser.leave()
        with pytest.raises(QueryCancelled):
            browser.ask("retail", None, lambda inquiry: inquiry.asked)
        with pytest.raises(QueryCancelled):
            browser.begin().result()


def test_a_unit_has_no_column_for_a_section_that_applies_to_none_of_its_teams(portfolio: Portfolio) -> None:
    book = Book(portfolio.path.parent / "docs" / "elm", "Elm")
    last = book.last()
    assert last is not None
    sections = (last.sections[0], replace(last.sections[1], figures=figures()))
    book.seal(date(2026, 11, 20), dict(zip(LEVELS, (2, 3, None), strict=True)), sections=sections)
    collect(portfolio)

    with Browser(portfolio) as browser:
        assert browser.ask("treasury", None, lambda inquiry: list(inquiry.sections)) == ["data"]
        assert browser.ask(None, None, lambda inquiry: list(inquiry.sections)) == ["data", "model"]

"""A portfolio in the terminal: from the organisation down to an edition and back, filtered, sorted, without colour."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.portfolio.reports.practices import Gain
from levelbook.core.portfolio.reports.team_details import TeamHeat
from levelbook.keymap.effective_keys import Keys, changed_keys
from levelbook.keymap.user_settings import UserSettings
from levelbook.portfolio.browsing import Browser
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.inquiry import Inquiry, compared
from levelbook.portfolio.settings import Portfolio, open_portfolio
from levelbook.tui.portfolio import screen, view_factory
from levelbook.tui.portfolio.app import PortfolioApp
from levelbook.tui.portfolio.places import LISTS, Place
from levelbook.tui.theme import WithoutColours
from levelbook.tui.widgets.table import ShownColumn, Table
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from support import small_portfolio
from support.pilot import Size, both_sizes, press, shows, text_of, until
from support.sealed_books import LEVELS, Book
from support.terminal import Process, Terminal, in_python

pytestmark = pytest.mark.usefixtures("day_of_portfolios")

HOSTILE = "[b]Birch[/b] [/x] `|`"


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    return small_portfolio.made(tmp_path_factory.mktemp("screen"), {"birch": HOSTILE})


@pytest.fixture(name="app")
def _app(portfolio: Portfolio) -> Iterator[PortfolioApp]:
    with Browser(portfolio) as browser:
        yield PortfolioApp(browser)


def rows(app: PortfolioApp) -> list[str]:
    """What stands in the first column of the table, row by row."""
    table = app.screen.query_one(Table)
    return [table._text(table._columns[0], table._rows[place]) for place in table._places]


def heads(app: PortfolioApp) -> str:
    """The line of heads as it is on the screen."""
    return next(line for line in text_of(app).splitlines() if re.match(r" +(Unit|Team|Practice|Until)", line))


async def goes(pilot: Pilot[None], key: str, words: str) -> None:
    """Press a key, and wait for what it leads to."""
    await press(pilot, key)
    await shows(pilot, words)


@both_sizes
async def test_from_the_organisation_down_to_an_edition_and_back_with_the_cursor_where_it_was(
    app: PortfolioApp, size: Size
) -> None:
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "Retail banking")
        before = rows(app)
        assert before == ["Cards & payments", "Retail banking", "Treasury"]

        await press(pilot, "down")
        await goes(pilot, "enter", "Example Bank › Retail banking")
        await shows(pilot, "Alder")
        await goes(pilot, "enter", "It cannot be changed.")
        await press(pilot, "down")
        practice = rows(app)[1]
        await goes(pilot, "enter", "› Edition 2026-11-03")
        await shows(pilot, practice)

        await press(pilot, "escape")
        await until(pilot, lambda: rows(app)[1:2] == [practice])
        assert app.screen.query_one(Table).row == 1
        await press(pilot, "escape")
        await until(pilot, lambda: "Alder" in rows(app))
        await press(pilot, "backspace")
        await until(pilot, lambda: rows(app) == before)
        assert app.screen.query_one(Table).row == 1
        await goes(pilot, "escape", "q quits")


async def test_a_portfolio_without_any_edition_opens_and_lists_who_has_none(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "bank").mkdir()
    toml = """format = 1
organisation = "Example Bank"
units = [{ id = "retail", title = "Retail banking" }]
sources = [{ id = "docs", folder = "../docs" }]
teams = [{ id = "alder", unit = "retail" }]
"""
    (tmp_path / "bank" / "portfolio.toml").write_text(toml, "utf-8")
    unsealed = open_portfolio(tmp_path / "bank")
    collect(unsealed)

    with Browser(unsealed) as browser:
        app = PortfolioApp(browser)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await shows(pilot, "No team to show.")
            await goes(pilot, "l", "no edition collected")
            await press(pilot, "-")
            await goes(pilot, "m", "No edition of this quarter")


def test_whatever_shows_what_counts_as_proven_says_what_stands_on_word_alone(portfolio: Portfolio) -> None:
    """The heatmap, the teams and the trend left it out, as did whatever is opened from them."""
    details = (
        Place("team", team="alder"),
        Place("edition", team="alder"),
        Place("practice", practice="data.backups"),
        Place("compared", sides=("retail", "cards")),
    )
    told: dict[str, bool] = {}
    with Browser(portfolio) as browser, browser.asking(None, None) as inquiry:
        for place in (*map(Place, LISTS), *details):
            view = view_factory.make_view(place, inquiry)
            heads = {name for one in view.columns for name in (one.head, one.title)}
            heads |= {str(getattr(row, "title", "")) for row in view.rows}
            heads |= {row.lead.plain.strip() for row in view.text}
            if columns.COUNTS_AS_PROVEN in heads:
                told[place.kind] = "word alone." in " ".join(view.asked)
    assert told == dict.fromkeys(
        ("heatmap", "teams", "proof", "trend", "team", "edition", "practice", "compared"), True
    )


def test_where_teams_were_compared_and_no_practice_moved_the_list_says_that(portfolio: Portfolio) -> None:
    with Browser(portfolio) as browser, browser.asking(None, None) as inquiry:
        inquiry.movement = replace(inquiry.movement, practices=())
        with_teams = view_factory.make_view(Place("moved"), inquiry).nothing
        inquiry.movement = replace(inquiry.movement, teams=())
        without = view_factory.make_view(Place("moved"), inquiry).nothing
    assert (with_teams, without) == ("No practice fell or rose.", words.NOTHING_TO_COMPARE)


async def test_an_edition_is_opened_at_the_practice_with_what_belongs_to_it_below(app: PortfolioApp) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        await goes(pilot, "t", "Alder")
        await goes(pilot, "enter", "It cannot be changed.")
        practice = rows(app)[0]
        await goes(pilot, "enter", "› Edition")
        await until(pilot, lambda: practice in "\n".join(text_of(app).splitlines()[4:8]))
        assert "Digest" not in text_of(app)


async def test_what_a_collection_kept_is_seen_before_anything_is_asked(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Browser(portfolio) as browser, monkeypatch.context() as patch:
        made_ready: list[str] = []
        patch.setattr(browser, "begin", lambda: made_ready.append("an engine"))
        patch.setattr(Browser, "asking", lambda *args: pytest.fail("an engine was asked"))
        app = PortfolioApp(browser)
        async with app.run_test(size=(120, 36)) as pilot:
            await shows(pilot, "Treasury")
            await shows(pilot, "Together: ")
            assert re.search(r"··[▁▂▃▄▅▆▇█]", text_of(app)), "the quarters are there too"
            await until(pilot, lambda: made_ready == ["an engine"])
            patch.undo()
            await goes(pilot, "minus", "2026-Q3: 4 teams")
            await goes(pilot, "t", "Alder")


async def test_what_is_typed_narrows_the_rows_and_escape_shows_all_again(app: PortfolioApp) -> None:
    async with app.run_test() as pilot:
        await goes(pilot, "t", "Alder")
        everybody = rows(app)
        await press(pilot, "slash", *"ced")
        await until(pilot, lambda: rows(app) == ["Cedar"])
        await shows(pilot, "Filter: ced")
        await shows(pilot, f"1 of {len(everybody)}")
        assert text_of(app).splitlines()[-1].split() == ["⏎", "keep", "esc", "clear"], "letters are text here"
        await press(pilot, "enter")
        await shows(pilot, "s sort")
        await goes(pilot, "enter", "It cannot be changed.")
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app) == ["Cedar"])
        await shows(pilot, "Filter: ced")

        await press(pilot, "escape")
        await until(pilot, lambda: rows(app) == everybody)
        assert "Filter:" not in text_of(app)
        assert rows(app)[app.screen.query_one(Table).row] == "Cedar"


async def test_whatever_is_typed_in_one_burst_waits_for_the_list_and_the_row_that_it_is_meant_for(
    app: PortfolioApp,
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        await pilot.press("t", "slash", *"cedar", "enter", "enter")
        await shows(pilot, "Example Bank › Teams › Cedar")
        await shows(pilot, "It cannot be changed.")


async def test_nothing_that_holds_the_words_is_said(app: PortfolioApp) -> None:
    async with app.run_test() as pilot:
        await goes(pilot, "t", "Alder")
        await press(pilot, "slash", *"zzz")
        await shows(pilot, "0 of 5")
        await shows(pilot, "No row contains “zzz”.")
        assert rows(app) == []
        assert words.NO_TEAM not in text_of(app), "there are teams"
        await press(pilot, "enter", "enter", "s", "down", "end")
        assert rows(app) == []


async def test_each_column_sorts_and_its_head_shows_the_direction(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "t", "Alder")
        await press(pilot, "right", "s")
        await until(pilot, lambda: "Level▼" in heads(app))
        table = app.screen.query_one(Table)
        levels = [table._rows[place].level for place in table._places]
        assert levels == sorted(levels, reverse=True)
        await press(pilot, "s")
        await until(pilot, lambda: "Level▲" in heads(app))
        assert [table._rows[place].level for place in table._places] == sorted(levels)
        await press(pilot, "left", "s")
        await until(pilot, lambda: "Team▲" in heads(app))
        assert rows(app) == sorted(rows(app), key=str.casefold)


async def test_every_list_is_one_key_away_and_says_how_many_rows_it_has(app: PortfolioApp) -> None:
    with Browser(app.browser.portfolio) as browser, browser.asking(None, None) as inquiry:
        counts = {
            "heatmap": len(inquiry.heatmap.rows),
            "teams": len(inquiry.teams),
            "late": len(inquiry.late),
            "risks": len(inquiry.risks.risks),
            "moved": len([one for one in inquiry.movement.practices if one.up or one.down]),
            "moved-teams": len(inquiry.movement.teams),
            "gains": len(inquiry.gains),
            "short": len(inquiry.practices),
            "proof": len(inquiry.proof),
            "spread": len(inquiry.spread),
            "trend": len(inquiry.quarters),
        }
    assert list(counts) == list(LISTS)
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        for name, count in counts.items():
            await press(pilot, app.keys.of(f"portfolio-{name}")[0])
            await until(pilot, lambda count=count: len(rows(app)) == count)  # type: ignore[misc]
            way = "Example Bank " if name == "heatmap" else f"Example Bank › {LISTS[name]} "
            await shows(pilot, way)
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app)[:1] == ["Cards & payments"])


async def test_a_list_that_was_seen_is_made_again_only_of_a_later_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    find = view_factory.teams_by_section

    def counted(inquiry: Inquiry, sections: Sequence[str], most: int | None) -> list[TeamHeat]:
        made.append(inquiry.asked.collected_at)
        return find(inquiry, sections, most=most)

    monkeypatch.setattr(view_factory, "teams_by_section", counted)
    portfolio = small_portfolio.made(tmp_path)
    with Browser(portfolio) as browser:
        app = PortfolioApp(browser)
        async with app.run_test(size=(120, 36)) as pilot:
            await goes(pilot, "t", "Alder")
            await goes(pilot, "l", "with an overdue round")
            await goes(pilot, "t", "Alder")
            assert len(made) == 1

            Book(tmp_path / "docs" / "fir", "Fir").seal(date(2026, 11, 20), dict.fromkeys(LEVELS, 1))
            collect(portfolio)
            await goes(pilot, "l", "with an overdue round")
            await goes(pilot, "t", "Fir")
            assert len(made) == 2


async def test_of_many_teams_the_first_are_shown_and_the_others_as_soon_as_they_are_found(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_factory, "MANY", 3)
    monkeypatch.setattr(view_factory, "FIRST", 2)
    go_on = threading.Event()
    find = view_factory.teams_by_section

    def waits(inquiry: Inquiry, sections: Sequence[str], most: int | None) -> list[TeamHeat]:
        assert most is not None or go_on.wait(20)
        return find(inquiry, sections, most=most)

    monkeypatch.setattr(view_factory, "teams_by_section", waits)
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "t", "2 of 5, reading …")
        await press(pilot, "down")
        assert rows(app) == ["Alder", "Cedar"]
        go_on.set()
        await until(pilot, lambda: rows(app) == ["Alder", "Cedar", "Dogwood", "Elm", HOSTILE])
        assert rows(app)[app.screen.query_one(Table).row] == "Cedar", "the cursor stays where it was"
        await until(pilot, lambda: "reading" not in text_of(app))


async def test_while_a_list_is_being_read_other_keys_work_and_it_says_for_how_long(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "TICK", 0.05)
    go_on = threading.Event()

    def waits(inquiry: Inquiry) -> tuple[Gain, ...]:
        assert go_on.wait(20)
        return ()

    monkeypatch.setattr(Inquiry, "gains", property(waits))
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Cards & payments")
        await goes(pilot, "w", "This is being read.")
        await until(pilot, lambda: re.search(r"reading … \d+ s", text_of(app)) is not None)
        assert "Cards & payments" not in text_of(app), "it is no list of units any more"
        await press(pilot, "enter")
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app)[:1] == ["Cards & payments"])
        await press(pilot, "w")
        await goes(pilot, "l", "Late")
        go_on.set()
        await shows(pilot, "with an overdue round")


async def test_of_many_teams_the_others_are_read_on_when_somebody_comes_back(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_factory, "MANY", 3)
    monkeypatch.setattr(view_factory, "FIRST", 2)
    go_on = threading.Event()
    find = view_factory.teams_by_section

    def waits(inquiry: Inquiry, sections: Sequence[str], most: int | None) -> list[TeamHeat]:
        while most is None and not go_on.is_set():
            inquiry.duckdb.rows("SELECT 1")  # ends once nobody wants it
        return find(inquiry, sections, most=most)

    monkeypatch.setattr(view_factory, "teams_by_section", waits)
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "t", "2 of 5, reading …")
        await goes(pilot, "enter", "It cannot be changed.")
        go_on.set()
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app) == ["Alder", "Cedar", "Dogwood", "Elm", HOSTILE])


async def test_a_practice_of_a_list_leads_to_its_teams_the_lowest_first(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "w", "How much the mean level")
        practice = rows(app)[0]
        await goes(pilot, "enter", "the lowest first")
        await shows(pilot, f"Gains › {practice}")
        table = app.screen.query_one(Table)
        levels = [table._rows[place].level for place in table._places]
        known = [level for level in levels if level is not None]
        assert known == sorted(known) and levels[: len(levels) - len(known)] == [None] * (len(levels) - len(known))
        await goes(pilot, "enter", "It cannot be changed.")
        assert rows(app)[table.row] == practice


async def test_a_quarter_of_the_trend_leads_to_where_units_stood_at_its_end_and_escape_back(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "o", "Trend")
        await until(pilot, lambda: rows(app) == ["2026-Q2", "2026-Q3", "2026-Q4"])
        await press(pilot, "home", "down")
        await goes(pilot, "enter", "Example Bank › Trend › 2026-Q3")
        await shows(pilot, "2026-Q3: 4 teams")
        await goes(pilot, "enter", "Example Bank › Trend › 2026-Q3 › Cards & payments")
        await shows(pilot, "2026-Q3: 2 teams in Cards & payments")
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: rows(app) == ["2026-Q2", "2026-Q3", "2026-Q4"])
        await goes(pilot, "escape", "2026-Q4: 5 teams")


async def test_two_units_or_teams_are_compared_by_one_key_on_each(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "Treasury")
        await goes(pilot, "c", "Cards & payments: c on another unit or team compares the two.")
        await press(pilot, "down")
        await goes(pilot, "c", "Example Bank › Cards & payments and Retail banking")
        await shows(pilot, "the widest difference first")
        assert "on another unit or team" not in text_of(app)
        table = app.screen.query_one(Table)
        heads_shown = [column.head for column in table._columns]
        assert heads_shown == ["Practice", "Cards & payments", "Retail banking", "Difference"]
        _, found = compared(app.browser.portfolio, PortfolioQuestion(), "cards", "retail")
        assert list(table._rows) == [*found.whole_and_sections, *found.practices]
        await goes(pilot, "c", "compares units and teams")
        await press(pilot, "end")
        await goes(pilot, "enter", "the lowest first")
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: "Treasury" in rows(app))


async def test_a_side_is_let_go_with_the_same_key_and_may_be_a_team(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await goes(pilot, "t", "Alder")
        await goes(pilot, "c", "Alder: c on another")
        await goes(pilot, "c", "Alder is no longer compared")
        await press(pilot, "c", "l")
        await shows(pilot, "with an overdue round")
        await goes(pilot, "c", "the widest difference first")
        assert app.screen.query_one(Table)._columns[1].head == "Alder"


async def test_the_lists_stand_on_two_lines_where_one_has_no_room_and_each_can_be_clicked(app: PortfolioApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Treasury")
        lines = text_of(app).splitlines()
        assert "Heatmap" in lines[1] and "Trend" in lines[2]
        await pilot.click("ListBar", offset=Offset(lines[2].index("Trend"), 1))
        await until(pilot, lambda: rows(app) == ["2026-Q2", "2026-Q3", "2026-Q4"])


async def test_another_quarter_keeps_the_place_and_the_row(app: PortfolioApp) -> None:
    async with app.run_test(notifications=True) as pilot:
        await goes(pilot, "t", "Alder")
        await press(pilot, "slash", *"cedar", "enter", "escape")
        await until(pilot, lambda: len(rows(app)) == 5)
        await goes(pilot, "minus", "2026-Q3")
        await until(pilot, lambda: "Elm" not in rows(app))
        assert rows(app)[app.screen.query_one(Table).row] == "Cedar"
        await goes(pilot, "minus", "2026-Q2")
        await goes(pilot, "minus", "2026-Q2 is the first quarter")
        await goes(pilot, "plus", "2026-Q3")
        await press(pilot, "escape")
        await shows(pilot, "2026-Q3: 4 teams")


async def test_figures_keep_their_range_and_say_how_many_teams_stand_behind_them(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        with Browser(app.browser.portfolio) as browser, browser.asking(None, None) as inquiry:
            heat = inquiry.heatmap
        row = next(row for row in heat.rows if row.title == "Cards & payments")
        section, title = next(iter(heat.sections.items()))
        await press(pilot, "right", "right", "right")
        await shows(pilot, f"{title}: ")
        level = row.level_in(section)
        await shows(pilot, f"over {level.teams} teams")
        assert re.search(r"\(\d\.\d–\d\.\d\)", text_of(app)), "an open answer leaves a range"


async def test_without_colours_every_cell_reads_as_a_figure_and_a_block(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = PortfolioApp(app.browser)
    async with plain.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        cells = re.findall(r"\d\.\d([▁▂▃▄▅▆▇█])", text_of(plain))
        assert len(cells) >= 6
        assert "▸ Cards & payments" in text_of(plain)
        assert [type(one) for one in plain.get_line_filters()] == [WithoutColours]


async def test_the_sparkline_of_a_unit_has_a_column_for_each_quarter(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        await until(pilot, lambda: re.search(r"[▁▂▃▄▅▆▇█·]{3}", text_of(app)))
        treasury = next(line for line in text_of(app).splitlines() if "Treasury" in line)
        assert re.search(r"··[▁▂▃▄▅▆▇█]", treasury), "it sealed nothing in two of the three quarters"


async def test_the_mouse_opens_rows_sorts_by_heads_changes_lists_and_goes_back(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        table = app.screen.query_one(Table)
        await pilot.click(Table, offset=Offset(4, 2))
        await shows(pilot, "Example Bank › Retail banking")
        await pilot.click("BreadcrumbBar", offset=Offset(4, 0))
        await until(pilot, lambda: "Treasury" in rows(app))
        await pilot.click("ListBar", offset=Offset(13, 0))
        await shows(pilot, "Alder")
        at = heads(app).index("Level")
        await pilot.click(Table, offset=Offset(at, 0))
        await until(pilot, lambda: "Level▼" in heads(app))
        assert table.column == 1


async def test_names_stay_text_whatever_they_hold(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "t", HOSTILE)
        await press(pilot, "c", "slash", *"birch", "enter")
        await until(pilot, lambda: rows(app) == [HOSTILE])
        await goes(pilot, "c", f"Alder and {HOSTILE}")
        await shows(pilot, "the widest difference first")
        assert app.screen.query_one(Table)._columns[2].head == HOSTILE
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app) == [HOSTILE])
        await goes(pilot, "enter", "It cannot be changed.")
        await goes(pilot, "enter", "› Edition")
        await shows(pilot, HOSTILE)


async def test_a_persons_own_keys_do_here_what_they_were_given(portfolio: Portfolio) -> None:
    keys, wrong = changed_keys({"portfolio-late": "a"})
    assert not wrong and isinstance(keys, Keys)
    with Browser(portfolio) as browser:
        app = PortfolioApp(browser, settings=UserSettings(keys=keys))
        async with app.run_test(size=(120, 36)) as pilot:
            await shows(pilot, "a Late")
            await goes(pilot, "a", "with an overdue round")
            await press(pilot, "question_mark")
            await shows(pilot, "In a portfolio")
            help_ = text_of(app)
            assert re.search(r"a +Late  Teams with an overdue round", help_)
            assert "ctrl+z" not in help_ and "F2" not in help_


async def test_the_palette_names_the_commands_of_a_portfolio_alone(app: PortfolioApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Treasury")
        await press(pilot, "ctrl+p")
        await pilot.press(*"gains")
        await shows(pilot, "Practices where one more level would help most")
        await press(pilot, "enter")
        await shows(pilot, "Example Bank › Gains")


async def test_a_portfolio_can_be_opened_at_a_unit_and_a_quarter(portfolio: Portfolio) -> None:
    with Browser(portfolio, PortfolioQuestion(unit="retail", quarter="2026-Q3")) as browser:
        app = PortfolioApp(browser)
        async with app.run_test() as pilot:
            await shows(pilot, "Alder")
            assert text_of(app).splitlines()[0].startswith(" Retail banking ")
            await shows(pilot, "2026-Q3: 2 teams in Retail banking")


async def test_a_key_of_the_filter_looks_at_no_row_twice_and_draws_only_what_is_seen(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = 20_000
    heat = TeamHeat("t", "", "retail", 1, date(2026, 11, 3), False, 3, 3, 1.0, 1.0, 1.0, 1.0, 3.0, (1.0, None))
    teams = [heat._replace(team=f"team-{number}", name=f"Team {number}") for number in range(many)]
    monkeypatch.setattr(view_factory, "teams_by_section", lambda inquiry, sections, **most: teams)
    looked_at: Counter[str] = Counter()
    monkeypatch.setattr(TeamHeat, "__repr__", lambda row: looked_at.update(["repr"]) or "a row")
    said = Table._text

    def counted(column: ShownColumn, row: Any) -> str:
        looked_at["cells"] += 1
        return said(column, row)

    monkeypatch.setattr(Table, "_text", staticmethod(counted))
    async with app.run_test(size=(120, 36)) as pilot:
        await goes(pilot, "t", f"{many:,}")
        await press(pilot, "slash", *"team")
        await until(pilot, lambda: not app.screen.is_reading)  # type: ignore[attr-defined]
        looked_at.clear()
        await press(pilot, "9")
        await shows(pilot, f" of {many:,}")
        columns = len(app.screen.query_one(Table)._columns)
        assert looked_at["cells"] <= 4 * 36 * columns
        assert looked_at["repr"] == 0


def test_in_a_terminal_a_portfolio_opens_filters_and_ends(portfolio: Portfolio) -> None:
    def start(words: Sequence[str], at: int) -> Process:
        return in_python([*words, "portfolio"], at)

    with Terminal(portfolio.path, start=start) as terminal:
        terminal.shows("Treasury")
        terminal.press("t")
        terminal.shows("Alder")
        terminal.press("/ced")
        terminal.shows("1 of 5")
        terminal.press("\r")
        terminal.press("q")
        assert terminal.drain() == 0
        assert b"Traceback" not in terminal.raw

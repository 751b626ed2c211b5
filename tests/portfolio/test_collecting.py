"""A collection reads what is new, keeps what it had, and says of everything that is odd what to do about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook import clock
from levelbook.book.sealing.seal import seal
from levelbook.cli.portfolio_lines import put_problems
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.core.portfolio.rows import EditionRows
from levelbook.core.text.json_text import json_text
from levelbook.portfolio import store as stores
from levelbook.portfolio import store_writer
from levelbook.portfolio.collecting import Collected, collect
from levelbook.portfolio.edition_reader import FoundEdition, read_edition
from levelbook.portfolio.engine import Engine, RowFileWriter, read_file
from levelbook.portfolio.settings import Portfolio, create, open_portfolio
from levelbook.portfolio.store import Store
from levelbook.portfolio.teams_of_books import made_id
from levelbook.reading.files import files_below
from levelbook.store import atomic, path_guard
from levelbook.store.digests import digest
from support import small_book
from support.command_line import typed
from support.format_one import as_format_one
from support.sealed_books import Book, figures

HEAD = 'format = 1\norganisation = "Example Bank"\n'
SOURCE = '[[sources]]\nid = "docs"\nfolder = "../docs"\n'
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29, 9, tzinfo=UTC).timestamp())))


@pytest.fixture(name="portfolio")
def _portfolio(tmp_path: Path) -> Portfolio:
    """Two teams' books below one folder; only cards has an id of its own."""
    for name in ("cards", "loans"):
        book = Book(tmp_path / "docs" / name / "genai", name.title())
        book.seal(date(2026, 5, 2))
        book.seal(date(2026, 8, 20), {"data.owners": 3, "data.secrets": 1, "model.limits": None})
    return written(tmp_path, '[[teams]]\nid = "cards"\nunit = "retail"\nbooks = ["docs:cards/genai"]\n')


@pytest.fixture(autouse=True)
def _without_a_first_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for the first screen takes a quarter of a collection; `test_first_view_cache.py` tests it."""
    monkeypatch.setattr("levelbook.portfolio.collecting.store_first_view", lambda portfolio: None)


def written(tmp_path: Path, rest: str = "", head: str = HEAD) -> Portfolio:
    folder = tmp_path / "bank"
    folder.mkdir(exist_ok=True)
    units = '[[units]]\nid = "retail"\ntitle = "Retail"\n'
    (folder / "portfolio.toml").write_text(head + units + SOURCE + rest, "utf-8")
    return open_portfolio(folder)


_STORES: dict[str, dict[str, bytes]] = {}


def collected_before(portfolio: Portfolio) -> None:
    """Put there what a first collection makes of these very books and settings: most tests begin with the same one."""
    assert not portfolio.store_path.exists()
    held = {"today": str(clock.now()).encode()}
    for folder in (portfolio.path, portfolio.path.parent / "docs"):
        held |= {str(path.relative_to(folder.parent)): path.read_bytes() for path in files_below(folder)}
    known = digest(repr(sorted(held.items())))
    if known not in _STORES:
        collect(portfolio)
        _STORES[known] = {
            str(path.relative_to(portfolio.path)): path.read_bytes() for path in files_below(portfolio.store_path)
        }
    for name, content in _STORES[known].items():
        (portfolio.path / name).parent.mkdir(parents=True, exist_ok=True)
        (portfolio.path / name).write_bytes(content)


def asked(portfolio: Portfolio, sql: str) -> list[tuple[Any, ...]]:
    engine, _ = Store(portfolio.store_path).opened()
    with engine:
        return engine.rows(sql)


def kinds(found: Collected) -> list[str]:
    return sorted(row.kind for row in found.problems)


def everything(portfolio: Portfolio) -> Mapping[str, list[tuple[Any, ...]]]:
    tables = ("teams", "editions", "facts", "sections", "scores", "risks", "steps", "evidence", "latest")
    engine, _ = Store(portfolio.store_path).opened()
    with engine:
        return {table: engine.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}


# --- What is collected


def test_every_table_has_what_the_editions_hold(portfolio: Portfolio) -> None:
    found = collect(portfolio)

    assert (found.books, found.teams, found.new_editions, found.known_editions) == (2, 2, 4, 0)
    counted = {table: len(rows) for table, rows in everything(portfolio).items()}
    assert counted == {
        "teams": 2, "editions": 4, "facts": 4, "sections": 8, "scores": 12, "risks": 4, "steps": 12, "evidence": 12,
        "latest": 6,
    }  # fmt: skip
    [figures] = asked(
        portfolio,
        "SELECT level, level_exact, low_exact, high_exact, like_practices, like_before_exact, like_after_exact, "
        "quarter FROM editions WHERE team = 'cards' AND number = 2",
    )
    assert figures == (2.0, "2", "4/3", "8/3", 2, "3/2", "2", "2026-Q3")
    assert asked(
        portfolio,
        "SELECT practice, scores.level, before_level, same_words FROM scores JOIN editions USING (edition) "
        "WHERE editions.team = 'cards' AND number = 2 ORDER BY practice",
    ) == [("data.owners", 3, 2, True), ("data.secrets", 1, 1, True), ("model.limits", None, 3, False)]


@pytest.mark.parametrize("name", ["level=4", "quarter=1999-Q1", "team=another", "[b]an*"])
def test_the_folders_that_a_portfolio_lies_in_change_no_figure(tmp_path: Path, portfolio: Portfolio, name: str) -> None:
    """DuckDB takes a folder of such a name for a column, or for a pattern, which here would be that of a neighbour."""
    collected_before(portfolio)
    elsewhere = tmp_path / name
    shutil.copytree(portfolio.path, elsewhere)

    assert everything(open_portfolio(elsewhere)) == everything(portfolio)
    [reread] = asked(open_portfolio(elsewhere), "SELECT count(*) FROM editions WHERE quarter = '2026-Q3'")
    assert [reread] == asked(portfolio, "SELECT count(*) FROM editions WHERE quarter = '2026-Q3'")

    shutil.rmtree(elsewhere / "store")
    collect(open_portfolio(elsewhere))
    assert everything(open_portfolio(elsewhere)) == everything(portfolio)


def test_each_quarter_has_each_teams_last_edition_and_says_when_it_is_old(portfolio: Portfolio) -> None:
    collected_before(portfolio)

    rows = asked(
        portfolio,
        "SELECT quarter, sealed_on, age_days, is_old, is_new FROM latest WHERE team = 'cards' ORDER BY quarter",
    )

    assert rows == [
        ("2026-Q2", date(2026, 5, 2), 59, False, True),
        ("2026-Q3", date(2026, 8, 20), 41, False, True),
        ("2026-Q4", date(2026, 8, 20), 101, True, False),
    ]


def test_a_portfolio_that_looks_for_books_around_itself_does_not_take_its_own_store_for_one(tmp_path: Path) -> None:
    Book(tmp_path / "cards", "Cards").seal(date(2026, 8, 20))
    portfolio = create(tmp_path / "bank", "Bank", "..")

    assert [collect(portfolio).books for _ in range(2)] == [1, 1]


def test_an_edition_before_an_upgrade_ends_no_round(portfolio: Portfolio) -> None:
    book = Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards")
    before = book.last()
    assert before is not None
    book.seal(date(2026, 11, 2), edition=_before_upgrade(before))
    collect(portfolio)

    [row] = asked(
        portfolio, "SELECT sealed_on, round_on, is_old FROM latest WHERE team = 'cards' AND quarter = '2026-Q4'"
    )
    assert row == (date(2026, 11, 2), date(2026, 8, 20), True)


def _before_upgrade(before: Any) -> Any:
    from dataclasses import replace

    return replace(
        before.edition, name="2026-11-02", number=3, previous=before.edition.name, before_upgrade_to="2.0.0",
        sealed_at="2026-11-02T12:00:00Z", sealed_on="2026-11-02",
    )  # fmt: skip


def test_names_of_people_are_left_out_unless_somebody_asks_for_them(tmp_path: Path, portfolio: Portfolio) -> None:
    collected_before(portfolio)
    sql = (
        "SELECT max(owner), max(answered_by) FROM scores UNION ALL SELECT max(accepted_by), NULL FROM risks ORDER BY 2"
    )
    assert asked(portfolio, sql) == [(None, None), (None, None)]

    shutil.rmtree(portfolio.store_path)
    with_people = written(tmp_path, head=HEAD + "people = true\n")
    collect(with_people)
    assert asked(with_people, sql) == [("Priya", "Ana"), ("Ben", None)]
    assert asked(with_people, "SELECT DISTINCT owner FROM steps") == [("Tom",)]


def test_names_that_were_collected_are_gone_once_nobody_wants_them(tmp_path: Path) -> None:
    Book(tmp_path / "docs" / "cards" / "genai", "Cards").seal(date(2026, 5, 2))
    with_people = written(tmp_path, head=HEAD + "people = true\n")
    collect(with_people)
    before = everything(with_people)
    named = {table: [row for row in rows if names_in(row)] for table, rows in before.items()}
    assert [table for table, rows in named.items() if rows] == ["editions", "scores", "risks", "steps"]

    without = written(tmp_path)
    collect(without)

    after = everything(without)
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert [row for rows in after.values() for row in rows if names_in(row)] == []


def test_names_in_earlier_editions_are_collected_once_somebody_wants_them(tmp_path: Path) -> None:
    cards = Book(tmp_path / "docs" / "cards" / "genai", "Cards")
    cards.seal(date(2026, 5, 2))
    Book(tmp_path / "docs" / "loans" / "genai", "Loans").seal(date(2026, 8, 20))
    without = written(tmp_path)
    collect(without)
    away = shutil.move(tmp_path / "docs" / "loans", tmp_path / "away")
    cards.seal(date(2026, 11, 20))

    with_people = written(tmp_path, head=HEAD + "people = true\n")
    found = collect(with_people)
    assert (found.new_editions, found.known_editions) == (1, 2)
    named = (
        "SELECT team_name, count(DISTINCT edition) FILTER (WHERE owner = 'Priya') "
        "FROM scores JOIN editions USING (edition) GROUP BY ALL ORDER BY ALL"
    )
    assert asked(with_people, named) == [("Cards", 2), ("Loans", 0)]

    shutil.move(away, tmp_path / "docs" / "loans")
    collect(with_people)
    assert asked(with_people, named) == [("Cards", 2), ("Loans", 1)]
    afterwards = everything(with_people)
    assert collect(with_people).manifest.nameless == ()

    shutil.rmtree(with_people.store_path)
    collect(with_people)
    assert everything(with_people) == afterwards


def names_in(row: tuple[Any, ...]) -> set[Any]:
    return {"Priya", "Ana", "Ben", "Tom"}.intersection(row)


def test_the_last_edition_is_the_one_that_followed_whatever_the_clock_said(portfolio: Portfolio) -> None:
    book = Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards")
    before = book.last()
    assert before is not None
    earlier = {"name": "later", "number": 3, "previous": before.edition.name}
    earlier |= {"sealed_at": "2026-08-10T12:00:00Z", "sealed_on": "2026-08-10"}
    book.seal(date(2026, 8, 10), edition=replace(before.edition, **earlier))
    collect(portfolio)

    rows = asked(
        portfolio,
        "SELECT latest.quarter, number FROM latest JOIN editions USING (edition) WHERE latest.team = 'cards' "
        "ORDER BY latest.quarter",
    )

    assert rows == [("2026-Q2", 1), ("2026-Q3", 3), ("2026-Q4", 3)]


def test_a_team_is_called_as_in_the_edition_that_no_other_followed(tmp_path: Path) -> None:
    book = Book(tmp_path / "docs" / "cards" / "genai", "Before")
    book.seal(date(2026, 8, 20))
    before = book.last()
    assert before is not None
    later = {"name": "later", "number": 2, "previous": before.edition.name}
    later |= {"sealed_at": "2026-08-10T12:00:00Z", "sealed_on": "2026-08-10"}
    Book(book.path, "After").seal(date(2026, 8, 10), edition=replace(before.edition, **later))
    portfolio = written(tmp_path)

    for _ in range(2):  # the second time from what the store holds
        collect(portfolio)
        assert asked(portfolio, "SELECT name FROM teams") == [("After",)]


def test_nothing_of_an_edition_that_is_known_is_read_again(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    before = everything(portfolio)
    for path in (portfolio.path / ".." / "docs").rglob("scorecard.json"):
        path.write_text("nobody looks", "utf-8")

    again = collect(portfolio)

    assert (again.new_editions, again.known_editions) == (0, 4)
    assert everything(portfolio) == before


def test_what_is_known_is_looked_at_once_and_nothing_but_the_time_is_written(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected_before(portfolio)
    before, manifest = files_of(portfolio), Store(portfolio.store_path).manifest()
    read: list[str] = []
    content_of = path_guard.content_of

    def noted(path: Path, *given: Any, **how: Any) -> bytes:
        if path.name != stores.MANIFEST:
            read.append(path.name)
        return content_of(path, *given, **how)

    monkeypatch.setattr(path_guard, "content_of", noted)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29, 17, tzinfo=UTC).timestamp())))
    found = collect(portfolio)

    assert read == ["edition.toml"] * 4
    assert files_of(portfolio) == before
    assert found.manifest == replace(manifest, collected_at="2026-11-29T17:00:00Z")
    assert Store(portfolio.store_path).manifest() == found.manifest


SQL_OF = {
    "another day": "SELECT bool_and(age_days = 102) FROM latest WHERE quarter = '2026-Q4'",
    "another unit": "SELECT unit <> 'retail' FROM teams WHERE team = 'cards'",
    "a book that is gone": "SELECT count(*) = 1 FROM problems WHERE team = 'cards'",
    "rounds of another length": "SELECT NOT bool_or(is_old) FROM latest",
}
"""What then holds, and did not before."""


@pytest.mark.parametrize("what", SQL_OF)
def test_what_looks_different_is_written_though_no_edition_is_new(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    collected_before(portfolio)
    before = Store(portfolio.store_path).manifest()
    assert asked(portfolio, SQL_OF[what]) == [(False,)]
    if what == "another day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp())))
    elif what == "another unit":
        portfolio = written(tmp_path, '[[teams]]\nid = "cards"\nbooks = ["docs:cards/genai"]\n')
    elif what == "rounds of another length":
        settings = portfolio.path / "portfolio.toml"
        settings.write_text(settings.read_text("utf-8").replace("[[units]]", "round_days = 200\n[[units]]"), "utf-8")
        portfolio = open_portfolio(portfolio.path)
    else:
        shutil.rmtree(portfolio.path / ".." / "docs" / "cards")

    found = collect(portfolio)

    assert found.new_editions == 0
    assert found.manifest.generation == before.generation + 1
    assert asked(portfolio, SQL_OF[what]) == [(True,)]


def files_of(portfolio: Portfolio) -> Mapping[str, tuple[int, int]]:
    """Each file of the store but its manifest, with what changes whenever it is written."""
    paths = [path for path in portfolio.store_path.rglob("*") if path.is_file() and path.name != "store.json"]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def test_collected_bit_by_bit_it_is_the_same_as_at_once(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = portfolio.path / ".." / "docs"
    later = docs / "cards" / "genai" / "editions" / "2026-08-20"
    shutil.move(later, tmp_path / "aside")
    collect(portfolio)
    shutil.move(tmp_path / "aside", later)
    assert collect(portfolio).new_editions == 1
    bit_by_bit = everything(portfolio)

    shutil.rmtree(portfolio.store_path)
    monkeypatch.setattr("levelbook.portfolio.collecting.LEAST_AT_ONCE", 1)
    collect(portfolio)
    assert everything(portfolio) == bit_by_bit


def test_an_edition_of_an_older_file_format_is_computed_once(tmp_path: Path, portfolio: Portfolio) -> None:
    here = tmp_path / "docs" / "old"
    session = small_book.new_book(here)
    for name in ("first", "second"):
        session.apply_all({practice: Edit(level=len(name) - 4) for practice in small_book.PRACTICES})
        seal(session, name)
    as_format_one(here / "book", here / "questions")
    team, settings = session.folder.settings.team, here / "book" / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace(f'team = "{team}"', 'team = "Renamed"'), "utf-8")

    found = collect(portfolio)

    assert "edition" not in kinds(found)
    sql = "SELECT number, level, team_name FROM editions WHERE place = 'docs:old/book' ORDER BY number"
    assert asked(portfolio, sql) == [(1, 1.0, team), (2, 2.0, team)], "as it was called when it was sealed"


# --- Whose book it is


def test_a_book_that_nobody_named_is_counted_and_listed_with_the_lines_to_add(portfolio: Portfolio) -> None:
    found = collect(portfolio)

    [row] = [row for row in found.problems if row.kind == "unnamed"]
    assert row.place == "docs:loans/genai"
    _, _, lines = row.remedy.partition("below a line ")
    typed_in = lines.replace(", the line ", "\n").replace(" and the line ", "\n")
    assert tomllib.loads(typed_in) == {"teams": [{"id": row.team, "books": ["docs:loans/genai"]}]}


def test_the_lines_to_add_for_a_book_are_toml_whatever_its_folder_is_called(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    shutil.copytree(tmp_path / "docs" / "loans", tmp_path / "docs" / 'lo"ans')
    shutil.rmtree(tmp_path / "docs" / "loans")

    [row] = [row for row in collect(portfolio).problems if row.kind == "unnamed"]
    line = row.remedy.partition("the line books")[2]

    assert tomllib.loads(f"books{line}") == {"books": ['docs:lo"ans/genai']}


def test_history_follows_a_book_that_gets_an_id(tmp_path: Path, portfolio: Portfolio) -> None:
    collected_before(portfolio)
    named = written(tmp_path, '[[teams]]\nid = "loans"\nbooks = ["docs:loans/genai"]\n')

    found = collect(named)

    assert found.new_editions == 0
    assert asked(named, "SELECT DISTINCT team FROM editions WHERE place = 'docs:loans/genai'") == [("loans",)]
    assert asked(named, "SELECT count(*) FROM scores WHERE team = 'loans'") == [(6,)]
    assert ("loans",) in asked(named, "SELECT team FROM teams")
    assert collect(named).new_editions == 0


def test_a_column_may_lack_values_in_every_file_though_it_lacks_none_in_some(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    with Engine(portfolio.store_path) as engine:
        for path in portfolio.store_path.glob("**/*.parquet"):
            said = engine.rows(f"SELECT name, repetition_type FROM parquet_schema('{path}') WHERE type IS NOT NULL")
            assert said and {kind for _, kind in said} == {"OPTIONAL"}, path


def test_a_book_that_moved_keeps_its_team_and_is_told(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    docs = portfolio.path / ".." / "docs"
    shutil.move(docs / "cards", docs / "new-cards")
    (docs / "cards" / "genai" / "editions").mkdir(parents=True)  # what somebody's file manager left
    Book(docs / "new-cards" / "genai", "Cards").seal(date(2026, 11, 20))

    found = collect(portfolio)

    assert asked(portfolio, "SELECT count(*), count(DISTINCT team) FROM editions WHERE team = 'cards'") == [(3, 1)]
    [moved] = [row for row in found.problems if row.kind == "moved"]
    assert moved.team == "cards"
    assert "was moved here: its editions are not where they were" in moved.message
    assert "docs:new-cards/genai" in moved.remedy


@pytest.mark.parametrize("copy", ["ant", "zoo"])
def test_a_copy_of_a_named_teams_book_is_called_one_also_the_first_time(
    tmp_path: Path, portfolio: Portfolio, copy: str
) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(docs / "cards", docs / copy)

    for _ in range(2):
        found = collect(portfolio)
        [twice] = [row for row in found.problems if row.kind == "twice"]
        assert twice.place == f"docs:{copy}/genai"
        assert "is a copy" in twice.message and "docs:cards/genai" in twice.message
        assert asked(portfolio, "SELECT team, place FROM teams WHERE name = 'Cards'") == [("cards", "docs:cards/genai")]

    Book(docs / copy / "genai", "Fork").seal(date(2026, 11, 20))
    for _ in range(2):
        found = collect(portfolio)
        assert "sealed only here" in next(row.message for row in found.problems if row.kind == "twice")
        teams = dict(asked(portfolio, "SELECT team_name, count(*) FROM editions GROUP BY team_name"))
        assert teams == {"Cards": 2, "Loans": 2, "Fork": 1}
        assert asked(portfolio, "SELECT count(*) FROM editions WHERE team = 'cards'") == [(2,)]


def test_a_book_that_its_team_lists_no_more_is_not_to_become_a_second_team_of_that_id(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    collected_before(portfolio)

    found = collect(written(tmp_path, '[[teams]]\nid = "cards"\nbooks = ["docs:card/genai"]\n'))

    [unnamed] = [row for row in found.problems if row.place == "docs:cards/genai"]
    assert "add “docs:cards/genai” to the books of that team" in unnamed.remedy


def test_where_the_place_of_a_book_cannot_be_read_nobody_says_that_it_moved(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    collected_before(portfolio)
    shutil.move(tmp_path / "docs", tmp_path / "gone")
    other = '[[sources]]\nid = "other"\nfolder = "../gone"\n'
    both = written(tmp_path, f'{other}[[teams]]\nid = "cards"\nunit = "retail"\nbooks = ["docs:cards/genai"]\n')

    found = collect(both)

    moved = [row for row in found.problems if row.kind == "moved"]
    assert [row.place for row in moved] == ["other:cards/genai", "other:loans/genai"]
    assert all("moved, or it is a copy: the source docs" in row.message for row in moved)


@pytest.mark.parametrize("team", ["cards", "loans"], ids=["with an id", "without"])
@pytest.mark.parametrize("what", ["its source", "its book"])
def test_what_was_sealed_in_a_copy_is_in_no_figure_while_the_teams_own_book_cannot_be_read(
    tmp_path: Path, portfolio: Portfolio, team: str, what: str
) -> None:
    """A repository that is not reached for a day gives no fork a team's id, nor the team a fork's edition."""
    collected_before(portfolio)
    unit = '[[teams]]\nid = "cards"\nunit = "retail"\nbooks = ["docs:cards/genai"]\n'
    both = written(tmp_path, f'[[sources]]\nid = "other"\nfolder = "../other"\n{unit}')
    before = asked(portfolio, "SELECT team, count(*) FROM editions GROUP BY team ORDER BY team")
    shutil.copytree(tmp_path / "docs" / team, tmp_path / "other" / "fork")
    Book(tmp_path / "other" / "fork" / "genai", "Fork").seal(date(2026, 11, 20))
    own = tmp_path / "docs" if what == "its source" else tmp_path / "docs" / team / "genai" / "editions"
    shutil.move(own, tmp_path / "gone")
    if what == "its book":
        own.symlink_to(tmp_path / "gone")

    for _ in range(2):
        found = collect(both)
        [moved] = [row for row in found.problems if row.kind == "moved"]
        assert moved.place == "other:fork/genai"
        assert "moved, or it is a copy" in moved.message and "is in no figure until then" in moved.message
        assert asked(both, "SELECT team, count(*) FROM editions GROUP BY team ORDER BY team") == before

    if what == "its book":
        own.unlink()
    shutil.move(tmp_path / "gone", own)
    found = collect(both)

    [twice] = [row for row in found.problems if row.kind == "twice"]
    assert twice.place == "other:fork/genai" and "sealed only here" in twice.message
    after = asked(both, "SELECT team, count(*) FROM editions GROUP BY team ORDER BY team")
    assert sorted(after) == sorted([*before, (twice.team, 1)]), "the fork's edition counts for a team of its own"


def test_a_book_that_got_an_id_takes_no_history_over_while_that_ones_own_place_cannot_be_read(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    collected_before(portfolio)
    [(loans,)] = asked(portfolio, "SELECT DISTINCT team FROM editions WHERE place = 'docs:loans/genai'")
    shutil.copytree(tmp_path / "docs" / "loans", tmp_path / "other" / "fork")
    shutil.move(tmp_path / "docs", tmp_path / "gone")
    other = '[[sources]]\nid = "other"\nfolder = "../other"\n'
    both = written(tmp_path, f'{other}[[teams]]\nid = "lab"\nbooks = ["other:fork/genai"]\n')

    found = collect(both)

    [moved] = [row for row in found.problems if row.kind == "moved"]
    assert (
        "moved, or it is a copy: the source docs" in moved.message and f"“{loans}” keeps its editions" in moved.remedy
    )
    assert asked(both, f"SELECT count(*) FROM editions WHERE team = '{loans}'") == [(2,)]


def test_a_copy_that_counted_as_a_teams_book_while_that_was_gone_is_called_a_copy_once_it_is_back(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    collected_before(portfolio)
    shutil.copytree(tmp_path / "docs" / "cards", tmp_path / "docs" / "fork")
    Book(tmp_path / "docs" / "fork" / "genai", "Fork").seal(date(2026, 11, 20))
    shutil.move(tmp_path / "docs" / "cards", tmp_path / "gone")
    assert "moved" in kinds(collect(portfolio))
    shutil.move(tmp_path / "gone", tmp_path / "docs" / "cards")

    [twice] = [row for row in collect(portfolio).problems if row.place == "docs:fork/genai"]

    assert twice.kind == "twice" and "docs:cards/genai" in twice.message


@pytest.mark.parametrize("is_named", [False, True], ids=["without an id", "with an id"])
def test_an_edition_of_a_copy_that_passed_for_a_teams_book_leaves_the_team_once_its_own_book_is_back(
    tmp_path: Path, portfolio: Portfolio, is_named: bool
) -> None:
    """A store may also hold it from a levelbook that took a copy for the book whenever that could not be read."""
    collected_before(portfolio)
    shutil.copytree(tmp_path / "docs" / "cards", tmp_path / "docs" / "a-fork")
    Book(tmp_path / "docs" / "a-fork" / "genai", "Fork").seal(date(2026, 11, 20))
    shutil.move(tmp_path / "docs" / "cards", tmp_path / "gone")
    collect(portfolio)
    editions = "SELECT team, name FROM editions ORDER BY team, name"
    of_cards = [name for team, name in asked(portfolio, editions) if team == "cards"]
    assert "2026-11-20" in of_cards
    shutil.move(tmp_path / "gone", tmp_path / "docs" / "cards")
    cards = '[[teams]]\nid = "cards"\nunit = "retail"\nbooks = ["docs:cards/genai"]\n'
    now = (
        written(tmp_path, f'{cards}[[teams]]\nid = "a-lab"\nbooks = ["docs:a-fork/genai"]\n') if is_named else portfolio
    )

    for _ in range(2):
        found = collect(now)

        after = asked(now, editions)
        assert [name for team, name in after if team == "cards"] == [name for name in of_cards if name != "2026-11-20"]
        [(fork, _)] = [one for one in after if one[1] == "2026-11-20"]
        assert fork == "a-lab" if is_named else fork.startswith("docs-a-fork-genai-")
        [twice] = [row for row in found.problems if row.kind == "twice"]
        assert twice.place == "docs:a-fork/genai"
        last = asked(now, "SELECT team, quarter, max(edition) FROM latest GROUP BY ALL ORDER BY ALL")
        assert ("cards", "2026-Q4") in {one[:2] for one in last}
        in_tables = asked(
            now, "SELECT DISTINCT scores.team FROM scores JOIN editions USING (edition) WHERE name = '2026-11-20'"
        )
        assert in_tables == [(fork,)]


@pytest.mark.parametrize("reader", ["ant", "zoo"], ids=["read before its own book", "read after it"])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "the first time"])
@pytest.mark.parametrize("has_id", [True, False], ids=["with an id", "without"])
def test_editions_copied_into_another_teams_book_stay_with_a_team_that_has_no_id_yet(
    tmp_path: Path, portfolio: Portfolio, reader: str, is_known: bool, has_id: bool
) -> None:
    if is_known:
        collected_before(portfolio)
    copied = tmp_path / "docs" / reader / "genai"
    Book(copied, "Reader").seal(date(2026, 6, 2))
    for edition in (tmp_path / "docs" / "loans" / "genai" / "editions").iterdir():
        shutil.copytree(edition, copied / "editions" / edition.name)
    named = written(tmp_path, f'[[teams]]\nid = "reader"\nbooks = ["docs:{reader}/genai"]\n' if has_id else "")

    found = collect(named)

    assert found.books == 3
    assert "twice" in kinds(found)
    teams = dict(asked(named, "SELECT team_name, count(DISTINCT team) FROM editions GROUP BY team_name"))
    assert teams == {"Cards": 1, "Loans": 1, "Reader": 1}
    assert asked(named, "SELECT count(DISTINCT team) FROM editions") == [(3,)]


def test_a_book_without_an_id_that_holds_copies_of_a_named_teams_editions_stays_itself(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    named = written(tmp_path, '[[teams]]\nid = "cards"\nbooks = ["docs:cards/genai"]\n')
    collect(named)
    loans = tmp_path / "docs" / "loans" / "genai"
    for edition in (tmp_path / "docs" / "cards" / "genai" / "editions").iterdir():
        shutil.copytree(edition, loans / "editions" / f"{edition.name}-copy")
    before = asked(named, "SELECT DISTINCT team FROM editions WHERE team_name = 'Loans'")

    Book(loans, "Loans").seal(date(2026, 9, 2))
    collect(named)

    assert asked(named, "SELECT DISTINCT team FROM editions WHERE team_name = 'Loans'") == before


@pytest.mark.parametrize("days", [[1], [1, 2]], ids=["the first", "a later one without the first"])
@pytest.mark.parametrize("comes_later", [False, True])
def test_an_edition_of_a_team_that_is_not_collected_is_named_where_it_lies_and_is_in_no_figure(
    tmp_path: Path, portfolio: Portfolio, comes_later: bool, days: list[int]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    for day in days:
        Book(elsewhere, "Wholesale").seal(date(2026, 11, day))
    if comes_later:
        collect(portfolio)
    else:  # nothing was collected of it, and its own settings say whose it is
        (tmp_path / "docs" / "cards" / "genai" / "levelbook.toml").write_text('team = "Cards"\n', "utf-8")
    edition = max((elsewhere / "editions").iterdir())
    shutil.copytree(edition, tmp_path / "docs" / "cards" / "genai" / "editions" / edition.name)

    for found in (collect(portfolio), collect(portfolio)):
        [said] = [one for one in found.problems if "of the team “Wholesale”" in one.message]
        assert (said.place, said.message.endswith("It is in no figure.")) == ("docs:cards/genai", True)
        assert asked(portfolio, "SELECT count(*) FROM editions WHERE team_name = 'Wholesale'") == [(0,)]
        assert asked(portfolio, "SELECT count(*) > 0 FROM editions WHERE team_name = 'Cards'") == [(True,)]


@pytest.mark.parametrize("book", ["cards", "loans"], ids=["of a team with an id", "of one without"])
def test_each_edition_of_a_book_with_two_histories_is_read_once(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, book: str
) -> None:
    Book(tmp_path / "elsewhere", "Wholesale").seal(date(2026, 11, 1))
    edition = max((tmp_path / "elsewhere" / "editions").iterdir())
    folder = tmp_path / "docs" / book / "genai"
    shutil.copytree(edition, folder / "editions" / edition.name)
    (folder / "levelbook.toml").write_text(f'team = "{book.title()}"\n', "utf-8")
    was_read: list[str] = []

    def noted(found: FoundEdition, team: str, *, with_people: bool) -> EditionRows:
        was_read.append(f"{found.place}/{found.name}")
        return read_edition(found, team, with_people=with_people)

    monkeypatch.setattr("levelbook.portfolio.collecting.read_edition", noted)
    found = collect(portfolio)

    assert found.new_editions == 4
    assert f"docs:{book}/genai/{edition.name}" in was_read
    assert sorted(was_read) == sorted(set(was_read))


@pytest.mark.parametrize("days", [[1], [1, 2]], ids=["the first", "a later one without the first"])
def test_an_edition_of_another_team_that_an_earlier_collection_stored_is_named(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, days: list[int]
) -> None:
    for day in days:
        Book(tmp_path / "elsewhere", "Wholesale").seal(date(2026, 11, day))
    edition = max((tmp_path / "elsewhere" / "editions").iterdir())
    shutil.copytree(edition, tmp_path / "docs" / "cards" / "genai" / "editions" / edition.name)
    with monkeypatch.context() as patched:  # as before such editions were left out
        patched.setattr("levelbook.portfolio.collecting.stray_editions", lambda *_: ())
        collect(portfolio)

    [said] = [one for one in collect(portfolio).problems if "did not follow one another" in one.message]

    assert f"{edition.name} of “Wholesale”" in said.message


def test_a_name_with_a_line_break_is_told_in_one_line(
    tmp_path: Path, portfolio: Portfolio, capsys: pytest.CaptureFixture[str]
) -> None:
    Book(tmp_path / "docs" / "two\nlines\x1b[31m", "Torn").seal(date(2026, 9, 1))

    found = [one for one in collect(portfolio).problems if "lines" in one.place]
    put_problems(found)

    lines = capsys.readouterr().out.strip("\n").split("\n")
    assert found and len(lines) == 2 * len(found)  # each with its remedy
    assert not any("\x1b" in one for one in lines)


def test_where_a_copy_passed_for_the_book_of_a_team_without_an_id_nobody_is_told_to_remove_the_teams_own(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    collect(portfolio)
    own, away, copy = tmp_path / "docs" / "loans", tmp_path / "loans", tmp_path / "docs" / "z-copy"
    shutil.copytree(own, copy)
    own.rename(away)
    Book(copy / "genai", "Loans").seal(date(2026, 11, 20))
    collect(portfolio)
    away.rename(own)

    [twice] = [row for row in collect(portfolio).problems if row.kind == "twice"]

    assert (twice.place, twice.team) == ("docs:loans/genai", made_id("docs:loans/genai"))
    assert twice.message.startswith("All editions of this book are also in docs:z-copy/genai, which counts for the ")
    listed = f'[[teams]]\nid = "{twice.team}"\nbooks = ["docs:loans/genai"]\n'
    assert 'books = ["docs:loans/genai"]' in twice.remedy and twice.team in twice.remedy

    collect(written(tmp_path, f'[[teams]]\nid = "cards"\nunit = "retail"\nbooks = ["docs:cards/genai"]\n{listed}'))

    last = asked(portfolio, f"SELECT max(sealed_on) FROM editions WHERE team = '{twice.team}'")
    assert last == [(date(2026, 8, 20),)], "what was sealed only in the copy has left"


def test_a_copy_of_a_book_is_not_counted_twice(tmp_path: Path, portfolio: Portfolio) -> None:
    docs = portfolio.path / ".." / "docs"
    shutil.copytree(docs / "cards", docs / "fork")
    both = written(
        tmp_path,
        '[[teams]]\nid = "cards"\nbooks = ["docs:cards/genai"]\n[[teams]]\nid = "fork"\nbooks = ["docs:fork/genai"]\n',
    )

    found = collect(both)

    assert "twice" in kinds(found)
    assert asked(both, "SELECT count(*) FROM editions WHERE team IN ('cards', 'fork')") == [(2,)]


def test_two_teams_of_one_name_are_both_counted_and_told(portfolio: Portfolio) -> None:
    Book(portfolio.path / ".." / "docs" / "other", "Cards").seal(date(2026, 11, 1))

    found = collect(portfolio)

    assert found.teams == 3
    assert "2 teams are called “Cards”" in next(row.message for row in found.problems if row.kind == "name")


def test_a_book_that_is_gone_keeps_what_was_collected_of_it(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    shutil.rmtree(portfolio.path / ".." / "docs" / "cards")

    found = collect(portfolio)

    assert "Its collected editions are kept." in next(row.message for row in found.problems if row.team == "cards")
    assert asked(portfolio, "SELECT count(*) FROM editions WHERE team = 'cards'") == [(2,)]


def test_a_pattern_that_leads_to_no_book_is_a_problem(tmp_path: Path) -> None:
    Book(tmp_path / "docs" / "cards" / "genai", "Cards").seal(date(2026, 8, 3))
    (tmp_path / "docs" / "linked").symlink_to(tmp_path / "docs" / "cards")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "portfolio.toml").write_text(
        'format = 1\norganisation = "Bank"\n'
        '[[sources]]\nid = "docs"\nfolder = "../docs"\nbooks = ["cards/*", "crads/*", "linked/genai"]\n'
        '[[sources]]\nid = "empty"\nfolder = "../empty"\n',
        "utf-8",
    )

    found = collect(open_portfolio(tmp_path / "bank")).problems

    assert [(row.place, row.message) for row in found if row.kind == "book"] == [
        ("docs", "“crads/*” leads to no book."),
        ("docs", "“linked/genai” leads to no book."),
        ("empty", "There is no book in this source."),
    ]


def test_a_closed_team_is_counted_no_more_from_that_day_on(tmp_path: Path, portfolio: Portfolio) -> None:
    closed = written(tmp_path, '[[teams]]\nid = "cards"\nbooks = ["docs:cards/genai"]\nclosed_on = 2026-09-30\n')

    collect(closed)

    assert asked(closed, "SELECT quarter FROM latest WHERE team = 'cards'") == [("2026-Q2",)]


# --- What is wrong keeps nothing else out


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("scorecard.json", None, "This file is missing"),
        ("scorecard.json", "{}", "changed after the edition was sealed"),
        ("edition.toml", "format = 2\n", "This key is missing"),
        ("edition.toml", "format = 99\n", "from a newer levelbook"),
        ("edition.toml", "format = [[[[", "edition.toml"),
        ("edition.toml", "\0\0", "edition.toml"),
    ],
)
def test_a_bad_edition_is_a_problem_and_the_others_are_read(
    portfolio: Portfolio, file: str, content: str | None, said: str
) -> None:
    path = portfolio.path / ".." / "docs" / "cards" / "genai" / "editions" / "2026-08-20" / file
    path.unlink()
    if content is not None:
        path.write_text(content, "utf-8")

    found = collect(portfolio)

    assert found.new_editions == 3
    [row] = [row for row in found.problems if row.kind == "edition"]
    assert said in row.message
    assert row.place == "docs:cards/genai"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"level":"2"', '"level":"1/0"'),
        ('"level":"2"', '"level":"two"'),
        ('"sealed_on":"2026-08-20"', '"sealed_on":"yesterday"'),
        ('"number":2', '"number":3'),
        ('"format":1', '"format":7'),
        ('"impact":3', '"impact":"3"'),
    ],
)
def test_a_scorecard_that_cannot_be_is_a_problem(portfolio: Portfolio, old: str, new: str) -> None:
    folder = portfolio.path / ".." / "docs" / "cards" / "genai" / "editions" / "2026-08-20"
    text = (folder / "scorecard.json").read_text("utf-8")
    assert old in text
    changed = text.replace(old, new)
    edition = (folder / "edition.toml").read_text("utf-8").replace(digest(text), digest(changed))
    (folder / "edition.toml").write_text(edition, "utf-8")
    (folder / "scorecard.json").write_text(changed, "utf-8")

    found = collect(portfolio)

    assert found.new_editions == 3
    assert "edition" in kinds(found)


def test_an_edition_of_the_future_waits_for_its_day(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards").seal(date(2027, 3, 1))

    found = collect(portfolio)
    assert found.new_editions == 4
    assert "a day in the future" in next(row.message for row in found.problems if row.kind == "future")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2027, 3, 1, tzinfo=UTC).timestamp())))
    assert collect(portfolio).new_editions == 1


def test_an_edition_from_before_every_levelbook_is_a_problem(portfolio: Portfolio) -> None:
    Book(portfolio.path / ".." / "docs" / "old", "Old").seal(date(1980, 1, 1))

    found = collect(portfolio)

    assert found.new_editions == 4
    assert "sealed on 1 January 1980" in next(row.message for row in found.problems if row.kind == "edition")


def test_a_day_that_is_none_is_told_in_words_and_in_short_however_long_it_is(portfolio: Portfolio) -> None:
    book = Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards")
    book.seal(date(2026, 10, 1), on="2026-02-30")
    book.seal(date(2026, 10, 2), on="2" * 1_000_000)
    book.seal(date(2026, 10, 3), overall=replace(figures(level=2), exact={"level": "3" * 1_000_000}))

    found = collect(portfolio)

    short, *long = (row.message for row in found.problems if row.kind == "edition")
    assert "This is impossible: “2026-02-30” is not a day." in short
    assert len(long) == 2 and max(map(len, long)) < 400, [one[:300] for one in long]
    assert "2” is not a day." in long[0] and "3” is not a figure." in long[1]


def test_figures_that_cannot_be_are_a_problem_and_the_others_are_collected(portfolio: Portfolio) -> None:
    book = Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards")
    book.seal(date(2026, 10, 1), overall=figures(level=2, evidenced=9_999_999))
    book.seal(date(2026, 10, 2), max_level=2**70)

    found = collect(portfolio)

    assert found.new_editions == 4
    off_the_scale, beyond_all_sense = (row.message for row in found.problems if row.kind == "edition")
    assert "This is impossible: evidenced is 9999999, and can only be from 0 to 4" in off_the_scale
    assert "This is impossible: the scale's top is a number of more than 20 digits" in beyond_all_sense


def test_an_edition_that_was_altered_since_is_kept_as_it_was(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    path = portfolio.path / ".." / "docs" / "cards" / "genai" / "editions" / "2026-08-20" / "edition.toml"
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")

    found = collect(portfolio)

    assert found.new_editions == 0
    assert "differs from the one with the same name that was collected before" in found.problems[0].message


def followed_edition(portfolio: Portfolio) -> Path:
    return portfolio.path / ".." / "docs" / "cards" / "genai" / "editions" / "2026-05-02" / "edition.toml"


def test_an_edition_that_is_not_the_one_its_successor_followed_is_named(portfolio: Portfolio) -> None:
    path = followed_edition(portfolio)
    path.write_text(path.read_text("utf-8").replace("\nsealed_at", '\nsigned_by = ["Eve"]\nsealed_at'), "utf-8")

    for found in (collect(portfolio), collect(portfolio)):
        [said] = [one for one in found.problems if one.kind == "edition"]
        assert (said.place, said.team) == ("docs:cards/genai", "cards")
        assert said.message.startswith("The edition 2026-05-02 is not the one that 2026-08-20 followed: ")
        assert "unless this was intended, such as to erase a person" in said.remedy


def test_an_edition_that_was_only_laid_out_otherwise_is_the_one_its_successor_followed(portfolio: Portfolio) -> None:
    path = followed_edition(portfolio)
    path.write_text(path.read_text("utf-8").replace(" = ", "=") + "# reformatted\n", "utf-8")

    assert "edition" not in kinds(collect(portfolio))


def test_editions_that_a_formatter_laid_out_anew_are_of_one_history(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = sorted(followed_edition(portfolio).parent.parent.glob("*/edition.toml"))
    assert len(editions) > 1
    for path in editions:
        path.write_text(path.read_text("utf-8").replace(" = ", "="), "utf-8")
    looked_for = []
    monkeypatch.setattr("levelbook.portfolio.collecting.stray_editions", lambda *given: looked_for.append(given) or ())

    assert "edition" not in kinds(collect(portfolio))
    assert looked_for == [], "nothing looks like another team's"


@pytest.mark.parametrize("equals", [" = ", "=", "   = "])
def test_an_edition_that_a_merge_renamed_is_of_one_history_with_its_successor_in_whatever_layout(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, equals: str
) -> None:
    """Two branches sealed one name; that of the merged branch, which another one followed, has a longer name by now."""
    book = Book(tmp_path / "docs" / "forked", "Forked")
    for day in (1, 2, 3):
        book.seal(date(2026, 9, day))
    here = book.path / "editions" / "2026-09-02" / "edition.toml"
    renamed = Path(shutil.copytree(here.parent, here.parent.with_name("2026-09-02-2"))) / "edition.toml"
    renamed.write_text(here.read_text("utf-8").replace('"2026-09-02"', '"2026-09-02-2"', 1), "utf-8")
    here.write_text(here.read_text("utf-8").replace("\nsealed_at", '\nsigned_by = ["Eve"]\nsealed_at'), "utf-8")
    for path in here.parent.parent.glob("*/edition.toml"):
        path.write_text(path.read_text("utf-8").replace(" = ", equals), "utf-8")
    looked_for = []
    monkeypatch.setattr("levelbook.portfolio.collecting.stray_editions", lambda *given: looked_for.append(given) or ())

    assert "edition" not in kinds(collect(portfolio))
    assert looked_for == [], "nothing looks like another team's"
    named = ["2026-09-01", "2026-09-02", "2026-09-02-2", "2026-09-03"]
    assert asked(portfolio, "SELECT name FROM editions WHERE team_name = 'Forked' ORDER BY 1") == [
        (one,) for one in named
    ]


def test_of_editions_that_were_laid_out_anew_a_contradicted_one_is_named(portfolio: Portfolio) -> None:
    path = followed_edition(portfolio)
    path.write_text(path.read_text("utf-8").replace("\nsealed_at", '\nsigned_by = ["Eve"]\nsealed_at'), "utf-8")
    for one in path.parent.parent.glob("*/edition.toml"):
        one.write_text(one.read_text("utf-8").replace(" = ", "="), "utf-8")

    [said] = [one for one in collect(portfolio).problems if one.kind == "edition"]
    assert said.message.startswith("The edition 2026-05-02 is not the one that 2026-08-20 followed: ")


def test_an_edition_that_was_altered_after_it_was_collected_is_named_once(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    path = followed_edition(portfolio)
    path.write_text(path.read_text("utf-8").replace("\nsealed_at", '\nsigned_by = ["Eve"]\nsealed_at'), "utf-8")

    [said] = [one for one in collect(portfolio).problems if one.kind == "edition"]
    assert "differs from the one with the same name that was collected before" in said.message
    assert "unless this was intended, such as to erase a person" in said.message


def test_a_book_in_which_every_edition_contradicts_the_next_is_told_in_a_few_rows(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    book = Book(tmp_path / "docs" / "many", "Many")
    for day in range(1, 29):
        book.seal(date(2026, 9, day))
    for path in (book.path / "editions").glob("*/edition.toml"):
        path.write_text(path.read_text("utf-8").replace("\nsealed_at", '\nsigned_by = ["Eve"]\nsealed_at'), "utf-8")

    *named, last = [one for one in collect(portfolio).problems if one.kind == "edition"]
    assert len(named) == 20
    assert last.message.startswith("7 more editions of this book may be contradicted by the one that followed: ")


def test_a_source_that_is_not_there_is_a_problem(tmp_path: Path, portfolio: Portfolio) -> None:
    both = written(tmp_path, '[[sources]]\nid = "gone"\nfolder = "../gone"\n')

    found = collect(both)

    assert found.new_editions == 4
    assert "There is no folder" in next(row.message for row in found.problems if row.place == "gone")


def test_no_link_in_a_source_is_followed(portfolio: Portfolio, tmp_path: Path) -> None:
    Book(tmp_path / "elsewhere" / "secret", "Secret").seal(date(2026, 11, 1))
    (portfolio.path / ".." / "docs" / "link").symlink_to(tmp_path / "elsewhere")
    editions = portfolio.path / ".." / "docs" / "third" / "editions"
    editions.mkdir(parents=True)
    (editions / "2026-11-01").symlink_to(tmp_path / "elsewhere" / "secret" / "editions" / "2026-11-01")

    found = collect(portfolio)

    assert asked(portfolio, "SELECT count(*) FROM editions WHERE team_name = 'Secret'") == [(0,)]
    [told] = (row for row in found.problems if row.kind == "edition")
    assert (told.place, "2026-11-01 is a symbolic link" in told.message) == ("docs:third", True)


# --- The last good store stays readable


def test_a_disk_that_is_full_while_a_book_is_read_is_no_fault_of_the_book(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(RowFileWriter, "add", _full_while_adding)
        with pytest.raises(CouldNotWrite, match="The store was not written"):
            collect(portfolio)

    assert Store(portfolio.store_path).manifest().is_empty
    assert collect(portfolio).new_editions == 4


def _full_while_adding(writer: RowFileWriter, _: object) -> None:
    writer.path = writer.path.parent / "nowhere" / "rows.tsv"
    writer.flush()


def test_a_full_disk_leaves_the_store_as_it_was(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    collected_before(portfolio)
    before = everything(portfolio)
    Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards").seal(date(2026, 11, 20))
    with monkeypatch.context() as full:
        full.setattr(store_writer, "_confirmed", _no_space)
        with pytest.raises(CouldNotWrite, match="the disk is full"):
            collect(portfolio)

    assert everything(portfolio) == before
    assert collect(portfolio).new_editions == 1
    assert not list(portfolio.store_path.glob(".levelbook-*"))


def _no_space(path: Path) -> None:
    import errno
    import os

    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_is_half_written_counts_for_nothing_and_is_cleared_away(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    before = everything(portfolio)
    half = portfolio.store_path / "scores" / "quarter=2026-Q2" / "000009.parquet"
    half.write_bytes(b"PAR1 and no more")
    (portfolio.store_path / ".levelbook-0123456789ab.tmp").mkdir()

    assert everything(portfolio) == before
    collect(portfolio)
    assert not half.exists()
    assert not list(portfolio.store_path.glob(".levelbook-*"))


def test_a_damaged_file_of_the_store_is_put_aside_and_its_quarter_collected_anew(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    before = everything(portfolio)
    [damaged] = (portfolio.store_path / "scores" / "quarter=2026-Q2").glob("*.parquet")
    damaged.write_bytes(damaged.read_bytes()[:-40])
    with pytest.raises(FileIsWrong, match=r"levelbook portfolio collect|cannot be read"):
        asked(portfolio, "SELECT sum(level) FROM scores")

    found = collect(portfolio)

    assert found.new_editions == 2
    assert "store" in kinds(found)
    assert everything(portfolio) == before
    assert list((portfolio.store_path / "damaged").iterdir())


def test_one_flipped_bit_gives_no_other_figure(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    before = everything(portfolio)
    [path] = (portfolio.store_path / "scores" / "quarter=2026-Q2").glob("*.parquet")
    whole = path.read_bytes()
    for at in range(4, len(whole) - 4, len(whole) // 10):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        with pytest.raises(FileIsWrong, match="levelbook portfolio collect"):
            asked(portfolio, "SELECT sum(level) FROM scores")

    path.write_bytes(whole)
    engine, _ = Store(portfolio.store_path).opened()
    with engine:
        assert engine.rows("SELECT * FROM scores ORDER BY ALL") == before["scores"]
        path.write_bytes(whole[:-200] + bytes([whole[-200] ^ 16]) + whole[-199:])
        with pytest.raises(FileIsWrong, match="damaged"):  # also while a portfolio is open
            engine.rows("SELECT sum(level) FROM scores")

    found = collect(portfolio)

    assert "store" in kinds(found)
    assert everything(portfolio) == before


def test_a_damaged_list_of_what_was_collected_is_refused(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    path = portfolio.store_path / stores.MANIFEST
    path.write_text(path.read_text("utf-8").replace('"round_days": 92', '"round_days": 82'), "utf-8")

    with pytest.raises(FileIsWrong, match="damaged"):
        Store(portfolio.store_path).manifest()


@pytest.mark.parametrize(
    ("key", "value"),
    [("collected_on", None), ("collected_on", "2026-13-01"), ("collected_on", "0001-01-01"), ("round_days", 10**12)],
)
def test_a_list_that_somebody_wrote_with_a_day_of_no_collection_is_refused_in_words(
    portfolio: Portfolio, key: str, value: object
) -> None:
    collected_before(portfolio)
    listed_as(portfolio, {key: value})

    with pytest.raises(FileIsWrong, match=f"{stores.MANIFEST}: {key}: "):
        collect(portfolio)


def test_a_store_of_a_day_to_come_is_brought_to_today_by_the_next_collection(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    collect(portfolio)
    before = everything(portfolio)
    today = Store(portfolio.store_path).manifest().collected_on
    listed_as(portfolio, {"collected_on": "9999-12-31"})

    collect(portfolio)

    assert Store(portfolio.store_path).manifest().collected_on == today
    assert everything(portfolio) == before


def listed_as(portfolio: Portfolio, other: Mapping[str, object]) -> None:
    """Write the list of what was collected with other values, as somebody who can also write its sum."""
    path = portfolio.store_path / stores.MANIFEST
    table = {**json.loads(path.read_text("utf-8")), **other}
    kept = {key: value for key, value in table.items() if key != stores.SUM and value is not None}
    path.write_text(json_text({**kept, stores.SUM: digest(json_text(kept))}), "utf-8")


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("latest/", "latest"),
        ("latest/quarter=2026-Q2/", "latest"),
        ("teams/", "teams"),
        ("problems/", "problems"),
        ("editions/quarter=2026-Q2/", "editions/quarter=2026-Q2"),
        ("", "teams, units and problems"),
    ],
)
def test_a_list_that_lacks_what_every_collection_lists_is_named_and_collected_again_and_no_figure_comes_of_it(
    portfolio: Portfolio, gone: str, named: str
) -> None:
    collected_before(portfolio)
    collect(portfolio)
    before = everything(portfolio)
    table = json.loads((portfolio.store_path / stores.MANIFEST).read_text("utf-8"))
    listed_as(
        portfolio,
        {
            key: {name: one for name, one in table[key].items() if not name.startswith(gone)}
            for key in ("files", "sums")
        },
    )

    said = typed("-C", str(portfolio.path), "portfolio", "teams")
    assert (said.code, said.out) == (3, "")
    assert f"store.json: files: This does not list {named}, as every collection does." in said.err

    found = collect(portfolio)
    assert named.partition(",")[0] in [row.place for row in found.problems if row.kind == "store"]
    assert "store" not in kinds(collect(portfolio))
    assert everything(portfolio) == before


def test_editions_that_a_list_lacks_and_no_book_has_any_more_are_named(tmp_path: Path, portfolio: Portfolio) -> None:
    collect(portfolio)
    shutil.rmtree(tmp_path / "docs" / "loans")
    table = json.loads((portfolio.store_path / stores.MANIFEST).read_text("utf-8"))
    listed = {name: size for name, size in table["files"].items() if "editions/quarter=2026-Q2" not in name}
    listed_as(portfolio, {"files": listed})

    named = "The edition 2026-05-02 of “Loans” was in a damaged quarter of the store, and no book has it any more."
    assert named in [row.message for row in collect(portfolio).problems]


def test_a_store_in_which_every_team_has_closed_is_whole(tmp_path: Path) -> None:
    teams = HEAD + "".join(f'\n[[teams]]\nid = "{one}"\nclosed_on = 2020-01-01\n' for one in ("cards", "loans"))
    portfolio = written(tmp_path, head=teams)
    collect(portfolio)

    assert typed("-C", str(portfolio.path), "portfolio", "teams").code == 0


@pytest.mark.parametrize("name", ["team=another", "[b]an*"])
def test_editions_of_a_damaged_quarter_that_no_book_has_any_more_are_named_until_they_are_back(
    tmp_path: Path, portfolio: Portfolio, name: str
) -> None:
    portfolio = open_portfolio(shutil.copytree(portfolio.path, tmp_path / name))
    collect(portfolio)
    (tmp_path / "docs" / "loans").rename(tmp_path / "loans")
    [damaged] = (portfolio.store_path / "scores" / "quarter=2026-Q2").glob("*.parquet")
    damaged.write_bytes(damaged.read_bytes()[:-40])
    named = "The edition 2026-05-02 of “Loans” was in a damaged quarter of the store, and no book has it any more."

    for _ in range(2):
        assert named in [row.message for row in collect(portfolio).problems if row.kind == "store"]

    (tmp_path / "loans").rename(tmp_path / "docs" / "loans")
    assert "store" not in kinds(collect(portfolio))


def test_a_pipe_among_damaged_files_is_named_and_not_waited_for(portfolio: Portfolio) -> None:
    collect(portfolio)
    (portfolio.store_path / "damaged").mkdir()
    os.mkfifo(portfolio.store_path / "damaged" / "editions-quarter=2026-Q2-000001.parquet")

    assert "Which editions this file held cannot be read." in [row.message for row in collect(portfolio).problems]


def test_names_of_people_are_forgotten_also_in_files_that_were_damaged(tmp_path: Path, portfolio: Portfolio) -> None:
    with_people = written(tmp_path, head=HEAD + "people = true\n")
    collect(with_people)
    shutil.rmtree(tmp_path / "docs" / "loans")
    [damaged] = (with_people.store_path / "scores" / "quarter=2026-Q2").glob("*.parquet")
    damaged.write_bytes(damaged.read_bytes()[:-40])
    collect(with_people)
    aside = with_people.store_path / "damaged"
    assert list(aside.glob("steps-*"))

    found = collect(written(tmp_path))

    assert "store" in kinds(found)  # which editions are lost is still known
    assert not [path for table in ("scores", "risks", "steps") for path in aside.glob(f"{table}-*")]
    [listed] = aside.glob("editions-*")
    with Engine(with_people.store_path) as engine:
        sql = f"SELECT count(*), count(signed_by) FROM {read_file(listed)}"
        assert engine.rows(sql) == [(2, 0)]


def test_a_damaged_table_that_is_made_of_others_costs_no_edition(tmp_path: Path, portfolio: Portfolio) -> None:
    collected_before(portfolio)
    before = asked(portfolio, "SELECT * FROM latest ORDER BY ALL")
    shutil.rmtree(tmp_path / "docs" / "loans")
    [damaged] = (portfolio.store_path / "latest" / "quarter=2026-Q2").glob("*.parquet")
    damaged.write_bytes(b"")

    assert collect(portfolio).known_editions == 4
    assert asked(portfolio, "SELECT * FROM latest ORDER BY ALL") == before


@pytest.mark.parametrize(
    "name",
    [
        "teams/../../../mine.txt",
        "../../mine.txt",
        "scores/quarter=2026-Q2/../../../../mine.txt",
        "{outside}/mine.txt",
        "teams/{outside}/mine.txt",
        "scores/quarter=2026-Q9/000001.parquet",
        "store.json",
    ],
)
def test_a_strangers_store_that_lists_other_files_is_refused_and_nothing_is_moved(
    portfolio: Portfolio, tmp_path: Path, name: str
) -> None:
    collected_before(portfolio)
    (tmp_path / "mine.txt").write_text("mine")
    manifest = portfolio.store_path / "store.json"
    document = json.loads(manifest.read_text("utf-8"))
    document["files"][name.format(outside=tmp_path)] = 1
    manifest.write_text(json.dumps(document), "utf-8")

    for words in (["collect"], ["teams"], ["problems"]):
        said = typed("-C", str(portfolio.path), "portfolio", *words)
        assert said.code == 3
        assert "which no collection writes" in said.err

    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not (portfolio.store_path / "damaged").exists()


@pytest.mark.parametrize("linked", ["offers", "teams", "scores", "scores/quarter=2026-Q2", "damaged", "."])
def test_nothing_is_moved_or_removed_through_a_link_in_a_strangers_store(
    portfolio: Portfolio, tmp_path: Path, linked: str
) -> None:
    collected_before(portfolio)
    place, outside = portfolio.store_path / linked, tmp_path / "outside"
    if place.is_dir():
        shutil.copytree(place, outside)
        shutil.rmtree(place)
    (outside / "below").mkdir(parents=True)
    for name in ("mine.parquet", "below/mine.parquet"):
        (outside / name).write_text("mine")
    place.symlink_to(outside)
    for damaged in (portfolio.store_path / "teams").glob("*.parquet"):
        if linked == "damaged":
            damaged.write_text("cut short")
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}

    assert typed("-C", str(portfolio.path), "portfolio", "collect").code == 3

    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def test_no_report_reads_a_file_outside_through_a_link_in_the_store(portfolio: Portfolio, tmp_path: Path) -> None:
    collected_before(portfolio)
    [teams] = (portfolio.store_path / "teams").glob("*.parquet")
    teams.rename(tmp_path / "elsewhere.parquet")
    teams.symlink_to(tmp_path / "elsewhere.parquet")

    said = typed("-C", str(portfolio.path), "portfolio", "teams")

    assert said.code == 3
    assert "symbolic link" in said.err


def test_a_store_that_is_nested_without_end_is_refused_in_words(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    (portfolio.store_path / "store.json").write_text("[" * 3_000 + "]" * 3_000)

    said = typed("-C", str(portfolio.path), "portfolio", "collect")

    assert said.code == 3
    assert "not a portfolio's store" in said.err


def test_a_newer_store_is_refused_in_words(portfolio: Portfolio) -> None:
    collected_before(portfolio)
    manifest = portfolio.store_path / "store.json"
    document = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(document | {"format": 99, "needs": "9.0.0"}), "utf-8")

    for words in (["collect"], ["problems"]):
        said = typed("-C", str(portfolio.path), "portfolio", *words)
        assert said.code == 3
        assert "from a newer levelbook" in said.err
        assert "9.0.0" in said.err
        assert "Or move the folder store elsewhere, and collect again with this one." in said.err


def test_an_edition_that_is_being_sealed_is_no_problem_and_is_collected_once_it_is_there(portfolio: Portfolio) -> None:
    book = Book(portfolio.path / ".." / "docs" / "cards" / "genai", "Cards")
    before = kinds(collect(portfolio))
    book.seal(date(2026, 11, 20))
    editions = book.path / "editions"
    half_built = editions / atomic.temporary_name()
    (editions / "2026-11-20").rename(half_built)
    (half_built / "scorecard.json").rename(portfolio.path / "not written yet")

    assert (collect(portfolio).new_editions, kinds(collect(portfolio))) == (0, before)

    (portfolio.path / "not written yet").rename(half_built / "scorecard.json")
    half_built.rename(editions / "2026-11-20")
    assert (collect(portfolio).new_editions, kinds(collect(portfolio))) == (1, before)


def test_two_collectors_at_once_get_a_clear_word(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    collected_before(portfolio)
    monkeypatch.setattr(atomic, "LOCK_PATIENCE", 0.05)
    holder = textwrap.dedent("""
        import sys, pathlib
        from levelbook.store import atomic
        with atomic.locked(pathlib.Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(portfolio.store_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(CouldNotWrite, match="locked") as refused:
            collect(portfolio)
        assert asked(portfolio, "SELECT count(*) FROM editions") == [(4,)]
        other.communicate("")

    assert "Wait until the other" in refused.value.remedy
    collect(portfolio)


# --- The commands


def test_the_command_says_what_it_read_and_problems_are_shown_again(portfolio: Portfolio) -> None:
    said = typed("-C", str(portfolio.path), "portfolio", "collect")
    assert said.code == 0, said.err
    assert "2 books of 2 teams read, 4 new editions, 0 known before." in said.out
    assert "No team in portfolio.toml lists this book." in said.out

    shown = typed("-C", str(portfolio.path), "portfolio", "problems", "--json")
    assert [row["kind"] for row in json.loads(shown.out)] == ["unnamed"]
    assert "docs:loans/genai" in typed("-C", str(portfolio.path), "portfolio", "problems", "--kind", "unnamed").out
    assert typed("-C", str(portfolio.path), "portfolio", "problems", "--kind", "moved").out == (
        "There are no problems of the kind “moved”.\n"
    )
    refused = typed("-C", str(portfolio.path), "portfolio", "problems", "--kind", "unamed")
    assert refused.code == 2 and "Did you mean “unnamed”?" in refused.err


def test_what_came_of_it_is_printed_as_json(portfolio: Portfolio) -> None:
    shape = json.loads(typed("-C", str(portfolio.path), "portfolio", "collect", "--json").out)

    assert shape["new_editions"] == 4
    assert shape["collected_at"] == clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def test_before_the_first_collection_it_says_what_to_do(portfolio: Portfolio) -> None:
    said = typed("-C", str(portfolio.path), "portfolio", "problems")

    assert said.code == 2
    assert "levelbook portfolio collect" in said.err


def test_without_the_library_one_sentence_says_how_to_get_it(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    said = typed("-C", str(portfolio.path), "portfolio", "collect")

    assert said.code == 2
    assert "pip install 'levelbook[portfolio]'" in said.err

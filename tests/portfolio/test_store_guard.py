"""A store whose tables hold what no collection writes is refused in words, though its sums are right."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from levelbook.core.portfolio.tables import TABLES
from levelbook.core.text.json_text import json_text
from levelbook.portfolio import store_guard
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.settings import Portfolio
from levelbook.portfolio.store import MANIFEST, SUM
from levelbook.portfolio.store_guard import StoreGuard
from levelbook.store.digests import digest
from support import small_portfolio
from support.command_line import typed


def forge(store: Path, table: str, column: str, value: str, *, times: int = 1) -> None:
    """Write a value into every row of a column, and each row a number of times, and correct the sums."""

    def rewrite(file: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE held AS FROM read_parquet('{file}', hive_partitioning = false)")
            rows = f"SELECT held.* REPLACE ({value} AS {column}) FROM held, range({times})"
            connection.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")

    change_files(store, table, rewrite)


def change_files(store: Path, table: str, change: Callable[[Path], object]) -> None:
    """Change each file of a table, and correct the sums."""
    document = json.loads((store / MANIFEST).read_text("utf-8"))
    for name in [name for name in document["files"] if name.startswith(f"{table}/")]:
        file = store / name
        change(file)
        document["files"][name] = file.stat().st_size
        document["sums"][name] = zlib.crc32(file.read_bytes())
    document.pop(SUM)
    (store / MANIFEST).write_text(json_text({**document, SUM: digest(json_text(document))}), "utf-8")


def written_by_somebody_else(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"DuckDB version", b"Nobody version"))


@pytest.mark.parametrize("table", ["teams", "latest"])
def test_a_pipe_in_a_files_place_is_refused_and_not_waited_for(tmp_path: Path, table: str) -> None:
    portfolio = small_portfolio.made(tmp_path)
    file = min((portfolio.store_path / table).rglob("*.parquet"))
    file.unlink()
    os.mkfifo(file)

    with small_portfolio.on_its_day():
        said = typed("portfolio", "trend", folder=portfolio.path)

    assert said.code == 3
    assert "A file of the store cannot be read: it is not an ordinary file. Collect again" in said.err


@pytest.mark.parametrize(
    ("table", "column", "value", "command"),
    [
        ("editions", "level", "CAST('nan' AS DOUBLE)", "show"),
        ("editions", "low", "CAST('inf' AS DOUBLE)", "collect"),
        ("sections", "level", "CAST('nan' AS DOUBLE)", "page"),
        ("scores", "level", "'three'", "gains"),
        ("scores", "level", "9", "practices"),
        ("scores", "share", "-0.5", "gains"),
        ("latest", "is_old", "CAST(NULL AS BOOLEAN)", "trend"),
        ("teams", "name", "encode(name)", "teams"),
        ("risks", "until", "CAST(NULL AS DATE)", "risks"),
    ],
)
def test_what_no_collection_writes_is_refused_where_it_is_asked_for(
    tmp_path: Path, table: str, column: str, value: str, command: str
) -> None:
    portfolio = small_portfolio.made(tmp_path)
    with small_portfolio.on_its_day():
        assert typed("portfolio", command, folder=portfolio.path).code == 0
        forge(portfolio.store_path, table, column, value)
        said = typed("portfolio", command, *["--yes"] * (command == "page"), folder=portfolio.path)

    assert said.code == 3
    assert f"store/{table}: {column}: This table of the store holds what no collection writes." in said.err
    assert "Move the folder store elsewhere, and collect again." in said.err


@pytest.mark.parametrize(("table", "key"), [("teams", "team"), ("editions", "edition"), ("latest", "quarter, team")])
def test_two_rows_of_one_team_or_edition_are_refused(tmp_path: Path, table: str, key: str) -> None:
    portfolio = small_portfolio.made(tmp_path)
    with small_portfolio.on_its_day():
        forge(portfolio.store_path, table, "team", "team", times=2)
        said = typed("portfolio", "teams", folder=portfolio.path)

    assert said.code == 3
    assert f"store/{table}: {key}: This table of the store holds what no collection writes." in said.err


def test_a_file_of_a_few_bytes_that_says_to_hold_very_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("levelbook.portfolio.store_guard._FEW_ROWS", 0)
    monkeypatch.setattr("levelbook.portfolio.store_guard._MOST_ROWS_A_BYTE", 1)
    portfolio = small_portfolio.made(tmp_path)
    with small_portfolio.on_its_day():
        whole = typed("portfolio", "practices", folder=portfolio.path)
        forge(portfolio.store_path, "scores", "team", "team", times=10_000)
        said = typed("portfolio", "practices", folder=portfolio.path)

    assert (whole.code, said.code) == (0, 3), said.err
    assert "store/scores: This table of the store holds what no collection writes." in said.err


@pytest.fixture(name="looked_at")
def tables_that_guards_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The tables that guards look at from now on, with a cache folder of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    looked_at: list[tuple[str, ...]] = []
    look = StoreGuard.must_be_collected

    def noted(guard: StoreGuard, *tables: str) -> None:
        looked_at.append(tables)
        look(guard, *tables)

    monkeypatch.setattr(StoreGuard, "must_be_collected", noted)
    return looked_at


def ask_about_risks(portfolio: Portfolio) -> None:
    with portfolio.store.opened()[0] as engine:
        engine.rows("SELECT count(*) FROM risks")


def replaced_by_a_copy(file: Path) -> None:
    copy = file.with_suffix(".copy")
    shutil.copyfile(file, copy)
    copy.replace(file)


def test_a_table_is_looked_at_once_as_long_as_its_files_are_the_same(
    tmp_path: Path, looked_at: list[tuple[str, ...]]
) -> None:
    portfolio = small_portfolio.made(tmp_path)

    ask_about_risks(portfolio)
    looked_at_first = list(looked_at)
    ask_about_risks(portfolio)

    assert ("risks",) in looked_at_first
    assert looked_at == looked_at_first


def test_a_file_put_in_the_place_of_one_with_the_same_sum_is_looked_at(
    tmp_path: Path, looked_at: list[tuple[str, ...]]
) -> None:
    portfolio = small_portfolio.made(tmp_path)
    ask_about_risks(portfolio)
    looked_at.clear()

    replaced_by_a_copy(min(portfolio.store_path.glob("risks/*/*.parquet")))
    ask_about_risks(portfolio)

    assert looked_at == [("risks",)]


def test_a_collection_looks_at_the_tables_again_once_a_file_of_them_was_replaced(
    tmp_path: Path, looked_at: list[tuple[str, ...]]
) -> None:
    portfolio = small_portfolio.made(tmp_path)
    with small_portfolio.on_its_day():
        collect(portfolio)
        collect(portfolio)
        looked_at_first = list(looked_at)
        replaced_by_a_copy(min(portfolio.store_path.glob("scores/*/*.parquet")))
        collect(portfolio)

    assert looked_at_first == [tuple(TABLES)]
    assert looked_at == [tuple(TABLES)] * 2


@pytest.mark.parametrize("table", ["teams", "units", "problems", "editions", "facts", "sections", "scores", "latest"])
def test_a_collection_refuses_a_table_of_another_writer(tmp_path: Path, table: str) -> None:
    portfolio = small_portfolio.made(tmp_path)
    with small_portfolio.on_its_day():
        collect(portfolio)
        change_files(portfolio.store_path, table, written_by_somebody_else)
        said = typed("portfolio", "collect", folder=portfolio.path)

    assert said.code == 3
    assert f"store/{table}: This table of the store holds what no collection writes." in said.err


def test_a_table_with_more_rows_than_levelbook_reads_is_refused_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = small_portfolio.made(tmp_path)
    monkeypatch.setattr(store_guard, "MOST_TEAMS", 1)
    with small_portfolio.on_its_day():
        said = typed("portfolio", "collect", folder=portfolio.path)

    assert said.code == 3
    assert "rows; levelbook reads 1 at most." in said.err

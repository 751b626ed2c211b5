"""A store whose tables hold what no collection writes is refused in words, though its sums are right."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import duckdb
import pytest

from levelbook.core.text.json_text import json_text
from levelbook.portfolio import store_guard
from levelbook.portfolio.store import MANIFEST, SUM
from levelbook.store.digests import digest
from support import small_portfolio
from support.command_line import typed


def forge(store: Path, table: str, column: str, value: str, *, times: int = 1) -> None:
    """Write a value into every row of a column, and each row a number of times, and correct the sums."""
    document = json.loads((store / MANIFEST).read_text("utf-8"))
    for name in [name for name in document["files"] if name.startswith(f"{table}/")]:
        file = store / name
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE held AS FROM read_parquet('{file}', hive_partitioning = false)")
            rows = f"SELECT held.* REPLACE ({value} AS {column}) FROM held, range({times})"
            connection.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")
        document["files"][name] = file.stat().st_size
        document["sums"][name] = zlib.crc32(file.read_bytes())
    document.pop(SUM)
    (store / MANIFEST).write_text(json_text({**document, SUM: digest(json_text(document))}), "utf-8")


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


def test_a_table_is_looked_at_once_and_then_known_by_its_sums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    portfolio = small_portfolio.made(tmp_path)
    looked_at: list[str] = []
    monkeypatch.setattr(
        "levelbook.portfolio.store_guard.StoreGuard.must_be_collected", lambda _, table: looked_at.append(table)
    )
    for _ in range(2):
        with portfolio.store.opened()[0] as engine:
            engine.rows("SELECT count(*) FROM risks")

    assert looked_at == ["risks"]


def test_a_table_with_more_rows_than_levelbook_reads_is_refused_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = small_portfolio.made(tmp_path)
    monkeypatch.setattr(store_guard, "MOST_TEAMS", 1)
    with small_portfolio.on_its_day():
        said = typed("portfolio", "collect", folder=portfolio.path)

    assert said.code == 3
    assert "rows; levelbook reads 1 at most." in said.err

"""The engine reads and writes below its folder and nowhere else, and says what is wrong in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.portfolio.engine import (
    Engine,
    QueryCancelled,
    RowFileWriter,
    literal,
    quoted,
    read_rows,
    write_rows,
)

TYPES = {
    "a": "VARCHAR",
    "b": "BIGINT",
    "c": "DOUBLE",
    "d": "BOOLEAN",
    "e": "DATE",
    "f": "TIMESTAMP",
    "g": "VARCHAR",
}
texts = st.text(st.characters(exclude_characters="\x1a\0", exclude_categories=["Cs"]), max_size=12).map(clean_line)
rows = st.tuples(
    st.none() | texts.filter(bool),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),  # no zero is negative
    st.none() | st.booleans(),
    st.none() | st.dates(min_value=date(1000, 1, 1)),
    st.none() | st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda moment: moment.replace(microsecond=0, fold=0)),
    texts,
)


@pytest.fixture(name="engine", scope="module")
def _engine(folder: Path) -> Iterator[Engine]:
    """One for all examples of a property: starting it takes longer than most of them do."""
    with Engine(folder) as engine:
        yield engine


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(name="new_file", scope="module")
def _new_file(folder: Path) -> Callable[[], Path]:
    """Names a file below the engine's folder that is not there yet."""
    numbers = count()
    return lambda: folder / f"{next(numbers)}.tsv"


@settings(deadline=None)
@given(given_rows=st.lists(rows, max_size=5))
def test_whatever_is_put_in_comes_out(engine: Engine, given_rows: list[tuple[Any, ...]]) -> None:
    engine.fill("held", TYPES, given_rows)
    assert engine.rows("SELECT * FROM held") == given_rows


@settings(deadline=None)
@given(given_rows=st.lists(rows, min_size=1, max_size=5))
def test_rows_on_their_way_through_a_file_stay_as_they_are(
    engine: Engine, new_file: Callable[[], Path], given_rows: list[tuple[Any, ...]]
) -> None:
    path = new_file()
    write_rows(path, given_rows)
    found = engine.rows(f"SELECT * FROM {read_rows(path, TYPES, never_null='g')}")

    assert sorted(map(repr, found)) == sorted(map(repr, given_rows))


def test_what_python_takes_for_the_same_is_in_the_file_what_its_column_holds(tmp_path: Path) -> None:
    given_rows = [("1", 1, 1.0, True), ("0", 0, 0.0, False), ("None", 2**60, float(2**60), None)]
    types = dict(zip("abcd", ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"), strict=True))
    for number, rows_ in enumerate((given_rows, [row[::-1] for row in given_rows])):
        path = tmp_path / f"{number}.tsv"
        write_rows(path, rows_)
        with Engine(tmp_path) as engine:
            order = dict(list(types.items())[:: -1 if number else 1])
            assert sorted(engine.rows(f"SELECT a, b, c, d FROM {read_rows(path, order)}")) == sorted(given_rows)


@settings(deadline=None)
@given(given_rows=st.lists(st.tuples(st.integers(0, 9), texts.filter(bool)), min_size=1, max_size=9))
def test_rows_that_wait_in_memory_are_all_in_the_file_in_the_end(
    engine: Engine, new_file: Callable[[], Path], given_rows: list[tuple[int, str]]
) -> None:
    path = new_file()
    writer = RowFileWriter(path, most_waiting=10)
    for row in given_rows:
        writer.add([row])
    writer.flush()
    writer.flush()
    found = engine.rows(f"SELECT * FROM {read_rows(path, {'number': 'BIGINT', 'text': 'VARCHAR'})}")

    assert sorted(found) == sorted(given_rows)


@settings(deadline=None)
@given(names=st.lists(st.text(max_size=6), min_size=1, max_size=5))
def test_a_name_that_holds_anything_is_one_cell(engine: Engine, new_file: Callable[[], Path], names: list[str]) -> None:
    path = new_file()
    write_rows(path, [(name, 1) for name in names])
    types = {"name": "VARCHAR", "one": "BIGINT"}
    found = engine.rows(f"SELECT * FROM {read_rows(path, types, never_null=['name'])}")

    assert len(found) == len(names)
    assert all(name is not None and one == 1 for name, one in found)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/levelbook-was-here'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "ATTACH '/tmp/other.db'",
    ],
)
def test_nothing_outside_its_folder_can_be_reached(tmp_path: Path, sql: str) -> None:
    with Engine(tmp_path) as engine, pytest.raises(Exception, match=r"disabled|Cannot change configuration"):
        engine.run(sql)

    assert not Path("/tmp/levelbook-was-here").exists()


def test_a_view_that_is_offered_is_made_once_a_statement_names_it_and_again_after_a_failure(tmp_path: Path) -> None:
    with Engine(tmp_path) as engine:
        made: list[str] = []

        def make() -> None:
            made.append("held")
            if len(made) == 1:
                raise QueryCancelled
            engine.view("held", {"a": "VARCHAR"}, [], by_quarter=False)

        engine.offer("held", make)
        assert engine.rows("SELECT 'withheld'") == [("withheld",)]
        assert made == []

        with pytest.raises(QueryCancelled):
            engine.rows("SELECT a FROM held")
        assert engine.rows("SELECT a FROM held") == engine.rows("SELECT a FROM held") == []
        assert made == ["held", "held"]


def test_a_damaged_file_is_said_to_be_one_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "half.parquet").write_bytes(b"PAR1 and no more")
    with Engine(tmp_path) as engine, pytest.raises(FileIsWrong, match="levelbook portfolio collect") as wrong:
        engine.view("t", {"a": "VARCHAR"}, [tmp_path / "half.parquet"], by_quarter=False)

    assert "cannot be read" in str(wrong.value)
    assert "SELECT" not in str(wrong.value)


def test_a_file_that_is_gone_is_said_to_be_missing(tmp_path: Path) -> None:
    with Engine(tmp_path) as engine, pytest.raises(FileIsWrong, match="missing") as wrong:
        engine.view("t", {"a": "VARCHAR"}, [tmp_path / "gone.parquet"], by_quarter=False)

    assert wrong.value.problems[0].path.endswith("gone.parquet")


def test_values_are_written_as_sql_reads_them() -> None:
    assert quoted("it's") == "'it''s'"
    assert literal(None) == "NULL"
    with pytest.raises(TypeError):
        literal(object())


@pytest.mark.parametrize(
    ("there", "instead"), [(b"PAR1\x15", b"PAR1\xff"), (b"column_of_texts", b"\xff\xfe" + b"x" * 13)]
)
def test_a_damaged_file_is_said_to_be_one_wherever_the_damage_is(tmp_path: Path, there: bytes, instead: bytes) -> None:
    """DuckDB says of some damage only that something went wrong, and of some in bytes that are no text."""
    file = tmp_path / "held.parquet"
    with Engine(tmp_path) as engine:
        engine.run(f"COPY (SELECT 'a text' AS column_of_texts) TO {quoted(str(file))} (FORMAT parquet)")
        content = file.read_bytes()
        assert there in content
        file.write_bytes(content.replace(there, instead))

        with pytest.raises(FileIsWrong, match="cannot be read"):
            engine.view("held", {"column_of_texts": "VARCHAR"}, [file], by_quarter=False)
            engine.rows("SELECT * FROM held")

"""DuckDB runs inside this process, here and nowhere else: no network, no extension, no file outside the store."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from levelbook.core.errors import CouldNotWrite, FileIsWrong, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.portfolio.file_sums import COLLECT_AGAIN, FileSums, StoreSums, must_not_be_waited_for
from levelbook.portfolio.queries import duckdb_sql
from levelbook.words.files import cause, shown

_AT_ONCE: Final = 1_000
"""Rows that are fetched together where others wait."""
_MOST_WAITING: Final = 256_000
"""Characters of rows that wait in memory, of each table and quarter."""
_MOST_WRITTEN: Final = 50_000
"""Values that are kept as they are written."""

_STAYS: Final = "Everything collected before is unchanged."

_SETTINGS: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "preserve_insertion_order": "false",
}

PARQUET: Final = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
"""How the files of a store are written."""

EngineName = Literal["duckdb", "spark"]


class QueryCancelled(Exception):
    """A query was cancelled because nobody waits for it any more; no person is told of it."""


class QueryCancellation:
    """A cancellation ends, from another thread, what engines are doing for somebody who does not wait any more."""

    def __init__(self) -> None:
        self.is_cancelled = False
        self._connections: set[Any] = set()

    def cancel(self) -> None:
        """End what is being done; whoever waits for it gets QueryCancelled, until `reset`."""
        self.is_cancelled = True
        for connection in tuple(self._connections):
            connection.interrupt()

    def reset(self) -> None:
        """Let engines work again."""
        self.is_cancelled = False

    def attach(self, connection: Any) -> None:
        """End what this connection does as well, from now on."""
        self._connections.add(connection)

    def detach(self, connection: Any) -> None:
        """Leave out a connection that is going to be closed."""
        self._connections.discard(connection)


class QueryEngine(Protocol):
    """An engine that the queries of a portfolio can be asked on, each by its name in `queries/expressions.py`."""

    def __enter__(self) -> QueryEngine: ...

    def __exit__(self, *raised: object) -> None: ...

    def view(self, name: str, columns: Mapping[str, str], files: Sequence[Path], *, by_quarter: bool) -> None:
        """Give files of the store the name of a table; one without rows where there are none."""

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of a few rows."""

    def keep(self, name: str, query: str) -> None:
        """Make a table of what a query finds."""

    def found(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query, each by its columns.

        Raises FileIsWrong where a file of the store is damaged or gone.
        """


class Engine:
    """An engine asks questions of Parquet files below one folder, and writes such files there."""

    def __init__(
        self, folder: Path, *, spill: Path | None = None, cancellation: QueryCancellation | None = None
    ) -> None:
        """spill: a folder for what does not fit into memory; without one nothing is written anywhere.

        cancellation: what may end a query, which then raises QueryCancelled. Raises UsedWrongly where DuckDB is not
        installed.
        """
        try:
            import duckdb  # 30 ms, which a book of one team does without
        except ModuleNotFoundError:
            raise UsedWrongly(
                "A portfolio needs a library that is not installed.",
                remedy="Get it with: pip install 'levelbook[portfolio]'",
            ) from None
        self._errors: Any = duckdb
        self._connection: Any = duckdb.connect(":memory:", config=dict(_SETTINGS))
        self.sums = StoreSums(FileSums())
        """Of files that are compared with them when a statement names their table."""
        self._offered: dict[str, Callable[[], None]] = {}
        self._cancellation = cancellation or QueryCancellation()
        self._cancellation.attach(self._connection)
        own = f"{folder.resolve()}/"
        self.run(f"SET allowed_directories = [{quoted(own)}, {quoted(_taken_literally(own))}]")
        self.run(f"SET temp_directory = {quoted(str(spill.resolve()) if spill else '')}")
        self.run("SET enable_external_access = false")
        self.run("SET lock_configuration = true")

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *raised: object) -> None:
        self._cancellation.detach(self._connection)
        self._connection.close()

    def offer(self, name: str, make: Callable[[], None]) -> None:
        """Have a view made once a statement names it: DuckDB opens a file for each, and most questions are of few.

        make: makes the view. What it raises, the statement raises.
        """
        self._offered[name] = make

    def make_offered(self) -> None:
        """Make every view that was offered, for who is going to ask another engine about the same files."""
        self._prepare(" ".join(self._offered))

    def _prepare(self, sql: str) -> None:
        """Make the views that a statement needs, and compare their files with what was collected."""
        for name in [name for name in self._offered if re.search(rf"\b{name}\b", sql)]:
            make = self._offered.pop(name, None)
            if make is None:  # made meanwhile, since the path of another one's files names it too
                continue
            try:
                make()
            except BaseException:  # such as a cancellation, after which somebody asks again
                self._offered[name] = make
                raise
        self.sums.compare_those_in(sql)

    def run(self, sql: str) -> None:
        """Carry out a statement. Raises CouldNotWrite, FileIsWrong."""
        self._prepare(sql)
        with self._in_words():
            self._connection.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises FileIsWrong where a file of the store is damaged or gone."""
        self._prepare(sql)
        with self._in_words():
            found: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
            return found

    def each_row(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query a few at a time, so that others in this process get their turn between."""
        self._prepare(sql)
        with self._in_words():
            done = self._connection.execute(sql)
            while rows := self._next(done):
                yield from rows

    def tables(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query, each by its columns."""
        self._prepare(sql)
        with self._in_words():
            done = self._connection.execute(sql)
            names = [column[0] for column in done.description]
            found: list[dict[str, Any]] = []
            while rows := self._next(done):
                found += [dict(zip(names, row, strict=True)) for row in rows]
            return found

    def _next(self, done: Any) -> list[tuple[Any, ...]]:
        if self._cancellation.is_cancelled:
            raise QueryCancelled
        rows: list[tuple[Any, ...]] = done.fetchmany(_AT_ONCE)
        return rows

    def found(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of one of `queries`."""
        return self.tables(duckdb_sql(query))

    def keep(self, name: str, query: str) -> None:
        """Make a table of what one of `queries` finds."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {duckdb_sql(query)}")

    def view(self, name: str, columns: Mapping[str, str], files: Sequence[Path], *, by_quarter: bool) -> None:
        """Give files of the store the name of a table; one without rows where there are none.

        Raises FileIsWrong where a file is damaged or gone.
        """
        known = {**columns, **({"quarter": "VARCHAR"} if by_quarter else {})}
        for file in files:
            if not file.exists():
                raise FileIsWrong.one("This file of the store is missing.", path=shown(file), remedy=COLLECT_AGAIN)
        if files:
            wanted, how = list(known), "hive_partitioning = false"
            # DuckDB takes every folder called COLUMN=VALUE on the way, also far above the store, for a column that has
            # this value in all rows.
            if by_quarter and not any("=" in part for part in files[0].parts[:-2]):
                how = "hive_partitioning = true, hive_types = {'quarter': VARCHAR}"
            elif by_quarter:
                wanted, how = [*columns, f"{_QUARTER_IN_PATH} AS quarter"], f"{how}, filename = true"
            source = f"read_parquet({parquet_files(files)}, {how})"
            try:
                self.run(f"CREATE OR REPLACE VIEW {name} AS SELECT {', '.join(wanted)} FROM {source}")
            except self._errors.Error as error:  # a damaged file can lack a column
                raise _unreadable(clean_line(str(error))) from error
        else:
            self.run(f"DROP VIEW IF EXISTS {name}")
            self.run(f"CREATE OR REPLACE VIEW {name} AS SELECT {_nothing(known)} WHERE false")

    def types_of(self, *views: str) -> Mapping[str, Mapping[str, str]]:
        """Map each view to its columns' types: the catalogue knows them, and no file is opened for it."""
        listed = ", ".join(map(quoted, views))
        sql = f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE table_name IN ({listed})"
        found: dict[str, dict[str, str]] = {view: {} for view in views}
        for view, column, type_ in self._connection.execute(sql).fetchall():
            found[view][column] = type_
        return found

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of a few rows."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(f'{key} {kind}' for key, kind in columns.items())})")
        given = list(rows)
        with self._in_words():
            for start in range(0, len(given), 1000):
                values = ", ".join(f"({', '.join(map(literal, row))})" for row in given[start : start + 1000])
                self._connection.execute(f"INSERT INTO {name} VALUES {values}")

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        if self._cancellation.is_cancelled:
            raise QueryCancelled
        try:
            yield
        except self._errors.InterruptException:
            raise QueryCancelled from None
        except self._errors.Error as error:
            raise _said(error, self._errors) from error
        except UnicodeDecodeError as error:  # DuckDB's words about a damaged file may hold some of its bytes
            raise _unreadable("its bytes are no text where there has to be text") from error


_QUARTER_IN_PATH: Final = "split_part(split_part(filename, '/quarter=', -1), '/', 1)"


def _said(error: Exception, errors: Any) -> Exception:
    """Turn what DuckDB says into a failure that a person can act on; a fault of ours stays one."""
    said = clean_line(str(error))
    if isinstance(error, errors.OutOfMemoryException):
        return CouldNotWrite(f"There is not enough memory: {said[:200]}")
    if isinstance(error, errors.IOException) and re.search("No space left|Disk quota|Read-only|Could not write", said):
        return CouldNotWrite(f"The store was not written: {said[:200]}.", remedy=_STAYS)
    # What is wrong inside a file comes without a kind of its own; what is wrong with a query of ours has one.
    # No query of ours converts what a column of its type may hold; a file's column of another type is converted.
    of_files = errors.IOException | errors.InvalidInputException | errors.ConversionException
    is_of_a_file = type(error) is errors.Error or isinstance(error, of_files)
    if is_of_a_file or "parquet" in said.lower():
        return _unreadable(said)
    return error


def _unreadable(said: str) -> FileIsWrong:
    words, _, _ = said.partition(" LINE 1: ")  # after which DuckDB repeats the statement
    return FileIsWrong.one(f"A file of the store cannot be read: {words[:200].rstrip('.')}.", remedy=COLLECT_AGAIN)


def _taken_literally(path: str) -> str:
    """Write a path so that DuckDB, which reads patterns, finds that file and not a neighbour's."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def parquet_files(files: Iterable[Path]) -> str:
    """Write a list of files as DuckDB's table functions about Parquet read it."""
    return f"[{', '.join(quoted(_taken_literally(str(file))) for file in files)}]"


def quoted(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def literal(value: Any) -> str:
    """Write a value as SQL does. Raises TypeError for one that no column has."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return repr(value)
        case str():
            return quoted(value)
        case _ if hasattr(value, "isoformat"):
            return f"CAST({quoted(value.isoformat())} AS {'TIMESTAMP' if hasattr(value, 'hour') else 'DATE'})"
    raise TypeError(f"no column holds {type(value).__name__}")


def _nothing(columns: Mapping[str, str]) -> str:
    return ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())


# --- On the way in ----------------------------------------------------------------------------------------------------


def write_rows(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows into a file that `read_rows` reads."""
    writer = RowFileWriter(path)
    writer.add([_cell(value) for value in row] for row in rows)
    writer.flush()


class RowFileWriter:
    """Rows on their way into a file that `read_rows` reads, whose every text `clean_line` has seen.

    They wait in memory, so that the file is opened for many of them at once; as text, since Python looks through tuples
    again and again for what nobody needs any more. No text holds a tab or a break, so nothing needs quotation marks.
    """

    def __init__(self, path: Path, *, most_waiting: int = _MOST_WAITING) -> None:
        """most_waiting: characters."""
        self.path = path
        self.most_waiting = most_waiting
        self._begin()

    def _begin(self) -> None:
        self._lines: list[str] = []
        self._characters = 0

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows. Raises CouldNotWrite."""
        written = _written.__getitem__
        text = "".join(["\t".join(map(written, row)) + "\n" for row in rows])
        self._lines.append(text)
        self._characters += len(text)
        if self._characters > self.most_waiting:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Raises CouldNotWrite."""
        try:
            with self.path.open("a", encoding="utf-8", newline="") as file:
                file.writelines(self._lines)
        except OSError as error:
            raise CouldNotWrite(f"The store was not written: {cause(error)}.", remedy=_STAYS) from error
        self._begin()


class _Written(dict[Any, str]):
    """Each value as such a file holds it, the last many of them: rows share most, and some take long to write out.

    To Python `True`, `1` and `1.0` are one key. So each is written as a whole number, which a column of any type reads;
    a zero of a figure is never negative.
    """

    def __missing__(self, value: Any) -> str:
        if len(self) >= _MOST_WRITTEN:
            self.clear()
        if value is None:
            text = ""
        elif isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
            text = str(int(value))
        else:
            text = str(value)
        self[value] = text
        return text


_written: Final = _Written()


def _cell(value: Any) -> Any:
    """A value as such a file holds it. A name of a folder may hold anything, also what would end a line."""
    return clean_line(value) if isinstance(value, str) and not value.isprintable() else value


def read_file(path: Path) -> str:
    """Return the SQL of a single Parquet file, whatever the folders are called that it lies in.

    Raises FileIsWrong where a pipe or a device is in its place.
    """
    must_not_be_waited_for(path)
    return f"read_parquet({quoted(_taken_literally(str(path)))}, hive_partitioning = false)"


def read_rows(path: Path, columns: Mapping[str, str], *, never_null: Iterable[str] = ()) -> str:
    """Return the SQL that reads such a file.

    never_null: columns in which an empty text is that; in any other one it is nothing.
    """
    types = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in columns.items())
    texts = ", ".join(quoted(name) for name in never_null)
    return (
        f"read_csv({quoted(_taken_literally(str(path)))}, header = false, delim = '\\t', quote = '', escape = '', "
        f"nullstr = '', force_not_null = [{texts}], new_line = '\\n', max_line_size = 64000000, auto_detect = false, "
        f"hive_partitioning = false, columns = {{{types}}})"
    )

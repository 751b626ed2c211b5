"""Apache Spark, for a portfolio that has outgrown one machine: the same expressions, asked through Ibis.

Spark runs on this machine, in a Java process of its own that ends with this one: it listens on loopback alone, shows no
page, and fetches nothing. Where `spark-submit` started levelbook, Spark runs where that says, as that says.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.text.cleaning import clean_line

_OF_SPARK_SUBMIT: Final = "PYSPARK_GATEWAY_PORT"
_ON_THIS_MACHINE: Final = {
    "spark.master": "local[*]",
    "spark.app.name": "levelbook",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "16",  # 200 are meant for a cluster
}
_SESSION: Final = {
    "spark.sql.catalogImplementation": "in-memory",  # no folder of Hive's where somebody happens to be
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what overflows or cannot be read is a failure, as in DuckDB, and no null
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
_TYPES: Final = {"VARCHAR": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ"}
"""Spark's names of types where they are not DuckDB's."""
_ARROW: Final = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "BOOLEAN": "bool",
    "DATE": "date32",
    "TIMESTAMP": "timestamp[us]",
}
_MOST_SAID: Final = 300

# Imported late, as only `--engine spark` needs them: `ibis` 500 ms, `pyarrow` 150 ms, `pyspark` 200 ms and with it
# `SparkConf` 200 ms, `PySparkRuntimeError` 200 ms, `launch_gateway` 200 ms, `SparkSession` 200 ms,
# `PySparkException` 200 ms; `QUERIES` 500 ms.


class Spark:
    """An engine that asks Spark, in a session of its own."""

    def __init__(self) -> None:
        """Raises UsedWrongly where Spark is not installed or does not start."""
        self._spark = _running().newSession()
        for name, value in _SESSION.items():
            with contextlib.suppress(_errors()):  # some are fixed once Spark runs
                self._spark.conf.set(name, value)
        import ibis

        self._ibis = ibis.pyspark.connect(self._spark)
        self._held: dict[str, Any] = {}

    def __enter__(self) -> Spark:
        return self

    def __exit__(self, *raised: object) -> None:
        for frame in self._held.values():
            frame.unpersist()
        self._held.clear()

    def view(self, name: str, columns: Mapping[str, str], files: Sequence[Path], *, by_quarter: bool) -> None:
        """Give files of the store the name of a table; one without rows where there are none."""
        known = {**columns, **({"quarter": "VARCHAR"} if by_quarter else {})}
        if not files:
            self.fill(name, known, [])
            return
        read = self._spark.read.schema(_schema(known))
        if by_quarter:
            read = read.option("basePath", str(files[0].parents[1]))
        with _in_words():
            read.parquet(*(_taken_literally(file) for file in files)).createOrReplaceTempView(name)

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a table of a few rows."""
        import pyarrow

        types = pyarrow.schema([(column, pyarrow.type_for_alias(_ARROW[kind])) for column, kind in columns.items()])
        table = pyarrow.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], schema=types)
        # As Arrow, which Java reads: lists would go through Python processes, of whatever Python is on the PATH.
        self._spark.createDataFrame(table, _schema(columns)).createOrReplaceTempView(name)

    def keep(self, name: str, query: str) -> None:
        """Make a table of what a query finds."""
        with _in_words():
            frame = self._asked(query).cache()
            frame.count()
        self._held[name] = frame
        frame.createOrReplaceTempView(name)

    def found(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query, each by its columns."""
        with _in_words():
            return [row.asDict() for row in self._asked(query).collect()]

    def _asked(self, query: str) -> Any:
        return self._spark.sql(self._ibis.compile(_expressions()[query]()))


def _schema(columns: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {_TYPES.get(kind, kind)}" for name, kind in columns.items())


def _taken_literally(file: Path) -> str:
    """Write a path so that Hadoop, which reads patterns, finds that file."""
    return re.sub(r"([\\*?\[\]{},])", r"\\\1", str(file))


@functools.cache
def _expressions() -> Mapping[str, Any]:
    from levelbook.portfolio.queries.expressions import QUERIES

    return {query.__name__: query for query in QUERIES}


@functools.cache
def _running() -> Any:
    """Start Spark, once in a process. Raises UsedWrongly."""
    try:
        import ibis.backends.pyspark  # noqa: F401 - it takes seconds
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkRuntimeError
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise UsedWrongly(
            "Spark needs libraries that are not installed.", remedy="Get them with: pip install 'levelbook[spark]'"
        ) from None
    if _OF_SPARK_SUBMIT in os.environ:
        return SparkSession.builder.getOrCreate()
    configuration = SparkConf().setAll(list({**_ON_THIS_MACHINE, **_SESSION}.items()))
    with tempfile.TemporaryFile() as said:
        try:
            gateway = launch_gateway(configuration, {"stdout": said, "stderr": said})
            return SparkSession(SparkContext(gateway=gateway, conf=configuration))
        except PySparkRuntimeError:
            raise UsedWrongly(
                f"Spark did not start: {_first_complaint(said)}",
                remedy="It needs Java 17 or newer: `java -version` shows the version, JAVA_HOME its folder.",
            ) from None


def _first_complaint(file: Any) -> str:
    file.seek(0)
    lines = [clean_line(line) for line in file.read().decode("utf-8", "replace").splitlines()]
    return next((line for line in lines if line and not line.startswith("WARNING")), "it gave no reason.")[:_MOST_SAID]


def _errors() -> type[Exception]:
    from pyspark.errors import PySparkException

    errors: type[Exception] = PySparkException  # which brings no types
    return errors


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Turn what Spark says of a file into a failure that a person can act on; a fault of ours stays one."""
    try:
        yield
    except Exception as error:
        said = clean_line(str(error))
        if not re.search("FAILED_READ_FILE|PATH_NOT_FOUND|FileNotFoundException", said):
            raise
        raise FileIsWrong.one(
            f"A file of the store cannot be read: {said[:200]}.",
            remedy="Collect again with `levelbook portfolio collect`: damaged files are read again.",
        ) from error

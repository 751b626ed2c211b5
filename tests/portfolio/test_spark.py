"""Spark itself finds what DuckDB and plain Python find, and reaches nobody: `make portfolio-spark` installs it.

Where Java or pyspark is missing, all but the tests of that are left out.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from levelbook import __main__ as levelbook_main
from levelbook.core.errors import UsedWrongly
from levelbook.portfolio import demo
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.engine import Engine
from levelbook.portfolio.settings import Portfolio
from levelbook.portfolio.spark import Spark, _running
from support.any_portfolios import portfolios
from support.command_line import typed
from support.portfolio_queries import QUERIES, fill, found, wanted
from support.portfolio_reference import Row

PYSPARK = importlib.util.find_spec("pyspark") is not None
on_spark = pytest.mark.skipif(
    not PYSPARK or not shutil.which("java"), reason="Spark: `make portfolio-spark` tests it where Java 17 is installed"
)
REPORTS = ("show", "trend", "teams", "late", "risks", "proof", "practices", "gains", "spread", "movement")


@pytest.fixture(scope="module", name="spark")
def _spark() -> Iterator[Spark]:
    with Spark() as spark:
        spark._spark.conf.set("spark.sql.shuffle.partitions", "1")
        spark._spark.conf.set("spark.sql.codegen.wholeStage", "false")  # to compile costs more than so few rows do
        yield spark


@pytest.fixture(scope="module", name="portfolio")
def _portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    """A demo with a name that holds what Hadoop takes for patterns."""
    made = demo.build(tmp_path_factory.mktemp("spark") / "a {b,c} [d] * 100% é", teams=8)
    collect(made)
    return made


# --- The same answers


@on_spark
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],  # to make an example smaller would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(db=portfolios())
def test_every_query_finds_on_spark_what_duckdb_and_plain_python_find(
    spark: Spark, tmp_path_factory: pytest.TempPathFactory, db: dict[str, list[Row]]
) -> None:
    with Engine(tmp_path_factory.mktemp("store")) as duckdb:
        fill(duckdb, db)
        fill(spark, db)
        for name in QUERIES:
            assert found(spark, name) == found(duckdb, name) == wanted(name, db), name


@on_spark
@pytest.mark.parametrize("report", [*REPORTS, "compare"])
def test_each_report_is_the_same_text_on_both_engines(portfolio: Portfolio, report: str) -> None:
    between = ["customers", "operations"] if report == "compare" else []
    words = ("-C", str(portfolio.path), "portfolio", report, *between, "--profile", "exposure=staff-only", "--json")
    ours, theirs = typed(*words), typed(*words, "--engine", "spark")

    assert (ours.code, theirs.code) == (0, 0), ours.err + theirs.err
    assert theirs.out == ours.out


@on_spark
def test_started_by_spark_submit_it_runs_as_that_says(portfolio: Portfolio) -> None:
    submit = Path(sys.executable).with_name("spark-submit")
    settings = [f"--conf=spark.driver.{name}=127.0.0.1" for name in ("host", "bindAddress")]
    started = [submit, "--master=local[1]", "--conf=spark.ui.enabled=false", *settings, levelbook_main.__file__]
    report = ["-C", str(portfolio.path), "portfolio", "risks", "--json"]
    done = subprocess.run(
        [*started, *report, "--engine", "spark"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == typed(*report).out


@on_spark
def test_a_damaged_file_is_said_to_be_one(portfolio: Portfolio) -> None:
    path = next(portfolio.store_path.glob("scores/*/*.parquet"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    said = typed("-C", str(portfolio.path), "portfolio", "practices", "--engine", "spark")
    path.write_bytes(whole)

    assert said.code == 3
    assert "it does not hold what was collected" in said.err
    assert "levelbook portfolio collect" in said.err


# --- Nobody is reached


@on_spark
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux says who listens")
def test_spark_listens_on_loopback_alone_and_shows_no_page(spark: Spark) -> None:
    listening = _listening(_java())

    assert listening, "the gateway listens"
    assert all(address.startswith("127.") or address == "::1" for address in listening), listening
    assert _running().sparkContext.uiWebUrl is None


def _java() -> int:
    """The process that Spark runs in."""
    return int(_running().sparkContext._gateway.jvm.java.lang.ProcessHandle.current().pid())


def _listening(process: int) -> list[str]:
    """The addresses on which a process listens."""
    sockets = {str(path.readlink()) for path in Path(f"/proc/{process}/fd").iterdir() if path.is_symlink()}
    found = []
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/{process}/net/{table}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.append(_address(bytes.fromhex(fields[1].partition(":")[0]), family))
    return found


def _address(raw: bytes, family: int) -> str:
    """An address as the kernel writes it: in words of four bytes, each turned round."""
    packed = b"".join(raw[start : start + 4][::-1] for start in range(0, len(raw), 4))
    return socket.inet_ntop(family, packed).removeprefix("::ffff:")


@on_spark
def test_where_there_is_no_java_that_is_said(portfolio: Portfolio) -> None:
    command = [sys.executable, "-m", "levelbook", "-C", str(portfolio.path), "portfolio", "show", "--engine", "spark"]
    elsewhere = {**os.environ, "JAVA_HOME": str(portfolio.path / "no-java")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=elsewhere)

    assert done.returncode == 2
    assert "Spark did not start" in done.stderr
    assert "no-java/bin/java" in done.stderr
    assert "JAVA_HOME its folder" in done.stderr


# --- Where it is not installed


def test_a_machine_without_spark_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    _running.cache_clear()
    with pytest.raises(UsedWrongly) as refused:
        Spark()

    assert "pip install 'levelbook[spark]'" in refused.value.remedy

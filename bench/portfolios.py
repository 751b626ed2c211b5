"""Portfolios to measure: the demo's teams on the shipped questionnaire, each as often as it takes."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from levelbook.core.portfolio.tables import LATEST, OF_EDITIONS, TABLES, UNDIVIDED, columns
from levelbook.portfolio.book_sources import EDITIONS
from levelbook.portfolio.file_sums import sum_of
from levelbook.portfolio.first_view_cache import store_first_view
from levelbook.portfolio.settings import Portfolio, open_portfolio
from levelbook.portfolio.store import MANIFEST, Store
from levelbook.store.digests import digest
from levelbook.store.editions import EDITION

BOOKS = "books"


def with_copies(seed: Portfolio, path: Path, times: int) -> tuple[Portfolio, int]:
    """Make a portfolio of so many copies of each book, and say how many editions it has.

    Editions have digests of their own, and follow those of their own book.
    """
    path.mkdir()
    settings = f'format = 1\norganisation = "Copies"\n[[sources]]\nid = "books"\nfolder = "{BOOKS}"\n'
    (path / "portfolio.toml").write_text(settings, "utf-8")
    editions = 0
    for book in sorted((seed.path / BOOKS).iterdir()):
        for copy in range(times):
            folder = path / BOOKS / f"{book.name}-{copy}"
            shutil.copytree(book, folder)
            editions += _made_its_own(folder, f"# copy {copy}\n")
    return open_portfolio(path), editions


def _made_its_own(book: Path, line: str) -> int:
    """Add a line to each edition of a book, so that it has another digest, and say how many there are."""
    texts = {edition: edition.read_text("utf-8") for edition in (book / EDITIONS).glob(f"*/{EDITION}")}
    digests: dict[str, str] = {}
    for edition in sorted(texts, key=lambda one: int(tomllib.loads(texts[one])["number"])):
        text = _PREVIOUS.sub(lambda found: f'{found[1]}"{digests[found[2]]}"', texts[edition]) + line
        digests[digest(texts[edition])] = digest(text)
        edition.write_text(text, "utf-8")
    return len(texts)


_PREVIOUS: Final = re.compile(r'^(previous_digest = )"([^"\n]+)"', re.MULTILINE)


def multiplied(seed: Portfolio, path: Path, times: int) -> Portfolio:
    """Make a portfolio in whose store each team of another one is there so many times, under ids of its own.

    One in ten answered an earlier version of the questionnaire at first, and one in thirty still does.
    """
    store = path / "store"
    store.mkdir(parents=True)
    settings, _, _ = (seed.path / "portfolio.toml").read_text("utf-8").partition("[[alike]]")  # which goes by hand
    (path / "portfolio.toml").write_text(settings, "utf-8")
    connection = duckdb.connect(config={"temp_directory": str(path / "spill"), "memory_limit": "4GB"})
    for table, kind in TABLES.items():
        if not any((seed.store_path / table).rglob("*.parquet")):  # nobody has a row of it
            continue
        hive = "false" if table in UNDIVIDED else "true, hive_types = {'quarter': VARCHAR}"
        source = f"read_parquet('{seed.store_path}/{table}/**/*.parquet', hive_partitioning = {hive})"
        copies = times if table in {"teams", LATEST, *OF_EDITIONS} else 1
        quarters = [] if table in UNDIVIDED else _quarters(connection, source)
        chosen = ", ".join(_multiplied(name, copies, quarters) for name in columns(kind))
        for quarter in quarters or [None]:
            folder = store / table / (f"quarter={quarter}" if quarter else "")
            folder.mkdir(parents=True)
            where = f"WHERE quarter = '{quarter}'" if quarter else ""
            sql = f"SELECT {chosen} FROM {source}, range({copies}) AS copies(copy) {where}"
            # In the order in which a collection writes them.
            order = "ORDER BY team, edition" if table in OF_EDITIONS else ""
            how = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
            connection.execute(f"COPY ({sql} {order}) TO '{folder}/000001.parquet' ({how})")
    made_of = {file.relative_to(store).as_posix(): file for file in store.rglob("*.parquet")}
    files = {name: file.stat().st_size for name, file in made_of.items()}
    sums = {name: sum_of(file) for name, file in made_of.items()}
    manifest = {**vars(Store(seed.store_path).manifest()), "files": files, "sums": sums}
    manifest.pop("unknown")
    (store / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    made = open_portfolio(path)
    store_first_view(made)
    return made


def _quarters(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT quarter FROM {source} ORDER BY quarter").fetchall()
    return [quarter for (quarter,) in found]


def _multiplied(name: str, copies: int, quarters: Sequence[str]) -> str:
    if copies == 1:
        return name
    if name == "team":
        return "team || '-' || copy AS team"
    if name == "version":
        earlier = f"copy % 10 = 3 AND (quarter < '{quarters[-3]}' OR copy % 30 = 3)"
        return f"CASE WHEN {earlier} THEN '1.0.0' ELSE version END AS version"
    return f"edition // {copies} * {copies} + copy AS edition" if name == "edition" else name

"""How long a portfolio of many teams takes: collecting an edition, and all ten reports over 10,000 and 100,000 teams.

The teams are those of `portfolio demo`, each as often as it takes, on the shipped questionnaire over eight quarters.
Everything is measured in one run on one machine; what it is measured against is beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from levelbook.core.portfolio.tables import LATEST, OF_EDITIONS, TABLES, UNDIVIDED, columns
from levelbook.portfolio import demo
from levelbook.portfolio.asking import Inquiry, Question
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.settings import Portfolio, open_portfolio
from levelbook.portfolio.store import MANIFEST, Store

SEED_TEAMS = 20
REPORTS = ("heatmap", "trend", "teams", "late", "risks", "proof", "practices", "gains", "spread", "movement")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def multiplied(seed: Portfolio, path: Path, times: int) -> Portfolio:
    """Make a portfolio in which each team of another one is there so many times, under ids of its own."""
    import duckdb

    (path / "store").mkdir(parents=True)
    (path / "portfolio.toml").write_bytes((seed.path / "portfolio.toml").read_bytes())
    connection = duckdb.connect()
    for table, kind in TABLES.items():
        names = list(columns(kind))
        hive = "false" if table in UNDIVIDED else "true, hive_types = {'quarter': VARCHAR}"
        source = f"read_parquet('{seed.store_path}/{table}/**/*.parquet', hive_partitioning = {hive})"
        copies = times if table in {"teams", LATEST, *OF_EDITIONS} else 1
        chosen = ", ".join(_multiplied(name, copies) for name in names)
        more = "" if table in UNDIVIDED else ", quarter"
        sql = f"SELECT {chosen}{more} FROM {source}, range({copies}) AS copies(copy)"
        target = path / "store" / table
        if table in UNDIVIDED:
            target.mkdir()
            connection.execute(f"COPY ({sql}) TO '{target}/000001.parquet' (FORMAT parquet, COMPRESSION zstd)")
        else:
            how = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (quarter)"
            connection.execute(f"COPY ({sql} ORDER BY quarter, team, edition) TO '{target}' ({how})")
    store = path / "store"
    files = {file.relative_to(store).as_posix(): file.stat().st_size for file in store.rglob("*.parquet")}
    manifest = {**vars(Store(seed.store_path).manifest()), "files": files}
    manifest.pop("unknown")
    (store / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return open_portfolio(path)


def _multiplied(name: str, copies: int) -> str:
    if copies == 1:
        return name
    if name == "team":
        return "team || '-' || copy AS team"
    return f"edition // {copies} * {copies} + copy AS edition" if name == "edition" else name


def asked(portfolio: Portfolio) -> dict[str, float]:
    """Return the seconds of beginning an inquiry and of each report."""
    found: dict[str, float] = {}
    begun = time.perf_counter()
    with Inquiry(portfolio, Question()) as inquiry:
        found["begin"] = time.perf_counter() - begun
        for report in REPORTS:
            found[report] = timed(lambda report=report: getattr(inquiry, report))  # type: ignore[misc]
    return found


def measured_apart(path: Path) -> tuple[dict[str, float], float]:
    """Ask in a process of its own; the seconds, and the most memory that it took in MiB."""
    code = "import sys; sys.path.insert(0, '.'); from bench import portfolio; portfolio.report(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    shape = json.loads(done.stdout)
    return shape["seconds"], shape["mib"]


def report(path: str) -> None:
    """Print what asking a portfolio takes, as JSON."""
    seconds = asked(open_portfolio(Path(path)))
    # Not getrusage, which counts what the process was before it began to run this program.
    status = Path("/proc/self/status").read_text("ascii")
    mib = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"seconds": seconds, "mib": mib}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, nargs="+", default=[10_000, 100_000])
    sizes = parser.parse_args().teams
    with tempfile.TemporaryDirectory() as folder:
        seed = demo.build(Path(folder) / "seed", teams=SEED_TEAMS)
        new = timed(lambda: collect(seed))
        editions = collect(seed).known_editions
        again = timed(lambda: collect(seed))
        print(f"collect, a new edition:       {new / editions * 1000:8.2f} ms   ({editions} editions)")
        print(
            f"collect, an edition known by: {again / editions * 1000:8.2f} ms   (with all that collecting begins with)"
        )
        totals = []
        for size in sizes:
            made = multiplied(seed, Path(folder) / str(size), size // SEED_TEAMS)
            rows = made.store_path
            seconds, mib = measured_apart(made.path)
            totals.append(sum(seconds.values()))
            bytes_ = sum(file.stat().st_size for file in rows.rglob("*.parquet"))
            parquet = f"Parquet {bytes_ / 2**20:6.0f} MiB"
            print(f"{size:9,} teams: all ten reports {totals[-1]:6.2f} s, {mib:6.0f} MiB, {parquet}")
            print("  " + ", ".join(f"{name} {value:.2f}" for name, value in seconds.items()))
        if len(totals) > 1:
            print(f"growth: {totals[-1] / totals[0]:.1f}x for {sizes[-1] / sizes[0]:.0f}x the teams")


if __name__ == "__main__":
    main()

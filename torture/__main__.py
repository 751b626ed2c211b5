"""Run the rows and print the table: `python -m torture [--only ROW] [--seconds N]`, from the repository's root."""

from __future__ import annotations

import argparse
import os
import pickle
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from torture import damage, disks, fuzzing, hostile, injections, kills, power_cuts, signals, together
from torture.outcome import KINDS, Budget, Outcome
from torture.processes import forked, load_everything, own_machine

ROWS: Final[dict[str, Callable[[Budget, Path], Outcome]]] = {
    "kills": kills.run_row,
    "injections": injections.run_row,
    "disks": disks.run_row,
    "power-cuts": power_cuts.run_row,
    "signals": signals.run_row,
    "damage": damage.run_row,
    "together": together.run_row,
    "fuzzing": fuzzing.run_row,
    "hostile": hostile.run_row,
}
WHOLE: Final = 1_080.0
"""Seconds that all rows have together: eighteen minutes."""
AT_A_TIME: Final = min(2, os.cpu_count() or 1)
"""Rows that run at a time: most of them wait for a disk or a program now and then."""
OUT: Final = Path(__file__).parent.parent / "build" / "torture.md"


def table(outcomes: list[Outcome]) -> str:
    """The rows in Markdown, tries beside the faults of each kind."""
    lines = [f"| what was tried | tries | {' | '.join(KINDS)} |", f"|---|---:|{'---:|' * len(KINDS)}"]
    for one in outcomes:
        tries = f"{one.tries:,}" + (f" of {one.wanted:,}" if one.wanted > one.tries else "")
        lines.append(f"| {one.what} | {tries} | {' | '.join(str(one.count(kind)) for kind in KINDS)} |")
    skipped = [f"- Not run here, of “{one.what}”: {reason}." for one in outcomes for reason in one.skipped]
    return "\n".join([*lines, "", *skipped]).rstrip() + "\n"


def machine() -> str:
    """The day and the kind of machine."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {system}, Linux {platform.release().partition('-')[0]}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {'root' if os.geteuid() == 0 else 'no root'}."
    )


def _run(names: Sequence[str], budget: Budget, place: Path) -> list[Outcome]:
    """Run rows, some at a time, each in a child and with its share of the time that is left."""
    outcomes: dict[str, Outcome] = {}
    waiting, going = list(names), dict[str, tuple[int, Path]]()
    while waiting or going:
        while waiting and len(going) < AT_A_TIME:
            rounds = -(-(len(waiting) + len(going)) // AT_A_TIME)
            name = waiting.pop(0)
            print(f"{name} …", file=sys.stderr, flush=True)
            going[name] = _started(name, budget.part(1 / rounds), place)
        pid, status = os.wait()
        name = next(name for name, (child, _) in going.items() if child == pid)
        _, result = going.pop(name)
        if status:
            raise RuntimeError(f"The row {name} ended with {status}.")
        outcomes[name] = pickle.loads(result.read_bytes())
        for fault in outcomes[name].faults:
            print(f"  {fault}", file=sys.stderr, flush=True)
    return [outcomes[name] for name in names]


def _started(name: str, budget: Budget, place: Path) -> tuple[int, Path]:
    """Start a row in a child; its pid, and the file in which it leaves what came of it."""
    result = place / f"{name}.result"

    def become() -> int:
        os.environ["HOME"] = str(place / f"home-{name}")
        shutil.copytree(place / "home", place / f"home-{name}")
        result.write_bytes(pickle.dumps(ROWS[name](budget, place / name)))
        return 0

    return forked(become), result


def main() -> int:
    """Run the rows and print what came of them; 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("--only", choices=ROWS, action="append", help="run this row; may be given again")
    parser.add_argument("--seconds", type=float, default=WHOLE, help="for all rows together")
    given = parser.parse_args()
    names = given.only or list(ROWS)
    place = Path(tempfile.mkdtemp(prefix="levelbook-torture-"))
    place.chmod(0o755)  # somebody else has to reach the books
    try:
        with own_machine(place / "home"):
            load_everything()
            outcomes = _run(names, Budget(given.seconds), place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    text = f"{machine()}\n\n{table(outcomes)}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, "utf-8")
    print(text)
    return int(any(one.faults for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())

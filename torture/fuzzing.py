"""Bytes that nobody would write are given to every parser, which may refuse them in words and do nothing else.

Where atheris is installed (`pip install atheris`; no lock has it, since it is large and for Linux alone), it looks for
inputs that reach other code. Elsewhere seeds are changed by chance, and the table says so.
"""

from __future__ import annotations

import importlib.util
import io
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from levelbook.core.answers.sittings import Parked, Participant, Sitting
from levelbook.core.errors import LevelbookError
from levelbook.core.text import cleaning, days
from levelbook.guide.keep import blocks, front_matter
from levelbook.guide.write import notes
from levelbook.imports import answers_csv, tickets_csv, xlsx
from levelbook.reading.toml import parse_toml
from levelbook.store import answers_text, conflicts, sittings_file, team_folder
from support.builders import NOON, a_book, a_full_answer, tiny_questionnaire
from support.hostile_texts import HOSTILE
from torture.outcome import Budget, Fault, Outcome

WHAT: Final = "bytes that nobody would write, a million for each parser"
WANTED: Final = 1_000_000
"""Inputs for each parser."""
BY_COVERAGE: Final = 0.15
"""The part of a parser's time that atheris has at least: it chooses each input better, and takes longer for it."""
SPARE: Final = 0.8
"""The part of the time that changed seeds are not expected to need which atheris has as well."""
AT_ONCE: Final = 5_000
SLOWEST: Final = 5.0
"""Seconds that one input may take."""
LONGEST: Final = 8_192
"""Bytes of an input."""
TINY: Final = tiny_questionnaire()
TODAY: Final = NOON.date()
NAME: Final = "given"


@dataclass(frozen=True)
class Parser:
    """What reads bytes, and what it is used to."""

    read: Callable[[bytes], object]
    """Raises LevelbookError, or ValueError where that is how it refuses."""
    seeds: tuple[bytes, ...]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _workbook() -> bytes:
    """A workbook with answers in it, as far as a parser looks at first."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Answers")
        for row, cells in enumerate((("id", "rev", "sent", "Answer"), ("s1.p1", "rev:12345678", "sent:12345678", 2))):
            sheet.write_row(row, 0, cells)
        book.add_worksheet("Lists").write_row(0, 2, ("tiny", "1.0.0"))
    return content.getvalue()


def _parsers() -> Mapping[str, Parser]:
    said = {name: a_full_answer(2).signed() for name in list(TINY.practices)[:1]}
    answers = answers_text.render(a_book(TINY, said), TINY).encode()
    who = (Participant(name="Ana"), Participant(name="Tom", named=True))
    parked = (Parked(text="Lunch", by="Tom", practice="s1.p1"),)
    sitting = sittings_file.render(
        Sitting(planned_minutes=90, minutes="Said.", participants=who, parked=parked)
    ).encode()
    settings = team_folder.settings_toml(team_folder.Settings(team="Retail", people="initials")).encode()
    guide = (
        b"---\ntitle: x\n---\n\n# Guide\n\nOurs.\n\n<!-- levelbook:begin rules 1234567890 -->\nRules\n\n- one\n"
        b"<!-- levelbook:end rules -->\n\n```\n<!-- levelbook:begin x 1 -->\n```\n"
    )
    half_merged = b"a\n<<<<<<< ours\nb\n||||||| base\nc\n=======\nd\n>>>>>>> theirs\ne\n"
    rows = b"id,rev,sent,answer,reason,note,owner,due\ns1.p1,rev:12345678,sent:12345678,2,,Said.,Ana,2026-12-04\n"
    tickets = b"Issue key,Summary,levelbook step\nRA-1,Do it,s1.p1#1\n"
    some_days = tuple(b"4 December;friday;in 2 weeks;end of Q1;2026-12-04;mid may;12/04".split(b";"))
    some_texts = tuple(text.encode("utf-8", "surrogatepass") for _, text in HOSTILE if len(text) < 200)
    return {
        "texts": Parser(lambda data: cleaning.clean(_text(data)), some_texts),
        "front matter": Parser(lambda data: front_matter.of(_text(data)), (guide, *some_texts)),
        "damaged guides": Parser(lambda data: blocks.damage_as_text(_text(data)), (guide, *some_texts)),
        "days": Parser(lambda data: days.parse_day(_text(data), TODAY), some_days),
        "guides": Parser(lambda data: blocks.parse(_text(data)), (guide, *some_texts)),
        "CSV of tickets": Parser(lambda data: tickets_csv.returned_tickets(data, NAME), (tickets,)),
        "conflicts": Parser(lambda data: conflicts.sides_of(_text(data)), (half_merged, answers)),
        "CSV of answers": Parser(lambda data: answers_csv.returned_rows(data, NAME, TINY, "Retail", TODAY), (rows,)),
        "notes": Parser(lambda data: notes.notes(_text(data)), some_texts),
        "sittings": Parser(lambda data: sittings_file.parse(data, NAME), (sitting,)),
        "workbooks": Parser(lambda data: xlsx.returned_rows(data, NAME, TINY, "Retail", TODAY), (_workbook(),)),
        "settings": Parser(lambda data: team_folder.parse_settings(data, NAME), (settings,)),
        "TOML": Parser(lambda data: parse_toml(data, NAME), (answers, sitting, settings)),
        "answers": Parser(lambda data: answers_text.parse(data, NAME), (answers,)),
    }


PARSERS: Final = _parsers()
"""The quickest first, so that what they leave of their time is there for the others."""


def read(parser: Parser, data: bytes) -> None:
    """Give a parser bytes. Raises whatever is no refusal, and TimeoutError where it took too long."""
    begun = time.process_time()
    with suppress(LevelbookError, ValueError):
        parser.read(data)
    if time.process_time() - begun > SLOWEST:
        raise TimeoutError("This took too long.")


def run_row(
    budget: Budget,
    place: Path,
    only: slice = slice(None),
    *,
    wanted: int = WANTED,
    with_atheris: bool = True,
) -> Outcome:
    """Give each parser so many inputs, some by atheris where it is there. only: which parsers."""
    names = list(PARSERS)[only]
    outcome = Outcome(WHAT, wanted=wanted * len(names))
    is_there = with_atheris and importlib.util.find_spec("atheris") is not None
    if not is_there:
        why = "is not installed" if with_atheris else "was not asked"
        outcome.skipped.append(f"the search by coverage: atheris {why}, so seeds were changed by chance")
    else:
        outcome.chosen = (
            "atheris chose {some:,} of the inputs by what code they reach, the others are seeds changed by chance"
        )
    needed = {name: _seconds_by_chance(name, budget, wanted) for name in names}
    for number, name in enumerate(names):
        if budget.is_over:
            break
        left = [needed[other] for other in names[number:]]
        spare = max(0.0, budget.left - sum(left)) / len(left)
        part = Budget(needed[name] + spare if spare else budget.left * needed[name] / sum(left))
        tries = 0
        if is_there:
            searching = Budget(max(part.seconds * BY_COVERAGE, spare * SPARE))
            tries, faults = _by_atheris(name, searching, wanted, place / name)
            outcome.some += tries
            outcome.faults += faults
        more, faults = _by_chance(name, part, wanted - tries)
        outcome.tries += tries + more
        outcome.faults += faults
    return outcome


def _seconds_by_chance(name: str, budget: Budget, wanted: int) -> float:
    """Return how long so many inputs take that are seeds changed by chance, judged by some."""
    begun = time.monotonic()
    tries, _ = _by_chance(name, budget, max(1, wanted // 200))
    return (time.monotonic() - begun) / max(1, tries) * wanted


# --- By chance --------------------------------------------------------------------------------------------------------


def _by_chance(name: str, budget: Budget, share: int) -> tuple[int, list[Fault]]:
    chance, parser = random.Random(name), PARSERS[name]
    tries = 0
    while tries < share and not budget.is_over:
        for _ in range(min(AT_ONCE, share - tries)):
            data = changed(chance.choice(parser.seeds), chance)
            tries += 1
            try:
                read(parser, data)
            except BaseException as error:  # whatever it is, it is no refusal in words
                return tries, [_fault(name, repr(error), data)]
    return tries, []


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: drop, double, swap, flip or overwrite pieces, or put in what means something to a parser."""
    for _ in range(chance.randrange(1, 6)):
        begin = chance.randrange(len(data) + 1)
        end = min(len(data), begin + chance.randrange(16))
        piece = data[begin:end]
        odd = chance.choice(
            (b"\x00", b"\xff", b"[", b"]]", b'"""', b"'", b"=", b".", b"\n", b"\r", b"---\n", b"9" * 40)
        )
        new = chance.choice((b"", piece * 2, piece[::-1], odd, chance.randbytes(len(piece)), data[end : end + 64]))
        data = data[:begin] + new + data[end:]
    return data[:LONGEST]


def _fault(name: str, what: str, data: bytes) -> Fault:
    return Fault("crashed", f"{name}: {what} from {data[:300]!r}")


# --- By atheris -------------------------------------------------------------------------------------------------------


def _by_atheris(name: str, budget: Budget, share: int, place: Path) -> tuple[int, list[Fault]]:
    """Start a process of its own, because atheris ends the one that it runs in."""
    corpus = place / "corpus"
    corpus.mkdir(parents=True)
    for number, seed in enumerate(PARSERS[name].seeds):
        (corpus / str(number)).write_bytes(seed)
    seconds = max(1, int(budget.part(1).seconds))
    options = [f"-runs={share}", f"-max_total_time={seconds}", f"-timeout={SLOWEST:.0f}", f"-max_len={LONGEST}"]
    command = [sys.executable, "-m", "torture.by_coverage", name, str(corpus), *options, f"-artifact_prefix={place}/"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(("tests", ".", os.environ.get("PYTHONPATH", "")))}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    runs = re.findall(r"^(?:#|Done )(\d+)", ended.stderr, re.MULTILINE)
    found = list(_found(name, place, ended.stderr)) if ended.returncode else []
    if not runs and not found:
        raise RuntimeError(f"atheris does not run: {ended.stderr[-2000:]}")
    return max(map(int, runs), default=1), found


def _found(name: str, place: Path, said: str) -> Iterator[Fault]:
    """Tell what atheris left of each input that did not end in words."""
    for path in sorted(place.glob("*-*")):
        lines = [line for line in said.splitlines() if "Error" in line or "Exception" in line]
        yield _fault(name, " ".join(lines[-2:]) or path.name, path.read_bytes())

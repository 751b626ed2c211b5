"""SIGKILL at moments chosen by chance, while a book is saved, sealed, assembled and upgraded; from shell and app.

What is compared is the disk with what the command's exit code, or the app's screen, had acknowledged before.
"""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from levelbook.cli.main import run as typed
from levelbook.core.errors import LevelbookError
from levelbook.store import answers_file
from support.small_book import PRACTICES, new_book
from torture.app import App
from torture.outcome import Budget, Fault, Outcome
from torture.processes import Running, run, started
from torture.scenes import ALL_SCENES, MORE_SCENES, Stage, how_it_ended

WHAT: Final = "SIGKILL at any moment of saves, seals, guides, upgrades, and of answering in the app"
WANTED: Final = {
    "answers": 440, "seal": 130, "guide": 130, "upgrade": 100, "import": 40, "offers": 30, "resolve": 30, "app": 100,
}  # fmt: skip
"""How many kills of each make a whole run: a thousand."""

NUMBER: Final = re.compile(r"▸(\d\.\d)")
"""How the interview marks the practice that is open."""
CHOSEN: Final = re.compile(r"● (\d)  ")
"""How it marks the level that is chosen; a screen of which half is painted marks the one before as well."""


def run_row(budget: Budget, place: Path, wanted: dict[str, int] | None = None) -> Outcome:
    """Kill until every part was killed as often as is wanted, or time is over."""
    wanted = WANTED if wanted is None else wanted
    chance = random.Random(7)
    parts: dict[str, Callable[[], Iterator[list[Fault]]]] = {
        "answers": lambda: saves(_made(place / "answers"), place / "said", chance, kill, "SIGKILL"),
        **{
            name: lambda name=name: _commands(Stage(ALL_SCENES[name], place / name).warmed(), chance)
            for name in ("seal", "guide", "upgrade", *MORE_SCENES)
        },  # type: ignore[misc]
        "app": lambda: _app(place / "app", chance),
    }
    outcome = Outcome(WHAT, wanted=sum(wanted.values()))
    outcome.chosen = "{some:,} came while answers were imported, offers taken over and merges resolved"
    done = dict.fromkeys(wanted, 0)
    going = {name: parts[name]() for name in wanted}
    while not budget.is_over and (left := [name for name in wanted if done[name] < wanted[name]]):
        name = min(left, key=lambda name: done[name] / wanted[name])  # all are through at the same time
        outcome.tried(next(going[name]))
        outcome.some += name in MORE_SCENES
        done[name] += 1
    return outcome


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


# --- Commands ---------------------------------------------------------------------------------------------------------


def _commands(stage: Stage, chance: random.Random) -> Iterator[list[Fault]]:
    """Kill one command after the other, each in a fresh book, at a moment between its start and its end."""
    begun = time.monotonic()
    run(stage.scene.words, stage.fresh(), stage.said)
    takes = time.monotonic() - begun
    while True:
        after = chance.uniform(0, takes)
        command = started(stage.scene.words, stage.fresh(), stage.said)
        time.sleep(after)
        command.kill()
        words = f"with SIGKILL after {after * 1000:.0f} of {takes * 1000:.0f} ms"
        yield [*stage.judge(command.ended(), words), *stage.judge_again(words)]


# --- Saves ------------------------------------------------------------------------------------------------------------

Cut = Callable[[Running], None]
"""What ends a child that saves and saves."""


def kill(child: Running) -> None:
    child.kill()


def saves(place: Path, said: Path, chance: random.Random, cut: Cut, with_what: str) -> Iterator[list[Fault]]:
    """Cut off a child that answers over and over; it acknowledges an answer once its command came back with 0.

    place: a folder for a book. with_what: the cut, in words.
    """
    book = new_book(place).folder.path
    os.sync()
    path = book / "answers.toml"
    number, notes = 0, dict.fromkeys(PRACTICES, "")
    while True:
        told, telling = os.pipe()
        first = number + 1

        def answer_for_ever(first: int = first, telling: int = telling) -> int:
            for count in range(first, first + 10_000):
                words = ["-C", str(book), "answer", "--by", "Noor", "--level", str(count % 4)]
                if code := typed([*words, "--note", f"Said {count}.", PRACTICES[count % 3]]):
                    return code
                os.write(telling, f"{count}\n".encode())
            return 0

        child = started((), said.parent, said, instead=answer_for_ever)
        os.close(telling)
        heard = ""
        while chance.random() < 0.8:  # else at once, while the next is saved
            heard += os.read(told, 65_536).decode()
        time.sleep(chance.uniform(0, 0.04))
        cut(child)
        ended = child.ended()
        number = _last_number(told, heard, first)
        os.close(told)
        notes |= {PRACTICES[count % 3]: f"Said {count}." for count in range(first, number + 1)}
        how = f"{number + 1 - first} saves, then {with_what} in the next"
        yield [*how_it_ended(ended, how), *_judge_notes(path, notes, number + 1, how)]
        number += 1
        notes = {name: answers_file.read(path, within=book).answer(name).note for name in PRACTICES}


def _last_number(told: int, heard: str, first: int) -> int:
    text = heard + "".join(iter(lambda: os.read(told, 65_536).decode(), ""))
    numbers = [int(word) for word in text.split()]
    return numbers[-1] if numbers else first - 1


def _judge_notes(path: Path, acknowledged: Mapping[str, str], next_one: int, how: str) -> Iterator[Fault]:
    """The note of each practice is the one that was acknowledged last, or for one practice the next."""
    try:
        book = answers_file.read(path, within=path.parent)
    except LevelbookError as wrong:
        yield Fault("torn", f"{how}: answers.toml cannot be read: {wrong}")
        return
    for place, practice in enumerate(PRACTICES):
        answer = book.answer(practice)
        allowed = {acknowledged[practice], *([f"Said {next_one}."] if next_one % 3 == place else [])}
        if answer.note not in allowed:
            yield Fault("lost", f"{how}: {practice} says “{answer.note}”, acknowledged was {acknowledged[practice]}")
        if answer.note and answer.level != int(re.findall(r"\d+", answer.note)[0]) % 4:
            yield Fault("torn", f"{how}: {practice} has the note of one answer and the level of another")


# --- The app ----------------------------------------------------------------------------------------------------------


def _app(place: Path, chance: random.Random) -> Iterator[list[Fault]]:
    """Kill the app while digits are pressed; every level that the screen showed as chosen has to be on disk."""
    book = new_book(_made(place)).folder.path
    while True:
        shown: int | None = None
        with App(book) as app:
            app.goes_to("interview")
            app.until(lambda app=app: NUMBER.search(app.text))  # type: ignore[misc]
            (number,) = NUMBER.findall(app.text)  # what is not answered yet comes first
            presses = chance.randrange(1, 5)
            for _ in range(presses):
                level = chance.choice([one for one in range(4) if one != shown])
                app.press(str(level))
                app.until(lambda app=app, level=level: CHOSEN.findall(app.text) == [str(level)])
                shown = level
            pressed = chance.choice([one for one in range(4) if one != shown])
            app.press(str(pressed))
            time.sleep(chance.uniform(0, 0.03))
            app.kill(signal.SIGKILL)
        how = f"in the app, {presses} digits, the last {shown} and shown, then {pressed} and SIGKILL at once"
        practice = PRACTICES[("1.1", "1.2", "2.1").index(number)]
        found = answers_file.read(book / "answers.toml", within=book).answer(practice).level
        faults = [] if found in (shown, pressed) else [Fault("lost", f"{how}: the disk has {found}")]
        ended = run(["check"], book, place / "said")
        faults += how_it_ended(ended, f"{how}, then `levelbook check`")
        yield faults

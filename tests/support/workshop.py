"""A whole workshop in a real terminal, recorded: `make workshop` prints the screens it went through.

The bank's tailored questionnaire at 80x24, with eight ballots: the sitting is begun, the practices on which the ballots
agree are confirmed as a list, those done by a provider are gone through as one, ten are voted on and the rest talked
about, an answer is taken back and given again, the close is gone through and an edition sealed. Nothing is faked: keys
go in through a pty, and what is printed is what a person would see.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.sittings import TakenOn
from levelbook.core.assessment.workshop_plan import Plan
from levelbook.packs.companions import read_profile
from levelbook.store import answers_text
from levelbook.store.ballot_import import BallotImport
from levelbook.store.team_folder import Settings
from support.terminal import Terminal

PARTICIPANTS = ("Ana", "Ben", "Chidi", "Dana", "Emre", "Freya", "Gus", "Hana")
APART = ((1, 4, 2, 2, 3, 1, 3, 2), (0, 2, 2, 3, 1, 2, 3, 2), (1, 1, 3, 3, 2, 4, 2, 2))
"""What the ballots say where people see a practice differently."""
AT_ONE = ((2, 2, 3, 2, 3, 2, 2, 3), (1, 1, 1, 2, 1, 1, 2, 1), (3, 3, 3, 3, 2, 3, 3, 3))
"""… and where they are within one level."""
VOTES = 10
MOST_PRESSES = 1500


@dataclass
class Recording:
    """The keys that were pressed, and the screens that were kept."""

    terminal: Terminal
    presses: int = 0
    screens: list[tuple[str, str]] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Each a key, or the characters of a text."""
        for key in keys:
            named = NAMED.get(key)
            self.presses += 1 if named else len(key)
            self.terminal.press(named or key)

    def shows(self, *words: str) -> None:
        self.terminal.until(lambda: all(word in self.terminal.text for word in words))

    def keep(self, title: str) -> None:
        """Keep the screen, once nothing more is painted."""
        self.terminal.settle()
        self.screens.append((f"{title} (after {self.presses} key presses)", self.terminal.text))


NAMED = {
    "enter": "\r",
    "escape": "\x1b",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pagedown": "\x1b[6~",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F8": "\x1b[19~",
    "ctrl+s": "\x13",
    "ctrl+z": "\x1a",
    "ctrl+y": "\x19",
    "space": " ",
}


# --- What is there before the workshop --------------------------------------------------------------------------------


def prepare(folder: Path) -> Session:
    """The bank's book, with a ballot of each participant."""
    session = Session.create(folder, Settings(team="Retail Assistant", about="Ask Alder"), who="Noor")
    profile = read_profile(Path(session.questionnaire.folder), "bank-assistant")
    for fact, value in profile.profile.items():
        session.set_fact(fact, value)
    scope = [
        name for name, placement in session.now.tailoring.placements.items() if placement.scope != "not-applicable"
    ]
    for who, participant in enumerate(PARTICIPANTS):
        answers = {name: _said(session, name, place, who) for place, name in enumerate(scope)}
        book = AnswerBook(
            session.questionnaire.id,
            session.questionnaire.version,
            answers=answers,
            unknown={"participant": participant},
        )
        handed_in = folder / f"{participant}.toml"
        handed_in.write_text(answers_text.render(book, session.questionnaire), encoding="utf-8")
        taken = BallotImport(session.folder.ballots_path, session.now.tailoring).import_one(handed_in)
        assert taken.refused is None, taken.refused
        handed_in.unlink()
    return Session.open(folder, who="Noor")


def _said(session: Session, name: str, place: int, who: int) -> Answer:
    if session.now.tailoring[name].scope == "inherited":
        return Answer()  # nobody on the team knows what the provider holds
    levels = APART[place % 3] if place % 3 == 0 else AT_ONE[place % 3]
    inherited = session.now.tailoring[name].scope == "inherited"
    return Answer(level=levels[who], wording=session.questionnaire.wording(name, inherited=inherited))


# --- The workshop -----------------------------------------------------------------------------------------------------


def play(folder: Path, terminal: Terminal) -> Recording:
    """Go through it all; every stage waits for what a person would wait for."""
    recording = Recording(terminal)
    _begin(recording)
    _confirm_what_is_agreed(folder, recording)
    _go_through_inherited(folder, recording)
    _talk(folder, recording)
    _take_back(folder, recording)
    _close(folder, recording)
    return recording


def _begin(recording: Recording) -> None:
    recording.shows("Retail Assistant", "Where you stand")
    recording.keep("Home, before the workshop")
    recording.press("F8")
    recording.shows("Before the sitting", "the ballots agree")
    recording.press("b")
    recording.shows("Who is here?", *PARTICIPANTS[:4])
    recording.press("ctrl+s")
    recording.shows("0 of", "To discuss, in this order")
    recording.keep("The sitting has begun")


def _confirm_what_is_agreed(folder: Path, recording: Recording) -> None:
    agreed = len(_plan(folder).agreed)
    talk_comes_first = any(f"→ {words} with" in recording.terminal.text for words in ("Start", "Go on"))
    recording.press(*(("down",) if talk_comes_first else ()), "enter")
    recording.shows("on which the ballots agree")
    recording.press("down", "space")  # one is pulled out to talk about
    # Only what was on the screen can be confirmed, and a page that is left before it is painted was not.
    while not re.search(r"confirm these \d", recording.terminal.text):
        seen = recording.terminal.text
        recording.press("down")
        recording.terminal.until(lambda seen=seen: recording.terminal.text != seen)
    recording.keep("The practices on which the ballots agree, one of them pulled out")
    recording.press("c")
    recording.terminal.until(lambda: _settled(folder) >= agreed - 1)
    recording.shows("Lists" if _plan(folder).inherited else "To discuss")


def _go_through_inherited(folder: Path, recording: Recording) -> None:
    inherited = len(_plan(folder).inherited)
    if not inherited:
        return
    before = _settled(folder)
    recording.press("home", "down", "enter")
    recording.shows("done by a provider")
    for _ in range(inherited):
        recording.press("2", "down")
    recording.keep("What a provider does, as one list")
    recording.press("c")
    recording.terminal.until(lambda: _settled(folder) >= before + inherited)
    recording.shows("To discuss")


def _talk(folder: Path, recording: Recording) -> None:
    recording.press("t")
    names = [item.id for item in _plan(folder).to_discuss]
    session = Session.open(folder)
    for place, name in enumerate(names):
        recording.shows(session.questionnaire.practices[name].title[:30])
        if place < VOTES:
            _vote(session, folder, recording, name, keep=place == 0)
        else:
            recording.press("2")
        recording.terminal.until(lambda name=name: "level" in _said_of(folder, name))
        if place == 0:
            recording.press("e")
            recording.shows("Evidence")
            recording.press("https://wiki.example/limits", "ctrl+s")
            recording.terminal.until(lambda name=name: "evidence" in _said_of(folder, name))
        if place == 1:
            recording.press("p")
            recording.press("Does the daily cap hold at night?", "ctrl+s")
            recording.terminal.until(lambda: Workshop(Session.open(folder)).sitting.parked)
        if place < len(names) - 1:
            recording.press("enter")
    recording.keep("The interview, after the last practice that there was time for")


def _vote(session: Session, folder: Path, recording: Recording, name: str, *, keep: bool) -> None:
    place = list(session.questionnaire.practices).index(name)
    shown = APART[place % 3]
    recording.press("v")
    recording.shows("Vote", PARTICIPANTS[0])
    recording.press("".join(map(str, shown)))
    recording.shows("Lowest")
    if keep:
        recording.keep("A vote: eight hands, before the team settles")
    recording.press(str(sorted(shown)[3]))


def _take_back(folder: Path, recording: Recording) -> None:
    """The last level that was given is taken back, and given again."""
    settled = _settled(folder)
    recording.press("ctrl+z")
    recording.terminal.until(lambda: _settled(folder) == settled - 1)
    recording.shows("Undone")
    recording.keep("An answer was taken back")
    recording.press("ctrl+y")
    recording.terminal.until(lambda: _settled(folder) == settled)


def _close(folder: Path, recording: Recording) -> None:
    recording.press("F8")
    recording.shows("Sitting of")
    recording.keep("The sitting, when everything planned is done")
    recording.press("c")
    recording.shows("take on")
    for taken in range(1, 5):
        recording.press("space")
        recording.terminal.until(lambda taken=taken: len(_taken_on(folder)) == taken)
        recording.press("o")
        recording.shows("By when?")
        recording.press(PARTICIPANTS[taken % 3], "enter", "in 4 weeks", "ctrl+s")
        recording.terminal.until(lambda taken=taken: _taken_on(folder)[-1].owner == PARTICIPANTS[taken % 3])
        recording.press("down")
    recording.keep("The close: what the team takes on")
    recording.press("right")
    recording.shows("evidence")
    recording.press("right", "right")
    recording.shows("What was parked", "Does the daily cap hold at night?")
    recording.press("p")
    recording.shows("carried to the next sitting")
    recording.keep("The close: what was parked")
    recording.press("right")
    recording.shows("another day")
    recording.press("c")
    recording.terminal.until(lambda: Workshop(Session.open(folder)).sitting.closed)
    recording.shows("Seal")
    recording.press("s")
    recording.shows("Signed by")
    recording.press("ctrl+s")
    recording.terminal.until(lambda: Session.open(folder).editions.all)
    recording.shows("Sealed edition")
    recording.keep("Closed, and sealed as an edition")
    recording.press("escape", "F2")
    recording.shows("Where you stand")
    recording.keep("Home, after the workshop")
    recording.press("q")
    recording.terminal.drain()


def _plan(folder: Path) -> Plan:
    return Workshop(Session.open(folder)).plan()


def _said_of(folder: Path, name: str) -> Mapping[str, Any]:
    section, practice = name.split(".")
    said: Mapping[str, Any] = _answers(folder)[section][practice]
    return said


def _settled(folder: Path) -> int:
    """How many practices have a level, read as any other program would."""
    return sum("level" in said for section in _answers(folder).values() for said in section.values())


def _answers(folder: Path) -> Mapping[str, Any]:
    answers: Mapping[str, Any] = tomllib.loads((folder / "answers.toml").read_text(encoding="utf-8"))["answers"]
    return answers


def _taken_on(folder: Path) -> Sequence[TakenOn]:
    return Workshop(Session.open(folder)).sitting.taken_on


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "book"
        prepare(folder)
        with Terminal(folder) as terminal:
            recording = play(folder, terminal)
        for title, screen in recording.screens:
            print(f"--- {title}\n{screen}\n")
        print(f"{recording.presses} key presses.")


if __name__ == "__main__":
    main()

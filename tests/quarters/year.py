"""A year of one team, played from the command line: four quarters, with what people wrote into the guide meanwhile.

Q1 February   first answers, proof, steps, an accepted risk, something nobody knows; words in the guide
Q2 May        better, proof, a step done and one late; other facts, so that other practices count; blocks settled
Q3 August     one more answer, then the questionnaire's second version; what changed is asked again; two setbacks; other
              facts again, so that each of the three parts has moved the level
Q4 November   the accepted risk's day is past, proof has run out, a step was dropped, an open question is settled
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from unittest.mock import patch

from quarters import questions
from support.command_line import Said, typed
from support.two_versions import FIRST, SECOND

FEBRUARY, MAY, AUGUST, NOVEMBER = "2026-02-24", "2026-05-26", "2026-08-25", "2026-11-24"
SENTENCES: Mapping[str, str] = {
    "top": "Ring Noor before you change anything on this page.",
    "backups": "The key of the bunker hangs behind the front desk.",
    "restores": "Jonas keeps the stopwatch in his drawer.",
    "restores below": "The rehearsal of 2024 is a story for the pub.",
    "tapes": "Tape number seven is the wedding of the last director.",
    "tapes below": "The cellar floods in March.",
    "tests": "A red build is carried to the kitchen on foot.",
    "staging": "Whoever breaks staging brings cake.",
    "people": "Names on this page are agreed with the works council.",
    "standing": "We do not compare ourselves with the other building.",
    "reviews": "Tom reviews on Tuesdays; ask early.",
    "leavers": "The exit interview is in the room with the plants.",
    "copies": "Since the summer the bunker has a door code.",
    "secrets": "The vault's recovery sheet is in two envelopes.",
    "trials": "Two people have to watch a trial, one of them new.",
    "access": "The provider's hotline answers in Dutch after six.",
}
"""Everything that people wrote into the guide over the year, by where they did."""


@dataclass
class Year:
    """A repository with a questionnaire, a team's folder, and a clock that the year's days set."""

    root: Path
    sealed: dict[str, str] = field(default_factory=dict)
    """Every file of every edition as it was when it was sealed: path to digest."""
    said: dict[str, str] = field(default_factory=dict)
    """What commands of interest printed, by a name."""
    clock: str = ""
    sealed_guide: str = ""
    """The guide after the last seal."""

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def guide(self) -> str:
        return (self.book / "guide.md").read_text("utf-8")

    @property
    def editions(self) -> list[Path]:
        return sorted(self.book.glob("editions/*"))

    def on(self, day: str) -> None:
        """From now on it is noon of this day."""
        noon = datetime.combine(date.fromisoformat(day), time(12), UTC)
        self.clock = str(int(noon.timestamp()))

    def type_in(self, *words: str) -> Said:
        """Type a command line in the team's folder."""
        with self._machine():
            return typed(*([] if words[0] == "init" else ["-C", str(self.book)]), *words)

    def _machine(self) -> AbstractContextManager[object]:
        return patch.dict(os.environ, {"SOURCE_DATE_EPOCH": self.clock})

    def do(self, *words: str, code: int = 0) -> str:
        """The same, where it has to go well; what it printed."""
        said = self.type_in(*words)
        assert said.code == code, f"levelbook {' '.join(words)}\n{said.out}{said.err}"
        return said.out

    def answer(self, practice: str, *words: str) -> None:
        self.do("answer", practice, *words)

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout

    def write_in(self, after: str, where: str) -> None:
        """A person opens the guide in an editor, and writes a sentence below the line that `after` begins."""
        lines = self.guide.split("\n")
        found = [number for number, line in enumerate(lines) if line.startswith(after)]
        assert len(found) == 1, f"“{after}” begins {len(found)} lines of the guide"
        lines[found[0] + 1 : found[0] + 1] = ["", SENTENCES[where]]
        (self.book / "guide.md").write_text("\n".join(lines), "utf-8")

    def write_inside(self, block: str, where: str) -> None:
        """… inside a block, below its first heading or paragraph."""
        lines = self.guide.split("\n")
        begin = next(n for n, line in enumerate(lines) if line.startswith(f"<!-- levelbook:begin {block} "))
        free = next(n for n in range(begin + 2, len(lines)) if not lines[n])  # below the heading
        lines[free:free] = ["", SENTENCES[where]]
        (self.book / "guide.md").write_text("\n".join(lines), "utf-8")

    def cut(self, line: str) -> None:
        """A person takes a line out of the guide."""
        lines = [one for one in self.guide.split("\n") if not one.startswith(line)]
        (self.book / "guide.md").write_text("\n".join(lines), "utf-8")

    def seal(self, *words: str) -> str:
        printed = self.do("seal", "--commit", *words)
        for path in self.book.glob("editions/**/*"):
            if path.is_file():
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                held = self.sealed.setdefault(str(path.relative_to(self.book)), digest)
                assert held == digest, f"{path} was altered"
        return printed


def end_of(block: str) -> str:
    return f"<!-- levelbook:end {block} "


def play(root: Path) -> Year:
    """The whole year."""
    year = Year(root)
    first_quarter(year)
    second_quarter(year)
    third_quarter(year)
    fourth_quarter(year)
    return year


def first_quarter(year: Year) -> None:
    year.on(FEBRUARY)
    questions.write(year.root / "questions", FIRST)
    year.git("init", "-q")
    words = ("--team", "Retail", "--about", "Ask Alder", "--questionnaire", str(year.root / "questions"), "--yes")
    year.do("init", str(year.book), *words, "--fact", "hosting=ourselves", "--fact", "holds=business")
    year.answer("data.backups", "--level", "2", "--unmet", "c2-a", "--here", "c2-b=the bunker", "--owner", "Ana")
    year.answer("data.backups", "--evidence", "documented=the plan@2026-02-10")
    year.answer("data.backups", "--step-from", "reach-3-b", "--step-owner", "Ana", "--step-due", "2026-04-30")
    year.answer("data.restores", "--level", "3", "--owner", "Jonas", "--note", "It took 47 minutes.")
    year.answer("data.restores", "--evidence", "tested=rehearsal 12@2026-02-12", "--here", "c1-a=restore.md")
    year.answer("data.restores", "--step-from", "reach-2-b", "--step-due", "2026-05-10")
    year.answer("data.restores", "--step", "Buy 2 spare machines", "--step-owner", "Lin")
    year.answer("changes.reviews", "--level", "2", "--evidence", "sampled=30 reviews@2026-02-20")
    year.answer("changes.tests", "--level", "3", "--owner", "Priya")
    year.answer("changes.staging", "--unsure", "--ask-whom", "Tom", "--ask-by", "2026-03-20")
    year.answer("people.leavers", "--level", "1", "--step", "Write a list of 9 accounts", "--step-owner", "Mira")
    year.answer(
        "people.leavers",
        "--accept",
        "1",
        "--until",
        "2026-10-31",
        "--because",
        "HR moves in autumn 2026",
        "--accepted-by",
        "Lin",
        "--by",
        "Lin",
    )
    year.answer("people.access", "--level", "2", "--evidence", "documented=door list 4@2026-01-15")
    year.do("guide")
    write_on_top(year)
    year.write_in(end_of("practice/data.backups"), "backups")
    year.write_inside("practice/data.restores", "restores")
    year.write_in(end_of("practice/data.restores"), "restores below")
    year.write_inside("practice/data.tapes", "tapes")
    year.write_in(end_of("practice/data.tapes"), "tapes below")
    year.write_inside("practice/changes.tests", "tests")
    year.write_in(end_of("practice/changes.staging"), "staging")
    year.write_in(end_of("section/people"), "people")
    year.write_inside("standing", "standing")
    year.seal()


def write_on_top(year: Year) -> None:
    front, _, rest = year.guide.removeprefix("---\n").partition("\n---\n")
    (year.book / "guide.md").write_text(f"---\n{front}\n---\n\n{SENTENCES['top']}\n{rest}", "utf-8")


def second_quarter(year: Year) -> None:
    year.on(MAY)
    year.do("profile", "--fact", "hosting=provider", "--fact", "holds=business,personal")
    year.answer("data.backups", "--level", "3", "--evidence", "sampled=14 copies@2026-05-20")
    year.answer("data.backups", "--step-number", "1", "--done", "2026-05-05")
    year.answer("data.backups", "--step-from", "reach-4-a", "--step-owner", "Ana", "--step-due", "2026-12-01")
    year.answer("changes.reviews", "--confirm")
    year.answer("changes.reviews", "--unmet", "c1-a", "--met", "c3-a")
    year.answer("changes.tests", "--level", "4")
    year.answer("people.training", "--level", "2", "--note", "Everybody went. It rained.")
    year.answer("people.leavers", "--confirm")
    year.answer("people.access", "--level", "3", "--evidence", "documented=their report 2026@2026-05-02")
    year.answer("people.phones", "--level", "0", "--target", "3", "--because", "one was lost in 2025")
    year.do("guide")
    year.said["Q2 status"] = year.do("guide", "--status", code=1)
    year.do("guide", "--take", "mine", "data.restores")
    year.write_in(end_of("practice/changes.reviews"), "reviews")
    year.write_inside("practice/people.leavers", "leavers")
    year.cut("No practice is essential for us")
    year.seal()


def third_quarter(year: Year) -> None:
    year.on("2026-08-20")
    year.answer("data.tapes", "--level", "1", "--note", "In the cellar.", "--step", "Label 40 tapes")
    questions.write(year.root / "questions", SECOND)
    year.said["Q3 dry run"] = year.do("upgrade", "--dry-run")
    year.said["Q3 upgrade"] = year.do("upgrade", "--yes")
    year.git("add", "questions", "book")
    year.git("commit", "-q", "-m", "The questionnaire's version 2.0.0")
    year.on(AUGUST)
    year.do("profile", "--fact", "holds=business")
    year.answer("data.restoring", "--level", "2", "--evidence", "tested=rehearsal 12@2026-02-12")
    year.answer("data.rehearsals", "--unsure", "--ask-whom", "Jonas", "--ask-by", "2026-10-01")
    year.answer("changes.trials", "--level", "3", "--evidence", "sampled=5 trials@2026-08-11")
    year.answer("changes.secrets", "--level", "1", "--step-from", "reach-2-a", "--step-due", "2026-12-18")
    year.answer("changes.reviews", "--level", "1", "--note", "Emergencies skip it: 3 of 4 in July.")
    year.answer("people.training", "--level", "1", "--note", "Two of 5 have left. Nobody was trained since.")
    year.answer("people.access", "--confirm")
    year.do("guide")
    year.write_in(end_of("practice/data.copies"), "copies")
    year.write_inside("practice/changes.secrets", "secrets")
    year.write_in(end_of("practice/changes.trials"), "trials")
    year.seal()


def fourth_quarter(year: Year) -> None:
    year.on(NOVEMBER)
    year.answer("data.copies", "--confirm")
    year.answer("data.rehearsals", "--level", "2", "--evidence", "documented=rehearsal plan 7@2026-11-03")
    year.answer("changes.trials", "--level", "4")
    year.answer("people.leavers", "--step-number", "1", "--drop-step")
    year.answer("changes.secrets", "--not-applicable", "The 6 secrets are gone", "--by", "Mira")
    year.answer("people.training", "--confirm")
    year.do("guide")
    year.write_in(end_of("practice/people.access"), "access")
    year.do("guide", "--take", "generated", "rules", "--yes")
    for block in ("changes.secrets", "people.leavers"):
        year.do("guide", "--take", "mine", block)
    year.seal()
    year.sealed_guide = year.guide
    for block in ("standing", "data.restoring", "changes.trials"):
        year.do("guide", "--take", "mine", block)
    year.git("commit", "-q", "-a", "-m", "What people wrote in the guide stays")

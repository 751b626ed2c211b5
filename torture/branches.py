"""Two branches of one book on which people answered and wrote by chance, brought together by real git.

With levelbook's merge driver and without, by a merge, a rebase or cherry-picks, and in each style in which git writes
conflicts. What each branch says is known, and so is what has to come of both: every sentence that people typed is there
once, a level is one of the two, and the guide's other lines are those that levelbook assembles anew from the answers.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeVar
from unittest.mock import patch

import mdformat

from levelbook.book.resolve import Resolution
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.errors import FileIsWrong
from levelbook.guide.keep.blocks import KEPT_NOTES, DamagedGuide, Parsed, digest, parse
from levelbook.store import answers_text
from support import two_versions
from support.command_line import Said, typed
from support.small_book import new_book
from torture.outcome import Budget, Fault, Outcome
from torture.scenes import CLEAN_CODES

_T = TypeVar("_T")

WHAT: Final = "two branches of a book changed by chance, merged, rebased and cherry-picked by git"
WANTED: Final = 400
TWO_VERSIONS: Final = 0.1
"""The share of books whose questionnaire has a new version, to which a branch may be upgraded."""
LARGE: Final = 0.05
"""The share of books that answer the shipped questionnaire; the others answer a small one, in a tenth of the time."""
MOST_PRACTICES: Final = 5
"""Practices of a book that are answered, so that both branches often answer the same one."""
WAYS: Final = ("merge", "rebase", "cherry-pick")
STYLES: Final = ("merge", "diff3", "zdiff3")
ROUNDS: Final = 12
"""How often git may stop for conflicts before a try is taken to never end: more than a branch has commits."""
MARKS: Final = re.compile(r"^(?:<{7}|>{7}|\|{7})", re.MULTILINE)
IN_GUIDE: Final = re.compile(r"Guide\d+word")
IN_ANSWERS: Final = re.compile(r"Answer\d+word")
IN_SITTINGS: Final = re.compile(r"Sitting\d+word")
"""What every sentence that is typed here holds, another one each time."""
NO_FAULT: Final = re.compile(r"note: |[0-9]+ problems? found|No problems found")
"""How lines of `check` begin that report no fault of a file."""


def run_row(budget: Budget, place: Path, only: slice = slice(None), *, wanted: int = WANTED) -> Outcome:
    """Try one pair of branches after the other. only: which of them."""
    seeds = range(wanted)[only]
    outcome = Outcome(WHAT, wanted=len(seeds))
    program = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with patch.dict(os.environ, {"PATH": program, "GIT_EDITOR": "true", "GIT_TERMINAL_PROMPT": "0"}):
        for seed in seeds:
            if budget.is_over:
                break
            outcome.tried(Pair(seed, place / str(seed)).faults())
            shutil.rmtree(place / str(seed), ignore_errors=True)
    return outcome


@dataclass(frozen=True)
class Version:
    """What a commit holds: the guide, and the answers."""

    guide: Parsed
    answers: AnswerBook
    typed_in_guide: Counter[str]
    typed_in_answers: frozenset[str]
    typed_in_sittings: frozenset[str]

    @classmethod
    def of(cls, book: Path) -> Version:
        """Read a team folder."""
        guide = (book / "guide.md").read_text("utf-8")
        answers = (book / "answers.toml").read_bytes()
        return cls(
            parse(guide),
            answers_text.parse(answers, "answers.toml"),
            Counter(IN_GUIDE.findall(guide)),
            frozenset(IN_ANSWERS.findall(answers.decode("utf-8"))),
            frozenset(IN_SITTINGS.findall("".join(one.read_text("utf-8") for one in book.glob("sittings/*.toml")))),
        )


@dataclass
class Pair:
    """Two branches of a book, in a repository of their own."""

    seed: int
    root: Path
    edited: set[str] = field(default_factory=set)
    """Ids of the blocks in which somebody wrote, on either branch."""
    log: list[str] = field(default_factory=list)
    """What was done, in order."""
    _typed: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def guide(self) -> Path:
        return self.book / "guide.md"

    def faults(self) -> Iterator[Fault]:
        """Work on both branches, bring them together, and say what went wrong."""
        try:
            base = self._begin()
            found = []
            for ways in (WAYS, ("merge",))[: self.chance.choice((1, 1, 2))]:
                theirs = self._work("theirs")
                self._git("checkout", "-q", "main")
                ours = self._work("main")
                is_merge = self._bring_together(self.chance.choice(ways)) == "merge"
                found += judge(self.book, base, ours, theirs, self._edited())
                if found or not is_merge:
                    break
                self._commit("Assembled")
                base = theirs
        except _Stopped as stopped:
            found = [stopped.fault]
        for one in found:
            yield Fault(one.kind, f"pair {self.seed}, {'; '.join(self.log)}: {one.how}")

    # Working on a branch

    def _begin(self) -> Version:
        kind = self.chance.random()
        if kind < TWO_VERSIONS:
            self.log.append("two versions")
            session = two_versions.new_team(self.root)
        elif kind < TWO_VERSIONS + LARGE:
            self.log.append("a large book")
            self.root.mkdir(parents=True)
            said = typed("init", "book", "--team", "Retail", "--like", "startup-agent", "--yes", folder=self.root)
            if said.code:
                raise _Stopped(Fault("crashed", f"`levelbook init`: {said.err}"))
            session = Session.open(self.book)
        else:
            session = new_book(self.root)
        self._ask(session)
        self._git("init", "-q")
        self._git("config", "merge.conflictStyle", self.chance.choice(STYLES))
        if self.chance.random() < 0.6:
            self.log.append("with the merge driver")
            self._levelbook("init", "--git")
        for practice in self._criteria:
            if self.chance.random() < 0.7:
                self._answer(practice)
        self._levelbook("guide")
        for _ in range(self.chance.randrange(4)):
            self._write_between()
        if self.chance.random() < 0.4:
            self._seal()
        self._commit("The book")
        return Version.of(self.book)

    def _ask(self, session: Session) -> None:
        """Take the questions that the branch is asked now."""
        scores = session.now.scorecard.practices
        asked = [name for name in session.questionnaire.practices if scores[name].placement.scope == "applicable"]
        self._criteria = {
            name: next(iter(session.questionnaire.practices[name].criteria)) for name in asked[:MOST_PRACTICES]
        }

    def _work(self, branch: str) -> Version:
        if branch != "main":
            is_new = branch not in self._git("branch")
            self._git("checkout", "-q", *(["-b"] if is_new else []), branch)
        self.log.append(f"on {branch}")
        self._ask(Session.open(self.book))
        for _ in range(self.chance.randrange(1, 8)):
            self.chance.choices(
                (self._answer_one, self._write_between, self._write_inside, self._alter, self._rename, self._take_out,
                 self._leave_out, self._assemble, self._commit_so_far, self._seal, self._set_a_fact, self._meet,
                 self._upgrade, self._format),
                (6, 3, 2, 2, 1, 1, 0.5, 3, 1, 0.5, 0.5, 1, 1, 1.5),
            )[0]()  # fmt: skip
        if self.chance.random() < 0.8:
            self._assemble()
        self._commit(f"The work on {branch}")
        return Version.of(self.book)

    def _answer_one(self) -> None:
        self._answer(self.chance.choice(tuple(self._criteria)))

    def _answer(self, practice: str) -> None:
        said: Mapping[str, Sequence[str]] = {
            "level": ("--level", str(self.chance.randrange(4))),
            "note": ("--note", self._sentence("Answer")),
            "owner": ("--owner", self._sentence("Answer")),
            "step": ("--step", self._sentence("Answer")),
            "evidence": ("--evidence", f"documented={self._sentence('Answer')}@2026-11-01"),
            "here": ("--here", f"{self._criteria[practice]}={self._sentence('Answer')}"),
            "no evidence": ("--no-evidence",),
        }
        if self.chance.random() < 0.1:
            said = {"not applicable": ("--not-applicable", self._sentence("Answer"))}
        names = self.chance.sample(sorted(said), min(len(said), self.chance.randrange(1, 3)))
        self.log.append(f"{practice}: {' and '.join(names)}")
        self._levelbook("answer", practice, *(word for name in names for word in said[name]))

    def _sentence(self, place: Literal["Guide", "Answer", "Sitting"] = "Guide") -> str:
        self._typed += 1
        return f"{place}{self._typed}word was said."

    def _paragraph(self) -> list[str]:
        """Return lines of Markdown with one sentence in it."""
        said = self._sentence()
        return self.chance.choice(
            (
                [said],
                [said],
                [f"- {said}", "- And so on."],
                [f"> {said}"],
                ["Our own", "======="],
                [said, "and on the next line."],
                ["```", said, "```"],
                ["```text", "=======", said, "```"],
                ["### Our own part", "", said],
                ["| a | b |", "| - | - |", f"| {said} | 1 |"],
                [f"1. {said}", "", "   More of it."],
            )
        )

    def _write_between(self) -> None:
        """Write a paragraph above a block."""
        lines = self._lines()
        if begins := [number for number, line in enumerate(lines) if line.startswith("<!-- levelbook:begin ")]:
            at = self.chance.choice(begins)
            lines[at:at] = [*self._paragraph(), ""]
            self._write(lines, f"wrote above line {at + 1}")

    def _write_inside(self) -> None:
        """Write a paragraph into a block, below its first lines."""
        lines = self._lines()
        if blocks := _blocks(lines):
            name, begin, end = self.chance.choice(blocks)
            free = [number for number in range(begin + 1, end) if not lines[number]] or [end]
            at = self.chance.choice(free)
            lines[at:at] = ["", *self._paragraph()]
            self.edited.add(name)
            self._write(lines, f"wrote into {name}")

    def _alter(self) -> None:
        """Put other words in the place of a generated paragraph's last one."""
        lines = self._lines()
        places = [
            (name, number)
            for name, begin, end in _blocks(lines)
            for number in range(begin + 1, end)
            if re.fullmatch(r"[A-Z][^|<]*[a-z]\.", lines[number])
            and not IN_GUIDE.search(lines[number])
            and not (lines[number - 1] or lines[number + 1])
        ]
        if places:
            name, number = self.chance.choice(places)
            lines[number] = f"{lines[number].rpartition(' ')[0]} {self._sentence()}"
            self.edited.add(name)
            self._write(lines, f"altered a line of {name}")

    def _rename(self) -> None:
        """Give a block another heading."""
        lines = self._lines()
        places = [
            (name, number)
            for name, begin, end in _blocks(lines)
            for number in range(begin + 1, end)
            if lines[number].startswith("#") and not IN_GUIDE.search(lines[number])
        ]
        if places:
            name, number = self.chance.choice(places)
            lines[number] += f" {self._sentence().removesuffix('.')}"
            self.edited.add(name)
            self._write(lines, f"renamed {name}")

    def _leave_out(self) -> None:
        """Put a marker in the place of a block in which nobody wrote."""
        lines = self._lines()
        places = [place for place in _blocks(lines) if not IN_GUIDE.search("\n".join(lines[place[1] : place[2]]))]
        if places:
            name, begin, end = self.chance.choice(places)
            lines[begin : end + 1] = [f"<!-- levelbook:omit {name} -->"]
            self.edited.add(name)
            self._write(lines, f"left out {name}")

    def _meet(self) -> None:
        """Say something in today's sitting, which both branches may hold; git alone merges its lines as any text's."""
        if "with the merge driver" in self.log:
            words = self.chance.choice((("park", self._sentence("Sitting")), ("note", self._sentence("Sitting"))))
            self.log.append(words[0])
            if not list(self.book.glob("sittings/*.toml")):
                self._levelbook("sitting", "begin", "--minutes", "60", "--participant", self._sentence("Sitting"))
            self._levelbook("sitting", *words)

    def _upgrade(self) -> None:
        """Bring the branch to the new version of its questionnaire, which renames, splits, merges and retires ids."""
        if "two versions" in self.log and (self.root / "questions" / "migrations.toml").exists() is False:
            self.log.append("upgrade")
            two_versions.publish(self.root)
            self._levelbook("upgrade", "--yes")
            self._ask(Session.open(self.book))

    def _format(self) -> None:
        """Lay the guide out as a formatter does, one that folds lines or joins them."""
        wrap = self.chance.choice((60, "no", "keep"))
        self.log.append(f"mdformat, wrap {wrap}")
        extensions = {"tables", "front_matters"}
        text = mdformat.text(self.guide.read_text("utf-8"), options={"wrap": wrap}, extensions=extensions)
        self.guide.write_text(text, "utf-8")

    def _set_a_fact(self) -> None:
        if {"a large book", "two versions"} & {*self.log}:
            return
        fact = f"holds={self.chance.choice(('business', 'personal', 'nothing'))}"
        self.log.append(fact)
        self._levelbook("profile", "--fact", fact)

    def _take_out(self) -> None:
        """Take out a sentence that somebody wrote on a line of its own."""
        lines = self._lines()
        if own := [number for number, line in enumerate(lines) if IN_GUIDE.match(line)]:
            at = self.chance.choice(own)
            self._write([*lines[:at], *lines[at + 1 :]], f"took out “{lines[at]}”")

    def _assemble(self) -> None:
        self.log.append("guide")
        self._levelbook("guide")

    def _commit_so_far(self) -> None:
        self._commit("So far")

    def _seal(self) -> None:
        if any(answer.level is not None for answer in Version.of(self.book).answers.answers.values()):
            self._typed += 1
            self.log.append("seal")
            self._levelbook("seal", f"e{self._typed}")

    def _edited(self) -> set[str]:
        """Return the blocks in which somebody may have written: after an upgrade, under another id."""
        upgraded = [block.id for block in Version.of(self.book).guide.blocks] if "upgrade" in self.log else []
        return {*self.edited, *(name for name in upgraded if name.startswith(("practice/", "section/")))}

    def _lines(self) -> list[str]:
        return self.guide.read_text("utf-8").split("\n")

    def _write(self, lines: Sequence[str], what: str) -> None:
        self.log.append(what)
        self.guide.write_text("\n".join(lines), "utf-8")

    # Bringing both together

    def _bring_together(self, way: str) -> str:
        side: Literal["ours", "theirs"] = self.chance.choice(("ours", "theirs"))
        self.log.append(f"{way}, taking {side}")
        begun = {
            "merge": ("merge", "--no-edit", "theirs"),
            "rebase": ("rebase", "theirs"),
            "cherry-pick": ("cherry-pick", "main..theirs"),
        }
        self._git(*begun[way], ok=False)
        for _ in range(ROUNDS):
            if not self._is_under_way(way):
                break
            self._settle(side)
            self._git("add", "--all")
            empty = not self._git("diff", "--cached", "--name-only").strip()
            following = "--skip" if empty and way != "merge" else "--continue"
            self._git(way, following, ok=False)
        else:
            raise _Stopped(Fault("crashed", f"git is not done after {ROUNDS} rounds"))
        self._assemble_merged()
        return way

    def _is_under_way(self, way: str) -> bool:
        names = {
            "merge": ("MERGE_HEAD",),
            "rebase": ("rebase-merge", "rebase-apply"),
            "cherry-pick": ("CHERRY_PICK_HEAD", "sequencer"),
        }
        return any((self.root / ".git" / name).exists() for name in names[way])

    def _settle(self, side: str) -> None:
        """Resolve what git left as a person would: the answers, then the guide."""
        text = (self.book / "answers.toml").read_text("utf-8")
        if MARKS.search(text):
            conflicts = Resolution.open(self.book).conflicts
            self.log.append(f"resolve {len(conflicts)}")
            self._levelbook("resolve", *(word for one in conflicts for word in ("--take", side, one.id)))
        self._assemble_merged()

    def _assemble_merged(self) -> None:
        """Assemble the guide, as a person who does what levelbook says where it refuses.

        Both branches may have sealed an edition of one name. Where git merged without a conflict, a part may be there
        twice.
        """
        said = typed("-C", str(self.book), "guide")
        for name in dict.fromkeys(re.findall(r"`levelbook editions --keep-both (\S+)`", said.err)):
            self.log.append("keep both")
            self._levelbook("editions", "--keep-both", name)
        if said.code and typed("-C", str(self.book), "guide").code:
            self._levelbook("guide", "--repair")
            self._levelbook("guide")

    # Commands

    def _levelbook(self, *words: str) -> Said:
        said = typed("-C", str(self.book), *words)
        if said.code:
            what = "crashed" if said.code not in CLEAN_CODES else "untrue"
            raise _Stopped(Fault(what, f"`levelbook {' '.join(words)}`: exit {said.code}: {said.out} {said.err}"))
        return said

    def _commit(self, message: str) -> None:
        self.log.append("commit")
        self._git("add", "--all")
        self._git("commit", "-q", "--allow-empty", "-m", message)

    def _git(self, *words: str, ok: bool = True) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=False)
        if ok and done.returncode:
            raise _Stopped(Fault("crashed", f"git {' '.join(words)}: {done.stdout} {done.stderr}"))
        return done.stdout


def _without_links(text: str) -> str:
    """Return a text with the words of its links alone: where they lead follows headings that people renamed."""
    words = re.sub(r"\[([^]]*)\]\(#[^)]*\)", r"\1", text)
    return re.sub(
        r"-{3,}", "---", re.sub(r" +", " ", words)
    )  # the columns of a table are as wide as their longest cell


# --- Judging ----------------------------------------------------------------------------------------------------------


def judge(book: Path, base: Version, ours: Version, theirs: Version, edited: Set[str]) -> Iterator[Fault]:
    """Compare what came of two branches with what each of them says, and with a guide that nobody wrote in.

    edited: the blocks in which somebody wrote, on either branch.
    """
    for path in sorted(book.rglob("*")):
        if path.match("answers-*.toml"):
            continue  # what an upgrade kept of the answers before it, which nothing reads
        if path.is_file() and MARKS.search(path.read_text("utf-8", "replace")):
            yield Fault("untrue", f"{path.name} has git's marks")
    try:
        now = Version.of(book)
    except (DamagedGuide, FileIsWrong) as wrong:
        yield Fault("torn", str(wrong))
        return
    yield from _lost_in_guide(base, ours, theirs, now)
    yield from _lost_in_data(base, ours, theirs, now)
    yield from _not_assembled(book, now, edited)
    for line in "".join(astuple(typed("-C", str(book), "check"))[1:]).splitlines():
        behind = re.search(r": (\S+) was edited by hand and is behind", line)
        if not NO_FAULT.match(line) and (behind is None or behind[1] not in edited):
            yield Fault("untrue", f"check says: {line}")


def _lost_in_guide(base: Version, ours: Version, theirs: Version, now: Version) -> Iterator[Fault]:
    # A part that is gone may have been moved to the kept notes as each branch had it.
    moved = Counter(IN_GUIDE.findall("\n".join(block.notes for block in now.guide.blocks if block.id == KEPT_NOTES)))
    for sentence in sorted({*base.typed_in_guide, *ours.typed_in_guide, *theirs.typed_in_guide}):
        count = now.typed_in_guide[sentence]
        count -= min(moved[sentence], max(0, count - 1))
        counts = [one.typed_in_guide[sentence] for one in (base, ours, theirs)]
        # Where both wrote in one part, each one's paragraphs stay, also one that the other has taken out since.
        if not min(_allowed(*counts)) <= count <= max(counts):
            yield Fault("untrue" if count else "lost", f"{sentence} is in the guide {count} times, before {counts}")


def _lost_in_data(base: Version, ours: Version, theirs: Version, now: Version) -> Iterator[Fault]:
    for sentence in sorted((ours.typed_in_answers | theirs.typed_in_answers) - now.typed_in_answers):
        if False not in _allowed(*(sentence in one.typed_in_answers for one in (base, ours, theirs))):
            yield Fault("lost", f"{sentence} is not in the answers")
    for sentence in sorted((ours.typed_in_sittings | theirs.typed_in_sittings) - now.typed_in_sittings):
        yield Fault("lost", f"{sentence} is not in the sittings")
    versions = {one.answers.version for one in (base, ours, theirs)}
    for practice in now.answers.answers if len(versions) == 1 else ():  # under another version it has another id
        before, mine, other, there = map(_said, (one.answers.answer(practice) for one in (base, ours, theirs, now)))
        if there not in _allowed(before, mine, other):
            yield Fault("untrue", f"{practice} is {there}; the base, ours and theirs said {before}, {mine}, {other}")


def _said(answer: Answer) -> str:
    return answer.not_applicable or f"level {answer.level}"


def _not_assembled(book: Path, now: Version, edited: Set[str]) -> Iterator[Fault]:
    """Compare each block in which nobody wrote with what levelbook assembles of the same answers without a guide."""
    shutil.rmtree(book.parent / "alone", ignore_errors=True)
    alone = book.parent / "alone" / "book"
    shutil.copytree(book, alone)
    if (questions := book.parent / "questions").exists():
        shutil.copytree(questions, alone.parent / "questions")
    (alone / "guide.md").unlink()
    said = typed("-C", str(alone), "guide")
    if said.code:
        yield Fault("crashed", f"`levelbook guide` in a copy without a guide: exit {said.code}: {said.err}")
        return
    anew, there = ({block.id: block.text for block in one.guide.blocks} for one in (Version.of(alone), now))
    if len(there) != len(now.guide.blocks):
        yield Fault("untrue", "a block is there twice")
    # A practice gives its own reason where people rewrote the part that gives those of the largest gaps, and the first
    # part leads to those that nobody left out.
    others = {"about", *(f"practice/{name}" for name in now.answers.answers if "harm" in edited)}
    for name in sorted((anew.keys() | there.keys()) - edited - others - {KEPT_NOTES}):
        if digest(_without_links(anew.get(name, ""))) != digest(_without_links(there.get(name, ""))):
            yield Fault("untrue", f"{name} is not as assembled: {there.get(name)!r} for {anew.get(name)!r}")


def _blocks(lines: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the id of each block, and the lines of its markers, from 0."""
    begins: dict[str, int] = {}
    found = []
    for number, line in enumerate(lines):
        if begin := re.match(r"<!-- levelbook:begin (\S+) ", line):
            begins[begin[1]] = number
        elif (end := re.match(r"<!-- levelbook:end (\S+) ", line)) and end[1] in begins:
            found.append((end[1], begins[end[1]], number))
    return found


def _allowed(base: _T, ours: _T, theirs: _T) -> set[_T]:
    """Return what may come of two branches: what one of them changed, or either where both did."""
    if ours == base:
        return {theirs}
    return {ours} if theirs == base else {ours, theirs}


class _Stopped(Exception):
    """A try cannot go on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault

"""One team's sitting: what is asked next, what was said, and everything that follows from it.

Both front ends hold one Session and do nothing that it does not do for them; what is published (guide, record,
editions) is made by `publishing.Publisher(session)`, so that reading a score never loads a template engine. Every
change is on disk before the call that made it returns; what could not be written stays in memory, is named in
`unsaved`, and is tried again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from levelbook import clock, packs
from levelbook.core.answers import NOTHING, Answer, AnswerBook, FactValue
from levelbook.core.conditions import FactState, Tailoring, tailor
from levelbook.core.edits import Asked, Edit, apply
from levelbook.core.gaps import Gap, roadmap
from levelbook.core.questionnaire import NOT_KNOWN, Fact, Practice, Questionnaire
from levelbook.core.scoring import PracticeScore, Scorecard, score
from levelbook.core.text import nearest
from levelbook.errors import AnsweredElsewhere, FileIsWrong, LevelbookError, Problem, UnknownId, UsedWrongly
from levelbook.store import answers_file, atomic, editions, git, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.atomic import shown
from levelbook.store.editions import Edition
from levelbook.store.team_folder import Settings, TeamFolder

if TYPE_CHECKING:
    from levelbook.core.changes import Comparison, Snapshot

Only = Literal["new", "unsure", "carried", "stale", "essential", "all"]
ONLY: tuple[Only, ...] = ("new", "unsure", "carried", "stale", "essential", "all")

MINUTES_PER_PRACTICE = 2
"""A practice takes a team about two minutes, from question to level."""


@dataclass(frozen=True)
class Turn:
    """One change that can be undone: an answer or a fact, before and after."""

    kind: Literal["answer", "fact"]
    id: str
    before: Answer | FactValue | None
    after: Answer | FactValue | None


@dataclass(frozen=True)
class FactEffect:
    """What a changed fact did to the questionnaire."""

    entered: tuple[Practice, ...]
    """Practices that are in scope now and were not."""
    left: tuple[Practice, ...]
    """Practices that no longer are."""
    raised: tuple[Practice, ...]
    lowered: tuple[Practice, ...]
    """Practices whose target went down."""
    inherited: tuple[Practice, ...]
    """Practices that a provider does from now on."""


@contextlib.contextmanager
def named_in_settings(folder: TeamFolder, key: str) -> Iterator[None]:
    """What `levelbook.toml` names and nothing has is a fault of that file. Raises FileIsWrong in its place."""
    try:
        yield
    except UnknownId as unknown:
        path = shown(folder.settings_path)
        raise FileIsWrong.one(unknown.message, path=path, key=key, remedy=unknown.remedy) from None


class Session:
    """A team folder that is open: its questionnaire, its answers, and what is computed of them."""

    def __init__(
        self,
        folder: TeamFolder,
        questionnaire: Questionnaire,
        file: AnswersFile,
        who: str | None,
        now: Callable[[], datetime],
    ) -> None:
        self.now = now
        """The present moment in UTC."""
        self.folder = folder
        self.questionnaire = questionnaire
        self.file = file
        self.book: AnswerBook = file.book
        self._who = who
        self._done: list[Turn] = []
        self._undone: list[Turn] = []
        self._unsaved_answers: set[str] = set()
        self._unsaved_facts: set[str] = set()
        self._tailoring: Tailoring | None = None
        self._scorecard: Scorecard | None = None

    # Opening

    @classmethod
    def open(cls, start: Path, *, who: str | None = None, now: Callable[[], datetime] = clock.now) -> Session:
        """The team folder at or nearest to `start`. Raises NoTeamFolder, FileIsWrong, OtherVersion."""
        folder = team_folder.open_folder(team_folder.find(start))
        with named_in_settings(folder, "questionnaire"):
            found = packs.find_questionnaire(folder.settings.questionnaire, folder.path)
        questionnaire = packs.read_questionnaire(found)
        return cls(folder, questionnaire, AnswersFile.load(folder.answers_path, questionnaire), who, now)

    @classmethod
    def create(
        cls, path: Path, settings: Settings, *, who: str | None = None, now: Callable[[], datetime] = clock.now
    ) -> Session:
        """A new team folder, with no fact and no practice answered. Raises UsedWrongly where there is one already."""
        try:
            path.mkdir(parents=True, exist_ok=True)  # a questionnaire may be named as seen from there
        except OSError as error:
            raise atomic.could_not_write(path, error) from error
        questionnaire = packs.read_questionnaire(packs.find_questionnaire(settings.questionnaire, path))
        folder = team_folder.create(path, settings)
        empty = AnswerBook(questionnaire.id, questionnaire.version)
        return cls(folder, questionnaire, AnswersFile.create(folder.answers_path, questionnaire, empty), who, now)

    @property
    def settings(self) -> Settings:
        return self.folder.settings

    @cached_property
    def who(self) -> str:
        """Who signs: as given, else git's user.name, else nobody."""
        return self._who if self._who is not None else git.user_name(self.folder.path)

    def on(self) -> date:
        """The UTC day of today."""
        return self.now().date()

    # What is computed

    @property
    def tailoring(self) -> Tailoring:
        if self._tailoring is None:
            self._tailoring = tailor(self.questionnaire, self.book.profile)
        return self._tailoring

    @property
    def scorecard(self) -> Scorecard:
        if self._scorecard is None or self._scorecard.on != self.on():
            self._scorecard = score(
                self.tailoring,
                self.book.answers,
                self.on(),
                last_edition=self.last_edition.name if self.last_edition else "",
                last_answers=self.last_book.answers if self.last_book else None,
            )
        return self._scorecard

    @property
    def roadmap(self) -> tuple[Gap, ...]:
        return roadmap(self.scorecard)

    # Editions

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """Oldest first."""
        return editions.list_editions(self.folder)

    @property
    def last_edition(self) -> Edition | None:
        return self.editions[-1] if self.editions else None

    @cached_property
    def last_book(self) -> AnswerBook | None:
        return self.edition_book(self.last_edition) if self.last_edition else None

    def edition_book(self, edition: Edition) -> AnswerBook:
        """The answers that an edition holds."""
        if edition.path not in self._edition_books:
            self._edition_books[edition.path] = answers_file.read(edition.path / "answers.toml")
        return self._edition_books[edition.path]

    @cached_property
    def _edition_books(self) -> dict[Path, AnswerBook]:
        return {}

    def forget_editions(self) -> None:
        """Look again at what is sealed."""
        for name in ("editions", "last_book"):
            self.__dict__.pop(name, None)
        self._forget()

    def edition_questionnaire(self, edition: Edition) -> Questionnaire:
        """The questionnaire as it was; the present one where nothing in it has changed."""
        held = {name: digest for name, digest in edition.files.items() if name.startswith("questionnaire/")}
        if held == self._questionnaire_digests:
            return self.questionnaire
        if edition.path not in self._edition_questionnaires:
            self._edition_questionnaires[edition.path] = packs.read_questionnaire(edition.path / "questionnaire")
        return self._edition_questionnaires[edition.path]

    @cached_property
    def _questionnaire_digests(self) -> dict[str, str]:
        texts = packs.texts(Path(self.questionnaire.folder))
        return {f"questionnaire/{name}": editions.digest(text) for name, text in texts.items()}

    @cached_property
    def _edition_questionnaires(self) -> dict[Path, Questionnaire]:
        return {}

    def edition(self, name: str) -> Edition:
        """The edition of that name. Raises UnknownId."""
        names = [edition.name for edition in self.editions]
        for edition in self.editions:
            if edition.name == name:
                return edition
        hint = f"There are: {', '.join(names)}." if names else "`levelbook seal` makes the first."
        raise UnknownId("edition", name, nearest(name, names), hint=hint)

    def snapshot(self, name: str = "now") -> Snapshot:
        """The state of an edition, or of `now`. Raises UnknownId."""
        from levelbook.core.changes import Snapshot  # comparing is not what most commands come for

        if name == "now":
            last = self.last_edition
            return Snapshot(
                "now",
                self.questionnaire,
                self.book,
                self.on(),
                last_edition=last.name if last else "",
                last_answers=self.last_book.answers if self.last_book else None,
            )
        edition = self.edition(name)
        earlier = self.edition_before(edition)
        return Snapshot(
            edition.name,
            self.edition_questionnaire(edition),
            self.edition_book(edition),
            edition.sealed_at.date(),
            last_edition=earlier.name if earlier else "",
            last_answers=self.edition_book(earlier).answers if earlier else None,
        )

    def edition_before(self, edition: Edition) -> Edition | None:
        place = self.editions.index(edition)
        return self.editions[place - 1] if place else None

    def compare(self, old: str | None = None, new: str | None = None) -> Comparison:
        """Two editions, or one with now; by default the last edition with now. Raises UsedWrongly, UnknownId."""
        if old is None:
            if self.last_edition is None:
                raise UsedWrongly("Nothing has been sealed yet.", remedy="`levelbook seal` makes the first edition.")
            old = self.last_edition.name
        from levelbook.core.changes import compare

        return compare(self.snapshot(old), self.snapshot(new or "now"))

    # Asking

    def practice_id(self, given: str) -> str:
        """A practice's id, from its id or its number. Raises UnknownId with the nearest."""
        known = self.questionnaire.practices
        found = given if given in known else self.questionnaire.ids_by_number.get(given, "")
        if found in known:
            return found
        section = self.questionnaire.sections_by_id.get(found or given)
        if section is not None:
            numbers = [self.questionnaire.numbers[practice.id] for practice in section.practices]
            hint = f"It is a section; its practices are {numbers[0]} to {numbers[-1]}."
            raise UnknownId("practice", given, hint=hint)
        short = {name.partition(".")[2]: name for name in known}
        numbers = [number for number, name in self.questionnaire.ids_by_number.items() if name in known]
        guess = short.get(given) or nearest(given, [*known, *numbers])
        if guess is None and (part := nearest(given, short)) is not None:
            guess = short[part]
        raise UnknownId("practice", given, guess, hint="`levelbook questionnaire show` lists them.")

    def section_id(self, given: str) -> str:
        """A section's id, from its id or its number. Raises UnknownId with the nearest."""
        known = self.questionnaire.sections_by_id
        found = given if given in known else self.questionnaire.ids_by_number.get(given, "")
        if found in known:
            return found
        raise UnknownId("section", given, nearest(given, known), hint=f"There are: {', '.join(known)}.")

    def asked(self, practice_id: str) -> Asked:
        return Asked(self.questionnaire, self.questionnaire.practices[practice_id], self.tailoring[practice_id])

    def queue(self, only: Only = "all", section: str | None = None) -> tuple[PracticeScore, ...]:
        """The practices to go through, in questionnaire order. What the rules leave out is never among them."""
        wanted: dict[Only, Callable[[PracticeScore], bool]] = {
            "new": lambda one: one.status == "unanswered",
            "unsure": lambda one: one.status == "unsure",
            "carried": self.is_carried,
            "stale": lambda one: one.evidence_is_stale,
            "essential": lambda one: one.practice.essential,
            "all": lambda one: True,
        }
        holds = wanted[only]
        return tuple(
            one
            for part in self.scorecard.sections
            if section is None or part.id == section
            for one in part.practices
            if one.scope != "not-applicable" and holds(one)
        )

    @staticmethod
    def is_carried(one: PracticeScore) -> bool:
        """Answered before this round and not looked at since."""
        return one.status in ("answered", "not-applicable") and not one.confirmed

    # Answering

    def apply(self, practice_id: str, edit: Edit) -> Answer:
        """Change one answer and save it. Raises UsedWrongly, UnknownId, AnsweredElsewhere, CouldNotWrite."""
        before = self.book.answer(practice_id)
        answer = apply(edit, before, self.asked(practice_id))
        after = self._sign(practice_id, before, answer, edit)
        self._take_turn(Turn("answer", practice_id, before, after))
        return after

    def _sign(self, practice_id: str, before: Answer, answer: Answer, edit: Edit) -> Answer:
        wording = self.questionnaire.wording(practice_id, inherited=self.tailoring[practice_id].scope == "inherited")
        after = self.last_edition.name if self.last_edition else ""
        if edit.settles:
            return answer.answered(by=self.who, at=self.now(), wording=wording, after=after)
        if edit.confirm:
            return answer.confirmed(by=self.who, at=self.now(), wording=wording, after=after)
        # An answer that was edited outside stays marked so until somebody says that it holds.
        return answer if before.edited_outside and not edit.clear else answer.signed()

    def set_fact(self, fact_id: str, value: FactValue | None) -> FactEffect:
        """Answer one fact, or clear it with None, and save. Raises UsedWrongly, UnknownId, and what saving raises."""
        fact = self.fact(fact_id)
        before = self.tailoring
        wanted = None if value is None else self.checked_choices(fact, value)
        self._take_turn(Turn("fact", fact_id, self.book.profile.get(fact_id), wanted))
        return _effect(before, self.tailoring)

    def fact(self, fact_id: str) -> Fact:
        """The fact of that id. Raises UnknownId with the nearest."""
        return self.fact_of(self.questionnaire, fact_id)

    @staticmethod
    def fact_of(questionnaire: Questionnaire, fact_id: str) -> Fact:
        """A questionnaire's fact of that id. Raises UnknownId with the nearest."""
        known = questionnaire.facts_by_id
        if fact_id not in known:
            raise UnknownId("fact", fact_id, nearest(fact_id, known), hint=f"There are: {', '.join(known)}.")
        return known[fact_id]

    @staticmethod
    def checked_choices(fact: Fact, value: FactValue) -> FactValue:
        """The value as the file holds it. Raises UsedWrongly, UnknownId for choices that the fact does not have."""
        given = (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
        known = [*(choice.id for choice in fact.choices), NOT_KNOWN]
        for choice in given:
            if choice not in known:
                hint = f"The choices are: {', '.join(known)}."
                raise UnknownId(f"choice for {fact.id}", choice, nearest(choice, known), hint=hint)
        alone = [name for name in given if name == NOT_KNOWN or _exclusive(fact, name)]
        if alone and len(given) > 1:
            raise UsedWrongly(f"“{alone[0]}” stands alone: it goes with no other choice of {fact.id}.")
        if not fact.many:
            if len(given) != 1:
                raise UsedWrongly(f"{fact.id} takes one choice.", remedy=f"The choices are: {', '.join(known)}.")
            return given[0]
        return tuple(sorted(given, key=known.index))

    def facts(self) -> tuple[FactState, ...]:
        return tuple(self.tailoring.facts.values())

    # Turns: changing, undoing, saving

    def undo(self) -> Turn | None:
        """Take back the last change of this sitting; None when there is none left."""
        if not self._done:
            return None
        turn = self._done.pop()
        self._undone.append(turn)
        self._set(Turn(turn.kind, turn.id, turn.after, turn.before))
        return turn

    def redo(self) -> Turn | None:
        """Make the last change that was taken back once more; None when there is none."""
        if not self._undone:
            return None
        turn = self._undone.pop()
        self._done.append(turn)
        self._set(turn)
        return turn

    @property
    def unsaved(self) -> bool:
        """Something was said that is not on disk, because the disk would not take it."""
        return bool(self._unsaved_answers or self._unsaved_facts)

    def _take_turn(self, turn: Turn) -> None:
        if turn.before == turn.after and not self.unsaved:
            return
        self._done.append(turn)
        self._undone.clear()
        self._set(turn)

    def _set(self, turn: Turn) -> None:
        if turn.kind == "answer":
            assert isinstance(turn.after, Answer)
            self._show(turn.id, turn.after)
            self._unsaved_answers.add(turn.id)
        else:
            assert not isinstance(turn.after, Answer)
            self.book = self.book.with_fact(turn.id, turn.after)
            self._forget()
            self._unsaved_facts.add(turn.id)
        self.save()

    def _show(self, practice_id: str, answer: Answer) -> None:
        self.book = self.book.with_answer(practice_id, answer)
        if self._scorecard is not None and practice_id in self.questionnaire.practices:
            self._scorecard = self._scorecard.with_answer(practice_id, answer)

    def save(self) -> None:
        """Write what is not yet on disk, and take in what others wrote meanwhile.

        Raises CouldNotWrite (what was said stays in memory, and is tried again at the next change) and
        AnsweredElsewhere (theirs is shown from now on; the error names the answers).
        """
        try:
            merged = self.file.save(self.book, answers=self._unsaved_answers, facts=self._unsaved_facts)
        except AnsweredElsewhere as clash:
            self.reload()
            self._done = [turn for turn in self._done if turn.id not in clash.ids]
            raise
        self._unsaved_answers.clear()
        self._unsaved_facts.clear()
        if merged != self.book:
            self.book = merged
            self._forget()

    def reload(self) -> None:
        """Read the answers from disk again; what was said and not saved is given up."""
        self.file = AnswersFile.load(self.folder.answers_path, self.questionnaire)
        self.book = self.file.book
        self._unsaved_answers.clear()
        self._unsaved_facts.clear()
        self._forget()

    def _forget(self) -> None:
        self._tailoring = self._scorecard = None

    # What is worth a word

    def problems(self) -> list[Problem]:
        """What the answers hold that the questionnaire does not know, or that levelbook did not write."""
        found = answers_file.strangers(self.book, self.questionnaire, self.folder.answers_path)
        path = shown(self.folder.answers_path)
        for name, answer in self.book.answers.items():
            if answer.edited_outside:
                found.append(
                    Problem(
                        "This answer was edited outside levelbook.",
                        path=path,
                        key=f"answers.{name}",
                        remedy=f"Look at it, then confirm it: `levelbook answer {name} --confirm`",
                    )
                )
            placement = self.tailoring.placements.get(name)
            if placement and answer.target is not None and answer.target <= placement.target:
                found.append(
                    Problem(
                        f"An own target of {answer.target} is ignored: {placement.target} is needed anyway.",
                        path=path,
                        key=f"answers.{name}.target",
                        remedy="Take it out, or accept the risk instead.",
                    )
                )
        return found


def _exclusive(fact: Fact, name: str) -> bool:
    choice = fact.choice(name)
    return choice is not None and choice.exclusive


def _effect(before: Tailoring, after: Tailoring) -> FactEffect:
    practices = after.questionnaire.practices

    def those(holds: Callable[[str], bool]) -> tuple[Practice, ...]:
        return tuple(practice for name, practice in practices.items() if holds(name))

    def out(tailoring: Tailoring, name: str) -> bool:
        return tailoring[name].scope == "not-applicable"

    return FactEffect(
        entered=those(lambda name: out(before, name) and not out(after, name)),
        left=those(lambda name: out(after, name) and not out(before, name)),
        raised=those(lambda name: after[name].target > before[name].target),
        lowered=those(lambda name: after[name].target < before[name].target),
        inherited=those(lambda name: after[name].scope == "inherited" != before[name].scope),
    )


def in_minutes(practices: Sequence[object]) -> str:
    """How long a team takes for so many practices, in words."""
    minutes = len(practices) * MINUTES_PER_PRACTICE
    if minutes < 60:
        return f"about {max(5, round(minutes / 5) * 5)} minutes"
    hours, rest = divmod(round(minutes / 15) * 15, 60)
    spoken = f"about {hours} hour{'s' if hours > 1 else ''}"
    return spoken + (f" and {rest} minutes" if rest else "")


def titles(practices: Iterable[Practice]) -> str:
    return ", ".join(practice.title for practice in practices)


__all__ = [
    "NOTHING",
    "ONLY",
    "FactEffect",
    "LevelbookError",
    "Only",
    "Session",
    "Turn",
    "in_minutes",
    "named_in_settings",
    "titles",
]

"""One team's sitting: what is asked next, what was said, and everything that follows from it.

Both front ends hold one Session and do nothing that it does not do for them. It holds `turns` (what is said, undone and
saved), `history` (the editions) and `handed_in` (the ballots), and computes what follows from them. What is published
(guide, record, editions) is made by `publishing.Publisher(session)`, so that reading a score never loads a template
engine.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook import clock, packs
from levelbook.book.editions import History
from levelbook.book.undo import Change, Turn, Turns
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.assessment.review import Cause, causes
from levelbook.core.assessment.scoring import PracticeScore, Scorecard, score
from levelbook.core.questionnaire import facts
from levelbook.core.questionnaire.facts import FactEffect
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.questionnaire.tailoring import FactState, Placement, Tailoring, tailor
from levelbook.errors import FileIsWrong, Problem, UnknownId, UsedWrongly
from levelbook.store import answers_check, atomic, editions, git, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.atomic import shown
from levelbook.store.team_folder import Settings, TeamFolder

# What `levelbook score` does without is imported where it is needed: edits, gaps, ballots, sittings, comparisons.
if TYPE_CHECKING:
    from levelbook.book.ballots import HandedIn
    from levelbook.core.answers.ballots import Spread
    from levelbook.core.answers.edits import Asked, Edit
    from levelbook.core.answers.sittings import Sitting
    from levelbook.core.assessment.assessment import Assessment
    from levelbook.core.assessment.comparison import Comparison
    from levelbook.core.assessment.gaps import Gap


@contextlib.contextmanager
def named_in_settings(folder: TeamFolder, key: str) -> Iterator[None]:
    """What `levelbook.toml` names and nothing has is a fault of that file. Raises FileIsWrong in its place."""
    try:
        yield
    except UnknownId as unknown:
        path = shown(folder.settings_path)
        raise FileIsWrong.one(unknown.message, path=path, key=key, remedy=unknown.remedy) from None


def opened(start: Path) -> tuple[TeamFolder, Questionnaire]:
    """The team folder at or nearest to `start`, and the questionnaire that it names."""
    folder = team_folder.open_folder(team_folder.find(start))
    with named_in_settings(folder, "questionnaire"):
        found = packs.find_questionnaire(folder.settings.questionnaire, folder.path)
    return folder, packs.read_questionnaire(found)


@dataclass(frozen=True)
class BallotOf:
    """Whose ballot a session fills in."""

    participant: str
    """Empty where it is anonymous."""
    profile: Mapping[str, FactValue]
    """The team's, by which it is asked."""


class Session:
    """A team folder that is open: its questionnaire, its answers, and what is computed of them."""

    def __init__(
        self,
        folder: TeamFolder,
        questionnaire: Questionnaire,
        file: AnswersFile,
        who: str | None,
        now: Callable[[], datetime],
        ballot: BallotOf | None = None,
    ) -> None:
        self.now = now
        """The present moment in UTC."""
        self.folder = folder
        self.questionnaire = questionnaire
        self.history = History(folder, questionnaire, sealed=None if ballot is None else ())
        """The editions; a ballot has none."""
        self.ballot = ballot
        """Whose ballot is filled in; None where this is the team's own book."""
        self._who = who
        self.after_turn: Callable[[Turn], None] = lambda turn: None
        """Told of every turn, also of one taken back, or not yet on disk. It must not fail."""
        self.turns = Turns(file, self._seen, self._follow, lambda turn: self.after_turn(turn))
        self._tailoring: Tailoring | None = None
        self._scorecard: Scorecard | None = None
        self._placed_then: tuple[Tailoring, Mapping[str, Placement]] | None = None

    @cached_property
    def handed_in(self) -> HandedIn:
        """The participants' ballots; from within one nobody sees the others'."""
        from levelbook.book.ballots import HandedIn

        return HandedIn(None if self.ballot else self.folder.ballots_path, self.questionnaire)

    # Opening

    @classmethod
    def open(cls, start: Path, *, who: str | None = None, now: Callable[[], datetime] = clock.now) -> Session:
        """The team folder at or nearest to `start`. Raises NoTeamFolder, FileIsWrong, OtherVersion."""
        folder, questionnaire = opened(start)
        return cls(folder, questionnaire, AnswersFile.load(folder.answers_path, questionnaire), who, now)

    @classmethod
    def open_ballot(cls, start: Path, ballot_id: str, *, now: Callable[[], datetime] = clock.now) -> Session:
        """One participant's ballot, asked as the team's profile tailors it. Raises UnknownId, and as `open` does."""
        from levelbook.core.answers.ballots import Ballot
        from levelbook.store import ballots

        folder, questionnaire = opened(start)
        file = ballots.open_file(folder.ballots_path, questionnaire, ballot_id)
        profile = AnswersFile.load(folder.answers_path, questionnaire).book.profile
        ballot = BallotOf(Ballot(ballot_id, file.book).participant, profile)
        return cls(folder, questionnaire, file, ballot.participant, now, ballot)

    @classmethod
    def create(
        cls, path: Path, settings: Settings, *, who: str | None = None, now: Callable[[], datetime] = clock.now
    ) -> Session:
        """A new team folder, with no fact and no practice answered. Raises UsedWrongly where there is one already."""
        atomic.make_folder(path)  # a questionnaire may be named as seen from there
        questionnaire = packs.read_questionnaire(packs.find_questionnaire(settings.questionnaire, path))
        folder = team_folder.create(path, settings)
        empty = AnswerBook(questionnaire.id, questionnaire.version)
        return cls(folder, questionnaire, AnswersFile.create(folder.answers_path, questionnaire, empty), who, now)

    def as_it_stands(self) -> Session:
        """Beside this one, for work that goes on meanwhile: what is said here from now on is not said there."""
        beside = copy.copy(self)
        beside.turns, beside.handed_in = copy.copy(self.turns), copy.copy(self.handed_in)
        return beside

    def _seen(self, book: AnswerBook) -> AnswerBook:
        """What a file holds, as this session sees it: a ballot has the team's profile, whatever it was begun with."""
        return replace(book, profile=self.ballot.profile) if self.ballot else book

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
                last_edition=self.history.last_name,
                last_answers=self.history.last_answers,
            )
        return self._scorecard

    @property
    def placed_then(self) -> Mapping[str, Placement]:
        """Where the last edition's profile would put practices today, by id; empty where the facts are as they were."""
        book = None if self.ballot else self.history.last_book
        if book is None:
            return {}
        if self._placed_then is None or self._placed_then[0] is not self.tailoring:
            from levelbook.core.answers.upgrade import brought_to  # few editions are of another version

            then = brought_to(book, self.questionnaire).profile
            placed = {} if then == self.book.profile else tailor(self.questionnaire, then).placements
            self._placed_then = (self.tailoring, placed)
        return self._placed_then[1]

    @property
    def roadmap(self) -> tuple[Gap, ...]:
        from levelbook.core.assessment.gaps import roadmap

        return roadmap(self.scorecard)

    def causes(self, score: PracticeScore) -> tuple[Cause, ...]:
        """Why a practice needs another look in this round; a ballot has no rounds."""
        return () if self.ballot else causes(self.scorecard, score, self.placed_then)

    # Ballots

    def spread(self, practice_id: str) -> Spread | None:
        """How far apart people are: by the ballots, else by the votes that were kept; None where nobody said."""
        from levelbook.core.answers.ballots import spread_of_votes

        found = self.ballot_spreads.get(practice_id)
        return found if found is not None else spread_of_votes(self.book.answer(practice_id).votes)

    @property
    def ballot_spreads(self) -> Mapping[str, Spread]:
        """Practice id to the spread of the ballots, where at least one gives a level."""
        return self.handed_in.spreads(self.tailoring)

    # Sittings

    @property
    def sittings(self) -> tuple[tuple[date, Sitting], ...]:
        """All sittings that can be read, with their days, oldest first; `problems` tells of the others."""
        from levelbook.store import sittings_file

        return sittings_file.read_all(self.folder.sittings_path)[0]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody named in sittings, ballots and answers, in this order. Raises FileIsWrong."""
        names = [name for _, sitting in reversed(self.sittings) for name in sitting.names]
        names += [ballot.participant for ballot in self.handed_in.ballots]
        for answer in self.book.answers.values():
            names += [answer.owner, answer.ask_whom, *(step.owner for step in answer.open_steps)]
        return tuple(dict.fromkeys(name for name in names if name))

    def sittings_since(self, edition: str) -> tuple[tuple[date, Sitting], ...]:
        """The sittings that an edition does not hold as they are now; all of them where there is no such edition."""
        from levelbook.store import sittings_file

        held, folder = self.history.files_of(edition), self.folder.sittings_path

        def is_as_sealed(day: date) -> bool:
            sealed = held.get(f"sittings/{sittings_file.path_of(folder, day).name}")
            return sealed is not None and sealed == editions.digest(sittings_file.text(folder, day))

        return tuple((day, sitting) for day, sitting in self.sittings if not is_as_sealed(day))

    def next_round(self) -> date | None:
        """When the next round is due: as the last sitting agreed, else by the settings; None before an edition."""
        last = self.history.last
        return self.next_round_after(last.sealed_at.date(), last.previous or "") if last else None

    def next_round_after(self, sealed_on: date, previous: str) -> date:
        """The same for an edition of that day: what the sittings since the edition before it agreed counts."""
        from levelbook.core.answers.sittings import agreed_next_round

        agreed = agreed_next_round(self.sittings_since(previous), sealed_on)
        return agreed or sealed_on + timedelta(days=self.settings.round_days)

    # Editions

    def forget_editions(self) -> None:
        """Look again at what is sealed."""
        self.history = self.history.read_again()
        self._forget()

    def assessment(self, name: str = "now") -> Assessment:
        """The state of an edition, or of `now`. Raises UnknownId."""
        if name != "now":
            return self.history.assessment(self.history.edition(name))
        from levelbook.core.assessment.assessment import Assessment  # comparing is not what most commands come for

        return Assessment(
            "now",
            self.questionnaire,
            self.book,
            self.on(),
            last_edition=self.history.last_name,
            last_answers=self.history.last_answers,
        )

    def compare(self, old: str | None = None, new: str | None = None) -> Comparison:
        """Two editions, or one with now; by default the last edition with now. Raises UsedWrongly, UnknownId."""
        if old is None:
            if self.history.last is None:
                raise UsedWrongly("Nothing has been sealed yet.", remedy="`levelbook seal` makes the first edition.")
            old = self.history.last.name
        from levelbook.core.assessment.comparison import compare

        return compare(self.assessment(old), self.assessment(new or "now"))

    # Asking

    def asked(self, practice_id: str) -> Asked:
        from levelbook.core.answers.edits import Asked

        return Asked(self.questionnaire, self.questionnaire.practices[practice_id], self.tailoring[practice_id])

    def frameworks(self, keys: Collection[str]) -> Mapping[str, Framework]:
        """Those of the questionnaire's frameworks that have these keys, with the titles of their items.

        None where the questionnaire comes from no folder. Raises FileIsWrong.
        """
        folder = self.questionnaire.folder
        return packs.read_frameworks(Path(folder), keys) if folder else {}

    # Answering

    def apply(self, practice_id: str, edit: Edit) -> Answer:
        """Change one answer and save it. Raises UsedWrongly, UnknownId, AnsweredElsewhere, CouldNotWrite."""
        self.apply_all({practice_id: edit})
        return self.book.answer(practice_id)

    def apply_all(self, edits: Mapping[str, Edit]) -> None:
        """Change several answers at once, by practice id, and save them: all, or where one is refused none.

        They are one turn, so that one undo takes them back. Raises as `apply` does.
        """
        self.turns.take(Turn(tuple(self._change(practice_id, edit) for practice_id, edit in edits.items())))

    def _change(self, practice_id: str, edit: Edit) -> Change:
        from levelbook.core.answers.edits import apply

        before = self.book.answer(practice_id)
        answer = apply(edit, before, self.asked(practice_id))
        return Change("answer", practice_id, before, self._sign(practice_id, before, answer, edit))

    def _sign(self, practice_id: str, before: Answer, answer: Answer, edit: Edit) -> Answer:
        wording = self.questionnaire.wording(practice_id, inherited=self.tailoring[practice_id].scope == "inherited")
        after = self.history.last_name
        anonymous = self.ballot is not None and not self.ballot.participant
        at = None if anonymous else self.now()  # a time would tell who it was
        if edit.settles:
            if edit.votes is None and self._voted_before_this_round(practice_id, before):
                answer = answer.changed(votes=())  # those hands were shown for what was said then
            return answer.answered(by=self.who, at=at, wording=wording, after=after)
        if edit.confirm:
            return answer.confirmed(by=self.who, at=at, wording=wording, after=after)
        # An answer that was edited outside stays marked so until somebody says that it holds.
        return answer if before.edited_outside and not edit.clear else answer.signed()

    def _voted_before_this_round(self, practice_id: str, answer: Answer) -> bool:
        """Its votes are still those that the last edition holds, and nothing was settled since."""
        held = (self.history.last_answers or {}).get(practice_id)
        since = answer.confirmed_after == self.history.last_name
        return bool(answer.votes) and held is not None and held.votes == answer.votes and not since

    def set_fact(self, fact_id: str, value: FactValue | None) -> FactEffect:
        """Answer one fact, or clear it with None, and save. Raises UsedWrongly, UnknownId, and what saving raises."""
        if self.ballot:
            raise UsedWrongly(
                "A ballot is asked as the team's profile says.", remedy="Change the facts in the team's book."
            )
        fact = facts.find_fact(self.questionnaire, fact_id)
        before = self.tailoring
        wanted = None if value is None else facts.checked_choices(fact, value)
        self.turns.take(Turn((Change("fact", fact_id, self.book.profile.get(fact_id), wanted),)))
        return facts.effect(before, self.tailoring)

    def would_change(self, fact_id: str, value: FactValue | None) -> FactEffect:
        """What another answer to a fact would do. Nothing is changed."""
        return facts.effect_of(self.tailoring, self.book.profile, fact_id, value)

    def facts(self) -> tuple[FactState, ...]:
        return tuple(self.tailoring.facts.values())

    # What was said: taken back, made again, saved

    @property
    def file(self) -> AnswersFile:
        return self.turns.file

    @property
    def book(self) -> AnswerBook:
        """The answers as they stand, also those that are not on disk yet."""
        return self.turns.book

    def undo(self) -> Turn | None:
        """Take back the last change of this sitting; None when there is none left."""
        return self.turns.undo()

    def redo(self) -> Turn | None:
        """Make the last change that was taken back once more; None when there is none."""
        return self.turns.redo()

    @property
    def unsaved(self) -> bool:
        """Something was said that is not on disk, because the disk would not take it."""
        return self.turns.unsaved

    def save(self) -> None:
        """Write what is not yet on disk, as `Turns.save` does. Raises CouldNotWrite, AnsweredElsewhere."""
        self.turns.save()

    def look_again(self) -> None:
        """Take in what others wrote since, if they did: answers, facts, ballots. Raises FileIsWrong, OtherVersion.

        What was said here and is not on disk yet waits for the next save, which knows what to do.
        """
        self.handed_in.look_again()
        self.turns.look_again()

    def news(self) -> tuple[str, ...]:
        """Ids of answers and facts that others changed and that were taken in since this was last asked for."""
        return self.turns.news()

    def _follow(self, change: Change | None) -> None:
        """Keep what is computed true to the book after one change to it; after None, to all of it."""
        if change is None or not isinstance(change.after, Answer):
            self._forget()
        elif self._scorecard is not None and change.id in self.questionnaire.practices:
            self._scorecard = self._scorecard.with_answer(change.id, change.after)

    def _forget(self) -> None:
        self._tailoring = self._scorecard = None

    # What is worth a word

    def problems(self) -> list[Problem]:
        """What the answers hold that the questionnaire does not know, or that levelbook did not write."""
        from levelbook.store import sittings_file

        found = answers_check.strangers(self.book, self.questionnaire, self.folder.answers_path)
        found += sittings_file.read_all(self.folder.sittings_path)[1]
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

"""The plain-line interview: one practice at a time, one line at a time, everything spoken in words.

A digit answers and goes on; a letter does something else with the practice at hand. Every answer is saved before the
next line is read, so that the end of the input, wherever it comes, only means "stop".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from levelbook.cli import given
from levelbook.cli.asker import Asker, Option
from levelbook.cli.output import EFFORT_WORDS, level_words, plural, put
from levelbook.cli.words import detail_words, state_words, status_words
from levelbook.core.answers import Accepted, Answer, Evidence
from levelbook.core.edits import Edit, StepEdit
from levelbook.core.scoring import PracticeScore
from levelbook.errors import AnsweredElsewhere, CouldNotWrite, LevelbookError, UsedWrongly
from levelbook.session import Session

GO_ON, GO_BACK = 1, -1

HELP = (
    "A digit answers and goes on. Enter skips.",
    "  u unsure   x not applicable   c confirm as it is   k strike a criterion out or tick it",
    "  h how it is done here   e evidence   o owner   s a new step   d a step is done   n note",
    "  t own target   a accept the risk   w why, prompts and references",
    "  z undo   b back   q stop; everything is saved",
)


class Stop(Exception):
    """The person has no more to say."""


class Interview:
    """A walk through some practices."""

    def __init__(self, session: Session, asker: Asker, practice_ids: Sequence[str]) -> None:
        self.session = session
        self.asker = asker
        self.ids = practice_ids
        self.answered: set[str] = set()
        """Practices that were answered or confirmed in this walk."""

    def run(self) -> None:
        """Until the last practice, or until the input ends. Raises CouldNotWrite when the disk never took an answer."""
        put(f"{plural(len(self.ids), 'practice')} to go through. ? explains the keys.", "")
        place = 0
        try:
            while place < len(self.ids):
                self._present(place)
                place = max(0, place + self._take(self.ids[place]))
        except Stop:
            put("")
        finally:
            self._save_the_rest()
        overall = self.session.scorecard.overall
        put(f"Saved. {plural(len(self.answered), 'answer')} given; level {level_words(overall)}.")

    def _save_the_rest(self) -> None:
        """Whatever the disk has refused so far is tried once more, also when the person interrupts."""
        if self.session.unsaved:
            try:
                self.session.save()
            except CouldNotWrite as error:
                raise CouldNotWrite(
                    f"The last answers are not saved. {error.message}", remedy="Mend that, then give them again."
                ) from error

    # Showing

    def _present(self, place: int) -> None:
        session, one = self.session, self._score(self.ids[place])
        practice, numbers = one.practice, session.questionnaire.numbers
        section = session.questionnaire.sections_by_id[practice.section]
        essential = ", essential" if practice.essential else ""
        put(
            f"{numbers[practice.id]} {practice.title} ({place + 1} of {len(self.ids)}, {section.title}{essential})",
            f"So far: {state_words(one, session)}.",
            *(f"  {line}" for line in detail_words(session, practice.id)),
            practice.question,
        )
        for level, statement in enumerate(self._statements(one)):
            mark = " (as answered)" if one.level == level else ""
            put(f"  {level} {session.questionnaire.scale[level].name}: {statement}{mark}")
        if one.inherited and practice.provider_evidence:
            put(f"  Ask the provider for: {'; '.join(practice.provider_evidence)}.")

    def _statements(self, one: PracticeScore) -> Sequence[str]:
        if one.inherited:
            return self.session.questionnaire.inherited_statements
        return [level.statement for level in one.practice.levels]

    def _score(self, practice_id: str) -> PracticeScore:
        return self.session.scorecard.practices[practice_id]

    # Taking one line after the other

    def _take(self, practice_id: str) -> int:
        """What the person does with one practice; how many places to go on."""
        keys: dict[str, Callable[[str], int]] = {
            "u": self._unsure,
            "x": self._not_applicable,
            "c": lambda name: self._apply(name, Edit(confirm=True)),
            "k": self._criterion,
            "h": self._here,
            "e": self._evidence,
            "s": self._step,
            "d": self._done,
            "o": self._owner,
            "t": self._target,
            "a": self._accept,
            "n": self._note,
            "w": self._why,
            "z": self._undo,
            "b": lambda _: GO_BACK,
            "?": self._help,
        }
        top = self.session.questionnaire.max_level
        while True:
            said = self._line(f"Level 0 to {top}, or a letter (? lists them)")
            if not said:
                return GO_ON
            if said.lower() == "q":
                raise Stop
            try:
                if (level := given.whole_number(said)) is not None:
                    return self._apply(practice_id, Edit(level=level))
                if said.lower() not in keys:
                    put(f"“{said}” is not understood.", *HELP)
                elif moved := keys[said.lower()](practice_id):
                    return moved
            except AnsweredElsewhere as clash:
                put(*clash.lines(), f"It says: {state_words(self._score(practice_id), self.session)}.")
            except LevelbookError as error:
                put(*error.lines())

    def _line(self, question: str, so_far: str = "") -> str:
        said = self.asker.line(question, so_far)
        if said is None:
            raise Stop
        return said

    def _apply(self, practice_id: str, edit: Edit, move: int = GO_ON) -> int:
        answer = self.session.apply(practice_id, edit)
        if edit.settles or edit.confirm:
            self.answered.add(practice_id)
        put(f"Saved: {state_words(self._score(practice_id), self.session)}.")
        if move == 0:
            put(*(f"  {line}" for line in detail_words(self.session, practice_id)))
        if edit.level is not None:
            self._read_claims(practice_id, answer)
        put("")
        return move

    def _read_claims(self, practice_id: str, answer: Answer) -> None:
        one = self._score(practice_id)
        claimed = [] if one.inherited else answer.claims(one.practice)
        if claimed:
            put(f"This claims {plural(len(claimed), 'criterion', 'criteria')}; b goes back, then k strikes one out.")

    # The letters

    def _unsure(self, name: str) -> int:
        whom = self._line("Who finds out")
        by = self._day("By when") if whom else None
        return self._apply(name, Edit(unsure=True, ask_whom=whom, ask_by=by))

    def _not_applicable(self, name: str) -> int:
        return self._apply(name, Edit(not_applicable=self._line("It does not apply because")))

    def _criterion(self, name: str) -> int:
        criterion = self._choose_criterion(name, "Strike out or tick which criterion?")
        return self._apply(name, Edit(toggle=criterion), move=0)

    def _choose_criterion(self, name: str, question: str) -> str:
        one = self._score(name)
        if one.inherited or not one.practice.criteria:
            raise UsedWrongly("There are no criteria to choose from here.")
        claimed = set(one.answer.claims(one.practice))
        options = [
            Option(key, f"{'[x]' if key in claimed else '[ ]'} level {level}: {criterion.text}")
            for key, (level, criterion) in one.practice.criteria.items()
        ]
        chosen = self.asker.choose(question, options)
        if chosen is None:
            raise Stop
        return chosen

    def _here(self, name: str) -> int:
        criterion = self._choose_criterion(name, "Which criterion is done how here?")
        line = self._line("Here", self._score(name).answer.here.get(criterion, ""))
        return self._apply(name, Edit(here={criterion: line}), move=0)

    def _evidence(self, name: str) -> int:
        kinds = [Option(kind.id, kind.id) for kind in self.session.questionnaire.evidence_kinds]
        kind = self.asker.choose("What kind of evidence?", kinds)
        if kind is None:
            raise Stop
        reference = self._line("Where it is (link, ticket, document; empty: no evidence)")
        if not reference:
            return 0
        piece = Evidence(kind=kind, reference=reference, seen_on=self._day("Seen on", past=True))
        return self._apply(name, Edit(evidence=(piece,)), move=0)

    def _step(self, name: str) -> int:
        action = self._score(name).next_action
        if action is not None:
            put(f"The next level starts with: {action.text} ({EFFORT_WORDS[action.effort]}). Enter takes it.")
        words = self._line("What will be done")
        if not words and action is None:
            return 0
        step = StepEdit(
            text=words or None,
            from_action=None if words or action is None else action.id,
            owner=self._line("Who"),
            due=self._day("By when"),
            ticket=self._line("Ticket"),
        )
        return self._apply(name, Edit(step=step), move=0)

    def _done(self, name: str) -> int:
        steps = enumerate(self._score(name).answer.steps, start=1)
        options = [Option(str(number), step.text) for number, step in steps if step.is_open]
        if not options:
            raise UsedWrongly("There is no open step here.")
        number = self.asker.choose("Which step is done?", options)
        if number is None:
            raise Stop
        day = self._day("Since when", past=True) or self.session.on()
        return self._apply(name, Edit(step=StepEdit(number=int(number), done_on=day)), move=0)

    def _owner(self, name: str) -> int:
        owner = self._line("Owner", self._score(name).answer.owner)
        return self._apply(name, Edit(owner=owner, due=self._day("By when")), move=0)

    def _target(self, name: str) -> int:
        level = self._level(f"Own target, above {self._score(name).placement.target} (empty: none)")
        if level is None:
            return self._apply(name, Edit(target=""), move=0)
        return self._apply(name, Edit(target=level, target_reason=self._line("Because")), move=0)

    def _accept(self, name: str) -> int:
        level = self._level("Accept to stay at level (empty: no longer accepted)")
        if level is None:
            return self._apply(name, Edit(accepted=""), move=0)
        until = self._day("Until")
        if not until:
            raise UsedWrongly("An accepted risk needs a last day.")
        accepted = Accepted(
            level=level, until=until, by=self._line("Accepted by", self.session.who), reason=self._line("Because")
        )
        return self._apply(name, Edit(accepted=accepted), move=0)

    def _level(self, question: str) -> int | None:
        said = self._line(question)
        level = given.whole_number(said)
        if said and level is None:
            raise UsedWrongly(f"“{said}” is no level.")
        return level

    def _note(self, name: str) -> int:
        return self._apply(name, Edit(note=self._line("Note", self._score(name).answer.note)), move=0)

    def _day(self, question: str, *, past: bool = False) -> date | None:
        while said := self._line(f"{question} (a day, or Enter)"):
            try:
                day = given.a_day(said, past=past)
            except ValueError as error:
                put(str(error))
            else:
                put(*([] if past else given.past_remark(day)))
                return day
        return None

    def _why(self, name: str) -> int:
        practice = self._score(name).practice
        put(practice.why, *(f"  Ask: {prompt}" for prompt in practice.ask))
        for words, ids in (("References", practice.references), ("Threats", practice.threats)):
            if ids:
                put(f"  {words}: {', '.join(ids)}")
        for other in practice.see_also:
            if other in self.session.questionnaire.practices:
                one = self._score(other)
                number = self.session.questionnaire.numbers[other]
                put(f"  See also {number} {one.practice.title}: {state_words(one, self.session)}")
        return 0

    def _undo(self, _: str) -> int:
        turn = self.session.undo()
        if turn is None:
            put("There is nothing to undo.")
            return 0
        for change in turn.changes:
            if isinstance(change.before, Answer) and change.before.status == "unanswered":
                self.answered.discard(change.id)
            number = self.session.questionnaire.numbers[change.id]
            put(f"Undone: {number} {status_words(self.session, change.id)}.")
        return 0

    def _help(self, _: str) -> int:
        put(*HELP)
        return 0

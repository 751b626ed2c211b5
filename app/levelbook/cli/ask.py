"""The plain-line interview: one practice at a time, one line at a time, everything spoken in words.

A digit answers and goes on; a letter does something else with the practice at hand. Every answer is saved before the
next line is read, so that the end of the input, wherever it comes, only means "stop".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from levelbook import clock
from levelbook.cli.asker import Asker, Option
from levelbook.cli.output import EFFORT_WORDS, level_words, plural, put
from levelbook.cli.words import state_words
from levelbook.core.answers import Accepted, Answer, Evidence
from levelbook.core.edits import Edit, StepEdit
from levelbook.core.scoring import PracticeScore
from levelbook.core.text import parse_day
from levelbook.errors import LevelbookError, UsedWrongly
from levelbook.session import Session

GO_ON, GO_BACK = 1, -1

HELP = (
    "A digit answers and goes on. Enter skips.",
    "  u unsure   x not applicable   c confirm as it is   k strike a criterion out or tick it",
    "  h how it is done here   e evidence   s a step   o owner   t own target   a accept the risk   n note",
    "  w why, prompts and references   z undo   b back   q stop; everything is saved",
)


class Stop(Exception):
    """The person has no more to say."""


class Interview:
    """A walk through some practices."""

    def __init__(self, session: Session, asker: Asker, practice_ids: Sequence[str]) -> None:
        self.session = session
        self.asker = asker
        self.ids = practice_ids
        self.answered = 0

    def run(self) -> None:
        """Until the last practice, or until the input ends."""
        put(f"{plural(len(self.ids), 'practice')} to go through. ? explains the keys.", "")
        place = 0
        try:
            while place < len(self.ids):
                self._present(place)
                place = max(0, place + self._take(self.ids[place]))
        except Stop:
            pass
        overall = self.session.scorecard.overall
        put("", f"Saved. {plural(self.answered, 'answer')} given; level {level_words(overall)}.")

    # Showing

    def _present(self, place: int) -> None:
        session, one = self.session, self._score(self.ids[place])
        practice, numbers = one.practice, session.questionnaire.numbers
        section = session.questionnaire.sections_by_id[practice.section]
        essential = ", essential" if practice.essential else ""
        put(
            f"{numbers[practice.id]} {practice.title} ({place + 1} of {len(self.ids)}, {section.title}{essential})",
            f"So far: {state_words(one, session)}.",
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
                if said.isascii() and said.isdigit():
                    return self._apply(practice_id, Edit(level=int(said)))
                if said.lower() not in keys:
                    put(f"“{said}” is not understood.", *HELP)
                elif moved := keys[said.lower()](practice_id):
                    return moved
            except LevelbookError as error:
                put(*error.lines())

    def _line(self, question: str, given: str = "") -> str:
        said = self.asker.line(question, given)
        if said is None:
            raise Stop
        return said

    def _apply(self, practice_id: str, edit: Edit, move: int = GO_ON) -> int:
        answer = self.session.apply(practice_id, edit)
        self.answered += edit.settles or edit.confirm
        put(f"Saved: {state_words(self._score(practice_id), self.session)}.")
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
        piece: dict[str, Any] = {"kind": kind, "reference": self._line("Where it is (link, ticket, document)")}
        if seen := self._day("Seen on"):
            piece["seen_on"] = seen
        return self._apply(name, Edit(evidence=(Evidence(**piece),)), move=0)

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

    def _owner(self, name: str) -> int:
        owner = self._line("Owner", self._score(name).answer.owner)
        return self._apply(name, Edit(owner=owner, due=self._day("By when")), move=0)

    def _target(self, name: str) -> int:
        level = self._line(f"Own target, above {self._score(name).placement.target} (empty: none)")
        if not level:
            return self._apply(name, Edit(target=""), move=0)
        if not level.isdigit():
            raise UsedWrongly(f"“{level}” is no level.")
        return self._apply(name, Edit(target=int(level), target_reason=self._line("Because")), move=0)

    def _accept(self, name: str) -> int:
        level = self._line("Accept to stay at level (empty: no longer accepted)")
        if not level:
            return self._apply(name, Edit(accepted=""), move=0)
        if not level.isdigit():
            raise UsedWrongly(f"“{level}” is no level.")
        until = self._day("Until")
        if not until:
            raise UsedWrongly("An accepted risk needs a last day.")
        accepted = Accepted(
            level=int(level), until=until, by=self._line("Accepted by", self.session.who), reason=self._line("Because")
        )
        return self._apply(name, Edit(accepted=accepted), move=0)

    def _note(self, name: str) -> int:
        return self._apply(name, Edit(note=self._line("Note", self._score(name).answer.note)), move=0)

    def _day(self, question: str) -> Any:
        while said := self._line(f"{question} (a day, or Enter)"):
            try:
                return parse_day(said, clock.today())
            except ValueError as error:
                put(str(error))
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
        put("There is nothing to undo." if turn is None else "Undone.")
        return 0

    def _help(self, _: str) -> int:
        put(*HELP)
        return 0

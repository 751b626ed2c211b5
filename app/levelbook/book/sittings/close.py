"""The close of a sitting: what the team takes on, who brings which evidence, who finds out what, what becomes of parked
items, when it meets again.

A Closing holds a Workshop. Steps go into the answers, as everything that is said of a practice; what the close settles
beyond them goes into the sitting, which is on disk before the call that changed it returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from levelbook.book.contents.rounds import next_round
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Step
from levelbook.core.answers.edits import DayEdit, Edit, StepEdit, TextEdit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting, TakenOn, numbered, piece_digest, without
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import Suggestion, is_what_a_provider_is_asked_for, suggestion
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, spoken_day, with_full_stop
from levelbook.core.text.day_arithmetic import days_after
from levelbook.core.text.quotation import in_quotes
from levelbook.words.sitting import who_by_words


@frozen
class ProposedStep:
    """A step that the team may take on: one that is in an answer, or what the questionnaire suggests."""

    score: PracticeScore
    text: str
    number: int | None = None
    """The step's number in the answer; None for a suggestion, and for words that are no step yet."""
    effort: str = ""
    """S, M or L, of an action."""
    owner: str = ""
    due: date | None = None
    is_suggestion: bool = False
    """The questionnaire suggests it: its next action, or what to get from the provider of an inherited practice."""
    place: int | None = None
    """Its number among what is taken on; None where it is not."""

    @property
    def done_on(self) -> date | None:
        """The day on which it was done; None for an open step, and for an action that is no step yet."""
        return None if self.number is None else self.score.answer.steps[self.number - 1].done_on


@frozen
class MissingEvidence:
    """A practice with a level that lacks evidence, and who brings it."""

    score: PracticeScore
    number: int | None = None
    """The evidence's number in the sitting; None if nobody brings any."""
    proof: EvidenceToBring | None = None


class Closing:
    """A closing holds what a team agrees on at the end of a sitting."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.session = workshop.session

    @property
    def sitting(self) -> Sitting:
        """Return the present state of the sitting that is being closed."""
        return self.workshop.sitting

    @property
    def agreed_on(self) -> date:
        """The day on which the next round is agreed: today, also where the sitting is of an earlier day."""
        return max(self.workshop.day, self.session.now.on)

    def candidates(self) -> tuple[PracticeScore, ...]:
        """Return the practices with steps and actions to take on, in roadmap order."""
        return tuple(gap.score for gap in self.session.now.roadmap if gap.wave in ("now", "next", "later"))

    def proposed_steps(self) -> tuple[ProposedStep, ...]:
        """The steps to choose from: open ones and the questionnaire's suggestions, in roadmap order.

        All open steps are among them, also of what nobody knows yet or what is as high as needed, and so is what is
        taken on.
        """
        places = {one.key: place for place, one in enumerate(self.sitting.taken_on, start=1)}
        names = [score.id for score in self.candidates()]
        others = [one.practice for one in self.sitting.taken_on if one.practice in self.session.now.scorecard.practices]
        found: list[ProposedStep] = []
        with_steps = [score.id for score in self.session.now.scorecard.counting if score.answer.open_steps]
        for name in dict.fromkeys((*names, *with_steps, *others)):
            score = self.session.now.scorecard[name]
            for number, step in enumerate(score.answer.steps, start=1):
                place = places.get((name, step.text))
                if step.is_open or place:
                    found.append(ProposedStep(score, step.text, number, "", step.owner, step.due, place=place))
            suggested = _suggested(score) if name in names else None
            if suggested is not None and not _is_taken(suggested, score):
                found.append(_proposal(score, suggested))
        return tuple(found)

    def as_it_is_now(self, proposed: ProposedStep) -> ProposedStep:
        """Return a proposed step as it is by now, wherever it is. Raises UsedWrongly if others took it away."""
        if proposed.number is None:
            return proposed
        steps = [one for one in self.proposed_steps() if one.score.id == proposed.score.id and one.number is not None]
        same = [one for one in steps if one.text == proposed.text]
        if not same:
            raise UsedWrongly("Others removed or changed this step.", remedy="Look at the list again.")
        return next((one for one in same if one.number == proposed.number), same[0])

    def step_meant(self, practice_id: str, words: str = "") -> ProposedStep:
        """Return the step that words of a practice mean: the open one that says so, with its owner and day, or a new
        one, proposed to the practice's owner. Without words it is the first one proposed: an open step that is not
        taken on yet, else what the questionnaire suggests.

        Raises UsedWrongly where there is none.
        """
        score = self.session.now.scorecard[practice_id]
        if not words and score.answer.open_steps:
            taken = {one.step for one in self.sitting.taken_on if one.practice == practice_id}
            first = next((step for step in score.answer.open_steps if step.text not in taken), None)
            if first is not None or _suggested(score) is None:
                words = (first or score.answer.open_steps[0]).text
        suggested = None if words else self._suggestion(score)
        text = suggested.text if suggested else clean_line(words)
        number = score.answer.number_of_open_step(text, suggested.action if suggested else "")
        if number is None:
            return _proposal(score, suggested) if suggested else ProposedStep(score, text, owner=score.answer.owner)
        step = score.answer.steps[number - 1]
        return ProposedStep(score, step.text, number, "", step.owner, step.due)

    def _suggestion(self, score: PracticeScore) -> Suggestion:
        """Return what the questionnaire suggests for a practice. Raises UsedWrongly if that is nothing."""
        suggested = _suggested(score)
        if suggested is None:
            raise UsedWrongly(
                f"The questionnaire has no next step for {self.session.questionnaire.numbers[score.id]}.",
                remedy="Say in a few words what you will do.",
            )
        return suggested

    def proof_meant(self, practice_id: str, what: str) -> EvidenceToBring | None:
        """Return the agreed evidence with these words; None where nobody brings it yet."""
        words = clean_line(what)
        return next((one for one in self.sitting.proofs if one.key == (practice_id, words)), None)

    def unproven(self) -> tuple[PracticeScore, ...]:
        """List answered practices whose level is not proven today, largest distance first."""
        lacking = [score for score in self.session.now.scorecard.counting if score.unproven_levels]
        return tuple(sorted(lacking, key=lambda score: -score.unproven_levels))

    def proofs(self) -> tuple[MissingEvidence, ...]:
        """List practices without full evidence, and all for which somebody brings some, in a steady order."""
        brought: dict[str, list[tuple[int, EvidenceToBring]]] = {}
        for number, proof in enumerate(self.sitting.proofs, start=1):
            brought.setdefault(proof.practice, []).append((number, proof))
        scores = {score.id: score for score in self.unproven()}
        for name in brought:
            if name in self.session.now.scorecard.practices:
                scores.setdefault(name, self.session.now.scorecard[name])
        found: list[MissingEvidence] = []
        for name, score in scores.items():
            found += [MissingEvidence(score, number, proof) for number, proof in brought.get(name, [])] or [
                MissingEvidence(score)
            ]
        return tuple(found)

    def unknown(self) -> tuple[PracticeScore, ...]:
        """Return the unsure practices, for which somebody has to find out."""
        return tuple(score for score in self.session.now.scorecard.counting if score.status == "unsure")

    def next_round(self) -> tuple[date, Literal["agreed", "due", "settings"]]:
        """Return the day of the next round, and its source.

        That is this sitting's agreement while it is ahead, else the day agreed before, else the settings. A round
        that is nearer than half the time between rounds is the one that this sitting belongs to: teams hold it some
        days early.
        """
        if agreed := self._agreed_day(self.sitting):
            return agreed, "agreed"
        round_days = self.session.folder.settings.round_days
        due = next_round(self.session.editions, self.session.sittings, self.session.folder.settings)
        if due is not None and due > days_after(self.agreed_on, round_days // 2):
            return due, "due"
        return days_after(self.agreed_on, round_days), "settings"

    def _agreed_day(self, sitting: Sitting) -> date | None:
        """Return the day of the next round on which the sitting has agreed; None where it is past, as in one that
        nobody closed in time."""
        day = sitting.next_round
        return day if day is not None and day > self.agreed_on else None

    def take_on(
        self,
        practice_id: str,
        *,
        number: int | None = None,
        text: str = "",
        owner: TextEdit = None,
        due: DayEdit = None,
    ) -> Sitting:
        """Take on a step before the next round: one that the answer holds, by its number, or a new one by its words.

        Without either it is what the questionnaire suggests for the practice. The step is in the answer, with its
        owner and date: None leaves these as they are, empty clears them. What is an open step already stays that one.
        Raises UsedWrongly; CouldNotWrite, where it is taken on in memory, and waits with the answer.
        """
        score = self.session.now.scorecard[practice_id]
        suggested = None if number is not None or text else self._suggestion(score)
        action = suggested.action if suggested else ""
        if suggested and not action:
            text = suggested.text
        if number is None:
            number = score.answer.number_of_open_step(clean_line(text), action)
        if number is not None:
            text, action = "", ""
        if number is None and owner is None:
            owner = score.answer.owner or None
        step = StepEdit(
            number=number,
            text=text or None,
            from_action=action or None,
            owner=owner,
            due=due,
        )
        before, not_written = score.answer, None
        try:
            self.session.apply(practice_id, Edit(step=step))
        except CouldNotWrite as refused:
            not_written = refused
        answer = self.session.now.book.answer(practice_id)
        if number is not None:
            kept = _found_again(answer.steps, number - 1, _step_name(before.steps[number - 1]))
        else:
            kept = _found_again(answer.steps, len(before.steps), action or clean_line(text))
        taken = TakenOn(practice=practice_id, step=kept.text, owner=kept.owner, due=kept.due)

        def entered(sitting: Sitting) -> Sitting:
            if any(one.key == taken.key for one in sitting.taken_on):
                return sitting.changed(
                    taken_on=tuple(taken if one.key == taken.key else one for one in sitting.taken_on)
                )
            return sitting.changed(taken_on=(*sitting.taken_on, taken))

        sitting = self.workshop.change(entered, is_own_turn=answer == before)
        if not_written is not None:
            raise not_written
        return sitting

    def drop_step(self, number: int) -> Sitting:
        """Remove a step from those taken on, by its number from 1. Raises UsedWrongly, also where others changed it.

        A suggestion that became a step only by this, with nobody's words, ticket or day, is a suggestion again; the
        answer keeps any other step.
        """
        step = numbered(self.sitting.taken_on, number, "step")
        after = self.workshop.change(lambda sitting: sitting.changed(taken_on=without(sitting.taken_on, step)))
        if (theirs := next((one for one in after.taken_on if one.key == step.key), None)) is not None:
            raise self._changed_elsewhere(theirs.step, theirs.owner, theirs.due)
        answer = self.session.now.book.answer(step.practice)
        for place, held in enumerate(answer.steps, start=1):
            score = self.session.now.scorecard[step.practice]
            is_suggested = held.from_action or is_what_a_provider_is_asked_for(score, held.text)
            untouched = is_suggested and not (held.done_on or held.ticket or held.due)
            if held.text == step.step and untouched and held.owner in ("", answer.owner) and self.is_added(step):
                self.session.apply(step.practice, Edit(step=StepEdit(number=place, drop=True)))
                break
        return after

    def is_added(self, taken: TakenOn) -> bool:
        """Tell whether a step that was taken on is in its answer only since the book was opened."""
        earlier = self.session.answers_before(taken.practice)
        return any(all(step.text != taken.step for step in answer.steps) for answer in earlier)

    def bring_proof(self, practice_id: str, what: str, who: TextEdit = None, by: DayEdit = None) -> Sitting:
        """Agree that somebody brings evidence for a practice.

        Where the same is agreed already, None leaves its person or day as it is, and empty clears it. Raises
        UsedWrongly for an empty text, and where others have agreed on another person or day meanwhile: theirs stays.
        """
        seen = self.proof_meant(practice_id, what)
        wanted = self._proof(practice_id, what, who or "", by or None)
        theirs: EvidenceToBring | None = None

        def entered(sitting: Sitting) -> Sitting:
            nonlocal theirs
            held = next((one for one in sitting.proofs if one.key == wanted.key), None)
            theirs = held if held is not None and _is_overtaken(held, seen, who, by) else None
            if theirs is not None:
                return sitting
            proof = wanted
            if held is not None:
                proof = wanted.changed(
                    who=held.who if who is None else wanted.who, by=held.by if by is None else by or None
                )
            return sitting.changed(proofs=(*(one for one in sitting.proofs if one != held), proof))

        after = self.workshop.change(entered)
        if theirs is not None:
            raise self._changed_elsewhere(theirs.what, theirs.who, theirs.by)
        return after

    def _changed_elsewhere(self, what: str, who: str, by: date | None) -> UsedWrongly:
        """Say how others have agreed on a step or on evidence meanwhile."""
        said = f"Others have changed {in_quotes(what)} meanwhile: {who_by_words(who, by, self.session.now.on)}"
        return UsedWrongly(with_full_stop(said), remedy="Look at it again.")

    def change_proof(self, number: int, what: str, who: str = "", by: date | None = None) -> Sitting:
        """Replace agreed evidence by its number, from 1: other evidence, or another person.

        Raises UsedWrongly, also where others have changed it meanwhile, and where the same is to be brought already.
        """
        held = numbered(self.sitting.proofs, number, "proof")
        proof = self._proof(held.practice, what, who, by).changed(pieces=held.pieces, had=held.had)
        is_as_seen = True
        same: EvidenceToBring | None = None

        def changed(sitting: Sitting) -> Sitting:
            nonlocal is_as_seen, same
            is_as_seen = held in sitting.proofs
            same = next((one for one in sitting.proofs if one != held and one.key == proof.key), None)
            if same is not None:
                return sitting
            return sitting.changed(proofs=tuple(proof if one == held else one for one in sitting.proofs))

        after = self.workshop.change(changed)
        if same is not None:
            who = who_by_words(same.who, same.by, self.session.now.on)
            said = f"{in_quotes(same.what)} is to be brought already: {who}"
            raise UsedWrongly(with_full_stop(said), remedy="If something else is meant, say it in other words.")
        if not is_as_seen:
            raise UsedWrongly("Others have changed this evidence meanwhile.", remedy="Look at it again.")
        return after

    def _proof(self, practice_id: str, what: str, who: str, by: date | None) -> EvidenceToBring:
        words = clean_line(what)
        if not words:
            raise UsedWrongly("Which evidence is meant?", remedy="Say in a few words what will be brought.")
        pieces = self.session.now.book.answer(practice_id).evidence
        return EvidenceToBring(
            practice=practice_id,
            what=words,
            who=clean_line(who),
            by=by,
            pieces=len(pieces),
            had=tuple(dict.fromkeys(map(piece_digest, pieces))),
        )

    def drop_proof(self, number: int) -> Sitting:
        """Remove agreed evidence, by its number from 1. Raises UsedWrongly, also where others have changed it."""
        proof = numbered(self.sitting.proofs, number, "proof")
        after = self.workshop.change(lambda sitting: sitting.changed(proofs=without(sitting.proofs, proof)))
        if (theirs := next((one for one in after.proofs if one.key == proof.key), None)) is not None:
            raise self._changed_elsewhere(theirs.what, theirs.who, theirs.by)
        return after

    def undecided(self) -> tuple[Parked, ...]:
        """The parked items of which the close has said nothing; they go to the next sitting.

        One that somebody was to see to by a day before this sitting waits for a new decision.
        """
        day = self.agreed_on
        return tuple(item for item in self.sitting.parked if item.outcome is None or item.is_late(day))

    def settle(self, number: int, decision: str = "") -> Sitting:
        """Settle a parked item, by its number from 1. Raises UsedWrongly."""
        item = self.parked_item(number)
        return parked_items.decide(self.workshop, item, item.decided("settled", decision=clean_line(decision)))

    def give(self, number: int, who: str, by: date | None = None) -> Sitting:
        """Give a parked item, by its number from 1, to somebody, with or without a date. Raises UsedWrongly."""
        item, name = self.parked_item(number), clean_line(who)
        if not name:
            raise UsedWrongly("Who gets it?", remedy="Give a name.")
        return parked_items.decide(self.workshop, item, item.decided("given", owner=name, due=by))

    def carry(self, number: int) -> Sitting:
        """Carry a parked item, by its number from 1, to the next sitting. Raises UsedWrongly."""
        item = self.parked_item(number)
        return parked_items.decide(self.workshop, item, item.decided("carried"))

    def reopen(self, number: int) -> Sitting:
        """Undo the decision on a parked item, by its number from 1. Raises UsedWrongly."""
        item = self.parked_item(number)
        return parked_items.decide(self.workshop, item, item.decided(None))

    def parked_item(self, number: int) -> Parked:
        """Return a parked item by its number from 1. Raises UsedWrongly."""
        return numbered(self.sitting.parked, number, "parked item")

    def meet_again(self, day: date | None) -> Sitting:
        """Set the date of the next round; None for the settings' date.

        Raises UsedWrongly for a past day, and where others have agreed on another one meanwhile: theirs stays.
        """
        if day is not None and day <= self.agreed_on:
            raise UsedWrongly("The next round comes after this one.", remedy="Give a day in the future.")
        seen = self.sitting.next_round
        theirs: date | None = None

        def agreed(sitting: Sitting) -> Sitting:
            nonlocal theirs
            theirs = sitting.next_round if sitting.next_round not in (seen, day) else None
            return sitting if theirs else sitting.changed(next_round=day)

        after = self.workshop.change(agreed)
        if theirs is not None:
            raise UsedWrongly(
                f"Others have agreed on {spoken_day(theirs)} meanwhile.", remedy="Give another day if you do not."
            )
        return after

    def close(self) -> Sitting:
        """Close the sitting. Raises UsedWrongly if none is open.

        The day of the next round is agreed with it, and parked items that nobody decided on are carried.
        """
        self.workshop.must_be_open()
        day, _ = self.next_round()
        return self.workshop.change(
            lambda sitting: sitting.changed(
                closed=True,
                next_round=self._agreed_day(sitting) or day,
                parked=tuple(item if item.outcome else item.decided("carried") for item in sitting.parked),
            )
        )


def _step_name(step: Step) -> str:
    """Return what a step is known by, whatever its number is: the action that it came from, else its words."""
    return step.from_action or step.text


def _suggested(score: PracticeScore) -> Suggestion | None:
    """Return the next action, also where it is an open step already; of an inherited practice, what to ask for."""
    if score.inherited:
        return suggestion(score)
    action = score.next_action
    return Suggestion(action.text, action.effort, action.id) if action else None


def _is_taken(suggested: Suggestion, score: PracticeScore) -> bool:
    """Tell whether a step came from this action, be it done or open."""
    return bool(suggested.action) and any(step.from_action == suggested.action for step in score.answer.steps)


def _proposal(score: PracticeScore, suggested: Suggestion) -> ProposedStep:
    return ProposedStep(
        score, suggested.text, effort=suggested.effort or "", owner=score.answer.owner, is_suggestion=True
    )


def _found_again(steps: Sequence[Step], place: int, name: str) -> Step:
    """Return the step of a name, by its place unless others have changed the list. Raises UsedWrongly if it is gone."""
    if place < len(steps) and _step_name(steps[place]) == name:
        return steps[place]
    found = next((step for step in reversed(steps) if _step_name(step) == name), None)
    if found is None:
        raise UsedWrongly("Others have removed this step meanwhile.", remedy="Say in a few words what you will do.")
    return found


def _is_overtaken(held: EvidenceToBring, seen: EvidenceToBring | None, who: TextEdit, by: DayEdit) -> bool:
    """Tell whether others have agreed on another person or day than the one given, since it was last seen."""
    changed_who = held.who != (seen.who if seen else "") and who is not None and held.who != clean_line(who)
    changed_by = held.by != (seen.by if seen else None) and by is not None and held.by != (by or None)
    return changed_who or changed_by

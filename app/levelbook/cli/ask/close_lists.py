"""The close makes two lists: what the team takes on, and who brings which evidence.

A number adds what is proposed beside it, a practice with words adds anything else, and `-1` removes the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from levelbook.book.sittings.close import Closing, ProposedStep
from levelbook.cli.ask.close_outcomes import UNDO, settle_evidence, take_back
from levelbook.cli.ask.conversation import Conversation, InputEnded
from levelbook.cli.ask.form import Form, goes_on
from levelbook.cli.ask.navigation import STOPS
from levelbook.cli.output import put
from levelbook.cli.sitting_lines import load_lines, proof_words, taken_on_words
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.sittings import STEPS_TO_TAKE_ON, TakenOn, numbered
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire import lookup
from levelbook.core.text.cleaning import day_text, with_full_stop, without_full_stop
from levelbook.core.text.numbers import whole_number
from levelbook.words.figures import plural
from levelbook.words.practice_state import titled
from levelbook.words.proof import claimed_and_proven, nothing_to_bring_words, proves
from levelbook.words.sitting import who_by_words

T = TypeVar("T")

AT_MOST = 12
"""How many choices are read out; any practice can be named."""
OWN_STEP, PROPOSED_STEP, TO_BRING = "A step", "Who and when", "Evidence to bring"
"""The titles of the app's forms, without the practice."""


@frozen
class _List(Generic[T]):
    """A list holds what a sitting has agreed on so far, by the numbers that remove it."""

    called: str
    """Such as “Taken on”."""
    agreed_words: str
    """Words for one of them behind “the first”, such as “step taken on”."""
    agreed: Callable[[], tuple[T, ...]]
    words: Callable[[T], str]

    def read_so_far(self) -> None:
        """Read out what is in it already, before more is asked for."""
        if agreed := self.agreed():
            put(f"{self.called} so far:", *self._numbered(agreed), "To add:")

    def read_again(self, before: tuple[T, ...]) -> tuple[T, ...]:
        """Read it out again where its numbers are others than those read out before; return what is in it.

        Something was removed, or others have changed it. What was only added behind it has been said.
        """
        now = self.agreed()
        if now[: len(before)] != before or len(now) > len(before) + 1:
            put(*([f"{self.called} by now:", *self._numbered(now)] if now else [f"{self.called} by now: nothing."]))
        return now

    def _numbered(self, agreed: tuple[T, ...]) -> Iterator[str]:
        return (f"  {number} {self.words(one)}" for number, one in enumerate(agreed, start=1))


def _add_to(
    conversation: Conversation,
    list_: _List[T],
    lines: Sequence[str],
    add: Callable[[str], object],
    *,
    question: str,
    how: Sequence[str],
    after_undo: Callable[[], object] = lambda: None,
) -> None:
    """Ask what else belongs into a list, until a person goes on; lines: the proposals that were read out."""
    read_out = list_.agreed()
    while said := conversation.line(f"{question}; -1 removes the first {list_.agreed_words}; z undoes; Enter goes on"):
        if said == UNDO.key:
            take_back(conversation)
            after_undo()
        elif said == "?":
            put(*how, "q stops; what was agreed is saved.")
        elif said.lower() in STOPS:
            raise InputEnded
        else:
            for one in _one_by_one(said, lines):
                conversation.attempt(partial(add, one))
            read_out = list_.read_again(read_out)
    put("")


def _one_by_one(said: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield each of several numbers, as the lists of the interview take them, below its line; any other text whole."""
    words = said.replace(",", " ").split()
    numbers = [number for one in words if (number := whole_number(one)) is not None]
    if len(words) < 2 or len(numbers) < len(words):
        yield said
        return
    for number in dict.fromkeys(numbers):
        put(*lines[max(number - 1, 0) : number])
        yield str(number)


def _number_to_remove(said: str) -> int | None:
    return whole_number(said[1:]) if said.startswith("-") else None


def _read_out(lines: Sequence[str], more: int, what: str, example: str) -> None:
    """Read out what is proposed, and how many of it there are beside that."""
    put(*lines)
    if more:
        put(f"  … and {plural(more, what)}: type {example}")


def _practice_and_words(conversation: Conversation, said: str) -> tuple[PracticeScore, str]:
    which, _, words = said.partition(" ")
    return conversation.score(lookup.practice_id(conversation.session.questionnaire, which.rstrip(":"))), words.strip()


def _begun(conversation: Conversation, kind: str) -> Iterator[tuple[Draft, PracticeScore]]:
    """Yield the drafts of a form of the close, with the practice that each is about."""
    for draft in conversation.drafts.all:
        score = conversation.session.now.scorecard.practices.get(conversation.drafts.practice_of(draft))
        if score is not None and draft.kind == kind:
            yield draft, score


# Steps


def take_on(conversation: Conversation, closing: Closing) -> None:
    """Ask what the team takes on before the next round."""
    few, many = STEPS_TO_TAKE_ON
    free = [proposed for proposed in closing.proposed_steps() if proposed.place is None]
    proposed_steps = _steps_read_out(free)
    taken_on = _List(
        "Taken on",
        "step taken on",
        lambda: closing.sitting.taken_on,
        lambda one: taken_on_words(one, conversation.session),
    )
    put(f"What do you take on before the next round? Aim for {few} to {many} steps.")
    taken_on.read_so_far()
    lines = [
        f"  {number} {titled(conversation.session.now, proposed.score)}: "
        f"{_proposed_words(proposed, conversation.session.now.on)}"
        for number, proposed in enumerate(proposed_steps, start=1)
    ]
    _read_out(lines, len(free) - len(lines), "more suggestion", "a practice, such as 4.3")
    for draft, proposed in _steps_begun(conversation, closing):
        if goes_on(conversation, draft):
            conversation.attempt(partial(_ask_who, conversation, closing, proposed, draft))
    _add_to(
        conversation,
        taken_on,
        lines,
        lambda said: _take_one(conversation, closing, said, proposed_steps),
        question="A number, or a practice and words such as 4.3 Write it down",
        how=(
            "A number takes on the step beside it; a practice alone takes on its open step, else its next action.",
            "A practice and words take on a step of your own. -1 removes the first step taken on.",
        ),
    )


def _steps_read_out(proposed: Sequence[ProposedStep]) -> list[ProposedStep]:
    """Return every step that somebody has agreed on, and as many suggestions beside them as can be listened to."""
    room = AT_MOST - sum(one.number is not None for one in proposed)
    suggested = [one for one in proposed if one.number is None][: max(room, 0)]
    return [one for one in proposed if one.number is not None or one in suggested]


def _proposed_words(proposed: ProposedStep, today: date) -> str:
    if proposed.number is None:
        return proposed.text
    return f"step: {without_full_stop(proposed.text)} – {who_by_words(proposed.owner, proposed.due, today)}"


def _take_one(conversation: Conversation, closing: Closing, said: str, proposed_steps: Sequence[ProposedStep]) -> None:
    if (number := _number_to_remove(said)) is not None:
        gone = taken_on_words(numbered(closing.sitting.taken_on, number, "step"), conversation.session)
        closing.drop_step(number)
        put(with_full_stop(f"Removed: {gone}"))
    else:
        _ask_who(conversation, closing, _meant(conversation, closing, said, proposed_steps))
    put(*load_lines(closing.sitting, conversation.session.now))


def _meant(
    conversation: Conversation, closing: Closing, said: str, proposed_steps: Sequence[ProposedStep]
) -> ProposedStep:
    """Find a suggestion by its number, or a person's own step by a practice and words. Raises UsedWrongly."""
    number = whole_number(said)
    if number is not None:
        if not 1 <= number <= len(proposed_steps):
            raise UsedWrongly(f"There is no number {number} in the list.", remedy="Or name a practice, such as 4.3.")
        return closing.as_it_is_now(proposed_steps[number - 1])
    if whole_number(said.partition(" ")[0]) is not None:
        raise UsedWrongly(
            "A number stands alone; who does it, and by when, is asked next.",
            remedy="For a step of your own name the practice, such as 4.3 Write it down.",
        )
    score, words = _practice_and_words(conversation, said)
    return closing.step_meant(score.id, words)


def _ask_who(conversation: Conversation, closing: Closing, proposed: ProposedStep, draft: Draft | None = None) -> None:
    """Ask who does a step, and by when, and take it on."""
    is_own = proposed.number is None and not proposed.is_suggestion
    fields = {"owner": proposed.owner, "due": day_text(proposed.due)}
    with Form(
        conversation,
        proposed.score.id,
        OWN_STEP if is_own else PROPOSED_STEP,
        fields,
        proposed=fields if is_own else (),
        subjects=("" if is_own else proposed.text,),
        screen="close",
        draft=draft,
        is_new=is_own,
    ) as form:
        if is_own:
            form.enter(text=proposed.text)
        with conversation.finishing():
            owner, due = form.line("owner", "Who"), form.day("due", "By when")
        # The questionnaire's own action keeps its id where its words are not given.
        words = proposed.text if is_own else ""
        before = closing.sitting.taken_on
        closing.take_on(proposed.score.id, number=proposed.number, text=words, owner=owner, due=due)
    taken = _taken_on(closing, proposed, before)
    put(with_full_stop(f"Taken on: {taken_on_words(taken, conversation.session)}"))


def _steps_begun(conversation: Conversation, closing: Closing) -> Iterator[tuple[Draft, ProposedStep]]:
    """Yield the drafts of steps that were not taken on, each with what it would take on."""
    proposed_steps = {(one.score.id, one.text): one for one in closing.proposed_steps()}
    for draft, score in _begun(conversation, OWN_STEP):
        if words := draft.typed.get("text"):
            yield draft, closing.step_meant(score.id, words)
    for draft, score in _begun(conversation, PROPOSED_STEP):
        if proposed := proposed_steps.get((score.id, draft.subject)):
            yield draft, proposed


def _taken_on(closing: Closing, proposed: ProposedStep, before: Sequence[TakenOn]) -> TakenOn:
    """Return what was just taken on, wherever it stands: it keeps its place where it was taken on before."""
    fresh = [one for one in closing.sitting.taken_on if one not in before]
    same = [one for one in closing.sitting.taken_on if one.key == (proposed.score.id, proposed.text)]
    return next(iter(same), None) or next(reversed(fresh), closing.sitting.taken_on[-1])


# Evidence


def bring_proof(conversation: Conversation, closing: Closing) -> None:
    """Ask what happened to the evidence of earlier sittings, and who brings which now."""
    settle_evidence(conversation, closing)
    asked = {one.score.id for one in closing.workshop.evidence.of_earlier_sittings}
    every = [score for score in closing.unproven() if score.id not in asked]
    unproven = every[:AT_MOST]
    scale = conversation.session.questionnaire.scale
    if not unproven and not closing.sitting.proofs:
        put(nothing_to_bring_words(conversation.session.now.scorecard.counting), "")
        return
    to_bring = _List(
        "To bring",
        "one to bring",
        lambda: closing.sitting.proofs,
        lambda one: proof_words(one, conversation.session),
    )
    put("Who brings which evidence?")
    to_bring.read_so_far()
    lines = [
        f"  {number} {titled(conversation.session.now, score)}: "
        f"{claimed_and_proven(score)}; level {score.low} needs {scale[score.low].needs} evidence"
        for number, score in enumerate(unproven, start=1)
    ]
    _read_out(lines, len(every) - len(unproven), "more practice", "one, such as 4.3 The access review")
    for draft, score in _begun(conversation, TO_BRING):
        if (what := draft.typed.get("what")) and goes_on(conversation, draft):
            conversation.attempt(partial(_ask_who_brings, conversation, closing, score, what, draft))
    _add_to(
        conversation,
        to_bring,
        lines,
        lambda said: _bring_one(conversation, closing, said, unproven),
        question="A number or a practice, with what to bring",
        how=(
            "1 The access review, or 4.3 The access review, says what is to be brought.",
            "-1 removes the first one to bring.",
        ),
        after_undo=lambda: settle_evidence(conversation, closing),
    )


def _bring_one(conversation: Conversation, closing: Closing, said: str, unproven: Sequence[PracticeScore]) -> None:
    if (back := _number_to_remove(said)) is not None:
        gone = proof_words(numbered(closing.sitting.proofs, back, "proof"), conversation.session)
        closing.drop_proof(back)
        put(with_full_stop(f"Removed: {gone}"))
        return
    which, _, words = said.partition(" ")
    number = whole_number(which)
    if number is None:
        score, words = _practice_and_words(conversation, said)
    elif 1 <= number <= len(unproven):
        score = unproven[number - 1]
    else:
        raise UsedWrongly(f"There is no number {number} in the list.", remedy="Or name a practice, such as 4.3.")
    what = words.strip() or conversation.prose("What to bring")
    if not what:
        raise UsedWrongly("Which evidence is meant?", remedy="Say in a few words what will be brought.")
    _ask_who_brings(conversation, closing, score, what)


def _ask_who_brings(
    conversation: Conversation, closing: Closing, score: PracticeScore, what: str, draft: Draft | None = None
) -> None:
    """Ask who brings evidence, and by when, and agree on it."""
    held = closing.proof_meant(score.id, what)
    before = {"what": next(iter(proves(score)), ""), "who": score.answer.owner}
    if held is not None:
        before = {"what": held.what, "who": held.who, "by": day_text(held.by)}
    subject = held.what if held is not None else ""
    with Form(
        conversation,
        score.id,
        TO_BRING,
        before,
        subjects=(subject,),
        screen="close",
        draft=draft,
        is_new=held is None,
        proposed=before if held is None else (),
    ) as form:
        form.enter(what=what)
        with conversation.finishing():
            who = form.line("who", "Who brings it", anew=held is None)
            by = form.day("by", "By when")
        closing.bring_proof(score.id, what, who if held and held.who else who or None, by)
    put(with_full_stop(f"To bring: {proof_words(closing.sitting.proofs[-1], conversation.session)}"))

"""The close runs step by step: what we take on, who brings which evidence, who finds out what, what happens to parked
items, when we meet again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from levelbook.book.close import Closing, ProposedStep
from levelbook.book.incident_contacts import to_fill_words
from levelbook.book.session import Session
from levelbook.book.workshop import Workshop
from levelbook.cli import parameters
from levelbook.cli.ask.conversation import Conversation, InputEnded, Move
from levelbook.cli.ask.form import Form, day_text, goes_on, offer_the_rest
from levelbook.cli.interrupts import ended_at_questions
from levelbook.cli.output import put
from levelbook.cli.prompter import Option, Prompter
from levelbook.cli.sitting_lines import (
    close_lines,
    find_out_words,
    load_lines,
    parked_words,
    proof_words,
    taken_on_words,
    to_bring_words,
)
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import (
    STEPS_TO_TAKE_ON,
    AgreedEvidence,
    Parked,
    TakenOn,
    is_same_item,
    numbered,
    present_version,
)
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.core.questionnaire.questionnaire import Action
from levelbook.core.text.cleaning import spoken_day, with_full_stop, without_full_stop
from levelbook.words.figures import day_words, plural
from levelbook.words.proof import claimed_and_proven, nothing_to_bring_words, proves
from levelbook.words.sitting import next_round_reason, who_by_words
from levelbook.words.standing import holds_none_words, titled

T = TypeVar("T")

AT_MOST = 12
"""How many choices are read out; any practice can be named."""


def close_step_by_step(workshop: Workshop, prompter: Prompter) -> None:
    """Run the whole close with a person; for input that is not a person's, show only what is open.

    Raises CouldNotWrite if something could not be saved, which is kept as a recovery then.
    """
    conversation = Conversation(workshop, prompter)
    if prompter.is_over():
        put(
            *close_lines(Closing(workshop)),
            "",
            "Nothing was changed. To close the sitting without questions, use options: `levelbook sitting close "
            "--help`.",
        )
        return
    is_left = False
    with ended_at_questions():
        try:
            close(conversation, "")
        except InputEnded:
            is_left = True
            put("")
        finally:  # as in an interview: what the disk has refused so far is tried once more, else kept
            conversation.leave()
    if is_left:
        put("The sitting stays open. Everything that was agreed is saved.")
    conversation.go_on_with_interrupt()


def close(conversation: Conversation, name: str) -> Move:
    conversation.here = ""
    closing = Closing(conversation.workshop)
    conversation.workshop.must_be_open()
    take_on(conversation, closing)
    bring_proof(conversation, closing)
    find_out(conversation, closing)
    settle_parked(conversation, closing)
    offer_the_rest(conversation, OF_THE_CLOSE)
    meet_again(conversation, closing)
    closing.close()
    put(*closed_lines(closing), "")
    return "stay"


def closed_lines(closing: Closing) -> list[str]:
    return [
        f"The sitting of {spoken_day(closing.workshop.day)} is closed.",
        *close_lines(closing),
        "`levelbook seal` makes an edition of everything, with its guide.",
        *filter(None, [to_fill_words(closing.workshop.session.folder)]),
    ]


def take_on(conversation: Conversation, closing: Closing) -> None:
    few, many = STEPS_TO_TAKE_ON
    free = [proposed for proposed in closing.proposed_steps() if proposed.place is None]
    proposed_steps = _steps_read_out(free)
    put(f"What do you take on before the next round? Aim for {few} to {many} steps.")
    _read_so_far("Taken on so far", [taken_on_words(one, conversation.session) for one in closing.sitting.taken_on])
    lines = [
        f"  {number} {titled(conversation.session.now, proposed.score)}: "
        f"{_proposed_words(proposed, conversation.session.now.on)}"
        for number, proposed in enumerate(proposed_steps, start=1)
    ]
    put(*lines)
    if more := len(free) - len(proposed_steps):
        put(f"  … and {plural(more, 'more suggestion')}: type a practice, such as 4.3")
    for draft, proposed in _steps_begun(conversation, closing):
        if goes_on(conversation, draft):
            conversation.attempt(partial(_ask_who, conversation, closing, proposed, draft))
    read_out = closing.sitting.taken_on
    while said := conversation.line(
        "A number, or a practice and words such as 4.3 Write it down; -1 removes it; z undoes; Enter goes on"
    ):
        if said == UNDO.key:
            _take_back(conversation)
            continue
        if said == "?":
            put(
                "A number takes on the step beside it; a practice alone takes on its open step, else its next action.",
                "A practice and words take on a step of your own. -1 removes the first step taken on.",
            )
            continue
        for one in _one_by_one(said, lines):
            conversation.attempt(partial(_take_one, conversation, closing, one, proposed_steps))
        read_out = _read_again(
            "Taken on", read_out, closing.sitting.taken_on, lambda one: taken_on_words(one, conversation.session)
        )
    put("")


def _steps_read_out(proposed: Sequence[ProposedStep]) -> list[ProposedStep]:
    """Return every step that somebody has agreed on, and as many suggestions beside them as can be listened to."""
    room = AT_MOST - sum(one.number is not None for one in proposed)
    suggested = [one for one in proposed if one.number is None][: max(room, 0)]
    return [one for one in proposed if one.number is not None or one in suggested]


def _proposed_words(proposed: ProposedStep, today: date) -> str:
    if proposed.number is None:
        return proposed.text
    return f"step: {without_full_stop(proposed.text)} – {who_by_words(proposed.owner, proposed.due, today)}"


def _read_so_far(heading: str, said: Sequence[str]) -> None:
    """Read out what this sitting has agreed on already, by the numbers that remove it, before more is asked for."""
    if said:
        put(*_numbered(heading, said), "To add:")


def _numbered(heading: str, said: Iterable[str]) -> list[str]:
    return [f"{heading}:", *(f"  {number} {words}" for number, words in enumerate(said, start=1))]


def _read_again(heading: str, before: tuple[T, ...], now: tuple[T, ...], words: Callable[[T], str]) -> tuple[T, ...]:
    """Read out a list again where its numbers are others than those read out before; the list.

    Something was removed, or others have changed it. What was only added behind it has been said.
    """
    if now[: len(before)] != before or len(now) > len(before) + 1:
        put(*_numbered(f"{heading} by now", map(words, now)) if now else [f"{heading} by now: nothing."])
    return now


def _take_one(conversation: Conversation, closing: Closing, said: str, proposed_steps: Sequence[ProposedStep]) -> None:
    if (number := _taken_back(said)) is not None:
        gone = taken_on_words(numbered(closing.sitting.taken_on, number, "step"), conversation.session)
        closing.drop_step(number)
        put(with_full_stop(f"Removed: {gone}"))
    else:
        _ask_who(conversation, closing, _meant(conversation, closing, said, proposed_steps))
    put(*load_lines(closing.sitting, conversation.session.now))


def _ask_who(conversation: Conversation, closing: Closing, proposed: ProposedStep, draft: Draft | None = None) -> None:
    """Ask who does a step, and by when, and take it on."""
    is_own = proposed.number is None and not proposed.effort
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


OWN_STEP, PROPOSED_STEP, TO_BRING = "A step", "Who and when", "Evidence to bring"
AGREED, GIVEN = "Agreed evidence", "Give it to somebody"
"""The titles of the app's forms, without the practice."""
OF_THE_CLOSE = (OWN_STEP, PROPOSED_STEP, TO_BRING, AGREED, GIVEN)


def _steps_begun(conversation: Conversation, closing: Closing) -> Iterator[tuple[Draft, ProposedStep]]:
    """Yield the drafts of steps that were not taken on, each with what it would take on."""
    proposed_steps = {(one.score.id, one.text): one for one in closing.proposed_steps()}
    for draft, score in _begun(conversation, OWN_STEP):
        if words := draft.typed.get("text"):
            yield draft, closing.step_meant(score.id, words)
    for draft, score in _begun(conversation, PROPOSED_STEP):
        if proposed := proposed_steps.get((score.id, draft.subject)):
            yield draft, proposed


def _begun(conversation: Conversation, what: str) -> Iterator[tuple[Draft, PracticeScore]]:
    """Yield the drafts of a form of the close, with the practice that each is about."""
    for draft in conversation.drafts.all:
        score = conversation.session.now.scorecard.practices.get(conversation.drafts.practice_of(draft))
        if score is not None and draft.form.partition(" · ")[0] == what:
            yield draft, score


def _taken_on(closing: Closing, proposed: ProposedStep, before: Sequence[TakenOn]) -> TakenOn:
    """Return what was just taken on, wherever it stands: it keeps its place where it was taken on before."""
    fresh = [one for one in closing.sitting.taken_on if one not in before]
    same = [one for one in closing.sitting.taken_on if one.key == (proposed.score.id, proposed.text)]
    return next(iter(same), None) or next(reversed(fresh), closing.sitting.taken_on[-1])


def _one_by_one(said: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield each of several numbers, as the lists of the interview take them, below its line; any other text whole."""
    words = said.replace(",", " ").split()
    numbers = [number for one in words if (number := parameters.whole_number(one)) is not None]
    if len(words) < 2 or len(numbers) < len(words):
        yield said
        return
    for number in dict.fromkeys(numbers):
        put(*lines[max(number - 1, 0) : number])
        yield str(number)


def _taken_back(said: str) -> int | None:
    return parameters.whole_number(said[1:]) if said.startswith("-") else None


def _meant(
    conversation: Conversation, closing: Closing, said: str, proposed_steps: Sequence[ProposedStep]
) -> ProposedStep:
    """Find a suggestion by its number, or a person's own step by a practice and words. Raises UsedWrongly."""
    number = parameters.whole_number(said)
    if number is not None:
        if not 1 <= number <= len(proposed_steps):
            raise UsedWrongly(f"There is no number {number} in the list.", remedy="Or name a practice, such as 4.3.")
        return closing.as_it_is_now(proposed_steps[number - 1])
    if parameters.whole_number(said.partition(" ")[0]) is not None:
        raise UsedWrongly(
            "A number stands alone; who does it, and by when, is asked next.",
            remedy="For a step of your own name the practice, such as 4.3 Write it down.",
        )
    score, words = _practice_and_words(conversation, said)
    if not words and not score.answer.open_steps:
        next_action(conversation.session, score.id)  # says why there is none
    return closing.step_meant(score.id, words)


def _practice_and_words(conversation: Conversation, said: str) -> tuple[PracticeScore, str]:
    which, _, words = said.partition(" ")
    return conversation.score(lookup.practice_id(conversation.session.questionnaire, which.rstrip(":"))), words.strip()


def bring_proof(conversation: Conversation, closing: Closing) -> None:
    settle_evidence(conversation, closing)
    asked = {one.score.id for one in closing.workshop.still_to_bring}
    every = [score for score in closing.unproven() if score.id not in asked]
    unproven = every[:AT_MOST]
    scale = conversation.session.questionnaire.scale
    if not unproven and not closing.sitting.proofs:
        put(nothing_to_bring_words(conversation.session.now.scorecard.counting), "")
        return
    put("Who brings which evidence?")
    _read_so_far("To bring so far", [proof_words(one, conversation.session) for one in closing.sitting.proofs])
    lines = [
        f"  {number} {titled(conversation.session.now, score)}: "
        f"{claimed_and_proven(score)}; level {score.low} needs {scale[score.low].needs} evidence"
        for number, score in enumerate(unproven, start=1)
    ]
    put(*lines)
    if more := len(every) - len(unproven):
        put(f"  … and {plural(more, 'more practice')}: type one, such as 4.3 The access review")
    for draft, score in _begun(conversation, TO_BRING):
        if (what := draft.typed.get("what")) and goes_on(conversation, draft):
            conversation.attempt(partial(_ask_who_brings, conversation, closing, score, what, draft))
    read_out = closing.sitting.proofs
    while said := conversation.line(
        "A number or a practice, with what to bring; -1 removes it; z undoes; Enter goes on"
    ):
        if said == UNDO.key:
            _take_back(conversation)
            settle_evidence(conversation, closing)
            continue
        if said == "?":
            put(
                "1 The access review, or 4.3 The access review, says what is to be brought.",
                "-1 removes the first of them.",
            )
            continue
        for one in _one_by_one(said, lines):
            conversation.attempt(partial(_bring_one, conversation, closing, one, unproven))
        read_out = _read_again(
            "To bring", read_out, closing.sitting.proofs, lambda one: proof_words(one, conversation.session)
        )
    put("")


_BECAME = (
    Option("kept", "it was brought"),
    Option("handed", "another person or day"),
    Option("dropped", "it is no longer needed"),
)


def settle_evidence(conversation: Conversation, closing: Closing) -> None:
    """Ask what happened to each piece of evidence that earlier sittings agreed on and nobody has brought."""
    waiting = closing.workshop.still_to_bring
    if waiting:
        put("What happened to the evidence agreed in earlier sittings?")
    changes = list[bool]()
    while len(changes) < len(waiting):
        one = waiting[len(changes)]
        question = to_bring_words(one, conversation.session)
        outcome = _chosen(conversation, question, _BECAME, "no change", is_first=not changes) if one.evidence else ""
        if outcome == UNDO.key:
            if changes.pop():
                _take_back(conversation)
        elif not outcome or one.evidence is None:
            changes.append(False)
        elif conversation.attempt(partial(_settle_one, conversation, closing, one.evidence, outcome)):
            changes.append(True)
    if waiting:
        put("")


UNDO = Option("z", "take back what was said last")


def _chosen(conversation: Conversation, question: str, options: Sequence[Option], leave: str, *, is_first: bool) -> str:
    """Ask what became of something; behind the first such question what was said last can be taken back."""
    return conversation.choose(question, options if is_first else (*options, UNDO), leave=leave)


def _take_back(conversation: Conversation) -> None:
    conversation.attempt(
        lambda: conversation.say_turn(conversation.session.undo(), "Undone", "There is nothing to undo.", undone=True)
    )


def _settle_one(conversation: Conversation, closing: Closing, agreed: AgreedEvidence, outcome: str) -> None:
    if outcome == "handed":
        held = agreed.proof
        before = {"who": held.who, "by": day_text(held.by)}
        form = Form(conversation, agreed.practice, AGREED, before, subjects=(held.what,), screen="close")
        with form:
            who = form.line("who", "Who")
            with conversation.finishing():
                day = form.day("by", "By when")
            closing.workshop.reassign_evidence(agreed, who, held.by if day is None else day or None)
    elif outcome == "dropped":
        closing.workshop.settle_evidence(agreed, "dropped", conversation.prose("Why, in a few words"))
    else:
        closing.workshop.settle_evidence(agreed, "kept")
        score = conversation.session.now.score_of(agreed.practice)
        if score is not None and (words := holds_none_words(score, conversation.session.now)):
            put(f"{words} In the interview, e adds it.")


def _bring_one(conversation: Conversation, closing: Closing, said: str, unproven: Sequence[PracticeScore]) -> None:
    if (back := _taken_back(said)) is not None:
        gone = proof_words(numbered(closing.sitting.proofs, back, "proof"), conversation.session)
        closing.drop_proof(back)
        put(with_full_stop(f"Removed: {gone}"))
        return
    which, _, words = said.partition(" ")
    number = parameters.whole_number(which)
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


def find_out(conversation: Conversation, closing: Closing) -> None:
    unsure = sorted(closing.unknown(), key=lambda score: bool(score.answer.ask_whom))
    if unsure:
        put("Who finds out what?")
    for one in unsure:
        score = conversation.score(one.id)  # others may have promised it, or answered it, since
        if score.status != "unsure":
            continue
        if score.answer.ask_whom:
            put(f"  {find_out_words(score, conversation.session)}")
            continue
        conversation.attempt(partial(_find_out_one, conversation, score))
    if unsure:
        put("")


def _find_out_one(conversation: Conversation, score: PracticeScore) -> None:
    before = {"by": day_text(score.answer.ask_by)}
    with Form(conversation, score.id, "Unsure", before, screen="close") as form:
        who = form.line("whom", f"{titled(conversation.session.now, score)}: who finds out (Enter: nobody yet)")
        if who:
            with conversation.finishing():
                by = form.day("by", "By when")
            conversation.session.apply(score.id, Edit(ask_whom=who, ask_by=by))
    if who:
        put(f"  {find_out_words(conversation.score(score.id), conversation.session)}")


_OUTCOMES = (Option("settled", "settled: nothing more to do"), Option("given", "someone takes it on"))
_CARRIED = Option("carried", "the next sitting takes it up again")


def settle_parked(conversation: Conversation, closing: Closing) -> None:
    """Settle, give away or carry each open item; items that somebody has already may stay as they are."""
    asked, changes = list[Parked](), list[bool]()
    if _next_parked(closing, asked) is None:
        return
    put("What happens to the parked items?")
    while (number := _next_parked(closing, asked)) is not None:
        item = closing.parked_item(number)
        outcome = _outcome(conversation, closing, number, is_first=not asked)
        if outcome == UNDO.key:
            del asked[-1]
            if changes.pop():
                _take_back(conversation)
        elif not outcome:
            asked.append(item)
            changes.append(False)
        elif conversation.attempt(partial(_decide, conversation, closing, number, outcome)):
            decided = _decided(closing, number, item)
            asked.append(decided)
            changes.append(True)
            put(f"  {parked_words(decided, conversation.session)}")
    put("")


def _next_parked(closing: Closing, asked: Iterable[Parked]) -> int | None:
    """Return the number of the next open item to ask about; others may have moved it since the last one, or have
    parked more.
    """
    closing.workshop.take_in_changes()
    left = list(asked)
    for number, one in enumerate(closing.sitting.parked, start=1):
        known = present_version(left, one)
        if known is not None:
            left.remove(known)
        elif one.is_open:
            return number
    return None


def _decided(closing: Closing, number: int, item: Parked) -> Parked:
    """Return an item that was just decided on: others may have taken one before it off the list meanwhile."""
    items = closing.sitting.parked
    if number <= len(items) and is_same_item(items[number - 1], item):
        return items[number - 1]
    return present_version(items, item) or item


def _outcome(conversation: Conversation, closing: Closing, number: int, *, is_first: bool) -> str:
    """Return the outcome chosen for an item; empty leaves it as it is, so it is carried unless somebody has it."""
    item = closing.parked_item(number)
    outcomes, leave = ((*_OUTCOMES, _CARRIED), "no change") if item.outcome else (_OUTCOMES, _CARRIED.words)
    question = f"{number} {parked_words(item, conversation.session)}"
    return _chosen(conversation, question, outcomes, leave, is_first=is_first)


def _decide(conversation: Conversation, closing: Closing, number: int, outcome: str) -> None:
    if outcome == "given":
        item = closing.parked_item(number)
        before = {"who": item.owner, "due": day_text(item.due)}
        with Form(conversation, "", GIVEN, before, subjects=(item.text,), screen="close") as form:
            who = form.line("who", "Who")
            with conversation.finishing():
                day = form.day("due", "By when")
            closing.give(number, who, item.due if day is None else day or None)
    elif outcome == "settled":
        with conversation.finishing():
            decision = conversation.prose("What was decided, in a few words (Enter: nothing to add)")
        closing.settle(number, decision)
    else:
        closing.carry(number)


def meet_again(conversation: Conversation, closing: Closing) -> None:
    day, how = closing.next_round()
    kept = f"{day_words(day, conversation.session.now.on)}, {next_round_reason(how)}"
    asked = f"When do you meet again? (a day; Enter: {kept}; {UNDO.key}: {UNDO.words})"
    while said := conversation.line(asked):
        if said == UNDO.key:
            _take_back(conversation)
            settle_evidence(conversation, closing)
            settle_parked(conversation, closing)
        elif (found := conversation.day_of(said)) and conversation.attempt(partial(closing.meet_again, found)):
            break
    put("")


def next_action(session: Session, practice_id: str) -> Action:
    """Return the questionnaire's next action for a practice. Raises UsedWrongly if there is none."""
    action = session.now.scorecard[practice_id].next_action
    if action is None:
        raise UsedWrongly(
            f"The questionnaire has no next step for {session.questionnaire.numbers[practice_id]}.",
            remedy="Say in a few words what you will do.",
        )
    return action

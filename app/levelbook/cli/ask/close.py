"""The close runs step by step: what we take on, who brings which evidence, who finds out what, what happens to parked
items, when we meet again.
"""

from __future__ import annotations

from functools import partial

from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.cli.ask.close_lists import OWN_STEP, PROPOSED_STEP, TO_BRING, bring_proof, take_on
from levelbook.cli.ask.close_outcomes import AGREED, GIVEN, UNDO, settle_evidence, settle_parked, take_back
from levelbook.cli.ask.conversation import Conversation, InputEnded, Move
from levelbook.cli.ask.form import Form, offer_the_rest
from levelbook.cli.ask.navigation import STOPS
from levelbook.cli.interrupts import ended_at_questions
from levelbook.cli.output import put
from levelbook.cli.prompter import Prompter
from levelbook.cli.sitting_lines import close_lines, find_out_words
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import day_text, spoken_day
from levelbook.words.figures import day_words
from levelbook.words.practice_state import titled
from levelbook.words.sitting import next_round_reason

OF_THE_CLOSE = (OWN_STEP, PROPOSED_STEP, TO_BRING, AGREED, GIVEN)
"""The titles of the app's forms for it, without the practice."""


def close_step_by_step(workshop: Workshop, prompter: Prompter) -> None:
    """Run the whole close with a person; for input that is not a person's, show only what is open.

    Raises CouldNotWrite if something could not be saved, which is kept as a recovery then.
    """
    conversation = Conversation(workshop, prompter)
    if prompter.is_over():
        what = "change what it agreed on" if workshop.sitting.closed else "close the sitting"
        said = "The sitting is closed, and nothing was changed." if workshop.sitting.closed else "Nothing was changed."
        how = f"To {what} without questions, use options: `levelbook sitting close --help`."
        put(*close_lines(Closing(workshop)), "", f"{said} {how}")
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
        put(
            f"The sitting stays {'closed' if workshop.sitting.closed else 'open'}. Everything that was agreed is saved."
        )
    conversation.go_on_with_interrupt()


def close(conversation: Conversation, practice_id: str) -> Move:
    """Go through the close of the open sitting, from steps to the next date. Raises UsedWrongly where none is open."""
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
    """Return lines about a sitting that was just closed, and what is next."""
    return [
        f"The sitting of {spoken_day(closing.workshop.day)} is closed.",
        *close_lines(closing),
        "`levelbook seal` makes an edition of everything, with its guide.",
        *filter(None, [to_fill_words(closing.workshop.session.folder)]),
    ]


def find_out(conversation: Conversation, closing: Closing) -> None:
    """Ask for each unsure practice that nobody has taken on, or somebody is late with, who finds out, and by when."""
    unsure = sorted(closing.unknown(), key=lambda score: _is_in_good_hands(conversation, score))
    if unsure:
        put("Who finds out what?")
    for one in unsure:
        score = conversation.score(one.id)  # others may have promised it, or answered it, since
        if score.status != "unsure":
            continue
        if _is_in_good_hands(conversation, score):
            put(f"  {find_out_words(score, conversation.session)}")
            continue
        conversation.attempt(partial(_find_out_one, conversation, score))
    if unsure:
        put("")


def _is_in_good_hands(conversation: Conversation, score: PracticeScore) -> bool:
    """Tell whether somebody finds out, and the day for it has not passed."""
    answer = score.answer
    return bool(answer.ask_whom) and (answer.ask_by is None or answer.ask_by >= conversation.session.now.on)


def _find_out_one(conversation: Conversation, score: PracticeScore) -> None:
    before = {"by": day_text(score.answer.ask_by)}
    if score.answer.ask_whom:
        asked = f"{find_out_words(score, conversation.session)}: who finds out (Enter: no change)"
    else:
        asked = f"{titled(conversation.session.now, score)}: who finds out (Enter: nobody yet)"
    with Form(conversation, score.id, "Unsure", before, screen="close") as form:
        who = form.line("whom", asked)
        if who:
            with conversation.finishing():
                by = form.day("by", "By when")
            conversation.session.apply(score.id, Edit(ask_whom=who, ask_by=by))
    if who:
        put(f"  {find_out_words(conversation.score(score.id), conversation.session)}")


def meet_again(conversation: Conversation, closing: Closing) -> None:
    """Ask for the day of the next round; the last question from which decisions of the close can be taken back."""
    day, how = closing.next_round()
    kept = f"{day_words(day, conversation.session.now.on)}, {next_round_reason(how)}"
    asked = f"When do you meet again? (a day; Enter: {kept}; {UNDO.key}: {UNDO.words})"
    while said := conversation.line(asked):
        if said == UNDO.key:
            take_back(conversation)
            settle_evidence(conversation, closing)
            settle_parked(conversation, closing)
        elif said.lower() in STOPS:
            raise InputEnded
        elif (found := conversation.day_of(said)) and conversation.attempt(partial(closing.meet_again, found)):
            break
    put("")

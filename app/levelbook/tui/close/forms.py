"""The forms of the close: who does a step, brings evidence, finds something out or sees to a parked item; when next."""

from __future__ import annotations

from collections.abc import Callable

from levelbook.book.people import everybody
from levelbook.book.sittings.close import Closing, MissingEvidence, ProposedStep
from levelbook.core.answers.sittings import Parked, present_version
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import day_text, spoken_day, with_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.tui.interview import forms
from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues
from levelbook.words.proof import claimed_and_proven, proves
from levelbook.words.sitting import next_round_reason


@frozen
class CloseForm:
    """A form of the close."""

    make: Callable[[], Form]
    """Makes it with what its fields hold at that moment."""
    accept: Callable[[FormValues], object]
    practice_id: str = ""


def step(closing: Closing, proposed: ProposedStep) -> CloseForm:
    """Say who does a step, and by when; saving takes it on."""
    practice_id = proposed.score.id

    def make() -> Form:
        held = closing.as_it_is_now(proposed)
        return Form(
            _titled(closing, practice_id, "Who and when"),
            (_who(closing, "owner", "Who?", held.owner), Field("due", "By when?", day_text(held.due), kind="day")),
            about=held.text if held.place else f"{with_full_stop(held.text)} Saving takes it on.",
            subject=proposed.text,
        )

    def accept(given: FormValues) -> object:
        number = closing.as_it_is_now(proposed).number
        return closing.take_on(practice_id, number=number, owner=given.text("owner"), due=given.day("due"))

    return CloseForm(make, accept, practice_id)


def step_in_own_words(closing: Closing, practice_id: str) -> CloseForm:
    """Ask for a step that the team writes itself, and take it on."""

    def make() -> Form:
        owner = closing.session.now.book.answer(practice_id).owner
        fields = (
            Field("text", "What will you do?", kind="sentence"),
            _who(closing, "owner", "Who?", owner, proposed=True),
            Field("due", "By when?", kind="day"),
        )
        about = "It is taken on and added to the practice's steps."
        return Form(_titled(closing, practice_id, "A step"), fields, about=about, save="Take on")

    def accept(given: FormValues) -> object:
        if not given.text("text"):
            raise FieldRefused("text", "Say in a few words what you will do.")
        # A step that says so already keeps its owner and its day where nothing was entered over what the form offered.
        offered = closing.session.now.book.answer(practice_id).owner
        owner = None if given.text("owner") == offered else given.text("owner")
        return closing.take_on(practice_id, text=given.text("text"), owner=owner, due=given.day("due") or None)

    return CloseForm(make, accept, practice_id)


def proof(closing: Closing, one: MissingEvidence) -> CloseForm:
    """Ask what evidence is brought, by whom and by when."""
    score, hints, number = one.score, proves(one.score), _proof_number(closing, one)

    def make() -> Form:
        place = number()
        held = closing.sitting.proofs[place - 1] if place is not None else None
        fields = (
            Field(
                "what",
                "What will be brought?",
                held.what if held else (hints[0] if hints else ""),
                kind="sentence",
                proposed=held is None,
            ),
            _who(closing, "who", "Who brings it?", held.who if held else score.answer.owner, proposed=held is None),
            Field("by", "By when?", day_text(held.by if held else None), kind="day"),
        )
        said = f"Level {claimed_and_proven(score)}. " if score.level is not None else ""
        about = said + (f"What would prove it: {'; '.join(hints)}." if hints else "")
        subject = one.proof.what if one.proof else ""
        return Form(_titled(closing, score.id, "Evidence to bring"), fields, about=about, first="who", subject=subject)

    def accept(given: FormValues) -> object:
        what, who, by = given.text("what"), given.text("who"), given.day("by") or None
        if not what:
            raise FieldRefused("what", "Say in a few words what will be brought.")
        place = number()
        if place is not None:
            return closing.change_proof(place, what, who, by)
        return closing.bring_proof(score.id, what, who or None, by)

    return CloseForm(make, accept, score.id)


def find_out(closing: Closing, practice_id: str) -> CloseForm:
    """Ask who finds out what nobody could say."""

    def made() -> forms.AnswerForm:
        return forms.unsure(closing.session, closing.session.now.scorecard[practice_id])

    return CloseForm(
        lambda: made().form, lambda given: closing.session.apply(practice_id, made().edit(given)), practice_id
    )


def owner_of_parked(closing: Closing, number: int) -> CloseForm:
    """Ask who sees to a parked item."""
    item = _parked(closing, number)

    def make() -> Form:
        held = item()
        fields = (
            _who(closing, "who", "Who will take care of it?", held.owner),
            Field("due", "By when?", day_text(held.due), kind="day"),
        )
        return Form("Give it to somebody", fields, about=held.text, subject=held.text)

    return CloseForm(
        make, lambda given: closing.give(_place(closing, item()), given.text("who"), given.day("due") or None)
    )


def decision(closing: Closing, number: int) -> CloseForm:
    """Ask what was decided about a parked item."""
    item = _parked(closing, number)

    def make() -> Form:
        held = item()
        fields = (Field("decision", "In a few words", held.decision, kind="sentence"),)
        about = f"{in_quotes(held.text)}: saving settles it."
        return Form("What was decided", fields, about=about, save="Settle", subject=held.text)

    return CloseForm(make, lambda given: closing.settle(_place(closing, item()), given.text("decision")))


def next_round(closing: Closing) -> CloseForm:
    """Ask when the team meets again."""

    def make() -> Form:
        day, source = closing.next_round()
        field = Field("day", "When do you meet again?", day_text(day), kind="day", hint="in 3 months, 22 February")
        about = "Leave it empty to take this day back."
        if source != "agreed":
            about = f"Leave it empty for {spoken_day(day)}, {next_round_reason(source)}."
        return Form("The next round", (field,), about=about)

    def accept(given: FormValues) -> object:
        wanted = given.day("day") or None
        if wanted is not None and wanted <= closing.agreed_on:
            raise FieldRefused("day", "The next round comes after this one. Give a day in the future.")
        return closing.meet_again(wanted)

    return CloseForm(make, accept)


def _proof_number(closing: Closing, one: MissingEvidence) -> Callable[[], int | None]:
    """Find the number of agreed evidence again, wherever it stands by then; None for one that nobody brings yet.

    Raises UsedWrongly where others removed or reworded it.
    """
    if one.proof is None:
        return lambda: None
    known = one.proof

    def found() -> int:
        numbers = [place for place, held in enumerate(closing.sitting.proofs, start=1) if held.key == known.key]
        if not numbers:
            raise UsedWrongly("Others removed or changed this evidence.", remedy="Leave the form.")
        return one.number if one.number in numbers else numbers[0]

    return found


def _parked(closing: Closing, number: int) -> Callable[[], Parked]:
    """Find a parked item again, wherever it stands by then. Raises UsedWrongly where others removed it."""
    known = closing.parked_item(number)

    def found() -> Parked:
        item = present_version(closing.sitting.parked, known)
        if item is None:
            raise UsedWrongly("Others took this off the list of parked items.", remedy="Leave the form.")
        return item

    return found


def _place(closing: Closing, item: Parked) -> int:
    return closing.sitting.parked.index(item) + 1


def _who(closing: Closing, field_id: str, label: str, value: str, *, proposed: bool = False) -> Field:
    """Ask for a name; who is here is offered first, then everybody who is named in the book."""
    known = tuple(dict.fromkeys((*closing.sitting.names, *everybody(closing.session))))
    return Field(field_id, label, value, known=known, proposed=proposed)


def _titled(closing: Closing, practice_id: str, what: str) -> str:
    questionnaire = closing.session.questionnaire
    return f"{what} · {questionnaire.numbers[practice_id]} {questionnaire.practices[practice_id].title}"

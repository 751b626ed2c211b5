"""The form that says what became of evidence that a sitting agreed on, or who brings it and by when."""

from __future__ import annotations

from levelbook.book.people import everybody
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import day_text, spoken_day, with_full_stop
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues
from levelbook.words.practice_state import holds_none_words

_OUTCOMES = (("", "still to be brought"), ("kept", "brought"), ("dropped", "it is no longer needed"))


def ask(screen: BookScreen, workshop: Workshop, one: AgreedEvidence) -> FormScreen:
    """Ask what became of a piece of evidence; what is saved is in the sitting that agreed on it."""
    session = workshop.session

    def make() -> Form:
        held = _current_evidence(workshop, one).proof
        fields = (
            Field("outcome", "What happened to it?", kind="choice", choices=_OUTCOMES),
            Field("who", "Who brings it?", held.who, known=everybody(session)),
            Field("by", "By when?", day_text(held.by), kind="day"),
            Field("reason", "Why is it no longer needed?", kind="sentence"),
        )
        agreed = f"{with_full_stop(held.what)} Agreed on {spoken_day(one.day, session.now.on)}."
        about = f"{agreed} Evidence that is added to the answer settles it too."
        return Form(
            f"Agreed evidence · {_titled(workshop, one)}", fields, about=about, first="outcome", subject=held.what
        )

    def accept(given: FormValues) -> None:
        held, outcome, reason = _current_evidence(workshop, one), given.text("outcome"), given.text("reason")
        if outcome == "dropped":
            if not reason:
                raise FieldRefused("reason", "Say in a few words why.")
            screen.change(lambda: workshop.evidence.settle(held, "dropped", reason))
        elif reason:
            raise FieldRefused("outcome", "A reason only goes with evidence that is no longer needed.")
        elif outcome == "kept":
            screen.change(lambda: workshop.evidence.settle(held, "kept"))
            score = session.now.score_of(one.practice)
            if score is not None and not workshop.unsaved and (words := holds_none_words(score, session.now)):
                screen.book_app.say(f"{words} {screen.keys.key('evidence')} adds it in the interview.")
        else:
            who, by = given.text("who"), given.day("by") or None
            screen.change(lambda: workshop.evidence.reassign(held, who, by))

    return FormScreen(make, accept, session.now.on, practice_id=one.practice)


def _current_evidence(workshop: Workshop, one: AgreedEvidence) -> AgreedEvidence:
    """Find it again among what is to be brought. Raises UsedWrongly where it is not any more."""
    for promise in workshop.evidence.to_bring:
        if promise.evidence is not None and promise.evidence.key == one.key:
            return promise.evidence
    raise UsedWrongly("This evidence no longer has to be brought.", remedy="Leave the form.")


def _titled(workshop: Workshop, one: AgreedEvidence) -> str:
    questionnaire = workshop.session.questionnaire
    return f"{questionnaire.numbers[one.practice]} {questionnaire.practices[one.practice].title}"

"""The small forms of the interview: what each asks for, and the edit that it makes of what was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from levelbook.book.people import everybody
from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted, Evidence, Step
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Action
from levelbook.core.text.cleaning import day_text
from levelbook.core.text.days import dated_reference
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import line
from levelbook.tui.open_sitting.parking import park_fields
from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues
from levelbook.tui.widgets.rows import Row
from levelbook.words.evidence_kinds import evidence_kind_words
from levelbook.words.proof import proves


@frozen
class AnswerForm:
    """A form about one answer."""

    form: Form
    edit: Callable[[FormValues], Edit]


def _title(session: Session, score: PracticeScore, what: str) -> str:
    return f"{what} · {session.questionnaire.numbers[score.id]} {score.practice.title}"


def unsure(session: Session, score: PracticeScore) -> AnswerForm:
    answer = score.answer
    fields = (
        Field("whom", "Who finds out?", answer.ask_whom, known=everybody(session)),
        Field("by", "By when?", day_text(answer.ask_by), kind="day"),
    )
    form = Form(
        _title(session, score, "Unsure"),
        fields,
        about="Nobody here knows. You may leave both fields empty.",
        save="Unsure",
    )
    return AnswerForm(form, lambda given: Edit(unsure=True, ask_whom=given.text("whom"), ask_by=given.day("by")))


def find_out(session: Session, score: PracticeScore) -> AnswerForm:
    """Say who finds out what nobody could say; the answer stays unsure."""
    answer = score.answer
    fields = (
        Field("whom", "Who finds out?", answer.ask_whom, known=everybody(session)),
        Field("by", "By when?", day_text(answer.ask_by), kind="day"),
    )
    form = Form(_title(session, score, "Find out"), fields, about=score.practice.question)
    return AnswerForm(form, lambda given: Edit(ask_whom=given.text("whom"), ask_by=given.day("by")))


def not_applicable(session: Session, score: PracticeScore) -> AnswerForm:
    reason = session.why_not_applicable(score.id)
    fields = (Field("reason", "Why does it not apply to you?", reason, kind="sentence"),)
    about = "It no longer counts, and the guide states the reason."
    if session.ballot:
        about = "You hold that it does not apply. The reason stays in your ballot, where the others can read it."
    form = Form(_title(session, score, "Not applicable"), fields, about=about)
    return AnswerForm(form, lambda given: Edit(not_applicable=given.text("reason")))


def here(session: Session, score: PracticeScore, criterion: str) -> AnswerForm:
    text = score.practice.criteria[criterion][1].text
    fields = (
        Field(
            "line",
            "Here:",
            score.answer.here.get(criterion, ""),
            kind="sentence",
            hint="in your words: what, where, how much",
        ),
    )
    form = Form("How it is done here", fields, about=text, subject=criterion)
    return AnswerForm(form, lambda given: Edit(here={criterion: given.text("line")}))


_CLOSED_BY = "By when is the gap closed?"


def owner(session: Session, score: PracticeScore) -> AnswerForm:
    fields = (
        Field("owner", "Who owns it?", score.answer.owner, known=everybody(session)),
        Field(
            "due",
            _CLOSED_BY if score.counts and (score.gap or not score.settled) else "By when?",
            day_text(score.answer.due),
            kind="day",
        ),
    )
    form = Form(_title(session, score, "Owner"), fields)
    return AnswerForm(form, lambda given: Edit(owner=given.text("owner"), due=given.day("due")))


def target(session: Session, score: PracticeScore) -> AnswerForm:
    needed, scale = score.placement.target, session.questionnaire.scale
    higher = [(str(level.level), f"{level.level} {level.name}") for level in scale if level.level > needed]
    current = str(score.answer.target) if score.answer.target is not None and score.answer.target > needed else ""
    fields = (
        Field(
            "target",
            "Target level",
            current,
            kind="choice",
            choices=(("", f"{needed}, from the rules"), *higher),
        ),
        Field("reason", "Why a higher one?", score.answer.target_reason, kind="sentence"),
    )
    form = Form(
        _title(session, score, "Own target"),
        fields,
        about=f"The rules set a target of {needed}. You can set a higher one."
        if score.counts
        else "Your own target has no effect while the practice does not apply to you.",
        first="target",
    )

    def edit(given: FormValues) -> Edit:
        if given.text("target") == "":
            if given.text("reason") not in ("", score.answer.target_reason):
                raise FieldRefused("target", "A reason goes with a target of your own. Choose a higher level.")
            return Edit(target="", target_reason="")
        reason = given.wanted_text("reason", "A target of your own needs a reason. Say why it is higher here.")
        return Edit(target=int(given.text("target")), target_reason=reason)

    return AnswerForm(form, edit)


def accept(session: Session, score: PracticeScore) -> AnswerForm:
    held, scale = score.answer.accepted, session.questionnaire.scale
    below = [(str(level.level), f"{level.level} {level.name}") for level in scale if level.level < score.target]
    level = held.level if held else (score.level or 0)
    fields = (
        Field(
            "level",
            "Level that is good enough until then",
            str(level),
            kind="choice",
            choices=(*below, ("", "none: withdraw it")) if held else tuple(below),
            proposed=held is None,
        ),
        Field("by", "Who accepts it?", held.by if held else "", known=everybody(session)),
        Field("until", "Until when?", day_text(held.until) if held else "", kind="day"),
        Field("reason", "Why is that acceptable?", held.reason if held else "", kind="sentence"),
    )
    form = Form(
        _title(session, score, "Accept the risk"),
        fields,
        about=f"The target of {score.target} stays. While the level is below it, and at least the one accepted, the "
        "roadmap shows the gap as accepted until that day."
        if score.counts
        else "The risk that was accepted has no effect while the practice does not apply to you.",
    )

    def edit(given: FormValues) -> Edit:
        if given.text("level") == "":
            return Edit(accepted="")
        by = given.wanted_text("by", "An accepted risk needs a name. Say who.")
        until = given.wanted_day("until", "An accepted risk needs a last day. Say until when.")
        reason = given.wanted_text("reason", "An accepted risk needs a reason. Say in a few words why.")
        return Edit(accepted=Accepted(level=int(given.text("level")), by=by, until=until, reason=reason))

    return AnswerForm(form, edit)


def level_moved(session: Session, score: PracticeScore) -> tuple[int, int] | None:
    """The level in the last edition and the level now, where they differ; None where nothing moved."""
    before = (session.now.last_answers or {}).get(score.id)
    if before is None or before.level is None or score.level is None or before.level == score.level:
        return None
    return before.level, score.level


def level_reason(session: Session, score: PracticeScore) -> AnswerForm:
    """Say why the level moved since the last edition; it is kept for one round."""
    moved = level_moved(session, score)
    about = f"Level {moved[0]} in the last edition, level {moved[1]} now." if moved else ""
    fields = (Field("reason", "Why has the level moved?", score.answer.level_reason, kind="sentence"),)
    form = Form(_title(session, score, "Because"), fields, about=f"{about} The guide prints it with the move.".strip())
    return AnswerForm(form, lambda given: Edit(level_reason=given.text("reason")))


def note(session: Session, score: PracticeScore) -> AnswerForm:
    fields = (Field("note", "What was said", score.answer.note, kind="words"),)
    about = "It appears in the record, not in the guide."
    if session.ballot:
        about = "It stays in your ballot, where the others can read it: not in the guide, nor in the record."
    form = Form(_title(session, score, "Note"), fields, about=about)
    return AnswerForm(form, lambda given: Edit(note=given.values["note"].strip("\n")))


BEGIN, NOTE = "begin", "note"


def without_a_sitting() -> Picker:
    """Offer what can become of something to park where no sitting has begun."""
    choices = [
        Choice(BEGIN, Row(line("Begin a sitting, and park it there"), lead=line("b ", "key"), key=BEGIN), letter="b"),
        Choice(NOTE, Row(line("Note it on this practice instead"), lead=line("n ", "key"), key=NOTE), letter="n"),
    ]
    about = "No sitting has begun. Parked items belong to a sitting; its close decides what happens to them."
    return Picker("Park", choices, about=about)


def park(session: Session, score: PracticeScore, names: Sequence[str]) -> Form:
    """Ask for something to park in the sitting. names: of its participants."""
    return Form(
        _title(session, score, "Park"),
        park_fields(names),
        about="It goes on the list of parked items with this practice, and into the record.",
        save="Park",
    )


def evidence(session: Session, score: PracticeScore, *, like: Evidence | None = None) -> AnswerForm:
    """A piece of evidence. like: one that was seen again, whose kind and place are offered."""
    kinds = tuple((kind.id, evidence_kind_words(kind)) for kind in session.questionnaire.evidence_kinds)
    kind = like.kind if like and like.kind in dict(kinds) else kinds[min(1, len(kinds) - 1)][0]
    where = like.reference if like else ""
    fields = (
        Field("kind", "Kind, from weak to strong", kind, kind="choice", choices=kinds),
        Field("reference", "Where is it?", where, kind="sentence", hint="a link, a ticket, a document's name"),
        Field("seen", "When was it seen?", session.now.on.isoformat(), kind="day", past=True, proposed=True),
    )
    what = "Get from the provider" if score.inherited else f"What would prove level {score.level}"
    about = f"{what}: {'; '.join(proves(score))}." if proves(score) else ""
    form = Form(_title(session, score, "Evidence"), fields, about=about, first="seen" if where else "reference")

    def edit(given: FormValues) -> Edit:
        try:
            where, seen = dated_reference(given.text("reference"), session.now.on)
        except ValueError as error:
            raise FieldRefused("reference", str(error)) from None
        if not where:
            raise FieldRefused("reference", "Say where others can find it: a link, a ticket, a document's name.")
        seen_on = given.day("seen") if seen is None else seen
        return Edit(evidence=(Evidence(kind=given.text("kind"), reference=where, seen_on=seen_on or None),))

    return AnswerForm(form, edit)


def again(
    score: PracticeScore, draft: Draft, step_number: int | None
) -> Callable[[Session, PracticeScore], AnswerForm] | None:
    """Give what makes the form that a draft was typed into, of those in a list or on a row; None for any other.

    step_number: the number of the step that the draft is about, from 1.
    """
    kind, answer = draft.kind, score.answer
    if kind == "How it is done here":
        claimed = () if score.inherited else answer.claims(score.practice)
        return partial(here, criterion=draft.subject) if draft.subject in claimed else None
    if kind == "New step":
        actions = [action for _, action in score.practice.actions.values() if action.text == draft.subject]
        return partial(step, action=actions[0]) if actions else None if draft.subject else step
    if step_number is not None:
        return step_at(score, step_number)
    return {"Evidence": evidence, "Find out": find_out}.get(kind)


def step_at(score: PracticeScore, number: int) -> Callable[[Session, PracticeScore], AnswerForm]:
    """Give what makes the form of a step, wherever it is among the steps by then."""
    known, count = score.answer.steps[number - 1], len(score.answer.steps)

    def make(session: Session, score: PracticeScore) -> AnswerForm:
        steps = score.answer.steps
        places = [place for place, one in enumerate(steps, start=1) if _is_same(one, known)]
        if not places and len(steps) == count:  # it has other words now
            places = [number]
        if not places:
            raise UsedWrongly("Others removed this step.", remedy="Copy your words, and add a new step.")
        return step(session, score, number=number if number in places else places[0])

    return make


def _is_same(one: Step, other: Step) -> bool:
    return one.text == other.text or (one.from_action != "" and one.from_action == other.from_action)


def step(
    session: Session, score: PracticeScore, *, number: int | None = None, action: Action | None = None
) -> AnswerForm:
    """A new step, in own words or from one of the questionnaire's actions, or a change to one there is."""
    held = (
        score.answer.steps[number - 1]
        if number
        else Step(text=action.text if action else "…", owner=score.answer.owner)
    )
    words = held.text if number or action else ""
    fields = (
        Field("text", "What will you do?", words, kind="sentence"),
        Field("owner", "Who?", held.owner, known=everybody(session), proposed=not number),
        Field("due", "By when?", day_text(held.due), kind="day"),
        Field("ticket", "Ticket, if there is one", held.ticket),
    )
    what = f"Step {number}" if number else "New step"
    form = Form(
        _title(session, score, what),
        fields,
        first="owner" if words else "text",
        subject=held.text if number or action else "",
        other_subjects=tuple(one.text for one in score.answer.steps if one is not held) if number else None,
    )

    def edit(given: FormValues) -> Edit:
        if not given.text("text"):
            raise FieldRefused("text", "Describe the step. To remove a step, use the list of steps.")
        change = StepEdit(
            number=number,
            text=given.text("text"),
            from_action=action.id if action else None,
            owner=given.text("owner"),
            due=given.day("due"),
            ticket=given.text("ticket"),
        )
        return Edit(step=change)

    return AnswerForm(form, edit)

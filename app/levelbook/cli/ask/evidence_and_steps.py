"""Letters add, change and drop evidence and steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.ask.form import Form
from levelbook.cli.output import put
from levelbook.cli.prompter import Option
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit, refuse_second_step
from levelbook.core.assessment.practice_score import least_effort
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import day_text, with_full_stop
from levelbook.core.text.days import dated_reference
from levelbook.words.answer_details import evidence_words, step_words
from levelbook.words.evidence_kinds import evidence_kind_words
from levelbook.words.figures import EFFORT_WORDS


def evidence(conversation: Conversation, practice_id: str) -> Move:
    """Ask for a piece of evidence: its kind, where it is and when it was seen."""
    today = conversation.session.now.on
    kinds = _kinds(conversation)
    before = {"kind": kinds[min(1, len(kinds) - 1)].key, "seen": day_text(today)}
    with Form(conversation, practice_id, "Evidence", before, proposed=before) as form:
        kind = form.choose("kind", "What kind of evidence, from weak to strong?", kinds)
        if not kind:
            return "stay"
        if found := _where_and_when(conversation, form):
            piece = Evidence(kind=kind, reference=found[0], seen_on=found[1])
            conversation.apply(practice_id, Edit(evidence=(piece,)), details=True)
    return "stay"


def _kinds(conversation: Conversation) -> list[Option]:
    return [Option(kind.id, evidence_kind_words(kind)) for kind in conversation.session.questionnaire.evidence_kinds]


def _where_and_when(conversation: Conversation, form: Form) -> tuple[str, date | None] | None:
    """Ask where evidence is and when it was seen, unless a date is typed behind it; None for no evidence."""
    today = conversation.session.now.on
    while said := form.prose("reference", "Where it is (link, ticket, document; empty: no evidence)"):
        try:
            reference, seen = dated_reference(said, today)
        except ValueError as error:
            put(str(error))
            continue
        if seen is None and reference:
            with conversation.finishing():
                seen = form.day("seen", "When was it seen", past=True)
            seen = today if seen is None else seen
        if reference:
            return reference, seen or None
    return None


def step(conversation: Conversation, practice_id: str) -> Move:
    """Ask for a step: what will be done, who does it and by when. Raises UsedWrongly for one that is there already."""
    score = conversation.score(practice_id)
    action, before = least_effort(score.actions_to_take_on), {"owner": score.answer.owner}
    suggested = action.text if action is not None else ""
    actions = {one.text: one for _, one in score.practice.actions.values()} | ({suggested: action} if action else {})
    # What was suggested as a draft was begun, as the level may have moved since.
    begun = [one.subject for one in conversation.drafts.of_practice(practice_id) if one.form.startswith("New step · ")]
    with Form(conversation, practice_id, "New step", before, subjects=("", suggested, *begun), proposed=before) as form:
        if action is not None and not form.typed.get("text"):
            effort = EFFORT_WORDS[action.effort]
            put(f"The next level starts with ({effort}): {with_full_stop(suggested)} Enter takes it.")
        words = form.prose("text", "What will be done")
        if not words and action is None:
            return "stay"
        taken = actions.get(words or suggested)
        try:
            refuse_second_step(score.answer, words or suggested, taken.id if taken is not None else "")
        except UsedWrongly:
            form.discard()
            raise
        form.subject = taken.text if taken is not None else ""
        form.enter(text=words or suggested)
        with conversation.finishing():
            edit = StepEdit(
                text=None if taken is not None else words,
                from_action=taken.id if taken is not None else None,
                owner=form.line("owner", "Who", anew=True),
                due=form.day("due", "By when"),
                ticket=form.line("ticket", "Ticket, if there is one"),
            )
        conversation.apply(practice_id, Edit(step=edit), details=True)
    return "stay"


def done(conversation: Conversation, practice_id: str) -> Move:
    """Ask which open step is done, and when. Raises UsedWrongly where none is open."""
    steps = enumerate(conversation.score(practice_id).answer.steps, start=1)
    options = [Option(str(number), one.text) for number, one in steps if one.is_open]
    if not options:
        raise UsedWrongly("There is no open step here.")
    number = conversation.choose("Which step is done?", options)
    if not number:
        return "stay"
    with conversation.finishing():
        day = (
            conversation.day("When was it done", past=True, enter="a day; Enter: today") or conversation.session.now.on
        )
    conversation.apply(practice_id, Edit(step=StepEdit(number=int(number), done_on=day)), details=True)
    return "stay"


def revise(conversation: Conversation, practice_id: str) -> Move:
    """Change or drop a step or a piece of evidence. Raises UsedWrongly where there is none."""
    score, today = conversation.score(practice_id), conversation.session.now.on
    answer = score.answer
    options = [
        Option(f"e{number}", f"evidence: {evidence_words(piece, conversation.session.now)}")
        for number, piece in enumerate(answer.evidence, start=1)
    ]
    options += [
        Option(f"s{number}", f"step: {step_words(score, one, today)}")
        for number, one in enumerate(answer.steps, start=1)
    ]
    if not options:
        raise UsedWrongly("There is no evidence and no step here yet. e adds evidence, s adds a step.")
    chosen = conversation.choose("Which one do you want to change or drop?", options)
    if not chosen:
        return "stay"
    number = int(chosen[1:])
    if chosen[0] == "e":
        edit = _evidence_edit(conversation, answer.evidence[number - 1], number)
    else:
        edit = _step_edit(conversation, practice_id, number)
    if edit is not None:
        conversation.apply(practice_id, edit, details=True)
    return "stay"


_OF_EVIDENCE = (Option("kind", "another kind"), Option("seen", "it was seen again"), Option("drop", "drop it"))


def _evidence_edit(conversation: Conversation, held: Evidence, number: int) -> Edit | None:
    said = conversation.choose("What do you want to do with it?", _OF_EVIDENCE)
    if said == "kind":
        kind = conversation.choose_one("What kind of evidence, from weak to strong?", _kinds(conversation), held.kind)
        return Edit(drop_evidence=number, evidence=(replace(held, kind=kind),))
    if said == "seen":
        seen_on = conversation.day("When was it seen", past=True, enter="a day; Enter: today")
        return Edit(evidence=(replace(held, seen_on=seen_on or conversation.session.now.on),))
    return Edit(drop_evidence=number) if said else None


def _step_edit(conversation: Conversation, practice_id: str, number: int) -> Edit | None:
    one = conversation.score(practice_id).answer.steps[number - 1]
    reopen = [] if one.is_open else [Option("open", "it is not done after all")]
    what = conversation.choose(
        "What do you want to do with it?",
        [
            Option("words", "reword it"),
            Option("who", "who does it"),
            Option("when", "by when"),
            Option("ticket", "its ticket"),
            *reopen,
            Option("drop", "drop it"),
        ],
    )
    if not what:
        return None
    changes = {
        "words": lambda: StepEdit(number=number, text=conversation.prose_over("What will be done", one.text)),
        "who": lambda: StepEdit(number=number, owner=conversation.line_over("Who", one.owner)),
        "when": lambda: StepEdit(number=number, due=conversation.day_over("By when", one.due)),
        "ticket": lambda: StepEdit(number=number, ticket=conversation.line_over("Ticket", one.ticket)),
        "open": lambda: StepEdit(number=number, done_on=""),
        "drop": lambda: StepEdit(number=number, drop=True),
    }
    return Edit(step=changes[what]())

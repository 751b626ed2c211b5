"""`levelbook answer`: give or change one answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.moved_book import left_words
from levelbook.cli import parameters, shell_completion
from levelbook.cli.diagnostics import say
from levelbook.cli.number_parameter import WHOLE_NUMBER
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put
from levelbook.core.answers.answers import Accepted, Answer, TakenOver
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.queue import is_carried
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.numbers import whole_number
from levelbook.words.answer_details import detail_words, step_words
from levelbook.words.practice_state import all_done_words, status_words, unmoved_words, unrecorded_words

Options = dict[str, Any]
"""Values of the options below from click, by name."""


@click.command(
    "answer",
    epilog="Without an option the answer is shown. Options that you leave out change nothing; an empty text clears, "
    "as in "
    "--note ''. PRACTICE is an id such as model-deployment.output-filtering, or its number, such as 4.4. Evidence that "
    "ends in @, as in sampled=RA-398@, has no date.",
)
@click.argument("practice", shell_complete=shell_completion.practice_ids)
@click.option("--level", type=WHOLE_NUMBER, metavar="N", help="The level you have reached.")
@click.option("--level-because", metavar="TEXT", help="Why the level has changed since the last edition.")
@click.option("--unsure", is_flag=True, help="Nobody in the room knows the answer.")
@click.option("--not-applicable", metavar="REASON", help="The practice does not apply here, and why.")
@click.option("--offer", metavar="ID", help="Take over what another team offers; see `levelbook offers`.")
@click.option("--confirm", is_flag=True, help="Reviewed, and still true.")
@click.option("--clear", is_flag=True, help="Clear the answer; the note, owner with the day, steps and evidence stay.")
@click.option("--note", metavar="TEXT", help="A note on what was said.")
@click.option("--owner", metavar="WHO", help="The owner of the practice.")
@click.option("--due", metavar="DATE", help="The day by which the owner wants to reach the target.")
@click.option("--here", multiple=True, metavar="CRITERION=TEXT", help="How this team meets a criterion. Repeatable.")
@click.option(
    "--unmet", multiple=True, metavar="CRITERION", help="A criterion of the level that is not true. Repeatable."
)
@click.option(
    "--met", multiple=True, metavar="CRITERION", help="A criterion of a higher level that is already true. Repeatable."
)
@click.option(
    "--evidence",
    multiple=True,
    metavar="KIND=REF[@DATE]",
    help="Add a piece of evidence, seen today unless dated. Repeatable.",
)
@click.option("--no-evidence", is_flag=True, help="Remove the existing evidence first.")
@click.option("--step", metavar="TEXT", help="Add a step, or reword the one with --step-number.")
@click.option("--step-from", metavar="ACTION", help="Add one of the practice's own actions as a step.")
@click.option("--step-number", type=WHOLE_NUMBER, metavar="N", help="Change the step with this number.")
@click.option("--step-owner", metavar="WHO", help="Who does the step.")
@click.option("--step-due", metavar="DATE", help="By when.")
@click.option("--ticket", metavar="TEXT", help="The ticket that tracks the step.")
@click.option("--done", metavar="DATE", help="The day the step was done.")
@click.option("--drop-step", is_flag=True, help="Remove the step with --step-number.")
@click.option("--target", metavar="N", help="A target of your own, above the questionnaire's; with --because.")
@click.option(
    "--accept",
    metavar="N",
    help="Accept the risk of staying at this level; with --accepted-by, --until and --because.",
)
@click.option("--accepted-by", metavar="WHO", help="Who accepts the risk.")
@click.option("--until", metavar="DATE", help="The last day on which the risk is accepted.")
@click.option("--because", metavar="TEXT", help="Why, for --target and --accept.")
@click.option("--ask-whom", metavar="WHO", help="Who will find out, for --unsure.")
@click.option("--ask-by", metavar="DATE", help="By when.")
@click.option("--by", metavar="WHO", help="Who gives this answer; git's user.name unless given.")
@click.pass_obj
def command(folder: Path, /, practice: str, by: str | None, **options: Any) -> None:
    """Give, change or show one answer."""
    session = open_session(folder, who=by)
    practice_id = lookup.practice_id(session.questionnaire, practice)
    if not any(value is not None and value is not False and value != () for value in options.values()):
        if by is not None:
            raise UsedWrongly(
                "--by only goes together with an answer.", remedy="Give another option, such as --level 2."
            )
        _show(session, practice_id)
        return
    _refuse_a_step_twice(session, practice_id, options)
    edit = _edit(session, practice_id, options)
    workshop = Workshop(session)  # while a sitting is open, what is answered was taken up in it
    before = session.now.book.answer(practice_id)
    was_carried = is_carried(session.now.scorecard[practice_id])
    _refuse_a_reason_for_no_move(session, practice_id, edit)
    session.apply(practice_id, edit)
    say(*_idle_criteria(session, practice_id, edit, before))
    say(*_past_remarks(edit, session.now.on), *(workshop.unkept.lines() if workshop.unkept else []))
    if edit.level is not None:
        say(*_asks_why(session, practice_id))
        if words := unrecorded_words([session.now.scorecard[practice_id]], session.now):
            say(f"{words} Add it with --evidence.")
    score = session.now.scorecard[practice_id]
    if was_carried and score.counts and is_carried(score):
        say("Nobody has reviewed this answer in this round. If it still holds, add --confirm.")
    say(*left_words(session))
    put(*_step_before(session, practice_id, edit, before))
    _show(session, practice_id)


def _step_before(session: Session, practice_id: str, edit: Edit, before: Answer) -> Iterator[str]:
    """Give the words of a step that was removed or changed: its number may have been that of another one by then."""
    if edit.step is not None and edit.step.number is not None:
        step = before.steps[edit.step.number - 1]
        what = "is removed" if edit.step.drop else "was, before this change"
        words = step_words(session.now.scorecard[practice_id], step, session.now.on)
        yield f"Step {edit.step.number} {what}: {words}"


def _refuse_a_reason_for_no_move(session: Session, practice_id: str, edit: Edit) -> None:
    """Raise UsedWrongly where a reason is given for a level that is the last edition's."""
    score = session.now.scorecard[practice_id]
    level = score.level if edit.level is None else edit.level
    is_given = level is not None and edit.take_over is None
    if edit.level_reason and is_given and (unmoved := unmoved_words(score, session.now, level)):
        raise UsedWrongly(unmoved)


def _refuse_a_step_twice(session: Session, practice_id: str, options: Options) -> None:
    """Raise UsedWrongly where a step is to be added that is an open one already."""
    named = options["step_from"] or clean_line(options["step"] or "")
    if not named or options["step_number"] is not None:
        return
    number = session.now.book.answer(practice_id).number_of_open_step(named, options["step_from"] or "")
    if number is not None:
        raise UsedWrongly(
            f"“{named}” is step {number} of {session.questionnaire.numbers[practice_id]} already.",
            remedy=f"To change that step, use --step-number {number}, such as --step-number {number} --done today.",
        )


def _idle_criteria(session: Session, practice_id: str, edit: Edit, before: Answer) -> list[str]:
    """Say which named criteria changed nothing, because the level says the same of them."""
    score = session.now.scorecard[practice_id]
    level, criteria = score.level, score.practice.criteria
    if level is None or score.answer.offer is not None:
        return []
    met = [name for name in edit.met or () if criteria[name][0] <= level and name not in before.unmet]
    unmet = [name for name in edit.unmet or () if criteria[name][0] > level and name not in before.met]
    return [
        *(f"Level {level} claims “{name}” already: --met {name} changed nothing." for name in met),
        *(f"Level {level} does not claim “{name}”: --unmet {name} changed nothing." for name in unmet),
    ]


def _asks_why(session: Session, practice_id: str) -> list[str]:
    """Ask why a level differs from the last edition's, while nobody has said; the answer is printed with the move."""
    answer, before = session.now.scorecard[practice_id].answer, session.now.level_before(practice_id)
    if before in (None, answer.level) or answer.level_reason:
        return []
    return [f"The last edition has level {before}. To say why it moved, add --level-because."]


def _show(session: Session, practice_id: str) -> None:
    put(
        f"{session.questionnaire.numbers[practice_id]} {status_words(session.now, practice_id)}",
        *(f"  {line}" for line in detail_words(session.now, practice_id, with_ids=True)),
        *(f"  {words}" for words in [all_done_words(session.now.scorecard[practice_id])] if words),
    )


def _edit(session: Session, practice_id: str, options: Options) -> Edit:
    today = session.now.on
    return Edit(
        level=options["level"],
        level_reason=options["level_because"],
        unsure=options["unsure"],
        not_applicable=options["not_applicable"],
        take_over=_take_over(session, practice_id, options["offer"]),
        confirm=options["confirm"],
        clear=options["clear"],
        note=options["note"],
        owner=options["owner"],
        due=parameters.day(options["due"], "--due", today),
        here=parameters.here(options["here"]),
        unmet=_list(options["unmet"]),
        met=_list(options["met"]),
        evidence=parameters.evidence(options["evidence"], today),
        no_evidence=options["no_evidence"],
        step=_step(options, today),
        target=_target(options),
        target_reason=options["because"] if options["target"] is not None else None,
        accepted=_accepted(session, options),
        ask_whom=options["ask_whom"],
        ask_by=parameters.day(options["ask_by"], "--ask-by", today),
    )


def _take_over(session: Session, practice_id: str, offer_id: str | None) -> TakenOver | None:
    if offer_id is None:
        return None
    from levelbook.book.offers.offer_takeover import edit_from_offer  # 20 ms, which no other option needs

    return edit_from_offer(session, practice_id, offer_id).take_over


def _past_remarks(edit: Edit, today: date) -> list[str]:
    """Return a warning for every promised date that is in the past."""
    step = edit.step if edit.step and not edit.step.done_on else None
    days = (
        ("--due", edit.due),
        ("--step-due", step.due if step else None),
        ("--until", edit.accepted.until if edit.accepted else None),
        ("--ask-by", edit.ask_by),
    )
    return [line for option, day in days for line in parameters.past_day_warnings(day, today, option)]


def _list(named: tuple[str, ...]) -> tuple[str, ...] | None:
    """Parse a list that replaces the existing one; `''` alone empties it."""
    return tuple(name for name in named if name) if named else None


def _number(text: str | None, option: str) -> int | Literal[""] | None:
    if text is None:
        return None
    if not text.strip():
        return ""
    number = whole_number(text)
    if number is None:
        raise UsedWrongly(f"{option} takes a level, not “{text}”.", remedy=f"Such as {option} 3.")
    return number


def _step(options: Options, today: date) -> StepEdit | None:
    named = ("step", "step_from", "step_number", "step_owner", "step_due", "ticket", "done")
    if all(options[name] is None for name in named) and not options["drop_step"]:
        return None
    if options["step_number"] is None and (options["drop_step"] or not (options["step"] or options["step_from"])):
        raise UsedWrongly("Which step is meant?", remedy="Give --step-number, or add one with --step or --step-from.")
    if options["drop_step"] and any(options[name] is not None for name in named if name != "step_number"):
        raise UsedWrongly("--drop-step takes the step away; it goes with --step-number alone.")
    return StepEdit(
        number=options["step_number"],
        text=options["step"],
        from_action=options["step_from"],
        owner=options["step_owner"],
        due=parameters.day(options["step_due"], "--step-due", today),
        ticket=options["ticket"],
        done_on=parameters.day(options["done"], "--done", today, past=True),
        drop=options["drop_step"],
    )


def _target(options: Options) -> int | Literal[""] | None:
    target = _number(options["target"], "--target")
    if isinstance(target, int) and not (options["because"] or "").strip():
        parameters.missing("The reason for a target of your own", "--because")
    return target


def _accepted(session: Session, options: Options) -> Accepted | Literal[""] | None:
    level = _number(options["accept"], "--accept")
    if level is None or level == "":
        if options["accepted_by"] is not None:
            raise UsedWrongly("--accepted-by goes with --accept.", remedy="Say at which level the risk is accepted.")
        if options["until"] is not None:
            raise UsedWrongly("--until goes with --accept.", remedy="Say which level is accepted until then.")
        if options["because"] is not None and options["target"] is None:
            why_a_level = "Why the level has changed goes with --level-because." if options["level"] is not None else ""
            raise UsedWrongly("--because goes with --target or --accept.", remedy=why_a_level)
        return "" if level == "" else None
    if not options["until"]:
        parameters.missing("The last day of the accepted risk", "--until")
    if not options["because"]:
        parameters.missing("The reason for accepting the risk", "--because")
    if not (options["accepted_by"] or "").strip():  # whoever types need not be whoever answers for it
        parameters.missing("Who accepts the risk", "--accepted-by")
    until = parameters.needed_day(options["until"], "--until", session.now.on)
    return Accepted(level=level, by=options["accepted_by"], until=until, reason=options["because"])

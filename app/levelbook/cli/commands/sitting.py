"""`levelbook sitting`: today's sitting, from who is there to its close."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.mixed_sitting import recorded_by_neither
from levelbook.book.sittings.workshop import USUAL_MINUTES, Workshop
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.cli import parameters, shell_completion
from levelbook.cli.ask.close import close_step_by_step, closed_lines
from levelbook.cli.diagnostics import say
from levelbook.cli.number_parameter import MINUTES, WHOLE_NUMBER
from levelbook.cli.open_book import open_book, say_about_sittings
from levelbook.cli.output import put
from levelbook.cli.prompter import prompter
from levelbook.cli.sitting_lines import (
    all_to_bring_lines,
    left_open_lines,
    parked_lines,
    people_words,
    proof_words,
    sitting_lines,
    to_bring_lines,
)
from levelbook.core.answers.edits import DayEdit, TextEdit
from levelbook.core.answers.sittings import Outcome, Parked, Sitting
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire import lookup
from levelbook.core.text.cleaning import clean_line, spoken_day, with_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.words.figures import plural
from levelbook.words.parked_items import earlier_decision_words
from levelbook.words.practice_state import holds_none_words
from levelbook.words.sitting import doubled_words

NOT_BEGUN = "No sitting was begun today. `levelbook sitting begin` begins one."


@click.group("sitting", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show today's sitting; begin, park, note, evidence and close are its commands."""
    if ctx.invoked_subcommand is None:
        workshop = Workshop(open_book(ctx.obj))
        if workshop.wrong:
            raise workshop.wrong
        say_about_sittings(workshop.session)
        say(*(f"levelbook: {one}" for one in recorded_by_neither(workshop.session.folder, workshop.day)))
        left = [*left_open_lines(workshop), *to_bring_lines(workshop)]
        lines = sitting_lines(workshop) if workshop.is_open else [NOT_BEGUN, *left]
        put(*lines, *_forgotten_lines(workshop, "`levelbook sitting close` closes it."))


def _forgotten_lines(workshop: Workshop, then: str) -> list[str]:
    """Name a sitting that was left open for over 24 hours; `then`: what becomes of it."""
    day = workshop.forgotten
    return [f"The sitting of {spoken_day(day)} was never closed. {then}"] if day else []


@command.command("begin", epilog="Begin again to add participants: existing ones stay.")
@click.option("--minutes", type=MINUTES, metavar="N", help="How long you have, such as 90 or 1h30; at first, 90.")
@click.option(
    "--participant",
    "names",
    multiple=True,
    metavar="NAME",
    shell_complete=shell_completion.people,
    help="A participant. Repeatable.",
)
@click.option(
    "--named",
    multiple=True,
    metavar="NAME",
    shell_complete=shell_completion.people,
    help="A participant who agrees to be named beside a vote. Repeatable.",
)
@click.pass_obj
def begin(folder: Path, minutes: int | None, names: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Begin today's sitting, or add to it."""
    workshop = Workshop(open_book(folder))
    put(*_forgotten_lines(workshop, "It stays so, and this one takes over what it left open."))
    was_open = workshop.is_open
    here, planned = (workshop.sitting.names, workshop.plan().minutes) if was_open else ((), None)
    if minutes is None:
        minutes = planned or USUAL_MINUTES  # what is said here is what the sitting holds
    workshop.begin(minutes, (*names, *named))
    _agree(workshop, named)
    say_about_sittings(workshop.session)
    sitting = workshop.sitting
    put(_begun_words(sitting, workshop.plan().minutes, planned))
    put(people_words(sitting), *filter(None, [doubled_words(names, here), doubled_words(named)]))
    if not sitting.participants:
        put("Without participants a vote is a line of digits; --participant NAME enters somebody.")
    put(*parked_lines(sitting.parked, workshop.session), *to_bring_lines(workshop))
    put("`levelbook plan` says what to take up; `levelbook ask --plan` goes through it.")


def _begun_words(sitting: Sitting, minutes: int, before: int | None) -> str:
    """Say whether a sitting has begun, goes on or was closed, and how long it is planned; `before`: was, if it was."""
    planned = f"{plural(minutes, 'minute')}{'' if before in (None, minutes) else f', before {before}'}"
    if sitting.closed:
        return f"The sitting was closed, and stays so; this is added to it. Planned: {planned}."
    return f"The sitting {'has begun' if before is None else 'goes on'}: {planned}."


def _agree(workshop: Workshop, names: tuple[str, ...]) -> None:
    for name in names:
        workshop.agree_to_be_named(name)


@command.command("park")
@click.argument("text")
@click.option(
    "--practice", metavar="ID", shell_complete=shell_completion.practice_ids, help="The practice that it is about."
)
@click.option("--by", "who", metavar="NAME", default="", shell_complete=shell_completion.people, help="Who raised it.")
@click.pass_obj
def park(folder: Path, text: str, practice: str | None, who: str) -> None:
    """Park an item, so that the sitting can continue."""
    workshop = Workshop(open_book(folder))
    practice_id = lookup.practice_id(workshop.session.questionnaire, practice) if practice else ""
    sitting = parked_items.park(workshop, text, practice_id, who)
    put(f"Parked: {sitting.parked[-1].text} ({len(sitting.parked)} in all).")


@command.command("note")
@click.argument("text")
@click.pass_obj
def note(folder: Path, text: str) -> None:
    """Add a line to the minutes."""
    sitting = Workshop(open_book(folder)).add_to_minutes(text)
    put(f"In the minutes: {sitting.minutes.rpartition(chr(10))[2]}")


@command.command(
    "close",
    epilog="Without options it asks step by step, and Enter skips. --owner and --due go with --take-on, --who and "
    "--by with --evidence: give them once for all, or once for each. N is a parked item's number in "
    "`levelbook sitting`; items that are neither settled nor given are carried.",
)
@click.option(
    "--take-on",
    multiple=True,
    metavar="ID[=WORDS]",
    shell_complete=shell_completion.practice_ids,
    help="A step before the next round; without words the practice's open step, or else its next action. Repeatable.",
)
@click.option(
    "--owner", "owners", multiple=True, metavar="NAME", shell_complete=shell_completion.people, help="Who takes it on."
)
@click.option("--due", "dues", multiple=True, metavar="DATE", help="By when it is done.")
@click.option(
    "--evidence", "proofs", multiple=True, metavar="ID=WHAT", help="Evidence that somebody brings. Repeatable."
)
@click.option(
    "--who", "bringers", multiple=True, metavar="NAME", shell_complete=shell_completion.people, help="Who brings it."
)
@click.option("--by", "days", multiple=True, metavar="DATE", help="By when it is brought.")
@click.option("--settle", "settled", multiple=True, metavar="N[=WORDS]", help="Settle a parked item. Repeatable.")
@click.option(
    "--give", "given", multiple=True, metavar="N=NAME[@DATE]", help="Give a parked item to somebody. Repeatable."
)
@click.option(
    "--carry", "carried", multiple=True, metavar="N", help="Carry a parked item to the next sitting. Repeatable."
)
@click.option("--next-round", metavar="DATE", help="When you meet again.")
@click.option(
    "--named",
    multiple=True,
    metavar="NAME",
    shell_complete=shell_completion.people,
    help="A participant who agrees to be named beside a vote. Repeatable.",
)
@click.option("--yes", is_flag=True, help="Close it without questions.")
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@click.pass_obj
def close(
    folder: Path,
    take_on: tuple[str, ...],
    owners: tuple[str, ...],
    dues: tuple[str, ...],
    proofs: tuple[str, ...],
    bringers: tuple[str, ...],
    days: tuple[str, ...],
    settled: tuple[str, ...],
    given: tuple[str, ...],
    carried: tuple[str, ...],
    next_round: str | None,
    named: tuple[str, ...],
    yes: bool,
    plain: bool,
) -> None:
    """Close the sitting, step by step or by options.

    The close covers what you take on, who brings which evidence, who finds out what, what happens to parked items, and
    when you meet again.
    """
    workshop = Workshop(open_book(folder))
    if not workshop.is_open or workshop.sitting.closed:
        workshop.reopen_forgotten()
    closing = Closing(workshop)
    workshop.must_be_open()
    say_about_sittings(workshop.session)
    options = (take_on, owners, dues, proofs, bringers, days, settled, given, carried, next_round, named, yes)
    if not any(options):
        close_step_by_step(workshop, prompter(plain=plain))
        return
    # All of it is looked at before the first is kept.
    steps = _promises(closing, "--take-on", take_on, ("--owner", owners), ("--due", dues))
    pieces = _promises(closing, "--evidence", proofs, ("--who", bringers), ("--by", days))
    day = parameters.needed_day(next_round, "--next-round", workshop.session.now.on) if next_round is not None else None
    decisions = _decisions(closing, settled, given, carried)
    for name in named:
        workshop.participant(name)
    try:
        if day is not None:
            closing.meet_again(day)
        _agree(workshop, named)
        for one in steps:
            number = None if one.words else closing.step_meant(one.practice_id).number
            closing.take_on(one.practice_id, number=number, text=one.words, owner=one.who, due=one.by)
        for one in pieces:
            closing.bring_proof(one.practice_id, one.words, one.who, one.by)
        for decide in decisions:
            decide()
        closing.close()
    finally:  # what the disk refuses is kept, as where the close asks
        Recoveries(workshop).leave()
    put(*closed_lines(closing))


def _decisions(
    closing: Closing, settled: tuple[str, ...], given: tuple[str, ...], carried: tuple[str, ...]
) -> list[Callable[[], object]]:
    """Parse the decisions on parked items, without saving them. Raises UsedWrongly."""
    today, decided = closing.session.now.on, dict[int, Callable[[], object]]()

    def keep(option: str, text: str, number: int, outcome: Outcome, **said: Any) -> None:
        item = closing.parked_item(number)  # by now: others may take one before it off the list
        if number in decided:
            raise UsedWrongly(f"{option} {text}: parked item {number} is there twice.", remedy="Decide on it once.")
        is_replaced = item.decision not in ("", said.get("decision", ""))
        decide = partial(parked_items.decide, closing.workshop, item, item.decided(outcome, **said))
        decided[number] = partial(_decide_anew, closing.workshop, item, decide) if is_replaced else decide

    for text in settled:
        number, words = parameters.number_and_words(text, "--settle")
        keep("--settle", text, number, "settled", decision=words)
    for text in given:
        number, name, day = parameters.number_name_and_day(text, "--give", today)
        if day is None and closing.parked_item(number).owner == name:
            day = closing.parked_item(number).due
        keep("--give", text, number, "given", owner=clean_line(name), due=day)
    for text in carried:
        number, _ = parameters.number_and_words(text, "--carry")
        keep("--carry", text, number, "carried")
    return list(decided.values())


def _decide_anew(workshop: Workshop, item: Parked, decide: Callable[[], object]) -> None:
    """Put the decision in whose place another comes into the minutes: whoever gives a number may not have seen it."""
    workshop.add_to_minutes(earlier_decision_words(item))
    decide()
    put(f"{in_quotes(item.text)} was settled before: {with_full_stop(item.decision)} The minutes have it.")


@command.command(
    "evidence",
    epilog="Evidence that is added to an answer settles it without this command. Say --kept for evidence that took the "
    "place of another piece and was seen before the sitting or on its day: that adds none.",
)
@click.argument("number", type=WHOLE_NUMBER, required=False, metavar="[N]")
@click.option("--kept", is_flag=True, help="It was brought.")
@click.option("--drop", metavar="REASON", help="It is no longer needed, and why.")
@click.option("--who", metavar="NAME", shell_complete=shell_completion.people, help="Who brings it.")
@click.option("--by", "day", metavar="DATE", help="By when it is brought; empty for no day.")
@click.pass_obj
def evidence(folder: Path, number: int | None, kept: bool, drop: str | None, who: str | None, day: str | None) -> None:
    """List the evidence to bring, or say what happened to number N."""
    workshop = Workshop(open_book(folder))
    say_about_sittings(workshop.session)
    if number is None:
        if kept or drop is not None or who is not None or day is not None:
            raise UsedWrongly("Which evidence is meant?", remedy="`levelbook sitting evidence` numbers it.")
        put(*all_to_bring_lines(workshop))
        return
    one = workshop.evidence.numbered(number)
    if [kept, drop is not None, who is not None or day is not None].count(True) != 1:
        raise UsedWrongly(
            f"What happened to evidence {number}?",
            remedy="Give --kept, --drop with a reason, or --who and --by for another person or day.",
        )
    if kept:
        workshop.evidence.settle(one, "kept")
    elif drop is not None:
        workshop.evidence.settle(one, "dropped", drop)
    else:
        by = parameters.day(day, "--by", workshop.session.now.on)
        workshop.evidence.reassign(
            one, one.proof.who if who is None else who, one.proof.by if by is None else by or None
        )
    agreed = dict(workshop.session.sittings.all)[one.day].proofs
    held = next(proof for proof in agreed if proof.key == one.proof.key)
    put(with_full_stop(proof_words(held, workshop.session)))
    score = workshop.session.now.score_of(one.practice)
    if kept and score is not None and (words := holds_none_words(score, workshop.session.now)):
        number_of_practice = workshop.session.questionnaire.numbers[one.practice]
        put(f"{words} `levelbook answer {number_of_practice} --evidence KIND=REF` adds it.")


@frozen
class Promise:
    """A step or a piece of evidence from the options."""

    practice_id: str
    words: str
    who: TextEdit
    by: DayEdit


Option = tuple[str, tuple[str, ...]]


def _promises(closing: Closing, option: str, texts: tuple[str, ...], who: Option, by: Option) -> list[Promise]:
    names = parameters.beside(who[0], who[1], option, len(texts))
    days = parameters.beside(by[0], by[1], option, len(texts))
    if paired := next((name for name in names if name and "=" in name), ""):
        raise UsedWrongly(
            f"{who[0]} {paired}: a name is given alone.",
            remedy=f"Give {who[0]} once for all, or once for each {option}, in the same order.",
        )
    found: list[Promise] = []
    for text, name, day in zip(texts, names, days, strict=True):
        which, words = parameters.practice_and_words(text, option, needs_words=option == "--evidence")
        practice_id = lookup.practice_id(closing.session.questionnaire, which)
        if not words and option == "--take-on":
            closing.step_meant(practice_id)  # which says so where there is none
        found.append(Promise(practice_id, words, name, parameters.day(day, by[0], closing.session.now.on)))
    return found

"""`levelbook offers`: what this team does for others, and what it has taken over from them."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.offers import offer_takeover
from levelbook.book.offers.own_offers import offered_without_level
from levelbook.book.offers.takeover_preview import (
    NOTHING_NEW,
    moved_on_line,
    offer_head,
    take_words,
    taken_line,
    taking_lines,
    titled,
)
from levelbook.book.session import Session
from levelbook.cli import shell_completion
from levelbook.cli.agreement import DRY_RUN, YES, may_write, refuse_both
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, open_session
from levelbook.cli.output import put, put_json
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.offers import MovedOn, Offer, OwnOffer
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.export.json import offers_shape
from levelbook.words.figures import listed, plural
from levelbook.words.offers import STAYS, moved_label, moved_remedy, moved_words

_TAKE_OVER = "Yes, take it over"


@click.group("offers", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the practices that this team offers to others, and those that it has taken over."""
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise UsedWrongly("--json goes with `levelbook offers` alone.")
        return
    session = open_session(ctx.obj)
    if as_json:
        put_json(offers_shape(session.now, session.folder.settings.offers))
        return
    _put_offers(session)


@command.command(
    "take",
    epilog="PATH is the other team's folder, or an edition in it. Unanswered practices are taken over; answered "
    "ones stay unless --practice names them. If you take the offer again after a newer edition, no answer "
    "changes: levelbook shows what moved until somebody confirms it.",
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--practice",
    "practices",
    multiple=True,
    metavar="PRACTICE",
    shell_complete=shell_completion.practice_ids,
    help="Take over only this one, also in place of this team's own answer. Repeatable.",
)
@click.option("--by", metavar="WHO", help="Who takes them over; git's user.name unless given.")
@DRY_RUN
@YES
@click.pass_obj
def take(folder: Path, path: Path, practices: tuple[str, ...], by: str | None, dry_run: bool, yes: bool) -> None:
    """Take over what another team offers in its last edition."""
    refuse_both(dry_run, yes)
    session = open_book(folder, who=by)
    wanted = [lookup.practice_id(session.questionnaire, practice) for practice in practices]
    found = offer_takeover.preview(session, path, wanted)
    say(*found.remarks)
    put(*taking_lines(session, found, otherwise="--practice names it"))
    if found.changes_nothing:
        put(NOTHING_NEW)
        return
    if not may_write(f"{take_words(found)}?", _TAKE_OVER if found.edits else "Yes, keep it", dry_run=dry_run, yes=yes):
        return
    offer_takeover.take(session, found)
    put(taken_line(found))
    if moved := moved_on_line(session):
        goes_on = any(not one.has_ended for one in session.now.all_moved_on.values())
        shows = (
            "`levelbook offers confirm` shows what moved, and takes over what is still offered."
            if goes_on
            else "there is nothing to take over any more. `levelbook offers` says what to do."
        )
        put(f"{moved}: {shows}")


@command.command(
    "confirm",
    epilog="Without a PRACTICE, all of them. An answer with an offer that has ended stays as it is: give your own "
    "level.",
)
@click.argument("practices", nargs=-1, metavar="[PRACTICE…]", shell_complete=shell_completion.practice_ids)
@click.option("--by", metavar="WHO", help="Who confirms; git's user.name unless given.")
@DRY_RUN
@YES
@click.pass_obj
def confirm(folder: Path, practices: tuple[str, ...], by: str | None, dry_run: bool, yes: bool) -> None:
    """Take over newer offers for answers that have moved on."""
    refuse_both(dry_run, yes)
    session = open_book(folder, who=by)
    moved = session.now.all_moved_on
    named = [lookup.practice_id(session.questionnaire, practice) for practice in practices] or list(moved)
    if not named:
        put("No answer has moved on.")
        return
    for name in named:
        if name not in moved:
            raise UsedWrongly(
                f"{session.questionnaire.numbers[name]} has not moved on.", remedy="`levelbook offers` lists what has."
            )
    put(*(_moved_line(session, name, moved[name]) for name in named))
    goes_on = [name for name in named if not moved[name].has_ended]
    if not goes_on:
        put(STAYS)
        return
    if may_write("Take this over?", _TAKE_OVER, dry_run=dry_run, yes=yes):
        session.apply_all({name: Edit(confirm=True) for name in goes_on})
        put(f"Confirmed {plural(len(goes_on), 'answer')}.")


# --- Lines ------------------------------------------------------------------------------------------------------------


def _moved_line(session: Session, name: str, moved: MovedOn) -> str:
    words = f"{titled(session, name)}: {moved_words(moved)}."
    return f"{words} {moved_remedy(moved, session.questionnaire.numbers[name])}" if moved.has_ended else words


def _put_offers(session: Session) -> None:
    own, taken = session.folder.settings.offers, session.offers.by_id
    if not own and not taken:
        put("This team offers nothing to others, and has taken over nothing.")
        put("docs/offers.md says how to offer something; `levelbook offers take PATH` takes over what another offers.")
        return
    if own:
        put("Offered to others, as the next edition will have it:")
        for offer_id, offer in own.items():
            _put_own(session, offer_id, offer)
    if taken:
        put("Taken over from others:")
        for one in taken.values():
            _put_taken(session, one)


def _put_own(session: Session, offer_id: str, own: OwnOffer) -> None:
    put(f"  {offer_id}: {own.for_whom}")
    missing = offered_without_level(session, own)
    for name in own.practices:
        answer = session.now.book.answer(name)
        practice = session.questionnaire.practices.get(name)
        level = "no level yet, so nobody can take it over" if name in missing else f"level {answer.level}"
        if practice is None:
            level = "the questionnaire has no such practice, so nobody can take it over"
        known = practice.criteria if practice else {}
        named = [one if one in known else f"{one} (no such criterion)" for one in own.only.get(name, ())]
        only = f", only {listed(named)}" if named else ""
        put(f"    {titled(session, name)}: {level}{only}")


def _put_taken(session: Session, offer: Offer) -> None:
    put(f"  {offer_head(offer)}")
    moved = session.now.all_moved_on
    answers = session.now.book.answers.items()
    used = {name: answer for name, answer in answers if answer.offer and answer.offer.offer == offer.id}
    for name, answer in used.items():
        put(f"    {titled(session, name)}: level {answer.level}")
        if name in moved:
            put(f"      {moved_label(moved[name])}: {_moved_line(session, name, moved[name]).partition(': ')[2]}")
    unused = [name for name in offer.practices if name not in used]
    if unused:
        put(f"    not taken over: {', '.join(titled(session, name) for name in unused)}")
    if offer.withdrawn:
        put("    withdrawn: nothing is offered any more")

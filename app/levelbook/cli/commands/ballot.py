"""`levelbook ballot`: what participants answered alone, before the workshop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from levelbook.book.ballots import new_ballots
from levelbook.book.ballots.ballot_doubts import doubtful_words
from levelbook.book.ballots.merged_ballots import merged_into_ended_ballots
from levelbook.book.contents.ballots import UNREADABLE_REMEDY
from levelbook.book.export_file import export_source, write_export
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.queue import queue
from levelbook.book.session import Session
from levelbook.cli import shell_completion
from levelbook.cli.apps import apps
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_left_out_ballots
from levelbook.cli.output import cursor_moves, put, put_exactly, put_json, put_table
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.ballots import Ballot, PracticeBallots, compare_ballots
from levelbook.core.errors import CouldNotWrite, ExitCode, FileIsWrong, LevelbookError, NotConfirmed, UsedWrongly
from levelbook.core.text.quotation import speaker
from levelbook.export.json import ballots_shape
from levelbook.export.registry import FORMATS
from levelbook.words.figures import plural
from levelbook.words.files import shown
from levelbook.words.orphans import ballot_words
from levelbook.words.spread import spread_words
from levelbook.words.standing import answered_of_words

FORM = FORMATS["ballot-form"]
NONE_YET = "There are no ballots yet. `levelbook ballot new NAME` makes one."


@click.group("ballot")
def command() -> None:
    """Make, fill in, import and compare ballots, which participants fill in on their own before the workshop."""


@command.command("new", epilog="An anonymous ballot gets a random id, and stores neither name nor times.")
@click.argument("name", required=False)
@click.option("--anonymous", is_flag=True, help="Make it anonymous; NAME may be left out.")
@click.pass_obj
def new(folder: Path, name: str | None, anonymous: bool) -> None:
    """Make an empty ballot for one participant."""
    if not anonymous and not (name or "").strip():
        raise UsedWrongly("The ballot needs a name.", remedy="Give a NAME, or --anonymous.")
    session = open_book(folder)
    participant = "" if anonymous else name or ""
    ballot_id, path = new_ballots.begin(session, participant)
    put(f"Made {shown(path)}. Fill it in:")
    put(
        f"  levelbook ballot fill {ballot_id}   in the terminal",
        f"  levelbook ask --ballot {ballot_id}  in plain lines",
    )


@command.command(
    "form",
    help=f"Write {FORM.what}.",
    epilog="Each participant sends a file back; `levelbook ballot import FILE` imports it.",
)
@click.option("--essential", is_flag=True, help="Only the essential practices.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(),
    metavar="FILE",
    default=FORM.file,
    show_default=True,
    help="The file to write; - prints it.",
)
@click.option("--yes", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def form(folder: Path, essential: bool, target: str, yes: bool) -> None:
    from levelbook.export.ballot_form.page import form_of  # 6 ms, which no other command here needs

    source = export_source(open_book(folder).state, only_essential=essential)
    if target == "-":
        put_exactly(FORM.export(source))
        return
    path = Path(target)
    write_export(FORM, source, path, over=yes, remedy="Name another file with -o, or add --yes.")
    asked = form_of(source)
    put(f"wrote {shown(path)}: {plural(len(asked.practices), 'practice')}, about {asked.minutes} minutes.")
    put("Send it to the participants. It works from disk in any browser, and saves a ballot to send back.")


@command.command("fill")
@click.argument("ballot", metavar="ID", shell_complete=shell_completion.ballot_ids)
@click.pass_obj
def fill(folder: Path, ballot: str) -> None:
    """Open a ballot in the terminal, to answer on your own."""
    session = Session.open_ballot(folder, ballot)
    if not cursor_moves():
        raise UsedWrongly(
            "There is no terminal to open the ballot in.", remedy=f"In plain lines: levelbook ask --ballot {ballot}"
        )
    apps().open_book(session)


@command.command("list")
@click.pass_obj
def list_(folder: Path) -> None:
    """List the ballots and how much each answers; anonymous ones by id."""
    session = open_book(folder)
    rows = [
        (one.id, one.participant or "anonymous", _answered_words(session, one, said="")) for one in session.ballots.all
    ]
    if rows:
        put_table([("Id", "Participant", "Answered"), *rows])
    elif not session.ballots.problems:
        put(_none_words(session))
    put(*(f"cannot be read: {problem}" for problem in session.ballots.problems))
    put(*_told_of_ballots(session))


def _answered_words(session: Session, ballot: Ballot, said: str = " answered") -> str:
    return answered_of_words((ballot.book.answer(score.id).status for score in queue(session)), said)


def _told_of_ballots(session: Session) -> list[str]:
    """Return a sentence for each ballot with answers that no comparison includes, each of an ended round, each
    second one of a participant, and each of another team; and for answers that git merged into one of the last round.
    """
    orphaned = (ballot_words(one, session.questionnaire) for one in session.ballots.all)
    merged = (str(problem) for problem in merged_into_ended_ballots(session))
    return [*filter(None, orphaned), *doubtful_words(session), *merged]


@command.command(
    "import", epilog="A FILE may be a folder of ballots. A refused ballot does not stop the others (exit 3)."
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--anonymous", is_flag=True, help="Leave the names out.")
@click.option("--replace", is_flag=True, help="Replace an earlier ballot of the same participant.")
@click.pass_obj
def import_(folder: Path, files: tuple[Path, ...], anonymous: bool, replace: bool) -> int:
    """Check ballots from elsewhere, and import them."""
    session = open_book(folder)
    taken = new_ballots.import_ballots(session, files, anonymous=anonymous, replacing=replace)
    for one in taken:
        put(*_taken_lines(session, one))
    refused = sum(one.refused is not None and not isinstance(one.refused, NotConfirmed) for one in taken)
    known = sum(one.was_in_already for one in taken)
    if len(taken) > 1:
        already = f"{known} already here, " if known else ""
        put(f"{len(taken) - refused - known} imported, {already}{refused} refused.")
    put(*_count_lines(session))
    if any(isinstance(one.refused, CouldNotWrite) for one in taken):
        return int(ExitCode.COULD_NOT_WRITE)
    return int(ExitCode.FILE_IS_WRONG if refused else ExitCode.DONE)


def _count_lines(session: Session) -> list[str]:
    """Count the ballots as everywhere else, and name those that cannot be read, with the reason and the remedy."""
    there = session.ballots
    if not there.problems:
        if not there.handed_in:
            return [_none_words(session)]
        empty = len(there.all) - len(there.handed_in)
        counted = plural(len(there.handed_in), "ballot") + (f", and {empty} not filled in yet" if empty else " in all")
        return [f"{counted}. `levelbook ballot compare` says where they differ."]
    problems = [f"  {problem}" for problem in there.problems]
    return [f"{there.left_out_words}:", *problems, UNREADABLE_REMEDY]


def _none_words(session: Session) -> str:
    return "No ballot has an answer yet." if session.ballots.all else NONE_YET


def _taken_lines(session: Session, one: new_ballots.ImportedBallot) -> list[str]:
    if isinstance(one.refused, NotConfirmed):
        return [f"{one.path}: imported, but", *(f"  {line}" for line in one.refused.lines())]
    if one.refused is not None:
        return [f"{one.path}: refused.", *(f"  {line}" for line in _reasons(one.refused, one.path))]
    assert one.ballot is not None
    said = f"was already here as {one.ballot.id}" if one.was_in_already else f"imported as {one.ballot.id}"
    return [f"{one.path}: {said}, {_answered_words(session, one.ballot)}.", *(f"  {remark}" for remark in one.remarks)]


def _reasons(error: LevelbookError, path: str) -> list[str]:
    """Return the reasons for refusing a file; its name is in the line above."""
    lines = [line.removeprefix(f"{path}: ") for line in error.lines()]
    most = 5
    if isinstance(error, FileIsWrong) and len(lines) > most:
        return [*lines[:most], f"and {len(lines) - most} more"]
    return lines


@command.command("compare", epilog="“1 at 0, 5 at 2” means: one person gives level 0, five give level 2.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.pass_obj
def compare_(folder: Path, as_json: bool) -> None:
    """Show where the ballots differ, the widest spread first."""
    session = open_book(folder)
    handed_in = session.ballots.handed_in
    heard = compare_ballots(handed_in, session.now.tailoring)
    say_left_out_ballots(session)
    say(*_told_of_ballots(session))
    if as_json:
        names = shown_names(session.state, others=[ballot.participant for ballot in handed_in])
        put_json(ballots_shape(heard, session.questionnaire, names))
        return
    if not heard:
        if session.ballots.problems:
            put("No ballot that can be read has an answer.")
        else:
            put(_none_words(session))
        return
    put(f"{plural(len(handed_in), 'ballot')}, {plural(len(heard), 'practice')}; widest spread first.", "")
    for one in heard:
        put(*_heard_lines(session, one))


def _heard_lines(session: Session, one: PracticeBallots) -> list[str]:
    practice = session.questionnaire.practices[one.practice_id]
    title = f"{session.questionnaire.numbers[practice.id]} {practice.title}"
    spread = one.spread
    if spread is None:
        without = [answer.status for _, answer in one.said]
        counted = [
            f"{without.count(status)} {words}"
            for status, words in (("unsure", "unsure"), ("not-applicable", "not applicable"))
            if status in without
        ]
        counts = f"no levels, {', '.join(counted)}" if counted else "only notes"
    else:
        counts = spread_words(spread)
    notes = [
        f"    {speaker(ballot.participant) or 'somebody'}{'' if answer.level is None else f', {answer.level}'}: {line}"
        for ballot, answer in one.said
        for line in _own_words(answer)
    ]
    return [f"{title}: {counts}", *notes]


def _own_words(answer: Answer) -> Iterator[str]:
    """Yield what somebody wrote in a ballot about one practice: why it does not apply to the team, and the note."""
    if answer.not_applicable:
        yield f"not applicable: {answer.not_applicable}"
    if answer.note:
        yield " / ".join(answer.note.split("\n"))

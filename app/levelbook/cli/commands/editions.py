"""`levelbook editions`: list the editions."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from levelbook.book.editions.editions import Edition, keep_both
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.session import Session
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_session, say_if_all_are_of_another_team
from levelbook.cli.output import put, put_json, put_table
from levelbook.core.answers.shown_names import ShownNames
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.errors import ExitCode, FileIsWrong, UsedWrongly
from levelbook.export.json import figures_shape
from levelbook.guide.text.phrases import people_named
from levelbook.words.figures import figure_words, level_words, listed
from levelbook.words.files import shown, typed
from levelbook.words.proof import proven_in_series


@click.command(
    "editions",
    epilog="--json prints a list of {name, number, previous, sealed_at, sealed_on, signed_by, questionnaire: "
    "{id, version}, overall, altered}; overall as in `score --json`, altered the files that say something else now.",
)
@click.option("--json", "as_json", is_flag=True, help="The editions with their figures as JSON.")
@click.option(
    "--keep-both",
    "twice",
    metavar="NAME",
    help="When two branches that are merged both sealed NAME: keep both, the other branch's under a new name.",
)
@click.option(
    "--copy",
    "copied",
    metavar="NAME DIR",
    type=(str, click.Path(path_type=Path)),
    help="Copy NAME with its questionnaire to DIR/NAME, so that the copy is complete.",
)
@click.pass_obj
def command(folder: Path, as_json: bool, twice: str | None, copied: tuple[str, Path] | None) -> int:
    """List the editions, oldest first."""
    if as_json + (twice is not None) + (copied is not None) > 1:
        raise UsedWrongly("--json, --keep-both and --copy cannot be used together.", remedy="Give one of them.")
    if twice is not None:
        _keep_both(folder, twice)
        return int(ExitCode.DONE)
    session = open_session(folder, tells_of_editions=True)
    say_if_all_are_of_another_team(session)
    if copied is not None:
        name, into = copied
        from levelbook.book.editions.edition_copy import copy_edition  # 7 ms, which a list of editions does without

        put(f"Copied edition {name} with its questionnaire to {shown(copy_edition(session.editions, name, into))}.")
        return int(ExitCode.DONE)
    shapes: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []
    proven: list[tuple[Fraction | None, Scorecard | None]] = []
    unreadable = False
    names = shown_names(session.state)
    for edition in session.editions.all:
        try:
            if as_json:
                shapes.append(_shape(session, edition, names))
            else:
                rows.append(_cells(session, edition, names))
                proven.append(_proven(session, edition))
        except FileIsWrong as wrong:  # its questionnaire; the others are none the worse for it
            say("levelbook: Left out, because it cannot be read:", *(f"  {one}" for one in wrong.each_with_remedy()))
            unreadable = True
    if as_json:
        put_json(shapes)
    elif rows:
        heads = ("", "Edition", "Sealed", "Level", "Target", "Proven", "Signed by")
        wide = len(heads) - (not any(row[-1] for row in rows))  # where nobody signed, nothing is said of it
        rows = [(*row[:-1], proof, row[-1]) for row, proof in zip(rows, proven_in_series(proven), strict=True)]
        put_table([row[:wide] for row in (heads, *rows)], right=(0, 4, 5))
    elif not session.editions.problems and not unreadable:
        put("Nothing has been sealed yet. `levelbook seal` makes the first edition.")
    return int(ExitCode.FILE_IS_WRONG if session.editions.problems or unreadable else ExitCode.DONE)


def _keep_both(folder: Path, name: str) -> None:
    mine, theirs = keep_both(folder, name)
    put(
        f"Kept {shown(mine.path)} as this branch sealed it, and {shown(theirs.path)} as the other branch did.",
        f"Continue the merge: `git add {typed(mine.path.parent)}`; `levelbook guide --repair` merges the guide.",
    )


def _cells(session: Session, edition: Edition, names: ShownNames) -> tuple[str, ...]:
    overall = session.editions.figures(edition)
    return (
        str(edition.number),
        edition.name,
        edition.day.isoformat(),
        level_words(overall),
        figure_words(overall.target),
        listed(people_named(names.signatures(edition.signed_by))),
    )


def _proven(session: Session, edition: Edition) -> tuple[Fraction | None, Scorecard]:
    """Return the figure that counts as proven, with the scorecard that says whether evidence proves any of it."""
    return session.editions.figures(edition).evidenced, session.editions.assessment(edition).scorecard


def _shape(session: Session, edition: Edition, names: ShownNames) -> dict[str, Any]:
    """Return one edition in the shape of docs/json.md; overall has the eight figures of score."""
    from levelbook.book.editions.edition_audit import alterations_in  # 7 ms, which the list for people does without

    assessment = session.editions.assessment(edition)
    return {
        "name": edition.name,
        "number": edition.number,
        "previous": edition.previous,
        "sealed_at": edition.sealed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sealed_on": edition.day.isoformat(),
        "signed_by": list(names.signatures(edition.signed_by)),
        "questionnaire": {"id": assessment.questionnaire.id, "version": assessment.questionnaire.version},
        "overall": figures_shape(session.editions.figures(edition)),
        "altered": sorted(one.name for one in alterations_in(session.editions, edition).altered),
    }

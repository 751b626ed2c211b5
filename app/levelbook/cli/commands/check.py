"""`levelbook check`: everything that CI should know about a book."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from levelbook.book.checks.check import Findings, check
from levelbook.book.checks.limits import Limits
from levelbook.cli.diagnostics import say
from levelbook.cli.number_parameter import SHARE, WholeNumberIn
from levelbook.cli.output import put, put_json
from levelbook.cli.template_trust import agree, trust_option
from levelbook.core.errors import ExitCode, Problem
from levelbook.words.figures import plural, problems_words


@click.command(
    "check",
    epilog="--json prints {ok, problems, notices}: two lists of {message, path, key, line, remedy}, null where "
    "there is nothing. Problems make the check fail; notices, such as late steps, do not.",
)
@click.option(
    "--min-attainment",
    type=SHARE,
    metavar="X",
    help="Fail when less of the target is reached than X, a share from 0 to 1. Unanswered practices count as level 0.",
)
@click.option(
    "--max-age",
    type=WholeNumberIn(min=0),
    metavar="DAYS",
    help="Fail when the edition of the last round is older than this.",
)
@click.option(
    "--max-stale",
    type=WholeNumberIn(min=0),
    metavar="N",
    help="Fail when evidence has expired for more practices than this.",
)
@click.option(
    "--with-orphaned-answers",
    is_flag=True,
    help="Do not fail because of answers to practices and facts that are not in the questionnaire.",
)
@trust_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def command(
    folder: Path,
    min_attainment: float | None,
    max_age: int | None,
    max_stale: int | None,
    with_orphaned_answers: bool,
    trust: str | None,
    as_json: bool,
) -> int:
    """Check a book for CI: wrong files, an outdated guide, altered editions. Exit 1 when something is found."""
    agree(folder, trust)
    limits = Limits(min_attainment, max_age, max_stale)
    findings = check(folder, limits, with_orphaned_answers=with_orphaned_answers)
    say(*findings.left_elsewhere)
    if as_json:
        put_json(_shape(findings))
    else:
        put(*(str(problem) for problem in findings.problems), *(f"note: {notice}" for notice in findings.notices))
        put(_verdict(findings))
    return int(ExitCode.FOUND if findings.problems else ExitCode.DONE)


def _verdict(findings: Findings) -> str:
    if findings.problems:
        return problems_words(findings.problems)
    notes = sum(notice.stands_for for notice in findings.notices)
    return f"No problems found; {plural(notes, 'note')}." if notes else "No problems found."


def _shape(findings: Findings) -> dict[str, Any]:
    """`{ok, problems: [{message, path, key, line, remedy}], notices: [the same]}`, null where there is nothing."""
    return {
        "ok": not findings.problems,
        "problems": [_problem_shape(problem) for problem in findings.problems],
        "notices": [_problem_shape(notice) for notice in findings.notices],
    }


def _problem_shape(problem: Problem) -> dict[str, Any]:
    told = {key: None if value == "" else value for key, value in asdict(problem).items()}
    del told["stands_for"]  # its message says so
    return told

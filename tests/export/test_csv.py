"""The CSV file has a row for each practice, which says what was answered and what follows from it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.export.csv import table
from levelbook.export.registry import FORMATS
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, new_book


def rows_of(session: Session) -> dict[str, dict[str, str]]:
    text = FORMATS["csv"].export(export_source(session.state)).decode("utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_each_practice_has_a_row_in_order_with_answer_and_figures(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1, owner="Priya", due=date(2026, 12, 4), note="two\nlines, “quoted”"))
    session.apply(
        BACKUPS, Edit(evidence=(Evidence(kind="documented", reference="Runbook", seen_on=date(2026, 11, 2)),))
    )
    session.apply(BACKUPS, Edit(step=StepEdit(text="Restore one", owner="Tom", ticket="RA-1")))
    session.apply(RESTORES, Edit(unsure=True))

    rows = rows_of(session)

    assert list(rows) == list(PRACTICES)
    backups = rows[BACKUPS]
    assert (backups["answer"], backups["owner"], backups["due"]) == ("1", "Priya", "2026-12-04")
    assert backups["note"] == "two\nlines, “quoted”"
    assert (backups["evidence"], backups["steps"]) == ("documented: Runbook (2026-11-02)", "Restore one (Tom, RA-1)")
    assert (backups["low"], backups["high"], backups["gap"]) == (
        "1",
        "1",
        str(session.now.scorecard.practices[BACKUPS].gap),
    )
    assert (rows[RESTORES]["answer"], rows[RESTORES]["low"], rows[RESTORES]["high"]) == ("unsure", "0", "3")
    assert (rows[REVIEWS]["answer"], rows[REVIEWS]["status"]) == ("", "unanswered")


def test_what_does_not_apply_has_its_reason_and_no_figures(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(REVIEWS, Edit(not_applicable="nobody changes anything"))

    row = rows_of(session)[REVIEWS]

    assert (row["answer"], row["reason"], row["counts"]) == ("not applicable", "nobody changes anything", "no")
    assert {row[name] for name in ("target", "low", "high", "evidenced", "gap", "priority")} == {""}


def test_what_people_wrote_is_no_formula(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(note="=1+1", owner="@Priya"))

    row = rows_of(session)[BACKUPS]

    assert (row["note"], row["owner"]) == ("'=1+1", "'@Priya")


def test_what_people_wrote_is_no_number_or_day_and_the_columns_of_figures_are(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1, owner="0815", due=date(2026, 12, 4), note="24/7"))

    row = rows_of(session)[BACKUPS]

    assert (row["owner"], row["note"]) == ("'0815", "'24/7")
    assert (row["answer"], row["due"]) == ("1", "2026-12-04")


def test_the_head_of_a_column_is_no_formula_either() -> None:
    """A portfolio's columns are named after sections, and their names come with another team's edition."""
    assert table(("Unit", "=1+1"), [("cards", -1)]) == b"Unit,'=1+1\r\ncards,-1\r\n"

"""Steps go to an issue tracker as CSV, and the tickets that were made of them come back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from levelbook.book import answer_import
from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.tickets import TicketsFound
from levelbook.core.errors import FileIsWrong
from levelbook.export.registry import FORMATS
from support.small_book import BACKUPS, REVIEWS, new_book

JIRA = "Summary,Issue key,Issue id,Labels,Labels,Description"
GITLAB = "Title,Description,Issue ID,URL,State"


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1, owner="Priya", due=date(2027, 1, 29)))
    session.apply(BACKUPS, Edit(step=StepEdit(text="Restore one", owner="@tom", due=date(2026, 12, 4))))
    session.apply(BACKUPS, Edit(step=StepEdit(text="/close every door, “all”")))
    session.apply(BACKUPS, Edit(step=StepEdit(text="Has one", ticket="RA-1")))
    session.apply(BACKUPS, Edit(step=StepEdit(text="Is done", done_on=date(2026, 11, 2))))
    session.apply(REVIEWS, Edit(level=1, step=StepEdit(text="Ask Tom")))
    return session


def steps(session: Session) -> list[dict[str, str]]:
    text = FORMATS["steps"].export(export_source(session.state)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def back(session: Session, heads: str, *rows: tuple[str, ...]) -> TicketsFound:
    text = io.StringIO()
    csv.writer(text).writerows([heads.split(","), *rows])
    path = session.folder.path.parent / "issues.csv"
    path.write_text(text.getvalue(), "utf-8")
    return answer_import.read_tickets(session, path)


def tickets(session: Session) -> list[str]:
    return [step.ticket for name in (BACKUPS, REVIEWS) for step in session.now.book.answer(name).steps]


def test_open_steps_without_a_ticket_go_out(session: Session) -> None:
    rows = steps(session)

    assert [row["title"] for row in rows] == ["Restore one", "/close every door, “all”", "Ask Tom"]
    assert [row["due_date"] for row in rows] == ["2026-12-04", "2027-01-29", ""]
    assert [row["Summary"] for row in rows] == [row["title"] for row in rows]
    assert [row["owner"] for row in rows] == ["'@tom", "Priya", ""]
    session.apply(BACKUPS, Edit(step=StepEdit(number=1, due="")))
    assert steps(session)[0]["due_date"] == "", "the day of the practice's owner is not that of somebody else's step"


def test_a_description_does_nothing_on_a_forge(session: Session) -> None:
    description = steps(session)[0]["description"]

    assert "Owner: `@tom`" in description
    assert not any(line.startswith("/") for row in steps(session) for line in row["description"].splitlines())


def test_no_step_gives_a_file_with_its_heads_alone(tmp_path: Path) -> None:
    assert steps(new_book(tmp_path)) == []


def test_tickets_of_jira_come_back_to_their_steps(session: Session) -> None:
    first, second, third = (row["description"] for row in steps(session))

    found = back(
        session,
        JIRA,
        ("Restore one", "RA-7", "10007", "a", "b", first),
        ("something else", "RA-8", "10008", "", "", "no step"),
        ("every door", "RA-9", "10009", "", "", f"edited\n{second}"),
        ("Ask Tom", "RA-10", "10010", "", "", third),
    )
    answer_import.take_tickets(session, found)

    assert (len(found.changes), found.refused, found.held) == (3, (), 0)
    assert tickets(session) == ["RA-7", "RA-9", "RA-1", "", "RA-10"]
    assert session.now.book.answer(BACKUPS).level == 1


def test_gitlab_names_tickets_by_their_address_and_github_by_their_number(session: Session) -> None:
    first, _, third = (row["description"] for row in steps(session))
    address = "https://git.example/team/alder/-/issues/12"

    assert back(session, GITLAB, ("t", first, "12", address, "opened")).changes[0].ticket == address
    assert back(session, "number,title,body", ("77", "Ask Tom", third)).changes[0].ticket == "#77"


def test_what_is_there_already_or_not_clear_changes_nothing(session: Session) -> None:
    first, second, third = (row["description"] for row in steps(session))
    answer_import.take_tickets(session, back(session, JIRA, ("", "RA-7", "", "", "", first)))
    session.apply(REVIEWS, Edit(step=StepEdit(number=1, text="Ask Ana")))

    found = back(
        session,
        JIRA,
        ("", "RA-7", "", "", "", first),
        ("", "RA-8", "", "", "", first),
        ("", "RA-9", "", "", "", second),
        ("", "RA-10", "", "", "", second),
        ("", "RA-11", "", "", "", third),
        ("", "RA-12", "", "", "", f"{first} {second}"),
    )

    assert (found.held, [change.ticket for change in found.changes]) == (1, ["RA-9"])
    assert [refusal.partition(": ")[2] for refusal in found.refused] == [
        "RA-8: “Restore one” has the ticket RA-7 already.",
        "RA-10: the same step is RA-9 further up.",
        "RA-11: no step of changes.reviews has these words any more, or it is one of another team.",
        "RA-12: it carries the marks of 2 steps, so nobody can tell which one it was made from.",
    ]


def test_an_issue_with_a_mark_is_never_passed_over_in_silence(session: Session) -> None:
    first, second, third = (row["description"] for row in steps(session))

    found = back(
        session,
        JIRA,
        ("t", "RA-7", "", "", "", f"{first} {first}"),
        ("t", "", "", "", "", second),
        ("t", "RA-9", third),
        ("t", "#REF!", "", "", "", third),
        ("t", "RA-10", "no mark"),
    )

    assert [change.ticket for change in found.changes] == ["RA-7"]
    assert [refusal.partition(": ")[2] for refusal in found.refused] == [
        "it carries the mark of a step, and its column Issue key is empty.",
        "RA-9: It has 3 cells and the first line 6: a quotation mark may be missing.",
        "#REF!: its column Issue key holds an error, not a ticket.",
    ]


def test_a_ticket_in_which_the_file_was_cut_off_is_refused(session: Session) -> None:
    row = steps(session)[0]
    back(session, "body,number", (row["description"], "391"))
    path = session.folder.path.parent / "issues.csv"
    path.write_bytes(path.read_bytes()[:-3])

    found = answer_import.read_tickets(session, path)

    assert (len(found.changes), len(found.refused)) == (0, 1)


def test_a_file_without_a_column_for_the_ticket_is_refused(session: Session) -> None:
    with pytest.raises(FileIsWrong, match="No column names the ticket: Title, Body is there"):
        back(session, "Title,Body", ("a", "b"))


def test_a_column_for_the_ticket_that_is_there_twice_is_refused(session: Session) -> None:
    with pytest.raises(FileIsWrong, match="Two columns are headed URL"):
        back(session, "URL,URL,Body", ("a", "b", "c"))

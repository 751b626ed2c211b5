"""A CSV file that went out comes back, as a person, a program or a spreadsheet saved it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelbook.book import answer_import
from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.answer_import import AnswerImport
from levelbook.core.errors import FileIsWrong
from levelbook.export.registry import FORMATS
from levelbook.imports.csv_file import MAY_BE_CUT
from support.small_book import BACKUPS, RESTORES, REVIEWS, new_book
from support.spreadsheets import saved_by_libreoffice

Rows = list[dict[str, str]]
TEXTS = st.text(alphabet=st.sampled_from("'=+-@\t\n\r;,\" aß\u2028\x1b")) | st.text(max_size=40)


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1, owner="@Priya", note="=1+1\nand more", due=date(2026, 12, 4)))
    return session


def sent(session: Session) -> Path:
    path = session.folder.path.parent / "answers.csv"
    path.write_bytes(FORMATS["csv"].export(export_source(session.state)))
    return path


def edited(path: Path, change: Callable[[Rows], object], separator: str = ",") -> Path:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8-sig")
    return path


def with_empty_columns(path: Path, *heads: str) -> Path:
    first, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    text = io.StringIO()
    csv.writer(text).writerows([[*first, *heads], *([*row, *("" for _ in heads)] for row in rows)])
    path.write_text(text.getvalue(), "utf-8", newline="")
    return path


def look(session: Session, path: Path) -> AnswerImport:
    return answer_import.read_returned(session, path, "csv")


def test_a_file_that_nobody_touched_changes_nothing(session: Session) -> None:
    found = look(session, sent(session))

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_was_answered_is_taken_whatever_separates_the_cells(session: Session, separator: str) -> None:
    def answer(rows: Rows) -> None:
        rows[0]["answer"], rows[0]["owner"] = "2", "'@Priya"
        rows[1]["answer"], rows[2]["due"] = "unsure", "2027-01-29"

    found = look(session, edited(sent(session), answer, separator))
    answer_import.take(session, found)

    assert [(one.practice_id, one.fields) for one in found.changes] == [
        (BACKUPS, ("answer",)),
        (RESTORES, ("answer",)),
        (REVIEWS, ("due",)),
    ]
    assert session.now.book.answer(BACKUPS).note == "=1+1\nand more"
    assert session.now.book.answer(BACKUPS).owner == "@Priya"


def test_a_row_that_cannot_be_meant_is_refused_alone(session: Session) -> None:
    def answer(rows: Rows) -> None:
        rows[0]["answer"], rows[1]["answer"] = "perfect", "3"
        rows.append(dict(rows[2]))

    found = look(session, edited(sent(session), answer))

    assert [change.practice_id for change in found.changes] == [RESTORES]
    assert [refusal.place for refusal in found.refused] == ["line 3", "line 5", "line 6"]


def test_a_row_with_another_number_of_cells_is_refused(session: Session) -> None:
    path = sent(session)
    path.write_bytes(path.read_bytes().removesuffix(b"\r\n") + b",and more\r\n")

    [refusal] = look(session, path).refused

    assert (refusal.practice_id, "a quotation mark may be missing" in refusal.why) == (REVIEWS, True)


def test_a_row_in_which_the_file_was_cut_off_is_refused(session: Session) -> None:
    def answer(rows: Rows) -> None:
        for row in rows:
            row["note"] = row.pop("note")  # the last column
            row["note"] = "Not on Sundays"

    path = edited(sent(session), answer)
    path.write_bytes(path.read_bytes()[: -len("Sundays\n")])

    found = look(session, path)

    assert ([one.practice_id for one in found.changes], [one.why for one in found.refused]) == (
        [BACKUPS, RESTORES],
        [MAY_BE_CUT],
    )


def test_a_file_of_another_team_is_refused_and_both_teams_are_named(session: Session, tmp_path: Path) -> None:
    other = new_book(tmp_path / "other", team="=Cards")
    path = edited(sent(other), lambda rows: rows[2].update(answer="2"))

    assert [one.practice_id for one in look(other, path).changes] == [REVIEWS]
    with pytest.raises(FileIsWrong, match="of “=Cards”, and this is the book of “Retail”"):
        look(session, path)


def test_a_file_that_is_none_of_ours_is_refused_with_a_word(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    for content, message in (
        (b"", "The columns that identify rows are missing"),
        (b"id,answer\n", "The columns that identify rows are missing: rev, sent."),
        (b"caf\xe9\n", "This file is not in UTF-8."),
        (b'id,rev,sent\n"open', "This is not a CSV file"),
    ):
        path.write_bytes(content)
        with pytest.raises(FileIsWrong, match=message):
            look(session, path)


@pytest.mark.parametrize("head", ["note", "owner", "answer", "title", "sent"])
def test_a_column_that_is_there_twice_empties_nothing_and_the_file_is_refused(session: Session, head: str) -> None:
    path = with_empty_columns(sent(session), head)

    with pytest.raises(FileIsWrong, match=f"Two columns are headed {head}"):
        look(session, path)


def test_a_column_of_somebodys_own_may_be_there_twice(session: Session) -> None:
    path = with_empty_columns(sent(session), "seen", "seen")

    assert look(session, path).untouched == 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=TEXTS, owner=TEXTS)
def test_any_text_comes_back_as_it_was(session: Session, note: str, owner: str) -> None:
    session.apply(REVIEWS, Edit(note=note, owner=owner))

    found = look(session, sent(session))

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)


def test_cells_of_nothing_but_blanks_say_nothing(session: Session) -> None:
    def blank(rows: Rows) -> None:
        for row in rows:
            row.update({column: row[column] or " " for column in ("answer", "reason", "note", "owner", "due")})

    found = look(session, edited(sent(session), blank))

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)


def test_a_file_that_libreoffice_saved_changes_nothing(session: Session) -> None:
    found = look(session, saved_by_libreoffice(sent(session), "csv"))

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_row_whose_words_were_read_in_a_wrong_encoding_is_refused(session: Session, encoding: str) -> None:
    session.apply(REVIEWS, Edit(note="Prüfung – läuft", owner="Åsa"))
    path = edited(sent(session), lambda rows: [row.update(answer="2") for row in rows[1:]])
    path.write_text(path.read_text("utf-8-sig").encode().decode(encoding, "replace"), "utf-8-sig")

    found = look(session, path)

    assert [change.practice_id for change in found.changes] == [RESTORES]
    [refusal] = found.refused
    assert refusal.practice_id == REVIEWS
    assert "note: “ü” came back as “" in refusal.why
    assert "Open it as UTF-8" in refusal.why


@pytest.mark.parametrize("marks", ["?", "??"])
def test_a_row_whose_words_were_saved_without_some_characters_is_refused(session: Session, marks: str) -> None:
    session.apply(REVIEWS, Edit(note="Tom → Ana 🎉"))
    path = edited(sent(session), lambda rows: rows[2].update(note=f"Tom ? Ana {marks}"))

    [refusal] = look(session, path).refused

    assert "“→” came back as “?”" in refusal.why


@pytest.mark.parametrize(
    "note", ["Gr??e ? ?ok?", "Gr\ufffd\ufffde \ufffd \ufffdok\ufffd", "#NAME?", "########", "Err:502\n"]
)
def test_a_note_that_a_program_made_does_not_replace_one_that_somebody_wrote(session: Session, note: str) -> None:
    session.apply(REVIEWS, Edit(note="Grüße – “ok”"))

    found = look(session, edited(sent(session), lambda rows: rows[2].update(note=note)))

    assert (found.changes, [refusal.practice_id for refusal in found.refused]) == ((), [REVIEWS])


def test_an_error_that_was_in_the_book_already_stays_there(session: Session) -> None:
    session.apply(REVIEWS, Edit(note="#N/A"))
    path = edited(sent(session), lambda rows: rows[2].update(answer="2"))

    assert [change.fields for change in look(session, path).changes] == [("answer",)]


def test_words_that_were_rewritten_are_taken_with_whatever_letters(session: Session) -> None:
    session.apply(REVIEWS, Edit(note="Prüfung läuft…"))
    path = edited(sent(session), lambda rows: rows[2].update(note="Pruefung laeuft?"))

    assert [change.practice_id for change in look(session, path).changes] == [REVIEWS]

"""An audit that CISO Assistant exported answers the book that its framework came from, or that was made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from levelbook.book import answer_import
from levelbook.book.authoring import question_import
from levelbook.book.authoring.question_import import Choices
from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.export.registry import FORMATS
from levelbook.imports.ciso_assistant_csv import rows_elsewhere
from levelbook.imports.csv_file import MAY_BE_CUT
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.export_sources import source_of
from support.small_book import BACKUPS, RESTORES, REVIEWS, new_book

HEADS = ("urn", "ref_id", "name", "description", "compliance_result", "requirement_progress", "score", "observations")
URN = "urn:house:risk:req_node:kitchen"


def audit(*rows: Mapping[str, str], separator: str = ";") -> bytes:
    """A file as its exporter writes it: semicolons, a mark at its head."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADS, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def test_our_own_audit_comes_back_into_an_empty_book(tmp_path: Path) -> None:
    for name in ("full", "empty"):
        (tmp_path / name).mkdir()
    full, empty = new_book(tmp_path / "full"), new_book(tmp_path / "empty")
    full.apply(BACKUPS, Edit(level=2, note="In the cellar."))
    full.apply(RESTORES, Edit(not_applicable="Nothing to restore.", note="Ana said so.\nTwice."))
    full.apply(REVIEWS, Edit(unsure=True, note="Ask Tom."))
    path = tmp_path / "audit.csv"
    path.write_bytes(FORMATS["ciso-assistant-audit"].export(export_source(full.state)))

    found = answer_import.read_elsewhere(empty, path, "ciso-assistant")

    assert found.edits == {
        BACKUPS: Edit(level=2, note="In the cellar."),
        RESTORES: Edit(not_applicable="Nothing to restore.", note="Ana said so.\nTwice."),
        REVIEWS: Edit(note="Ask Tom."),
    }
    assert (found.refused, found.untouched) == ((), 0)


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("name", "Backups", "Copies"), ("description", "", "Make copies of everything."), ("description", "", "")],
)
def test_an_audit_that_shows_other_words_than_those_asked_here_answers_none_of_them(
    tmp_path: Path, column: str, old: str, new: str
) -> None:
    book = new_book(tmp_path)
    own = FORMATS["ciso-assistant-audit"].export(export_source(book.state)).decode()
    first, *rows = csv.DictReader(io.StringIO(own, newline=""))
    asked = book.questionnaire.practices[BACKUPS]
    assert first["name"] == "Backups" and asked.rule
    first |= {"score": "2", "description": f"{asked.rule}\n\n{asked.question}"}
    first |= {column: new} if old != new else {}
    path = tmp_path / "audit.csv"
    path.write_bytes(audit(*({name: row[name] for name in HEADS if name in row} for row in (first, *rows))))

    found = answer_import.read_elsewhere(book, path, "ciso-assistant")

    why = [refusal.why for refusal in found.refused]
    assert why == (["It answers other words than those that are asked here."] if old != new else [])
    assert found.edits == ({} if why else {BACKUPS: Edit(level=2)})


@pytest.mark.parametrize(("cut", "taken"), [(0, {BACKUPS: Edit(level=2, note="Not on Sundays")}), (8, {})])
def test_a_row_in_whose_note_the_file_was_cut_off_is_refused(
    tmp_path: Path, cut: int, taken: Mapping[str, Edit]
) -> None:
    book = new_book(tmp_path)
    own = FORMATS["ciso-assistant-audit"].export(export_source(book.state)).decode()
    urn = next(csv.DictReader(io.StringIO(own, newline="")))["urn"]
    whole = audit({"urn": urn, "compliance_result": "compliant", "score": "2", "observations": "Not on Sundays"})
    (tmp_path / "audit.csv").write_bytes(whole[: len(whole) - cut])

    found = answer_import.read_elsewhere(book, tmp_path / "audit.csv", "ciso-assistant")

    assert (found.edits, [refusal.why for refusal in found.refused]) == (taken, [MAY_BE_CUT] if cut else [])


def test_an_answer_to_a_practice_that_is_not_asked_here_is_refused_and_a_blank_one_passed_over(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    own = FORMATS["ciso-assistant-audit"].export(export_source(book.state)).decode()
    urn = next(csv.DictReader(io.StringIO(own, newline="")))["urn"]
    content = audit(
        {"urn": urn, "compliance_result": "compliant", "score": "2"},
        {"urn": urn.replace("backups", "tapes"), "compliance_result": "compliant", "score": "2"},
        {"urn": urn.replace("backups", "disks"), "compliance_result": "not_assessed"},
        {"urn": urn.partition(".")[0], "compliance_result": "partially_compliant"},
    )
    (tmp_path / "audit.csv").write_bytes(content)

    found = answer_import.read_elsewhere(book, tmp_path / "audit.csv", "ciso-assistant")

    assert found.edits == {BACKUPS: Edit(level=2)}
    [refused] = found.refused
    assert refused.why == "The questionnaire has no practice “data.tapes”."


def test_an_audit_that_scores_documentation_too_gives_the_level_of_the_implementation_and_says_what_it_leaves(
    tmp_path: Path,
) -> None:
    book = new_book(tmp_path)
    own = FORMATS["ciso-assistant-audit"].export(export_source(book.state)).decode()
    rows = list(csv.DictReader(io.StringIO(own, newline="")))
    scored = [{"urn": rows[0]["urn"], "compliance_result": "compliant", "implementation_score": "2"}]
    text = io.StringIO()
    writer = csv.DictWriter(text, (*scored[0], "documentation_score"), delimiter=";", restval="1")
    writer.writeheader()
    writer.writerows(scored)

    found = rows_elsewhere(text.getvalue().encode(), "audit.csv", book.questionnaire)

    taken, left = found
    assert (taken.practice_id, taken.said.answer, taken.fault) == (rows[0]["ref_id"], "2", "")
    assert left.place == "column documentation_score"
    assert left.fault.startswith("1 score is not imported, because this book does not ask about documentation.")


def imported(folder: Path, *, documentation: bool = False, **framework: Any) -> Questionnaire:
    asked = {"assessable": True, "depth": 1, "description": "See to it."}
    nodes = [{"urn": f"{URN}:{at}", "ref_id": str(at), "weight": at, **asked} for at in (1, 2, 3)]
    questions = {
        f"q{at}": {
            "type": "unique_choice",
            "text": f"{at}?",
            "choices": [{"urn": f"c{at}{add}", "value": str(add), "add_score": add} for add in (1, 2)],
        }
        for at in (1, 2)
    }
    nodes.append({"urn": f"{URN}:4", "ref_id": "4", **asked, "questions": questions})
    whole = {"name": "Kitchen", "ref_id": "kitchen", "requirement_nodes": nodes, **framework}
    (folder / "kitchen.yaml").write_text(yaml.safe_dump({"objects": {"framework": whole}}), "utf-8")
    rule = "sum" if framework.get("max_score") == 4 else "mean"
    choices = Choices(rule=rule, documentation=documentation)
    question_import.import_questions("ciso-assistant", folder / "kitchen.yaml", folder / "kitchen", choices)
    return read_questionnaire(folder / "kitchen")


@pytest.mark.parametrize("most", [4, 5])
def test_scores_of_a_framework_are_its_levels_whatever_they_weigh(tmp_path: Path, most: int) -> None:
    known = imported(tmp_path, min_score=1, max_score=most)
    content = audit(
        {"urn": f"{URN}:1", "compliance_result": "compliant", "score": "3"},
        {"urn": f"{URN}:2", "compliance_result": "partially_compliant", "score": "2", "observations": "'=1"},
        {"urn": f"{URN}:3", "compliance_result": "not_assessed"},
        {"urn": f"{URN}:4", "compliance_result": "compliant", "score": "1"},
        {"urn": "urn:house:section", "name": "A section"},
    )

    rows = rows_elsewhere(content, "audit.csv", known)

    assert [(row.said.answer, row.said.note) for row in rows] == [("2", ""), ("1", "=1"), ("", ""), ("", "")]
    assert rows[3].fault.startswith("CISO Assistant computes its score from 2 questions")


@pytest.mark.parametrize("most", [4, 5])
def test_both_scores_of_a_requirement_are_taken_in(tmp_path: Path, most: int) -> None:
    known = imported(tmp_path, documentation=True, min_score=1, max_score=most)
    content = (
        b"urn;compliance_result;implementation_score;documentation_score;observations\n"
        b"%(urn)b:1;compliant;3;2;Written down.\n"
        b"%(urn)b:2;compliant;2;;\n"
        b"%(urn)b:3;not_applicable;;;No ovens.\n"
        b"%(urn)b:4;not_assessed;;9;\n"
    ) % {b"urn": URN.encode()}

    rows = rows_elsewhere(content, "audit.csv", known)

    first, beside, second, blank, third, fourth, questions, wrong = rows
    assert [row.said.answer for row in (first, beside, second, blank)] == ["2", "1", "1", ""]
    assert (first.said.note, beside.said.note) == ("Written down.", "")
    assert beside.practice_id == f"{first.practice_id}-documentation"
    assert [(row.said.answer, row.said.reason) for row in (third, fourth)] == [("not applicable", "No ovens.")] * 2
    assert (questions.said.answer, questions.fault) == ("", "")
    assert wrong.fault == "The documentation score 9 is not a level of this practice."


@pytest.mark.parametrize("documentation", [False, True])
def test_our_own_audit_of_an_imported_framework_comes_back_whatever_it_calls_its_scores(
    tmp_path: Path, documentation: bool
) -> None:
    known = imported(tmp_path, documentation=documentation, min_score=1, max_score=5)
    answered = [practice for at, practice in enumerate(known.practices) if at % 4 != 2]
    answers = {practice: Answer(level=at % 5) for at, practice in enumerate(answered, start=1)}
    sent = FORMATS["ciso-assistant-audit"].export(source_of(an_assessment(known, a_book(known, answers))))

    rows = rows_elsewhere(sent, "audit.csv", known)

    assert {row.practice_id: row.said.answer for row in rows} == {
        practice: str(answers[practice].level) if practice in answers else "" for practice in known.practices
    }


def test_a_framework_without_scores_has_its_results_as_levels(tmp_path: Path) -> None:
    known = imported(tmp_path)
    results = ("non_compliant", "partially_compliant", "not_applicable")
    content = audit(*({"urn": f"{URN}:{at}", "compliance_result": one} for at, one in enumerate(results, start=1)))

    rows = rows_elsewhere(content, "audit.csv", known)

    assert [row.said.answer for row in rows] == ["0", "1", "not applicable"]
    assert rows[2].said.reason == "As CISO Assistant's audit says."


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"score": "7"}, "The score 7 is not a level"),
        ({"score": "1/0"}, "The score 1/0 is not a level"),
        ({"score": "1e1000"}, "The score 1e1000 is not a level"),
        ({"score": "0_2"}, "The score 0_2 is not a level"),
        ({"compliance_result": "compliant"}, "It says compliant, and no score."),
    ],
)
def test_what_cannot_be_a_level_is_a_fault_of_its_row(tmp_path: Path, row: dict[str, str], why: str) -> None:
    known = imported(tmp_path, min_score=1, max_score=5)

    (found,) = rows_elsewhere(audit({"urn": f"{URN}:1", **row}), "audit.csv", known)

    assert why in found.fault


@pytest.mark.parametrize("head", ["score", "compliance_result", "observations", "implementation_score"])
def test_a_column_that_is_there_twice_is_refused_and_never_read_as_empty(tmp_path: Path, head: str) -> None:
    known = new_book(tmp_path).questionnaire
    content = f"urn,{head},compliance_result,score,observations,implementation_score\n".encode()

    with pytest.raises(FileIsWrong, match=f"Two columns are headed {head}"):
        rows_elsewhere(content, "audit.csv", known)


def test_an_audit_of_another_framework_and_another_table_are_refused(tmp_path: Path) -> None:
    session: Session = new_book(tmp_path)
    assert REVIEWS in session.questionnaire.practices
    with pytest.raises(FileIsWrong, match="belongs to another framework"):
        rows_elsewhere(audit({"urn": "urn:other", "score": "1"}), "audit.csv", session.questionnaire)
    with pytest.raises(FileIsWrong, match="columns are missing: urn, compliance_result, score"):
        rows_elsewhere(b"a,b\n1,2\n", "audit.csv", session.questionnaire)

"""OSCAL assessment results of ours come back; what has no level of ours is named and left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from levelbook.book import answer_import
from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.external_names import OSCAL_NAMESPACE
from levelbook.export.registry import FORMATS
from levelbook.imports.oscal_results import rows_elsewhere
from levelbook.words.answer_import import answer_import_lines
from support.builders import tiny_questionnaire
from support.command_line import typed
from support.small_book import BACKUPS, RESTORES, new_book


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    (tmp_path / "empty").mkdir()
    return new_book(tmp_path / "empty")


def test_what_was_exported_comes_back_into_an_empty_book(session: Session, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    full = new_book(tmp_path / "full")
    full.apply(BACKUPS, Edit(level=2))
    full.apply(RESTORES, Edit(unsure=True))
    path = tmp_path / "oscal.json"
    path.write_bytes(FORMATS["oscal"].export(export_source(full.state)))

    found = answer_import.read_elsewhere(session, path, "oscal")

    assert (found.edits, found.refused) == ({BACKUPS: Edit(level=2)}, ())


def test_exceptions_come_back_with_their_level_and_are_shown_before(session: Session, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    full = new_book(tmp_path / "full")
    lower, higher = (one.criteria[0].id for one in full.questionnaire.practices[BACKUPS].levels[1:3])
    full.apply(BACKUPS, Edit(level=1, unmet=(lower,), met=(higher,)))
    path = tmp_path / "oscal.json"
    path.write_bytes(FORMATS["oscal"].export(export_source(full.state)))

    found = answer_import.read_elsewhere(session, path, "oscal")
    assert found.edits == {BACKUPS: Edit(level=1, unmet=(lower,), met=(higher,))}
    shown, *_ = answer_import_lines(found, session.questionnaire)
    assert shown.endswith(f"not met: {lower}, already met: {higher}")

    path.write_text(path.read_text("utf-8").replace(f'"value": "{lower}"', '"value": "gone"'), "utf-8")
    (refused,) = answer_import.read_elsewhere(session, path, "oscal").refused
    assert "“gone”" in refused.why


def test_results_of_another_team_are_refused_and_both_teams_are_named(session: Session, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = new_book(tmp_path / "other", team="Cards")
    other.apply(BACKUPS, Edit(level=2))
    path = tmp_path / "oscal.json"
    path.write_bytes(FORMATS["oscal"].export(export_source(other.state)))

    with pytest.raises(FileIsWrong, match="of “Cards”, and this is the book of “Retail”"):
        answer_import.read_elsewhere(session, path, "oscal")

    path.write_text(path.read_text("utf-8").replace('"name": "team"', '"name": "of"'), "utf-8")
    assert answer_import.read_elsewhere(session, path, "oscal").edits == {BACKUPS: Edit(level=2)}


def results(*findings: Any) -> bytes:
    return json.dumps({"assessment-results": {"results": [{"findings": []}, {"findings": list(findings)}]}}).encode()


def finding(target: str, *levels: str, ns: str = OSCAL_NAMESPACE) -> dict[str, Any]:
    props = [{"name": "level", "ns": ns, "value": level} for level in levels]
    return {"target": {"target-id": target, "status": {"state": "satisfied"}}, "props": props}


def test_ids_that_begin_with_a_digit_and_findings_of_other_controls_are_known(session: Session) -> None:
    known = session.questionnaire

    rows = rows_elsewhere(results(finding(f"{BACKUPS}_obj", "1"), finding("ac-1_obj")), "oscal.json", known)

    assert [(row.practice_id, row.said.answer, row.fault) for row in rows] == [(BACKUPS, "1", ""), ("ac-1", "", "")]


@pytest.mark.parametrize("levels", [(), ("9",), ("-1",), ("²",), ("many",)])
def test_a_finding_without_a_level_of_the_scale_is_a_fault(session: Session, levels: tuple[str, ...]) -> None:
    (row,) = rows_elsewhere(results(finding(f"{BACKUPS}_obj", *levels)), "oscal.json", session.questionnaire)

    assert row.fault


def test_a_finding_with_several_levels_gives_none_and_one_that_repeats_its_level_gives_that(session: Session) -> None:
    content = results(finding(f"{BACKUPS}_obj", "0", "2"), finding(f"{RESTORES}_obj", "2", "2"))

    several, repeated = rows_elsewhere(content, "oscal.json", session.questionnaire)

    assert (several.said.answer, several.fault) == ("", "It has several levels: “0” and “2”.")
    assert (repeated.said.answer, repeated.fault) == ("2", "")


def test_a_key_that_is_there_twice_is_refused(session: Session) -> None:
    content = results(finding(f"{BACKUPS}_obj", "1")).replace(b'"target":', b'"props": [], "target":')

    with pytest.raises(FileIsWrong, match="the key “props” twice"):
        rows_elsewhere(content, "oscal.json", session.questionnaire)


def test_somebody_elses_prop_is_no_level_of_ours(session: Session) -> None:
    content = results(finding(f"{BACKUPS}_obj", "1", ns="https://other.example"))

    (row,) = rows_elsewhere(content, "oscal.json", session.questionnaire)

    assert "no level" in row.fault


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"assessment-results": 1}',
        b'{"assessment-results": {"results": {}}}',
        b"\xff",
        b"[" * 9_000,
        b"9" * 5_000,
    ],
)
def test_what_are_no_results_is_refused(content: bytes) -> None:
    with pytest.raises(FileIsWrong):
        rows_elsewhere(content, "oscal.json", tiny_questionnaire())


def test_results_of_another_catalog_are_refused(session: Session) -> None:
    with pytest.raises(FileIsWrong, match="No finding is about a practice"):
        rows_elsewhere(results(finding("ac-1_obj", "1")), "oscal.json", session.questionnaire)


def test_the_command_previews_and_takes(session: Session, tmp_path: Path) -> None:
    (tmp_path / "oscal.json").write_bytes(results(finding(f"{BACKUPS}_obj", "1")))
    command = ("-C", str(session.folder.path), "import", "answers", "oscal.json", "--from", "oscal", "--by", "Ana")

    preview = typed(*command, "--dry-run", folder=tmp_path)
    taken = typed(*command, "--yes", folder=tmp_path)

    assert "1 change, 0 refused" in preview.out
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "Imported 1 change.")

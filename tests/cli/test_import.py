"""`levelbook import`: what came back is shown, asked about, and taken in whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.tickets import mark_of
from support.command_line import Type


@pytest.fixture(name="back")
def _back(levelbook: Type, folder: Path) -> Path:
    """A workbook that came back with an answer to 1.1 and an owner of 1.2."""
    openpyxl = pytest.importorskip("openpyxl")
    for library in ("xlsxwriter", "python_calamine"):
        pytest.importorskip(library)
    assert levelbook("export", "xlsx", "-o", "back.xlsx").code == 0
    book = openpyxl.load_workbook("back.xlsx")
    book["Answers"]["H2"], book["Answers"]["K3"] = "1", "Tom"
    book.save("back.xlsx")
    return Path("back.xlsx")


def test_a_dry_run_shows_what_would_change_and_writes_nothing(levelbook: Type, back: Path, folder: Path) -> None:
    before = (folder / "answers.toml").read_bytes()

    said = levelbook("import", "xlsx", str(back), "--dry-run")

    assert said.code == 0
    assert said.out.splitlines()[0].startswith("  change  1.1 Backups: answer 1 ")
    assert "owner Tom" in said.out
    assert said.out.endswith("2 changes, 0 refused, 1 without a change.\nNothing was written.\n")
    assert (folder / "answers.toml").read_bytes() == before


def test_without_a_terminal_it_has_to_be_meant(levelbook: Type, back: Path, said_of: Callable[[str], Answer]) -> None:
    assert levelbook("import", "xlsx", str(back)).code == 2
    assert said_of("data.backups").level is None

    said = levelbook("import", "xlsx", str(back), "--yes", "--by", "Zoe")

    assert (said.code, "Imported 2 changes." in said.out) == (0, True)
    assert (said_of("data.backups").level, said_of("data.backups").answered_by) == (1, "Zoe")
    assert said_of("data.restores").owner == "Tom"


def test_a_refused_row_keeps_no_other_out_and_says_so_by_the_exit_code(
    levelbook: Type, back: Path, said_of: Callable[[str], Answer]
) -> None:
    levelbook("answer", "1.2", "--level", "2")

    said = levelbook("import", "xlsx", str(back), "--yes")

    assert (said.code, said_of("data.backups").level, said_of("data.restores").owner) == (
        4,
        1,
        "",
    )
    assert "  refuse  Answers, row 3 (1.2 Restoring): Somebody changed this answer" in said.out
    assert levelbook("import", "xlsx", str(back), "--dry-run", "--yes").code == 2
    assert levelbook("import", "xlsx", "gone.xlsx").code == 3


def test_a_wrong_row_is_exit_3(levelbook: Type, back: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(back)
    book["Answers"]["H4"] = "perfect"
    book.save(back)

    assert levelbook("import", "xlsx", str(back), "--yes").code == 3


def test_answers_come_in_from_csv(levelbook: Type, folder: Path, said_of: Callable[[str], Answer]) -> None:
    levelbook("export", "csv")
    path = Path("answers.csv")
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert levelbook("import", "answers", "answers.csv", "--from", "csv").out == (
        "0 changes, 0 refused, 3 without a change.\n"
    )
    rows[2][rows[0].index("answer")] = "2"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)

    said = levelbook("import", "answers", "answers.csv", "--from", "csv", "--yes")

    assert (said.code, said_of("data.restores").level) == (0, 2)


def test_tickets_come_in_from_a_tracker(levelbook: Type, folder: Path, said_of: Callable[[str], Answer]) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Restore one")
    levelbook("export", "steps")
    with Path("steps.csv").open(encoding="utf-8", newline="") as file:
        [step] = csv.DictReader(file)
    with Path("issues.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Issue key", "Description"], ["RA-7", step["description"]]])

    shown = levelbook("import", "tickets", "issues.csv", "--dry-run")
    said = levelbook("import", "tickets", "issues.csv", "--yes")

    assert shown.out.splitlines()[0] == "  change  1.1 Backups: RA-7 for “Restore one”"
    assert shown.out.endswith("Nothing was written.\n")
    assert said.out.endswith("1 ticket, 0 refused, 0 already there.\n1 step has its ticket.\n")
    assert said_of("data.backups").steps[0].ticket == "RA-7"


def test_tickets_of_several_steps_of_one_answer_are_one_save(
    levelbook: Type, folder: Path, said_of: Callable[[str], Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("answer", "1.1", "--level", "1", "--step", "Restore one")
    levelbook("answer", "1.1", "--step", "Restore all")
    levelbook("export", "steps")
    with Path("steps.csv").open(encoding="utf-8", newline="") as file:
        marked = [step["description"] for step in csv.DictReader(file)]
    with Path("issues.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Issue key", "Description"], *(("RA-7", words) for words in marked)])
    saves: list[object] = []
    save = Session.save
    monkeypatch.setattr(Session, "save", lambda session: (saves.append(session), save(session)))

    levelbook("import", "tickets", "issues.csv", "--yes")

    assert [step.ticket for step in said_of("data.backups").steps] == ["RA-7", "RA-7"]
    assert len(saves) == 1


def test_a_ticket_of_an_answer_that_has_no_practice_is_refused_in_words(levelbook: Type, folder: Path) -> None:
    answers = folder / "answers.toml"
    step = '[[answers.data.tapes.steps]]\ntext = "Count the tapes"\n'
    answers.write_text(f"{answers.read_text('utf-8')}\n[answers.data.tapes]\nlevel = 1\n\n{step}", "utf-8")
    mark = mark_of("data.tapes", Step(text="Count the tapes"), team="Any")
    Path("issues.csv").write_text(f"Issue key,Description\nRA-7,{mark}\n", "utf-8")

    said = levelbook("import", "tickets", "issues.csv", "--yes")

    assert (said.code, "the questionnaire has no practice data.tapes" in said.out) == (3, True)


def test_an_audit_that_names_no_team_is_said_to_count_for_this_one_before_it_is_imported(
    levelbook: Type, folder: Path
) -> None:
    empty = (folder / "answers.toml").read_bytes()
    assert levelbook("answer", "1.1", "--level", "2").code == 0
    assert levelbook("export", "ciso-assistant-audit", "-o", "audit.csv").code == 0
    (folder / "answers.toml").write_bytes(empty)

    said = levelbook("import", "answers", "audit.csv", "--from", "ciso-assistant", "--dry-run")

    assert (said.code, said.err) == (0, "")
    assert "\naudit.csv names no team: what is imported counts as said by “Retail”.\n" in said.out

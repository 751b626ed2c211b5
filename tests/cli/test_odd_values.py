"""Values at the edge of what there can be: told in words or taken, never a fault."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.errors import MOST_PROBLEMS
from support.command_line import Type

QUESTIONS = Path("questions/questionnaire.toml")


@pytest.mark.parametrize("seen_on", ["9999-12-31", "0001-01-01"])
def test_evidence_may_be_of_the_calendars_first_and_last_day(levelbook: Type, folder: Path, seen_on: str) -> None:
    levelbook("answer", "1.1", "--level", "2", "--evidence", "documented=plan@2026-11-01")
    answers = folder / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace("seen_on = 2026-11-01", f"seen_on = {seen_on}"), "utf-8")

    for words in (("score",), ("guide",), ("check",), ("explain", "1.1")):
        assert levelbook(*words).code in (0, 1), words


@pytest.mark.parametrize("key", ["questionnaire", "template", "timezone", "guide"])
def test_a_setting_of_any_length_is_refused_in_a_short_sentence(levelbook: Type, folder: Path, key: str) -> None:
    settings = folder / "levelbook.toml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith(f"{key} = ")]
    settings.write_text("\n".join([*lines, f'{key} = "{"x" * 70_000}"', ""]), "utf-8")

    said = levelbook("guide")

    assert (said.code, len(said.err) < 600) == (3, True)


def test_check_lists_notes_up_to_a_number_and_counts_the_others(levelbook: Type, folder: Path) -> None:
    levelbook("guide")
    guide = folder / "guide.md"
    guide.write_text(guide.read_text("utf-8") + "\n" + "[a](#nowhere) " * (MOST_PROBLEMS + 40) + "\n", "utf-8")

    *notes, verdict = levelbook("check").out.splitlines()

    listed = [note for note in notes if "#nowhere" in note]
    others, _, rest = notes[-1].removeprefix("note: ").partition(" more notes are not listed. ")
    assert (len(notes), rest) == (MOST_PROBLEMS + 1, "Fix the listed ones first.")
    assert 40 <= int(others) < 60, "the rest of the links, and what else check tells of this book"
    assert len(listed) > MOST_PROBLEMS - 20
    assert verdict == f"No problems found; {MOST_PROBLEMS + int(others)} notes."


UNREADABLE = os.fsdecode(b"Caf\xe9")
"""What Python makes of bytes in a command line that are not UTF-8."""


@pytest.mark.parametrize(
    "words",
    [
        ("answer", "1.1", "--note", UNREADABLE),
        ("answer", "1.1", "--here", f"a={UNREADABLE}"),
        ("answer", UNREADABLE, "--level", "2"),
        ("profile", "--fact", f"role={UNREADABLE}"),
        ("sitting", "park", UNREADABLE),
        ("ballot", "new", UNREADABLE),
        ("editions", "--copy", UNREADABLE, "copy"),
        ("init", "other", "--team", UNREADABLE),
    ],
)
def test_text_that_is_not_utf_8_is_refused_and_nothing_is_written(
    levelbook: Type, folder: Path, words: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    said = levelbook(*words)

    assert (said.code, "This is not UTF-8." in said.err) == (2, True), said.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_file_may_have_a_name_that_is_not_utf_8(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")

    assert levelbook("export", "json", "--output", f"{UNREADABLE}.json").code == 0
    assert os.path.lexists(b"Caf\xe9.json")


def test_an_editions_number_leaves_room_for_the_next(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")
    edition = folder / "editions" / "first" / "edition.toml"
    edition.write_text(edition.read_text("utf-8").replace("number = 1", f"number = {2**63 - 1}"), "utf-8")
    levelbook("answer", "1.1", "--level", "3")

    said = levelbook("seal", "second")

    assert (said.code, "at most 1000000" in said.err) == (3, True), said.err
    assert not (folder / "editions" / "second").exists()


@pytest.mark.parametrize("version", ["1.0/2", "../1", "a:b"])
def test_a_version_is_no_path(levelbook: Type, folder: Path, version: str) -> None:
    QUESTIONS.write_text(QUESTIONS.read_text("utf-8").replace('version = "0.1.0"', f'version = "{version}"'), "utf-8")

    said = levelbook("questionnaire", "check", "questions")

    assert (said.code, "a version is letters, numbers" in said.out) == (1, True), said.out


@pytest.mark.parametrize("name", ["~", "~/questions"])
def test_settings_name_nobodys_home(levelbook: Type, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(Path("questions" if name == "~" else "").resolve()))
    settings = folder / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('"../questions"', f'"{name}"'), "utf-8")

    said = levelbook("score")

    assert (said.code, f"There is no questionnaire “{name}”" in said.err) == (3, True)


def test_a_path_that_is_too_long_is_told(levelbook: Type, folder: Path) -> None:
    for words in (("-C", "x" * 5_000, "score"), ("init", "x" * 5_000, "--team", "A", "--yes"), ("demo", "x" * 5_000)):
        said = levelbook(*words)
        assert said.code in (2, 3, 5) and "the name is too long" in said.err, said


@pytest.mark.parametrize(("number", "code"), [(errno.EIO, 5), (errno.ENOSPC, 5), (errno.ESTALE, 3)])
def test_an_error_of_the_disk_anywhere_is_exit_5_and_another_one_exit_3(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "answers.toml")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "open", fail)
        said = levelbook("score")

    assert said.code == code, said
    assert "answers.toml: This cannot be read or written: " in said.err


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
@pytest.mark.parametrize("call", ["stat", "lstat"])
def test_whatever_the_disk_refuses_is_told_in_words(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    def fail(path: Path, **_: object) -> os.stat_result:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, call, fail)
        said = levelbook("score")

    assert said.code in (2, 3, 5) and "This is a fault in levelbook" not in said.err, said


def test_a_clock_that_was_set_back_is_told_when_an_edition_is_sealed(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")
    levelbook("answer", "1.1", "--level", "2")
    assert "clock" not in levelbook("seal").err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    levelbook("answer", "1.1", "--level", "3")

    said = levelbook("seal")

    assert said.code == 0
    assert (
        "The clock says 22 November 2026, and edition 2026-11-23 was sealed on 23 November 2026: is the clock right?"
        in said.err
    )


def test_a_framework_in_the_settings_that_the_questionnaire_does_not_have_is_told(
    levelbook: Type, folder: Path
) -> None:
    settings = folder / "levelbook.toml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("frameworks")]
    settings.write_text("\n".join([*lines, 'frameworks = ["no-such-law"]', ""]), "utf-8")
    levelbook("guide")

    found = levelbook("check")

    assert (found.code, "has no framework “no-such-law”, so the record does not show it" in found.out) == (0, True)

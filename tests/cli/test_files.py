"""Files that a person or a merge has broken: told with place and remedy, never overwritten, never a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from levelbook.book.session import Session
from support.command_line import Type

Break = Callable[[str], str | bytes]

ANSWERS: list[tuple[str, Break, str]] = [
    ("syntax", lambda text: text + "x = [\n", "This is not valid TOML"),
    (
        "a conflict",
        lambda text: text.replace("level = 2", "<<<<<<< a\nlevel = 2\n=======\nlevel = 1\n>>>>>>> b"),
        "git merge",
    ),
    ("a text for a level", lambda text: text.replace("level = 2", 'level = "2"'), "it must be a whole number"),
    ("a truth for a level", lambda text: text.replace("level = 2", "level = true"), "it must be a whole number"),
    ("a level outside", lambda text: text.replace("level = 2", "level = 9"), "the scale goes from 0 to 3"),
    ("two things said", lambda text: text.replace("level = 2", "level = 2\nunsure = true"), "At most one of"),
    ("an older version", lambda text: text.replace('version = "0.1.0"', 'version = "0.0.9"'), "levelbook upgrade"),
    ("a later version", lambda text: text.replace('version = "0.1.0"', 'version = "2.0.0"'), "Somebody has upgraded"),
    ("another questionnaire", lambda text: text.replace('= "small"', '= "other"'), "levelbook upgrade"),
    ("a newer format", lambda text: text.replace("format = 2", "format = 7"), "newer levelbook"),
    ("nothing", lambda text: "", "This file is empty"),
    ("no UTF-8", lambda text: text.encode() + b"\xff", "UTF-8"),
]
SETTINGS: list[tuple[str, Break, str]] = [
    ("syntax", lambda text: text + "team =\n", "This is not valid TOML"),
    ("a misspelt key", lambda text: text.replace("team =", "teem ="), "Did you mean “team”?"),
    ("a wrong type", lambda text: text.replace("round_days = 92", 'round_days = "92"'), "it must be a whole number"),
    ("a way out", lambda text: text.replace('"guide.md"', '"../guide.md"'), "inside the team folder"),
    (
        "no such questionnaire",
        lambda text: text.replace('"../questions"', '"genai-securty"'),
        "Did you mean “genai-security”?",
    ),
    ("nothing", lambda text: "", "This key is missing"),
]
COMMANDS: tuple[list[str], ...] = (
    ["score"],
    ["gaps", "--json"],
    ["answer", "1.2", "--level", "1"],
    ["ask"],
    ["profile"],
    ["guide"],
    ["seal"],
    [],
)


@pytest.mark.parametrize(
    ("file", "broken", "remedy"),
    [
        *(pytest.param("answers.toml", broken, remedy, id=f"answers with {name}") for name, broken, remedy in ANSWERS),
        *(
            pytest.param("levelbook.toml", broken, remedy, id=f"settings with {name}")
            for name, broken, remedy in SETTINGS
        ),
    ],
)
def test_a_broken_file_is_exit_3_with_its_name_and_stays_as_it_is(
    levelbook: Type, folder: Path, file: str, broken: Break, remedy: str
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    path = folder / file
    content = broken(path.read_text("utf-8"))
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    before = path.read_bytes()

    for words in COMMANDS:
        said = levelbook(*words)

        assert (said.code, said.out) == (3, ""), words
        assert said.err.startswith(f"levelbook: book/{file}:")
        assert remedy in said.err
    assert path.read_bytes() == before
    checked = levelbook("check")
    assert (checked.code, checked.err) == (1, "")
    assert remedy in checked.out and f"book/{file}" in checked.out


def test_keys_that_levelbook_does_not_know_are_kept(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    path = folder / "answers.toml"
    path.write_text(path.read_text("utf-8").replace("level = 2\n", 'level = 2\ncolour = "blue"\n'), "utf-8")

    assert levelbook("answer", "1.1", "--owner", "Ana").code == 0

    assert 'colour = "blue"' in path.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_exit_5(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    before = (folder / "answers.toml").read_bytes()
    monkeypatch.setattr("levelbook.store.atomic._write_down", refuse)

    for words in (
        ["answer", "1.1", "--level", "2"],
        ["profile", "--fact", "holds=personal"],
        ["guide"],
        ["init", "x", "--team", "T"],
    ):
        said = levelbook(*words)

        assert (said.code, said.out) == (5, ""), words
        assert "was not written: there is no permission" in said.err
    assert (folder / "answers.toml").read_bytes() == before


def test_editions_that_may_not_be_looked_at_are_said_and_the_answers_stay_usable(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    assert levelbook("seal", "q1").code == 0
    look = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "editions":
            raise PermissionError(13, "Permission denied")
        return look(path)

    monkeypatch.setattr(Path, "iterdir", refuse)

    assert levelbook("score").code == 0
    for words, code in ((["check"], 1), (["editions"], 3), (["seal"], 3), (["explain", "overall", "--from", "q1"], 3)):
        said = levelbook(*words)
        assert said.code == code, words
        assert "book/editions: The editions in this folder cannot be read" in said.out + said.err


def test_a_fault_in_levelbook_is_exit_70_and_shows_nobodys_words(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret note of a team")

    monkeypatch.setattr("levelbook.cli.commands.score.standing_words", fail)

    said = levelbook("score")

    assert (said.code, said.out) == (70, "")
    assert "fault in levelbook: RuntimeError in" in said.err
    assert "secret" not in said.err and "Traceback" not in said.err


def test_a_questionnaire_beside_the_team_folder_is_named_from_where_one_works(levelbook: Type, folder: Path) -> None:
    """The settings name it by going up from their own folder."""
    section = folder.parent / "questions" / "sections" / "01-data.toml"
    section.write_text(section.read_text("utf-8") + "x = [\n", "utf-8")

    assert levelbook("score").err.startswith("levelbook: questions/sections/01-data.toml:")


@pytest.mark.parametrize(
    ("file", "line"), [("levelbook.toml", "systems = [{\n  name = 'A' }]"), ("answers.toml", 'unknown = "\\x41"')]
)
def test_syntax_that_only_newer_parsers_read_is_pointed_out_by_check(
    levelbook: Type, folder: Path, file: str, line: str
) -> None:
    path = folder / file
    text = path.read_text("utf-8").replace("format = ", f"{line}\nformat = ", 1)
    path.write_text(text, "utf-8")
    number = text.split("\n").index(line.split("\n")[0]) + 1

    said = levelbook("check")

    assert said.code == 1
    assert f"{file}:{number}: " in said.out + said.err and "TOML 1.1" in said.out + said.err


@pytest.mark.parametrize(
    "name", ["answers (Ana's conflicted copy 2027-03-01).toml", "answers.sync-conflict-20270301-101010-AB.toml"]
)
def test_a_copy_of_the_answers_that_a_sync_tool_left_is_named_with_what_only_it_says(
    name: str, levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.2", "--level", "1")
    shutil.copy(folder / "answers.toml", folder / name)
    assert name not in levelbook("check").out, "the book has all that it says"
    levelbook("answer", "1.2", "--level", "2")

    said = levelbook("check").out
    assert f"{name}: This copy of answers.toml" in said
    assert "1 answer in it differs from the book: data.restores." in said


def test_a_copy_with_another_fact_or_with_words_that_a_person_changed_in_an_editor_is_named(
    levelbook: Type, folder: Path
) -> None:
    """Words changed in an editor leave the `rev` of the answer as it was in both files."""
    levelbook("profile", "--fact", "holds=personal")
    levelbook("answer", "1.1", "--level", "1", "--note", "Said by Ana.")
    levelbook("answer", "1.2", "--level", "1")
    text = (folder / "answers.toml").read_text("utf-8")
    copy = folder / "answers (conflicted copy).toml"

    copy.write_text(text.replace('"personal"', '"payments"'), "utf-8")
    assert "and 1 fact in it differs from the book: holds." in levelbook("check").out
    copy.write_text(text.replace('"personal"', '"payments"').replace("Said by Ana.", "Said by Tom."), "utf-8")
    said = levelbook("check").out
    assert "and 1 answer and 1 fact in it differ from the book: data.backups, holds." in said


@pytest.mark.parametrize("kept", ["{version}", "{version}-2", "format-2"])
def test_a_copy_of_the_answers_that_an_upgrade_kept_is_no_copy_of_a_sync_tool(
    kept: str, levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    name = f"answers-{kept.format(version=Session.open(folder).now.book.version)}.toml"
    shutil.copy(folder / "answers.toml", folder / name)
    shutil.copy(folder / "answers.toml", folder / "answers-LAPTOP.toml")
    levelbook("answer", "1.1", "--level", "2")
    said = levelbook("check").out
    assert name not in said
    assert "answers-LAPTOP.toml: This copy of answers.toml" in said


def test_copies_of_guide_and_settings_that_a_sync_tool_left_are_named_and_peoples_own_files_are_not(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    for name in ("guide (conflicted copy).md", "guide (1).md", "levelbook 2.toml", "guide-of-the-house.md"):
        (folder / name).write_text("Call Ana first.\n", "utf-8")
    (folder / "answers-of-the-exam.toml").write_text('one = "42"\n', "utf-8")

    said = levelbook("check").out
    assert said.count("that a sync tool made, and is not part of the book") == 3
    assert "of-the-house" not in said and "of-the-exam" not in said

"""Answers that lost their end, as their team meets them: every command refuses, and what it says brings them back."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from levelbook.book.editions.edition_integrity import meaning
from levelbook.store.answers_text import uncounted
from levelbook.store.editions import digest
from support.command_line import Type

COMMANDS = (
    ("score",), ("gaps",), ("guide",), ("seal",), ("check",), ("diff",), ("answer", "1.1", "--level", "2"), (),
    ("upgrade",), ("ask",), ("explain", "overall"), ("plan",), ("profile",), ("guide", "--check"),
)  # fmt: skip


@pytest.fixture(name="answered")
def _answered(levelbook: Type, folder: Path) -> Path:
    """The answers of a book in which everything is answered."""
    for number in ("1.1", "1.2", "2.1"):
        assert levelbook("answer", number, "--level", "2").code == 0
    return folder / "answers.toml"


def cut(path: Path, practice: str) -> None:
    text = path.read_text("utf-8")
    path.write_text(text[: text.index(f"\n[answers.{practice}]")], "utf-8")


def remedy_in(said: str) -> str:
    [command] = re.findall(r"This restores it as it was: `([^`]+)`", said)
    return command


def test_no_command_believes_answers_that_lost_their_end(levelbook: Type, answered: Path) -> None:
    assert levelbook("seal", "first").code == 0
    cut(answered, "changes.reviews")
    before = answered.read_bytes()

    for words in COMMANDS:
        said = levelbook(*words)
        assert said.code == (1 if words == ("check",) else 3), words
        assert "This file should have 3 tables, and has 2." in said.out + said.err, words

    assert answered.read_bytes() == before


def test_the_last_edition_brings_them_back(levelbook: Type, answered: Path) -> None:
    whole = answered.read_bytes()
    levelbook("seal", "first")
    cut(answered, "data.restores")

    command = remedy_in(levelbook("score").err)

    assert command == "cp book/editions/first/answers.toml book/answers.toml"
    subprocess.run(command, shell=True, check=True)
    assert answered.read_bytes() == whole
    assert levelbook("check").code == 0


@pytest.mark.parametrize("is_counted", [True, False])
def test_the_last_commit_that_has_all_of_it_brings_them_back(levelbook: Type, answered: Path, is_counted: bool) -> None:
    if not is_counted:
        answered.write_text(uncounted(answered.read_text("utf-8")), "utf-8")
    whole = answered.read_bytes()
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "answered")):
        subprocess.run(["git", *words], check=True)
    cut(answered, "changes.reviews")
    subprocess.run(["git", "commit", "-qam", "what nobody looked at"], check=True)

    command = remedy_in(levelbook("score").err)

    assert re.fullmatch(r"git -C book checkout [0-9a-f]+ -- answers\.toml", command)
    subprocess.run(command, shell=True, check=True, capture_output=True)
    assert answered.read_bytes() == whole
    assert levelbook("score").code == 0


def test_where_nothing_has_all_of_it_a_copy_has_to(levelbook: Type, answered: Path) -> None:
    cut(answered, "changes.reviews")

    said = levelbook("score")

    assert said.err.splitlines()[1:] == [
        "  Replace it with a copy that has all of them. "
        "If tables were removed on purpose, write “tables = 2” at the top of the file."
    ]


@pytest.mark.parametrize("of_the_next", [12, 40])
def test_answers_that_end_within_a_line_are_brought_back_as_well(
    levelbook: Type, answered: Path, of_the_next: int
) -> None:
    whole = answered.read_bytes()
    levelbook("seal", "first")
    text = answered.read_text("utf-8")
    answered.write_text(text[: text.index("[answers.changes.reviews]") + of_the_next], "utf-8")

    said = levelbook("score")

    assert said.code == 3 and "This is not valid TOML" in said.err
    subprocess.run(remedy_in(said.err), shell=True, check=True)
    assert answered.read_bytes() == whole


def test_a_slip_of_the_pen_in_answers_that_are_whole_is_no_lost_end(levelbook: Type, answered: Path) -> None:
    levelbook("seal", "first")
    answered.write_text(answered.read_text("utf-8") + "owner = Tom\n", "utf-8")

    said = levelbook("score")

    assert "This is not valid TOML" in said.err
    assert "This restores it" not in said.err


def test_a_pointer_of_git_lfs_in_the_place_of_the_answers_is_called_one(levelbook: Type, answered: Path) -> None:
    answered.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n", "utf-8")

    assert "This is a pointer of Git LFS, and not the file itself. `git lfs pull` brings the file." in (
        levelbook("check").out
    )


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("", "This file is empty."),
        ("# levelbook answers\n", "This file is empty."),
        ("\0" * 4096, "nothing but zero bytes, as after a power cut."),
    ],
)
def test_an_empty_file_is_brought_back_as_well(levelbook: Type, answered: Path, left: str, told: str) -> None:
    whole = answered.read_bytes()
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "answered")):
        subprocess.run(["git", *words], check=True)
    answered.write_text(left, "utf-8")

    said = levelbook("score")

    assert said.code == 3 and told in said.err
    subprocess.run(remedy_in(said.err), shell=True, check=True, capture_output=True)
    assert answered.read_bytes() == whole


def test_an_upgrade_to_counted_tables_opens_no_round(levelbook: Type, answered: Path) -> None:
    """An edition of an older levelbook holds answers that count no tables; nothing has changed since."""
    levelbook("seal", "first")
    sealed, edition = answered.parent / "editions/first/answers.toml", answered.parent / "editions/first/edition.toml"
    new = sealed.read_text("utf-8")
    old = uncounted(new)
    said = edition.read_text("utf-8").replace(digest(new), digest(old))
    edition.write_text(said.replace(str(meaning("answers.toml", new)), str(meaning("answers.toml", old))), "utf-8")
    for path in (sealed, answered):
        path.write_text(old, "utf-8")

    assert levelbook("check").code == 0
    assert levelbook("seal", "second").out.startswith("Nobody has changed anything since edition first")


def test_a_sitting_that_lost_its_end_is_told_by_the_check_and_never_written_over(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin", "--participant", "Ana", "--participant", "Tom")
    levelbook("sitting", "park", "Who pays?")
    [path] = (folder / "sittings").glob("*.toml")
    path.write_text(path.read_text("utf-8").partition("\n[[parked]]")[0], "utf-8")
    before = path.read_bytes()

    said = levelbook("check")

    assert said.code == 1 and "This file should have 3 tables, and has 2." in said.out + said.err
    assert "Restore it, for example from git." in said.out + said.err
    assert levelbook("sitting", "park", "And who else?").code == 3
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["[questionnaire]", "[files]", "[meaning]"])
def test_an_edition_that_lost_the_end_of_its_own_file_is_told(levelbook: Type, answered: Path, table: str) -> None:
    assert levelbook("seal", "first").code == 0
    path = answered.parent / "editions/first/edition.toml"
    path.write_text(path.read_text("utf-8").partition(f"\n{table}\n")[0], "utf-8")

    said = levelbook("check")

    assert said.code == 1 and "edition.toml" in said.out + said.err
    assert levelbook("seal", "second").code != 0


def test_a_file_that_ends_within_its_last_retired_answer_is_not_sealed(levelbook: Type, answered: Path) -> None:
    text = answered.read_text("utf-8").replace("tables = 3", "tables = 4")
    retired = '\n[retired.data.tapes]\nlevel = 2\nnote = "In the cellar."\nowner = "Kim"\n'
    answered.write_text(f'{text}{retired}\n[retired.data.tapes.upgrade]\nfrom = "1.0.0"\n', "utf-8")
    assert "lost its end" not in levelbook("check").out

    answered.write_text(text + retired.removesuffix('owner = "Kim"\n'), "utf-8")

    said = levelbook("check")
    assert (said.code, "retired.data.tapes: This retired answer has no table “upgrade”" in said.out) == (1, True)
    sealed = levelbook("seal", "cut")
    assert (sealed.code, "has the file lost its end?" in sealed.err) == (3, True)
    assert not (answered.parent / "editions/cut").exists()

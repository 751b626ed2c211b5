"""Questionnaires that editions share: stored once, never removed, told when they are gone or altered."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from levelbook.book.checks.check import Findings, check
from levelbook.book.checks.limits import Limits
from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.store.editions import read_edition
from support.command_line import Said, typed
from support.published_book import build, opened


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    build(tmp_path)
    return tmp_path


def stored(root: Path) -> list[Path]:
    return sorted((root / "book" / "questionnaires").iterdir())


def reword(root: Path) -> None:
    """The questionnaire is another one from now on, so that editions need the one that is stored."""
    path = root / "questions" / "questionnaire.toml"
    path.write_text(path.read_text("utf-8").replace("default_target = 2", "default_target = 3"), "utf-8")


def found(root: Path) -> Findings:
    return check(root / "book", Limits())


def diff(root: Path) -> Said:
    return typed("diff", "first", "second", folder=root / "book")


def test_editions_of_one_questionnaire_share_it(root: Path) -> None:
    [one] = stored(root)
    first, second = opened(root).editions.all

    assert first.questionnaire == second.questionnaire
    assert first.questionnaire is not None and first.questionnaire.folder == one.name
    assert one.name.startswith("small-0.1.0-") and one.name[-10:].isdecimal()
    assert not (first.path / "questionnaire").exists()


def test_another_questionnaire_is_stored_beside_and_the_first_one_stays(root: Path) -> None:
    before = stored(root)
    said = diff(root)
    reword(root)
    session = opened(root)
    session.apply("data.backups", Edit(level=3))

    seal(session, "third")

    assert len(stored(root)) == 2 and set(before) < set(stored(root))
    assert diff(root).out == said.out
    assert diff(root).err == ""
    [questions] = {one.questionnaire for one in session.editions.all[:2]}
    assert questions is not None and not questions.is_of({})
    assert session.editions.questionnaire_of(session.editions.all[0]).default_target == 2
    assert session.editions.questionnaire_of(session.editions.all[2]).default_target == 3


def test_the_list_of_files_is_one_that_sha256sum_checks(root: Path) -> None:
    [one] = stored(root)
    lines = (one / "SHA256SUMS").read_text("utf-8").splitlines()

    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {path.relative_to(one).as_posix() for path in one.rglob("*") if path.is_file()}
    assert files == {*listed, "SHA256SUMS", "SHA256SUMS.values"}
    assert all(hashlib.sha256((one / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    known = hashlib.sha256((one / "SHA256SUMS").read_bytes()).hexdigest()
    assert one.name.endswith(f"-{int(known[:8], 16):010}")


def test_one_that_is_gone_is_told_and_nothing_is_sealed(root: Path) -> None:
    [one] = stored(root)
    shutil.rmtree(one)
    reword(root)

    [problem] = [each for each in found(root).problems if "questionnaire" in each.message]
    assert problem.message == f"The stored questionnaire {one.name} is missing."
    said = diff(root)
    assert (said.code, f"The stored questionnaire {one.name} is missing." in said.err) == (3, True)
    session = opened(root)
    session.apply("data.backups", Edit(level=3))
    with pytest.raises(FileIsWrong, match="is missing"):
        seal(session, "third")


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("questionnaire.toml", "default_target = 2", "default_target = 1", "file of a stored questionnaire"),
        ("SHA256SUMS", "  questionnaire.toml", "  other.toml", "list of a stored questionnaire's files"),
    ],
)
def test_one_that_was_altered_is_told(root: Path, name: str, old: str, new: str, what: str) -> None:
    [one] = stored(root)
    path = one / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    if name == "SHA256SUMS":  # alone it is no loss, since the files give it
        assert not [each for each in found(root).problems if "stored" in each.message]
        (one / "tailoring.toml").unlink()
    reword(root)

    problems = [each.message for each in found(root).problems if "stored" in each.message]
    assert problems == [f"This {what} was changed."]
    assert f"Edition first was altered after it was sealed (questionnaires/{one.name}/{name})." in diff(root).err
    session = opened(root)
    session.apply("data.backups", Edit(level=3))
    with pytest.raises(FileIsWrong, match="stored questionnaire"):
        seal(session, "third")


def test_a_file_that_was_added_or_removed_is_told(root: Path) -> None:
    [one] = stored(root)
    (one / "tailoring.toml").unlink()
    (one / "frameworks").mkdir()
    (one / "frameworks" / "own.toml").write_text('key = "own"\nname = "Own"\nversion = "1"\nitems = []\n', "utf-8")

    problems = {Path(each.path).name: each.message for each in found(root).problems if "stored" in each.message}
    assert problems == {
        "tailoring.toml": "This file of a stored questionnaire is missing.",
        "own.toml": "This file of a stored questionnaire was added.",
    }


def test_a_formatter_and_other_line_ends_alter_none(root: Path) -> None:
    [one] = stored(root)
    path = one / "questionnaire.toml"
    path.write_text(path.read_text("utf-8").replace(" = ", "=").replace("\n", "\r\n"), "utf-8")
    for other in (*one.rglob("*.toml"), one / "SHA256SUMS"):
        if other != path:
            other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
    reword(root)

    assert not [each for each in found(root).problems if "stored" in each.message]
    assert [each.message for each in found(root).notices if "stored" in each.message] == [
        "This file of a stored questionnaire was reformatted; its content is still as stored."
    ]
    assert diff(root).err == ""


def test_a_list_of_meanings_that_was_altered_excuses_nothing(root: Path) -> None:
    """Whoever changes a file and what it is said to mean is found out: the edition names that list too."""
    from levelbook.book.editions.edition_integrity import meaning

    [one] = stored(root)
    path = one / "questionnaire.toml"
    before = path.read_text("utf-8")
    after = before.replace("default_target = 2", "default_target = 1")
    path.write_text(after, "utf-8")
    old, new = (meaning(path.name, text) for text in (before, after))
    assert old and new
    values = one / "SHA256SUMS.values"
    values.write_text(values.read_text("utf-8").replace(old, new), "utf-8")

    assert [each.message for each in found(root).problems if "stored" in each.message] == [
        "This file of a stored questionnaire was changed."
    ]


def test_a_folder_that_nobody_names_is_left_alone(root: Path) -> None:
    """An edition on another branch may need it."""
    other = root / "book" / "questionnaires" / "small-0.0.9-0123456789"
    other.mkdir()
    session = opened(root)
    session.apply("data.backups", Edit(level=3))

    seal(session, "third")

    assert other.is_dir()
    assert not [each for each in found(root).problems if "stored" in each.message]


# --- A copy that stands on its own ------------------------------------------------------------------------------------


def test_a_copy_stands_on_its_own(root: Path, tmp_path: Path) -> None:
    said = typed("editions", "--copy", "second", str(tmp_path / "out"), folder=root / "book")

    copy = tmp_path / "out" / "second"
    assert said.code == 0 and "Copied edition second with its questionnaire" in said.out, said.err
    sealed = root / "book" / "editions" / "second"
    assert {path.relative_to(sealed) for path in sealed.rglob("*") if path.is_file()} < {
        path.relative_to(copy) for path in copy.rglob("*") if path.is_file()
    }
    assert read_edition(copy).files == read_edition(sealed).files
    assert (copy / "edition.toml").read_bytes() == (sealed / "edition.toml").read_bytes()
    scored = diff(root).out
    shutil.rmtree(root / "book" / "questionnaires")
    reword(root)
    for name in ("first", "second"):
        shutil.copytree(copy / "questionnaire", root / "book" / "editions" / name / "questionnaire")
    assert diff(root).out == scored
    assert not [each for each in found(root).problems if "edition" in each.message or "stored" in each.message]


def test_a_copy_is_refused_where_something_is_or_something_was_altered(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "first").mkdir(parents=True)

    there = typed("editions", "--copy", "first", str(tmp_path / "out"), folder=root / "book")
    unknown = typed("editions", "--copy", "frist", str(tmp_path / "out"), folder=root / "book")
    answers = root / "book" / "editions" / "second" / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace("level = 1", "level = 0"), "utf-8")
    altered = typed("editions", "--copy", "second", str(tmp_path / "out"), folder=root / "book")
    both = typed("editions", "--copy", "second", str(tmp_path / "out"), "--json", folder=root / "book")

    assert [said.code for said in (there, unknown, altered, both)] == [2, 2, 3, 2]
    assert "Did you mean “first”?" in unknown.err and "changed after the edition was sealed" in altered.err
    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == ["first"]

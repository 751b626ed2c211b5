"""Sealed versions of everything."""

from __future__ import annotations

import os
import random
import signal
import time
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from levelbook.core.errors import CouldNotWrite, FileIsWrong, UsedWrongly
from levelbook.store import atomic
from levelbook.store.editions import (
    Edition,
    differences,
    digest,
    free_name,
    list_editions,
    next_name,
    read_all,
    read_edition,
    seal,
)
from levelbook.store.file_formats import NEEDS
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.team_folder import Settings, TeamFolder, create
from support.builders import NOON

FILES: dict[str, str | bytes] = {
    "record.md": "# Record\n",
    "answers.toml": "format = 1\n",
    "sittings/2026-11-20.toml": b"format = 1\n",
    "charts/levels.svg": "<svg/>",
}
SHARED = StoredQuestionnaire(folder="small-1.0.0-0000000007", sums="7" * 64, values="8" * 64)
MEANING = {"record.md": "9" * 64}


@pytest.fixture
def folder(tmp_path: Path) -> TeamFolder:
    return create(tmp_path / "team", Settings(team="A"))


def sealed(folder: TeamFolder, name: str = "2026-11-22", at: datetime = NOON) -> Edition:
    return seal(folder, name, at, FILES, questionnaire=SHARED, meaning=MEANING)


def test_an_edition_holds_its_files_and_what_they_were(folder: TeamFolder) -> None:
    edition = sealed(folder)

    assert list_editions(folder) == (edition,)
    assert {path: (edition.path / path).read_bytes() for path in FILES} == {
        path: content.encode() if isinstance(content, str) else content for path, content in FILES.items()
    }
    lines = [f'"{path}" = "{digest(FILES[path])}"\n' for path in sorted(FILES)]
    assert (edition.path / "edition.toml").read_text() == (
        f'format = 2\nneeds = "{NEEDS["edition"]}"\nname = "2026-11-22"\nnumber = 1\n'
        "sealed_at = 2026-11-22T12:00:00Z\nsealed_on = 2026-11-22\n\n[questionnaire]\n"
        f'folder = "small-1.0.0-0000000007"\nsums = "{"7" * 64}"\nvalues = "{"8" * 64}"\n\n[files]\n'
        + "".join(lines)
        + f'\n[meaning]\n"record.md" = "{"9" * 64}"\n'
    )
    assert [entry.name for entry in folder.editions_path.iterdir()] == ["2026-11-22"]


def test_who_signed_an_edition_is_kept_with_it(folder: TeamFolder) -> None:
    edition = seal(
        folder,
        "signed",
        NOON,
        FILES,
        questionnaire=SHARED,
        meaning=MEANING,
        signed_by=("Noor", "H. Lindqvist"),
    )

    text = (edition.path / "edition.toml").read_text("utf-8")
    assert '\nsigned_by = ["Noor", "H. Lindqvist"]\n' in text
    assert list_editions(folder)[0].signed_by == ("Noor", "H. Lindqvist")
    (edition.path / "edition.toml").write_text(text.replace('["Noor", "H. Lindqvist"]', '"Noor"'), "utf-8")
    with pytest.raises(FileIsWrong) as caught:
        list_editions(folder)
    assert caught.value.problems[0].key == "signed_by"


def test_editions_count_on_and_name_the_one_before(folder: TeamFolder) -> None:
    first = sealed(folder, "beta")
    second = sealed(folder, "alpha", NOON - timedelta(days=9))

    assert (first.number, first.previous) == (1, None)
    assert (second.number, second.previous) == (2, "beta")
    assert [edition.name for edition in list_editions(folder)] == ["beta", "alpha"]


@pytest.mark.parametrize("day", ["9999-12-31", "2026-11-20", "2026-11-24"])
def test_an_edition_whose_day_its_moment_was_nowhere_on_earth_is_refused(folder: TeamFolder, day: str) -> None:
    path = sealed(folder).path / "edition.toml"
    path.write_text(path.read_text("utf-8").replace("sealed_on = 2026-11-22", f"sealed_on = {day}"), "utf-8")

    with pytest.raises(FileIsWrong) as caught:
        list_editions(folder)
    (found,) = caught.value.problems
    assert (found.key, found.remedy) == ("sealed_on", "Restore it from git.")
    assert found.message == f"It says that it was sealed on {day} and at 2026-11-22 12:00 UTC: both cannot be true."


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-23"])
def test_an_edition_may_have_the_day_before_or_after_that_of_utc(folder: TeamFolder, day: str) -> None:
    path = sealed(folder).path / "edition.toml"
    path.write_text(path.read_text("utf-8").replace("sealed_on = 2026-11-22", f"sealed_on = {day}"), "utf-8")

    assert [str(edition.day) for edition in list_editions(folder)] == [day]


def test_editions_sealed_on_two_branches_are_ordered_by_time_then_name(folder: TeamFolder) -> None:
    for name, at in [("c", NOON), ("b", NOON), ("a", NOON + timedelta(hours=1))]:
        edition = sealed(folder, name, at)
        text = (edition.path / "edition.toml").read_text()
        (edition.path / "edition.toml").write_text(text.replace(f"number = {edition.number}", "number = 7"))

    assert [edition.name for edition in list_editions(folder)] == ["b", "c", "a"]


def test_no_editions_are_no_trouble(folder: TeamFolder) -> None:
    assert list_editions(folder) == ()


def test_names_are_days_with_a_number_from_the_second_on() -> None:
    day = date(2026, 11, 22)

    assert next_name(day, []) == "2026-11-22"
    assert next_name(day, ["2026-11-22"]) == "2026-11-22-2"
    assert next_name(day, ["2026-11-22", "2026-11-22-2", "2026-11-22-4"]) == "2026-11-22-3"
    assert free_name("2026-q4", ["2026-Q4"]) == "2026-q4-2", "a disk may not tell them apart"


@pytest.mark.parametrize("name", ["now", "", "..", "a/b", "A", "a b", "con", ".hidden", "a" * 65, "x\n"])
def test_a_name_is_formed_like_an_id_and_now_is_taken(folder: TeamFolder, name: str) -> None:
    with pytest.raises(UsedWrongly):
        sealed(folder, name)

    assert list(folder.editions_path.iterdir()) == []


def test_a_name_is_given_once(folder: TeamFolder) -> None:
    sealed(folder, "first")
    (folder.editions_path / "mine").mkdir()
    (folder.editions_path / "Yours").mkdir()

    for name in ("first", "mine", "yours"):
        with pytest.raises(UsedWrongly, match="already"):
            sealed(folder, name)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", "a//b", "a\\b", "edition.toml"])
def test_nothing_is_written_outside_the_edition(folder: TeamFolder, path: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        seal(folder, "first", NOON, {path: "x"}, questionnaire=SHARED, meaning={})

    assert list_editions(folder) == ()


# --- What was changed later -------------------------------------------------------------------------------------------


def test_an_edition_as_it_was_sealed_has_no_problems(folder: TeamFolder) -> None:
    assert differences(sealed(folder)) == []


def test_line_ends_of_another_system_are_no_change(folder: TeamFolder) -> None:
    edition = sealed(folder)
    (edition.path / "record.md").write_bytes(b"# Record\r\n")
    (edition.path / ".DS_Store").write_text("")

    assert differences(edition) == []


def test_missing_changed_and_added_files_are_told(folder: TeamFolder) -> None:
    edition = sealed(folder)
    (edition.path / "answers.toml").unlink()
    (edition.path / "record.md").write_text("# Better record\n")
    (edition.path / "charts" / "more.svg").write_text("<svg/>")
    (edition.path / "charts" / "levels.svg").unlink()
    (edition.path / "charts" / "levels.svg").mkdir()

    assert [(Path(one.name).name, one.problem.message.split()[-1]) for one in differences(edition)] == [
        ("answers.toml", "missing."),
        ("levels.svg", "missing."),
        ("more.svg", "edition."),
        ("record.md", "sealed."),
    ]


# --- Broken ones ------------------------------------------------------------------------------------------------------


def test_every_broken_edition_is_named(folder: TeamFolder) -> None:
    for name in ("fine", "gone", "torn", "wrong", "renamed", "later"):
        sealed(folder, name)
    path = folder.editions_path
    (path / "gone" / "edition.toml").unlink()
    (path / "torn" / "edition.toml").write_text("format = 1\nname =")
    (path / "wrong" / "edition.toml").write_text('format = 1\nname = "wrong"\nnumber = "1"\nfiles = {"../x" = "y"}\n')
    (path / "renamed").rename(path / "other")
    later = (path / "later" / "edition.toml").read_text()
    (path / "later" / "edition.toml").write_text(later.replace("format = 2", "format = 3"))

    with pytest.raises(FileIsWrong) as caught:
        list_editions(folder)

    found = [(Path(problem.path).parent.name, problem.line, problem.key) for problem in caught.value.problems]
    assert found == [
        ("gone", None, ""),
        ("later", None, "format"),
        ("other", None, "name"),
        ("torn", 2, ""),
        ("wrong", 3, "number"),
        ("wrong", None, "sealed_at"),
        ("wrong", 4, 'files."../x"'),
    ]


def test_an_edition_that_may_not_be_read_is_named(folder: TeamFolder) -> None:
    fine, closed = sealed(folder, "fine"), sealed(folder, "closed")
    closed.path.chmod(0)
    try:
        if os.access(closed.path, os.X_OK):
            pytest.skip("whoever runs this may read everything")
        editions, problems = read_all(folder)
    finally:
        closed.path.chmod(0o755)

    assert [edition.name for edition in editions] == [fine.name]
    assert [problem.message for problem in problems] == ["This file cannot be read: there is no permission."]


def test_what_is_no_edition_is_passed_over(folder: TeamFolder) -> None:
    edition = sealed(folder)
    (folder.editions_path / "assets").mkdir()
    (folder.editions_path / "assets" / "logo.svg").write_text("")
    (folder.editions_path / "README.md").write_text("")
    (folder.editions_path / ".levelbook-0.tmp").mkdir()

    assert list_editions(folder) == (edition,)


def test_keys_of_a_newer_levelbook_are_passed_over(folder: TeamFolder) -> None:
    edition = sealed(folder)
    path = edition.path / "edition.toml"
    path.write_text('mood = "good"\n' + path.read_text())

    assert read_edition(edition.path) == edition


# --- Whole or not at all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["fsync", "write", "rename"])
def test_an_error_leaves_no_edition_and_nothing_beside(
    folder: TeamFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    sealed(folder, "first")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "injected")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(CouldNotWrite, match="the disk is full"):
        sealed(folder, "second")
    monkeypatch.undo()

    assert [entry.name for entry in folder.editions_path.iterdir()] == ["first"]


def test_a_kill_while_sealing_leaves_a_whole_edition_or_none(folder: TeamFolder) -> None:
    chance = random.Random(7)
    for attempt in range(15):
        told, made = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                for number in range(1_000):
                    sealed(folder, f"e{attempt}-{number}", datetime.now(UTC))
                    os.write(made, b".")
            finally:
                os._exit(1)
        if attempt % 2:  # in the other half, also while it makes its first
            os.read(told, 1)
        time.sleep(chance.uniform(0.02, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)
        os.close(made)

    editions = list_editions(folder)
    assert editions
    assert all(differences(edition) == [] for edition in editions)
    assert all(tomllib.loads((edition.path / "edition.toml").read_text())["meaning"] for edition in editions)
    sealed(folder, "last")
    assert not any(atomic.is_temporary(entry.name) for entry in folder.editions_path.iterdir())

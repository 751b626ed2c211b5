"""A book of format 1 brought to format 2, interrupted anywhere, and what it can do before and after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from levelbook.book.checks.check import check
from levelbook.book.checks.limits import Limits
from levelbook.book.editions.edition_audit import altered_problems
from levelbook.book.file_upgrade import FileUpgrade
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import UsedWrongly
from levelbook.store import answers_text, atomic
from support.command_line import typed
from support.format_one import as_format_one
from support.made_once import made_once
from support.published_book import LATER, build, opened
from support.small_book import hand_in
from support.two_versions import answer_all, new_team, publish


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """A book as levelbook wrote it in format 1: two editions with their own questionnaires, two ballots, a guide."""

    def made() -> None:
        build(tmp_path)
        session = opened(tmp_path)
        hand_in(session, "Ana", {"data.backups": 2})
        hand_in(session, "Tom", {"data.backups": 3})
        as_format_one(tmp_path / "book", tmp_path / "questions")

    made_once("a book of format 1", tmp_path, made)
    return tmp_path


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def upgrade(root: Path) -> None:
    FileUpgrade(opened(root)).carry_out()


def test_a_book_of_format_1_is_read_answered_and_told(root: Path) -> None:
    session = opened(root)

    assert session.now.book.format == 1
    assert session.editions.problems == () and len(session.editions.all) == 2
    assert all(altered_problems(session.editions, edition) == () for edition in session.editions.all)
    session.apply("data.restores", Edit(level=3))
    text = session.folder.answers_path.read_text("utf-8")
    assert "\nformat = 1\n" in text and answers_text.parse(text, "").answer("data.restores").level == 3
    notices = [one.remedy for one in check(root / "book", Limits()).notices if one.key == "format"]
    assert len(notices) == 1 and "`levelbook upgrade --files`" in notices[0]


@pytest.mark.parametrize(
    "command", ["score --json", "editions --json", "diff first second --json", "diff --guide", "explain overall --json"]
)
def test_sealed_editions_of_format_1_say_what_they_said(root: Path, tmp_path: Path, command: str) -> None:
    build(tmp_path / "newer")

    old = typed(*command.split(), folder=root / "book")
    new = typed(*command.split(), folder=tmp_path / "newer" / "book")

    assert (old.code, old.out) == (new.code, new.out)
    assert old.err == ""


def test_nothing_is_sealed_in_a_book_of_format_1(root: Path) -> None:
    session = opened(root)
    session.apply("data.restores", Edit(level=3))

    with pytest.raises(UsedWrongly, match="format 1") as caught:
        seal(session, "third")

    assert "`levelbook upgrade --files`" in caught.value.remedy
    assert sorted(path.name for path in (root / "book" / "editions").iterdir()) == ["first", "second"]


def test_an_upgrade_says_the_same_and_leaves_editions_and_settings_alone(root: Path) -> None:
    before = files_in(root / "book")
    score = typed("score", "--json", folder=root / "book").out

    said = typed("upgrade", "--files", "--yes", folder=root / "book")

    after = files_in(root / "book")
    assert said.code == 0 and said.out.endswith("The files of this book are of format 2 now.\n"), said.out + said.err
    untouched = {name for name in before if name.startswith("editions/")} | {"levelbook.toml"}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"questionnaires"}
    assert typed("score", "--json", folder=root / "book").out == score
    for name in ("answers.toml", "ballots/ana.toml", "ballots/tom.toml"):
        assert b"\nformat = 2\nneeds = " in after[name], name
        assert answers_text.parse(after[name], name) == answers_text.parse(before[name], name)
    again = typed("upgrade", "--files", "--yes", folder=root / "book")
    assert again.out == "The files of this book are of format 2, the newest. Nothing to upgrade.\n"
    assert files_in(root / "book") == after


def test_after_an_upgrade_the_round_goes_on_and_ends_in_an_edition_of_format_2(root: Path) -> None:
    upgrade(root)

    session = opened(root)
    session.apply("data.restores", Edit(level=3))
    edition = seal(session, "third")

    assert edition.questionnaire is not None
    assert not (edition.path / "questionnaire").exists()
    assert edition.previous_digest == session.editions.edition("second").digest
    for command in ("diff second third", "diff first third", "diff first second", "editions", "check", "guide"):
        said = typed(*command.split(), folder=root / "book")
        assert (said.code, said.err) == (0, ""), f"{command}: {said.out}{said.err}"


def test_a_dry_run_writes_nothing_and_nobody_is_asked_without_a_terminal(root: Path) -> None:
    before = files_in(root / "book")

    shown = typed("upgrade", "--files", "--dry-run", folder=root / "book")
    asked = typed("upgrade", "--files", folder=root / "book")

    assert (shown.code, asked.code) == (0, 2)
    assert "Nothing was written." in shown.out and "2 ballots upgraded too: ana, tom." in shown.out
    assert files_in(root / "book") == before


def test_comments_of_a_person_are_kept_beside(root: Path) -> None:
    path = root / "book" / "answers.toml"
    path.write_text(f"# Ours.\n{path.read_text('utf-8')}", "utf-8")
    laid_out = path.read_bytes()

    said = typed("upgrade", "--files", "--yes", folder=root / "book").out

    assert "it is kept as it was in answers-format-1.toml" in said
    assert (root / "book" / "answers-format-1.toml").read_bytes() == laid_out
    assert answers_text.parse(path.read_bytes(), "") == answers_text.parse(laid_out, "")


def test_comments_in_a_ballot_stay_in_it(root: Path) -> None:
    path = root / "book" / "ballots" / "ana.toml"
    path.write_text(f"# Ask Tom first.\n{path.read_text('utf-8')}# Or Priya.\n", "utf-8")
    before = path.read_bytes()

    upgrade(root)

    assert path.read_text("utf-8").endswith("\n# Ask Tom first.\n# Or Priya.\n")
    assert answers_text.parse(path.read_bytes(), "") == answers_text.parse(before, "")


def test_a_new_version_of_the_questionnaire_brings_a_book_of_format_1_along(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    session.apply("data.backups", Edit(owner="Zoe"))
    as_format_one(tmp_path / "book", tmp_path / "questions")
    publish(tmp_path)

    said = typed("upgrade", "--yes", folder=tmp_path / "book")

    assert said.code == 0, said.err
    upgraded = Session.open(tmp_path / "book")
    first, before = upgraded.editions.all
    assert (first.questionnaire, before.before_upgrade_to) == (None, upgraded.questionnaire.version)
    assert before.questionnaire is not None and before.previous_digest == first.digest
    assert upgraded.now.book.format == 2
    for command in ("diff first", "check", "guide", "editions"):
        found = typed(*command.split(), folder=tmp_path / "book")
        assert "altered" not in found.err and found.code in (0, 1), found.err


def test_nothing_new_is_sealed_only_because_files_were_upgraded(root: Path) -> None:
    """The guide names another levelbook now, and says what was sealed."""
    upgrade(root)

    said = typed("seal", folder=root / "book")

    assert (said.code, said.out) == (
        0,
        "Nobody has changed anything since edition second, so no other edition was made.\n",
    )


# --- Interrupted ------------------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """Stands for a kill: nothing tidies up after it but what a new process would find."""


WRITES = ("write_bytes", "write_text", "build", "make_folder")


@pytest.fixture(name="stop_at")
def _stop_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Stops at the n-th write, before it or after it."""

    def stop_at(number: int) -> None:
        seen = 0

        def stopping(function: Callable[..., object]) -> Callable[..., object]:
            def called(*given: object, **named: object) -> object:
                nonlocal seen
                seen += 1
                if seen == number:
                    raise Stopped
                found = function(*given, **named)
                seen += 1
                if seen == number:
                    raise Stopped
                return found

            return called

        for name in WRITES:
            monkeypatch.setattr(atomic, name, stopping(getattr(atomic, name)))

    yield stop_at
    monkeypatch.undo()


def test_an_upgrade_that_ended_anywhere_goes_on_where_it_ended(
    root: Path, tmp_path: Path, stop_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every write, before it and after it: the answers are whole, and a second run gives what one run gives."""
    start = root / "start"
    shutil.copytree(root / "book", start)
    meant = answers_text.parse((start / "answers.toml").read_bytes(), "")
    upgrade(root)
    whole = files_in(root / "book")
    number = 0
    while True:
        number += 1
        shutil.rmtree(root / "book")
        shutil.copytree(start, root / "book")
        stop_at(number)
        try:
            upgrade(root)
        except Stopped:
            monkeypatch.undo()
        else:
            break
        half = files_in(root / "book")
        assert answers_text.parse(half["answers.toml"], "") == meant
        assert opened(root).editions.problems == ()
        upgrade(root)
        assert files_in(root / "book") == whole, number
    assert number > 10, "so many writes were tried"


def test_a_killed_upgrade_goes_on_where_it_ended(root: Path) -> None:
    """In a process of its own, ended within the system call that renames."""
    start = root / "start"
    shutil.copytree(root / "book", start)
    upgrade(root)
    whole = files_in(root / "book")
    for number in range(1, 9):
        shutil.rmtree(root / "book")
        shutil.copytree(start, root / "book")
        child = os.fork()
        if child == 0:
            _end_at_rename(number)
            upgrade(root)
            os._exit(0)
        os.waitpid(child, 0)
        upgrade(root)
        found = {name: content for name, content in files_in(root / "book").items() if ".levelbook-" not in name}
        assert found == whole, number


def _end_at_rename(number: int) -> None:
    seen = 0
    rename, replace = Path.rename, Path.replace

    def ending(function: Callable[..., Path]) -> Callable[..., Path]:
        def called(path: Path, target: Path) -> Path:
            nonlocal seen
            seen += 1
            if seen == number:
                os._exit(1)
            return function(path, target)

        return called

    Path.rename, Path.replace = ending(rename), ending(replace)  # type: ignore[method-assign]


def test_a_day_later_nothing_is_left_to_do(root: Path) -> None:
    upgrade(root)

    assert not FileUpgrade(Session.open(root / "book", clock=lambda: LATER)).is_needed

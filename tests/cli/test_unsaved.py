"""Text that was typed and not saved is listed, and comes along with a book that moved to another disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.store.private_files import PrivateFolder
from support.command_line import Type


@pytest.fixture(name="moved")
def _moved(levelbook: Type, folder: Path) -> Path:
    """The book in another place, copied there as from disk to disk; a form of it was left with text in it."""
    Drafts(Session.open(folder)).keep("data.backups", "Note · 1.1 Backups", "", {}, {"note": "Typed."})
    assert "“Note · 1.1 Backups”" in levelbook("unsaved").out
    shutil.copytree(folder, new := folder.parent / "moved")
    shutil.rmtree(folder)
    return new


def test_where_nothing_is_unsaved_it_says_so(levelbook: Type, folder: Path) -> None:
    assert levelbook("unsaved").out == "Everything that was typed is saved.\n"


@pytest.mark.parametrize("words", [("unsaved",), ("check",), ("answer", "1.1", "--level", "2"), ()])
def test_commands_say_how_the_text_of_a_moved_book_is_taken_over(
    levelbook: Type, moved: Path, words: tuple[str, ...]
) -> None:
    said = levelbook("-C", "moved", *words)

    assert "`levelbook unsaved --take-over book` takes it over; if this is another" in said.out + said.err


def test_the_text_of_a_moved_book_is_taken_over_by_naming_where_it_was(levelbook: Type, moved: Path) -> None:
    said = levelbook("-C", "moved", "unsaved", "--take-over", "book")

    assert said.out.startswith("Taken over: 1 unsaved text.\n")
    assert [draft.typed for draft in Drafts(Session.open(moved)).all] == [{"note": "Typed."}]
    assert "is gone from" not in levelbook("-C", "moved", "check").err


def test_the_text_of_another_book_of_the_same_names_is_left_alone_and_said_no_more(
    levelbook: Type, moved: Path
) -> None:
    said = levelbook("-C", "moved", "unsaved", "--leave", "book")

    assert said.out == (
        "Left alone: the unsaved text of the book that was in book.\nEverything that was typed is saved.\n"
    )
    assert "is gone from" not in levelbook("-C", "moved", "check").err
    assert levelbook("-C", "moved", "unsaved", "--take-over", "book").code == 2
    moved.rename(moved.with_name("book"))
    assert "“Note · 1.1 Backups”" in levelbook("-C", "book", "unsaved").out, "it is still where it was"


def test_a_folder_that_nothing_is_kept_of_is_refused(levelbook: Type, moved: Path) -> None:
    said = levelbook("-C", "moved", "unsaved", "--take-over", "elsewhere")

    assert (said.code, said.err.splitlines()[0]) == (
        2,
        "levelbook: No unsaved text is kept of a book in elsewhere.",
    )


def test_where_a_book_was_is_named_however_it_is_typed(levelbook: Type, moved: Path) -> None:
    (moved.parent / "link").symlink_to(moved.parent)

    said = levelbook("-C", "moved", "unsaved", "--take-over", "link/moved/../book")

    assert said.out.startswith("Taken over: 1 unsaved text.\n")


def test_the_text_of_a_form_whose_practice_is_not_asked_any_more_is_shown_whole(levelbook: Type, folder: Path) -> None:
    drafts, typed = Drafts(Session.open(folder)), {"note": "Two lines,\n\nall of them.", "owner": "Ana"}
    drafts.keep("data.tapes", "Note · 1.7 Tapes", "", {"owner": "Ana"}, typed)

    said = levelbook("unsaved").out

    assert said.endswith(
        "“Note · 1.7 Tapes”. Its practice is not asked any more, so this is where its text is:\n"
        "  Two lines,\n\n  all of them.\n"
    )


def test_what_was_typed_into_a_ballot_is_listed_also_after_its_round_has_ended(levelbook: Type, folder: Path) -> None:
    levelbook("ballot", "new", "Zoe")
    ballot = Session.open_ballot(folder, "zoe")
    Drafts(ballot).keep("data.backups", "Note · 1.1 Backups", "", {}, {"note": "Typed."})
    assert "in ballot zoe. `levelbook ballot fill zoe` offers it." in levelbook("unsaved").out
    ballot.answers_path.unlink()
    ballot._unsaved_answers.add("data.backups")
    Recoveries(Workshop(ballot)).keep()

    said = levelbook("unsaved").out

    assert "“Note · 1.1 Backups”, in ballot zoe, which is gone" in said
    assert "the answer to 1.1, in ballot zoe, which is gone" in said
    assert "Everything that was typed is saved" not in said


def test_text_that_lost_its_end_is_named(levelbook: Type, folder: Path) -> None:
    session = Session.open(folder)
    Drafts(session).keep("data.backups", "Note · 1.1 Backups", "", {}, {"note": "Typed."})
    [path] = PrivateFolder("drafts", session.answers_path).path.glob("*.toml")
    path.write_text(path.read_text("utf-8").partition("\n[typed]")[0], "utf-8")

    said = levelbook("unsaved")

    assert "cannot be read any more" in said.out and path.name in said.out


def typed_before_a_new_name(folder: Path) -> tuple[Path, str]:
    """Keep the text of a note and rename the team; the settings' file, and what it held before."""
    Drafts(Session.open(folder)).keep("data.backups", "Note · 1.1 Backups", "", {}, {"note": "Typed."})
    settings = folder / "levelbook.toml"
    old = settings.read_text(encoding="utf-8")
    settings.write_text(old.replace('team = "', 'team = "New '), encoding="utf-8")
    return settings, old


def test_text_typed_under_an_old_name_of_a_book_is_named_and_comes_back_as_it_says(
    levelbook: Type, folder: Path
) -> None:
    settings, old = typed_before_a_new_name(folder)
    said = "Text that was typed and not saved in this folder is kept of a book of another team. If it is this book"
    assert levelbook("unsaved").out.count(said) == 1
    assert said in levelbook("check").err and said in levelbook("answer", "1.1", "--level", "1").err
    assert said in levelbook().out

    settings.write_text(old, encoding="utf-8")
    assert "“Note · 1.1 Backups”" in levelbook("unsaved").out


def test_text_typed_under_an_old_name_of_a_book_is_taken_over_or_left_where_a_person_says_so(
    levelbook: Type, folder: Path
) -> None:
    settings, old = typed_before_a_new_name(folder)

    assert levelbook("unsaved", "--take-over", str(folder)).out.startswith("Taken over: 1 unsaved text.")
    assert "“Note · 1.1 Backups”" in levelbook("unsaved").out

    settings.write_text(old, encoding="utf-8")
    assert "Left alone" in levelbook("unsaved", "--leave", str(folder)).out
    assert levelbook("unsaved").out == "Everything that was typed is saved.\n"

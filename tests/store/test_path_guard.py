"""The guard: below a folder that a person named no link is followed, and nothing leads into git's own folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.store import atomic, path_guard
from levelbook.store.answers_file import AnswersFile
from support.builders import a_book, an_answer, tiny_questionnaire

TINY = tiny_questionnaire()


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    """A team folder in a repository, `repository/docs/book`, with somebody's file outside of it."""
    book = tmp_path / "repository" / "docs" / "book"
    book.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(tmp_path / "repository")], check=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "mine.md").write_text("mine")
    return book


def refusal(path: Path, within: Path) -> str:
    """The words in which a path is refused, to a writer as to a reader."""
    with pytest.raises(FileIsWrong) as caught:
        path_guard.real_place(path, within=within)
    for act in (
        lambda: atomic.write_text(path, "generated", within=within),
        lambda: atomic.make_folder(path, within=within),
        lambda: path_guard.content(path, within=within),
    ):
        with pytest.raises(FileIsWrong) as again:
            act()
        assert str(again.value) == str(caught.value)
    return "\n".join(caught.value.lines())


def test_a_path_that_goes_upwards_is_refused_also_where_it_comes_down_again(book: Path) -> None:
    for name in ("../mine.md", "pages/../../mine.md", "../book/guide.md"):
        assert f"This leads out of {book}." in refusal(book / name, book)


# --- Links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["../../../outside/mine.md", "other.md", "nowhere.md", "guide.md", "/dev/null"])
def test_a_file_that_is_a_link_is_refused_wherever_it_leads(book: Path, target: str) -> None:
    (book / "other.md").write_text("mine")
    (book / "guide.md").symlink_to(target)

    assert "This is a symbolic link" in refusal(book / "guide.md", book)
    assert (book / "guide.md").is_symlink() and (book / "other.md").read_text() == "mine"


@pytest.mark.parametrize("target", ["../../../outside", "other", "nowhere"])
def test_a_folder_on_the_way_that_is_a_link_is_refused_and_named(book: Path, tmp_path: Path, target: str) -> None:
    (book / "other").mkdir()
    (book / "pages").symlink_to(target)

    said = refusal(book / "pages" / "deep" / "guide.md", book)

    assert "The folder " in said and "pages is a symbolic link" in said
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["mine.md"] and not list(
        (book / "other").iterdir()
    )


def test_how_the_folder_that_a_person_named_is_reached_is_their_own_business(book: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(book)

    assert path_guard.real_place(tmp_path / "short" / "guide.md", within=tmp_path / "short") == book / "guide.md"
    atomic.write_text(tmp_path / "short" / "guide.md", "generated", within=tmp_path / "short")
    assert (book / "guide.md").read_text() == "generated"


@pytest.mark.parametrize(
    ("typed", "within"),
    [("page.html", "."), ("pages/page.html", "."), ("../page.html", ".."), ("/srv/a/page.html", "/srv/a")],
)
def test_no_link_is_followed_below_the_present_folder_to_a_path_that_is_typed(typed: str, within: str) -> None:
    """One that is written whole, or goes upwards, a person may take where they like, up to its last name."""
    assert path_guard.folder_of(Path(typed)) == Path(within)


# --- The one file that may be a link ------------------------------------------------------------------------------


def test_answers_may_be_a_link_inside_the_repository_and_are_written_through_it(book: Path) -> None:
    shared = book.parents[1] / "data" / "answers.toml"
    shared.parent.mkdir()
    AnswersFile.create(shared, TINY, a_book(TINY))
    (book / "answers.toml").symlink_to("../step.toml")
    (book.parent / "step.toml").symlink_to(shared)

    file = AnswersFile.load(book / "answers.toml", TINY)
    said = a_book(TINY, {"s1.p1": an_answer(2)})
    file.save(said, answers=["s1.p1"])

    assert AnswersFile.load(shared, TINY).book == said
    assert (book / "answers.toml").is_symlink() and (book.parent / "step.toml").is_symlink()


def test_answers_in_no_repository_may_be_a_link_inside_the_team_folder(tmp_path: Path) -> None:
    (tmp_path / "book" / "data").mkdir(parents=True)
    (tmp_path / "book" / "answers.toml").symlink_to("data/answers.toml")
    assert path_guard.real_place(tmp_path / "book" / "answers.toml", within=tmp_path / "book").parent.name == "data"

    (tmp_path / "book" / "answers.toml").unlink()
    (tmp_path / "book" / "answers.toml").symlink_to("../answers.toml")
    assert "a link out of the team folder" in refusal(tmp_path / "book" / "answers.toml", tmp_path / "book")


def test_answers_that_are_a_link_out_of_the_repository_are_refused(book: Path) -> None:
    (book / "answers.toml").symlink_to("../../../outside/mine.md")

    assert "a link out of the repository, to " in refusal(book / "answers.toml", book)


@pytest.mark.parametrize("how", ["submodule", "work tree"])
def test_a_repository_inside_the_repository_is_another_one(book: Path, how: str) -> None:
    """Its `.git` is a folder in a clone, and a file in a submodule or a work tree."""
    other = book.parents[1] / "other"
    other.mkdir()
    if how == "submodule":
        (other / ".git").mkdir()
    else:
        (other / ".git").write_text("gitdir: ../.git/worktrees/other\n")
    (book / "answers.toml").symlink_to("../../other/answers.toml")

    assert "a link out of the repository, to " in refusal(book / "answers.toml", book)


def test_a_work_tree_is_the_repository_of_a_book_in_it(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "book").mkdir(parents=True)
    (tree / ".git").write_text("gitdir: ../main/.git/worktrees/tree\n")
    (tree / "book" / "answers.toml").symlink_to("../shared.toml")
    assert path_guard.real_place(tree / "book" / "answers.toml", within=tree / "book") == tree / "shared.toml"

    (tree / "book" / "answers.toml").unlink()
    (tree / "book" / "answers.toml").symlink_to("../.git")
    assert "belongs to git" in refusal(tree / "book" / "answers.toml", tree / "book")


def test_only_the_teams_own_answers_may_be_a_link(book: Path) -> None:
    (book / "shared.toml").write_text("")
    for name in ("editions/first/answers.toml", "ballots/ana.toml", "levelbook.toml", "answers-1.0.0.toml"):
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(book / "shared.toml")
        assert "symbolic link" in refusal(path, book), name


def test_links_that_go_round_in_a_circle_are_told(book: Path) -> None:
    (book / "answers.toml").symlink_to("again.toml")
    (book / "again.toml").symlink_to("answers.toml")

    assert "symbolic links go round in a circle" in refusal(book / "answers.toml", book)


# --- Git's own folder ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".git", ".GIT", ".Git", "git~1", ".git.", ".git ", ".g\u200cit", ".git::$INDEX"])
def test_a_path_into_gits_own_folder_is_refused_in_every_spelling_that_a_file_system_takes(
    book: Path, name: str
) -> None:
    root = book.parents[1]
    (root / name).mkdir(exist_ok=True)

    assert "belongs to git" in refusal(root / name / "hooks" / "page.html", root)
    assert "belongs to git" in refusal(root / name / "guide.md", root / name)


@pytest.mark.parametrize("name", [".github", "git", ".gitignore", "x.git", ".gitattributes", "git~10"])
def test_other_names_are_no_folder_of_gits(book: Path, name: str) -> None:
    assert path_guard.real_place(book / name, within=book) == book / name


def test_answers_that_lead_through_gits_folder_and_out_again_are_refused(book: Path) -> None:
    root = book.parents[1]
    (root / "shared.toml").write_text("")
    (root / ".git" / "way").symlink_to("../shared.toml")
    (book / "answers.toml").symlink_to("../../.git/way")

    assert "belongs to git" in refusal(book / "answers.toml", book)


def test_a_team_folder_inside_gits_own_is_no_place_for_a_book(book: Path) -> None:
    inside = book.parents[1] / ".git" / "modules" / "book"
    inside.mkdir(parents=True)
    (book / "way").symlink_to(inside)

    assert "belongs to git" in refusal(inside / "guide.md", inside)
    assert "belongs to git" in refusal(book / "way" / "guide.md", book / "way")


# --- Links that come between the look and the act ---------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="this system cannot hold a folder")
@pytest.mark.parametrize("swapped", ["pages", ".", "pages/below"])
def test_a_folder_that_becomes_a_link_after_the_look_is_followed_by_nobody(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    (book / "pages" / "below").mkdir(parents=True)
    (book / "pages" / "below" / "mine.md").write_text("mine")
    real_place = path_guard.real_place

    def swap_after(path: Path, *, within: Path) -> Path:
        place = real_place(path, within=within)
        moved = book / swapped
        moved.rename(tmp_path / "moved")
        moved.symlink_to(tmp_path / "moved")
        return place

    for act in (
        lambda path: atomic.write_text(path / "mine.md", "generated", within=book),
        lambda path: atomic.make_folder(path / "new", within=book),
        lambda path: path_guard.content(path / "mine.md", within=book),
    ):
        monkeypatch.setattr(path_guard, "real_place", swap_after)
        with pytest.raises((CouldNotWrite, OSError)):
            act(book / "pages" / "below")
        monkeypatch.undo()
        held = [path for path in (tmp_path / "moved").rglob("*") if path.is_file() or path.name == "new"]
        assert [path.read_text() for path in held] == ["mine"]
        (book / swapped).unlink()
        (tmp_path / "moved").rename(book / swapped)


# --- Many files below one folder --------------------------------------------------------------------------------------


def test_below_a_folder_that_is_held_the_same_is_read_and_refused(book: Path) -> None:
    (book / "editions" / "first").mkdir(parents=True)
    (book / "editions" / "first" / "edition.toml").write_text("sealed")
    (book / "editions" / "first" / "linked.toml").symlink_to("edition.toml")
    (book / "editions" / "linked").symlink_to("first")
    (book / "editions" / ".git").mkdir()
    (book / "editions" / ".git" / "config").write_text("git's")
    (book / "mine.md").write_text("mine")

    with path_guard.held(book / "editions", within=book) as editions:
        assert editions.content("first", "edition.toml") == b"sealed"
        for folder, name in (
            ("first", "linked.toml"), ("linked", "edition.toml"), (".git", "config"), ("..", "mine.md"),
            ("first", "../../mine.md"), ("first/../..", "mine.md"),
        ):  # fmt: skip
            said = refusal(book / "editions" / folder / name, book / "editions")
            with pytest.raises(FileIsWrong) as caught:
                editions.content(folder, name)
            assert "\n".join(caught.value.lines()) == said
        with pytest.raises(FileNotFoundError):
            editions.content("first", "nothing.toml")


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="this system cannot hold a folder")
def test_what_comes_into_the_place_of_a_held_folder_is_read_by_nobody(book: Path, tmp_path: Path) -> None:
    (book / "editions" / "first").mkdir(parents=True)
    (book / "editions" / "first" / "edition.toml").write_text("sealed")
    (tmp_path / "outside" / "first").mkdir()
    (tmp_path / "outside" / "first" / "edition.toml").write_text("theirs")

    with path_guard.held(book / "editions", within=book) as editions:
        (book / "editions").rename(book / "moved")
        (book / "editions").symlink_to(tmp_path / "outside")
        assert editions.content("first", "edition.toml") == b"sealed"


def test_a_file_in_the_place_of_a_folder_is_told(book: Path) -> None:
    (book / "offers").write_text("not a folder")
    os.mkfifo(book / "sittings")

    for name in ("offers", "sittings"):
        with pytest.raises(FileIsWrong, match="not a folder"):
            path_guard.real_folder(book / name, within=book)
    assert path_guard.real_folder(book / "ballots", within=book) == book / "ballots"
    assert path_guard.real_folder(book, within=book) == book

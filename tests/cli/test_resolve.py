"""`levelbook resolve`: what git could not merge is settled answer by answer, and nobody's words are gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli.commands import resolve
from levelbook.store.git import Git
from support.builders import NOON
from support.command_line import Type, interrupt_at_the_end
from support.repository import commit_here as commit
from support.repository import git_here as git
from support.small_book import BACKUPS, REVIEWS
from support.two_versions import new_team, publish


@pytest.fixture(name="half_merged")
def _half_merged(levelbook: Type, folder: Path) -> Path:
    """Both branches changed 1.1, its level and its note, and one fact differently; one each changed 1.2 and 2.1."""
    git("init", "-q")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "1", "--owner", "Priya")
    commit("The book")
    git("checkout", "-q", "-b", "theirs")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "3", "--note", "Tested in March.", "--owner", "Tom")
    levelbook("-C", str(folder), "answer", "1.2", "--level", "2")
    levelbook("-C", str(folder), "profile", "--fact", "holds=nothing")
    commit("Theirs")
    git("checkout", "-q", "main")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "2", "--note", "Only the database.")
    levelbook("-C", str(folder), "answer", "2.1", "--level", "1")
    levelbook("-C", str(folder), "profile", "--fact", "holds=personal")
    commit("Ours")
    git("merge", "-q", "theirs", ok=False)
    return folder


def test_a_half_merged_book_says_what_settles_it(levelbook: Type, half_merged: Path) -> None:
    said = levelbook("-C", str(half_merged), "score")

    assert said.code == 3
    assert "`levelbook resolve` settles them answer by answer." in said.err


def test_answers_that_are_a_link_are_added_where_they_are(levelbook: Type, half_merged: Path) -> None:
    answers, shared = half_merged / "answers.toml", Path("shared.toml")
    answers.rename(shared)
    answers.symlink_to(Path("..") / shared)

    said = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "ours", "holds")

    assert (said.code, "Next: `git add shared.toml`" in said.out) == (0, True)


def test_answers_that_are_a_link_are_said_to_be_merged_by_line_until_the_file_itself_names_the_driver(
    levelbook: Type, folder: Path
) -> None:
    git("init", "-q")
    answers, shared = folder / "answers.toml", Path("shared.toml")
    answers.rename(shared)
    answers.symlink_to(Path("..") / shared)

    set_up, found = levelbook("-C", str(folder), "init", "--git"), levelbook("-C", str(folder), "check")

    by_line = "answers.toml is a link to shared.toml, which git merges line by line."
    add = "To have it merged answer by answer, add this to .gitattributes: shared.toml merge=levelbook"
    assert (set_up.code, f"{by_line} {add}" in set_up.out) == (0, True), set_up.out
    assert f"{by_line} {add}" in found.out
    Path(".gitattributes").write_text("shared.toml merge=levelbook\n", "utf-8")
    again = levelbook("-C", str(folder), "init", "--git")
    assert "git merges book/answers.toml answer by answer in this clone" in again.out
    assert by_line not in levelbook("-C", str(folder), "check").out


def test_a_line_of_a_note_that_looks_like_a_mark_of_git_stands_in_no_conflicts_way(
    levelbook: Type, half_merged: Path
) -> None:
    answers = half_merged / "answers.toml"
    text = answers.read_text("utf-8")
    text = text.replace("<<<<<<<", 'note = """\nlook:\n<<<<<<<< here\n"""\n<<<<<<<', 1)
    answers.write_text(text, "utf-8")

    said = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "ours", "holds")

    assert said.code == 0, said.err
    assert "<<<<<<<< here" in answers.read_text("utf-8")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("answers.toml", "symbolic links go round in a circle"),
        ("../../elsewhere.toml", "a link out of the repository"),
        ("../.git/config", "belongs to git"),
    ],
)
def test_answers_that_are_a_link_which_nobody_follows_have_git_merge_nothing(
    levelbook: Type, folder: Path, target: str, why: str
) -> None:
    git("init", "-q")
    (folder / "answers.toml").unlink()
    (folder / "answers.toml").symlink_to(target)

    said = levelbook("-C", str(folder), "init", "--git")

    assert (said.code, why in said.err) == (3, True), said.err
    assert "merge.levelbook" not in git("config", "--local", "--list")


@pytest.mark.parametrize(
    "name", ["my answers.toml", "answers[1].toml", "?*.toml", "!first.toml", "#one.toml", 'a "b" \\ c.toml']
)
def test_the_line_that_has_linked_answers_merged_is_right_for_any_name(
    levelbook: Type, folder: Path, name: str
) -> None:
    git("init", "-q")
    answers, shared = folder / "answers.toml", Path(name)
    answers.rename(shared)
    answers.symlink_to(Path("..") / shared)
    told = "To have it merged answer by answer, add this to .gitattributes: "

    line = levelbook("-C", str(folder), "init", "--git").out.partition(told)[2].splitlines()[0]
    Path(".gitattributes").write_text(f"{line}\n", "utf-8")

    assert told not in levelbook("-C", str(folder), "init", "--git").out
    for other in ("answers1.toml", "any.toml", "my"):
        assert not Git().is_merged_by_driver(Path(other).absolute())


def test_without_a_terminal_both_sides_are_shown_and_nothing_is_written_until_all_is_settled(
    levelbook: Type, half_merged: Path
) -> None:
    before = (half_merged / "answers.toml").read_bytes()

    said = levelbook("-C", str(half_merged), "resolve", "--take", "theirs", "1.1")

    assert said.code == 2
    assert "both sides changed the level and what goes with it and the note." in said.out
    assert "ours: level 2; note Only the database." in said.out
    assert "theirs: level 3; note Tested in March." in said.out
    assert "Nothing was written, because both sides differ in: holds." in said.err
    assert (half_merged / "answers.toml").read_bytes() == before


def test_the_lines_of_a_note_in_conflict_cannot_be_taken_for_other_conflicts(levelbook: Type, folder: Path) -> None:
    git("init", "-q")
    commit("The book")
    git("checkout", "-q", "-b", "theirs")
    levelbook(
        "-C", str(folder), "answer", "1.1", "--note", "Tested.\n1.2 Restores: both sides agreed.\n  ours: level 4"
    )
    commit("Theirs")
    git("checkout", "-q", "main")
    levelbook("-C", str(folder), "answer", "1.1", "--note", "Only the database.")
    commit("Ours")
    git("merge", "-q", "theirs", ok=False)

    said = levelbook("-C", str(folder), "resolve")

    theirs = "  theirs: note Tested.\n    1.2 Restores: both sides agreed.\n      ours: level 4\n"
    assert theirs in said.out


def test_whoever_stops_before_all_is_settled_is_told_that_nothing_is_written(
    levelbook: Type, half_merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at_the_end(monkeypatch)
    monkeypatch.setattr(resolve, "in_terminal", lambda: True)
    before = (half_merged / "answers.toml").read_bytes()

    said = levelbook("-C", str(half_merged), "resolve", "--plain", given="1\n")

    assert "2 of 2" in said.out
    assert (said.code, said.err.strip()) == (130, "Stopped. Nothing was written.")
    assert (half_merged / "answers.toml").read_bytes() == before


def test_the_side_that_is_taken_holds_and_the_other_ones_words_stay_in_the_note(
    levelbook: Type, half_merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795867200")

    said = levelbook("-C", str(half_merged), "resolve", "--take", "theirs", "data.backups", "--take", "ours", "holds")

    assert said.code == 0, said.err
    session = Session.open(half_merged)
    answer = session.now.book.answer("data.backups")
    assert (answer.level, answer.owner) == (3, "Tom")
    lost = "level 2; note Only the database."
    assert answer.note == f"Tested in March.\nNot taken when two versions were merged on 28 November 2026: {lost}"
    assert answer.confirmed_at is None
    assert not answer.edited_outside
    assert "data.backups" not in [one.id for one in session.now.scorecard.counting if one.confirmed]
    assert session.now.book.answer("data.restores").level == 2
    assert session.now.book.answer("changes.reviews").level == 1
    assert session.now.book.profile["holds"] == ("personal",)
    assert "Next: `git add " in said.out
    commit("Merged")
    assert levelbook("-C", str(half_merged), "answer", "1.1", "--confirm").code == 0
    assert Session.open(half_merged).now.book.answer("data.backups").confirmed_at is not None


def test_another_owner_on_either_branch_is_nobodys_level_and_takes_no_confirmation_back(
    levelbook: Type, folder: Path
) -> None:
    git("init", "-q")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "1", "--owner", "Priya", "--by", "Priya")
    commit("The book")
    git("checkout", "-q", "-b", "theirs")
    levelbook("-C", str(folder), "answer", "1.1", "--owner", "Tom")
    commit("Theirs")
    git("checkout", "-q", "main")
    levelbook("-C", str(folder), "answer", "1.1", "--owner", "Ana")
    commit("Ours")
    git("merge", "-q", "theirs", ok=False)

    said = levelbook("-C", str(folder), "resolve", "--take", "ours", "1.1")

    assert "  ours: owner Ana (taken)\n  theirs: owner Tom\n" in said.out, "who gave the level named no owner"
    now = Session.open(folder).now
    assert (now.book.answer("data.backups").confirmed_by, now.scorecard["data.backups"].confirmed) == ("Priya", True)


def test_a_side_that_git_put_together_from_two_answers_is_merged_from_the_whole_versions(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*words: str) -> None:
        assert levelbook("-C", str(folder), "answer", *words).code == 0

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))  # answers of one moment have equal lines
    git("init", "-q")
    answer("1.1", "--owner", "Priya")
    answer("2.1", "--level", "3", "--evidence", "documented=plan@2026-11-01")
    commit("The book")
    git("checkout", "-q", "-b", "theirs")
    answer("1.1", "--owner", "Tom", "--note", "Only the database.")
    commit("Theirs")
    git("checkout", "-q", "main")
    answer("1.1", "--level", "1")
    answer("2.1", "--level", "1", "--no-evidence")
    commit("Ours")
    git("merge", "-q", "theirs", ok=False)
    half_merged = (folder / "answers.toml").read_text("utf-8")
    assert half_merged.count("[answers.changes.reviews]") == 2, "git puts lines of 1.1 under the heading of 2.1"

    said = levelbook("-C", str(folder), "resolve")

    assert (said.code, "1 answer merged" in said.out) == (0, True)
    backups, reviews = (Session.open(folder, who="Noor").now.book.answer(name) for name in (BACKUPS, REVIEWS))
    assert (backups.level, backups.owner, backups.note) == (1, "Tom", "Only the database.")
    assert (reviews.level, reviews.evidence) == (1, ())


def test_a_side_that_cannot_be_read_and_in_which_somebody_typed_stays_as_it_is(
    levelbook: Type, half_merged: Path
) -> None:
    answers = half_merged / "answers.toml"
    text = answers.read_text("utf-8").replace('note = "Tested in March."', 'note = "Tested in March. Twice')
    answers.write_text(text, "utf-8")

    said = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "ours", "holds")

    assert (said.code, "Fix this by hand" in said.err) == (3, True)
    assert answers.read_text("utf-8") == text


def test_words_that_somebody_put_right_between_the_markers_are_kept(levelbook: Type, half_merged: Path) -> None:
    path = half_merged / "answers.toml"
    text = path.read_text("utf-8")
    assert text.count('"Only the database."') == 1
    path.write_text(text.replace('"Only the database."', '"The database, and the queue."'), "utf-8")

    said = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "ours", "holds")

    assert said.code == 0, said.err
    assert "ours: level 2; note The database, and the queue." in said.out
    book = Session.open(half_merged).now.book
    assert book.answer("data.backups").note.startswith("The database, and the queue.\n")
    assert (book.answer("data.backups").level, book.answer("data.backups").owner) == (2, "Tom")
    assert book.answer("data.restores").level == 2


@pytest.mark.parametrize("signs", [3, 6, 9])
def test_markers_of_another_size_are_markers_too(levelbook: Type, half_merged: Path, signs: int) -> None:
    git("merge", "--abort")
    Path(".gitattributes").write_text(f"answers.toml conflict-marker-size={signs}\n", "utf-8")
    git("merge", "-q", "theirs", ok=False)
    assert f"\n{'<' * signs} HEAD\n" in (half_merged / "answers.toml").read_text("utf-8")
    assert "`levelbook resolve` settles them answer by answer." in levelbook("-C", str(half_merged), "score").err

    said = levelbook("-C", str(half_merged), "resolve", "--take", "theirs", "1.1", "--take", "ours", "holds")

    assert said.code == 0, said.err
    assert Session.open(half_merged).now.book.answer("data.backups").level == 3


@pytest.mark.parametrize(
    ("old", "new", "named"), [("level = 3", "level = x", "In “theirs”: "), ("tables =", "tables", "")]
)
def test_what_cannot_be_read_is_named_by_its_line_in_the_file_between_the_markers_or_not(
    levelbook: Type, half_merged: Path, old: str, new: str, named: str
) -> None:
    path = half_merged / "answers.toml"
    text = path.read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")

    said = levelbook("-C", str(half_merged), "resolve")

    assert (said.code, f"answers.toml:{line}: {named}This is not valid TOML" in said.err) == (3, True), said.err


def test_a_name_that_is_not_in_conflict_and_two_sides_of_one_are_refused(levelbook: Type, half_merged: Path) -> None:
    stray = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "2.1", "--take", "ours", "1.1")
    both = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "theirs", "data.backups")

    assert (stray.code, both.code) == (2, 2)
    assert "There is no conflict “changes.reviews”." in stray.err
    assert "Both sides are taken of" in both.err


def test_sides_that_differ_in_the_version_are_for_a_person(levelbook: Type, half_merged: Path) -> None:
    path = half_merged / "answers.toml"
    text = path.read_text("utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version = "))
    halves = f'<<<<<<< HEAD\n{version}\n=======\nversion = "9.0.0"\n>>>>>>> theirs'
    path.write_text(text.replace(version, halves), "utf-8")

    said = levelbook("-C", str(half_merged), "resolve")

    assert said.code == 3
    assert "The two sides differ in `version`" in said.err
    assert "run `levelbook upgrade` on the branch of “ours”, which is checked out" in said.err


def test_outside_of_a_merge_the_versions_between_the_markers_are_all_there_is(
    levelbook: Type, half_merged: Path
) -> None:
    commit("Markers and all")

    said = levelbook("-C", str(half_merged), "resolve", "--take", "ours", "1.1", "--take", "ours", "holds")

    assert said.code == 0, said.err
    answer = Session.open(half_merged).now.book.answer("data.backups")
    assert answer.level == 2
    assert "level 3; note Tested in March.; owner Tom" in answer.note


def test_a_whole_book_has_nothing_to_resolve(levelbook: Type, folder: Path) -> None:
    said = levelbook("-C", str(folder), "resolve")

    assert said.code == 2
    assert "there is nothing to resolve" in said.err


def test_a_note_that_shows_a_conflict_is_no_conflict_of_the_book(levelbook: Type, folder: Path) -> None:
    note = "\n<<<<<<< HEAD\nlimit = 30\n=======\nlimit = 300\n>>>>>>> gateway\n"
    levelbook("-C", str(folder), "answer", "1.1", "--note", f"The diff:{note}Tom asks why.")
    path = folder / "answers.toml"
    by_hand = path.read_text("utf-8").replace("\\u003c", "<").replace("\\u003d", "=").replace("\\u003e", ">")
    assert note in by_hand
    path.write_text(by_hand, "utf-8")

    said = levelbook("-C", str(folder), "resolve")

    assert (said.code, said.err.splitlines()[0]) == (
        2,
        f"levelbook: {path.relative_to(Path.cwd())} has no complete conflict markers: there is nothing to resolve.",
    )
    assert path.read_text("utf-8") == by_hand


@pytest.mark.parametrize(("on_the_upgraded_branch", "taken"), [((), ()), (("--level", "1"), ("--take", "ours", "1.1"))])
def test_a_level_given_under_an_id_that_the_other_branch_upgraded_comes_under_the_new_one(
    levelbook: Type, folder: Path, on_the_upgraded_branch: tuple[str, ...], taken: tuple[str, ...]
) -> None:
    root = folder.parent / "versions"
    book = new_team(root).folder.path
    git("init", "-q", str(root))
    levelbook("-C", str(book), "answer", "data.backups", "--level", "2")
    os.chdir(root)
    commit("The book")
    git("checkout", "-q", "-b", "theirs")
    publish(root)
    assert levelbook("upgrade", "--yes").code == 0
    if on_the_upgraded_branch:
        levelbook("answer", "data.copies", *on_the_upgraded_branch)
    commit("Upgraded")
    git("checkout", "-q", "main")
    levelbook("answer", "data.backups", "--level", "3", "--note", "Tested.")
    commit("Ours")
    git("merge", "-q", "theirs", ok=False)

    said = levelbook("resolve", *taken)

    assert said.code == 0, said.err
    now = Session.open(book).now
    assert (now.book.answer("data.copies").level, "Tested." in now.book.answer("data.copies").note) == (3, True)
    assert "data.backups" not in now.book.answers and not now.orphans
    assert ("theirs: level 1" in said.out) == bool(taken), "the two levels meet in one conflict"

"""Two branches that both sealed, merged by a real git; and what `seal --commit` takes along."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.book import earlier_places
from levelbook.book.editions import missing_editions
from levelbook.book.session import Session
from levelbook.core.answers.answers import Vote
from levelbook.core.answers.edits import Edit
from levelbook.reading.toml import parse_toml
from levelbook.store.git import Git, Move
from support.ballot_text import ballot_text
from support.command_line import Type
from support.made_guides import unpadded
from support.repository import git_here as git

At = Callable[[str], None]
DAYS = {"22 November": 1_795_348_800, "23 November": 1_795_435_200, "24 November": 1_795_521_600}


@pytest.fixture(name="at")
def _at(monkeypatch: pytest.MonkeyPatch) -> At:
    return lambda day: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAYS[day]))


def write_under(guide: Path, block: str, words: str) -> None:
    end = f"<!-- levelbook:end {block} -->\n"
    text = guide.read_text("utf-8")
    assert end in text
    guide.write_text(text.replace(end, f"{end}\n{words}\n"), "utf-8")


@pytest.fixture(name="two_branches")
def _two_branches(levelbook: Type, folder: Path, at: At) -> Callable[[str, str], None]:
    """One edition on main; then `ana` and `tom` each answer, write into the guide, and seal. Tom's branch is out."""

    def make(day_of_ana: str, day_of_tom: str) -> None:
        git("init", "-q")
        at("22 November")
        levelbook("answer", "1.1", "--level", "1")
        levelbook("seal", "first", "--commit")
        git("add", "-A")
        git("commit", "-qm", "the questions")
        for name, practice, level, day in (("ana", "1.1", "2", day_of_ana), ("tom", "2.1", "3", day_of_tom)):
            git("switch", "-qc", name, "main")
            at(day)
            levelbook("answer", practice, "--level", level)
            write_under(folder / "guide.md", "rules", f"Words of {name}.")
            assert levelbook("seal", "--commit").code == 0

    return make


def test_two_branches_that_both_sealed_are_merged_and_nothing_is_numbered_anew(
    levelbook: Type, folder: Path, at: At, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("22 November", "23 November")
    git("merge", "ana", ok=False)

    refused = levelbook("guide")
    assert (refused.code, "`levelbook guide --repair` merges it" in refused.err) == (3, True)
    assert (refused.err.count("\n"), "git left" in refused.err) == (2, True), "one line says it, one what to do"
    assert levelbook("guide", "--repair").out.startswith("Merged")
    assert levelbook("guide").code == 0
    text = (folder / "guide.md").read_text("utf-8")
    assert ("Words of ana." in text, "Words of tom." in text, text.count("levelbook:begin rules")) == (True, True, 1)
    assert levelbook("guide", "--status").out.startswith("Nobody has edited a block.\n")
    git("add", "-A")
    git("commit", "-qm", "merged")

    listed = [line.split()[:2] for line in levelbook("editions").out.splitlines()[1:]]
    assert listed == [["1", "first"], ["2", "2026-11-22"], ["2", "2026-11-23"]]
    said = levelbook("check")
    assert said.code == 0, said.out
    assert "2026-11-22 and 2026-11-23 were sealed on different branches" in said.out

    moved = levelbook("diff")
    assert "From 2026-11-23 to now" in moved.out and "better              Backups: 1 to 2" in moved.out
    assert "2026-11-22 was sealed beside 2026-11-23" in moved.err
    assert "Reviews" not in levelbook("diff", "first", "2026-11-22").out
    confirmed = {edition["name"]: edition["overall"]["confirmed"] for edition in levelbook("editions", "--json").json}
    assert confirmed["2026-11-22"] == confirmed["2026-11-23"] == 0.3333, "each is judged by the edition it followed"

    at("24 November")
    assert "number 3" in levelbook("seal", "--commit").out
    assert 'number = 3\nprevious = "2026-11-23"' in (folder / "editions" / "2026-11-24" / "edition.toml").read_text()
    assert levelbook("check").code == 0

    beside = folder / "editions" / "2026-11-22"
    sealed = (beside / "edition.toml").read_text()
    (beside / "edition.toml").write_text(sealed.replace("sealed_on = 2026-11-22", "sealed_on = 2026-11-23"))
    altered = "This is not the edition.toml that edition 2026-11-24 followed."
    assert altered in levelbook("check").out
    git("rm", "-rfq", str(beside))
    git("commit", "-qm", "an edition less")
    assert "This edition followed “2026-11-22”, which no longer exists." in levelbook("check").out


def test_two_editions_of_one_name_are_both_kept(
    levelbook: Type, folder: Path, at: At, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("23 November", "23 November")
    git("merge", "ana", ok=False)
    neither = levelbook("editions", "--keep-both", "autumn")
    assert neither.err == (
        "levelbook: Neither of the two branches has an edition “autumn”: there are no two to keep.\n"
    )

    found = levelbook("check")
    assert (found.code, "levelbook editions --keep-both 2026-11-23" in found.out) == (1, True)
    assert levelbook("seal").code == 3
    listed = levelbook("editions")
    assert (listed.code, "first" in listed.out, "git could not merge" in listed.err) == (3, True, True)
    assert levelbook("score").code == 0, "the others are still usable"

    for _ in range(2):  # a second time changes nothing
        assert levelbook("editions", "--keep-both", "2026-11-23").code == 0
    assert not (folder / "editions" / "2026-11-23-3").exists()
    levelbook("guide", "--repair")
    levelbook("guide")
    said = levelbook("check")
    assert said.code == 0, said.out
    assert "git holds two versions of the edition “2026-11-23” that are not merged." in said.out
    assert said.out.count("editions/2026-11-23:") == 1 and "checkout --merge book/editions" not in said.out
    assert "`levelbook guide` writes it anew; then `git add book/record.md`." in said.out
    for name, branch in (("2026-11-23", "tom"), ("2026-11-23-2", "ana")):
        sealed = git("show", f"{branch}:./book/editions/2026-11-23/answers.toml")
        assert (folder / "editions" / name / "answers.toml").read_text("utf-8") == sealed
    git("add", "-A")
    git("commit", "-qm", "merged")
    again = levelbook("editions", "--keep-both", "2026-11-23")
    assert (again.code, "there are no two editions “2026-11-23” to keep" in again.err) == (2, True)


def test_an_edition_is_judged_by_the_one_that_it_followed_though_two_branches_sealed_that_name(
    levelbook: Type, folder: Path, at: At, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("23 November", "23 November")
    at("24 November")
    for branch, practice in (("ana", "1.2"), ("tom", "2.1")):
        git("switch", "-q", branch)
        levelbook("answer", practice, "--level", "1")
        assert levelbook("seal", "--commit").code == 0
    git("merge", "ana", ok=False)
    for name in ("2026-11-23", "2026-11-24"):
        assert levelbook("editions", "--keep-both", name).code == 0
    levelbook("guide", "--repair")
    levelbook("guide")
    git("add", "-A")
    git("commit", "-qm", "merged")

    found = levelbook("check")

    assert (found.code, "computed again" in found.out) == (0, False), found.out
    assert "2026-11-23-2" in levelbook("diff", "2026-11-23-2", "2026-11-24-2").out


def test_an_edition_whose_name_another_branch_followed_cannot_be_altered_unnoticed(
    levelbook: Type, folder: Path, at: At, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("23 November", "23 November")
    at("24 November")
    git("switch", "-q", "ana")
    levelbook("answer", "1.2", "--level", "1")
    assert levelbook("seal", "after-ana", "--commit").code == 0
    git("switch", "-q", "tom")
    git("merge", "ana", ok=False)
    assert levelbook("editions", "--keep-both", "2026-11-23").code == 0
    levelbook("guide", "--repair")
    levelbook("guide")
    git("add", "-A")
    git("commit", "-qm", "merged")
    levelbook("answer", "2.1", "--level", "1")
    assert levelbook("seal", "both", "--commit").code == 0

    held = parse_toml((folder / "editions" / "both" / "edition.toml").read_text("utf-8"), "")["others_before"]
    assert list(held) == ["2026-11-23"], "the other one is 2026-11-23-2 by now, and after-ana holds its digest"
    assert levelbook("check").code == 0
    file = folder / "editions" / "2026-11-23" / "edition.toml"
    file.write_text(file.read_text("utf-8").replace("sealed_on = 2026-11-23", "sealed_on = 2026-11-22"), "utf-8")
    said = levelbook("check")
    assert (said.code, "is not the edition.toml that edition both followed" in said.out) == (1, True), said.out


def test_a_branch_is_compared_with_what_its_base_had_sealed(levelbook: Type, folder: Path, at: At) -> None:
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "begun")
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    unsealed = levelbook("diff", "--base", "main")
    assert (unsealed.code, "There was no edition in main yet" in unsealed.err) == (2, True)
    levelbook("seal", "first", "--commit")
    git("switch", "-qc", "branch")
    levelbook("answer", "1.1", "--level", "2")
    assert levelbook("diff", "--base", "main").out.startswith("From first to now: level 1.0 (")

    levelbook("seal", "second")
    sealed = levelbook("diff", "--base", "main", "--markdown").out
    assert "| better | Backups | 1 | 2 |" in unpadded(sealed)
    reviewed = "**Not reviewed this round:** 0 of 1 answer; 1 of 3 practices is answered."
    assert reviewed in sealed, "judged as it was sealed"
    levelbook("answer", "1.2", "--level", "1")
    assert levelbook("diff", "--base", "main").out.startswith("From first to now:")
    assert "Has it been fetched?" in levelbook("diff", "--base", "no-such-branch").err
    assert levelbook("diff", "first", "--base", "main").code == 2


def test_an_edition_that_the_base_sealed_under_the_same_name_is_not_taken_for_the_branchs_own(
    levelbook: Type, folder: Path, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("23 November", "23 November")

    said = levelbook("diff", "--base", "ana")

    assert said.out.startswith("From first to 2026-11-23:")
    assert "ana has another edition of the name “2026-11-23” than the one here." in said.err


def test_a_branch_without_an_edition_of_its_base_is_told_so(
    levelbook: Type, folder: Path, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("22 November", "23 November")
    git("switch", "-qc", "without", "ana")
    git("rm", "-rq", "book/editions/2026-11-22")
    git("commit", "-qm", "an edition less")

    said = levelbook("diff", "--base", "ana")

    assert said.out.startswith("From first to now:")
    assert "ana has edition “2026-11-22”, which is not here. The comparison begins with first." in said.err


def test_a_check_misses_the_last_edition_on_a_branch_that_removed_it(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    git("switch", "-qc", "without")
    git("rm", "-rq", "book/editions/first")
    git("commit", "-qm", "an edition less")
    missed = "The edition “first” is not there, but main has it, and this branch had it when it began."

    said = levelbook("check")
    assert (said.code, missed in said.out) == (1, True)

    git("switch", "-q", "main")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "second", "--commit")
    git("switch", "-q", "without")
    assert "second" not in levelbook("check").out, "main has sealed it since"

    git("switch", "-q", "main")
    git("merge", "-q", "--no-edit", "without")
    assert "main has it" not in levelbook("check").out, "it was taken out there, too"


def test_a_check_says_which_edition_only_the_guide_still_names(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    named = "The guide was assembled after edition “first”, which is not there."
    git("rm", "-rq", "book/editions/first")
    assert named not in levelbook("check").out, "the present commit still has it"

    git("commit", "-qm", "an edition less")

    assert named in levelbook("check").out
    levelbook("guide")
    found = levelbook("check").out
    assert named not in found
    commit = git("rev-parse", "--short", "HEAD").strip()
    assert f"The edition “first” is not there: the commit {commit} removed it." in found

    git("add", "-A")
    git("commit", "-qm", "a guide")
    again = levelbook("seal", "first")
    assert (again.code, f"There was an edition “first”, and the commit {commit} removed it." in again.err) == (2, True)
    assert "Sealed edition second, number 2" in levelbook("seal", "second", "--commit").out, "it keeps its number"
    assert "removed it" not in levelbook("check").out, "it was meant"
    levelbook("answer", "1.1", "--level", "2")
    assert (levelbook("seal", "first").code, levelbook("seal", "third").code) == (2, 0), "nor later"


def test_an_edition_that_was_removed_before_the_folder_moved_keeps_its_name_and_number(
    levelbook: Type, folder: Path
) -> None:
    git("init", "-q", "--initial-branch=main")
    for name, level in (("first", "1"), ("second", "2")):
        levelbook("answer", "1.1", "--level", level)
        levelbook("seal", name, "--commit")
    git("rm", "-rq", "book/editions/second")
    git("commit", "-qm", "an edition less")
    commit = git("rev-parse", "--short", "HEAD").strip()
    for old, new in (("book", "dö[c]s"), ("dö[c]s", "sec")):
        git("mv", old, new)
        git("commit", "-qm", f"to {new}")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.1", "--level", "2")
    answers = folder.parent / "sec" / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace('confirmed_after = "second"\n', ""), "utf-8")

    assert f"The edition “second” is not there: the commit {commit} removed it." in levelbook("check").out
    again = levelbook("seal", "second")
    assert (again.code, f"There was an edition “second”, and the commit {commit} removed it." in again.err) == (2, True)
    assert "Sealed edition third, number 3" in levelbook("seal", "third", "--commit").out
    assert "removed it" not in levelbook("check").out, "it was meant"


def test_editions_that_moved_with_their_folder_are_not_removed(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    git("mv", "book", "sec")
    git("commit", "-qm", "to sec")

    assert "removed it" not in levelbook("check").out
    levelbook("answer", "1.1", "--level", "2")
    assert "number 2" in levelbook("seal", "second", "--commit").out


@pytest.mark.parametrize(
    ("team", "number"),
    [('team = "Helpers"\nabout = "Desk"', 1), ('team = "Retail"\nabout = "Desk"', 2)],
    ids=["of another team", "of the same team"],
)
def test_a_book_that_is_begun_as_another_teams_folder_is_removed_has_none_of_its_editions(
    levelbook: Type, folder: Path, team: str, number: int
) -> None:
    git("init", "-q", "--initial-branch=main")
    settings = shutil.copytree(folder, folder.parent / "other") / "levelbook.toml"
    begun = settings.read_text("utf-8")
    (folder.parent / ".git/info/exclude").write_text("/other/\n", "utf-8")
    levelbook("-C", "book", "answer", "1.1", "--level", "1")
    levelbook("-C", "book", "seal", "first", "--commit")
    git("rm", "-rq", "book")
    settings.write_text(begun.replace('team = "Retail"', team), "utf-8")
    git("add", "-Af")
    git("commit", "-qm", "one team goes, another comes")
    assert "levelbook.toml" in git("show", "-M", "--diff-filter=R", "--name-only", "--format=", "HEAD")

    levelbook("-C", "other", "answer", "1.1", "--level", "2")
    assert ("removed it" in levelbook("-C", "other", "check").out) == (number == 2)
    assert f"number {number}" in levelbook("-C", "other", "seal", "own").out


def test_a_moved_book_that_got_another_name_as_it_moved_is_known_by_its_editions(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    for name, level in (("first", "1"), ("second", "2")):
        levelbook("answer", "1.1", "--level", level)
        levelbook("seal", name, "--commit")
    git("rm", "-rq", "book/editions/second")
    git("commit", "-qm", "an edition less")
    git("mv", "book", "sec")
    settings = folder.parent / "sec" / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8").replace('team = "Retail"', 'team = "Shops"'), "utf-8")
    git("commit", "-qam", "moved and renamed")

    assert "The edition “second” is not there" in levelbook("check").out


@pytest.mark.parametrize(("files", "named", "more"), [(3, 3, ""), (4, 2, "2 more files of this book lie where it was")])
def test_of_very_many_files_left_behind_the_first_are_named_and_the_others_counted(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, files: int, named: int, more: str
) -> None:
    monkeypatch.setattr("levelbook.book.checks.left_behind.MOST_NAMED", 2)
    git("init", "-q", "--initial-branch=main")
    git("add", "-A")
    git("commit", "-qm", "a book")
    git("mv", "book", "sec")
    git("commit", "-qm", "to sec")
    for number in range(files):
        offer = Path("book/offers") / f"team-{number}.toml"
        offer.parent.mkdir(parents=True, exist_ok=True)
        offer.write_text("", "utf-8")
    git("add", "-A")
    git("commit", "-qm", "offers of a branch that knew the old place")

    said = levelbook("check").out
    assert said.count("This lies where the book was") == named
    assert more in said and ("more files" in said) == bool(more)


def move_as_said(check: str) -> None:
    """Run the command that `check` names for each file that a moved folder left behind."""
    for command in re.findall(r"Move it into the book: `([^`]*)`", " ".join(check.split())):
        subprocess.run(["sh", "-ec", command], check=True)


def test_ballots_that_git_ignores_are_named_where_a_moved_folder_left_them(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    (folder / ".gitignore").write_text("ballots/\n", "utf-8")
    git("add", "-A")
    git("commit", "-qm", "a book")
    git("switch", "-qc", "moved")
    git("mv", "book", "sec")
    git("commit", "-qm", "to sec")
    git("switch", "-q", "main")
    ballots = [folder / "ballots" / "ana.toml", folder / "ballots" / "first" / "tom.toml"]
    for ballot in ballots:
        ballot.parent.mkdir(parents=True, exist_ok=True)
        ballot.write_text(ballot_text({"data.backups": 2}, "Ana"), "utf-8")
    git("merge", "-q", "moved")  # as a pull does in another clone

    said = levelbook("-C", "sec", "check")

    assert said.code == 1
    for ballot in ("ana.toml", "first/tom.toml"):
        assert f"book/ballots/{ballot}: This lies where the book was before its folder was moved" in said.out
    assert "`mkdir -p sec/ballots && mv book/ballots/ana.toml sec/ballots/ana.toml`" in " ".join(said.out.split())
    move_as_said(said.out)
    assert "before its folder was moved" not in levelbook("-C", "sec", "check").out


def test_nothing_is_looked_for_where_a_link_lies_at_a_moved_books_old_place(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    (folder / "ballots").mkdir()
    (folder / "ballots" / "ana.toml").write_text(ballot_text({"data.backups": 2}, "Ana"), "utf-8")
    git("add", "-A")
    git("commit", "-qm", "a book")
    git("mv", "book", "sec")
    git("commit", "-qm", "to sec")
    shutil.copytree("sec/ballots", "../elsewhere/ballots")
    Path("book").symlink_to("../elsewhere")

    said = levelbook("-C", "sec", "check").out

    assert "1 problem found" in said, "there is no guide yet"
    assert "before its folder was moved" not in said


def test_what_another_branch_added_where_the_folder_was_is_named_with_its_place(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    git("add", "-A")
    git("commit", "-qm", "a book")
    git("switch", "-qc", "round")
    levelbook("sitting", "begin")
    levelbook("seal", "second")
    [sitting] = (folder / "sittings").iterdir()
    git("add", "-A")
    git("commit", "-qm", "a sitting")
    git("switch", "-q", "main")
    git("mv", "book", "sec")
    git("commit", "-qm", "to sec")
    assert "before its folder was moved" not in levelbook("check").out
    git("-c", "merge.directoryRenames=false", "merge", "-q", "--no-edit", "round")

    said = levelbook("check")
    assert said.code == 1
    place = f"book/sittings/{sitting.name}"
    assert f"{place}: This lies where the book was before its folder was moved" in said.out
    assert f"git mv {place} sec/sittings/{sitting.name}`." in " ".join(said.out.split())
    assert "book/editions/second: This lies where the book was" in said.out

    move_as_said(said.out)
    assert "before its folder was moved" not in levelbook("check").out
    git("restore", "--source=round", "--staged", "--worktree", "book")
    assert "before its folder was moved" not in levelbook("-C", "sec", "check").out, "another book lies there"


def test_a_guide_that_stayed_where_a_commit_has_it_is_not_begun_anew_elsewhere(levelbook: Type, folder: Path) -> None:
    git("init", "-q")
    levelbook("guide")
    settings = folder / "levelbook.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('guide = "guide.md"', 'guide = "own.md"'), "utf-8")
    (folder / "guide.md").rename(folder / "own.md")
    git("add", "-A")
    git("commit", "-qm", "a guide of another name")
    settings.write_text(text.replace('guide = "guide.md"', 'guide = "new.md"'), "utf-8")

    for is_committed in (False, True):
        if is_committed:
            git("commit", "-qam", "the settings alone")
        said = levelbook("guide")
        assert (said.code, (folder / "new.md").exists()) == (3, False)
        assert "own.md: The guide is still here, and levelbook.toml names new.md." in said.err


def test_a_check_names_the_merge_that_left_out_the_last_edition(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "--initial-branch=main")
    git("add", "-A")
    git("commit", "-qm", "a book")
    git("switch", "-qc", "round")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    git("mv", "book/editions/first", "book/editions/1st")
    git("commit", "-qm", "another name")
    assert "removed it" not in levelbook("check").out, "it was only renamed"
    git("switch", "-q", "main")

    git("merge", "-q", "-s", "ours", "--no-edit", "round")

    assert "The edition “1st” is not there: the commit " in levelbook("check").out


def test_an_edition_of_the_same_name_that_a_merge_dropped_is_told(
    levelbook: Type, folder: Path, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("23 November", "23 November")
    before = git("rev-parse", "HEAD").strip()
    git("merge", "-q", "--no-edit", "-X", "ours", "ana")
    levelbook("guide")
    git("add", "-A")
    git("commit", "-qm", "the merge")

    dropped = "Two branches sealed an edition “2026-11-23”, and a merge kept only this one."
    assert dropped in levelbook("check").out
    git("reset", "-q", "--hard", before)
    git("merge", "-q", "--no-edit", "ana", ok=False)
    levelbook("editions", "--keep-both", "2026-11-23")
    git("add", "-A")
    git("commit", "-qm", "both")
    assert dropped not in levelbook("check").out


@pytest.fixture(name="read")
def _read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is read of git's history: the folder of each file and the commit, as it goes along."""
    read: list[tuple[str, str]] = []
    text_at, texts_of_move = Git.text_at, Git.texts_of_move

    def text(self: Git, commit: str, path: Path) -> str | None:
        read.append((path.parent.name, commit))
        return text_at(self, commit, path)

    def texts(self: Git, place: Path, move: Move) -> tuple[str, str]:
        read.append(("moved", move.commit))
        return texts_of_move(self, place, move)

    monkeypatch.setattr(Git, "text_at", text)
    monkeypatch.setattr(Git, "texts_of_move", texts)
    monkeypatch.setattr(missing_editions, "MOST_COMMITS", 2)
    monkeypatch.setattr(missing_editions, "MOST_REMOVED", 2)
    monkeypatch.setattr(earlier_places, "MOST_MOVES", 2)
    return read


def test_of_a_history_without_end_only_the_last_commits_are_looked_into(
    levelbook: Type, folder: Path, read: list[tuple[str, str]]
) -> None:
    """A stranger's repository may hold any number of files, of any size, and take hardly any room."""
    git("init", "-q")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first", "--commit")
    edition = folder / "editions" / "first" / "edition.toml"
    for at in range(4):
        edition.write_text(f"{edition.read_text('utf-8')}# {at}\n", "utf-8")
        git("commit", "-qam", "another layout")
    removed = ("one", "two", "three")
    for name in removed:
        shutil.copytree(edition.parent, edition.parent.parent / name)
        (edition.parent.parent / name / "edition.toml").write_text(f"number = {len(name)}\n", "utf-8")
    git("add", "-A")
    git("commit", "-qm", "copies")
    git("rm", "-rqf", *(f"book/editions/{name}" for name in removed))
    git("commit", "-qm", "no copies")
    read.clear()

    said = levelbook("check").out

    assert said.count("removed it") == 2, "the third one is not looked at"
    assert len({commit for name, commit in read if name == "first"}) == 2
    assert len({name for name, _ in read if name in removed}) == 2


def test_of_a_folder_that_moved_there_and_back_without_end_only_the_last_moves_are_looked_at(
    levelbook: Type, folder: Path, read: list[tuple[str, str]]
) -> None:
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "a book")
    for _ in range(3):
        git("mv", "book", "elsewhere")
        git("commit", "-qm", "there")
        git("mv", "elsewhere", "book")
        git("commit", "-qm", "and back")

    levelbook("check")

    assert len({commit for name, commit in read if name == "moved"}) == 2


def test_an_edition_that_was_taken_back_and_sealed_anew_on_one_branch_is_not_told_as_dropped(
    levelbook: Type, folder: Path, at: At
) -> None:
    git("init", "-q")
    at("22 November")
    for level in ("1", "2"):
        levelbook("answer", "1.1", "--level", level)
        Path(".git").rename("git-elsewhere")  # else the name of one that was taken out is not given again
        assert levelbook("seal", "first").code == 0
        Path("git-elsewhere").rename(".git")
        git("add", "-A")
        git("commit", "-qm", "sealed")
        if level == "1":
            git("rm", "-rq", "book/editions/first")
            git("commit", "-qm", "too early")

    assert "Two branches sealed" not in levelbook("check").out


def test_what_git_merges_into_a_ballot_of_the_round_that_ended_is_told_until_it_counts(
    levelbook: Type, folder: Path
) -> None:
    ballot = folder / "ballots" / "ana.toml"
    ballot.parent.mkdir()
    ballot.write_text(ballot_text({"data.backups": 2}, "Ana"), "utf-8")
    git("init", "-q", "--initial-branch=main")
    git("add", "-A")
    git("commit", "-qm", "the questions")
    git("switch", "-qc", "ana")
    ballot.write_text(ballot_text({"data.backups": 2, "data.restores": 3}, "Ana"), "utf-8")
    git("commit", "-qam", "one more answer")
    git("switch", "-q", "main")
    levelbook("answer", "1.1", "--level", "1")
    assert levelbook("seal", "first", "--commit").code == 0
    missed = "1 answer came into this ballot after first was sealed"
    assert missed not in levelbook("check").out

    git("merge", "-q", "--no-edit", "ana")

    assert [path.name for path in (folder / "ballots").rglob("*.toml")] == ["ana.toml"], "git takes it for renamed"
    assert all(missed in said for said in (levelbook("check").out, levelbook("ballot", "list").out))
    assert levelbook("ballot", "import", "book/ballots/first/ana.toml").code == 0
    assert missed not in levelbook("check").out


def test_ballots_that_a_killed_seal_copied_for_an_edition_that_was_never_made_are_named(
    levelbook: Type, folder: Path
) -> None:
    (folder / "ballots" / "first").mkdir(parents=True)
    for place in ("ana.toml", "first/ana.toml"):
        (folder / "ballots" / place).write_text(ballot_text({"data.backups": 2}, "Ana"), "utf-8")
    levelbook("answer", "1.1", "--level", "1")
    told = "book/ballots/first: There is no edition “first”, so these ballots count in no round"
    assert told in levelbook("check").out

    assert levelbook("seal", "second").code == 0
    assert told in levelbook("check").out
    git("init", "-q")
    (folder / "editions" / "first").mkdir()
    (folder / "editions" / "first" / "edition.toml").touch()
    git("add", "-A")
    git("commit", "-qm", "An edition of that name")
    shutil.rmtree(folder / "editions" / "first")
    assert told not in levelbook("check").out, "that edition is gone, and told so"


def a_ballot_that_two_branches_answer(levelbook: Type, folder: Path) -> None:
    """Sealed on `main` with one answer of Ana's; on the branch `ana`, which is checked out, she gave another one."""
    ballot = folder / "ballots" / "ana.toml"
    ballot.parent.mkdir()
    ballot.write_text(ballot_text({"data.backups": 2}, "Ana"), "utf-8")
    git("init", "-q", "--initial-branch=main")
    git("add", "-A")
    git("commit", "-qm", "the questions")
    levelbook("answer", "1.1", "--level", "1")
    assert levelbook("seal", "first", "--commit").code == 0
    git("switch", "-qc", "ana", "HEAD~1")
    ballot.write_text(ballot_text({"data.backups": 2, "data.restores": 3}, "Ana"), "utf-8")
    git("commit", "-qam", "one more answer")


def test_what_a_merged_branch_counted_in_an_edition_of_its_own_is_not_said_to_count_in_no_round(
    levelbook: Type, folder: Path, at: At
) -> None:
    at("23 November")
    a_ballot_that_two_branches_answer(levelbook, folder)
    at("22 November")  # so that the edition of `main` is the last one
    levelbook("answer", "1.2", "--level", "1")
    assert levelbook("seal", "first", "--commit").code == 0
    git("switch", "-q", "main")
    git("merge", "-q", "--no-edit", "ana", ok=False)
    assert levelbook("editions", "--keep-both", "first").code == 0
    git("checkout", "--theirs", "book/ballots/first/ana.toml")
    git("checkout", "--ours", "book/answers.toml", ok=False)
    git("add", "-A")
    git("commit", "-qm", "both")
    at("24 November")

    said = levelbook("check").out

    last = Session.open(folder).editions.last_of_a_round
    assert last is not None and last.name == "first"
    assert "data.restores" in Path("book/ballots/first/ana.toml").read_text("utf-8")
    assert "in no round" not in said


def test_what_a_merged_branch_counted_among_its_votes_is_not_said_to_count_in_no_round(
    levelbook: Type, folder: Path
) -> None:
    a_ballot_that_two_branches_answer(levelbook, folder)
    session = Session.open(folder)
    session.apply("data.restores", Edit(level=3, votes=(Vote(level=3, count=1),), from_ballots=True))
    git("commit", "-qam", "counted")
    git("switch", "-q", "main")
    git("merge", "-q", "--no-edit", "ana")

    assert "data.restores" in Path("book/ballots/first/ana.toml").read_text("utf-8")
    assert "in no round" not in levelbook("check").out


@pytest.mark.parametrize("is_counted", [True, False])
def test_a_merged_ballot_is_told_where_another_ballot_of_this_round_gives_the_same_level(
    levelbook: Type, folder: Path, *, is_counted: bool
) -> None:
    a_ballot_that_two_branches_answer(levelbook, folder)
    git("switch", "-q", "main")
    (folder / "ballots" / "tom.toml").write_text(ballot_text({"data.restores": 3}, "Tom"), "utf-8")
    if is_counted:
        session = Session.open(folder)
        session.apply("data.restores", Edit(level=3, votes=(Vote(level=3, count=1),), from_ballots=True))
    git("add", "-A")
    git("commit", "-qm", "Tom's ballot")

    git("merge", "-q", "--no-edit", "ana")

    assert "data.restores" in Path("book/ballots/first/ana.toml").read_text("utf-8")
    assert "1 answer came into this ballot after first was sealed" in levelbook("check").out


def test_a_guide_in_conflict_with_a_stash_is_merged_from_what_git_holds_of_both(levelbook: Type, folder: Path) -> None:
    git("init", "-q")
    git("config", "merge.conflictStyle", "diff3")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    git("add", "-A")
    git("commit", "-qm", "begun")
    for said, words in (("--owner=Zoe", "Of the stash."), ("--level=2", "Of the branch.")):
        levelbook("answer", "1.1", said)
        write_under(folder / "guide.md", "rules", words)
        levelbook("guide")
        git(*(("stash", "-q") if "stash" in words else ("commit", "-qam", "branch")))
    git("stash", "pop", ok=False)
    git("checkout", "--ours", "book/answers.toml")

    assert levelbook("guide", "--repair").out.startswith("Merged")
    levelbook("guide")

    assert "Nobody has edited a block." in levelbook("guide", "--status").out
    text = (folder / "guide.md").read_text("utf-8")
    assert "Of the stash." in text and "Of the branch." in text


def test_a_sentence_that_one_branch_changed_in_a_guide_in_conflict_does_not_come_back_as_it_was(
    levelbook: Type, folder: Path
) -> None:
    git("init", "-q")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    path = folder / "guide.md"
    write_under(path, "rules", "Call Ana.")
    git("add", "-A")
    git("commit", "-qm", "begun")
    for branch, level in (("ana", "2"), ("tom", "3")):
        git("switch", "-qc", branch, "main")
        levelbook("answer", "1.1", "--level", level)
        levelbook("guide")
        if branch == "ana":
            path.write_text(path.read_text("utf-8").replace("Call Ana.", "Call Ana or Tom."), "utf-8")
        git("commit", "-qam", branch)
    git("merge", "ana", ok=False)
    git("checkout", "--ours", "book/answers.toml")

    assert levelbook("guide", "--repair").out.startswith("Merged")

    text = path.read_text("utf-8")
    assert (text.count("Call Ana or Tom."), text.count("Call Ana.")) == (1, 0)


def test_a_repository_that_git_does_not_look_at_is_not_taken_for_none(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    assert levelbook("check").code == 0
    (folder.parent / ".git").write_text("gitdir: nowhere\n")  # as where a linked work tree is mounted alone

    found = levelbook("check")

    assert (found.code, "git refused to look at book: fatal: not a git repository: " in found.out) == (1, True)
    for words in (["init", "--git"], ["diff", "--base", "main"], ["seal", "second", "--commit"]):
        said = levelbook(*words)
        assert (said.code, "git refused to look at book" in said.err) == (2, True), words


# --- seal --commit ----------------------------------------------------------------------------------------------------


@pytest.fixture(name="repository")
def _repository(levelbook: Type, folder: Path) -> Path:
    """A repository with a book in a subfolder, something staged beside it, and something not."""
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "begun")
    levelbook("answer", "1.1", "--level", "1")
    Path("staged.txt").write_text("mine\n")
    git("add", "staged.txt")
    Path("lying.txt").write_text("mine too\n")
    return folder


def test_a_commit_takes_the_team_folder_and_leaves_the_index_and_the_work_tree_alone(
    levelbook: Type, repository: Path
) -> None:
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "0")
    said = levelbook("seal", "second", "--commit")

    assert (said.code, said.err) == (0, "")
    assert all(name.startswith("book/") for name in git("show", "--name-only", "--format=").split())
    assert git("status", "--short").splitlines() == ["A  staged.txt", "?? lying.txt"]
    message = git("log", "-1", "--format=%B")
    assert message.startswith(
        "Retail: edition second, claimed level 1.0 to 0.0\n"
    ) and "| worse | Backups | 1 | 0 |" in unpadded(message)


def test_where_the_book_is_the_repository_only_its_own_files_are_committed(levelbook: Type, folder: Path) -> None:
    git("init", "-q", "book")
    (folder / "code.py").write_text("pass\n")
    levelbook("answer", "1.1", "--level", "1")

    assert levelbook("seal", "--commit").code == 0
    assert git("-C", "book", "status", "--short") == "?? code.py\n"


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda: git("config", "user.name", ""), "name for you to commit"),
        (lambda: Path(".git/MERGE_HEAD").write_text(git("rev-parse", "HEAD")), "A merge is under way"),
        (lambda: Path(".gitignore").write_text("book/\n") and git("rm", "-rq", "--cached", "book"), "git ignores"),
        (
            lambda: git("update-index", "--skip-worktree", "book/answers.toml"),
            "told to overlook changes of book/answers.toml",
        ),
    ],
    ids=["no identity", "a merge", "ignored", "overlooked"],
)
def test_what_git_would_refuse_is_refused_before_anything_is_sealed(
    levelbook: Type, repository: Path, prepare: Callable[[], object], said: str
) -> None:
    prepare()

    refused = levelbook("seal", "--commit")

    assert (refused.code, said in refused.err, refused.out) == (2, True, ""), refused.err
    assert not (repository / "editions").exists()


def test_files_that_git_refused_to_stage_are_not_called_staged(levelbook: Type, repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.md working-tree-encoding=UTF-16\n", "utf-8")

    refused = levelbook("seal", "first", "--commit")

    assert (refused.code, "git refused to commit" in refused.err, "staged" in refused.err) == (5, True, False)
    assert "The edition is sealed. Fix what git reports" in refused.err


def test_a_hook_that_fails_is_quoted_and_the_edition_is_there(levelbook: Type, repository: Path) -> None:
    hook = Path(".git/hooks/pre-commit")
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'trailing blanks in guide.md' >&2\nexit 1\n")
    hook.chmod(0o755)

    refused = levelbook("seal", "first", "--commit")

    assert (refused.code, "trailing blanks in guide.md" in refused.err) == (5, True)
    assert "its files are staged. Fix what git reports, then run this again" in refused.err
    assert (repository / "editions" / "first" / "edition.toml").exists()
    assert git("log", "--format=%s") == "begun\n"


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_filter_that_changes_what_was_sealed_is_told_and_one_that_a_checkout_undoes_is_not(
    levelbook: Type, repository: Path, is_undone: bool
) -> None:
    git("config", "filter.loud.clean", "tr nN Nn")
    git("config", "filter.loud.smudge", "tr nN Nn" if is_undone else "cat")
    (repository / ".gitattributes").write_text("answers.toml filter=loud\n", "utf-8")

    said = levelbook("seal", "first", "--commit")

    assert said.code == (0 if is_undone else 5), said.err
    if not is_undone:
        again = levelbook("seal", "--commit")
        for told in (said, again):
            assert "a filter of .gitattributes changes book/editions/first/answers.toml." in told.err
        with (repository / ".gitattributes").open("a", encoding="utf-8") as attributes:
            attributes.write("editions/** -filter -ident -working-tree-encoding\n")
        git("add", "--renormalize", "book/editions")
        assert "does not have book/answers.toml as sealed" in levelbook("seal", "--commit").err
        with (repository / ".gitattributes").open("a", encoding="utf-8") as attributes:
            attributes.write("answers.toml -filter -ident -working-tree-encoding\n")
        git("add", "--renormalize", "book")
        assert levelbook("seal", "--commit").code == 0
    assert levelbook("seal", "--commit").out.endswith("It is committed already.\n")


def test_a_commit_on_no_branch_is_made_and_told(levelbook: Type, repository: Path) -> None:
    git("switch", "-q", "--detach")
    said = levelbook("seal", "--commit")
    assert (said.code, "No branch is checked out" in said.err) == (0, True)


def test_a_book_outside_a_repository_is_not_said_to_lack_a_commit_or_to_be_merged(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")

    compared = levelbook("diff", "--base", "HEAD")
    kept = levelbook("editions", "--keep-both", "first")

    assert (compared.code, "is not in a git repository" in compared.err) == (2, True), compared.err
    assert (kept.code, "No merge is under way here" in kept.err) == (2, True), kept.err


def test_without_git_or_a_repository_nothing_is_sealed(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    outside = levelbook("seal", "--commit")
    monkeypatch.setenv("PATH", "")
    without = levelbook("seal", "--commit")

    assert (outside.code, "is not in a git repository" in outside.err) == (2, True)
    assert (without.code, "git is not installed" in without.err) == (2, True)
    assert not (folder / "editions").exists()


def test_conflicts_that_tear_a_block_apart_are_named_as_gits_where_git_still_knows_both_sides(
    levelbook: Type, folder: Path, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("22 November", "23 November")
    git("merge", "ana", ok=False)
    guide = folder / "guide.md"
    end = "<!-- levelbook:end about -->\n"
    torn = guide.read_text("utf-8").replace(end, f"<<<<<<< HEAD\n=======\n{end}>>>>>>> ana\n", 1)
    guide.write_text(torn, "utf-8")

    refused = levelbook("guide")

    assert refused.code == 3
    assert f"git left {torn.count('<<<<<<< ')} conflicts here." in refused.err
    assert "that nobody has resolved" not in refused.err
    assert levelbook("guide", "--repair").out.startswith("Merged"), "the remedy works"


@pytest.mark.parametrize("signs", [5, 32])
def test_a_conflict_whose_marks_are_longer_or_shorter_is_neither_sealed_nor_taken_for_words_of_people(
    levelbook: Type, folder: Path, two_branches: Callable[[str, str], None], signs: int
) -> None:
    Path(".gitattributes").write_text(f"*.md conflict-marker-size={signs}\n", "utf-8")
    two_branches("22 November", "23 November")
    git("merge", "ana", ok=False)
    assert f"\n{'<' * signs} HEAD\n" in (folder / "guide.md").read_text("utf-8")

    refused = [levelbook("guide"), levelbook("seal"), levelbook("check")]

    assert [one.code for one in refused] == [3, 3, 1]
    assert all(
        "here. `levelbook guide --repair` merges it" in f"{one.err}{one.out}".replace("\n  ", " ") for one in refused
    )
    assert "guide.md: git holds two versions" not in refused[-1].out, "it has markers"
    assert levelbook("guide", "--repair").out.startswith("Merged"), "the remedy works"
    assert "<<<<<" not in (folder / "guide.md").read_text("utf-8")


def test_a_check_names_a_conflict_in_the_guide_beside_one_in_the_answers(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    for name in ("answers.toml", "guide.md"):
        path = folder / name
        path.write_text(path.read_text("utf-8") + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", "utf-8")

    found = levelbook("check")
    assert (found.code, "answers.toml:" in found.out) == (1, True)
    assert (
        "git left a conflict here. Resolve answers.toml first, then `levelbook guide --repair` merges it" in found.out
    )


def test_a_conflict_within_a_code_fence_is_one_while_git_has_the_guide_unmerged(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    guide = folder / "guide.md"
    made = guide.read_text("utf-8")
    fence = "\n```text\n{}\n```\n"
    git("init", "-q", "-b", "main")
    for words, line in (((), "Before."), (("switch", "-qc", "other"), "Theirs."), (("switch", "-q", "main"), "Ours.")):
        if words:
            git(*words)
        guide.write_text(made + fence.format(line), "utf-8")
        git("add", "-A")
        git("commit", "-qm", line)
    git("merge", "other", ok=False)
    assert "<<<<<<< " in guide.read_text("utf-8")

    refused, repaired = levelbook("guide"), levelbook("guide", "--repair")

    assert (refused.code, "git left a conflict here." in refused.err) == (3, True)
    held = guide.read_text("utf-8")
    assert repaired.code == 0
    assert ("<<<<<<<" in held, "Theirs." in held, "Ours." in held) == (False, True, True)
    git("add", "-A")
    git("commit", "-qm", "merged")
    guide.write_text(held + fence.format("<<<<<<< HEAD\none\n=======\nother\n>>>>>>> branch"), "utf-8")
    assert levelbook("guide").code == 0


def test_a_guide_that_is_damaged_all_over_says_so_in_few_lines_and_what_to_do_last(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    guide = folder / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace("levelbook:end", "levelbook:ende"), "utf-8")

    said = levelbook("guide").err.splitlines()
    assert len(said) == 7
    assert "more lines from here on cannot be read either" in said[-2]
    assert "`levelbook guide --repair`" in said[-1]


@pytest.mark.parametrize("in_git", [True, False])
def test_no_edition_is_sealed_where_the_last_one_is_gone(levelbook: Type, folder: Path, at: At, in_git: bool) -> None:
    """As in a sparse checkout: what is sealed next would be number one again, and follow nothing."""
    git("init", "-q")
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "first", *(["--commit"] if in_git else []))
    at("23 November")
    levelbook("answer", "1.1", "--confirm")
    if in_git:
        git("checkout", "-q", "book/answers.toml")
    shutil.rmtree(folder / "editions" / "first")
    gone = "The edition “first” is not there, but "

    checked, refused, told = levelbook("check"), levelbook("seal", "second"), levelbook("editions")

    assert (checked.code, gone in checked.out) == (1, True)
    assert (refused.code, gone in refused.err, (folder / "editions" / "second").exists()) == (3, True, False)
    assert gone in told.err
    assert in_git or gone in levelbook("score").err
    again = levelbook("seal", "first", "--with-altered-editions")
    assert (again.code, "There was an edition “first”, and " in again.err) == (2, True)
    assert "Sealed edition second, number 2" in levelbook("seal", "second", "--with-altered-editions").out


def test_an_edition_that_is_gone_keeps_its_number_and_its_name(levelbook: Type, folder: Path) -> None:
    git("init", "-q")
    levelbook("answer", "1.2", "--level", "1")  # carried from the second edition on, which the third alone cannot tell
    for level, name in enumerate(("first", "second", "third", "fourth")):
        levelbook("answer", "1.1", "--level", str(level))
        levelbook("seal", name)
    git("add", "-A")
    git("commit", "-qm", "four editions")
    for name in ("first", "second", "fourth"):
        shutil.rmtree(folder / "editions" / name)
    git("add", "book/editions/first", "book/editions/second")
    git("commit", "-qm", "two are erased")
    assert "computed again" not in levelbook("check").out
    levelbook("answer", "1.1", "--level", "1")

    again = levelbook("seal", "second", "--with-altered-editions")

    assert (again.code, "There was an edition “second”, and edition “third” followed it" in again.err) == (2, True)
    assert "Sealed edition fifth, number 5" in levelbook("seal", "fifth", "--with-altered-editions").out


def test_after_one_of_two_editions_of_one_number_was_removed_no_number_is_left_out(
    levelbook: Type, at: At, two_branches: Callable[[str, str], None]
) -> None:
    two_branches("22 November", "23 November")
    git("merge", "ana", ok=False)
    levelbook("guide", "--repair")
    levelbook("guide")
    git("add", "-A")
    git("commit", "-qm", "merged: two editions have number 2")
    at("24 November")
    levelbook("seal", "--commit")
    git("rm", "-rq", "book/editions/2026-11-22")
    git("commit", "-qm", "one of them is erased")
    levelbook("answer", "1.1", "--level", "1")

    assert "number 4" in levelbook("seal", "--with-altered-editions").out


@pytest.mark.parametrize("part", ["guide.md", "sittings/", "ballots/"])
def test_what_a_sparse_checkout_leaves_out_is_not_written_over_nor_taken_for_dropped(
    levelbook: Type, folder: Path, at: At, part: str
) -> None:
    git("init", "-q")
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("sitting", "begin", "--minutes", "30")
    levelbook("sitting", "park", "Who calls the provider?")
    levelbook("guide")
    write_under(folder / "guide.md", "rules", "Words of ana.")
    assert levelbook("seal", "before").code == 0
    levelbook("ballot", "new", "Ana")
    git("add", "-A")
    git("commit", "-qm", "the book")
    git("sparse-checkout", "set", "--no-cone", "/*", f"!/book/{part}")
    levelbook("answer", "1.1", "--level", "2")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    checked, assembled, sealed = levelbook("check"), levelbook("guide"), levelbook("seal", "first", "--commit")

    said = "The sparse checkout leaves this out, and it is part of the book."
    assert (checked.code, said in checked.out) == (1, True)
    assert (assembled.code, said in assembled.err) == (3, True)
    assert (sealed.code, said in sealed.err, "--with-altered-editions" in sealed.err) == (3, True, False)
    assert "the last edition holds it" not in checked.out
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    git("sparse-checkout", "disable")
    assert levelbook("seal", "first", "--commit").code == 0
    assert "Words of ana." in (folder / "editions" / "first" / "guide.md").read_text("utf-8")


def test_a_sitting_that_the_last_edition_holds_is_missed(levelbook: Type, folder: Path, at: At) -> None:
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("sitting", "begin", "--minutes", "30")
    levelbook("sitting", "close", "--yes", "--evidence", "1.1=The log")
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2")
    [sitting] = (folder / "sittings").iterdir()
    sitting.unlink()

    checked, sealed = levelbook("check"), levelbook("seal", "second")

    said = "This sitting is not there, and the last edition holds it."
    assert (checked.code, said in checked.out) == (1, True)
    assert (sealed.code, said in sealed.err, (folder / "editions" / "second").exists()) == (3, True, False)
    sealed = levelbook("seal", "second", "--with-altered-editions")
    assert sealed.code == 0, "where somebody erased it"
    unknown = "The sitting of 22 November is gone: what became of 1 piece of evidence agreed there is not known."
    changes = (folder / "editions" / "second" / "changes.md").read_text("utf-8")
    assert (sealed.out.count(unknown), changes.count(unknown), "Dropped" in changes) == (1, 1, False)


def test_an_edition_that_the_present_commit_has_keeps_its_name_for_itself(
    levelbook: Type, folder: Path, at: At
) -> None:
    git("init", "-q")
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    assert levelbook("seal", "--commit").code == 0
    levelbook("answer", "1.1", "--level", "2")
    shutil.rmtree(folder / "editions")

    assert levelbook("seal", "--commit", "--with-altered-editions").code == 0

    assert [path.name for path in (folder / "editions").iterdir()] == ["2026-11-22-2"]


@pytest.mark.parametrize("pattern", ["editions/", "*.svg", "record.md", "sittings/", "questionnaires"])
def test_what_git_ignores_of_an_edition_is_said_before_it_is_sealed(
    levelbook: Type, repository: Path, pattern: str
) -> None:
    (repository / ".gitignore").write_text(f"{pattern}\n", "utf-8")
    levelbook("answer", "1.1", "--level", "1")

    refused = levelbook("seal", "second", "--commit")

    assert (refused.code, "so a commit would not have the whole edition." in refused.err) == (2, True)
    assert not (repository / "editions" / "second").exists()


def test_an_edition_that_git_has_does_not_hide_that_it_would_ignore_the_next(levelbook: Type, repository: Path) -> None:
    assert levelbook("seal", "--commit").code == 0
    (repository / ".gitignore").write_text("scorecard.json\n", "utf-8")
    levelbook("answer", "1.1", "--level", "2")

    refused = levelbook("seal", "second", "--commit")

    assert (refused.code, "git ignores files such as" in refused.err) == (2, True)


def test_a_commit_without_a_part_of_the_edition_is_no_success(levelbook: Type, repository: Path) -> None:
    (repository / ".gitignore").write_text("second\n", "utf-8")
    levelbook("answer", "1.1", "--level", "1")

    sealed, again = levelbook("seal", "second", "--commit"), levelbook("seal", "--commit")

    assert (sealed.code, "so a commit would not have the whole edition." in sealed.err) == (5, True)
    assert (again.code, "committed already" in again.out) == (5, False)


def test_answers_that_are_a_link_are_committed_where_they_lie(levelbook: Type, repository: Path) -> None:
    answers = repository / "answers.toml"
    answers.rename("kept.toml")
    answers.symlink_to("../kept.toml")
    git("add", "-A")
    git("commit", "-qm", "elsewhere")
    levelbook("answer", "1.1", "--level", "1")

    assert levelbook("seal", "second", "--commit").code == 0

    assert git("status", "--porcelain", "kept.toml") == ""


def bring_of_another_team(levelbook: Type, folder: Path, **levels: int) -> None:
    """Let another team seal editions with these levels, and move the last of them here, without those before it."""
    assert levelbook("init", "other", "--team", "Wholesale", "--questionnaire", "questions", "--yes").code == 0
    for name, level in levels.items():
        assert levelbook("-C", "other", "answer", "1.1", "--level", str(level)).code == 0
        assert levelbook("-C", "other", "seal", name).code == 0
    last = list(levels)[-1]
    shutil.move(f"other/editions/{last}", folder / "editions" / last)
    shutil.rmtree("other")


def test_an_edition_of_another_teams_book_is_none_of_this_one(levelbook: Type, folder: Path, at: At) -> None:
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    bring_of_another_team(levelbook, folder, foreign=3)
    levelbook("answer", "1.1", "--level", "2")

    checked, sealed = levelbook("check"), levelbook("seal", "second")

    said = "This edition is of the team “Wholesale”, and it follows none of this book's."
    assert (checked.code, said in checked.out) == (1, True)
    assert (sealed.code, said in sealed.err) == (3, True)
    for words in (["editions"], ["diff", "foreign", "now"], ["explain", "overall"], ["guide"], ["answer", "1.1"]):
        assert said in levelbook(*words).err, words


def test_a_later_edition_of_another_teams_book_is_none_of_this_one_either(
    levelbook: Type, folder: Path, at: At
) -> None:
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "q1")
    bring_of_another_team(levelbook, folder, q1=3, q2=2)
    levelbook("answer", "1.1", "--level", "2")

    checked, compared, sealed = levelbook("check"), levelbook("diff"), levelbook("seal", "q3")

    said = "This edition is of the team “Wholesale”, and it follows none of this book's."
    assert (checked.code, checked.out.count("q2/edition.toml"), said in checked.out) == (1, 1, True)
    assert (said in compared.err, "q1 was altered" in checked.out + compared.err) == (True, False)
    assert (sealed.code, said in sealed.err) == (3, True)


def test_editions_of_another_team_alone_are_named_where_editions_are_looked_at_or_made(
    levelbook: Type, folder: Path, at: At
) -> None:
    at("22 November")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    settings = folder / "levelbook.toml"
    team = parse_toml(settings.read_text("utf-8"), "")["team"]
    settings.write_text(settings.read_text("utf-8").replace(f'team = "{team}"', 'team = "Wholesale"', 1), "utf-8")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("guide")

    checked, compared = levelbook("check"), levelbook("diff")
    used = (["score"], ["explain", "overall"], ["guide"], ["answer", "1.1"], ["gaps"])
    silent = {words[0]: levelbook(*words).err for words in used}
    home, listed = levelbook(), levelbook("editions")
    sealed = levelbook("seal", "second")

    said = f"This edition is of the team “{team}”, and the book is of “Wholesale”."
    assert (checked.code, said in checked.out) == (0, True)
    assert (compared.code, compared.err.count(said)) == (0, 1)
    assert (sealed.code, sealed.err.count(said)) == (0, 1)
    assert (home.err.count(said), listed.err.count(said)) == (1, 1)
    assert {name: text for name, text in silent.items() if said in text} == {}, "told where it matters, and not in each"
    assert said not in levelbook("check").out  # the next edition has the new name


def test_an_edition_is_copied_to_a_place_written_in_a_roundabout_way(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")

    assert levelbook("editions", "--copy", "first", "nowhere/../copies").code == 0

    assert Path("copies/first/edition.toml").is_file()

"""git merges two branches' answers by levelbook: merged, rebased, cherry-picked, stashed, and by merge-tree."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from levelbook.book.checks.check import check
from levelbook.book.checks.limits import Limits
from levelbook.core.answers.answers import AnswerBook
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.store import sittings_file
from levelbook.store.answers_text import parse, render
from levelbook.store.conflicts import sides_of
from support.command_line import typed
from support.made_once import made_once

RATE, INPUT, OUTPUT = (
    f"model-deployment.{name}"
    for name in ("rate-limiting-and-abuse-detection", "input-validation-and-sanitisation", "output-filtering")
)


def git(folder: Path, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not ok, done.stdout + done.stderr
    return done


def answers(folder: Path) -> AnswerBook:
    return parse((folder / "answers.toml").read_bytes(), "answers.toml")


@pytest.fixture(name="book")
def _book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed book with one answer whose answers git merges by the command that a user has on the PATH."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "book"

    def build() -> None:
        git(tmp_path, "init", "-q")
        said = typed(
            "init", "book", "--team", "Agents", "--like", "startup-agent", "--yes", "--git", folder=tmp_path
        )  # fmt: skip
        assert said.code == 0, said.err
        answer(folder, RATE, "--level", "2", "--note", "As before.", "--owner", "Priya")
        commit(folder, "The book")

    made_once("a book that git merges", tmp_path, build)
    return folder


def answer(folder: Path, practice: str, *words: str) -> None:
    said = typed("-C", str(folder), "answer", practice, *words)
    assert said.code == 0, said.err


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", message)


def two_branches(folder: Path, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """On `theirs` and on `main` the same answer changes; main is checked out."""
    git(folder, "checkout", "-q", "-b", "theirs")
    answer(folder, RATE, *theirs)
    commit(folder, "Theirs")
    git(folder, "checkout", "-q", "main")
    answer(folder, RATE, *ours)
    commit(folder, "Ours")


def test_however_git_brings_two_branches_together_different_fields_of_one_answer_merge(book: Path) -> None:
    two_branches(book, ("--level", "3", "--evidence", "sampled=log@2026-11-11"), ("--note", "Tom doubts it."))
    start = git(book, "rev-parse", "HEAD").stdout.strip()

    def found() -> tuple[object, ...]:
        one = answers(book).answer(RATE)
        return (one.level, one.note, one.owner, one.evidence[0].reference, one.awaits_review, one.edited_outside)

    wanted = (3, "Tom doubts it.", "Priya", "log", False, False)

    git(book, "merge", "-q", "--no-edit", "theirs")
    assert found() == wanted
    merged = (book / "answers.toml").read_bytes()
    tree = git(book, "merge-tree", "--write-tree", start, "theirs").stdout.strip()
    assert git(book, "show", f"{tree}:book/answers.toml").stdout.encode() == merged

    git(book, "reset", "-q", "--hard", start)
    git(book, "cherry-pick", "theirs")
    assert (book / "answers.toml").read_bytes() == merged

    git(book, "reset", "-q", "--hard", start)
    git(book, "checkout", "-q", "-b", "rebased")
    git(book, "rebase", "-q", "theirs")
    assert found() == wanted

    git(book, "checkout", "-q", "theirs^")
    answer(book, RATE, "--note", "Tom doubts it.")
    git(book, "stash", "-q")
    git(book, "checkout", "-q", "main")
    git(book, "stash", "pop", "-q")
    assert found()[:4] == wanted[:4]


def test_the_same_field_changed_twice_is_a_conflict_with_each_version_whole_and_the_rest_merged(book: Path) -> None:
    two_branches(book, ("--level", "3", "--owner", "Ana"), ("--level", "1", "--note", "Tom doubts it."))
    answer(book, INPUT, "--level", "1")
    commit(book, "Another one")

    done = git(book, "merge", "--no-edit", "theirs", ok=False)

    text = (book / "answers.toml").read_text("utf-8")
    assert done.returncode == 1
    assert text.count("<<<<<<< ours\n") == text.count("\n>>>>>>> theirs\n") == 1
    ours, theirs = (side_of(text, side) for side in ("ours", "theirs"))
    assert [book.answer(RATE).level for book in (ours, theirs)] == [3, 1]
    for side in (ours, theirs):
        assert (side.answer(RATE).note, side.answer(RATE).owner) == ("Tom doubts it.", "Ana")
        assert side.answer(INPUT).level == 1
        assert not side.answer(RATE).edited_outside


def side_of(text: str, side: str) -> AnswerBook:
    before, _, rest = text.partition("<<<<<<< ours\n")
    ours, _, rest = rest.partition("=======\n")
    theirs, _, after = rest.partition(">>>>>>> theirs\n")
    return parse(before + (ours if side == "ours" else theirs) + after, side)


def test_a_persons_comments_stay_when_the_other_side_answers(book: Path) -> None:
    path = book / "answers.toml"
    path.write_text(path.read_text("utf-8") + "\n# Ask the platform team about this.\n", "utf-8")
    commit(book, "A comment")
    two_branches(book, ("--owner", "Ana"), ("--note", "Tom doubts it."))

    git(book, "merge", "-q", "--no-edit", "theirs")

    assert "# Ask the platform team about this." in path.read_text("utf-8")
    assert (answers(book).answer(RATE).owner, answers(book).answer(RATE).note) == ("Ana", "Tom doubts it.")


def test_a_version_that_cannot_be_read_is_merged_line_by_line_as_git_does_alone(book: Path) -> None:
    path = book / "answers.toml"
    git(book, "checkout", "-q", "-b", "theirs")
    path.write_text(path.read_text("utf-8").replace("level = 2", "level = two"), "utf-8")
    commit(book, "Theirs")
    git(book, "checkout", "-q", "main")
    answer(book, OUTPUT, "--level", "1")
    commit(book, "Ours")

    git(book, "merge", "-q", "--no-edit", "theirs")

    assert "level = two" in path.read_text("utf-8")
    assert f"[answers.{OUTPUT}]\nrev = " in path.read_text("utf-8")


def sitting_on_two_branches(book: Path, ours: tuple[str, ...], theirs: tuple[str, ...]) -> Path:
    """Both branches write into the sitting of one day; main is checked out. Returns its file."""
    begun = typed("-C", str(book), "sitting", "begin")
    assert begun.code == 0, begun.err
    commit(book, "A sitting")
    [path] = (book / "sittings").iterdir()
    for branch, words in (("theirs", theirs), ("main", ours)):
        git(book, "checkout", "-q", *(["-b", "theirs"] if branch == "theirs" else ["main"]))
        with path.open("a", encoding="utf-8") as text:
            text.write(f"\n# A comment on {branch}.\n")
        for word in words:
            assert typed("-C", str(book), "sitting", "park", word).code == 0
        commit(book, branch)
    return path


def test_what_two_branches_added_to_one_sitting_is_merged_item_by_item(book: Path) -> None:
    path = sitting_on_two_branches(book, ("Who pays?", "Lunch"), ("Lunch", "Who calls?"))

    git(book, "merge", "-q", "--no-edit", "theirs")

    text = path.read_text("utf-8")
    assert [one.text for one in sittings_file.parse(text, "").parked] == ["Who pays?", "Lunch", "Who calls?"]
    assert text.count("# A comment on theirs.") == text.count("# A comment on main.") == 1


def two_decisions_on_one_item(book: Path) -> Path:
    """Both branches decide on the first parked item, each otherwise, and park one more; main is checked out."""
    path = sitting_on_two_branches(book, (), ("Who pays?",))
    git(book, "merge", "-q", "--no-edit", "theirs")
    for branch, parked, decision in (("theirs", "Lunch", "--settle=1"), ("main", "Logs", "--give=1=Zed")):
        git(book, "checkout", "-q", branch)
        assert typed("-C", str(book), "sitting", "park", parked).code == 0
        assert typed("-C", str(book), "sitting", "note", f"Said on {branch}.").code == 0
        assert typed("-C", str(book), "sitting", "close", "--yes", decision).code == 0
        commit(book, branch)
    return path


def without_markers(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith(("<<<<", "====", ">>>>", "tables")))


def decided(path: Path) -> list[tuple[str, str | None]]:
    return [(item.text, item.outcome) for item in sittings_file.parse(path.read_bytes(), "").parked]


LATER = [("Lunch", "carried"), ("Logs", "carried")]


def test_an_item_that_two_branches_decided_on_differently_is_a_conflict_of_whole_items(book: Path) -> None:
    path = two_decisions_on_one_item(book)

    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1

    assert "Keep one side of each" in typed("-C", str(book), "check").out
    text = path.read_text("utf-8")
    for side, outcome in (("ours", "given"), ("theirs", "settled")):
        kept = sides_of(text)
        assert kept is not None
        path.write_text(getattr(kept, side), "utf-8")
        assert decided(path)[0] == ("Who pays?", outcome)
        assert sorted(decided(path)[1:]) == sorted(LATER)
    path.write_text(without_markers(text), "utf-8")
    assert sorted(decided(path)) == sorted([("Who pays?", "given"), ("Who pays?", "settled"), *LATER])
    for command in ("check", "sitting"):
        said = typed("-C", str(book), command)
        assert "“Who pays?” is in this sitting twice, and not the same both times." in said.out + said.err


def test_lines_of_two_items_that_git_mixed_without_the_driver_are_named_and_what_check_says_mends_them(
    book: Path,
) -> None:
    path = two_decisions_on_one_item(book)
    git(book, "config", "--remove-section", "merge.levelbook")
    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1
    remedy = f"`levelbook init --git` and then `git checkout --merge {path}` merge this sitting item by item"
    assert remedy in typed("-C", str(book), "check").out
    ours = git(book, "show", f":2:./{path.relative_to(book)}").stdout
    path.write_text(ours.replace('text = "Logs"\noutcome = "carried"', 'text = "Logs"\noutcome = "settled"'), "utf-8")
    for command in ("check", "sitting"):
        said = typed("-C", str(book), command)
        assert f"“Logs” is in this sitting as neither branch recorded it. {remedy}" in said.out + said.err
        assert "“Said on theirs.” is missing from the minutes, and a branch recorded it." in said.out + said.err

    assert typed("-C", str(book), "init", "--git").code == 0
    git(book, "checkout", "--merge", str(path))

    kept = sides_of(path.read_text("utf-8"))
    assert kept is not None
    path.write_text(kept.theirs, "utf-8")
    assert sorted(decided(path)) == sorted([("Who pays?", "settled"), *LATER])
    less = without_markers(kept.theirs).replace('[[parked]]\ntext = "Lunch"\noutcome = "carried"\n', "")
    path.write_text(less, "utf-8")
    assert "“Lunch” is missing from this sitting, and a branch recorded it." in typed("-C", str(book), "check").out


def test_a_sitting_of_which_one_version_is_damaged_is_one_conflict_of_both_versions(book: Path) -> None:
    path = two_decisions_on_one_item(book)
    path.write_text(path.read_text("utf-8").replace("closed = true", "closed = 1"), "utf-8")
    commit(book, "Damaged")
    ours = path.read_text("utf-8")

    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1

    kept = sides_of(path.read_text("utf-8"))
    assert kept is not None
    assert (kept.ours, sittings_file.parse(kept.theirs, "").parked[0].outcome) == (ours, "settled")


@pytest.mark.parametrize("cut", ["ours", "theirs"])
def test_a_side_that_lost_tables_is_a_conflict_that_names_it(book: Path, cut: str) -> None:
    path = book / "answers.toml"
    git(book, "checkout", "-q", "-b", "theirs")
    answer(book, RATE, "--level", "1")
    commit(book, "Theirs")
    git(book, "checkout", "-q", *(["main"] if cut == "ours" else ["-b", "cut", "main"]))
    text = path.read_text("utf-8")
    path.write_text(text[: text.rindex("\n[answers.")], "utf-8")
    commit(book, "Cut")
    if cut == "theirs":
        git(book, "checkout", "-q", "theirs")

    merged = git(book, "merge", "--no-edit", "theirs" if cut == "ours" else "cut", ok=False)

    assert merged.returncode == 1
    assert f"answers.toml ({cut})" in merged.stderr
    assert "tables" in merged.stderr
    assert f"In “{cut}”: This file should have" in typed("-C", str(book), "resolve", "--take", "theirs", RATE).err


@pytest.mark.parametrize("pipe", ["base", "ours", "theirs"])
def test_a_pipe_is_no_version_of_a_file_and_nobody_waits_for_it(tmp_path: Path, pipe: str) -> None:
    for name in {"base", "ours", "theirs"} - {pipe}:
        (tmp_path / name).write_text("format = 2\n", "utf-8")
    os.mkfifo(tmp_path / pipe)

    said = typed("merge-driver", "base", "ours", "theirs", "answers.toml", folder=tmp_path)

    assert (said.code, f"{pipe}: This is not an ordinary file." in said.err) == (3, True)


def test_where_levelbook_is_not_installed_git_merges_lines_and_leaves_both_sides(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_branches(book, ("--level", "3"), ("--level", "1"))
    away = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "levelbook").exists()]
    monkeypatch.setenv("PATH", os.pathsep.join(away))

    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1

    text = (book / "answers.toml").read_text("utf-8")
    assert "level = 3" in text
    assert "level = 1" in text
    assert "\n=======\n" in text


@pytest.mark.parametrize("ends", ["exit 1", "exit 2", "kill -9 $$"])
def test_a_levelbook_that_cannot_merge_leaves_both_sides_to_git(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """Such as one whose Python was removed: git would take a file without markers, with our side only, for merged."""
    two_branches(book, ("--level", "3"), ("--level", "1"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "levelbook").write_text(f"#!/bin/sh\n{ends}\n", "utf-8")
    (tmp_path / "bin" / "levelbook").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")

    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1

    text = (book / "answers.toml").read_text("utf-8")
    assert {"level = 3", "level = 1", "======="} <= set(text.split("\n"))


def crossed(book: Path, *, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
    """Two branches answer, and each merges what the other one had said by then."""
    git(book, "checkout", "-q", "-b", "theirs")
    answer(book, *theirs)
    commit(book, "Theirs")
    git(book, "checkout", "-q", "main")
    answer(book, *ours)
    commit(book, "Ours")
    git(book, "branch", "before")
    for branch, other in (("main", "theirs"), ("theirs", "before")):
        git(book, "checkout", "-q", branch)
        if git(book, "merge", "-q", "--no-edit", other, ok=False).returncode:
            assert typed("-C", str(book), "resolve", "--take", "ours", RATE).code == 0
            commit(book, f"{other} in {branch}")


def test_a_change_back_to_what_was_said_long_ago_is_a_change_between_branches_that_merged_each_other(
    book: Path,
) -> None:
    crossed(book, ours=(INPUT, "--level", "1"), theirs=(RATE, "--level", "3"))
    answer(book, OUTPUT, "--level", "1")
    commit(book, "Theirs goes on")
    git(book, "checkout", "-q", "main")
    answer(book, RATE, "--level", "2")
    commit(book, "It was 2 after all")

    git(book, "merge", "-q", "--no-edit", "theirs")

    assert [answers(book).answer(name).level for name in (RATE, INPUT, OUTPUT)] == [2, 1, 1]


def test_a_base_that_git_merged_only_half_leaves_a_conflict_that_resolve_settles(book: Path) -> None:
    crossed(book, ours=(RATE, "--note", "Ours."), theirs=(RATE, "--note", "Theirs."))
    answer(book, RATE, "--note", "Theirs again.")
    commit(book, "Theirs goes on")
    git(book, "checkout", "-q", "main")
    answer(book, RATE, "--note", "Ours again.")
    commit(book, "Ours goes on")
    assert git(book, "merge", "--no-edit", "theirs", ok=False).returncode == 1
    assert "<<<<<<<" in git(book, "show", ":1:book/answers.toml").stdout, "or the base is whole, and this tests nothing"

    said = typed("-C", str(book), "resolve", "--take", "ours", RATE)

    assert said.code == 0, said.err
    note = answers(book).answer(RATE).note
    assert "Ours again." in note
    assert "Theirs again." in note


def test_a_clone_that_does_not_know_the_driver_is_told_by_check_and_set_up_by_init(book: Path) -> None:
    assert "merge=levelbook" in (book / ".gitattributes").read_text("utf-8")
    assert not [one for one in check(book, Limits()).notices if "merge this file with levelbook" in one.message]

    git(book, "config", "--unset", "merge.levelbook.driver")
    (told,) = (one for one in check(book, Limits()).notices if "merge this file with levelbook" in one.message)
    assert told.remedy == "`levelbook init --git` sets it up."

    said = typed("-C", str(book), "init", "--git")
    assert said.code == 0, said.err
    assert not [one for one in check(book, Limits()).notices if "merge this file with levelbook" in one.message]
    assert (book / ".gitattributes").read_text("utf-8").count("merge=levelbook") == 2, "what is there is not said twice"


@pytest.mark.parametrize(
    "older",
    [
        ("merge.levelbook.driver", "levelbook merge-driver %O %A %B %P"),
        ("--unset", "merge.levelbook.recursive"),
    ],
)
def test_a_clone_that_an_older_levelbook_set_up_is_told_to_run_init_again(book: Path, older: tuple[str, ...]) -> None:
    git(book, "config", *older)
    (told,) = (one for one in check(book, Limits()).notices if "was set up by another version" in one.message)
    assert told.remedy == "Run `levelbook init --git` again."

    assert typed("-C", str(book), "init", "--git").code == 0
    assert not [one for one in check(book, Limits()).notices if "set up" in one.message]


def test_a_file_that_git_holds_as_unmerged_without_markers_is_told_with_what_brings_them_back(book: Path) -> None:
    two_branches(book, ("--level", "3"), ("--level", "1"))
    ours = (book / "answers.toml").read_bytes()
    git(book, "merge", "--no-edit", "theirs", ok=False)
    (book / "answers.toml").write_bytes(ours)  # which has lost their side

    (told,) = (one for one in check(book, Limits()).notices if "not merged" in one.message)
    refused = typed("-C", str(book), "resolve")
    assert (refused.code, "git holds two versions of it" in refused.err) == (2, True)
    command = "git checkout --merge answers.toml"
    assert command in typed("-C", ".", "resolve", folder=book).err and command.split()[1] in told.remedy

    git(book, *command.split()[1:])
    assert typed("-C", str(book), "resolve", "--take", "theirs", RATE).code == 0
    assert answers(book).answer(RATE).level == 1
    git(book, "add", "answers.toml")
    assert not [one for one in check(book, Limits()).notices if "not merged" in one.message]


def test_facts_that_an_existing_book_does_not_take_are_told(book: Path) -> None:
    said = typed("-C", str(book), "init", "--git", "--fact", "tools=no")

    assert said.code == 0
    assert "There is a book here already, so nothing else was set up." in said.err


def test_a_folder_in_no_repository_cannot_be_set_up(tmp_path: Path) -> None:
    said = typed("init", "book", "--team", "A", "--like", "startup-agent", "--yes", "--git", folder=tmp_path)

    assert said.code == 2
    assert "book is not in a git repository" in said.err
    assert not (tmp_path / "book").exists(), "nobody is told of a book that was made all the same"


def test_outside_of_a_repository_no_tool_is_said_to_know_of_the_book(tmp_path: Path) -> None:
    typed("init", "book", "--team", "A", "--like", "startup-agent", "--yes", folder=tmp_path)

    said = typed("init", "book", "--tool-files", folder=tmp_path)

    assert (said.code, said.out) == (0, "The book is in no git repository. Nothing to add.\n")


# --- Of two file formats ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("upgraded", ["main", "theirs"])
def test_a_branch_of_an_older_file_format_is_merged_into_the_newer_one(book: Path, upgraded: str) -> None:
    older = replace(answers(book), format=1)
    questionnaire = read_questionnaire(find_questionnaire("genai-security", book))
    (book / "answers.toml").write_text(render(older, questionnaire), "utf-8")
    commit(book, "As an older levelbook wrote it")
    git(book, "checkout", "-q", "-b", "theirs")
    for branch, practice in (("theirs", INPUT), ("main", OUTPUT)):
        git(book, "checkout", "-q", branch)
        if branch == upgraded:
            assert typed("-C", str(book), "upgrade", "--files", "--yes").code == 0
        answer(book, practice, "--level", "1")
        answer(book, RATE, *(("--owner", "Tom") if branch == "main" else ("--note", "As never before.")))
        commit(book, f"Said on {branch}")

    git(book, "merge", "-q", "theirs")

    merged = answers(book)
    assert merged.format == 2
    assert [merged.answer(name).level for name in (RATE, INPUT, OUTPUT)] == [2, 1, 1]
    assert (merged.answer(RATE).owner, merged.answer(RATE).note) == ("Tom", "As never before.")
    assert not merged.answer(INPUT).edited_outside and not merged.answer(OUTPUT).edited_outside
    assert render(merged, questionnaire).encode() == (book / "answers.toml").read_bytes()


def conflict_inside_of_a_note(book: Path) -> int:
    """Merge two branches whose notes were edited by hand; return the line of `answers.toml` with git's first mark."""
    path = book / "answers.toml"
    (book / ".gitattributes").unlink()
    answer(book, RATE, "--note", "One.\nTwo.\nThree.")
    commit(book, "A note")
    git(book, "checkout", "-q", "-b", "theirs")
    path.write_text(path.read_text("utf-8").replace("Two.", "Two, says Tom."), "utf-8")
    commit(book, "Theirs, by hand")
    git(book, "checkout", "-q", "main")
    path.write_text(path.read_text("utf-8").replace("Two.", "Two, says Ana."), "utf-8")
    commit(book, "Ours, by hand")
    git(book, "merge", "--no-edit", "theirs", ok=False)
    return path.read_text("utf-8").splitlines().index("<<<<<<< HEAD") + 1


def test_a_conflict_that_git_left_inside_of_a_note_is_a_problem_and_is_not_sealed(book: Path) -> None:
    line = conflict_inside_of_a_note(book)

    [told] = (one for one in check(book, Limits()).problems if "inside of a text" in one.message)
    sealed = typed("-C", str(book), "seal")

    assert (told.line, "`levelbook resolve`" in told.remedy) == (line, True)
    assert (sealed.code, f"answers.toml:{line}: git could not merge" in sealed.err) == (3, True)
    assert typed("-C", str(book), "resolve", "--take", "ours", RATE).code == 0
    git(book, "add", "answers.toml")
    assert not [one for one in check(book, Limits()).problems if "inside of a text" in one.message]


def test_a_conflict_inside_of_a_note_is_in_no_guide_record_or_export(book: Path, tmp_path: Path) -> None:
    assert typed("-C", str(book), "guide").code == 0
    line = conflict_inside_of_a_note(book)
    record, page = (book / "record.md").read_bytes(), tmp_path / "page.html"

    exports = (("export", form, "-o", str(page)) for form in ("html", "csv", "json", "xlsx", "oscal"))
    for command in (("guide",), ("guide", "--stdout"), *exports):
        refused = typed("-C", str(book), *command)
        assert (refused.code, refused.out) == (3, "")
        assert f"answers.toml:{line}: git could not merge" in refused.err
    assert ((book / "record.md").read_bytes(), page.exists()) == (record, False)

    assert typed("-C", str(book), "resolve", "--take", "ours", RATE).code == 0
    assert typed("-C", str(book), "guide").code == 0
    assert b"Two, says Ana." in (book / "record.md").read_bytes()


def test_commands_that_show_figures_name_a_conflict_inside_of_a_note_until_it_is_settled(book: Path) -> None:
    line = conflict_inside_of_a_note(book)

    for command in ((), ("score",), ("gaps",), ("answer", RATE)):
        said = typed("-C", str(book), *command)
        assert (said.code, said.err.count(f"answers.toml:{line}: git could not merge this file")) == (0, 1)
        assert "`levelbook resolve` settles it" in said.err

    assert typed("-C", str(book), "resolve", "--take", "ours", RATE).code == 0
    assert "git could not merge" not in typed("-C", str(book), "score").err


def test_lines_of_a_note_that_look_like_gits_marks_are_no_conflict_where_git_has_merged_the_file(book: Path) -> None:
    answer(book, RATE, "--note", "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> theirs")

    assert typed("-C", str(book), "score").err == ""
    assert typed("-C", str(book), "export", "json", "-o", "-").code == 0

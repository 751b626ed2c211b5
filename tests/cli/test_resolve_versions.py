"""`levelbook resolve` where one branch was upgraded to another version of the questionnaire, or levelbook was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.store.answers_merge import merge_texts
from support.command_line import Type
from support.repository import commit_here as commit
from support.repository import git_here as git
from support.two_versions import answer_all, new_team, publish, second_version

SAID_BEFORE_THE_UPGRADE = (
    ("answer", "data.backups", "--level", "3", "--note", "The weekly copy."),
    ("answer", "data.restores", "--level", "1", "--note", "Only the database.", "--here", "c1-b=each summer"),
    ("answer", "changes.tests", "--level", "2", "--note", "Nightly.", "--step", "Test the queue"),
    ("answer", "data.tapes", "--level", "2", "--note", "Two tapes are left."),
    ("profile", "--fact", "holds=paper,business"),
)
SAID_AFTER_IT = (
    ("answer", "data.restoring", "--level", "2", "--note", "Restoring works."),
    ("answer", "changes.trials", "--level", "1", "--here", "both=in the sandbox"),
    ("answer", "data.copies", "--owner", "Tom"),
    ("profile", "--fact", "running=ourselves"),
)
WORDS = ("The weekly copy.", "Only the database.", "each summer", "Nightly.", "Test the queue", "Two tapes are left.")
WORDS += ("Restoring works.", "in the sandbox", "Tom", "Buy a spare machine")


def say(levelbook: Type, sentences: tuple[tuple[str, ...], ...]) -> None:
    for words in sentences:
        done = levelbook("-C", "book", *words)
        assert done.code == 0, done.err


@pytest.fixture(autouse=True)
def _the_driver_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test sets the driver up, git finds the command, as it does for a user."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch `main` answers the first version."""
    root = tmp_path / "versions"
    answer_all(new_team(root))
    monkeypatch.chdir(root)
    git("init", "-q", "-b", "main")
    commit("The book")
    return root


def upgraded_on_a_branch(
    levelbook: Type, root: Path, said_after_it: tuple[tuple[str, ...], ...] = SAID_AFTER_IT
) -> None:
    git("checkout", "-q", "-b", "upgraded")
    publish(root)
    assert levelbook("-C", "book", "upgrade", "--yes").code == 0
    say(levelbook, said_after_it)
    commit("Upgraded")
    git("checkout", "-q", "main")
    say(levelbook, SAID_BEFORE_THE_UPGRADE)
    commit("Old")


def merge(onto: str) -> str:
    """Merge the other branch; the side that was upgraded."""
    git("checkout", "-q", onto)
    git("merge", "-q", "main" if onto == "upgraded" else "upgraded", ok=False)
    return "ours" if onto == "upgraded" else "theirs"


@pytest.mark.parametrize("onto", ["main", "upgraded"])
@pytest.mark.parametrize("by", ["driver", "lines"])
@pytest.mark.parametrize("taken", ["ours", "theirs"])
def test_split_merged_and_retired_practices_of_an_old_branch_are_upgraded_and_no_words_go(
    levelbook: Type, root: Path, by: str, onto: str, taken: str
) -> None:
    if by == "driver":
        assert levelbook("-C", "book", "init", "--git").code == 0
        commit("The driver")
    upgraded_on_a_branch(levelbook, root)
    upgraded = merge(onto)

    shown = levelbook("-C", "book", "resolve")
    said = levelbook("-C", "book", "resolve", "--take", taken, "data.restoring")

    old = "theirs" if upgraded == "ours" else "ours"
    assert shown.code == 2
    assert f"{upgraded}: note Restoring works." in shown.out
    assert f"{old}: note Up to version 1.0.0, “data.restores” stood at level 1" in shown.out
    assert said.code == 0, said.err
    assert "What has no place in this version any more is under `[retired]`" in said.out
    text = Path("book/answers.toml").read_text("utf-8")
    assert [words for words in WORDS if words not in text] == []
    now = Session.open(root / "book").now
    assert not now.orphans
    answers = {name: (one.level, one.status) for name, one in now.book.answers.items()}
    assert answers == {
        "data.copies": (3, "answered"),
        "data.restoring": (2, "answered"),
        "data.rehearsals": (None, "unanswered"),
        "changes.reviews": (2, "answered"),
        "changes.trials": (1, "answered"),
    }
    assert now.book.answer("data.rehearsals").here == {"c1-b": "each summer"}
    assert now.book.answer("data.copies").owner == "Tom"
    assert now.book.profile == {"running": "ourselves", "holds": ("business",)}
    assert now.book.retired["data.restores"]["level"] == 1
    assert now.book.retired["data.tapes"]["note"] == "Two tapes are left."
    assert levelbook("-C", "book", "upgrade", "--dry-run").code == 0


def test_what_is_merged_is_counted_and_nothing_is_said_to_be_put_aside_where_everything_has_its_place(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "versions"
    new_team(root)
    monkeypatch.chdir(root)
    git("init", "-q", "-b", "main")
    say(levelbook, (("answer", "changes.reviews", "--level", "1"),))
    commit("The book")
    git("checkout", "-q", "-b", "upgraded")
    publish(root)
    assert levelbook("-C", "book", "upgrade", "--yes").code == 0
    say(levelbook, (("answer", "changes.reviews", "--level", "2"),))
    commit("Upgraded")
    git("checkout", "-q", "main")
    say(levelbook, (("answer", "changes.reviews", "--level", "0"), ("answer", "data.backups", "--level", "1")))
    commit("Old")
    merge("main")

    said = levelbook("-C", "book", "resolve", "--take", "ours", "changes.reviews")

    assert said.code == 0, said.err
    assert "1 answer merged: nothing in it is in conflict.\n" in said.out, "only one side has changed it"
    assert "[retired]" not in said.out and "[retired" not in Path("book/answers.toml").read_text("utf-8")


def test_both_versions_are_named_and_what_is_done_to_them(levelbook: Type, root: Path) -> None:
    upgraded_on_a_branch(levelbook, root)
    merge("main")

    said = levelbook("-C", "book", "resolve")

    assert said.out.startswith(
        "Ours answers version 1.0.0 of the questionnaire, theirs 2.0.0. Both are brought to 2.0.0, as "
        "`levelbook upgrade` does it, and then merged.\n"
    )


def test_what_both_branches_put_aside_under_one_id_is_kept_twice(levelbook: Type, root: Path) -> None:
    for branch, level in (("one", "1"), ("two", "2")):
        git("checkout", "-q", "-b", branch, "main")
        say(levelbook, (("answer", "data.tapes", "--level", level, "--note", f"Said on branch {branch}."),))
        publish(root)
        assert levelbook("-C", "book", "upgrade", "--yes").code == 0
        commit(branch)
    git("merge", "-q", "one", ok=False)

    said = levelbook("-C", "book", "resolve")

    assert said.code == 0, said.err
    retired = Session.open(root / "book").now.book.retired
    assert [retired[name]["note"] for name in ("data.tapes", "data.tapes-2")] == [
        "Said on branch two.",
        "Said on branch one.",
    ]


def names_the_line_at(levelbook: Type, place: int, *, take: str) -> str:
    """Tell that `resolve` names the line at a place of the answers' text, which somebody typed, and writes nothing.

    Returns all that it says.
    """
    path = Path("book/answers.toml")
    text = path.read_text("utf-8")
    line = text[:place].count("\n") + 1

    said = levelbook("-C", "book", "resolve", "--take", take, "data.restoring")

    assert (said.code, path.read_text("utf-8")) == (3, text)
    assert f"answers.toml:{line}: Neither version that git merges has this line here." in said.err
    return said.err


def test_words_typed_between_the_markers_of_two_versions_are_named_before_anything_is_written(
    levelbook: Type, root: Path
) -> None:
    upgraded_on_a_branch(levelbook, root)
    merge("main")
    path = Path("book/answers.toml")
    text = path.read_text("utf-8").replace('"Restoring works."', '"Restoring works, mostly."')
    path.write_text(text, "utf-8")

    said = names_the_line_at(levelbook, text.index("mostly"), take="ours")
    assert "`git checkout --merge book/answers.toml`" in said


@pytest.mark.parametrize("by", ["driver", "lines"])
def test_a_level_typed_into_the_half_merged_file_is_named_also_where_another_answer_has_that_level(
    levelbook: Type, root: Path, by: str
) -> None:
    if by == "driver":
        assert levelbook("-C", "book", "init", "--git").code == 0
        commit("The driver")
    upgraded_on_a_branch(levelbook, root)
    merge("main")
    path = Path("book/answers.toml")
    merged = path.read_text("utf-8")
    place = merged.index("level = 2", merged.index("[answers.data.restoring]"))
    assert "level = 3" in merged
    text = f"{merged[:place]}level = 3{merged[place + len('level = 2') :]}"
    path.write_text(text, "utf-8")

    names_the_line_at(levelbook, place, take="theirs")


@pytest.mark.parametrize("by", ["driver", "lines"])
def test_a_level_typed_above_an_owner_whom_another_answer_of_that_level_has_is_named(
    levelbook: Type, root: Path, by: str
) -> None:
    if by == "driver":
        assert levelbook("-C", "book", "init", "--git").code == 0
    say(levelbook, (("answer", "changes.reviews", "--level", "2", "--owner", "Priya"),))
    commit("An owner")
    upgraded_on_a_branch(levelbook, root)
    merge("main")
    path = Path("book/answers.toml")
    merged = path.read_text("utf-8")
    place = merged.index('level = 2\nowner = "Priya"', merged.index("[answers.changes.reviews]"))
    text = f"{merged[:place]}level = 3{merged[place + len('level = 2') :]}"
    path.write_text(text, "utf-8")

    names_the_line_at(levelbook, place, take="theirs")


@pytest.mark.parametrize(
    "typed", [">>> not for the vault", "=== not for the vault", "needs = two keys", "rev = of 4 March", "tables = 2"]
)
def test_a_line_of_a_note_that_looks_like_a_mark_or_a_key_is_named_where_somebody_typed_it(
    levelbook: Type, root: Path, typed: str
) -> None:
    note = ("answer", "data.restoring", "--level", "2", "--note", "Restoring works.\nOf all.")
    upgraded_on_a_branch(levelbook, root, (*SAID_AFTER_IT, note))
    merge("main")
    path = Path("book/answers.toml")
    text = path.read_text("utf-8").replace("Restoring works.\n", f"Restoring works.\n{typed}\n")
    path.write_text(text, "utf-8")

    names_the_line_at(levelbook, text.index(typed), take="theirs")


@pytest.mark.parametrize("sign", ["\N{LINE SEPARATOR}", "\N{NEXT LINE}"])
def test_lines_are_counted_as_git_does_below_a_note_with_another_end_of_line(
    levelbook: Type, root: Path, sign: str
) -> None:
    path = Path("book/answers.toml")
    upgraded_on_a_branch(levelbook, root)
    note = f"The weekly{sign * 9}copy."
    path.write_text(path.read_text("utf-8").replace("The weekly copy.", note), "utf-8")
    commit("A note that another editor wrote")
    merge("main")
    merged = path.read_text("utf-8")
    assert note in merged
    text = merged.replace('"Restoring works."', '"Restoring works, mostly."')
    path.write_text(text, "utf-8")

    names_the_line_at(levelbook, text.index("mostly"), take="ours")


def conflict_under_the_first_version(levelbook: Type) -> None:
    for branch, level in (("other", "1"), ("main", "3")):
        git("checkout", "-q", *(["-b"] if branch == "other" else []), branch)
        say(levelbook, (("answer", "data.restores", "--level", level, "--note", f"Said on {branch}."),))
        commit(branch)
    git("merge", "-q", "other", ok=False)


def test_a_conflict_under_a_version_that_is_no_longer_there_is_settled_under_the_new_one(
    levelbook: Type, root: Path
) -> None:
    conflict_under_the_first_version(levelbook)
    publish(root)

    said = levelbook("-C", "book", "resolve", "--take", "ours", "data.restoring", "--take", "theirs", "data.rehearsals")

    assert said.code == 0, said.err
    now = Session.open(root / "book").now
    for part in ("data.restoring", "data.rehearsals"):
        assert "Said on main." in now.book.answer(part).note
        assert "Said on other." in now.book.answer(part).note
    assert [now.book.retired[name]["level"] for name in ("data.restores", "data.restores-2")] == [3, 1]


def test_a_conflict_under_a_version_that_an_edition_has_is_settled_under_that_one(levelbook: Type, root: Path) -> None:
    assert levelbook("-C", "book", "seal").code == 0
    commit("Sealed")
    conflict_under_the_first_version(levelbook)
    publish(root)

    said = levelbook("-C", "book", "resolve", "--take", "theirs", "data.restores")

    assert said.code == 0, said.err
    assert "Both are brought" not in said.out
    assert levelbook("-C", "book", "upgrade", "--yes").code == 0
    editions = sorted(path.name for path in Path("book/editions").iterdir())
    assert len(editions) == 2, "an edition was sealed under the old version before the upgrade"


def test_a_side_that_was_upgraded_beyond_this_levelbook_is_named_before_anything_is_asked(
    levelbook: Type, root: Path
) -> None:
    upgraded_on_a_branch(levelbook, root)
    merge("main")
    git("checkout", "-q", "main", "--", "questions")
    Path("questions/migrations.toml").unlink(missing_ok=True)

    said = levelbook("-C", "book", "resolve")

    assert said.code == 3
    assert "In “theirs” these answers belong to versions 2.0.0; there is only 1.0.0 here." in said.err


def test_where_git_has_forgotten_the_merge_the_branch_to_upgrade_first_is_named(levelbook: Type, root: Path) -> None:
    upgraded_on_a_branch(levelbook, root)
    merge("upgraded")
    path = Path("book/answers.toml")
    text = path.read_text("utf-8").replace(
        'version = "2.0.0"', '<<<<<<< HEAD\nversion = "2.0.0"\n=======\nversion = "1.0.0"\n>>>>>>> main'
    )
    path.write_text(text, "utf-8")
    commit("Markers and all")

    said = levelbook("-C", "book", "resolve")

    assert said.code == 3
    assert (
        "run `levelbook upgrade` on the branch of “theirs”, which was merged in, and commit that; then merge again"
        in said.err
    )
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("onto", ["main", "upgraded"])
def test_an_answer_to_a_practice_that_was_split_and_kept_its_id_is_not_merged_as_one_to_its_part(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, onto: str
) -> None:
    root = tmp_path / "versions"
    new_team(root)
    monkeypatch.chdir(root)
    git("init", "-q", "-b", "main")
    assert levelbook("-C", "book", "init", "--git").code == 0
    say(levelbook, (("answer", "data.backups", "--level", "1"),))
    commit("The book")
    git("checkout", "-q", "-b", "upgraded")
    second_version(root / "questions", {"became": "split", "to": ["changes.reviews", "changes.secrets"]})
    assert levelbook("-C", "book", "upgrade", "--yes").code == 0
    commit("Upgraded")
    git("checkout", "-q", "main")
    say(levelbook, (("answer", "changes.reviews", "--level", "3"),))
    commit("Old")
    merge(onto)

    assert "version = " in Path("book/answers.toml").read_text("utf-8").partition("=======")[2], "both are there whole"
    said = levelbook("-C", "book", "resolve")

    assert said.code == 0, said.err
    book = Session.open(root / "book").now.book
    for name in ("changes.reviews", "changes.secrets"):
        assert book.answer(name).level is None, "nobody has said how high the part stands"
        assert "“changes.reviews” stood at level 3" in book.answer(name).note
    assert book.answer("data.copies").level == 1


def test_a_branch_that_says_nothing_new_is_merged_into_an_upgraded_one_without_a_question(
    levelbook: Type, root: Path
) -> None:
    texts = [Path("book/answers.toml").read_bytes()]
    publish(root)
    assert levelbook("-C", "book", "upgrade", "--yes").code == 0
    texts.append(Path("book/answers.toml").read_bytes())

    merged = merge_texts(texts[0], texts[0] + b"# A remark\n", texts[1], "answers.toml")

    assert merged is None or not merged.in_conflict

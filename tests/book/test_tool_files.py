"""git, prettier, spell checkers and pre-commit are told what a book is; nothing that people wrote is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

from levelbook.book.tool_files import ATTRIBUTES, GIT_LINES, ToolFiles
from levelbook.store.team_folder import TeamFolder
from support.command_line import typed
from support.repository import git
from support.small_book import new_book

HERE = Path(__file__).parents[2]


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> TeamFolder:
    """A book in the folder `docs` of a repository that uses no tool but git."""
    git(tmp_path, "init", "-q")
    return new_book(tmp_path / "docs").folder


def root_of(book: TeamFolder) -> Path:
    return book.path.parent.parent


def wanted(book: TeamFolder) -> dict[str, tuple[str, ...]]:
    return {one.path.name: one.lines for one in ToolFiles(book).missing}


def test_where_no_other_tool_is_used_only_git_is_told_and_once(book: TeamFolder) -> None:
    assert wanted(book) == {ATTRIBUTES: GIT_LINES}

    ToolFiles(book).add()

    assert (book.path / ATTRIBUTES).read_text("utf-8") == "".join(f"{line}\n" for line in GIT_LINES)
    assert wanted(book) == {}


def test_git_knows_then_what_is_generated_how_answers_are_merged_and_where_a_change_belongs(book: TeamFolder) -> None:
    ToolFiles(book).add()
    answers = book.answers_path
    text = "[answers.data.backups]\nlevel = 1\n\na = 1\nb = 1\nc = 1\nd = 1\n"
    answers.write_text(f"{text}e = 1\n", "utf-8")
    git(book.path, "add", "--all")
    answers.write_text(f"{text}e = 2\n", "utf-8")

    attributes = git(book.path, "check-attr", "--all", "answers.toml", "record.md", "editions/x/changes.md")
    assert "answers.toml: merge: levelbook" in attributes and "answers.toml: eol: lf" in attributes
    assert "record.md: linguist-generated: set" in attributes
    assert "editions/x/changes.md: linguist-generated: unset" in attributes
    assert "@@ [answers.data.backups]" in git(book.path, "diff", "-U1")


def test_what_stands_in_a_file_stays_and_only_missing_lines_go_to_its_end(book: TeamFolder) -> None:
    (book.path / ATTRIBUTES).write_text(f"{GIT_LINES[3]}\n# ours", "utf-8")
    (root_of(book) / ".prettierignore").write_text("/docs/book/editions/\ndist\n", "utf-8")

    assert wanted(book)[".prettierignore"] == ("/docs/book/questionnaires/",)
    ToolFiles(book).add()

    text = (book.path / ATTRIBUTES).read_text("utf-8")
    assert text.startswith(f"{GIT_LINES[3]}\n# ours\n{GIT_LINES[0]}\n") and text.count(GIT_LINES[3]) == 1
    assert (root_of(book) / ".prettierignore").read_text("utf-8").startswith("/docs/book/editions/\ndist\n/docs")


@pytest.mark.parametrize(
    ("named_in", "text"),
    [
        ("package.json", '{"devDependencies": {"prettier": "3"}, "scripts": {"spell": "typos && codespell"}}'),
        (".github/workflows/lint.yml", "- run: npx prettier --check . && typos && codespell"),
    ],
)
def test_a_tool_that_the_repository_names_is_told_what_is_sealed(book: TeamFolder, named_in: str, text: str) -> None:
    path = root_of(book) / named_in
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")

    ToolFiles(book).add()

    root = root_of(book)
    assert (root / ".prettierignore").read_text("utf-8") == "/docs/book/editions/\n/docs/book/questionnaires/\n"
    typos = tomllib.loads((root / "_typos.toml").read_text("utf-8"))
    assert typos["files"] == {"extend-exclude": ["/docs/book/editions/", "/docs/book/questionnaires/"]}
    assert "alikes" in typos["default"]["extend-words"], "it stands in an id of the shipped questionnaire"
    assert (root / ".codespellrc").read_text("utf-8") == (
        "[codespell]\nskip = ./docs/book/editions,./docs/book/questionnaires\n"
    )
    assert wanted(book) == {}


def test_typos_own_settings_are_added_to_only_where_no_table_is_in_the_way(book: TeamFolder) -> None:
    settings = root_of(book) / ".typos.toml"
    settings.write_text('[default]\nlocale = "en-gb"\n', "utf-8")
    ToolFiles(book).add()
    assert tomllib.loads(settings.read_text("utf-8"))["default"]["locale"] == "en-gb"
    assert wanted(book) == {}

    for theirs in ('[files]\nextend-exclude = ["*.svg"]\n', '[default.extend-words]\nba = "ba"\n', "no TOML"):
        settings.write_text(theirs, "utf-8")
        [one] = ToolFiles(book).missing
        assert one.is_for_people and ToolFiles(book).add() == ()
        assert settings.read_text("utf-8") == theirs


def test_pre_commit_gets_lines_for_people_to_add(book: TeamFolder) -> None:
    path = root_of(book) / ".pre-commit-config.yaml"
    path.write_text("repos: []\n", "utf-8")
    ToolFiles(book).add()

    [one] = ToolFiles(book).missing
    exclude, *hook = one.lines
    assert one.is_for_people and path.read_text("utf-8") == "repos: []\n"
    assert exclude == "exclude: ^docs/book/(editions|questionnaires)/"
    [repository] = yaml.safe_load("\n".join(["repos:", *hook]))["repos"]
    assert repository["hooks"][0]["entry"] == "levelbook -C docs/book check"

    path.write_text("\n".join([exclude, "repos:", *hook, ""]), "utf-8")
    assert wanted(book) == {}


def test_nothing_is_written_through_a_link(book: TeamFolder, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "ignored"
    elsewhere.write_text("dist\n", "utf-8")
    (root_of(book) / ".prettierignore").symlink_to(elsewhere)

    ToolFiles(book).add()

    assert elsewhere.read_text("utf-8") == "dist\n"
    assert [one.is_for_people for one in ToolFiles(book).missing] == [True]


def test_outside_a_repository_nothing_is_missing(tmp_path: Path) -> None:
    assert ToolFiles(new_book(tmp_path).folder).missing == ()


def test_the_command_adds_with_a_flag_and_otherwise_names_it(book: TeamFolder) -> None:
    root = root_of(book)
    begun = typed("init", "other", "--team", "A", "--like", "startup-agent", "--yes", folder=root)
    assert "`levelbook init --tool-files` shows" in begun.out and not (root / "other" / ATTRIBUTES).exists()

    said = typed("init", "--tool-files", "docs/book", folder=root)
    assert said.code == 0 and f"    {GIT_LINES[0]}\n" in said.out and "Added to " in said.out
    assert (book.path / ATTRIBUTES).exists()
    assert "Nothing to add." in typed("init", "--tool-files", "docs/book", folder=root).out

    said = typed("-C", "other", "upgrade", "--files", "--tool-files", folder=root)
    assert said.code == 0 and (root / "other" / ATTRIBUTES).exists()


def test_this_repository_offers_check_as_a_hook() -> None:
    [hook] = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert hook["entry"] == "levelbook check" and hook["language"] == "python" and hook["pass_filenames"] is False

"""`levelbook init` and `levelbook profile`: a book begins, and facts tailor it."""

from __future__ import annotations

import errno
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.session import Session
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.store import atomic
from support.command_line import Type


def profile_of(folder: Path) -> dict[str, FactValue]:
    return dict(Session.open(folder).now.book.profile)


def test_a_book_begins_with_a_name_alone(levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    said = levelbook("init", "--team", "Retail [x]", "--about", "Ask “Alder”", "--fact", "role=saas,provider-api")

    assert (said.code, said.err) == (0, "")
    assert "The book of Retail [x] is in docs/genai-security/levelbook.toml." in said.out
    assert "practices apply" in said.out and "essential (about" in said.out
    settings = tomllib.loads(Path("docs/genai-security/levelbook.toml").read_text("utf-8"))
    assert (settings["team"], settings["about"]) == ("Retail [x]", "Ask “Alder”")
    assert profile_of(tmp_path) == {"role": ("saas", "provider-api")}
    open_facts = said.out.partition("Open facts: ")[2].partition(".")[0].split(", ")
    assert "Facts" not in said.out and "exposure" in open_facts and "role" not in open_facts


def test_a_new_book_elsewhere_says_how_its_facts_are_set_there(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    levelbook("init", "one", "--team", "One")

    said = levelbook("init", "two", "--team", "Two").out

    assert ". `levelbook -C two profile --fact ID=CHOICE` sets one.\n" in said
    assert levelbook("-C", "two", "profile", "--fact", "coding=assistants").code == 0


def test_init_profile_and_home_say_the_same_time_of_the_same_practices(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    levelbook("questionnaire", "new", str(tmp_path / "asked"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    begun = levelbook("init", "--team", "One", "--questionnaire", "../asked").out
    assert "3 practices apply; 2 are essential (about 4 minutes), all of them take about 6 minutes.\n" in begun
    assert "3 practices not answered yet (about 6 minutes)." in levelbook().out
    assert "all of them take about 6 minutes.\n" in levelbook("profile").out
    assert "Discuss (about 6 minutes)" in levelbook("plan").out


def test_what_the_team_says_does_not_apply_is_not_counted_among_what_applies(levelbook: Type, folder: Path) -> None:
    assert levelbook("profile").out.splitlines()[-1].startswith("3 practices apply; 2 are essential")
    levelbook("answer", "data.restores", "--not-applicable", "We keep nothing.")
    levelbook("answer", "changes.reviews", "--not-applicable", "Nobody changes anything.")
    assert levelbook("profile").out.splitlines()[-1].startswith("1 practice applies; 1 is essential")


def test_facts_given_come_on_top_of_the_example_profiles(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert levelbook("init", "a b", "--team", "T", "--like", "saas-only", "--fact", "coding=assistants").code == 0

    profile = profile_of(tmp_path)
    assert profile["coding"] == "assistants"
    assert "role" in profile


@pytest.mark.parametrize("below", ["", "deeper"])
def test_init_in_the_folder_of_a_book_makes_no_other_inside_it(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    monkeypatch.chdir(tmp_path)
    begin = ("init", "--team", "T", "--yes")
    assert levelbook(*begin).code == 0
    (inside := tmp_path / "docs" / "genai-security" / below).mkdir(exist_ok=True)
    before = sorted(tmp_path.rglob("*"))

    from_above = levelbook("-C", str(inside.relative_to(tmp_path)), *begin)
    monkeypatch.chdir(inside)
    within = levelbook(*begin)

    assert (from_above.code, within.code, sorted(tmp_path.rglob("*"))) == (2, 2, before)
    assert ("This lies in the folder of a book" if below else "This is a book's folder already") in within.err
    assert "`levelbook` opens the book. For another one, name a folder elsewhere" in within.err
    assert f"`levelbook -C {inside.relative_to(tmp_path)}` opens the book." in from_above.err


def test_a_book_that_somebody_wants_inside_another_is_made_and_told(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = "The new book lies in the folder of another"

    outer, inner = levelbook("init", ".", "--team", "T", "--yes"), levelbook("init", "inner", "--team", "U", "--yes")

    assert (outer.code, told in outer.err) == (0, False)
    assert (inner.code, told in inner.err) == (0, True)


def test_a_questionnaires_path_is_kept_as_seen_from_the_book(levelbook: Type, folder: Path) -> None:
    said = levelbook("init", "deep/down", "--team", "T", "--questionnaire", "./questions")

    assert said.code == 0, said.err
    settings = tomllib.loads(Path("deep/down/levelbook.toml").read_text("utf-8"))
    assert settings["questionnaire"] == "../../questions"
    assert levelbook("-C", "deep/down", "score").code == 0


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ([], "Give it with --team NAME."),
        (["--team", "  "], "Give it with --team NAME."),
        (["--team", "T", "--questionnaire", "genai-securty"], "Did you mean “genai-security”?"),
        (["--team", "T", "--questionnaire", ""], "There is no questionnaire “”"),
        (["--team", "T", "--like", "saas-onyl"], "Did you mean “saas-only”?"),
        (["--team", "T", "--fact", "rol=saas"], "Did you mean “role”?"),
        (["--team", "T", "--fact", "role=sass"], "Did you mean “saas”?"),
        (["--team", "T", "--fact", "role"], "Give it as ID=CHOICE"),
        (["--team", "T", "--fact", "role=none,saas"], "“none” cannot be combined"),
        (["--team", "T", "taken"], "Name an existing folder"),
    ],
)
def test_what_is_missing_or_misspelt_is_told_and_nothing_is_made(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], remedy: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").touch()

    said = levelbook("init", *words)

    assert (said.code, said.out) == (2, "")
    assert remedy in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("words", [["init", "new", "--team", "T"], ["profile"]])
def test_all_misspelt_facts_and_choices_are_told_at_once(levelbook: Type, folder: Path, words: list[str]) -> None:
    facts = ["--fact", "holds=persona,busines", "--fact", "hostin=ourselves", "--fact", "hosting=ourselfs"]

    said = levelbook(*words, *(["--questionnaire", "questions"] if words[0] == "init" else []), *facts)

    assert (said.code, said.out) == (2, "")
    for wrong, right in (("persona", "personal"), ("busines", "business"), ("hostin", "hosting")):
        assert f"“{wrong}”. Did you mean “{right}”?" in said.err
    assert "“ourselfs”. Did you mean “ourselves”?" in said.err


def test_a_book_is_never_begun_twice_in_one_folder(levelbook: Type, folder: Path) -> None:
    before = (folder / "answers.toml").read_bytes()

    said = levelbook("init", "book", "--team", "Other")

    assert (said.code, "There is already a book in book" in said.err) == (2, True)
    assert (folder / "answers.toml").read_bytes() == before


def test_a_book_whose_beginning_was_interrupted_can_be_begun_again(levelbook: Type, folder: Path) -> None:
    """The answers are there first, and the settings, which make it a book, last."""
    (folder / "levelbook.toml").unlink()

    assert levelbook("init", "book", "--team", "T", "--questionnaire", "questions").code == 0
    assert levelbook("check").code in (0, 1)

    levelbook("answer", "1.1", "--level", "1")
    answers = (folder / "answers.toml").read_bytes()
    (folder / "levelbook.toml").unlink()
    said = levelbook("init", "book", "--team", "T", "--questionnaire", "questions")

    assert (said.code, "Restore the team's levelbook.toml" in said.err) == (2, True)
    assert (folder / "answers.toml").read_bytes() == answers
    assert not (folder / "levelbook.toml").exists()


@pytest.mark.parametrize("written", ["answers.toml", "levelbook.toml"])
def test_a_beginning_that_fails_at_either_file_leaves_no_book_that_cannot_be_opened(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    replace = atomic._replace

    def full(path: Path, *rest: Any) -> None:
        if path.name == written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(path, *rest)

    with monkeypatch.context() as disk:
        disk.setattr(atomic, "_replace", full)
        assert levelbook("init", "new", "--team", "T", "--questionnaire", "questions").code == 5

    assert levelbook("init", "new", "--team", "T", "--questionnaire", "questions").code == 0
    assert levelbook("-C", "new", "score").code == 0


def test_no_book_two_books_and_the_one_that_is_named(levelbook: Type, folder: Path) -> None:
    assert levelbook("score").code == 0, "the only one below"
    levelbook("init", "a; second", "--team", "T")

    several = levelbook("score")
    none = levelbook("-C", "questions/sections", "score")

    assert (several.code, "There are 2 books below" in several.err) == (2, True)
    assert "levelbook -C 'a; second'" in several.err, "whoever copies the line runs nothing else"
    assert levelbook("-C", "book", "score").code == 0
    for name in ("one", "two"):
        levelbook("init", f"docs/{name}", "--team", "T")
    assert "levelbook -C docs/one" in levelbook("-C", "docs", "score").err, "from where it is typed"
    assert (none.code, "levelbook init" in none.err) == (2, True)
    assert levelbook("-C", "nowhere", "score").code == 2


def test_a_fact_is_set_with_what_it_changes_and_cleared(levelbook: Type, folder: Path) -> None:
    said = levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")

    assert said.code == 0
    assert "1 practice now done by a provider: Backups" in said.out
    assert "1 practice with a higher target: Restoring" in said.out
    assert profile_of(folder) == {"holds": ("business",), "hosting": "provider"}

    levelbook("profile", "--fact", "hosting=")
    assert profile_of(folder) == {"holds": ("business",)}


def test_a_fact_that_asks_for_no_more_than_the_team_itself_says_so_and_fails_no_check(
    levelbook: Type, folder: Path
) -> None:
    levelbook("profile", "--fact", "holds=business")
    levelbook("answer", "data.restores", "--level", "1", "--target", "3", "--because", "we say so")
    levelbook("guide")
    said = levelbook("profile", "--fact", "hosting=provider")
    levelbook("guide")
    checked = levelbook("check")

    assert "target" not in said.out
    assert checked.code == 0
    assert "note: " in checked.out and "own target of 3 changes nothing: the target is 3 without it" in checked.out


def test_choices_given_one_by_one_come_together(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=personal", "--fact", "holds=business")

    assert profile_of(folder) == {"holds": ("business", "personal")}


def test_nobody_knows_is_an_answer(levelbook: Type, folder: Path) -> None:
    assert "[ ] not-known: nobody could say" in levelbook("profile").out
    levelbook("profile", "--fact", "holds=not-known")

    assert profile_of(folder) == {"holds": ("not-known",)}
    assert "[x] not-known" in levelbook("profile").out


def test_a_fact_that_is_not_asked_is_kept_and_says_so(levelbook: Type, folder: Path) -> None:
    said = levelbook("profile", "--fact", "holds=nothing", "--fact", "hosting=provider")

    assert "not asked of this team now" in said.out
    asked = levelbook("profile", "--fact", "hosting=provider", "--fact", "holds=personal")
    assert "not asked of this team now" not in asked.out, "the second is why the first is asked"


@pytest.mark.parametrize(
    ("fact", "remedy"),
    [
        ("hold=personal", "Did you mean “holds”?"),
        ("holds=persona", "Did you mean “personal”?"),
        ("holds", "Give it as ID=CHOICE"),
        ("holds=nothing,personal", "“nothing” cannot be combined"),
        ("holds=not-known,personal", "“not-known” cannot be combined"),
        ("hosting=ourselves,provider", "hosting takes one choice"),
        ("=x", "There are: holds, hosting"),
    ],
)
def test_a_wrong_fact_is_told_before_any_is_set(levelbook: Type, folder: Path, fact: str, remedy: str) -> None:
    said = levelbook("profile", "--fact", "holds=business", "--fact", fact)

    assert (said.code, said.out) == (2, "")
    assert remedy in said.err
    assert profile_of(folder) == {}


def test_init_refuses_what_check_refuses_but_for_wording_before_anything_is_made(levelbook: Type, folder: Path) -> None:
    profile = Path("questions/profiles/hosted-shop.toml")
    profile.write_text(profile.read_text("utf-8").replace('"business"', '"busines"'), "utf-8")

    checked = levelbook("questionnaire", "check", "questions")
    said = levelbook("init", "new", "--team", "T", "--questionnaire", "questions", "--yes")

    assert (checked.code, said.code) == (1, 3)
    assert "no choice “busines”" in checked.out and "no choice “busines”" in said.err
    assert not Path("new").exists()

    profile.write_text(profile.read_text("utf-8").replace('"busines"', '"business"'), "utf-8")
    data = Path("questions/sections/01-data.toml")
    data.write_text(data.read_text("utf-8").replace('title = "Restoring"', 'title = "Backups"'), "utf-8")
    assert levelbook("questionnaire", "check", "questions").code == 1
    assert levelbook("init", "new", "--team", "T", "--questionnaire", "questions", "--yes").code == 0


def test_an_own_questionnaire_names_its_folder_its_subject_and_its_moments(levelbook: Type, folder: Path) -> None:
    levelbook("questionnaire", "new", "own", "--id", "clouds", "--title", "Cloud security")
    assert levelbook("init", "--team", "T", "--questionnaire", "./own", "--yes").code == 0
    levelbook("-C", "docs/clouds", "answer", "2.1", "--level", "2")
    guide = levelbook("-C", "docs/clouds", "guide", "--stdout").out
    assert "# Cloud security: how we work\n\nThis is how the T team works.\n" in guide
    assert "generative AI" not in guide and "prompt" not in guide

    main = Path("own/questionnaire.toml")
    text = main.read_text("utf-8").replace("# subject =", "subject =").replace("# folder =", "folder =")
    text = text.replace("docs/clouds", "security/clouds").replace("# [moments]\n# change", "[moments]\nchange")
    main.write_text(text, "utf-8")
    assert levelbook("init", "--team", "T", "--questionnaire", "./own", "--yes").code == 0
    levelbook("-C", "security/clouds", "answer", "2.1", "--level", "2")
    guide = levelbook("-C", "security/clouds", "guide", "--stdout").out
    assert "# Working safely with our data\n" in guide and "**When you change a table or a backup job:**" in guide


CLASH = "“Tools that we built” (tools) and “Nothing: it only answers” (agency) cannot both be true"


def test_init_refuses_facts_that_cannot_all_be_true_before_anything_is_made(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = levelbook("init", "--team", "T", "--like", "bank-assistant", "--fact", "tools=own-tools", "--yes")

    assert said.code == 2 and CLASH in said.err and "Correct one of the answers" in said.err
    assert not list(tmp_path.iterdir())


def test_profile_and_check_tell_of_facts_that_cannot_all_be_true_and_keep_them(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    levelbook("init", "--team", "T", "--like", "bank-assistant", "--yes")

    assert CLASH in levelbook("profile", "--fact", "tools=own-tools").out
    assert CLASH in levelbook("profile").out
    levelbook("guide")
    checked = levelbook("check")
    assert checked.code == 0 and CLASH in checked.out
    assert CLASH not in levelbook("profile", "--fact", "agency=read-only").out + levelbook("check").out

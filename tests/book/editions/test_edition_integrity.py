"""An edition that is not as it was sealed: what says so, what refuses, and what is only layout."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from levelbook.book.checks.check import check
from levelbook.book.checks.limits import Limits
from levelbook.book.editions.edition_audit import alterations_in, altered_problems, must_be_as_sealed
from levelbook.book.editions.edition_integrity import MOST_NAMED, altered_words, meaning, values
from levelbook.book.sealing.seal import seal, unchanged
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import parse_toml
from levelbook.store.editions import Edition, digest
from support.command_line import Said, typed
from support.published_book import SECOND, build, opened


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    build(tmp_path)
    return tmp_path


def edition(root: Path, name: str = "first") -> Path:
    return root / "book" / "editions" / name


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def diff(root: Path, *words: str) -> Said:
    return typed("diff", *words, folder=root / "book")


# --- Altered ----------------------------------------------------------------------------------------------------------


COMMANDS = """
score
gaps
explain overall
plan
profile
answer data.restores
editions
diff first second
guide
ballot compare
sitting
ask --section data
"""


@pytest.mark.parametrize("command", ["", *COMMANDS.split("\n")[1:-1]])
def test_every_command_that_reads_an_altered_edition_says_so_once(root: Path, command: str) -> None:
    change(edition(root, "second") / "answers.toml", "level = 1", "level = 0")

    said = typed(*command.split(), folder=root / "book")

    assert said.err.count("levelbook: Edition second was altered after it was sealed (answers.toml).") == 1, said.err


@pytest.mark.parametrize("command", ["", *COMMANDS.split("\n")[1:-1], "seal", "check"])
def test_nothing_is_said_of_editions_as_they_were_sealed(root: Path, command: str) -> None:
    said = typed(*command.split(), folder=root / "book")

    assert "altered" not in said.err + said.out


def test_figures_are_of_what_was_sealed_where_git_has_it(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "sealed")
    as_sealed = diff(root, "first", "second").out
    change(edition(root) / "answers.toml", "level = 2", "level = 0")
    git(root, "commit", "--quiet", "--all", "--message", "altered")

    said = diff(root, "first", "second")

    assert said.out == as_sealed
    assert "(answers.toml). Figures are as git has it sealed." in said.err


@pytest.mark.parametrize("has_git", [False, True])
def test_answers_that_git_merged_into_an_edition_are_named_before_it_is_restored(root: Path, has_git: bool) -> None:
    path = edition(root) / "answers.toml"
    if has_git:
        git(root, "init", "-q")
        git(root, "add", "-A")
        git(root, "commit", "-qm", "The book")
    assert typed("answer", "data.restores", "--note", "Given later.", folder=root / "book").code == 0
    path.write_bytes((root / "book" / "answers.toml").read_bytes())

    (problem,) = (one for one in check(root / "book", Limits()).problems if one.path.endswith("first/answers.toml"))

    assert "not sealed, and may be nowhere else: data.backups and data.restores." in problem.message
    assert "then restore this" in problem.remedy


def test_words_that_git_merged_into_an_edition_are_named_before_it_is_restored(root: Path) -> None:
    """Another branch writes in the guide and in a sitting while this one moves the folder: git finds both elsewhere."""
    sitting = root / "book" / "sittings" / "2026-11-22.toml"
    sitting.parent.mkdir(exist_ok=True)
    sitting.write_text("format = 1\ntables = 0\nbegun_at = 2026-11-22T10:00:00Z\nclosed = true\n", "utf-8")
    assert typed("seal", "sat", folder=root / "book").code == 0
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "sealed")
    git(root, "switch", "--quiet", "--create", "words")
    guide = root / "book" / "guide.md"
    guide.write_text("Ring Noor first.\n\n" + guide.read_text("utf-8"), "utf-8")
    sitting.write_text(sitting.read_text("utf-8") + 'minutes = "Noor told of the outage."\n', "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "words")
    git(root, "switch", "--quiet", "main")
    git(root, "mv", "book", "docs")
    git(root, "commit", "--quiet", "--message", "moved")
    git(root, "merge", "--quiet", "words")
    own = [root / "docs" / "guide.md", root / "docs" / "sittings" / "2026-11-22.toml"]
    assert all("Noor" not in path.read_text("utf-8") for path in own), "git has merged them into the edition"

    found = {Path(one.path).name: one for one in check(root / "docs", Limits()).problems if "/sat/" in one.path}

    assert "not sealed, and may be nowhere else: 1." in found["guide.md"].message
    assert "not sealed, and may be nowhere else: 5." in found["2026-11-22.toml"].message
    assert all("Put them into the book's own file, then restore this." in one.remedy for one in found.values())
    for path in own:
        merged = root / "docs" / "editions" / "sat" / path.relative_to(root / "docs")
        path.write_bytes(merged.read_bytes())
    put = [one for one in check(root / "docs", Limits()).problems if "/sat/" in one.path]
    assert len(put) == len(found) and all("restore it from git" in str(one) for one in put), put


def test_without_git_figures_may_be_wrong_and_are_said_to_be(root: Path) -> None:
    as_sealed = diff(root, "first", "second").out
    change(edition(root) / "answers.toml", "level = 2", "level = 0")

    said = diff(root, "first", "second")

    assert said.out != as_sealed
    assert "(answers.toml). Comparisons with it may be wrong." in said.err


def test_the_list_of_editions_shows_what_was_sealed_without_git_too(root: Path) -> None:
    """The figures that stand in the edition, exactly, where nobody has the answers that they were made of."""
    as_sealed = typed("editions", "--json", folder=root / "book")
    change(edition(root) / "answers.toml", "level = 2", "level = 0")

    said = typed("editions", "--json", folder=root / "book")

    [first, *_], others = json.loads(said.out), json.loads(as_sealed.out)
    assert first["altered"] == ["answers.toml"]
    assert [{**one, "altered": []} for one in json.loads(said.out)] == others
    assert "Edition first was altered after it was sealed (answers.toml)." in said.err
    change(edition(root) / "scorecard.json", '"exact"', '"exactly"')
    assert typed("editions", "--json", folder=root / "book").out != as_sealed.out


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("signed_by = ", 'signed_by = ["Somebody Else"] #', "signed_by"),
        ("number = 3", "number = 4", "number"),
        ("sealed_at = 2026-11-22T12", "sealed_at = 2026-11-22T13", "sealed_at"),
        ("sealed_on = 2026-11-22", "sealed_on = 2026-11-23", "sealed_on"),
        ('previous = "second"', 'previous = "first"', "previous"),
        ("number = 3", 'number = 3\nbefore_upgrade_to = "9.0.0"', "before_upgrade_to"),
    ],
)
def test_the_last_edition_is_altered_where_it_says_otherwise_than_its_own_scorecard(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    build(tmp_path)
    session = opened(tmp_path, SECOND)
    session.apply("data.restores", Edit(level=3))
    seal(session, "third", signed_by=["Noor"])

    change(edition(tmp_path, "third") / "edition.toml", old, new)

    [told] = [one for one in check(tmp_path / "book", Limits()).problems if one.path.endswith("edition.toml")]
    assert (told.key, "scorecard.json" in told.message) == (key, True)
    with pytest.raises(FileIsWrong, match=r"scorecard\.json"):
        seal(opened(tmp_path), "fourth")
    for command in ("guide", "editions"):
        assert "Edition third was altered after it was sealed (edition.toml)" in typed(command, folder=tmp_path).err


@pytest.mark.parametrize("left", ["", '[meaning]\n"answers.toml" = '])
def test_the_last_edition_is_altered_where_its_file_was_cut_short_among_its_meanings(root: Path, left: str) -> None:
    path = edition(root, "second") / "edition.toml"
    text = path.read_text("utf-8")
    end = text.index("[meaning]") if not left else text.index("\n", text.index(left) + len(left)) + 1

    path.write_text(text[:end], "utf-8")

    [told] = [one for one in check(root / "book", Limits()).problems if one.path.endswith("edition.toml")]
    assert told.key == "meaning"


def test_the_last_edition_is_altered_where_only_one_digest_was_made_to_fit(root: Path) -> None:
    path = edition(root, "second")
    before = digest((path / "answers.toml").read_bytes())
    change(path / "answers.toml", "level = 2", "level = 3")
    change(path / "edition.toml", before, digest((path / "answers.toml").read_bytes()))

    [told] = [one for one in check(root / "book", Limits()).problems if one.path.endswith("edition.toml")]
    assert (told.key, "answers.toml" in told.message) == ("meaning", True)
    with pytest.raises(FileIsWrong, match=r"answers\.toml"):
        seal(opened(root), "third")


@pytest.mark.parametrize("people", ["initials", "none"])
def test_a_scorecard_without_names_or_with_initials_contradicts_nobody_who_signed(tmp_path: Path, people: str) -> None:
    build(tmp_path)
    settings = tmp_path / "book" / "levelbook.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\npeople = "{people}"\n', "utf-8")
    opened(tmp_path).apply("data.restores", Edit(level=3))
    seal(opened(tmp_path), "third", signed_by=["Noor Bakker", "Nils Berg"])

    assert not [one for one in check(tmp_path / "book", Limits()).problems if "editions" in one.path]


def test_a_signature_with_other_initials_than_those_published_is_an_alteration(tmp_path: Path) -> None:
    build(tmp_path)
    settings = tmp_path / "book" / "levelbook.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\npeople = "initials"\n', "utf-8")
    opened(tmp_path).apply("data.restores", Edit(level=3))
    seal(opened(tmp_path), "third", signed_by=["Noor Bakker", "Nils Berg"])

    change(edition(tmp_path, "third") / "edition.toml", "Nils Berg", "Mallory Zed")

    said = typed("editions", folder=tmp_path / "book")
    assert "Edition third was altered after it was sealed (edition.toml)" in said.err


def test_an_edition_that_nobody_signed_is_compared_with_its_scorecard_too(root: Path) -> None:
    change(edition(root, "second") / "edition.toml", "number = 2", 'number = 2\nbefore_upgrade_to = "9.0.0"')

    assert "Edition second was altered after it was sealed (edition.toml)" in typed("diff", folder=root / "book").err


@pytest.mark.parametrize("content", ['{"overall": {"level": 3.0}, ', "[" * 3_000])
def test_a_scorecard_that_reads_in_two_ways_or_not_at_all_is_altered(root: Path, content: str) -> None:
    path = edition(root) / "scorecard.json"
    sealed = path.read_text("utf-8")
    path.write_text(content + sealed.lstrip("{") if content.startswith("{") else content + "]" * 3_000, "utf-8")

    told = [one for one in check(root / "book", Limits()).problems if one.path.endswith("scorecard.json")]

    assert [one.message for one in told] == ["This file was changed after the edition was sealed."]


@pytest.mark.parametrize("figure", ["1e1000", "a lot", "1/0", None])
def test_figures_that_are_none_are_computed_instead(root: Path, figure: str | None) -> None:
    path = edition(root) / "scorecard.json"
    card = json.loads(path.read_text("utf-8"))
    card["overall"]["exact"] = {"level": figure} if figure else {"no such figure": "1"}
    path.write_text(json.dumps(card), "utf-8")
    toml = edition(root) / "edition.toml"
    change(toml, '"scorecard.json" = "', f'"scorecard.json" = "{digest(path.read_bytes())}" #')
    change(edition(root) / "answers.toml", "level = 2", "level = 0")

    assert typed("editions", folder=root / "book").code == 0


def test_nothing_is_sealed_upon_an_altered_edition(root: Path) -> None:
    change(edition(root) / "answers.toml", "level = 2", "level = 0")
    session = opened(root)

    with pytest.raises(FileIsWrong, match="changed after the edition was sealed"):
        unchanged(session.state)
    session.apply("data.backups", Edit(level=2))
    with pytest.raises(FileIsWrong, match="changed after the edition was sealed"):
        seal(session, "third")
    said = typed("seal", folder=root / "book")
    assert (said.code, "restore it from git" in said.err) == (3, True)
    assert sorted(path.name for path in edition(root).parent.iterdir()) == ["first", "second"]


def test_an_alteration_that_is_meant_is_sealed_upon_and_followed_from_then_on(root: Path) -> None:
    """As where a person was erased: nothing else would ever be sealed again."""
    change(edition(root, "second") / "answers.toml", '"Noor"', '"former colleague"')
    change(root / "book" / "answers.toml", "level = 1", "level = 2")

    refused = typed("seal", "third", folder=root / "book")
    said = typed("seal", "third", "--with-altered-editions", folder=root / "book")

    assert (refused.code, "--with-altered-editions" in refused.err) == (3, True)
    assert said.code == 0, said.err
    assert [one.number for one in opened(root).editions.all] == [1, 2, 3]


def test_a_questionnaire_of_an_edition_that_was_altered_is_told_where_it_is_used(root: Path) -> None:
    change(root / "questions" / "questionnaire.toml", "default_target = 2", "default_target = 3")
    [stored] = (root / "book" / "questionnaires").iterdir()
    name = f"questionnaires/{stored.name}/questionnaire.toml"
    change(root / "book" / name, "default_target = 2", "default_target = 1")

    said = diff(root, "first", "second")

    assert f"Edition first was altered after it was sealed ({name})." in said.err


# --- What an edition is known by --------------------------------------------------------------------------------------


def test_a_successor_names_the_digest_of_its_predecessor(root: Path) -> None:
    first, second = opened(root).editions.all

    held = parse_toml((second.path / "edition.toml").read_text("utf-8"), "")
    assert held["previous_digest"] == first.digest
    assert "previous_digest" not in parse_toml((first.path / "edition.toml").read_text("utf-8"), "")


def test_an_edition_whose_digests_were_made_to_fit_is_altered_all_the_same(root: Path) -> None:
    """Whoever changes answers and their digest is found out by the edition that followed."""
    path = edition(root)
    change(path / "answers.toml", "level = 2", "level = 0")
    first = opened(root).editions.edition("first")
    change(path / "edition.toml", first.files["answers.toml"], digest((path / "answers.toml").read_bytes()))

    said = diff(root, "first", "second")
    assert "Edition first was altered after it was sealed (edition.toml)." in said.err
    found = check(root / "book", Limits())
    assert "This is not the edition.toml that edition second followed." in {one.message for one in found.problems}
    with pytest.raises(FileIsWrong):
        must_be_as_sealed(opened(root).editions, opened(root).now.book)


def test_an_edition_toml_in_another_layout_is_the_one_that_was_followed(root: Path) -> None:
    path = edition(root) / "edition.toml"
    path.write_text(path.read_text("utf-8").replace(" = ", "   =   ").replace("\n[files]", "\n\n\n[files]"), "utf-8")

    editions = opened(root).editions
    assert altered_problems(editions, editions.edition("first")) == ()
    assert [one.path.rpartition("/")[2] for one in alterations_in(editions, editions.edition("first")).layout_only] == [
        "edition.toml"
    ]
    assert alterations_in(editions, editions.edition("second")).layout_only == ()


@pytest.mark.parametrize("equals", [" = ", "   =   "])
def test_no_edition_is_compared_with_every_other_to_find_those_that_followed_it(
    root: Path, equals: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edition(root) / "edition.toml"
    path.write_text(path.read_text("utf-8").replace(" = ", equals), "utf-8")
    editions = opened(root).editions
    first, second = editions.all
    monkeypatch.setattr(Edition, "is_followed_by", lambda one, other: pytest.fail("compared"))

    assert (editions.lineage.followers(first), editions.lineage.followers(second)) == ((second,), ())


# --- Laid out otherwise -----------------------------------------------------------------------------------------------


def test_answers_in_another_layout_say_what_was_sealed(root: Path) -> None:
    """Known again without any history, since a seal lays them out in one way."""
    path = edition(root) / "answers.toml"
    path.write_text(path.read_text("utf-8").replace(" = ", "=").replace("\n\n", "\n\n\n"), "utf-8")
    session = opened(root)

    assert altered_problems(session.editions, session.editions.edition("first")) == ()
    found = check(root / "book", Limits())
    assert found.problems == []
    assert [problem.message for problem in found.notices if "reformatted" in problem.message] == [
        "This file of a sealed edition was reformatted; its content is still as sealed."
    ]
    assert "altered" not in diff(root, "first", "second").err
    session.apply("data.backups", Edit(level=2))
    assert seal(session, "third").number == 3


@pytest.mark.parametrize("name", ["guide.md", "record.md"])
def test_a_formatter_alters_no_document_that_git_has_as_it_was_sealed(root: Path, name: str) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "sealed")
    path = edition(root) / name
    path.write_text(path.read_text("utf-8").replace("\n\n", "\n\n\n").replace("\n- ", "\n* "), "utf-8")

    editions = opened(root).editions
    assert altered_problems(editions, editions.edition("first")) == ()
    assert len(alterations_in(editions, editions.edition("first")).layout_only) == 1
    change(path, "Backups", "Back-ups")
    editions = opened(root).editions
    assert len(altered_problems(editions, editions.edition("first"))) == 1


def test_of_very_long_markdown_every_byte_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert meaning("guide.md", "*so*\n") == meaning("guide.md", "_so_\n")
    monkeypatch.setattr("levelbook.book.editions.edition_integrity.MOST_MARKDOWN", 4)

    assert meaning("guide.md", "*so*\n") is None


def test_values_are_written_down_in_one_way_and_differ_by_kind() -> None:
    one, other = parse_toml("b = 1\na = [2026-11-29, 'x']", ""), parse_toml('a = [\n 2026-11-29, "x" ]\nb = 0x1', "")

    assert values(one) == values(other)
    kinds = ("1", "1.0", "true", '"1"', "2026-11-29", "2026-11-29T00:00:00Z", '"2026-11-29"')
    assert len({values(parse_toml(f"a = {kind}", "")) for kind in kinds}) == len(kinds)
    assert json.loads(values(one))["b"] == 1


def test_a_warning_about_very_many_altered_files_names_the_first_and_counts_the_others() -> None:
    few, many = ({f"f{i}.md": False for i in range(MOST_NAMED + more)} for more in (0, 3))
    assert altered_words("q1", few).endswith("f18.md and f19.md). `levelbook check` says what to do.")
    assert altered_words("q1", many).endswith("f18.md, f19.md and 3 more). `levelbook check` says what to do.")

"""An answer to what the questionnaire does not have is told wherever its absence changes a figure, and sealed only if
that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from support.command_line import Type
from support.small_book import hand_in
from support.terminal import Program

WARNING = (
    "1 orphaned answer: data.backups (level 3). The questionnaire does not have such a practice, so no figure "
    "counts it."
)
REMEDY = "What to do: in answers.toml, rename by hand whatever has a new id (data.backups may be data.copies)"


def rename_the_practice(folder: Path) -> None:
    """An id changes under the same version of the questionnaire."""
    for path in (folder.parent / "questions").rglob("*.toml"):
        text = path.read_text("utf-8").replace('id = "backups"', 'id = "copies"')
        path.write_text(text.replace('"data.backups"', '"data.copies"'), "utf-8")


@pytest.fixture(name="orphaned")
def _orphaned(levelbook: Type, folder: Path) -> Path:
    """The small book, sealed; then 1.1, at level 3 with evidence, is called otherwise."""
    proof = "documented=https://wiki.example/copies@2026-11-02"
    levelbook("answer", "1.1", "--level", "3", "--evidence", proof, "--note", "Nightly.")
    levelbook("answer", "1.2", "--level", "1")
    assert levelbook("seal", "q1").code == 0
    rename_the_practice(folder)
    return folder


def test_every_place_that_shows_a_figure_warns_in_the_same_words(levelbook: Type, orphaned: Path) -> None:
    for words in (["score"], [], ["guide"]):
        said = levelbook(*words)
        assert (said.code, said.err) == (0, ""), words
        assert WARNING in said.out.splitlines(), words
        assert any(line.startswith(REMEDY) for line in said.out.splitlines()), words


def test_a_document_on_stdout_stays_one_and_the_warning_is_said_beside_it(levelbook: Type, orphaned: Path) -> None:
    for words in (["guide", "--stdout"], ["export", "html", "-o", "-"]):
        said = levelbook(*words)
        assert WARNING not in said.out
        assert WARNING in said.err.splitlines()


def test_json_names_what_is_orphaned(levelbook: Type, orphaned: Path) -> None:
    assert levelbook("score", "--json").json["orphaned"] == [{"kind": "practice", "id": "data.backups", "name": None}]


def test_the_record_keeps_the_answer_and_its_evidence_in_sight(levelbook: Type, orphaned: Path) -> None:
    levelbook("guide")

    record = (orphaned / "record.md").read_text("utf-8")
    assert "**One orphaned answer.** The questionnaire does not have such a practice" in record
    [line] = [line for line in record.splitlines() if line.startswith("- “data.backups”: level 3.")]
    assert "wiki.example/copies" in line and "Note: “Nightly.”" in line


def test_it_is_sealed_only_if_that_is_meant(levelbook: Type, orphaned: Path) -> None:
    refused = levelbook("seal", "q2")

    assert (refused.code, refused.out) == (2, "")
    assert "1 orphaned answer counts for nothing, and would be sealed so: data.backups (level 3)." in refused.err
    assert "If you mean it, add --with-orphaned-answers." in refused.err
    assert not (orphaned / "editions" / "q2").exists()

    sealed = levelbook("seal", "q2", "--with-orphaned-answers")
    assert (sealed.code, "Sealed edition q2" in sealed.out) == (0, True)
    changes = (orphaned / "editions" / "q2" / "changes.md").read_text("utf-8")
    assert "- **Orphaned answers:** data.backups (level 3)." in changes


@pytest.mark.parametrize(("keys", "answer"), [("\r", "Nothing was sealed."), ("\x1b[B\r", "Sealed edition q2")])
def test_in_a_terminal_the_person_is_asked(orphaned: Path, keys: str, answer: str) -> None:
    with Program(["-C", str(orphaned), "seal", "q2"]) as program:
        program.until(lambda: "Seal anyway" in program.text)
        program.press(keys)
        assert program.drain() == 0
        assert answer in program.text


def test_a_check_fails_unless_it_is_told_that_they_are_meant_to_stay(levelbook: Type, orphaned: Path) -> None:
    levelbook("guide")
    failed = levelbook("check")
    assert failed.code == 1
    assert "answers.data.backups: The questionnaire has no such practice, so this answer is not counted." in (
        failed.out
    )
    assert "Did you mean “data.copies”?" in failed.out

    known = levelbook("check", "--with-orphaned-answers")
    assert known.code == 0
    assert "note: book/answers.toml: answers.data.backups: " in known.out


@pytest.mark.parametrize("sealed_twice", [False, True])
def test_an_orphaned_answer_that_was_renamed_as_told_is_no_suspect(
    levelbook: Type, orphaned: Path, *, sealed_twice: bool
) -> None:
    if sealed_twice:
        assert levelbook("seal", "q2", "--with-orphaned-answers").code == 0
    path = orphaned / "answers.toml"
    path.write_text(path.read_text("utf-8").replace("answers.data.backups", "answers.data.copies"), "utf-8")

    said = levelbook("check").out

    assert "1 answer was in the last edition under another id: data.copies. It counts as not reviewed." in said
    assert "by mistake" not in said


def test_a_comparison_says_on_which_side_answers_count_for_nothing(levelbook: Type, orphaned: Path) -> None:
    assert "In now, 1 orphaned answer counts for nothing: data.backups (level 3)." in levelbook("diff").out
    levelbook("seal", "q2", "--with-orphaned-answers")
    answers = orphaned / "answers.toml"
    answers.write_text(
        answers.read_text("utf-8")
        .replace("[answers.data.copies]\n\n", "")
        .replace("[answers.data.backups", "[answers.data.copies")
        .replace("[[answers.data.backups", "[[answers.data.copies"),
        "utf-8",
    )

    said = levelbook("diff")
    assert "In q2, 1 orphaned answer counts for nothing: data.backups (level 3)." in said.out
    assert "In now" not in said.out
    assert "orphaned" not in levelbook("score").out, "renamed by hand it is an answer again, as it was signed"
    assert "edited outside" not in levelbook("check").out


def test_facts_and_names_inside_answers_are_told_too(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    path = folder / "answers.toml"
    text = path.read_text("utf-8").replace("[profile]\n", '[profile]\nholding = ["business"]\nhosting = "clowd"\n')
    path.write_text(text.replace("level = 2\n", 'level = 2\nunmet = ["plans"]\n'), "utf-8")

    said = levelbook("score")

    assert "2 orphaned facts: holding and hosting = clowd. The questionnaire does not have them, so no rule" in said.out
    assert "1 orphaned name inside answers: criterion “plans” of 1.1." in said.out
    assert "(holding may be holds and plans may be plan)" in said.out
    assert levelbook("score", "--json").json["orphaned"] == [
        {"kind": "fact", "id": "holding", "name": None},
        {"kind": "choice", "id": "hosting", "name": "clowd"},
        {"kind": "criterion", "id": "data.backups", "name": "plans"},
    ]
    assert levelbook("seal").code == 2
    levelbook("guide")
    record = (folder / "record.md").read_text("utf-8")
    assert "**Two orphaned facts:** holding, hosting = clowd." in record
    assert "**One orphaned name inside answers:** criterion “plans” of 1.1." in record


def test_an_upgrade_is_the_remedy_where_the_questionnaire_says_what_became_of_it(
    levelbook: Type, orphaned: Path
) -> None:
    questionnaire = orphaned.parent / "questions" / "questionnaire.toml"
    (orphaned.parent / "questions" / "migrations.toml").write_text(
        'format = 1\n\n[[upgrades]]\nfrom = "0.0.9"\nto = "0.1.0"\npractices = '
        '[{ id = "data.backups", became = "renamed", to = "data.copies", why = "It is the usual word." }]\n',
        "utf-8",
    )
    assert 'version = "0.1.0"' in questionnaire.read_text("utf-8")

    assert "What to do: `levelbook upgrade` moves each to where it belongs." in levelbook("score").out
    assert levelbook("upgrade", "--yes").code == 0
    assert "orphaned" not in levelbook("score").out


def test_orphaned_answers_of_a_ballot_are_told(levelbook: Type, folder: Path) -> None:
    hand_in(Session.open(folder, who="Noor"), "Ana", {"data.backups": 2, "data.restores": 1})
    rename_the_practice(folder)
    warning = (
        "In the ballot ana, 1 orphaned answer counts for nothing, because the questionnaire does not have such a "
        "practice: data.backups."
    )

    assert warning in levelbook("ballot", "list").out
    compared = levelbook("ballot", "compare", "--json")
    assert (warning in compared.err, [one["id"] for one in compared.json]) == (True, ["data.restores"])
    assert f"note: book/ballots/ana.toml: {warning}" in levelbook("check").out


def test_many_are_counted(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    path = folder / "answers.toml"
    path.write_text(path.read_text("utf-8") + "".join(f"\n[answers.gone.a{n}]\nlevel = 1\n" for n in range(7)), "utf-8")

    said = levelbook("score").out
    assert "7 orphaned answers: gone.a0 (level 1)" in said
    assert "gone.a4 (level 1) and 2 more. The questionnaire does not have such practices" in said

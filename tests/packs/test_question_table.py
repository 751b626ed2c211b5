"""A table of a company's own questions becomes a questionnaire, or every cell that keeps it from that is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from levelbook.book.authoring import question_import
from levelbook.book.authoring.question_import import Choices
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.read import read_questionnaire
from support.command_line import typed

TABLE = """\
Section,Title,Question,Level 0,Level 1,Level 2,Impact,Weight,Essential,Quality,Why
Keys,Key vault,"Where are keys, and who reads?",Anywhere,In a vault,Logged,3,0.5,yes,"Owner; Written",They open doors.
Keys,Rotation,How often do keys change?,Never,When somebody thinks of it,On a schedule,,,,,
,,,,,,,,,,
Änderungen & more,Review,Who reviews a change?,Nobody,A colleague,Two colleagues,1,,no,,
"""


def made(tmp_path: Path, text: str = TABLE, columns: Mapping[str, str] | None = None) -> Questionnaire:
    (tmp_path / "our-questions.csv").write_text(text, "utf-8")
    question_import.import_questions(
        "csv", tmp_path / "our-questions.csv", tmp_path / "ours", Choices(columns=columns or {})
    )
    return read_questionnaire(tmp_path / "ours")


def test_each_row_is_a_practice_in_the_order_of_the_table(tmp_path: Path) -> None:
    found = made(tmp_path)

    assert (found.id, found.title, found.max_level, found.default_target) == ("ours", "Our questions", 2, 1)
    assert [(section.id, section.title) for section in found.sections] == [
        ("keys", "Keys"),
        ("anderungen-more", "Änderungen & more"),
    ]
    assert list(found.practices) == ["keys.key-vault", "keys.rotation", "anderungen-more.review"]
    vault, rotation = found.practices["keys.key-vault"], found.practices["keys.rotation"]
    assert (vault.question, vault.impact, vault.weight, vault.essential) == (
        "Where are keys, and who reads?", 3, 0.5, True,
    )  # fmt: skip
    assert (vault.quality, vault.why) == (("Owner", "Written"), "They open doors.")
    assert rotation.why == "", "no made-up harm"
    assert [level.meaning for level in found.scale] == ["", "", ""]
    assert (rotation.rule, rotation.impact, rotation.weight, rotation.essential) == ("On a schedule", 2, 1, False)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_with_other_separators_a_mark_at_its_head_and_windows_line_ends_is_the_same(
    tmp_path: Path, separator: str
) -> None:
    rows = "Title|Section|Question|0|1\r\nKeys|Vault|Where are they?|Anywhere|In a vault\r\n".replace("|", separator)

    found = made(tmp_path, "\ufeff" + rows)

    assert found.practices["vault.keys"].levels[1].statement == "In a vault"


def test_columns_may_be_called_otherwise(tmp_path: Path) -> None:
    text = TABLE.replace("Section,Title,Question,Level 0", "Domain,Control,Ask them,None")

    found = made(tmp_path, text, columns={"section": "domain", "title": "Control", "question": "Ask them", "0": "None"})

    assert found.practices["keys.rotation"].question == "How often do keys change?"


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "words"),
    [
        ("Section,", "Domain,", 1, "section", "no such column"),
        ("Level 1", "Level 3", 1, "0", "without a gap"),
        ("Why", "Title", 1, "title", "Two columns"),
        ("How often do keys change?", "", 3, "question", "empty"),
        ("In a vault,", ",", 2, "1", "empty"),
        ("Rotation", "Key vault", 3, "id", "Row 2 has the same"),
        ("Rotation", "???", 3, "title", "No id can be made"),
        (",3,0.5", ",4,0.5", 2, "impact", "is not 1, 2 or 3"),
        (",3,0.5", ",3,-1", 2, "weight", "not a number above 0"),
        (",no,", ",perhaps,", 5, "essential", "neither yes nor no"),
    ],
)
def test_each_mistake_is_named_with_its_row_and_column_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, row: int, column: str, words: str
) -> None:
    assert old in TABLE

    with pytest.raises(FileIsWrong) as caught:
        made(tmp_path, TABLE.replace(old, new, 1))

    found = [problem for problem in caught.value.problems if (problem.line, problem.key) == (row, column)]
    assert any(words in problem.message for problem in found), caught.value.problems
    assert not (tmp_path / "ours").exists()


def test_heads_may_stand_below_a_title_and_a_companys_own_numbers_become_ids(tmp_path: Path) -> None:
    text = "Our controls,,,,,\n,,,,,\nId,Section,Title,Question,0,1\nAC-1.2,Keys,Vault,Where are they?,Lost,Kept\n"

    assert list(made(tmp_path, text).practices) == ["keys.ac-1-2"]


@pytest.mark.parametrize("head", ["9" * 5_000, "²", "2026-2027"])
def test_a_head_that_is_no_number_of_a_level_is_a_column_that_nobody_reads(tmp_path: Path, head: str) -> None:
    assert made(tmp_path, TABLE.replace("Why\n", f"{head}\n")).max_level == 2


def test_a_table_with_very_many_columns_is_read_and_guessed(tmp_path: Path) -> None:
    row = TABLE.splitlines()
    beside = ",".join(f"Beside {place}" for place in range(20_000))
    text = f"{row[0]},{beside}\n{row[1]}\n"

    assert made(tmp_path, text).max_level == 2
    said = typed("questionnaire", "import", "csv", "our-questions.csv", "x", "--guess", folder=tmp_path)
    assert said.code == 0


def test_a_guess_without_a_required_column_says_that_its_command_needs_one_more(tmp_path: Path) -> None:
    (tmp_path / "our-questions.csv").write_text("Domain,Title,Ask them,0,1\nVault,Keys,Where are they?,a,b\n", "utf-8")
    words = ("questionnaire", "import", "csv", "our-questions.csv", "x", "--column", "section=Domain")

    said = typed(*words[:5], "--guess", folder=tmp_path)
    assert said.out.endswith("\n\nAdd a --column for each that nothing looks like: without them it is refused.\n")

    refused = typed(*words, folder=tmp_path)
    assert "Say which one it is: --column question=HEADING, or let --guess propose." in refused.err
    assert "The headings are “Domain”, “Title”, “Ask them”, “0”, “1”." in refused.err, "as they stand in the table"
    assert typed(*words, "--column", "question=Ask them", folder=tmp_path).code == 0


def test_a_guess_says_why_a_column_of_a_known_name_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "our.csv").write_text(TABLE.replace(",3,0.5", ",High,heavy").replace("Why\n", "Team\n"), "utf-8")

    said = typed("questionnaire", "import", "csv", "our.csv", "x", "--guess", folder=tmp_path).out

    assert (
        "Not read: Impact (it holds “High”, and impact is 1, 2 or 3), "
        "Weight (it holds “heavy”, and weight is a number), Team." in said
    )


def test_one_column_may_be_both_the_title_and_the_question(tmp_path: Path) -> None:
    text = "Area,Question,0,1\nRules,Who decides?,Nobody.,One of us.\n"

    found = made(tmp_path, text, columns={"section": "Area", "title": "Question", "question": "Question"})

    (practice,) = found.practices.values()
    assert (practice.title, practice.question) == ("Who decides?", "Who decides?")


def test_a_column_can_be_left_out(tmp_path: Path) -> None:
    found = made(tmp_path, TABLE.replace(",3,0.5", ",High,0.5"), columns={"impact": ""})

    assert found.practices["keys.key-vault"].impact == 2


@pytest.mark.parametrize("text", ["", "\n", "section,title,question,0,1\n", 'section,"title\n'])
def test_a_table_without_a_question_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileIsWrong):
        made(tmp_path, text)


def test_a_column_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong) as caught:
        made(tmp_path, columns={"title": "Titel"})

    assert any("Is it “Title”?" in problem.remedy for problem in caught.value.problems)


def test_a_published_model_has_a_title_and_columns_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="--title does not apply to samm"):
        question_import.import_questions("samm", tmp_path, tmp_path / "ours", Choices(title="Mine"))


def test_from_the_command_line_to_a_score(tmp_path: Path) -> None:
    (tmp_path / "our.csv").write_text(TABLE, "utf-8")

    said = typed("questionnaire", "import", "csv", "our.csv", "ours", "--title", "House rules", folder=tmp_path)

    assert said.code == 0, said.err
    assert "3 practices" in said.out
    assert typed("init", "book", "--questionnaire", "ours", "--team", "T", "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "2", folder=tmp_path).code == 0
    assert "1 of 3 practices answered" in typed("-C", "book", "score", folder=tmp_path).out
    wrong = typed("questionnaire", "import", "csv", "our.csv", "other", "--column", "title", folder=tmp_path)
    assert (wrong.code, "--column title=Control" in wrong.err) == (2, True)


def test_what_a_table_does_not_say_is_said_nowhere(tmp_path: Path) -> None:
    (tmp_path / "our.csv").write_text(TABLE, "utf-8")
    typed("questionnaire", "import", "csv", "our.csv", "ours", folder=tmp_path)
    typed("init", "book", "--questionnaire", "ours", "--team", "T", "--yes", folder=tmp_path)
    in_book = ("-C", "book")
    for number in ("1.1", "1.2", "2.1"):
        typed(*in_book, "answer", number, "--level", "0", folder=tmp_path)
    assert typed(*in_book, "guide", folder=tmp_path).code == 0
    typed(*in_book, "export", "oscal-catalog", "--output", "oscal.json", folder=tmp_path)
    typed(*in_book, "ballot", "form", "--output", "form.html", folder=tmp_path)

    record = (tmp_path / "book/record.md").read_text("utf-8")
    guide = (tmp_path / "book/guide.md").read_text("utf-8")

    assert "Where are keys, and who reads? _Why it matters:_ They open doors.\n" in record
    assert "How often do keys change?\n" in record, "and nothing after it"
    assert "1. They open doors. [Key vault](" in guide
    assert "1. [Rotation](" in guide, "one of the largest gaps, without a made-up harm"
    assert "level 0 (Level 0)" not in record
    [oscal] = tmp_path.rglob("oscal.json")
    assert oscal.read_text("utf-8").count('"guidance"') == 1
    [form] = tmp_path.rglob("form.html")
    assert '"name":"","meaning":""' in form.read_text("utf-8").replace(": ", ":").replace(", ", ",")


def test_a_guide_of_gaps_without_a_reason_has_no_page_on_how_they_could_hurt(tmp_path: Path) -> None:
    (tmp_path / "our.csv").write_text(TABLE.replace("They open doors.", ""), "utf-8")
    typed("questionnaire", "import", "csv", "our.csv", "ours", folder=tmp_path)
    typed("init", "book", "--questionnaire", "ours", "--team", "T", "--yes", folder=tmp_path)
    typed("-C", "book", "answer", "1.1", "--level", "0", folder=tmp_path)
    assert typed("-C", "book", "guide", folder=tmp_path).code == 0

    guide = (tmp_path / "book/guide.md").read_text("utf-8")

    assert "hurt us" not in guide
    assert "what could happen" not in guide


def test_a_practice_without_a_reason_is_read_out_without_one(tmp_path: Path) -> None:
    (tmp_path / "our.csv").write_text(TABLE, "utf-8")
    typed("questionnaire", "import", "csv", "our.csv", "ours", folder=tmp_path)
    typed("init", "book", "--questionnaire", "ours", "--team", "T", "--yes", folder=tmp_path)

    said = typed("-C", "book", "ask", folder=tmp_path, given="w\n1.2\nw\nq\n").out

    assert "They open doors.\n  The rule: Logged\n" in said
    assert "a letter (? lists them): \n  The rule: On a schedule\n" in said

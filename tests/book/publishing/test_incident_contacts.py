"""The part of a guide that people fill in first is asked for in words that fit any subject."""

from __future__ import annotations

from pathlib import Path

from support.command_line import typed

QUESTIONS = """\
Section,Title,Question,0,1
Stove,Fire,Who puts it out?,Nobody,Whoever cooks
"""


def test_a_notice_about_a_kitchen_speaks_of_no_switch(tmp_path: Path) -> None:
    (tmp_path / "kitchen.csv").write_text(QUESTIONS, "utf-8")
    typed("questionnaire", "import", "csv", "kitchen.csv", "kitchen", folder=tmp_path)
    typed("init", "book", "--questionnaire", "kitchen", "--team", "Canteen", "--yes", folder=tmp_path)
    in_book = ("-C", "book")
    typed(*in_book, "answer", "1.1", "--level", "1", folder=tmp_path)
    typed(*in_book, "guide", folder=tmp_path)

    said = typed(*in_book, "check", folder=tmp_path)
    sealed = typed(*in_book, "seal", "first", "--signed-by", "Ana", folder=tmp_path)
    typed(*in_book, "answer", "1.1", "--level", "0", folder=tmp_path)
    typed(*in_book, "seal", "second", "--signed-by", "Ana", folder=tmp_path)

    changes = next(tmp_path.rglob("changes.md"))
    assert sealed.code == 0, sealed.err
    words = said.out + said.err + sealed.out + sealed.err + changes.read_text("utf-8")
    assert words.count("how to stop it") >= 3, "by check, by seal and in the changes"
    assert "switch" not in words

"""What a question of `ask` offers in a real terminal is replaced or added to by what is typed."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.session import Session
from support.command_line import Type
from support.ready_app import in_a_fork
from support.terminal import Program


def test_a_name_that_is_typed_replaces_the_one_offered_and_words_are_added_to_a_note(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--owner", "Jonas", "--note", "We tried it")

    with Program(("ask",), columns=120, start=in_a_fork) as program:
        seen = 0
        for question, keys in (
            ("or a letter", "o"),
            ("Who owns it", "Samir"),
            ("By when", ""),
            ("or a letter", "n"),
            ("Note", " in May"),
            ("or a letter", "q"),
        ):
            awaited = question.encode()
            program.until(lambda awaited=awaited, seen=seen: awaited in program.raw[seen:])  # type: ignore[misc]
            seen = len(program.raw)
            program.press(f"{keys}\r")
        program.drain()

    answer = Session.open(folder).now.book.answer("data.backups")
    assert (answer.owner, answer.note) == ("Samir", "We tried it in May")

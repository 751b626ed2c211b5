"""Text that tries to be more than text is shown literally, wherever a command prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli import output
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.text.cleaning import clean
from support.command_line import Type
from support.hostile_texts import HOSTILE, acting, typed
from support.looped import looped

SHORT = [text for _, text in HOSTILE if len(text) <= 500]
TOGETHER = [*(" ¦ ".join(SHORT[start::8]) for start in range(8)), *(text for _, text in HOSTILE if len(text) > 500)]
"""Many texts in one, so that few commands show all of them."""


def test_no_command_lets_it_through(levelbook: Type, folder: Path) -> None:
    for text in TOGETHER:
        session = Session.open(folder, who=text)
        step = StepEdit(text=f"x{text}", owner=text, ticket=text)
        evidence = (Evidence(kind="documented", reference=text),)
        edit = Edit(level=1, note=text, owner=text, here={"plan": text}, no_evidence=True, evidence=evidence, step=step)
        session.apply("data.backups", edit)
        session.apply("data.restores", Edit(unsure=True, ask_whom=text))
        session.apply("changes.reviews", Edit(not_applicable=f"x{text}"))

        for words in (
            ["gaps"],
            ["gaps", "--json"],
            ["explain", "2.1"],
            ["answer", "1.1", "--step-number", "1", "--drop-step"],
            ["ask"],
            [],
        ):
            said = levelbook(*words)
            assert (said.code, acting(said.out), said.err) == (0, set(), ""), f"{text}: {words}"


def test_it_is_kept_and_read_back_as_it_is_shown_and_blanks_alone_are_no_note(levelbook: Type, folder: Path) -> None:
    for text in filter(typed, [text for _, text in HOSTILE[::5]]):
        assert levelbook("answer", "1.1", f"--note={text}", f"--owner={text}", "--here", f"plan={text}").code == 0, text
        assert Session.open(folder).now.book.answer("data.backups").note == (clean(text) if text.strip() else "")


def test_as_a_name_that_is_not_known_it_is_named_literally(levelbook: Type, folder: Path) -> None:
    for text in filter(typed, SHORT[::11] + [text for name, text in HOSTILE if name.startswith(("escape s", "bidi"))]):
        for words in (
            ["answer", "--", text],
            ["answer", "--level", "1", "--", text],
            ["explain", "--", text],
            ["answer", "1.1", f"--{text}"],
            ["answer", "1.1", f"--level=x{text}"],
            ["answer", "1.1", f"--due={text}x"],
            ["ask", f"--section=x{text}"],
            ["ask", f"--only={text}"],
            ["profile", f"--fact={text}=x"],
            ["diff", "--", text, text],
            [f"x{text}"],
        ):
            said = levelbook(*words)
            assert (said.code, said.out, acting(said.err)) == (2, "", set()), words


@looped("team", [pair for pair in HOSTILE if pair[1].strip() and typed(pair[1])][::17])
def test_as_a_teams_name_it_is_only_a_name(levelbook: Type, folder: Path, team: str) -> None:
    here = f"here-{len(list(folder.parent.iterdir()))}"
    named = (f"--team={team}", f"--about={team}", f"--organisation={team}")

    said = levelbook("init", here, "--questionnaire", "./questions", *named)

    assert (said.code, acting(said.out)) == (0, set())
    assert (folder.parent / here / "levelbook.toml").is_file()
    assert acting(levelbook("-C", here).out) == set()


def test_wrapping_for_a_terminal_loses_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    line = "  4.2 Rate limiting: " + "words that go on, " * 12 + "https://wiki.example/" + "x" * 60

    wrapped = output._wrapped(clean(line))

    assert wrapped.split() == line.split()
    assert all(len(part) <= 40 or "https" in part for part in wrapped.split("\n"))
    assert wrapped.split("\n")[1].startswith("    ")

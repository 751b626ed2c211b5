"""What is written to a terminal that is too narrow for it, and to the log of a CI job."""

from __future__ import annotations

import json
from io import StringIO

import pytest

from levelbook.cli import output
from levelbook.cli.diagnostics import say
from levelbook.cli.output import fitted, wrapped_for


def test_a_line_is_broken_between_words_and_never_inside_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    text = "Which personal-data-of-customers does this system process, and for whom? "

    broken = fitted(text, indent=2, beside=4)

    assert broken.split() == text.split(), "no word is broken"
    assert all(len(line) <= 26 or len(line.split()) == 1 for line in broken.rstrip().split("\n"))
    assert broken.endswith("? "), "a person types on behind it"
    assert all(line.startswith("  ") for line in broken.split("\n")[1:])
    assert fitted("short ") == "short "


def test_a_terminal_of_hardly_any_columns_gets_a_word_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")

    assert fitted("Level 0 to 3, or a letter", beside=20).split("\n") == ["Level", "0", "to", "3,", "or", "a", "letter"]


def test_messages_are_broken_between_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    terminal, pipe = StringIO(), StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)

    assert wrapped_for(terminal, "your answers are kept") == "your answers\n  are kept"
    assert wrapped_for(pipe, "your answers are kept") == wrapped_for(None, "your answers are kept")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Late: ##[add-mask]e", "Late: ## [add-mask]e"),
        ("Late: ##vso[task.setvariable variable=PATH]x", "Late: ## vso[task.setvariable variable=PATH]x"),
        ("  ::error file=a::b", "  : :error file=a::b"),
        ("::stop-commands::x", ": :stop-commands::x"),
        ("a ::error::b, ::1, ## two", "a ::error::b, ::1, ## two"),
    ],
)
def test_in_the_log_of_a_ci_job_words_are_no_orders(words: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.put(words)
    output.put_table([[words]])
    say(words)
    output.put_json({"said": words})

    found = capsys.readouterr()
    said, _, as_json = found.out.partition("{")
    assert (said, found.err) == (f"{shown}\n" * 2, f"{shown}\n")
    assert "##[" not in as_json and "##vso[" not in as_json
    assert json.loads("{" + as_json) == {"said": words}

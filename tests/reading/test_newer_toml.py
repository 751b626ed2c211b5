"""TOML 1.1 is pointed out with its line, whichever parser reads the file."""

from __future__ import annotations

import sys
import tomllib

import pytest
import tomli

from levelbook.core.errors import FileIsWrong
from levelbook.reading.newer_toml import newer_syntax
from levelbook.reading.toml import parse_toml

NEWER = {
    "lines": ("a = 1\nb = {\n  c = 1,\n  d = 2\n}\n", [2]),
    "a comma": ("a = { b = 1, }\n", [1]),
    "lines in lines": ("a = [\n  {\n    b = { c = 1,\n  } }\n]\n", [2, 3, 3]),
    "a comment": ("a = { # so\n  b = 1 }\n", [1]),
    "an escape": ('a = "x"\nb = """\nc\n\\e"""\n', [4]),
    "a byte": ('a = "\\\\x41 \\x41"\n', [1]),
    "no seconds": ("a = 12:30\nb = 2026-11-29T12:30Z\nc = 2026-11-29 12:30\n", [1, 2, 3]),
}

OLDER = r'''
[a.'x41']   # { not
b = [
  { c = 1 }, { d = "{\\x41 \\e, }" },
]
e = { f = [
  1,
], g = """
one
two""" }
h = '\x41 \e'
i = 2026-11-29T12:30:00+02:00
j = 12:30:00.5
k = {}
[[l]]
"12:30" = "12:30"  # 12:30
'''


@pytest.mark.parametrize(("text", "lines"), NEWER.values(), ids=NEWER)
def test_what_only_newer_parsers_read_is_found_with_its_line(text: str, lines: list[int]) -> None:
    tomli.loads(text)  # the newest reads it
    if sys.version_info < (3, 15):
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(text)

    assert [one.line for one in newer_syntax(text)] == lines


def test_nothing_is_found_in_what_every_parser_reads() -> None:
    assert tomllib.loads(OLDER)

    assert list(newer_syntax(OLDER)) == []


def test_an_older_parser_refuses_it_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(text: str) -> None:
        raise tomllib.TOMLDecodeError("Unescaped '\\' in a string (at line 4, column 2)")

    monkeypatch.setattr(tomli, "loads", refused)
    text, _ = NEWER["an escape"]

    with pytest.raises(FileIsWrong) as caught:
        parse_toml(text, "answers.toml")

    assert (4, "“\\e” is an escape of TOML 1.1.") in [(one.line, one.message) for one in caught.value.problems]


def test_each_of_many_escapes_in_one_text_is_named_with_its_line() -> None:
    found = list(newer_syntax('x = """\n' + "a\\eb \\e\n" * 3_000 + '"""\ny = "\\x41"\n'))

    assert [one.line for one in found] == [*(line for line in range(2, 3_002) for _ in range(2)), 3_003]

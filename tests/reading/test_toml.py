"""Reading TOML that anybody may have written."""

from __future__ import annotations

import tomllib
from zoneinfo import ZoneInfo

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.reading import toml
from levelbook.reading.toml import LIMITS, Limits, Lines, comments, decoded, dotted, parse_toml

LOW = Limits(line=40, depth=3)
"""Limits that a short and harmless text is over: what ours refuse, no parser has to meet."""


def refusal(source: str | bytes, limits: Limits = LIMITS) -> Problem:
    """The one problem for which a text is refused."""
    with pytest.raises(FileIsWrong) as caught:
        parse_toml(source, "a.toml", limits)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].path == "a.toml"
    return caught.value.problems[0]


def test_it_reads_what_tomllib_reads() -> None:
    text = 'a = 1\nb = "x # y" # z\n[c."d.e"]\nf = [1.5, 2026-11-22]\n[[g]]\n[[g]]\nh = """\none\n[two]\n"""\n'

    assert parse_toml(text, "a.toml") == tomllib.loads(text)


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    assert parse_toml(b"\xef\xbb\xbfa = 1\r\nb = '''x\r\ny'''\r\n", "a.toml") == {"a": 1, "b": "x\ny"}
    assert parse_toml("\ufeffa = 1", "a.toml") == {"a": 1}


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("a = 1\nb = [[[[1]]]]", 2, "Brackets are nested more than 3 deep"),
        ("a = [\n[\n[\n[\n1]]]]", 4, "nested more than 3 deep"),
        ("a = {b = {c = {d = {e = 1}}}}", 1, "nested more than 3 deep"),
        ("a = [{b = [{c = 1}]}]", 1, "nested more than 3 deep"),
        ("\na.b.c.d = 1", 2, "This key has more than 3 parts"),
        ('[ "a" . "b" . "c" . "d" ]', 1, "more than 3 parts"),
        ("[[a.b.c.d]]", 1, "more than 3 parts"),
        ("x = {a.b.c.d = 1}", 1, "more than 3 parts"),
        ("[a.b]\nc.d = {}", 1, "Tables are nested more than 3 deep"),
        ("a = [" + "1, " * 14 + "]", 1, "This line has more than 40 characters outside its texts"),
        ("a = 1\nb = 0x" + "f" * 40, 2, "more than 40 characters"),
    ],
)
def test_a_text_over_a_limit_is_refused_with_its_line(source: str, line: int, said: str) -> None:
    problem = refusal(source, LOW)

    assert problem.line == line
    assert said in problem.message


@pytest.mark.parametrize(
    "source",
    [
        "a = [[[1]]]",
        "a = {b = {c = 1}}",
        "a.b.c = 1",
        "[a.b]\nc = 1",
        "a = [\n" + "1,\n" * 60 + "]",
        "a = 0x" + "f" * 12,
    ],
)
def test_a_text_within_the_limits_is_read(source: str) -> None:
    assert parse_toml(source, "a.toml", LOW) == tomllib.loads(source)


@pytest.mark.parametrize("over", ["a = [[[[1]]]]", "a.b.c.d = 1", "a = 12345678901234567890123456789012345678901"])
def test_a_text_over_a_limit_never_reaches_the_parser(over: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(tomli, "loads", lambda text: parsed.append(text) or {})

    parse_toml(f"a = '{over}'", "a.toml", LOW)
    assert len(parsed) == 1, "inside a string it is only text"

    refusal(over, LOW)
    assert len(parsed) == 1


def test_every_file_is_held_to_limits_that_no_honest_one_comes_near() -> None:
    assert (LIMITS.line, LIMITS.depth) == (100_000, 24)


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("a = 1\nb = 9223372036854775808", 2, "64 bits"),
        ("a = 1\nb = -0xffff_ffff_ffff_ffff", 2, "not valid TOML"),
        ("b = 0xffff_ffff_ffff_ffff", 1, "64 bits"),
        ("b = " + "9" * 5_000, None, "digits"),
        ("[a]\nb = [1.0, -inf]", 2, "finite"),
        ("a = nan", 1, "finite"),
        ("a = 1e999", 1, "finite"),
        ("a = 0001-01-01T00:00:00+10:00", 1, "years 1 to 9999"),
        ("a = 0001-01-01T00:00:00Z", 1, "years 1 to 9999"),
        ("a = 1\nb = 9999-12-31T23:59:59Z", 2, "years 1 to 9999"),
        ("a = 9999-12-31T20:00:00", 1, "years 1 to 9999"),
        ("a = 1\nb = \nc = 3", 2, "Invalid value, at column 5"),
        ("a = 1\n\na = 2", 3, "a key on this line already has a value"),
        ("a = 'x", 1, "at the end of the file"),
        ('a = """x\n\n', 1, "at the end of the file"),
        ('a = "\x00"', 1, "not valid TOML"),
        ("a = '''[[[[", 1, "not valid TOML"),
        (b"a = 1\nb = '\xe9'", 2, "0xe9"),
        ("a = 1".encode("utf-16"), None, "UTF-16"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_read_is_refused_with_its_line(source: str | bytes, line: int | None, said: str) -> None:
    problem = refusal(source)

    assert problem.line == line
    assert said in problem.message


@pytest.mark.parametrize("day", ["0001-01-02", "9999-12-30"])
def test_a_time_that_every_time_zone_has_a_day_for_is_fine(day: str) -> None:
    held = parse_toml(f"a = {day}T23:59:59Z", "a.toml")["a"]

    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert held.astimezone(ZoneInfo(zone)).date()


def test_numbers_up_to_64_bits_are_fine() -> None:
    assert parse_toml("a = 9223372036854775807\nb = -9223372036854775808", "a.toml") == {"a": 2**63 - 1, "b": -(2**63)}


def test_the_limits_do_not_count_what_stands_in_texts_and_comments() -> None:
    long = "[[[[" + "a.b.c.d" + "x" * LOW.line
    text = f'a = "{long}" # {long}\nb = \'{long}\'\nc = """\n{long}"x""""\nd = \'\'\'\n{long}\'\'\''

    assert parse_toml(text, "a.toml", LOW) == {"a": long, "b": long, "c": f'{long}"x"', "d": long}


def test_a_merge_conflict_is_called_one() -> None:
    text = "a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\nc = 1\n<<<<<<< HEAD\n=======\n>>>>>>> other\n"

    with pytest.raises(FileIsWrong) as caught:
        parse_toml(text, "a.toml")

    assert [problem.line for problem in caught.value.problems] == [2, 8]
    assert all("merge conflict" in problem.message for problem in caught.value.problems)
    assert "<<<<<<<" in caught.value.remedy


@pytest.mark.parametrize("left", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> other"])
def test_one_marker_left_of_a_merge_conflict_is_called_that(left: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        parse_toml(f"a = 1\n{left}\nb = 2\n", "answers.toml")

    (problem,) = caught.value.problems
    assert "merge conflict" in problem.message and problem.line == 2


def test_conflict_markers_inside_a_text_are_only_text() -> None:
    assert parse_toml('a = """\n<<<<<<< HEAD\n>>>>>>> x"""', "a.toml") == {"a": "<<<<<<< HEAD\n>>>>>>> x"}


@given(st.text())
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    """Whatever is read, it is either a document or one clear error."""
    for source in (text, text.encode("utf-8", "surrogatepass"), f"a = {text}", f'[a]\nb = "{text}"', f'"""{text}'):
        try:
            parse_toml(source, "a.toml")
        except FileIsWrong as error:
            assert error.problems


@given(st.text(alphabet="\"'\\#[]{}=.,ab \n", max_size=60))
def test_the_look_at_the_shape_finds_strings_where_tomllib_does(text: str) -> None:
    """What tomllib reads is never refused for brackets, keys or line length that stand in its strings."""
    try:
        document = tomllib.loads(text)
    except ValueError:
        return

    assert parse_toml(text, "a.toml") == document


def test_comments_are_found_outside_texts_only() -> None:
    assert comments('# one\na = "# no" # two\nb = """\n# no\n""" # three  \n[c] # four') == [
        "# one",
        "# two",
        "# three",
        "# four",
    ]


def test_lines_know_where_a_key_stands_or_else_its_table() -> None:
    text = 'a = 1\n\n[b]\nc = [\n  1,\n]\n[[d."e f"]]\ng = """\n[no]\n"""\n[[d."e f"]]\nh.i = 1\n[d."e f".j]\nk = 2\n'
    lines = Lines(text)

    assert lines.find(("a",)) == 1
    assert lines.find(("b", "c", 0)) == 4
    assert lines.find(("d", "e f", 0, "g")) == 8
    assert lines.find(("d", "e f", 1, "h", "i")) == 11
    assert lines.find(("d", "e f", 1, "j", "k")) == 14
    assert lines.find(("no",)) is None
    assert [header.keys for header in lines.headers] == [("b",), ("d", "e f"), ("d", "e f"), ("d", "e f", "j")]


def test_keys_are_written_as_people_read_them() -> None:
    assert dotted(("practices", 0, "levels", 2, "statement")) == "practices[0].levels[2].statement"
    assert dotted(("a b", "\x1b[2J")) == '"a b"."␛[2J"'
    assert len(dotted(("x" * 5_000,))) < 60


def test_a_text_that_is_larger_than_any_of_ours_is_not_decoded() -> None:
    mebibyte = 1024**2

    with pytest.raises(FileIsWrong) as caught:
        decoded(b"#" * (3 * mebibyte), "a.toml", 2 * mebibyte)

    assert "This file has 3 MB; levelbook reads at most 2 MiB." in str(caught.value)


def test_text_is_decoded_without_its_byte_order_mark_and_with_plain_line_ends() -> None:
    assert decoded(b"\xef\xbb\xbfx\r\ny", "a.toml") == "x\ny"


def test_a_file_full_of_numbers_that_are_none_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Counted(Lines):
        def __init__(self, text: str) -> None:
            made.append(text)
            super().__init__(text)

    monkeypatch.setattr(toml, "Lines", Counted)

    with pytest.raises(FileIsWrong) as caught:
        parse_toml("values = [\n" + "inf,\n" * 20_000 + "]\n", "a.toml")

    assert len(made) == 1
    assert caught.value.problems[-1].stands_for > 1


def test_the_lines_of_many_merge_conflicts_are_counted_in_one_go() -> None:
    looked_at = 0

    class Counted(str):
        def count(self, part: str, begin: int = 0, end: int = 0) -> int:  # type: ignore[override]
            nonlocal looked_at
            looked_at += end - begin
            return super().count(part, begin, end)

    text = Counted("<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n" * 500)

    with pytest.raises(FileIsWrong) as caught:
        toml._refuse_conflict_markers(text, "a.toml")

    assert looked_at <= len(text)
    assert [problem.line for problem in caught.value.problems[:3]] == [1, 6, 11]


def test_a_conflict_that_lost_its_middle_line_is_settled_by_hand() -> None:
    for between, remedy in (("", "Keep one side"), ("=======\n", "`levelbook resolve` settles")):
        with pytest.raises(FileIsWrong) as caught:
            parse_toml(f"<<<<<<< ours\na = 1\n{between}a = 2\n>>>>>>> theirs\n", "answers.toml")
        assert remedy in caught.value.remedy

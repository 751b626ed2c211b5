"""Lines that a person put into a text that was merged from several versions."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelbook.core.text.new_lines import is_mixture, new_lines, unplaced_lines

OURS, THEIRS = ["[a]", "level = 3", "note = 1", "[b]", "level = 2"], ["[a]", "level = 3", "[b]", "level = 1"]


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (OURS, []),
        (["[a]", "level = 3", "note = 1", "", "[b]", "level = 1"], []),
        (["[a]", "level = 2", "note = 1", "[b]", "level = 2"], [1]),
        (["[a]", "level = 3", "note = 2", "[b]", "level = 1"], [2]),
        (["[a]", "level = 3", "note = 1", "[b]", "note = 1", "level = 2"], [4]),
        (["note = 9"], [0]),
        ([], []),
    ],
)
def test_a_line_that_no_version_has_beside_a_neighbour_is_new(lines: list[str], new: list[int]) -> None:
    assert list(new_lines(lines, [OURS, THEIRS])) == new


TWO_OWNERS = ["[a]", "rev = 1", "level = 3", "owner = A", "[b]", "rev = 2", "level = 2", "owner = A"]


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (TWO_OWNERS, []),
        (["[a]", "rev = 1", "level = 3", "owner = A", "[b]", "rev = 2", "level = 3", "owner = A"], [6]),
        (["[c]", "rev = 1", "level = 3", "owner = A"], [0]),
        (["[b]", "rev = 2", "level = 3", "owner = A"], []),
    ],
    ids=["as it was", "typed", "under another name", "where git put it, without its own heading"],
)
def test_two_lines_that_stand_together_under_another_heading_prove_nothing_of_this_one(
    lines: list[str], new: list[int]
) -> None:
    assert list(new_lines(lines, [TWO_OWNERS], is_heading=lambda line: line.startswith("["))) == new


_LINES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(_LINES, _LINES, _LINES)
def test_nothing_that_git_merged_by_itself_is_new(base: list[str], ours: list[str], theirs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, lines in zip(paths, (ours, base, theirs), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        for side in ("--ours", "--theirs"):
            done = subprocess.run(["git", "merge-file", "-p", side, *paths], capture_output=True, text=True, check=True)
            assert list(new_lines(done.stdout.splitlines(), [ours, theirs, base])) == []


_WHICH = st.lists(st.booleans(), min_size=8, max_size=8)


def _paragraphs(changed: list[bool], name: str) -> list[str]:
    """Eight paragraphs of one line each, of which one side has changed these."""
    lines = [f"Paragraph {number}{f' of {name}' if is_new else ''}." for number, is_new in enumerate(changed)]
    return [line for paragraph in lines for line in (paragraph, "")]


@settings(max_examples=60, deadline=None)
@given(_WHICH, _WHICH)
def test_no_paragraph_that_git_merged_is_unplaced(of_ours: list[bool], of_theirs: list[bool]) -> None:
    ours, theirs = _paragraphs(of_ours, "ours"), _paragraphs(of_theirs, "theirs")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, lines in zip(paths, (ours, _paragraphs([False] * 8, ""), theirs), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        for side in ("--ours", "--theirs"):
            done = subprocess.run(["git", "merge-file", "-p", side, *paths], capture_output=True, text=True, check=True)
            assert list(unplaced_lines(done.stdout.splitlines(), [ours, theirs])) == []


def test_a_paragraph_that_somebody_says_again_elsewhere_is_unplaced() -> None:
    ours = _paragraphs([False, True] * 4, "ours")
    assert list(unplaced_lines(ours, [ours])) == []
    assert list(unplaced_lines([*ours, ours[4]], [ours])) == [len(ours)]


def test_of_two_lines_that_changed_places_between_two_versions_neither_is_unplaced() -> None:
    """git takes the one from ours without a conflict, and in the conflict above it theirs has the other one."""
    ours = ["A rule.", "Level 2.", "Why.", "Do not.", "We say:", "- Rank.", "Expired."]
    theirs = ["A rule.", "Level 3.", "We say:", "Expired. Renew it."]
    merged = ["A rule.", "Level 3.", "We say:", "Do not.", "Expired. Renew it."]

    assert list(unplaced_lines(merged, [ours, theirs])) == []
    assert list(unplaced_lines([*merged, "A rule."], [ours, theirs])) == [5]


def _spaced(lines: list[str]) -> list[str]:
    return [line for paragraph in lines for line in (paragraph, "")]


@settings(max_examples=100, deadline=None)
@given(_LINES, _LINES, _LINES)
def test_what_git_merged_by_itself_is_a_mixture(base: list[str], ours: list[str], theirs: list[str]) -> None:
    base, ours, theirs = map(_spaced, (base, ours, theirs))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, lines in zip(paths, (ours, base, theirs), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        for side in ("--ours", "--theirs"):
            done = subprocess.run(["git", "merge-file", "-p", side, *paths], capture_output=True, text=True, check=True)
            assert is_mixture(done.stdout.splitlines(), ours, theirs)


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [
        ("a b c", True),
        ("a x c", True),
        ("a b c x", False),
        ("a c b", False),
        ("a b x c", False),
        ("a b b c", False),
        ("a b", False),
        ("", False),
    ],
)
def test_a_mixture_has_each_version_in_its_own_order_up_to_an_end(lines: str, is_one: bool) -> None:
    assert is_mixture(lines.split(), ["a", "b", "c"], ["a", "x", "c"]) == is_one


def test_a_text_that_repeats_itself_much_is_no_mixture() -> None:
    assert not is_mixture(["a"] * 400, ["a"] * 400, ["a"] * 400)

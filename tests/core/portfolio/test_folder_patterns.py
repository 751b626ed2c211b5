"""A pattern means the folders that a person would expect, and no walk goes where none can be."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.folder_patterns import FolderPattern

NAMES = st.sampled_from(["a", "b", "docs", "genai-security"])
FOLDERS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
PATTERNS = st.lists(st.sampled_from(["a", "b", "docs", "*", "**", "d*", "*s"]), min_size=1, max_size=5).map("/".join)


@pytest.mark.parametrize(
    ("pattern", "folder", "is_meant"),
    [
        ("docs/genai", "docs/genai", True),
        ("docs/genai", "docs/genai/more", False),
        ("docs/genai", "docs", False),
        ("*/genai", "cards/genai", True),
        ("*/genai", "a/b/genai", False),
        ("**/genai", "genai", True),
        ("**/genai", "a/b/genai", True),
        ("teams/**", "teams", True),
        ("teams/**", "teams/a/b", True),
        ("**", ".", True),
        ("*", ".", False),
        ("team-*/docs", "team-7/docs", True),
        ("team.x", "teamax", False),
        ("*-*-*", "a-b", False),
    ],
)
def test_a_pattern_means_what_a_person_would_expect(pattern: str, folder: str, is_meant: bool) -> None:
    assert FolderPattern(pattern).matches(folder) is is_meant


@given(PATTERNS, FOLDERS)
def test_a_walk_that_follows_where_patterns_lead_misses_nothing(pattern: str, folder: str) -> None:
    if FolderPattern(pattern).matches(folder):
        names = folder.split("/")
        assert all(FolderPattern(pattern).leads_through("/".join(names[:depth]) or ".") for depth in range(len(names)))


@given(FOLDERS)
def test_a_folder_is_its_own_pattern(folder: str) -> None:
    assert FolderPattern(folder).matches(folder)
    assert not FolderPattern(folder).leads_through(folder)


@given(st.text("ab*", max_size=6), st.text("ab", min_size=1, max_size=6))
def test_stars_in_a_name_mean_what_they_mean_to_a_shell(pattern: str, name: str) -> None:
    if "**" not in pattern:
        assert FolderPattern(pattern).matches(name) == fnmatchcase(name, pattern)


def test_many_stars_in_a_pattern_cost_no_more_than_a_few() -> None:
    names = "/".join(["a"] * 200)

    assert not FolderPattern("/".join(["**", "b"] * 60)).matches(names)

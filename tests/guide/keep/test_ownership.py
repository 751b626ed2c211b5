"""Whose guide it is, by its first lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.guide.keep.ownership import must_be_ours


def guide(team: str = "Retail", questionnaire: str = "tiny 1.0.0") -> str:
    return f'---\nteam: "{team}"\nquestionnaire: "{questionnaire}"\n---\n\n# Guide\n'


def look(text: str, sealed: tuple[str, ...] = ()) -> None:
    must_be_ours(text, "guide.md", team="Retail", questionnaire="tiny", sealed=lambda: sealed)


def test_ours_is_ours_in_any_version_and_so_is_a_guide_that_names_nobody() -> None:
    def never() -> Iterator[str]:
        raise AssertionError("no edition is read where nothing differs")

    for text in (guide(), guide(questionnaire="tiny 2.0.0"), "# Guide\n", ""):
        must_be_ours(text, "guide.md", team="Retail", questionnaire="tiny", sealed=never)


@pytest.mark.parametrize(
    ("text", "said"), [(guide(team="Lending"), "“Lending”"), (guide(questionnaire="other 1.0.0"), "“other”")]
)
def test_another_teams_or_another_questionnaires_guide_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        look(text, sealed=(guide(),))
    assert said in str(caught.value) and "guide.md" in str(caught.value)


def test_a_name_that_one_of_our_editions_has_is_ours_from_before() -> None:
    look(guide(team="Old name"), sealed=(guide(), guide(team="Old name")))
    look(guide(questionnaire="old 0.9.0"), sealed=(guide(questionnaire="old 0.8.0"),))

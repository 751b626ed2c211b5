"""Practices and sections, found by what people call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.errors import UnknownId
from levelbook.core.questionnaire.lookup import practice_id, practices_like, section_id
from levelbook.packs.read import read_questionnaire
from support.builders import tiny_questionnaire
from support.two_versions import SECOND, write_version

ASKED = tiny_questionnaire(2, 3, changes={"s1.p2": {"title": "Rate limiting"}, "s2.p3": {"title": "Limits of cost"}})


@pytest.mark.parametrize("given", ["s1.p2", "1.2"])
def test_a_practice_is_found_by_its_id_and_by_its_number(given: str) -> None:
    assert practice_id(ASKED, given) == "s1.p2"


def test_a_section_in_the_place_of_a_practice_is_told_with_its_practices() -> None:
    for given in ("s2", "2"):
        with pytest.raises(UnknownId) as caught:
            practice_id(ASKED, given)
        assert "has the practices 2.1 to 2.3" in str(caught.value) + caught.value.remedy


def test_a_misspelt_practice_is_told_the_nearest() -> None:
    with pytest.raises(UnknownId) as caught:
        practice_id(ASKED, "s1.p22")
    assert "s1.p2" in str(caught.value) + caught.value.remedy


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("1.9", "Section 1 (Section s1) has the practices 1.1 to 1.3."),
        ("2.0", "Section 2 (Section s2) has the practices 2.1 to 2.3."),
        ("21.1", "The sections are 1 to 2; `levelbook questionnaire show` lists their practices."),
        ("1,2", "Did you mean “1.2”?"),
    ],
)
def test_of_a_number_that_nothing_has_the_section_meant_is_told_and_no_number_that_only_looks_alike(
    given: str, remedy: str
) -> None:
    with pytest.raises(UnknownId) as caught:
        practice_id(ASKED, given)
    assert caught.value.remedy == remedy


def test_an_earlier_id_is_told_what_it_became(tmp_path: Path) -> None:
    questionnaire = read_questionnaire(write_version(tmp_path, SECOND))

    def told(given: str) -> str:
        with pytest.raises(UnknownId) as caught:
            practice_id(questionnaire, given)
        return caught.value.remedy

    assert told("data.backups") == told("backups") == "It is now data.copies (Copies)."
    assert told("data.restores") == "It is now data.restoring (Restoring) and data.rehearsals (Rehearsals)."
    assert told("data.tapes") == "It is no longer asked. Nobody has tapes any more."


def test_words_of_a_title_find_all_that_hold_them_in_the_questionnaires_order() -> None:
    assert practices_like(ASKED, "LIMIT") == ("s1.p2", "s2.p3")
    assert practices_like(ASKED, "limiting rate") == ("s1.p2",)
    assert practices_like(ASKED, "2.3") == ("s2.p3",)
    assert practices_like(ASKED, "nothing like it") == practices_like(ASKED, " ") == ()


def test_a_section_is_found_by_id_and_number_and_nothing_else_is_one() -> None:
    assert section_id(ASKED, "s2") == section_id(ASKED, "2") == "s2"
    with pytest.raises(UnknownId) as caught:
        section_id(ASKED, "2.1")
    assert caught.value.remedy == "It is a practice of section 2."
    with pytest.raises(UnknownId) as caught:
        section_id(ASKED, "9")
    assert "There are: 1 s1 (Section s1), 2 s2 (Section s2)." in caught.value.remedy

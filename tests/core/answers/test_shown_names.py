"""Names of people as they are shown to others: as they are, as initials, or as nobody's in particular."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer, Step, Vote
from levelbook.core.answers.shown_names import (
    ShownNames,
    initials_of,
    names_in_answers,
    names_in_sittings,
)
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.comparison import compare
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.export.json import diff_shape, score_shape
from support.any_assessments import books, questionnaires
from support.builders import DAY, NOON, a_full_answer, an_answer
from support.growth import lines_run

NOBODY = ShownNames("none")

ANSWER = an_answer(
    owner="Ana",
    ask_whom="Bo",
    note="Dee doubts it.",
    steps=(Step(text="Ask Eli", owner="Flo"),),
    accepted=Accepted(level=1, by="Gus", until=DAY, reason="Hal said so"),
    votes=(Vote(level=2, count=1, who="Ida", reason="seen"), Vote(level=3, count=2)),
).confirmed(by="Cy", at=NOON, wording="", after="")
SITTING = Sitting(
    minutes="Joy was late.",
    participants=(Participant(name="Kim"), Participant(name="Lou", named=True)),
    parked=(Parked(text="Who pays?", by="Max", outcome="given", owner="Ned"), Parked(text="When?")),
    taken_on=(TakenOn(practice="s1.p1", step="Ask Eli", owner="Oz"),),
    proofs=(EvidenceToBring(practice="s1.p1", what="the log", who="Pam"),),
)


def test_every_name_is_found_and_no_word_of_a_text() -> None:
    assert set(filter(None, names_in_answers([ANSWER]))) == {"Ana", "Bo", "Cy", "Noor", "Flo", "Gus", "Ida"}
    assert set(filter(None, names_in_sittings([SITTING]))) == {"Kim", "Lou", "Max", "Ned", "Oz", "Pam"}


def test_without_names_somebody_stands_where_somebody_is_named() -> None:
    shown, sitting = NOBODY.answer(ANSWER), NOBODY.sitting(SITTING)

    assert set(filter(None, names_in_answers([shown]))) == {"somebody"}
    assert set(filter(None, names_in_sittings([sitting]))) == {"somebody"}
    assert (shown.note, shown.steps[0].text, sitting.minutes) == (ANSWER.note, "Ask Eli", SITTING.minutes)
    assert (shown.votes[0].who, sitting.parked[0].by) == ("", "")
    assert NOBODY.answer(an_answer(owner="")).owner == ""


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Noor", "N"),
        ("noor bakker", "NB"),
        ("H. Lindqvist", "HL"),
        ("Jean-Luc O'Brien", "JLO"),
        ("priya.shah@example.com", "PS"),
        ("@octocat", "O"),
        ("the platform team, later Tom and Ana", "TPTL"),
        ("王芳", "王"),
        ("Østergård Çelik", "ØÇ"),
        ("🙂", "X"),
    ],
)
def test_initials_are_the_first_letters_of_a_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_two_people_never_share_initials_and_the_earlier_ones_keep_theirs() -> None:
    first = ShownNames.as_initials([["Nils Berg", "Noor Bakker", "Ana"]])
    later = ShownNames.as_initials([["Nils Berg", "Noor Bakker", "Ana"], ["Ada", "nina  BROWN", "noor bakker"]])

    assert [first.name(name) for name in ("Nils Berg", "Noor Bakker", "Ana")] == ["NB", "NB2", "A"]
    assert [later.name(name) for name in ("Nils Berg", "Noor Bakker", "Ana")] == ["NB", "NB2", "A"]
    assert [later.name(name) for name in ("Nina Brown", "NOOR BAKKER", "Ada")] == ["NB3", "NB2", "A2"]


def test_a_number_in_a_name_gives_nobody_the_initials_of_another() -> None:
    names = ShownNames.as_initials([["T 2", "Tom", "Tim", "Tia"]])

    assert len({names.name(name) for name in ("T 2", "Tom", "Tim", "Tia")}) == 4


@given(st.lists(st.lists(st.text(min_size=1, max_size=12), max_size=6), max_size=4))
def test_initials_tell_people_apart_whatever_they_are_called(groups: list[list[str]]) -> None:
    names = ShownNames.as_initials(groups)

    assert len(set(names.initials.values())) == len(names.initials)
    assert ShownNames.as_initials([*groups, ["somebody new"]]).initials.items() >= names.initials.items()


def test_an_answer_that_was_edited_outside_stays_so_and_no_other_becomes_so() -> None:
    edited = a_full_answer().changed(note="by hand")

    assert edited.edited_outside and NOBODY.answer(edited).edited_outside
    assert not NOBODY.answer(a_full_answer()).edited_outside
    assert not NOBODY.answer(Answer()).edited_outside


def test_where_nothing_is_set_everything_stays_as_it_is() -> None:
    names = ShownNames()

    assert names.answer(ANSWER) is ANSWER and names.sitting(SITTING) is SITTING
    assert names.name("Noor") == names.aside("Noor") == "Noor"


# Figures


@st.composite
def _records(draw: st.DrawFn) -> tuple[Assessment, Assessment]:
    """Two records of a team, of an edition and now, in which people are named at random."""
    questionnaire = draw(questionnaires())
    before = Assessment("first", questionnaire, _named(draw, questionnaire), DAY)
    past = PastEdition("first", 1, DAY, lambda: before)
    now = Assessment(
        *("now", questionnaire, _named(draw, questionnaire), DAY),
        last_edition="first",
        last_answers=before.book.answers,
        editions=(past,),
    )
    return before, now


def _named(draw: st.DrawFn, questionnaire: Questionnaire) -> Any:
    book = draw(books(questionnaire))
    names = st.sampled_from(["", "Noor", "Nils", "Nina"])
    for practice, answer in book.answers.items():
        named = answer.changed(
            owner=draw(names),
            ask_whom=draw(names),
            answered_by=draw(names),
            confirmed_after=draw(st.sampled_from(["", "first"])),
            wording=questionnaire.wording(practice, inherited=False),
            steps=(Step(text="Do it", owner=draw(names)),),
            votes=(Vote(level=1, count=1, who=draw(names)),),
        )
        book = book.with_answer(practice, named.signed() if draw(st.booleans()) else named)
    return book


@given(_records(), st.sampled_from([ShownNames("none"), ShownNames.as_initials([["Noor", "Nils", "Nina"]])]))
def test_no_figure_depends_on_how_names_are_shown(records: tuple[Assessment, Assessment], names: ShownNames) -> None:
    before, now = records
    shown = now.with_names(names)
    earlier = shown.before

    assert score_shape(shown.scorecard) == score_shape(now.scorecard)
    assert [gap.score.id for gap in shown.roadmap] == [gap.score.id for gap in now.roadmap]
    assert earlier is not None and earlier.book == names.book(before.book)
    assert diff_shape(compare(earlier, shown)) == diff_shape(compare(before, now))
    assert not {"Noor", "Nils", "Nina"} & set(names_in_answers(shown.book.answers.values()))


def test_thousands_of_people_with_the_same_initials_take_time_in_proportion_to_their_number() -> None:
    def lines(people: int) -> int:
        names = [[f"Ana {'b' * number}" for number in range(1, people + 1)]]
        found: list[ShownNames] = []
        run = lines_run(lambda: found.append(ShownNames.as_initials(names)))
        assert set(found[0].initials.values()) == {"AB", *(f"AB{number}" for number in range(2, people + 1))}
        return run

    assert lines(600) < 8 * lines(100)

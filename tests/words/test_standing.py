"""Where a team stands is said in sentences: how much there is to do, how far it is."""

from __future__ import annotations

from levelbook.core.answers.answers import Answer
from levelbook.words.standing import scope_words
from support.builders import a_book, an_assessment, tiny_questionnaire


def test_where_no_practice_applies_none_takes_time() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    book = a_book(questionnaire, {"s1.p1": Answer(not_applicable="No such thing")})
    assert scope_words(an_assessment(questionnaire, book)) == "No practice applies."


def test_what_a_provider_does_takes_the_time_of_a_list_as_on_home_and_in_the_plan() -> None:
    rule = {"when": {"exposure": ["public"]}, "because": "they run it", "inherited": ["s1"]}
    questionnaire = tiny_questionnaire(2, 30, rules=[rule])
    book = a_book(questionnaire, {}, {"exposure": "public"})
    assert scope_words(an_assessment(questionnaire, book, "now")) == (
        "60 practices apply, 30 of them inherited from a provider; they take about 1 hour."
    )

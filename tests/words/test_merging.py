"""What a merge did not take is said whole: nobody has to type it again."""

from __future__ import annotations

from dataclasses import replace

from levelbook.book.giving_way import with_lost_words
from levelbook.core.answers.answers import Accepted, Answer, TakenOver, Vote
from levelbook.words.merging import field_words, version_words
from support import bank
from support.builders import DAY

REASON = "The cap was raised in March."


def test_the_reasons_of_a_vote_that_was_not_taken_stay_in_the_note() -> None:
    mine = Answer(level=1, votes=(Vote(level=1, count=3), Vote(level=3, count=1, who="Tom", reason=REASON)))

    kept = with_lost_words(mine, Answer(level=3), DAY, None, base=Answer())

    assert kept.level == 3
    assert kept.note.endswith(f"level 1; votes 3 for 1, 1 for 3; Tom said 3: {REASON}")


def test_every_text_of_a_claim_is_said_whatever_else_it_holds() -> None:
    taken = TakenOver(offer="gateway", team="Platform", edition="q3", digest="1", level=2)
    answer = Answer(
        level=2,
        level_reason="A new gateway",
        target_reason="A regulator asks",
        ask_whom="Mira",
        accepted=Accepted(level=1, by="Kim", until=DAY, reason="No budget"),
        offer=taken,
        votes=(Vote(level=2, count=1, reason=REASON),),
    )

    said = version_words(answer, ["claim"], None)

    texts = ("A new gateway", "A regulator asks", "Mira", "Kim", "No budget", "Platform", f"somebody said 2: {REASON}")
    assert [text for text in texts if text not in said] == []


def test_what_both_versions_say_is_not_among_the_words_that_were_not_taken() -> None:
    asked = Answer(level=1, ask_whom="Mira", ask_by=DAY, level_reason="A new gateway")

    said = version_words(asked, ["claim"], None, beside=replace(asked, level=2, level_reason=""))

    assert said == "level 1; because: A new gateway"
    assert version_words(asked, ["claim"], None).split("; ")[1] == "Mira was to find out by 22 November 2026"
    unsure = version_words(replace(asked, level=None, unsure=True), ["claim"], None)
    assert unsure.split("; ")[1] == "Mira finds out by 22 November 2026"


def test_a_version_without_an_answer_under_an_earlier_id_is_not_called_unanswered() -> None:
    practice = bank.questionnaire().practices["model-deployment.output-filtering"]

    assert version_words(Answer(), ["claim"], None) == "nothing under this id"
    assert version_words(Answer().signed(), ["claim"], None) == "nothing under this id", "as a merge leaves it"
    assert version_words(Answer(), ["claim"], practice) == "not answered"


def test_criteria_are_said_in_their_own_words() -> None:
    practice = bank.questionnaire().practices["model-deployment.output-filtering"]
    first, second, *_ = practice.criteria
    texts = [practice.criteria[name][1].text.rstrip(".") for name in (first, second)]
    answer = Answer(level=2, unmet=(first,), here={second: "in the gateway"})

    said = version_words(answer, ["claim", f"here.{second}"], practice)

    assert said == f"level 2; not met: “{texts[0]}”; “{texts[1]}”: in the gateway"
    assert field_words([f"here.{second}", "note"], practice) == f"how this is done here (“{texts[1]}”) and the note"


def test_fields_in_conflict_are_named_as_a_sentence_does() -> None:
    practice = bank.questionnaire().practices["model-deployment.output-filtering"]
    action, (_, asked) = next(iter(practice.actions.items()))

    said = field_words(["claim", "owner", "due", "evidence RA-1", "step Do it", f"step {action}"], practice)

    assert said == (
        "the level and what goes with it, the owner, the due day, the evidence “RA-1”, the step “Do it” and the step "
        f"“{asked.text}”"
    )
    assert version_words(Answer(level=1, owner="Tom"), ["owner", "due"], practice) == "owner Tom; no due day"


def test_a_step_that_one_version_lacks_is_named_in_words_and_not_by_the_id_of_its_action() -> None:
    practice = bank.questionnaire().practices["incident-response.trigger-events"]
    _, action = practice.actions["ten-triggers"]

    assert version_words(Answer(level=1), ["step ten-triggers"], practice) == f"no step “{action.text}”"
    assert version_words(Answer(level=1), ["step Call Ana"], practice) == "no step “Call Ana”"
    assert version_words(Answer(level=1), ["evidence RA-7"], practice) == "no evidence “RA-7”"

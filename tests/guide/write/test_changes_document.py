"""What moved between two editions, for the person who reviews it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.comparison import Comparison, compare
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.write.assemble import GuideContext, HandEditSummary, Team, changes, page_sources
from levelbook.words.figures import before_and_after
from levelbook.words.standing import unreviewed_words
from support import bank
from support.builders import DAY, NOON, a_book, tiny_questionnaire
from support.looped import each_class_of_hostile_text
from support.made_guides import unpadded

NOTHING_BY_HAND = HandEditSummary()


def changes_of(comparison: Comparison, current: Assessment, context: GuideContext, hand_edits: HandEditSummary) -> str:
    sources = page_sources(current, context, bank.template())
    return unpadded(changes(sources, comparison, hand_edits, bank.template()))


def said(
    before: dict[str, Answer],
    after: dict[str, Answer],
    old: Questionnaire | None = None,
    new: Questionnaire | None = None,
    profiles: tuple[Mapping[str, FactValue], Mapping[str, FactValue]] = ({}, {}),
) -> str:
    first, second = old or tiny_questionnaire(1, 3), new or old or tiny_questionnaire(1, 3)
    earlier = Assessment("2026-08-22", first, a_book(first, before, profiles[0]), date(2026, 8, 22))
    now = Assessment("now", second, a_book(second, after, profiles[1]), DAY, "2026-08-22", earlier.book.answers)
    return changes_of(compare(earlier, now), now, GuideContext(Team("Blue")), NOTHING_BY_HAND)


@pytest.fixture(scope="module")
def quarter() -> str:
    current, context = bank.after_two_quarters()
    by_hand = HandEditSummary(3, ("Usage guidelines",), ("Output filtering",))
    return changes_of(compare(bank.assessments()[0], current), current, context, by_hand)


def test_the_title_says_who_when_and_from_where_to_where(quarter: str) -> None:
    assert re.match(r"# Retail Assistant, 22 November 2026: claimed level 1\.\d+ to 1\.\d+\n", quarter)


def test_it_says_first_what_to_look_at_first(quarter: str) -> None:
    assert "**Look here first:** two practices got worse, one practice is no longer known," in quarter
    kinds = [line.split(" | ")[0].strip("| ") for line in quarter.split("\n") if line.startswith("| ")][1:]
    order = ["worse", "not known", "evidence lost", "risk accepted", "out of scope", "better"]
    assert kinds == sorted(kinds, key=order.index)


def test_rows_give_from_to_and_because(quarter: str) -> None:
    assert (
        "| worse | Containment and recovery | 2 | 1 | “the rehearsal on 4 November took 47 minutes, not 10” |"
        in quarter
    )
    assert "| not known | Output filtering | 1 | not known | Tom finds out by 4 December |" in quarter
    assert "not applicable | “Answers are shown and never run; no tool is connected” (Noor) |" in quarter
    assert "| target 3 | accepted at 2 until 30 April 2027 | “The budget opens in March” (H. Lindqvist) |" in quarter
    assert "| better | Trigger events | 1 | 2 | trigger table, documented 2 November |" in quarter


def test_what_was_promised_is_counted_as_done_late_and_dropped(quarter: str) -> None:
    assert "**Promised up to 22 August:** 3 promises; 1 done, 1 late and 1 dropped." in quarter
    assert "Late: Ask legal about the clocks (Tom)." in quarter
    assert "Dropped: Print the table (Ana)." in quarter


def test_hand_edits_and_what_was_not_looked_at_are_named(quarter: str) -> None:
    assert "three notes kept; edited: Usage guidelines; edited and behind: Output filtering." in quarter
    counting = bank.after_two_quarters().current.scorecard.counting
    assert re.search(
        rf"\*\*Not reviewed this round:\*\* \d+ of 52 answers; 52 of {len(counting)} practices are answered\.", quarter
    )


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (HandEditSummary(), "**Edited by hand in the guide:** nothing."),
        (HandEditSummary(trouble="filled in"), "**Edited by hand in the rest of the guide:** nothing."),
        (HandEditSummary(left_out=("Usage",)), "**Edited by hand in the rest of the guide:** nothing."),
    ],
)
def test_that_nothing_was_edited_never_follows_a_part_that_the_team_wrote(summary: HandEditSummary, said: str) -> None:
    current, context = bank.after_two_quarters()
    assert said in changes_of(compare(bank.assessments()[0], current), current, context, summary)


def test_the_changes_say_with_which_edition_they_compare() -> None:
    text = said({}, {"s1.p1": Answer(level=3)})
    assert "\n- **Compared with** the edition of " in text


def test_claims_without_proof_are_counted_and_the_widest_named() -> None:
    text = said({}, {"s1.p1": Answer(level=3), "s1.p2": Answer(level=1)})
    assert "one practice claims more than its evidence proves: P1, 3 claimed, not proven yet." in text
    assert "We hold no evidence that proves any level." in text
    seen = Evidence(kind="documented", reference="plan", seen_on=date(2026, 8, 1))
    lost = said({"s1.p1": Answer(level=2, evidence=(seen,))}, {"s1.p1": Answer(level=2)})
    assert "We hold no evidence that proves any level; before, level 2.0 counted as proven." in lost


def test_like_for_like_comes_before_the_split_and_the_split_adds_up(quarter: str) -> None:
    assert quarter.index("**Like for like") < quarter.index("**Why the claimed level moved")
    found = re.search(
        r"moved, ([+−]?[\d.]+):\*\* answers ([+−]?[\d.]+), questionnaire ([+−]?[\d.]+), profile ([+−]?\d+\.\d+)",
        quarter,
    )
    assert found is not None
    total, *parts = (Fraction(number.replace("−", "-")) for number in found.groups())
    assert total == sum(parts)
    before, after = re.findall(r"(?:Before|now) (\d+\.\d+)", quarter)
    assert Fraction(after) - Fraction(before) == total


def test_practices_are_named_with_what_they_did_and_the_rest_adds_up(quarter: str) -> None:
    line = next(line for line in quarter.split("\n") if line.startswith("- **By practice"))
    total, *parts = (Fraction(figure.replace("−", "-")) for figure in re.findall(r"[+−]?\d\.\d\d+", line))
    assert len(parts) > 2
    assert total == sum(parts)


def test_others_are_counted_by_whether_they_moved_or_only_their_share_did() -> None:
    before = {f"s1.p{number}": Answer(level=1) for number in range(1, 10)} | {"s1.p10": Answer(unsure=True)}
    moved = {f"s1.p{number}": Answer(level=2) for number in range(1, 8)}
    text = said(before, {**before, **moved, "s1.p10": Answer(level=4)}, tiny_questionnaire(1, 10))
    (line,) = [line for line in text.split("\n") if line.startswith("- **By practice")]
    assert re.search(r"; three others and the changed shares of two more together [+−]", line), line


def test_others_that_moved_the_level_up_and_down_alike_are_counted_too() -> None:
    before = {f"s1.p{number}": Answer(level=1) for number in range(1, 9)}
    moved = {f"s1.p{number}": Answer(level=3) for number in range(1, 6)}
    moved |= {"s1.p6": Answer(level=2), "s1.p7": Answer(level=0)}
    text = said(before, {**before, **moved}, tiny_questionnaire(1, 8))
    (line,) = [line for line in text.split("\n") if line.startswith("- **By practice")]
    assert line.endswith("P5 +0.25; two others together 0.00."), line


def test_a_practice_that_moved_the_level_most_by_its_share_alone_is_named() -> None:
    before = {f"s1.p{number}": Answer(level=1) for number in (1, 2, 3)}
    before |= {f"s2.p{number}": Answer(level=2) for number in (1, 2, 3)}
    gone = Answer(not_applicable="another team does it")
    text = said(
        before,
        {**before, "s1.p1": gone, "s1.p2": gone},
        tiny_questionnaire(2, 3, changes={"s1.p3": {"title": "Left over"}}),
    )
    (line,) = [line for line in text.split("\n") if line.startswith("- **By practice")]
    assert re.search(r"; Left over [+−]\d\.\d+, because its share of the level changed\.$", line), line
    assert "most of all" not in line


def test_needs_and_accepted_risks_stand_apart_from_what_moved_the_level() -> None:
    accepted = Accepted(level=1, by="H", until=date(2027, 1, 1), reason="Later.")
    before = {"s1.p1": Answer(level=1), "s1.p2": Answer(level=1)}
    after = {"s1.p1": Answer(level=1, accepted=accepted), "s1.p2": Answer(level=1, target=4, target_reason="law")}
    text = said(before, after)
    assert "| risk accepted | P1 | target 2 | accepted at 1 until 1 January 2027 | “Later” (H) |" in text
    assert "| target raised | P2 | target 2 | target 4 | “law” |" in text
    assert "**Targets and risks:** one target raised, one risk accepted; average target 2.7, before 2.0." in text

    both = after["s1.p1"].changed(target=3, target_reason="law")
    text = said(before, {**after, "s1.p1": both})
    assert "| risk accepted | P1 | target 2 | target 3, accepted at 1 until 1 January 2027 | “Later” (H) |" in text
    assert "**The claimed level stays at 1.0" in text


def test_a_level_that_stays_while_its_range_moves_is_given_with_both_ranges() -> None:
    text = said({"s1.p1": Answer(level=1)}, {"s1.p1": Answer(level=1), "s1.p2": Answer(level=1)})
    assert re.search(r"\*\*The claimed level stays the same\.\*\* Before 1\.0 \(.*\), now 1\.0 \(.*\)\.", text), text


def test_changes_that_cancel_each_other_out_leave_the_level_as_before() -> None:
    before = {"s1.p1": Answer(level=1), "s1.p2": Answer(level=2), "s1.p3": Answer(level=2)}
    text = said(before, before | {"s1.p1": Answer(level=2), "s1.p2": Answer(level=1)})
    assert "**The claimed level, as before:** answers 0.0, questionnaire 0.0, profile 0.0." in text, text
    assert "Why the claimed level moved" not in text


def test_whoever_was_to_find_out_by_a_day_that_is_past_is_late() -> None:
    asked = {
        f"s1.p{number}": Answer(unsure=True, ask_whom="Tom", ask_by=day)
        for number, day in ((1, date(2026, 11, 21)), (2, DAY))
    }
    text = said(dict.fromkeys(asked, Answer(level=1)), asked)
    assert "| not known | P1 | 1 | not known | Tom finds out by 21 November, late |" in text
    assert "| not known | P2 | 1 | not known | Tom finds out by 22 November |" in text


def test_an_answer_that_was_cleared_is_not_answered_and_nobody_is_said_not_to_know() -> None:
    both = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=2)}
    text = said(both, {"s1.p2": Answer(level=2)})
    assert "**Look here first:** one practice is no longer answered." in text
    assert "| not answered | P1 | 2 | not answered |" in text
    text = said(both, {"s1.p1": Answer(unsure=True)})
    assert "**Look here first:** two practices are no longer known or answered." in text


def test_like_for_like_says_how_many_of_its_practices_were_reworded_since() -> None:
    old = tiny_questionnaire(1, 3)
    new = tiny_questionnaire(1, 3, changes={"s1.p1": {"question": "What else?"}})
    answers = {
        name: Answer(level=2, wording=old.wording(name, inherited=False)) for name in ("s1.p1", "s1.p2", "s1.p3")
    }
    text = said(answers, answers, old, new)
    assert (
        "across the three practices answered both times in the same wording; "
        "one of them has been reworded since, and that answer has not been reviewed." in text
    )


@pytest.mark.parametrize(("who", "named"), [("Gus", "Gus"), ("Ana", "Gus, now Ana"), ("", "Gus")])
def test_what_was_put_off_is_named_with_both_days_and_with_both_people_who_had_it(who: str, named: str) -> None:
    text = said(
        {"s1.p1": Answer(unsure=True, ask_whom="Gus", ask_by=date(2026, 11, 1))},
        {"s1.p1": Answer(unsure=True, ask_whom=who, ask_by=date(2026, 12, 20))},
    )
    assert f"1 promise; 1 not late yet. Put off: Find out: P1 ({named}), from 1 November to 20 December." in text


def test_levels_get_as_many_decimals_as_say_by_how_much_they_differ() -> None:
    assert before_and_after(Fraction(176, 100), Fraction(184, 100)) == ("1.76", "1.84")
    assert before_and_after(Fraction(15, 10), Fraction(17, 10)) == ("1.5", "1.7")


def test_where_the_level_cannot_be_split_it_says_why() -> None:
    text = said({}, {"s1.p1": Answer(level=2)})
    assert "**Why the claimed level moved:** there is no breakdown, because nothing was answered at the start." in text
    assert "no practice was answered both times in the same wording" in text
    assert "**The claimed level, as before:** there is no breakdown" in said({}, {"s1.p1": Answer(note="Asked.")})


@pytest.mark.parametrize(
    ("began", "ends", "words"),
    [
        (2, 2, "since first (1 July) the claimed level stayed at 2.0."),
        (1, 2, "since first (1 July) the claimed level went from 1.0 to 2.0."),
        (None, 2, "since first (1 July) the claimed level went from none to 2.0."),
        (1, None, "since first (1 July) the claimed level went from 1.0 to none."),
        (None, None, "since first (1 July) there has been no claimed level."),
    ],
)
def test_a_round_that_an_upgrade_divides_is_told_whole_also_where_it_began_or_ends_without_a_level(
    began: int | None, ends: int | None, words: str
) -> None:
    asked = tiny_questionnaire(1, 1)
    first, upgraded, now = (
        Assessment(name, asked, a_book(asked, {} if level is None else {"s1.p1": Answer(level=level)}), on)
        for name, level, on in (("first", began, date(2026, 7, 1)), ("up", 3, date(2026, 8, 22)), ("now", ends, DAY))
    )
    past = (
        PastEdition("first", 1, first.on, lambda: first),
        PastEdition("up", 2, upgraded.on, lambda: upgraded, previous="first", ends_round=False),
    )
    now = replace(now, last_edition="up", last_answers=upgraded.book.answers, editions=past)
    text = changes_of(compare(upgraded, now), now, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert f"- **The whole round:** {words} The edition in between was sealed only for the upgrade;" in text


def test_a_quarter_in_which_nothing_moved_says_so() -> None:
    text = said({"s1.p1": Answer(level=2)}, {"s1.p1": Answer(level=2)})
    assert "Nothing got worse, nothing went out of scope, no evidence was lost, and no risk was accepted." in text
    assert "No level, target, question or proof changed between 22 August and now (22 November)." in text


def test_a_criterion_that_is_no_longer_met_is_looked_at_first() -> None:
    text = said({"s1.p1": Answer(level=2)}, {"s1.p1": Answer(level=2, unmet=("c2-a",))})
    assert "**Look here first:** one practice lost criteria." in text
    assert "| criteria lost | P1 | met | not met |" in text
    assert "Nothing got worse" not in text and "No level, target" not in text


def test_days_have_their_year_where_it_is_not_that_of_the_page_s_own_day_whatever_the_guide_s_day() -> None:
    asked = tiny_questionnaire(1, 3)
    step = Step(text="Do it", owner="Ana", due=date(2026, 12, 1))
    book = a_book(asked, {"s1.p1": Answer(level=1, steps=(step,))})
    earlier = Assessment("2026-11-22", asked, book, DAY)
    now = Assessment("now", asked, book, date(2027, 1, 9), "2026-11-22", book.answers)
    text = changes_of(compare(earlier, now), earlier, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert "No level, target, question or proof changed between 22 November 2026 and now (9 January)." in text
    assert "- **Promised up to 22 November 2026:** 1 promise; 1 late." in text


def test_a_risk_that_is_accepted_longer_or_at_another_level_says_from_what() -> None:
    accepted = Accepted(level=2, by="H", until=date(2026, 12, 1), reason="Later.")
    worse = accepted.changed(level=1, until=date(2027, 3, 1))
    asked = tiny_questionnaire(1, 3, default_target=3)
    text = said({"s1.p1": Answer(level=2, accepted=accepted)}, {"s1.p1": Answer(level=2, accepted=worse)}, asked)
    assert "| risk accepted | P1 | 2 until 1 December | 1 until 1 March 2027 | “Later” (H) |" in text
    other = said(
        {"s1.p1": Answer(level=2, accepted=accepted)},
        {"s1.p1": Answer(level=2, accepted=accepted.changed(by="T"))},
        asked,
    )
    assert "| risk accepted | P1 | 2 until 1 December | 2 until 1 December | “Later” (T, before H) |" in other


def test_a_risk_that_is_accepted_where_a_practice_comes_into_scope_or_is_new_is_told() -> None:
    taken = Accepted(level=1, by="H", until=date(2027, 9, 1), reason="Later.")
    answers = {name: Answer(level=1, accepted=taken) for name in ("s1.p2", "s1.p3")}
    text = said({"s1.p2": Answer(not_applicable="they do it")}, answers, tiny_questionnaire(1, 2), tiny_questionnaire())
    assert "| now in scope | P2 | not applicable | 1 | left out until now: “they do it” |" in text
    accepted = "target 2, accepted at 1 until 1 September 2027 | “Later” (H) |"
    assert f"| risk accepted | P2 | not applicable | {accepted}" in text
    assert f"| risk accepted | P3 | not there | {accepted}" in text
    assert "**Look here first:** two risks were accepted." in text
    assert "two risks accepted" in text.partition("**Targets and risks:**")[2]


def test_an_acceptance_that_ended_says_how() -> None:
    accepted = Accepted(level=1, by="H", until=date(2026, 9, 1), reason="Later.")
    later = accepted.changed(until=date(2027, 9, 1))
    text = said({"s1.p1": Answer(level=1, accepted=accepted)}, {"s1.p1": Answer(level=1, accepted=accepted)})
    assert "**Look here first:** one risk acceptance expired." in text
    assert "| acceptance expired | P1 | 1 accepted | 1, target 2 | its last day was 1 September (H) |" in text
    closed = said({"s1.p1": Answer(level=1, accepted=accepted)}, {"s1.p1": Answer(level=2)})
    assert "| acceptance ended | P1 | 1 accepted | 2 | the gap is closed |" in closed
    aimed = Answer(level=2, target=3, target_reason="law", accepted=later.changed(level=2))
    lowered = said({"s1.p1": aimed}, {"s1.p1": aimed.changed(target=None, target_reason="")})
    assert "| acceptance ended | P1 | 2 accepted | 2 | the target was lowered |" in lowered
    lower = said({"s1.p1": Answer(level=1, accepted=later)}, {"s1.p1": Answer(level=0, accepted=later)})
    assert "| acceptance ended | P1 | 1 accepted | 0 | level 0 is below it |" in lower
    past = said({"s1.p1": Answer(level=1, accepted=accepted)}, {"s1.p1": Answer(level=0, accepted=accepted)})
    assert "| acceptance ended | P1 | 1 accepted | 0 | level 0 is below it |" in past, "before its last day or after it"
    unsure = said({"s1.p1": Answer(level=1, accepted=later)}, {"s1.p1": Answer(unsure=True, accepted=later)})
    assert "| acceptance ended | P1 | 1 accepted | not known | the level is no longer known |" in unsure
    cleared = said({"s1.p1": Answer(level=1, accepted=later)}, {})
    assert "| acceptance ended | P1 | 1 accepted | not answered | it is no longer answered |" in cleared


def test_a_practice_that_comes_back_into_scope_or_is_new_gives_the_reason_that_the_team_gave_for_its_level() -> None:
    answers = {
        "s1.p2": Answer(level=2, level_reason="we have our own page now"),
        "s1.p3": Answer(level=1, level_reason="one pilot only"),
    }
    text = said({"s1.p2": Answer(not_applicable="they do it")}, answers, tiny_questionnaire(1, 2), tiny_questionnaire())
    assert "| now in scope | P2 | not applicable | 2 | “we have our own page now” |" in text
    assert "| new | P3 | not there | 1 | “one pilot only” |" in text
    unsaid = said({"s1.p2": Answer(not_applicable="they do it")}, {"s1.p2": Answer(level=2)})
    assert "| now in scope | P2 | not applicable | 2 | left out until now: “they do it” |" in unsaid


def test_a_practice_that_the_team_takes_back_gives_no_reason_of_a_rule_that_held_all_the_time() -> None:
    rules = [{"when": {"exposure": ["staff-only"]}, "because": "staff is told", "apply": ["s1.p2"]}]
    questionnaire = tiny_questionnaire(1, 3, rules=rules)
    profile = {"exposure": "staff-only"}
    left_out = {"s1.p2": Answer(not_applicable="they do it")}
    text = said(left_out, {"s1.p2": Answer(level=2)}, questionnaire, profiles=(profile, profile))
    assert "| now in scope | P2 | not applicable | 2 | left out until now: “they do it” |" in text


def test_a_practice_that_the_team_leaves_out_as_soon_as_it_is_asked_is_looked_at_first() -> None:
    left_out = {"s1.p2": Answer(not_applicable="Ours are offline.", answered_by="Noor")}
    new = said({"s1.p1": Answer(level=1)}, left_out, tiny_questionnaire(1, 1), tiny_questionnaire(1, 2))
    assert "**Look here first:** one practice is no longer answered, one practice was left out by the team." in new
    assert "| left out | P2 | not there | not applicable | “Ours are offline” (Noor) |" in new

    rules = [{"when": {"exposure": ["staff-only"]}, "because": "staff is told", "not_applicable": ["s1.p2"]}]
    profiles: tuple[dict[str, FactValue], ...] = ({"exposure": "staff-only"}, {"exposure": "anyone"})
    asked = said({}, left_out, tiny_questionnaire(1, 2, rules=rules), profiles=profiles)
    assert "| left out | P2 | not applicable | left out by the team | “Ours are offline” (Noor) |" in asked


def test_a_fact_that_the_questionnaire_did_not_have_was_not_asked() -> None:
    yes_no = [{"id": "no", "label": "No"}, {"id": "yes", "label": "Yes"}]
    facts: list[dict[str, Any]] = [{"id": "new", "question": "Is it so?", "choices": yes_no}]
    profiles: tuple[dict[str, FactValue], ...] = ({}, {"new": "yes"})
    added = said({}, {}, tiny_questionnaire(1, 1), tiny_questionnaire(1, 1, facts=facts), profiles=profiles)
    assert "Is it so? “Yes”, before not asked." in added
    assert "Is it so? “Yes”, before not answered." in said(
        {}, {}, tiny_questionnaire(1, 1, facts=facts), profiles=profiles
    )


def test_every_changed_fact_is_named_because_any_may_have_moved_a_target() -> None:
    yes_no = [{"id": "no", "label": "No"}, {"id": "yes", "label": "Yes"}]
    names = [f"fact-{number}" for number in range(6)]
    facts: list[dict[str, Any]] = [{"id": name, "question": f"Is {name} so?", "choices": yes_no} for name in names]
    asked = tiny_questionnaire(1, 1, facts=facts)
    before: Mapping[str, FactValue] = dict.fromkeys(names, "no")
    now: Mapping[str, FactValue] = dict.fromkeys(names, "yes")
    (told,) = re.findall(r"\*\*Facts that changed:.*", said({}, {}, asked, profiles=(before, now)))
    assert [name for name in names if f"Is {name} so?" not in told] == []


def test_a_step_that_was_done_and_is_open_again_is_named() -> None:
    done, again = Step(text="Fix it", owner="Ali", done_on=date(2026, 8, 20)), Step(text="Fix it", owner="Ali")
    text = said({"s1.p1": Answer(level=1, steps=(done,))}, {"s1.p1": Answer(level=1, steps=(again,))})
    assert "nothing was open. Promised since: 1 without a date. Done, and open again: Fix it (Ali)." in text


def test_beside_an_earlier_edition_no_later_promise_is_dropped_and_nothing_done_later_is_open_again() -> None:
    done, made = Step(text="Fix it", owner="Ali", done_on=date(2026, 8, 20)), Step(text="Buy it", owner="Ali")
    asked = tiny_questionnaire(1, 3)
    open_then, done_now = (a_book(asked, {"s1.p1": Answer(level=1, steps=steps)})
                           for steps in ((done.changed(done_on=None),), (done, made)))  # fmt: skip
    first = Assessment("first", asked, open_then, date(2026, 5, 22))
    then = (PastEdition("first", 1, first.on, lambda: first),)
    second = Assessment("second", asked, done_now, date(2026, 8, 22), "first", editions=then)

    text = changes_of(compare(second, first), second, GuideContext(Team("Blue")), NOTHING_BY_HAND)

    (told,) = re.findall(r"\*\*Promised up to [^:]*:\*\* (.*)", text)
    assert told == "Nothing is said of promises, because first came before second."


def test_what_changed_about_the_team_is_named_with_what_that_made_of_its_practices() -> None:
    rules = [
        {"when": {"exposure": ["staff-only"]}, "because": "staff is told", "inherited": ["s1.p1"]},
        {"when": {"role": {"only": ["saas"]}}, "because": "they run it", "not_applicable": ["s1.p2"]},
    ]
    questionnaire = tiny_questionnaire(1, 3, rules=rules)
    answers = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=1)}
    old = {"role": ("saas",), "exposure": "staff-only"}
    text = said(answers, answers, questionnaire, profiles=(old, {"role": ("saas", "provider-api")}))

    assert "| now ours | P1 | inherited | ours | inherited until now: staff is told |" in text
    assert "| now in scope | P2 | not applicable | 1 | left out until now: they run it |" in text
    assert (
        "**Facts that changed:** How do you use it? “As a service”, “By API”, before “As a service”; "
        "Who can reach it? not answered, before “Staff”."
    ) in text
    assert (
        "**By practice, −0.50:** P2 −0.37 (because it is below the average); P1 −0.13, "
        "because its share of the level changed."
    ) in text


def test_practices_that_came_went_or_were_worded_anew_are_named() -> None:
    old = tiny_questionnaire(1, 3)
    new = tiny_questionnaire(1, 4, version="1.1.0", changes={"s1.p2": {"question": "How now?"}})
    shorter = replace(new, sections=(replace(new.sections[0], practices=new.sections[0].practices[1:]),))
    text = said({"s1.p1": Answer(level=2), "s1.p2": Answer(level=1)}, {"s1.p2": Answer(level=1)}, old, shorter)
    assert "| gone | P1 | 2 | no longer asked |" in text
    assert "| new | P4 | not there | not answered |" in text
    assert "| reworded | P2 | 1 | 1 |" in text


def test_good_news_beyond_a_screen_is_counted() -> None:
    questionnaire = tiny_questionnaire(5, 4)
    low = {name: Answer(level=1) for name in questionnaire.practices}
    high = {name: Answer(level=2, level_reason=f"because of {name}") for name in questionnaire.practices}
    text = said(low, high, questionnaire)
    assert text.count("| better |") == 12
    assert "Eight more changes: run levelbook diff 2026-08-22 to see them." in text


def test_the_command_for_the_other_changes_names_both_editions() -> None:
    questionnaire = tiny_questionnaire(5, 4)
    low = a_book(questionnaire, {name: Answer(level=1) for name in questionnaire.practices})
    high = a_book(questionnaire, {name: Answer(level=2, level_reason=name) for name in questionnaire.practices})
    q1 = Assessment("q1", questionnaire, low, date(2026, 8, 22))
    q2 = Assessment("q2", questionnaire, high, DAY, "q1", low.answers)
    text = changes_of(compare(q1, q2), q2, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert "run levelbook diff q1 q2 to see them." in text


def test_practices_that_changed_alike_for_the_same_reason_are_one_row() -> None:
    before = {name: Answer(level=2) for name in ("s1.p1", "s1.p2", "s1.p3")}
    alike = Answer(level=1, level_reason="Tom left")
    text = said(before, {"s1.p1": alike, "s1.p2": Answer(level=1, level_reason="it broke"), "s1.p3": alike})

    assert "| worse | P1; P3 | 2 | 1 | “Tom left” |" in text and "| worse | P2 | 2 | 1 | “it broke” |" in text
    assert "**Look here first:** three practices got worse." in text


def test_an_edition_that_nobody_reviewed_says_so_before_anything_else() -> None:
    questionnaire = tiny_questionnaire(1, 3)

    def signed(level: int, name: str, after: str) -> Answer:
        wording = questionnaire.wording(name, inherited=False)
        return Answer().changed(level=level).answered(by="Noor", at=NOON, wording=wording, after=after)

    held = {name: signed(2, name, "") for name in questionnaire.practices}
    raised = {name: signed(3, name, "2026-08-22") for name in questionnaire.practices}
    one = {**held, "s1.p1": raised["s1.p1"]}
    nobody = "**Nobody has reviewed any of the 3 answers in this round.**"
    most = "**Most answers have not been reviewed in this round:** 2 of 3."

    for after, first in ((held, nobody), (one, most)):
        _, said_first, *rest = [line for line in said(held, after, questionnaire).splitlines() if line]
        assert said_first == first
        assert any(line.startswith("- **Not reviewed this round:**") for line in rest)
    assert "reviewed" not in said(held, raised, questionnaire).partition("| What |")[0]

    def line_of(after: dict[str, Answer], since: str = "2026-08-22") -> str:
        book = a_book(questionnaire, after)
        return unreviewed_words(Assessment("now", questionnaire, book, DAY, "2026-08-22", held), since)

    assert [line_of(held), line_of(one), line_of(raised)] == [nobody.strip("*"), most.replace("*", ""), ""]
    earlier = Assessment("2026-05-22", questionnaire, a_book(questionnaire, held), date(2026, 5, 22))
    now = Assessment("now", questionnaire, a_book(questionnaire, held), DAY, "2026-08-22", held)
    page = changes_of(compare(earlier, now), now, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert "**Nobody has reviewed any of the 3 answers since edition 2026-08-22.**" in page
    assert "- **Not reviewed since edition 2026-08-22:** 3 of 3 answers" in page
    assert line_of(held, since="2026-05-22") == "Nobody has reviewed any of the 3 answers since edition 2026-08-22."


@each_class_of_hostile_text
def test_whatever_people_type_stays_in_its_cell(text: str) -> None:
    line = clean_line(text) or "-"
    before = {name: Answer(level=2, steps=(Step(text=line, owner=line),)) for name in ("s1.p1", "s1.p2", "s1.p3")}
    after = {
        "s1.p1": Answer(level=1, note=text),
        "s1.p2": Answer(not_applicable=line),
        "s1.p3": Answer(unsure=True, ask_whom=line),
    }
    rows = [row for row in said(before, after).split("\n") if row.startswith("| ")]
    assert len(rows) == 4
    assert all(row.count("|") == 6 for row in rows)


def test_of_two_editions_of_one_day_the_page_names_which_it_is_and_which_it_is_compared_with() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    names = ("2026-11-22", "2026-11-22.2")
    first, second = (Assessment(name, questionnaire, a_book(questionnaire, {}), DAY) for name in names)
    text = changes_of(compare(first, second), second, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert text.startswith("# Blue, 2026-11-22.2: ")
    assert "**Compared with** the edition of 2026-11-22." in text

    first, second = replace(first, name="spring"), replace(second, name="autumn")
    text = changes_of(compare(first, second), second, GuideContext(Team("Blue")), NOTHING_BY_HAND)
    assert text.startswith("# Blue, 22 November 2026 (autumn): ")
    assert "**Compared with** the edition of spring (22 November)." in text

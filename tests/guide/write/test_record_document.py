"""The record holds everything that can be proved, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Rule, Section
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.guide.text.markdown import check_generated
from levelbook.guide.write.assemble import GuideContext, Team, assemble
from levelbook.guide.write.inputs import HeldSitting
from levelbook.guide.write.record_document import PARTS
from levelbook.guide.write.render import Template
from levelbook.reading import strict
from support import bank
from support.builders import DAY, NOON, a_book, a_full_answer, a_practice, tiny_questionnaire
from support.looped import each_class_of_hostile_text
from support.made_guides import block, documents, guide_sources, unpadded


@pytest.fixture(scope="module")
def record() -> str:
    return unpadded(assemble(*bank.after_two_quarters(), bank.template()).record)


def chapter(record: str, title: str) -> str:
    return record.split(f"\n## {title}\n")[1].split("\n## ")[0]


def answer_of(record: str, title: str) -> str:
    return record.split(f"\n#### {title}\n")[1].split("\n#### ")[0].split("\n### ")[0].split("\n## ")[0]


def test_its_chapters_come_in_the_order_of_the_design(record: str) -> None:
    titles = re.findall(r"^## (.*)$", record, re.MULTILINE)
    words = bank.template().words("record")
    assert titles == [words[part] for part in PARTS]


def test_its_front_page_names_the_questionnaire_and_the_licence_of_its_text(record: str) -> None:
    front = record.partition("\n## ")[0]
    assert "derives from the questionnaire Generative AI security 1.1.0, licensed under CC BY 4.0." in front


def test_of_a_questionnaire_that_names_no_licence_the_record_says_none() -> None:
    own = tiny_questionnaire()
    current = Assessment("now", own, AnswerBook("tiny", "1.0.0"), DAY)
    assert "licensed" not in assemble(current, GuideContext(Team("Blue")), bank.template()).record


@pytest.mark.parametrize("given", [bank.after_two_quarters, bank.before_the_first_answer])
def test_it_holds_no_html_and_leads_nowhere_strange(given: Callable[[], bank.Made]) -> None:
    made = assemble(*given(), bank.template())
    headings = [(len(marks), words) for marks, words in re.findall(r"^(#+) (.*)$", made.record, re.MULTILINE)]
    assert check_generated(made.record, headings=[(level, None) for level, _ in headings], images=True) == []


def test_standing_is_explained_in_full(record: str) -> None:
    said = chapter(record, "Where we stand, in full")
    counting = len(bank.after_two_quarters().current.scorecard.counting)
    assert f"Of {counting} practices that apply to us, {counting - 1} are answered, 1 is not known" in said
    assert "| Secure model deployment | 2.3 (1.8–2.6), 4 of 5 answered | 2.8 |" in said


def test_it_says_what_the_team_said_about_itself_and_what_follows(record: str) -> None:
    said = chapter(record, "What we said about ourselves")
    assert "| Who can send input? | Customers or other people with an account |" in said
    assert "where the EU AI Act applies. Applicable law: EU Artificial Intelligence Act" in said


def test_later_holds_what_the_guide_has_no_room_for(record: str) -> None:
    guide = block(assemble(*bank.after_two_quarters(), bank.template()), "next")
    rows = [line for line in chapter(record, "Later").split("\n") if line.startswith("| ")][1:]
    assert rows
    assert f"\n{len(rows)} more things to do or to find out are in " in guide
    assert not any(row.split(" | ")[0].strip("| ") in guide for row in rows)
    states = [[cell.strip() for cell in row.split("|")[3:5]] for row in rows]
    assert all("was due" not in who or state.startswith("late") for state, who in states)
    assert all("(proposed)" in who for state, who in states if state in ("now", "next", "later"))


def test_evidence_to_bring_for_a_practice_on_target_is_agreed_and_not_beyond_the_target() -> None:
    questionnaire = tiny_questionnaire(1, 9)
    steps = {f"s1.p{n}": Answer(level=1, steps=(Step(text=f"Step {n}", owner="Ana", due=DAY),)) for n in range(1, 8)}
    more = {"s1.p8": Answer(level=2), "s1.p9": Answer(level=2, steps=(Step(text="Go on"),))}
    proof = EvidenceToBring(practice="s1.p8", what="the log", who="Bea", pieces=0)
    current = Assessment("now", questionnaire, AnswerBook("tiny", "1.0.0", answers=steps | more), DAY)
    agreed = current.with_sittings(lambda: ((DAY, Sitting(proofs=(proof,))),))
    later = chapter(unpadded(assemble(agreed, GuideContext(Team("Blue")), bank.template()).record), "Later")
    assert "| Bring evidence: the log | P8 | agreed | Bea |" in later
    assert "| Go on | P9 | beyond target | – |" in later


def test_all_evidence_that_is_out_of_date_is_named_also_of_a_level_that_needs_none() -> None:
    old = (Evidence(kind="documented", reference="the plan", seen_on=date(2024, 11, 22)),)
    answers = {f"s1.p{level}": Answer(level=level, evidence=old) for level in (1, 2)}
    record = documents(tiny_questionnaire(1, 2), answers).record
    assert record.count("**We say we do (evidence expired):**") == 2
    assert "Evidence expired: P1, P2." in record


def test_where_people_left_the_page_of_next_steps_out_the_record_lists_all_of_them() -> None:
    answers = {"s1.p1": Answer(level=1, steps=(Step(text="Go on", owner="Ana"),))}
    later = chapter(documents(tiny_questionnaire(1, 1), answers, edited_headings={"next": ""}).record, "Later")
    assert "This is left to do or to find out. What has a day" in later and "Go on" in later
    assert "Nothing more: all that is left" in chapter(documents(tiny_questionnaire(1, 1), answers).record, "Later")


def test_where_nothing_waits_the_record_says_that_practices_are_left_to_answer() -> None:
    """It said of a team that had answered nothing that nothing was left to do or to find out."""
    said = {}
    for count, answers in ((1, {}), (3, {}), (3, {"s1.p1": Answer(level=2)}), (1, {"s1.p1": Answer(level=2)})):
        for edited in ({}, {"next": ""}):
            record = documents(tiny_questionnaire(1, count), answers, edited_headings=edited).record
            said[count, len(answers), bool(edited)] = chapter(record, "Later").strip()

    on_its_page = "to do or to find out is on the guide's page of next steps."
    nothing = "left to answer, and nothing else to do or to find out."
    assert said == {
        (1, 0, False): f"Nothing more: all that is left to answer, {on_its_page}",
        (1, 0, True): f"One practice is {nothing}",
        (3, 0, False): f"Nothing more: all that is left to answer, {on_its_page}",
        (3, 0, True): f"Three practices are {nothing}",
        (3, 1, False): f"Nothing more: all that is left to answer, {on_its_page}",
        (3, 1, True): f"Two practices are {nothing}",
        (1, 1, False): f"Nothing more: all that is left {on_its_page}",
        (1, 1, True): "Nothing is left to do or to find out.",
    }


def test_what_nobody_has_answered_yet_says_whose_it_is() -> None:
    answers = {
        "s1.p1": Answer(owner="Ana", due=DAY),
        "s1.p2": Answer(owner="Priya K."),
        "s1.p3": Answer(due=DAY),
        "s1.p4": Answer(level=1, due=DAY, answered_by="Noor"),
    }
    record = documents(tiny_questionnaire(1, 4), answers).record
    assert "_Owner Ana, due 22 November._" in record and "_Owner Priya K._" in record
    assert "_No owner, due 22 November._" in record and "_Answered by Noor; due 22 November._" in record


def test_who_confirmed_an_answer_is_said_with_the_day_and_not_as_the_last_review() -> None:
    """A round may count an answer as reviewed because it says something else, without anybody having confirmed it."""
    held: dict[str, Any] = {"answered_by": "Noor", "answered_at": NOON, "confirmed_by": "Ana", "confirmed_at": NOON}
    record = documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1, **held)}).record
    assert "_Answered by Noor, 22 November, confirmed by Ana, 22 November._" in record


def test_an_answer_that_counts_as_reviewed_because_its_evidence_changed_says_so_and_names_nobody_for_it() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    wording = questionnaire.wording("s1.p1", inherited=False)
    old = Answer(level=1).answered(by="Noor", at=NOON, wording=wording, after="")
    new = old.changed(evidence=(Evidence(kind="documented", reference="the plan", seen_on=DAY),))
    new = new.changed(rev=new.true_rev)
    last = replace(guide_sources(questionnaire, {"s1.p1": old}).current, name="old")
    record = documents(questionnaire, {"s1.p1": new}, last=last).record
    assert "_Answered by Noor, 22 November; reviewed this round, because its evidence changed._" in record


def test_an_answer_of_which_nobody_is_named_has_its_day_and_is_not_due_by_it() -> None:
    record = documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1, answered_at=NOON)}).record
    assert "_Answered on 22 November" in record


def test_an_answer_that_was_merged_says_so_as_every_other_place_does() -> None:
    held: dict[str, Any] = {"answered_by": "Noor", "answered_at": NOON}
    record = documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1, **held)}).record
    assert "_Answered by Noor, 22 November; merged and not confirmed._" in record


def test_an_answer_says_of_a_day_that_is_past_that_it_was_due() -> None:
    held: dict[str, Any] = {"answered_by": "Noor", "answered_at": NOON}
    accepted = Accepted(level=1, by="Gus", until=DAY, reason="The budget opens in March")
    answers = {
        "s1.p1": Answer(unsure=True, ask_whom="Tom", ask_by=DAY - timedelta(days=1), **held),
        "s1.p2": Answer(unsure=True, ask_by=DAY - timedelta(days=1), **held),
        "s1.p3": Answer(unsure=True, ask_whom="Tom", ask_by=DAY, **held),
        "s1.p4": Answer(level=1, owner="Ana", due=DAY - timedelta(days=1), **held),
        "s1.p5": Answer(level=1, owner="Ana", due=DAY, **held),
        "s1.p6": Answer(level=1, owner="Zoe", due=DAY - timedelta(days=1), accepted=accepted, **held),
    }
    said = chapter(documents(tiny_questionnaire(1, 6), answers).record, "Every answer")
    assert "Who finds out: Tom, was due 21 November." in said
    assert "Nobody is finding out yet, was due 21 November." in said
    assert "Who finds out: Tom, by 22 November." in said
    assert "owner Ana, was due 21 November" in said
    assert "owner Ana, due 22 November" in said
    assert "owner Zoe, was due 21 November" in said, "the day is past, also while the risk is accepted"


def test_every_answer_stands_with_its_note_its_evidence_and_who_gave_it(record: str) -> None:
    said = answer_of(record, "Input validation and sanitisation")
    assert "level 2 (Defined) · target 3 · proven 2 · impact 3 · priority 3, medium" in said
    assert "; Tom doubts that it is fast enough.\n>\n> Again in January." in said
    assert "- release run 2026.44, 96 per cent – tested 30 October, valid until 30 October 2027." in said
    assert "_Not yet:_" in said
    assert "**Votes:** 3 for 1, 2 for 3; median 1; wide spread.\n\n- Three of us, for 1: “nothing screens" in said
    assert "RA-409" in said
    assert "_Answered by Noor, 20 November" in said
    assert "not reviewed this round" in answer_of(record, "Response teams")
    for practice in bank.questionnaire().practices.values():
        assert f"\n#### {practice.title}\n" in record


def test_one_that_was_left_out_says_by_whom_and_why(record: str) -> None:
    assert "Not applicable:** “Answers are shown and never run; no tool is connected.”" in answer_of(
        record, "OAuth and scopes"
    )
    assert "Why it does not apply: no model is held here." in answer_of(record, "Model isolation")


def test_a_target_of_the_teams_own_is_said_without_a_space_before_it() -> None:
    own = tiny_questionnaire(1, 1)
    book = a_book(own, {"s1.p1": Answer(level=1, target=4, target_reason="The board asked for it.")})
    record = assemble(Assessment("now", own, book, DAY), GuideContext(Team("Blue")), bank.template()).record
    assert "\nWe set a higher target: “The board asked for it.”\n" in record


def test_references_are_named_by_framework_and_title_for_practices_that_are_for_us(record: str) -> None:
    said = chapter(record, "References and threats")
    assert "**Trigger events:**" in said and "**Model isolation**" not in said
    assert "- Against OWASP GenAI LLM Top 10 2026" in said
    assert said.count("our own labels") == 1
    assert "NIST Cybersecurity Framework" in said.split("the words beside the ids are our own labels")[0]


def test_laws_are_named_only_where_a_rule_brings_them_in(record: str) -> None:
    said = chapter(record, "References and threats")
    assert "HIPAA" not in said and "California" not in said
    assert "General Data Protection Regulation" in said
    assert "Art. 4 AI literacy" in said and "Obligations of deployers of high-risk AI systems" not in said
    assert "Digital Operational Resilience Act" in said, "a bank in the EU"
    assert "NIS2" not in said and "Cyber Resilience Act" not in said


def test_coverage_names_items_practices_and_the_lowest_level(record: str) -> None:
    said = chapter(record, "Coverage")
    assert "### OWASP GenAI LLM Top 10 2026" in said and "### EU Artificial Intelligence Act" in said
    assert re.search(r"Practices that apply to us cover \d+ of the 10 items", said)
    assert re.search(r"^\| LLM01:2026 .* \| .*Input validation and sanitisation 2.* \| \d \|$", said, re.MULTILINE)
    assert "| not known |" in said


def test_what_nobody_verified_is_marked() -> None:
    item = {"id": "X1", "title": "Something", "unverified": True}
    framework = strict.read(Framework, {"key": "odd", "name": "Odd", "version": "1", "items": [item]})
    practice = {**a_practice("s1.p1"), "references": ["odd:X1"]}
    section = strict.read(Section, {"id": "s1", "title": "One", "practices": [practice]})
    questionnaire = replace(tiny_questionnaire(1, 1), sections=(section,))
    book = AnswerBook("tiny", "1.0.0", answers={"s1.p1": Answer(level=1)})
    current = Assessment("now", questionnaire, book, DAY)
    context = GuideContext(Team("Blue"), frameworks={"odd": framework}, chosen=("odd", "no longer asked"))
    record = unpadded(assemble(current, context, bank.template()).record)
    assert record.count("X1 Something (not verified with the issuer)") == 2


@pytest.mark.parametrize(
    ("role", "said", "words"),
    [
        ("saas", False, "; answered before it was inherited._"),
        ("provider-api", True, "; answered while it was inherited._"),
    ],
)
def test_an_answer_that_was_given_in_another_scope_says_so_and_nothing_of_a_rewording(
    role: str, said: bool, words: str
) -> None:
    rule = {"when": {"role": {"only": ["saas"]}}, "because": "they run it", "inherited": ["s1.p1"]}
    questionnaire = tiny_questionnaire(1, 1, rules=[rule])
    answer = Answer(level=1).answered(
        by="Noor", at=NOON, wording=questionnaire.wording("s1.p1", inherited=said), after=""
    )
    book = AnswerBook("tiny", "1.0.0", profile={"role": (role,)}, answers={"s1.p1": answer})
    text = assemble(Assessment("now", questionnaire, book, DAY), GuideContext(Team("Blue")), bank.template()).record
    assert words in text and "reworded" not in text


def test_a_level_kept_out_of_scope_is_said_to_count_nowhere_and_leads_to_no_next_one() -> None:
    rule = {"when": {"role": {"only": ["saas"]}}, "because": "they run it", "not_applicable": ["s1.p1"]}
    questionnaire, answers = tiny_questionnaire(1, 2, rules=[rule]), {"s1.p1": Answer(level=1)}
    record = documents(questionnaire, answers, {"role": ("saas",)}).record
    assert "1.1 · not applicable; level 1 is kept, and counts once it applies\n" in record
    assert "To reach the next level" not in record
    assert "To reach the next level" in documents(questionnaire, answers, {"role": ("provider-api",)}).record


def record_of(framework: Mapping[str, Any], *, legal: Sequence[str] = ()) -> str:
    """The record of a team that practises one thing, which cites an item of a framework; and the laws of a rule."""
    read = strict.read(Framework, {"key": "odd", "name": "Odd", "version": "2026.09", **framework})
    practice = {**a_practice("s1.p1"), "references": [f"odd:{read.items[0].id}"]}
    section = strict.read(Section, {"id": "s1", "title": "One", "practices": [practice]})
    rule = strict.read(Rule, {"when": {}, "because": "everybody has to", "legal": list(legal)})
    questionnaire = replace(tiny_questionnaire(1, 1), sections=(section,), rules=(rule,) if legal else ())
    book = AnswerBook("tiny", "1.0.0", answers={"s1.p1": Answer(level=1)})
    current = Assessment("now", questionnaire, book, DAY)
    context = GuideContext(Team("Blue"), frameworks={"odd": read}, chosen=("odd",))
    return unpadded(assemble(current, context, bank.template()).record)


def test_an_item_with_a_practice_at_level_0_has_that_as_its_lowest_whatever_is_open() -> None:
    read = strict.read(Framework, {"key": "odd", "name": "Odd", "version": "1", "items": [{"id": "X1", "title": "X"}]})
    practices = [{**a_practice(name), "references": ["odd:X1"]} for name in ("s1.p1", "s1.p2")]
    section = strict.read(Section, {"id": "s1", "title": "One", "practices": practices})
    questionnaire = replace(tiny_questionnaire(1, 2), sections=(section,))
    context = GuideContext(Team("Blue"), frameworks={"odd": read}, chosen=("odd",))
    for level, lowest in ((0, "0"), (1, "not answered")):
        book = AnswerBook("tiny", "1.0.0", answers={"s1.p1": Answer(level=level)})
        record = assemble(Assessment("now", questionnaire, book, DAY), context, bank.template()).record
        assert f"P2 not answered | {lowest} |" in unpadded(record)


def test_an_id_that_its_issuer_gave_up_is_shown_with_what_took_its_place() -> None:
    items = [{"id": "X1", "title": "Old", "retired": "2026.07", "successor": "X2"}, {"id": "X2", "title": "New"}]

    record = record_of({"items": items})

    assert record.count("X1 Old (retired in 2026.07, now X2 New)") == 2, "by practice, and in the coverage"


def test_the_age_of_what_was_read_stands_beside_the_day_of_reading() -> None:
    items = [{"id": "X1", "title": "One"}]
    dated = {"version_date": "2026-09-15", "retrieved": "2026-11-29", "verified_kind": "secondary-copy"}

    record = record_of({"items": items, **dated})

    assert "| Odd | 2026.09 | 15 September 2026 | 29 November 2026, in a copy |" in record
    assert "Version read: 2026.09 (15 September 2026)." in record
    by_its_day = record_of({"items": items, "version": "2026-09-15", "version_date": "2026-09-15"})
    assert "Version read: 2026-09-15. " in by_its_day
    assert "| Odd | 2026.09 | not known | not known |" in record_of({"items": items})


def test_what_a_law_asks_for_from_which_day_stands_where_a_rule_brings_it_in() -> None:
    items = [{"id": "Art. 1", "title": "One"}, {"id": "Art. 2", "title": "Two"}]
    duties = [
        {"item": "Art. 1", "what": "Mark it.", "from": DAY, "checked_on": date(2026, 11, 1)},
        {"item": "Art. 1", "what": "Prove it.", "from": DAY + timedelta(days=1), "unverified": True},
        {"item": "Art. 2", "what": "Hide it.", "from": DAY},
    ]
    law = {"items": items, "law": True, "duties": duties}

    record = record_of(law, legal=["odd:Art. 1"])

    assert f"| Odd, Art. 1 | Mark it | {spoken_day(DAY)}, in force | 1 November 2026 |" in record
    later = spoken_day(DAY + timedelta(days=1))
    assert f"| Odd, Art. 1 | Prove it | {later} | never (not verified with the issuer) |" in record
    assert "Hide it" not in record
    assert "What these laws ask for, and from when, as A tiny questionnaire 1.0.0 has it. " in record
    assert "What these laws ask for" not in record_of(law, legal=["other"])


def test_shares_of_practices_are_told_from_the_count_of_reviewed_answers() -> None:
    shares = "_Answered_ and _Reviewed_ are shares of all practices that count, by weight, also of those not answered."
    answered = documents(tiny_questionnaire(1, 2), {"s1.p1": Answer(level=1)}).record
    assert "**Reviewed this round: 1 of 1 answer.**" in answered and "| 50%      | 50%      |" in answered
    assert f"{shares} The line above the table counts only answers.\n" in answered
    assert f"{shares}\n" in documents(tiny_questionnaire(1, 2)).record


def test_history_holds_every_edition_and_its_trend(record: str) -> None:
    said = chapter(record, "Editions so far")
    assert "| 2026-08-22 | 22 August |" in said and "| 2026-11-22 | 22 November |" in said
    assert "](charts/trend.svg)" in said


def test_the_method_uses_this_teams_numbers(record: str) -> None:
    said = chapter(record, "How the figures are calculated")
    level = bank.after_two_quarters().current.scorecard.overall.level
    assert level is not None
    assert "In Risk governance they are at " in said
    assert "The overall level" in said


def test_criteria_of_which_none_holds_are_not_said_to_be_done() -> None:
    struck = answer_of(of_one(Answer(level=1, unmet=("c1-a", "c1-b"))), "P1")
    assert "**None of this is in place yet:**\n\n- _Not yet:_ " in struck
    assert "We say we do" not in struck
    assert "**We say we do (not proven yet):**\n\n- " in answer_of(of_one(Answer(level=1, unmet=("c1-a",))), "P1")


# Votes and sittings


def of_one(answer: Answer, *sittings: HeldSitting, orphan: Answer | None = None) -> str:
    """The record of a questionnaire of two practices, the first with this answer.

    orphan: an answer to a practice that the questionnaire does not have.
    """
    questionnaire = tiny_questionnaire(1, 2)
    answers = {"s1.p1": answer} | ({"s1.gone": orphan} if orphan else {})
    book = AnswerBook("tiny", "1.0.0", answers=answers)
    current = Assessment("now", questionnaire, book, DAY)
    return unpadded(assemble(current, GuideContext(Team("Blue"), sittings=sittings), bank.template()).record)


def test_who_accepts_a_risk_cannot_accept_it_in_anybody_elses_words() -> None:
    accepted = Accepted(level=1, by="Noor: “I agree.” Tom", until=DAY, reason="No money")

    assert ", by “Noor: ‘I agree.’ Tom”: “No money.”" in of_one(Answer(level=1, accepted=accepted))


def test_a_persons_reason_stands_in_quotation_marks_where_the_record_goes_on_or_its_sentence_began() -> None:
    accepted = Accepted(level=1, by="Gus", until=DAY - timedelta(days=1), reason="No money.” It holds")
    dropped = EvidenceToBring(practice="s1.p1", what="The log", who="Tom", outcome="dropped", reason="brought later")
    sitting = Sitting(closed=True, proofs=(dropped,))
    no_such = Answer(not_applicable="ours alone", note="Ask Ana")

    said = of_one(
        Answer(level=1, accepted=accepted, target=3, target_reason="target 4"),
        HeldSitting(DAY, sitting),
        orphan=no_such,
    )

    assert ", by Gus: “No money.’ It holds.” This acceptance does not hold today." in said
    assert "We set a higher target: “target 4.”" in said
    assert "- The log (P1): Tom; dropped: “brought later”." in said
    assert "- “s1.gone”: not applicable (“ours alone”). Note: “Ask Ana.”" in said


def test_a_colon_in_peoples_words_is_the_only_one_in_its_line() -> None:
    """“Rehearse: under 10 minutes: Jonas” read as two things about one step."""
    step = Step(text="Rehearse: under 10 minutes", owner="Jonas", due=date(2026, 12, 11))
    piece = Evidence(kind="documented", reference="Page: the switch")
    said = of_one(Answer(level=1, steps=(step,), evidence=(piece,)))

    assert "- Rehearse: under 10 minutes – Jonas, 11 December." in said
    assert "- Page: the switch – documented, undated" in said


def test_votes_stand_with_every_count_their_median_and_whoever_is_named_or_gives_a_reason() -> None:
    votes = (
        Vote(level=0, count=1, who="Tom", reason="Nobody has seen it"),
        Vote(level=2, count=3),
        Vote(level=2, count=1, who="Ana"),
        Vote(level=3, count=2, reason="it held in March"),
        Vote(level=3, count=1),
        Vote(level=4, count=0, reason="nobody said this"),
    )
    said = answer_of(of_one(Answer(level=2, votes=votes)), "P1")
    assert (
        "**Votes:** 1 for 0, 4 for 2, 3 for 3; median 2; wide spread.\n\n"
        "- Tom, for 0: “Nobody has seen it.”\n- Ana, for 2.\n- Two of us, for 3: “it held in March.”\n"
    ) in said


def test_a_median_between_two_levels_is_half_way_and_a_narrow_spread_is_only_counted() -> None:
    said = answer_of(of_one(Answer(level=1, votes=(Vote(level=1, count=2), Vote(level=2, count=2)))), "P1")
    assert "**Votes:** 2 for 1, 2 for 2; median 1.5.\n" in said
    assert "Votes" not in answer_of(of_one(Answer(level=1)), "P1")


def test_where_only_ballots_were_counted_nobody_is_said_to_have_voted() -> None:
    counted = Answer(level=1, abstained=2, votes=(Vote(level=1, count=3), Vote(level=3, count=1)), from_ballots=True)
    said = of_one(counted)
    assert "**Ballots:** 3 for 1, 1 for 3, 2 gave no level; median 1; wide spread.\n" in answer_of(said, "P1")
    assert "voted" not in answer_of(said, "P1")
    left_open = answer_of(of_one(counted.changed(level=None)), "P1")
    assert left_open.startswith("\n1.1 · ballots counted, not settled · target 2")


def test_votes_that_settled_nothing_say_so() -> None:
    said = answer_of(of_one(Answer(votes=(Vote(level=1, count=2),))), "P1")
    assert said.startswith("\n1.1 · voted on, not settled · target 2")
    assert "**Votes:** 2 for 1; median 1; not settled." in said


SITTING = Sitting(
    planned_minutes=90,
    next_round=date(2027, 2, 22),
    closed=True,
    taken_up=("s1.p2", "s1.p1", "gone.away"),
    minutes="Ana led.\n\n- no list",
    participants=(Participant(name="Ana"), Participant(name="Tom", named=True), Participant(name="Eve")),
    parked=(
        Parked(text="Who pays?", practice="s1.p1", by="Tom"),
        Parked(text="Coffee."),
        Parked(text="Keys", practice="s1.p2"),
        Parked(text="Names", by="Eve"),
    ),
    taken_on=(
        TakenOn(practice="s1.p1", step="Write it down.", owner="Ana", due=date(2027, 1, 8)),
        TakenOn(practice="s1.p1", step="Ask", owner="Ana"),
        TakenOn(practice="s1.p2", step="Do it", owner="Tom", due=date(2026, 12, 1)),
        TakenOn(practice="s1.p2", step="Whoever finds the time"),
    ),
    proofs=(
        EvidenceToBring(practice="s1.p2", what="The report", who="Tom", by=date(2026, 12, 4)),
        EvidenceToBring(practice="s1.p1", what="A log"),
    ),
)


def test_a_sitting_stands_in_full_with_all_that_it_kept() -> None:
    said = chapter(of_one(Answer(level=1), HeldSitting(DAY, SITTING)), "Sittings")
    assert (
        said.strip()
        == """### 22 November 2026

Present: Ana, Tom and Eve; 90 minutes planned.

**Discussed, one by one or as a list:** 1.2 P2; 1.1 P1; gone.away.

**Minutes:**

> Ana led.
>
> - no list

**Taken on before the next round** _(Ana two, Tom one)_

- Write it down (P1): Ana, 8 January 2027.
- Ask (P1): Ana.
- Do it (P2): Tom, 1 December.
- Whoever finds the time (P2): no owner.

**Evidence to bring:**

- The report (P2): Tom, 4 December.
- A log (P1): no owner.

**Parked:**

- Who pays? (P1; raised by Tom).
- Coffee.
- Keys (P2).
- Names (raised by Eve).

**Next round:** 22 February 2027."""
    )


def test_a_sitting_that_stopped_early_says_so_and_nothing_that_it_does_not_have() -> None:
    said = chapter(of_one(Answer(level=1), HeldSitting(DAY, Sitting())), "Sittings")
    assert said.strip() == ("### 22 November 2026\n\nNo participants are recorded. The sitting has not been closed.")


def test_parked_items_stand_with_what_became_of_them() -> None:
    parked = (
        Parked(text="Who pays?", practice="s1.p1", by="Tom", outcome="settled", decision="The platform team."),
        Parked(text="Coffee", outcome="settled"),
        Parked(text="Keys", outcome="given", owner="Ana", due=date(2026, 12, 4), since=date(2026, 8, 20)),
        Parked(text="Locks", outcome="given", owner="Ana", due=date(2026, 11, 21)),
        Parked(text="Names", outcome="carried"),
        Parked(text="Who may?", outcome="settled", decision="Tom"),
        Parked(text="Who can?", outcome="given", owner="Ana", since=date(2026, 8, 20)),
        Parked(text="Who will?"),
    )

    said = chapter(of_one(Answer(level=1), HeldSitting(DAY, Sitting(closed=True, parked=parked))), "Sittings")

    assert [line for line in said.splitlines() if line.startswith("- ")] == [
        "- Who pays? (P1; raised by Tom): settled – The platform team.",
        "- Coffee: settled.",
        "- Keys, open since 20 August: given to Ana, by 4 December.",
        "- Locks: given to Ana, was due 21 November.",
        "- Names: carried to the next sitting.",
        "- Who may? Settled – Tom.",
        "- Who can? (open since 20 August): given to Ana.",
        "- Who will?",
    ]


def test_parked_items_stand_in_a_record_of_a_round_without_a_sitting() -> None:
    day = date(2026, 8, 20)
    carried = Parked(text="Who pays?", by="Tom", outcome="carried")
    given_ = Parked(text="Keys", outcome="given", owner="Ana", due=date(2026, 12, 1))
    settled = Parked(text="Lunch", outcome="settled")
    earlier = Sitting(closed=True, parked=(carried, given_, settled))

    found = chapter(of_one(Answer(level=2), HeldSitting(day, earlier, is_new=False)), "Sittings")

    assert (
        "**Parked and still open:**\n\n- Who pays? (raised by Tom), open since 20 August.\n"
        "- Keys, open since 20 August: given to Ana, by 1 December.\n\nEarlier:"
    ) in found
    assert "still open" not in of_one(Answer(level=2), HeldSitting(DAY, earlier)), "a sitting of this round lists them"


def test_sittings_come_in_the_order_of_their_days_earlier_ones_in_a_line_each() -> None:
    held = [HeldSitting(date(2026, 8, day), SITTING, is_new=False) for day in (20, 21)]
    held += [HeldSitting(date(2026, 11, day), SITTING.changed(minutes=f"On the {day}.")) for day in (19, 20)]
    said = chapter(of_one(Answer(level=1), *held), "Sittings")
    assert re.findall(r"^### (.*)$", said, re.MULTILINE) == ["19 November 2026", "20 November 2026"]
    discussed = "three people, three practices discussed, four steps taken on"
    line = f"{discussed}, two pieces of evidence agreed, four items parked."
    assert said.rstrip().endswith(f"Earlier:\n\n- 20 August 2026: {line}\n- 21 August 2026: {line}")


def test_without_sittings_the_record_says_so(record: str) -> None:
    assert chapter(record, "Sittings").strip() == "No sitting is recorded."
    only_old = of_one(Answer(level=1), HeldSitting(DAY, SITTING, is_new=False))
    assert chapter(only_old, "Sittings").lstrip().startswith("There has been no sitting since the last edition.\n\n")
    assert "\n\nEarlier:\n" in chapter(only_old, "Sittings")


@each_class_of_hostile_text
def test_whatever_is_typed_in_a_sitting_or_a_vote_reads_literally(text: str) -> None:
    line = clean_line(text) or "-"
    sitting = Sitting(
        taken_up=(line,),
        minutes=text,
        participants=(Participant(name=line),),
        parked=(Parked(text=line, practice=line, by=text),),
        taken_on=(TakenOn(practice=line, step=line, owner=text), TakenOn(practice="s1.p1", step=line, owner="Ana")),
        proofs=(EvidenceToBring(practice=line, what=line, who=text),),
    )
    votes = (Vote(level=0, count=1, who=text, reason=text), Vote(level=3, count=2, reason=text))
    record = of_one(Answer(level=3, votes=votes), HeldSitting(DAY, sitting))
    levels = [(len(marks), None) for marks in re.findall(r"^(#+) ", record, re.MULTILINE)]
    assert check_generated(record, headings=levels, images=True) == []
    assert len(levels) == 1 + len(PARTS) + 1 + 2 + 1


@each_class_of_hostile_text
def test_whatever_people_type_makes_no_heading_no_html_and_no_link(text: str) -> None:
    questionnaire = tiny_questionnaire(1, 2)
    answers = {
        "s1.p1": a_full_answer(1, note=text, owner=text),
        "s1.p2": Answer(not_applicable=clean_line(text) or "-"),
    }
    book = AnswerBook("tiny", "1.0.0", answers=answers)
    current = Assessment("now", questionnaire, book, DAY)
    record = unpadded(assemble(current, GuideContext(Team(clean_line(text) or "-")), bank.template()).record)
    count = len(re.findall(r"^#+ ", record, re.MULTILINE))
    levels = [(len(marks), None) for marks in re.findall(r"^(#+) ", record, re.MULTILINE)]
    assert check_generated(record, headings=levels, images=True) == []
    assert count == 1 + len(PARTS) + 1 + 2


@pytest.mark.parametrize("added", ["<b>x</b>", "# More", "[x](https://evil.example)", "```\nx\n```", "{{ '{{' }} x }}"])
def test_a_template_that_writes_what_a_record_may_not_hold_is_refused(added: str) -> None:
    files = dict(bank.template().files)
    files["record.md.jinja"] += "\n\n" + (added if "{{" not in added else "{% raw %}{{ x }}{% endraw %}") + "\n"
    made = assemble(*bank.before_the_first_answer(), Template(bank.template().manifest, files))
    with pytest.raises(FileIsWrong, match=r"living-guide/record\.md\.jinja"):
        assert made.record


def test_a_title_with_a_comma_is_quoted_among_the_practices_of_an_item(record: str) -> None:
    """“Hubs, packages and invented names 2, …” read as two practices."""
    assert re.search(r"^\| LLM04:2026 .* \|[^|]* “Hubs, packages and invented names” \d", record, re.MULTILINE)


def test_the_mean_of_the_chapters_counts_those_whose_levels_it_lists() -> None:
    questionnaire = tiny_questionnaire(3, 1)
    book = a_book(questionnaire, {"s1.p1": Answer(level=1), "s2.p1": Answer(level=2)})
    text = assemble(Assessment("now", questionnaire, book, DAY), GuideContext(Team("Blue")), bank.template()).record

    assert (
        "the mean of the two chapters in which something is answered, equally weighted: 1.0, 2.0 give 1.5. "
        "Section s3 has no answer yet and is not among them." in text
    )


def test_a_record_that_nobody_reviewed_says_so_at_its_top() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    wording = questionnaire.wording("s1.p1", inherited=False)
    held = Answer().changed(level=2).answered(by="Noor", at=NOON, wording=wording, after="")

    def top(answer: Answer) -> str:
        book = a_book(questionnaire, {"s1.p1": answer})
        now = Assessment("now", questionnaire, book, DAY, "q1", {"s1.p1": held})
        return assemble(now, GuideContext(Team("Blue")), bank.template()).record.partition("\n## ")[0]

    assert "**Nobody has reviewed the one answer in this round.**" in top(held)
    assert "reviewed" not in top(held.changed(level=3).answered(by="Noor", at=NOON, wording=wording, after="q1"))


def test_what_waits_and_is_late_says_so_also_of_what_is_to_be_found_out() -> None:
    past = DAY - timedelta(days=9)
    answers = {f"s1.p{number}": Answer(unsure=True, ask_whom="Tom", ask_by=past) for number in range(1, 10)}
    assert "| late, find out |" in unpadded(chapter(documents(tiny_questionnaire(1, 9), answers).record, "Later"))
    nobody = dict.fromkeys(answers, Answer(unsure=True))
    later = unpadded(chapter(documents(tiny_questionnaire(1, 9), nobody).record, "Later"))
    assert "| find out | – |" in later, "a question is not proposed, whoever has it"


def test_a_level_that_needs_no_evidence_is_said_to_need_none(record: str) -> None:
    said = unpadded(record)
    assert re.search(r"\| 1 \| Ad hoc \| [^|]+ \| none \|", said)
    assert re.search(r"\| 2 \| Defined \| [^|]+ \| documented or stronger \|", said)


def test_levels_on_word_alone_are_not_said_to_be_within_what_evidence_proves() -> None:
    questionnaire = tiny_questionnaire(2, 1, facts=[])
    documented = Answer(level=2, evidence=(Evidence(kind="documented", reference="plan", seen_on=DAY),))

    unproven = documents(questionnaire, {"s1.p1": Answer(level=1)}).record
    mixed = documents(questionnaire, {"s1.p1": Answer(level=1), "s2.p1": documented}).record

    assert "We hold no evidence that proves any of it." in unproven
    assert "more than the evidence held today proves" not in unproven
    assert "No other answer claims more than the evidence held today proves." in mixed


def test_what_is_reached_names_levels_and_targets_that_somebody_can_add_up() -> None:
    said = documents(tiny_questionnaire(1, 3), {"s1.p1": Answer(level=1), "s1.p2": Answer(level=4)}).record

    assert "in Section s1, levels 1, 2 and 0 count against targets 2, 2 and 2, which is 50 per cent." in said


def test_a_book_with_a_single_answer_and_no_facts_is_described_in_the_singular() -> None:
    said = documents(tiny_questionnaire(2, 1, facts=[]), {"s1.p1": Answer(level=1)}).record

    assert "In Section s1 the only one is at 1, which gives 1.0." in said
    assert "no further: in Section s1, level 1 counts against target 2, which is 50 per cent." in said
    assert "is that of the one chapter in which something is answered: 1.0. Section s2 has no answer yet" in said
    assert "The questionnaire asks for no facts about the team." in chapter(said, "What we said about ourselves")
    assert "Where the questionnaire has frameworks" in chapter(said, "Coverage")

"""What the guide says of a practice, in every form that it can have."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.questionnaire.questionnaire import EvidenceKind
from levelbook.guide.text import phrases
from levelbook.guide.write.assemble import Documents, GuideContext, Team, assemble
from support import bank, profile_teams
from support.builders import DAY, a_book, a_practice, an_answer, an_assessment, tiny_questionnaire
from support.made_guides import block, documents, practice, votes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLAIMED = "**We say we do (not proven yet):**"


def test_one_that_nobody_was_asked_about_says_what_good_looks_like() -> None:
    said = practice(of={"roles": ["platform"]})
    assert said.split("\n")[:5] == ["### P1", "", "**Mind p1.**", "", "1.1 · Target 2. For platform."]
    assert "**Level 1:**\n\n- Do a of level 1.\n- Do b of level 1.\n\n**Level 2:**\n\n- Do a of level 2." in said
    assert "level 3" not in said
    others = documents(tiny_questionnaire(1, 2), {"s1.p2": Answer(level=1)})
    assert "1.1 · Not answered yet, target 2." in block(others, "practice/s1.p1")


def test_what_higher_levels_ask_is_one_sentence_each_before_the_first_answer() -> None:
    said = practice(target=4, target_reason="we promised it")
    then = [f"**Level {level}:** It looks like level {level}." for level in (3, 4)]
    assert "\n\n".join(["- Do b of level 2.", *then]) in said
    assert "of level 3" not in said


def test_one_below_its_need_says_why_what_we_do_what_we_add_and_what_not_to_do() -> None:
    said = practice(
        level=1,
        target=3,
        target_reason="We promised it.",
        owner="Priya",
        due=date(2027, 1, 29),
        here={"c1-a": "in the wiki"},
        of={"avoid": ["guess", "hope.", "wait"], "why": "It burns. And it spreads.", "impact": 3},
        beside_larger_gaps=True,
    )
    assert "1.1 · Level 1 claimed, target 3, set by us: We promised it. Owner: Priya, due 29 January 2027." in said
    assert "\nIt burns. And it spreads.\n\n**Do not** guess. Do not hope.\n\n**We say we do" in said, "no list of it"
    assert f"{CLAIMED}\n\n- Do a of level 1. _Here: in the wiki._\n- Do b of level 1.\n" in said
    assert "**We could add:**\n\n1. Set up b for level 2. (small)\n1. Set up a for level 2." in said
    assert "Evidence" not in said, "the heading has said that there is none"


@pytest.mark.parametrize(("impact", "target"), [(2, 3), (3, 2)], ids=["of less impact", "one level short"])
def test_of_less_moment_it_says_the_first_reason_proposal_and_thing_not_to_do(impact: int, target: int) -> None:
    little = {"avoid": ["guess", "hope."], "why": 'It burns. "So?" It spreads.', "impact": impact}
    said = practice(level=1, target=target, target_reason="we promised it", of=little, beside_larger_gaps=True)
    assert "\nIt burns.\n" in said and "spreads" not in said
    assert "**Do not** guess." in said and "hope" not in said
    assert said.endswith("**We could add:**\n\n1. Set up b for level 2. (small)")


def test_what_goes_without_saying_at_a_level_is_left_to_the_record() -> None:
    below = practice(level=2, here={"c1-b": "in the wiki"}, target=4, target_reason="we promised it")
    assert f"{CLAIMED}\n\n- Do b of level 1. _Here: in the wiki._\n- Do a of level 2.\n- Do b of level 2.\n\n" in below
    there = practice(level=3, here={"c2-a": "in the wiki"})
    assert f"{CLAIMED}\n\n- Do a of level 2. _Here: in the wiki._\n- Do a of level 3.\n- Do b of level 3." in there
    nothing_else = practice(level=2, unmet=("c2-a", "c2-b"))
    assert f"{CLAIMED}\n\n- Do a of level 1.\n- Do b of level 1.\n\n" in nothing_else


def test_agreed_steps_stand_in_place_of_proposals_and_what_is_unmet_is_said() -> None:
    step = Step(text="Turn it on", owner="Ana", due=date(2026, 12, 11), ticket="RA-1", from_action="reach-2-b")
    said = practice(level=1, unmet=("c1-b",), here={"c1-b": "from May"}, steps=(step, Step(text="Later")))
    assert "**We are adding:**\n\n1. Turn it on (small; Ana, 11 December, RA-1)\n1. Later" in said
    assert "**Not yet:** do b of level 1 (_here: from May_)." in said
    assert "1.1 · Level 1 claimed, target 2.\n" in said, "who takes a step has not promised the whole by its day"
    assert "Set up" not in said


@pytest.mark.parametrize("of", [{"unsure": True}, {}])
def test_steps_agreed_for_what_nobody_knows_yet_are_said_too(of: dict[str, bool]) -> None:
    step = Step(text="Turn it on", owner="Ana", due=date(2026, 12, 11))
    assert "\n\n**We are adding:**\n\n1. Turn it on (Ana, 11 December)" in practice(steps=(step,), **of)
    many = tuple(Step(text=f"Step {number}") for number in range(9))
    assert "Six more are in [the record]" in practice(steps=many, **of)


def test_the_day_of_a_step_is_not_the_day_of_the_whole_practice() -> None:
    step = Step(text="Turn it on", owner="Ana", due=date(2026, 12, 11))
    assert "target 2. Owner: Ana.\n" in practice(level=1, owner="Ana", steps=(step,))
    assert "target 2. Owner: Ana, due 29 January 2027.\n" in practice(
        level=1, owner="Ana", due=date(2027, 1, 29), steps=(step,)
    )
    page = block(documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1, steps=(step,))}), "next")
    assert "No owner yet" not in page, "somebody has taken it up"


def test_a_level_without_criteria_is_said_in_its_own_words() -> None:
    levels = [{"level": level, "statement": f"It looks like level {level}."} for level in range(5)]
    below = practice(level=1, of={"levels": levels})
    assert below.endswith("\n\n**We say level 1:** It looks like level 1.")
    assert "None of what level" not in below
    at_target = practice(level=2, evidence=(Evidence(kind="tested", seen_on=DAY),), of={"levels": levels})
    assert "\n\n**Level 2:** It looks like level 2." in at_target
    struck = practice(level=1, unmet=("c1-a", "c1-b"))
    assert "None of what level 1 asks for is in place." in struck


def test_without_steps_the_unmet_criteria_come_first_among_what_we_add() -> None:
    said = practice(level=1, unmet=("c1-b",), here={"c1-b": "from May"})
    assert "1. Do b of level 1. _Here: from May._\n1. Set up b for level 2. (small)" in said


def test_a_step_whose_day_has_passed_says_so() -> None:
    said = practice(level=1, steps=(Step(text="Turn it on", owner="Ana", due=date(2026, 11, 1)),))
    assert "Ana, was due 1 November" in said


def test_one_with_an_accepted_risk_says_who_until_when_and_why_and_adds_only_agreed_steps() -> None:
    accepted = Accepted(level=1, by="H. Lindqvist", until=date(2027, 4, 30), reason="Ana asks in March.")
    said = practice(level=1, accepted=accepted)
    assert "**Risk accepted** at level 1 until 30 April 2027 by H. Lindqvist: “Ana asks in March.”" in said
    assert "We are adding" not in said and "We could add" not in said
    with_step = practice(level=1, accepted=accepted, steps=(Step(text="Ask again"),))
    assert "**We are adding:**\n\n1. Ask again" in with_step


def test_an_acceptance_that_ran_out_is_in_work_again_and_says_so() -> None:
    accepted = Accepted(level=1, by="H. Lindqvist", until=date(2026, 4, 30), reason="Later.")
    said = practice(level=1, accepted=accepted)
    assert "**Risk acceptance expired:** H. Lindqvist had accepted level 1 until 30 April." in said
    assert "We could add" in said
    assert "acceptance" not in practice(level=0, accepted=accepted), "nobody had accepted that"


def test_a_persons_name_is_written_as_it_was_typed_where_it_opens_a_sentence() -> None:
    assert ". de Vries finds out." in practice(unsure=True, ask_whom="de Vries")


def test_one_that_nobody_could_answer_says_what_to_do_meanwhile_and_what_to_settle() -> None:
    said = practice(
        unsure=True,
        ask_whom="Tom",
        ask_by=date(2026, 12, 4),
        of={"meanwhile": ["Show it as text.", "Connect nothing new."], "ask": ["Who can turn it off?", "Who saw it?"]},
    )
    assert "**Not settled. Until it is, show it as text.**" in said
    assert "1.1 · Not known, target 2. Tom finds out by 4 December." in said
    assert (
        "**To settle:**\n\n1. Who can turn it off?\n1. Who saw it?\n1. From the provider: their report on p1." in said
    )
    assert "**Meanwhile:**\n\n- Connect nothing new." in said
    assert "Our aim: _Mind p1._" in said


def test_what_a_provider_does_and_nobody_knows_names_who_finds_out() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "they run it", "inherited": ["s1.p1"]}]
    answer = Answer(unsure=True, ask_whom="Tom", ask_by=date(2026, 12, 4), owner="Ana")
    made = documents(tiny_questionnaire(1, 1, rules=rules), {"s1.p1": answer}, {"role": ("saas",)})
    assert "Done by others, because they run it. Tom finds out by 4 December." in block(made, "practice/s1.p1")


def test_a_team_without_a_provider_is_not_sent_to_ask_one() -> None:
    given = {"of": {"ask": ["Who saw it?"]}, "unsure": True}
    assert "From the provider" in practice(**given)
    roles = [{"id": "saas", "label": "Bought"}, {"id": "train", "label": "Trained"}]
    facts = [{"id": "role", "question": "How do you use it?", "many": True, "choices": roles}]
    for of, role, asked in (
        ("genai-security", "saas", True),
        ("genai-security", "train", False),
        ("tiny", "train", True),
    ):
        questionnaire = tiny_questionnaire(1, 1, questionnaire_id=of, facts=facts)
        made = documents(questionnaire, {"s1.p1": Answer(unsure=True)}, {"role": (role,)})
        assert ("From the provider" in block(made, "practice/s1.p1")) is asked


def test_the_template_says_nothing_of_facts_that_only_have_the_names_of_those_it_knows() -> None:
    choices = [{"id": "provider", "label": "A provider does"}, {"id": "ourselves", "label": "We do"}]
    facts = [{"id": "hosting", "question": "Who runs the machines?", "choices": choices}]
    rules = [{"when": {"hosting": ["provider"]}, "because": "a provider does it", "not_applicable": ["s1"]}]
    said = {
        name: documents(
            tiny_questionnaire(2, 1, questionnaire_id=name, facts=facts, rules=rules), {}, {"hosting": ("provider",)}
        )
        for name in ("genai-security", "backups")
    }
    assert "Models run at their provider." in block(said["genai-security"], "about")
    assert "Models" not in block(said["backups"], "about")
    again = block(said["backups"], "practice/s1.p1")
    assert again.endswith("_Ask again after a change in the answer to “Who runs the machines?”._")


def test_one_at_its_need_says_what_we_do_what_is_not_yet_there_and_the_proof() -> None:
    piece = Evidence(kind="documented", reference="the page", seen_on=date(2026, 11, 2))
    said = practice(level=2, owner="Noor", unmet=("c2-b",), evidence=(piece,), of={"roles": ["platform"]})
    assert "1.1 · Level 2 (proven), target 2. Owner: Noor." in said
    assert "- Do a of level 2." in said and "- Do b of level 2." not in said
    assert "**Not yet:** do b of level 2." in said
    assert said.endswith("Evidence: the page, documented 2 November.")


def test_proof_says_until_when_only_where_that_is_before_the_next_round() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    pieces = tuple(Evidence(kind=kind, reference=kind, seen_on=DAY) for kind in ("documented", "sampled"))
    answers = {"s1.p1": Answer(level=2, evidence=pieces)}
    soon = documents(questionnaire, answers, next_round=date(2027, 11, 22))
    assert block(soon, "practice/s1.p1").endswith("Evidence: sampled, sampled 22 November, valid until 22 March 2027.")
    later = documents(questionnaire, answers, next_round=date(2027, 2, 22))
    assert block(later, "practice/s1.p1").endswith("Evidence: sampled, sampled 22 November.")


def test_one_at_its_need_of_little_impact_is_its_rule_in_one_line() -> None:
    said = practice(level=2, owner="Noor", of={"impact": 1})
    assert said == "### P1\n\n**Mind p1.** 1.1 · Level 2 claimed, target 2. Owner: Noor."
    assert "We say we do" in practice(level=2, unmet=("c2-b",), of={"impact": 1})


def test_proof_that_ran_out_is_named_and_who_renews_it() -> None:
    pieces = (Evidence(kind="sampled", reference="a sample", seen_on=date(2026, 6, 12)),)
    said = practice(level=2, owner="Noor", evidence=pieces)
    assert "Evidence: none that is still valid. **Expired:** a sample, sampled 12 June. Noor must renew" in said
    assert said.endswith("Noor must renew it this round.")


def test_proof_that_was_renewed_is_not_called_out_of_date() -> None:
    days = (date(2025, 6, 12), date(2026, 6, 12), date(2026, 11, 2))
    renewed = tuple(Evidence(kind="sampled", reference="a sample", seen_on=day) for day in days)
    assert practice(level=2, evidence=renewed).endswith("Evidence: a sample, sampled 2 November.")
    lapsed = practice(level=2, evidence=renewed[:2])
    assert "**Expired:** a sample, sampled 12 June. Somebody must renew" in lapsed
    stronger = Evidence(kind="tested", reference="a sample", seen_on=date(2025, 6, 12))
    assert "**Expired:** a sample, tested 12 June 2025." in practice(level=2, evidence=(renewed[2], stronger))


VALID, EXPIRED, AHEAD = date(2026, 11, 2), date(2025, 11, 2), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("level", "pieces", "heading", "status"),
    [
        (2, [], CLAIMED, "level 2 claimed"),
        (2, [("documented", VALID)], "**We do:**", "level 2 (proven)"),
        (2, [("tested", VALID), ("asserted", VALID)], "**We do:**", "level 2 (proven)"),
        (1, [], CLAIMED, "level 1 claimed"),
        (1, [("documented", VALID)], "**We do:**", "level 1 (proven)"),
        (2, [("asserted", VALID)], CLAIMED, "level 2 claimed"),
        (2, [("documented", None)], CLAIMED, "level 2 claimed"),
        (2, [("documented", AHEAD)], CLAIMED, "level 2 claimed"),
        (2, [("hearsay", VALID)], CLAIMED, "level 2 claimed"),
        (2, [("documented", EXPIRED)], "**We say we do (evidence expired):**", "level 2 claimed"),
        (3, [("documented", VALID)], "**We say we do (proven up to level 2):**", "level 3 claimed (2 proven)"),
        (
            3,
            [("documented", VALID), ("sampled", EXPIRED)],
            "**We say we do (proven up to level 2):**",
            "level 3 claimed (2 proven)",
        ),
    ],
)
def test_we_do_stands_only_above_what_evidence_proves_today(
    level: int, pieces: list[tuple[str, date | None]], heading: str, status: str
) -> None:
    evidence = tuple(Evidence(kind=kind, reference="a page", seen_on=seen) for kind, seen in pieces)
    for target in (None, 4):
        said = practice(level=level, evidence=evidence, target=target, target_reason="we promised it")
        assert f"\n{heading}\n\n- Do " in said
        assert f"1.1 · {status.capitalize()}, target " in said
        assert said.count("**We do:**") == (heading == "**We do:**")


def test_where_all_evidence_is_of_one_kind_a_piece_of_it_is_proof() -> None:
    one_kind = tiny_questionnaire(1, 1)
    scale = tuple(replace(level, needs="seen") for level in one_kind.scale)
    one_kind = replace(one_kind, evidence_kinds=(EvidenceKind(id="seen"),), scale=scale)
    pieces = (Evidence(kind="seen", reference="a page"),)
    assert "**We do:**" in block(documents(one_kind, {"s1.p1": Answer(level=2, evidence=pieces)}), "practice/s1.p1")
    assert CLAIMED in block(documents(one_kind, {"s1.p1": Answer(level=2)}), "practice/s1.p1")


def test_a_piece_that_is_only_somebodys_word_says_that_it_proves_nothing() -> None:
    said = practice(level=2, evidence=(Evidence(kind="asserted", reference="the stand-up", seen_on=VALID),))
    assert said.endswith("Evidence: the stand-up, asserted 2 November, which proves nothing.")


def test_what_rose_without_proof_is_no_better_than_claimed() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    old = {f"s1.p{number}": an_answer(1) for number in (1, 2, 3)}
    last = Assessment("old", questionnaire, a_book(questionnaire, old), date(2026, 8, 22))
    page = (Evidence(kind="documented", reference="the page", seen_on=VALID),)
    now = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=2, evidence=page), "s1.p3": Answer(level=3, evidence=page)}
    said = block(documents(questionnaire, now, last=last), "since")
    assert "- **Now in force, we say.** Mind p1. [P1](#p1), 1 to 2 claimed.\n" in said
    assert "- **Now in force.** Mind p2. [P2](#p2), 1 to 2.\n" in said
    assert "- **Now in force, we say.** Mind p3. [P3](#p3), 1 to 3 claimed." in said


def test_what_is_now_in_force_in_one_line_is_not_all_said_to_be_only_our_word() -> None:
    questionnaire = tiny_questionnaire(1, 8)
    names = list(questionnaire.practices)
    old = {name: an_answer(1) for name in names}
    last = Assessment("old", questionnaire, a_book(questionnaire, old), date(2026, 8, 22))
    page = (Evidence(kind="documented", reference="the page", seen_on=VALID),)

    def line(proven: int) -> str:
        now = {name: Answer(level=2, evidence=page if place < proven else ()) for place, name in enumerate(names)}
        said = block(documents(questionnaire, now, last=last), "since")
        return next(one for one in said.split("\n") if " and [P8]" in one)

    assert line(0).startswith("- **Now in force, we say.** ") and line(8).startswith("- **Now in force.** ")
    assert line(7).startswith("- **Now in force, some only by our word.** ")


@pytest.mark.parametrize("name", profile_teams.NAMES)
def test_no_document_words_a_claim_as_a_finding(name: str) -> None:
    made = profile_teams.documents(name, answered=True)
    scores = profile_teams.team(name, answered=True).current.scorecard
    for score in scores.counting:
        said = block(made, f"practice/{score.id}")
        status = re.search(r"\d+\.\d+ · Level (\d+)(.*?), target", said)
        assert (status is None) == (score.level is None), score.id
        if status and score.level:
            assert status[2].startswith(" (proven)" if score.backing == "proven" else " claimed"), score.id
        assert "**We do:**" not in said or score.backing == "proven", score.id
        answer = made.record.split(f"\n#### {score.practice.title}\n")[1].split("\n#### ")[0]
        if score.level and score.backing != "proven":
            assert re.search(rf"· level {score.level} \([^)]*\) claimed · ", answer), score.id
            assert f"**We say level {score.level}:**" in answer and "**We do:**" not in answer, score.id


def test_proof_without_a_day_says_that_it_does_not_count() -> None:
    said = practice(level=2, evidence=(Evidence(kind="sampled", reference="a sample"),))
    assert ", undated, so it does not count" in said


def test_missing_evidence_is_that_of_the_level_claimed_or_else_of_the_next_that_needs_any() -> None:
    levels = [dict(level) for level in a_practice()["levels"]]
    for level in levels:
        level["evidence"] = [f"page {level['level']}", "its date", "a list"]

    def missing(level: int, target: int = 2, impact: int = 3, **more: Any) -> str:
        said = practice(level=level, target=target, target_reason="so", of={"levels": levels, "impact": impact}, **more)
        found = re.search(r"Evidence still needed for (level \d) includes(: .*)\.", said)
        return "".join(found.groups()) if found else ""

    assert missing(2) == "level 2: page 2"
    assert missing(0) == missing(1, target=4) == "level 2: page 2", "level 1 needs none, and level 4 is far away"
    assert missing(3, target=4) == "", "one level short"
    documented = (Evidence(kind="documented", reference="a page", seen_on=VALID),)
    assert missing(2, target=4, evidence=documented) == "level 3: page 3"
    assert missing(3, target=3, evidence=documented) == "level 3: page 3"
    assert missing(1, impact=2) == ""


def test_a_wide_vote_that_was_settled_is_remembered_in_a_line_and_a_close_one_is_not() -> None:
    said = practice(level=2, votes=(Vote(level=1, count=2), Vote(level=3, count=1)))
    assert f"\n\n1.1 · Level 2 claimed, target 2.\n\nOur votes ranged from 1 to 3.\n\n{CLAIMED}\n" in said
    counted = practice(level=2, votes=(Vote(level=1, count=2), Vote(level=3, count=1)), from_ballots=True)
    assert "\n\nOur ballots ranged from 1 to 3.\n\n" in counted
    for close in (votes(1, 2), (Vote(level=0, count=0), Vote(level=2, count=1)), ()):
        assert "differently" not in practice(level=2, votes=close)


def test_votes_that_settle_nothing_over_an_earlier_answer_read_as_not_settled_in_guide_and_record() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    before = Answer(level=2, votes=votes(2, 2))
    last = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": before}), "old")
    made = documents(questionnaire, {"s1.p1": before.changed(votes=votes(1, 2))}, last=last)

    assert "\n\nWe could not agree: our votes ranged from 1 to 2.\n\n" in block(made, "practice/s1.p1")
    assert "median 1.5; not settled." in made.record


def test_a_wide_vote_stands_in_every_form_of_a_practice_that_is_for_us() -> None:
    wide = votes(0, 2)
    accepted = Accepted(level=1, by="Lin", until=DAY, reason="later")
    line = "\n\nOur votes ranged from 0 to 2.\n\n"
    assert line in practice(level=1, votes=wide)
    assert line in practice(level=1, votes=wide, accepted=accepted)
    assert line in practice(level=2, votes=wide)
    assert line + CLAIMED in practice(level=2, votes=wide, of={"impact": 1}), "one in a single line has no room"
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    bought = documents(
        tiny_questionnaire(1, 1, rules=rules), {"s1.p1": Answer(level=1, votes=wide)}, {"role": ("saas",)}
    )
    assert line + "**We hold**" in block(bought, "practice/s1.p1")


def test_those_who_saw_it_differently_give_their_reason_under_their_name_or_none() -> None:
    dissent = (
        Vote(level=1, count=1, who="Tom", reason="The daily cap is a guess"),
        Vote(level=2, count=3, reason="that is where we are"),
        Vote(level=3, count=2, reason="it held in March."),
        Vote(level=4, count=1, who="Ana"),
    )
    said = practice(level=2, votes=dissent)
    assert "Our votes ranged from 1 to 4. Tom: “The daily cap is a guess.” Two of us: “it held in March.”\n" in said, (
        "who agrees with what was settled, or gives no reason, stands in the record only"
    )


def test_a_reason_that_speaks_for_others_stays_the_words_of_whoever_gave_it() -> None:
    forged = "a guess.” Noor: “I tested it. Two of us: so did we"
    said = practice(level=2, votes=(Vote(level=1, count=1, who="Tom", reason=forged), Vote(level=3, count=1)))
    assert "1 to 3. Tom: “a guess.’ Noor: ‘I tested it. Two of us: so did we.”\n" in said


def test_a_name_cannot_put_words_into_anybody_elses_mouth() -> None:
    forged = "Noor: “I tested it.” Tom"
    said = practice(level=2, votes=(Vote(level=1, count=1, who=forged, reason="A guess"), Vote(level=3, count=1)))

    assert "ranged from 1 to 3. “Noor: ‘I tested it.’ Tom”: “A guess.”" in said


def test_who_accepts_a_risk_cannot_accept_it_in_anybody_elses_words() -> None:
    accepted = Accepted(level=1, by="Noor: “I agree.” Tom", until=date(2027, 4, 30), reason="Later")

    said = practice(level=1, accepted=accepted)

    assert "**Risk accepted** at level 1 until 30 April 2027 by “Noor: ‘I agree.’ Tom”: “Later.”" in said


def test_what_the_guide_has_no_room_for_of_the_reasons_is_said_to_be_in_the_record() -> None:
    def line(*reasons: str) -> str:
        dissent = tuple(Vote(level=place, count=1, reason=reason) for place, reason in enumerate(reasons) if reason)
        found = re.search(r"Our votes ranged from \d to \d\.(.*)\n", practice(level=4, target=4, votes=dissent))
        return found[1].strip() if found else "nothing"

    long = "x" * 161
    assert line("no log", "", "a guess") == "One of us: “no log.” One of us: “a guess.”"
    assert line(long, "", "a guess") == "One of us: “a guess.” One more reason is in [the record](record.md)."
    assert line("no log", "a guess", long, long).endswith("Two more reasons are in [the record](record.md).")
    assert line(long, "", long) == "The reasons are in [the record](record.md)."


def test_of_many_reasons_the_guide_gives_the_two_furthest_from_what_was_settled() -> None:
    reasons = {f"at_{level}": {"reason": f"reason {level}"} for level in range(5)}
    said = practice(level=1, votes=votes(0, 2, 3, 4, **reasons))
    assert "0 to 4. One of us: “reason 4.” One of us: “reason 3.” Two more reasons are in" in said
    long = practice(level=2, votes=votes(0, 2, at_0={"reason": "word " * 100}))
    assert "0 to 2. The reason is in" in long


def test_votes_that_settled_nothing_leave_it_open_and_say_how_far_apart_we_are() -> None:
    apart = votes(0, 3, at_0={"reason": "nobody has seen it"})
    unsure = {"unsure": True, "ask_whom": "Tom"}
    ballots = {"from_ballots": True}
    for answered, status in (
        (unsure, "Not known"),
        ({}, "Voted on, not settled"),
        (ballots, "Ballots counted, not settled"),
    ):
        said = practice(votes=apart, of={"ask": ["Who has seen it?"], "meanwhile": ["Ask first."]}, **answered)
        assert "**Not settled. Until it is, ask first.**" in said
        assert f"1.1 · {status}, target 2." in said
        voters = "ballots" if answered is ballots else "votes"
        apart_by = f"We could not agree: our {voters} ranged from 0 to 3. One of us: “nobody has seen it.”"
        assert f"**To settle:**\n\n{apart_by}\n\n1. Who has seen it?" in said
    assert "could not agree" not in practice(unsure=True, votes=votes(1, 2))


def test_what_was_voted_on_and_not_settled_counts_among_the_unanswered_as_everywhere_else() -> None:
    """Home, `gaps` and `score` know it as not answered; only whoever says that nobody knows is told as not known."""
    questionnaire = tiny_questionnaire(1, 2)
    made = documents(questionnaire, {"s1.p1": Answer(votes=votes(0, 3)), "s1.p2": Answer(level=2)})
    said = block(made, "next")
    assert "One practice is not answered yet; it was put to a vote and not settled." in said
    assert "**Find out.** How do you mind s1.p1?" in said
    assert "one is answered, one is not answered yet, but was put to a vote. Once this is answered" in made.record
    assert "1.1 · voted on, not settled · target 2" in made.record


@pytest.mark.parametrize("open_answer", [{"votes": votes(0, 3)}, {"unsure": True}])
def test_what_nobody_was_asked_to_find_out_is_with_the_owner_of_the_practice(open_answer: dict[str, Any]) -> None:
    steps = tuple(Step(text=f"Step {number}", owner="Mei", due=date(2026, 12, number)) for number in range(1, 10))
    answers = {
        "s1.p1": Answer(level=1, steps=steps),
        "s1.p2": Answer(owner="Jonas", **open_answer),
        "s1.p3": Answer(owner="Jonas", **open_answer),
    }
    made = documents(tiny_questionnaire(1, 3), answers)

    assert "**Find out.** How do you mind s1.p2? ([P2](#p2)) | Jonas |" in " ".join(block(made, "next").split())
    assert "How do you mind s1.p3? | P3 | find out | Jonas |" in " ".join(made.record.split())
    assert "no owner yet" not in made.record


def test_a_need_is_given_with_its_reason_or_plain() -> None:
    rules = [
        {
            "when": {"exposure": ["public"]},
            "because": "The public can send input.",
            "floor": [{"level": 3, "practices": ["s1"]}],
        }
    ]
    questionnaire = tiny_questionnaire(1, 1, rules=rules)
    made = documents(questionnaire, {"s1.p1": Answer(level=1)}, {"exposure": "public"})
    assert "Level 1 claimed, target 3 because the public can send input.\n" in block(made, "practice/s1.p1")
    own = documents(questionnaire, {"s1.p1": Answer(level=1, target=4, target_reason="we promised it")})
    assert "Level 1 claimed, target 4, set by us: we promised it." in block(own, "practice/s1.p1")


def test_a_level_that_moved_says_what_it_was() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    old = Assessment("old", questionnaire, a_book(questionnaire, {"s1.p1": an_answer(3)}), date(2026, 8, 22))
    made = documents(questionnaire, {"s1.p1": Answer(level=1), "s1.p2": Answer(level=1)}, last=old)
    assert "Level 1 claimed, was 3, target 2." in block(made, "practice/s1.p1")
    assert "Level 1 claimed, target 2." in block(made, "practice/s1.p2")


def test_a_carried_answer_says_when_it_was_last_confirmed(after: Documents) -> None:
    carried = block(after, "practice/incident-response.response-teams")
    assert "Last reviewed 22 August." in carried
    assert "Last reviewed" not in block(after, "practice/incident-response.trigger-events")


def test_a_step_that_was_done_after_the_last_review_of_the_level_is_told_beside_it() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    today = an_answer(0)
    assert today.confirmed_at is not None
    answer = today.changed(confirmed_at=today.confirmed_at - timedelta(days=1))
    day = today.confirmed_at.date()

    def told(done_on: date) -> bool:
        done = answer.changed(steps=(Step(text="Write it down", done_on=done_on),)).signed()
        made = documents(questionnaire, {"s1.p1": done})
        words = "A step has been done since the level was last reviewed."
        assert (words in block(made, "practice/s1.p1")) == (words in made.record)
        return words in made.record

    assert told(day)
    assert not told(day - timedelta(days=1))


def test_the_day_of_an_owner_is_not_ahead_once_it_is_past_also_while_the_risk_is_accepted() -> None:
    owned: dict[str, Any] = {"owner": "Zoe", "due": date(2026, 11, 1)}
    assert "Owner: Zoe, was due 1 November." in practice(level=1, **owned)
    accepted = Accepted(level=1, by="Lin", until=DAY, reason="later")
    assert "Owner: Zoe, was due 1 November." in practice(level=1, accepted=accepted, **owned)


def test_an_answer_merged_of_two_is_not_said_to_be_confirmed() -> None:
    merged = practice(level=1, answered_by="Noor", answered_at=NOON)
    assert "target 2. Answered 22 November, merged and not confirmed." in merged


def test_an_inherited_one_says_what_we_hold_and_what_to_ask_for(after: Documents) -> None:
    said = block(after, "practice/model-training.dataset-curation")
    assert "target 2. Done by others, because no model is tuned or trained here. Owner: Tom" in said
    assert "\n\n**We hold** model card, documented 3 March.\n\n**Evidence we need:** how training data was" in said
    assert "or version. The target here is level 2: we hold the provider's dated evidence" in block(after, "inherited")


def test_inherited_ones_give_their_reason_once_and_always_something_to_ask() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    changes = {"s1.p2": {"provider_evidence": []}}
    questionnaire = tiny_questionnaire(1, 2, rules=rules, changes=changes)
    made = documents(questionnaire, {"s1.p2": Answer(level=0)}, {"role": ("saas",)})
    first, second = (block(made, f"practice/s1.p{number}") for number in (1, 2))
    assert "Done by others, because it is bought." in first and "because" not in second
    assert "We hold" not in first and "**We hold** nothing yet.\n\n**Ask:** " in second


def test_an_inherited_one_says_what_a_reader_should_know_before_trusting_its_answer() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    questionnaire, bought = tiny_questionnaire(1, 1, rules=rules), {"role": ("saas",)}
    theirs, ours = (questionnaire.wording("s1.p1", inherited=inherited) for inherited in (True, False))

    def told(wording: str, level: int = 2) -> str:
        answer = Answer(level=2).answered(by="Noor", at=NOON, wording=wording, after="").changed(level=level)
        now = Assessment("now", questionnaire, a_book(questionnaire, {"s1.p1": answer}, bought), DAY)
        return block(assemble(now, GuideContext(team=Team("Blue")), bank.template()), "practice/s1.p1")

    assert "because it is bought.\n" in told(theirs)
    assert "because it is bought. Answered before it was inherited.\n" in told(ours)
    assert "**We hold** nothing yet." in told(ours), "nobody said that we hold a provider's evidence"
    assert "because it is bought. The question was reworded since.\n" in told("1234567890")
    assert "because it is bought. Edited outside levelbook, not confirmed.\n" in told(theirs, level=1)


def test_criteria_are_claimed_by_no_level_that_was_given_while_others_did_it() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    questionnaire = tiny_questionnaire(1, 1, rules=rules)
    wording = questionnaire.wording("s1.p1", inherited=True)
    answer = Answer(level=2).answered(by="Noor", at=NOON, wording=wording, after="")
    now = Assessment("now", questionnaire, a_book(questionnaire, {"s1.p1": answer}, {"role": ("provider-api",)}), DAY)
    made = assemble(now, GuideContext(team=Team("Blue")), bank.template())
    for text in (block(made, "practice/s1.p1"), made.record):
        assert "**We say level 2:** They prove 2." in text and "Do a of level 1." not in text


def test_one_that_was_only_voted_on_is_with_its_owner() -> None:
    said = practice(owner="Ana", due=DAY, votes=votes(1, 3))
    assert "Voted on, not settled, target 2. Owner: Ana, due 22 November." in said


def test_an_inherited_one_that_nobody_knows_says_who_finds_out() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    unsure = Answer(unsure=True, ask_whom="Tom", ask_by=DAY)
    made = documents(tiny_questionnaire(1, 1, rules=rules), {"s1.p1": unsure}, {"role": ("saas",)})
    assert "because it is bought. Tom finds out by 22 November.\n" in block(made, "practice/s1.p1")


def test_an_inherited_one_says_who_accepts_its_risk_and_who_did() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]

    def told(until: date) -> str:
        answer = Answer(level=1, accepted=Accepted(level=1, by="Gus", until=until, reason="The contract ends."))
        made = documents(tiny_questionnaire(1, 1, rules=rules), {"s1.p1": answer}, {"role": ("saas",)})
        return block(made, "practice/s1.p1")

    assert "\n\n**Risk accepted** at level 1 until 22 November by Gus: “The contract ends.”\n\n" in told(DAY)
    assert "\n\n**Risk acceptance expired:** Gus had accepted level 1 until 1 November.\n\n" in told(date(2026, 11, 1))


def test_an_inherited_one_says_of_each_piece_that_does_not_count_why() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    evidence = (
        Evidence(kind="documented", reference="their plan"),
        Evidence(kind="documented", reference="their report", seen_on=DAY + timedelta(days=9)),
        Evidence(kind="asserted", reference="a call", seen_on=DAY),
    )
    answers = {"s1.p1": Answer(level=2, evidence=evidence)}
    said = block(documents(tiny_questionnaire(1, 1, rules=rules), answers, {"role": ("saas",)}), "practice/s1.p1")
    for words in (
        "their plan, documented, undated, so it does not count",
        "their report, documented 1 December, a date in the future",
        "a call, asserted 22 November, which proves nothing",
    ):
        assert words in said


def test_one_that_is_not_for_us_says_because_and_when_to_ask_again(after: Documents) -> None:
    by_rule = block(after, "practice/model-training.model-isolation")
    assert (
        by_rule
        == "**Model isolation** (3.4): no model is held here. _Ask again after a change in our use of generative AI._"
    )
    by_team = block(after, "practice/third-party-and-apis.oauth-and-scopes")
    assert (
        "“Answers are shown and never run; no tool is connected”. _Decided by Noor, 20 November; ask again" in by_team
    )


def not_applicable_here(*rules: dict[str, Any], **answers: Answer) -> list[str]:
    """What the guide says of each of four practices, of which these rules leave some out for a team that buys."""
    when = {"role": {"only": ["saas"]}}
    questionnaire = tiny_questionnaire(1, 4, rules=[{"when": when, **rule} for rule in rules])
    made = documents(questionnaire, {f"s1.{name}": answer for name, answer in answers.items()}, {"role": ("saas",)})
    return [block(made, f"practice/s1.p{number}") for number in range(1, 5)]


AGAIN = "_Ask again after a change in the answer to “How do you use it?”._"


def test_practices_that_are_not_for_us_for_the_same_reason_share_one_line() -> None:
    first, *others = not_applicable_here({"because": "nothing is built here", "not_applicable": ["s1"]})
    assert first == f"**P1** (1.1), **P2** (1.2), **P3** (1.3) and **P4** (1.4): nothing is built here. {AGAIN}"
    assert others == ["", "", ""], "they keep a place for what people write about them"


def test_one_with_a_further_reason_is_said_apart_and_with_both() -> None:
    said = not_applicable_here(
        {"because": "nothing is built here", "not_applicable": ["s1"]},
        {"because": "no agent has a browser", "not_applicable": ["s1.p2"]},
    )
    assert said == [
        f"**P1** (1.1), **P3** (1.3) and **P4** (1.4): nothing is built here. {AGAIN}",
        f"**P2** (1.2): as for P1; no agent has a browser. {AGAIN}",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("reason", "inside"),
    [
        ("Each agent works alone.", "each agent works alone"),
        ("Skipper asks no other agent.", "Skipper asks no other agent"),
        ("MCP is not in use.", "MCP is not in use"),
        ("What may it do? “All”, before “None”", "What may it do? “All”, before “None”"),
    ],
)
def test_a_reason_inside_a_sentence_keeps_the_capitals_of_names_alone(reason: str, inside: str) -> None:
    assert phrases.inside(reason) == inside


def test_what_different_people_left_out_for_the_same_reason_is_said_apart() -> None:
    nothing = Answer().as_not_applicable("We have none.")
    by_ana, by_tom = (nothing.answered(by=by, at=NOON, wording="", after="") for by in ("Ana", "Tom"))
    first, second, third, _ = not_applicable_here(p1=by_ana, p2=by_tom, p3=by_ana)
    assert first.startswith("**P1** (1.1) and **P3** (1.3): “We have none”. _Decided by Ana, ")
    assert second.startswith("**P2** (1.2): “We have none”. _Decided by Tom, ") and not third


def test_a_practice_with_more_than_fits_is_cut_and_says_where_the_rest_is() -> None:
    levels = [dict(level) for level in a_practice()["levels"]]
    for level in levels[1:]:
        level["criteria"] = [{"id": f"c{level['level']}-{n}", "text": f"Criterion {n}."} for n in range(19)]
    steps = tuple(Step(text=f"Step {number}") for number in range(30))
    said = practice(level=3, steps=steps, of={"levels": levels, "avoid": ["a", "b", "c"], "impact": 3})
    assert said.count("\n") < 30
    assert "more are in [the record](record.md#later)" in said
    assert "more, listed in [the record](record.md)" in said


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (1, "**We hold** nothing yet.\n"),
        (2, "**We say we hold** the provider's evidence, but none is recorded here.\n"),
    ],
)
def test_an_inherited_one_at_a_level_about_evidence_does_not_say_that_nothing_is_held(level: int, words: str) -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    questionnaire = tiny_questionnaire(1, 1, rules=rules)
    made = documents(questionnaire, {"s1.p1": Answer(level=level)}, {"role": ("saas",)})

    assert words in block(made, "practice/s1.p1")


def test_a_last_day_has_its_year_where_the_day_before_it_has_one() -> None:
    pieces = tuple(Evidence(kind="tested", reference="drill", seen_on=date(year, 11, 23)) for year in (2025, 2024))
    record = documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=2, evidence=pieces)}).record
    assert "drill – tested 23 November 2025, valid until 23 November 2026." in record
    assert "drill – tested 23 November 2024, valid until 23 November 2025, expired." in record


def test_what_is_claimed_is_said_without_brackets_in_brackets() -> None:
    piece = Evidence(kind="documented", reference="a page", seen_on=DAY)
    answers = {"s1.p1": Answer(level=3, evidence=(piece,), target=4, target_reason="so")}
    said = block(documents(tiny_questionnaire(1, 1), answers), "harm")
    assert " [P1](#p1): level 3 claimed, 2 proven, target 4." in said


def test_of_equal_evidence_the_guide_shows_what_holds_longest() -> None:
    old = Evidence(kind="sampled", reference="the old page", seen_on=date(2026, 9, 1))
    new = Evidence(kind="sampled", reference="the new page", seen_on=date(2026, 11, 1))
    said = practice(level=2, evidence=(old, new))
    assert "the new page" in said and said == practice(level=2, evidence=(new, old))

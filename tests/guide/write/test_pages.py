"""What the guide's opening pages say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, TakenOver, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.assessment import PastEdition
from levelbook.core.questionnaire.questionnaire import MOMENTS
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.text.phrases import number_in_words
from levelbook.guide.write.assemble import Documents, GuideContext, Team, assemble
from levelbook.guide.write.block_plan import page_sources
from levelbook.guide.write.pages.next_steps import to_do
from support import bank
from support.builders import DAY, a_book, an_assessment, tiny_questionnaire
from support.made_guides import block, documents, guide_sources, text_of, unpadded


def test_the_opening_speaks_of_this_team(after: Documents) -> None:
    said = block(after, "about")
    assert said.startswith("# Working safely on Ask Alder\n")
    assert "how the Retail Assistant team at Example Bank builds and runs Ask Alder" in said
    assert "We build on a model that a provider runs. " in said and "\n\nInput comes from signed-in users. " in said
    assert block(after, "edition") == "Edition of 22 November 2026; next round 22 February 2027."
    assert "**Does something look wrong?** Go to [If something looks wrong](#if-something-looks-wrong)." in said


def test_a_team_that_says_team_is_not_called_team_twice() -> None:
    assert Team("Blue Team").called == "the Blue Team"
    assert Team("Team Blue").called == "Team Blue"
    assert Team("Blue").called == "the Blue team"
    assert Team("Office IT").called == "the Office IT team"
    assert Team("Office of the Registrar").called == "the Office of the Registrar"


def test_facts_that_are_open_are_asked_for_and_take_nothing_away() -> None:
    said = block(documents(tiny_questionnaire()), "about")
    assert "How do you use it? Who can reach it?" in said


def test_where_people_left_the_page_of_rules_out_nobody_is_sent_there() -> None:
    made = documents(tiny_questionnaire(1, 1), edited_headings={"rules": ""})
    assert "**At work, or checking it?** Read the practices that your work touches." in block(made, "about")


def test_of_two_editions_of_one_day_the_one_compared_with_is_named() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    before = replace(guide_sources(questionnaire, {"s1.p1": Answer(level=1)}).current, name="old")
    current, context = guide_sources(questionnaire, {"s1.p1": Answer(level=2)}, last=before)
    sealed = PastEdition("new", 2, DAY, lambda: current)
    made = assemble(replace(current, editions=(*current.editions, sealed)), context, bank.template())
    assert "Edition of 22 November 2026" in block(made, "edition")
    assert "Since the edition of 22 November (old):" in block(made, "since")

    before = replace(before, name="2026-11-22")
    current, context = guide_sources(questionnaire, {"s1.p1": Answer(level=2)}, last=before)
    made = assemble(replace(current, editions=(*current.editions, sealed)), context, bank.template())
    assert "Since the edition of 2026-11-22:" in block(made, "since"), "a name that is the day says it"


def test_each_essential_rule_stands_once_under_the_moment_it_names_first(after: Documents) -> None:
    said = block(after, "rules")
    scores = bank.after_two_quarters().current.scorecard.counting
    practices = [score.practice for score in scores if score.practice.essential]
    for one in practices:
        assert said.count(f"({one.title}]") + said.count(f"[{one.title}]") == 1, one.title
    order = [moment for moment in MOMENTS if any(one.moments[0] == moment for one in practices)]
    assert len(re.findall(r"^\*\*When|^\*\*Before|^\*\*While", said, re.MULTILINE)) == len(order)
    moments = ("When you plan or choose something", "Before you release", "When something looks wrong")
    assert sorted(moments, key=said.index) == list(moments)


def test_a_rule_that_nobody_could_confirm_gives_its_first_meanwhile(after: Documents) -> None:
    first = bank.questionnaire().practices["model-deployment.output-filtering"].meanwhile[0]
    assert f"- _Not settled:_ {first} ([Output filtering]" in block(after, "rules")


def test_a_rule_that_nobody_has_answered_for_is_marked_and_where_none_is_answered_one_sentence_says_so() -> None:
    essential = {"essential": True, "moments": ["run"]}
    questionnaire = tiny_questionnaire(1, 2, changes={"s1.p1": essential, "s1.p2": essential})
    some = block(documents(questionnaire, {"s1.p1": Answer(level=1)}), "rules")
    assert "- Mind p1. ([P1](#p1))\n- _Not answered yet:_ Mind p2. ([P2](#p2))" in some
    none = block(documents(questionnaire), "rules")
    assert "\n\nWe work by these rules. How far we keep them is not answered yet.\n\n**While it runs:**" in none
    assert "_Not answered" not in none


def test_more_rules_than_fit_lose_the_least_of_impact_first() -> None:
    def essential(number: int) -> dict[str, Any]:
        return {"essential": True, "moments": [MOMENTS[number % 6]], "impact": 1 if number == 3 else 3}

    names = [f"s{section}.p{number}" for section in range(1, 6) for number in range(1, 9)]
    questionnaire = tiny_questionnaire(5, 8, changes={name: essential(place) for place, name in enumerate(names)})
    said = block(documents(questionnaire), "rules")
    lines = [line for line in said.split("\n")[1:] if line and not line.startswith("We work by these rules")]
    assert len(lines) == 20
    assert lines[-1].startswith("Also essential: [P4](#p4), ")
    assert lines[-1].endswith("; 21 more are in the chapters.")
    assert "**While it runs:**\n\n- Mind p" in said


def test_next_shows_steps_by_day_then_what_to_find_out_then_proposals(after: Documents) -> None:
    rows = [
        line for line in block(after, "next").split("\n") if line.startswith("| ") and not line.startswith("| What")
    ]
    assert len(rows) == 7
    assert rows[0].startswith(
        "| **Late.** Ask legal about the clocks ([Trigger events](#trigger-events)) | Tom, was due 1 October"
    )
    assert rows[1].startswith("| **Find out.** ") and "Tom, 4 December" in rows[1]
    assert rows[2].startswith("| Planned. Take the off switch out of the pipeline") and "RA-412" in rows[2]
    assert "_no ticket_" in block(after, "next")


def test_what_is_late_comes_first_the_longest_late_before_the_others_and_every_row_has_a_label() -> None:
    questionnaire = tiny_questionnaire(1, 6, changes={f"s1.p{number}": {"impact": 3} for number in (4, 5)})
    day = date(2026, 12, 1)
    answers = {
        "s1.p1": Answer(level=1, steps=(Step(text="Soon", due=day),)),
        "s1.p2": Answer(level=1, owner="Ana", due=date(2026, 11, 2)),
        "s1.p3": Answer(level=2, steps=(Step(text="More", due=day),)),
        "s1.p4": Answer(level=1, target=3, target_reason="so"),
        "s1.p5": Answer(unsure=True, ask_by=date(2026, 11, 1)),
        "s1.p6": Answer(level=1, steps=(Step(text="Old", owner="Tom", due=date(2026, 11, 3)),)),
    }
    said = block(documents(questionnaire, answers), "next")
    rows = [line.removeprefix("| ") for line in said.split("\n") if line.startswith("| ")][1:]
    labels = ["**Late: find out.**", "**Late.**", "**Late.**", "Planned.", "Beyond target.", "**Now.**"]
    assert [label for row, label in zip(rows, labels, strict=True) if not row.startswith(f"{label} ")] == []
    assert [row.split(" | ")[1].removesuffix(" |") for row in rows[:3]] == [
        "was due 1 November",
        "Ana, was due 2 November",
        "Tom, was due 3 November",
    ]
    assert rows[-1].endswith("| – (proposed) |"), "nobody has agreed to it"

    owned = block(documents(questionnaire, {"s1.p4": Answer(level=1, owner="Ana")}), "next")
    assert re.search(r"\| Next\. .*\| Ana \(proposed\) +\|", owned), "whoever owns the practice has not either"


def test_a_step_without_a_day_has_until_its_practice_is_due() -> None:
    steps = (Step(text="Mine"), Step(text="Hers", owner="Eva"), Step(text="Dated", due=date(2026, 12, 3)))

    def page(due: date) -> str:
        answers = {
            "s1.p1": Answer(level=1, owner="Tom", due=due, steps=steps),
            "s1.p2": Answer(level=3, owner="Tom", due=due, steps=(Step(text="Beyond"),)),
        }
        return block(documents(tiny_questionnaire(1, 2), answers), "next")

    said = page(date(2026, 12, 2))
    assert re.search(r"Mine .*\| Tom, 2 December +\|", said)
    assert re.search(r"Hers .*\| Eva, _no date_ +\|", said), "the day is Tom's"
    assert re.search(r"Dated .*\| Tom, 3 December +\|", said)
    assert re.search(r"Beyond target\. Beyond .*\| Tom, _no date_ +\|", said), "the target is reached"

    late = page(date(2026, 11, 2))
    assert re.search(r"\*\*Late\.\*\* Close the gap to level 2 .*\| Tom, was due 2 November +\|", late)
    assert re.search(r"Mine .*\| Tom, _no date_ +\|", late), "nobody promised this step by that day"


def test_a_step_is_not_beyond_the_target_while_a_criterion_up_to_there_is_struck_out() -> None:
    def page(level: int, struck: str, due: date | None = None) -> str:
        steps = (Step(text="Name one", due=due),)
        answers = {"s1.p1": Answer(level=level, unmet=(struck,), steps=steps)}
        return block(documents(tiny_questionnaire(1, 1), answers), "next")

    assert "| Agreed. Name one (" in page(2, "c2-a")
    assert "| Planned. Name one (" in page(3, "c1-a", date(2026, 12, 1))
    assert "| Beyond target. Name one (" in page(3, "c3-a")


def test_a_step_of_what_nobody_knows_yet_is_not_beyond_the_target_and_its_owner_owns_it() -> None:
    answers = {
        "s1.p1": Answer(unsure=True, owner="Tom", steps=(Step(text="Ask them"),)),
        "s1.p2": Answer(steps=(Step(text="Begin", due=date(2026, 12, 3), owner="Ana"),), note="Nobody was asked."),
    }
    made = documents(tiny_questionnaire(1, 2), answers)
    said = block(made, "next")
    assert "| Meanwhile. Ask them ([P1](#p1))" in said and "| Meanwhile. Begin ([P2](#p2))" in said
    assert "Beyond target" not in said and "No owner yet" not in said


def test_what_is_due_today_is_said_to_be_and_what_the_roadmap_proposes_comes_below_what_has_a_day() -> None:
    changes = {"s1.p1": {"impact": 1}, "s1.p2": {"impact": 3}, "s1.p3": {"impact": 1}, "s1.p4": {"impact": 3}}
    answers = {
        "s1.p1": Answer(level=1, steps=(Step(text="Small", owner="Tom", due=DAY),)),
        "s1.p2": Answer(level=0, steps=(Step(text="Large", owner="Tom", due=DAY + timedelta(days=9)),)),
        "s1.p3": Answer(level=1, owner="Eva", due=DAY + timedelta(days=3)),
        "s1.p4": Answer(level=1),
        "s1.p5": Answer(unsure=True, ask_whom="Ana", ask_by=DAY),
    }
    said = block(documents(tiny_questionnaire(1, 5, changes=changes), answers), "next")
    whats = [line.split("|")[1].partition(" (")[0].strip() for line in said.split("\n") if line.startswith("| ")][1:]
    assert whats[0] == "**Today.** Small" and whats[1].startswith("**Today: find out.** ")
    assert [what.partition(" ")[0] for what in whats[2:]] == ["Planned.", "Planned.", "Next."], (
        "by day, then the roadmap's"
    )
    assert "Later." not in said


def test_what_the_changes_count_as_promised_is_planned_in_the_guide_and_never_proposed() -> None:
    due, questionnaire = DAY + timedelta(days=3), tiny_questionnaire(1, 1)
    own = Step(text="Write it", owner="Priya", due=due)

    def rows(answer: Answer) -> list[str]:
        said = block(documents(questionnaire, {"s1.p1": answer}), "next").split("\n")
        return [line for line in said if line.startswith("| ") and "Who, by when" not in line]

    row = f"| Planned. Close the gap to level 2 ([P1](#p1)) | Priya, {spoken_day(due, DAY)} |"
    assert rows(Answer(level=1, owner="Priya", due=due)) == [row]
    assert row in rows(Answer(owner="Priya", due=due)), "nobody has answered it yet"
    assert row in rows(Answer(level=1, owner="Priya", due=due, steps=(replace(own, due=DAY),)))
    assert len(rows(Answer(level=1, owner="Priya", due=due, steps=(own,)))) == 1, "its step has that day"
    assert len(rows(Answer(level=1, owner="Priya", due=due, steps=(Step(text="Write it"),)))) == 1, "it has the owner's"
    assert len(rows(Answer(level=1, owner="Priya", due=due, steps=(replace(own, owner="Tom"),)))) == 2
    assert rows(Answer(level=1, owner="Priya"))[0].endswith("(proposed) |"), "nobody has promised anything"


@pytest.mark.parametrize("owner", ["Priya", ""])
@pytest.mark.parametrize("level", [1, None])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_time_alone_changes_the_label_of_a_gap_that_is_to_be_closed_by_a_day_and_not_what_is_to_be_done(
    days: int, level: int | None, owner: str
) -> None:
    answer = Answer(level=level, owner=owner, due=DAY + timedelta(days=days))
    said = block(documents(tiny_questionnaire(1, 1), {"s1.p1": answer}), "next")
    label = "**Late.**" if days < 0 else "Planned." if days else "**Today.**"
    assert said.count("Close the gap to level 2") == 1
    assert f"| {label} Close the gap to level 2 ([P1](#p1)) | " in said


def test_what_nobody_owns_is_told_from_what_nobody_answered() -> None:
    vote = Answer(votes=(Vote(level=0, count=2), Vote(level=3, count=2)))
    some = {"s1.p1": Answer(level=1), "s1.p2": Answer(unsure=True)}

    def line(answers: dict[str, Answer]) -> str:
        said = block(documents(tiny_questionnaire(1, 4), answers), "next")
        return next(one for one in said.split("\n") if "**No owner yet**" in one).partition(": [")[0]

    whose = "**No owner yet** for"
    assert line(some) == f"{whose} two practices below target or not known (apart from the unanswered)"
    all_said = some | {"s1.p3": Answer(level=2), "s1.p4": Answer(level=2)}
    assert line(all_said) == f"{whose} two practices below target or not known"
    voted = all_said | {"s1.p4": vote}
    assert line(voted) == f"{whose} three practices below target or not settled"
    some_voted = {name: answer for name, answer in voted.items() if name != "s1.p3"}
    only = "(of the unanswered, only what was put to a vote)"
    assert line(some_voted) == f"{whose} three practices below target or not settled {only}"


def test_what_is_not_known_is_told_beside_what_is_not_answered_so_that_both_make_up_the_rest() -> None:
    answers = {"s1.p1": Answer(level=2), "s1.p2": Answer(unsure=True)}

    def said(answers: dict[str, Answer]) -> str:
        return block(documents(tiny_questionnaire(1, 5), answers), "next").split("\n")[2]

    assert said(answers) == "Three practices are not answered yet, and one is not known."
    assert said({**answers, "s1.p3": Answer(unsure=True), "s1.p4": Answer(unsure=True)}) == (
        "One practice is not answered yet, and three are not known."
    )
    voted = {**answers, "s1.p3": Answer(votes=(Vote(level=0, count=2), Vote(level=3, count=2)))}
    assert said(voted) == (
        "Three practices are not answered yet; one of them was put to a vote and not settled. One more is not known."
    )
    assert said({"s1.p1": Answer(level=2)}) == "Four practices are not answered yet."


def test_a_risk_that_somebody_accepts_is_not_said_to_be_nobodys() -> None:
    accepted = Accepted(level=1, by="Lin", until=date(2027, 4, 30), reason="The budget opens in March.")
    answers = {"s1.p1": Answer(level=1, accepted=accepted), "s1.p2": Answer(level=1)}
    said = block(documents(tiny_questionnaire(1, 2), answers), "next")
    assert "**No owner yet** for one practice below target or not known: [P2](#p2)." in said


def test_risks_that_one_person_accepts_until_one_day_for_one_reason_share_a_line() -> None:
    accepted = Accepted(level=1, by="Lin", until=date(2027, 4, 30), reason="The budget opens in March.")
    later = Accepted(level=1, by="Lin", until=date(2027, 5, 30), reason="The budget opens in March.")
    answers = {f"s1.p{number}": Answer(level=1, accepted=accepted) for number in (1, 2)}
    answers["s1.p3"] = Answer(level=1, accepted=later)
    said = block(documents(tiny_questionnaire(1, 3), answers), "next")
    level = "level 1 claimed, target 2"
    why = "Why: “The budget opens in March.”"
    assert f"**Risk accepted until 30 April 2027 by Lin:** [P1](#p1), {level}; [P2](#p2), {level}. {why}" in said
    assert f"**Risk accepted until 30 May 2027 by Lin:** [P3](#p3), {level}. {why}" in said


def test_what_is_essential_is_counted_as_on_the_page_of_rules_without_what_others_do() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1"]}]
    essential = {"essential": True, "moments": ["run"]}
    questionnaire = tiny_questionnaire(1, 3, rules=rules, changes={"s1.p1": essential, "s1.p2": essential})
    made = documents(questionnaire, {}, {"role": ("saas",)})
    assert "Answer the one essential question, " in block(made, "next")
    assert block(made, "rules").count("- Mind p") == 1


def test_of_what_is_not_essential_one_question_follows_later_and_several_one_chapter_at_a_time() -> None:
    essential = {"s1.p1": {"essential": True, "moments": ["run"]}}

    one, two = (block(documents(tiny_questionnaire(1, count, changes=essential), {}), "next") for count in (2, 3))

    assert "in one sitting; the other one can follow later." in one
    assert "in one sitting; the other two can follow one chapter at a time." in two


def test_next_names_evidence_that_a_sitting_agreed_on_by_its_day_until_it_is_brought() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    current = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=2)}))
    past = DAY - timedelta(days=3)
    proof = EvidenceToBring(practice="s1.p1", what="the review log", who="Bea", by=past, pieces=0)

    def rows(proof: EvidenceToBring) -> list[tuple[object, ...]]:
        agreed = current.with_sittings(lambda: ((past, Sitting(proofs=(proof,))),))
        shown, _ = to_do(page_sources(agreed, GuideContext(Team("Blue")), bank.template()))
        return [(row["text"], row["who"], row["late"]) for row in shown if row["kind"] == "evidence"]

    assert rows(proof) == [("Bring evidence: the review log", "Bea", True)]
    assert rows(proof.changed(by=DAY)) == [("Bring evidence: the review log", "Bea", False)]
    assert rows(proof.changed(outcome="kept")) == []


def test_next_names_accepted_risks_and_how_much_waits(after: Documents) -> None:
    said = block(after, "next")
    accepted = "[Red teaming exercises](#red-teaming-exercises), level 2 (proven), target 3. Why: “The budget"
    assert f"**Risk accepted until 30 April 2027 by H. Lindqvist:** {accepted}" in said
    assert re.search(r"more things to do or to find out are in \[the record\]\(record\.md#later\)", said)


def test_what_has_no_owner_is_said_once_with_a_list_or_a_count() -> None:
    questionnaire = tiny_questionnaire(1, 12)
    answers = {f"s1.p{number}": Answer(level=1) for number in range(1, 9)}
    answers |= {"s1.p9": Answer(unsure=True), "s1.p10": Answer(level=1, owner="Ana"), "s1.p11": Answer(level=2)}
    step = Step(text="Do it", owner="Tom", due=date(2026, 12, 1))
    answers["s1.p12"] = Answer(level=1, steps=(step,))
    made = documents(questionnaire, answers)
    named = ", ".join(f"[P{number}](#p{number})" for number in range(1, 7))
    line = f"**No owner yet** for nine practices below target or not known: {named} and three more.\n"
    guide = text_of(made)
    assert guide.count(line) == 1
    assert guide.lower().count("no owner") == guide.lower().count("nobody is finding out") + 1 == 1

    one = block(documents(questionnaire, {"s1.p1": Answer(level=1)}), "next")
    assert "**No owner yet** for one practice below target or not known (apart from the unanswered): [P1]" in one
    assert "No owner" not in block(documents(questionnaire, {"s1.p1": Answer(level=1, owner="Ana")}), "next")


def test_what_a_provider_does_counts_among_what_has_no_owner() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1", "s1.p2"]}]
    questionnaire = tiny_questionnaire(1, 2, rules=rules)
    answers = {"s1.p1": Answer(unsure=True), "s1.p2": Answer(level=1)}
    said = block(documents(questionnaire, answers, {"role": ("saas",)}), "next")
    assert "**No owner yet** for two practices below target or not known: [P1](#p1), [P2](#p2)." in said


def test_what_to_get_from_a_provider_is_among_what_comes_next() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1"]}]
    changes = {"s1.p1": {"provider_evidence": ["their report"]}}
    questionnaire = tiny_questionnaire(1, 1, rules=rules, changes=changes)
    said = block(documents(questionnaire, {"s1.p1": Answer(level=1)}, {"role": ("saas",)}), "next")
    assert "Get from the provider: their report ([P1](#p1))" in said
    had = Answer(level=1, steps=(Step(text="Get from the provider: their report", done_on=date(2026, 11, 1)),))
    said = block(documents(questionnaire, {"s1.p1": had}, {"role": ("saas",)}), "next")
    assert "Get from the provider" not in said, "nobody is asked twice"
    assert "The provider has given all that is asked for. Are you at level 2 now?" in said


def test_where_nobody_wrote_what_to_get_from_a_provider_it_is_evidence_of_how_they_do_it() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1"]}]
    changes = {"s1.p1": {"provider_evidence": []}}
    questionnaire = tiny_questionnaire(1, 1, rules=rules, changes=changes)
    said = block(documents(questionnaire, {"s1.p1": Answer(level=1)}, {"role": ("saas",)}), "next")
    assert "Get from the provider: evidence of how they do it ([P1](#p1))" in said


def test_a_missing_ticket_is_told_only_by_a_team_that_uses_tickets() -> None:
    step = Step(text="Do it", owner="Tom", due=date(2026, 12, 1))
    questionnaire = tiny_questionnaire(1, 2)
    answers = {"s1.p1": Answer(level=1, steps=(step,))}
    assert "_no ticket_" not in block(documents(questionnaire, answers), "next")
    answers["s1.p2"] = Answer(level=1, steps=(step.changed(ticket="RA-1"),))
    assert "_no ticket_" in block(documents(questionnaire, answers), "next")


# How this could hurt us


def hurting(answers: dict[str, Answer], impacts: dict[str, int]) -> Documents:
    """The guide of two sections of three practices, with these impacts; of the others it is 1."""
    names = [f"s{section}.p{number}" for section in (1, 2) for number in (1, 2, 3)]
    changes = {
        name: {"impact": impacts.get(name, 1), "why": f"First of {name}. Then of {name}.", "title": name.upper()}
        for name in names
    }
    return documents(tiny_questionnaire(2, 3, changes=changes), answers)


def named(made: Documents) -> list[str]:
    """The practices whose reason stands on the page, in its order."""
    [said] = [one.text for one in made.blocks if one.id == "harm"] or [""]
    return re.findall(r"First of (\S+)\. Then of \1\.", said)


def test_the_largest_gaps_say_how_they_could_hurt_us_in_the_order_of_the_roadmap() -> None:
    below = {f"s{section}.p{number}": Answer(level=1) for section in (1, 2) for number in (1, 2, 3)}
    assert named(hurting(below, {})) == ["s1.p1", "s1.p2", "s1.p3"]
    assert named(hurting(below, {"s2.p3": 3, "s2.p2": 2})) == ["s2.p3", "s2.p2", "s1.p1"]
    said = block(hurting(below, {}), "harm")
    assert said.startswith("## How this could hurt us\n\nOur three largest gaps, and what could happen:\n\n1. First of")
    assert " [S1.P1](#s1p1): level 1 claimed, target 2.\n" in said


def test_what_nobody_knows_is_never_counted_among_the_known_gaps_and_stands_after_them_where_there_is_room() -> None:
    unsure = Answer(unsure=True)
    three = {"s1.p1": Answer(level=1), "s2.p1": Answer(level=1), "s2.p2": Answer(level=1)}
    assert named(hurting({**three, "s1.p3": unsure}, {"s1.p3": 3})) == ["s1.p1", "s2.p1", "s2.p2"]
    one = hurting({"s2.p1": Answer(level=1), "s1.p3": unsure}, {"s1.p3": 3})
    assert named(one) == ["s2.p1", "s1.p3"]
    said = block(one, "harm")
    assert "Our largest gap, and what could happen:\n\n1. First of s2.p1." in said
    assert "What we also do not know, and what could happen if nothing is in place:\n\n1. First of s1.p3." in said
    assert said.endswith(" [S1.P3](#s1p3): not known, target 2.")
    alone = block(hurting({"s1.p3": unsure}, {}), "harm")
    assert "largest gap" not in alone
    assert "\n\nWhat we do not know, and what could happen if nothing is in place:\n\n1. First of s1.p3." in alone


def test_a_risk_that_somebody_accepts_is_marked_among_the_largest_gaps_with_its_last_day() -> None:
    accepted = Accepted(level=1, by="Lin", until=date(2027, 4, 30), reason="later")
    said = block(hurting({"s1.p1": Answer(level=1, accepted=accepted)}, {}), "harm")
    assert " [S1.P1](#s1p1): level 1 claimed, target 2; risk accepted until 30 April 2027." in said


@pytest.mark.parametrize(("impact", "is_said"), [(3, True), (1, False)])
def test_the_largest_gaps_are_said_to_be_apart_from_the_accepted_risks_where_one_of_those_is_larger(
    impact: int, is_said: bool
) -> None:
    below = {f"s{section}.p{number}": Answer(level=1) for section in (1, 2) for number in (1, 2, 3)}
    accepted = Accepted(level=1, by="Lin", until=date(2027, 4, 30), reason="later")
    made = hurting({**below, "s1.p1": Answer(level=1, accepted=accepted)}, {"s1.p1": impact})

    assert named(made) == ["s1.p2", "s1.p3", "s2.p1"]
    apart = " apart from the accepted risks" if is_said else ""
    assert f"Our three largest gaps{apart}, and what could happen:" in block(made, "harm")


def test_where_fewer_gaps_are_known_there_are_fewer_ways_and_without_any_no_page() -> None:
    one = hurting({"s1.p1": Answer(level=1), "s1.p2": Answer(level=2)}, {})
    assert named(one) == ["s1.p1"]
    assert "Our largest gap, and what could happen:" in block(one, "harm")
    assert named(hurting({"s1.p1": Answer(level=2)}, {})) == []
    assert named(hurting({}, {})) == [], "what nobody was asked is no gap that anybody knows of"


def test_a_reason_that_stands_there_is_not_repeated_with_its_practice() -> None:
    below = {f"s{section}.p{number}": Answer(level=1) for section in (1, 2) for number in (1, 2, 3)}
    made = hurting(below, {})
    guide = text_of(made)
    for name in named(made):
        assert guide.count(f"First of {name}.") == 1
        at = "[How this could hurt us](#how-this-could-hurt-us) says why it matters."
        assert at in block(made, f"practice/{name}")
    assert "First of s2.p3." in block(made, "practice/s2.p3")


def test_once_people_edited_that_page_each_practice_gives_its_reason_itself() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    for heading in ("What could go wrong", ""):
        made = documents(questionnaire, {"s1.p1": Answer(level=1)}, edited_headings={"harm": heading})
        assert "\nBecause p1 matters.\n" in block(made, "practice/s1.p1")


# When something looks wrong


def test_the_teams_own_part_asks_whom_to_call_where_the_switch_is_and_what_to_save(after: Documents) -> None:
    said = block(after, "trouble")
    assert said.startswith("## If something looks wrong\n\n**Not filled in yet.**")
    for wanted in (
        "Whom to call",
        "The off switch",
        "What to save before any restart",
        "[Incident response](#incident-response)",
    ):
        assert wanted in said


def test_the_door_for_trouble_leads_to_what_stands_there_and_else_to_the_chapter_on_incidents() -> None:
    made = bank.after_two_quarters()

    def door(**more: Any) -> str:
        said = block(assemble(made.current, replace(made.context, **more), bank.template()), "about")
        return next(line for line in said.split("\n") if "look wrong?" in line)

    assert "(#our-own-heading)" in door(edited_headings={"trouble": "Our own heading"})
    assert "Go to [Incident response](#incident-response)." in door(edited_headings={"trouble": ""})


def test_something_to_find_out_is_always_on_the_page() -> None:
    steps = tuple(Step(text=f"Step {number}", due=date(2026, 12, number)) for number in range(1, 10))
    made = documents(tiny_questionnaire(1, 2), {"s1.p1": Answer(level=1, steps=steps), "s1.p2": Answer(unsure=True)})
    rows = [line for line in block(made, "next").split("\n") if line.startswith("| ")][1:]
    assert len(rows) == 7
    assert rows[-1].startswith("| **Find out.** ")


def test_what_has_changed_says_the_bad_first_and_no_more_than_seven_lines(after: Documents) -> None:
    lines = [line for line in block(after, "since").split("\n") if line.startswith("- ")]
    assert len(lines) <= 7
    kinds = [line[4 : line.index(".**")] for line in lines]
    order = [
        "Worse",
        "No longer known",
        "Evidence expired",
        "Now in force",
        "Better",
        "Now answered",
        "New",
        "Out of scope",
    ]
    assert kinds == sorted(kinds, key=order.index)
    assert any("47 minutes" in line for line in lines)
    assert "are in editions/2026-11-22/changes.md." in block(after, "since")


def test_evidence_of_a_practice_that_does_not_apply_is_not_said_to_be_out_of_date() -> None:
    rules = [
        {"when": {"role": {"only": ["saas"]}}, "because": "they run it", "not_applicable": ["s1.p1"]},
        {"when": {"role": {"none": ["train"]}}, "because": "nothing is trained", "not_applicable": ["s1.p4"]},
    ]
    questionnaire = tiny_questionnaire(1, 4, rules=rules)
    sampled = (Evidence(kind="sampled", reference="A page", seen_on=DAY - timedelta(days=200)),)
    undated = Evidence(kind="documented", reference="A plan")
    words = Evidence(kind="asserted", reference="Tom", seen_on=DAY - timedelta(days=2))
    theirs = TakenOver(offer="gateway", team="Platform", edition="q1", digest="1", level=2, evidence=sampled)
    answers = {
        "s1.p1": Answer(level=2, evidence=sampled),
        "s1.p2": Answer(level=2, evidence=(*sampled, undated, words)),
        "s1.p3": Answer(level=2, offer=theirs),
        "s1.p4": Answer(level=2, evidence=sampled),
    }
    old = guide_sources(questionnaire, answers, {"role": ("provider-api",)}).current
    last = replace(old, name="old", on=DAY - timedelta(days=190))
    said = block(documents(questionnaire, answers, {"role": ("saas",)}, last=last), "since")
    assert [line for line in said.split("\n") if line.startswith("- ")] == [
        "- **Evidence expired.** [P2](#p2): last seen on 6 May.",
        "- **Evidence expired.** [P3](#p3): last seen on 6 May.",
        "- **Out of scope.** P1: they run it.",
    ]


def test_what_is_counted_below_lines_of_its_own_kind_is_so_many_more() -> None:
    questionnaire = tiny_questionnaire(1, 12)
    old = guide_sources(questionnaire, dict.fromkeys(questionnaire.practices, Answer(level=2))).current
    now = dict.fromkeys(questionnaire.practices, Answer(level=1))
    said = block(documents(questionnaire, now, last=replace(old, name="old")), "since")
    assert said.count("- **Worse.** ") == 7 and "- **Worse.** Six more practices, including [P7](#p7)" in said


def test_an_answer_that_was_cleared_is_no_longer_answered_and_one_that_nobody_knows_no_longer_known() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    old = guide_sources(questionnaire, dict.fromkeys(("s1.p1", "s1.p2", "s1.p3"), Answer(level=2))).current
    now = {"s1.p2": Answer(unsure=True), "s1.p3": Answer(level=2)}
    said = block(documents(questionnaire, now, last=replace(old, name="old")), "since")
    assert "- **No longer answered.** [P1](#p1) (was 2)." in said
    assert "- **No longer known.** [P2](#p2) (was 2)." in said
    assert "Worse" not in said, "as the changes page counts them apart"


def test_many_that_nobody_knows_any_more_are_not_told_among_those_that_got_worse() -> None:
    questionnaire = tiny_questionnaire(4, 3)
    practices = list(questionnaire.practices)
    old = guide_sources(questionnaire, dict.fromkeys(practices, Answer(level=2))).current
    now = {
        name: Answer(level=1) if place < 6 else Answer(unsure=True, level=None) if place < 9 else Answer(level=2)
        for place, name in enumerate(practices)
    }
    said = block(documents(questionnaire, now, last=replace(old, name="old")), "since")
    lines = [line for line in said.split("\n") if line.startswith("- ")]
    assert [line for line in lines if "Worse" in line and "(was 2)" in line] == []
    assert sum(line.count("(was 2)") for line in lines if line.startswith("- **No longer known")) == 3


def test_a_single_answer_that_nobody_reviewed_is_not_counted_as_one_of_one() -> None:
    questionnaire, answers = tiny_questionnaire(1, 2), {"s1.p1": Answer(level=2)}
    old = guide_sources(questionnaire, answers).current
    said = block(documents(questionnaire, answers, last=replace(old, name="old")), "since")
    assert "The only answer has not been reviewed in this round; one of two practices is answered." in said


def test_of_several_answers_that_nobody_reviewed_each_is_not_counted_twice() -> None:
    questionnaire = tiny_questionnaire(1, 4)
    answers = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=1)}
    old = guide_sources(questionnaire, answers).current
    said = block(documents(questionnaire, answers, last=replace(old, name="old")), "since")
    assert "Nobody has reviewed any of the two answers in this round; two of four practices are answered." in said


def test_a_chapter_in_which_nothing_is_answered_has_no_level_yet_in_table_and_chart() -> None:
    made = documents(tiny_questionnaire(2, 1), {"s1.p1": Answer(level=1)})
    assert re.search(r"^\| \[Section s2\].* \| no level yet \|", block(made, "standing"), re.MULTILINE)
    assert ">no level yet, target 2.0" in made.charts["standing.svg"]


def test_once_the_day_of_the_next_round_is_past_the_guide_says_that_it_was_due() -> None:
    for day, said in (
        (date(2026, 11, 21), "next round was due 21 November."),
        (date(2026, 11, 22), "next round 22 Nov"),
    ):
        assert said in block(documents(tiny_questionnaire(1, 1), {}, next_round=day), "edition")


def test_a_gap_that_was_to_be_closed_by_a_past_day_is_late_though_its_steps_have_later_days() -> None:
    later = Step(text="Write it.", owner="Priya", due=date(2027, 1, 6))
    due = date(2026, 11, 3)

    def late(answer: Answer) -> list[str]:
        said = block(documents(tiny_questionnaire(1, 1), {"s1.p1": answer}), "next").split("\n")
        return [line for line in said if line.startswith("| **Late")]

    row = "| **Late.** Close the gap to level 2 ([P1](#p1)) | Priya, was due 3 November |"
    assert late(Answer(level=1, owner="Priya", due=due)) == [row], "nobody promised what the roadmap proposes"
    assert late(Answer(level=1, owner="Priya", due=due, steps=(later,))) == [row]
    assert late(Answer(level=2, owner="Priya", due=due, steps=(later,))) == []
    undated = Step(text="Write it.")
    assert late(Answer(level=1, owner="Priya", due=due, steps=(undated,))) == [row], "of the step nobody said when"
    assert late(Answer(owner="Priya", due=due)) == [row], "as home and check say of what nobody has answered yet"
    assert late(Answer(unsure=True, owner="Priya", due=due)) == [], "somebody is only to find that out"


def test_the_reason_for_a_new_level_is_given_where_practices_share_a_line_too() -> None:
    questionnaire = tiny_questionnaire(3, 3)
    p = list(questionnaire.practices)
    old = {name: Answer(level=1) for name in p[:8]}
    before = guide_sources(questionnaire, old).current
    new = {name: Answer(level=0, level_reason=f"no {name}") for name in p[:4]}
    new |= {name: Answer(level=2, level_reason=f"did {name}") for name in p[4:8]}
    said = block(documents(questionnaire, new, last=replace(before, name="old")), "since")
    moved = [name for name in p[:8] if f"no {name}" in said or f"did {name}" in said]
    assert moved == p[:8], said
    once = {p[8]: Answer(level=2, level_reason="asked around")}
    assert ", target 2. Reason for the level: “asked around.”\n" in block(
        documents(questionnaire, old | once, last=replace(before, name="old")), "since"
    )


def test_evidence_that_was_taken_away_and_what_the_team_left_out_are_told_with_what_was_said() -> None:
    questionnaire = tiny_questionnaire(3, 4)
    seen = Evidence(kind="documented", reference="the plan", seen_on=DAY)
    held = dict.fromkeys(questionnaire.practices, Answer(level=1)) | {"s1.p1": Answer(level=3, evidence=(seen,))}
    before = guide_sources(questionnaire, held).current

    def since(now: dict[str, Answer]) -> str:
        return block(documents(questionnaire, now, last=replace(before, name="old")), "since")

    assert "- **Evidence lost.** [P1](#p1): level 3 claimed.\n" in since(held | {"s1.p1": Answer(level=3)})
    offline = Answer(not_applicable="ours are offline", answered_by="Ana")
    moved = {f"s2.p{number}": Answer(level=0) for number in (1, 2, 3, 4)}
    moved |= {f"s3.p{number}": Answer(level=2) for number in (1, 2, 3, 4)}
    together = since(held | moved | {"s1.p2": offline, "s1.p3": offline})
    assert "- **Out of scope.** P2 and P3: “ours are offline” (decided by Ana).\n" in together, (
        "one reason is read once"
    )


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (None, "- **Evidence lost.** [P1](#p1): level 1 claimed."),
        (date(2024, 11, 22), "- **Evidence expired.** [P1](#p1): last seen on 22 November 2024."),
    ],
)
def test_evidence_that_a_level_did_not_need_is_missed_too(now: date | None, said: str) -> None:
    questionnaire = tiny_questionnaire(1, 2)
    plan = Evidence(kind="documented", reference="the plan", seen_on=DAY)
    before = guide_sources(questionnaire, {"s1.p1": Answer(level=1, evidence=(plan,))}).current
    left = (replace(plan, seen_on=now),) if now else ()
    written = documents(questionnaire, {"s1.p1": Answer(level=1, evidence=left)}, last=replace(before, name="old"))
    assert said in block(written, "since")


def test_whose_work_a_practice_is_by_now_is_a_change_of_our_rules() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1"]}]
    questionnaire, answers = tiny_questionnaire(1, 2, rules=rules), {"s1.p1": Answer(level=2)}
    ours, theirs = {"role": ("provider-api",)}, {"role": ("saas",)}

    def since(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> str:
        before = replace(guide_sources(questionnaire, answers, old).current, name="old")
        return block(documents(questionnaire, answers, new, last=before), "since")

    assert "- **Now done by others.** [P1](#p1): it is bought." in since(ours, theirs)
    assert "- **No longer done by others.** [P1](#p1): Mind p1." in since(theirs, ours)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (Answer(level=2), Answer(level=2, unmet=("c2-a",)), "- **Criterion no longer met.** [P1](#p1): {}."),
        (Answer(level=2, unmet=("c2-a",)), Answer(level=2), "- **Criterion now met.** [P1](#p1): {}."),
        (Answer(), Answer(unsure=True), "- **Still open.** [P1](#p1): not known, before not answered."),
    ],
)
def test_exceptions_that_changed_and_what_stays_open_otherwise_are_told(old: Answer, new: Answer, told: str) -> None:
    questionnaire = tiny_questionnaire(1, 2)
    text = questionnaire.practices["s1.p1"].criteria["c2-a"][1].text.rstrip(".")
    before = replace(guide_sources(questionnaire, {"s1.p1": old}).current, name="old")
    said = block(documents(questionnaire, {"s1.p1": new}, last=before), "since")
    assert told.format(text) in said and "None of our rules" not in said


def test_a_rule_that_the_questionnaire_dropped_is_not_said_to_be_unchanged() -> None:
    before = replace(guide_sources(tiny_questionnaire(1, 2), {"s1.p1": Answer(level=1)}).current, name="old")
    said = block(documents(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1)}, last=before), "since")
    assert "Since the edition of 22 November, no longer in the questionnaire: P2.\n" in said
    assert "None of our rules" not in said


def test_what_the_team_leaves_out_as_soon_as_the_questionnaire_asks_it_is_told() -> None:
    before = replace(guide_sources(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1)}).current, name="old")
    now = {"s1.p1": Answer(level=1), "s1.p2": Answer(not_applicable="ours are offline", answered_by="Ana")}
    said = block(documents(tiny_questionnaire(1, 2), now, last=before), "since")
    assert "- **Out of scope.** P2: “ours are offline” (decided by Ana).\n" in said


def test_titles_that_lead_nowhere_are_seen_to_end_where_they_are_listed() -> None:
    titles = {"s1.p1": {"title": "Expiry and rollback"}, "s1.p2": {"title": "Hubs, packages"}}
    questionnaire = tiny_questionnaire(1, 3, changes=titles)
    before = guide_sources(questionnaire, dict.fromkeys(questionnaire.practices, Answer(level=1))).current
    offline = dict.fromkeys(questionnaire.practices, Answer(not_applicable="ours are offline", answered_by="Ana"))

    said = block(documents(questionnaire, offline, last=replace(before, name="old")), "since")

    assert (
        "- **Out of scope.** “Expiry and rollback”, “Hubs, packages” and P3: “ours are offline” (decided by Ana)"
        in said
    )


def test_a_practice_that_comes_into_scope_is_not_called_new() -> None:
    names = [f"s1.p{number}" for number in range(2, 8)]
    then, now = tiny_questionnaire(1, 7), tiny_questionnaire(1, 8)
    settled = dict(zip(names, (Answer(level=level) for level in (2, 2, 2, 1, 1, 1)), strict=True))
    moved = dict(zip(names, (Answer(level=level) for level in (1, 1, 1, 2, 2, 2)), strict=True))
    offline, back = {"s1.p1": Answer(not_applicable="ours are offline")}, {"s1.p1": Answer(level=1)}
    old = replace(guide_sources(then, settled | offline).current, name="old")

    apart = block(documents(now, settled | back, last=old), "since")
    assert "- **Now in scope.** [P1](#p1): Mind p1.\n- **New.** [P8](#p8): Mind p8.\n" in apart
    assert "- **New.** [P1](#p1) (now in scope) and [P8](#p8)." in block(
        documents(now, moved | back, last=old), "since"
    )


def test_each_kind_of_news_has_a_line_where_there_are_more_kinds_than_lines() -> None:
    reworded = {"s1.p7": {"rule": "Guard p7."}}
    then, now = tiny_questionnaire(1, 8), tiny_questionnaire(1, 9, changes=reworded)
    seen = Evidence(kind="documented", reference="the plan", seen_on=DAY)
    levels = {"p1": (2, 1), "p2": (2, None), "p3": (3, 3), "p4": (1, 2), "p5": (0, 1), "p6": (None, 1), "p8": (1, None)}
    old = {f"s1.{name}": Answer(level=was) for name, (was, _) in levels.items() if was is not None}
    new = {f"s1.{name}": Answer(level=level) for name, (_, level) in levels.items() if level is not None}
    old["s1.p3"] = Answer(level=3, evidence=(seen,))
    new["s1.p8"] = Answer(not_applicable="ours are offline")
    before = replace(guide_sources(then, old).current, name="old")

    lines = [line for line in block(documents(now, new, last=before), "since").split("\n") if line.startswith("- ")]

    assert len(lines) == 9, lines
    assert "- **New.** [P9](#p9): Mind p9." in lines
    assert "- **Out of scope.** P8: “ours are offline”." in lines


@pytest.mark.parametrize(("come_back", "kind"), [(True, "New or now in scope"), (False, "New")])
def test_many_practices_are_only_called_new_if_the_questionnaire_asked_none_of_them(come_back: bool, kind: str) -> None:
    then, now = tiny_questionnaire(1, 10), tiny_questionnaire(1, 24)
    offline = dict.fromkeys(then.practices, Answer(not_applicable="ours are offline")) if come_back else {}
    before = replace(guide_sources(then, offline).current, name="old")
    said = block(documents(now, {}, last=before), "since")
    assert re.search(rf"- \*\*{kind}\.\*\* \w+ more practices, including ", said), said


def test_a_quarter_without_change_says_so() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    old = guide_sources(questionnaire, {"s1.p1": Answer(level=2)}).current
    written = documents(questionnaire, {"s1.p1": Answer(level=2)}, last=replace(old, name="old"))
    assert "has changed since the edition of" in block(written, "since")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "- **Rule reworded.** [P1](#p1): Guard p1."),
        (Answer(unsure=True), "- **Rule reworded.** [P1](#p1): Guard p1."),
        (Answer(level=0), "- **Rule reworded.** [P1](#p1): Guard p1."),
        (Answer(level=1), "- **Rule reworded.** [P1](#p1): Guard p1."),
        (Answer(level=2), "- **Rule reworded.** [P1](#p1): Guard p1."),
        (Answer(level=2, confirmed_after="old"), "- **Still in force in new words, we say.** Guard p1. [P1](#p1)."),
    ],
)
def test_a_rule_that_was_reworded_is_in_force_still_only_where_the_team_has_said_since_that_it_reaches_its_target(
    answer: Answer | None, said: str
) -> None:
    questionnaire, answers = tiny_questionnaire(1, 1), {"s1.p1": answer} if answer else {}
    old = guide_sources(questionnaire, answers).current
    reworded = tiny_questionnaire(1, 1, changes={"s1.p1": {"rule": "Guard p1."}})
    lines = block(documents(reworded, answers, last=replace(old, name="old")), "since").split("\n")
    assert [line for line in lines if line.startswith("- ")] == [said]


def test_several_rules_that_were_only_reworded_share_a_line_and_no_level_of_theirs_is_said_to_have_moved() -> None:
    names = [f"s1.p{number}" for number in range(1, 10)]
    questionnaire = tiny_questionnaire(1, 9)
    reworded = tiny_questionnaire(1, 9, changes={name: {"rule": f"Guard {name}."} for name in names})
    reviewed = dict.fromkeys(names, Answer(level=2, confirmed_after="old"))
    for answers, kind in (({}, "Rules reworded"), (reviewed, "Still in force in new words, we say")):
        old = guide_sources(questionnaire, answers).current
        said = block(documents(reworded, answers, last=replace(old, name="old")), "since")
        assert f"- **{kind}.** [P7](#p7), [P8](#p8) and [P9](#p9)." in said


def test_only_a_level_that_moved_is_said_to_have_gone_anywhere() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    old = guide_sources(questionnaire, {"s1.p1": Answer(level=2)}).current
    for level, why in ((2, ""), (3, ", and why the level went from 2.0 to 3.0,"), (None, "")):
        answer = Answer(level=level, unsure=level is None)
        made = guide_sources(questionnaire, {"s1.p1": answer}, last=replace(old, name="old"))
        sealing = PastEdition("new", 2, old.on, lambda: old)
        current = replace(made.current, editions=(*made.current.editions, sealing))
        said = block(assemble(current, made.context, bank.template()), "since")
        assert f"The details{why} are in editions/new/changes.md." in said


def test_before_there_is_an_edition_nothing_has_changed(before: Documents) -> None:
    assert "since" not in [block.id for block in before.blocks]


def test_standing_gives_level_range_target_and_proof_in_a_few_sentences(after: Documents) -> None:
    said = block(after, "standing")
    assert re.search(r"\*\*We claim level 1\.\d of 4; 1\.\d of it counts as proven today\.\*\* ", said)
    assert re.search(
        r"52 of 53 practices are answered; once the other is, the level will be between \d\.\d and \d\.\d\.", said
    )
    assert re.search(r"What we claim reaches \d\d–\d\d per cent of our targets, which are 2\.\d on average\.", said)
    assert "| Chapter | Claimed | Proven | Target | Remarks |" in said
    assert re.search(
        r"\| \[Secure model deployment\]\(#secure-model-deployment\) "
        r"\| 2\.3 \(1\.8–2\.6\), 4 of 5 answered \| 2\.3 \| 2\.8 \|",
        said,
    )
    assert re.search(
        r"\]\(charts/standing\.svg\)\n\n!\[Level claimed, .* target by edition.*\]\(charts/trend\.svg\)$",
        said,
    )


DOCUMENTED = Evidence(kind="documented", reference="a page", seen_on=date(2026, 11, 2))


def test_a_level_that_needs_no_evidence_never_reads_as_proven() -> None:
    questionnaire = tiny_questionnaire(2, 2)
    by_word = {"s1.p1": Answer(level=1), "s1.p2": Answer(level=2)}
    said = block(documents(questionnaire, by_word), "standing")
    assert "**We claim level 1.5 of 4, and hold no evidence that proves any of it.** Level 1 needs none." in said
    assert "| 1.5 | not proven | 2.0 |" in said and "Section s1 1.5, target 2.0, not proven;" in said

    at_zero = documents(questionnaire, {**by_word, "s2.p1": Answer(level=0, evidence=(DOCUMENTED,))})
    assert ", and hold no evidence that proves any of it.**" in block(at_zero, "standing"), "there is nothing to prove"
    assert "level 0 (Absent) · target 2 · impact 2" in at_zero.record

    nothing = documents(questionnaire, {"s1.p1": Answer(level=0)})
    assert "**We claim level 0.0 of 4.** 1 of 4" in block(nothing, "standing"), "nothing is claimed"
    assert "We hold no evidence" not in nothing.record

    proven = documents(questionnaire, {**by_word, "s2.p1": Answer(level=2, evidence=(DOCUMENTED,))})
    said = block(proven, "standing")
    assert "; 1.5 of it counts as proven today.** " in said
    assert "Level 1 needs no evidence, so two practices count there on our word alone." in said
    assert "counts as proven" in proven.charts["standing.svg"]
    assert "**1.5 counts as proven.** Level 1 needs no evidence, and two practices count there on our" in proven.record
    assert "level 1 (Ad hoc) claimed · target 2 · not proven yet, and level 1 needs no evidence" in proven.record


def test_a_chapter_says_from_how_many_answers_its_figure_comes() -> None:
    made = documents(tiny_questionnaire(2, 6), {"s1.p1": Answer(level=2)})
    level = "2.0 (0.3–3.7), 1 of 6 answered"
    assert f"| {level} |" in block(made, "standing") and f"Section s1 {level}, target" in block(made, "standing")
    assert "2.0 of 2.0 (1 of 6 answered)" in made.charts["standing.svg"]
    assert f"| Section s1 | {level} |" in unpadded(made.record)
    assert "0 of 6" not in text_of(made)


def test_the_lowest_of_a_chapter_is_that_of_score_and_how_many_are_as_low_is_said() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    below = Answer(level=2, target=4, target_reason="It matters more.")
    answers = {"s1.p1": Answer(level=2), "s1.p2": below, "s1.p3": Answer(level=3)}
    assert "lowest: P1 and one more, 2 |" in unpadded(block(documents(questionnaire, answers), "standing"))
    answers["s1.p2"] = Answer(level=3, target=4, target_reason="It matters more.")
    assert "lowest" not in unpadded(block(documents(questionnaire, answers), "standing")), "it is on target"


def test_what_is_reached_is_a_range_while_anything_is_open() -> None:
    questionnaire = tiny_questionnaire(1, 4)
    answers = {"s1.p1": Answer(level=1), "s1.p2": Answer(unsure=True)}
    assert "What we claim reaches 13–88 per cent of our targets" in block(documents(questionnaire, answers), "standing")
    answers = {f"s1.p{number}": Answer(level=1) for number in range(1, 5)}
    assert "What we claim reaches 50 per cent of our targets" in block(documents(questionnaire, answers), "standing")


def test_the_chapter_with_most_still_to_do_is_the_one_whose_known_gaps_weigh_most() -> None:
    """What nobody has been asked about is no shortfall that anybody knows of."""
    questionnaire = tiny_questionnaire(2, 2)
    answered = {"s1.p1": Answer(level=2)}
    assert "most still to do" not in block(documents(questionnaire, answered), "standing")

    answered |= {"s2.p1": Answer(level=1)}
    assert re.search(r"Section s2.*most still to do", block(documents(questionnaire, answered), "standing"))

    # 1 of 2 reached is a smaller share than 2 of 4, and a smaller gap.
    far = Answer(level=2, target=4, target_reason="It is the worst.")
    answered = {"s1.p1": far, "s1.p2": far, "s2.p1": Answer(level=1), "s2.p2": Answer(level=0, target=2)}
    said = block(documents(questionnaire, answered), "standing")
    assert re.search(r"Section s1.*most still to do", said) and said.count("most still to do") == 1


@pytest.mark.parametrize(("sections", "remarks"), [(2, 2), (3, 0)])
def test_two_chapters_with_equal_gaps_both_have_most_still_to_do_and_none_of_more(sections: int, remarks: int) -> None:
    answered = {f"s{number}.p1": Answer(level=1) for number in range(1, sections + 1)}
    said = block(documents(tiny_questionnaire(sections, 1), answered), "standing")
    assert said.count("most still to do") == remarks


def test_a_chapter_says_how_many_of_its_practices_moved_and_how_many_have_no_level_any_more() -> None:
    questionnaire = tiny_questionnaire(2, 4)
    old = {"s1.p1": Answer(level=1), "s1.p2": Answer(level=2), "s1.p3": Answer(level=3), "s2.p1": Answer(level=2)}
    now = {"s1.p1": Answer(level=2), "s1.p2": Answer(unsure=True), "s1.p3": Answer(), "s2.p1": Answer(unsure=True)}
    last = an_assessment(questionnaire, a_book(questionnaire, old))

    said = block(documents(questionnaire, now, last=last), "standing")
    assert re.search(r"Section s1.*one up, two without a level now", said)
    assert re.search(r"Section s2.*one without a level now", said)


def test_what_nobody_knows_is_counted_before_the_first_answer() -> None:
    made = documents(tiny_questionnaire(1, 3), {"s1.p1": Answer(unsure=True)})
    counted = "Nothing is answered yet, and one practice is not known"
    assert f"{counted}, so there is no level to show." in block(made, "standing") and f"{counted}. " in made.record


def test_before_the_first_answer_nothing_is_silently_zero(before: Documents) -> None:
    said = block(before, "standing")
    assert "Nothing is answered yet, so there is no level to show." in said
    assert "| [Risk governance](#risk-governance) | 4 | 2.3 |" in said and "not known" not in said
    assert before.charts == {}
    essential = sum(one.practice.essential for one in bank.before_the_first_answer().current.scorecard.counting)
    assert f"Then answer the {number_in_words(essential)} essential questions, together in one sitting" in block(
        before, "next"
    )
    assert "Nothing is answered yet" in block(before, "about")


def test_where_others_do_all_that_is_essential_the_page_of_rules_names_it() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1.p1"]}]
    essential = {"essential": True, "moments": ["run"]}
    questionnaire = tiny_questionnaire(1, 2, rules=rules, changes={"s1.p1": essential})
    made = documents(questionnaire, {}, {"role": ("saas",)})
    said = block(made, "rules")
    assert said.endswith("\n\nWhat is essential for us, others do: [P1](#p1). What we do ourselves is in the chapters.")
    assert "Follow [the rules]" not in block(made, "about")


def test_where_no_practice_is_marked_as_essential_the_page_of_rules_says_so_and_nobody_is_sent_there() -> None:
    made = documents(tiny_questionnaire(1, 2), {"s1.p1": Answer(level=1)})
    assert block(made, "rules").endswith(
        "\n\nEvery rule is with its practice, in the chapters: the questionnaire marks none as essential."
    )
    assert "Read the practices that your work touches." in block(made, "about")


def test_the_guide_of_a_questionnaire_on_something_else_speaks_of_no_software() -> None:
    current, context = guide_sources(tiny_questionnaire(1, 1), {"s1.p1": Answer(level=1)})
    context = replace(context, team=Team("Blue", about="the school lunch"))
    made = assemble(current, context, bank.template())
    assert block(made, "about").count("This is how the Blue team works on the school lunch.") == 1
    assert "Building" not in block(made, "about")
    for word in ("off switch", "restart", "version that ran"):
        assert word not in block(made, "trouble")

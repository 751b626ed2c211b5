"""The guide says what this team does: every form of a practice, every page, within its limits, whatever was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from markdown_it import MarkdownIt

import bank
from builders import DAY, a_book, a_full_answer, a_practice, an_answer, tiny_questionnaire
from growth import ratio
from hostile import HOSTILE
from levelbook.core.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.changes import Snapshot, compare
from levelbook.core.questionnaire import MOMENTS, Practice, Questionnaire, Section
from levelbook.core.text import clean_line
from levelbook.errors import FileIsWrong
from levelbook.guide import blocks, keeping
from levelbook.guide.anchors import github_anchor, mkdocs_anchor
from levelbook.guide.assemble import Documents, GuideInput, Team, assemble
from levelbook.guide.given import PastEdition
from levelbook.guide.render import Template
from levelbook.guide.words import number_in_words

# --- Helpers ----------------------------------------------------------------------------------------------------------


def guide_input(
    questionnaire: Questionnaire, answers: dict[str, Answer] | None = None, profile: Any = None, **more: Any
) -> GuideInput:
    last = more.pop("last", None)
    signed = {
        name: answer.changed(wording=questionnaire.wording(name, inherited=False)).signed()
        for name, answer in (answers or {}).items()
    }
    book = a_book(questionnaire, signed, profile)
    current = Snapshot("now", questionnaire, book, DAY, "old" if last else "", last.book.answers if last else None)
    values = {"team": Team("Blue", "", "Ask Alder"), "since": compare(last, current) if last else None, **more}
    return GuideInput(current=current, as_of=DAY, **values)


def documents(*args: Any, **more: Any) -> Documents:
    return assemble(guide_input(*args, **more), bank.template())


def block(made: Documents, block_id: str) -> str:
    return next(block.text for block in made.blocks if block.id == block_id)


def of_practices(*practices: dict[str, Any]) -> Questionnaire:
    section = Section.model_validate({"id": "s1", "title": "Section s1", "practices": list(practices)})
    return replace(tiny_questionnaire(1, 1), sections=(section,))


def practice(**answered: Any) -> str:
    """The block of the only practice of a questionnaire, with this answer; keys of the practice go in `of`."""
    questionnaire = of_practices({**a_practice("s1.p1"), **answered.pop("of", {})})
    answer = {"s1.p1": Answer(**answered)} if answered else {}
    return block(documents(questionnaire, answer), "practice/s1.p1")


def text_of(made: Documents) -> str:
    return keeping.assemble(None, made.blocks, made.front_matter, titles=made.titles, kept_notes=made.kept_notes).text


def html(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))


def seen(text: str) -> str:
    """What a reader sees of some Markdown, on one line."""
    plain = re.sub(r"<[^>]+>", " ", html(text))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    return " ".join(plain.split())


@pytest.fixture(scope="module")
def after() -> Documents:
    return assemble(bank.after_two_quarters(), bank.template())


@pytest.fixture(scope="module")
def before() -> Documents:
    return assemble(bank.before_the_first_answer(), bank.template())


# --- The whole guide --------------------------------------------------------------------------------------------------


def test_the_blocks_come_in_the_order_of_the_design(after: Documents) -> None:
    ids = [block.id for block in after.blocks]
    assert ids[:6] == ["about", "rules", "next", "since", "standing", "section/risk-governance"]
    assert ids.index("inherited") < ids.index("practice/model-training.dataset-curation") < ids.index("not-for-us")
    assert ids[-1] == "practice/third-party-and-apis.oauth-and-scopes"
    assert after.kept_notes.id == "kept-notes"
    assert "practice/model-training.model-isolation" in ids[ids.index("not-for-us") :]


def test_every_practice_of_the_questionnaire_has_exactly_one_block(after: Documents, before: Documents) -> None:
    for made in (after, before):
        found = sorted(block.id for block in made.blocks if block.id.startswith("practice/"))
        assert found == sorted(f"practice/{name}" for name in bank.questionnaire().practices)


def test_the_same_record_gives_the_same_guide(after: Documents) -> None:
    fresh = Template(bank.template().manifest, bank.template().files)
    assert assemble(bank.after_two_quarters(), fresh) == after


def test_the_guide_can_be_taken_apart_again_and_assembles_to_itself(after: Documents) -> None:
    text = text_of(after)
    again = keeping.assemble(text, after.blocks, after.front_matter, titles=after.titles, kept_notes=after.kept_notes)
    assert again.text == text


def test_the_front_matter_holds_what_the_design_lists(after: Documents, before: Documents) -> None:
    assert after.front_matter == {
        "title": "Working safely on Ask Alder",
        "team": "Retail Assistant",
        "organisation": "Example Bank",
        "edition": "2026-11-22",
        "previous": "2026-08-22",
        "as_of": "2026-11-22",
        "questionnaire": "genai-security 1.0.0",
        "next_round": "2027-02-22",
    }
    assert list(before.front_matter) == list(after.front_matter)
    assert (before.front_matter["edition"], before.front_matter["next_round"]) == (None, None)


def test_a_practice_is_at_most_thirty_lines_and_the_rules_twenty(after: Documents, before: Documents) -> None:
    for made in (after, before):
        longest = max(
            (block for block in made.blocks if block.id.startswith("practice/")), key=lambda b: b.text.count("\n")
        )
        assert longest.text.count("\n") < 30, longest.id
        assert len([line for line in block(made, "rules").split("\n")[1:] if line]) <= 20


def test_the_guide_of_the_bank_is_short_enough_to_be_read(after: Documents, before: Documents) -> None:
    for made in (after, before):
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", "\n".join(block.text for block in made.blocks))
        words = len(re.findall(r"\w[\w'’.-]*", re.sub(r"\]\([^)]*\)", "]", text)))
        assert words <= 7_500, words


def test_headings_have_no_numbers_and_the_guide_no_task_lists(after: Documents) -> None:
    text = text_of(after)
    assert not re.search(r"^#+ .*\d", text, re.MULTILINE)
    assert not re.search(r"^\s*[-*] \[[ x]\]", text, re.MULTILINE)
    assert "`" not in text


def test_ids_never_show_outside_the_markers(after: Documents) -> None:
    for one in after.blocks:
        assert not re.search(
            r"[a-z]+-[a-z-]+\.[a-z]+-[a-z-]+", one.text.replace(".md", "").replace("wiki.example", "")
        ), one.text


def test_every_link_inside_the_guide_finds_its_heading_in_both_readers(after: Documents, before: Documents) -> None:
    for made in (after, before):
        text = "\n\n".join(block.text for block in made.blocks)
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        for slug in (github_anchor, mkdocs_anchor):
            anchors = [slug(heading) for heading in headings]
            for link in re.findall(r"\]\(#([^)]*)\)", text):
                assert anchors.count(link) == 1, link
        assert set(re.findall(r"\]\(([^#)]+?)(?:#[^)]*)?\)", text)) <= {
            "record.md",
            "charts/standing.svg",
            "charts/trend.svg",
            "editions/2026-11-22/changes.md",
        }
        assert set(re.findall(r"record\.md#([^)]*)", text)) <= {
            github_anchor(h) for h in re.findall("^#+ (.*)$", made.record, re.M)
        }


def test_titles_name_every_block_that_was_or_could_be(after: Documents) -> None:
    assert after.titles["practice/model-training.model-isolation"] == "Model isolation"
    assert after.titles["section/model-training"] == "Model training"
    assert after.titles["since"] == "What has changed"
    assert {block.id for block in after.blocks} <= set(after.titles)


# --- The forms of a practice ------------------------------------------------------------------------------------------


def test_one_that_nobody_was_asked_about_says_what_good_looks_like() -> None:
    said = practice(of={"roles": ["platform"]})
    assert said.split("\n")[:5] == ["### P1", "", "**Mind p1.**", "", "1.1 · not yet asked, needed 2 · platform"]
    assert "**What good looks like**\n\n- Do a of level 1." in said
    assert "- Do b of level 2." in said and "level 3" not in said


def test_one_below_its_need_says_why_what_we_do_what_we_add_and_what_not_to_do() -> None:
    said = practice(
        level=1,
        owner="Priya",
        due=date(2027, 1, 29),
        here={"c1-a": "in the wiki"},
        of={"avoid": ["guess", "hope.", "wait"], "why": "It burns. And it spreads.", "impact": 3},
    )
    assert "1.1 · level 1, needed 2 · Priya, by 29 January 2027" in said
    assert "\nIt burns. And it spreads.\n" in said
    assert "**We do**\n\n- Do a of level 1. *Here: in the wiki.*\n- Do b of level 1.\n" in said
    assert (
        "**We are adding** *(proposed, not agreed yet)*\n\n1. Set up b for level 2. (small)\n2. Set up a for level 2."
        in said
    )
    assert "**Do not**\n\n- guess;\n- hope." in said
    assert said.endswith("Proof: none yet.")


def test_of_less_impact_it_says_the_first_reason_and_the_first_thing_not_to_do() -> None:
    said = practice(level=1, of={"avoid": ["guess", "hope."], "why": 'It burns. "So?" It spreads.', "impact": 2})
    assert "\nIt burns.\n" in said and "spreads" not in said
    assert "**Do not** guess." in said and "hope" not in said


def test_what_goes_without_saying_at_a_level_is_left_to_the_record() -> None:
    below = practice(level=2, here={"c1-b": "in the wiki"}, target=4, target_reason="we promised it")
    assert "**We do**\n\n- Do b of level 1. *Here: in the wiki.*\n- Do a of level 2.\n- Do b of level 2.\n\n" in below
    there = practice(level=3, here={"c2-a": "in the wiki"})
    assert "**We do**\n\n- Do a of level 2. *Here: in the wiki.*\n- Do a of level 3.\n- Do b of level 3.\n\n" in there
    nothing_else = practice(level=2, unmet=("c2-a", "c2-b"))
    assert "**We do**\n\n- Do a of level 1.\n- Do b of level 1.\n\n" in nothing_else


def test_agreed_steps_stand_in_place_of_proposals_and_what_is_unmet_is_said() -> None:
    step = Step(text="Turn it on", owner="Ana", due=date(2026, 12, 11), ticket="RA-1", from_action="reach-2-b")
    said = practice(level=1, unmet=("c1-b",), here={"c1-b": "from May"}, steps=(step, Step(text="Later")))
    assert "**We are adding**\n\n1. Turn it on (small; Ana, 11 December, RA-1)\n2. Later" in said
    assert "**Not yet:** do b of level 1 (*here: from May*)." in said
    assert "1.1 · level 1, needed 2 · Ana, by 11 December" in said
    assert "Set up" not in said


def test_without_steps_the_unmet_criteria_come_first_among_what_we_add() -> None:
    said = practice(level=1, unmet=("c1-b",), here={"c1-b": "from May"})
    assert "1. Do b of level 1. *Here: from May.*\n2. Set up b for level 2. (small)" in said


def test_a_step_whose_day_has_passed_says_so() -> None:
    said = practice(level=1, steps=(Step(text="Turn it on", owner="Ana", due=date(2026, 11, 1)),))
    assert "Ana, was due 1 November" in said


def test_one_with_an_accepted_risk_says_who_until_when_and_why_and_adds_only_agreed_steps() -> None:
    accepted = Accepted(level=1, by="H. Lindqvist", until=date(2027, 4, 30), reason="the budget opens in March.")
    said = practice(level=1, accepted=accepted)
    assert "Accepted at 1 until 30 April 2027 by H. Lindqvist: The budget opens in March." in said
    assert "We are adding" not in said
    with_step = practice(level=1, accepted=accepted, steps=(Step(text="Ask again"),))
    assert "**We are adding**\n\n1. Ask again" in with_step


def test_an_acceptance_that_ran_out_is_in_work_again_and_says_so() -> None:
    accepted = Accepted(level=1, by="H. Lindqvist", until=date(2026, 4, 30), reason="Later.")
    said = practice(level=1, accepted=accepted)
    assert "**No longer accepted:** H. Lindqvist answered for level 1 until 30 April." in said
    assert "We are adding" in said


def test_one_that_nobody_could_answer_says_what_to_do_meanwhile_and_what_to_settle() -> None:
    said = practice(
        unsure=True,
        ask_whom="Tom",
        ask_by=date(2026, 12, 4),
        of={"meanwhile": ["Show it as text.", "Connect nothing new."], "ask": ["Who can turn it off?", "Who saw it?"]},
    )
    assert "**Not settled. Until it is, show it as text.**" in said
    assert "1.1 · not known, needed 2 · Tom finds out by 4 December" in said
    assert "**To settle**\n\n1. Who can turn it off?\n2. Who saw it?\n3. From the provider: their report on p1." in said
    assert "**Meanwhile**\n\n- Connect nothing new." in said
    assert "What we work towards: *Mind p1.*" in said


def test_a_team_without_a_provider_is_not_sent_to_ask_one() -> None:
    given = {"of": {"ask": ["Who saw it?"]}, "unsure": True}
    assert "From the provider" in practice(**given)
    roles = [{"id": "saas", "label": "Bought"}, {"id": "train", "label": "Trained"}]
    facts = [{"id": "role", "question": "How do you use it?", "many": True, "choices": roles}]
    questionnaire = tiny_questionnaire(1, 1, facts=facts)
    for role, asked in (("saas", True), ("train", False)):
        made = documents(questionnaire, {"s1.p1": Answer(unsure=True)}, {"role": (role,)})
        assert ("From the provider" in block(made, "practice/s1.p1")) is asked


def test_one_at_its_need_says_what_we_do_what_is_not_yet_there_and_the_proof() -> None:
    piece = Evidence(kind="documented", reference="the page", seen_on=date(2026, 11, 2))
    said = practice(level=2, owner="Noor", unmet=("c2-b",), evidence=(piece,), of={"roles": ["platform"]})
    assert "1.1 · level 2, needed 2 · kept by Noor" in said
    assert "- Do a of level 2." in said and "- Do b of level 2." not in said
    assert "**Not yet:** do b of level 2." in said
    assert said.endswith("Proof: the page, read 2 November.")


def test_proof_says_until_when_only_where_that_is_before_the_next_round() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    pieces = tuple(Evidence(kind=kind, reference=kind, seen_on=DAY) for kind in ("documented", "sampled"))
    answers = {"s1.p1": Answer(level=2, evidence=pieces)}
    soon = documents(questionnaire, answers, next_round=date(2027, 11, 22))
    assert block(soon, "practice/s1.p1").endswith("Proof: sampled, looked at 22 November, good until 22 March 2027.")
    later = documents(questionnaire, answers, next_round=date(2027, 2, 22))
    assert block(later, "practice/s1.p1").endswith("Proof: sampled, looked at 22 November.")


def test_one_at_its_need_of_little_impact_is_its_rule_in_one_line() -> None:
    said = practice(level=2, owner="Noor", of={"impact": 1})
    assert said == "### P1\n\n**Mind p1.** 1.1 · level 2, needed 2 · kept by Noor"
    assert "We do" in practice(level=2, unmet=("c2-b",), of={"impact": 1})


def test_proof_that_ran_out_is_named_and_who_renews_it() -> None:
    pieces = (Evidence(kind="sampled", reference="a sample", seen_on=date(2026, 6, 12)),)
    said = practice(level=2, owner="Noor", evidence=pieces)
    assert "Proof: none that holds. **Out of date:** a sample, looked at 12 June. Noor brings a new one" in said


def test_proof_without_a_day_says_that_it_does_not_count() -> None:
    said = practice(level=2, evidence=(Evidence(kind="sampled", reference="a sample"),))
    assert "on a day that nobody wrote down, so it does not count" in said


def test_missing_proof_is_that_of_the_level_needed() -> None:
    levels = [dict(level) for level in a_practice()["levels"]]
    levels[2]["evidence"] = ["the signed page", "its date", "a list"]
    missing = "Missing for level 2: the signed page; and two more."
    assert missing in practice(level=2, of={"levels": levels})
    assert missing in practice(level=1, of={"levels": levels, "impact": 3})
    assert practice(level=1, of={"levels": levels, "impact": 2}).endswith("Proof: none yet.")


def votes(*levels: int, **more: Any) -> tuple[Vote, ...]:
    """One vote for each level; `more` are by level what its vote says, such as `at_1={"reason": "…"}`."""
    return tuple(Vote(level=level, count=1, **more.get(f"at_{level}", {})) for level in levels)


def test_a_wide_vote_that_was_settled_is_remembered_in_a_line_and_a_close_one_is_not() -> None:
    said = practice(level=2, votes=(Vote(level=1, count=2), Vote(level=3, count=1)))
    assert "\n\n1.1 · level 2, needed 2\n\nWe saw this differently, 1 to 3.\n\n**We do**\n" in said
    for close in (votes(1, 2), (Vote(level=0, count=0), Vote(level=2, count=1)), ()):
        assert "differently" not in practice(level=2, votes=close)


def test_a_wide_vote_stands_in_every_form_of_a_practice_that_is_for_us() -> None:
    wide = votes(0, 2)
    accepted = Accepted(level=1, by="Lin", until=DAY, reason="later")
    line = "\n\nWe saw this differently, 0 to 2.\n\n"
    assert line in practice(level=1, votes=wide)
    assert line in practice(level=1, votes=wide, accepted=accepted)
    assert line in practice(level=2, votes=wide)
    assert line + "**We do**" in practice(level=2, votes=wide, of={"impact": 1}), "one in a single line has no room"
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
    assert "We saw this differently, 1 to 4. Tom: the daily cap is a guess. Two of us: it held in March.\n" in said, (
        "who agrees with what was settled, or gives no reason, stands in the record only"
    )


def test_of_many_reasons_the_guide_gives_the_two_furthest_from_what_was_settled() -> None:
    reasons = {f"at_{level}": {"reason": f"reason {level}"} for level in range(5)}
    said = practice(level=1, votes=votes(0, 2, 3, 4, **reasons))
    assert "0 to 4. One of us: reason 4. One of us: reason 3.\n" in said
    long = practice(level=2, votes=votes(0, 2, at_0={"reason": "word " * 100}))
    assert "0 to 2.\n" in long


def test_votes_that_settled_nothing_leave_it_open_and_say_how_far_apart_we_are() -> None:
    apart = votes(0, 3, at_0={"reason": "nobody has seen it"})
    for answered in ({"unsure": True, "ask_whom": "Tom"}, {}):
        said = practice(votes=apart, of={"ask": ["Who has seen it?"], "meanwhile": ["Ask first."]}, **answered)
        assert "**Not settled. Until it is, ask first.**" in said
        assert "1.1 · not known, needed 2 · " in said
        assert (
            "**To settle**\n\nWe are far apart on this, 0 to 3. One of us: nobody has seen it.\n\n1. Who has seen it?"
            in said
        )
    assert "apart" not in practice(unsure=True, votes=votes(1, 2))


def test_what_was_voted_on_and_not_settled_has_been_asked() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    made = documents(questionnaire, {"s1.p1": Answer(votes=votes(0, 3)), "s1.p2": Answer(level=2)})
    said = block(made, "next")
    assert "not been asked" not in said
    assert "**Find out.** How do you mind s1.p1?" in said
    assert "1 is answered, one was asked and nobody could say. What is open could take" in made.record
    assert "1.1 · voted on, not settled · needed 2" in made.record


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
    assert "level 1, needed 3 because the public can send input · " in block(made, "practice/s1.p1")
    own = documents(questionnaire, {"s1.p1": Answer(level=1, target=4, target_reason="we promised it")})
    assert "level 1, needed 4 because we promised it" in block(own, "practice/s1.p1")


def test_a_level_that_moved_says_what_it_was() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    old = Snapshot("old", questionnaire, a_book(questionnaire, {"s1.p1": an_answer(3)}), date(2026, 8, 22))
    made = documents(questionnaire, {"s1.p1": Answer(level=1), "s1.p2": Answer(level=1)}, last=old)
    assert "level 1 (was 3), needed 2" in block(made, "practice/s1.p1")
    assert "level 1, needed 2" in block(made, "practice/s1.p2")


def test_a_carried_answer_says_when_it_was_last_confirmed(after: Documents) -> None:
    carried = block(after, "practice/incident-response.response-teams")
    assert "last confirmed 22 August" in carried
    assert "last confirmed" not in block(after, "practice/incident-response.trigger-events")


def test_an_inherited_one_says_what_we_hold_and_what_to_ask_for(after: Documents) -> None:
    said = block(after, "practice/model-training.dataset-curation")
    assert "needed 2 · not ours to do, because no model is tuned or trained here · Tom asks" in said
    assert "\n\n**We hold** model card, read 3 March.\n\n**Ask for** how training data was chosen" in said
    assert "or model. Needed here is level 2: we hold the provider's dated evidence" in block(after, "inherited")


def test_inherited_ones_give_their_reason_once_and_always_something_to_ask() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "it is bought", "inherited": ["s1"]}]
    changes = {"s1.p2": {"provider_evidence": []}}
    questionnaire = tiny_questionnaire(1, 2, rules=rules, changes=changes)
    made = documents(questionnaire, {"s1.p2": Answer(level=0)}, {"role": ("saas",)})
    first, second = (block(made, f"practice/s1.p{number}") for number in (1, 2))
    assert "not ours to do, because it is bought" in first and "because" not in second
    assert "We hold" not in first and "**We hold** nothing yet.\n\n**Ask them:** " in second


def test_one_that_is_not_for_us_says_because_and_when_to_ask_again(after: Documents) -> None:
    by_rule = block(after, "practice/model-training.model-isolation")
    assert (
        by_rule
        == "**Model isolation** (3.4): no model is held here. *Ask again after a change in our use of generative AI.*"
    )
    by_team = block(after, "practice/third-party-and-apis.oauth-and-scopes")
    assert "answers are shown and never run; no tool is connected. *Said by Noor, 20 November; ask again" in by_team


def test_a_whole_section_that_is_not_for_us_still_reads_short() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "nothing is built here", "not_applicable": ["s2"]}]
    made = documents(tiny_questionnaire(2, 4, rules=rules), {}, {"role": ("saas",)})
    said = [block(made, f"practice/s2.p{number}") for number in range(1, 5)]
    assert said[0] == "**P1** (2.1): nothing is built here. *Ask again after a change in our use of generative AI.*"
    assert said[1:] == [f"**P{number}** (2.{number}): for the same reason." for number in range(2, 5)]
    assert "section/s2" not in [block.id for block in made.blocks]


def test_a_practice_with_more_than_fits_is_cut_and_says_where_the_rest_is() -> None:
    levels = [dict(level) for level in a_practice()["levels"]]
    for level in levels[1:]:
        level["criteria"] = [{"id": f"c{level['level']}-{n}", "text": f"Criterion {n}."} for n in range(19)]
    steps = tuple(Step(text=f"Step {number}") for number in range(30))
    said = practice(level=3, steps=steps, of={"levels": levels, "avoid": ["a", "b", "c"], "impact": 3})
    assert said.count("\n") < 30
    assert "more are in [the record](record.md#later)" in said
    assert "more things that [the record](record.md) lists" in said


# --- The opening pages ------------------------------------------------------------------------------------------------


def test_the_opening_speaks_of_this_team(after: Documents) -> None:
    said = block(after, "about")
    assert said.startswith("# Working safely on Ask Alder\n")
    assert "how the Retail Assistant team at Example Bank builds and runs Ask Alder" in said
    assert "We build on a model that a provider runs. Input comes from people who have signed in." in said
    assert "Edition of 22 November 2026; next round 22 February 2027." in said
    assert "[Incident response](#incident-response)" in said


def test_a_team_that_says_team_is_not_called_team_twice() -> None:
    assert Team("Blue Team").called == "the Blue Team"
    assert Team("Team Blue").called == "Team Blue"
    assert Team("Blue").called == "the Blue team"
    assert Team("Office IT").called == "the Office IT team"
    assert Team("Office of the Registrar").called == "the Office of the Registrar"


def test_facts_that_are_open_are_asked_for_and_take_nothing_away() -> None:
    said = block(documents(tiny_questionnaire()), "about")
    assert "How do you use it? Who can reach it?" in said


def test_each_essential_rule_stands_once_under_the_moment_it_names_first(after: Documents) -> None:
    said = block(after, "rules")
    scores = bank.after_two_quarters().current.scorecard.counting
    practices = [score.practice for score in scores if score.practice.essential]
    for one in practices:
        assert said.count(f"({one.title}]") + said.count(f"[{one.title}]") == 1, one.title
    order = [moment for moment in MOMENTS if any(one.moments[0] == moment for one in practices)]
    assert len(re.findall(r"^\*\*When|^\*\*Before|^\*\*While", said, re.MULTILINE)) == len(order)
    assert said.index("When you design") < said.index("Before you release") < said.index("When something looks wrong")


def test_a_rule_that_nobody_could_confirm_gives_its_first_meanwhile(after: Documents) -> None:
    first = bank.questionnaire().practices["model-deployment.output-filtering"].meanwhile[0]
    assert f"- *Not settled:* {first} ([Output filtering]" in block(after, "rules")


def test_more_rules_than_fit_lose_the_least_of_impact_first() -> None:
    def essential(number: int) -> dict[str, Any]:
        return {"essential": True, "moments": [MOMENTS[number % 6]], "impact": 1 if number == 3 else 3}

    names = [f"s{section}.p{number}" for section in range(1, 6) for number in range(1, 9)]
    questionnaire = tiny_questionnaire(5, 8, changes={name: essential(place) for place, name in enumerate(names)})
    said = block(documents(questionnaire), "rules")
    lines = [line for line in said.split("\n")[1:] if line]
    assert len(lines) == 20
    assert lines[-1].startswith("Essential as well: [P4](#p4), ")
    assert lines[-1].endswith("; 21 more stand in the chapters.")
    assert "**While it runs**\n\n- Mind p" in said


def test_next_shows_steps_by_day_then_what_to_find_out_then_proposals(after: Documents) -> None:
    rows = [
        line for line in block(after, "next").split("\n") if line.startswith("| ") and not line.startswith("| What")
    ]
    assert len(rows) == 7
    assert rows[0].startswith(
        "| **Late.** Ask legal about the clocks ([Trigger events](#trigger-events)) | Tom, 1 October"
    )
    assert rows[1].startswith("| **Find out.** ") and "Tom, 4 December" in rows[1]
    assert rows[2].startswith("| **Now.** Take the off switch out of the pipeline") and "RA-412" in rows[2]
    assert "*no ticket*" in block(after, "next")


def test_next_names_accepted_risks_and_how_much_waits(after: Documents) -> None:
    said = block(after, "next")
    assert (
        "**Accepted for now:** [Red teaming exercises](#red-teaming-exercises) at level 2, where 3 is needed. H. L"
        in said
    )
    assert re.search(r"more wait in \[the record\]\(record\.md#later\)", said)


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
    order = ["Worse", "Out of scope", "Now in force", "Better", "Answered now", "Proof out of date", "New here"]
    assert kinds == sorted(kinds, key=order.index)
    assert any("47 minutes" in line for line in lines)
    assert "stands in editions/2026-11-22/changes.md." in block(after, "since")


def test_a_quarter_without_change_says_so() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    old = guide_input(questionnaire, {"s1.p1": Answer(level=2)}).current
    made = documents(questionnaire, {"s1.p1": Answer(level=2)}, last=replace(old, name="old"))
    assert "has changed since the edition of" in block(made, "since")


def test_before_there_is_an_edition_nothing_has_changed(before: Documents) -> None:
    assert "since" not in [block.id for block in before.blocks]


def test_standing_gives_level_range_need_and_proof_in_one_sentence(after: Documents) -> None:
    said = block(after, "standing")
    assert re.search(r"\*\*1\.\d of 4\*\*, and somewhere from \d\.\d to \d\.\d once one open question is settled", said)
    assert re.search(
        r"That is \d\d per cent of what we need, 2\.\d on average; the proof we hold today carries \d\.\d\.", said
    )
    assert re.search(
        r"\| \[Secure model deployment\]\(#secure-model-deployment\) \| 2\.3 \(1\.8–2\.8\) \| 2\.8 \|", said
    )
    assert re.search(
        r"\]\(charts/standing\.svg\)\n\n!\[Level, need and proof by edition.*\]\(charts/trend\.svg\)$", said
    )


def test_before_the_first_answer_nothing_is_silently_zero(before: Documents) -> None:
    said = block(before, "standing")
    assert "Nothing is answered yet, so there is no level to show." in said
    assert "| [Risk governance](#risk-governance) | 4 | 2.3 |" in said and "not known" not in said
    assert before.charts == {}
    essential = sum(one.practice.essential for one in bank.before_the_first_answer().current.scorecard.counting)
    assert f"Start with the {number_in_words(essential)} essential practices" in block(before, "next")
    assert "Nobody has answered a question yet" in block(before, "about")


# --- At the edges -----------------------------------------------------------------------------------------------------


def test_when_everything_is_left_out_the_guide_still_reads() -> None:
    questionnaire = tiny_questionnaire(2, 2)
    answers = {name: Answer(not_applicable="We do not.") for name in questionnaire.practices}
    made = documents(questionnaire, answers)
    assert "Nothing in this questionnaire is for us at the moment" in block(made, "standing")
    assert "No practice is essential for us" in block(made, "rules")
    assert [block.id for block in made.blocks if block.id.startswith("section/")] == []


def test_an_edition_without_a_date_for_a_name_is_named_by_its_day() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    current = guide_input(questionnaire, {"s1.p1": Answer(level=2)})
    past = PastEdition("spring", 1, date(2026, 5, 1), current.current.scorecard.overall)
    made = assemble(replace(current, edition="spring", history=(past,)), bank.template())
    assert "As of 22 November 2026; last edition 1 May" in block(made, "about")


@pytest.mark.parametrize(
    "answered", [{"level": 3}, {"level": 1}, {"unsure": True}, {}, {"level": 1, "accepted": True}], ids=str
)
def test_votes_never_make_a_practice_longer_than_a_page(answered: dict[str, Any]) -> None:
    levels = [dict(level) for level in a_practice()["levels"]]
    for level in levels[1:]:
        level["criteria"] = [{"id": f"c{level['level']}-{n}", "text": f"Criterion {n}."} for n in range(19)]
    many = [f"thing {number}" for number in range(12)]
    of = {"levels": levels, "impact": 3, "avoid": many, "ask": many, "meanwhile": many}
    if answered.get("accepted"):
        answered = {**answered, "accepted": Accepted(level=1, by="Lin", until=DAY, reason="later")}
    reasons = {f"at_{level}": {"reason": "because so it is"} for level in (0, 4)}
    steps = tuple(Step(text=f"Step {number}") for number in range(9))
    said = practice(votes=votes(0, 4, **reasons), unmet=("c1-0",), steps=steps, of=of, **answered)
    assert "0 to 4." in said and said.count("\n") < 30


def test_two_practices_of_one_title_get_links_that_lead_to_each() -> None:
    essential = {"essential": True, "moments": ["run"], "title": "Doubles"}
    questionnaire = tiny_questionnaire(2, 1, changes={"s1.p1": essential, "s2.p1": essential})
    made = documents(questionnaire)
    assert block(made, "practice/s2.p1").startswith("### Doubles (Section s2)\n")
    assert "(#doubles)" in block(made, "rules") and "(#doubles-section-s2)" in block(made, "rules")


def test_a_title_that_readers_give_different_anchors_gets_no_link() -> None:
    essential = {"essential": True, "moments": ["run"], "title": "Fragen & Antworten über KI"}
    said = block(documents(tiny_questionnaire(1, 1, changes={"s1.p1": essential})), "rules")
    assert "(Fragen & Antworten über KI)" in said and "](#" not in said


@pytest.mark.parametrize("text", [text for _, text in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_whatever_people_type_reads_literally_in_every_place(text: str) -> None:
    line = clean_line(text) or "-"
    answer = a_full_answer(
        1,
        note=text,
        owner=text,
        unmet=("c1-b",),
        here={"c1-a": text, "c1-b": text},
        evidence=(Evidence(kind="sampled", reference=text, seen_on=DAY), Evidence(kind=line, reference=text)),
        steps=(Step(text=text, owner=text, ticket=text, due=DAY), Step(text=text, done_on=DAY)),
        votes=(Vote(level=0, count=1, who=text, reason=text), Vote(level=4, count=1)),
        accepted=Accepted(level=1, by=text, until=DAY, reason=text),
        target=3,
        target_reason=text,
    )
    questionnaire = tiny_questionnaire(1, 3)
    answers = {"s1.p1": answer, "s1.p2": Answer(not_applicable=line), "s1.p3": Answer(unsure=True, ask_whom=text)}
    made = documents(questionnaire, answers, team=Team(text or "-", text, text))
    said = seen("\n\n".join(one.text for one in made.blocks))
    assert " ".join(line.split()) in said
    assert len(blocks.parse(text_of(made)).blocks) == len(made.blocks)


@pytest.mark.parametrize("text", [text for _, text in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_whatever_a_strangers_questionnaire_says_reads_literally(text: str) -> None:
    line = clean_line(text) or "-"
    changes = {
        "title": line,
        "rule": line,
        "why": line,
        "question": line,
        "roles": [line],
        "avoid": [line, line],
        "meanwhile": [line, line],
        "ask": [line],
        "provider_evidence": [line],
        "essential": True,
        "moments": ["run"],
        "levels": [
            {
                **level,
                "statement": line,
                "evidence": [line],
                "criteria": [{**criterion, "text": line} for criterion in level["criteria"]],
                "actions": [{**action, "text": line} for action in level["actions"]],
            }
            for level in a_practice()["levels"]
        ],
    }
    questionnaire = of_practices(*({**a_practice(f"s1.p{number}"), **changes} for number in (1, 2, 3)))
    made = documents(questionnaire, {"s1.p1": Answer(level=1), "s1.p2": Answer(unsure=True)})
    said = seen(block(made, "practice/s1.p1"))
    assert " ".join(line.split()) in said


def test_no_text_of_the_questionnaire_that_concerns_a_practice_is_lost(after: Documents) -> None:
    """What the guide has no room for stands in the record."""
    everything = seen(text_of(after)) + seen(after.record)
    for score in bank.after_two_quarters().current.scorecard.counting:
        one: Practice = score.practice
        texts = [one.title, one.rule, one.question]
        if score.status == "answered" and not score.inherited:
            texts += [one.why, *one.avoid, *one.metrics]
            texts += [criterion.text for level, criterion in one.criteria.values() if level <= score.low]
        if score.status == "unsure":
            texts += [*one.ask, *one.meanwhile]
        for text in texts:
            words = " ".join(text.rstrip(".").split())
            assert words in everything or words[:1].lower() + words[1:] in everything, (one.id, text)


# --- Templates at fault, and speed ------------------------------------------------------------------------------------


def broken(file: str, source: str) -> Template:
    return Template(bank.template().manifest, {**bank.template().files, file: source})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("## Where we stand\n\n<b>bold</b>", "HTML"),
        ("## Where we stand\n\n## And again", "headings"),
        ("## Elsewhere", "headings"),
        ("## Where we stand\n\n[x](javascript:alert)", "a link to"),
        ("## Where we stand\n\n```\ncode\n```", "a code block"),
        ("## Where we stand\n\n<!-- levelbook:end standing -->", "HTML"),
    ],
)
def test_a_template_that_writes_what_a_guide_may_not_hold_is_refused_by_name(source: str, said: str) -> None:
    with pytest.raises(FileIsWrong, match=r"living-guide/standing\.md\.jinja") as failure:
        assemble(bank.before_the_first_answer(), broken("standing.md.jinja", source))
    assert "“standing”" in str(failure.value) and said in str(failure.value)


def test_the_work_grows_with_the_number_of_practices() -> None:
    def of(sections: int) -> GuideInput:
        questionnaire = tiny_questionnaire(sections, 20)
        return guide_input(questionnaire, {name: Answer(level=1) for name in questionnaire.practices})

    given = {sections: of(sections) for sections in (3, 30)}
    assert ratio(lambda sections: assemble(given[sections], bank.template()), 3, 30) < 25

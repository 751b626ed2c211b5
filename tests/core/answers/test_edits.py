"""One change to one answer: what it means, and what it cannot mean."""

from __future__ import annotations

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence
from levelbook.core.answers.edits import Edit, StepEdit, TailoredPractice, apply
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Scope
from levelbook.core.questionnaire.tailoring import Placement
from support.builders import DAY, tiny_questionnaire

QUESTIONNAIRE = tiny_questionnaire(1, 1)


def asked(scope: Scope = "applicable") -> TailoredPractice:
    placement = Placement(scope, 2, (), (), ())
    return TailoredPractice(QUESTIONNAIRE, QUESTIONNAIRE.practices["s1.p1"], placement)


def edited(answer: Answer, edit: Edit) -> Answer:
    return apply(edit, answer, asked())


def test_a_level_drops_the_exceptions_that_it_settles_itself() -> None:
    answer = Answer(level=2, unmet=("c1-a", "c2-a"), met=("c3-a", "c4-a"))

    up, down = edited(answer, Edit(level=3)), edited(answer, Edit(level=1))

    assert (up.unmet, up.met) == (("c1-a", "c2-a"), ("c4-a",))
    assert (down.unmet, down.met) == (("c1-a",), ("c3-a", "c4-a"))


def test_what_is_met_is_struck_out_no_more_and_what_is_unmet_is_not_ticked() -> None:
    answer = Answer(level=2, unmet=("c1-a", "c2-a"), met=("c3-a",))

    assert edited(answer, Edit(met=("c2-a",))).unmet == ("c1-a",)
    assert edited(answer, Edit(unmet=("c3-a",))).met == ()


def test_a_level_that_is_corrected_has_what_was_said_of_its_criteria_and_the_reason_again() -> None:
    said = Answer(level=2, level_reason="the gateway came", unmet=("c1-a", "c2-b"), met=("c3-a", "c4-b"))
    for slips in ((1,), (3,), (0, 4), (4, 0), (1, 3), (0, 1)):
        before: list[Answer] = []
        answer = said
        for level in (*slips, 2):
            before, answer = [answer, *before], apply(Edit(level=level), answer, asked(), before)
        assert answer == said, slips


def test_what_was_said_of_a_criterion_since_a_slip_is_what_holds() -> None:
    said = Answer(level=2, unmet=("c2-a", "c2-b"), met=("c3-a",))
    slipped = edited(said, Edit(level=1))
    ticked = edited(slipped, Edit(toggle="c2-a"))

    back = apply(Edit(level=2, level_reason="new"), ticked, asked(), [slipped, said])
    assert (back.unmet, back.met, back.level_reason) == (("c2-b",), ("c3-a",), "new")
    assert apply(Edit(level=2, unmet=()), ticked, asked(), [slipped, said]).unmet == ()


def test_a_criterion_is_struck_out_and_ticked_again() -> None:
    answer = Answer(level=2)
    struck = edited(answer, Edit(toggle="c2-b"))
    ticked = edited(answer, Edit(toggle="c3-a"))

    assert (struck.unmet, ticked.met) == (("c2-b",), ("c3-a",))
    assert edited(struck, Edit(toggle="c2-b")) == answer == edited(ticked, Edit(toggle="c3-a"))


def test_what_is_not_named_stays_and_an_empty_text_clears() -> None:
    answer = Answer(level=2, note="n", owner="o", due=DAY, here={"c1-a": "so"})

    assert edited(answer, Edit(level=3)).note == "n"
    cleared = edited(answer, Edit(note="", owner="", due="", here={"c1-a": ""}))
    assert cleared.table == {"level": 2}


def test_clearing_leaves_note_owner_steps_and_evidence() -> None:
    answer = Answer(level=2, note="n", owner="o", evidence=(Evidence(kind="tested", reference="x"),), target=3)
    with_step = edited(answer, Edit(step=StepEdit(text="do")))

    assert set(edited(with_step, Edit(clear=True)).table) == {"note", "owner", "steps", "evidence"}


def test_steps_are_added_from_the_practices_actions_changed_and_dropped() -> None:
    one = edited(Answer(level=1), Edit(step=StepEdit(from_action="reach-2-b", owner="Ana")))
    assert (one.steps[0].text, one.steps[0].owner) == ("Set up b for level 2.", "Ana")

    done = edited(one, Edit(step=StepEdit(number=1, done_on=DAY)))
    assert done.steps[0].done_on == DAY and done.open_steps == ()
    assert edited(done, Edit(step=StepEdit(number=1, drop=True))).steps == ()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(level=5), "There is no level 5"),
        (Edit(level=1, unsure=True), "cannot be used together"),
        (Edit(not_applicable="  "), "needs a reason"),
        (Edit(confirm=True), "nobody has answered it"),
        (Edit(here={"c1-z": "x"}), "no criterion"),
        (Edit(unmet=("c9",)), "no criterion"),
        (Edit(evidence=(Evidence(kind="tsted", reference="x"),)), "no kind of evidence"),
        (Edit(step=StepEdit(owner="Ana")), "Which step"),
        (Edit(step=StepEdit(number=1, text="x")), "no step number 1"),
        (Edit(step=StepEdit(from_action="fly")), "no action"),
        (Edit(target=2, target_reason="r"), "is 2 already"),
        (Edit(target=3), "needs a reason"),
        (Edit(accepted=Accepted(level=2, by="H", until=DAY, reason="r")), "leaves no risk"),
        (Edit(accepted=Accepted(level=1, by="", until=DAY, reason="r")), "Somebody has to answer"),
        (Edit(drop_evidence=1), "no piece of evidence"),
        (Edit(level=1, ask_whom="Tom"), "is not unsure"),
        (Edit(ask_by=DAY), "is not unsure"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(edit: Edit, words: str) -> None:
    with pytest.raises(UsedWrongly, match=words):
        edited(Answer(), edit)


def test_nobody_is_told_to_accept_a_level_below_a_target_of_0() -> None:
    risk = Accepted(level=0, by="Ana", until=DAY, reason="later")
    nothing_asked = TailoredPractice(
        QUESTIONNAIRE, QUESTIONNAIRE.practices["s1.p1"], Placement("applicable", 0, (), (), ())
    )

    with pytest.raises(UsedWrongly, match=r"target of 1\.1 is 0, so level 0 leaves no risk to accept") as refused:
        apply(Edit(accepted=risk), Answer(level=0), nothing_asked)

    assert refused.value.remedy == ""


def test_a_misspelt_criterion_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownId) as refused:
        edited(Answer(level=1), Edit(toggle="c1-aa"))

    assert refused.value.nearest == "c1-a"


def test_an_inherited_practice_claims_no_criteria() -> None:
    with pytest.raises(UsedWrongly, match="inherited"):
        apply(Edit(toggle="c1-a"), Answer(level=1), asked("inherited"))


def test_an_answer_that_says_nothing_any_more_keeps_no_rev() -> None:
    said = Answer(note="n").signed()

    assert edited(said, Edit(note="")).signed().is_empty
    assert edited(said, Edit(note=" \n ")).signed().is_empty

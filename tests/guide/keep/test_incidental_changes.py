"""What people wrote in a block is behind when an answer changed, and not because time went on or a heading changed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from levelbook.guide.keep.blocks import Block, digest
from levelbook.guide.keep.incidental_changes import is_only_incidental
from levelbook.guide.keep.merge import assemble, status, take_mine
from support.growth import assert_grows_at_most
from support.guide_files import guide

HEAD = "### Access\n\n**Only the gateway calls the model.**"
STATUS = "4.2 · Level 2 (proven), was 1, target 3. Owner: Priya, due 4 November."
STEP = "1. Read the log (Priya, 29 January 2027)"
DOORS = "Go to [If it burns](#if-it-burns). See [Output](#output)."
EVIDENCE = "Evidence: The plan, sampled 3 May."


def block(status_line: str = STATUS, step: str = STEP, doors: str = DOORS, evidence: str = EVIDENCE) -> Block:
    return Block("practice/deploy.access", "\n\n".join((HEAD, status_line, step, doors, evidence)))


def is_behind(before: Block, after: Block, *, written: str = "**Only our gateway calls it.**") -> bool:
    """Somebody writes over the rule of `before`, and levelbook has `after` to say since."""
    text = guide(None, before).replace("**Only the gateway calls the model.**", written)
    [state] = status(text, [after])
    assert state.edited
    return state.behind


TIME_AND_HEADINGS = {
    "a heading was renamed": block(doors="Go to [If it burns](#when-it-burns). See [Output](#output)."),
    "a heading was renamed to one without a link": block(doors="Go to If it burns. See [Output](#output)."),
    "a round began": block("4.2 · Level 2 (proven), target 3. Owner: Priya, due 4 November. Last reviewed 3 May."),
    "its day is past": block("4.2 · Level 2 (proven), was 1, target 3. Owner: Priya, was due 4 November."),
    "a year began": block(
        "4.2 · Level 2 (proven), was 1, target 3. Owner: Priya, due 4 November 2026.",
        step="1. Read the log (Priya, 29 January)",
    ),
    "the next round is later": block(evidence="Evidence: The plan, sampled 3 May, valid until 31 August."),
}
ANSWERS = {
    "a level": block("4.2 · Level 3 claimed, was 1, target 3. Owner: Priya, due 4 November."),
    "an owner": block("4.2 · Level 2 (proven), was 1, target 3. Owner: Tom, due 4 November."),
    "a day": block("4.2 · Level 2 (proven), was 1, target 3. Owner: Priya, due 5 November."),
    "a year": block(step="1. Read the log (Priya, 29 January 2028)"),
    "evidence": block(evidence="Evidence: The plan, sampled 4 May."),
    "what a link is called": block(doors="Go to [If it floods](#if-it-burns). See [Output](#output)."),
}


@pytest.mark.parametrize("after", TIME_AND_HEADINGS.values(), ids=TIME_AND_HEADINGS)
def test_time_and_headings_put_nothing_behind(after: Block) -> None:
    assert not is_behind(block(), after)
    assert not is_behind(after, block()), "nor does the way back"


@pytest.mark.parametrize("after", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_puts_the_words_about_it_behind(after: Block) -> None:
    assert is_behind(block(), after)


@pytest.mark.parametrize("after", TIME_AND_HEADINGS.values(), ids=TIME_AND_HEADINGS)
def test_an_answer_does_so_beside_them_as_well(after: Block) -> None:
    assert is_behind(block(), Block(after.id, after.text.replace("target 3", "target 2")))


def test_several_of_them_at_once_put_nothing_behind() -> None:
    after = block(
        "4.2 · Level 2 (proven), target 3. Owner: Priya, was due 4 November. Last reviewed 3 May.",
        doors="Go to [If it burns](#when-it-burns). See [Output](#what-it-says).",
    )
    assert not is_behind(block(), after)


def test_a_link_in_the_very_line_that_people_wrote_over_puts_nothing_behind() -> None:
    before, after = block(), TIME_AND_HEADINGS["a heading was renamed"]
    text = guide(None, before).replace("Go to [If it burns]", "Run to [If it burns]")

    assert not status(text, [after])[0].behind
    assert not status(text.replace("(#if-it-burns)", "(#when-it-burns)"), [after])[0].behind, "mended by hand"


@pytest.mark.parametrize(
    ("ahead", "late"),
    [
        ("4.2 · Not known. Tom finds out by 4 May.", "4.2 · Not known. Tom finds out; was due 4 May."),
        ("4.2 · Not known. To be found out by 4 May.", "4.2 · Not known. Was to be found out by 4 May."),
        ("4.2 · Level 1. Owner: Tom, due 4 May.", "4.2 · Level 1. Owner: Tom, was due 4 May."),
        ("4.2 · Level 1. Due 4 May.", "4.2 · Level 1. Was due 4 May."),
        ("1. Read it (Tom, 4 May)", "1. Read it (Tom, was due 4 May)"),
        ("| Planned. Read it | Tom, 4 May |\n|---|---|", "| **Late.** Read it | Tom, was due 4 May |\n|---|---|"),
    ],
)
def test_a_day_that_is_past_puts_nothing_behind_in_the_very_line_that_people_wrote_over(ahead: str, late: str) -> None:
    text = guide(None, block(ahead)).replace(ahead.split("\n")[0], "Ours alone.")

    assert not status(text, [block(late)])[0].behind
    assert status(text, [block(late.replace("4 May", "5 May"))])[0].behind


def test_a_reason_that_is_given_on_another_page_now_puts_nothing_behind() -> None:
    pointer = "[How this could hurt us](#how-this-could-hurt-us) says why it matters."
    here, there = block(doors="Stopping does not unsay."), block(doors=pointer)

    assert not is_behind(here, there) and not is_behind(there, here)
    assert is_behind(here, Block(there.id, there.text.replace("target 3", "target 2")))


def test_a_reason_that_was_given_elsewhere_while_an_edition_was_sealed_puts_nothing_behind_once_it_is_back() -> None:
    here, there = block(doors="Stopping does not unsay."), block(doors="[Harm](#harm) says why it matters.")

    for before, at_the_seal in ((here, there), (there, here)):
        text = guide(None, before).replace("**Only the gateway calls the model.**", "**Ours.**")
        sealed = assemble(text, [at_the_seal], {}, settled=[here.id]).text
        assert [status(sealed, [after])[0].behind for after in (at_the_seal, before)] == [False, False]
        tomorrow = Block(before.id, before.text.replace("target 3", "target 2"))
        assert status(sealed, [tomorrow])[0].behind


def test_a_chapters_moves_in_the_table_put_nothing_behind() -> None:
    table = "| Chapter | Remarks |\n|---|---|\n| Access | {}lowest: Keys, 1 |\n| Output | {} |\n"
    before = Block("standing", f"## Where we stand\n\nAs they say.\n\n{table.format('one up; ', 'one up, two down')}")
    after = Block("standing", f"## Where we stand\n\nAs they say.\n\n{table.format('', '')}")
    text = guide(None, before).replace("As they say.", "As we say.")

    assert not status(text, [after])[0].behind
    assert status(text, [Block("standing", after.text.replace("Keys, 1", "Keys, 2"))])[0].behind
    settled = take_mine(text.replace("Access", "Ours"), "standing", [before])
    assert not status(settled, [after])[0].behind, "of every row, whatever people made of it"


def test_a_row_whose_day_is_past_puts_nothing_behind_and_one_that_was_agreed_does() -> None:
    def rows(one: str, other: str = "**Find out.** Who saw it? | Tom, 4 May") -> Block:
        return Block(
            "next", f"## What comes next\n\nAs they say.\n\n| What | Who, by when |\n|---|---|\n| {one} |\n| {other} |"
        )

    proposed, planned = rows("Proposed. Read the log | Priya, 3 May"), rows("Planned. Read the log | Priya, 3 May")
    late = rows("**Late.** Read the log | Priya, was due 3 May", "**Today: find out.** Who saw it? | Tom, 4 May")

    for before in (proposed, planned):
        text = guide(None, before).replace("As they say.", "As we say.")
        assert not status(text, [late])[0].behind
    assert status(guide(None, proposed).replace("As they", "As we"), [planned])[0].behind
    settled = take_mine(guide(None, planned).replace("Read the log", "Read it all"), "next", [planned])
    assert not status(settled, [late])[0].behind
    assert status(settled, [proposed])[0].behind


def test_the_line_on_edition_and_next_round_is_never_behind_because_it_says_nothing_of_an_answer() -> None:
    before, after = Block("edition", "As of 3 May, before the first edition."), Block("edition", "Edition of 4 May.")
    text = guide(None, before).replace("the first edition", "our first edition")

    [state] = status(text, [after])
    assert (state.edited, state.behind) == (True, False)


@given(
    at=st.sampled_from(list(TIME_AND_HEADINGS)),
    then=st.sampled_from(list(TIME_AND_HEADINGS)),
    words=st.sampled_from(["Ours alone.", "[If it burns](#if-it-burns)", "Last reviewed 1 May.", ""]),
)
def test_a_text_that_people_settled_stays_so_whatever_time_does(at: str, then: str, words: str) -> None:
    text = guide(None, block()).replace(f"{HEAD}\n\n{STATUS}", f"{HEAD}\n\n{words}")
    settled = take_mine(text, "practice/deploy.access", [TIME_AND_HEADINGS[at]])

    assert not any(state.behind for state in status(settled, [TIME_AND_HEADINGS[at]]))
    if "a year began" not in (at, then):  # nothing in the file tells any more how the year was written
        assert not any(state.behind for state in status(settled, [TIME_AND_HEADINGS[then]]))
    assert status(settled, [ANSWERS["an owner"]])[0].behind


def test_what_people_only_took_out_stays_out_once_they_settled_it() -> None:
    later = TIME_AND_HEADINGS["a round began"]
    text = guide(None, later).replace(" Last reviewed 3 May.", "")
    settled = take_mine(text, later.id, [later])

    assert "Last reviewed" not in assemble(settled, [later], {}).text


PIECES = st.sampled_from(
    [
        "| ",
        "**3 May.** ",
        "**Late.** ",
        "Planned. ",
        "3 May",
        " 2027",
        "  ",
        "\t",
        "3 ",
        ", was 1",
        "[a](#b)",
        "\n",
        "due ",
        ".",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS, TEXTS)
@example("Sampled 3  May.", "Sampled 3 May.")
@example("| **3 May.** Read it | Tom |", "| **Late.** Read it | Tom |")
def test_whatever_people_wrote_can_be_judged(mine: str, generated: str) -> None:
    assert not is_only_incidental(mine, generated, digest("Something else."))
    assert is_only_incidental(mine, generated, digest(generated))


@pytest.mark.parametrize("words", ["[a ", "one up, ", "| due by ", "[a](#b "])
def test_the_work_grows_with_the_text_and_no_faster(words: str) -> None:
    after = block().text

    def look(size: int) -> None:
        assert not is_only_incidental(words * size, f"{after}\n\n{words * size}", digest("Something else."))

    assert_grows_at_most(40, look, 200, 2_000)


STEP_OF_JULY = {
    "before its day": block(step="1. Read the log (Priya, 10 July)"),
    "its day is past": block(step="1. Read the log (Priya, was due 10 July)"),
    "its year is written": block(step="1. Read the log (Priya, was due 10 July 2026)"),
}


@pytest.mark.parametrize("after", STEP_OF_JULY.values(), ids=STEP_OF_JULY)
def test_a_day_in_the_very_line_that_people_wrote_over_puts_nothing_behind(after: Block) -> None:
    text = guide(None, STEP_OF_JULY["before its day"]).replace("(Priya, 10 July)", "(Priya, 10 July), each week")

    assert not status(text, [after])[0].behind
    assert status(text, [Block(after.id, after.text.replace("10 July", "11 July"))])[0].behind
    assert status(text, [Block(after.id, after.text.replace("Priya, ", "Tom, "))])[0].behind


def test_a_year_that_time_alone_writes_puts_nothing_behind_that_people_settled() -> None:
    ours = guide(None, block()).replace(STEP, "Ours.").replace(EVIDENCE, "Our evidence.")
    text = f"---\nas_of: 2026-09-01\n---\n\n{ours}"
    settled = take_mine(text, "practice/deploy.access", [block(evidence="Evidence: The plan, sampled 20 May.")])
    for years in ({"20 May": "20 May 2026"}, {"29 January 2027": "29 January"}):
        after = block(evidence="Evidence: The plan, sampled 20 May.").text
        for earlier, later in years.items():
            after = after.replace(earlier, later)
        assert not status(settled, [Block("practice/deploy.access", after)])[0].behind, years
    renewed = block(evidence="Evidence: The plan, sampled 20 May.", step="1. Read the log (Priya, 29 January 2028)")
    assert status(settled, [renewed])[0].behind, "another year is another day"

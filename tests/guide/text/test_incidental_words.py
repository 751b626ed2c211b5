"""What time alone changes in a guide is worded in one place, and known again by the same words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.keep import merge
from levelbook.guide.text import incidental_words as words
from levelbook.guide.text.phrases import capital, day_in_words, sentence
from levelbook.guide.write.assemble import assemble
from levelbook.words.practice_state import LAST_CONFIRMED, MERGED
from support import bank, profile_teams
from support.made_guides import text_of

DAYS = st.dates(date(2020, 1, 1), date(2031, 12, 31)).map(lambda day: day_in_words(day, date(2026, 1, 1)))
LEVELS = st.sampled_from(["", "0", "4", words.NOT_KNOWN])
COUNTS = st.integers(0, 2_000)


def lasting(text: str) -> str:
    return " ".join(words.lasting_words(text).split())


@given(DAYS, DAYS, LEVELS, st.booleans())
def test_each_phrase_of_a_practice_is_known_again_wherever_the_guide_has_it(
    day: str, other: str, level: str, late: bool
) -> None:
    status = "4.2 · Level 2 (proven){}, target 3.{}"
    confirmed = [" " + sentence(phrase.format(day=day)) for phrase in (LAST_CONFIRMED, MERGED)]
    assert {lasting(status.format(words.was(level), said)) for said in ["", *confirmed]} == {
        lasting(status.format("", ""))
    }

    evidence = f"Evidence: the plan, sampled {day}{{}}."
    assert lasting(evidence.format(words.valid_until(other))) == lasting(evidence.format(""))


@given(DAYS, st.booleans())
def test_of_a_promise_only_its_day_lasts(day: str, late: bool) -> None:
    for written in (words.due(day, late), words.due(day, late, "to be found out by")):
        assert {lasting(f"Read it. {made}.") for made in (written, capital(written))} == {f"Read it. {day}."}
    assert lasting(f"Owner: Tom, {words.due(day, late)}.") == f"Owner: Tom {day}."
    assert lasting(f"Tom finds out{';' if late else ''} {words.due(day, late, 'by')}.") == f"Tom finds out {day}."
    assert lasting(f"1. Read it (Tom, {words.due(day, late, 'on')})") == f"1. Read it (Tom {day})"
    assert lasting(f"| Read it | {words.due(day, late, 'on')} |") == f"| Read it | {day} |"


@given(
    COUNTS,
    COUNTS,
    COUNTS,
    st.sampled_from(["at target", "most still to do", ""]),
    st.sampled_from(["", "lowest: Tidying up, 1"]),
)
def test_how_many_practices_of_a_chapter_moved_does_not_last(
    up: int, down: int, cleared: int, before: str, after: str
) -> None:
    def row(*remarks: str) -> str:
        return f"| Access | 2.0 | {'; '.join(filter(None, remarks))} |"

    moved = words.moved_practices(up, down, cleared)
    assert lasting(row(before, moved, after)) == row(before, after).replace("|  |", "| |")


def test_days_are_compared_without_the_year_that_the_guide_leaves_out() -> None:
    assert words.without_years("1 May 2027, 2 May and 3 Mayors 2027") == "1 May, 2 May and 3 Mayors 2027"
    assert words.years("1 May 2027, 2 May") == ["2027", ""]


@pytest.mark.parametrize(("team", "days"), [("bank", 14), ("model-maker", 50)])
def test_a_guide_in_which_people_wrote_everywhere_is_not_behind_because_days_are_past(team: str, days: int) -> None:
    """Within so many days promises become late and a year begins, but no evidence of that team runs out."""
    now, context = bank.after_two_quarters() if team == "bank" else profile_teams.team(team, answered=True)
    guide = re.sub(r"\n\n(?=<!-- levelbook:end )", "\n\nOurs.\n\n", text_of(assemble(now, context, bank.template())))

    for on, next_round in ((now.on + timedelta(days=days), context.next_round), (now.on, None)):
        later = assemble(replace(now, on=on), replace(context, next_round=next_round), bank.template())
        states = merge.status(guide, later.blocks)
        assert sum(state.edited for state in states) > 90
        assert [state.id for state in states if state.behind] == []
        assert text_of(later) != guide.replace("Ours.\n\n", "")


def test_templates_have_such_words_written_for_them() -> None:
    """A word that a template wrote itself could be changed there, and would not be known again."""
    own = re.compile(r"was due|valid until|, was \{\{|says why it matters|to be found out by \{\{", re.IGNORECASE)
    files = {
        name: text
        for name, text in bank.template().files.items()
        if not name.startswith(("record", "edition", "changes"))
    }
    assert len(files) > 15
    assert [name for name, text in files.items() if own.search(text)] == []

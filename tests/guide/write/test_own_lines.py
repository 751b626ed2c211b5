"""What people write never stands where levelbook's own statements stand, whatever it says."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.guide.write.assemble import Team, assemble
from levelbook.guide.write.inputs import HeldSitting
from support import bank
from support.builders import DAY, tiny_questionnaire
from support.examples import examples
from support.made_guides import guide_sources, text_of

MARKS = ("**", "_")
_LEAD = re.compile(r"(?:\{%[^}]*%\}|- |1\. )*")


@cache
def own_beginnings() -> tuple[str, ...]:
    """How the templates begin levelbook's own lines, and the marks of emphasis that only those begin with."""
    found = set(MARKS)
    for name, text in bank.template().files.items():
        assert name.endswith(".jinja"), name
        for line in re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL).split("\n"):
            words = line[_LEAD.match(line).end() :].partition("{")[0]  # type: ignore[union-attr]
            if len(words) >= 8 and not words.startswith((" ", "|", "#")):
                found.add(words.rstrip())
    return tuple(sorted(found))


def test_the_templates_show_how_levelbook_begins_its_lines() -> None:
    expected = {"**Accepted risk:** level", "_Answered", "Evidence still needed for level", "**Parked:**"}

    assert expected <= {*own_beginnings()}
    assert len(own_beginnings()) > 60, "a test of few lines would prove little"


def documents(said: str) -> str:
    """Guide and record of a team in which everything that people may type says this."""
    line = " ".join(said.split())
    day = DAY + timedelta(days=30)
    answer = Answer(
        level=2,
        level_reason=line,
        note=said,
        owner=line,
        due=day,
        target=3,
        target_reason=line,
        here={"c1-a": line, "c2-a": line},
        unmet=("c2-a",),
        evidence=(Evidence(kind="documented", reference=line, seen_on=DAY),),
        steps=(Step(text=line, owner=line, due=day, ticket=line), Step(text=line, done_on=DAY)),
        accepted=Accepted(level=2, by=line, until=day, reason=line),
        votes=(Vote(level=0, count=1, who=line, reason=line), Vote(level=3, count=1, who=line, reason=line)),
    )
    answers = {
        "s1.p1": answer,
        "s1.p2": Answer(unsure=True, ask_whom=line, ask_by=day, note=said),
        "s1.p3": Answer(not_applicable=line, note=said),
        "s1.p4": Answer(level=0, note=said, steps=(Step(text=line),)),
    }
    sitting = Sitting(
        participants=(Participant(name=line),),
        minutes=said,
        closed=True,
        parked=(Parked(text=line, by=line, outcome="settled", decision=line), Parked(text=line, practice="s1.p1")),
        taken_on=(TakenOn(practice="s1.p1", step=line, owner=line, due=day),),
        proofs=(EvidenceToBring(practice="s1.p1", what=line, who=line, by=day, outcome="dropped", reason=line),),
    )
    sources = guide_sources(
        tiny_questionnaire(1, 5),
        answers,
        team=Team("Blue", "", "Ask Alder"),
        sittings=(HeldSitting(DAY, sitting),),
    )
    made = assemble(*sources, bank.template())
    return f"{text_of(made)}\n{made.record}"


def own_lines(text: str) -> dict[str, int]:
    """How many lines begin as levelbook's own do, by how they begin.

    Each item of a list of people's own words begins with those; there, emphasis shows what levelbook says.
    """
    lines = text.split("\n")
    items = [line.lstrip(" ").removeprefix("- ").removeprefix("1. ").removeprefix("| ") for line in lines]
    return {own: sum(line.startswith(own) for line in (items if own in MARKS else lines)) for own in own_beginnings()}


FORGED = (
    st.lists(
        st.one_of(
            st.sampled_from(own_beginnings()).map(lambda own: f"{own} level 1 until 3 May 2027, by Noor: it is fine."),
            st.sampled_from(("Ana led.", "- one", "1. one", "", "_It_ **held**.")),
        ),
        min_size=1,
        max_size=4,
    )
    .map("\n".join)
    .filter(str.strip)
)


@examples(60)
@given(FORGED)
def test_no_text_of_a_person_begins_a_line_as_levelbook_does(said: str) -> None:
    assert own_lines(documents(said)) == own_lines(documents("Ana led."))

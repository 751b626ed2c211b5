"""Any quarter of a small team: what changes and guide say of it is what happened, by a log kept beside the answers.

Two records are made of drawn events: pieces of evidence that stayed, went or came, and steps that were done, dropped,
opened again or taken on, some in the words of another. What follows of them is worked out here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Evidence, Step
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.comparison import compare
from levelbook.guide.write.assemble import GuideContext, HandEditSummary, Team, assemble, changes, page_sources
from quarters.words import spoken
from support import bank
from support.builders import DAY, a_book, tiny_questionnaire
from support.examples import examples
from support.made_guides import block, unpadded

BEFORE, TODAY = DAY - timedelta(days=100), DAY
VALID_DAYS = {"documented": 365, "sampled": 120, "tested": 365}
SEEN_BEFORE = (None, *(BEFORE - timedelta(days=days) for days in (400, 100, 10, -5)))
"""Without a day; run out by the earlier edition; running out since, where it is sampled; good still; dated ahead."""
DUE = (None, TODAY - timedelta(days=5), TODAY + timedelta(days=30))
TARGET = 2


@dataclass(frozen=True)
class Said:
    """What was said of a practice at the earlier edition and is said now, and what became of its steps between."""

    before: Answer
    after: Answer
    promised: tuple[str, ...]
    """The fate of each step that was open at the earlier edition."""
    promised_since: tuple[str, ...]


@st.composite
def answers(draw: st.DrawFn, number: int) -> Said:
    """Draw the quarter of one practice."""
    kept, gone, came = (draw(st.lists(_pieces(f"{what}{number}"), max_size=2)) for what in ("kept ", "gone ", "new "))
    steps = [
        draw(_steps(f"{text} {number}")) for text in draw(st.sampled_from([(), ("Rehearse",), ("Rehearse", "Buy")]))
    ]
    again = draw(st.booleans()) and bool(steps) and steps[0][2] in ("done", "stays done")
    extra = [
        Step(text=f"Rehearse {number}" if again else f"Call {number}", owner="Eve", due=draw(st.sampled_from(DUE)))
    ]
    taken_on = extra if again or draw(st.booleans()) else []
    then = tuple(before for before, _, _ in steps)
    now = (*(after for _, after, _ in steps if after is not None), *taken_on)
    reopened = [after for _, after, what in steps if what == "reopened"]
    return Said(
        Answer(**draw(_levels()), evidence=(*kept, *gone), steps=then),
        Answer(**draw(_levels()), evidence=(*kept, *came), steps=now),
        tuple(_fate(what, after) for before, after, what in steps if before.is_open),
        tuple(_fate("open", step) for step in (*reopened, *taken_on)),
    )


def _levels() -> st.SearchStrategy[dict[str, object]]:
    return st.sampled_from([*({"level": level} for level in range(5)), {"unsure": True}, {}])


@st.composite
def _pieces(draw: st.DrawFn, name: str) -> Evidence:
    reference = f"{name}{draw(st.sampled_from('abc'))}"
    return Evidence(
        kind=draw(st.sampled_from(["asserted", *VALID_DAYS])),
        reference=reference,
        seen_on=draw(st.sampled_from(SEEN_BEFORE)),
    )


@st.composite
def _steps(draw: st.DrawFn, text: str) -> tuple[Step, Step | None, str]:
    """Draw a step as it was, as it is, and what became of it."""
    step = Step(text=text, owner=draw(st.sampled_from(["", "Ana"])), due=draw(st.sampled_from(DUE)))
    done = step.changed(done_on=BEFORE)
    what = draw(st.sampled_from(["open", "done", "dropped", "stays done", "reopened"]))
    became = {
        "open": (step, step),
        "done": (step, step.changed(done_on=TODAY)),
        "dropped": (step, None),
        "stays done": (done, done),
        "reopened": (done, step),
    }
    return (*became[what], what)


def _fate(what: str, step: Step | None) -> str:
    if what != "open" and what != "reopened":
        return what
    due = step.due if step else None
    return "without a date" if due is None else "late" if due < TODAY else "not late yet"


QUARTERS = st.fixed_dictionaries({f"P{number}": answers(number) for number in (1, 2, 3)})
Quarter = Mapping[str, Said]


def pages(quarter: Quarter) -> tuple[str, str, str]:
    """Return the changes, and of the guide what comes next and what has changed."""
    questionnaire = tiny_questionnaire(1, len(quarter), default_target=TARGET)
    then, now = (
        a_book(questionnaire, {name: answer for name, answer in said if not answer.is_empty})
        for said in (
            [(f"s1.{title.lower()}", one.before) for title, one in quarter.items()],
            [(f"s1.{title.lower()}", one.after) for title, one in quarter.items()],
        )
    )
    earlier = Assessment("old", questionnaire, then, BEFORE)
    today = Assessment("now", questionnaire, now, TODAY, last_edition="old", last_answers=then.answers)
    today = replace(today, editions=(PastEdition("old", 1, BEFORE, lambda: earlier),))
    context, template = GuideContext(Team("Blue")), bank.template()
    sources = page_sources(today, context, template)
    guide = assemble(today, context, template)
    changed = unpadded(changes(sources, compare(earlier, today), HandEditSummary(), template))
    return changed, block(guide, "next"), block(guide, "since")


@examples(100)
@given(QUARTERS)
def test_every_sentence_about_promises_and_evidence_is_what_happened(quarter: Quarter) -> None:
    changed, next_steps, since = pages(quarter)

    assert_promises(changed, quarter)
    assert_reasons(changed, quarter)
    assert_nobody_has_what_has_no_owner(next_steps, quarter)
    assert_last_seen(since, quarter)


def assert_promises(changed: str, quarter: Quarter) -> None:
    """Each step that was open is counted once, by what became of it, and each new one by its day."""
    line = next(line for line in changed.split("\n") if line.startswith("- **Promised up to"))
    found = re.match(
        r"- \*\*Promised up to .+?:\*\* (?:nothing was open|(\d+) promises?; (.+?))\."
        r"(?: Promised since: (.+?)\.)?(?: |$)",
        line,
    )
    assert found is not None, line
    promised, since = ([fate for one in quarter.values() for fate in fates(one)] for fates in (_promised, _since))
    assert (int(found[1] or 0), _counts(found[2]), _counts(found[3])) == (
        len(promised),
        {fate: promised.count(fate) for fate in promised},
        {fate: since.count(fate) for fate in since},
    ), line


def _promised(said: Said) -> Iterable[str]:
    return said.promised


def _since(said: Said) -> Iterable[str]:
    return said.promised_since


def _counts(said: str | None) -> dict[str, int]:
    return {fate: int(count) for count, fate in re.findall(r"(\d+) ([a-z ]+?)(?=,| and |$)", said or "")}


def assert_reasons(changed: str, quarter: Quarter) -> None:
    """Evidence is cited where it came, went or ran out between the two, and said to be missing where it is."""
    for row in re.findall(r"^\| (.+) \|$", changed, re.MULTILINE):
        what, titles, *_, because = (cell.strip() for cell in row.split("|"))
        for title in titles.split("; ") if titles.startswith("P") else ():
            if what == "evidence lost":
                assert because in set(_lost(quarter[title])), row
            if what in ("better", "answered", "evidence gained"):
                said = because.removeprefix("no reason given").removeprefix(", and ") if what == "better" else because
                assert said in set(_gained(quarter[title])), row


def _lost(said: Said) -> Iterable[str]:
    for piece in said.before.evidence:
        if not _counts_on(piece, BEFORE):
            continue
        held = [one for one in said.after.evidence if (one.kind, one.reference) == (piece.kind, piece.reference)]
        if not held:
            yield f"{piece.reference} is no longer among the evidence"
        for one in held:
            if not _counts_on(one, TODAY):
                yield f"{one.reference}, valid until {spoken(_last_day(one), TODAY)}"


def _gained(said: Said) -> Iterable[str]:
    counting = [piece for piece in said.after.evidence if _counts_on(piece, TODAY)]
    fresh = [piece for piece in counting if piece not in said.before.evidence or not _counts_on(piece, BEFORE)]
    for piece in fresh:
        assert piece.seen_on is not None, "else it does not count"
        yield f"{piece.reference}, {piece.kind} {spoken(piece.seen_on, TODAY)}"
    if not counting:
        yield from ("", "no evidence that counts")
    elif not fresh:
        came = any(piece not in said.before.evidence for piece in said.after.evidence)
        yield "no new evidence that counts" if came else "no evidence added"


def _counts_on(piece: Evidence, day: date) -> bool:
    return piece.kind in VALID_DAYS and piece.seen_on is not None and piece.seen_on <= day <= _last_day(piece)


def _last_day(piece: Evidence) -> date:
    assert piece.seen_on is not None, "only what has a day runs out"
    return piece.seen_on + timedelta(days=VALID_DAYS[piece.kind])


def assert_nobody_has_what_has_no_owner(next_steps: str, quarter: Quarter) -> None:
    """Named are the practices below target or not known, of which nobody has a step either."""
    found = re.search(r"\*\*No owner yet\*\* for .+?: (.+)\.", next_steps)
    named = set(re.findall(r"\[(P\d)\]", found[1])) if found else set()
    assert named == {
        title
        for title, one in quarter.items()
        if (one.after.unsure or (one.after.level is not None and one.after.level < TARGET))
        and not any(step.owner for step in one.after.open_steps)
    }


def assert_last_seen(since: str, quarter: Quarter) -> None:
    """A line on evidence that is out of date gives a day on which such a piece was seen."""
    for title, day in re.findall(r"\*\*Evidence expired\.\*\* \[(P\d)\]\([^)]*\): last seen on (.+)\.$", since, re.M):
        ran_out = [
            piece
            for piece in quarter[title].after.evidence
            if piece.kind in VALID_DAYS and piece.seen_on is not None and _last_day(piece) < TODAY
        ]
        assert day in [spoken(piece.seen_on, TODAY) for piece in ran_out if piece.seen_on], since

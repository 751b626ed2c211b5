"""Functions here return lines about a sitting: participants, parked items, decisions of the close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting, TakenOn
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import Promise
from levelbook.core.text.cleaning import spoken_day, with_full_stop, without_full_stop
from levelbook.words.figures import plural
from levelbook.words.parked_items import origin_words, outcome_words
from levelbook.words.practice_state import state_words, titled
from levelbook.words.sitting import (
    advice,
    late_steps,
    load_words,
    next_round_reason,
    settled_evidence_words,
    taken_on_by_words,
    time_words,
    who_by_words,
)


def sitting_lines(workshop: Workshop) -> list[str]:
    """Return lines about today's sitting, from participants to the next date."""
    sitting, session = workshop.sitting, workshop.session
    times = _time_words(workshop)
    minutes = f", {times}" if times else ""
    lines = [
        f"Sitting of {spoken_day(workshop.day)}{minutes}{', closed' if sitting.closed else ''}.",
        people_words(sitting),
    ]
    if sitting.taken_up:
        lines += [
            "",
            f"Taken up ({len(sitting.taken_up)})",
            *(f"  {line}" for line in _taken_up(session, sitting.taken_up)),
        ]
    if sitting.minutes:
        lines += ["", "Minutes", *(f"  {line}" for line in sitting.minutes.split("\n"))]
    return [*lines, *close_lines(Closing(workshop))]


def parked_lines(items: Sequence[Parked], session: Session, heading: str = "Parked") -> list[str]:
    """Return numbered parked items with their outcomes below a heading; empty if there are none."""
    numbered = [f"  {number} {parked_words(item, session)}" for number, item in enumerate(items, start=1)]
    return ["", f"{heading} ({len(numbered)})", *numbered] if numbered else []


def left_open_lines(workshop: Workshop) -> list[str]:
    """Return items left open by earlier sittings, with the numbers they get when a sitting begins."""
    return parked_lines(workshop.left_open, workshop.session, "Open from earlier sittings")


def to_bring_lines(workshop: Workshop) -> list[str]:
    """Return lines about evidence agreed in earlier sittings that nobody has brought."""
    found = [f"  {to_bring_words(one, workshop.session)}" for one in workshop.evidence.of_earlier_sittings]
    if not found:
        return []
    how = "  `levelbook sitting evidence` records what happened to each."
    return ["", f"Still to be brought from earlier sittings ({len(found)})", *found, how]


def all_to_bring_lines(workshop: Workshop) -> list[str]:
    """Return lines about all evidence to bring, with its permanent numbers."""
    session = workshop.session
    found = [
        f"  {one.evidence.number} {to_bring_words(one, session)}" for one in workshop.evidence.to_bring if one.evidence
    ]
    if found:
        return [f"Evidence to bring ({len(found)})", *found]
    where = " from the sittings that can be read" if session.sittings.problems else ""
    return [f"There is no evidence to bring{where}."]


def to_bring_words(one: Promise, session: Session) -> str:
    what = one.evidence.proof.what if one.evidence else ""
    return (
        f"{titled(session.now, one.score)}: {without_full_stop(what)} – {who_by_words(one.who, one.by, session.now.on)}"
    )


def parked_words(item: Parked, session: Session) -> str:
    today = session.now.on
    origin = origin_words(item, _named(session, item.practice) if item.practice else "", today)
    outcome = outcome_words(item, today)
    text = without_full_stop(item.text) if origin or outcome else item.text
    return text + (f" ({origin})" if origin else "") + (f" – {outcome}" if outcome else "")


def _time_words(workshop: Workshop) -> str:
    return time_words(workshop.sitting.planned_minutes, workshop.elapsed(workshop.session.clock()))


def time_lines(workshop: Workshop) -> list[str]:
    """Return the elapsed time of the sitting, for the end of a plan; empty without a sitting."""
    said = _time_words(workshop) if workshop.elapsed(workshop.session.clock()) is not None else ""
    return [f"The sitting: {said}."] if said else []


def close_lines(closing: Closing) -> list[str]:
    """Return lines about what the close has settled so far."""
    sitting, session = closing.sitting, closing.session
    lines = ["", f"Taken on before the next round ({len(sitting.taken_on)})"]
    lines += [f"  {number} {taken_on_words(one, session)}" for number, one in enumerate(sitting.taken_on, start=1)]
    lines += [f"  {line}" for line in load_lines(sitting, session.now)]
    if sitting.proofs:
        lines += ["", f"Evidence to bring ({len(sitting.proofs)})"]
        lines += [f"  {proof_words(one, session)}" for one in sitting.proofs]
    lines += to_bring_lines(closing.workshop)
    unsure = closing.unknown()
    if unsure:
        lines += ["", f"To find out ({len(unsure)})", *(f"  {find_out_words(one, session)}" for one in unsure)]
    lines += parked_lines(sitting.parked, session)
    return [*lines, "", next_round_words(closing)]


def people_words(sitting: Sitting) -> str:
    """List the participants, and mark names that may be shown beside a vote."""
    if not sitting.participants:
        return "No participant is entered."
    names = [one.name + (" (may be named)" if one.named else "") for one in sitting.participants]
    return with_full_stop(f"{plural(len(names), 'participant')}: {', '.join(names)}")


def load_lines(sitting: Sitting, now: Assessment) -> list[str]:
    """Return lines with the count of steps taken on, and warnings about too many and about days that are past."""
    return [f"{load_words(sitting)}.", *advice(sitting, late_steps(sitting, now))]


def taken_on_words(one: TakenOn, session: Session) -> str:
    step = without_full_stop(one.step)
    return f"{_named(session, one.practice)}: {step} – {taken_on_by_words(one, session.now)}"


def proof_words(one: EvidenceToBring, session: Session) -> str:
    today = session.now.on
    became = settled_evidence_words(one, session.now.fate_of(one)) or who_by_words(one.who, one.by, today)
    return f"{_named(session, one.practice)}: {without_full_stop(one.what)} – {became}"


def find_out_words(score: PracticeScore, session: Session) -> str:
    who = who_by_words(score.answer.ask_whom, score.answer.ask_by, session.now.on)
    return f"{titled(session.now, score)} – {who}"


def next_round_words(closing: Closing) -> str:
    day, how = closing.next_round()
    if how == "agreed":
        return f"The next round is on {spoken_day(day)}."
    return f"The next round is on {spoken_day(day)}, {next_round_reason(how)}; this sitting has agreed on no day yet."


def _taken_up(session: Session, ids: Iterable[str]) -> Iterator[str]:
    """Yield a line for each practice that a sitting took up, by any id; of one that is gone, its title."""
    for name in ids:
        score = session.now.score_of(session.now.present_id(name))
        yield (
            f"{titled(session.now, score)}: {state_words(score, session.now)}" if score else session.now.title_of(name)
        )


def _named(session: Session, practice_id: str) -> str:
    """Return number and title of a practice by any id that it has had; of one that is gone, its title."""
    score = session.now.score_of(session.now.present_id(practice_id))
    return titled(session.now, score) if score else session.now.title_of(practice_id)

"""Sentences about a sitting: who is there, what is parked, what the close settles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from levelbook.book.session import Session
from levelbook.book.workshop import Workshop
from levelbook.book.wrap_up import STEPS_TO_TAKE_ON, Closing
from levelbook.core.answers.sittings import Parked, Proof, Sitting, TakenOn
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import day_words, plural
from levelbook.words.parked import origin_words, outcome_words
from levelbook.words.standing import state_words, titled


def sitting_lines(workshop: Workshop) -> list[str]:
    """Today's sitting, from who is there to the next date."""
    sitting, session = workshop.sitting, workshop.session
    times = time_words(workshop)
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
    """Parked items below a heading, by their numbers, with what became of them; nothing where there are none."""
    numbered = [f"  {number} {parked_words(item, session)}" for number, item in enumerate(items, start=1)]
    return ["", f"{heading} ({len(numbered)})", *numbered] if numbered else []


def left_open_lines(workshop: Workshop) -> list[str]:
    """What earlier sittings parked and left open, by the numbers that it has once a sitting is begun."""
    return parked_lines(workshop.left_open, workshop.session, "Open from earlier sittings")


def parked_words(item: Parked, session: Session) -> str:
    today = session.now.on
    origin = origin_words(item, _named(session, item.practice) if item.practice else "", today)
    outcome = outcome_words(item, today)
    return item.text + (f" ({origin})" if origin else "") + (f" – {outcome}" if outcome else "")


def time_words(workshop: Workshop) -> str:
    """How long the sitting is planned for, how long it has gone on, and what is left of the time."""
    now = workshop.session.clock()
    planned, elapsed, left = workshop.sitting.planned_minutes, workshop.elapsed(now), workshop.left(now)
    times = [(planned, "planned")] if planned else []
    times += [(_minutes(elapsed), "elapsed")] if elapsed is not None else []
    if left is not None:
        times.append((_minutes(left), "left") if left >= timedelta(0) else (_minutes(-left), "over"))
    first, *others = [(plural(count, "minute"), count, word) for count, word in times] or [("", 0, "")]
    return ", ".join([f"{first[0]} {first[2]}".strip(), *(f"{count} {word}" for _, count, word in others)])


def time_lines(workshop: Workshop) -> list[str]:
    """The same as a sentence below a plan; none where no sitting is going on."""
    said = time_words(workshop) if workshop.elapsed(workshop.session.clock()) is not None else ""
    return [f"The sitting: {said}."] if said else []


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds()) // 60


def close_lines(closing: Closing) -> list[str]:
    """The close says what it has settled so far."""
    sitting, session = closing.sitting, closing.session
    lines = ["", f"Taken on before the next round ({len(sitting.taken_on)})"]
    lines += [f"  {number} {taken_on_words(one, session)}" for number, one in enumerate(sitting.taken_on, start=1)]
    lines.append(f"  {load_words(sitting)}")
    if sitting.proofs:
        lines += ["", f"Evidence to bring ({len(sitting.proofs)})"]
        lines += [f"  {number} {proof_words(one, session)}" for number, one in enumerate(sitting.proofs, start=1)]
    unsure = closing.unknown()
    if unsure:
        lines += ["", f"To find out ({len(unsure)})", *(f"  {find_out_words(one, session)}" for one in unsure)]
    lines += parked_lines(sitting.parked, session)
    return [*lines, "", next_round_words(closing)]


def people_words(sitting: Sitting) -> str:
    """The participants; a name that may stand beside a vote is marked."""
    if not sitting.participants:
        return "Nobody is entered."
    names = [one.name + (" (may be named)" if one.named else "") for one in sitting.participants]
    return f"{plural(len(names), 'participant')}: {', '.join(names)}."


def load_words(sitting: Sitting) -> str:
    """The number of steps taken on, and by whom."""
    few, many = STEPS_TO_TAKE_ON
    count = len(sitting.taken_on)
    each = ", ".join(f"{who or 'nobody yet'} {number}" for who, number in sitting.load().items())
    words = f"{plural(count, 'step')}{f': {each}' if each else ''}."
    if count < few:
        return f"{words} Aim for {few} to {many}."
    return words if count <= many else f"{words} More than {many}: little of it may get done."


def taken_on_words(one: TakenOn, session: Session) -> str:
    return f"{_named(session, one.practice)}: {one.step} – {_who_by(one.owner, one, session)}"


def proof_words(one: Proof, session: Session) -> str:
    return f"{_named(session, one.practice)}: {one.what} – {_who_by(one.who, one, session)}"


def find_out_words(score: PracticeScore, session: Session) -> str:
    answer = score.answer
    by = f", by {day_words(answer.ask_by, session.now.on)}" if answer.ask_by else ""
    return f"{titled(session.now, score)} – {answer.ask_whom or 'nobody yet'}{by}"


def next_round_words(closing: Closing) -> str:
    day, how = closing.next_round()
    if how == "agreed":
        return f"The next round is on {spoken_day(day)}."
    why = "it is due" if how == "due" else "by the settings it is"
    return f"No day is agreed for the next round; {why} on {spoken_day(day)}."


def _who_by(who: str, one: TakenOn | Proof, session: Session) -> str:
    day = one.due if isinstance(one, TakenOn) else one.by
    return (who or "nobody yet") + (f", by {day_words(day, session.now.on)}" if day else "")


def _taken_up(session: Session, ids: Iterable[str]) -> list[str]:
    scores = session.now.scorecard.practices
    return [
        f"{titled(session.now, scores[name])}: {state_words(scores[name], session.now)}"
        for name in ids
        if name in scores
    ]


def _named(session: Session, practice_id: str) -> str:
    """Number and title of a practice; an id that the questionnaire no longer has as it is."""
    score = session.now.scorecard.practices.get(practice_id)
    return titled(session.now, score) if score else practice_id

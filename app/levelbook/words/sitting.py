"""This module says how a sitting goes: its time, who takes on how much, what is worth a word, when to meet again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from levelbook.core.answers.agreed_evidence import EvidenceFate
from levelbook.core.answers.sittings import MOST_FOR_ONE, STEPS_TO_TAKE_ON, EvidenceToBring, Sitting, TakenOn
from levelbook.core.assessment.assessment import Assessment
from levelbook.words.figures import day_words, listed, plural

MOST_SHOWN = 5
"""The most practices named in a sentence."""

NOBODY = "nobody yet"
"""Words in place of a name if nobody takes, brings or finds out something."""


def minutes_of(time: timedelta) -> int:
    """Give the whole minutes that have passed."""
    return int(time.total_seconds()) // 60


def doubled_words(names: Sequence[str], here: Iterable[str] = ()) -> str:
    """Say which of the names that were entered are on the list once all the same; empty where none is.

    here: the names that were on the list before. Case does not count.
    """
    typed, known = list(dict.fromkeys(names)), {name.casefold(): name for name in here}
    already = {name: known[name.casefold()] for name in typed if name.casefold() in known}
    counts = Counter(name.casefold() for name in names if name not in already)
    twice = [name for name in typed if counts.pop(name.casefold(), 0) > 1]
    said = []
    if already:
        spelled = [name if name == held else f"{name} (as {held})" for name, held in already.items()]
        said.append(f"{listed(spelled)} {'is' if len(already) == 1 else 'are'} on the list already.")
    if twice:
        said.append(f"{listed(twice)} {'is' if len(twice) == 1 else 'are'} on the list once, though entered twice.")
    return " ".join([*said, "Tell two people of one name apart, such as by an initial."]) if said else ""


_LEFT_OPEN_AFTER = 600
"""Minutes from which on nobody reads a clock any more: the sitting was left open."""


def time_words(planned: int | None, elapsed: timedelta | None) -> str:
    """Say how long a sitting goes on, is planned for, and has left: `40 min elapsed, 90 planned, 50 left`.

    planned: in minutes; None where nothing is. elapsed: None where nobody knows, or it does not go on.
    """
    if elapsed is None:
        return f"{plural(planned, 'minute')} planned" if planned else ""
    minutes = minutes_of(elapsed)
    if (said := left_open_words(minutes)) and planned:
        return f"{said}, {plural(planned, 'minute')} planned"
    if said or not planned:
        return said or f"{minutes} min elapsed"
    left = planned - minutes
    return f"{minutes} min elapsed, {planned} planned, {left if left >= 0 else -left} {'left' if left >= 0 else 'over'}"


def left_open_words(minutes: int) -> str:
    """Say for how many hours a sitting has been left open; empty while it may still go on."""
    return f"open for {minutes // 60} hours" if minutes >= _LEFT_OPEN_AFTER else ""


def still_named_words(now: Assessment, who: str) -> str:
    """Say which votes have the name of somebody who no longer agrees to be named; empty where none has."""
    numbers = now.questionnaire.numbers
    held = [
        numbers[name]
        for name, score in now.scorecard.practices.items()
        if any(vote.who.casefold() == who.casefold() for vote in score.answer.votes)
    ]
    if not held:
        return ""
    shown = held if len(held) <= MOST_SHOWN else [*held[: MOST_SHOWN - 1], f"{len(held) - MOST_SHOWN + 1} more"]
    have = "has" if len(held) == 1 else "have"
    return f"{listed(shown)} still {have} {who}'s name beside a vote. A new vote leaves it out."


def load_words(sitting: Sitting) -> str:
    """Count the steps taken on, and whose they are: `4 steps: Ana 2, Tom 1, 1 without a name`."""
    if not sitting.taken_on:
        return "No steps taken on yet"
    load = sitting.load().items()
    each = ", ".join(f"{who} {count}" if who else f"{count} without a name" for who, count in load)
    return f"{plural(len(sitting.taken_on), 'step')}: {each}"


def _step_in_answer(one: TakenOn, now: Assessment) -> tuple[date | None, bool]:
    """Return the day on which a step taken on was done, None before, and whether it is late, as its answer has it.

    Nobody is held to one that the answer has no longer, or to one of a practice that does not count.
    """
    score = now.score_of(now.present_id(one.practice))
    steps = [step for step in score.answer.steps if step.text == one.step] if score else []
    step = next((step for step in steps if step.is_open), next(iter(steps), None))
    return (None, False) if score is None or step is None else (step.done_on, score.step_is_late(step, now.on))


def late_steps(sitting: Sitting, now: Assessment) -> int:
    """Count the steps taken on that are late, as their answers have them."""
    return sum(is_late for _, is_late in (_step_in_answer(one, now) for one in sitting.taken_on))


def taken_on_by_words(one: TakenOn, now: Assessment) -> str:
    """Name who has taken on a step, and by when, or the day on which it was done: `Ana, done on 3 December`."""
    done_on, is_late = _step_in_answer(one, now)
    when = f"done on {day_words(done_on, now.on)}" if done_on else f"by {day_words(one.due, now.on)}" if one.due else ""
    return ", ".join(filter(None, (one.owner or NOBODY, when, "late" if is_late else "")))


def advice(sitting: Sitting, late: int) -> list[str]:
    """Say of an open sitting where it, or one person, takes on too few or too many steps, and where `late` are late."""
    if sitting.closed:
        return []
    few, many = STEPS_TO_TAKE_ON
    said = []
    count = len(sitting.taken_on)
    if count > many:
        said.append(f"{count} steps are a lot for one round. Which {many} matter most?")
    elif 0 < count < few:
        said.append(f"Aim for {few} to {many} steps; you have {count}.")
    heavy = [f"{name} has {held}" for name, held in sitting.load().items() if name and held > MOST_FOR_ONE]
    if heavy:
        said.append(f"{', '.join(heavy)}: can somebody else take one?")
    if late:
        said.append("The day of one step is past. By when now?" if late == 1 else f"The days of {late} steps are past.")
    return said


def who_by_words(who: str, by: date | None, today: date) -> str:
    """Name who is still to do something, and by when: `Ana, by 4 December`, or `Ana, by 4 December, late`."""
    return (who or NOBODY) + (f", by {day_words(by, today)}" if by else "") + (", late" if by and by < today else "")


def settled_evidence_words(proof: EvidenceToBring, fate: EvidenceFate | None = None) -> str:
    """Return what happened to evidence: `brought`, `dropped: …`; empty while it is to be brought.

    fate: what became of it by the answers; else only what somebody said of it counts.
    """
    fate = fate or proof.outcome
    if fate == "dropped":
        return f"dropped: {proof.reason}" if proof.reason else "dropped"
    return "brought" if fate == "kept" else ""


def next_round_reason(how: Literal["agreed", "due", "settings"]) -> str:
    """Say why the next round is on its day."""
    return {
        "agreed": "as agreed",
        "due": "when it is due",
        "settings": "after the usual time between rounds",
    }[how]

"""This module says what an undo or a redo changed in a sitting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from levelbook.core.answers.sittings import Sitting
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import plural
from levelbook.words.parked_items import outcome_words
from levelbook.words.sitting import settled_evidence_words, who_by_words


def sitting_change_words(was: Sitting, is_now: Sitting, today: date, held: Sitting | None = None) -> str:
    """Say what a sitting holds now that it did not, and the other way round: `“Who pays?” is no longer parked.`

    held: the sitting as it is on disk, where others may have changed the same meanwhile; theirs stays, which is said.
    """
    began = (f"{words[0].upper()}{words[1:]}" for words in _changes(was, is_now, today, held or is_now))
    return " ".join(f"{words}." for words in (*_people(was, is_now), *began))  # names stay as they are written


def _changes(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    yield from _parked(was, is_now, today, held)
    steps = [{(one.practice, one.step): one.step for one in sitting.taken_on} for sitting in (was, is_now)]
    yield from (f"“{steps[1][key]}” is taken on" for key in steps[1].keys() - steps[0].keys())
    yield from (f"“{steps[0][key]}” is no longer taken on" for key in steps[0].keys() - steps[1].keys())
    yield from _evidence(was, is_now, today, held)
    yield from _minutes(was.minutes.split("\n"), is_now.minutes.split("\n"))
    if was.planned_minutes != is_now.planned_minutes:
        length = plural(is_now.planned_minutes, "minute") if is_now.planned_minutes else "no length"
        yield f"the sitting has {length}"
    if was.next_round != is_now.next_round:
        day = is_now.next_round
        yield f"the next round is on {spoken_day(day)}" if day else "no next round is agreed"
    yield from _pulled_out(was, is_now)
    if was.closed != is_now.closed:
        yield "the sitting is closed" if is_now.closed else "the sitting is open again"


def _minutes(was: list[str], is_now: list[str]) -> Iterator[str]:
    """Quote the first line that the minutes hold now or no longer hold, and count the others."""
    for lines, others, where in ((is_now, was, "in"), (was, is_now, "no longer in")):
        said = [one for one in lines if one.strip() and one not in others]
        if said:
            more = f" and {plural(len(said) - 1, 'more line')}" if len(said) > 1 else ""
            yield f"“{said[0]}”{more} {'are' if more else 'is'} {where} the minutes"


def _pulled_out(was: Sitting, is_now: Sitting) -> Iterator[str]:
    before, now = set(was.pulled_out), set(is_now.pulled_out)
    for count, where in ((len(now - before), "taken out of the lists"), (len(before - now), "back in the lists")):
        if count:
            yield f"{plural(count, 'practice')} {'is' if count == 1 else 'are'} {where}"


def _people(was: Sitting, is_now: Sitting) -> Iterator[str]:
    before, now = ({one.name: one.named for one in sitting.participants} for sitting in (was, is_now))
    yield from (f"{name} is on the list" for name in now if name not in before)
    yield from (f"{name} is no longer on the list" for name in before if name not in now)
    for name, named in now.items():
        if name in before and before[name] != named:
            yield f"{name} {'may' if named else 'may not'} be named"


def _evidence(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    before, now, there = ({(one.practice, one.what): one for one in sitting.proofs} for sitting in (was, is_now, held))
    yield from (f"“{one.what}” is no longer to be brought" for key, one in before.items() if key not in now)
    for key, one in now.items():
        if key not in before:
            yield f"“{one.what}” is to be brought"
        elif before[key] != one:
            stays = there.get(key, one)
            to_bring = f"to be brought: {who_by_words(stays.who, stays.by, today)}"
            yield f"“{one.what}” {_is(one, stays)} {settled_evidence_words(stays) or to_bring}"


def _is(wanted: object, stays: object) -> str:
    """Say whether something is as an undo wanted it, or stays as others have made it meanwhile."""
    return "is" if wanted == stays else "has been changed by others since, and stays"


def _parked(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    before, now, there = (
        {(item.text, item.practice, item.since): item for item in sitting.parked} for sitting in (was, is_now, held)
    )
    yield from (f"“{item.text}” is parked" for key, item in now.items() if key not in before)
    yield from (f"“{item.text}” is no longer parked" for key, item in before.items() if key not in now)
    for key, item in now.items():
        if key in before and before[key] != item:
            stays = there.get(key, item)
            yield f"“{item.text}” {_is(item, stays)} {outcome_words(stays, today) or 'undecided'}"

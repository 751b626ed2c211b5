"""This module says what an undo or a redo changed in a sitting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.text.cleaning import spoken_day, with_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.words.figures import plural
from levelbook.words.parked_items import outcome_words
from levelbook.words.sitting import settled_evidence_words, who_by_words

_OTHERS: Final = "has been changed by others since, and stays"


def sitting_change_words(was: Sitting, is_now: Sitting, today: date, held: Sitting | None = None) -> str:
    """Say what a sitting holds now that it did not, and the other way round: `“Who pays?” is no longer parked.`

    held: the sitting as it is on disk, where others may have changed the same meanwhile; theirs stays, which is said.
    """
    there = held or is_now
    began = (f"{words[0].upper()}{words[1:]}" for words in _changes(was, is_now, today, there))
    return " ".join(map(with_full_stop, (*_people(was, is_now, there), *began)))  # names stay as they are written


def _changes(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    yield from _parked(was, is_now, today, held)
    steps = [{one.key: one for one in sitting.taken_on} for sitting in (was, is_now, held)]
    yield from (f"{in_quotes(steps[1][key].step)} is taken on" for key in steps[1].keys() - steps[0].keys())
    for key in steps[0].keys() - steps[1].keys():
        stays = steps[2].get(key, steps[0][key]) != steps[0][key]
        yield f"{in_quotes(steps[0][key].step)} {f'{_OTHERS} taken on' if stays else 'is no longer taken on'}"
    yield from _evidence(was, is_now, today, held)
    yield from _minutes(was.minutes, is_now.minutes, held.minutes)
    if was.planned_minutes != is_now.planned_minutes:
        if held.planned_minutes in (was.planned_minutes, is_now.planned_minutes):
            yield f"the sitting has {_length(is_now)}"
        else:
            yield f"the sitting's length {_OTHERS} {_length(held)}"
    if was.next_round != is_now.next_round:
        day = is_now.next_round
        if held.next_round not in (was.next_round, day):
            yield f"the day of the next round {_OTHERS} {spoken_day(held.next_round) if held.next_round else 'open'}"
        else:
            yield f"the next round is on {spoken_day(day)}" if day else "no next round is agreed"
    yield from _pulled_out(was, is_now)
    if was.closed != is_now.closed:
        yield "the sitting is closed" if is_now.closed else "the sitting is open again"


def _length(sitting: Sitting) -> str:
    return plural(sitting.planned_minutes, "minute") if sitting.planned_minutes else "no length"


def _minutes(was: str, is_now: str, held: str) -> Iterator[str]:
    """Quote the first line that the minutes hold now or no longer hold, and count the others."""
    before, after = was.split("\n"), is_now.split("\n")
    new = [one for one in after if one.strip() and one not in before]
    gone = [one for one in before if one.strip() and one not in after]
    if held not in (was, is_now) and (any(one in held for one in gone) or not all(one in held for one in new)):
        # A line that others changed may hold the words all the same, and one like it may be theirs.
        yield f"others have changed the minutes since: look whether {in_quotes((gone or new)[0])} is in them"
        return
    for said, where in ((new, "in"), (gone, "no longer in")):
        if said:
            more = f" and {plural(len(said) - 1, 'more line')}" if len(said) > 1 else ""
            yield f"{in_quotes(said[0])}{more} {'are' if more else 'is'} {where} the minutes"


def _pulled_out(was: Sitting, is_now: Sitting) -> Iterator[str]:
    before, now = set(was.pulled_out), set(is_now.pulled_out)
    for count, where in ((len(now - before), "taken out of the lists"), (len(before - now), "back in the lists")):
        if count:
            yield f"{plural(count, 'practice')} {'is' if count == 1 else 'are'} {where}"


def _people(was: Sitting, is_now: Sitting, held: Sitting) -> Iterator[str]:
    before, now, there = ({one.name: one for one in sitting.participants} for sitting in (was, is_now, held))
    yield from (f"{name} is on the list" for name in now if name not in before)
    for name, one in before.items():
        if name not in now:
            stays = there.get(name, one) != one
            yield f"{name} {f'{_OTHERS} on the list' if stays else 'is no longer on the list'}"
    for name, one in now.items():
        if name in before and before[name].named != one.named:
            yield f"{name} {'may' if one.named else 'may not'} be named"


def _evidence(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    before, now, there = ({one.key: one for one in sitting.proofs} for sitting in (was, is_now, held))
    for key, one in before.items():
        stays = there.get(key, one)
        if key not in now and stays != one:
            yield f"{in_quotes(one.what)} {_OTHERS} {settled_evidence_words(stays) or _to_bring(stays, today)}"
        elif key not in now:
            yield f"{in_quotes(one.what)} is no longer to be brought"
    for key, one in now.items():
        if key not in before:
            yield f"{in_quotes(one.what)} is to be brought"
        elif before[key] != one:
            stays = there.get(key, one)
            yield f"{in_quotes(one.what)} {_is(one, stays)} {settled_evidence_words(stays) or _to_bring(stays, today)}"


def _to_bring(one: EvidenceToBring, today: date) -> str:
    return f"to be brought: {who_by_words(one.who, one.by, today)}"


def _is(wanted: object, stays: object) -> str:
    """Say whether something is as an undo wanted it, or stays as others have made it meanwhile."""
    return "is" if wanted == stays else _OTHERS


def _parked(was: Sitting, is_now: Sitting, today: date, held: Sitting) -> Iterator[str]:
    before, now, there = (
        {(item.text, item.practice, item.since): item for item in sitting.parked} for sitting in (was, is_now, held)
    )
    yield from (f"{in_quotes(item.text)} is parked" for key, item in now.items() if key not in before)
    for key, item in before.items():
        stays = there.get(key, item)
        if key not in now and stays != item:
            yield f"{in_quotes(item.text)} {_OTHERS} {outcome_words(stays, today) or 'parked'}"
        elif key not in now:
            yield f"{in_quotes(item.text)} is no longer parked"
    for key, item in now.items():
        if key in before and before[key] != item:
            stays = there.get(key, item)
            yield f"{in_quotes(item.text)} {_is(item, stays)} {outcome_words(stays, today) or 'undecided'}"

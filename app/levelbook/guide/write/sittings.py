"""This module tells the record's sittings: those since the edition compared with in full, earlier ones in a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from levelbook.core.answers.agreed_evidence import EvidenceFate
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting, left_open
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.text.phrases import capital, opening, people_named
from levelbook.guide.write.inputs import HeldSitting, PageSources
from levelbook.guide.write.render import View


def sittings_view(sources: PageSources) -> View:
    """Return what `record-sittings.md.jinja` is given: `new` and `earlier`."""
    held = sources.context.sittings
    fates = {(one.day, one.key): one.fate for one in sources.current.agreed_evidence}
    return {
        "new": [_in_full(sources, one, fates) for one in held if one.is_new],
        "earlier": [_in_a_line(one) for one in held if not one.is_new],
        "open": [] if any(one.is_new for one in held) else _left_open(sources),
    }


def _left_open(sources: PageSources) -> list[View]:
    """Return parked items that wait for the next sitting, where none of this round has taken them over."""
    items = left_open((one.day, one.sitting) for one in sources.context.sittings)
    return [_parked(sources, item) for item in items]


_Fates = Mapping[tuple[date, tuple[str, str]], EvidenceFate]
"""Day on which evidence was agreed on, its practice and words, to what has become of it."""


def _in_full(sources: PageSources, held: HeldSitting, fates: _Fates) -> View:
    sitting = held.sitting
    return {
        "title": spoken_day(held.day),
        "people": _people(sitting),
        "planned": sitting.planned_minutes or 0,
        "closed": sitting.closed,
        "minutes": sitting.minutes,
        "taken_up": [_named(sources, name) for name in sitting.taken_up],
        "parked": [_parked(sources, one) for one in sitting.parked],
        "taken_on": [
            {"text": one.step, "of": _title(sources, one.practice), "who": one.owner, "due": _day(sources, one.due)}
            for one in sitting.taken_on
        ],
        "load": [{"who": who, "count": count} for who, count in _load(sitting)],
        "proofs": [
            {
                "text": one.what,
                "of": _title(sources, one.practice),
                "who": one.who,
                "due": _day(sources, one.by),
                "outcome": _became(sources, held.day, one, fates),
                "reason": one.reason,
            }
            for one in sitting.proofs
        ],
        "next_round": spoken_day(sitting.next_round) if sitting.next_round else "",
    }


def _became(sources: PageSources, day: date, proof: EvidenceToBring, fates: _Fates) -> str:
    """Say what became of evidence, by what somebody said or by evidence that was added; empty while it is open.

    Nobody is asked for any of a practice that does not count any more: it is dropped.
    """
    fate = fates.get((day, (sources.current.present_id(proof.practice), proof.what)))
    if fate is not None and fate != "open":
        return fate
    return proof.outcome or ("" if sources.current.is_asked(proof.practice) else "dropped")


def _parked(sources: PageSources, item: Parked) -> View:
    return {
        "text": item.text,
        "by": item.by,
        "of": _title(sources, item.practice) if item.practice else "",
        "since": _day(sources, item.since),
        "outcome": item.outcome or "",
        "decision": item.decision,
        "who": item.owner,
        "due": _day(sources, item.due),
        "late": item.is_late(sources.current.on),
    }


def _in_a_line(held: HeldSitting) -> View:
    sitting = held.sitting
    return {
        "day": spoken_day(held.day),
        "people": len(sitting.participants),
        "taken_up": len(sitting.taken_up),
        "taken_on": len(sitting.taken_on),
        "proofs": len(sitting.proofs),
        "parked": sum(item.since is None for item in sitting.parked),
    }


def _people(sitting: Sitting) -> list[str]:
    """Name the participants; where names are left out, say how many there were."""
    names = people_named(sitting.names)
    return [capital(names[0])] if len(names) == 1 < len(sitting.names) else list(map(opening, names))


def _load(sitting: Sitting) -> list[tuple[str, int]]:
    """Count the steps that each person took on, where that is more than one person."""
    named = [(who, count) for who, count in sitting.load().items() if who]
    return named if len(named) > 1 else []


def _day(sources: PageSources, day: date | None) -> str:
    return sources.day(day) if day else ""


def _named(sources: PageSources, practice_id: str) -> View:
    """Name a practice by number and title; without a number where the questionnaire no longer has it."""
    number = sources.current.questionnaire.numbers.get(practice_id, "")
    return {"number": number, "title": _title(sources, practice_id)}


def _title(sources: PageSources, practice_id: str) -> str:
    return sources.current.title_of(practice_id)

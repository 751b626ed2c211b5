"""Sentences about offers: what another team does for this one, and what moved since it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from levelbook.core.answers.answers import Answer, TakenOver
from levelbook.core.answers.offers import MovedOn, OfferChange
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import listed, plural

ENDED: Final[Mapping[OfferChange, str]] = {
    "gone": "offers/{offer}.toml is gone",
    "altered": "offers/{offer}.toml was changed since the offer was taken",
    "unreadable": "offers/{offer}.toml cannot be read",
    "older": "offers/{offer}.toml has edition {edition} of {team}, older than edition {taken}, taken over here",
    "withdrawn": "edition {edition} of {team} no longer offers it",
    "not-offered": "edition {edition} of {team} no longer offers it",
    "asked-otherwise": "{team} answered a different wording of the practice",
    "other-version": "edition {edition} of {team} was taken under another version of the questionnaire",
}
"""Why there is nothing to take over any more."""
STAYS: Final = "The answer stays as it was taken over until somebody answers again."


def taken_words(answer: Answer) -> str:
    """Say where an answer comes from: `from Platform, edition 2026-q3, which has level 3`."""
    taken = answer.offer
    if taken is None:
        return ""
    capped = f"; level {answer.level} here, because not all of it is met" if answer.level != taken.level else ""
    return f"from {taken.team}, edition {taken.edition}, which has level {taken.level}{capped}"


def moved_label(moved: MovedOn) -> str:
    """Name what became of an offer in two words, as the label of a line."""
    return "older offer" if moved.is_older else "moved on"


def moved_words(moved: MovedOn, *, with_ids: bool = True) -> str:
    """Say in one sentence what became of an offer since it was taken, without a full stop.

    with_ids: name criteria by the ids that `answer` takes; readers of a document are told how many there are.
    """
    taken = moved.taken
    if moved.now is None:
        return ENDED[moved.what[0]].format(
            offer=taken.offer, team=taken.team, edition=moved.edition, taken=taken.edition
        )
    said = [_part(what, taken, moved.now, with_ids=with_ids) for what in moved.what]
    if moved.is_changed_copy:
        if "level" in moved.what:
            said[moved.what.index("level")] = f"its level is {moved.now.level}, and {taken.level} in the copy"
        return (
            f"this answer's copy of the offer is not what edition {moved.edition} of {moved.now.team} offers: "
            f"{'; '.join(said)}"
        )
    return f"{taken.team} has moved on in edition {moved.edition}: {'; '.join(said)}"


def _part(what: OfferChange, taken: TakenOver, now: TakenOver, *, with_ids: bool) -> str:
    if what == "level":
        return f"its level went from {taken.level} to {now.level}"
    if what == "source":
        return f"it names edition {taken.edition} of {taken.team}"
    if what == "covered":
        more = [name for name in now.criteria if name not in taken.criteria]
        counted = plural(len(more), "more criterion", "more criteria")
        return f"it covers {listed(more)} too" if with_ids else f"it covers {counted}"
    if what == "uncovered":
        gone = [name for name in taken.criteria if name not in now.criteria]
        return f"it no longer covers {listed(gone) if with_ids else plural(len(gone), 'criterion', 'criteria')}"
    return _evidence_moved(taken, now)


def _evidence_moved(taken: TakenOver, now: TakenOver) -> str:
    new = sum(piece not in taken.evidence for piece in now.evidence)
    gone = sum(piece not in now.evidence for piece in taken.evidence)
    if not new:
        return f"{_pieces_are(gone)} gone" if gone else "its evidence is in a different order"
    return f"{_pieces_are(new)} new" + (f", {gone} {'is' if gone == 1 else 'are'} gone" if gone else "")


def _pieces_are(count: int) -> str:
    return f"{plural(count, 'piece')} of evidence {'is' if count == 1 else 'are'}"


def moved_remedy(moved: MovedOn, number: str) -> str:
    """Say what somebody does about it."""
    if moved.is_older:
        return (
            "Take the newer one again: levelbook offers take PATH. To go back to the older one: "
            f"levelbook answer {number} --offer {moved.taken.offer}"
        )
    if moved.what[0] in ("gone", "altered", "unreadable", "other-version"):
        return "Take it again: levelbook offers take PATH"
    if moved.has_ended:
        return f"To give your own level: levelbook answer {number} --level N"
    said = "what it offers" if moved.is_changed_copy else "the change"
    return f"To take over {said}, confirm it: levelbook answer {number} --confirm"


def not_covered(practice: Practice, taken: TakenOver) -> tuple[str, ...]:
    """List the criteria up to the offered level that the offer does not cover: the team has to meet them itself."""
    return tuple(
        name for name, (at, _) in practice.criteria.items() if at <= taken.level and name not in taken.criteria
    )


def sealed_words(edition: str, sealed_on: date) -> str:
    """Name an edition with its day, where it is not called after it."""
    return edition if edition.startswith(sealed_on.isoformat()) else f"{edition} of {spoken_day(sealed_on)}"

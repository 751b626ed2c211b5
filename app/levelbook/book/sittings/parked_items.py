"""This module parks items in a sitting, takes them off the list, and keeps what is decided on them.

Two people may do so at once: what somebody typed over another's decision is not lost, and is not taken for theirs.
"""

from __future__ import annotations

from levelbook.book.sittings.team_sitting import TeamSitting
from levelbook.core.answers.sittings import (
    Parked,
    Sitting,
    is_same_item,
    numbered,
    present_version,
    with_decision,
    with_minutes,
    without,
)
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes, speaker
from levelbook.words.parked_items import decision_not_taken_words, outcome_words


def park(team: TeamSitting, text: str, practice_id: str = "", by: str = "") -> Sitting:
    """Park an item, so that the sitting can continue.

    Raises UsedWrongly for an empty text, and where this sitting has parked the same already.
    """
    words = clean_line(text)
    if not words:
        raise UsedWrongly("There is nothing to park.", remedy="Say in a few words what it is about.")
    parked = Parked(text=words, practice=practice_id, by=clean_line(by))
    held: Parked | None = None

    def added(sitting: Sitting) -> Sitting:
        nonlocal held
        held = next((one for one in sitting.parked if is_same_item(one, parked)), None)
        return sitting if held else sitting.changed(parked=(*sitting.parked, parked))

    changed = team.change(added)
    if held is not None:
        raised = f"raised by {speaker(held.by)}" if held.by else ""
        about = "; ".join(filter(None, (raised, outcome_words(held, team.session.now.on))))
        raise UsedWrongly(
            f"{in_quotes(held.text)} is parked already{f' ({about})' if about else ''}.",
            remedy="If something else is meant, say it in other words.",
        )
    return changed


def still_open(team: TeamSitting) -> tuple[Parked, ...]:
    """The parked items about which something is still to be done: of this sitting, else of earlier ones."""
    return tuple(item for item in team.sitting.parked if item.is_open) if team.is_open else team.left_open


def take_back(team: TeamSitting, number: int) -> Sitting:
    """Take something off the list, by its number from 1. Raises UsedWrongly.

    What an earlier sitting left stays there as settled: it would come back otherwise.
    """
    item = numbered(team.sitting.parked, number, "parked item")
    if item.since is not None:
        return decide(team, item, item.decided("settled"))
    theirs: Parked | None = None

    def taken_back(sitting: Sitting) -> Sitting:
        nonlocal theirs
        theirs = None if item in sitting.parked else present_version(sitting.parked, item)
        return sitting.changed(parked=without(sitting.parked, item))

    changed = team.change(taken_back)
    if theirs is not None:
        raise _overtaken(team, item, theirs)
    return changed


def decide(team: TeamSitting, seen: Parked, item: Parked) -> Sitting:
    """Keep a parked item with what became of it.

    seen: the item as it was before.
    Raises UsedWrongly where others have decided otherwise meanwhile, or have taken it off the list. Theirs stays
    then, and what was typed here goes into the minutes.
    """
    theirs: Parked | None = None

    def decided(sitting: Sitting) -> Sitting:
        nonlocal theirs
        theirs = present_version(sitting.parked, seen)
        if theirs is not None and theirs in (seen, item):
            return sitting.changed(parked=with_decision(sitting.parked, theirs, item))
        return with_minutes(sitting, [decision_not_taken_words(item, team.session.now.on)])

    changed = team.change(decided)
    if theirs not in (seen, item):
        raise _overtaken(team, item, theirs)
    return changed


def _overtaken(team: TeamSitting, item: Parked, theirs: Parked | None) -> UsedWrongly:
    """Say what others did with a parked item, and where the words are that were typed here."""
    if theirs is None:
        message = f"Others have taken {in_quotes(item.text)} off the list meanwhile."
    else:
        said = outcome_words(theirs, team.session.now.on) or "nothing is decided"
        message = f"Others have changed {in_quotes(item.text)} meanwhile: {said}."
    kept = "Your words are in the minutes. " if decision_not_taken_words(item, team.session.now.on) else ""
    return UsedWrongly(message, remedy=f"{kept}Look at it again.")

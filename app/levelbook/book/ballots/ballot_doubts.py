"""Some ballots count and may be meant not to: of an ended round, of a participant with another one, of another team."""

from __future__ import annotations

from typing import Final

from levelbook.book.session import Session
from levelbook.core.answers.ballots import Ballot
from levelbook.core.text.quotation import in_quotes
from levelbook.store import ballots

SOME_NEED_A_LOOK: Final = "There are ballots that need a look. `levelbook ballot list` names each, and says why."
"""Said where people are not shown: the name of a ballot is its participant's."""


def _same_participant_words(session: Session, ballot: Ballot) -> str:
    """Say that an earlier ballot is of the same participant, as after a file was copied; empty where none is.

    levelbook itself makes and imports one of a name only.
    """
    name = ballot.participant.casefold()
    same = (one.id for one in session.ballots.handed_in if one.participant.casefold() == name)
    first = next(same, ballot.id) if name else ballot.id
    if first == ballot.id:
        return ""
    return (
        f"The ballots {first} and {ballot.id} are both of {in_quotes(ballot.participant)}, and each counts. "
        "If one is a copy of the other, remove it."
    )


def _another_teams_words(session: Session, ballot: Ballot) -> str:
    """Say that a ballot is for another team, as where its file was copied in, not imported; empty where it is not."""
    team = session.folder.settings.team
    if not (of := ballots.other_team_of(ballot.book, team)):
        return ""
    return (
        f"The ballot {ballot.id} is for {in_quotes(of)}, but it counts here, in the book of {in_quotes(team)}. "
        "If that is the same team under a new name, take the line that begins with `team =` out of the file; else "
        "remove the file."
    )


def _ended_round_words(session: Session, ballot: Ballot) -> str:
    """Say that a ballot was made or imported in a round that has ended; empty where it was not, or nobody can tell.

    A seal puts the ballots of its round away, but not one that is on another branch, to be merged later. The first
    answer after the seal makes one that was empty until then a ballot of the next round.
    """
    editions = session.editions.all
    place = next(
        (at for at, one in enumerate(editions) if one.name == ballot.book.unknown.get(ballots.AFTER)), len(editions)
    )
    ended = next((one for one in editions[place + 1 :] if not one.before_upgrade_to), None)
    given = [answer.answered_at for answer in ballot.book.answers.values() if answer.answered_at is not None]
    if ended is None or (given and not ended.was_sealed_after(min(given))):
        return ""
    return (
        f"The ballot {ballot.id} was made before {ended.name} was sealed, and counts in the present round. "
        f"If it was for the round before, move it to ballots/{ended.name}."
    )


def doubts_about(session: Session, ballot: Ballot) -> tuple[str, ...]:
    """Say why a ballot that counts may be meant not to: it is of an ended round, of a participant with another one, or
    of another team. Of one without an answer, which counts for nothing, nothing is said.
    """
    of_each = (_ended_round_words, _same_participant_words, _another_teams_words)
    return tuple(filter(None, (about(session, ballot) for about in of_each if ballot.has_answers)))


def doubtful_words(session: Session) -> tuple[str, ...]:
    """Say which ballots count and may be meant not to."""
    return tuple(words for ballot in session.ballots.all for words in doubts_about(session, ballot))

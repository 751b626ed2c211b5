"""The ballots that participants handed in, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from levelbook.core.answers.ballots import Ballot, Spread, spread_of_votes, spreads
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.store import ballots
from levelbook.store.ballot_import import BallotImport
from levelbook.store.ballot_import import ImportedBallot as ImportedBallot
from levelbook.store.ballots import UNREADABLE_REMEDY as UNREADABLE_REMEDY
from levelbook.words.figures import plural

if TYPE_CHECKING:
    from levelbook.book.session import Session


class Ballots:
    """A folder's ballots, read when they are asked for and then kept."""

    def __init__(self, path: Path | None, questionnaire: Questionnaire) -> None:
        """path: of the folder; None for no ballots at all."""
        self._path = path
        self._questionnaire = questionnaire
        self._stamp = ballots.stamp(path) if path else None
        self._spreads: tuple[Tailoring, Mapping[str, Spread]] | None = None

    @cached_property
    def _found(self) -> tuple[tuple[Ballot, ...], tuple[Problem, ...]]:
        return ballots.read_all(self._path, self._questionnaire) if self._path else ((), ())

    @property
    def all(self) -> tuple[Ballot, ...]:
        """The ballots that can be read."""
        return self._found[0]

    @property
    def handed_in(self) -> tuple[Ballot, ...]:
        """Return the ballots with at least one answer."""
        return tuple(ballot for ballot in self.all if ballot.has_answers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the others."""
        return self._found[1]

    @property
    def left_out_words(self) -> str:
        """Return `1 of 3 ballots cannot be read`; empty where all can be read."""
        left_out = len({problem.path for problem in self.problems})
        if not left_out:
            return ""
        total = plural(len(self.all) + left_out, "ballot")
        return f"{f'{left_out} of ' if self.all else ''}{total} cannot be read"

    def spreads(self, tailoring: Tailoring) -> Mapping[str, Spread]:
        """Practice id to the spread of the ballots, where at least one gives a level; the same object for the same
        tailoring."""
        if self._spreads is None or self._spreads[0] is not tailoring:
            self._spreads = (tailoring, spreads(self.all, tailoring))
        return self._spreads[1]

    def spread(self, now: Assessment, practice_id: str) -> Spread | None:
        """Return the spread of the ballots, otherwise of the stored votes; None if there are neither."""
        found = self.spreads(now.tailoring).get(practice_id)
        return found if found is not None else spread_of_votes(now.book.answer(practice_id))

    def read_again(self) -> Ballots:
        """Return these ballots if the folder is unchanged, otherwise read it again."""
        if self._path is None or ballots.stamp(self._path) == self._stamp:
            return self
        return Ballots(self._path, self._questionnaire)


def begin(session: Session, participant: str) -> tuple[str, Path]:
    """Make an empty ballot, an anonymous one for an empty name; its id and its file. Raises UsedWrongly."""
    ballot_id, file = ballots.create(
        session.folder.ballots_path,
        session.questionnaire,
        participant,
        session.now.book.profile,
        team=session.folder.settings.team,
        after=session.editions.last_name,
    )
    return ballot_id, file.path


def import_ballots(
    session: Session, paths: Sequence[Path], *, anonymous: bool, replacing: bool
) -> tuple[ImportedBallot, ...]:
    """Check ballots from elsewhere, files or folders of them, and take in those that are right, one by one."""
    importing = BallotImport(
        session.folder.ballots_path,
        session.now.tailoring,
        after=session.editions.last_name,
        round_after=session.editions.name_of_a_round(session.editions.last_name),
        team=session.folder.settings.team,
        anonymous=anonymous,
        replacing=replacing,
    )
    taken = tuple(one for path in paths for one in importing.import_all(path))
    session.read_ballots_again()
    return taken


def same_participant_words(session: Session, ballot: Ballot) -> str:
    """Say that an earlier ballot is of the same participant, as after a file was copied; empty where none is.

    levelbook itself makes and imports one of a name only.
    """
    name = ballot.participant.casefold()
    same = (one.id for one in session.ballots.all if one.participant.casefold() == name)
    first = next(same, ballot.id) if name else ballot.id
    if first == ballot.id:
        return ""
    return (
        f"The ballots {first} and {ballot.id} are both of {ballot.participant}, and each counts. "
        "If one is a copy of the other, remove it."
    )


SOME_NEED_A_LOOK: Final = "There are ballots that need a look. `levelbook ballot list` names each, and says why."
"""Said where people are not shown: the name of a ballot is its participant's."""


def another_teams_words(session: Session, ballot: Ballot) -> str:
    """Say that a ballot is for another team, as where its file was copied in, not imported; empty where it is not."""
    team = session.folder.settings.team
    if not (of := ballots.other_team_of(ballot.book, team)):
        return ""
    return (
        f"The ballot {ballot.id} is for “{of}”, this is the book of “{team}”, and it counts. If it is the same team "
        "under a new name, take the line that begins with `team =` out of the file; else remove it."
    )


def ended_round_words(session: Session, ballot: Ballot) -> str:
    """Say that a ballot was made or imported in a round that has ended; empty where it was not, or nobody can tell.

    A seal puts the ballots of its round away, but not one that is on another branch, to be merged later. One without an
    answer counts for nothing and waits for the next round; the first answer after the seal makes it one of that.
    """
    if not ballot.has_answers:
        return ""
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


def doubtful_words(session: Session) -> tuple[str, ...]:
    """Say which ballots count and may be meant not to: each of an ended round, of a participant with another one, and
    of another team.
    """
    of_each = (ended_round_words, same_participant_words, another_teams_words)
    return tuple(words for about in of_each for ballot in session.ballots.all if (words := about(session, ballot)))

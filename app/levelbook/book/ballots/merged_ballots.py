"""This module finds answers that git merged into a ballot of a round that had ended.

A seal moves the ballots of its round into a folder. git takes them for renamed, and so merges into that folder what a
participant has answered on another branch meanwhile. It would count in no round, and nobody would know.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.ballots import Ballot
from levelbook.core.answers.people import folded
from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.store import answers_file, answers_text
from levelbook.store.digests import digest
from levelbook.store.editions import EDITION
from levelbook.words.figures import plural
from levelbook.words.files import shown, typed

MOST_COMMITS: Final = 20
"""Commits that added one edition of which the ballots are looked into, the last ones first."""


def merged_into_ended_ballots(session: Session) -> tuple[Problem, ...]:
    """Return a problem for each ballot of the last round that has answers which the commit with its edition lacks.

    A ballot whose answers are in the present round too is left out. Without git, or where it has no ballots, there is
    none.
    """
    edition, git = session.editions.last_of_a_round, session.folder.git
    aside = session.folder.ballots_path / edition.name if edition else None
    if edition is None or aside is None or not aside.is_dir():
        return ()
    with contextlib.suppress(UsedWrongly):  # git cannot read its history, or takes too long
        sealed, changed = git.commits_of(edition.path / EDITION, 1), git.commits_of(aside, 1)
        if sealed and changed and sealed != changed:
            return tuple(_merged(session, aside, sealed[0], edition.name))
    return ()


def _merged(session: Session, aside: Path, commit: str, edition: str) -> Iterator[Problem]:
    found = [
        (path, now, more) for path, now, more in _added(session, aside, commit) if not _counts_now(session, now, more)
    ]
    wanted = Counter((name, now.answer(name).level) for _, now, more in found for name in more)
    for path, now, names in found:
        more = _not_counted_elsewhere(session, now, path.name, names, wanted)
        if more and not _counts_now(session, now, more):
            yield Problem(
                f"{plural(len(more), 'answer')} came into this ballot after {edition} was sealed, such as by a "
                f"merge, and {'counts' if len(more) == 1 else 'count'} in no round: {', '.join(more)}.",
                path=shown(path),
                remedy=f"To count this ballot in the present round: levelbook ballot import {typed(path)}",
            )


def _added(session: Session, aside: Path, commit: str) -> Iterator[tuple[Path, AnswerBook, tuple[str, ...]]]:
    """Yield each ballot that was put away and has more answers than in a commit, with these practices."""
    for path in sorted(aside.glob("*.toml")):
        with contextlib.suppress(FileIsWrong):  # it counts for nothing
            now = answers_file.read(path, within=session.folder.path)
            text = session.folder.git.text_at(commit, path)
            more = _answered_since(now, answers_text.parse(text, shown(path))) if text else ()
            if more:
                yield path, now, more


def _answered_since(now: AnswerBook, before: AnswerBook) -> tuple[str, ...]:
    """Return the practices that a ballot answers otherwise than before."""
    return tuple(name for name, answer in now.answers.items() if _said(answer) != _said(before.answer(name)))


def _counts_now(session: Session, ballot: AnswerBook, names: tuple[str, ...]) -> bool:
    """Return whether a ballot of the present round gives the same answers to some practices, and may be the same one.

    An anonymous one is imported under another id, so each without a name may be it.
    """
    whose = folded(Ballot("", ballot).participant)
    return any(
        folded(one.participant) == whose
        and all(_said(one.book.answer(name)) == _said(ballot.answer(name)) for name in names)
        for one in session.ballots.all
    )


def _not_counted_elsewhere(
    session: Session,
    ballot: AnswerBook,
    file: str,
    names: tuple[str, ...],
    wanted: Mapping[tuple[str, int | None], int],
) -> tuple[str, ...]:
    """Leave out what another branch counted: in an edition of the book that it sealed, or in votes of this round.

    wanted: how many ballots that were put away give a practice a level that no other place counts.
    """
    levels = {name: ballot.answer(name).level for name in names}
    more = tuple(name for name, level in levels.items() if not _are_in_votes(session, name, level, wanted[name, level]))
    for counted in _ballots_of_sealed_editions(session, file) if more else ():
        more = tuple(name for name in more if _said(ballot.answer(name)) != _said(counted.answer(name)))
    return more


def _are_in_votes(session: Session, name: str, level: int | None, ballots: int) -> bool:
    """Return whether the votes that this round counted for a practice have a level of so many ballots, besides those
    of its own ballots."""
    now, last = session.now.book.answer(name), (session.now.last_answers or {}).get(name)
    is_new = last is None or (last.votes, last.abstained) != (now.votes, now.abstained)
    own = sum(one.book.answer(name).level == level for one in session.ballots.all)
    counted = sum(vote.count for vote in now.votes if vote.level == level)
    return now.from_ballots and is_new and counted >= own + ballots


def _ballots_of_sealed_editions(session: Session, file: str) -> Iterator[AnswerBook]:
    """Yield a ballot as each commit has it that sealed an edition of this book, on whatever branch.

    Where two branches sealed one name, one of the two editions has another name by now.
    """
    git, editions = session.folder.git, session.editions.all
    for edition in reversed(editions):
        place = session.folder.ballots_path / edition.name / file
        for commit in git.commits_that_added(edition.path / EDITION, MOST_COMMITS):
            sealed, text = git.text_at(commit, edition.path / EDITION), git.text_at(commit, place)
            if not sealed or not text:
                continue
            known = digest(sealed.encode("utf-8"))
            if any(one.is_known_as(edition.name, known) for one in editions):
                with contextlib.suppress(FileIsWrong):  # it counted for nothing
                    yield answers_text.parse(text, shown(place))


def _said(answer: Answer) -> dict[str, Any]:
    """Return what somebody said, without the digest of what was asked, which an import adds."""
    return {key: value for key, value in answer.content.items() if key != "wording"}

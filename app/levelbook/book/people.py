"""The people of a team, by the names that are in its book."""

from __future__ import annotations

from levelbook.book.session import Session


def everybody(session: Session) -> tuple[str, ...]:
    """Return names: the person who types, then those in sittings (the latest first), ballots and answers."""
    names, sittings = [session.who], [sitting for _, sitting in reversed(session.sittings.all)]
    names += [name for sitting in sittings for name in sitting.names]
    names += [item.owner for sitting in sittings for item in sitting.parked]
    names += [ballot.participant for ballot in session.ballots.all]
    for answer in session.now.book.answers.values():
        names += [answer.owner, answer.ask_whom, *(step.owner for step in answer.steps)]
        if answer.accepted:
            names.append(answer.accepted.by)
    return tuple(dict.fromkeys(name for name in names if name))

"""This module signs changed answers: as given, as confirmed, or with the old signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.frozen import frozen


@frozen
class Signature:
    """A signature: who gave or confirmed an answer, when, and to which wording."""

    by: str
    """The person; empty if nobody is named."""
    at: datetime | None
    """The moment, in UTC; None on an anonymous ballot, where a time could reveal the person."""
    wording: str
    """Digest of the text that was asked."""
    after: str
    """Name of the last edition; empty before the first."""


def signed(
    answer: Answer, before: Answer, edit: Edit, signature: Signature, last_answers: Mapping[str, Answer], practice: str
) -> Answer:
    """Sign the answer that results from an edit.

    `before` is the answer before the edit; `last_answers` are those of the last edition, by practice id.
    """
    if edit.settles:
        if edit.votes is None and _voted_before_this_round(before, last_answers.get(practice), signature.after):
            # Those hands were shown for what was said then.
            answer = answer.changed(votes=(), abstained=None, from_ballots=False)
        return answer.answered(by=signature.by, at=signature.at, wording=signature.wording, after=signature.after)
    if edit.confirm and not answer.claims_nothing:
        return answer.confirmed(by=signature.by, at=signature.at, wording=signature.wording, after=signature.after)
    # An answer that was edited outside stays marked so until somebody says that it holds.
    return answer if before.edited_outside and not (edit.clear or edit.confirm) else answer.signed()


def _voted_before_this_round(answer: Answer, sealed: Answer | None, last_edition: str) -> bool:
    """Tell whether the votes are still those of the last edition, and nothing was settled since."""
    settled_since = answer.confirmed_after == last_edition
    return bool(answer.votes) and sealed is not None and sealed.votes == answer.votes and not settled_since

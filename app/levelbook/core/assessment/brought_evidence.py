"""Agreed evidence that was brought stays brought where the piece that brought it was taken away after it ran out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from levelbook.core.answers.agreed_evidence import AgreedEvidence, Agreement
from levelbook.core.assessment.practice_score import Judge


def brought_for_good(
    agreed: Iterable[AgreedEvidence], judge: Judge, on: date, called: Callable[[str], str]
) -> frozenset[Agreement]:
    """Return what was brought by the time of a record, by pieces that have run out on a later day.

    agreed, judge: the record's. called: gives the id of a practice on that day.
    """

    def has_run_out(one: AgreedEvidence) -> bool:
        until = judge.valid_until(one.piece) if one.piece is not None else None
        return until is not None and until < on

    return frozenset(
        one.agreement._replace(practice=called(one.practice))
        for one in agreed
        # One without a piece was settled in this way before that record.
        if one.fate == "kept" and one.proof.outcome is None and (one.piece is None or has_run_out(one))
    )

"""This module says which evidence agreed in sittings is still to be brought, and writes down what became of it."""

from __future__ import annotations

from datetime import date

from levelbook.book.sittings.team_sitting import TeamSitting
from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.answers.sittings import EvidenceToBring, ProofOutcome, Sitting, with_minutes
from levelbook.core.assessment.promises import Promise, to_bring
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.words.parked_items import evidence_not_taken_words


class SittingEvidence:
    """The evidence that a team's sittings agreed on, whichever of them is open."""

    def __init__(self, team: TeamSitting) -> None:
        self._team = team
        self._own: set[EvidenceToBring] = set()
        """Agreed evidence as this process has changed it, also where that is not on the disk yet."""

    @property
    def to_bring(self) -> tuple[Promise, ...]:
        """Return evidence agreed in sittings that nobody has brought, for practices that count."""
        return to_bring(self._team.session.state.now)

    @property
    def of_earlier_sittings(self) -> tuple[Promise, ...]:
        """Return what earlier sittings than the open one agreed on, of the same."""
        return tuple(one for one in self.to_bring if one.evidence and one.evidence.day < self._team.day)

    def numbered(self, number: int) -> AgreedEvidence:
        """Return one of what is to be brought, by its number (erasing a sitting can change it). Raises UsedWrongly."""
        found = {one.evidence.number: one.evidence for one in self.to_bring if one.evidence}
        if number not in found:
            if not found:
                raise UsedWrongly("There is no evidence to bring.")
            raise UsedWrongly(
                f"There is no evidence to bring with number {number}.",
                remedy=f"To be brought: {', '.join(map(str, found))}.",
            )
        return found[number]

    def settle(self, one: AgreedEvidence, outcome: ProofOutcome, reason: str = "") -> None:
        """Record that evidence was brought, or is no longer needed and why.

        Raises UsedWrongly, FileIsWrong, CouldNotWrite; what the disk refuses waits, as any change of a sitting does.
        """
        words = clean_line(reason)
        if outcome == "dropped" and not words:
            raise UsedWrongly("Why is it no longer needed?", remedy="Say it in a few words.")
        self._change(one, one.proof.changed(outcome=outcome, reason=words))

    def reassign(self, one: AgreedEvidence, who: str, by: date | None) -> None:
        """Say who brings evidence, and by when. Raises UsedWrongly, FileIsWrong, CouldNotWrite."""
        self._change(one, one.proof.changed(who=clean_line(who), by=by))

    def _change(self, one: AgreedEvidence, wanted: EvidenceToBring) -> None:
        """Write what became of evidence into the sitting that agreed on it, which may be closed and sealed by now."""
        self._own.add(wanted)
        seen = {one.proof, *self._own}
        is_as_seen = True

        def changed(sitting: Sitting) -> Sitting:
            nonlocal is_as_seen
            held = next((held for held in sitting.proofs if held.key == wanted.key), None)
            is_as_seen = held in seen
            if is_as_seen:
                return sitting.changed(proofs=tuple(wanted if proof == held else proof for proof in sitting.proofs))
            return with_minutes(sitting, [evidence_not_taken_words(wanted)])

        if self._team.is_open and one.day == self._team.day:
            self._team.change(changed)
        else:
            self._team.change_earlier(one.day, changed, seen=Sitting(proofs=(one.proof,)))
        if not is_as_seen:
            kept = "Your words are in that sitting's minutes. " if evidence_not_taken_words(wanted) else ""
            raise UsedWrongly("Somebody else has changed this evidence meanwhile.", remedy=f"{kept}Look at it again.")

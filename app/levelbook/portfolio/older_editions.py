"""An edition of file format 1 has no scorecard.json: its figures are computed as they were when it was sealed, once."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.editions.edition_audit import note_alterations
from levelbook.book.editions.editions import file_texts_of
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.session import Session
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.sealed_scorecard import SealedScorecard
from levelbook.export.scorecard import SealedAs, sealed_scorecard
from levelbook.store.digests import digest
from levelbook.store.questionnaires import sums_text


def scorecard_of(book: Path, name: str) -> SealedScorecard:
    """Return the scorecard that an edition of a team folder would have today. Raises LevelbookError."""
    session = Session.open(book)
    editions = session.editions
    edition = editions.edition(name)
    note_alterations(editions, edition)
    settings = editions.settings_of(edition)
    names = shown_names(session.state, edition.signed_by)
    current = editions.assessment(edition).with_names(names)
    before = editions.lineage.before(edition)
    pairing = Pairing.of(editions.assessment(before).with_names(names), current) if before else None
    texts = file_texts_of(editions.questionnaire_path(edition))
    sealed = SealedAs(
        name=edition.name,
        number=edition.number,
        previous=edition.previous or "",
        previous_digest=edition.previous_digest,
        before_upgrade_to=edition.before_upgrade_to,
        sealed_at=edition.sealed_at,
        sealed_on=edition.day,
        signed_by=names.signatures(edition.signed_by),
        team=settings.team,
        organisation=settings.organisation,
        about=settings.about,
        questionnaire_digest=digest(sums_text({path: digest(text) for path, text in texts.items()})),
        with_people=session.folder.settings.people != "none",
    )
    return sealed_scorecard(current, pairing, sealed)

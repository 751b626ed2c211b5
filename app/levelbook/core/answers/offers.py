"""Offers are practices that one team does for others; another team's answer can take one over.

A team says in its settings what it offers; its editions hold it. Another team keeps the offer as an edition had it in
`offers/<id>.toml`, and each of its answers that takes it over has a copy of its part (`answers.TakenOver`). So a newer
edition changes no answer: the answer has then *moved on*, until somebody looks at what moved and confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Annotated, Final, Literal

from levelbook.core.answers.answers import Answer, AnswerBook, Entry, Evidence, TakenOver, table_digest
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.field_types import Cleaned, Day, FormatNumber, Ge, Id, Len, LevelNumber, Line, RequiredLine

MOST_OFFERS = 100
"""The most offers that one book makes, or has taken."""


@frozen(kw_only=True)
class OwnOffer(Cleaned):
    """An own offer is the part of a team's settings that offers practices to others: `[offers.ID]`."""

    for_whom: RequiredLine = field(metadata={"key": "for"})
    """The teams that have it without doing anything, as a sentence."""
    practices: Annotated[tuple[RequiredLine, ...], Len(1)]
    """Full ids of the practices that it is about."""
    only: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """Map practice ids to the criteria that it covers; for practices not named here, every criterion that is met."""


@frozen(kw_only=True)
class OfferedPractice(Entry):
    """An offered practice is the offering team's answer to one practice."""

    level: LevelNumber
    wording: Line
    """Digest of the text that the team was asked."""
    criteria: tuple[Line, ...] = ()
    """Criteria that the offer covers and that hold, in the questionnaire's order."""
    evidence: tuple[Evidence, ...] = ()


@frozen(kw_only=True)
class Offer(Entry):
    """An offer is what another team does for others, as one of its editions has it: `offers/<id>.toml`."""

    format: FormatNumber = 1
    rev: Line = ""
    """Digest of everything else here, which reveals changes made by hand."""
    id: Id
    team: RequiredLine
    organisation: Line = ""
    for_whom: RequiredLine = field(metadata={"key": "for"})
    edition: RequiredLine
    """Name of the edition."""
    number: Annotated[int, Ge(1)]
    sealed_on: Day
    digest: RequiredLine
    """The edition's digest, shortened by `edition_digits`."""
    questionnaire: RequiredLine
    version: RequiredLine
    withdrawn: bool = False
    """True if the edition no longer offers it."""
    practices: Mapping[str, OfferedPractice] = field(default_factory=dict)
    """Map full practice ids to the offered practices; empty if withdrawn."""

    @property
    def true_rev(self) -> str:
        """Compute the `rev` of its keys."""
        return table_digest(self.table)

    @property
    def edited_outside(self) -> bool:
        """Tell whether it was changed outside levelbook."""
        return self.rev != self.true_rev

    def signed(self) -> Offer:
        """Return the offer with the computed `rev`."""
        return self.changed(rev=self.true_rev)

    def taken(self, practice_id: str) -> TakenOver | None:
        """Return the part of the offer that an answer to a practice takes over; None if it is not offered."""
        offered = self.practices.get(practice_id)
        if offered is None:
            return None
        return TakenOver(
            offer=self.id,
            team=self.team,
            edition=self.edition,
            number=self.number,
            digest=self.digest,
            level=offered.level,
            criteria=offered.criteria,
            evidence=offered.evidence,
        )


# --- What a team offers -----------------------------------------------------------------------------------------------


def offered_practices(own: OwnOffer, book: AnswerBook, questionnaire: Questionnaire) -> dict[str, OfferedPractice]:
    """Return a team's answers to the practices that it offers, under the ids of `questionnaire`.

    A practice without a level is left out, and so is one that this questionnaire does not have. What the team has
    itself taken over is left out too: it is to be taken from whom it comes, or two teams could vouch for each other
    with nobody's own answer behind either.
    """
    found: dict[str, OfferedPractice] = {}
    for name in own.practices:
        practice, answer = questionnaire.practices.get(name), book.answer(name)
        if practice is None or answer.level is None or answer.offer is not None:
            continue
        held = answer.claims(practice)
        covered = own.only.get(name, held)
        found[name] = OfferedPractice(
            level=answer.level,
            wording=answer.wording,
            criteria=tuple(criterion for criterion in held if criterion in covered),
            evidence=answer.all_evidence,
        )
    return found


# --- What moved -------------------------------------------------------------------------------------------------------

OfferFault = Literal["altered", "unreadable"]
"""What is wrong with an offer's file that is there: somebody changed it since it was taken, or it cannot be read."""
OfferChange = (
    Literal[
        "gone", "older", "other-version", "withdrawn", "not-offered", "asked-otherwise",
        "level", "covered", "uncovered", "evidence", "source",
    ]
    | OfferFault
)  # fmt: skip
"""What became of an offer since an answer took it over. Nothing can be taken over: its file is not there or faulty,
has an edition before the one taken over, was taken under another version of the questionnaire, offers nothing more,
not this practice, or answers other words.
Otherwise: another level, more criteria, fewer, or other evidence; and of a copy that somebody changed, another team or
edition."""


@frozen
class PresentWording:
    """The wording that a team is asked now, which an offer has to match."""

    questionnaire: str
    version: str
    wording: str
    """Digest of the practice's text."""


@frozen
class MovedOn:
    """An answer has moved on if the offer that it took over has changed since."""

    taken: TakenOver
    now: TakenOver | None
    """The present content of the offer; None if nothing can be taken over any more."""
    what: tuple[OfferChange, ...]
    edition: str = ""
    """The edition with the change; empty if the offer's file is missing or faulty."""

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing can be taken over any more."""
        return self.now is None

    @property
    def is_changed_copy(self) -> bool:
        """Tell whether not the offer moved: the answer's copy is not what the edition that it names offers."""
        return self.now is not None and self.now.digest == self.taken.digest

    @property
    def is_older(self) -> bool:
        """Tell whether the offer's file is of an edition before the one that was taken over."""
        return self.what == ("older",)


NOTHING_FAULTY: Final[Mapping[str, OfferFault]] = MappingProxyType({})


def moved_on(
    answer: Answer,
    practice_id: str,
    asked: PresentWording,
    offers: Mapping[str, Offer],
    faulty: Mapping[str, OfferFault] = NOTHING_FAULTY,
) -> MovedOn | None:
    """Compare an answer with the present state of the offer that it took over; None if nothing has changed.

    offers: id to offer. faulty: id to what is wrong with a file that is none of these.
    """
    taken = answer.offer
    if taken is None:
        return None
    offer = offers.get(taken.offer)
    if offer is None:
        return MovedOn(taken, None, (faulty.get(taken.offer, "gone"),))
    if offer.digest == taken.digest and answer.wording == asked.wording:
        # otherwise the words changed here since, and nobody there has answered these
        return _against_its_own_edition(taken, offer, practice_id, asked)
    moved = _against(taken, offer, practice_id, asked)
    if moved is not None and _is_older(offer, taken):
        return MovedOn(taken, None, ("older",), offer.edition)
    return moved


def _is_older(offer: Offer, taken: TakenOver) -> bool:
    """Tell whether an offer's file was put back to an edition of the team before the one that was taken over."""
    return taken.number is not None and offer.team == taken.team and offer.number < taken.number


def _against_its_own_edition(taken: TakenOver, offer: Offer, practice_id: str, asked: PresentWording) -> MovedOn | None:
    """Compare a copy with the offer in the very edition that it names: they differ only where somebody changed it."""
    if (offer.questionnaire, offer.version) != (asked.questionnaire, asked.version):
        return None  # the ids in an offer of another version may be others
    now = offer.taken(practice_id)
    if now is None:
        return MovedOn(taken, None, ("not-offered",), offer.edition)
    of = (taken.team, taken.edition, taken.number or offer.number)
    source: tuple[OfferChange, ...] = ("source",) if of != (offer.team, offer.edition, offer.number) else ()
    what = (*source, *_what_moved(taken, now))
    return MovedOn(taken, now, what, offer.edition) if what else None


def _against(taken: TakenOver, offer: Offer, practice_id: str, asked: PresentWording) -> MovedOn | None:
    if (offer.questionnaire, offer.version) != (asked.questionnaire, asked.version):
        return MovedOn(taken, None, ("other-version",), offer.edition)
    now, offered = offer.taken(practice_id), offer.practices.get(practice_id)
    if now is None or offered is None:
        return MovedOn(taken, None, ("withdrawn" if offer.withdrawn else "not-offered",), offer.edition)
    if offered.wording != asked.wording:
        return MovedOn(taken, None, ("asked-otherwise",), offer.edition)
    what = tuple(_what_moved(taken, now))
    return MovedOn(taken, now, what, offer.edition) if what else None


def _what_moved(taken: TakenOver, now: TakenOver) -> Iterator[OfferChange]:
    if now.level != taken.level:
        yield "level"
    if set(now.criteria) - set(taken.criteria):
        yield "covered"
    if set(taken.criteria) - set(now.criteria):
        yield "uncovered"
    if now.evidence != taken.evidence:
        yield "evidence"

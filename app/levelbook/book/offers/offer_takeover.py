"""Another team's offers are looked at in its sealed edition, and taken: first shown, then written.

Nothing in the other folder runs or is changed. Only what is sealed counts, and only as it was sealed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from levelbook.book.editions.edition_integrity import edition_alterations
from levelbook.book.session import Session
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.offers import Offer, OwnOffer, PresentWording, moved_on, offered_practices
from levelbook.core.answers.upgrade import brought_to
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import FileIsWrong, UnknownId, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.version_map import upgrade_path_from
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.short_digests import edition_digits
from levelbook.store import answers_text, editions, folder_search, offers_file, path_guard, team_folder
from levelbook.store.editions import EDITION, SETTINGS, Edition
from levelbook.store.git import Git
from levelbook.store.team_folder import Settings, parse_settings
from levelbook.store.text_files import MOST_BYTES
from levelbook.words.figures import listed
from levelbook.words.files import cause, shown

OfferStatus = Literal["takes", "kept", "same", "older", "moved-on", "asked-otherwise", "not-here", "no-level"]
"""How taking an offer affects a practice: the answer takes it over; the team's own answer stays; it was taken and
nothing moved; a later edition of it was taken; it was taken and moved on; it is asked in other words there; it does not
apply here; the other team gives no level."""


@frozen
class Offering:
    """An offering is an edition of another team's book that offers something, or did."""

    edition: Edition
    settings: Settings
    book: AnswerBook


@frozen
class TakingOver:
    """The effect of taking over an offer: offers to be written, and the result for each practice."""

    offers: tuple[Offer, ...]
    statuses: Mapping[str, Mapping[str, OfferStatus]]
    """Offer id to practice id to what becomes of it, in the offer's order."""
    edits: Mapping[str, Edit]
    remarks: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Return whether the book has all of it by now."""
        return not self.offers and not self.edits


# --- Looking ----------------------------------------------------------------------------------------------------------


def preview(session: Session, path: Path, practices: Sequence[str] = ()) -> TakingOver:
    """Preview taking over what another team offers in its last edition, or in the one at `path`; writes nothing.

    practices: ids of those that are taken even where the team has its own answer, and no others; by default all that
    are not answered here yet.

    Raises NoTeamFolder, FileIsWrong for what cannot be read or was altered, UsedWrongly where nothing can be taken.
    """
    offering = offering_at(path)
    if offering.edition.path.resolve().is_relative_to(session.folder.path.resolve()):
        raise UsedWrongly("This is this team's own book.", remedy="Name the folder of the team that offers something.")
    found = _offers_of(offering, session)
    _must_be_offered(practices, found, offering, session)
    return _taking_over(session, found, practices, tuple(_remarks(offering, session)))


def offering_at(path: Path) -> Offering:
    """Read the last edition of a team's folder, or the edition in a folder. Raises NoTeamFolder, FileIsWrong."""
    edition = editions.read_edition(path) if os.path.lexists(path / EDITION) else _last_edition(path)
    altered = edition_alterations(edition, None, is_followed=False, is_laid_out=False, git=Git()).altered
    if altered:
        remedy = (
            "An edition that was changed after sealing cannot be taken over. Ask its team to restore it, then "
            "try again."
        )
        raise FileIsWrong([one.problem for one in altered], remedy=remedy)
    settings = parse_settings(_content(edition, SETTINGS), shown(edition.path / SETTINGS))
    book = answers_text.parse(_content(edition, "answers.toml"), shown(edition.path / "answers.toml"))
    return Offering(edition, settings, book)


def _last_edition(path: Path) -> Edition:
    folder = team_folder.open_folder(folder_search.find(path))
    found, problems = editions.read_all(folder)
    if problems:
        raise FileIsWrong(problems)
    if not found:
        raise UsedWrongly(
            f"{folder.settings.team} has no edition yet, and offers can only be taken from an edition.",
            remedy="Ask them to seal an edition: levelbook seal",
        )
    return found[-1]


def _content(edition: Edition, name: str) -> bytes:
    path = edition.path / name
    try:
        return path_guard.content(path, within=edition.path.parent, most=MOST_BYTES)
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


def _offers_of(offering: Offering, session: Session) -> dict[str, Offer]:
    """Return the offers of an edition as they would be written, with those that it has withdrawn."""
    held, team = session.offers.by_id, offering.settings.team
    found = {name: _offer(name, own, offering, session.questionnaire) for name, own in offering.settings.offers.items()}
    for name, offer in held.items():
        if offer.team == team and name not in found:
            found[name] = _stamped(offer.changed(withdrawn=True, practices={}), offering)
        elif name in found and offer.team != team:
            raise UsedWrongly(
                f"The offer “{name}” was taken from {offer.team}, and {team} has another one of that name.",
                remedy=f"One of them has to rename it; or remove offers/{name}.toml first.",
            )
    if not found:
        raise UsedWrongly(
            f"{team} offers nothing in edition {offering.edition.name}.",
            remedy="A team lists its offers in levelbook.toml before it seals (docs/offers.md).",
        )
    return found


def _offer(name: str, own: OwnOffer, offering: Offering, questionnaire: Questionnaire) -> Offer:
    """Return an offer under the present ids of this team's questionnaire. Raises UsedWrongly for another one."""
    book = offering.book
    if book.questionnaire != questionnaire.id:
        raise UsedWrongly(
            f"{offering.settings.team} answers “{book.questionnaire}”, and this book “{questionnaire.id}”.",
            remedy="Only answers to the same questions can be taken over.",
        )
    if is_later(questionnaire.version, book.version):
        own, book = _renamed(own, book.version, questionnaire), brought_to(book, questionnaire)
    offer = Offer(
        id=name,
        team=offering.settings.team,
        organisation=offering.settings.organisation,
        for_whom=own.for_whom,
        edition=offering.edition.name,
        number=offering.edition.number,
        sealed_on=offering.edition.day,
        digest=edition_digits(offering.edition.digest),
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        practices=offered_practices(own, book, questionnaire),
    )
    return offer.signed()


def _stamped(offer: Offer, offering: Offering) -> Offer:
    edition, digest = offering.edition, edition_digits(offering.edition.digest)
    return offer.changed(edition=edition.name, number=edition.number, sealed_on=edition.day, digest=digest).signed()


def _renamed(own: OwnOffer, version: str, questionnaire: Questionnaire) -> OwnOffer:
    """Return an own offer of an earlier version under the present ids of its practices and criteria."""
    path = upgrade_path_from(version, questionnaire.version_map)

    def practice_now(name: str) -> str:
        ids = path.practice(name).ids
        return ids[0] if len(ids) == 1 else name

    def criterion_now(practice: str, criterion: str) -> str:
        keys = path.outcome("criteria", (practice, criterion)).to
        return keys[0][-1] if len(keys) == 1 else criterion

    return OwnOffer(
        for_whom=own.for_whom,
        practices=tuple(map(practice_now, own.practices)),
        only={
            practice_now(name): tuple(criterion_now(name, criterion) for criterion in criteria)
            for name, criteria in own.only.items()
        },
    )


def _must_be_offered(
    practices: Sequence[str], found: Mapping[str, Offer], offering: Offering, session: Session
) -> None:
    offered = tuple(dict.fromkeys(name for offer in found.values() for name in offer.practices))
    for name in practices:
        if name not in offered:
            edition = f"Edition {offering.edition.name} of {offering.settings.team}"
            number = session.questionnaire.numbers[name]
            raise UsedWrongly(f"{edition} does not offer {number}.", remedy=_what_it_offers(offered, session))


def _what_it_offers(practices: Iterable[str], session: Session) -> str:
    """List what can be taken over, by number as people know it; an id that this questionnaire lacks stays an id."""
    numbers = session.questionnaire.numbers
    return f"It offers {listed([numbers.get(name, name) for name in practices]) or 'nothing'}."


def _remarks(offering: Offering, session: Session) -> Iterator[str]:
    team, edition = offering.settings.team, offering.edition
    if is_later(offering.book.version, session.questionnaire.version):
        yield (
            f"{team} answers version {offering.book.version} of the questionnaire, and this book "
            f"{session.questionnaire.version}: practices that are worded differently there cannot be taken over."
        )
    for name, offer in session.offers.by_id.items():
        if offer.team == team and offer.number > edition.number:
            yield f"“{name}” was taken from edition {offer.edition}, which is newer than {edition.name}."
    for name, own in offering.settings.offers.items():
        passed_on = {one: taken.team for one in own.practices if (taken := offering.book.answer(one).offer)}
        if passed_on:
            yield (
                f"“{name}” leaves out {listed(passed_on)}, which {team} takes over itself from "
                f"{listed(dict.fromkeys(passed_on.values()))}: take it from there."
            )
        unknown = [one for one in own.practices if one not in session.questionnaire.practices]
        if unknown and not is_later(session.questionnaire.version, offering.book.version):
            yield f"“{name}” offers {listed(unknown)}, which this questionnaire does not have."


# --- What becomes of each practice ------------------------------------------------------------------------------------


def _taking_over(
    session: Session, found: Mapping[str, Offer], practices: Sequence[str], remarks: tuple[str, ...]
) -> TakingOver:
    held = session.offers.by_id
    offered = [offer for offer in found.values() if offer.practices or offer.id in held]
    statuses: dict[str, dict[str, OfferStatus]] = {}
    edits: dict[str, Edit] = {}
    for offer in offered:
        statuses[offer.id] = {
            name: _status(offer, name, session, practices) for name in offer.practices if name not in edits
        }
        for name, standing in statuses[offer.id].items():
            if standing == "takes":
                edits[name] = Edit(take_over=offer.taken(name))
    new = tuple(offer for offer in offered if held.get(offer.id) != offer)
    return TakingOver(new, statuses, edits, remarks)


def _status(offer: Offer, name: str, session: Session, practices: Sequence[str]) -> OfferStatus:
    score = session.now.scorecard[name]
    if score.placement.scope == "not-applicable" or score.answer.status == "not-applicable":
        return "not-here"
    asked = question_now(session, score)
    if offer.practices[name].wording != asked.wording:
        return "asked-otherwise"
    answer = score.answer
    if answer.offer is not None and answer.offer.offer == offer.id:
        moved = moved_on(answer, name, asked, {offer.id: offer})
        if moved is not None and moved.is_older:
            return "takes" if name in practices else "older"
        return "same" if moved is None else "moved-on"
    wanted = name in practices if practices else answer.claims_nothing
    return "takes" if wanted else "kept"


def question_now(session: Session, score: PracticeScore) -> PresentWording:
    """Return what the team is asked of a practice now."""
    known = session.questionnaire
    return PresentWording(known.id, known.version, known.wording(score.id, inherited=score.inherited))


# --- Writing ----------------------------------------------------------------------------------------------------------


def take(session: Session, found: TakingOver) -> None:
    """Write the offers, then what answers take over: one turn. Raises as `Session.apply_all` does, FileIsWrong."""
    session.must_still_be_there()
    for offer in found.offers:
        offers_file.write(session.folder.offers_path, offer)
    session.read_offers_again()
    if found.edits:
        session.apply_all(found.edits)


def edit_from_offer(session: Session, practice_id: str, offer_id: str) -> Edit:
    """Return the edit by which one answer takes over what an offer has. Raises UnknownId, UsedWrongly."""
    offers = session.offers.by_id
    offer = offers.get(offer_id)
    if offer is None:
        hint = (
            f"Taken offers: {', '.join(offers)}."
            if offers
            else "No offer has been taken yet: levelbook offers take PATH"
        )
        raise UnknownId("offer", offer_id, nearest(offer_id, offers), hint=hint)
    number = session.questionnaire.numbers[practice_id]
    taken = offer.taken(practice_id)
    if taken is None:
        raise UsedWrongly(f"“{offer_id}” does not offer {number}.", remedy=_what_it_offers(offer.practices, session))
    asked = question_now(session, session.now.scorecard[practice_id])
    if (offer.questionnaire, offer.version) != (asked.questionnaire, asked.version) or offer.practices[
        practice_id
    ].wording != asked.wording:
        raise UsedWrongly(
            f"{offer.team} answered a different wording of {number}.",
            remedy="Take the offer again once both books answer the same version: levelbook offers take PATH",
        )
    return Edit(take_over=taken)

"""Rows of a portfolio's tables, made of the figures that an edition holds. Nothing is scored again.

Where an edition has hundreds of rows, they are made by position, in the order of `tables.py`: to find the places of 35
names takes Python four times as long as all the rest of a row.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

from levelbook.core.assessment.sealed_scorecard import (
    SealedFigures,
    SealedOffer,
    SealedPractice,
    SealedRisk,
    SealedScorecard,
    SealedSection,
    SealedTaken,
)
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.plausibility import must_be_plausible
from levelbook.core.portfolio.quarters import Quarter
from levelbook.core.portfolio.tables import (
    EditionRow,
    EvidenceRow,
    FactRow,
    OfferRow,
    RiskRow,
    ScoreRow,
    SectionRow,
    StepRow,
    TakenRow,
)
from levelbook.core.text.cleaning import clean_line

FIGURES: Final = ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed")
_COLUMNS_OF_FIGURES: Final = (*FIGURES, *(f"{name}_exact" for name in FIGURES))
_HEX_OF_KEY: Final = 15
_clean: Final = functools.lru_cache(maxsize=20_000)(clean_line)
"""Every text of a row is of one line, and editions share most of theirs."""


@frozen
class EditionOrigin:
    """The origin of an edition, which no scorecard holds: its team in the portfolio, and where it was found."""

    team: str
    digest: str
    """SHA-256 of its edition.toml."""
    place: str
    with_people: bool = False


@frozen
class EditionRows:
    """The rows of one edition, by table."""

    quarter: Quarter
    tables: Mapping[str, Sequence[tuple[Any, ...]]]

    @property
    def edition(self) -> EditionRow:
        (row,) = self.tables["editions"]
        return EditionRow(*row)


def edition_key(digest: str) -> int:
    """Return the number by which tables name an edition: 60 bits of its digest."""
    return int(digest[:_HEX_OF_KEY], 16)


def rows_of(card: SealedScorecard, origin: EditionOrigin) -> EditionRows:
    """Return all rows of an edition.

    Raises ValueError where the scorecard holds no days, times or fractions, or figures that cannot be.
    """
    key = edition_key(origin.digest)
    sealed_on = _given_day(card.edition.sealed_on)
    tables: dict[str, Sequence[tuple[Any, ...]]] = {
        "editions": [_edition(card, origin, key, sealed_on)],
        "facts": [
            FactRow(key, origin.team, _clean(fact.id), _clean(choice))
            for fact in card.profile
            for choice in dict.fromkeys(fact.choices)  # edited by hand, one may be there twice
        ],
        "sections": [_section(one, place, key, origin.team) for place, one in enumerate(card.sections, start=1)],
        "scores": [_score(one, place, key, origin) for place, one in enumerate(card.practices, start=1)],
        "risks": [_risk(one, one.accepted, key, origin) for one in card.practices if one.accepted],
        "steps": [row for one in card.practices if one.steps for row in _steps(one, key, origin)],
        "evidence": [row for one in card.practices if one.evidence for row in _evidence(one, key, origin.team)],
        "offers": [row for one in card.offers for row in _offered(one, key, origin.team)],
        "taken": [_taken(one, one.taken, key, origin.team) for one in card.practices if one.taken],
    }
    must_be_plausible(tables)
    return EditionRows(Quarter.of(sealed_on), tables)


def _edition(card: SealedScorecard, origin: EditionOrigin, key: int, sealed_on: date) -> EditionRow:
    edition, like = card.edition, card.like_for_like
    like_before, like_before_exact = _exact(like.before if like else None)
    like_after, like_after_exact = _exact(like.after if like else None)
    counting = [one for one in card.practices if one.counts]
    signed = card.people.signed_by if card.people and origin.with_people else None
    return EditionRow(
        edition=key,
        digest=origin.digest,
        team=origin.team,
        name=_clean(edition.name),
        number=edition.number,
        previous=_line(edition.previous),
        previous_digest=_line(edition.previous_digest),
        sealed_at=_utc(edition.sealed_at),
        sealed_on=sealed_on,
        as_of=_given_day(card.on),
        before_upgrade_to=_line(edition.before_upgrade_to),
        questionnaire=_clean(card.questionnaire.id),
        version=_clean(card.questionnaire.version),
        questionnaire_digest=_clean(card.questionnaire.digest),
        max_level=card.max_level,
        practices=len(counting),
        answered=sum(one.status == "answered" for one in counting),
        **dict(zip(_COLUMNS_OF_FIGURES, _figures(card.overall), strict=True)),
        like_practices=like.practices if like else None,
        like_before=like_before,
        like_after=like_after,
        like_before_exact=like_before_exact,
        like_after_exact=like_after_exact,
        team_name=_clean(card.team.name),
        organisation=_line(card.team.organisation),
        about=_line(card.team.about),
        levelbook=_clean(card.levelbook),
        place=_clean(origin.place),
        signed_by=", ".join(map(_clean, signed)) if signed else None,
    )


def _figures(figures: SealedFigures) -> tuple[Any, ...]:
    """The eight figures, each as the double nearest to the fraction, and then all of them as these fractions."""
    numbers, texts = zip(*[_exact(figures.exact.get(name)) for name in FIGURES], strict=True)
    return numbers + texts


@functools.lru_cache(maxsize=10_000)
def _exact(text: str | None) -> tuple[float | None, str | None]:
    """A fraction as the double nearest to it, and written out; editions share most of theirs."""
    if text is None:
        return None, None
    try:
        if not re.fullmatch(r"-?\d{1,400}(/\d{1,400})?", text, re.ASCII):  # no power of ten, which may take for ever
            raise ArithmeticError
        value = Fraction(text)
        return float(value), str(value)
    except ArithmeticError:
        raise ValueError(f"“{text}” is not a figure") from None


def _weight(text: str) -> tuple[float, str]:
    number, written = _exact(text)
    assert number is not None and written is not None, "a text was given"
    return number, written


def _section(section: SealedSection, position: int, key: int, team: str) -> SectionRow:
    weight, weight_exact = _weight(section.weight)
    return SectionRow(
        key,
        team,
        _clean(section.id),
        position,
        _clean(section.title),
        weight,
        weight_exact,
        *_figures(section.figures),
    )


@functools.lru_cache(maxsize=10_000)
def _practice(id_: str, title: str, weight: str) -> tuple[str, str, str, float, str]:
    """A practice's id, its section's, its title and its weight, as a row has them; most editions ask the same."""
    practice = _clean(id_)
    return practice, practice.rpartition(".")[0], _clean(title), *_weight(weight)


def _score(one: SealedPractice, position: int, key: int, origin: EditionOrigin) -> ScoreRow:
    before, people = one.before, one.people if origin.with_people else None
    practice, section, title, weight, weight_exact = _practice(one.id, one.title, one.weight)
    share, share_exact = _exact(one.share_exact)
    return ScoreRow(
        key,
        origin.team,
        practice,
        position,
        section,
        title,
        one.essential,
        one.impact,
        weight,
        weight_exact,
        _clean(one.scope),
        _clean(one.status),
        one.counts,
        one.level,
        one.evidenced,
        one.target,
        _line(one.effort),
        one.confirmed,
        share,
        share_exact,
        _clean(one.wording),
        one.same_words,
        _clean(before.renamed_from or practice) if before else None,
        _clean(before.status) if before else None,
        before.counts if before else None,
        before.level if before else None,
        before.evidenced if before else None,
        before.target if before else None,
        _clean(before.wording) if before else None,
        _day(one.due),
        _day(one.ask_by),
        _line(people.owner) if people else None,
        _line(people.ask_whom) if people else None,
        _line(people.answered_by) if people else None,
        _line(people.confirmed_by) if people else None,
    )


def _risk(one: SealedPractice, accepted: SealedRisk, key: int, origin: EditionOrigin) -> RiskRow:
    return RiskRow(
        edition=key,
        team=origin.team,
        practice=_clean(one.id),
        level=accepted.level,
        target=one.target,
        until=_given_day(accepted.until),
        reason=_clean(accepted.reason),
        holds=accepted.holds,
        accepted_by=_line(one.people.accepted_by) if one.people and origin.with_people else None,
    )


def _steps(one: SealedPractice, key: int, origin: EditionOrigin) -> Iterator[StepRow]:
    owners = one.people.steps if one.people and origin.with_people else ()
    practice = _clean(one.id)
    for position, step in enumerate(one.steps, start=1):
        yield StepRow(
            key,
            origin.team,
            practice,
            position,
            _clean(step.text),
            _line(step.action),
            _day(step.due),
            _line(step.ticket),
            _day(step.done_on),
            _line(owners[position - 1]) if position <= len(owners) else None,
        )


def _evidence(one: SealedPractice, key: int, team: str) -> Iterator[EvidenceRow]:
    practice = _clean(one.id)
    for position, piece in enumerate(one.evidence, start=1):
        yield EvidenceRow(
            key,
            team,
            practice,
            position,
            _clean(piece.kind),
            _line(piece.reference),
            _day(piece.seen_on),
            _day(piece.valid_until),
        )


def _offered(one: SealedOffer, key: int, team: str) -> Iterator[OfferRow]:
    for practice in dict.fromkeys(one.practices):  # as above
        yield OfferRow(key, team, _clean(one.id), _clean(one.for_whom), _clean(practice))


def _taken(one: SealedPractice, taken: SealedTaken, key: int, team: str) -> TakenRow:
    return TakenRow(
        edition=key,
        team=team,
        practice=_clean(one.id),
        offer=_clean(taken.offer),
        of_team=_clean(taken.team),
        of_edition=_key_in_digits(taken.digest),
        of_edition_name=_clean(taken.edition),
        offered_level=taken.level,
    )


def _key_in_digits(digits: str) -> int | None:
    is_key = re.fullmatch(r"\d{1,19}", digits, re.ASCII) and int(digits) < 16**_HEX_OF_KEY
    return int(digits) if is_key else None


@functools.lru_cache(maxsize=20_000)
def _line(text: str | None) -> str | None:
    return clean_line(text) if text else None


@functools.lru_cache(maxsize=10_000)
def _day(text: str | None) -> date | None:
    return _given_day(text) if text else None


def _given_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a day") from None


def _utc(text: str) -> datetime:
    """A time in UTC, without saying so: that is what every reader of Parquet agrees on."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a time") from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment

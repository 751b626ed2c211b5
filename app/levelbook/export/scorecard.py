"""An edition's `scorecard.json` is made here (docs/json.md, "scorecard.json")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from levelbook import __version__
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.offers import OwnOffer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.like_for_like import like_for_like, shares_alike
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore, shares
from levelbook.core.assessment.sealed_scorecard import (
    SealedBefore,
    SealedEdition,
    SealedEvidence,
    SealedFact,
    SealedFigures,
    SealedLikeForLike,
    SealedModel,
    SealedNode,
    SealedOffer,
    SealedPeople,
    SealedPractice,
    SealedQuestionnaire,
    SealedRisk,
    SealedScorecard,
    SealedSection,
    SealedSignatures,
    SealedStep,
    SealedTaken,
    SealedTeam,
)
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.text.cleaning import clean, day_text
from levelbook.core.text.field_types import file_keys
from levelbook.core.text.rounding import four_places
from levelbook.core.text.short_digests import in_digits
from levelbook.export.json import scoring_model_shape

FORMAT = 1


@frozen
class SealedAs:
    """Facts about the new edition that an assessment does not have."""

    name: str
    number: int
    previous: str
    previous_digest: str
    before_upgrade_to: str
    sealed_at: datetime
    """In UTC."""
    sealed_on: date
    signed_by: tuple[str, ...]
    team: str
    organisation: str
    about: str
    questionnaire_digest: str
    with_people: bool
    """Names of people are not left out."""
    offers: Mapping[str, OwnOffer] = field(default_factory=dict)
    """The team's offers, by id."""


def sealed_scorecard(current: Assessment, pairing: Pairing | None, sealed: SealedAs) -> SealedScorecard:
    """Return the figures of an edition; `current` shows names as others may see them.

    pairing: its practices and those of the edition before; None where there is none.
    """
    card, questionnaire = current.scorecard, current.questionnaire
    earlier = pairing.earlier if pairing else {}
    alike = shares_alike(pairing) if pairing else {}
    held = shares(card.sections, lambda score: score.counts)
    return SealedScorecard(
        format=FORMAT,
        levelbook=__version__,
        edition=SealedEdition(
            name=sealed.name,
            number=sealed.number,
            previous=sealed.previous or None,
            previous_digest=sealed.previous_digest or None,
            before_upgrade_to=sealed.before_upgrade_to or None,
            sealed_at=sealed.sealed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            sealed_on=sealed.sealed_on.isoformat(),
        ),
        team=SealedTeam(name=sealed.team, organisation=sealed.organisation or None, about=sealed.about or None),
        questionnaire=SealedQuestionnaire(
            id=questionnaire.id,
            version=questionnaire.version,
            title=questionnaire.title,
            digest=sealed.questionnaire_digest,
        ),
        on=card.on.isoformat(),
        max_level=questionnaire.max_level,
        profile=tuple(_facts(current)),
        overall=_figures(card.overall),
        scoring_model=_scoring_model(current),
        like_for_like=_like_for_like(pairing),
        people=SealedSignatures(signed_by=sealed.signed_by) if sealed.with_people else None,
        sections=tuple(_section(section) for section in card.sections),
        practices=tuple(
            _practice(current, one, held.get(one.id), earlier.get(one.id), one.id in alike, sealed.with_people)
            for section in card.sections
            for one in section.practices
        ),
        offers=tuple(_own_offer(name, own, card) for name, own in sealed.offers.items()),
    )


def _own_offer(name: str, own: OwnOffer, card: Scorecard) -> SealedOffer:
    given = tuple(
        one
        for one in own.practices
        if (score := card.practices.get(one)) and score.settled and score.answer.offer is None
    )
    return SealedOffer(id=name, for_whom=own.for_whom, practices=given)


def _facts(current: Assessment) -> list[SealedFact]:
    given = current.book.profile
    return [
        SealedFact(
            id=state.fact.id,
            given=_choices(given[state.fact.id]) if state.fact.id in given else None,
            choices=tuple(state.choices),
            open=state.open,
        )
        for state in current.facts
    ]


def _choices(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _figures(figures: Figures) -> SealedFigures:
    held: dict[str, Fraction | None] = {one.name: getattr(figures, one.name) for one in fields(Figures)}
    return SealedFigures(
        level=four_places(figures.level),
        low=four_places(figures.low),
        high=four_places(figures.high),
        evidenced=four_places(figures.evidenced),
        target=four_places(figures.target),
        attainment=four_places(figures.attainment),
        coverage=four_places(figures.coverage),
        confirmed=four_places(figures.confirmed),
        exact={name: str(value) for name, value in held.items() if value is not None},
    )


def _scoring_model(current: Assessment) -> SealedModel | None:
    shape = scoring_model_shape(current)
    if shape is None:
        return None
    nodes = tuple(SealedNode(**node) for node in shape["nodes"])
    return SealedModel(name=shape["name"], source=shape["source"], nodes=nodes)


def _like_for_like(pairing: Pairing | None) -> SealedLikeForLike | None:
    found = like_for_like(pairing) if pairing else None
    if found is None:
        return None
    before, after, change = (str(value) for value in (found.before, found.after, found.change))
    return SealedLikeForLike(practices=found.practices, before=before, after=after, change=change)


def _section(section: SectionScore) -> SealedSection:
    return SealedSection(
        id=section.id,
        title=section.section.title,
        weight=str(exact(section.section.weight)),
        figures=_figures(section.figures),
        lowest=section.lowest.id if section.lowest else None,
    )


def _practice(
    current: Assessment,
    score: PracticeScore,
    share: Fraction | None,
    earlier_id: str | None,
    same_words: bool,
    with_people: bool,
) -> SealedPractice:
    answer, counts = score.answer, score.counts
    accepted = answer.accepted
    earlier = current.before
    before = earlier.score_of(earlier_id) if earlier and earlier_id is not None else None
    return SealedPractice(
        id=score.id,
        title=score.practice.title,
        essential=score.practice.essential,
        impact=score.practice.impact,
        weight=str(exact(score.practice.weight)),
        scope=score.scope,
        status=score.status,
        counts=counts,
        level=score.level,
        evidenced=score.evidenced if counts else None,
        target=score.target if counts else None,
        effort=score.next_action.effort if counts and score.next_action else None,
        confirmed=score.confirmed if counts else None,
        because=tuple(score.placement.because),
        share=four_places(share),
        share_exact=None if share is None else str(share),
        wording=_wording(current, score),
        same_words=same_words,
        before=_before(earlier, before, score.id) if earlier and before else None,
        due=day_text(answer.due) or None,
        ask_by=day_text(answer.ask_by) or None,
        accepted=None
        if accepted is None
        else SealedRisk(
            level=accepted.level, until=accepted.until.isoformat(), reason=accepted.reason, holds=score.accepted_holds
        ),
        steps=tuple(
            SealedStep(
                text=step.text,
                action=step.from_action or None,
                due=day_text(step.due) or None,
                ticket=step.ticket or None,
                done_on=day_text(step.done_on) or None,
            )
            for step in answer.steps
        ),
        evidence=tuple(
            SealedEvidence(
                kind=piece.kind,
                reference=piece.reference or None,
                seen_on=day_text(piece.seen_on) or None,
                valid_until=day_text(current.scorecard.judge.valid_until(piece)) or None,
            )
            for piece in answer.evidence
        ),
        taken=_taken(answer),
        people=_people(answer) if with_people else None,
    )


def _taken(answer: Answer) -> SealedTaken | None:
    taken = answer.offer
    if taken is None:
        return None
    return SealedTaken(
        offer=taken.offer, team=taken.team, edition=taken.edition, digest=taken.digest, level=taken.level
    )


def _before(earlier: Assessment, score: PracticeScore, id_now: str) -> SealedBefore:
    return SealedBefore(
        renamed_from=None if score.id == id_now else score.id,
        status=score.status,
        counts=score.counts,
        level=score.level,
        evidenced=score.evidenced if score.counts else None,
        target=score.target if score.counts else None,
        wording=_wording(earlier, score),
    )


def _wording(assessment: Assessment, score: PracticeScore) -> str:
    asked = score.answer.wording or assessment.questionnaire.wording(score.id, inherited=score.inherited)
    return in_digits(asked) or asked


def _people(answer: Answer) -> SealedPeople:
    return SealedPeople(
        owner=answer.owner or None,
        ask_whom=answer.ask_whom or None,
        accepted_by=answer.accepted.by if answer.accepted else None,
        answered_by=answer.answered_by or None,
        confirmed_by=answer.confirmed_by or None,
        steps=tuple(step.owner or None for step in answer.steps),
    )


# --- Writing it down --------------------------------------------------------------------------------------------------


def scorecard_json(scorecard: SealedScorecard) -> str:
    """Write it as JSON: a line for each key, and for each section and practice, so that a difference is a line."""
    lines = []
    for name, value in _table(scorecard).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join(map(_compact, value))
            lines.append(f'"{name}":[\n{rows}\n]')
        else:
            lines.append(f'"{name}":{_compact(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _table(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):  # thousands of them, and other questions take long
        return value
    if isinstance(value, tuple):
        return [_table(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return {key: _table(getattr(value, name)) for name, key in file_keys(type(value)).items()}

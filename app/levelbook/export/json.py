"""This module makes the JSON shapes (docs/design.md, "JSON") that `--json` prints and that an edition keeps.

All keys are always there, None where there is nothing; figures are rounded to four places; numbers such as `4.3`,
which change when a questionnaire is rearranged, never appear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from levelbook.core.answers.answers import Answer, TakenOver
from levelbook.core.answers.orphans import Orphan
from levelbook.core.assessment.gaps import Gap
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore
from levelbook.core.text.cleaning import day_text
from levelbook.core.text.json_text import json_text
from levelbook.core.text.rounding import four_places
from levelbook.export.source import ExportSource

# 35 ms that `score --json` does without.
if TYPE_CHECKING:
    from levelbook.core.answers.ballots import PracticeBallots, Spread
    from levelbook.core.answers.offers import MovedOn, OwnOffer
    from levelbook.core.answers.shown_names import ShownNames
    from levelbook.core.assessment.assessment import Assessment
    from levelbook.core.assessment.comparison import Comparison
    from levelbook.core.assessment.workshop_plan import Item, Plan
    from levelbook.core.questionnaire.questionnaire import Questionnaire

Shape = dict[str, Any]


def export(source: ExportSource) -> bytes:
    """Return what `score --json` prints."""
    assessment = source.assessment
    shape = score_shape(assessment.scorecard) | {
        "orphaned": [_orphan(orphan) for orphan in assessment.orphans],
        "scoring_model": scoring_model_shape(assessment),
    }
    return json_text(shape).encode("utf-8")


def score_shape(scorecard: Scorecard) -> Shape:
    """Return the scorecard, without what counts for nothing."""
    questionnaire = scorecard.questionnaire
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "on": scorecard.on.isoformat(),
        "max_level": questionnaire.max_level,
        "open_facts": list(scorecard.tailoring.open_facts),
        "overall": figures_shape(scorecard.overall),
        "sections": [_section(section) for section in scorecard.sections],
        "practices": [_practice(score) for section in scorecard.sections for score in section.practices],
    }


def _orphan(orphan: Orphan) -> Shape:
    return {"kind": orphan.kind, "id": orphan.id, "name": orphan.name or None}


def scoring_model_shape(assessment: Assessment) -> Shape | None:
    """Return the figures of somebody else's arithmetic; None where the questionnaire has none."""
    model = assessment.questionnaire.scoring_model
    if model is None:
        return None
    return {
        "name": model.name,
        "source": model.source or None,
        "nodes": [
            {
                "id": found.node.id,
                "title": found.node.title,
                "within": found.node.within,
                "aggregation": found.node.aggregation,
                "value": four_places(found.figure.value) if found.figure else None,
                "exactly": str(found.figure.value) if found.figure and found.figure.value is not None else None,
                "low": four_places(found.figure.low) if found.figure else None,
                "high": four_places(found.figure.high) if found.figure else None,
                "open": found.figure.open if found.figure else None,
                "target": four_places(found.figure.target) if found.figure else None,
            }
            for found in assessment.model_figures
        ],
    }


def figures_shape(figures: Figures) -> Shape:
    """Return a section's figures, or the overall ones, rounded to four places."""
    return {
        "level": four_places(figures.level),
        "low": four_places(figures.low),
        "high": four_places(figures.high),
        "evidenced": four_places(figures.evidenced),
        "target": four_places(figures.target),
        "attainment": four_places(figures.attainment),
        "coverage": four_places(figures.coverage),
        "confirmed": four_places(figures.confirmed),
    }


def _section(section: SectionScore) -> Shape:
    return {
        "id": section.id,
        "title": section.section.title,
        **figures_shape(section.figures),
        "lowest": section.lowest.id if section.lowest else None,
    }


def _practice(score: PracticeScore) -> Shape:
    counts = score.counts
    return {
        "id": score.id,
        "title": score.practice.title,
        "scope": score.scope,
        "status": score.status,
        "level": score.level,
        "low": score.low if counts else None,
        "high": score.high if counts else None,
        "evidenced": score.evidenced if counts else None,
        "target": score.target if counts else None,
        "gap": score.gap if counts else None,
        "gap_known": score.gap_known if counts else None,
        "impact": score.practice.impact,
        "priority": score.priority if counts else None,
        "band": score.band if counts else None,
        "effort": score.next_action.effort if counts and score.next_action else None,
        "confirmed": score.confirmed if counts else None,
        "because": list(score.placement.because) if counts else None,
        "offer": _offer(score.answer.offer),
    }


def _offer(taken: TakenOver | None) -> Shape | None:
    if taken is None:
        return None
    return {
        "id": taken.offer,
        "team": taken.team,
        "edition": taken.edition,
        "digest": taken.digest,
        "level": taken.level,
        "criteria": list(taken.criteria),
        "evidence": [
            {"kind": piece.kind, "reference": piece.reference or None, "seen_on": day_text(piece.seen_on) or None}
            for piece in taken.evidence
        ],
    }


def offers_shape(now: Assessment, own: Mapping[str, OwnOffer]) -> Shape:
    """Return what `offers --json` prints: what a team offers, and what it has taken from others."""
    moved = now.all_moved_on
    answers = now.book.answers
    return {
        "offered": [
            {
                "id": name,
                "for": offer.for_whom,
                "practices": [
                    {"id": one, "level": now.book.answer(one).level, "only": _only(offer, one)}
                    for one in offer.practices
                ],
            }
            for name, offer in own.items()
        ],
        "taken": [
            {
                "id": offer.id,
                "team": offer.team,
                "organisation": offer.organisation or None,
                "for": offer.for_whom,
                "edition": offer.edition,
                "digest": offer.digest,
                "sealed_on": offer.sealed_on.isoformat(),
                "withdrawn": offer.withdrawn,
                "practices": [{"id": name, "level": one.level} for name, one in offer.practices.items()],
            }
            for offer in now.offers.values()
        ],
        "answers": [
            {"id": name, "level": answer.level, "offer": _offer(answer.offer), "moved": _moved(moved.get(name))}
            for name, answer in answers.items()
            if answer.offer is not None
        ],
    }


def _only(offer: OwnOffer, practice_id: str) -> list[str] | None:
    return list(offer.only[practice_id]) if practice_id in offer.only else None


def _moved(moved: MovedOn | None) -> Shape | None:
    if moved is None:
        return None
    return {"what": list(moved.what), "edition": moved.edition or None, "level": moved.now.level if moved.now else None}


def gaps_shape(gaps: Iterable[Gap], moved: Mapping[str, MovedOn]) -> list[Shape]:
    """Return what `gaps --json` prints: in roadmap order, only practices with a gap or unsettled.

    moved: what moved of offers that answers take over, by practice.
    """
    return [_gap(gap, moved.get(gap.score.id)) for gap in gaps]


def _gap(gap: Gap, moved: MovedOn | None) -> Shape:
    score, answer = gap.score, gap.score.answer
    accepted = answer.accepted
    return {
        "id": score.id,
        "title": score.practice.title,
        "wave": gap.wave,
        "priority": score.priority,
        "band": score.band,
        "level": score.level,
        "target": score.target,
        "gap": score.gap,
        "gap_known": score.gap_known,
        "status": score.status,
        "effort": gap.action.effort if gap.action else None,
        "owner": gap.owner or None,
        "due": day_text(gap.due) or None,
        "action": gap.action.id if gap.action else None,
        "steps": _steps(answer),
        "accepted": {
            "level": accepted.level,
            "by": accepted.by,
            "until": accepted.until.isoformat(),
            "reason": accepted.reason,
        }
        if accepted and score.accepted_holds
        else None,
        "offer": _offer(answer.offer),
        "moved": _moved(moved),
    }


def _steps(answer: Answer) -> list[Shape]:
    return [
        {
            "text": step.text,
            "from": step.from_action or None,
            "owner": step.owner or None,
            "due": day_text(step.due) or None,
            "ticket": step.ticket or None,
            "done_on": day_text(step.done_on) or None,
        }
        for step in answer.open_steps
    ]


def diff_shape(comparison: Comparison) -> Shape:
    """Return what `diff --json` prints."""
    before, after = comparison.before.scorecard.overall, comparison.after.scorecard.overall
    parts, same = comparison.parts, comparison.like_for_like
    return {
        "from": comparison.before.name,
        "to": comparison.after.name,
        "level": {
            "from": four_places(before.level),
            "to": four_places(after.level),
            "change": four_places(comparison.change),
            "like_for_like": four_places(same.change) if same else None,
            "parts": {
                "questionnaire": four_places(parts.questionnaire),
                "profile": four_places(parts.profile),
                "answers": four_places(parts.answers),
            }
            if parts
            else None,
        },
        "attainment": {"from": four_places(before.attainment), "to": four_places(after.attainment)},
        "evidenced": {"from": four_places(before.evidenced), "to": four_places(after.evidenced)},
        "reworded_facts": list(comparison.reworded_facts),
        "practices": [
            {
                "id": change.id,
                "title": change.title,
                "changes": list(change.changes),
                "level": {"from": _level(change.before), "to": _level(change.after)},
                "reason": change.reason or None,
                "evidenced": {"from": _evidenced(change.before), "to": _evidenced(change.after)},
                "target": {"from": _target(change.before), "to": _target(change.after)},
                "scope": {
                    "from": change.before.scope if change.before else None,
                    "to": change.after.scope if change.after else None,
                },
                "contribution": None if change.contribution is None else four_places(change.contribution),
            }
            for change in comparison.practices
        ],
    }


def plan_shape(plan: Plan) -> Shape:
    """Return what `plan --json` prints."""
    return {
        "minutes": plan.minutes,
        "closing_minutes": plan.closing_minutes,
        "agreed": [_item(item, item.spread.proposal if item.spread else None) for item in plan.agreed],
        "inherited": [{"id": score.id, "title": score.practice.title} for score in plan.inherited],
        "carried": [{"id": score.id, "title": score.practice.title, "level": score.level} for score in plan.carried],
        "talk": [_talk(item) for item in plan.to_discuss],
        "later": [_talk(item) for item in plan.later],
        "done": [{"id": item.id, "title": item.score.practice.title} for item in plan.done],
    }


def _item(item: Item, level: int | None) -> Shape:
    return {"id": item.id, "title": item.score.practice.title, "level": level, "spread": _spread(item.spread)}


def _talk(item: Item) -> Shape:
    about = {
        "reason": item.reason,
        "causes": list(item.causes),
        "seconds": item.seconds,
        "spread": _spread(item.spread),
    }
    return {"id": item.id, "title": item.score.practice.title, **about}


def ballots_shape(heard: Iterable[PracticeBallots], questionnaire: Questionnaire, names: ShownNames) -> list[Shape]:
    """Return what `ballot compare --json` prints, with participants as `names` shows them."""
    return [
        {
            "id": one.practice_id,
            "title": questionnaire.practices[one.practice_id].title,
            "spread": _spread(one.spread),
            "notes": [
                {
                    "participant": names.aside(ballot.participant) or None,
                    "level": answer.level,
                    "not_applicable": answer.not_applicable or None,
                    "note": answer.note or None,
                }
                for ballot, answer in one.said
                if answer.note or answer.not_applicable
            ],
        }
        for one in heard
    ]


def _spread(spread: Spread | None) -> Shape | None:
    if spread is None:
        return None
    return {
        "counts": [{"level": level, "count": count} for level, count in spread.counts.items()],
        "abstained": spread.abstained,
        "low": spread.low,
        "high": spread.high,
        "median": four_places(spread.median),
    }


def _level(score: PracticeScore | None) -> int | None:
    return score.level if score else None


def _evidenced(score: PracticeScore | None) -> int | None:
    return score.evidenced if score and score.counts else None


def _target(score: PracticeScore | None) -> int | None:
    return score.target if score and score.counts else None

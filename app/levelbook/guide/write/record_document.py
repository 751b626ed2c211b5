"""This module makes the view of the record: everything that can be proved, in order.

See docs/design.md, "Guide, record, changes".
"""

from __future__ import annotations

from datetime import datetime

from levelbook.core.assessment.assessment import PastEdition
from levelbook.core.assessment.last_review import last_confirmed
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.review import is_answered_as_inherited, statement_as_answered
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Rule
from levelbook.core.text.cleaning import spoken_day, told_apart
from levelbook.guide.text.markdown import page_title
from levelbook.guide.text.phrases import level_with_range, name_tells_day, people_named
from levelbook.guide.write import frameworks, sittings
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.pages import next_steps, standing
from levelbook.guide.write.pages.about import systems_view
from levelbook.guide.write.practices import (
    accepted_view,
    asked_again,
    heading_view,
    level_to_prove,
    offer_view,
    piece_view,
    step_view,
)
from levelbook.guide.write.render import View
from levelbook.guide.write.votes import is_left_open_by_votes, votes_view
from levelbook.words.figures import figure_words, listed, per_cent, reached_range
from levelbook.words.orphans import answer_words, orphaned_facts, orphaned_names
from levelbook.words.practice_state import all_done_words, claim_words, kept_words, other_scope_words
from levelbook.words.proof import proven_figure, unproven_words

PARTS = (
    "standing", "profile", "later", "answers", "references", "coverage", "sittings", "history", "method", "glossary",
)  # fmt: skip
"""The record's chapters in their order."""


def record(sources: PageSources) -> View:
    """Return what `record.md.jinja` is given."""
    context, scorecard = sources.context, sources.current.scorecard
    titles = {part: sources.word("record", part, part.capitalize()) for part in PARTS}
    title = sources.word("record", "title", "Record of {about}").replace(
        "{about}", context.team.about or context.team.name
    )
    shown, waiting = next_steps.to_do(sources)
    has_next = bool(sources.anchors.link("next"))  # people may leave that page out
    waiting = waiting if has_next else shown + waiting
    chapters = [_chapter(sources, section) for section in scorecard.sections]
    held = sittings.sittings_view(sources)
    covered = frameworks.coverage_view(sources)
    strengths = scorecard.questionnaire.strengths
    return {
        "title": page_title(title),
        "titles": titles,
        "team": {
            "name": context.team.name,
            "organisation": context.team.organisation,
            "about": context.team.about,
        },
        "as_of": spoken_day(sources.current.on),
        "questionnaire": f"{scorecard.questionnaire.title} {scorecard.questionnaire.version}",
        "licence": scorecard.questionnaire.licence,
        "handling": sources.context.team.handling,
        "systems": systems_view(sources),
        "edition": sources.edition.name if sources.edition else "",
        "edition_day": spoken_day(sources.edition.day) if sources.edition else "",
        "last_edition": _name_and_day_of_edition(sources.edition) if sources.edition else "",
        "signed_by": people_named(sources.edition.signed_by) if sources.edition else [],
        # As an edition has it: the record is the same there.
        "guide": context.guide if context.guide == "guide.md" else "",
        "standing": _standing(sources),
        "orphaned": _orphaned(sources),
        "profile": _profile(sources),
        "has_next": has_next,
        "waiting": waiting,
        "waiting_unowned": sum(not row["who"] for row in waiting),
        "chapters": chapters,
        "references": frameworks.references_view(sources),
        "coverage": covered,
        "sittings": held,
        "history": [
            {
                "name": edition.name,
                "day": sources.day(edition.day),
                "signed_by": people_named(edition.signed_by),
                **_figures(edition.overall, edition.assessment.scorecard),
                "proven": proven,
            }
            for edition, proven in zip(
                sources.current.editions, standing.proven_of_editions(sources.current.editions), strict=True
            )
        ],
        "trend": standing.trend(sources),
        "method": _method(sources),
        "scale": [
            {
                "level": step.level,
                "name": step.name,
                "meaning": step.meaning,
                "needs": step.needs if strengths.get(step.needs, 0) else "",
            }
            for step in scorecard.questionnaire.scale
        ],
        "inherited_scale": list(scorecard.questionnaire.inherited_statements),
        "kinds": [
            {
                "kind": kind.id,
                "seen": sources.word("proof", kind.id, kind.id.replace("-", " ")),
                "days": kind.valid_days or 0,
            }
            for kind in scorecard.questionnaire.evidence_kinds
        ],
        "glossary": [{"word": word, "meaning": meaning} for word, meaning in sources.words.get("glossary", {}).items()],
        "headings": _headings(page_title(title), titles, chapters, covered, held["new"]),
    }


def _headings(
    title: str, titles: dict[str, str], chapters: list[View], covered: list[View], sittings: list[View]
) -> list[tuple[int, str]]:
    """List the headings that the template has to write, as level and words."""
    found = [(1, title)]
    for part in PARTS:
        found.append((2, titles[part]))
        if part == "answers":
            for chapter in chapters:
                found.append((3, chapter["title"]))
                found += [(4, practice["title"]) for practice in chapter["practices"]]
        if part == "coverage":
            found += [(3, framework["name"]) for framework in covered]
        if part == "sittings":
            found += [(3, sitting["title"]) for sitting in sittings]
    return found


# Standing


def _figures(figures: Figures, whole: Scorecard | SectionScore) -> View:
    return {
        "level": level_with_range(figures),
        "needed": figure_words(figures.target),
        "proven": proven_figure(figures.evidenced, whole),
        "reached": str(per_cent(figures.attainment)),
        "answered": per_cent(figures.coverage),
        "confirmed": per_cent(figures.confirmed),
    }


def _standing(sources: PageSources) -> View:
    scorecard = sources.current.scorecard
    counting = scorecard.counting
    return {
        **_figures(scorecard.overall, scorecard),
        **standing.whole(sources),
        "unanswered": sum(score.status == "unanswered" for score in counting),
        "voted": sum(is_left_open_by_votes(score.answer) for score in counting),
        "counting": len(counting),
        "confirmed_count": sum(score.confirmed for score in counting),
        "sections": [
            {
                "title": section.section.title,
                **_figures(section.figures, section),
                "level": standing.level_and_answered(section),
                "reached": reached_range([section], section.figures),
            }
            for section in scorecard.sections
            if section.counts
        ],
        "stale": [heading_view(sources, score) for score in counting if score.evidence_is_out_of_date],
        "above_proof": sum(score.unproven_levels > 0 for score in counting),
        "model": _model(sources),
    }


def _model(sources: PageSources) -> View:
    """Return what the questionnaire's scoring model makes of the answers; without nodes where it has none."""
    model, figures = sources.current.questionnaire.scoring_model, sources.current.model_figures
    if model is None:
        return {"name": "", "source": "", "sentence": "", "applies": False, "blank": "", "nodes": []}
    from levelbook.words import scoring_model as words  # 2 ms, which a questionnaire of levelbook's own does without

    return {
        "name": model.name,
        "source": model.source,
        "sentence": words.model_words(model, figures),
        "applies": figures[0].figure is not None,
        "blank": model.blank,
        "nodes": [
            {
                "depth": found.depth,
                "title": found.node.title,
                "value": words.value_words(model, found.figure),
                "target": words.target_words(model, found.figure),
                "span": words.span_words(model, found.figure),
                "open": found.figure.open if found.figure else 0,
            }
            for found in words.shown_nodes(figures)
        ],
    }


def _orphaned(sources: PageSources) -> View:
    """Return what the book says of things that the questionnaire does not have, so that nothing is lost sight of."""
    now = sources.current
    answers = [(orphan.id, now.book.answer(orphan.id)) for orphan in now.orphans if orphan.kind == "practice"]
    return {
        "answers": [
            {
                "id": name,
                "said": answer_words(answer),
                "reason": answer.not_applicable,
                "note": answer.note,
                "evidence": [piece_view(sources, piece) for piece in answer.evidence],
            }
            for name, answer in answers
        ],
        "facts": orphaned_facts(now),
        "names": orphaned_names(now),
    }


# Profile


def _profile(sources: PageSources) -> View:
    tailoring = sources.current.scorecard.tailoring
    facts = []
    for state in tailoring.facts.values():
        if not state.asked:
            continue
        labels = [choice.label for choice in state.fact.choices if choice.id in state.choices]
        answer = sources.current.book.profile.get(state.fact.id)
        not_known = answer == NOT_KNOWN or (isinstance(answer, tuple) and NOT_KNOWN in answer)
        facts.append({"question": state.fact.question, "answers": labels, "not_known": not_known})
    rules = [_rule(sources, rule) for rule in tailoring.rules]
    return {"facts": facts, "rules": rules, "duties": frameworks.duties_view(sources)}


def _rule(sources: PageSources, rule: Rule) -> View:
    return {
        "because": rule.because,
        "legal": frameworks.citations(sources, rule.legal),
        "raises": sum(len(floor.practices) for floor in rule.floor),
        "leaves_out": len(rule.not_applicable),
        "hands_over": len(rule.inherited),
    }


# Answers


def _chapter(sources: PageSources, section: SectionScore) -> View:
    return {
        "title": section.section.title,
        "practices": [_practice(sources, score) for score in section.practices],
    }


def _practice(sources: PageSources, score: PracticeScore) -> View:
    answer, practice = score.answer, score.practice
    level = score.level
    missing_for = level_to_prove(sources, score)
    return {
        **heading_view(sources, score),
        "question": practice.question,
        "why": practice.why,
        "status": score.status,
        "scope": score.scope,
        "counts": score.counts,
        "level": "" if level is None else level,
        "level_name": "" if level is None else sources.current.questionnaire.scale[level].own_name,
        "claim": claim_words(score),
        "kept": kept_words(score),
        "backing": score.backing or "",
        "unproven": unproven_words(score),
        "statement": "" if level is None else statement_as_answered(sources.current.questionnaire, score),
        "needed": score.target,
        "needed_because": score.target_reason,
        "reasons": list(score.placement.decisive),
        "own_target": score.target > score.placement.target,
        "proven": "" if score.evidenced is None else score.evidenced,
        "impact": practice.impact,
        "priority": score.priority if score.counts else 0,
        "band": (score.band or "") if score.counts else "",
        "reason": answer.not_applicable,
        "asked": {
            "whom": answer.ask_whom,
            "by": sources.day(answer.ask_by) if answer.ask_by else "",
            "late": bool(answer.ask_by and answer.ask_by < sources.current.on),
        },
        "owner": answer.owner,
        "due": sources.day(answer.due) if answer.due else "",
        "late": bool(answer.due and answer.due < sources.current.on),
        "note": answer.note,
        "criteria": _criteria(sources, score),
        "offer": offer_view(sources, score),
        "evidence": [piece_view(sources, piece, team) for piece, team in answer.evidence_by_team],
        "missing": [] if missing_for is None else list(practice.level(missing_for).evidence),
        "missing_for": score.target if missing_for is None else missing_for,
        "steps": [
            {**step_view(sources, score, step), "done": sources.day(step.done_on) if step.done_on else ""}
            for step in answer.steps
        ],
        "actions": _actions(sources, score),
        "all_done": all_done_words(score),
        "done_since": score.settled and score.id in sources.current.done_since_review,
        "votes": votes_view(answer, is_open=sources.current.scorecard.judge.is_left_open_by_vote(score.id, answer)),
        "accepted": accepted_view(sources, score),
        "answered": _name_and_day(sources, answer.answered_by, answer.answered_at),
        "confirmed": _name_and_day(sources, answer.confirmed_by, answer.confirmed_at),
        "is_confirmed": score.confirmed,
        "counted": _counted_since(sources, score),
        "reviewed_because": _reviewed_because(sources, score),
        "merged": answer.awaits_review,
        "edited_outside": answer.edited_outside,
        "asked_anew": answer.status == "answered" and asked_again(sources, score),
        "other_scope": other_scope_words(score, sources.current.questionnaire) if answer.status == "answered" else "",
        "avoid": list(practice.avoid),
        "metrics": list(practice.metrics),
        "see_also": told_apart(
            sources.current.questionnaire.practices[name].title
            for name in practice.see_also
            if name in sources.current.questionnaire.practices
        ),
        "ask_provider": list(practice.provider_evidence) if score.inherited else [],
    }


def _criteria(sources: PageSources, score: PracticeScore) -> list[View]:
    """Return the criteria that are claimed, struck out, or have the team's words; others are the questionnaire's."""
    as_inherited = is_answered_as_inherited(sources.current.questionnaire, score)
    if score.inherited or as_inherited or score.level is None:
        return []
    claimed = set(score.answer.claims(score.practice))
    return [
        {"text": criterion.text, "here": score.answer.here.get(name, ""), "holds": name in claimed, "level": level}
        for name, (level, criterion) in score.practice.criteria.items()
        if name in claimed or level <= (score.answer.claims_up_to or 0) or name in score.answer.here
    ]


def _actions(sources: PageSources, score: PracticeScore) -> list[View]:
    if not score.counts or score.inherited or score.level is None or not score.gap:
        return []
    taken = {step.from_action for step in score.answer.steps}
    return [
        {"text": action.text, "effort": sources.word("efforts", action.effort, action.effort)}
        for action in score.practice.level(score.level + 1).actions
        if action.id not in taken
    ]


def _counted_since(sources: PageSources, score: PracticeScore) -> str:
    """Return the day of the edition that counted a carried answer after anybody confirmed it; else empty."""
    answer = score.answer
    if score.confirmed or not score.counts or answer.status != "answered" or answer.confirmed_at is None:
        return ""
    counted_on = last_confirmed(sources.current, score)
    return "" if counted_on in (None, sources.current.day_of(answer.confirmed_at)) else sources.day(counted_on)


def _reviewed_because(sources: PageSources, score: PracticeScore) -> str:
    """Say what counts as this round's review of an answer that nobody has given or confirmed in it; else empty.

    A file does not say who changed evidence or a target, or when.
    """
    now, answer = sources.current, score.answer
    last = (now.last_answers or {}).get(score.id)
    is_signed = last is None or answer.confirmed_after == now.last_edition or answer.answered_at != last.answered_at
    if last is None or is_signed or not score.confirmed:
        return ""
    changed = [name for name in ("evidence", "target") if getattr(answer, name) != getattr(last, name)]
    return f"its {listed(changed)} changed" if changed else "it changed"


def _name_and_day(sources: PageSources, by: str, at: datetime | None) -> str:
    day = sources.day_at(at) if at else ""
    return ", ".join(filter(None, [f"by {by}", day])) if by else f"on {day}" if day else ""


# History and method


def _name_and_day_of_edition(edition: PastEdition) -> str:
    """Name an edition and its day: once where the name is the day."""
    said = spoken_day(edition.day)
    if edition.name == edition.day.isoformat():
        return said
    return edition.name if name_tells_day(edition.name, edition.day) else f"{edition.name}, sealed {said}"


def _method(sources: PageSources) -> View:
    scorecard = sources.current.scorecard
    counting = [section for section in scorecard.sections if section.counts]
    known = [section for section in counting if section.figures.level is not None]
    weights = {section.section.weight for section in known}
    example = next((section for section in known if any(score.settled for score in section.practices)), None)
    return {
        "chapters": len(known),
        "unknown": told_apart(section.section.title for section in counting if section.figures.level is None),
        "same_weights": len(weights) <= 1,
        "levels": [figure_words(section.figures.level) for section in known],
        "weighted": [
            {"title": title, "weight": str(section.section.weight)}
            for title, section in zip(told_apart(section.section.title for section in known), known, strict=True)
        ],
        "level": figure_words(scorecard.overall.level),
        "example": _example(example) if example else {},
        "excluded": sum(not score.counts for score in scorecard.practices.values()),
        "practices": len(scorecard.practices),
    }


def _example(section: SectionScore) -> View:
    counting = [score for score in section.practices if score.counts]
    settled = [score for score in counting if score.settled]
    return {
        "title": section.section.title,
        "levels": [str(score.level) for score in settled],
        "equal": len({score.practice.weight for score in counting}) == 1,
        "count": len(settled),
        "level": figure_words(section.figures.level),
        "open": len(counting) - len(settled),
        "low": figure_words(section.figures.low),
        "high": figure_words(section.figures.high),
        "reached": [str(min(score.level or 0, score.target)) for score in counting],
        "needed": [str(score.target) for score in counting],
        "attainment": per_cent(section.figures.attainment),
    }

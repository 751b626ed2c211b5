"""This page lists what the team does next, what it has to find out, and the risks that it has accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice

from levelbook.core.assessment.gaps import Gap, day_of_step, roadmap
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import left_to_get, promised, to_bring
from levelbook.core.assessment.review import risk_ran_out
from levelbook.core.text.cleaning import day_text
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.pages.chapters import is_essential_here
from levelbook.guide.write.practices import (
    accepted_view,
    has_no_owner,
    heading_view,
    lacks_criteria_of_the_target,
    step_view,
)
from levelbook.guide.write.render import View
from levelbook.guide.write.votes import is_left_open_by_votes, is_unsettled
from levelbook.words.practice_state import all_done_words, claim_words
from levelbook.words.promises import promise_words

MOST_NEXT = 7
MOST_FIRST = 5
MOST_ACCEPTED = 5


def to_do(sources: PageSources) -> tuple[list[View], list[View]]:
    """Return the rows on the guide's page, and those that wait in the record.

    First what is late, the longest first; then everything that has a day, by day; then what to find out, agreed steps
    and evidence without one; then what the roadmap proposes. Something to find out is always on the page when there is
    any."""
    gaps = roadmap(sources.current.scorecard)
    waves = {gap.score.id: gap.wave for gap in gaps}
    rows = _agreed(sources, waves) + _to_close(sources, gaps) + _to_bring(sources, waves) + _to_find_out(sources, gaps)
    proposed = _proposed(sources, gaps)
    late = _by_day(row for row in rows if row["late"])
    dated = _by_day(row for row in rows if row["date"] and not row["late"])
    undated_steps = [row for row in rows if not row["date"] and row["kind"] in ("step", "evidence")]
    undated_asks = [row for row in rows if not row["date"] and row["kind"] == "find-out"]
    order = late + dated + undated_asks + undated_steps + proposed
    shown, rest = order[:MOST_NEXT], order[MOST_NEXT:]
    question = next((row for row in rest if row["kind"] == "find-out"), None)
    if question and not any(row["kind"] == "find-out" for row in shown):
        rest = [shown[-1], *(row for row in rest if row is not question)]
        shown = [*shown[:-1], question]
    return shown, rest


def _by_day(rows: Iterable[View]) -> list[View]:
    return sorted(rows, key=lambda row: str(row["date"]))


def page(sources: PageSources) -> View:
    """Return what `next.md.jinja` is given."""
    scorecard = sources.current.scorecard
    shown, waiting = to_do(sources)
    accepted = [
        {
            **heading_view(sources, score),
            **accepted_view(sources, score),
            "needed": score.target,
            "at": score.level,
            "claim": claim_words(score),
        }
        for score in scorecard.counting
        if score.accepted_holds or risk_ran_out(score, sources.current.on)
    ]
    unanswered = [score for score in scorecard.counting if score.status == "unanswered"]
    unowned = [score for score in scorecard.counting if has_no_owner(score)]
    return {
        "rows": shown,
        "waiting": len(waiting),
        "accepted": accepted[:MOST_ACCEPTED],
        "accepted_alike": _accepted_alike(accepted[:MOST_ACCEPTED]),
        "accepted_more": max(0, len(accepted) - MOST_ACCEPTED),
        "unowned": [heading_view(sources, score) for score in unowned],
        "unowned_voted": sum(score.status == "unanswered" for score in unowned),
        "tickets": any(step.ticket for score in scorecard.counting for step in score.answer.steps),
        "first": [] if any(score.status != "unanswered" for score in scorecard.counting) else _first_of_all(sources),
        "unanswered": len(unanswered),
        "unanswered_essential": sum(is_essential_here(score) for score in unanswered),
        "voted": sum(is_left_open_by_votes(score.answer) for score in unanswered),
        "not_known": sum(score.status == "unsure" for score in scorecard.counting),
        "nothing_answered": not any(score.status != "unanswered" for score in scorecard.counting),
        "counting": len(scorecard.counting),
    }


def _first_of_all(sources: PageSources) -> list[View]:
    """Return what can be done before the first answer where a rule asks most of the team, each reason for it once."""
    raised = [
        score
        for score in sources.current.scorecard.counting
        if not score.inherited and score.practice.meanwhile and score.target_reason
    ]
    by_reason: dict[str, PracticeScore] = {}
    for score in sorted(
        raised, key=lambda score: (-score.target, not is_essential_here(score), -score.practice.impact)
    ):
        by_reason.setdefault(score.target_reason, score)
    return [
        {
            **heading_view(sources, score),
            "today": score.practice.meanwhile[0],
            "needed": score.target,
            "own_target": score.target > score.placement.target,
            "because": reason,
        }
        for reason, score in islice(by_reason.items(), MOST_FIRST)
    ]


def _accepted_alike(accepted: Iterable[View]) -> list[list[View]]:
    """Put the risks together that the same person accepts until the same day for the same reason."""
    alike: dict[object, list[View]] = defaultdict(list)
    for risk in accepted:
        alike[risk["until"], risk["by"], risk["reason"], risk["holds"]].append(risk)
    return list(alike.values())


def _agreed(sources: PageSources, waves: Mapping[str, str]) -> list[View]:
    """Return the open steps of everything that counts, in questionnaire order."""
    rows: list[View] = []
    for score in sources.current.scorecard.counting:
        for step in score.answer.open_steps:
            due = day_of_step(score, step, sources.current.on)
            rows.append(
                {
                    **heading_view(sources, score),
                    **step_view(sources, score, step),
                    **_due(sources, due),
                    "of_provider": False,
                    "kind": "step",
                    "wave": waves.get(score.id, ""),
                    "beyond": not waves.get(score.id) and not lacks_criteria_of_the_target(score),
                }
            )
    return rows


def _to_close(sources: PageSources, gaps: Iterable[Gap]) -> list[View]:
    """Return the gaps that somebody is to close by a day, where no step of theirs has that day.

    They are told in the same words once that day is past: what the roadmap proposes for them, nobody promised.
    """
    rows: list[View] = []
    for gap in gaps:
        score, answer, on = gap.score, gap.score.answer, sources.current.on
        if not any(one.kind == "gap" for one in promised(score)):
            continue
        own_steps = [step for step in answer.open_steps if step.owner in ("", answer.owner)]
        if any(day_of_step(score, step, on) == answer.due for step in own_steps):
            continue
        rows.append(
            {
                **heading_view(sources, score),
                "text": f"Close the gap to level {score.target}",
                "here": "",
                "effort": "",
                "who": answer.owner,
                **_due(sources, answer.due),
                "ticket": "",
                "agreed": True,
                "of_provider": False,
                "kind": "gap",
                "wave": gap.wave,
                "beyond": False,
            }
        )
    return rows


def _due(sources: PageSources, due: date | None) -> View:
    """Return the day of a row, in words and to sort by, and whether it is past."""
    return {
        "due": sources.day(due) if due else "",
        "late": bool(due and due < sources.current.on),
        "today": due == sources.current.on,
        "date": day_text(due),
    }


def _to_bring(sources: PageSources, waves: Mapping[str, str]) -> list[View]:
    """Return the evidence that sittings agreed on and nobody has brought."""
    return [
        {
            **heading_view(sources, one.score),
            "text": promise_words(one),
            "of_provider": False,
            "here": "",
            "effort": "",
            "who": one.who,
            **_due(sources, one.by),
            "ticket": "",
            "agreed": True,
            "kind": "evidence",
            "wave": waves.get(one.score.id, ""),
            "beyond": False,
        }
        for one in to_bring(sources.current)
    ]


def _to_find_out(sources: PageSources, gaps: Iterable[Gap]) -> list[View]:
    """Return what was asked and nobody could say or settle."""
    rows: list[View] = []
    for gap in gaps:
        score, answer = gap.score, gap.score.answer
        if not is_unsettled(answer):
            continue
        prompts = score.practice.provider_evidence if score.inherited else score.practice.ask
        rows.append(
            {
                **heading_view(sources, score),
                "text": next(iter(prompts), score.practice.question),
                "of_provider": score.inherited and bool(prompts),
                "here": "",
                "effort": "",
                "who": answer.ask_whom or answer.owner,
                **_due(sources, answer.ask_by),
                "ticket": "",
                "agreed": bool(answer.ask_whom),
                "kind": "find-out",
                "wave": "find-out",
                "beyond": False,
            }
        )
    return rows


def _proposed(sources: PageSources, gaps: Iterable[Gap]) -> list[View]:
    """Return the roadmap's next action for each gap for which nothing is agreed: no step, and no day to close it by."""
    rows: list[View] = []
    for gap in gaps:
        score, action, answer = gap.score, gap.action, gap.score.answer
        if not score.settled or answer.open_steps or gap.wave == "accepted" or answer.due is not None:
            continue
        asked = left_to_get(score)
        if asked:
            text, effort = asked[0], ""
        elif action is None and not all_done_words(score):
            continue
        else:
            text, effort = (action.text, action.effort) if action else (all_done_words(score), "")
        rows.append(
            {
                **heading_view(sources, score),
                "text": text,
                "here": "",
                "effort": sources.word("efforts", effort, effort),
                "who": answer.owner,
                **_due(sources, None),
                "ticket": "",
                "agreed": False,
                "of_provider": bool(asked),
                "kind": "action",
                "wave": gap.wave,
                "beyond": False,
            }
        )
    return rows

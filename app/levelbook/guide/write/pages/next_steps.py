"""What the team does next, what it has to find out, and the risks that it has accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.gaps import Gap, roadmap
from levelbook.core.assessment.scoring import PracticeScore
from levelbook.guide.write.inputs import Desk
from levelbook.guide.write.practices import View, accepted_view, heading_view, step_view
from levelbook.guide.write.votes import is_unsettled

MOST_NEXT = 7


def to_do(desk: Desk) -> tuple[list[View], list[View]]:
    """What is on the guide's page, and what waits in the record: agreed steps by day, what to find out, and then what
    the roadmap proposes. Something to find out is always on the page when there is any."""
    gaps = roadmap(desk.given.current.scorecard)
    waves = {gap.score.id: gap.wave for gap in gaps}
    rows = _agreed(desk, waves) + _to_find_out(desk, gaps)
    dated = sorted((row for row in rows if row["date"]), key=lambda row: str(row["date"]))
    undated_steps = [row for row in rows if not row["date"] and row["kind"] == "step"]
    undated_asks = [row for row in rows if not row["date"] and row["kind"] == "find-out"]
    order = dated + undated_asks + undated_steps + _proposed(desk, gaps)
    shown, rest = order[:MOST_NEXT], order[MOST_NEXT:]
    question = next((row for row in rest if row["kind"] == "find-out"), None)
    if question and not any(row["kind"] == "find-out" for row in shown):
        rest = [shown[-1], *(row for row in rest if row is not question)]
        shown = [*shown[:-1], question]
    return shown, rest


def page(desk: Desk) -> View:
    """What the team does until the next round, what it has to find out, and the risks it has accepted."""
    scorecard = desk.given.current.scorecard
    shown, waiting = to_do(desk)
    accepted = [
        {**heading_view(desk, score), **accepted_view(desk, score), "needed": score.target, "at": score.level}
        for score in scorecard.counting
        if score.answer.accepted and score.gap and (score.accepted_holds or _ran_out(desk, score.answer))
    ]
    unasked = [score for score in scorecard.counting if is_unasked(score)]
    return {
        "rows": shown,
        "waiting": len(waiting),
        "accepted": accepted[:5],
        "accepted_more": max(0, len(accepted) - 5),
        "unasked": len(unasked),
        "unasked_essential": sum(score.practice.essential for score in unasked),
        "nothing_answered": not any(score.status != "unanswered" for score in scorecard.counting),
        "counting": len(scorecard.counting),
    }


def is_unasked(score: PracticeScore) -> bool:
    """Nobody has said or shown anything about it."""
    return score.status == "unanswered" and not is_unsettled(score.answer)


def _ran_out(desk: Desk, answer: Answer) -> bool:
    return answer.accepted is not None and answer.accepted.until < desk.given.as_of


def _agreed(desk: Desk, waves: Mapping[str, str]) -> list[View]:
    """Open steps of everything that counts, in questionnaire order."""
    return [
        {
            **heading_view(desk, score),
            **step_view(desk, score, step),
            "of_provider": False,
            "date": step.due.isoformat() if step.due else "",
            "kind": "step",
            "wave": waves.get(score.id, ""),
        }
        for score in desk.given.current.scorecard.counting
        for step in score.answer.open_steps
    ]


def _to_find_out(desk: Desk, gaps: Iterable[Gap]) -> list[View]:
    """What was asked and nobody could say, or settle."""
    rows: list[View] = []
    for gap in gaps:
        score, answer = gap.score, gap.score.answer
        if not is_unsettled(answer):
            continue
        prompts = score.practice.provider_evidence if score.inherited else score.practice.ask
        rows.append(
            {
                **heading_view(desk, score),
                "text": next(iter(prompts), score.practice.question),
                "of_provider": score.inherited and bool(prompts),
                "here": "",
                "effort": "",
                "who": answer.ask_whom,
                "due": desk.day(answer.ask_by) if answer.ask_by else "",
                "late": bool(answer.ask_by and answer.ask_by < desk.given.as_of),
                "ticket": "",
                "agreed": bool(answer.ask_whom),
                "date": answer.ask_by.isoformat() if answer.ask_by else "",
                "kind": "find-out",
                "wave": "find-out",
            }
        )
    return rows


def _proposed(desk: Desk, gaps: Iterable[Gap]) -> list[View]:
    """The roadmap's next action for each gap for which nothing is agreed."""
    rows: list[View] = []
    for gap in gaps:
        score, action = gap.score, gap.action
        if not score.settled or score.answer.open_steps or gap.wave == "accepted" or action is None:
            continue
        rows.append(
            {
                **heading_view(desk, score),
                "text": action.text,
                "here": "",
                "effort": desk.word("efforts", action.effort, action.effort),
                "who": score.answer.owner,
                "due": desk.day(score.answer.due) if score.answer.due else "",
                "late": bool(score.answer.due and score.answer.due < desk.given.as_of),
                "ticket": "",
                "agreed": False,
                "of_provider": False,
                "date": "",
                "kind": "action",
                "wave": gap.wave,
            }
        )
    return rows

"""This module writes a plan in plain lines: what is confirmed as lists, what is talked about, what has to wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from levelbook.core.answers.ballots import Spread
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.review import CAUSES, Cause
from levelbook.core.assessment.workshop_plan import Item, ListKind, Plan
from levelbook.words.durations import minutes_of
from levelbook.words.figures import listed, plural
from levelbook.words.practice_state import level_or_status_words, titled
from levelbook.words.spread import abstained_words, counts_words, lower_words, range_words

LIST_WORDS: Mapping[ListKind, str] = {
    "agreed": "on which the ballots agree",
    "inherited": "done by a provider",
    "carried": "with an answer to confirm",
}
"""The common property of each list's practices, after "12 practices"."""

NO_LIST = "There is nothing to confirm as a list: what is still open needs discussion."

LIST_ASKS: Mapping[ListKind, str] = {
    "agreed": "confirm as a list",
    "inherited": "look at its evidence",
    "carried": "confirm as a list",
}
"""What to do with each list."""


def list_heading(kind: ListKind, count: int) -> str:
    """Head a list: `3 practices on which the ballots agree`."""
    return f"{plural(count, 'practice')} {LIST_WORDS[kind]}"


def nothing_to_discuss_words(now: Assessment) -> str:
    """Say why a plan is empty: nothing is in scope, or everything is reviewed."""
    if not now.scorecard.counting:
        return "Nothing is in scope, so there is nothing to discuss."
    return "All reviewed in this round: there is nothing left to discuss."


def plan_lines(plan: Plan, now: Assessment) -> list[str]:
    """Say a plan in lines: what is done, the lists, what to discuss, what is left over, the close."""
    if plan.is_empty:
        return [nothing_to_discuss_words(now)]
    lines = [plan_words(plan)]
    if plan.list_seconds > plan.minutes * 60:
        lines.append("The lists alone take longer than that.")
    if plan.done:
        lines += ["", f"Done in this sitting ({len(plan.done)})"]
        lines += [f"  {titled(now, item.score)}: {level_or_status_words(item.score)}" for item in plan.done]
    lines += _lists(plan, now)
    if plan.to_discuss:
        then = "Then discuss" if plan.list_seconds else "Discuss"
        lines += ["", f"{then} ({_of_the_sitting(plan.talk_seconds)})", *_items(plan.to_discuss, now)]
    if plan.later:
        lines += ["", f"Left for another time ({len(plan.later)})", *_items(plan.later, now, len(plan.to_discuss) + 1)]
    if plan.closing_minutes:
        closing = plural(plan.closing_minutes, "minute")
        close = "what you take on, who brings which evidence, who finds out what, the next date"
        lines += ["", f"The close takes {closing}: {close}."]
    return lines


def _lists(plan: Plan, now: Assessment) -> Iterator[str]:
    if not plan.list_seconds:
        return
    yield ""
    yield f"First, {_as_lists(plan)} ({_of_the_sitting(plan.list_seconds)})"
    if plan.agreed:
        yield f"  {list_heading('agreed', len(plan.agreed))}"
    for item in plan.agreed:
        if item.spread is not None:
            lower = f", {words}" if (words := lower_words(item.spread)) else ""
            was = previous_level_words(item.spread.proposal, item.score.level)
            counts = f"level {item.spread.proposal}{was}{lower} (ballots {counts_words(item.spread)})"
            causes = causes_words(item.causes)
            yield f"    {titled(now, item.score)}: {counts}" + (f"; {causes}" if causes else "")
    if plan.inherited:
        yield f"  {list_heading('inherited', len(plan.inherited))}"
        yield from (f"    {titled(now, score)}" for score in plan.inherited)
    if plan.carried:
        yield f"  {list_heading('carried', len(plan.carried))}"
        yield from (f"    {titled(now, score)}: level {score.level}" for score in plan.carried)


def _as_lists(plan: Plan) -> str:
    return "as a list" if sum(map(bool, (plan.agreed, plan.inherited, plan.carried))) == 1 else "as lists"


def previous_level_words(level: int | None, before: int | None) -> str:
    """Return `, was 1` where a list proposes another level than the answer has; empty where it has none or the same."""
    return "" if level is None or before in (None, level) else f", was {before}"


def confirmed_words(levels: Mapping[str, int], before: Mapping[str, int | None]) -> str:
    """Say how many practices a list confirmed, and how many of them at another level than they had."""
    moved = sum(bool(previous_level_words(level, before[name])) for name, level in levels.items())
    return f"Confirmed {len(levels)}{f', {moved} with another level than before' if moved else ''}."


def causes_words(causes: Iterable[Cause]) -> str:
    """Say why a practice in a list needs another look; empty where it is only unanswered."""
    return ", ".join(CAUSES[cause] for cause in causes if cause != "new")


def _items(items: Iterable[Item], now: Assessment, start: int = 1) -> Iterator[str]:
    for place, item in enumerate(items, start=start):
        minutes = plural(minutes_of(item.seconds), "minute")
        yield f"  {place:2} {titled(now, item.score)}: {reason_words(item)}; {minutes}"


def _of_the_sitting(seconds: int) -> str:
    """Say how much of a sitting is planned: in minutes beyond an hour too, so that its parts and the close add up."""
    return f"about {plural(minutes_of(seconds), 'minute')}"


def reason_words(item: Item) -> str:
    """Say why a practice comes where it does and needs another look, with the ballots where they differ."""
    why = "" if item.reason == "differ" else item.why  # the ballots are named anyway
    return ", ".join(filter(None, (why, item.cause_words, answered_words(item), _ballot_words(item.spread))))


def answered_words(item: Item) -> str:
    """Return `answered 3` where the ballots contradict an answer of this round; empty for anything else."""
    return f"answered {item.score.level}" if item.is_answered else ""


def _ballot_words(spread: Spread | None) -> str:
    if spread is None:
        return ""
    said = f"one ballot says {spread.low}" if spread.voters == 1 else f"ballots {range_words(spread)}"
    return f"{said}{abstained_words(spread)}"


def plan_words(plan: Plan) -> str:
    """Return the plan in one sentence."""
    counts = ((plan.agreed, "agreed"), (plan.inherited, "inherited"), (plan.carried, "already answered"))
    lists = [f"{len(practices)} {words}" for practices, words in counts if practices]
    parts = [
        f"{listed(lists)} to go through {_as_lists(plan)}" if lists else "",
        f"{len(plan.to_discuss)} to discuss" if plan.to_discuss else "",
        f"{len(plan.later)} left for another time" if plan.later else "",
    ]
    return f"Plan for {plural(plan.minutes, 'minute')}: {', '.join(filter(None, parts))}."

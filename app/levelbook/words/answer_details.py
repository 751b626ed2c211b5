"""This module says line by line what else an answer holds: its reasons, criteria, owner, evidence, steps and votes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from levelbook.core.answers.answers import Answer, Evidence, Step
from levelbook.core.answers.ballots import spread_of_votes
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import to_bring
from levelbook.core.text.cleaning import without_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.words.figures import day_words
from levelbook.words.offers import moved_label, moved_remedy, moved_words, not_covered, taken_words
from levelbook.words.promises import promise_words
from levelbook.words.proof import last_day_words
from levelbook.words.spread import counted_word, spread_words

_NOT_YET: Final = "Not yet: "
_ALREADY: Final = "Already: "
_OF_A_VOTE: Final = re.compile(r"(Votes|Ballots|.+ said \d+): ")


def no_longer_words(line: str) -> str:
    """Say that a line of `detail_words` is not said of a practice any more."""
    for lead, said in ((_NOT_YET, "Not struck out any more: "), (_ALREADY, "Not ticked any more: ")):
        if line.startswith(lead):
            return f"{said}{line.removeprefix(lead)}"
    if _OF_A_VOTE.match(line):  # the hands were shown all the same, and the ballots are still there
        return f"No longer kept with the answer: {line}"
    return f"No longer: {line.strip()}"


_NUMBERED: Final = re.compile(r"(Step|Evidence) \d+: ")


def changed_details(
    before: Iterable[str], now: Iterable[str], *, claimed: Literal["", "level", "criteria"] = ""
) -> list[str]:
    """Return those of the present lines of `detail_words` that are new; where none is, say which are gone.

    A step or a piece of evidence that only has another number, because one before it is gone, is not new.

    claimed: what was said anew of a claim; then what is struck out is said in full, also what was before. A level that
    was given decides what is ticked or struck out beside it, so nothing is called no longer so.
    """
    was, said = ({line: _NUMBERED.sub(r"\1: ", line) for line in lines} for lines in (before, now))
    new = [line for line, words in said.items() if words not in was.values()]
    if claimed == "level":
        was = {line: words for line, words in was.items() if not line.startswith((_NOT_YET, _ALREADY))}
    told = new or _gone(was, said)
    if not claimed:
        return told
    return [*(line for line in said if line.startswith(_NOT_YET) and line not in told), *told]


def _gone(was: Mapping[str, str], said: Mapping[str, str]) -> list[str]:
    """Say which lines are gone: of several in the same words as many as there are no more, the last of them."""
    left = Counter(was.values()) - Counter(said.values())
    gone: list[str] = []
    for line, words in reversed(list(was.items())):
        if left[words]:
            left[words] -= 1
            gone.append(no_longer_words(line))
    return gone[::-1]


def detail_words(now: Assessment, practice_id: str, *, with_ids: bool = False) -> list[str]:
    """List what else was said of a practice, a line each; steps and evidence with the numbers that name them.

    with_ids: criteria with their ids too, for whoever types these.
    """
    one = now.scorecard.practices[practice_id]
    answer, today = one.answer, now.on
    lines = [f"Why this level: {reason}"] if (reason := now.level_reason(one)) else []
    lines += offer_lines(now, one)
    lines += [f"{_NOT_YET}{_criterion_words(one, name, with_ids)}" for name in answer.unmet]
    lines += [f"{_ALREADY}{_criterion_words(one, name, with_ids)}" for name in answer.met]
    lines += [f"{_criterion_words(one, name, with_ids)} Here: {words}" for name, words in answer.here.items()]
    if answer.owner or answer.due:
        lines.append(f"Owner: {owner_words(one, today)}")
    if answer.target is not None:
        words = f"The team's own target is {answer.target}: {answer.target_reason}"
        needed = one.placement.target
        lines.append(words if one.target > needed else f"{words} (without effect: the questionnaire's is {needed})")
    if answer.accepted is not None:
        accepted = answer.accepted
        until = day_words(accepted.until, today)
        words = f"Accepted at {accepted.level} until {until} by {speaker(accepted.by)}: {accepted.reason}"
        lines.append(words if one.accepted_holds else f"{words} ({why_not_accepted(one, today)})")
    lines += [
        f"Evidence {number}: {evidence_words(piece, now)}" for number, piece in enumerate(answer.evidence, start=1)
    ]
    for promise in to_bring(now):
        if promise.score.id == practice_id:
            late = " – late" if promise.is_late(today) else ""
            lines.append(f"{promise_words(promise)} – {_who_words(promise.who, promise.by, today)}{late}")
    lines += [f"Step {number}: {step_words(one, step, today)}" for number, step in enumerate(answer.steps, start=1)]
    if answer.votes:
        lines += _vote_lines(answer)
    if answer.note:
        first, *more = answer.note.split("\n")
        lines += [f"Note: {first}", *(f"  {line}".rstrip() for line in more)]  # not to be taken for lines of ours
    return lines


def offer_lines(now: Assessment, one: PracticeScore) -> list[str]:
    """Say what an answer takes over from another team: what of it is left to this one, its evidence, what moved."""
    taken = one.answer.offer
    if taken is None:
        return []
    lines = [f"Taken over {taken_words(one.answer)}"]
    left = [name for name in not_covered(one.practice, taken) if name in one.answer.unmet]
    if left:
        lines.append(f"Yours to meet: {', '.join(left)}")
    lines += [f"Evidence of {taken.team}: {evidence_words(piece, now)}" for piece in taken.evidence]
    moved = now.moved_on(one)
    if moved is not None:
        number = now.questionnaire.numbers[one.id]
        lines.append(f"{moved_label(moved).capitalize()}: {moved_words(moved)}. {moved_remedy(moved, number)}")
    return lines


def _criterion_words(one: PracticeScore, name: str, with_id: bool) -> str:
    found = one.practice.criteria.get(name)
    if found is None:
        return f"({name})"  # an id that the questionnaire does not have: nothing else is known of it
    return f"{found[1].text} ({name})" if with_id else found[1].text


def owner_words(one: PracticeScore, today: date) -> str:
    """Write who owns a practice and until when; a day that is past is late only where the owner is held to it."""
    answer, late = one.answer, one.owner_is_late(today)
    if answer.due and answer.due < today and not late:
        return f"{answer.owner or 'nobody'}, was due {day_words(answer.due, today)}"
    return f"{_who_words(answer.owner, answer.due, today)}{' – late' if late else ''}"


def _who_words(who: str, due: date | None, today: date) -> str:
    return ", ".join(filter(None, (who or "nobody", f"by {day_words(due, today)}" if due else "")))


def why_not_accepted(one: PracticeScore, today: date) -> str:
    """Say why an accepted risk does not hold."""
    accepted = one.answer.accepted
    assert accepted is not None
    if not one.counts:
        return "not needed: the practice does not apply"
    if one.answer.level is None:
        return "not valid: the practice has no level"
    if accepted.until < today:
        return "no longer valid"
    if one.answer.level >= one.target:
        return "not needed: the target is reached"
    return f"not valid: level {one.answer.level} is below it"


def nothing_to_accept(one: PracticeScore) -> str:
    """Say why nobody can accept a risk here; empty where somebody can, or has done so and may withdraw it."""
    if one.answer.accepted is not None:
        return ""
    if not one.counts:
        return "This practice does not apply to you, so there is no risk to accept."
    if not one.target:
        return "No level is required, so there is no risk to accept."
    if one.answer.level is None:
        return "This practice has no level yet. Answer it first: a risk is accepted at a level."
    if not one.gap:
        return f"The target of {one.target} is reached, so there is no risk to accept."
    return ""


def evidence_words(piece: Evidence, now: Assessment) -> str:
    seen = f", seen on {day_words(piece.seen_on, now.on)}" if piece.seen_on else ""
    return f"{piece.kind}, {piece.reference or 'no reference'}{seen}{counts_as_words(piece, now)}"


def counts_as_words(piece: Evidence, now: Assessment) -> str:
    """Say, after a semicolon, why a piece of evidence counts as a weaker kind today; empty where it does not.

    One that was seen tomorrow is a colleague's, east of the team's own time zone.
    """
    judge, questionnaire = now.scorecard.judge, now.questionnaire
    counts_as = questionnaire.evidence_kinds[judge.strength(piece)].id
    until = judge.valid_until(piece)
    if piece.kind not in questionnaire.kinds_by_id:
        return f"; unknown kind, counts as {counts_as}"
    if counts_as == piece.kind:
        return ""
    if piece.seen_on is None:
        return f"; without a date it counts as {counts_as}"
    if piece.seen_on > now.on:
        return f"; until that day it counts as {counts_as}"
    if until is not None and until < now.on:
        return f"; it was valid until {last_day_words(piece, until, now.on)} and counts as {counts_as}"
    return ""


def _vote_lines(answer: Answer) -> list[str]:
    spread = spread_of_votes(answer)
    if spread is None:
        return []
    dissents = [
        f"{speaker(vote.who) or 'Somebody'} said {vote.level}: {vote.reason}" for vote in answer.votes if vote.reason
    ]
    return [f"{counted_word(answer).capitalize()}: {spread_words(spread, voted=not answer.from_ballots)}", *dissents]


def step_words(one: PracticeScore, step: Step, today: date) -> str:
    """Write a practice's step with who does it, by when, and its ticket: `Write limits – Ana, by 4 December – late`."""
    about = ", ".join(filter(None, (step.owner, f"by {day_words(step.due, today)}" if step.due else "", step.ticket)))
    done = f"done on {day_words(step.done_on, today)}" if step.done_on else ""
    late = "late" if one.step_is_late(step, today) else ""
    after = [words for words in (about, done or late) if words]
    return " – ".join([without_full_stop(step.text) if after else step.text, *after])

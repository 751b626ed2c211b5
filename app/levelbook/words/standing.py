"""This module says in sentences where a team stands: its level, its roadmap, its progress, and what was reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from levelbook.core.answers.answers import Status
from levelbook.core.assessment.assessment import Assessment, beginning_of_round
from levelbook.core.assessment.queue import talk_seconds
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.rounding import one_decimal
from levelbook.words.durations import about_minutes
from levelbook.words.figures import figure_words, level_words, plural, reached_range, span_words
from levelbook.words.proof import nothing_proven_words, on_word_alone


def standing_words(now: Assessment) -> str:
    """Return the level with its range, the target and the proven level in a few sentences."""
    overall = now.scorecard.overall
    if overall.target is None:
        return "Nothing is in scope, so there is nothing to measure."
    answered, counting = now.scorecard.settled_of
    unsure = sum(one.status == "unsure" for one in now.scorecard.counting)
    of = f"{answered} of {plural(counting, 'practice')} answered{f', {unsure} unsure' if unsure else ''}"
    if overall.level is None:
        top = now.questionnaire.max_level
        return f"Nothing is answered yet; the target is {one_decimal(overall.target)} of {top}. {of}."
    reached = reached_range(now.scorecard.sections, overall)
    proven = nothing_proven_words(now.scorecard)
    if now.scorecard.has_proof:
        proven = f"proven {figure_words(overall.evidenced)}"
    said = (
        f"Level {level_words(overall)} of {now.questionnaire.max_level}; target {one_decimal(overall.target)}"
        f"{f', {proven}' if overall.level else ''}; {reached}% of target reached. {of}."
    )
    return f"{said} {on_word_alone(now.scorecard)}".rstrip()


def gap_count_words(gaps: int, unsure: int, unanswered: int, of: int | None = None) -> str:
    """Count what is on the roadmap: `17 gaps, 1 unsure, 49 not answered`; no gap is known where nobody gave a level.

    of: all known gaps, where a filter shows only some of them.
    """
    known = plural(gaps, "gap") if of is None else f"{gaps} of {plural(of, 'gap')}"
    return ", ".join([known, *(f"{n} {words}" for n, words in ((unsure, "unsure"), (unanswered, "not answered")) if n)])


def no_gap_words(now: Assessment) -> str:
    """Say why the roadmap is empty."""
    if not now.scorecard.counting:
        return "Nothing is in scope, so there is nothing to do."
    return "No gaps: every practice is on target."


def roadmap_count_words(now: Assessment) -> str:
    """Count what is on the roadmap as `gap_count_words` does."""
    of = Counter(gap.score.status for gap in now.roadmap)
    return gap_count_words(of["answered"], of["unsure"], of["unanswered"])


def unreviewed(now: Assessment) -> tuple[int, int]:
    """Count the answers that nobody has confirmed in this round, and all that there are."""
    settled = [score for score in now.scorecard.counting if score.settled]
    return sum(not score.confirmed for score in settled), len(settled)


def round_words(now: Assessment, since: str) -> str:
    """Say which round a comparison with the edition `since` ends in, where `since` is not where that round began."""
    upgraded_from = beginning_of_round(now.editions, now.last_edition)
    began = upgraded_from.name if upgraded_from else now.last_edition
    return "in this round" if since in (began, now.last_edition) or not began else f"since edition {began}"


def unreviewed_words(now: Assessment, since: str) -> str:
    """Say that nobody has reviewed the answers in this round, or not most of them; empty where most were.

    since: the edition with which `now` is compared. The round may have begun after it.
    """
    unseen, answered = unreviewed(now)
    when = round_words(now, since)
    if unseen and unseen == answered:
        answers = "the one answer" if answered == 1 else f"any of the {answered} answers"
        return f"Nobody has reviewed {answers} {when}."
    if 2 * unseen > answered:
        return f"Most answers have not been reviewed {when}: {unseen} of {answered}."
    return ""


def whole_round_words(now: Assessment, since: str) -> str:
    """Say with which edition the round began, where the one of that name was sealed only for an upgrade; else empty."""
    began = beginning_of_round(now.editions, since)
    return f"{since} was sealed only for an upgrade; this round began with {began.name}." if began else ""


def answered_of_words(statuses: Iterable[Status], said: str = " answered") -> str:
    """Say how many of the practices that count are answered: `12 of 47 answered, 2 unsure`; an unsure one is not."""
    of = Counter(statuses)
    answered = f"{of['answered']} of {of.total() - of['not-applicable']}{said}"
    return f"{answered}, {of['unsure']} unsure" if of["unsure"] else answered


def progress_words(now: Assessment) -> str:
    """Say how far the team is: `12 of 47 answered, level 1.6, between 0.7 and 3.1`."""
    counting, overall = now.scorecard.counting, now.scorecard.overall
    words = answered_of_words(one.status for one in counting)
    if now.is_ballot or overall.low is None or overall.high is None:
        return words
    words += ", no level yet" if overall.level is None else f", level {one_decimal(overall.level)}"
    span = span_words(overall)
    return f"{words}, between {span.replace('–', ' and ')}" if span else words


def scope_words(now: Assessment) -> str:
    """Say how much there is to do: practices, essential ones, time."""
    asked = now.scorecard.counting
    if not asked:
        return "No practice applies."
    inherited = [one for one in asked if one.inherited]
    essential = [one for one in asked if one.is_essential]
    words = f"{plural(len(asked), 'practice')} {'applies' if len(asked) == 1 else 'apply'}"
    if inherited:
        words += f", {len(inherited)} of them inherited from a provider"
    whole = about_minutes(talk_seconds(len(asked) - len(inherited), len(inherited)))
    if not essential:
        return f"{words}; {'it takes' if len(asked) == 1 else 'they take'} {whole}."
    are, of_these = "is" if len(essential) == 1 else "are", about_minutes(talk_seconds(len(essential)))
    return f"{words}; {len(essential)} {are} essential ({of_these}), all of them take {whole}."


def open_facts_words(tailoring: Tailoring) -> str:
    """Name the open facts, of which there is one at least, and say what their answers may do.

    None takes a practice out of scope while it is open.
    """
    return f"Open facts, by which targets may rise: {', '.join(tailoring.open_facts)}."

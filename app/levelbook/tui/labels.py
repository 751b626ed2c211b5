"""Figures and states said in words and a few glyphs, the same on every screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from textual.content import Content

from levelbook.book.session import Session
from levelbook.core.answers.ballots import Spread, spread_of_votes
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.queue import is_carried
from levelbook.core.assessment.review import CAUSES
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore
from levelbook.core.questionnaire.questionnaire import PracticeLevel
from levelbook.core.text.cleaning import spoken_day, without_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.words.answer_details import why_not_accepted
from levelbook.words.figures import level_words, plural
from levelbook.words.practice_state import finding_out_words, unconfirmed_words
from levelbook.words.proof import proof_words
from levelbook.words.spread import abstained_words, counted_word, median_words, range_words


def mark(score: PracticeScore) -> Content:
    """Say what was said about a practice, in one to nine letters: `3`, `?`, `·`, `n/a`, `inherited`."""
    if score.scope == "not-applicable" or score.status == "not-applicable":
        return line("n/a", "dim")
    if score.level is not None:
        return line(str(score.level), "good" if score.level >= score.target else "warn")
    if score.status == "unsure":
        return line("?", "warn")
    return line("inherited", "dim") if score.inherited else line("·", "dim")


def tally(section: SectionScore) -> Content:
    """Count a section's answers: `2/4`, `inherited` where a provider does all of it, `n/a` where nothing counts."""
    counting = [score for score in section.practices if score.counts]
    settled = sum(score.settled for score in counting)
    if not counting:
        return line("n/a", "dim")
    if all(score.inherited for score in counting) and not settled:
        return line("inherited", "dim")
    return line(f"{settled}/{len(counting)}", "good" if settled == len(counting) else "dim")


def level_and_range(figures: Figures) -> Content:
    """Write a level with its range, `1.6 (0.7–3.1)`; without it where nothing that is open could move it."""
    if figures.level is None:
        return line(level_words(figures), "dim")
    level, opened, span = level_words(figures).partition(" (")
    return join(line(level, "strong"), line(opened + span, "dim"))


def bar(share: Fraction, width: int) -> Content:
    """`━━━────`. A share above nothing shows at least one block, and below everything leaves one."""
    full = int(share * width + Fraction(1, 2))
    full = max(1, full) if share > 0 else 0
    full = min(width - 1, full) if share < 1 else width
    return join(Content("━" * full).stylize("bar"), Content("─" * (width - full)).stylize("faint"))


def level_bar(figures: Figures, top: int, width: int) -> Content:
    """The level as a bar from 0 to the top of the scale, with a stroke where it needs to be."""
    if figures.target is None:
        return Content(" " * width)
    drawn = bar((figures.level or Fraction(0)) / top, width)
    at = min(width - 1, int(figures.target * width / top))
    return join(drawn[:at], Content("┃").stylize("key"), drawn[at + 1 :])


def progress_line(scorecard: Scorecard, width: int = 10, *, level: bool = True) -> Content:
    """Write the progress: `17 of 41 ━━━── 1.6 (0.7–3.1)`; no bar where `width` is 0, no level without `level`."""
    done, all_of_them = scorecard.settled_of
    share = Fraction(done, all_of_them) if all_of_them else Fraction(0)
    parts = [line(f"{done} of {all_of_them}", "strong")]
    if width:
        parts += [Content(" "), bar(share, width)]
    if level:
        parts += [Content("  "), level_and_range(scorecard.overall)]
    return join(*parts)


def needs(score: PracticeScore) -> str:
    """Say the target, `target 3`, or that there is none, because the practice does not apply."""
    if not score.counts:
        return "does not apply"
    return f"inherited · target {score.target}" if score.inherited else f"target {score.target}"


_ON_ONE_LINE = 76
"""Columns of a line in the narrowest usual terminal, beside the cursor's mark."""


def reasons(score: PracticeScore, *, on_one_line: bool = False) -> list[str]:
    """Say why it is in scope as it is, and why it needs what it needs.

    on_one_line: of several reasons that are too long for one line of 80 columns, give the first and count the others.
    """
    placement = score.placement
    said = []
    if placement.scope != "applicable" and placement.scope_because:
        said.append(_because(placement.scope.replace("-", " "), placement.scope_because, on_one_line))
    if score.target > placement.target and score.counts:
        said.append(f"target {score.target}, set by you: {score.answer.target_reason}")
    elif placement.target_because and score.counts:
        said.append(_because(f"target {score.target}", placement.target_because, on_one_line))
    return said


def _because(what: str, because: Sequence[str], on_one_line: bool) -> str:
    because = [without_full_stop(reason) for reason in because]
    said = f"{what}: {'; '.join(because)}"
    if not on_one_line or len(said) <= _ON_ONE_LINE or len(because) == 1:
        return said
    return f"{what}: {because[0]}; {plural(len(because) - 1, 'more reason')}"


_NOT_COUNTED = "; not counted, because the practice does not apply to you"


def state(session: Session, score: PracticeScore) -> Content:
    """Say what was said, in one sentence."""
    answer, today = score.answer, session.now.on
    if answer.status == "unanswered":
        return line("not answered yet" if score.counts else "does not apply to you", "dim")
    if answer.status == "not-applicable":
        return line(f"not applicable: {answer.not_applicable}", "strong")
    if answer.status == "unsure" and not score.counts:
        return join(line("unsure", "strong"), line(_NOT_COUNTED, "dim"))
    if answer.status == "unsure":
        return line(f"unsure: {finding_out_words(answer, today) or 'find out'}", "warn")
    name = (
        session.questionnaire.scale[answer.level].own_name if answer.level is not None and not score.inherited else ""
    )
    said = line(f"level {answer.level}{', ' + name if name else ''}", "strong")
    if not score.counts:
        return join(said, line(_NOT_COUNTED, "dim"))
    if session.ballot is not None:
        return said
    if score.gap:
        return join(said, line(f", {score.gap} below target", "warn"))
    return join(said, line(", on target" if score.level == score.target else ", above target", "good"))


def freshness(session: Session, score: PracticeScore, keys: Keys) -> Content:
    """Tell whether it is confirmed in this round; empty where there is nothing to say."""
    if score.answer.edited_outside:
        return _to_confirm("edited outside levelbook", keys, "warn")
    causes = session.now.causes(score)
    if is_carried(score) or (score.confirmed and causes):
        said = [CAUSES[cause] for cause in causes]
        return _to_confirm(", ".join(said) or unconfirmed_words(score.answer), keys, "amber")
    return EMPTY


def _to_confirm(because: str, keys: Keys, style: str) -> Content:
    """Say behind the level that a key confirms it: after the reason, it would confirm the late step or the threat."""
    return line(f"{keys.key('confirm')} confirms it ({because})", style)


def evidence_steps_and_owner(session: Session, score: PracticeScore) -> Content:
    """Evidence, steps, owner and the rest, counted on one line."""
    answer, today = score.answer, session.now.on
    said: list[Content] = []
    if answer.all_evidence:
        proves = f", level {score.evidenced} proven" if score.has_proof else ""
        judge = session.now.scorecard.judge
        ends = [judge.valid_until(piece) for piece in answer.all_evidence]
        expired = sum(until is not None and until < today for until in ends)
        stale = f", {expired} expired" if score.evidence_is_stale else ""
        said.append(line(f"evidence: {len(answer.all_evidence)}{proves}{stale}", "warn" if stale else ""))
    elif answer.level and session.ballot is None:
        said.append(line(proof_words(score), "dim"))
    if answer.steps:
        late = sum(score.step_is_late(step, today) for step in answer.steps)
        done = len(answer.steps) - len(answer.open_steps)
        counted = [f"{len(answer.open_steps)} open"] * bool(answer.open_steps) + [f"{done} done"]
        words = f"steps {', '.join(counted) if done else len(answer.open_steps)}"
        said.append(join(line(words), line(f", {late} late", "warn") if late else EMPTY))
    if answer.owner or answer.due:
        said.append(owner_and_due(answer.owner, score, session))
    accepted = answer.accepted
    if accepted:
        why_not = "" if score.accepted_holds else f" ({why_not_accepted(score, today)})"
        until = spoken_day(accepted.until, today)
        said.append(
            line(f"risk accepted at {accepted.level} until {until} by {speaker(accepted.by)}{why_not}", "amber")
        )
    said += [line(words, "dim") for words in _marks(session, score)]
    return Content(" · ").join(said) if said else EMPTY


def _marks(session: Session, score: PracticeScore) -> Iterable[str]:
    if score.answer.offer is not None:
        yield f"from {score.answer.offer.team}"
    if reason := session.now.level_reason(score):
        yield f"because: {reason}"
    if score.answer.note:
        yield "note"
    votes = spread_of_votes(score.answer)
    if votes and votes.is_wide:
        yield f"{counted_word(score.answer)} differ: {votes.low} to {votes.high}"
    elif votes:
        yield _counted_words(counted_word(score.answer), votes)
    ballots = session.ballots.spreads(session.now.tailoring).get(score.id)
    if ballots and not (votes and score.answer.from_ballots):
        yield _counted_words("ballots", ballots)
    elif ballots and votes and votes.counts != ballots.counts:  # those that were counted, and those that lie there now
        yield _counted_words("ballots now", ballots)
    if ballots and (left_out := session.ballots.left_out_words):
        yield left_out


def _counted_words(counted: str, spread: Spread) -> str:
    """Say what was counted: `ballots 1 to 2, median 1`, `one ballot now says 0`."""
    said = spread_words(spread, voted=counted == "votes")
    if spread.voters > 1:
        return f"{counted} {said}"
    return f"one {counted.replace('s', '', 1)} {said.removeprefix('one ')}"


def spread_words(spread: Spread, *, voted: bool = False) -> str:
    """Say the range and the median: `1 to 4, median between 2 and 3`; `all 2`. voted: whether the room voted."""
    if not spread.width:
        said = f"all {spread.low}" if spread.voters > 1 else f"one says {spread.low}"
    else:
        said = f"{range_words(spread)}, median {median_words(spread)}"
    return f"{said}{abstained_words(spread, voted=voted)}"


def owner_and_due(owner: str, score: PracticeScore, session: Session) -> Content:
    """Say who owns a practice, and by when the gap is to be closed: `owner Ana, due 4 December, late`."""
    today, day = session.now.on, score.answer.due
    late = score.owner_is_late(today)
    word = "was due" if day and day < today and not late else "due"
    due = f"{word} {spoken_day(day, today)}" if day else ""
    said = line(", ".join(part for part in (f"owner {owner}" if owner else "", due) if part))
    return join(said, line(", late", "warn")) if late else said


def statement(session: Session, score: PracticeScore, level: PracticeLevel) -> str:
    """Say what a level means here: what the provider shows where it does the practice."""
    inherited = session.questionnaire.inherited_statements
    return inherited[level.level] if score.inherited and inherited else level.statement

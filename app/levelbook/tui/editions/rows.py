"""Rows compare two editions: what moved and why, promises, and the guides' text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from textual.content import Content

from levelbook.book.checks.brought_back import brought_back
from levelbook.book.contents.state import BookState
from levelbook.book.editions.compare import NOW
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.promise_outcomes import promises
from levelbook.core.assessment.promises import Fate, PromiseOutcome
from levelbook.core.assessment.scoring import Figures
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import spoken_day
from levelbook.guide.keep.guide_diff import BlockChange
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.interview.rows import step_words
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets import word_diff
from levelbook.tui.widgets.layout import tail_behind
from levelbook.tui.widgets.rows import Row
from levelbook.words.facts import compared_reworded_words
from levelbook.words.figures import before_and_after, listed, plural, ranged_words
from levelbook.words.level_parts import (
    OTHERS,
    against_once,
    against_words,
    is_finer_by_practice,
    parts_by_practice,
    reached_words,
    sum_by_practice,
)
from levelbook.words.orphans import compared_lines
from levelbook.words.practice_changes import (
    MOVES_NO_LEVEL,
    NOTHING_CHANGED,
    ChangeRow,
    by_heading,
    change_rows,
    reasons_once,
)
from levelbook.words.promises import FATE_WORDS, fates_words, outcome_words, put_off_words, unknown_words
from levelbook.words.proof import claimed_and_proven, unproven_claims
from levelbook.words.scoring_model import model_change_words
from levelbook.words.standing import round_words, unreviewed, unreviewed_words, whole_round_words

BLANK = Row(EMPTY)

_INKS = {"Look here first": "warn", "Done by others": "blue", "Questions and targets": "blue"}
_LEAD = 19
"""Columns for what a practice is shown as: “acceptance expired”, and one between."""


# Which two


@frozen
class Pair:
    """The two that are compared, and which of them was picked last."""

    old: str
    new: str
    latest: str = ""


def first_pair(book: BookState) -> Pair:
    """Say what to compare at first: the last edition with now, or the last two while nothing has changed since."""
    names = [edition.name for edition in book.editions.all]
    if not names:
        return Pair("", NOW)
    if len(names) > 1 and book.editions.last_book == book.now.book:
        return Pair(names[-2], names[-1], names[-1])
    return Pair(names[-1], NOW, NOW)


def compared_from(names: Sequence[str], pair: Pair, name: str) -> Pair | None:
    """The pair with another beginning; with now as its end where the end would come first. None for now itself."""
    if name == NOW:
        return None
    is_before = names.index(name) < names.index(pair.new)
    return Pair(name, pair.new if is_before else NOW, name)


def compared_to(names: Sequence[str], pair: Pair, name: str) -> Pair | None:
    """The pair with another end; from the one before it where it would end before it begins. None for the first."""
    place = names.index(name)
    if not place:
        return None
    is_after = place > names.index(pair.old)
    return Pair(pair.old if is_after else names[place - 1], name, name)


def picked(names: Sequence[str], pair: Pair, name: str) -> Pair:
    """The two that were picked last, the older first."""
    other = pair.latest if pair.latest in (pair.old, pair.new) else pair.new
    if name == other:
        return pair
    old, new = sorted((other, name), key=names.index)
    return Pair(old, new, name)


def list_rows(book: BookState, pair: Pair) -> list[Row]:
    """Now, then the editions, newest first; the two that are compared are marked."""
    rows = [Row(line("as it is", "dim"), lead=_mark(NOW, pair), key=NOW, clip=True)]
    for edition in reversed(book.editions.all):
        day = edition.day
        # A name that is its day says that already.
        said = f"number {edition.number}" if edition.name == day.isoformat() else spoken_day(day, book.now.on)
        if edition.signed_by:
            said += f", signed by {listed(edition.signed_by)}"
        rows.append(Row(line(said, "dim"), lead=_mark(edition.name, pair), key=edition.name, lines=3))
    return rows


def _mark(name: str, pair: Pair) -> Content:
    said = "from " if name == pair.old else "to   " if name == pair.new else "     "
    shown = line(name, "strong" if name in (pair.old, pair.new) else "").truncate(16, ellipsis=True)
    return join(line(said, "key"), shown.pad_right(max(0, 12 - shown.cell_length)), "  ")


# What moved


def report_rows(book: BookState, comparison: Comparison, keys: Keys) -> list[Row]:
    """Say what moved and why: first what somebody should look at; `keys` are those that confirm an answer."""
    today = book.now.on

    def day(one: date) -> str:
        return spoken_day(one, today)

    found = change_rows(comparison, day, lambda kind: kind.replace("-", " "))
    parts, others = parts_by_practice(comparison, found)
    movers = [change for change in reversed(found) if change.kind not in MOVES_NO_LEVEL]
    against = {
        change.practice.id: against_words(comparison, change, parts.get(change.practice.id, "")) for change in movers
    }
    orphaned = [Row(line(words, "warn")) for words in compared_lines(comparison)]
    if unknown := unknown_words(comparison.before, comparison.after):
        orphaned.append(Row(line(unknown, "warn"), lines=2))
    if reworded := compared_reworded_words(comparison):
        orphaned.append(Row(line(reworded, "warn"), lines=4))
    unseen = unreviewed_words(comparison.after, comparison.before.name)
    top = [Row(line(unseen, "warn"), lines=2)] if unseen else []
    if comparison.after.name == book.now.name:
        top += [Row(line(str(problem), "warn"), lines=4) for problem in brought_back(book)]
    whole = whole_round_words(comparison.after, comparison.before.name)
    top += [Row(line(whole, "dim"), lines=2)] if whole else []
    rows = [*left_out_rows(book), *top, *_level(comparison), *_parts(comparison), *orphaned]
    for heading, group in by_heading(found).items():
        rows += _group(book, heading, _INKS.get(heading, "good"), group, parts, against)
    if others:
        rows += [BLANK, Row(line(OTHERS, "dim"), lead=_label(""), right=_inked(others))]
    if not found:
        rows += [BLANK, Row(line(NOTHING_CHANGED, "dim"))]
    return [*rows, *_promises(book, comparison), *_still(book, comparison, keys)]


def left_out_rows(book: BookState) -> list[Row]:
    """Editions that cannot be read, and so are in no list and no figure; and those that were altered."""
    rows = [Row(line(str(problem), "warn")) for problem in book.editions.problems]
    if rows:
        rows = [Row(line("Left out, because it cannot be read:", "warn")), *rows, BLANK]
    foreign = book.editions.all_of_another_team
    said = (*book.editions.altered_words, *([str(foreign)] if foreign is not None else []))
    altered = [Row(line(words, "warn")) for words in said]
    return [*rows, *altered, BLANK] if altered else rows


def _level(comparison: Comparison) -> list[Row]:
    before, after = comparison.before, comparison.after
    old, new = before.scorecard.overall, after.scorecard.overall
    moved = comparison.movement
    was, is_now = (moved.before, moved.after) if moved else before_and_after(old.level, new.level)
    rows = [
        Row(line(f"From {before.name} to {after.name}", "head")),
        Row(join(_ranged(was, old), line("  →  ", "dim"), _ranged(is_now, new)), lead=_label("Level")),
    ]
    like = comparison.like_for_like
    if like is None:
        rows.append(Row(line("no practice was answered both times", "dim"), lead=_label("Like for like")))
    else:
        reworded = f" ({comparison.alike_reworded} of them reworded since)" if comparison.alike_reworded else ""
        about = line(f"  over {plural(like.practices, 'practice')} answered both times{reworded}", "dim")
        rows.append(Row(join(_inked(comparison.like_for_like_words), about), lead=_label("Like for like")))
    if after.questionnaire.scoring_model and (words := model_change_words(before, after)):
        rows.append(Row(line(f"{after.questionnaire.scoring_model.name}: {words}"), lead=_label("By its model")))
    return rows


def _label(text: str) -> Content:
    return line(f"{text:<{_LEAD - 1}} ", "dim")


def _ranged(level: str, figures: Figures) -> Content:
    """A level that is in words already, with its range while something is open."""
    if figures.level is None:
        return labels.level_and_range(figures)
    said, opened, bounds = ranged_words(level, figures).partition(" (")
    return join(line(said, "strong"), line(opened + bounds, "dim"))


def _parts(comparison: Comparison) -> list[Row]:
    reached = Row(line(reached_words(comparison)), lead=_label("Of target"))
    moved = comparison.movement
    if comparison.parts is None or moved is None:
        return [Row(line(f"cannot be split: {comparison.why_no_parts}", "dim"), lead=_label("The change")), reached]
    names = ("answers", "questionnaire", "profile")
    said = line(" · ", "dim").join(
        [join(line(f"{name} "), _inked(share)) for name, share in zip(names, moved.parts, strict=True)]
    )
    change = Row(join(_inked(moved.change_words), line("  =  ", "dim"), said), lead=_label("The change"))
    if not is_finer_by_practice(comparison):
        return [change, reached]
    return [change, Row(_inked(sum_by_practice(comparison)), lead=_label("By practice")), reached]


def _inked(change: str) -> Content:
    """A change in figures: its sign tells the way, the colour repeats it."""
    return line(change, "good" if change.startswith("+") else "warn" if change.startswith("−") else "dim")


def _group(
    book: BookState, title: str, ink: str, found: Sequence[ChangeRow], parts: dict[str, str], against: Mapping[str, str]
) -> list[Row]:
    if not found:
        return []
    heading = Row(join(line(title, f"bold {ink}"), line(f"  {len(found)}", "dim")))
    seen: set[str] = set()
    rows, above = [BLANK, heading], ""
    for change in reasons_once(found):
        first = change.practice.id not in seen
        # A practice's part appears once, and not beside what moves no level.
        part = "" if change.kind in MOVES_NO_LEVEL else parts.pop(change.practice.id, "")
        why = against.get(change.practice.id, "")
        rows.append(_change_row(book, change, ink, first=first, part=part, against=against_once(why, above)))
        above = why
        seen.add(change.practice.id)
    return rows


def _change_row(book: BookState, change: ChangeRow, ink: str, *, first: bool, part: str, against: str) -> Row:
    """Draw one change; of several about one practice only the first can be chosen."""
    name = change.practice.id
    number = book.now.questionnaire.numbers.get(name, "–")
    said = join(line(change.title), line(f"  {change.moved(' → ')}", "strong"))
    if change.because:
        said = join(said, line(f"  {change.because}", "dim"))
    if part and against:
        said = join(said, line(f"  ({against})", "dim"))  # the part itself is at the right
    key = f"{change.look_first}:{name}" if first and name in book.now.questionnaire.practices else ""
    lead = join(line(f"{change.words:<{_LEAD - 1}} ", ink), line(f"{number:<5}", "blue"))
    return Row(said, lead=lead, key=key, right=_inked(part) if part else EMPTY)


def practice_of(key: str) -> str:
    """The practice of a row that was chosen."""
    return key.rpartition(":")[2]


_FATES: Mapping[Fate, str] = {
    "late": "warn",
    "accepted": "warn",
    "dropped": "warn",
    "open": "",
    "undated": "",
    "done": "good",
}


def _promises(book: BookState, comparison: Comparison) -> list[Row]:
    made = promises(comparison.before, comparison.after)
    if not made:
        return []
    old, new = (fates_words(one.fate for one in made if one.is_new is is_new) for is_new in (False, True))
    said = join(line(f"Promised up to {comparison.before.name}", "head"), line(f"  {old or 'nothing was open'}", "dim"))
    heading = join(said, line(f"; since then {new}", "dim")) if new else said
    inks = list(_FATES)
    return [
        BLANK,
        Row(heading),
        *(_promise(book, promise) for promise in sorted(made, key=lambda one: inks.index(one.fate))),
    ]


def _promise(book: BookState, outcome: PromiseOutcome) -> Row:
    number = book.now.questionnaire.numbers.get(outcome.practice_id, "–")
    lead = join(line(f"{FATE_WORDS[outcome.fate]:<{_LEAD - 1}} ", _FATES[outcome.fate]), line(f"{number:<5}", "blue"))
    one = outcome.now or outcome.promise
    words = (
        step_words(one.step.changed(owner=outcome.who), book.now.on, is_late=outcome.fate == "late")
        if one.number
        else _owed_words(outcome, book.now.on)
    )
    if put_off := put_off_words(outcome, book.now.on):
        words = join(words, line(f" · put off {put_off}", "dim"))
    promised = one.step.text if one.number else outcome_words(outcome)
    return Row(words, lead=lead, lines=4, tail=tail_behind(promised, words))


def _owed_words(outcome: PromiseOutcome, today: date) -> Content:
    """Write a promise that is no step, with who keeps it and by when while it is owed."""
    words, by = line(outcome_words(outcome)), (outcome.now or outcome.promise).by
    if outcome.fate in ("done", "accepted", "dropped"):
        return words
    about = ", ".join(part for part in (outcome.who, f"by {spoken_day(by, today)}" if by else "") if part)
    late = line(" · late", "warn") if outcome.fate == "late" else line("")
    return join(words, line(f" · {about}" if about else "", "dim"), late)


def _still(book: BookState, comparison: Comparison, keys: Keys) -> list[Row]:
    """Say what did not move although it might have to."""
    counting = comparison.after.scorecard.counting
    rows = []
    wide = unproven_claims(counting)
    if wide:
        first = wide[0]
        said = (
            f"{plural(len(wide), 'practice')} above what the evidence proves, first of all "
            f"{first.practice.title}, {claimed_and_proven(first)}"
        )
        rows.append(Row(line(said), lead=_label("Not proven")))
    unseen, answered = unreviewed(comparison.after)
    if unseen:
        when = round_words(comparison.after, comparison.before.name)
        how = f"; in the interview {keys.key('confirm')} confirms one, {keys.key('list')} a list"
        said = f"{unseen} of {plural(answered, 'answer')} {when}"
        is_now = comparison.after.name == book.now.name
        rows.append(Row(line(said + how if is_now else said), lead=_label("Not reviewed")))
    return [BLANK, *rows] if rows else []


# What the guides say


def text_rows(book: BookState, changes: Sequence[BlockChange], pair: Pair, width: int) -> list[Row]:
    """The guides of two editions, block by block, each line wrapped already: there may be thousands."""
    heading = Row(line(f"The guide from {pair.old} to {pair.new}", "head"))
    if not changes:
        return [heading, Row(line("The two guides say the same.", "dim"))]
    counts = ", ".join(
        f"{sum(change.kind == kind for change in changes)} {kind}"
        for kind in ("changed", "added", "removed")
        if any(change.kind == kind for change in changes)
    )
    rows = [heading, replace(word_diff.LEGEND, right=line(f"parts: {counts}", "dim"))]
    for change in changes:
        rows += [BLANK, _block_heading(book, change)]
        if change.kind == "changed":
            rows += word_diff.rows(change.words, whole=False)
        else:
            rows += word_diff.whole(change.new or change.old, "new" if change.kind == "added" else "old")
    return word_diff.laid_out(rows, width)


def _block_heading(book: BookState, change: BlockChange) -> Row:
    ink = {"added": "good", "removed": "warn", "changed": "amber"}[change.kind]
    practice = change.id.removeprefix("practice/")
    known = practice if change.id != practice and practice in book.now.questionnaire.practices else ""
    number = f"{book.now.questionnaire.numbers[known]} " if known else ""
    lead = line(f"{change.kind:<9}", ink)
    return Row(line(f"{number}{change.heading or change.id}", "strong"), lead=lead, key=known, clip=True)


def nothing_rows(keys: Keys) -> list[Row]:
    """Say what is there before the first edition."""
    return [
        Row(line("Nothing has been sealed yet.", "strong")),
        Row(
            line(
                "An edition keeps a fixed copy, so that next quarter you see what changed.",
                "dim",
            )
        ),
        Row(join(line("Press "), line(keys.key("seal"), "key"), line(" to seal the first one."))),
    ]

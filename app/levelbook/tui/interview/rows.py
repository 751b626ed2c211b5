"""The rows that the interview shows of one practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.content import Content

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.queue import is_carried
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Criterion, PracticeLevel
from levelbook.core.text.cleaning import spoken_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, content, join, line
from levelbook.tui.open_sitting.timer_words import ClockWords
from levelbook.tui.widgets.layout import tail_behind
from levelbook.tui.widgets.rows import Row
from levelbook.words.answer_details import counts_as_words
from levelbook.words.figures import plural
from levelbook.words.offers import moved_label, moved_words, taken_words
from levelbook.words.practice_state import all_done_words

LEVEL, CRITERION, SECTION = "level:", "criterion:", "section:"
"""What the keys of rows begin with."""

BLANK = Row(EMPTY)


@frozen
class Density:
    """The density of a practice on screen, from everything to what fits 80x24."""

    details: bool = False
    """Evidence, steps and note in full below the levels."""
    spaced: bool = False
    """A blank line between levels."""
    cut: int = 0
    """How many levels are cut to one line: those furthest from where the cursor is."""
    short_lines: bool = False
    """Lines of the team's own words are cut to one line."""
    short_criteria: bool = False
    """Criteria are cut to one line."""
    folded: bool = False
    """Criteria are counted on one line, which opens as the cursor comes to it: no statement is cut for them."""


def densities(score: PracticeScore) -> tuple[Density, ...]:
    """List the densities from the most to the least; the first that fits is shown."""
    whole = (Density(details=True, spaced=True), Density(details=True), Density(spaced=True), Density())
    short = (Density(short_lines=True), Density(short_lines=True, short_criteria=True), Density(folded=True))
    cuts = (Density(cut=cut, short_lines=True, folded=True) for cut in range(1, score.max_level + 1))
    least = Density(cut=score.max_level + 1, short_lines=True, short_criteria=True, folded=True)
    return (*whole, *short, *cuts, least)


def head(session: Session, score: PracticeScore, *, wide: bool, low: bool = False) -> list[Row]:
    """Number, title, what is needed and why, and the question; in a `low` terminal without the reasons."""
    practice = score.practice
    alone = session.ballot is not None  # what is needed would only lead a participant
    needs = EMPTY if alone else line(labels.needs(score), "strong")
    essential = (
        join(line("essential", "amber"), line(" · ", "dim") if needs else EMPTY)
        if score.is_essential and score.counts
        else EMPTY
    )
    rows = [
        Row(
            line(practice.title, "head"),
            lead=line(f"{session.questionnaire.numbers[score.id]} ", "head"),
            right=join(essential, needs),
            clip=True,
        )
    ]
    reasons = [] if alone or low else labels.reasons(score, on_one_line=not wide)
    rows += [Row(line(reason, "dim"), lines=2 if wide else 1) for reason in reasons]
    if wide:
        rows.append(BLANK)
    rows.append(Row(line(practice.question, "strong")))
    return rows


def first_cursor(score: PracticeScore) -> str:
    """Say where the cursor stands when a practice comes up: on what was said, else at the bottom of the scale."""
    return f"{LEVEL}{score.level if score.level is not None else 0}"


def level_of(score: PracticeScore, key: str) -> int | None:
    """The level that a row belongs to; None for a row of no level."""
    if key.startswith(LEVEL):
        return int(key.removeprefix(LEVEL))
    known = score.practice.criteria.get(key.removeprefix(CRITERION))
    return known[0] if known else None


def sheet(session: Session, score: PracticeScore, cursor: str, density: Density, *, wide: bool) -> list[Row]:
    """Return rows for all levels, with the criteria of the answered one and of the one under the cursor."""
    here = level_of(score, cursor)
    open_levels = {score.level, here}
    far = sorted(range(score.max_level + 1), key=lambda level: -abs(level - (here or 0)))
    cut = set([level for level in far if level not in open_levels][: density.cut])
    rows: list[Row] = []
    for level in score.practice.levels:
        if rows and density.spaced:
            rows.append(BLANK)
        is_open = level.level in open_levels
        lines = 1 if level.level in cut else 0
        rows.append(_level(session, score, level, lines, is_open=is_open, wide=wide))
        if is_open and not score.inherited:
            rows += _criteria(score, level, cursor, density)
    if score.inherited and score.practice.provider_evidence:
        asks = "; ".join(score.practice.provider_evidence)
        rows += [
            BLANK,
            Row(line(asks), lead=line("Get from the provider: ", "amber"), lines=3 if density.cut else 0),
        ]
    if density.details:
        rows += details(session, score)
    return rows


def _level(
    session: Session, score: PracticeScore, level: PracticeLevel, lines: int, *, is_open: bool, wide: bool
) -> Row:
    said = score.level == level.level
    name = session.questionnaire.scale[level.level].own_name
    ink = "strong" if said else ("" if is_open else "dim")
    parts = [line(f"{name}  ", "chosen" if said else "blue")] if wide and name and not score.inherited else []
    parts.append(line(labels.statement(session, score, level), ink))
    if level.level == score.target and score.counts and session.ballot is None:
        parts.append(line("  ◂target", "amber"))
    if not is_open and (exceptions := _exceptions(score.answer, level)):
        parts.append(line(f"  {exceptions}", "warn"))
    return Row(
        join(*parts),
        lead=line("● " if said else "○ ", "chosen" if said else "dim")
        + line(f"{level.level}  ", "chosen" if said else ""),
        key=f"{LEVEL}{level.level}",
        lines=lines,
    )


def _exceptions(answer: Answer, level: PracticeLevel) -> str:
    names = {criterion.id for criterion in level.criteria}
    struck, ticked = len(names & set(answer.unmet)), len(names & set(answer.met))
    said = [f"{struck} struck out"] if struck else []
    return ", ".join([*said, f"{ticked} ticked"] if ticked else said)


def _criteria(score: PracticeScore, level: PracticeLevel, cursor: str, density: Density) -> list[Row]:
    """The criteria of a level; folded to one line while the cursor is on none of them, where there is little room."""
    keys = [f"{CRITERION}{criterion.id}" for criterion in level.criteria]
    if not density.folded or len(keys) < 2 or cursor in keys:
        return [row for criterion in level.criteria for row in _criterion(score, criterion, density)]
    held = len(set(score.answer.claims(score.practice)) & {criterion.id for criterion in level.criteria})
    is_said = held or score.level is not None  # else nobody has said that none holds
    said = line(f"{held} of {len(keys)} criteria hold" if is_said else f"{len(keys)} criteria", "" if held else "dim")
    box = "[x] " if held == len(keys) else "[ ] " if not held else "[-] "
    return [Row(said, lead=line(f"     {box}", "good" if held == len(keys) else "dim"), key=keys[0], clip=True)]


def _criterion(score: PracticeScore, criterion: Criterion, density: Density) -> list[Row]:
    answer = score.answer
    holds = criterion.id in answer.claims(score.practice)
    struck = criterion.id in answer.unmet
    box, ink = ("[-] ", "struck") if struck else ("[x] ", "") if holds else ("[ ] ", "dim")
    said = join(line(criterion.text, ink), line("  not yet", "warn")) if struck else line(criterion.text, ink)
    rows = [
        Row(
            said,
            lead=line(f"     {box}", "good" if holds else "warn" if struck else "dim"),
            key=f"{CRITERION}{criterion.id}",
            lines=int(density.short_criteria),
        )
    ]
    here = answer.here.get(criterion.id)
    if here:
        rows.append(Row(line(here, "here"), lead=line("         here: ", "dim"), lines=int(density.short_lines)))
    return rows


def details(session: Session, score: PracticeScore) -> list[Row]:
    """Evidence, steps and note in full."""
    answer, today = score.answer, session.now.on
    rows = offer(session, score)
    for piece, team in answer.evidence_by_team:
        seen = f", seen on {spoken_day(piece.seen_on, today)}" if piece.seen_on else ""
        held = f", of {team}" if team else ""
        short = counts_as_words(piece, session.now) if session.ballot is None else ""
        after = f"{seen}{held}{short}"
        reference = piece.reference or "no reference"
        words, kind = line(f"{reference}{after}"), line(f"  {piece.kind}  ", "blue")
        rows.append(Row(words, lead=kind, lines=2, tail=tail_behind(reference, words)))
    for step in answer.steps:
        words = step_words(step, session.now.on, is_late=score.step_is_late(step, session.now.on))
        rows.append(Row(words, lead=line("  step  ", "blue"), lines=2, tail=tail_behind(step.text, words)))
    if reason := session.now.level_reason(score):
        rows.append(Row(line(reason), lead=line("  because  ", "blue"), lines=2))
    if answer.note:
        rows.append(Row(content(answer.note), lead=line("  note  ", "blue"), lines=4))
    return [BLANK, *rows] if rows else []


def offer(session: Session, score: PracticeScore) -> list[Row]:
    """Return rows on what the answer takes over from another team, and what has moved since."""
    if score.answer.offer is None:
        return []
    rows = [Row(line(taken_words(score.answer)), lead=line("  taken over  ", "blue"), lines=2)]
    moved = session.now.moved_on(score)
    if moved is not None:
        rows.append(Row(line(moved_words(moved), "warn"), lead=line(f"  {moved_label(moved)}  ", "warn"), lines=4))
    return rows


def step_words(step: Step, today: date, *, is_late: bool) -> Content:
    """A step's words, and who, when and where in a few more."""
    parts = [line(step.text, "dim" if step.done_on else "")]
    about = [step.owner, f"by {spoken_day(step.due, today)}" if step.due else "", step.ticket]
    if said := ", ".join(part for part in about if part):
        parts.append(line(f" · {said}", "dim"))
    if step.done_on:
        parts.append(line(f" · done {spoken_day(step.done_on, today)}", "good"))
    elif is_late:
        parts.append(line(" · late", "warn"))
    return join(*parts)


def status(session: Session, score: PracticeScore, keys: Keys, *, low: bool = False) -> list[Row]:
    """Say what was said, in words, and what goes with it."""
    said = [labels.state(session, score), labels.freshness(session, score, keys)]
    rows = [Row(Content(" · ").join([part for part in said if part]), lines=1 if low else 2)]
    belongs = labels.evidence_steps_and_owner(session, score)
    if belongs:
        rows.append(Row(belongs, lines=1 if low else 2))
    if not low and (asked := all_done_words(score)):
        rows.append(Row(line(asked, "amber"), lines=2))
    return rows


@frozen
class QueueProgress:
    """The queue that is reviewed, and the place of the present practice in it."""

    queue_choice: str
    """In words; empty for everything in order."""
    place: int
    """From 1; 0 where it is none of them."""
    count: int
    moves_on: bool
    """Digits move on at once."""
    applies: bool = True
    """The team has not called the present practice not applicable."""

    def words(self, *, short: bool = False) -> Content:
        """Write the place in the queue: `only unsure · practice 1 of 3`."""
        otherwise = plural(self.count, "practice") if self.applies else f"does not apply, {self.count} do"
        at = f"{'' if short else 'practice '}{self.place} of {self.count}"
        parts = [line(self.queue_choice, "amber")] if self.queue_choice else []
        parts.append(line(at if self.place else otherwise, "dim"))
        parts += [line("digits move on", "amber")] if self.moves_on else []
        return Content(" · ").join(parts)


def progress(session: Session, going: QueueProgress, clock: ClockWords, *, room: int) -> list[Row]:
    """Say how far the team is, what it is going through, and the time: as much of it in words as there is room for."""
    long, short = going.words(), going.words(short=True)
    rights = [(10, clock.words, long), (0, clock.words, long), (0, clock.words, short)]
    rights += [(0, clock.medium, short), (0, clock.short, short)]
    for bar, time, at in rights:
        done = labels.progress_line(session.now.scorecard, bar, level=session.ballot is None)
        right = Content(" · ").join([part for part in (time, at) if part])
        if done.cell_length + right.cell_length + 2 <= room:
            break
    return [Row(done, right=right.truncate(max(8, room - done.cell_length - 2), ellipsis=True), clip=True)]


def idle_keys(score: PracticeScore, criterion: str | None, moved: tuple[int, int] | None) -> set[str]:
    """Ids of commands that would do nothing for this practice, where the cursor is."""
    idle = set()
    if moved is None or score.answer.level_reason:
        idle.add("level-reason")
    if criterion is None:
        idle |= {"strike", "here"}
    if not (is_carried(score) or score.answer.edited_outside):
        idle.add("confirm")
    return idle


_MARKS = 10
"""So many practices are shown around this one where the section list is folded."""


def folded(session: Session, current: PracticeScore) -> list[Row]:
    """The section list as one line: this section, and where the practices around this one stand."""
    numbers = session.questionnaire.numbers
    section = session.now.scorecard.sections_by_id[current.practice.section]
    title = join(line(f"{numbers[section.id]} {section.section.title} ", "blue"), labels.tally(section))
    place = next(at for at, score in enumerate(section.practices) if score.id == current.id)
    marks = []
    for score in section.practices[max(0, place - _MARKS // 2) : place + _MARKS]:
        here = score.id == current.id
        number = line(("▸" if here else "") + numbers[score.id], "key" if here else "dim")
        marks.append(join(number, " ", labels.mark(score)))
    room = max(20, 46 - len(numbers[section.id]))
    return [Row(join(title.truncate(room, ellipsis=True), "   ", Content("  ").join(marks)), key="jump", clip=True)]


def sections(session: Session, open_section: str) -> Sequence[Row]:
    """All sections, and the practices of the one that is open; each drawn when it is seen, as things are then."""
    rows: list[Row] = []
    for place, section in enumerate(session.questionnaire.sections):
        late = partial(_section_row, session, place, is_open=section.id == open_section)
        rows.append(Row(key=f"{SECTION}{section.id}", clip=True, late=late))
        if section.id == open_section:
            for within, practice in enumerate(section.practices):
                rows.append(Row(key=practice.id, clip=True, late=partial(_practice_row, session, place, within)))
    return rows


def _section_row(session: Session, place: int, *, is_open: bool) -> Row:
    section = session.now.scorecard.sections[place]
    return Row(
        line(section.section.title, "head" if is_open else "" if section.counts else "dim"),
        lead=line(f"{session.questionnaire.numbers[section.id]:>2} ", "head" if is_open else "dim"),
        right=labels.tally(section),
        key=f"{SECTION}{section.id}",
        clip=True,
    )


def _practice_row(session: Session, place: int, within: int) -> Row:
    score = session.now.scorecard.sections[place].practices[within]
    return Row(
        line(score.practice.title, "" if score.counts else "dim"),
        lead=line(f"  {session.questionnaire.numbers[score.id]:<4} ", "dim"),
        right=labels.mark(score),
        key=score.id,
        clip=True,
    )

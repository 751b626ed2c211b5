"""The roadmap as rows: groups, gaps, and what is owed about each beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from textual.content import Content

from levelbook.book.session import Session
from levelbook.core.answers.people import NOBODY
from levelbook.core.assessment.promises import Promise, suggestion
from levelbook.core.assessment.roadmap import Count, Group, RoadmapEntry, RoadmapView, Sort
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.days import ago_words, short_day
from levelbook.core.text.quotation import speaker
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import EFFORT_WORDS, plural
from levelbook.words.practice_state import all_done_words, expired_risk_words
from levelbook.words.promises import promise_words
from levelbook.words.standing import gap_count_words, no_gap_words

PLACES: Mapping[str, tuple[str, str]] = {
    "find-out": ("Find out", "unsure, or not answered"),
    "now": ("Now", "priority high"),
    "next": ("Next", "priority medium"),
    "later": ("Later", "priority low"),
    "accepted": ("Accepted", "the gap is accepted until a date"),
    "reached": ("Reached", "on target, with work still to do"),
}
SPANS: Mapping[str, tuple[str, str]] = {
    "late": ("Late", "the date has passed"),
    "coming": ("To come", "the earliest first"),
    "undated": ("No date", ""),
}
SORT_WORDS: dict[Sort, str] = {
    "roadmap": "by wave",
    "owner": "by owner",
    "section": "by section",
    "date": "by date",
}
UNANSWERED = "unanswered:"
"""What the key of a row begins with that stands for the unanswered practices of a group."""

ITSELF, TAKE_ON = "0", "+"
"""The last part of a row's key: the practice itself, its suggestion; else the number of a step."""


@frozen
class RowSubject:
    """The subject of a row: a practice, one of its steps, or its suggestion."""

    group: int
    practice_id: str
    part: str
    words: str = ""
    """The text of a step, by which it is known when others remove one before it."""

    @property
    def key(self) -> str:
        return f"{self.group}|{self.practice_id}|{self.part}" + (f"|{self.words}" if self.words else "")

    @property
    def number(self) -> int | None:
        """The number of a step; None for anything else."""
        return int(self.part) if self.part not in (ITSELF, TAKE_ON) else None


def row_subject(key: str) -> RowSubject | None:
    """Say what the row of this key is about; None where it is about no single practice."""
    if not key or key.startswith(UNANSWERED):
        return None
    group, practice_id, part, *words = key.split("|", 3)
    return RowSubject(int(group), practice_id, part, *words)


@frozen
class Columns:
    """The widths of the columns at the right."""

    who: int
    day: int
    ticket: int
    """0: no such column."""


NARROW, WIDE = Columns(who=12, day=12, ticket=0), Columns(who=18, day=16, ticket=12)


def columns(width: int) -> Columns:
    return WIDE if width >= 100 else NARROW


_ROUND_THE_HEAD = 5
"""Columns of the first line that hold neither what is counted nor the order."""


def head(
    session: Session, roadmap_view: RoadmapView, shown: Count, whole: Count, keys: Keys, *, width: int
) -> list[Row]:
    """Say how much there is, how it is sorted, and what is left out, in words."""
    said = [_counted(shown, whole, roadmap_view)]
    if shown.late:
        said.append(line(f", {plural(shown.late, 'promise')} late", "warn"))
    counted, order = join(*said), SORT_WORDS[roadmap_view.sort]
    all_fits = counted.cell_length + len(f"{order}, all shown") + _ROUND_THE_HEAD <= width
    rows = [Row(counted, right=line(f"{order}, all shown" if all_fits else order, "dim"), clip=True)]
    if roadmap_view.is_filtered:
        every = line(f"{keys.key('roadmap-filter')} changes the filter", "dim")
        filtered = line(f"only {filter_words(session, roadmap_view)}", "amber")
        rows = [
            Row(counted, right=line(order, "dim"), clip=True),
            Row(filtered, right=every, clip=True),
        ]
    return rows


def _counted(shown: Count, whole: Count, roadmap_view: RoadmapView) -> Content:
    of = whole.gaps if roadmap_view.is_filtered else None
    gaps = gap_count_words(shown.gaps, shown.unsure, shown.unanswered, of)
    return line(f"{gaps}, {plural(shown.steps, 'open step')}", "strong")


def filter_words(session: Session, roadmap_view: RoadmapView) -> str:
    """Say what is shown only: `Ana's`, `no owner`, `4 Model deployment`, `late`."""
    said = []
    if roadmap_view.who is not None:
        said.append(f"{roadmap_view.who}'s" if roadmap_view.who else "no owner")
    if roadmap_view.section:
        title = session.questionnaire.sections_by_id[roadmap_view.section].title
        said.append(f"{session.questionnaire.numbers[roadmap_view.section]} {title}")
    return " · ".join([*said, *(["what is late"] if roadmap_view.late else [])])


def rows(
    session: Session, groups: Sequence[Group], roadmap_view: RoadmapView, keys: Keys, *, width: int, unanswered: bool
) -> list[Row]:
    """List every gap under its heading, each drawn when it is seen; what is unanswered as one line unless asked for."""
    if not groups:
        return _nothing(session, roadmap_view, keys)
    shown: list[Row] = []
    for place, group in enumerate(groups):
        if shown:
            shown.append(Row(EMPTY, clip=True))
        shown.append(_heading(session, group, roadmap_view.sort))
        listed = [entry for entry in group.entries if unanswered or not entry.is_blank]
        for entry in listed:
            shown += _entry_rows(session, entry, place, columns(width))
        if folded := len(group.entries) - len(listed):
            shown.append(_folded(folded, place, keys))
    return shown


def _folded(count: int, group: int, keys: Keys) -> Row:
    said = f"{plural(count, 'practice')} not answered yet"
    return Row(
        line(said, "dim"),
        lead=line("…    ", "key"),
        key=f"{UNANSWERED}{group}",
        right=line(f"{keys.key('roadmap-unanswered')} lists {'it' if count == 1 else 'them'}", "dim"),
        clip=True,
    )


def _nothing(session: Session, roadmap_view: RoadmapView, keys: Keys) -> list[Row]:
    if roadmap_view.is_filtered:
        what = filter_words(session, roadmap_view)
        how = f"{keys.key('roadmap-filter')} changes the filter."
        return [Row(line(f"Nothing matches: {what}.", "good")), Row(line(how, "dim"))]
    return [Row(line(no_gap_words(session.now), "good" if session.now.scorecard.counting else "dim"))]


def _heading(session: Session, group: Group, sort: Sort) -> Row:
    if sort == "owner":
        title, about = (group.key, "") if group.key != NOBODY else ("No owner", "")
    elif sort == "section":
        title = f"{session.questionnaire.numbers[group.key]} {session.questionnaire.sections_by_id[group.key].title}"
        about = ""
    elif sort == "date":
        title, about = SPANS[group.key]
    else:
        title, about = PLACES[group.key]
    are_gaps = all(entry.place != "reached" and entry.score.gap_known for entry in group.entries)
    return Row(
        join(line(title, "head"), line(f"  {about}" if about else "", "dim")),
        right=line(plural(len(group.entries), "gap" if are_gaps else "practice"), "dim"),
        clip=True,
    )


def _entry_rows(session: Session, entry: RoadmapEntry, group: int, wide: Columns) -> Iterator[Row]:
    def spotted(part: str, words: str = "") -> str:
        return RowSubject(group, entry.id, part, words).key

    key = spotted(ITSELF)
    yield Row(key=key, clip=True, late=partial(_gap, session, entry, key, wide))
    for one in entry.steps:
        key = spotted(str(one.number), one.step.text)
        yield Row(key=key, clip=True, late=partial(_step, session, one, key, wide))
    for one in entry.evidence:
        yield _evidence(session, one, wide)
    if entry.suggestion:
        key = spotted(TAKE_ON)
        yield Row(key=key, clip=True, late=partial(_suggestion, entry, key))


def _gap(session: Session, entry: RoadmapEntry, key: str, wide: Columns) -> Row:
    """Number, title, where it is and needs to be, who and by when."""
    score = entry.score
    right = join(_level(entry), "  ", *_who_and_when(session, entry.gap_promise, "", wide))
    number = line(f"{session.questionnaire.numbers[score.id]:<5}", "blue")
    return Row(line(score.practice.title), lead=number, key=key, right=right, clip=True)


def _level(entry: RoadmapEntry) -> Content:
    score = entry.score
    if score.level is None:
        return line(f"{'?' if score.status == 'unsure' else '·'} → {score.target}", "dim")
    if not score.gap:
        return line(f"{score.level} ≥ {score.target}", "good")
    return line(f"{score.level} → {score.target}", "warn" if score.band == "high" else "")


def _step(session: Session, one: Promise, key: str, wide: Columns) -> Row:
    step = one.step
    done = step.done_on is not None
    return Row(
        line(step.text, "dim" if done else ""),
        lead=line(f"     {'[x]' if done else '[ ]'} ", "good" if done else ""),
        key=key,
        right=join(*_who_and_when(session, one, step.ticket, wide)),
        clip=True,
    )


def _evidence(session: Session, one: Promise, wide: Columns) -> Row:
    """Evidence that a sitting agreed on; the sitting says what became of it."""
    right = join(*_who_and_when(session, one, "", wide))
    return Row(line(promise_words(one)), lead=line("     ◇   "), right=right, clip=True)


def _suggestion(entry: RoadmapEntry, key: str) -> Row:
    offered = entry.suggestion
    assert offered is not None, "it has a row"
    effort = line(f"{offered.effort} ", "blue") if offered.effort else EMPTY
    return Row(
        line(offered.text, "dim"),
        lead=join(line("     + ", "key"), effort),
        key=key,
        right=line("suggested", "dim"),
        clip=True,
    )


def _who_and_when(session: Session, one: Promise | None, ticket: str, wide: Columns) -> list[Content | str]:
    """The columns at the right; where it is not about the practice itself they are empty."""
    parts: list[Content | str] = []
    if wide.ticket:
        parts += [line(ticket, "dim").truncate(wide.ticket, ellipsis=True, pad=True), "  "]
    if one is None:
        return [*parts, " " * (wide.who + 1 + wide.day)]
    who = line(one.who or one.owner) if one.owner else line("no owner", "dim")
    day = _day(session, one)
    parts += [who.truncate(wide.who, ellipsis=True, pad=True), " "]
    return [*parts, " " * max(0, wide.day - day.cell_length), day]


def _day(session: Session, one: Promise) -> Content:
    today = session.now.on
    if one.kind == "done":
        done_on = one.step.done_on
        return line(f"done {short_day(done_on, today)}" if done_on else "", "good")
    day = one.day(today)
    if day is None:
        return EMPTY
    said = short_day(day, today)
    if one.kind == "accepted":
        return line(f"until {said}", "amber")
    what = "ask by" if one.kind == "find-out" else "due"
    return line(f"late {said}", "warn") if one.is_late(today) else line(f"{what} {said}", "dim")


# What the cursor is on, in full


def detail(session: Session, key: str, keys: Keys, *, wide: bool) -> list[Row]:
    """The row under the cursor with all its words, and what can be done about it."""
    here = row_subject(key)
    if here is None or here.practice_id not in session.questionnaire.practices:
        return []
    score = session.now.scorecard[here.practice_id]
    if here.part == ITSELF:
        return _practice_detail(session, here.practice_id, wide=wide)
    if here.part == TAKE_ON:
        return _suggestion_detail(session, here.practice_id, keys)
    number = here.number or 0
    if not 1 <= number <= len(score.answer.steps):
        return []
    return _step_detail(session, here.practice_id, number)


def _practice_detail(session: Session, practice_id: str, *, wide: bool) -> list[Row]:
    score = session.now.scorecard[practice_id]
    reasons = labels.reasons(score, on_one_line=not wide)
    about = [labels.state(session, score)]
    if score.answer.status == "answered" and (score.answer.owner or score.answer.due):
        about.append(labels.owner_and_due(score.answer.owner, score, session))
    if score.accepted_holds and score.answer.accepted:
        accepted = score.answer.accepted
        about.append(line(f"accepted by {speaker(accepted.by)}: {accepted.reason}", "amber"))
    if expired := expired_risk_words(score, session.now.on):
        about.append(line(expired, "warn"))
    if said := all_done_words(score):
        return [Row(Content(" · ").join(about), lines=2), Row(line(said, "amber"), lines=2)]
    return [
        Row(Content(" · ").join(about), lines=2),
        Row(line(reasons[0] if reasons else labels.needs(score), "dim"), clip=True),
    ]


def _step_detail(session: Session, practice_id: str, number: int) -> list[Row]:
    answer, today = session.now.scorecard[practice_id].answer, session.now.on
    step = answer.steps[number - 1]
    said = [step.owner or (f"{answer.owner}, who owns the practice" if answer.owner else "no owner")]
    if step.due:
        is_late = step.is_open and step.due < today
        said.append(f"by {spoken_day(step.due, today)}" + (f", which was {ago_words(step.due, today)}" * is_late))
    said += [step.ticket] if step.ticket else []
    said += [f"done {spoken_day(step.done_on, today)}"] if step.done_on else []
    return [Row(line(step.text), lines=2), Row(line(" · ".join(said), "dim"), clip=True)]


def _suggestion_detail(session: Session, practice_id: str, keys: Keys) -> list[Row]:
    score = session.now.scorecard[practice_id]
    offered = suggestion(score)
    if offered is None:
        return []
    work = (
        f"{EFFORT_WORDS[offered.effort]} effort, towards level {(score.level or 0) + 1}"
        if offered.effort
        else "a suggestion"
    )
    how = f"{work} · {keys.key('roadmap-take-on')} adds it as a step"
    return [Row(line(offered.text), lines=2), Row(line(how, "dim"), clip=True)]

"""`levelbook gaps`: the roadmap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import click

from levelbook.book.publishing.published_names import published
from levelbook.book.session import Session
from levelbook.cli import shell_completion
from levelbook.cli.number_parameter import WholeNumberIn
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put, put_json
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.gaps import WAVES, Gap, Wave, in_waves
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import KEPT, Promise, left_to_get, to_bring
from levelbook.core.assessment.roadmap import RoadmapEntry, RoadmapView, arrange, roadmap_entries
from levelbook.core.questionnaire import lookup
from levelbook.core.text.cleaning import clean_line, without_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.export.json import gaps_shape
from levelbook.words.figures import EFFORT_WORDS, day_words, plural
from levelbook.words.offers import moved_label, moved_words
from levelbook.words.practice_state import all_done_words, expired_risk_words, level_or_status_words
from levelbook.words.promises import promise_words
from levelbook.words.sitting import NOBODY
from levelbook.words.standing import no_gap_words

WAVE_WORDS: dict[Wave, str] = {
    "find-out": "Find out: unsure, or not answered",
    "now": "Now: high priority",
    "next": "Next: medium priority",
    "later": "Later: low priority",
    "accepted": "Accepted for now",
}


@click.command(
    "gaps",
    epilog="--json also lists unanswered practices, with their status. Filters and --limit apply to both lists, in the "
    "order to close gaps. Practices on target with open steps come last; --wave, --limit and --json leave them out.",
)
@click.option(
    "--unanswered",
    is_flag=True,
    help="List each unanswered practice. Those about which nobody has said anything are otherwise only counted.",
)
@click.option(
    "--section", metavar="ID", shell_complete=shell_completion.section_ids, help="Only this section, or its number."
)
@click.option(
    "--owner",
    metavar="NAME",
    shell_complete=shell_completion.people,
    help="Only where this person owns the gap or an open step, or has something to find out or to bring; '' for work "
    "without an owner.",
)
@click.option("--wave", type=click.Choice(WAVES), help="Only this part of the roadmap.")
@click.option("--limit", type=WholeNumberIn(min=1), metavar="N", help="Show at most this many gaps.")
@click.option("--json", "as_json", is_flag=True, help="The roadmap as JSON.")
@click.pass_obj
def command(
    folder: Path,
    unanswered: bool,
    section: str | None,
    owner: str | None,
    wave: Wave | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Show the roadmap: the gaps in the order to close them."""
    session = open_session(folder)
    section_id = lookup.section_id(session.questionnaire, section) if section else ""
    roadmap_view = RoadmapView(section=section_id, who=clean_line(owner) if owner is not None else None)
    in_view = {entry.id: entry for entry in _entries_in_view(session.now, roadmap_view)}
    gaps = [gap for gap in session.now.roadmap if gap.score.id in in_view and wave in (None, gap.wave)]
    if as_json:
        shown_as = {gap.score.id: gap for gap in published(session.state).roadmap}
        put_json(gaps_shape((shown_as[gap.score.id] for gap in gaps[:limit]), session.now.all_moved_on))
        return
    with_work = reached_in_view(session.now, roadmap_view) if wave is None and limit is None else []
    if not gaps and not (with_work and roadmap_view.is_filtered):
        filtered = roadmap_view.is_filtered or wave is not None
        put("Nothing on the roadmap matches." if filtered else no_gap_words(session.now))
    blank = {gap.score.id for gap in gaps if not unanswered and in_view[gap.score.id].is_blank}
    listed = [gap for gap in gaps if gap.score.id not in blank]
    shown = {gap.score.id for gap in listed[:limit]}
    work = _Work(session)
    parts = [_wave_lines(one, members, shown, blank, work) for one, members in in_waves(gaps).items()]
    parts.append(_reached_lines(with_work, work))
    for number, lines in enumerate(filter(None, parts)):
        put(*([""] if number or not (gaps or roadmap_view.is_filtered) else []), *lines)
    if len(shown) < len(listed):
        put("", f"{len(listed) - len(shown)} more; a higher --limit lists them.")


def reached_in_view(now: Assessment, roadmap_view: RoadmapView) -> list[PracticeScore]:
    """Return the practices on target with steps or evidence still open that match the filters."""
    return [entry.score for entry in _entries_in_view(now, roadmap_view) if entry.place == "reached"]


def _entries_in_view(now: Assessment, roadmap_view: RoadmapView) -> list[RoadmapEntry]:
    """Return what is on the roadmap and matches the filters; what is done is nobody's work any more."""
    whole = roadmap_entries(now.scorecard, evidence=to_bring(now))
    return [
        entry
        for group in arrange(whole, roadmap_view, now.scorecard)
        for entry in group.entries
        if any(one.kind not in KEPT for one in entry.promises)
    ]


class _Work:
    """Work is what people have taken on, with the session that it is of: open steps, and evidence to bring."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._evidence: dict[str, list[Promise]] = {}
        for promise in to_bring(session.now):
            self._evidence.setdefault(promise.score.id, []).append(promise)

    def lines(self, one: PracticeScore) -> list[str]:
        """Return a line for each open step, and for each piece of evidence that somebody agreed to bring."""
        today = self.session.now.on
        lines = []
        for step in one.answer.open_steps:
            about = ", ".join(filter(None, (step.owner or one.answer.owner, day_words(step.due, today), step.ticket)))
            said = f"{without_full_stop(step.text)} – {about}{_late(step.due, today)}" if about else step.text
            lines.append(f"    step: {said}")
        for promise in self._evidence.get(one.id, ()):
            about = ", ".join(filter(None, (promise.who, day_words(promise.by, today))))
            said = f"{promise_words(promise)}{f' – {about}' if about else ''}{_late(promise.by, today)}"
            lines.append(f"    {said[0].lower()}{said[1:]}")
        return lines


def _wave_lines(
    wave: Wave, members: list[Gap], shown: Collection[str], blank: Collection[str], work: _Work
) -> list[str]:
    """Return the lines of one part of the roadmap, with a count of unlisted unanswered practices; empty beyond the
    limit.
    """
    lines = [f"  {line}" for gap in members if gap.score.id in shown for line in _lines(gap, work)]
    counted = sum(gap.score.id in blank for gap in members)
    if counted:
        lines.append(
            f"  {plural(counted, 'practice')} not answered yet: --unanswered lists {'it' if counted == 1 else 'them'}"
        )
    return [f"{WAVE_WORDS[wave]} ({len(members)})", *lines] if lines else []


def _reached_lines(scores: Sequence[PracticeScore], work: _Work) -> list[str]:
    """Return the lines of the practices that are on target and have work left; empty without any."""
    if not scores:
        return []
    lines = [f"Reached: on target, with work still to do ({len(scores)})"]
    for one in scores:
        number = work.session.questionnaire.numbers[one.id]
        lines.append(f"  {number} {one.practice.title}: {level_or_status_words(one)}, target {one.target}")
        lines += [f"  {line}" for line in work.lines(one)]
    return lines


def _late(due: date | None, today: date) -> str:
    return " (late)" if due and due < today else ""


def _lines(gap: Gap, work: _Work) -> list[str]:
    session = work.session
    one, answer, today = gap.score, gap.score.answer, session.now.on
    stands = f"{level_or_status_words(one)}, target {one.target}"
    lines = [f"{session.questionnaire.numbers[one.id]} {one.practice.title}: {stands}, priority {one.priority}"]
    if (moved := session.now.moved_on(one)) is not None:
        lines.append(f"    {moved_label(moved)}: {moved_words(moved)}")
    accepted = answer.accepted
    if one.accepted_holds and accepted:
        until = day_words(accepted.until, today)
        lines.append(f"    accepted at {accepted.level} until {until} by {speaker(accepted.by)}: {accepted.reason}")
    if expired := expired_risk_words(one, today):
        lines.append(f"    {expired}")
    lines += work.lines(one)
    # The steps have just said whose they are.
    is_unsure = answer.status == "unsure"
    owner, due = (answer.ask_whom, answer.ask_by) if is_unsure else (answer.owner, answer.due)
    is_late = is_unsure or one.owner_is_late(today)
    until = "by" if is_late or due is None or due >= today else "was due"
    owner = owner or (NOBODY if due else "")
    who = ", ".join(filter(None, (owner, f"{until} {day_words(due, today)}" if due else "")))
    if who:
        late = _late(due, today) if is_late else ""
        lines.append(f"    {'finds out' if is_unsure else 'owner'}: {who}{late}")
    if one.accepted_holds:
        return lines  # nobody is asked for more
    if gap.action and not answer.open_steps:
        lines.append(f"    start with: {gap.action.text} ({EFFORT_WORDS[gap.action.effort]})")
    elif said := all_done_words(one):
        lines.append(f"    {said}")
    elif wanted := left_to_get(one):
        lines.append(f"    get from the provider: {'; '.join(wanted)}")
    return lines

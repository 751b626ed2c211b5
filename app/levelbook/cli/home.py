"""Home as text is what `levelbook` alone prints without a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.book import summary
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.moved_book import left_words
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.cli.output import in_terminal, put, put_table
from levelbook.core.assessment.promises import Promise
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.text.rounding import one_decimal
from levelbook.words.figures import day_words, level_words, plural
from levelbook.words.orphans import orphan_lines
from levelbook.words.practice_state import bulletin_words, level_or_status_words
from levelbook.words.promises import promise_words
from levelbook.words.standing import open_facts_words, roadmap_count_words, standing_words

_MOST_THREATS = 3


def put_home(session: Session) -> None:
    """Print the start page of a book: where it stands, what is promised, what waits, what comes next."""
    settings = session.folder.settings
    put(settings.team + (f" · {settings.about}" if settings.about else ""))
    _put_promises(session)
    put("", standing_words(session.now), *orphan_lines(session.now))
    if any(section.figures.target is not None for section in session.now.scorecard.sections):
        put_table([_section_cells(session, section) for section in session.now.scorecard.sections], indent=2, right=[0])
    _put_threats(session)
    _put_waiting(session)
    put(summary.round_words(session).words)
    if words := to_fill_words(session.folder):
        put(words)
    _put_roadmap(session)
    opens = (
        "This terminal cannot draw the app: `levelbook ask` goes through the practices in plain lines"
        if in_terminal()
        else "In a terminal, `levelbook` opens the book"
    )
    put("", f"{opens}; `levelbook --help` lists the commands.")


def _put_promises(session: Session) -> None:
    found = summary.promises(session)
    counts = (summary.kept_words(found, session.now.on), summary.late_words(found), summary.undated_words(found))
    said = [words for words in counts if words]
    if said:
        put("", f"Promises: {', '.join(said)}.", *(f"  {_late_line(session, one)}" for one in found.late))


def _late_line(session: Session, one: Promise) -> str:
    number = session.questionnaire.numbers[one.score.id]
    return f"{number} {promise_words(one)} – {one.who or 'nobody'}, {day_words(one.by, session.now.on)}, late"


def _section_cells(session: Session, section: SectionScore) -> list[str]:
    """Return number, title, level and target, and how much is answered."""
    figures = section.figures
    number = session.questionnaire.numbers[section.id]
    if figures.target is None:
        return [number, section.section.title, "does not apply", ""]
    level = f"{level_words(figures)} of {one_decimal(figures.target)}"
    answered, counting = section.settled_of
    return [number, section.section.title, level, f"{answered} of {counting} answered"]


def _put_threats(session: Session) -> None:
    found, problem = summary.threats(session)
    if problem:
        put("", f"Cannot check for new threats: {problem}")
    if not found:
        return
    put("", f"New since your last round: {plural(len(found), 'threat')} that {_touch_verb(found)} what you do.")
    for threat in found[:_MOST_THREATS]:
        put(f"  {bulletin_words(threat.bulletin, session.now.on)}")
        for score in threat.touched:
            number = session.questionnaire.numbers[score.id]
            put(f"    {number} {score.practice.title}: {level_or_status_words(score)}, target {score.target}")
    if len(found) > _MOST_THREATS:
        put(f"  {len(found) - _MOST_THREATS} more: `levelbook check` names all.")


def _touch_verb(found: Sequence[object]) -> str:
    return "touches" if len(found) == 1 else "touch"


def _put_waiting(session: Session) -> None:
    put("")
    workshop = Workshop(session)
    _put_recoveries(workshop)
    if words := summary.sitting_words(workshop):
        put(f"{words}.")
    if words := summary.parked_words(workshop):
        put(f"{words}: `levelbook sitting` lists what was parked.")
    if words := summary.to_bring_words(workshop):
        put(f"{words}: `levelbook sitting evidence` lists what is to be brought.")
    if session.now.tailoring.open_facts:
        put(open_facts_words(session.now.tailoring))
    if words := summary.asked_again_words(summary.asked_again(session)):
        put(f"{words}.")
    for one in summary.open_practices(session, workshop.still_to_discuss):
        put(f"{one.words} ({one.time_words}).")
    if words := summary.ballots_words(session):
        put(f"{words}.")
    if words := summary.doubts_words(session):
        put(words)


def _put_recoveries(workshop: Workshop) -> None:
    recoveries = Recoveries(workshop)
    for recovery in recoveries.offered().values():
        put("", f"Not saved the last time: {recoveries.words(recovery)}. {recoveries.how_to_have_back(recovery)}")
    for words in left_words(workshop.session):
        put("", words)


def _put_roadmap(session: Session) -> None:
    first = summary.first_to_close(session, 5)
    if first:
        put("", f"First on the roadmap ({roadmap_count_words(session.now)}):")
        for gap in first:
            number = session.questionnaire.numbers[gap.score.id]
            put(f"  {number} {gap.score.practice.title}: {level_or_status_words(gap.score)}, target {gap.score.target}")

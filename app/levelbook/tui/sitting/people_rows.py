"""The rows beside the plan: who is here, what is parked, minutes; before a sitting, ballots and the last one."""

from __future__ import annotations

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.answers.sittings import Parked, Participant, Sitting
from levelbook.core.assessment.promises import Promise
from levelbook.core.text.cleaning import spoken_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.literal_text import content, join, line
from levelbook.tui.open_sitting.begin import last_sitting
from levelbook.tui.sitting.rows import BLANK, heading
from levelbook.tui.widgets.layout import tail_behind
from levelbook.tui.widgets.rows import Row, by_key
from levelbook.words.figures import plural
from levelbook.words.parked_items import origin_words, outcome_words
from levelbook.words.sitting import who_by_words

NOTES, NEW_PERSON, NEW_PARKED = "notes", "new-person", "new-parked"
PERSON, PARKED, THEN, EVIDENCE = "person:", "parked:", "then:", "evidence:"
"""What the keys of other rows begin with. After them comes a name, or the words of a parked item; after EVIDENCE the
number that the evidence keeps, and after THEN a practice, `#` and a place."""
MOST_LINES = 6
"""Lines of a parked item or of evidence; the person and the day at its end are never cut."""


def rows(workshop: Workshop, keys: Keys, *, wide: bool) -> list[Row]:
    """List people, parked items and minutes; before a sitting, ballots and what was parked and is open."""
    if not workshop.is_open:
        return [*_ballots(workshop.session), *_last_time(workshop), *_left_open(workshop), *_to_bring(workshop)]
    sitting = workshop.sitting
    return [
        *_people(sitting, keys, wide=wide),
        BLANK,
        *_parked(workshop.session, sitting, keys),
        *_to_bring(workshop),
        BLANK,
        *_minutes(sitting, keys, wide=wide),
    ]


def people_by_key(sitting: Sitting) -> dict[str, Participant]:
    """Map the keys of rows to the people who are here, in order."""
    return by_key(sitting.participants, lambda one: f"{PERSON}{one.name}")


def parked_by_key(sitting: Sitting) -> dict[str, Parked]:
    """Map the keys of rows to the parked items, in order."""
    return by_key(sitting.parked, lambda one: f"{PARKED}{one.text}")


def _people(sitting: Sitting, keys: Keys, *, wide: bool) -> list[Row]:
    rows = [
        Row(
            line(one.name),
            lead=join(line("[x] " if one.named else "[ ] ", "good" if one.named else "dim")),
            key=key,
            right=line("may be named" if one.named else "not named", "dim"),
            clip=True,
        )
        for key, one in people_by_key(sitting).items()
    ]
    how = f"{keys.key('sitting-named')}: named beside a vote" if rows else ""
    return [
        heading(f"Who is here: {len(rows)}", "" if wide else how),
        *([Row(line(how, "dim"))] if wide and how else []),  # the column is narrow
        *rows,
        _new("add somebody", NEW_PERSON, "sitting-people", keys),
    ]


def _parked(session: Session, sitting: Sitting, keys: Keys) -> list[Row]:
    rows = [_parked_row(session, one, key) for key, one in parked_by_key(sitting).items()]
    return [
        heading(f"Parked: {len(rows)}"),
        *rows,
        _new("park something", NEW_PARKED, "sitting-park", keys),
    ]


def _parked_row(session: Session, one: Parked, key: str) -> Row:
    number, today = session.questionnaire.numbers.get(one.practice, ""), session.now.on
    origin, outcome = origin_words(one, "", today), outcome_words(one, today)
    about = line(f" ({origin})" if origin else "", "dim")
    became = line(f" – {outcome}" if outcome else "", "warn" if one.is_late(today) else "dim")
    said = join(line(one.text, "" if one.is_open else "dim"), about, became)
    lead = line(f"{number or '·':<5}", "blue")
    return Row(said, lead=lead, key=key, lines=MOST_LINES, tail=tail_behind(one.text, said))


def _minutes(sitting: Sitting, keys: Keys, *, wide: bool) -> list[Row]:
    if not sitting.minutes:
        return [heading("Minutes"), _new("add minutes", NOTES, "sitting-minutes", keys)]
    said = Row(content(sitting.minutes), key=NOTES, lines=12 if wide else 5)
    return [heading("Minutes", keys.key("sitting-minutes")), said]


def _new(text: str, key: str, command: str, keys: Keys) -> Row:
    return Row(line(text, "dim"), lead=line("+ ", "key"), key=key, right=line(keys.key(command), "key"), clip=True)


def _ballots(session: Session) -> list[Row]:
    ballots = session.ballots.handed_in
    empty = len(session.ballots.all) - len(ballots)
    left_out = session.ballots.left_out_words
    unread = [Row(line(f"{left_out}: {session.ballots.problems[0]}", "warn"), lines=4)] if left_out else []
    if not ballots and not empty:
        if unread:
            return [heading("Ballots"), *unread]
        said = "No ballots yet. They show where you disagree: `levelbook ballot form`."
        return [heading("Ballots"), Row(line(said, "dim"))]
    names = [ballot.participant for ballot in ballots if ballot.participant]
    hidden = len(ballots) - len(names)
    people = ", ".join([*names, *([f"{hidden} without a name"] if hidden else [])])
    said = "; ".join(part for part in (people, f"{empty} not filled in yet" if empty else "") if part)
    return [heading(f"Ballots: {len(ballots)}"), Row(line(said), lines=3), *unread]


def _last_time(workshop: Workshop) -> list[Row]:
    found = last_sitting(workshop)
    if found is None:
        return []
    day, sitting = found
    rows: list[Row] = [BLANK, heading(f"Last time: {spoken_day(day, workshop.session.now.on)}")]
    said = [
        f"{plural(len(sitting.names), 'person', 'people')}" if sitting.names else "",
        f"{plural(len(sitting.taken_up), 'practice')} taken up" if sitting.taken_up else "",
        f"{plural(len(sitting.taken_on), 'step')} taken on" if sitting.taken_on else "",
        "" if sitting.closed else "not closed",
    ]
    rows.append(Row(line(", ".join(part for part in said if part), "dim")))
    return rows


def _left_open(workshop: Workshop) -> list[Row]:
    """Return rows of items left open by earlier sittings, which the next one takes over."""
    items = workshop.left_open
    if not items:
        return []
    rows = [_parked_row(workshop.session, one, f"{THEN}{one.practice}#{place}") for place, one in enumerate(items)]
    return [BLANK, heading(f"Open from earlier sittings: {len(items)}"), *rows]


def _to_bring(workshop: Workshop) -> list[Row]:
    """The evidence that sittings agreed on and nobody has brought."""
    found = workshop.evidence.to_bring
    if not found:
        return []
    rows = [_evidence_row(workshop.session, one, one.evidence) for one in found if one.evidence]
    return [BLANK, heading(f"Evidence to bring: {len(found)}"), *rows]


def _evidence_row(session: Session, one: Promise, agreed: AgreedEvidence) -> Row:
    today = session.now.on
    who_by = line(f" – {who_by_words(one.who, one.by, today)}", "warn" if one.is_late(today) else "dim")
    number = line(f"{session.questionnaire.numbers[one.score.id]:<5}", "blue")
    said = join(line(agreed.proof.what), who_by)
    tail = tail_behind(agreed.proof.what, said)
    return Row(said, lead=number, key=f"{EVIDENCE}{agreed.number}", lines=MOST_LINES, tail=tail)

"""The rows of home: promises first, then where the team stands, then what waits, and the dates."""

from __future__ import annotations

from dataclasses import replace

from levelbook.book import summary
from levelbook.book.conflicts_in_texts import conflict_in_answers
from levelbook.book.editions.missing_editions import gone_editions
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop, plan_of_round
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.assessment.gaps import Gap
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import Promise
from levelbook.core.text.days import short_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.home.standing import PRACTICE, sections, spaced, standing
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.durations import about_minutes
from levelbook.words.figures import plural
from levelbook.words.orphans import orphan_lines
from levelbook.words.practice_state import bulletin_words
from levelbook.words.promises import promise_words
from levelbook.words.standing import roadmap_count_words

SCREEN, WAITING, DIFFER, LATE, ANEW, DRAFTS = "screen:", "waiting:", "differ:", "late:", "anew:", "drafts:"

"""What the keys of rows begin with; a practice's key ends with a place, so that it can appear twice."""


def left(session: Session, workshop: Workshop, keys: Keys, *, width: int, at_most: int, gaps: int) -> list[Row]:
    """Beside where the team stands: what was promised, what waits, what comes next, and the dates."""
    blocks = (
        promises(session, keys, at_most=at_most, list_kept=True),
        threats(session, at_most=2),
        waiting(session, workshop, keys),
        next_up(session, keys, at_most=gaps),
        dates(session, keys),
    )
    rows = spaced(warnings(session), *blocks)
    # The column is narrow and there are lines to spare: words wrap, and are not cut.
    return [wrapped for row in rows for wrapped in _wrapped(row, width)]


def _wrapped(row: Row, width: int) -> list[Row]:
    if row.key:
        return [replace(row, clip=False, lines=0)]
    if row.right and row.lead.cell_length + row.words.cell_length + row.right.cell_length + 5 > width:
        return [replace(row, right=EMPTY), Row(row.right)]
    return [row]


def whole(session: Session, workshop: Workshop, keys: Keys, width: int, *, at_most: int) -> list[Row]:
    """Return all rows in one column; before the first answer, tasks come before the empty bars."""
    begun = session.now.scorecard.overall.level is not None
    bars, ways = [*standing(session), *sections(session, width)], waiting(session, workshop, keys)
    blocks = [bars, ways] if begun else [ways, bars]
    promised, news = promises(session, keys, at_most=at_most, list_kept=False), threats(session, at_most=1)
    rest = (next_up(session, keys, at_most=3), dates(session, keys))
    return spaced(warnings(session), promised, news, *blocks, *rest)


def warnings(session: Session) -> list[Row]:
    """Warn of a conflict inside of a note, of answers that count for nothing, and of editions that were altered, once
    the other rows have read them.

    Also of editions that are gone, and of ballots and sittings that may be meant not to count.
    """
    gone = (one.message for one in gone_editions(session.editions, session.now.book, by_git=False))
    doubts = summary.doubts_words(session)
    foreign = session.editions.all_of_another_team
    altered = (*session.editions.altered_words, str(foreign) if foreign is not None else "")
    conflict = conflict_in_answers(session.folder)
    said = (str(conflict or ""), *orphan_lines(session.now), *gone, *altered, doubts)
    return [Row(line(words, "warn")) for words in said if words]


# Promises


def promises(session: Session, keys: Keys, *, at_most: int, list_kept: bool) -> list[Row]:
    """Say how many were kept since the last edition and how many are late; the late ones by name, the oldest first."""
    found, today = summary.promises(session), session.now.on
    said = [
        line(summary.kept_words(found, today), "good" if found.kept else "dim"),
        line(summary.late_words(found), "warn" if found.late else "dim"),
        line(summary.undated_words(found), "dim"),
    ]
    if not any(said):
        return []
    head = Row(line("Promises", "head"), right=line(", ", "dim").join([part for part in said if part]), clip=True)
    shown = found.late if len(found.late) <= at_most else found.late[: at_most - 1]
    rows = [_late(session, one, place) for place, one in enumerate(shown)]
    if len(shown) < len(found.late):
        rows.append(
            Row(
                line(f"and {len(found.late) - len(shown)} more are late", "warn"),
                lead=line("→ ", "key"),
                key=LATE,
                right=line(f"{keys.key('go-roadmap')} roadmap", "dim"),
                clip=True,
            )
        )
    kept = found.kept[:3] if list_kept else ()
    return [head, *rows, *(_kept(session, one, place) for place, one in enumerate(kept))]


def _late(session: Session, one: Promise, place: int) -> Row:
    who = line(one.who).truncate(14, ellipsis=True) if one.who else line("no owner", "dim")
    day = line(f"late {short_day(one.by, session.now.on)}" if one.by else "", "warn")
    return Row(
        line(promise_words(one)),
        lead=line(f"{session.questionnaire.numbers[one.score.id]:<5}", "warn"),
        key=f"{PRACTICE}{one.score.id}#late{place}",
        right=join(who, "  ", day),
        clip=True,
    )


def _kept(session: Session, one: Promise, place: int) -> Row:
    done_on = one.step.done_on if one.number else None
    return Row(
        line(promise_words(one), "dim"),
        lead=line(f"{session.questionnaire.numbers[one.score.id]:<5}", "good"),
        key=f"{PRACTICE}{one.score.id}#kept{place}",
        right=line(f"kept {short_day(done_on, session.now.on)}" if done_on else "", "good"),
        clip=True,
    )


# New threats


def threats(session: Session, *, at_most: int) -> list[Row]:
    """Say what became known since the last round, newest first, and the practices of ours that it touches."""
    found, problem = summary.threats(session)
    if problem:
        return [Row(line(f"Cannot check for new threats: {problem}", "warn"))]
    if not found:
        return []
    count = line(f"{len(found)} since your last round", "warn")
    rows = [Row(line("New threats", "head"), right=count, clip=True)]
    for place, threat in enumerate(found[:at_most]):
        rows.append(Row(line(bulletin_words(threat.bulletin, session.now.on), "dim")))
        rows += [_touched(session, score, place) for score in threat.touched]
    if len(found) > at_most:
        rows.append(Row(line(f"{len(found) - at_most} more: `levelbook check` names all", "dim")))
    return rows


def _touched(session: Session, score: PracticeScore, place: int) -> Row:
    return Row(
        line(score.practice.title),
        lead=line(f"{session.questionnaire.numbers[score.id]:<5}", "warn"),
        key=f"{PRACTICE}{score.id}#threat{place}",
        right=join(labels.mark(score), line(f", target {score.target}", "dim")),
        clip=True,
    )


# What waits


def waiting(session: Session, workshop: Workshop, keys: Keys) -> list[Row]:
    """The ways in: the sitting, open facts, what is to answer and to confirm, where people differ, what to write."""
    ways = [
        _drafts(session),
        _sitting(workshop, keys),
        _parked(workshop, keys),
        _to_bring(workshop, keys),
        _facts(session, keys),
        _anew(session),
    ]
    left = summary.open_practices(session, workshop.still_to_discuss)
    ways += [_way(one.words, f"{WAITING}{one.id}", one.time_words) for one in left]
    ways += [_ballots(session), _trouble(session, keys)]
    return [way for way in ways if way is not None]


def _drafts(session: Session) -> Row | None:
    words = Drafts(session).words
    return _way(words, DRAFTS) if words else None


def _trouble(session: Session, keys: Keys) -> Row | None:
    words = to_fill_words(session.folder)
    return _way(words, f"{SCREEN}guide", keys.key("go-guide")) if words else None


def _way(text: str, key: str, about: str = "") -> Row:
    """A row that leads somewhere; it wraps, so that nothing of it is lost in a narrow column."""
    said = join(line(text.removesuffix(".")), line(f", {about}", "dim")) if about else line(text)
    return Row(said, lead=line("→ ", "key"), key=key, lines=4)


def _sitting(workshop: Workshop, keys: Keys) -> Row | None:
    said = summary.sitting_words(workshop)
    return _way(said, f"{SCREEN}sitting", keys.key("go-sitting")) if said else None


def _parked(workshop: Workshop, keys: Keys) -> Row | None:
    said = summary.parked_words(workshop)
    return _way(said, f"{SCREEN}sitting#parked", keys.key("go-sitting")) if said else None


def _to_bring(workshop: Workshop, keys: Keys) -> Row | None:
    said = summary.to_bring_words(workshop)
    return _way(said, f"{SCREEN}sitting#evidence", keys.key("go-sitting")) if said else None


def _facts(session: Session, keys: Keys) -> Row | None:
    facts = len(session.now.tailoring.open_facts)
    if not facts:
        return None
    text = f"{plural(facts, 'open fact')}: your targets may rise"
    return _way(text, f"{SCREEN}profile", keys.key("go-profile"))


def _anew(session: Session) -> Row | None:
    found = summary.asked_again(session)
    said = summary.asked_again_words(found)
    return _way(said, ANEW, about_minutes(plan_of_round(session).seconds_for(found.practice_ids))) if said else None


def _ballots(session: Session) -> Row | None:
    said = summary.ballots_words(session)
    if not said:
        return None
    if not summary.differing(session):
        if session.ballots.problems:
            return Row(line(said, "warn"), lead=line("  "), lines=4)
        return Row(line(said, "dim"), lead=line("  "), clip=True)
    return _way(said, DIFFER)


def next_up(session: Session, keys: Keys, *, at_most: int) -> list[Row]:
    """The top of the roadmap."""
    first = summary.first_to_close(session, at_most)
    if not first:
        return []
    count = f"{roadmap_count_words(session.now)}, {keys.key('go-roadmap')} roadmap"
    head = Row(line("First on the roadmap", "head"), right=line(count, "dim"), clip=True)
    return [head, *(_gap(session, gap, place) for place, gap in enumerate(first))]


def _gap(session: Session, gap: Gap, place: int) -> Row:
    score = gap.score
    stands = f"{score.level} → {score.target}"
    return Row(
        join(line(score.practice.title), line(f"  {gap.owner or 'no owner'}", "dim")),
        lead=line(f"{session.questionnaire.numbers[score.id]:<5}", "blue"),
        key=f"{PRACTICE}{score.id}#next{place}",
        right=line(stands, "warn" if score.band == "high" else "dim"),
        clip=True,
    )


def dates(session: Session, keys: Keys) -> list[Row]:
    """The last edition, and when the next round is due."""
    said = summary.round_words(session)
    if session.editions.last is None:
        how = f"Seal one ({keys.key('go-editions')}) once you have answered enough: it keeps a fixed copy."
        return [Row(line(f"{said.words} {how}", "dim"))]
    return [Row(line(said.words, "warn" if said.is_warning else "dim"))]

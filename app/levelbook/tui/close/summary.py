"""The summary of a close: the sitting as it will be in the record, and what to do with it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from textual.content import Content

from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.book.sittings.close import Closing
from levelbook.core.answers.agreed_evidence import EvidenceFate
from levelbook.core.answers.sittings import EvidenceToBring, Parked
from levelbook.core.text.cleaning import spoken_day, without_full_stop
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.literal_text import EMPTY, content, join, line
from levelbook.tui.widgets.layout import tail_behind
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import plural
from levelbook.words.parked_items import outcome_words, parked_count_words
from levelbook.words.sitting import NOBODY, load_words, settled_evidence_words, taken_on_by_words

ASSEMBLE, SEAL = "assemble", "seal"
"""Keys of the rows that offer what to do next."""

BLANK = Row(EMPTY)


def summary(closing: Closing, keys: Keys) -> list[Row]:
    """The sitting as it will be in the record, and what to do with it."""
    sitting, unknown, now = closing.sitting, closing.unknown(), closing.session.now
    earlier = [one.evidence.proof for one in closing.workshop.evidence.of_earlier_sittings if one.evidence is not None]
    agreed = _agreed_words(closing) or "none agreed"
    proofs = f"{agreed}, {len(earlier)} from earlier sittings still to be brought" if earlier else agreed
    unsure = f"{plural(len(unknown), 'thing')} to find out" if unknown else "nothing"
    still_open = sum(item.is_open for item in sitting.parked)
    parked = parked_count_words(sitting.parked) or "nothing parked"
    done = f"{plural(len(sitting.taken_up), 'practice')} taken up, {parked}"
    shown = [
        Row(line(", ".join(sitting.names) or "nobody entered"), lead=_label("Here")),
        Row(line(done), lead=_label("Done")),
        Row(line(load_words(sitting)), lead=_label("Taken on")),
        *(_point(closing, one.practice, one.step, taken_on_by_words(one, now), None) for one in sitting.taken_on),
        Row(line(proofs), lead=_label("Evidence")),
        *(_evidence(closing, one) for one in (*sitting.proofs, *earlier)),
        Row(line(unsure), lead=_label("Unsure")),
    ]
    for score in unknown:
        answer = score.answer
        shown.append(_point(closing, score.id, score.practice.title, answer.ask_whom or NOBODY, answer.ask_by))
    if sitting.parked:
        said = f"{len(sitting.parked) - still_open} settled, {still_open} open"
        shown += [Row(line(said), lead=_label("Parked")), *(_outcome(closing, item) for item in sitting.parked)]
    shown += [
        Row(line(spoken_day(closing.next_round()[0]), "strong"), lead=_label("Next round")),
        BLANK,
        _offered("Write the guide, the record and the charts", ASSEMBLE, "close-assemble", keys),
        _offered("Seal an edition: keep a fixed copy of everything", SEAL, "close-seal", keys),
    ]
    if words := to_fill_words(closing.workshop.session.folder):
        shown.append(Row(line(words, "amber"), lines=2))
    if sitting.minutes:
        shown += [BLANK, Row(content(sitting.minutes), lead=_label("Minutes"), lines=6)]
    return shown


def _agreed_words(closing: Closing) -> str:
    """Count the evidence that this sitting agreed on: `1 piece to bring, 1 brought, 1 dropped`; empty for none."""
    of = Counter(closing.session.now.fate_of(one) for one in closing.sitting.proofs)
    to_bring = f"{plural(of['open'], 'piece')} to bring" if of["open"] else ""
    return ", ".join(filter(None, [to_bring, *(f"{of[fate]} {words}" for fate, words in _SETTLED if of[fate])]))


_SETTLED: tuple[tuple[EvidenceFate, str], ...] = (("kept", "brought"), ("dropped", "dropped"))


def _evidence(closing: Closing, one: EvidenceToBring) -> Row:
    if became := settled_evidence_words(one, closing.session.now.fate_of(one)):
        return _point(closing, one.practice, one.what, became, None)
    return _point(closing, one.practice, one.what, one.who or NOBODY, one.by)


def _offered(text: str, key: str, command: str, keys: Keys) -> Row:
    return Row(line(text), lead=line("→ ", "key"), key=key, right=line(keys.key(command), "key"), clip=True)


def _label(text: str) -> Content:
    return line(f"{text:<11}", "blue")


def _outcome(closing: Closing, item: Parked) -> Row:
    return _point(closing, item.practice, item.text, outcome_words(item, closing.session.now.on), None)


def _point(closing: Closing, practice_id: str, text: str, who: str, by: date | None) -> Row:
    number = closing.session.questionnaire.numbers.get(practice_id, "")
    when = f"by {spoken_day(by, closing.session.now.on)}" if by else ""
    about = ", ".join(part for part in (who, when) if part)
    late = by is not None and by < closing.session.now.on
    words = without_full_stop(text) if about else text
    said = join(line(words), line(f" · {about}" if about else "", "dim"), line(", late" if late else "", "warn"))
    lead = line(f"           {number:<5}", "dim")
    return Row(said, lead=lead, lines=4, tail=tail_behind(words, said))

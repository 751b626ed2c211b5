"""The close of a sitting: what is taken on, who brings which evidence, who finds out what, what becomes of parked
items, when to meet again.
"""

from __future__ import annotations

from datetime import date

from textual.content import Content

from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing, MissingEvidence, ProposedStep
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.sittings import EvidenceToBring, Parked
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import spoken_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.close.parts import TITLES, Part, parts
from levelbook.tui.close.summary import summary
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row, by_key
from levelbook.words.figures import plural
from levelbook.words.parked_items import origin_words, outcome_words
from levelbook.words.practice_state import titled
from levelbook.words.proof import claimed_and_proven, nothing_to_bring_words, proves
from levelbook.words.sitting import (
    NOBODY,
    advice,
    late_steps,
    load_words,
    next_round_reason,
    settled_evidence_words,
)

STEP, AGREED, PROOF, UNSURE, PARKED, DATE = "step:", "agreed:", "proof:", "unsure:", "parked:", "date"
"""Keys of rows, or what they begin with."""

BLANK = Row(EMPTY)

# What is above and below


def tabs(closing: Closing, part: Part) -> list[Row]:
    """The parts with what is in them so far; where we are is marked."""
    if part == "closed":
        return [Row(line("The sitting is closed", "good bold"), right=_day(closing.workshop.day, closing), clip=True)]
    shown: list[Content | str] = []
    for place, name in enumerate(parts(closing), start=1):
        here = name == part
        text = f"{'▸' if here else ' '}{place} {_SHORT[name]} {_count(closing, name)}".rstrip()
        shown += [line(text, "head" if here else "dim"), "  "]
    return [Row(join(*shown), clip=True)]


_SHORT: dict[Part, str] = {
    "steps": "Take on",
    "proofs": "Evidence",
    "unsure": "Find out",
    "parked": "Parked",
    "date": "Next round",
}


def _count(closing: Closing, part: Part) -> str:
    """Say how much of a part is settled."""
    sitting = closing.sitting
    if part == "steps":
        return str(len(sitting.taken_on))
    if part == "proofs":
        return str(len(sitting.proofs))
    if part == "unsure":
        unknown = closing.unknown()
        return f"{sum(bool(score.answer.ask_whom) for score in unknown)}/{len(unknown)}"
    if part == "parked":
        return f"{len(sitting.parked) - len(closing.undecided())}/{len(sitting.parked)}"
    return "✓" if closing.next_round()[1] == "agreed" else ""


def head(closing: Closing, part: Part) -> list[Row]:
    """Say what this part asks, in a sentence."""
    sitting = closing.sitting
    if part == "closed":
        return []
    asks = _ASKS[part]
    if part == "proofs" and closing.workshop.evidence.of_earlier_sittings:
        asks = "agreed earlier, then not proven yet, largest first"
    rows = [Row(join(line(TITLES[part], "head"), line(f"  {asks}", "dim")), clip=True)]
    if part == "steps":
        rows.append(Row(line(f"{load_words(sitting)}.", "" if sitting.taken_on else "dim")))
        rows += [
            Row(line(said, "amber"), lines=2) for said in advice(sitting, late_steps(sitting, closing.session.now))
        ]
    return rows


_ASKS: dict[Part, str] = {
    "steps": "before the next round, three to seven steps",
    "proofs": "levels not proven, largest first",
    "unsure": "for what nobody here knew",
    "parked": "settle it, give it to somebody or carry it on",
    "date": "when you meet again",
}


def about(closing: Closing, key: str, *, tall: bool) -> list[Row]:
    """More about the row under the cursor."""
    kind, colon, rest = key.partition(":")
    if f"{kind}:" == PARKED:
        item = parked_by_key(closing).get(key)
        return _about_parked(closing, item, tall=tall) if item else []
    practice_id = rest.partition("#")[0]
    score = closing.session.now.scorecard.practices.get(practice_id) if colon else None
    if score is None:
        return []
    number = closing.session.questionnaire.numbers[score.id]
    stands = f"level {score.level}, target {score.target}" if score.level is not None else f"target {score.target}"
    rows = [Row(join(line(f"{number} {score.practice.title}", "head"), line(f"  {stands}", "dim")), clip=True)]
    if f"{kind}:" == STEP:
        proposed = steps_by_key(closing).get(key)
        rows += [Row(line(proposed.text), lines=3 if tall else 2)] if proposed else []
    elif f"{kind}:" in (PROOF, AGREED):
        rows.append(Row(line("; ".join(proves(score)) or score.practice.question, "dim"), lines=4 if tall else 2))
    else:
        rows.append(Row(line(score.practice.question), lines=3 if tall else 2))
    return rows


def _about_parked(closing: Closing, item: Parked, *, tall: bool) -> list[Row]:
    """The item in full, and what was decided."""
    today = closing.session.now.on
    score = closing.session.now.scorecard.practices.get(item.practice)
    origin = origin_words(item, titled(closing.session.now, score) if score else "", today)
    rows = [Row(line(origin, "dim"), clip=True)] if origin else []
    return [*rows, Row(line(item.text), lines=3 if tall else 2)]


def steps_by_key(closing: Closing) -> dict[str, ProposedStep]:
    """The steps to choose from, by the keys of their rows: the practice, and a step's words."""
    return by_key(closing.proposed_steps(), _step_key)


def _step_key(proposed: ProposedStep) -> str:
    return f"{STEP}{proposed.score.id}#{'action' if proposed.number is None else f'step {proposed.text}'}"


def proofs_by_key(closing: Closing) -> dict[str, MissingEvidence]:
    """Practices that lack evidence, and what is brought, by the keys of their rows: the practice, and the words."""
    return by_key(closing.proofs(), lambda one: f"{PROOF}{one.score.id}#{one.proof.what if one.proof else ''}")


def parked_by_key(closing: Closing) -> dict[str, Parked]:
    """The parked items in their order, by the keys of their rows: the practice, and the words."""
    return by_key(closing.sitting.parked, lambda item: f"{PARKED}{item.practice}#{item.text}")


def number_of(key: str) -> int:
    """The number that agreed evidence keeps, by its row's key."""
    return int(key.rpartition("#")[2])


# The parts


def rows(closing: Closing, part: Part, keys: Keys) -> list[Row]:
    """Say what there is to settle in a part."""
    if part == "steps":
        return _steps(closing)
    if part == "proofs":
        return _proofs(closing)
    if part == "unsure":
        return _unsure(closing)
    if part == "parked":
        return _parked(closing)
    return _date(closing, keys) if part == "date" else summary(closing, keys)


def _steps(closing: Closing) -> list[Row]:
    proposed_steps = steps_by_key(closing)
    if not proposed_steps:
        answered = any(score.level is not None for score in closing.session.now.scorecard.counting)
        text = "and no suggestion for any gap" if answered else "and nothing is answered yet that could suggest one"
        return [Row(line(f"There is no open step, {text}."), lines=2)]
    return [
        Row(
            line(proposed.text, "" if proposed.place or proposed.number else "dim"),
            lead=_lead(closing.session, proposed.score, taken=proposed.place is not None),
            key=key,
            right=_of_step(closing, proposed),
            clip=True,
        )
        for key, proposed in proposed_steps.items()
    ]


def _lead(session: Session, score: PracticeScore, *, taken: bool) -> Content:
    box = line("[x] " if taken else "[ ] ", "good" if taken else "dim")
    return join(box, line(f"{session.questionnaire.numbers[score.id]:<5}", "blue"))


def _of_step(closing: Closing, proposed: ProposedStep) -> Content:
    """Say who does a step and by when, or when it was done; of a practice that does not count, nobody is held to it."""
    if proposed.done_on:
        done = f"done on {spoken_day(proposed.done_on, closing.session.now.on)}"
        return line(", ".join(filter(None, (_short(proposed.owner), done))), "dim")
    due = proposed.due if proposed.score.counts else None
    return _who_and_when(closing, proposed.owner, due, proposed.effort)


def _who_and_when(closing: Closing, owner: str, due: date | None, effort: str = "") -> Content:
    by = f"by {spoken_day(due, closing.session.now.on)}" if due else ""
    late = due is not None and due < closing.session.now.on
    said = ", ".join(part for part in (_short(owner), by) if part)
    size = line(f"effort {effort}{', ' if said else ''}", "blue") if effort else EMPTY
    return join(size, line(said, "dim"), line(", late" if said or effort else "late", "warn") if late else EMPTY)


def _short(words: str, at_most: int = 24) -> str:
    """Cut words at so many columns, for the end of a row."""
    return line(words).truncate(at_most, ellipsis=True).plain


def _proofs(closing: Closing) -> list[Row]:
    earlier = _agreed_before(closing)
    # The practice of such evidence is not listed as lacking once more.
    asked = {one.score.id for one in closing.workshop.evidence.of_earlier_sittings}
    found = {key: one for key, one in proofs_by_key(closing).items() if one.proof or one.score.id not in asked}
    if not found and not earlier:
        return [Row(line(nothing_to_bring_words(closing.session.now.scorecard.counting), "good"), lines=2)]
    shown = earlier
    for key, one in found.items():
        score, proof = one.score, one.proof
        said = claimed_and_proven(score) if score.level is not None else "not answered"
        words: list[Content] = [line(score.practice.title, "dim" if proof else "")]
        if proof:
            words = [line(proof.what), line(f"  {score.practice.title}", "dim")]
        right = _who_brings(closing, proof) if proof else line(said, "warn")
        shown.append(
            Row(
                join(*words),
                lead=_lead(closing.session, score, taken=proof is not None),
                key=key,
                right=right,
                clip=True,
            )
        )
    return shown


def _who_brings(closing: Closing, proof: EvidenceToBring) -> Content:
    """Say who brings evidence and by when; of what is settled by now, how."""
    if became := settled_evidence_words(proof, closing.session.now.fate_of(proof)):
        return line(_short(became, 27), "dim")
    return _who_and_when(closing, proof.who or NOBODY, proof.by)


def _agreed_before(closing: Closing) -> list[Row]:
    """Return rows of evidence agreed in earlier sittings that nobody has brought."""
    return [
        Row(
            join(line(one.evidence.proof.what), line(f"  {one.score.practice.title}", "dim")),
            lead=join(line("→   ", "amber"), line(f"{closing.session.questionnaire.numbers[one.score.id]:<5}", "blue")),
            key=f"{AGREED}{one.score.id}#{one.evidence.number}",
            right=_who_and_when(closing, one.who or NOBODY, one.by),
            clip=True,
        )
        for one in closing.workshop.evidence.of_earlier_sittings
        if one.evidence
    ]


def _unsure(closing: Closing) -> list[Row]:
    found = closing.unknown()
    if not found:
        return [Row(line("Nothing is unsure: there is nothing to find out.", "good"))]
    return [
        Row(
            line(score.practice.title),
            lead=_lead(closing.session, score, taken=bool(score.answer.ask_whom)),
            key=f"{UNSURE}{score.id}",
            right=_who_and_when(closing, score.answer.ask_whom, score.answer.ask_by)
            if score.answer.ask_whom or score.answer.ask_by
            else line(NOBODY, "warn"),
            clip=True,
        )
        for score in found
    ]


def _parked(closing: Closing) -> list[Row]:
    numbers, today = closing.session.questionnaire.numbers, closing.session.now.on
    undecided = closing.undecided()
    shown = []
    for key, item in parked_by_key(closing).items():
        box = line("[ ] ", "dim") if item in undecided else line("[x] ", "good")
        named = item.changed(owner=_short(item.owner), decision=_short(item.decision, 27))  # a day is never cut
        shown.append(
            Row(
                line(item.text, "" if item.is_open else "dim"),
                lead=join(box, line(f"{numbers.get(item.practice, '·'):<5}", "blue")),
                key=key,
                right=line(outcome_words(named, today), "warn" if item.is_late(today) else "dim"),
                clip=True,
            )
        )
    return shown


def _date(closing: Closing, keys: Keys) -> list[Row]:
    day, source = closing.next_round()
    why = next_round_reason(source)
    closed, close = closing.sitting.closed, keys.key("close-done")
    confirms = "" if source == "agreed" or closed else " Closing the sitting confirms it."
    said = f"{why[0].upper()}{why[1:]}.{confirms}"
    then = f"Then {close} closes the sitting." if not closed else f"The sitting is closed. {close} shows its summary."
    then += " You can come back to every part."
    away = plural((day - closing.agreed_on).days, "day")
    return [
        Row(
            join(line(spoken_day(day), "strong"), line(f"  in {away}", "dim")),
            lead=line("→ ", "key"),
            key=DATE,
            right=line(f"{keys.key('close-who')} another day", "dim"),
            clip=True,
        ),
        Row(line(said, "dim"), lead=line("  ")),
        BLANK,
        Row(line(then, "dim")),
        *_carried(closing),
        *_unsaved(closing),
    ]


def _carried(closing: Closing) -> list[Row]:
    """Return a row on the parked items without a decision."""
    count = len(closing.undecided())
    said = f"{plural(count, 'undecided parked item')} {'goes' if count == 1 else 'go'} to the next sitting."
    return [Row(line(said, "amber"))] if count else []


def _unsaved(closing: Closing) -> list[Row]:
    """Return a row on forms with unsaved text, which neither the close nor an edition holds."""
    words = Drafts(closing.session).words
    return [Row(line(f"{words}, so it is not in this sitting. Home leads to it.", "amber"), lines=2)] if words else []


def _day(day: date, closing: Closing) -> Content:
    return line(spoken_day(day, closing.session.now.on), "dim")

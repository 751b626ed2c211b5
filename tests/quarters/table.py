"""The table of an edition's `changes.md`: what became of each practice, worked out a second time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quarters.pair import Pair
from quarters.record import Standing
from quarters.words import spoken

KINDS = (
    "worse", "not known", "evidence lost", "criteria lost", "risk accepted", "acceptance expired", "target lowered",
    "gone", "out of scope", "left out", "acceptance ended", "now inherited", "now ours", "better", "answered",
    "evidence gained", "criteria gained", "still open", "now in scope", "target raised", "reworded", "new",
)  # fmt: skip
LOOK_FIRST = KINDS[:10]
Row = tuple[str, str, str, str]
"""Kind, practice, from, to."""


@dataclass(frozen=True)
class Table:
    """What the table has to say of two records."""

    pair: Pair

    def check(self, lines: Sequence[str]) -> None:
        together = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        reasons = [(row[0], *row[2:]) for row in together if row[4]]
        assert len(set(reasons)) == len(reasons), "a reason is read once"
        said = [(row[0], title, *row[2:]) for row in together for title in row[1].split("; ")]
        wanted = self.rows()
        assert sorted(row[:4] for row in said) == sorted(wanted)
        kinds = [row[0] for row in said]
        assert kinds == sorted(kinds, key=KINDS.index)
        for row in said:
            self._because(row[4])

    def _because(self, said: str) -> None:
        """Digits in a reason are words of the team or of the questionnaire, or a day of theirs."""
        days: list[date] = []
        levels = [level for one in self.pair.new.questions.practices.values() for level in one["levels"]]
        texts = [part["text"] for level in levels for part in level.get("criteria", [])]
        for answers in (self.pair.old.answers, self.pair.new.answers):
            for answer in answers.values():
                accepted = answer.get("accepted", {})
                texts += [answer.get("note", ""), answer.get("not_applicable", ""), accepted.get("reason", "")]
                texts += [piece["reference"] for piece in answer.get("evidence", [])]
                days += [piece["seen_on"] for piece in answer.get("evidence", []) if "seen_on" in piece]
                days += [day for day in (accepted.get("until"), answer.get("ask_by")) if day]
                days += [self.pair.runs_out(piece) for piece in answer.get("evidence", []) if "seen_on" in piece]
        known = [one.lower() for text in texts if text for one in (text.removesuffix("."), *re.split(r"\. ", text))]
        known += [spoken(day, self.pair.new.day).lower() for day in days]
        left = said.lower()
        for words in sorted(known, key=len, reverse=True):
            left = left.replace(words, "")
        assert not re.search(r"\d", left), f"nobody gave this figure: {said}"

    def rows(self) -> list[Row]:
        """What became of each practice, as the table has it."""
        pair, found = self.pair, []
        for name in pair.new.questions.practices:
            title, new = pair.title(name), pair.new.card.standings[name]
            if name not in pair.earlier:
                found += [("new", title, "not there", state(new))] if new.counts else []
                found += (
                    [(kind, title, *both) for kind, *both in self._accepted(new, "not there")] if new.counts else []
                )
                found += [("left out", title, "not there", "not applicable")] if left_out(new) else []
                continue
            old = pair.old.card.standings[pair.earlier[name]]
            found += [(kind, title, before, after) for kind, before, after in self._of(name, old, new)]
        for name, to in pair.became.items():
            old = pair.old.card.standings[name]
            if not to:
                found.append(("gone", pair.title(name), state(old), "no longer asked"))
            elif name in pair.asked_again:
                found.append(("reworded", pair.title(name), state(old), "asked differently"))
        return found

    def _of(self, name: str, old: Standing, new: Standing) -> Iterable[tuple[str, str, str]]:
        pair = self.pair
        if not new.counts or not old.counts:
            if old.counts:
                yield "out of scope", state(old), "not applicable"
            if new.counts:
                yield "now in scope", "not applicable", state(new)
                yield from self._accepted(new, "not applicable")
            if left_out(new) and old.scope == "not-applicable":
                yield "left out", "not applicable", "left out by the team"
            return
        if (old.scope == "inherited") != (new.scope == "inherited"):
            whose = ("ours", "inherited") if new.scope == "inherited" else ("inherited", "ours")
            yield f"now {whose[1]}", *whose
        moved = True
        if old.level is not None and new.level is not None and new.level != old.level:
            yield ("better" if new.level > old.level else "worse"), state(old), state(new)
        elif old.level is not None and new.level is None:
            yield "not known", state(old), state(new)
        elif old.level is None and new.level is not None:
            yield "answered", state(old), state(new)
        else:
            moved = False
        if old.level is not None and new.level is not None:
            before, after = old.backed, new.backed
            if new.evidenced < min(old.evidenced, new.level):
                yield "evidence lost", before, after
            elif new.evidenced > old.evidenced and new.level <= old.level:
                yield "evidence gained", before, after
            yield from self._criteria(name, old, new)
        if old.level is None and new.level is None and state(old) != state(new):
            yield "still open", state(old), state(new)
            moved = True
        accepted = new.answer.get("accepted", {})
        was, now = old.accepted_on(pair.old.day), new.accepted_on(pair.new.day)
        if now and (not was or old.answer["accepted"] != accepted):
            stood = old.answer["accepted"] if was else {}
            before = f"{stood['level']} until {spoken(stood['until'], pair.new.day)}" if was else f"target {old.target}"
            until = spoken(accepted["until"], pair.new.day)
            yield "risk accepted", before, f"{accepted['level']} until {until}"
        elif was and not now:
            before = f"{old.answer['accepted']['level']} accepted"
            if accepted and accepted["until"] < pair.new.day and new.level is not None and new.level < new.target:
                yield "acceptance expired", before, f"{new.level}, target {new.target}"
            else:
                yield "acceptance ended", before, state(new)
        if new.target != old.target:
            kind = "target raised" if new.target > old.target else "target lowered"
            yield kind, f"target {old.target}", f"target {new.target}"
        earlier = pair.earlier[name]
        called = {part: to for (of, part), to in pair.names.items() if of == earlier}
        inherited = old.scope == new.scope == "inherited"
        before = pair.old.questions.wording(earlier, inherited, called)
        if before != pair.new.questions.wording(name, inherited) and not moved:
            yield "reworded", state(old), state(new)

    def _accepted(self, new: Standing, before: str) -> Iterable[tuple[str, str, str]]:
        """A risk that is accepted of what was not asked before, with the target, which is new as well."""
        if new.accepted_on(self.pair.new.day):
            accepted = new.answer["accepted"]
            until = spoken(accepted["until"], self.pair.new.day)
            yield "risk accepted", before, f"target {new.target}, accepted at {accepted['level']} until {until}"

    def _criteria(self, name: str, old: Standing, new: Standing) -> Iterable[tuple[str, str, str]]:
        """Of every criterion whether an exception, then or now, makes the difference."""
        if "inherited" in (old.scope, new.scope):
            return
        was, now, lost, gained = self.pair.answers[name], new.answer, False, False
        away, there = ({*one.get("unmet", []), *other.get("met", [])} for one, other in ((now, was), (was, now)))
        for level in self.pair.new.questions.practices[name]["levels"]:
            for part in level.get("criteria", []):
                held, holds = (_holds(answer, level["level"], part["id"]) for answer in (was, now))
                lost |= held and not holds and part["id"] in away
                gained |= holds and not held and part["id"] in there
        if lost:
            yield "criteria lost", "met", "not met"
        if gained:
            yield "criteria gained", "not met", "met"


def _holds(answer: dict[str, Any], level: int, criterion: str) -> bool:
    claimed = level <= answer["level"] and criterion not in answer.get("unmet", [])
    return claimed or criterion in answer.get("met", [])


def left_out(one: Standing) -> bool:
    return not one.counts and one.scope != "not-applicable"


def state(one: Standing) -> str:
    if not one.counts:
        return "not applicable"
    if one.level is not None:
        return str(one.level)
    return "not known" if one.answer.get("unsure") else "not answered"

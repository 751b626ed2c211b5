"""Reads an edition's `changes.md` line by line, and checks every figure in it against `record.py`.

Each line has to be one that is known here, so that a new figure is either checked or fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from levelbook.guide.keep.blocks import has_digest
from quarters.pair import Pair
from quarters.record import Card, Record
from quarters.table import LOOK_FIRST, Table
from quarters.words import N, counts, number, per_cent, places, rounded, spoken, value

MOVERS = {"worse", "not known", "out of scope", "gone", "better", "answered", "now in scope", "new"}
FIGURE = r"([+−]?\d+\.\d+)"
RANGED = r"(\d+\.\d+(?: \(\d+\.\d+–\d+\.\d+\))?)"


def _listed(titles: Iterable[str]) -> str:
    """Return a pattern of some titles as a sentence lists them: `A, B and C`, or `A, B, C and 2 more`."""
    shown = [re.escape(f"“{title}”" if "," in title else title) for title in titles]
    one = "|".join(sorted(shown, key=len, reverse=True))
    return rf"(?:{one})(?:, (?:{one}))*(?: and (?:\d+ more|{one}))?"


@dataclass
class Page:
    """One `changes.md`, with the records that it speaks of, and the guide that was sealed beside it."""

    text: str
    pair: Pair
    guide: str
    behind: Collection[str]
    """Titles of the blocks that are known to be behind."""
    began: Record | None = None
    """With what the round began, where the edition before was sealed only for an upgrade."""

    @property
    def table(self) -> Table:
        return Table(self.pair)

    def check(self) -> None:
        """Every line is known, every figure in it is right, and nothing that has to be there is missing."""
        lines = [line for line in self.text.splitlines() if line]
        table = [line for line in lines if line.startswith("|")]
        self.table.check(table[2:])
        seen = []
        for line in (line for line in lines if line not in table):
            known = [(pattern, check) for pattern, check in self._lines() if re.fullmatch(pattern, line)]
            assert len(known) == 1, f"{self.pair.new.name}: nothing here checks the line: {line}"
            pattern, check = known[0]
            found = re.fullmatch(pattern, line)
            assert found is not None
            check(*found.groups())
            seen.append(check.__name__)
        always = ("_title", "_compared_with", "_first", "_claims", "_alike", "_promised", "_by_hand", "_not_looked_at")
        for needed in always:
            assert seen.count(needed) == 1, f"{self.pair.new.name}: {needed} {seen}"
        assert seen.count("_split") == seen.count("_by_practice") == (1 if self._moved else 0), seen
        assert seen.count("_needed") == (1 if self._of_needs else 0), seen
        assert seen.count("_facts") == (self.pair.profile != self.pair.new.profile), seen
        assert seen.count("_whole_round") == (self.began is not None), seen

    def _lines(self) -> Iterator[tuple[str, Callable[..., None]]]:
        yield rf"# Retail, (\d+ \w+ \d+): claimed level {FIGURE}(?: to {FIGURE}|, as before)", self._title
        yield (
            r"\*\*(?:Nobody has reviewed (?:the one answer|any of the (\d+) answers) in this round|"
            r"Most answers have not been reviewed in this round:\*\* (\d+) of (\d+))\.(?:\*\*)?",
            self._unreviewed,
        )
        yield r"- \*\*Compared with\*\* the edition of (.+)\.", self._compared_with
        yield r"\*\*Look here first:\*\* (.+)\.", self._first
        yield (
            r"(Nothing) got worse, nothing went out of scope, no evidence was lost, and no risk was accepted\.",
            self._first,
        )
        before = rf"(?:before {FIGURE}|as before)(?:, when no evidence proved any of it)?"
        proves = rf" Level {FIGURE} counts as proven, {before}\."
        own = rf"{proves} Every level here is the team's own answer\."
        yield rf"- \*\*Claims that need more evidence:\*\* (?:nothing|(.+))\.{own}", self._claims
        yield (
            (
                rf"- \*\*Like for like, {FIGURE}:\*\* across the {N} practices? answered both times "
                r"in the same wording\."
            ),
            self._alike,
        )
        yield (
            (
                rf"- \*\*(?:Why the claimed level moved, {FIGURE}|The claimed level, as before):\*\* "
                rf"answers {FIGURE}, questionnaire {FIGURE}"
                rf"(?: \((\S+) to (\S+)\))?, profile {FIGURE}\. Before {RANGED}, now {RANGED}\."
            ),
            self._split,
        )
        yield (
            (
                r"- \*\*Reached of the targets:\*\* (\d+)(?:–\d+)? per cent"
                r"(?:, as before|, before (\d+)(?:–\d+)?)?(?:; (.+))?\."
            ),
            self._reached,
        )
        yield rf"- \*\*By practice, {FIGURE}(?: to two decimals)?:\*\* (.+)\.", self._by_practice
        yield (
            (rf"- \*\*Targets and risks:\*\* (.+); average target {FIGURE}, (?:before {FIGURE}|as before)\."),
            self._needed,
        )
        yield (
            (
                r"- \*\*Promised up to (.+?):\*\* (?:nothing was open|(\w+) promises?; ([\w ,]+))\."
                r"(?: Promised since: ([\w ,]+)\.)?(?: Late: (.+?)\.)?"
                r"(?: Put off: (.+?)\.)?(?: Dropped: (.+)\.)?"
            ),
            self._promised,
        )
        yield (
            (
                rf"- \*\*Edited by hand in (?:the rest of )?the guide:\*\* {N} notes? kept(?:; edited: (.+?))?"
                r"(?:; edited and behind: (.+))?\."
            ),
            self._by_hand,
        )
        yield (
            r"- \*\*If something looks wrong:\*\* not filled in yet: whom to call, how to stop it and what to save\.()",
            self._unfilled,
        )
        yield r"- \*\*The guide contradicts the answers:\*\* (.+)", self._contradictions
        yield r"- \*\*Facts that changed:\*\* (.+)\.", self._facts
        yield (
            (
                rf"- \*\*The whole round:\*\* since (.+) the claimed level (?:went from {FIGURE} to|stayed at) "
                rf"{FIGURE}\. The edition in between was sealed only for the upgrade; "
                r"levelbook diff (\S+) (\S+) compares the whole round\."
            ),
            self._whole_round,
        )
        yield (
            r"- \*\*Not reviewed this round:\*\* (\d+) of (\d+) answers?"
            r"(?:; (\d+) of (\d+) practices (?:is|are) answered)?\.",
            self._not_looked_at,
        )

    # The level

    @property
    def _levels(self) -> tuple[Fraction, Fraction]:
        old, new = self.pair.old.card.level, self.pair.new.card.level
        assert old is not None and new is not None
        return old, new

    @property
    def _moved(self) -> bool:
        return any(self.pair.by_practice().values())

    def _title(self, day: str, first: str, second: str | None) -> None:
        old, new = self._levels
        assert day == spoken(self.pair.new.day)
        assert first == rounded(old, places(first))
        assert (second is None) == (old == new)
        if second is not None:
            assert second == rounded(new, places(second)) and first != second

    def _compared_with(self, day: str) -> None:
        assert day == spoken(self.pair.old.day, self.pair.new.day)

    def _alike(self, change: str, count: str) -> None:
        assert change == rounded(self.pair.like_for_like, places(change), sign=True)
        assert number(count) == len(self.pair.alike)

    def _split(self, moved: str | None, *said: str) -> None:
        answers, questionnaire, earlier, later, profile, before, now = said
        change = moved or rounded(Fraction(0), places(answers), sign=True)
        assert (moved is None) == (before == now), "a level that is as before did not move"
        old, new = self._levels
        parts = self.pair.parts()
        assert sum(parts.values()) == new - old
        assert change == rounded(new - old, places(change), sign=True)
        for figure, part in ((answers, "answers"), (questionnaire, "questionnaire"), (profile, "profile")):
            assert figure == rounded(parts[part], places(change), sign=True), part
        assert value(answers) + value(questionnaire) + value(profile) == value(change)
        assert value(now.split()[0]) - value(before.split()[0]) == value(change)
        fewer = [
            sum(value(rounded(part, fewer)) for part in parts.values()) == value(rounded(new - old, fewer))
            and value(rounded(new, fewer)) - value(rounded(old, fewer)) == value(rounded(new - old, fewer)) != 0
            for fewer in range(1, places(change))
        ]
        assert not any(fewer), "with fewer decimals it would add up as well"
        for printed, card in ((before, self.pair.old.card), (now, self.pair.new.card)):
            self._ranged(printed, card, places(change))
        versions = [record.questions.main["version"] for record in (self.pair.old, self.pair.new)]
        assert [earlier, later] == (versions if versions[0] != versions[1] else [None, None])

    def _reached(self, now: str, before: str | None, why: str | None) -> None:
        was, is_now = per_cent(self.pair.old.card), per_cent(self.pair.new.card)
        assert (before or was, now) == (was, is_now)
        assert (before is None) == (was == is_now)
        titles = {self.pair.title(name) for name in (*self.pair.new.questions.practices, *self.pair.became)}
        for part in (why or "").split("; ") if why else ():
            assert re.fullmatch(rf"(?:slightly )?(?:up|down) because of {_listed(titles)}", part), part

    @staticmethod
    def _ranged(printed: str, card: Card, decimals: int) -> None:
        assert card.level is not None
        level = rounded(card.level, decimals)
        wanted = level if card.covered else f"{level} ({rounded(card.low, decimals)}–{rounded(card.high, decimals)})"
        assert printed == wanted

    def _by_practice(self, total: str, listed: str) -> None:
        old, new = self._levels
        title = re.search(r"claimed level (\d+\.\d+)", self.text)
        assert title is not None
        # As after less before, where the levels are printed as exactly as the sum; else nobody can see what those are.
        exact = value(rounded(new, places(total))) - value(rounded(old, places(total)))
        whole = exact if places(title[1]) == places(total) else value(rounded(new - old, places(total)))
        assert value(total) == whole
        by = {self.pair.title(name): moved for name, moved in self.pair.by_practice().items() if moved}
        may_be_named = {title for kind, title, *_ in self.table.rows() if kind in MOVERS} | {
            self.pair.title(name) for name in self.pair.asked_again
        }
        assert len(by) == sum(1 for moved in self.pair.by_practice().values() if moved), "titles are unique this year"
        named, _, others = re.sub(r" \(because [^)]*\)", "", listed).partition("; ")
        shown = [re.fullmatch(rf"(.+) {FIGURE}", one) for one in named.split(", ")]
        said = {one[1]: one[2] for one in shown if one}
        assert len(said) == len(shown) and len(said) <= 5
        left = dict(by)
        for title, figure in said.items():
            exact = left.pop(title)
            assert abs(value(figure) - exact) < Fraction(1, 10 ** places(total)), title
        assert list(said) == sorted(said, key=lambda title: -abs(by[title])), "the largest first"
        assert set(said) <= may_be_named
        assert all(abs(by[other]) <= abs(by[title]) for other in may_be_named & set(left) for title in said)
        rest = Fraction(0)
        if others:
            movers = may_be_named & set(left)
            largest = max(by, key=lambda title: abs(by[title]))
            if len(left) == 1 and not movers:
                found = re.fullmatch(rf"(.+) {FIGURE}, because its share of the level changed", others)
                assert found is not None and found[1] in left, "the only other one is named"
            else:
                found = re.fullmatch(
                    rf"{N} others?(?: and the changed shares? of {N} more)?(?: together)? {FIGURE}"
                    r"(, because their shares of the level changed)?(?:, (?:most of all )?(.+))?",
                    others,
                )
                assert found is not None and number(found[1]) == (len(movers) or len(left))
                assert (number(found[2]) if found[2] else 0) == (len(left) - len(movers) if movers else 0)
                assert bool(found[4]) == (not movers)
                assert found[5] == (None if largest in may_be_named else largest), "what moved it most is named"
            rest = value(found[2 if found.re.groups == 2 else 3])
            # Each figure is the same wherever it is printed, so the rest takes up what rounding did to those named.
            assert abs(rest - sum(left.values())) < Fraction(1 + len(said), 10 ** places(total))
        assert sum(map(value, said.values())) + rest == value(total), "what is printed adds up"

    def _whole_round(self, since: str, first: str | None, second: str, start: str, end: str) -> None:
        assert self.began is not None and (start, end) == (self.began.name, self.pair.new.name)
        assert since == spoken(self.began.day, self.pair.new.day)
        for printed, card in ((first or second, self.began.card), (second, self.pair.new.card)):
            assert card.level is not None and printed == rounded(card.level, places(printed))

    def _facts(self, said: str) -> None:
        facts = self.pair.new.questions.main["facts"]
        wanted = []
        there = {fact["id"] for fact in self.pair.old.questions.main["facts"]}
        there |= {one["to"] for upgrade in self.pair.upgrades for one in upgrade.get("facts", []) if "to" in one}
        for fact in facts:
            labels = {choice["id"]: choice["label"] for choice in fact["choices"]}
            given = [profile.get(fact["id"], []) for profile in (self.pair.new.profile, self.pair.profile)]
            chosen = [[one] if isinstance(one, str) else one for one in given]
            now, before = (", ".join(f"“{labels[one]}”" for one in ids) or "not answered" for ids in chosen)
            asked = before if fact["id"] in there else "not asked"
            wanted += [f"{fact['question']} {now}, before {asked}"] if now != before else []
        assert said == "; ".join(wanted)

    # What stands apart

    @property
    def _of_needs(self) -> dict[str, int]:
        rows = [kind for kind, *_ in self.table.rows()]
        kinds = ("target raised", "target lowered", "risk accepted", "acceptance expired", "acceptance ended")
        return {kind: rows.count(kind) for kind in kinds if kind in rows}

    def _needed(self, kinds: str, now: str, before: str | None) -> None:
        said = {
            "target raised": r"targets? raised",
            "target lowered": r"targets? lowered",
            "risk accepted": r"risks? accepted",
            "acceptance expired": r"risk acceptances? expired",
            "acceptance ended": r"risk acceptances? ended",
        }
        assert counts(kinds, said) == self._of_needs
        old, new = self.pair.old.card.target, self.pair.new.card.target
        assert now == rounded(new, places(now))
        assert (before is None) == (old == new)
        if before is not None:
            assert before == rounded(old, places(now)) and before != now

    def _first(self, said: str) -> None:
        rows = [kind for kind, *_ in self.table.rows()]
        wanted = {kind: rows.count(kind) for kind in LOOK_FIRST if kind in rows}
        words = {
            "worse": r"practices? got worse",
            "not known": r"practices? (?:is|are) no longer known",
            "out of scope": r"practices? went out of scope",
            "left out": r"practices? (?:was|were) left out by the team",
            "evidence lost": r"practices? lost evidence",
            "criteria lost": r"practices? lost criteria",
            "risk accepted": r"risks? (?:was|were) accepted",
            "acceptance expired": r"risk acceptances? expired",
            "target lowered": r"targets? (?:was|were) lowered",
            "gone": r"practices? (?:is|are) no longer asked",
        }
        assert counts("" if said == "Nothing" else said, words) == wanted

    def _claims(self, said: str | None, proven: str, before: str | None) -> None:
        old, new = self.pair.old.card.evidenced, self.pair.new.card.evidenced
        assert proven == rounded(new, places(proven))
        assert (before is None) == (old == new)
        assert before is None or before == rounded(old, places(before))
        standings = self.pair.new.card.standings
        wide = {name: one for name, one in standings.items() if one.settled and (one.level or 0) > one.evidenced}
        if said is None:
            assert not wide
            return
        found = re.fullmatch(
            rf"{N} practices? claims? more than (?:its evidence proves: |their evidence proves, first of all )"
            r"(.+), (\d) claimed, (proven \d|not proven yet|evidence expired)",
            said,
        )
        assert found is not None and number(found[1]) == len(wide)
        title, claimed, proof = found.groups()[1:]
        one = next(one for name, one in wide.items() if self.pair.title(name) == title)
        assert int(claimed) == one.level
        assert proof == (f"proven {one.evidenced}" if one.backed.endswith(" proven") else one.backed)
        assert int(claimed) - one.evidenced == max((other.level or 0) - other.evidenced for other in wide.values())

    def _promised(
        self,
        since: str,
        total: str | None,
        fates: str | None,
        new: str | None,
        late: str | None,
        put_off: str | None,
        dropped: str | None,
    ) -> None:
        found, added = self.pair.promises(), self.pair.new_promises()
        assert since == spoken(self.pair.old.day, self.pair.new.day)
        assert (number(total) if total else 0) == len(found)
        for said, promised in ((fates, found), (new, added)):
            counted = {fate: int(count) for count, fate in re.findall(r"(\d+) ([a-z ]+?)(?=,| and |$)", said or "")}
            wanted = [fate for fate, *_ in promised]
            assert counted == {fate: wanted.count(fate) for fate in wanted}
        not_due = {text.removesuffix(".").lower() for fate, text, _ in found if fate == "not late yet"}
        for one in filter(None, (put_off or "").split("; ")):
            moved = re.fullmatch(r"(.+?)(?: \([^()]+\))?, from \d.* to \d.*", one)
            assert moved is not None and moved[1].lower() in not_due
        for listed, fate in ((late, "late"), (dropped, "dropped")):
            wanted_words = {
                text.removesuffix(".") + (f" ({who})" if who else "") for one, text, who in found + added if one == fate
            }
            assert {one.lower() for one in (listed or "").split("; ")} - {""} == {one.lower() for one in wanted_words}

    # The guide

    def _by_hand(self, notes: str, edited: str | None, behind: str | None) -> None:
        blocks = re.findall(
            r"^<!-- levelbook:begin (\S+) (\w+) -->\n(.*?)^<!-- levelbook:end \1 -->$", self.guide, re.S | re.M
        )
        between = re.split(r"^<!-- levelbook:begin.*?^<!-- levelbook:end \S+ -->$", self.guide, flags=re.S | re.M)
        between[0] = between[0].rpartition("\n---\n")[2]
        assert number(notes) == sum(bool(text.strip()) for text in between)
        by_hand = {self._block_title(block, text) for block, digest, text in blocks if not has_digest(text, digest)}
        said_edited, said_behind = (set((one or "").split(", ")) - {""} for one in (edited, behind))
        assert said_behind == set(self.behind)
        assert said_edited | said_behind == by_hand and not said_edited & said_behind

    def _unfilled(self, _: str) -> None:
        assert "levelbook:begin trouble" in self.guide

    def _contradictions(self, said: str) -> None:
        for title, number_of, level in re.findall(
            r"([\d.]+) .+?: the guide says level (\d).+?the answer is level (\d)", said
        ):
            assert number_of != level, title

    @staticmethod
    def _block_title(block: str, text: str) -> str:
        heading = re.search(r"^#+ (.+)$", text, re.M)
        return heading[1] if heading else block

    def _unreviewed(self, none_of: str | None, count: str | None, of: str | None) -> None:
        settled = [one for one in self.pair.new.card.standings.items() if one[1].counts and one[1].level is not None]
        unseen = sum(not self.pair.is_confirmed(name) for name, _ in settled)
        assert 2 * unseen > len(settled)
        assert none_of is None or int(none_of) == unseen == len(settled)
        assert count is None or (int(count), int(of or 0)) == (unseen, len(settled))

    def _not_looked_at(self, count: str, of: str, answered: str | None, counting: str | None) -> None:
        standings = {name: one for name, one in self.pair.new.card.standings.items() if one.counts}
        settled = [name for name, one in standings.items() if one.level is not None]
        assert int(of) == len(settled)
        assert int(count) == sum(not self.pair.is_confirmed(name) for name in settled)
        assert (answered is None) == (len(settled) == len(standings))
        if answered is not None and counting is not None:
            assert (int(answered), int(counting)) == (len(settled), len(standings))

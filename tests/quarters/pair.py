"""Two records compared: like for like, in parts, and by practice (docs/design.md, "What moved the level")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from quarters.record import Answers, Card, Profile, Record, Shares, Standing, claim, rev, score


@dataclass
class Pair:
    """Two records, the earlier one also as it is under the later questionnaire."""

    old: Record
    new: Record
    became: dict[str, list[str]] = field(default_factory=dict)
    """Earlier practice to what it is now; empty once it was retired."""
    asked_again: set[str] = field(default_factory=set)
    """Earlier practices that were split or merged."""
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    """(earlier practice, criterion or action) to its present name."""
    why: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start = self.old.questions.main["version"]
        upgrades = self.new.questions.upgrades
        places = [n for n, one in enumerate(upgrades) if one["from"] == start]
        self.upgrades = upgrades[places[0] :] if places else []
        for practice in self.old.questions.practices:
            self._follow(practice)

    def _follow(self, practice: str) -> None:
        """What became of one practice, and of its criteria and actions, version by version."""
        here, why = [practice], []
        parts = self.old.questions.practices[practice]["levels"]
        called = {part["id"]: part["id"] for level in parts for part in (*level["criteria"], *level["actions"])}
        for upgrade in self.upgrades:
            there = []
            for name in here:
                for change in (*upgrade.get("criteria", []), *upgrade.get("actions", [])):
                    if change["practice"] == name:
                        called = {old: change["to"] if now == change["id"] else now for old, now in called.items()}
                change = next((one for one in upgrade.get("practices", []) if one["id"] == name), None)
                if change is None:
                    there.append(name)
                    continue
                why.append(change["why"])
                if change["became"] in ("split", "merged"):
                    self.asked_again.add(practice)
                to = change.get("to", [] if change["became"] == "retired" else name)
                there += [to] if isinstance(to, str) else to
            here = there
        self.became[practice] = here
        self.why[practice] = " ".join(why)
        self.names |= {(practice, old): now for old, now in called.items()}

    @cached_property
    def earlier(self) -> dict[str, str]:
        """Later practice to the earlier one that it is, under whatever name."""
        return {to[0]: old for old, to in self.became.items() if len(to) == 1 and old not in self.asked_again}

    @cached_property
    def profile(self) -> Profile:
        profile = dict(self.old.profile)
        for upgrade in self.upgrades:
            for change in upgrade.get("choices", []):
                given = profile.get(change["fact"])
                if isinstance(given, list):
                    kept = [change.get("to") if one == change["id"] else one for one in given]
                    profile[change["fact"]] = [one for one in kept if one]
                elif given == change["id"]:
                    profile[change["fact"]] = change.get("to")
            for change in upgrade.get("facts", []):
                if change["id"] in profile and "to" in change:
                    profile[change["to"]] = profile.pop(change["id"])
        return profile

    @cached_property
    def answers(self) -> Answers:
        return {now: self._carried(old, self.old.answers.get(old, {})) for now, old in self.earlier.items()}

    def _carried(self, practice: str, answer: dict[str, Any]) -> dict[str, Any]:
        def now(part: str) -> str:
            return self.names[practice, part]

        carried = dict(answer)
        for key in ("unmet", "met"):
            if key in carried:
                carried[key] = [now(part) for part in carried[key]]
        if "here" in carried:
            carried["here"] = {now(part): line for part, line in carried["here"].items()}
        if "steps" in carried:
            carried["steps"] = [self.step(practice, step) for step in carried["steps"]]
        if "wording" in carried:
            inherited = self.old.card.standings[practice].scope == "inherited"
            called = {part: to for (of, part), to in self.names.items() if of == practice}
            if carried["wording"] == self.old.questions.wording(practice, inherited):
                carried["wording"] = self.old.questions.wording(practice, inherited, called)
        return carried

    def step(self, practice: str, step: dict[str, Any]) -> dict[str, Any]:
        return {**step, "from": self.names[practice, step["from"]]} if "from" in step else step

    @cached_property
    def carried(self) -> Card:
        return score(self.new.questions, self.profile, self.answers, self.old.day)

    def runs_out(self, piece: Mapping[str, Any]) -> date:
        """The last day of a piece of evidence; the day on which it was seen where its kind does not run out."""
        kinds = {kind["id"]: kind.get("valid_days", 0) for kind in self.new.questions.main["evidence_kinds"]}
        return piece["seen_on"] + timedelta(days=kinds.get(piece["kind"], 0))

    # What moved the level

    @cached_property
    def alike(self) -> list[str]:
        """Later names of what counts and is answered in both with the same wording."""
        found = []
        for now, old in self.earlier.items():
            was, one = self.old.card.standings[old], self.new.card.standings[now]
            if was.settled and one.settled and self.answers[now].get("wording") == one.answer.get("wording"):
                found.append(now)
        return found

    @property
    def like_for_like(self) -> Fraction:
        card = self.new.card
        shares = card.shares(lambda one: any(one is card.standings[name] for name in self.alike))
        return sum(
            (
                share * (card.standings[name].answer["level"] - self.old.answers[self.earlier[name]]["level"])
                for name, share in shares.items()
            ),
            Fraction(0),
        )

    @cached_property
    def stops(self) -> tuple[Card, Card, Card, Card, Card]:
        """Start; new questionnaire; then new profile first; or new answers first; end."""
        questions, new = self.new.questions, self.new
        return (
            self.old.card,
            self.carried,
            score(questions, new.profile, self.answers, self.old.day),
            score(questions, self.profile, new.answers, new.day),
            new.card,
        )

    def parts(self) -> dict[str, Fraction]:
        start, reworded, profile_first, answers_first, end = (_known(card.level) for card in self.stops)
        return {
            "questionnaire": reworded - start,
            "profile": ((profile_first - reworded) + (end - answers_first)) / 2,
            "answers": ((answers_first - reworded) + (end - profile_first)) / 2,
        }

    def by_practice(self) -> Shares:
        """By later names, and by earlier ones of what is no more."""
        start, reworded, profile_first, answers_first, end = self.stops
        later = {old: now for now, old in self.earlier.items()}
        total: Shares = {}
        for weight, first, second, called in (
            (Fraction(1), start, reworded, later),
            (Fraction(1, 2), reworded, profile_first, {}),
            (Fraction(1, 2), profile_first, end, {}),
            (Fraction(1, 2), reworded, answers_first, {}),
            (Fraction(1, 2), answers_first, end, {}),
        ):
            for name, moved in _step(first, second, called).items():
                total[name] = total.get(name, Fraction(0)) + weight * moved
        assert sum(total.values()) == _known(end.level) - _known(start.level), "these add up too"
        return total

    def title(self, name: str) -> str:
        known = self.new.questions.practices
        return str((known if name in known else self.old.questions.practices)[name]["title"])

    # The round

    def is_confirmed(self, name: str) -> bool:
        """docs/design.md, "Answers": its rev matches, its wording is current, and it was looked at since."""
        one = self.new.card.standings[name]
        answer = one.answer
        if not {"level", "not_applicable"} & answer.keys() or answer.get("rev") != rev(answer):
            return False
        if answer.get("wording") != self.new.questions.wording(name, one.scope == "inherited"):
            return False
        return answer.get("confirmed_after") == self.old.name or claim(answer) != claim(self.answers.get(name, {}))

    def promises(self) -> list[tuple[str, str, str]]:
        """(fate, words, who) of every step that was open before."""
        found = []
        for practice, answer in self.old.answers.items():
            assert "due" not in answer, "no gap is promised by a day in this year"
            is_split_or_merged = self.became[practice] and practice not in self.earlier.values()
            if _is_asked(answer) and not is_split_or_merged:  # else it is asked anew
                found.append(self._found_out(practice, answer))
            for step in answer.get("steps", []):
                if "done_on" in step:
                    continue
                step = self.step(practice, step)
                now = self._step_now(practice, step)
                fate = "dropped" if now is None else self._fate(now)
                counts = any(self.new.card.standings[name].counts for name in self.became[practice])
                if fate != "done" and not counts:
                    fate = "dropped"
                owners = [(now or {}).get("owner"), step.get("owner"), answer.get("owner")]
                found.append((fate, (now or step)["text"], next((one for one in owners if one), "")))
        return found

    def new_promises(self) -> list[tuple[str, str, str]]:
        """(fate, words, who) of every step that was promised since."""
        found = []
        for practice, answer in self.new.answers.items():
            old, counts = self.answers.get(practice, {}), self.new.card.standings[practice].counts
            if counts and _is_asked(answer) and not _is_asked(old):
                found.append(
                    (self._day_fate(answer.get("ask_by")), self._question(practice), answer.get("ask_whom", ""))
                )
            found += [
                (self._fate(step), step["text"], step.get("owner") or answer.get("owner", ""))
                for step in answer.get("steps", [])
                if counts and not any(_is_known(step, other) for other in self._steps_before(practice))
            ]
        return found

    def _steps_before(self, practice: str) -> list[dict[str, Any]]:
        """Every step of what a practice was before, in several parts where it was merged."""
        return [
            self.step(old, step)
            for old, answer in self.old.answers.items()
            if practice in self.became[old]
            for step in answer.get("steps", [])
        ]

    def _found_out(self, practice: str, answer: Mapping[str, Any]) -> tuple[str, str, str]:
        """Follow what somebody was to find out."""
        now = next((name for name, old in self.earlier.items() if old == practice), None)
        standing = self.new.card.standings[now] if now else None
        if now is None or standing is None or not standing.counts:
            return "dropped", self._question(practice), answer.get("ask_whom", "")
        if standing.settled:
            return "done", self._question(now), answer.get("ask_whom", "")
        later = standing.answer
        if not _is_asked(later):
            return "dropped", self._question(now), answer.get("ask_whom", "")
        who = later.get("ask_whom") or answer.get("ask_whom", "")
        return self._day_fate(later.get("ask_by")), self._question(now), who

    def _question(self, practice: str) -> str:
        return f"Find out: {self.title(practice)}"

    def _fate(self, step: Mapping[str, Any]) -> str:
        if "done_on" in step:
            return "done"
        return self._day_fate(step.get("due"))

    def _day_fate(self, day: date | None) -> str:
        if day is None:
            return "without a date"
        return "late" if day < self.new.day else "not late yet"

    def _step_now(self, practice: str, step: Mapping[str, Any]) -> dict[str, Any] | None:
        for name in self.became[practice]:
            for other in self.new.answers.get(name, {}).get("steps", []):
                if _same(step, other):
                    return dict(other)
        return None


def _is_asked(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("unsure") and (answer.get("ask_whom") or answer.get("ask_by")))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if "from" in one and "from" in other:
        return bool(one["from"] == other["from"])
    return bool(one["text"] == other["text"])


def _is_known(step: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    """Whether it is no new promise: the same was open, or was done and still is."""
    return _same(step, earlier) and ("done_on" not in earlier or "done_on" in step)


def _step(first: Card, second: Card, called: Mapping[str, str]) -> Shares:
    """ē·Δv + (v̄ − c)·Δe of each practice, with c the mean of both levels."""
    old = {called.get(n, n): (e, first.standings[n].answer["level"]) for n, e in first.shares(_settled).items()}
    new = {n: (e, second.standings[n].answer["level"]) for n, e in second.shares(_settled).items()}
    c = (_known(first.level) + _known(second.level)) / 2
    moved: Shares = {}
    for name in old | new:
        e1, v1 = old.get(name, (Fraction(0), None))
        e2, v2 = new.get(name, (Fraction(0), None))
        v1, v2 = v2 if v1 is None else v1, v1 if v2 is None else v2
        moved[name] = (e1 + e2) / 2 * (v2 - v1) + (Fraction(v1 + v2, 2) - c) * (e2 - e1)
    return moved


def _settled(one: Standing) -> bool:
    return one.settled


def _known(level: Fraction | None) -> Fraction:
    assert level is not None, "in this year a level exists at every stop"
    return level

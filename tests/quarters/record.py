"""The arithmetic of design section 5 once more, as plainly as it can be written, from the files of an edition.

Nothing of levelbook is used: TOML is read with tomllib, and each function is a sentence of the design.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

Answers = Mapping[str, dict[str, Any]]
Profile = Mapping[str, Any]
Shares = dict[str, Fraction]
SIGNATURE = ("rev", "answered_by", "answered_at", "confirmed_by", "confirmed_at", "confirmed_after")


@dataclass(frozen=True)
class Questions:
    """A questionnaire, as its folder has it."""

    main: dict[str, Any]
    practices: dict[str, dict[str, Any]]
    """In order, by full id; each with `section` and `section_weight`."""
    rules: list[dict[str, Any]]
    upgrades: list[dict[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> Questions:
        main = _toml(folder / "questionnaire.toml")
        practices: dict[str, dict[str, Any]] = {}
        for name in main["sections"]:
            section = _toml(next(folder.glob(f"sections/*-{name}.toml")))
            about = {"section": name, "section_weight": Fraction(str(section.get("weight", 1)))}
            for one in section["practices"]:
                practices[f"{name}.{one['id']}"] = {**one, **about, "weight": Fraction(str(one.get("weight", 1)))}
        migrations = folder / "migrations.toml"
        upgrades = _toml(migrations)["upgrades"] if migrations.exists() else []
        return cls(main, practices, _toml(folder / "tailoring.toml")["rules"], upgrades)

    @property
    def top(self) -> int:
        return int(self.main["scale"][-1]["level"])

    def wording(self, practice: str, inherited: bool, names: Mapping[str, str] | None = None) -> str:
        """8 hex digits over question and levels; `names` says what criteria are called by now."""
        one, now = self.practices[practice], names or {}
        levels: list[Any] = []
        for level in self.main["inherited_scale"] if inherited else one["levels"]:
            criteria = [[[now.get(part["id"], part["id"]), part["text"]] for part in level.get("criteria", [])]]
            levels.append([level["level"], level["statement"], *([] if inherited else criteria)])
        compact = json.dumps([one["question"], levels], separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(compact.encode()).hexdigest()[:8]

    def applies(self, rule: Mapping[str, Any], profile: Profile) -> bool:
        """Every test holds; a fact that is unanswered matches nothing."""
        for fact, test in rule["when"].items():
            given = profile.get(fact, [])
            chosen = set([given] if isinstance(given, str) else given)
            if not chosen:
                return False
            if isinstance(test, list) and chosen.isdisjoint(test):
                return False
            if isinstance(test, dict):
                if "only" in test and not (chosen and chosen <= set(test["only"])):
                    return False
                if not chosen.isdisjoint(test.get("none", ())) or not chosen >= set(test.get("all", ())):
                    return False
        return True


@dataclass(frozen=True)
class Standing:
    """One practice in one record."""

    answer: dict[str, Any]
    scope: str
    because: list[str]
    """Of the rules in force that name it."""
    counts: bool
    target: int
    evidenced: int

    @property
    def level(self) -> int | None:
        return self.answer.get("level")

    @property
    def settled(self) -> bool:
        return self.counts and self.level is not None

    def accepted_on(self, day: date) -> bool:
        accepted = self.answer.get("accepted")
        if not accepted or self.level is None or not self.counts or self.level >= self.target:
            return False
        return day <= accepted["until"] and self.level >= accepted["level"]


@dataclass(frozen=True)
class Card:
    """What a questionnaire says of a profile and answers on a day."""

    questions: Questions
    standings: dict[str, Standing]

    def shares(self, holds: Callable[[Standing], bool]) -> Shares:
        """w / Σw within a section, times W / ΣW of the sections where something holds."""
        chosen = {name: self.questions.practices[name] for name, one in self.standings.items() if holds(one)}
        sections = {one["section"]: one["section_weight"] for one in chosen.values()}
        within = {s: sum(one["weight"] for one in chosen.values() if one["section"] == s) for s in sections}
        return {
            name: one["weight"] / within[one["section"]] * one["section_weight"] / sum(sections.values())
            for name, one in chosen.items()
        }

    def mean(self, holds: Callable[[Standing], bool], value: Callable[[Standing], int]) -> Fraction:
        return sum((share * value(self.standings[name]) for name, share in self.shares(holds).items()), Fraction(0))

    @property
    def level(self) -> Fraction | None:
        if not any(one.settled for one in self.standings.values()):
            return None
        return self.mean(lambda one: one.settled, lambda one: one.level or 0)

    @property
    def evidenced(self) -> Fraction:
        return self.mean(lambda one: one.settled, lambda one: one.evidenced)

    @property
    def low(self) -> Fraction:
        return self.mean(lambda one: one.counts, lambda one: one.level or 0)

    @property
    def high(self) -> Fraction:
        top = self.questions.top
        return self.mean(lambda one: one.counts, lambda one: top if one.level is None else one.level)

    @property
    def target(self) -> Fraction:
        return self.mean(lambda one: one.counts, lambda one: one.target)

    @property
    def attainment(self) -> Fraction:
        return self.mean(lambda one: one.counts, lambda one: min(one.level or 0, one.target)) / self.target

    def plain_share(self, holds: Callable[[str, Standing], bool]) -> Fraction:
        """A share of plain weights over all that count."""
        weights = {name: self.questions.practices[name]["weight"] for name, one in self.standings.items() if one.counts}
        return Fraction(sum(w for name, w in weights.items() if holds(name, self.standings[name]))) / sum(
            weights.values()
        )

    @property
    def covered(self) -> bool:
        return all(one.settled for one in self.standings.values() if one.counts)


def score(questions: Questions, profile: Profile, answers: Answers, day: date) -> Card:
    kinds = [kind["id"] for kind in questions.main["evidence_kinds"]]
    valid = {kind["id"]: kind.get("valid_days") for kind in questions.main["evidence_kinds"]}
    in_force = [rule for rule in questions.rules if questions.applies(rule, profile)]

    def named(rule: Mapping[str, Any], what: str, practice: str) -> bool:
        return not {practice, practice.split(".")[0]}.isdisjoint(rule.get(what, []))

    def strength(piece: Mapping[str, Any]) -> int:
        days, seen = valid[piece["kind"]], piece.get("seen_on")
        if days is not None and (seen is None or not seen <= day <= seen + timedelta(days=days)):
            return 0
        return kinds.index(piece["kind"])

    standings = {}
    for name in questions.practices:
        answer = answers.get(name, {})
        scope = "applicable"
        for what, called in (("apply", "applicable"), ("inherited", "inherited"), ("not_applicable", "not-applicable")):
            if any(named(rule, what, name) for rule in in_force):
                scope = called
                break
        floors = [f["level"] for rule in in_force for f in rule.get("floor", []) if name in f["practices"]]
        target = max([questions.main["default_target"], *floors, answer.get("target", 0)])
        strongest = max((strength(piece) for piece in answer.get("evidence", [])), default=0)
        needs = [kinds.index(step["needs"]) for step in questions.main["scale"]]
        evidenced = max(level for level in range(answer.get("level", 0) + 1) if needs[level] <= strongest)
        because = [
            rule["because"]
            for rule in in_force
            if any(named(rule, what, name) for what in ("apply", "inherited", "not_applicable"))
            or any(name in floor["practices"] for floor in rule.get("floor", []))
        ]
        counts = scope != "not-applicable" and "not_applicable" not in answer
        standings[name] = Standing(answer, scope, because, counts, target, evidenced)
    return Card(questions, standings)


@dataclass(frozen=True)
class Record:
    """What a team had said when an edition was sealed."""

    name: str
    day: date
    previous: str
    questions: Questions
    profile: Profile
    answers: Answers
    sealed_scorecard: dict[str, Any]

    @classmethod
    def read(cls, edition: Path) -> Record:
        about, said = _toml(edition / "edition.toml"), _toml(edition / "answers.toml")
        answers = {f"{s}.{p}": one for s, section in said["answers"].items() for p, one in section.items()}
        questions = Questions.read(edition / "questionnaire")
        assert said["version"] == questions.main["version"]
        day = about["sealed_at"].date()
        return cls(
            about["name"], day, about.get("previous", ""), questions, said["profile"], answers, about["scorecard"]
        )

    @cached_property
    def card(self) -> Card:
        return score(self.questions, self.profile, self.answers, self.day)


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
        """Design section 3: its rev matches, its wording is current, and it was looked at since."""
        one = self.new.card.standings[name]
        answer = one.answer
        if not {"level", "not_applicable"} & answer.keys() or answer.get("rev") != rev(answer):
            return False
        if answer.get("wording") != self.new.questions.wording(name, one.scope == "inherited"):
            return False
        return answer.get("confirmed_after") == self.old.name or content(answer) != content(self.answers.get(name, {}))

    def promises(self) -> list[tuple[str, str, str]]:
        """(fate, words, who) of every step that was open before."""
        found = []
        for practice, answer in self.old.answers.items():
            for step in answer.get("steps", []):
                if "done_on" in step:
                    continue
                step = self.step(practice, step)
                now = self._step_now(practice, step)
                fate = "dropped" if now is None else "done" if "done_on" in now else "open"
                if fate == "open" and now and now.get("due", date.max) < self.new.day:
                    fate = "late"
                owners = [(now or {}).get("owner"), step.get("owner"), answer.get("owner")]
                found.append((fate, step["text"], next((one for one in owners if one), "")))
        return found

    def _step_now(self, practice: str, step: Mapping[str, Any]) -> dict[str, Any] | None:
        for name in self.became[practice]:
            for other in self.new.answers.get(name, {}).get("steps", []):
                same = "from" in step and "from" in other and step["from"] == other["from"]
                if same or (not ("from" in step and "from" in other) and step["text"] == other["text"]):
                    return dict(other)
        return None


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


def content(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in SIGNATURE}


def rev(answer: Mapping[str, Any]) -> str:
    """The first 8 hex digits over the other keys as compact JSON, keys sorted, dates as their TOML text."""

    def text(value: Any) -> str:
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(value.isoformat())

    rest = {key: value for key, value in answer.items() if key != "rev"}
    compact = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=text)
    return hashlib.sha256(compact.encode()).hexdigest()[:8]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))

"""The scorecard worked out once more from the files of an edition (docs/design.md, "The arithmetic").

Nothing of levelbook is used: TOML is read with tomllib, and each function is a sentence of the design.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

Answers = Mapping[str, dict[str, Any]]
Profile = Mapping[str, Any]
Shares = dict[str, Fraction]
SIGNATURE = ("rev", "answered_by", "answered_at", "confirmed_by", "confirmed_at", "confirmed_after")
PROMISES_AND_REMARKS = ("owner", "due", "steps", "ask_whom", "ask_by", "note", "level_reason")


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
    backed: str = ""
    """What a reader is told of the proof: `2 proven`, or that there is none."""

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
        return bool(day <= accepted["until"] and self.level >= accepted["level"])


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
        proved = f"{evidenced} proven" if strongest > 0 else "not proven yet"
        if strongest == 0 and any(
            kinds.index(piece["kind"]) > 0 and piece.get("seen_on") for piece in answer.get("evidence", [])
        ):
            proved = "evidence expired"
        standings[name] = Standing(answer, scope, because, counts, target, evidenced, proved)
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
        answers = {f"{s}.{p}": in_hex(one) for s, section in said["answers"].items() for p, one in section.items()}
        questions = Questions.read(edition.parent.parent / "questionnaires" / about["questionnaire"]["folder"])
        assert said["version"] == questions.main["version"]
        day = about["sealed_at"].date()
        return cls(
            about["name"],
            day,
            about.get("previous", ""),
            questions,
            said["profile"],
            answers,
            json.loads((edition / "scorecard.json").read_text("utf-8")),
        )

    @cached_property
    def card(self) -> Card:
        return score(self.questions, self.profile, self.answers, self.day)


def in_hex(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with its digests as eight hexadecimal digits, which the file spells as ten decimal ones."""
    return answer | {name: f"{int(answer[name]):08x}" for name in ("rev", "wording") if name in answer}


def claim(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the practice as it is, without who said it and when."""
    return {key: value for key, value in answer.items() if key not in (*SIGNATURE, *PROMISES_AND_REMARKS)}


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

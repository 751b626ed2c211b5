"""This module checks the wording of a questionnaire: lengths, observable criteria, no sentence twice.

These are findings for authors; they never prevent a questionnaire from being used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Fact, Practice, PracticeLevel
from levelbook.packs.consistency_check import lists_of
from levelbook.packs.files import Source, quoted
from levelbook.packs.partial_questionnaire import PartialQuestionnaire, PartialSection
from levelbook.reading.toml import Location, dotted

RULE_WORDS = 20
STATEMENT_WORDS = range(5, 23)
CRITERION_WORDS = 20
CRITERIA_FROM_2 = range(3, 7)


def findings(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Yield every finding on the wording of what can be read of a questionnaire."""
    for section in partial.sections:
        for place, practice in section.practices.items:
            yield from _practice(section.source, ("practices", place), practice)
    yield from _titles(partial)
    yield from _labels(partial)
    yield from _said_twice(partial)
    yield from _without_provider_evidence(partial)
    yield from _idle_facts(partial)
    yield from _idle_rules(partial)
    yield from _tests_that_never_hold(partial)


# --- Lengths and counts -----------------------------------------------------------------------------------------------


def _practice(source: Source, location: Location, practice: Practice) -> Iterator[Problem]:
    if (count := _count(practice.rule)) > RULE_WORDS:
        yield source.problem((*location, "rule"), f"This rule has {count} words; it should have at most {RULE_WORDS}.")
    if not practice.rule.endswith("."):
        yield source.problem((*location, "rule"), "This rule does not end like a sentence.", "End it with a full stop.")
    if "?" not in practice.question:
        yield source.problem((*location, "question"), "This asks nothing.", "Write it as a question.")
    if not practice.why:
        message = "Nothing says why this matters, so no guide tells how it could hurt."
        yield source.problem((*location, "why"), message, "Write what happens where it is missing.")
    for place, text in enumerate(practice.avoid):
        if text[0].isupper() and text[1:2].islower():
            message = f"This completes “Do not …”, and begins with {quoted(text.split()[0])}."
            yield source.problem((*location, "avoid", place), message, "Begin it with a verb in lower case.")
    yield from _see_also(source, location, practice)
    yield from _repeated_statements(source, location, practice)
    for place, level in enumerate(practice.levels):
        yield from _level(source, (*location, "levels", place), level)


def _see_also(source: Source, location: Location, practice: Practice) -> Iterator[Problem]:
    own = f"{source.table.get('id')}.{practice.id}"
    for place, name in enumerate(practice.see_also):
        if name == own:
            yield source.problem((*location, "see_also", place), "This practice points at itself.", "Drop it.")
        elif name in practice.see_also[:place]:
            yield source.problem((*location, "see_also", place), f"{quoted(name)} appears twice.", "Drop one.")


def _repeated_statements(source: Source, location: Location, practice: Practice) -> Iterator[Problem]:
    said: dict[str, int] = {}
    for place, level in enumerate(practice.levels):
        first = said.setdefault(level.statement.casefold(), level.level)
        if first != level.level:
            message = f"This is also the statement of level {first}, so nobody can tell the two apart."
            yield source.problem((*location, "levels", place, "statement"), message, "Say what is different here.")


def _level(source: Source, location: Location, level: PracticeLevel) -> Iterator[Problem]:
    count = _count(level.statement)
    if count not in STATEMENT_WORDS:
        limits = f"{STATEMENT_WORDS[0]} to {STATEMENT_WORDS[-1]}"
        words = "one word" if count == 1 else f"{count} words"
        message = f"This statement has {words}; it should have {limits}, said in one breath."
        yield source.problem((*location, "statement"), message)
    criteria = len(level.criteria)
    if level.level >= 2 and criteria not in CRITERIA_FROM_2:
        limits = f"{CRITERIA_FROM_2[0]} to {CRITERIA_FROM_2[-1]}"
        counted = "one criterion" if criteria == 1 else f"{criteria} criteria"
        yield source.problem((*location, "criteria"), f"Level {level.level} has {counted}; it should have {limits}.")
    if level.level >= 2 and not level.evidence:
        yield source.problem((*location, "evidence"), f"Level {level.level} lists no evidence.", "Add evidence.")
    if level.level >= 1 and not level.actions:
        message = f"Level {level.level} lists no action that leads to it."
        yield source.problem((*location, "actions"), message, "Add at least one action.")
    for place, criterion in enumerate(level.criteria):
        for message, remedy in criterion_faults(criterion.text):
            yield source.problem((*location, "criteria", place, "text"), message, remedy)


def _count(text: str) -> int:
    """Count the words; a dash alone is not a word."""
    return sum(1 for word in text.split() if any(character.isalnum() for character in word))


# --- Criteria ---------------------------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMPTY_WORDS = re.compile(
    r"\b(robust(?:ly)?|(?:in)?appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|as (?:needed|required|necessary)"
    r"|if necessary|best[- ]practices?|industry[- ]standards?|state[- ]of[- ]the[- ]art|comprehensive(?:ly)?"
    r"|holistic(?:ally)?|properly)\b",
    re.IGNORECASE,
)
_NO_IMPERATIVE = _words(
    "the a an we you they it there this that these those our your their its all every each any some most no nobody"
    " everybody somebody someone everyone anyone people teams users staff systems models is are was were has had"
    " should must can may will ensure"
)
_NOT_GERUNDS = _words("bring ping ring sing spring string swing sling cling fling wring")
_NOT_PAST = _words("embed exceed feed heed need proceed red seed shed shred speed succeed wed weed")


def criterion_faults(text: str) -> Iterator[tuple[str, str]]:
    """Say why a text does not read both as a tick and as a rule, and what to do about each reason."""
    if (count := _count(text)) > CRITERION_WORDS:
        yield f"This criterion has {count} words; it should have at most {CRITERION_WORDS}.", ""
    if found := _EMPTY_WORDS.search(text):
        yield f"“{found[0]}” says nothing that anybody could see.", "Say what is done."
    if re.search(r"[.!?]\s+[A-Z]", text):
        yield "This criterion is more than one sentence.", "Make two of it, or one sentence."
    elif not text.endswith("."):
        yield "This criterion does not end like a sentence.", "End it with a full stop."
    text = text.lstrip("“\"‘'(")
    first = re.match(r"[\w’'-]*", text)
    word = (first[0] if first else "").lower()
    if word == "ensure":
        yield "“Ensure” hides what is done.", "Begin with the verb of what is done."
    elif not _may_be_imperative(word) or not text[:1].isupper():
        yield (
            f"This criterion begins with {quoted(text[: len(word)] or text[:1])}.",
            "Begin it with a verb, as in “List every …”.",
        )


def _may_be_imperative(word: str) -> bool:
    if word.endswith("ing"):
        return word in _NOT_GERUNDS
    if word.endswith("ed"):
        return word in _NOT_PAST
    return bool(word) and word not in _NO_IMPERATIVE


# --- Names that are given twice ---------------------------------------------------------------------------------------


def _titles(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find practices with the same title."""
    held: dict[str, str] = {}
    for section in partial.sections:
        for place, practice in section.practices.items:
            own = f"{section.id}.{practice.id}"
            first = held.setdefault(practice.title.casefold(), own)
            if first != own:
                message = f"{quoted(practice.title)} is the title of {first} too."
                yield section.source.problem(("practices", place, "title"), message, "Give one of them another title.")


def _labels(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find levels with the same name, and choices with the same label."""
    if not partial.main:
        return
    scale = partial.file.scale if partial.file else ()
    yield from _same(partial.main, [(("scale", place, "name"), level.name) for place, level in enumerate(scale)])
    for place, fact in partial.facts.items:
        labels = [(("facts", place, "choices", n, "label"), choice.label) for n, choice in enumerate(fact.choices)]
        yield from _same(partial.main, labels)


def _same(source: Source, texts: Iterable[tuple[Location, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for location, text in texts:
        if text.casefold() in seen:
            yield source.problem(location, f"{quoted(text)} appears twice.", "Give one of them other words.")
        seen.add(text.casefold())


# --- Sentences that are said twice ------------------------------------------------------------------------------------

RUN = 4
MAX_HOLDERS = 32
"""The most texts remembered for one run of words; without a limit, repeated sentences take quadratic time."""

_Run = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _WordedText:
    source: Source
    location: Location
    practice: str
    runs: frozenset[_Run]


def _said_twice(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find statements and criteria that share more than half of their four-word runs with another practice's."""
    holders: dict[_Run, list[_WordedText]] = {}
    for section in partial.sections:
        for place, practice in section.practices.items:
            texts = list(_texts(section, place, practice))
            for said in texts:
                shared = Counter(other for run in said.runs for other in holders.get(run, ()))
                others = [other for other, count in shared.items() if 2 * count > min(len(said.runs), len(other.runs))]
                if others:
                    other = max(others, key=shared.__getitem__)
                    message = f"More than half of this is also in {other.practice} ({dotted(other.location)})."
                    yield said.source.problem(said.location, message, "Say what is different here.")
            for said in texts:
                for run in said.runs:
                    holding = holders.setdefault(run, [])
                    if len(holding) < MAX_HOLDERS:
                        holding.append(said)


def _texts(section: PartialSection, place: int, practice: Practice) -> Iterator[_WordedText]:
    full_id = f"{section.id}.{practice.id}"
    for number, level in enumerate(practice.levels):
        at: Location = ("practices", place, "levels", number)
        yield _WordedText(section.source, (*at, "statement"), full_id, _runs(level.statement))
        for within, criterion in enumerate(level.criteria):
            yield _WordedText(section.source, (*at, "criteria", within, "text"), full_id, _runs(criterion.text))


def _runs(text: str) -> frozenset[_Run]:
    """Return the runs of four words in a text; the whole text if it is shorter."""
    words = re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", text.lower())
    return frozenset(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))


# --- What is never used -----------------------------------------------------------------------------------------------


def _without_provider_evidence(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find practices that a rule can make inherited, but that do not say what to ask the provider for."""
    inherited = {name for _, rule in partial.rules.items for name in rule.inherited}
    for section in partial.sections:
        for place, practice in section.practices.items:
            named = section.id in inherited or f"{section.id}.{practice.id}" in inherited
            if named and not practice.provider_evidence:
                message = "A rule can make this practice inherited, but nothing here says what to ask the provider for."
                location = ("practices", place, "provider_evidence")
                yield section.source.problem(location, message, "Add provider_evidence.")


def _idle_facts(partial: PartialQuestionnaire) -> Iterator[Problem]:
    if not partial.main or not partial.rules.is_complete:
        return
    whens = [fact.when for _, fact in partial.facts.items] + [rule.when for _, rule in partial.rules.items]
    used = {name for when in whens for name in when}
    for place, fact in partial.facts.items:
        location: Location = ("facts", place)
        if fact.id not in used:
            yield partial.main.problem(
                (*location, "id"), f"No rule and no `when` tests the fact “{fact.id}”.", "Drop it, or use it."
            )
        if fact.otherwise is not None and not fact.when:
            yield partial.main.problem(
                (*location, "otherwise"), "A fact that is always asked needs no otherwise.", "Drop it."
            )
        if not fact.many and any(choice.exclusive for choice in fact.choices):
            message = "Where only one choice is given, none needs to be exclusive."
            yield partial.main.problem((*location, "choices"), message, "Drop exclusive, or add many = true.")


def _idle_rules(partial: PartialQuestionnaire) -> Iterator[Problem]:
    if not partial.tailoring:
        return
    default = partial.file.default_target if partial.file else 0
    for place, rule in partial.rules.items:
        if not (rule.names or rule.legal):
            message = "This rule changes nothing: it names no practice and brings in no law."
            yield partial.tailoring.problem(
                ("rules", place), message, "Add apply, inherited, not_applicable, floor or legal."
            )
        for number, floor in enumerate(rule.floor):
            if floor.level < default:
                message = f"Every target is at least {default} anyway, so a floor of {floor.level} means nothing."
                yield partial.tailoring.problem(
                    ("rules", place, "floor", number, "level"), message, "Raise it, or drop it."
                )


def _tests_that_never_hold(partial: PartialQuestionnaire) -> Iterator[Problem]:
    facts = {fact.id: fact for _, fact in partial.facts.items}
    whens = [(partial.main, ("facts", place, "when"), fact.when) for place, fact in partial.facts.items]
    whens += [(partial.tailoring, ("rules", place, "when"), rule.when) for place, rule in partial.rules.items]
    for source, location, when in whens:
        for name, test in when.items():
            for key, choices in lists_of(test):
                if source and name in facts and (why := _never_holds(facts[name], key, set(choices))):
                    at = (*location, name, key) if key else (*location, name)
                    yield source.problem(at, f"This test can never hold: {why}.", "Name other choices.")


def _never_holds(fact: Fact, key: str, choices: set[str]) -> str:
    """Say why no answer to a fact passes a test; empty where one does."""
    if key == "none" and choices >= {choice.id for choice in fact.choices}:
        return f"it rules out every choice of the fact “{fact.id}”"
    if key != "all" or len(choices) < 2:
        return ""
    alone = next((choice.id for choice in fact.choices if choice.exclusive and choice.id in choices), "")
    if alone:
        return f"“{alone}” cannot be chosen together with others"
    return "" if fact.many else f"the fact “{fact.id}” takes one choice"

"""This module finds every place where the files of a questionnaire contradict each other.

The program relies on these checks: a questionnaire with one of these problems is refused. Findings on wording are
in `prose`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import (
    NOT_KNOWN,
    Fact,
    ListTest,
    Practice,
    Rule,
    When,
)
from levelbook.core.text.cleaning import valid_id
from levelbook.packs.file_models import QuestionnaireFile
from levelbook.packs.files import Source, did_you_mean, quoted
from levelbook.packs.id_problems import known_name, repeated
from levelbook.packs.partial_questionnaire import PartialQuestionnaire, PartialSection
from levelbook.reading.toml import Location

MAX_PROBLEMS = 1_000

RESERVED_SECTIONS = ("overall",)
"""Ids that sections must not have: `explain overall` is about everything."""


def problems_of(partial: PartialQuestionnaire) -> list[Problem]:
    """List the contradictions within a partial questionnaire: all of them, up to `MAX_PROBLEMS`."""
    found: list[Iterable[Problem]] = []
    if partial.main:
        found.append(_section_list(partial.main))
        if partial.file:
            found.append(_scale(partial.main, partial.file))
            inheriting = any(rule.inherited for _, rule in partial.rules.items)
            found.append(_inherited_scale(partial.main, partial.file, needed=inheriting))
            found.append(_kinds(partial.main, partial.file))
        found.append(_facts(partial, partial.main))
        if partial.file:
            found.append(_incompatible(partial, partial.main, partial.file))
    found += [_section(partial, section) for section in partial.sections]
    if partial.tailoring:
        found.append(_rules(partial, partial.tailoring))
    if partial.version_map_source and partial.version_map:
        from levelbook.packs import version_map_check  # 14 ms; only a questionnaire with a past needs it

        found.append(version_map_check.problems_of(partial, partial.version_map_source, partial.version_map))
    if partial.scoring_model_source and partial.scoring_model:
        from levelbook.packs import scoring_model_check  # 10 ms; only somebody else's model needs it

        found.append(scoring_model_check.problems_of(partial, partial.scoring_model_source, partial.scoring_model))
    return list(islice(chain.from_iterable(found), MAX_PROBLEMS))


# --- questionnaire.toml -----------------------------------------------------------------------------------------------


def _section_list(main: Source) -> Iterator[Problem]:
    raw = main.table.get("sections")
    listed = enumerate(raw if isinstance(raw, list) else [])
    ids = [(("sections", place), name) for place, name in listed if isinstance(name, str)]
    yield from repeated(ids, main, "section")
    for location, name in ids:
        if name.isdecimal():
            yield main.problem(location, f"{quoted(name)} would be taken for a section's number.", "Use a word.")
        elif name in RESERVED_SECTIONS:
            yield main.problem(location, f"{quoted(name)} has a meaning of its own in levelbook.", "Use another word.")


def _scale(main: Source, file: QuestionnaireFile) -> Iterator[Problem]:
    top = len(file.scale) - 1
    numbers = [level.level for level in file.scale]
    if numbers != list(range(top + 1)):
        place = next(place for place, number in enumerate(numbers) if number != place)
        listed = ", ".join(map(str, numbers))
        message = f"The levels are {listed}; a scale goes 0, 1, 2 and so on, without a gap."
        yield main.problem(("scale", place, "level"), message)
    elif file.default_target > top:
        message = f"This is {file.default_target}; the scale goes from 0 to {top}."
        yield main.problem(("default_target",), message)
    strengths = {kind.id: strength for strength, kind in enumerate(file.evidence_kinds)}
    strongest = 0
    for place, level in enumerate(file.scale):
        location = ("scale", place, "needs")
        strength = strengths.get(level.needs)
        if strength is None:
            remedy = did_you_mean(level.needs, strengths)
            yield main.problem(location, f"There is no kind of evidence {quoted(level.needs)}.", remedy)
        elif strength < strongest:
            message = f"{quoted(level.needs)} is weaker than what the level below needs."
            yield main.problem(location, message, f"Name {_kinds_from(file, strongest)}.")
        strongest = max(strongest, strength or 0)


def _kinds_from(file: QuestionnaireFile, at_least: int) -> str:
    return " or ".join(f"“{kind.id}”" for kind in file.evidence_kinds[at_least:])


def _kinds(main: Source, file: QuestionnaireFile) -> Iterator[Problem]:
    ids = [(("evidence_kinds", place, "id"), kind.id) for place, kind in enumerate(file.evidence_kinds)]
    yield from repeated(ids, main, "kind of evidence")


def _inherited_scale(main: Source, file: QuestionnaireFile, *, needed: bool) -> Iterator[Problem]:
    numbers = [level.level for level in file.inherited_scale]
    if numbers:
        yield from _ladder(main, ("inherited_scale",), numbers, len(file.scale) - 1)
    elif needed:
        message = "Rules make practices inherited, but no scale says what their levels mean."
        yield main.problem(("inherited_scale",), message, "Add an [[inherited_scale]] for each level.")


def _ladder(source: Source, location: Location, numbers: Sequence[int], top: int) -> Iterator[Problem]:
    """Check that there is one entry for each level from 0 to `top`, in order."""
    wanted = list(range(top + 1))
    if list(numbers) == wanted:
        return
    missing = [number for number in wanted if number not in numbers]
    if missing:
        subject, verb = ("Level", "is") if len(missing) == 1 else ("Levels", "are")
        yield source.problem(location, f"{subject} {', '.join(map(str, missing))} {verb} missing.")
    seen: set[int] = set()
    for place, number in enumerate(numbers):
        at = (*location, place, "level")
        if number > top:
            yield source.problem(at, f"This is level {number}; the scale goes from 0 to {top}.")
        elif number in seen:
            yield source.problem(at, f"Level {number} appears twice.")
        seen.add(number)
    if not missing and sorted(numbers) == wanted:
        yield source.problem(location, f"The levels are in the order {', '.join(map(str, numbers))}.", "Put 0 first.")


def _facts(partial: PartialQuestionnaire, main: Source) -> Iterator[Problem]:
    facts = partial.facts.items
    yield from repeated(((("facts", place, "id"), fact.id) for place, fact in facts), main, "fact")
    earlier: dict[str, Fact | None] = dict.fromkeys(partial.facts.unreadable)
    every = {fact.id for _, fact in facts}
    for place, fact in facts:
        location: Location = ("facts", place)
        for number, choice in enumerate(fact.choices):
            if choice.id == NOT_KNOWN:
                message = f"Every fact takes “{NOT_KNOWN}” already."
                yield main.problem((*location, "choices", number, "id"), message, "Leave this choice out.")
        ids = [((*location, "choices", number, "id"), choice.id) for number, choice in enumerate(fact.choices)]
        yield from repeated(ids, main, "choice")
        yield from when_problems(main, (*location, "when"), fact.when, earlier, later=every)
        yield from choice_problems(main, (*location, "otherwise"), fact, fact.otherwise, not_known=False)
        earlier.setdefault(fact.id, fact)


def _incompatible(partial: PartialQuestionnaire, main: Source, file: QuestionnaireFile) -> Iterator[Problem]:
    facts = facts_by_id(partial)
    for place, one in enumerate(file.incompatible):
        at: Location = ("incompatible", place, "when")
        yield from when_problems(main, at, one.when, facts)
        if len(one.when) < 2:
            message = "Only answers to different facts are compared here."
            yield main.problem(at, message, "Test two facts; inside one fact, mark a choice `exclusive = true`.")


def choice_problems(
    source: Source, location: Location, fact: Fact, given: str | tuple[str, ...] | None, *, not_known: bool = True
) -> Iterator[Problem]:
    """Find problems in an answer to a fact. A fact that takes several choices also accepts a single one as text."""
    chosen = () if given is None else (given,) if isinstance(given, str) else given
    known = [choice.id for choice in fact.choices]
    if not_known and NOT_KNOWN in chosen:
        if len(chosen) > 1:
            yield source.problem(
                location,
                f"“{NOT_KNOWN}” cannot be combined with other choices.",
                f"Drop it, or write only “{NOT_KNOWN}”.",
            )
        return
    for place, name in enumerate(chosen):
        if name not in known:
            at = location if isinstance(given, str) else (*location, place)
            yield source.problem(at, f"The fact “{fact.id}” has no choice {quoted(name)}.", did_you_mean(name, known))
    if given == () or (len(chosen) > 1 and not fact.many):
        wanted = "one or more choices" if fact.many else "exactly one choice"
        yield source.problem(location, f"There are {len(chosen)} choices here; the fact “{fact.id}” takes {wanted}.")
    exclusive = [choice.id for choice in fact.choices if choice.exclusive and choice.id in chosen]
    if exclusive and len(set(chosen)) > 1 and fact.many:
        message = f"“{exclusive[0]}” cannot be chosen together with others."
        yield source.problem(location, message, "Keep it or the others.")


def facts_by_id(partial: PartialQuestionnaire) -> dict[str, Fact | None]:
    """Map fact ids to facts; None for a fact that cannot be read."""
    return {**dict.fromkeys(partial.facts.unreadable), **{fact.id: fact for _, fact in partial.facts.items}}


def when_problems(
    source: Source, location: Location, when: When, facts: Mapping[str, Fact | None], *, later: Iterable[str] = ()
) -> Iterator[Problem]:
    """Find problems in the tests of a `when` over `facts`, in which a fact that cannot be read is None."""
    for name, test in when.items():
        at = (*location, name)
        if name not in facts:
            if name in later:
                yield source.problem(at, f"The fact “{name}” is not asked before this one.", "Move it up.")
            else:
                yield source.problem(at, f"There is no fact “{name}”.", did_you_mean(name, facts))
            continue
        fact = facts[name]
        given = lists_of(test)
        if isinstance(test, ListTest) and len(given) != 1:
            found = f"has {' and '.join(key for key, _ in given)}" if given else "is empty"
            yield source.problem(at, f"This test {found}; give exactly one of all, only and none.")
        for key, choices in given:
            inside = (*at, key) if key else at
            if not choices:
                yield source.problem(inside, "This test names no choice.", "Name at least one, or drop the test.")
            for place, choice in enumerate(choices):
                if choice == NOT_KNOWN:
                    yield source.problem((*inside, place), f"“{NOT_KNOWN}” matches nothing.", "Leave it out.")
                elif fact and not fact.choice(choice):
                    remedy = did_you_mean(choice, (known.id for known in fact.choices))
                    yield source.problem((*inside, place), f"The fact “{name}” has no choice “{choice}”.", remedy)


def lists_of(test: tuple[str, ...] | ListTest) -> list[tuple[str, tuple[str, ...]]]:
    """Return the lists of a test by their keys; a plain list has the key ""."""
    if not isinstance(test, ListTest):
        return [("", test)]
    named = (("all", test.all), ("only", test.only), ("none", test.none))
    return [(key, choices) for key, choices in named if choices is not None]


# --- sections/*.toml --------------------------------------------------------------------------------------------------


def _section(partial: PartialQuestionnaire, section: PartialSection) -> Iterator[Problem]:
    source = section.source
    written = source.table.get("id")
    if isinstance(written, str) and written != section.id:
        message = f"The section {quoted(written)} is in a file for “{section.id}”."
        yield source.problem(("id",), message, f"Write “{section.id}”, or rename the file.")
    practices = section.practices.items
    ids = [(("practices", place, "id"), practice.id) for place, practice in practices]
    yield from repeated(ids, source, "practice")
    for place, practice in practices:
        yield from _practice(partial, source, ("practices", place), practice)


def _practice(
    partial: PartialQuestionnaire, source: Source, location: Location, practice: Practice
) -> Iterator[Problem]:
    if "." in practice.id:
        message = f"{quoted(practice.id)} has a full stop; write only the part after the section."
        yield source.problem((*location, "id"), message, f"Write “{practice.id.rpartition('.')[2]}”.")
    if partial.top is not None:
        numbers = [level.level for level in practice.levels]
        yield from _ladder(source, (*location, "levels"), numbers, partial.top)
    criteria, actions = [], []
    for place, level in enumerate(practice.levels):
        at = (*location, "levels", place)
        criteria += [((*at, "criteria", number, "id"), one.id) for number, one in enumerate(level.criteria)]
        actions += [((*at, "actions", number, "id"), one.id) for number, one in enumerate(level.actions)]
    yield from repeated(criteria, source, "criterion")
    yield from repeated(actions, source, "action")
    if practice.essential and not practice.moments:
        message = "An essential practice must say at which moments its rule matters."
        yield source.problem((*location, "moments"), message, 'Add moments, such as ["design"].')
    for place, name in enumerate(practice.see_also):
        yield from known_name(partial, source, (*location, "see_also", place), name, sections=False)
    for key, references in (("references", practice.references), ("threats", practice.threats)):
        for place, reference in enumerate(references):
            yield from _reference(source, (*location, key, place), reference)


def is_reference(reference: str, *, whole: bool = False) -> bool:
    """Tell whether a text is `framework:item`, or with `whole` a framework alone."""
    framework, colon, item = reference.partition(":")
    return valid_id(framework.replace(".", "-")) and bool(item.strip() if colon else whole)


def _reference(source: Source, location: Location, reference: str, *, whole: bool = False) -> Iterator[Problem]:
    """Yield a problem unless a reference has the form `framework:item`; with `whole`, `framework` alone is fine too."""
    if not is_reference(reference, whole=whole):
        form = "framework:item, or a whole framework" if whole else "framework:item"
        message = f"{quoted(reference)} is not of the form {form}."
        yield source.problem(location, message, "An example is “owasp-llm-top10-2026:LLM01:2026”.")


# --- tailoring.toml ---------------------------------------------------------------------------------------------------


def _rules(partial: PartialQuestionnaire, tailoring: Source) -> Iterator[Problem]:
    facts = facts_by_id(partial)
    for place, rule in partial.rules.items:
        location: Location = ("rules", place)
        if partial.facts.is_list:
            yield from when_problems(tailoring, (*location, "when"), rule.when, facts)
        yield from _takes_away(tailoring, location, rule, facts)
        named = (("apply", rule.apply), ("inherited", rule.inherited), ("not_applicable", rule.not_applicable))
        for key, names in named:
            for number, name in enumerate(names):
                yield from known_name(partial, tailoring, (*location, key, number), name, sections=True)
        for number, floor in enumerate(rule.floor):
            at = (*location, "floor", number)
            if partial.top is not None and floor.level > partial.top:
                yield tailoring.problem(
                    (*at, "level"), f"This is {floor.level}; the scale goes from 0 to {partial.top}."
                )
            for within, name in enumerate(floor.practices):
                yield from known_name(partial, tailoring, (*at, "practices", within), name, sections=True)
        for number, reference in enumerate(rule.legal):
            yield from _reference(tailoring, (*location, "legal", number), reference, whole=True)
        for number, reference in enumerate(rule.references):
            yield from _reference(tailoring, (*location, "references", number), reference)


def _takes_away(
    tailoring: Source, location: Location, rule: Rule, facts: Mapping[str, Fact | None]
) -> Iterator[Problem]:
    """Refuse rules in which one choice removes what another needs: test facts with several choices by only or none."""
    if not (rule.inherited or rule.not_applicable):
        return
    for name, test in rule.when.items():
        fact = facts.get(name)
        if fact and fact.many and not (isinstance(test, ListTest) and test.all is None):
            message = f"A rule that takes practices away tests “{name}”, which has many choices, only by only or none."
            yield tailoring.problem((*location, "when", name), message, f"Write {name} = {{ only = […] }}.")

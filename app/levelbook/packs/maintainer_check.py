"""This module checks what keeps a questionnaire true: ids that issuers still use, dates that were checked, practices
that do not contradict each other, a top level that a sound team can reach.

These are findings for maintainers; they never prevent a questionnaire from being used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from levelbook.core.errors import Problem
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import MONTHS
from levelbook.packs import companions
from levelbook.packs.files import Problems, Source, did_you_mean, quoted, source, toml_files
from levelbook.packs.partial_questionnaire import PartialQuestionnaire
from levelbook.reading.toml import Location


def findings(partial: PartialQuestionnaire, frameworks: Mapping[str, Framework | None]) -> Iterator[Problem]:
    """Yield every finding on upkeep in what can be read of a questionnaire.

    frameworks: the questionnaire's frameworks by key; None for a file that does not fit.
    """
    yield from _retired_ids(partial, frameworks)
    yield from _laws_that_nobody_sees(partial, frameworks)
    yield from _unchecked_dates(partial)
    yield from _agreements(partial)


def findings_in_sentences(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Yield every finding on upkeep in a questionnaire's sentences."""
    yield from _dates_in_sentences(partial)
    yield from _tops_that_need_a_failure(partial)


# --- Ids that an issuer has given up ----------------------------------------------------------------------------------


def _retired_ids(partial: PartialQuestionnaire, frameworks: Mapping[str, Framework | None]) -> Iterator[Problem]:
    for file, location, reference in companions.references(partial):
        key, _, name = reference.partition(":")
        framework = frameworks.get(key)
        item = framework.by_id.get(name) if framework else None
        if framework is None or item is None or not item.retired:
            continue
        after = framework.successor_of(item)
        message = f"{framework.name} gave {name} up in {item.retired}."
        remedy = f"Write “{key}:{after.id}” ({after.title}), if that is meant." if after else "Drop it."
        yield file.problem(location, message, remedy)


# --- Laws that no rule brings in --------------------------------------------------------------------------------------


def _laws_that_nobody_sees(
    partial: PartialQuestionnaire, frameworks: Mapping[str, Framework | None]
) -> Iterator[Problem]:
    """Find what practices cite of a law and no rule names: it is shown to no team, and counts as not covered."""
    cited = []
    named = set()
    for file, location, reference in companions.references(partial):
        framework = frameworks.get(reference.partition(":")[0])
        if framework is None or not framework.law:
            continue
        if location[0] == "practices":
            cited.append((file, location, reference))
        elif "legal" in location:
            named.add(reference)
    for file, location, reference in cited:
        key, _, item = reference.partition(":")
        known = frameworks[key]
        is_retired = known is not None and item in known.by_id and known.by_id[item].retired
        if is_retired or {key, reference} & named:
            continue
        parts = [quoted(one) for one in sorted(named) if one.startswith(f"{reference}(")]
        message = f"No rule names {quoted(reference)} under `legal`, so no team is shown that this practice covers it."
        remedy = f"Cite what rules name of it: {', '.join(parts)}." if parts else f"Name {item} in a rule, or drop it."
        yield file.problem(location, message, remedy)


# --- Dates ------------------------------------------------------------------------------------------------------------


def _unchecked_dates(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find dates of laws without the day on which somebody last checked them."""
    for path in toml_files(partial.folder / "frameworks", Problems()):
        file = source(path, Problems())
        framework = file.value(Framework, Problems()) if file else None
        for place, duty in enumerate(framework.duties if framework else ()):
            if file and duty.checked_on is None:
                message = f"Nothing says when somebody checked that {quoted(duty.item)} asks for this from that day."
                yield file.problem(("duties", place), message, "Look it up, and write the day as checked_on.")


_DAY = re.compile(rf"\b(?:(?:{'|'.join(MONTHS)}) [12][0-9]{{3}}|[12][0-9]{{3}}-[01][0-9](?:-[0-3][0-9])?)\b")
"""Matches `2 August 2026`, `August 2026`, `2026-08-02`; not a year alone, which is usually part of a name."""


def _dates_in_sentences(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find dates in sentences, which nobody checks for as long as the questionnaire is used."""
    for file, location, text in _sentences(partial):
        if found := _DAY.search(text):
            message = f"“{found[0]}” is in a sentence, and nothing says when somebody checked it."
            remedy = "Leave out the day; the day of a law belongs in the duties of its framework."
            yield file.problem(location, message, remedy)


def _sentences(partial: PartialQuestionnaire) -> Iterator[tuple[Source, Location, str]]:
    for section in partial.sections:
        for place, practice in section.practices.items:
            for location, text in _sentences_of(practice):
                yield section.source, ("practices", place, *location), text
    if partial.tailoring:
        for place, rule in partial.rules.items:
            yield partial.tailoring, ("rules", place, "because"), rule.because
    if partial.main:
        for place, fact in partial.facts.items:
            yield partial.main, ("facts", place, "question"), fact.question
            for number, choice in enumerate(fact.choices):
                yield partial.main, ("facts", place, "choices", number, "label"), choice.label


def _sentences_of(practice: Practice) -> Iterator[tuple[Location, str]]:
    yield from ((("rule",), practice.rule), (("question",), practice.question))
    if practice.why:
        yield ("why",), practice.why
    lists = {"ask": practice.ask, "meanwhile": practice.meanwhile, "avoid": practice.avoid}
    for key, said in lists.items():
        yield from (((key, number), text) for number, text in enumerate(said))
    for place, level in enumerate(practice.levels):
        yield ("levels", place, "statement"), level.statement
        criteria, actions = ([one.text for one in parts] for parts in (level.criteria, level.actions))
        for key, texts in (("criteria", criteria), ("actions", actions)):
            yield from ((("levels", place, key, number, "text"), text) for number, text in enumerate(texts))


# --- The top level ----------------------------------------------------------------------------------------------------

_CHANGED = (
    "barred|boxed|changed|closed|cut|designed out|dropped|ended|led to|lost|met by|moved|narrowed|put right|raised"
    "|rebuilt|redone|redrawn|replaced|reset|retired|rewired|rewritten|shut|split|stopped|taken away|withdrawn"
)
_AFTER_A_FAILURE = re.compile(
    rf"\b(?:was|were|has|have|had|got)(?: (?:been|since|a))*(?: \w+)? (?:{_CHANGED})\b"
    r"|\b(?:lost|moved|changed) (?:its|the|a|it|how|reach|plan|money|something)\b",
    re.IGNORECASE,
)
"""Words for a repair, which imply an earlier failure: “an index that somebody got into was split”."""
_ANOTHER_WAY = re.compile(
    r"[,;] or\b|\bor (?:the|it|its|a|is|are|nothing|found) |\bunless\b|\btwice\b|\btwo \w+ (?:in a row|running)\b",
    re.IGNORECASE,
)


def _tops_that_need_a_failure(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find top levels that a team without any failure could not reach, nor its provider."""
    for file, location, said in _tops(partial):
        if _AFTER_A_FAILURE.search(said) and not _ANOTHER_WAY.search(said):
            message = "This can only be true after something failed, so a sound team can never reach it."
            remedy = "Add how success proves it: “…, or two attempts from outside in a row found nothing”."
            yield file.problem(location, message, remedy)


def _tops(partial: PartialQuestionnaire) -> Iterator[tuple[Source, Location, str]]:
    if partial.main and partial.file:
        for number, inherited in enumerate(partial.file.inherited_scale):
            if inherited.level == partial.top:
                yield partial.main, ("inherited_scale", number, "statement"), inherited.statement
    for section in partial.sections:
        for place, practice in section.practices.items:
            for number, level in enumerate(practice.levels):
                if level.level == partial.top:
                    yield section.source, ("practices", place, "levels", number, "statement"), level.statement


# --- Practices that have to agree -------------------------------------------------------------------------------------


def _agreements(partial: PartialQuestionnaire) -> Iterator[Problem]:
    """Find criteria that no longer match a demand that their authors marked as made in several places."""
    if not partial.main or not partial.file:
        return
    criteria = {
        f"{section.id}.{practice.id}.{criterion.id}": (
            section.source,
            ("practices", place, "levels", number, "criteria", within, "text"),
            criterion.text,
        )
        for section in partial.sections
        for place, practice in section.practices.items
        for number, level in enumerate(practice.levels)
        for within, criterion in enumerate(level.criteria)
    }
    for place, agreement in enumerate(partial.file.agreements):
        for number, name in enumerate(agreement.criteria):
            if name not in criteria:
                if not name.startswith(tuple(f"{section}." for section in partial.unreadable_sections)):
                    at: Location = ("agreements", place, "criteria", number)
                    remedy = did_you_mean(name, criteria)
                    yield partial.main.problem(at, f"There is no criterion {quoted(name)}.", remedy)
                continue
            file, location, text = criteria[name]
            if missing := [word for word in agreement.words if word.casefold() not in text.casefold()]:
                others = " and ".join(other for other in agreement.criteria if other != name)
                message = f"This does not say “{missing[0]}”, and so contradicts {others}: {agreement.because}."
                yield file.problem(location, message, "Let them say one thing, or change the agreement.")

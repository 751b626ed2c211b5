"""This module finds practices and sections by what people type: an id, a number, a part of an id."""

from __future__ import annotations

import re

from levelbook.core.errors import UnknownId
from levelbook.core.questionnaire.questionnaire import Questionnaire, Section
from levelbook.core.text.cleaning import nearest


def practice_id(questionnaire: Questionnaire, given: str) -> str:
    """Find a practice's id by its id or its number. Raises UnknownId with what an earlier id became, or the nearest."""
    known = questionnaire.practices
    found = given if given in known else questionnaire.ids_by_number.get(given, "")
    if found in known:
        return found
    section = questionnaire.sections_by_id.get(found or given)
    if section is not None:
        hint = f"It is a section, which has {_numbers_of(questionnaire, section)}."
        raise UnknownId("practice", given, hint=hint)
    if hint := became_words(questionnaire, given):
        raise UnknownId("practice", given, hint=hint)
    short = {name.partition(".")[2]: name for name in known}
    if hint := numbers_words(questionnaire, given):
        raise UnknownId("practice", given, hint=hint)
    guess = short.get(given) or nearest(given, known)
    if guess is None and (part := nearest(given, short)) is not None:
        guess = short[part]
    raise UnknownId("practice", given, guess, hint="`levelbook questionnaire show` lists them.")


def numbers_words(questionnaire: Questionnaire, given: str) -> str:
    """Say which numbers there are, of the section where one is meant, for a number that nothing has; else empty.

    No number that looks similar is proposed: it belongs to another practice.
    """
    if not re.fullmatch(r"\d+(?:[.,]\d*)*", given, re.ASCII):
        return ""
    dotted = given.replace(",", ".").strip(".")
    if dotted in questionnaire.ids_by_number:
        return f"Did you mean “{dotted}”?"
    section = questionnaire.sections_by_id.get(questionnaire.ids_by_number.get(dotted.partition(".")[0], ""))
    if section is None:
        last = questionnaire.numbers[questionnaire.sections[-1].id]
        return f"The sections are 1 to {last}; `levelbook questionnaire show` lists their practices."
    return f"Section {questionnaire.numbers[section.id]} ({section.title}) has {_numbers_of(questionnaire, section)}."


def _numbers_of(questionnaire: Questionnaire, section: Section) -> str:
    numbers = [questionnaire.numbers[practice.id] for practice in section.practices]
    return f"the practices {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"only the practice {numbers[0]}"


def became_words(questionnaire: Questionnaire, given: str) -> str:
    """Say what became of a practice that an earlier version asked under this id; empty where none did."""
    if questionnaire.version_map is None:
        return ""
    from levelbook.core.questionnaire.version_map import whole_upgrade_path  # 8 ms; only an old id needs it

    path = whole_upgrade_path(questionnaire.version_map)
    earlier = next((key[0] for key in path.sources("practices") if given in (key[0], key[0].partition(".")[2])), "")
    if not earlier or earlier in questionnaire.practices:
        return ""
    outcome = path.practice(earlier)
    now = [f"{name} ({questionnaire.practices[name].title})" for name in outcome.ids if name in questionnaire.practices]
    if now:
        return f"It is now {' and '.join(filter(None, (', '.join(now[:-1]), now[-1])))}."
    return " ".join(("It is no longer asked.", *outcome.why[-1:]))  # the last one is about its end


def practices_like(questionnaire: Questionnaire, given: str) -> tuple[str, ...]:
    """List the practices that somebody may mean: the one with that number or id, or all with the words in their title.

    Words may be parts of words, in any order. In questionnaire order; empty where there is none.
    """
    exact = given if given in questionnaire.practices else questionnaire.ids_by_number.get(given, "")
    if exact in questionnaire.practices:
        return (exact,)
    words = given.casefold().split()
    titles = {name: practice.title.casefold() for name, practice in questionnaire.practices.items()}
    return tuple(name for name, title in titles.items() if words and all(word in title for word in words))


def section_id(questionnaire: Questionnaire, given: str) -> str:
    """Find a section's id by its id or its number. Raises UnknownId with the nearest."""
    known = questionnaire.sections_by_id
    found = given if given in known else questionnaire.ids_by_number.get(given, "")
    if found in known:
        return found
    practice = given if given in questionnaire.practices else found
    if practice in questionnaire.practices:
        hint = f"It is a practice of section {questionnaire.numbers[practice.partition('.')[0]]}."
        raise UnknownId("section", given, hint=hint)
    there = (f"{questionnaire.numbers[name]} {name} ({section.title})" for name, section in known.items())
    raise UnknownId("section", given, nearest(given, known), hint=f"There are: {', '.join(there)}.")

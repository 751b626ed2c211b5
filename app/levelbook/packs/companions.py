"""Companions are files beside a questionnaire, read only when needed: frameworks, profiles, bulletins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from levelbook.core.errors import Problem, UnknownId
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Fact
from levelbook.core.questionnaire.tailoring import fact_states
from levelbook.core.text.cleaning import nearest, valid_id
from levelbook.packs import consistency_check
from levelbook.packs.file_models import BulletinsFile, ProfileFile
from levelbook.packs.files import (
    Problems,
    Source,
    did_you_mean,
    one_of,
    quoted,
    shown,
    source,
    source_of,
    text_of,
    toml_files,
)
from levelbook.packs.id_problems import known_name, repeated
from levelbook.packs.partial_questionnaire import AT_THE_TOP, BULLETINS, PartialQuestionnaire
from levelbook.reading.toml import Location
from levelbook.words.facts import incompatible_words

FOLDERS = ("sections", "frameworks", "profiles")
SENTENCE_WORDS = 40
"""The most words of a bulletin's sentence, which people read in passing."""


def file_texts(folder: Path) -> dict[str, str]:
    """Read every file of a questionnaire: its name, such as `sections/04-model-deployment.toml`, to its text.

    Bulletins are left out: news does not change what is asked, so it opens no round and changes no edition.
    """
    problems = Problems()
    paths = [path for path in toml_files(folder, problems, root=True, required=True) if path.name in AT_THE_TOP]
    for name in FOLDERS:
        paths += toml_files(folder / name, problems)
    found = {path.relative_to(folder).as_posix(): text_of(path, problems) for path in paths}
    problems.refuse()
    return {name: text for name, text in found.items() if text is not None}


# --- Frameworks -------------------------------------------------------------------------------------------------------


def read_frameworks(folder: Path, keys: Collection[str] | None = None) -> dict[str, Framework]:
    """Read a questionnaire's frameworks, all or only those with these keys: key to framework.

    A key that a later file replaces leads to that file's framework. Raises FileIsWrong with every problem in them.
    """
    problems = Problems()
    read = read_each_framework(folder, problems, keys)
    if keys is not None and (missing := set(keys) - set(read)):
        for framework in read_each_framework(folder, Problems()).values():
            read |= dict.fromkeys(missing.intersection(framework.replaces if framework else ()), framework)
    problems.refuse()
    return {key: framework for key, framework in read.items() if framework is not None}


def framework_keys(folder: Path) -> tuple[str, ...]:
    """List the keys of a questionnaire's frameworks, sorted, by the names of their files alone."""
    return tuple(sorted(path.stem for path in toml_files(folder / "frameworks", Problems())))


def read_each_framework(
    folder: Path, problems: Problems, keys: Collection[str] | None = None
) -> dict[str, Framework | None]:
    """Read frameworks like `read_frameworks`, adding to `problems` instead; None for a file that does not fit."""
    found: dict[str, Framework | None] = {}
    for path in toml_files(folder / "frameworks", problems):
        if keys is not None and path.stem not in keys:
            continue
        text = text_of(path, problems)
        if text is not None:
            found[path.stem] = _without_problems(path.name, text) or _framework(path, text, problems)
        else:
            found[path.stem] = None
    return found


@lru_cache(256)
def _without_problems(name: str, text: str) -> Framework | None:
    """Read a framework once in each process, however many guides cite it; None where anything is wrong with it."""
    problems = Problems()
    framework = _framework(Path(name), text, problems)
    return None if problems else framework


def _framework(path: Path, text: str, problems: Problems) -> Framework | None:
    """Read a framework from a file's text; None once the problems are noted that keep it from being read."""
    file = source_of(path, text, problems)
    framework = file.value(Framework, problems) if file else None
    if file and framework:
        if framework.key != path.stem:
            message = f"The framework “{framework.key}” is in a file for {quoted(path.stem)}."
            problems.append(file.problem(("key",), message, f"Write “{path.stem}”, or rename the file."))
        ids = [(("items", place, "id"), item.id) for place, item in enumerate(framework.items)]
        problems += repeated(ids, file, "item")
    return framework


def reference_findings(partial: PartialQuestionnaire, frameworks: Mapping[str, Framework | None]) -> Iterator[Problem]:
    """Find references, threats and laws that no framework file contains. Malformed ones are reported elsewhere."""
    for file, location, reference in references(partial):
        key, _, item = reference.partition(":")
        if key not in frameworks:
            yield file.problem(location, f"There is no file frameworks/{key}.toml.", did_you_mean(key, frameworks))
            continue
        framework = frameworks[key]
        if framework and item and item not in framework.by_id:
            remedy = did_you_mean(item, framework.by_id)
            yield file.problem(location, f"The framework “{key}” has no item {quoted(item)}.", remedy)


def references(partial: PartialQuestionnaire) -> Iterator[tuple[Source, Location, str]]:
    """Yield every reference of practices and rules that has the right form, with its file and place."""
    for section in partial.sections:
        for place, practice in section.practices.items:
            for key, references in (("references", practice.references), ("threats", practice.threats)):
                for number, reference in enumerate(references):
                    if consistency_check.is_reference(reference):
                        yield section.source, ("practices", place, key, number), reference
    if partial.tailoring:
        for place, rule in partial.rules.items:
            for key, references in (("legal", rule.legal), ("references", rule.references)):
                for number, reference in enumerate(references):
                    if consistency_check.is_reference(reference, whole=key == "legal"):
                        yield partial.tailoring, ("rules", place, key, number), reference


# --- Bulletins --------------------------------------------------------------------------------------------------------


def read_bulletins(folder: Path) -> tuple[Bulletin, ...]:
    """Read the bulletins in a questionnaire's folder; none where it has no such file. Raises FileIsWrong."""
    problems = Problems()
    _, held = _read_bulletins(folder, problems)
    problems.refuse()
    return held.bulletins if held else ()


def _read_bulletins(folder: Path, problems: Problems) -> tuple[Source | None, BulletinsFile | None]:
    path = folder / BULLETINS
    if not path.exists() and not path.is_symlink():
        return None, None
    file = source(path, problems)
    return file, file.value(BulletinsFile, problems) if file else None


_DAY_IN_ADDRESS = re.compile(r"/(20[0-9]{2})/([01][0-9])/([0-3][0-9])/")


def bulletin_findings(partial: PartialQuestionnaire, today: date, problems: Problems) -> None:
    """Find problems in the bulletins: unknown names, days in the future or unlike the address, repeats."""
    file, held = _read_bulletins(partial.folder, problems)
    if file is None or held is None:
        return
    facts = consistency_check.facts_by_id(partial)
    seen: set[tuple[date, str]] = set()
    for place, bulletin in enumerate(held.bulletins):
        location: Location = ("bulletins", place)
        for number, name in enumerate(bulletin.practices):
            problems += known_name(partial, file, (*location, "practices", number), name, sections=False)
        if partial.facts.is_list:
            problems += consistency_check.when_problems(file, (*location, "when"), bulletin.when, facts)
        if bulletin.date > today:
            message = f"{bulletin.date} is in the future; a bulletin tells what is known."
            problems.append(file.problem((*location, "date"), message))
        found = _DAY_IN_ADDRESS.search(bulletin.url or "")
        if found and "-".join(found.groups()) != bulletin.date.isoformat():
            message = f"{bulletin.date} is not the day in its address, “{found[0]}”, and readers see both."
            problems.append(file.problem((*location, "date"), message, "Write the day on which it was published."))
        if (key := (bulletin.date, bulletin.sentence)) in seen:
            problems.append(file.problem((*location, "sentence"), "This bulletin appears twice.", "Keep one."))
        seen.add(key)
        if (count := len(bulletin.sentence.split())) > SENTENCE_WORDS:
            message = f"This sentence has {count} words; it should have at most {SENTENCE_WORDS}."
            problems.append(file.problem((*location, "sentence"), message))


# --- Profiles ---------------------------------------------------------------------------------------------------------


def example_profiles(folder: Path) -> list[tuple[str, str]]:
    """List name and title of every example profile. Raises FileIsWrong with every problem in them."""
    problems = Problems()
    found = [(path.stem, _read_profile(path, problems)) for path in toml_files(folder / "profiles", problems)]
    problems.refuse()
    return [(name, profile.title) for name, (_, profile) in found if profile]


def read_profile(folder: Path, name: str) -> ProfileFile:
    """Read an example profile by its name. Raises UnknownId, FileIsWrong."""
    problems = Problems()
    names = [path.stem for path in toml_files(folder / "profiles", problems)]
    if name not in names:
        problems.refuse()
        raise UnknownId("example profile", name, nearest(name, names), hint=one_of(names))
    _, profile = _read_profile(folder / "profiles" / f"{name}.toml", problems)
    problems.refuse()
    assert profile is not None
    return profile


def _read_profile(path: Path, problems: Problems) -> tuple[Source | None, ProfileFile | None]:
    file = source(path, problems)
    return file, file.value(ProfileFile, problems) if file else None


def profile_findings(partial: PartialQuestionnaire, problems: Problems) -> None:
    """Find problems in the example profiles, including names that the questionnaire does not have."""
    facts: dict[str, Fact | None] = dict.fromkeys(partial.facts.unreadable)
    facts |= {fact.id: fact for _, fact in partial.facts.items}
    for path in toml_files(partial.folder / "profiles", problems):
        if not valid_id(path.stem):
            message = "A profile's name is lower-case words joined by hyphens, such as bank-assistant.toml."
            problems.append(Problem(message, path=shown(path)))
        file, profile = _read_profile(path, problems)
        if file and profile and partial.facts.is_list:
            for name, given in profile.profile.items():
                problems += _fact_findings(file, facts, name, given)
            if partial.file:
                states = fact_states(partial.file.facts, profile.profile)
                for words in incompatible_words(partial.file.incompatible, states):
                    problems.append(file.problem(("profile",), words, "Correct one of the answers."))


def _fact_findings(
    file: Source, facts: Mapping[str, Fact | None], name: str, given: str | tuple[str, ...]
) -> Iterator[Problem]:
    location: Location = ("profile", name)
    if name not in facts:
        yield file.problem(location, f"There is no fact “{name}”.", did_you_mean(name, facts))
        return
    fact = facts[name]
    if fact is None:
        return
    if isinstance(given, str) == fact.many:
        wanted, example = ("many choices", "a list") if fact.many else ("one choice", "a text")
        yield file.problem(location, f"The fact “{name}” takes {wanted}.", f"Write {example}.")
    yield from consistency_check.choice_problems(file, location, fact, given)

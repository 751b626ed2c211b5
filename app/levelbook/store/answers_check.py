"""A book is checked against its questionnaire: its version, its levels, and names that are not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from levelbook.core.answers.answers import Answer, AnswerBook, Entry
from levelbook.core.answers.orphans import Orphan, is_named_by_upgrades, meant, orphans
from levelbook.core.errors import CutShort, FileIsWrong, OtherVersion, Problem
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue, Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.field_types import file_keys
from levelbook.reading.toml import Lines, Location, dotted
from levelbook.store.answers_text import entries_in, table_keys
from levelbook.words.files import removed_on_purpose, shown


def check_version(book: AnswerBook, questionnaire: Questionnaire, path: str = "answers.toml") -> None:
    """Check that the answers belong to this version of this questionnaire. Raises OtherVersion."""
    theirs, ours = (book.questionnaire, book.version), (questionnaire.id, questionnaire.version)
    if theirs != ours:
        is_same = theirs[0] == ours[0]
        remedy = "Upgrade them: levelbook upgrade"
        if is_same and is_later(book.version, questionnaire.version):
            remedy = (
                "Somebody has upgraded them: close levelbook if it is open, and use the questionnaire's new version."
            )
        raise OtherVersion(
            [
                Problem(
                    f"These answers belong to {theirs[0]} {theirs[1]}; the questionnaire is {ours[0]} {ours[1]}.",
                    path=path,
                    key="version" if is_same else "questionnaire",
                )
            ],
            remedy=remedy,
        )


def check_complete(names: Collection[str], questionnaire: Questionnaire, path: str = "answers.toml") -> None:
    """Check that the practices with which the questionnaire ends have their tables, in a file that counts none.

    names: the practices that have one. levelbook writes one for each practice, so where the last are missing the end
    of the file is gone. One in between was taken out by somebody; and where a table is of a practice that there is
    not, its id was changed.

    Raises CutShort.
    """
    known = list(questionnaire.practices)
    missing = [name for name in known if name not in names]
    if not missing or missing != known[-len(missing) :] or any(name not in questionnaire.practices for name in names):
        return
    which = f"{missing[0]}, the last of its {len(known)} tables"
    if len(missing) > 1:
        which = f"the last {len(missing)} of its {len(known)} tables, from {missing[0]} to {missing[-1]}"
    raise CutShort(
        [Problem(f"The end of this file is missing: {which}.", path=path)],
        tables=len(known),
        remedy=removed_on_purpose(len(names)),
    )


def check_levels(
    book: AnswerBook, questionnaire: Questionnaire, path: str = "answers.toml", lines: Lines | None = None
) -> None:
    """Check that every level lies within the questionnaire's scale. Raises FileIsWrong."""
    problems = [
        Problem(message, path=path, key=dotted(at), line=lines.find(at) if lines else None)
        for name, answer in book.answers.items()
        for at, message in outside_the_scale(name, answer, questionnaire.max_level)
    ]
    if problems:
        raise FileIsWrong(problems)


def outside_the_scale(practice_id: str, answer: Answer, top: int) -> Iterator[tuple[Location, str]]:
    """Yield the place of each level above `top`, and what to say of it."""
    levels: list[tuple[Location, int | None]] = [(("level",), answer.level), (("target",), answer.target)]
    if answer.accepted is not None:
        levels.append((("accepted", "level"), answer.accepted.level))
    if answer.offer is not None:
        levels.append((("offer", "level"), answer.offer.level))
    levels += [(("votes", index, "level"), vote.level) for index, vote in enumerate(answer.votes)]
    for place, level in levels:
        if level is not None and level > top:
            yield (*table_keys(practice_id), *place), f"The level here is {level}; the scale goes from 0 to {top}."


def unknown_names(book: AnswerBook, questionnaire: Questionnaire, path: str | Path = "answers.toml") -> list[Problem]:
    """List what a book names that its questionnaire does not have. All of it is kept, and counts for nothing."""
    return [*orphaned_answers(book, questionnaire, path), *misplaced_names(book, questionnaire, path)]


def orphaned_answers(
    book: AnswerBook, questionnaire: Questionnaire, path: str | Path = "answers.toml"
) -> list[Problem]:
    """List the answers to practices and facts that the questionnaire does not have, and choices that it does not."""
    return _orphans(book, questionnaire, path, answers=True)


def misplaced_names(book: AnswerBook, questionnaire: Questionnaire, path: str | Path = "answers.toml") -> list[Problem]:
    """List what answers name that the questionnaire does not have, choices that do not go together, misspelt keys."""
    where = _named(path)
    found = _orphans(book, questionnaire, path, answers=False)
    for name, value in book.profile.items():
        fact = questionnaire.facts_by_id.get(name)
        if fact is not None:
            found += _too_many_choices(fact, value, where)
    for name, answer in book.answers.items():
        for at, said in [((), answer), *entries_in(answer)]:
            for key, known in _misspelt_keys(said):
                place = dotted((*table_keys(name), *at, key))
                remedy = f"Did you mean “{known}”?"
                found.append(Problem("levelbook does not know this key.", path=where, key=place, remedy=remedy))
    return found


def _named(path: str | Path) -> str:
    return shown(path) if isinstance(path, Path) else path


def _orphans(book: AnswerBook, questionnaire: Questionnaire, path: str | Path, *, answers: bool) -> list[Problem]:
    return [
        _orphan_problem(orphan, book, questionnaire, _named(path))
        for orphan in orphans(book, questionnaire)
        if orphan.is_answer == answers
    ]


def _orphan_problem(orphan: Orphan, book: AnswerBook, questionnaire: Questionnaire, path: str) -> Problem:
    """Say where something is orphaned, and what would mend it. `path` is the file's, as the person would name it."""
    message = {
        "fact": "The questionnaire has no such fact, so no rule uses this.",
        "choice": f"This fact has no choice “{orphan.name}”, so no rule uses it.",
        "practice": "The questionnaire has no such practice, so this answer is not counted.",
        "criterion": f"This practice has no criterion “{orphan.name}”.",
        "action": f"This practice has no action “{orphan.name}”.",
        "evidence": f"There is no kind of evidence “{orphan.name}”; it counts as a statement.",
    }[orphan.kind]
    near = meant(orphan, book, questionnaire)
    remedy = f"Did you mean “{near}”?" if near else "It is kept. Rename it here, or take it out."
    if orphan.kind == "practice":
        remedy = f"{f'Did you mean “{near}”?' if near else 'It is kept.'} Rename it here, or bring the practice back."
    elif orphan.kind == "choice" and not near:
        choices = (choice.id for choice in questionnaire.facts_by_id[orphan.id].choices)
        remedy = f"The choices are {', '.join((*choices, NOT_KNOWN))}."
    from levelbook.core.questionnaire.version_map import whole_upgrade_path  # 8 ms, which only an orphan needs

    if is_named_by_upgrades(orphan, whole_upgrade_path(questionnaire.version_map)):
        remedy = "`levelbook upgrade` moves it to where it belongs."
    at = ("profile", orphan.id) if orphan.kind in ("fact", "choice") else (*table_keys(orphan.id), *orphan.at)
    return Problem(message, path=path, key=dotted(at), remedy=remedy)


def _too_many_choices(fact: Fact, value: FactValue, path: str) -> Iterator[Problem]:
    key = dotted(("profile", fact.id))
    choices = (value,) if isinstance(value, str) else value
    if len(choices) > 1:
        if not fact.many:
            yield Problem("This fact takes one choice.", path=path, key=key)
        alone = [choice.id for choice in fact.choices if choice.exclusive and choice.id in choices]
        for name in alone or [name for name in choices if name == NOT_KNOWN]:
            yield Problem(f"“{name}” cannot be combined with other choices.", path=path, key=key)


def _misspelt_keys(said: Entry) -> Iterator[tuple[str, str]]:
    """Return unknown keys that look like a known one. Other unknown keys are allowed."""
    if not said.unknown:
        return
    from difflib import SequenceMatcher  # 1 ms, and hardly anybody has unknown keys

    known = list(file_keys(type(said)).values())
    for name in said.unknown:
        near = nearest(name, known)
        if near is not None and SequenceMatcher(None, name.lower(), near).ratio() >= 0.8:
            yield name, near

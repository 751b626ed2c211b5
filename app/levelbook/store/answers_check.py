"""A book is checked against its questionnaire: its version, its levels, and names that are not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from levelbook.core.answers.answers import Answer, AnswerBook, Entry
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue, Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.fields import file_keys
from levelbook.errors import CutShort, FileIsWrong, OtherVersion, Problem
from levelbook.reading.toml import Lines, Location, dotted
from levelbook.store.answers_text import entries_in, table_keys
from levelbook.words.files import removed_on_purpose, shown


def check_version(book: AnswerBook, questionnaire: Questionnaire, path: str = "answers.toml") -> None:
    """Check that the answers belong to this version of this questionnaire. Raises OtherVersion."""
    theirs, ours = (book.questionnaire, book.version), (questionnaire.id, questionnaire.version)
    if theirs != ours:
        is_same = theirs[0] == ours[0]
        remedy = "Bring them forward: levelbook upgrade"
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
    levels += [(("votes", index, "level"), vote.level) for index, vote in enumerate(answer.votes)]
    for place, level in levels:
        if level is not None and level > top:
            yield (*table_keys(practice_id), *place), f"This is the level {level}; the scale goes from 0 to {top}."


def unknown_names(book: AnswerBook, questionnaire: Questionnaire, path: str | Path = "answers.toml") -> list[Problem]:
    """List what a book names that its questionnaire does not have. All of it is kept, and counts for nothing."""
    where = shown(path) if isinstance(path, Path) else path
    found: list[Problem] = []

    def report(at: Location, message: str, given: str, known: Collection[str]) -> None:
        near = nearest(given, known)
        remedy = f"Did you mean “{near}”?" if near else "It is kept."
        found.append(Problem(message, path=where, key=dotted(at), remedy=remedy))

    for name, value in book.profile.items():
        fact = questionnaire.facts_by_id.get(name)
        if fact is None:
            report(("profile", name), "The questionnaire has no such fact.", name, questionnaire.facts_by_id)
        else:
            found += _strange_choices(fact, value, where)
    for name, answer in book.answers.items():
        practice = questionnaire.practices.get(name)
        if practice is None:
            report(table_keys(name), "The questionnaire has no such practice.", name, questionnaire.practices)
        else:
            for at, criterion in _criteria_named(answer):
                if criterion not in practice.criteria:
                    message = f"This practice has no criterion “{criterion}”."
                    report((*table_keys(name), *at), message, criterion, practice.criteria)
            for at, action in _actions_named(answer):
                if action not in practice.actions:
                    message = f"This practice has no action “{action}”."
                    report((*table_keys(name), *at), message, action, practice.actions)
        for index, piece in enumerate(answer.evidence):
            if piece.kind not in questionnaire.kinds_by_id:
                message = f"There is no kind of evidence “{piece.kind}”; it counts as somebody's word."
                at = (*table_keys(name), "evidence", index, "kind")
                report(at, message, piece.kind, questionnaire.kinds_by_id)
        for at, said in [((), answer), *entries_in(answer)]:
            for key, known in _misspelt_keys(said):
                report((*table_keys(name), *at, key), "levelbook does not know this key.", known, [known])
    return found


def _strange_choices(fact: Fact, value: FactValue, path: str) -> Iterator[Problem]:
    key = dotted(("profile", fact.id))
    choices = (value,) if isinstance(value, str) else value
    known = [*(choice.id for choice in fact.choices), NOT_KNOWN]
    for choice in choices:
        if choice not in known:
            near = nearest(choice, known)
            remedy = f"Did you mean “{near}”?" if near else f"The choices are {', '.join(known)}."
            yield Problem(f"This fact has no choice “{choice}”.", path=path, key=key, remedy=remedy)
    if len(choices) > 1:
        if not fact.many:
            yield Problem("This fact takes one choice.", path=path, key=key)
        alone = [choice.id for choice in fact.choices if choice.exclusive and choice.id in choices]
        for name in alone or [name for name in choices if name == NOT_KNOWN]:
            yield Problem(f"“{name}” stands alone.", path=path, key=key)


def _criteria_named(answer: Answer) -> Iterator[tuple[Location, str]]:
    for index, name in enumerate(answer.unmet):
        yield ("unmet", index), name
    for index, name in enumerate(answer.met):
        yield ("met", index), name
    for name in answer.here:
        yield ("here", name), name


def _actions_named(answer: Answer) -> Iterator[tuple[Location, str]]:
    for index, step in enumerate(answer.steps):
        if step.from_action:
            yield ("steps", index, "from"), step.from_action


def _misspelt_keys(said: Entry) -> Iterator[tuple[str, str]]:
    """Unknown keys that look like a known one. Others are somebody's own, and nobody's business."""
    if not said.unknown:
        return
    from difflib import SequenceMatcher  # 1 ms, and hardly anybody has unknown keys

    known = list(file_keys(type(said)).values())
    for name in said.unknown:
        near = nearest(name, known)
        if near is not None and SequenceMatcher(None, name.lower(), near).ratio() >= 0.8:
            yield name, near

"""Makes the books that are measured: of the shipped questionnaire or one grown from it, every practice answered."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, AnswerBook, Step
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.packs.companions import read_profile
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.reading import strict
from levelbook.store import team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings

TEAM = "Retail Assistant"
WHO = "Noor"
SHIPPED = 0
"""In the place of a number of practices: the questionnaire as it ships."""
LAST_QUARTER = datetime(2026, 8, 22, 14, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
LEVELS = (2, 3, 0, 3, 2)
"""What the team says, over and over. Levels 1 and 4 are left for the interview, where they always change something."""


def shipped() -> Questionnaire:
    return read_questionnaire(find_questionnaire("genai-security", Path()))


def questionnaire_of(practices: int) -> Questionnaire:
    """The shipped one with practices added in every section, as long as the shipped ones, or with some left out."""
    ours = shipped()
    if practices == SHIPPED:
        return ours
    known = len(ours.practices)
    added = [
        _copy(practice, place // known + 2)
        for place, practice in enumerate(islice(cycle(ours.practices.values()), max(0, practices - known)))
    ]
    kept = set(islice(ours.practices, practices))
    sections = (
        replace(
            section,
            practices=(
                *(practice for practice in section.practices if practice.id in kept),
                *(practice for practice in added if practice.section == section.id),
            ),
        )
        for section in ours.sections
    )
    return replace(ours, sections=tuple(sections))


def _copy(practice: Practice, number: int) -> Practice:
    """The same practice in other words, so that nothing is the faster for having been seen before."""
    reworded: Practice = _reworded(practice, number)
    return replace(reworded, id=f"{practice.id}-{number}", title=f"{practice.title} {number}")


def _reworded(value: Any, number: int) -> Any:
    if isinstance(value, tuple):
        return tuple(_reworded(item, number) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _reworded(getattr(value, field.name), number) for field in fields(value)})
    is_prose = isinstance(value, str) and " " in value
    return f"{value.removesuffix('.')}, part {number}{'.' if value.endswith('.') else ''}" if is_prose else value


def make(folder: Path, practices: int = SHIPPED, *, sealed: bool = False) -> None:
    """A team folder in which every practice is answered; where `sealed`, last quarter's edition and a change in each
    fifth answer since.
    """
    questionnaire = questionnaire_of(practices)
    profile = read_profile(Path(questionnaire.folder), "bank-assistant").profile
    answers = {
        practice.id: _answer(questionnaire, practice, level)
        for practice, level in zip(questionnaire.practices.values(), cycle(LEVELS), strict=False)
    }
    book = AnswerBook(questionnaire.id, questionnaire.version, profile=profile, answers=answers)
    settings = Settings(team=TEAM, about="Ask Alder", frameworks=("owasp-llm-top10-2026", "eu-ai-act"))
    made = team_folder.create(folder, settings)
    file = AnswersFile.create(made.answers_path, questionnaire, book)
    if sealed:
        edition = seal(Session(made, questionnaire, file, WHO, lambda: LAST_QUARTER))
        later = {name: _said_later(answer, edition.name) for name, answer in list(answers.items())[::5]}
        file.save(replace(book, answers=answers | later), answers=later)


def with_history(folder: Path, editions: int) -> None:
    """A team folder with so many editions, one every other day; before each, every fifth answer was given again, with
    a step that the next round drops.
    """
    make(folder)
    for number in range(1, editions + 1):
        day = LAST_QUARTER + timedelta(days=2 * number)
        session = opened(folder, at=day)
        book, last = session.now.book, session.editions.last_name
        again = {
            name: _given_again(answer, number, last, day)
            for name, answer in list(book.answers.items())[number % 5 :: 5]
        }
        file = AnswersFile.load(session.folder.answers_path, session.questionnaire)
        file.save(replace(book, answers=book.answers | again), answers=again)
        seal(opened(folder, at=day))


def _given_again(answer: Answer, number: int, after: str, day: datetime) -> Answer:
    step = Step(text=f"Look at round {number} again", owner="Ana", due=day.date())
    said = answer.changed(level=LEVELS[number % len(LEVELS)], unmet=(), steps=(*answer.steps[:1], step))
    return said.answered(by=WHO, at=day, wording=answer.wording, after=after)


def _answer(questionnaire: Questionnaire, practice: Practice, level: int) -> Answer:
    criteria = [name for name, (at, _) in practice.criteria.items() if at <= level]
    said = strict.read(
        Answer,
        {
            "level": level,
            "note": f"{practice.title}: discussed in March.\nTom doubts the daily cap.",
            "owner": "Priya",
            "due": date(2027, 1, 29),
            "unmet": criteria[-1:],
            "here": {name: f"In gateway/{name}.yaml, since spring" for name in criteria[:1]},
            "evidence": [
                {"kind": "sampled", "reference": f"https://wiki.example/{practice.id}", "seen_on": date(2026, 8, 11)},
                {"kind": "documented", "reference": "The handbook", "seen_on": date(2026, 2, 3)},
            ],
            "steps": [{"text": f"Read a sample of {practice.title} each month", "owner": "Ana", "ticket": "RA-398"}],
        },
    )
    wording = questionnaire.wording(practice.id, inherited=False)
    return said.answered(by=WHO, at=LAST_QUARTER, wording=wording, after="")


def _said_later(answer: Answer, edition: str) -> Answer:
    return answer.changed(level=3, unmet=()).answered(by=WHO, at=NOW, wording=answer.wording, after=edition)


def opened(folder: Path, practices: int = SHIPPED, at: datetime = NOW) -> Session:
    """The session of a book that `make` made with so many practices, at a time."""
    found, questionnaire = team_folder.open_folder(folder), questionnaire_of(practices)
    return Session(found, questionnaire, AnswersFile.load(found.answers_path, questionnaire), WHO, lambda: at)

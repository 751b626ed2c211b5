"""Questionnaires are made here of what others published, and of a company's own table of questions.

Each kind is one entry: what it is, which choices it takes beside the path, and how it is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Final

from levelbook.book.answer_import import content
from levelbook.book.authoring.questionnaire_authoring import id_for, write_new
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.imports import question_grid
from levelbook.packs import question_table
from levelbook.packs.column_guess import Guess, guess_columns
from levelbook.packs.published_models import aia, aima, aisvs, ciso_assistant, csf, dsomm, samm
from levelbook.packs.question_table import Grid
from levelbook.packs.read import read_questionnaire
from levelbook.words.files import shown


@frozen
class Choices:
    """Options besides the path; each kind uses some of them."""

    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """A column's name here to its head in the table; to nothing where it has none."""
    sheet: str | None = None
    """A sheet of the workbook; None for the only one that can be meant."""
    rule: str | None = None
    """The chosen rule, for a model with several."""
    documentation: bool = False
    """That documentation is scored beside implementation."""

    @property
    def made(self) -> list[str]:
        """The names of those that were made."""
        return [one.name for one in fields(self) if getattr(self, one.name)]


@frozen
class Kind:
    """A kind of file that a questionnaire can be imported from."""

    what: str
    """A description of PATH for the list of kinds."""
    read: Callable[[Path, Path, Choices], dict[str, str]]
    """Makes the files of the questionnaire, by path, of a path and for a folder."""
    takes: tuple[str, ...] = ()
    """The names of the choices that can be made."""
    rules: tuple[str, ...] = ()
    """The names of its rules, one of which has to be chosen."""


def _read_csv(path: Path, directory: Path, choices: Choices) -> dict[str, str]:
    return _read_table(_csv_grids(path), path, directory, choices)


def _read_workbook(path: Path, directory: Path, choices: Choices) -> dict[str, str]:
    return _read_table(_workbook_grids(path, choices.sheet), path, directory, choices)


def _read_table(grids: Mapping[str, Grid], path: Path, directory: Path, choices: Choices) -> dict[str, str]:
    id_ = id_for(directory, None, "Give the folder a name like that, for example cloud-security.")
    title = choices.title or path.stem.replace("-", " ").replace("_", " ").capitalize()
    grid = question_grid.only_one_meant(grids, choices.columns)
    return question_table.as_questionnaire(grid, id_=id_, title=title, source=path.name, columns=choices.columns)


def _read_aima(path: Path, _: Path, choices: Choices) -> dict[str, str]:
    assert choices.rule is not None, "import_questions asks for it"
    grid = question_grid.workbook_grids(content(path), shown(path), sheet=aima.SHEET)[aima.SHEET]
    return aima.read(grid.rows, grid.path, choices.rule)


def _csv_grids(path: Path) -> dict[str, Grid]:
    return {"": question_grid.csv_grid(content(path), shown(path))}


def _workbook_grids(path: Path, sheet: str | None) -> dict[str, Grid]:
    """The tables of a workbook, by the titles of their sheets."""
    return question_grid.workbook_grids(content(path), shown(path), sheet=sheet)


KINDS: Final[Mapping[str, Kind]] = {
    "aia": Kind("Canada's AIA: survey-enfr.json of canada-ca/aia-eia-js", lambda path, *_: aia.read(path)),
    "aima": Kind(
        "OWASP AIMA: its toolkit's workbook; takes --rule", _read_aima, takes=("rule",), rules=tuple(aima.RULES)
    ),
    "aisvs": Kind("OWASP AISVS: the folder of a version, in OWASP/AISVS", lambda path, *_: aisvs.read(path)),
    "ciso-assistant": Kind(
        "CISO Assistant: a library's YAML; --rule, --documentation",
        lambda path, _, choices: ciso_assistant.read(path, str(choices.rule), documentation=choices.documentation),
        takes=("rule", "documentation"),
        rules=ciso_assistant.RULES,
    ),
    "csf": Kind("NIST CSF 2.0: the JSON catalog of usnistgov/oscal-content", lambda path, *_: csf.read(path)),
    "csv": Kind("your questions, a row each: section, title, question, 0, 1 …", _read_csv, takes=("title", "columns")),
    "dsomm": Kind("OWASP DSOMM: model.yaml of DevSecOps-MaturityModel-data", lambda path, *_: dsomm.read(path)),
    "samm": Kind("OWASP SAMM: its core model, owaspsamm/core", lambda path, *_: samm.read(path)),
    "xlsx": Kind("the same table as a sheet of a workbook", _read_workbook, takes=("title", "columns", "sheet")),
}


def import_questions(kind: str, path: Path, directory: Path, choices: Choices = Choices()) -> tuple[Path, ...]:  # noqa: B008 - frozen
    """Make a questionnaire in a new folder; its files.

    Raises FileIsWrong with what is wrong in the file, UsedWrongly, CouldNotWrite; nothing is written then.
    """
    takes = KINDS[kind].takes
    if refused := [name for name in choices.made if name not in takes]:
        option = _OPTIONS[refused[0]]
        others = [name for name, one in KINDS.items() if refused[0] in one.takes]
        raise UsedWrongly(f"{option} does not apply to {kind}.", remedy=f"It is for {' and '.join(others)}.")
    rules = KINDS[kind].rules
    if rules and choices.rule not in rules:
        said = f"{kind} has no rule {choices.rule}" if choices.rule else f"Several rules are in use for {kind}"
        raise UsedWrongly(
            f"{said}: {', '.join(rules)}.", remedy="Say which with --rule; docs/exchange.md tells them apart."
        )
    files = KINDS[kind].read(path, directory, choices)
    _must_be_a_questionnaire(files, path)
    return write_new(directory, files)


def _must_be_a_questionnaire(files: Mapping[str, str], path: Path) -> None:
    """Refuse files that could not be read again, before anything is written. Raises FileIsWrong with the source."""
    with tempfile.TemporaryDirectory(prefix="levelbook-import-") as folder:
        trial = Path(folder).resolve() / "questionnaire"
        write_new(trial, files)
        try:
            read_questionnaire(trial)
        except FileIsWrong as wrong:
            [first, *_] = wrong.problems
            message = f"No questionnaire can be made of this. In {Path(first.path).name}, {first.key}: {first.message}"
            raise FileIsWrong.one(message, path=shown(path)) from None


@frozen
class GuessedTable:
    """A table, and what its columns could be."""

    path: str
    """The file, with its sheet, as a person would name it."""
    sheet: str | None
    """The title of its sheet where it has one."""
    guess: Guess


def guess_table(kind: str, path: Path, sheet: str | None) -> GuessedTable:
    """Propose what the columns of a table are; of the sheet that fits best. Raises FileIsWrong, UsedWrongly."""
    if "columns" not in KINDS[kind].takes:
        raise UsedWrongly(f"--guess proposes the columns of a table, and {kind} is not a table.")
    if sheet is not None and "sheet" not in KINDS[kind].takes:
        raise UsedWrongly(f"--sheet does not apply to {kind}.")
    grids = _csv_grids(path) if kind == "csv" else _workbook_grids(path, sheet)
    found = [GuessedTable(grid.path, title or None, guess_columns(grid)) for title, grid in grids.items()]
    return max(found, key=lambda one: len(one.guess.columns) - len(one.guess.missing))


_OPTIONS: Final = {
    "title": "--title",
    "columns": "--column",
    "sheet": "--sheet",
    "rule": "--rule",
    "documentation": "--documentation",
}

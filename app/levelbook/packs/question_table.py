"""A company's own questions, in a table that a spreadsheet saved, become a questionnaire.

One row is one question. Columns have names in the first row, in any order and with any capitals:

column                              what it holds
----------------------------------  -----------------------------------------------------------------------------
section, title, question            required
0, 1, 2 … or `level 0`, `level 1` …  what each level looks like; at least two, without a hole
id, rule, why, impact, weight       as in a section's file; each may be missing or empty
essential                           `yes` or empty
quality, ask                        one or more lines; a line break or a semicolon ends each

Where there is no rule, what the highest level looks like is the rule.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from levelbook.core.text.cleaning import clean_line, nearest, valid_id
from levelbook.errors import FileIsWrong, Problem
from levelbook.packs.files import MAX_LISTED, Problems, quoted, shown, text_of
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

REQUIRED: Final = ("section", "title", "question")
OPTIONAL: Final = ("id", "rule", "why", "impact", "weight", "essential", "quality", "ask")
MOST_ROWS: Final = 5_000
_LEVEL: Final = re.compile(r"(?:level )?(\d{1,2})")
_YES: Final = {"": False, "no": False, "yes": True, "x": True}


def read(path: Path, *, id_: str, title: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Make a questionnaire of a table: path to text.

    columns: a column's name here to its name in the file, where that is another.

    Raises FileIsWrong with every problem, each with its row and column.
    """
    problems = Problems()
    text = text_of(path, problems)
    problems.refuse()
    assert text is not None
    table = _Table(path, problems, _rows(path, text))
    found = table.headings(columns)
    levels = table.levels(found)
    problems.refuse()
    sections = table.sections(found, levels)
    problems.refuse()
    scale = [ScaleStep(f"Level {level}", f"Level {level} of this questionnaire.", "asserted") for level in levels]
    return as_files(
        Imported(
            id=id_,
            title=title,
            subject="",
            licence="",
            source=path.name,
            scale=scale,
            default_target=max(1, len(scale) // 2),
            sections=sections,
            scoring={},
        )
    )


def _rows(path: Path, text: str) -> list[list[str]]:
    """The cells of a comma-, semicolon- or tab-separated file: whichever its first row has most of."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise FileIsWrong.one(f"This is no table: {clean_line(str(error))}.", path=shown(path)) from None
    if len(rows) > MOST_ROWS:
        raise FileIsWrong.one(f"Here are {len(rows)} rows; levelbook reads at most {MOST_ROWS}.", path=shown(path))
    return rows


@dataclass
class _Table:
    path: Path
    problems: Problems
    rows: list[list[str]]

    def headings(self, columns: Mapping[str, str]) -> dict[str, int]:
        """The place of each column, by its name here."""
        named = [clean_line(cell).casefold() for cell in (self.rows[0] if self.rows else [])]
        wanted = {clean_line(there).casefold(): here for here, there in columns.items()}
        found: dict[str, int] = {}
        for place, name in enumerate(named):
            level = _LEVEL.fullmatch(wanted.get(name, name))
            here = level[1] if level else wanted.get(name, name)
            if here in found:
                self._wrong(1, name, "Two columns have this name.")
            found[here] = place
        for here, there in columns.items():
            if clean_line(there).casefold() not in named:
                near = nearest(clean_line(there).casefold(), named)
                self._wrong(1, there, f"No column has this name, which is to be “{here}”.", near and f"Is it “{near}”?")
        for name in REQUIRED:
            if name not in found and name not in columns:
                there = ", ".join(quoted(one) for one in named[:MAX_LISTED] if one) or "nothing"
                remedy = f"Say which one it is: --column {name}=NAME. The first row holds {there}."
                self._wrong(1, name, "There is no such column.", remedy)
        return found

    def levels(self, found: Mapping[str, int]) -> list[int]:
        """The levels that the table describes, from 0 upwards."""
        numbers = sorted(int(name) for name in found if name.isdecimal())
        if len(numbers) < 2 or numbers != list(range(len(numbers))):
            listed = ", ".join(map(str, numbers)) or "none"
            message = f"The columns of levels are {listed}; a scale goes 0, 1, 2 and so on, without a hole."
            self._wrong(1, "0", message, "Name a column `0`, `1` … or `level 0`, `level 1` … for each.")
        return numbers

    def sections(self, found: Mapping[str, int], levels: Sequence[int]) -> list[dict[str, Any]]:
        """The sections in the order in which they come up, each with its practices."""
        sections: dict[str, dict[str, Any]] = {}
        ids: dict[str, int] = {}
        for number, row in enumerate(self.rows[1:], start=2):
            if not any(cell.strip() for cell in row):
                continue
            cells = {name: row[place] if place < len(row) else "" for name, place in found.items()}
            missing = [name for name in (*REQUIRED, *map(str, levels)) if not clean_line(cells[name])]
            for name in missing:
                self._wrong(number, name, "This cell is empty.")
            section = slug(cells["section"])
            name = clean_line(cells.get("id", "")) or slug(cells["title"])
            if not missing and not valid_id(section):
                self._wrong(number, "section", "No id can be made of this.", "Use letters a to z or digits.")
            if not missing and not valid_id(name):
                remedy = "An id is lower-case words joined by hyphens, at most 64 characters."
                self._wrong(number, "id" if cells.get("id") else "title", "This makes no id.", remedy)
            if ids.setdefault(f"{section}.{name}", number) != number:
                other = ids[f"{section}.{name}"]
                message = f"Row {other} has the same section and id."
                self._wrong(number, "id", message, "Add a column id, and give each row its own.")
            practice = self._practice(number, cells, name, levels)
            held = sections.setdefault(section, {"id": section, "title": clean_line(cells["section"]), "practices": []})
            held["practices"].append(practice)
        if not sections:
            self._wrong(2, "question", "There is no question in this table.")
        return list(sections.values())

    def _practice(self, number: int, cells: Mapping[str, str], name: str, levels: Sequence[int]) -> dict[str, Any]:
        statements = [clean_line(" ".join(cells[str(level)].split())) for level in levels]
        question, title = (clean_line(" ".join(cells[key].split())) for key in ("question", "title"))
        essential = clean_line(cells.get("essential", "")).casefold()
        if essential not in _YES:
            self._wrong(number, "essential", f"{quoted(essential)} is neither yes nor no.")
        practice = {
            "id": name,
            "title": title,
            "rule": clean_line(cells.get("rule", "")) or statements[-1],
            "question": question,
            "why": cells.get("why", "").strip() or f"{title} is one of the questions that we ask every team.",
            "impact": self._number(number, "impact", cells, whole=True) or 2,
            "weight": self._number(number, "weight", cells) or 1,
            "quality": _lines(cells.get("quality", "")),
            "ask": _lines(cells.get("ask", "")),
            "levels": [
                {"level": level, "statement": statement} for level, statement in zip(levels, statements, strict=True)
            ],
        }
        if _YES.get(essential):
            practice |= {"essential": True, "moments": ["run"]}
        return practice

    def _number(self, number: int, name: str, cells: Mapping[str, str], *, whole: bool = False) -> int | float | None:
        text = clean_line(cells.get(name, "")).replace(",", ".")
        if not text:
            return None
        if whole:
            if text in ("1", "2", "3"):
                return int(text)
            self._wrong(number, name, f"{quoted(text)} is none of 1, 2 and 3.")
            return None
        if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) and float(text) > 0:
            return int(text) if text.isdecimal() else float(text)
        self._wrong(number, name, f"{quoted(text)} is no number above 0.")
        return None

    def _wrong(self, row: int, column: str, message: str, remedy: str | None = "") -> None:
        self.problems.append(
            Problem(message, path=shown(self.path), key=clean_line(column), line=row, remedy=remedy or "")
        )


def _lines(text: str) -> list[str]:
    return [line for part in re.split(r"[;\n]", text) if (line := clean_line(part))]

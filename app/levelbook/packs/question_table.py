"""This module turns a company's own questions, in a table saved by a spreadsheet, into a questionnaire.

One row is one question. The heads are in one of the first rows, in any order and with any capitals:

column                              what it holds
----------------------------------  -----------------------------------------------------------------------------
section, title, question            required
0, 1, 2 … or `level 0`, `level 1` …  what each level looks like; at least two, without a gap
id                                  what the company calls it, such as `AC-1.2`, which becomes `ac-1-2`
rule, why, impact, weight           as in a section's file; each may be missing or empty
essential                           `yes` or empty
quality, ask                        one or more lines; a line break or a semicolon ends each

If there is no rule, the statement of the highest level is the rule. What the table does not say, such as why a question
matters, the questionnaire does not say either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cell_error import HOLDS_ERROR, is_cell_error
from levelbook.core.text.cleaning import clean_line, nearest, valid_id
from levelbook.packs.files import MAX_LISTED, Problems, quoted
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

REQUIRED: Final = ("section", "title", "question")
OPTIONAL: Final = ("id", "rule", "why", "impact", "weight", "essential", "quality", "ask")
MOST_ROWS: Final = 5_000
HEADS_WITHIN: Final = 20
"""The number of rows, from the top, that are searched for the heads; a title may be above them."""
_LEVEL: Final = re.compile(r"(?:level )?(\d{1,2})")
_MOST_DIGITS: Final = 9
_YES: Final = {"": False, "no": False, "false": False, "yes": True, "x": True, "true": True}


@frozen
class Grid:
    """The cells of a table, from any kind of file."""

    path: str
    """The file and its sheet, for messages."""
    rows: Sequence[Sequence[str]]
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column, from 0, of cells without text of their own, each with the reason, such as `holds a formula`."""
    merged: frozenset[tuple[int, int]] = frozenset()
    """Merged cells, each with the text of the whole group."""

    def head_row(self, columns: Mapping[str, str]) -> int:
        """Return the first row, from 0, with the largest number of wanted heads."""
        wanted = {columns.get(name, name).casefold() for name in REQUIRED}
        return max(
            range(min(HEADS_WITHIN, len(self.rows))),
            key=lambda row: len(wanted & {clean_line(cell).casefold() for cell in self.rows[row]}),
            default=0,
        )

    def has_heads(self, columns: Mapping[str, str]) -> bool:
        """Tell whether every required column is present."""
        wanted = {columns.get(name, name).casefold() for name in REQUIRED}
        heads = self.rows[self.head_row(columns)] if self.rows else ()
        return wanted <= {clean_line(cell).casefold() for cell in heads}


def own_name(head: str) -> str:
    """Return our column name that a head stands for by itself: a name in lower case, or a level's number."""
    name = clean_line(head).casefold()
    level = _LEVEL.fullmatch(name)
    return level[1] if level else name


def _is_number(name: str) -> bool:
    """Tell whether a column's name is a number that somebody may mean as a level."""
    return name.isascii() and name.isdecimal() and len(name) <= _MOST_DIGITS


def as_questionnaire(grid: Grid, *, id_: str, title: str, source: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Turn a table into the files of a questionnaire: path to text.

    columns: our column name to its head in the table, if they differ; to nothing if there is none.

    Raises FileIsWrong with every problem, each with its row and column.
    """
    problems = Problems()
    table = _Table(grid, problems, grid.head_row(columns))
    found = table.headings(columns)
    levels = table.levels(found)
    problems.refuse()
    sections = table.sections(found, levels)
    problems.refuse()
    scale = [ScaleStep(f"Level {level}", "", "asserted") for level in levels]
    return as_files(
        Imported(
            id=id_,
            title=title,
            subject="",
            licence="",
            source=source,
            scale=scale,
            default_target=max(1, len(scale) // 2),
            sections=sections,
            scoring={},
        )
    )


@dataclass
class _Table:
    grid: Grid
    problems: Problems
    head: int
    """The row of the heads, from 0."""

    def headings(self, columns: Mapping[str, str]) -> dict[str, int]:
        """The position of each column, by our name for it."""
        typed = [clean_line(cell) for cell in (self.grid.rows[self.head] if self.grid.rows else [])]
        named = [name.casefold() for name in typed]
        wanted: dict[str, list[str]] = {}  # one column may serve twice, as the title and as the question
        for here, there in columns.items():
            if there:
                wanted.setdefault(clean_line(there).casefold(), []).append(here)
        found: dict[str, int] = {}
        for place, name in enumerate(named):
            for here in map(own_name, wanted.get(name, [name])):
                if not here or (here in columns and name not in wanted):
                    continue
                if here in found:
                    self._wrong(self.head + 1, name, "Two columns have this name.")
                found[here] = place
        for here, there in columns.items():
            if there and clean_line(there).casefold() not in named:
                near = nearest(clean_line(there).casefold(), named)
                near = typed[named.index(near)] if near else near
                message = f"No column has this heading, which was given for “{here}”."
                self._wrong(self.head + 1, there, message, near and f"Is it “{near}”?")
        for name in REQUIRED:
            if name not in found and not columns.get(name):
                there = ", ".join(quoted(one) for one in typed[:MAX_LISTED] if one) or "none"
                remedy = (
                    f"Say which one it is: --column {name}=HEADING, or let --guess propose. The headings are {there}."
                )
                self._wrong(self.head + 1, name, "There is no such column.", remedy)
        return found

    def levels(self, found: Mapping[str, int]) -> list[int]:
        """List the levels that the table describes, from 0 upwards."""
        numbers = sorted(int(name) for name in found if _is_number(name))
        if len(numbers) < 2 or numbers != list(range(len(numbers))):
            listed = ", ".join(map(str, numbers)) or "none"
            message = f"The columns of levels are {listed}; a scale goes 0, 1, 2 and so on, without a gap."
            remedy = "Name a column `0`, `1` … or `level 0`, `level 1` … for each."
            self._wrong(self.head + 1, "0", message, remedy)
        return numbers

    def sections(self, found: Mapping[str, int], levels: Sequence[int]) -> list[dict[str, Any]]:
        """Read the sections in the order in which they occur, each with its practices."""
        sections: dict[str, dict[str, Any]] = {}
        ids: dict[str, int] = {}
        used = {name: place for name, place in found.items() if _is_number(name) or name in (*REQUIRED, *OPTIONAL)}
        for number, row in enumerate(self.grid.rows[self.head + 1 :], start=self.head + 2):
            if not any(cell.strip() for name, cell in self._cells(row, used).items() if name != "section"):
                continue
            cells = self._cells(row, used)
            odd = self._odd_cells(number, used, cells)
            missing = [
                name for name in (*REQUIRED, *map(str, levels)) if not clean_line(cells[name]) and name not in odd
            ]
            for name in missing:
                self._wrong(number, name, "This cell is empty.")
            if missing or odd:
                continue
            section = slug(cells["section"])
            name = slug(cells.get("id", "")) or slug(cells["title"])
            if not valid_id(section):
                self._wrong(number, "section", "No id can be made from this.", "Use letters a to z or digits.")
            if not valid_id(name):
                remedy = "Use letters a to z or digits."
                self._wrong(number, "id" if cells.get("id") else "title", "No id can be made from this.", remedy)
            if ids.setdefault(f"{section}.{name}", number) != number:
                other = ids[f"{section}.{name}"]
                message = f"Row {other} has the same section and id."
                self._wrong(number, "id", message, "Add a column id, and give each row its own.")
            practice = self._practice(number, cells, name, levels)
            held = sections.setdefault(section, {"id": section, "title": clean_line(cells["section"]), "practices": []})
            held["practices"].append(practice)
        if not sections and not self.problems:
            self._wrong(self.head + 2, "question", "There is no question in this table.")
        return list(sections.values())

    def _cells(self, row: Sequence[str], used: Mapping[str, int]) -> dict[str, str]:
        return {name: row[place] if place < len(row) else "" for name, place in used.items()}

    def _odd_cells(self, number: int, used: Mapping[str, int], cells: Mapping[str, str]) -> set[str]:
        """Report the columns whose cell has no text of its own; section cells may be merged over several rows."""
        found = set()
        for name, place in used.items():
            odd = self.grid.faults.get((number - 1, place), "")
            if not odd and name != "section" and (number - 1, place) in self.grid.merged:
                odd = "is merged with others"
            if not odd and is_cell_error(cells[name]):
                odd = HOLDS_ERROR
            if odd:
                self._wrong(number, name, f"This cell {odd}.", "Write the words themselves into it.")
                found.add(name)
        return found

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
            "why": cells.get("why", "").strip(),
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
            self._wrong(number, name, f"{quoted(text)} is not 1, 2 or 3.")
            return None
        if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) and float(text) > 0:
            return int(text) if text.isdecimal() else float(text)
        self._wrong(number, name, f"{quoted(text)} is not a number above 0.")
        return None

    def _wrong(self, row: int, column: str, message: str, remedy: str | None = "") -> None:
        self.problems.append(
            Problem(message, path=self.grid.path, key=clean_line(column), line=row, remedy=remedy or "")
        )


def _lines(text: str) -> list[str]:
    return [line for part in re.split(r"[;\n]", text) if (line := clean_line(part))]

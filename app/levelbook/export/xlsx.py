"""This module writes a workbook, for people who look at figures in a spreadsheet or answer without levelbook.

Its sheets are Overview, Answers, Gaps, Steps, Evidence, Signatures and Editions, and a hidden one, Lists. Everything is
a value: no cell holds a formula, and every text is written as text. Sheets are protected but for the cells of Answers
that may be answered; `levelbook import xlsx` takes those in (`imports/xlsx.py`), by the names of the columns here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, date, datetime, time
from fractions import Fraction
from math import ceil
from typing import Any

import xlsxwriter

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.external_answer import (
    ABOUT_KEYS,
    ANSWER_COLUMNS,
    ID_COLUMNS,
    LISTS_SHEET,
    NOT_SENT,
    REV,
    TITLE_COLUMN,
    ExternalAnswer,
    choices,
    external_answer_of,
)
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.gaps import Gap, Wave, day_of_step
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.rounding import four_places
from levelbook.export.source import ExportSource
from levelbook.guide.text.phrases import people_named
from levelbook.words.figures import listed
from levelbook.words.practice_state import next_work_words
from levelbook.words.proof import proof_words, proven_figure, proven_in_series
from levelbook.words.standing import standing_words

Cell = str | int | float | date | None
"""None leaves a cell empty."""

ANSWERS = "Answers"
_WAVE_WORDS: Mapping[Wave, str] = {
    "find-out": "find out",
    "now": "now",
    "next": "next",
    "later": "later",
    "accepted": "accepted",
}
MOST_CHARACTERS = 32_767
"""A cell cannot hold more."""
_PREVIEW = 1_000


@frozen
class _Column:
    head: str
    width: float
    wraps: bool = False
    hidden: bool = False
    free: bool = False
    """Whether it may be answered."""


def export(source: ExportSource) -> bytes:
    """Return the workbook. Only one of now can be answered; one of an edition is locked."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        now = source.assessment
        made = datetime.combine(now.on, time(), UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"{source.team}: {now.questionnaire.title}", "created": made})
        book = _Workbook(workbook, source)
        book.overview()
        book.answers()
        book.gaps()
        book.steps()
        book.evidence()
        book.signatures()
        book.editions()
        book.lists()
    return content.getvalue()


class _Workbook:
    """A workbook that is being written, sheet by sheet."""

    def __init__(self, workbook: Any, source: ExportSource) -> None:
        self._workbook, self._source = workbook, source
        self._now: Assessment = source.assessment
        self._scores = tuple(self._now.scorecard.practices.values())
        self._numbers = self._now.questionnaire.numbers
        self._choices = choices(self._now.questionnaire)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._is_of_now = not source.edition

    # The sheets

    def overview(self) -> None:
        """Write team and day, the figures by section, and two charts."""
        sheet = self._sheet("Overview")
        now, overall = self._now, self._now.scorecard.overall
        when = f"As of {spoken_day(now.on)}" + ("" if self._is_of_now else f", edition {now.name}")
        about = f"{self._source.team}: {self._source.about}" if self._source.about else self._source.team
        sheet.write_string(0, 0, about, self._format(bold=True, font_size=16))
        lines = [f"{now.questionnaire.title} {now.questionnaire.version}. {when}.", standing_words(now)]
        if self._is_of_now:
            named = ", ".join(ANSWER_COLUMNS.values())
            lines.append(
                f"To answer: fill in the light cells of the sheet {ANSWERS} ({named}) and send this file back."
            )
        for row, words in enumerate(lines, start=1):
            sheet.write_string(row, 0, words)
        top = len(lines) + 2
        columns = [
            _Column("Section", 44, wraps=True),
            *(_Column(head, 11) for head in _FIGURES),
            _Column("Answered", 12),
        ]
        rows: list[list[Cell]] = []
        for section in now.scorecard.sections:
            counting = [one for one in section.practices if one.counts]
            settled = sum(one.settled for one in counting)
            figures = _figures(section.figures, section)
            rows.append([section.section.title, *figures, f"{settled} of {len(counting)}"])
        settled, counting_all = now.scorecard.settled_of
        rows.append(["Together", *_figures(overall, now.scorecard), f"{settled} of {counting_all}"])
        self._table(sheet, columns, rows, top=top)
        chart = self._workbook.add_chart({"type": "bar"})
        last = top + len(now.scorecard.sections)
        for name in _DRAWN:
            self._series(chart, "Overview", top, last, _FIGURES.index(name) + 1, name)
        self._style_chart(chart, "Level, proven and target by section", height=110 + 34 * len(now.scorecard.sections))
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({**self._levels_axis(), "label_position": "high"})
        sheet.insert_chart(top + len(rows) + 2, 0, chart, {"description": standing_words(now)})
        sheet.fit_to_pages(1, 1)

    def answers(self) -> None:
        """Write one row per practice: its question, its levels, and the cells to answer in."""
        sheet = self._sheet(ANSWERS)
        columns = [
            *(_Column(name, 12, hidden=True) for name in ID_COLUMNS),
            _Column("Number", 8),
            _Column(TITLE_COLUMN, 26, wraps=True),
            _Column("Question", 40, wraps=True),
            _Column("Levels", 60, wraps=True),
            *(_Column(head, width, wraps=True, free=True) for head, width in zip(_heads(), _WIDTHS, strict=True)),
            _Column("Target", 8),
            _Column("Proven", 8),
        ]
        locked = {row: one for row, one in enumerate(self._scores, start=1) if not self._may_be_answered(one)}
        self._table(sheet, columns, [self._answer_row(one) for one in self._scores], locked=locked, filtered=True)
        sheet.freeze_panes(1, 5)
        first = columns.index(next(column for column in columns if column.free))
        top, bottom = 1, max(1, len(self._scores))
        sheet.data_validation(
            top,
            first,
            bottom,
            first,
            {
                "validate": "list",
                "source": f"={LISTS_SHEET}!$A$2:$A${len(self._choices) + 1}",
                "error_title": "Not an answer",
                "error_message": "Choose a value from the list.",
            },
        )
        due = first + list(ANSWER_COLUMNS).index("due")
        a_day = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_message": "Enter a date."}
        sheet.data_validation(top, due, bottom, due, a_day)

    def gaps(self) -> None:
        """The roadmap, in its order."""
        sheet = self._sheet("Gaps")
        columns = [
            *(_Column("Wave", 10), _Column("Number", 8), _Column(TITLE_COLUMN, 34, wraps=True)),
            *(_Column(head, 9) for head in ("Level", "Target", "Gap", "Impact", "Priority", "Effort")),
            *(_Column("Next action", 60, wraps=True), _Column("Owner", 18), _Column("Due", 12)),
        ]
        rows: list[list[Cell]] = []
        for gap in self._now.roadmap:
            one = gap.score
            figures: list[Cell] = [one.level, one.target, one.gap, one.practice.impact, one.priority]
            named = (_WAVE_WORDS[gap.wave], self._numbers[one.id], one.practice.title)
            rows.append([*named, *figures, *self._to_do(gap)])
        self._table(sheet, columns, rows, filtered=True)
        sheet.freeze_panes(1, 3)

    def _to_do(self, gap: Gap) -> tuple[Cell, Cell, Cell, Cell]:
        """Effort and words of what comes next, who does it and by when: what is agreed before what is proposed."""
        answer, text = gap.score.answer, next_work_words(gap)
        if (step := gap.step) is not None:
            _, action = gap.score.practice.actions.get(step.from_action, (0, None))
            effort = action.effort if action else None
            return effort, text, step.owner or answer.owner, day_of_step(gap.score, step, self._now.on)
        effort = gap.action.effort if gap.action and not gap.score.accepted_holds else None
        return effort, text, gap.owner, gap.due

    def steps(self) -> None:
        """Write the steps that are planned and done."""
        sheet = self._sheet("Steps")
        columns = [
            *(_Column("Number", 8), _Column(TITLE_COLUMN, 34, wraps=True), _Column("Step", 60, wraps=True)),
            *(_Column("Owner", 18), _Column("Due", 12), _Column("Ticket", 16), _Column("Done on", 12)),
        ]
        rows: list[list[Cell]] = [
            [*self._named(one), step.text, step.owner or one.answer.owner, step.due, step.ticket, step.done_on]
            for one in self._scores
            for step in one.answer.steps
        ]
        self._table(sheet, columns, rows, filtered=True)
        sheet.freeze_panes(1, 2)

    def evidence(self) -> None:
        """Write the evidence, and until when each piece counts."""
        sheet = self._sheet("Evidence")
        columns = [
            *(_Column("Number", 8), _Column(TITLE_COLUMN, 34, wraps=True), _Column("Kind", 14)),
            *(_Column("Reference", 60, wraps=True), _Column("Seen on", 12), _Column("Counts until", 18)),
            _Column("Taken over from", 24),
        ]
        rows: list[list[Cell]] = [
            [*self._named(one), piece.kind, piece.reference, piece.seen_on, self._counts_until(piece), team]
            for one in self._scores
            for piece, team in one.answer.evidence_by_team
        ]
        self._table(sheet, columns, rows, filtered=True)
        sheet.freeze_panes(1, 2)

    def _counts_until(self, piece: Evidence) -> Cell:
        """Return the last day on which a piece counts; where none is told, the weaker kind that it counts as, if so."""
        judge = self._now.scorecard.judge
        kind = self._now.questionnaire.evidence_kinds[judge.strength(piece)].id
        return judge.valid_until(piece) or (None if kind == piece.kind else f"counts as {kind}")

    def signatures(self) -> None:
        """Write who answered, confirmed and accepted a risk, and when."""
        sheet = self._sheet("Signatures")
        columns = [
            *(_Column("Number", 8), _Column(TITLE_COLUMN, 34, wraps=True), _Column("Answered by", 18)),
            *(_Column("Answered on", 12), _Column("Confirmed by", 18), _Column("Confirmed on", 13)),
            *(_Column("Risk accepted by", 18), _Column("At level", 9), _Column("Until", 12)),
            _Column("Why", 50, wraps=True),
        ]
        rows: list[list[Cell]] = [
            [*self._named(one), *self._signed(one.answer), *self._risk_accepted(one.answer)]
            for one in self._scores
            if one.answer.answered_by or one.answer.accepted
        ]
        self._table(sheet, columns, rows, filtered=True)
        sheet.freeze_panes(1, 2)

    def _signed(self, answer: Answer) -> tuple[Cell, Cell, Cell, Cell]:
        answered, confirmed = (at and self._now.day_of(at) for at in (answer.answered_at, answer.confirmed_at))
        return answer.answered_by, answered, answer.confirmed_by, confirmed

    @staticmethod
    def _risk_accepted(answer: Answer) -> tuple[Cell, Cell, Cell, Cell]:
        risk = answer.accepted
        return (risk.by, risk.level, risk.until, risk.reason) if risk else (None, None, None, None)

    def editions(self) -> None:
        """Write the editions, who signed them, and how the figures moved."""
        sheet = self._sheet("Editions")
        heads = [_Column("Number", 8), _Column("Edition", 20), _Column("Sealed", 12)]
        columns = [*heads, *(_Column(name, 11) for name in _FIGURES), _Column("Signed by", 30, wraps=True)]
        rows: list[list[Cell]] = []
        proven: list[tuple[Fraction | None, Scorecard | None]] = []
        for past in self._now.editions:
            try:
                scorecard = past.assessment.scorecard
                figures = _figures(past.overall, scorecard)
                proven.append((past.overall.evidenced, scorecard))
            except FileIsWrong:  # `check` says what is wrong with it; the others are none the worse for it
                figures = [None] * len(_FIGURES)
                proven.append((None, None))
            rows.append([past.number, past.name, past.day, *figures, listed(people_named(past.signed_by))])
        place = len(heads) + _FIGURES.index("Proven")
        for row, (figure, scored), words in zip(rows, proven, proven_in_series(proven), strict=True):
            if figure is not None and scored is not None and not scored.has_proof:
                row[place] = words
        self._table(sheet, columns, rows)
        sheet.freeze_panes(1, 2)
        if len(rows) > 1:
            chart = self._workbook.add_chart({"type": "line"})
            for name in _DRAWN:
                self._series(chart, "Editions", 0, len(rows), _FIGURES.index(name) + len(heads), name, categories=1)
            self._style_chart(chart, "Level, proven and target by edition", height=340)
            chart.set_y_axis(self._levels_axis())
            sheet.insert_chart(len(rows) + 2, 1, chart, {"description": "How level, proven level and target moved."})

    def lists(self) -> None:
        """Write the hidden lists of choices, and the identity of the workbook."""
        sheet = self._sheet(LISTS_SHEET)
        sheet.write_string(0, 0, "Answers")
        for row, words in enumerate(self._choices.values(), start=1):
            sheet.write_string(row, 0, words)
        known = self._now.questionnaire
        of = (known.id, known.version, self._now.name, self._source.team)
        for row, (name, value) in enumerate(zip(ABOUT_KEYS, of, strict=True)):
            sheet.write_string(row, 2, name)
            sheet.write_string(row, 3, value)
        sheet.hide()

    # What is in them

    def _named(self, one: PracticeScore) -> tuple[str, str]:
        return self._numbers[one.id], one.practice.title

    def _may_be_answered(self, one: PracticeScore) -> bool:
        fits = all(len(text) <= MOST_CHARACTERS for text in astuple(external_answer_of(one.answer)))
        return self._is_of_now and one.scope != "not-applicable" and fits

    def _answer_row(self, one: PracticeScore) -> list[Cell]:
        said = external_answer_of(one.answer)
        statements = self._now.questionnaire.inherited_statements if one.inherited else ()
        statements = statements or tuple(level.statement for level in one.practice.levels)
        scale = self._now.questionnaire.scale
        levels = "\n".join(f"{step.level} {step.name}: {words}" for step, words in zip(scale, statements, strict=True))
        wording = self._now.questionnaire.wording(one.id, inherited=one.inherited)
        sent = said.sent(one.id, wording) if self._may_be_answered(one) else NOT_SENT
        proven = one.evidenced if one.has_proof or not one.level else proof_words(one)
        figures = (one.target, proven) if one.counts else (None, None)
        asked = (*self._named(one), one.practice.question, levels)
        return [one.id, REV + one.answer.rev, sent, *asked, *self._said_cells(said, one), *figures]

    def _said_cells(self, said: ExternalAnswer, one: PracticeScore) -> list[Cell]:
        answer = self._choices[said.answer] if said.answer else None
        if one.scope == "not-applicable":
            return ["Does not apply", "; ".join(one.placement.scope_because), said.note, said.owner, one.answer.due]
        return [answer, said.reason, said.note, said.owner, one.answer.due]

    # How it is written

    def _sheet(self, name: str) -> Any:
        sheet = self._workbook.add_worksheet(name)
        may = ("select_unlocked_cells", "format_columns", "format_rows", "autofilter", "sort")
        sheet.protect("", dict.fromkeys(may, True))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def _table(
        self,
        sheet: Any,
        columns: Sequence[_Column],
        rows: Sequence[Sequence[Cell]],
        *,
        top: int = 0,
        locked: Iterable[int] = (),
        filtered: bool = False,
    ) -> None:
        """A head with rows below it; no cell of the rows in `locked`, counted in the sheet, may be answered."""
        held = set(locked)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
            numbers = {"align": "right"} if column.head in _RIGHT else {}
            head = self._format(bold=True, bottom=1, text_wrap=True, valign="top", bg_color="#E8EDF2", **numbers)
            sheet.write_string(top, place, column.head, head)
        for row, cells in enumerate(rows, start=top + 1):
            sheet.set_row(row, _LINE_HEIGHT * min(_MOST_LINES, _lines(columns, cells)))
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                free = column.free and row not in held and self._is_of_now
                self._write(sheet, row, place, cell, column, free)
        if not top:
            sheet.repeat_rows(0)
        if filtered and rows:
            sheet.autofilter(top, 0, top + len(rows), len(columns) - 1)

    def _write(self, sheet: Any, row: int, place: int, cell: Cell, column: _Column, free: bool) -> None:
        looks: dict[str, Any] = {"valign": "top", "text_wrap": column.wraps, "locked": not free}
        if column.head in _RIGHT:
            looks["align"] = "right"
        if free:
            looks |= {"bg_color": "#FFF9E5", "border": 1, "border_color": "#C9C3AE"}
        if isinstance(cell, date) or (free and column.head == ANSWER_COLUMNS["due"]):
            looks["num_format"] = "yyyy-mm-dd"
        elif column.wraps or isinstance(cell, str):
            looks["num_format"] = "@"  # what somebody types over it stays text as well
        elif isinstance(cell, float):
            looks["num_format"] = "0.0"
        how = self._format(**looks)
        if cell is None or cell == "":
            sheet.write_blank(row, place, None, how)
        elif isinstance(cell, str):
            sheet.write_string(row, place, cell if len(cell) <= MOST_CHARACTERS else f"{cell[:_PREVIEW]} …", how)
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, datetime.combine(cell, time()), how)
        else:
            sheet.write_number(row, place, cell, how)

    def _format(self, **looks: Any) -> Any:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(looks)
        return self._formats[key]

    def _series(self, chart: Any, sheet: str, top: int, last: int, place: int, name: str, categories: int = 0) -> None:
        """Draw a column of a table, whose head is the name; rows from below `top` to `last`."""
        colour = {"color": _DRAWN[name]}
        chart.add_series(
            {
                "name": [sheet, top, place],
                "categories": [sheet, top + 1, categories, last, categories],
                "values": [sheet, top + 1, place, last, place],
                "fill": colour,
                "line": colour,
                "gap": 60,
            }
        )

    def _style_chart(self, chart: Any, title: str, *, height: int) -> None:
        chart.set_title({"name": title, "overlay": False, "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 860, "height": height})

    def _levels_axis(self) -> dict[str, Any]:
        light = {"visible": True, "line": {"color": "#D8DDE2"}}
        return {"min": 0, "max": self._now.questionnaire.max_level, "major_unit": 1, "major_gridlines": light}


_DRAWN = {"Level": "#1F4E79", "Proven": "#5BA3A0", "Target": "#C2C8CF"}
"""Figures that are drawn, with their colours."""
_FIGURES = ("Level", "Low", "High", "Target", "Proven", "Attainment", "Coverage")
_PER_WIDTH = 1.15
"""Characters of a text for each unit of a column's width, which is that of a digit."""
_LINE_HEIGHT = 15
"""In points."""
_MOST_LINES = 27
"""A row cannot be higher than 409 points."""
_RIGHT = {*_FIGURES, "Answered", "Gap", "Impact", "Priority"}
_WIDTHS = (22, 28, 40, 18, 13)


def _lines(columns: Sequence[_Column], cells: Sequence[Cell]) -> int:
    """Estimate the lines that a row's cells need; spreadsheets compute it themselves only while somebody types."""
    return max(
        sum(max(1, ceil(len(line) / (column.width * _PER_WIDTH))) for line in str(cell or "").split("\n"))
        for column, cell in zip(columns, cells, strict=True)
        if column.wraps or column is columns[0]
    )


def _heads() -> tuple[str, ...]:
    return tuple(ANSWER_COLUMNS.values())


def _figures(figures: Figures, whole: Scorecard | SectionScore) -> list[Cell]:
    """Return the cells of a row; where no evidence is behind the level that counts as proven, words say so."""
    of = (figures.level, figures.low, figures.high, figures.target)
    has_number = whole.has_proof or figures.evidenced is None  # without a level the cell is empty, as the others are
    proven = _number(figures.evidenced) if has_number else proven_figure(figures.evidenced, whole)
    return [*map(_number, of), proven, _number(figures.attainment), _number(figures.coverage)]


def _number(figure: Fraction | None) -> float | None:
    places = four_places(figure)
    return None if places is None else float(places)

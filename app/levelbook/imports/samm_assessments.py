"""This module reads OWASP SAMM assessments made with other tools, for a book with the questions imported from SAMM.

kind        what it is
----------  --------------------------------------------------------------------------------------------
`sammwise`  the file that SAMMwise saves: JSON with `question1` to `question90`, each 0, 0.25, 0.5 or 1
`toolbox`   the SAMM toolbox's workbook: a sheet `Interview` with an id such as `G-SM-A-1-1` in its first column

SAMMwise numbers all questions: by function, practice, stream and then level. The toolbox stores answers as words.
Its own hidden sheets list the answers of each question in order, because its words are sometimes those of another
version of the model. Without these sheets, the words of the questionnaire are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from levelbook.core.answers.external_answer import ExternalAnswer
from levelbook.core.assessment.answer_import import RowElsewhere
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire, exact
from levelbook.core.text.cleaning import clean_line, clean_lines, without_full_stop
from levelbook.core.text.numbers import exact_number
from levelbook.imports.answer_fields import plain
from levelbook.imports.csv_file import must_be_once
from levelbook.imports.workbook_file import Sheet, WorkbookFile, read_workbook
from levelbook.reading.json_keys import KeyTwice, with_each_key_once
from levelbook.reading.toml import decoded

_OURS: Final = re.compile(r"(?P<section>[^.]+)\.(?P<code>.+)-(?P<level>\d)-(?P<stream>[a-z])(?:-(?P<number>\d+))?")
_OF_SAMMWISE: Final = re.compile(r"question(\d{1,3})")
_OF_TOOLBOX: Final = re.compile(r"[A-Z]-([A-Z]+)-([A-Z])-(\d)-(\d+)")
_SHEET: Final = "Interview"
_HEADS: Final = ("Answer", "Interview Notes")


def of_sammwise(content: bytes, name: str, questionnaire: Questionnaire) -> tuple[RowElsewhere, ...]:
    """Read a file that SAMMwise saved. `name` is for messages. Raises FileIsWrong."""
    ids = _must_be_samm(questionnaire, name)
    try:
        saved = json.loads(
            decoded(content, name),
            parse_float=exact_number,
            parse_int=exact_number,
            object_pairs_hook=with_each_key_once,
        )
    except KeyTwice as twice:
        raise FileIsWrong.one(str(twice), path=name) from None
    except (RecursionError, ValueError):
        raise FileIsWrong.one(
            "This is not valid JSON.", path=name, remedy="Name the file that SAMMwise saved."
        ) from None
    numbered = (
        {key: match for key in saved if (match := _OF_SAMMWISE.fullmatch(key))} if isinstance(saved, dict) else {}
    )
    if not numbered:
        raise FileIsWrong.one("This file has no answers from SAMMwise, such as question1.", path=name)
    ordered = sorted(ids, key=_place_in_sammwise(questionnaire))
    return tuple(_of_number(key, int(match[1]), saved[key], ordered, questionnaire) for key, match in numbered.items())


def of_toolbox(content: bytes, name: str, questionnaire: Questionnaire) -> tuple[RowElsewhere, ...]:
    """Read the toolbox's workbook. `name` is for messages. Raises FileIsWrong; UsedWrongly without calamine."""
    ids = _must_be_samm(questionnaire, name)
    book = read_workbook(content, name)
    sheet = next((sheet for sheet in book.sheets if sheet.name == _SHEET), None)
    if sheet is None:
        raise FileIsWrong.one(f"This workbook has no sheet {_SHEET}.", path=name)
    columns = _columns(sheet, name)
    rows = tuple(_of_toolbox_rows(sheet, columns, ids, questionnaire, _offered(book)))
    if not rows:
        raise FileIsWrong.one(f"No row of {_SHEET} has an id such as G-SM-A-1-1.", path=name)
    return rows


def _must_be_samm(questionnaire: Questionnaire, name: str) -> Mapping[str, re.Match[str]]:
    """Return the practices that are questions of SAMM, by full id. Raises FileIsWrong if there are none."""
    found = {one: match for one in questionnaire.practices if (match := _OURS.fullmatch(one))}
    if questionnaire.id != "owasp-samm" or not found:
        raise FileIsWrong.one(
            f"This is an assessment by OWASP SAMM, and the book's questionnaire is {questionnaire.id}.",
            path=name,
            remedy="Begin a book with the questionnaire that `levelbook questionnaire import samm` makes.",
        )
    return found


# SAMMwise


def _place_in_sammwise(questionnaire: Questionnaire) -> Any:
    """Sort questions by function and practice in the model's order, then by stream, then by level."""
    practices: dict[tuple[str, str], int] = {}
    for one in questionnaire.practices:
        if match := _OURS.fullmatch(one):
            practices.setdefault((match["section"], match["code"]), len(practices))

    def place(one: str) -> tuple[int, str, str, int]:
        match = _OURS.fullmatch(one)
        assert match is not None
        return practices[match["section"], match["code"]], match["stream"], match["level"], int(match["number"] or 1)

    return place


def _of_number(key: str, number: int, value: object, ordered: list[str], known: Questionnaire) -> RowElsewhere:
    if not 1 <= number <= len(ordered):
        return RowElsewhere(key, "", ExternalAnswer(), f"The model has {len(ordered)} questions.")
    practice = ordered[number - 1]
    worth = _worth(practice, known)
    if not isinstance(value, Fraction) or value not in worth:
        listed = ", ".join(str(plain(float(one))) for one in worth)
        return RowElsewhere(key, practice, ExternalAnswer(), f"Its value is not one of {listed}.")
    return RowElsewhere(key, practice, ExternalAnswer(answer=str(worth.index(value))))


def _worth(practice: str, known: Questionnaire) -> list[Fraction]:
    """Return the value of each level of a question in the model."""
    model = known.scoring_model
    question = next((one for one in model.questions if one.practice == practice), None) if model else None
    if model is None or question is None:
        return []
    return [exact(value) for value in model.sets_by_id[question.answers].values]


# The toolbox


def _columns(sheet: Sheet, name: str) -> dict[str, int]:
    for row in sheet.rows:
        heads: list[str] = [clean_line(plain(cell)) for cell in row]
        if all(head in heads for head in _HEADS):
            must_be_once(heads, _HEADS, f"{name}, sheet {_SHEET}", line=None)
            return {head: heads.index(head) for head in _HEADS}
    named = " and ".join(_HEADS)
    raise FileIsWrong.one(f"The sheet {_SHEET} has no columns {named}.", path=name)


def _offered(book: WorkbookFile) -> dict[str, list[str]]:
    """Return the answers that the workbook lists for each question, lowest first; nothing if its lists are gone."""
    sheets = {sheet.name: sheet.rows for sheet in book.sheets}
    sets = {plain(row[0]): [_words(plain(cell)) for cell in row[1:5]] for row in sheets.get("imp-answers", ()) if row}
    questions = (row for row in sheets.get("imp-questions", ()) if len(row) > 7)
    return {plain(row[0]): sets[plain(row[7])] for row in questions if plain(row[7]) in sets}


def _words(text: str) -> str:
    return without_full_stop(clean_line(text)).casefold()


def _of_toolbox_rows(
    sheet: Sheet,
    columns: Mapping[str, int],
    ids: Mapping[str, re.Match[str]],
    known: Questionnaire,
    offered: Mapping[str, Sequence[str]],
) -> Iterator[RowElsewhere]:
    by_mark = {(m["code"].upper(), m["stream"].upper(), m["level"], m["number"] or "1"): one for one, m in ids.items()}
    for place, cells in enumerate(sheet.rows):
        mark = _OF_TOOLBOX.fullmatch(clean_line(plain(cells[0]))) if cells else None
        if mark is None:
            continue
        where = f"{_SHEET}, row {place + 1}"
        practice = by_mark.get((mark[1], mark[2], mark[3], mark[4]))
        if practice is None:
            yield RowElsewhere(where, "", ExternalAnswer(), f"The questionnaire has no question {mark[0]}.")
            continue
        if odd := sheet.cell_problem(place, columns["Answer"]):
            yield RowElsewhere(where, practice, ExternalAnswer(), f"Answer {odd}, so it is not clear what was meant.")
            continue
        text, note = (plain(cells[at]) if at < len(cells) else "" for at in columns.values())
        words = offered.get(mark[0]) or [_words(level.statement) for level in known.practices[practice].levels]
        yield _of_words(where, practice, words, clean_line(text), clean_lines(note))


def _of_words(where: str, practice: str, offered: Sequence[str], text: str, note: str) -> RowElsewhere:
    """Return the level at the answer's position in the list."""
    if not text:
        return RowElsewhere(where, practice, ExternalAnswer(note=note))
    if list(offered).count(_words(text)) != 1:
        return RowElsewhere(where, practice, ExternalAnswer(), f"“{text}” is not an answer to this question.")
    return RowElsewhere(where, practice, ExternalAnswer(answer=str(list(offered).index(_words(text))), note=note))

"""This module reads OWASP AIMA from its published workbook: 24 practices of six questions in eight areas.

Three rules for its figures are in circulation, and the project does not say which is in force, so whoever imports
says which one is meant:

rule            answers                       a practice is
--------------  ----------------------------  ---------------------------------------------------------------------
`text`          no, yes                       the highest level up to which everything is yes; half a level more, which
                                              the text writes `1+`, where something of the next one is
`workbook-1.0`  0, 0.33, 0.66, 1              the sum of its six answers, halved
`workbook-1.0.1` 0, 1, 2, 3                   the sum of its six answers, divided by six

The workbooks count what nobody has evaluated as 0. Above a practice none of the three says anything; the mean is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE: Final = "OWASP AI Maturity Assessment, https://github.com/OWASP/www-project-ai-maturity-assessment"
LICENCE: Final = "CC BY-SA 4.0"
SHEET: Final = "Assessment Questions"
LEVELS: Final = ("1", "2", "3")
_HEADS: Final = ("PRACTICE AREA", "STREAM", "MATURITY LEVEL", "QUESTIONS", "ANSWERS")
_STREAM: Final = re.compile(r"(.+?)\s*-\s*Stream ([AB])")
_MISREAD: Final = ("33", "66")


@frozen
class Rule:
    """A rule for computing the model's figures."""

    steps: tuple[ScaleStep, ...]
    values: tuple[int | float, ...]
    """The values of the answers if a practice's figure is their mean."""
    aggregation: str


_FOUR: Final = (
    ScaleStep("None", "Nothing of this is there.", "asserted"),
    ScaleStep("Initial", "It has been begun.", "asserted"),
    ScaleStep("Partial", "It is there, and not everywhere or not always.", "documented"),
    ScaleStep("Full", "It is there, everywhere and always.", "sampled"),
)
RULES: Final[Mapping[str, Rule]] = {
    "text": Rule(
        (
            ScaleStep("No", "Not everything that the question asks is there.", "asserted"),
            ScaleStep("Yes", "What the question asks is there, and somebody can show it.", "documented"),
        ),
        (0, 1),
        "cumulative-level-plus",
    ),
    "workbook-1.0": Rule(_FOUR, (0, 0.99, 1.98, 3), "mean"),
    "workbook-1.0.1": Rule(_FOUR, (0, 1, 2, 3), "mean"),
}
"""Rules by name. Values of the workbooks are scaled, so that the mean of six is what their sheet makes of the sum."""


@frozen
class _Question:
    row: int
    area: str
    practice: str
    stream: str
    level: str
    text: str


def read(rows: Sequence[Sequence[str]], path: str, rule_name: str) -> dict[str, str]:
    """Turn the sheet of questions into a questionnaire: path to text. `path` is for messages. Raises FileIsWrong."""
    rule = RULES[rule_name]
    questions = list(_questions(rows, path))
    if not questions:
        raise FileIsWrong.one("This sheet holds no question of AIMA.", path=path)
    nodes: list[dict[str, Any]] = [{"id": "aima", "title": "OWASP AIMA", "aggregation": "mean", "range": [0, 3]}]
    sections: dict[str, dict[str, Any]] = {}
    placed: list[dict[str, Any]] = []
    held: set[str] = set()
    for one in questions:
        section, code = slug(one.area), slug(one.practice)
        within = f"{section}-{code}"[:64].rstrip("-")
        if not valid_id(section) or not valid_id(within):
            raise FileIsWrong.one("No id can be made from this row's names.", path=path, line=one.row)
        if section not in sections:
            sections[section] = {"id": section, "title": one.area, "practices": []}
            nodes.append({"id": section, "title": one.area, "aggregation": "mean", "within": "aima", "range": [0, 3]})
        if within not in [node["id"] for node in nodes]:
            nodes.append(
                {
                    "id": within,
                    "title": one.practice,
                    "aggregation": rule.aggregation,
                    "within": section,
                    "range": [0, 3],
                }
            )
        name = f"{code[:50]}-{one.level}-{one.stream.lower()}"
        if f"{section}.{name}" in held:
            message = f"Level {one.level} of stream {one.stream} of {one.practice} has a question already."
            raise FileIsWrong.one(message, path=path, line=one.row)
        held.add(f"{section}.{name}")
        sections[section]["practices"].append(_practice(name, one, rule))
        at_level = {"at_level": int(one.level)} if rule_name == "text" else {}
        placed.append({"practice": f"{section}.{name}", "within": within, "answers": "answers", **at_level})
    return as_files(
        Imported(
            id="owasp-aima",
            title="OWASP AIMA",
            subject="AI systems",
            licence=LICENCE,
            source=f"{SOURCE}, by the rule {rule_name}",
            scale=rule.steps,
            default_target=1 if rule_name == "text" else 2,
            sections=list(sections.values()),
            scoring={
                "name": f"AIMA ({rule_name.replace('-', ' ')})",
                "source": SOURCE,
                "blank": "zero",
                "not_applicable": "left-out" if rule_name == "text" else "zero",
                "answer_sets": [
                    {"id": "answers", "values": list(rule.values), "labels": [step.name for step in rule.steps]}
                ],
                "nodes": nodes,
                "questions": placed,
            },
        )
    )


def _questions(rows: Sequence[Sequence[str]], path: str) -> Iterator[_Question]:
    columns = _columns(rows, path)
    area = ""
    for number, cells in enumerate(rows, start=1):
        named = {head: clean_line(cells[at]) if at < len(cells) else "" for head, at in columns.items()}
        stream = _STREAM.fullmatch(named["STREAM"])
        if stream is None:
            continue
        area = named["PRACTICE AREA"] or area
        if named["MATURITY LEVEL"] not in LEVELS:
            message = "A level is 1, 2 or 3."
            raise FileIsWrong.one(message, path=path, key="MATURITY LEVEL", line=number)
        if not named["QUESTIONS"] or not area:
            raise FileIsWrong.one("This row says nothing.", path=path, key="QUESTIONS", line=number)
        if named["ANSWERS"] in _MISREAD:
            raise FileIsWrong.one(
                f"{named['ANSWERS']} is 0.{named['ANSWERS']} with a decimal comma, read as two answers.",
                path=path,
                key="ANSWERS",
                line=number,
                remedy="Set it to “To evaluate”, and answer in levelbook.",
            )
        yield _Question(number, area, stream[1], stream[2], named["MATURITY LEVEL"], named["QUESTIONS"])


def _columns(rows: Sequence[Sequence[str]], path: str) -> dict[str, int]:
    for cells in rows[:20]:
        heads = [clean_line(cell).upper() for cell in cells]
        if all(head in heads for head in _HEADS):
            if twice := next((head for head in _HEADS if heads.count(head) > 1), None):
                message = f"Two columns are headed {twice}."
                raise FileIsWrong.one(message, path=path, remedy="Rename or delete one.")
            return {head: heads.index(head) for head in _HEADS}
    raise FileIsWrong.one(f"The headings are missing: {', '.join(_HEADS)}.", path=path)


def _practice(name: str, one: _Question, rule: Rule) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"{one.practice}, level {one.level}, stream {one.stream}",
        "rule": f"Be able to say yes to: {one.text}",
        "question": one.text,
        "impact": 2,
        "levels": [
            {"level": level, "statement": f"{step.name}: {step.meaning[:1].lower()}{step.meaning[1:]}"}
            for level, step in enumerate(rule.steps)
        ],
    }

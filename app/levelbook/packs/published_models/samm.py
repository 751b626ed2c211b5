"""This module reads OWASP SAMM from its published core model: a folder `model` of YAML files.

A question becomes a practice, its answer set the scale. In SAMM's own arithmetic, a maturity level is the mean of its
two streams' questions, a security practice the sum of its three levels, a business function the mean of its practices,
and the whole the mean of the functions; a blank counts as No (read in the SAMM toolbox 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import valid_id
from levelbook.packs.files import Problems, entries, must_be_folder, shown
from levelbook.packs.published_models.answer_ladder import plain
from levelbook.packs.published_models.published_yaml import MOST_FILES, Table
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE = "OWASP SAMM core model, https://github.com/owaspsamm/core"
LICENCE = "CC BY-SA 4.0"
SCALE = (
    ScaleStep("Not yet", "The model's lowest answer.", "asserted"),
    ScaleStep("Begun", "The model's second answer.", "asserted"),
    ScaleStep("Largely", "The model's third answer.", "documented"),
    ScaleStep("Fully", "The model's highest answer.", "sampled"),
)


def read(path: Path) -> dict[str, str]:
    """Turn the core model in a folder into a questionnaire: path to text. Raises FileIsWrong, with the file and key."""
    must_be_folder(path)
    folder = path if (path / "answer_sets").is_dir() else path / "model"
    model = _Model.of(folder)
    return as_files(model.imported())


@frozen
class _Model:
    """The model's files, by kind and by id."""

    folder: Path
    functions: Mapping[str, Table]
    practices: Mapping[str, Table]
    streams: Mapping[str, Table]
    levels: Mapping[str, Table]
    practice_levels: Mapping[str, Table]
    activities: Mapping[str, Table]
    questions: Sequence[Table]
    answer_sets: Mapping[str, Table]

    @classmethod
    def of(cls, folder: Path) -> _Model:
        def tables(kind: str) -> list[Table]:
            problems = Problems()
            paths = [
                path for path in entries(folder / kind, problems, required=True) if path.suffix in (".yml", ".yaml")
            ]
            problems.refuse()
            if not paths:
                raise FileIsWrong.one("There is no YAML file in this folder.", path=shown(folder / kind))
            return [Table.of(path) for path in paths[:MOST_FILES]]

        def by_id(kind: str) -> dict[str, Table]:
            found: dict[str, Table] = {}
            for table in tables(kind):
                name = table.text("id")
                if name in found:
                    message = f"This id is {shown(found[name].path)}'s too."
                    raise table.wrong("id", message, "Give one of them another.")
                found[name] = table
            return found

        return cls(
            folder=folder,
            functions=by_id("business_functions"),
            practices=by_id("security_practices"),
            streams=by_id("streams"),
            levels=by_id("maturity_levels"),
            practice_levels=by_id("practice_levels"),
            activities=by_id("activities"),
            questions=tuple(by_id("questions").values()),
            answer_sets=by_id("answer_sets"),
        )

    def imported(self) -> Imported:
        sets, values = self._answer_sets()
        sections: list[dict[str, Any]] = []
        nodes: list[dict[str, Any]] = [
            {"id": "samm", "title": "OWASP SAMM", "aggregation": "mean", "range": [0, len(self.levels)]}
        ]
        questions: list[dict[str, Any]] = []
        by_activity: dict[str, list[Table]] = {}
        for question in self.questions:
            self._named(question, "activity", self.activities)
            self._named(question, "answerSet", self.answer_sets)
            by_activity.setdefault(question.text("activity"), []).append(question)
        for function in _in_order(self.functions.values(), "order"):
            section = slug(function.text("name"))
            asked: list[dict[str, Any]] = []
            nodes.append(_node(section, function, "mean", "samm"))
            for practice in self._below(function, self.practices, "function", "order"):
                code = slug(practice.text("shortName"))
                above = f"{section}-{code}"
                nodes.append(_node(above, practice, "sum", section, [0, len(self.levels)]))
                for level in self._below(practice, self.practice_levels, "practice", ""):
                    number = self._named(level, "maturityLevel", self.levels).text("number")
                    within = f"{above}-{number}"
                    nodes.append(
                        {
                            "id": within,
                            "title": f"{practice.text('name')}, level {number}",
                            "aggregation": "mean",
                            "within": above,
                            "range": [0, 1],
                            "source_id": level.text("id"),
                        }
                    )
                    for activity in self._activities(level):
                        letter = self._named(activity, "stream", self.streams).text("letter")
                        found = _in_order(by_activity.pop(activity.text("id"), []), "order")
                        for place, question in enumerate(found):
                            name = f"{code}-{number}-{letter.lower()}" + (f"-{place + 1}" if place else "")
                            stream = self.streams[activity.text("stream")].text("name")
                            asked.append(self._practice(name, question, activity, stream))
                            questions.append(
                                {
                                    "practice": f"{section}.{name}",
                                    "within": within,
                                    "answers": sets[question.text("answerSet")],
                                    "source_id": question.text("id"),
                                }
                            )
            sections.append(
                {
                    "id": section,
                    "title": function.text("name"),
                    "summary": function.text("description", required=False),
                    "practices": asked,
                }
            )
        for left in by_activity.values():
            raise left[0].wrong("activity", "This activity belongs to no practice of the model.")
        return Imported(
            id="owasp-samm",
            title="OWASP SAMM",
            subject="our software",
            licence=LICENCE,
            source=SOURCE,
            scale=SCALE,
            default_target=2,
            sections=sections,
            scoring={
                "name": "SAMM",
                "source": SOURCE,
                "blank": "zero",
                "answer_sets": values,
                "nodes": nodes,
                "questions": questions,
            },
        )

    def _answer_sets(self) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """Return our id of each answer set, and the sets."""
        names: dict[str, str] = {}
        sets: list[dict[str, Any]] = []
        for name, table in sorted(self.answer_sets.items(), key=lambda pair: pair[1].path.name):
            choices = _in_order(table.tables("values"), "order")
            if len(choices) != 4:
                raise table.wrong("values", f"This answer set has {len(choices)} answers; SAMM's have 4.")
            worth = [choice.number("value") for choice in choices]
            if worth != sorted(worth):
                raise table.wrong("values", "The answers are not in the order of their values.")
            names[name] = slug(table.path.stem)
            labels = [choice.text("text") for choice in choices]
            sets.append(
                {"id": names[name], "values": [plain(one) for one in worth], "labels": labels, "source_id": name}
            )
        return names, sets

    def _practice(self, name: str, question: Table, activity: Table, stream: str) -> dict[str, Any]:
        title = activity.text("title")
        choices = _in_order(self.answer_sets[question.text("answerSet")].tables("values"), "order")
        benefit, what = (activity.text(key, required=False) for key in ("benefit", "shortDescription"))
        why = [f"It brings: {benefit[:1].lower()}{benefit[1:]}" if benefit else "", what]
        return {
            "id": name,
            "title": title,
            "rule": f"{title.rstrip('.')}.",
            "question": question.text("text"),
            "why": " ".join(f"{sentence.rstrip('.')}." for sentence in why if sentence),
            "quality": list(question.texts("quality")),
            "impact": 2,
            "ask": [f"Stream: {stream}."],
            "levels": [
                {"level": level, "statement": f"{choice.text('text').rstrip('.')}."}
                for level, choice in enumerate(choices)
            ],
        }

    def _below(self, owner: Table, tables: Mapping[str, Table], key: str, order: str) -> list[Table]:
        """Return the children of a table in the model's order; practice levels are in the order of maturity levels."""
        found = [table for table in tables.values() if table.text(key) == owner.text("id")]
        if not found:
            raise owner.wrong("id", f"Nothing in {shown(self.folder)} has this as its {key}.")
        if order:
            return _in_order(found, order)
        return sorted(found, key=lambda table: self._named(table, "maturityLevel", self.levels).number("number"))

    def _activities(self, level: Table) -> list[Table]:
        found = [table for table in self.activities.values() if table.text("level") == level.text("id")]
        return sorted(found, key=lambda table: self._named(table, "stream", self.streams).number("order"))

    def _named(self, table: Table, key: str, known: Mapping[str, Table]) -> Table:
        """Return the table that another one names by id. Raises FileIsWrong if there is none."""
        name = table.text(key)
        if name not in known:
            raise table.wrong(key, f"Nothing has the id {name}.")
        return known[name]


def _in_order(tables: Iterable[Table], key: str) -> list[Table]:
    def place(table: Table) -> Fraction:
        return table.number(key)

    return sorted(tables, key=place)


def _node(name: str, table: Table, aggregation: str, within: str, range_: list[int] | None = None) -> dict[str, Any]:
    if not valid_id(name):
        raise table.wrong("name", "No id can be made from this name.")
    node: dict[str, Any] = {"id": name, "title": table.text("name"), "aggregation": aggregation, "within": within}
    if range_:
        node["range"] = range_
    return {**node, "source_id": table.text("id")}

"""A model in the form in which OWASP SAMM publishes its own, with invented words: two functions of two practices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

FUNCTIONS = {"Kitchen": ("Baking", "Frying"), "Dining room": ("Serving", "Billing")}
VALUES = ("0", "0.25", "0.5", "1")
ANSWERS = ("No", "Yes, some", "Yes, half", "Yes, all")


def write_model(root: Path) -> Path:
    """Write the model's files below `root/model`."""
    for name, table in _files():
        path = root / "model" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\n# A comment\n" + yaml.safe_dump(table, sort_keys=False), "utf-8")
    # As SAMM has them: answers without quotes, of which YAML 1.1 takes the first for a truth value.
    for letter in "AB":
        choices = "".join(
            f"- text: {text}\n  value: {value}\n  weight: 1\n  order: {order}\n"
            for order, (text, value) in enumerate(
                zip(("No", "Yes, some", "Yes, half", "Yes, all"), VALUES, strict=True)
            )
        )
        path = root / "model" / "answer_sets" / f"{letter}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"id: set{letter}\nvalues:\n{choices}type: AnswerSet\n", "utf-8")
    return root


def _files() -> Iterator[tuple[str, dict[str, Any]]]:
    for number in (1, 2, 3):
        yield f"maturity_levels/{number}.yml", {"id": f"level{number}", "number": number, "description": "So."}
    for at, (function, practices) in enumerate(FUNCTIONS.items(), start=1):
        words = f"{function} is where it happens.\nEvery day.\n"
        yield (
            f"business_functions/{function}.yml",
            {"id": f"f{at}", "name": function, "description": words, "order": at},
        )
        for order, practice in enumerate(practices, start=1):
            code = practice[:2].upper()
            yield (
                f"security_practices/{code}.yml",
                {"id": code, "function": f"f{at}", "name": practice, "shortName": code, "order": order},
            )
            for place, letter in enumerate("AB", start=1):
                stream = {"id": f"{code}{letter}", "practice": code, "name": f"{practice} {letter}", "letter": letter}
                yield f"streams/{code}-{letter}.yml", {**stream, "order": place}
            for number in (1, 2, 3):
                level = f"{code}{number}"
                yield (
                    f"practice_levels/{level}.yml",
                    {"id": level, "practice": code, "maturityLevel": f"level{number}", "objective": "So."},
                )
                for letter in "AB":
                    name = f"{level}{letter}"
                    activity = {
                        "id": f"a{name}",
                        "stream": f"{code}{letter}",
                        "level": level,
                        "title": f"Mind {practice.lower()} {number}{letter}",
                        "benefit": "Nothing burns",
                        "shortDescription": "Somebody looks.",
                    }
                    yield f"activities/{name}.yml", activity
                    question = {
                        "id": f"q{name}",
                        "activity": f"a{name}",
                        "answerSet": f"set{'A' if number < 3 else 'B'}",
                        "text": f"Do you mind {practice.lower()} {number}{letter}?",
                        "order": 1,
                        "quality": ["Somebody is named", "It is written down"],
                    }
                    yield f"questions/{name}.yml", question


class PublishedModel:
    """SAMM as it is published, read and worked out from its files alone."""

    def __init__(self, folder: Path) -> None:
        held = {
            kind.name: [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted(kind.glob("*.yml"))]
            for kind in folder.iterdir()
        }
        self._values = {
            one["id"]: [
                Fraction(answer["value"]) for answer in sorted(one["values"], key=lambda answer: int(answer["order"]))
            ]
            for one in held["answer_sets"]
        }
        self._levels = {one["id"]: one["level"] for one in held["activities"]}
        self._questions = held["questions"]
        self._practice_levels = held["practice_levels"]
        self._practices = held["security_practices"]
        self._functions = held["business_functions"]

    def figures(self, answers: Mapping[str, int]) -> dict[str, Fraction]:
        """Work out each function and practice by its name, and `whole`.

        answers: id of the question to the place of the answer that was given, from 0; others are blank, which is No.
        """
        streams: dict[str, list[Fraction]] = {}
        for question in self._questions:
            given = answers.get(question["id"])
            worth = Fraction(0) if given is None else self._values[question["answerSet"]][given]
            streams.setdefault(self._levels[question["activity"]], []).append(worth)
        practices: dict[str, Fraction] = {one["id"]: Fraction(0) for one in self._practices}
        for level in self._practice_levels:
            practices[level["practice"]] += _mean(streams[level["id"]])
        functions = {
            function["name"]: _mean(
                [practices[one["id"]] for one in self._practices if one["function"] == function["id"]]
            )
            for function in self._functions
        }
        by_name = {one["name"]: practices[one["id"]] for one in self._practices}
        return {**by_name, **functions, "whole": _mean(list(functions.values()))}


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def samms_own_figures(answers: Mapping[str, int]) -> dict[str, Fraction]:
    """Work out what SAMM's toolbox would, without levelbook: by title of function and practice, and `whole`.

    answers: id of the question, as `qBA1A`, to which of the four answers was given; others are blank, which is No.
    """
    found: dict[str, Fraction] = {}
    for function, practices in FUNCTIONS.items():
        for practice in practices:
            total = Fraction(0)
            for number in (1, 2, 3):
                streams = [answers.get(f"q{practice[:2].upper()}{number}{letter}") for letter in "AB"]
                total += sum((Fraction(VALUES[one]) for one in streams if one is not None), Fraction(0)) / 2
            found[practice] = total
        found[function] = sum((found[practice] for practice in practices), Fraction(0)) / len(practices)
    found["whole"] = sum((found[function] for function in FUNCTIONS), Fraction(0)) / len(FUNCTIONS)
    return found

"""Random questionnaires and answers for the properties of the arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.version_map import VersionMap
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from support.builders import DAY, tiny_questionnaire

WEIGHTS = st.sampled_from([1, 1, 1, 2, 3, 0.1, 0.5, 1.25])


@st.composite
def questionnaires(draw: st.DrawFn, *, sections: int | None = None, levels: int | None = None) -> Questionnaire:
    """One to four sections of one to four practices, all weights, impacts and a few rules at random."""
    many = sections or draw(st.integers(1, 4))
    size = draw(st.integers(1, 4))
    top = levels or draw(st.integers(2, 5))
    ids = [f"s{a}.p{b}" for a in range(1, many + 1) for b in range(1, size + 1)]
    changes = {name: {"weight": draw(WEIGHTS), "impact": draw(st.integers(1, 3))} for name in ids}
    rules = draw(st.lists(_rules(ids, many, top - 1), max_size=4))
    made = tiny_questionnaire(
        many, size, levels=top, default_target=draw(st.integers(0, top - 1)), rules=rules, changes=changes
    )
    weighted = tuple(replace(section, weight=draw(WEIGHTS)) for section in made.sections)
    return replace(made, sections=weighted)


@st.composite
def _rules(draw: st.DrawFn, ids: list[str], sections: int, top: int) -> dict[str, Any]:
    named = st.lists(st.sampled_from([*ids, *(f"s{number}" for number in range(1, sections + 1))]), max_size=3)
    return {
        "when": {
            draw(st.sampled_from(["exposure"])): draw(
                st.sampled_from([["public"], ["staff-only"], {"none": ["public"]}])
            )
        },
        "because": "because of a rule",
        "apply": draw(named),
        "inherited": draw(named),
        "not_applicable": draw(named),
        "floor": [{"level": draw(st.integers(0, top)), "practices": draw(named)}],
    }


def profiles() -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{}, {"exposure": "public"}, {"exposure": "staff-only"}, {"exposure": "not-known"}])


@st.composite
def answers(draw: st.DrawFn, top: int) -> Answer:
    kind = draw(st.sampled_from(["level", "level", "level", "unsure", "not applicable", "nothing"]))
    evidence = draw(st.lists(st.sampled_from(["asserted", "documented", "sampled", "tested", "strange"]), max_size=2))
    pieces = [Evidence(kind=name, reference="x", seen_on=draw(st.sampled_from([None, DAY]))) for name in evidence]
    values: dict[str, Any] = {"evidence": tuple(pieces)}
    if kind == "level":
        values["level"] = draw(st.integers(0, top))
    elif kind == "unsure":
        values["unsure"] = True
    elif kind == "not applicable":
        values["not_applicable"] = "not here"
    if draw(st.booleans()):
        values["target"] = draw(st.integers(0, top))
    return Answer(**values)


@st.composite
def books(draw: st.DrawFn, questionnaire: Questionnaire) -> AnswerBook:
    given = {
        name: answer
        for name in questionnaire.practices
        if not (answer := draw(answers(questionnaire.max_level))).is_empty
    }
    return AnswerBook(questionnaire.id, questionnaire.version, profile=draw(profiles()), answers=given)


@st.composite
def assessments(draw: st.DrawFn, questionnaire: Questionnaire | None = None, name: str = "now") -> Assessment:
    content = questionnaire or draw(questionnaires())
    return Assessment(name, content, draw(books(content)), DAY)


IDS = [f"s{section}.p{practice}" for section in (1, 2) for practice in (1, 2, 3)]
"""The practices of a first version, for migrations to a second."""


@st.composite
def migrations(draw: st.DrawFn) -> dict[str, Any]:
    """What became of each of six practices, and of a criterion; what they become are others of the new version."""
    changes: list[dict[str, Any]] = []
    for name in IDS:
        became = draw(st.sampled_from(["same", "renamed", "split", "merged", "retired"]))
        change: dict[str, Any] = {"id": name, "became": became, "why": "So."}
        if became == "renamed":
            change["to"] = name.replace("s", "t")
        elif became == "merged":
            change["to"] = draw(st.sampled_from(["m.p1", "m.p2"]))
        elif became == "split":
            change["to"] = [name.replace("s", "u"), "m.p1"]
        changes.append(change)
    part = {"practice": draw(st.sampled_from(IDS)), "id": "c2-a"}
    criteria = [{**part, "became": "renamed", "to": "c2-z", "why": "So."}] if draw(st.booleans()) else []
    return {
        "format": 1,
        "upgrades": [{"from": "1.0.0", "to": "2.0.0", "practices": changes, "criteria": criteria}],
    }


def second_version(table: dict[str, Any]) -> Questionnaire:
    """Six practices that the map leaves, those that it brings, and two that things are merged into."""
    made = tiny_questionnaire(2, 3, version="2.0.0")
    wanted = dict.fromkeys(
        target
        for change in table["upgrades"][0]["practices"]
        for target in ([change["id"]] if change["became"] == "same" else _listed(change.get("to", [])))
    )
    wanted |= dict.fromkeys(["m.p1", "m.p2"])
    template = made.practices["s1.p1"]
    sections: dict[str, list[Any]] = {}
    for name in wanted:
        sections.setdefault(name.partition(".")[0], []).append(replace(template, id=name))
    return replace(
        made,
        sections=tuple(
            replace(made.sections[0], id=name, practices=tuple(practices)) for name, practices in sections.items()
        ),
        version_map=VersionMap(strict.read(MigrationsFile, table).upgrades),
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value

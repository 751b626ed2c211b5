"""A team from close up: its levels by section, its practices in their order, what belongs to each of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from levelbook.core.portfolio.reports.team_details import PracticeOfTeam, TeamEdition, facts_of, practices_of, team_heat


def score(practice: str, position: int, **given: Any) -> dict[str, Any]:
    plain = {
        "practice": practice,
        "position": position,
        "title": practice.title(),
        "section": "data",
        "scope": "applicable",
        "status": "answered",
        "counts": True,
        "essential": False,
        "level": 2,
        "evidenced": 1,
        "target": 3,
        "before_level": 1,
        "same_words": True,
    }
    return {**plain, **given}


def test_what_stands_behind_the_figures_of_a_team_are_its_levels_by_section() -> None:
    row = ("a", "Alder", "retail", 7, date(2026, 11, 3), False, 3, 2, 1.5, 1.0, 2.0, 0.5, 3.0, 2.0, None)

    [team] = team_heat([row])

    assert (team.name, team.level, team.sections) == ("Alder", 1.5, (2.0, None))


def test_practices_stand_in_the_order_of_the_questionnaire() -> None:
    found = practices_of([score("b", 2), score("a", 3), score("c", 1)])

    assert [one.practice for one in found] == ["c", "b", "a"]


def test_a_gap_and_a_change_are_told_only_where_both_sides_are_known() -> None:
    below, above, open_, out, reworded = practices_of(
        [
            score("below", 1),
            score("above", 2, level=4),
            score("open", 3, level=None),
            score("out", 4, counts=False, target=None),
            score("reworded", 5, same_words=False),
        ]
    )

    assert [one.gap for one in (below, above, open_, out)] == [1, 0, None, None]
    assert [one.change for one in (below, above, open_, reworded)] == [1, 3, None, None]
    of_team = PracticeOfTeam("a", "Alder", "retail", level=1, evidenced=0, target=3, before=None)
    assert (of_team.gap, of_team.change) == (2, None)


def an_edition(edition: dict[str, Any], *, steps: tuple[Any, ...] = (), evidence: tuple[Any, ...] = ()) -> TeamEdition:
    return TeamEdition(
        team="a",
        name="Alder",
        unit="retail",
        edition=edition,
        facts={},
        sections={},
        practices=(),
        steps=steps,
        risks=(),
        evidence=evidence,
        trend=(),
    )


def test_steps_risks_and_evidence_are_found_by_their_practice() -> None:
    rows = ({"practice": "p", "text": "one"}, {"practice": "q", "text": "two"})
    team = an_edition({}, steps=rows, evidence=rows)

    assert [row["text"] for row in team.of("steps", "q")] == ["two"]
    assert team.of("risks", "p") == ()


def test_choices_of_a_fact_are_gathered() -> None:
    rows = [{"fact": "role", "choice": "saas"}, {"fact": "exposure", "choice": "public"}]

    assert facts_of([*rows, {"fact": "role", "choice": "apps"}]) == {"exposure": ("public",), "role": ("apps", "saas")}

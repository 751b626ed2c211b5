"""Units are a tree, and what the keys of a portfolio.toml say together and cannot is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.organisation import (
    Alike,
    Organisation,
    Source,
    Team,
    Unit,
    UnitTree,
    problems,
)

TREE = UnitTree(
    (
        Unit(id="retail", title="Retail"),
        Unit(id="cards", title="Cards", within="retail"),
        Unit(id="credit", title="Credit cards", within="cards"),
        Unit(id="markets", title="Markets"),
    )
)


def organisation(**changed: object) -> Organisation:
    return Organisation(**{"organisation": "Example Bank", "sources": (Source(id="docs", folder=".."),), **changed})  # type: ignore[arg-type]


def test_a_unit_knows_all_that_it_is_within() -> None:
    assert TREE.above("credit") == ("credit", "cards", "retail")
    assert TREE.path("credit") == "retail/cards/credit"
    assert TREE.path("nobody-knows-it") == "nobody-knows-it"


def test_the_organisation_is_shown_by_its_uppermost_units_with_all_below_them() -> None:
    rows = TREE.rows_of(None, ["no-unit"])

    assert rows == {
        "retail": "retail", "cards": "retail", "credit": "retail", "markets": "markets", "no-unit": "no-unit",
    }  # fmt: skip


def test_a_unit_is_shown_by_those_directly_within_it_and_teams_of_its_own_stand_under_itself() -> None:
    assert TREE.rows_of("retail", ["no-unit"]) == {"retail": "retail", "cards": "cards", "credit": "cards"}
    assert TREE.rows_of("credit", []) == {"credit": "credit"}


@given(st.lists(st.integers(0, 6), min_size=7, max_size=7))
def test_any_units_even_in_a_circle_have_an_end_above(within: list[int]) -> None:
    tree = UnitTree(tuple(Unit(id=f"u{n}", title="U", within=f"u{to}") for n, to in enumerate(within)))

    assert all(len(set(tree.above(unit.id))) == len(tree.above(unit.id)) for unit in tree.units)


def test_nothing_is_wrong_with_an_ordinary_one() -> None:
    assert (
        problems(organisation(units=TREE.units, teams=(Team(id="a", unit="cards", books=("docs:a", "docs:b")),))) == []
    )


@pytest.mark.parametrize(
    ("changed", "key", "said"),
    [
        ({"sources": ()}, "sources", "no source"),
        ({"sources": (Source(id="a", folder="x", books=()),)}, "sources[0].books", "no book is found"),
        ({"sources": (Source(id="a"),)}, "sources[0]", "either a folder or a git address"),
        ({"sources": (Source(id="a", folder="x", git="y"),)}, "sources[0]", "either a folder or a git address"),
        ({"sources": (Source(id="a", folder="x", branch="y"),)}, "sources[0].branch", "Only a git source"),
        ({"sources": (Source(id="a", folder="x"), Source(id="a", folder="y"))}, "sources[1].id", "two sources"),
        ({"units": (Unit(id="a", title="A", within="a"),)}, "units[0].within", "within itself"),
        ({"units": (Unit(id="a", title="A", within="b"),)}, "units[0].within", "no unit “b”"),
        ({"teams": (Team(id="a", unit="b"),)}, "teams[0].unit", "no unit “b”"),
        ({"teams": (Team(id="a"), Team(id="a"))}, "teams[1].id", "two teams"),
        ({"teams": (Team(id="a", books=("dogs:x",)),)}, "teams[0].books[0]", "no source “dogs”"),
        (
            {"teams": (Team(id="a", books=("docs:x",)), Team(id="b", books=("docs:x",)))},
            "teams[1].books[0]",
            "the team “a”'s already",
        ),
        ({"alike": (Alike(id="a", of=("q",)),)}, "alike[0].of[0]", "ID@VERSION"),
        (
            {"alike": (Alike(id="a", of=("q@1",)), Alike(id="b", of=("q@1",)))},
            "alike[1].of[0]",
            "counted under “a”",
        ),
    ],
)
def test_what_cannot_be_is_found_with_its_key(changed: dict[str, object], key: str, said: str) -> None:
    [found] = problems(organisation(**changed))

    assert found.key == key
    assert said in found.message


def test_a_misspelt_unit_gets_the_nearest_as_remedy() -> None:
    [found] = problems(organisation(units=TREE.units, teams=(Team(id="a", unit="retial"),)))

    assert found.remedy == "Did you mean “retail”?"

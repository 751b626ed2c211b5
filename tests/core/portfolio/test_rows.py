"""An edition's rows hold its figures as they are, exact as text beside the nearest double."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.assessment.sealed_scorecard import SealedOffer, SealedScorecard, SealedTaken
from levelbook.core.portfolio.quarters import Quarter
from levelbook.core.portfolio.rows import EditionOrigin, edition_key, rows_of
from levelbook.core.portfolio.tables import OF_EDITIONS, TakenRow
from levelbook.core.text.cleaning import clean_line
from support.sealed_books import LEVELS, card

DIGEST = "f" * 64
FILED = EditionOrigin("cards", DIGEST, "docs:cards")
DAY = date(2026, 11, 22)


@given(st.dictionaries(st.sampled_from(sorted(LEVELS)), st.none() | st.integers(0, 4), min_size=1))
def test_a_figure_is_the_nearest_double_and_its_fraction(levels: dict[str, int | None]) -> None:
    sealed = card("Cards", DAY, levels)

    row = rows_of(sealed, FILED).edition

    for name in ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed"):
        exact = sealed.overall.exact.get(name)
        assert getattr(row, f"{name}_exact") == exact
        assert getattr(row, name) == (None if exact is None else float(Fraction(exact)))


def with_offers(digest: str = "0000000000000000007") -> SealedScorecard:
    """A scorecard that offers a practice to others, and takes one over."""
    sealed = card("Cards", DAY)
    taken = SealedTaken(offer="gateway", team="Platform", edition="q3", digest=digest, level=3)
    offer = SealedOffer(id="keys", for_whom="All of us.", practices=("data.secrets",))
    first, *others = sealed.practices
    return replace(sealed, practices=(replace(first, taken=taken), *others), offers=(offer,))


def test_what_is_taken_over_names_the_other_teams_edition_as_the_tables_do() -> None:
    [row] = rows_of(with_offers(), FILED).tables["taken"]

    assert row == TakenRow(edition_key(DIGEST), "cards", "data.owners", "gateway", "Platform", 7, "q3", 3)


@pytest.mark.parametrize("digest", ["", "abc", "9" * 19, "-1", "٣"])
def test_an_edition_that_nobody_can_tell_is_null(digest: str) -> None:
    [row] = rows_of(with_offers(digest), FILED).tables["taken"]

    assert row[5] is None


def test_every_row_names_its_edition_and_team_and_has_its_tables_columns() -> None:
    rows = rows_of(with_offers(), FILED)

    assert rows.quarter == Quarter(2026, 4)
    for table, found in rows.tables.items():
        assert all(isinstance(row, OF_EDITIONS[table]) for row in found), table
        assert {(row.edition, row.team) for row in found} == {(edition_key(DIGEST), "cards")}, table  # type: ignore[attr-defined]


def test_the_key_of_an_edition_fits_a_whole_number_of_64_bits() -> None:
    assert edition_key(DIGEST) == 2**60 - 1


def test_times_are_utc_and_say_nothing_of_zones() -> None:
    sealed = card("Cards", DAY)
    berlin = replace(sealed, edition=replace(sealed.edition, sealed_at="2026-11-22T00:30:00+01:00"))

    assert rows_of(berlin, FILED).edition.sealed_at == datetime(2026, 11, 21, 23, 30)


ODD = "\x1a a\n\u202eb\x00\t\udcff "
READ = {"sealed_at", "sealed_on", "on", "weight", "share_exact", "until", "due", "done_on", "seen_on", "valid_until"}
READ |= {"ask_by", "exact"}
"""Fields that are read as days, times and fractions."""


def with_odd_words(value: Any) -> Any:
    """The same with an odd word in the place of every text that people write."""
    if is_dataclass(value):
        own = {one.name: getattr(value, one.name) for one in fields(value)}
        return replace(value, **{name: with_odd_words(it) for name, it in own.items() if name not in READ})  # type: ignore[type-var]
    if isinstance(value, tuple):
        return tuple(map(with_odd_words, value))
    return f"{ODD}{value}" if isinstance(value, str) else value


@pytest.mark.parametrize("with_people", [True, False])
def test_every_text_is_of_one_line_whatever_a_scorecard_holds_and_a_folder_is_called(with_people: bool) -> None:
    odd = with_odd_words(with_offers())

    for table, found in rows_of(odd, EditionOrigin("cards", DIGEST, f"docs:{ODD}", with_people)).tables.items():
        texts = [value for row in found for value in row if isinstance(value, str)]
        assert texts == [clean_line(text) for text in texts], table
        assert any("b" in text for text in texts), f"{table} holds an odd word"


def test_people_are_there_only_where_they_are_asked_for() -> None:
    sealed = card("Cards", DAY)
    names = re.compile("Ana|Ben|Priya|Tom")

    assert not names.search(str(rows_of(sealed, FILED)))
    assert {*names.findall(str(rows_of(sealed, replace(FILED, with_people=True))))} == {"Ana", "Ben", "Priya", "Tom"}


def test_words_of_people_are_clean_in_a_table() -> None:
    sealed = card("Ca\x1brds\n‮", DAY)

    assert rows_of(sealed, FILED).edition.team_name.isprintable()


@pytest.mark.parametrize("text", ["1/0", "two", "", "nan", "1e999"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    sealed = card("Cards", DAY)
    wrong = replace(sealed, overall=replace(sealed.overall, exact={**sealed.overall.exact, "low": text}))

    with pytest.raises(ValueError):
        rows_of(wrong, FILED)

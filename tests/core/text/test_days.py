"""Days are read where only one can be meant, else refused with an example; what levelbook writes it reads back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.days import ago_words, parse_day, parse_past_day, past_day_warning, short_day
from support.examples import examples

TODAY = date(2026, 11, 22)
"""A Sunday."""
WEDNESDAY = date(2026, 11, 25)
SATURDAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        ("2026/12/4", date(2026, 12, 4)),
        ("20261204", date(2026, 12, 4)),
        ("4 December 2026", date(2026, 12, 4)),
        ("4th December 2026", date(2026, 12, 4)),
        ("4th of December, 2026", date(2026, 12, 4)),
        ("the 4th of December", date(2026, 12, 4)),
        ("December the 4th", date(2026, 12, 4)),
        ("4 Dec", date(2026, 12, 4)),
        ("4-Dec-2026", date(2026, 12, 4)),
        ("4dec", date(2026, 12, 4)),
        ("4 nov", date(2027, 11, 4)),
        ("22 Nov", TODAY),
        ("Dec 4", date(2026, 12, 4)),
        ("Dec 4, 2026", date(2026, 12, 4)),
        ("sept 3", date(2027, 9, 3)),
        ("Fri 4 Dec", date(2026, 12, 4)),
        ("Friday, 4 December 2026", date(2026, 12, 4)),
        ("Friday, December 4", date(2026, 12, 4)),
        ("Fri, 4.12.", date(2026, 12, 4)),
        ("4.12.2026", date(2026, 12, 4)),
        ("04.12.26", date(2026, 12, 4)),
        ("4. 12.", date(2026, 12, 4)),
        ("4.12", date(2026, 12, 4)),
        ("25/12/2026", date(2026, 12, 25)),
        ("12/25/2026", date(2026, 12, 25)),
        ("25/12", date(2026, 12, 25)),
        ("12/25/26", date(2026, 12, 25)),
        ("5/5/2027", date(2027, 5, 5)),
        ("29 feb", date(2028, 2, 29)),
        ("in 2 weeks", date(2026, 12, 6)),
        ("2 weeks", date(2026, 12, 6)),
        ("two weeks from now", date(2026, 12, 6)),
        ("in six weeks", date(2027, 1, 3)),
        ("in a fortnight", date(2026, 12, 6)),
        ("In a  month", date(2026, 12, 22)),
        ("in a quarter", date(2027, 2, 22)),
        ("+14d", date(2026, 12, 6)),
        ("+3m", date(2027, 2, 22)),
        ("-2w", date(2026, 11, 8)),
        ("10 days ago", date(2026, 11, 12)),
        ("next week", date(2026, 11, 29)),
        ("next quarter", date(2027, 2, 22)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 23)),
        ("day after tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 21)),
        ("friday", date(2026, 11, 27)),
        ("on Fri", date(2026, 11, 27)),
        ("by this Friday", date(2026, 11, 27)),
        ("last friday", date(2026, 11, 20)),
        ("sunday", date(2026, 11, 29)),
        ("end of the week", date(2026, 11, 27)),
        ("end of month", date(2026, 11, 30)),
        ("by the end of the month", date(2026, 11, 30)),
        ("EOM", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of this quarter", date(2026, 12, 31)),
        ("end of next quarter", date(2027, 3, 31)),
        ("end of year", date(2026, 12, 31)),
        ("end of 2027", date(2027, 12, 31)),
        ("end of january", date(2027, 1, 31)),
        ("end of Feb 2028", date(2028, 2, 29)),
        ("end of november", date(2026, 11, 30)),
        ("mid January", date(2027, 1, 15)),
        ("start of December", date(2026, 12, 1)),
        ("Q1", date(2027, 3, 31)),
        ("by Q4", date(2026, 12, 31)),
        ("end of Q2 2027", date(2027, 6, 30)),
        ("Q3/2027", date(2027, 9, 30)),
        ("2027-Q3", date(2027, 9, 30)),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    """Without a year, the next one."""
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4 Dec", date(2025, 12, 4)),
        ("4 nov", date(2026, 11, 4)),
        ("22 nov", TODAY),
        ("friday", date(2026, 11, 20)),
        ("sunday", date(2026, 11, 15)),
        ("29 feb", date(2024, 2, 29)),
        ("4 Dec 2026", date(2026, 12, 4)),
        ("end of october", date(2026, 10, 31)),
        ("end of december", date(2025, 12, 31)),
        ("Q3", date(2026, 9, 30)),
        ("25/12", date(2025, 12, 25)),
    ],
)
def test_of_evidence_the_last_such_day_is_meant(typed: str, day: date) -> None:
    """Nobody saw it next December."""
    assert parse_day(typed, TODAY, past=True) == day


@pytest.mark.parametrize("typed", ["04/05/2026", "4/5/26", "4-5-2026"])
def test_a_day_that_could_be_two_is_refused_with_both(typed: str) -> None:
    """Half the world writes the month first."""
    with pytest.raises(ValueError, match=r"could be 4 May 2026 or 5 April 2026\. Write 2026-05-04"):
        parse_day(typed, TODAY)


def test_without_a_year_it_could_be_two_as_well() -> None:
    with pytest.raises(ValueError, match=r"could be 4 May 2027 or 5 April 2027\."):
        parse_day("4/5", TODAY)


def test_next_friday_is_read_only_where_everybody_means_the_same() -> None:
    assert parse_day("next friday", SATURDAY) == date(2026, 12, 4)
    for today in (TODAY, WEDNESDAY):
        with pytest.raises(ValueError, match=r"could be 27 November 2026 or 4 December 2026\. Write 2026-11-27"):
            parse_day("next friday", today)


@pytest.mark.parametrize("typed", ["31 April 2026", "30.2.2026", "2026-13-01", "31 june", "31/11/2026", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    """It says so, and does not slide into the next month."""
    with pytest.raises(ValueError, match="There is no"):
        parse_day(typed, TODAY)


def test_a_weekday_that_is_not_the_days_own_is_refused_with_the_right_one() -> None:
    with pytest.raises(ValueError, match=r"4 December 2026 is a Friday, not a Monday\."):
        parse_day("Monday, 4 December 2026", TODAY)


@pytest.mark.parametrize("typed", ["january", "Jan 2027", "2027-01", "by January"])
def test_a_month_alone_is_refused_with_the_days_that_could_be_meant(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Which day of January\? Write 1 January, 15 January or end of January\."):
        parse_day(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["", "soon", "asap", "by", "4 dezember", "\u0664 May 2026", "ma 4", "Q5", "12.2026", "2026", "x" * 999]
)
def test_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not a day that levelbook can read. Write it like 2026-12-04"):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["in 9999 years", "-9999y"])
def test_a_day_beyond_the_calendar_is_refused(typed: str) -> None:
    """Not an OverflowError."""
    with pytest.raises(ValueError, match="too far away"):
        parse_day(typed, TODAY)


def test_a_month_after_the_31st_is_its_last_day() -> None:
    """It stays in that month."""
    assert parse_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)
    assert parse_day("+1y", date(2028, 2, 29)) == date(2029, 2, 28)


def test_what_happened_cannot_be_still_to_come() -> None:
    """East of Greenwich it is tomorrow already."""
    assert parse_past_day("tomorrow", TODAY) == date(2026, 11, 23)
    assert parse_past_day("friday", TODAY) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="24 November 2026 is in the future"):
        parse_past_day("24 November 2026", TODAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, ""),
        (date(2026, 11, 23), ""),
        (date(2026, 11, 21), "21 November is past: yesterday"),
        (date(2026, 11, 19), "19 November is past: 3 days ago"),
        (date(2026, 8, 22), "22 August is past: 3 months ago"),
        (date(2020, 1, 1), "1 January 2020 is past: 6 years ago"),
    ],
)
def test_a_day_that_is_past_is_pointed_out_in_words(day: date, words: str) -> None:
    assert past_day_warning(day, TODAY) == words


def test_how_long_ago_grows_from_days_to_years() -> None:
    said = [ago_words(TODAY - timedelta(days=days), TODAY) for days in (2, 59, 60, 729, 730)]

    assert said == ["2 days ago", "59 days ago", "2 months ago", "24 months ago", "2 years ago"]


@settings(deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_spoken_day_is_read_back(day: date) -> None:
    """What levelbook writes can be typed."""
    assert parse_day(spoken_day(day), TODAY) == parse_day(day.isoformat(), TODAY) == day


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=183), st.dates(min_value=date(1900, 1, 1), max_value=date(2900, 1, 1)))
def test_a_near_day_is_spoken_without_its_year_and_read_back(days: int, today: date) -> None:
    """Half a year either way cannot be mistaken."""
    later, earlier = today + timedelta(days=days), today - timedelta(days=days)

    assert parse_day(spoken_day(later, today), today) == later
    assert parse_day(spoken_day(earlier, today), today, past=True) == earlier


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 12, 4), "4 Dec"), (date(2027, 6, 30), "30 Jun 2027"), (date(2025, 9, 1), "1 Sep 2025")],
)
def test_in_columns_days_are_short_and_can_be_typed_back(day: date, words: str) -> None:
    assert short_day(day, TODAY) == words
    assert parse_day(words, TODAY) == day


def test_a_day_far_away_is_spoken_with_its_year() -> None:
    """As in "until 30 June 2027"."""
    assert spoken_day(date(2027, 6, 30), TODAY) == "30 June 2027"
    assert spoken_day(date(2027, 1, 29), TODAY) == "29 January"


PIECES = [
    "next",
    "end of",
    "mid",
    "last",
    "q1",
    "2027",
    "9999",
    "0",
    "friday",
    "jan",
    "week",
    "month",
    "in",
    "ago",
    "4.",
]


@examples(500)
@given(
    st.one_of(
        st.text(),
        st.text("0123456789-/.+ dwmyinagojfe", max_size=14),
        st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    ),
    st.booleans(),
)
def test_reading_a_day_gives_a_day_or_a_sentence(typed: str, past: bool) -> None:
    """Whatever is typed."""
    try:
        found = parse_day(typed, TODAY, past=past)
    except ValueError as error:
        assert str(error).endswith(".")
        assert "\n" not in str(error)
    else:
        assert isinstance(found, date)

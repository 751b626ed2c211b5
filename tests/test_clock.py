"""The moment and the time zone by which days are counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.core.errors import UsedWrongly


def test_a_fixed_moment_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")

    assert clock.now() == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert clock.today() == date(2026, 11, 22)


@pytest.mark.parametrize("fixed", ["soon", "1.5", "9" * 30, "253402300799", "253370764800", "-62135596800"])
def test_a_fixed_moment_that_is_none_is_refused_with_a_remedy(fixed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", fixed)

    with pytest.raises(UsedWrongly) as caught:
        clock.now()
    assert "SOURCE_DATE_EPOCH" in str(caught.value) and "Unset it" in caught.value.remedy


@pytest.mark.parametrize("year", [1, 9999])
def test_a_machine_in_the_first_or_last_year_of_the_calendar_is_told_to_set_its_clock(
    year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(year, 12, 31, 23, 59, 59, tzinfo=tz)

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(clock, "datetime", Stopped)

    with pytest.raises(UsedWrongly, match=f"the year {year}"):
        clock.now()


def test_now_has_whole_seconds_and_says_that_it_is_utc() -> None:
    assert (clock.now().microsecond, clock.now().tzinfo) == (0, UTC)


def test_a_zone_is_found_by_its_name_and_utc_by_none() -> None:
    winter = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert winter.astimezone(clock.zone("Asia/Tokyo")).date() == date(2026, 11, 23)
    assert clock.zone("") == clock.zone("UTC") == UTC


@pytest.mark.parametrize(
    ("name", "meant"),
    [("europe/berlin", "Europe/Berlin"), ("Tokyo", "Asia/Tokyo"), ("New York", "America/New_York"), ("Nowhere", "")],
)
def test_a_zone_that_there_is_not_is_told_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone") as caught:
        clock.zone(name)
    assert f"did you mean {meant}?" in str(caught.value) or not meant


def test_the_machines_zone_is_where_its_link_leads_or_what_its_file_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    assert clock.zone_of_machine(tmp_path) == ""

    (tmp_path / "timezone").write_text("Europe/Berlin\n")
    assert clock.zone_of_machine(tmp_path) == "Europe/Berlin"
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert clock.zone_of_machine(tmp_path) == "Asia/Tokyo"
    monkeypatch.setenv("TZ", ":America/Lima")
    assert clock.zone_of_machine(tmp_path) == "America/Lima"

"""A day is the team's own: that of the time zone which the settings name, on every machine."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.store import team_folder
from levelbook.store.team_folder import Settings
from support.command_line import Type


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """It is that moment, such as 2026-11-30T23:30Z."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(moment).timestamp())))


def in_zone(folder: Path, name: str) -> None:
    """The team names its time zone in the settings."""
    path = folder / "levelbook.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if "timezone" not in line]
    path.write_text("\n".join([*kept, f'timezone = "{name}"', ""]), "utf-8")


def sittings(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "sittings").glob("*.toml"))


def test_a_workshop_in_tokyo_that_goes_on_past_nine_is_one_sitting(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_zone(folder, "Asia/Tokyo")
    at(monkeypatch, "2026-11-30T23:30Z")  # 08:30 on 1 December
    levelbook("sitting", "begin", "--minutes", "90", "--participant", "Ana")
    levelbook("sitting", "park", "Who pays?")

    at(monkeypatch, "2026-12-01T00:10Z")  # 09:10
    shown = levelbook("sitting").out
    assert "Sitting of 1 December 2026, 40 min elapsed, 90 planned, 50 left." in shown
    assert "1 participant: Ana." in shown
    assert "Who pays?" in shown
    assert levelbook("sitting", "close", "--yes").code == 0
    assert sittings(folder) == ["2026-12-01.toml"]
    held = tomllib.loads((folder / "sittings" / "2026-12-01.toml").read_text("utf-8"))
    assert (held["closed"], len(held["parked"]), len(held["participants"])) == (True, 1, 1)
    assert held["begun_at"] == datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def test_a_sitting_goes_on_past_midnight_until_it_is_closed(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no time zone is named, as in a book of an older levelbook."""
    in_zone(folder, "UTC")
    at(monkeypatch, "2026-11-30T23:30Z")
    levelbook("sitting", "begin", "--participant", "Ana")
    at(monkeypatch, "2026-12-01T00:10Z")
    levelbook("answer", "1.1", "--level", "1")
    assert "Backups" in levelbook("sitting").out
    levelbook("sitting", "close", "--yes")

    assert sittings(folder) == ["2026-11-30.toml"]
    levelbook("sitting", "begin", "--participant", "Ben")
    assert sittings(folder) == ["2026-11-30.toml", "2026-12-01.toml"]


def test_a_sitting_that_nobody_closed_for_a_day_is_offered_for_closing(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-27T09:00Z")
    levelbook("sitting", "begin", "--participant", "Ana")
    at(monkeypatch, "2026-11-28T08:59Z")
    assert "Sitting of 27 November 2026" in levelbook("sitting").out

    at(monkeypatch, "2026-11-28T09:01Z")
    said = levelbook("sitting").out
    assert said.startswith("No sitting was begun today.")
    assert "The sitting of 27 November 2026 was never closed." in said
    levelbook("answer", "1.1", "--level", "1")
    assert Workshop(Session.open(folder)).forgotten == date(2026, 11, 27)

    levelbook("sitting", "close", "--yes")
    held = tomllib.loads((folder / "sittings" / "2026-11-27.toml").read_text("utf-8"))
    assert (held["closed"], "taken_up" in held) == (True, False)
    assert sittings(folder) == ["2026-11-27.toml"]
    assert "was never closed" not in levelbook("sitting").out


def test_a_new_sitting_names_no_command_that_would_close_an_earlier_one_that_nobody_closed(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-27T09:00Z")
    levelbook("sitting", "begin", "--participant", "Ana")
    at(monkeypatch, "2026-11-29T09:00Z")

    begun = levelbook("sitting", "begin").out
    closed = levelbook("sitting", "close", "--yes").out

    assert begun.startswith("The sitting of 27 November 2026 was never closed. It stays so, and this one takes over")
    assert closed.startswith("The sitting of 29 November 2026 is closed.")


def test_a_seal_names_the_sitting_that_is_still_open_and_it_can_be_closed_until_the_next_edition(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-27T09:00Z")
    levelbook("sitting", "begin", "--participant", "Ana")
    levelbook("answer", "1.1", "--level", "1")
    still_open = "The sitting of 27 November 2026 is still open: `levelbook sitting close` closes it."
    assert still_open in levelbook("seal").err
    assert still_open in levelbook("seal").err, "nothing has changed since"

    at(monkeypatch, "2026-11-28T09:01Z")
    assert "The sitting of 27 November 2026 was never closed." in levelbook("sitting").out
    assert "The sitting of 27 November was never closed" in levelbook().out
    levelbook("sitting", "close", "--yes")
    assert "never closed" not in levelbook("sitting").out
    assert "still open" not in levelbook("seal").err


def test_a_sitting_of_a_round_before_the_last_editions_is_not_offered_for_closing(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-27T09:00Z")
    levelbook("sitting", "begin", "--participant", "Ana")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal")
    at(monkeypatch, "2027-02-27T09:00Z")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal")

    assert "never closed" not in levelbook("sitting").out
    assert levelbook("sitting", "close", "--yes").code == 2


def test_on_the_west_coast_a_step_that_is_due_today_is_not_late_at_ten_past_four(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-12-04T20:00Z")
    levelbook("answer", "1.1", "--level", "1", "--step", "Copy", "--step-due", "2026-12-04")
    at(monkeypatch, "2026-12-05T00:10Z")  # 16:10 on 4 December
    assert "was due on 4 December 2026" in levelbook("check").out

    in_zone(folder, "America/Los_Angeles")
    assert "was due" not in levelbook("check").out
    levelbook("answer", "1.1", "--done", "today", "--step-number", "1")
    assert Session.open(folder).now.book.answer("data.backups").steps[0].done_on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("", "2026-12-01T23:59Z", date(2026, 12, 1)),
        ("Asia/Tokyo", "2026-11-30T14:59Z", date(2026, 11, 30)),
        ("Asia/Tokyo", "2026-11-30T15:00Z", date(2026, 12, 1)),
        ("Pacific/Kiritimati", "2026-11-30T10:00Z", date(2026, 12, 1)),
        ("Europe/Berlin", "2026-03-28T22:59Z", date(2026, 3, 28)),
        ("Europe/Berlin", "2026-03-28T23:00Z", date(2026, 3, 29)),
        ("Europe/Berlin", "2026-03-29T21:59Z", date(2026, 3, 29)),
        ("Europe/Berlin", "2026-03-29T22:00Z", date(2026, 3, 30)),
        ("America/New_York", "2026-11-01T04:00Z", date(2026, 11, 1)),
        ("America/New_York", "2026-11-02T04:59Z", date(2026, 11, 1)),
        ("Pacific/Pago_Pago", "2026-12-01T10:59Z", date(2026, 11, 30)),
    ],
)
def test_the_day_is_that_of_the_zone_also_when_the_clocks_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, zone: str, moment: str, day: date
) -> None:
    in_zone(folder, zone)
    at(monkeypatch, moment)

    assert Session.open(folder).now.on == day


def test_the_machine_has_no_say_in_a_day(levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_zone(folder, "Asia/Tokyo")
    at(monkeypatch, "2026-11-30T23:30Z")
    monkeypatch.setenv("TZ", "America/New_York")

    assert Session.open(folder).now.on == date(2026, 12, 1)


def test_an_edition_keeps_the_teams_own_day_and_an_older_one_that_of_utc(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_zone(folder, "Asia/Tokyo")
    at(monkeypatch, "2026-11-30T23:30Z")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal")
    file = folder / "editions" / "2026-12-01" / "edition.toml"
    held = tomllib.loads(file.read_text("utf-8"))
    assert (held["sealed_on"], held["sealed_at"]) == (date(2026, 12, 1), datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    assert levelbook("editions", "--json").json[0]["sealed_on"] == "2026-12-01"

    file.write_text(file.read_text("utf-8").replace("sealed_on = 2026-12-01\n", ""), "utf-8")
    assert levelbook("editions", "--json").json[0]["sealed_on"] == "2026-11-30"


def test_days_of_answers_in_the_guide_are_the_teams_own(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_zone(folder, "Asia/Tokyo")
    at(monkeypatch, "2026-11-30T23:30Z")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")

    record = (folder / "record.md").read_text("utf-8")
    assert "1 December" in record
    assert "30 November" not in record


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("localtime", "such a name is"),
        ("/etc/passwd", "such a name is"),
        ("../Berlin", "Europe/Berlin"),
        ("UTC+2", "UTC"),
    ],
)
def test_a_wrong_name_is_told_with_its_key_and_the_nearest(
    levelbook: Type, folder: Path, name: str, meant: str
) -> None:
    in_zone(folder, name)
    said = levelbook("score")

    assert (said.code, said.out) == (3, "")
    assert "timezone" in said.err
    assert "levelbook.toml" in said.err
    assert f"“{name}” is not a time zone" in said.err
    assert meant in said.err.partition("is not a time zone")[2]


def test_a_book_that_names_none_is_told_by_check_and_nowhere_else(levelbook: Type, folder: Path) -> None:
    in_zone(folder, "")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    said = levelbook("check")

    assert said.code == 0
    assert "names no `timezone`" in said.out
    assert "timezone" not in levelbook("score").out + levelbook().out
    in_zone(folder, "Asia/Tokyo")
    assert "timezone" not in levelbook("check").out


# --- What init finds on the machine -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("machine", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("JST-9", "")])
def test_init_names_the_machines_zone_or_utc_where_that_has_no_name(
    levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", machine)
    said = levelbook("-C", str(tmp_path), "init", "book", "--team", "Blue", "--yes")

    assert f"Days are counted in {zone or 'UTC'}" in said.out
    assert team_folder.open_folder(tmp_path / "book").settings.timezone == zone


@pytest.mark.parametrize(
    ("process", "link", "written", "name"),
    [
        (":Europe/Paris", "", "", "Europe/Paris"),
        ("/usr/share/zoneinfo/Europe/Paris", "", "", "Europe/Paris"),
        ("", "/usr/share/zoneinfo/Europe/Berlin", "Asia/Tokyo\n", "Europe/Berlin"),
        ("", "/var/db/timezone/zoneinfo/America/Argentina/Buenos_Aires", "", "America/Argentina/Buenos_Aires"),
        ("", "", "Asia/Tokyo\n", "Asia/Tokyo"),
        ("", "/somewhere/else", "Nowhere/Atall", ""),
        ("", "", "", ""),
    ],
)
def test_the_machine_says_its_zone_in_three_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: str, link: str, written: str, name: str
) -> None:
    monkeypatch.setenv("TZ", process)
    if link:
        (tmp_path / "localtime").symlink_to(link)
    if written:
        (tmp_path / "timezone").write_text(written, "utf-8")

    assert clock.zone_of_machine(tmp_path) == name


def test_every_name_can_be_a_setting() -> None:
    """The names come from a package and the zones from the system where it has some: both know each of them."""
    for name in sorted(clock._zone_names()):
        settings = Settings(team="Blue", timezone=name)
        assert datetime(2026, 7, 1, tzinfo=settings.zone).utcoffset() is not None, name


@pytest.mark.parametrize(
    ("given", "reference", "seen"),
    [
        ("RA-1@yesterday", "RA-1", date(2026, 11, 29)),
        ("RA-1@3 March", "RA-1", date(2026, 3, 3)),
        ("RA-1@2026-3-3", "RA-1", date(2026, 3, 3)),
        ("mail to noor@bank.example", "mail to noor@bank.example", date(2026, 11, 30)),
        ("https://wiki.example/@noor/limits", "https://wiki.example/@noor/limits", date(2026, 11, 30)),
        ("RA-1@3.3.2026", "RA-1", date(2026, 3, 3)),
        ("RA-1@25/3/2026", "RA-1", date(2026, 3, 25)),
        ("package@1.2", "package@1.2", date(2026, 11, 30)),
        ("package@1.2.3000", "package@1.2.3000", date(2026, 11, 30)),
        ("repo@march", "repo@march", date(2026, 11, 30)),
        ("wiki@yesterdy@today", "wiki@yesterdy", date(2026, 11, 30)),
        ("RA-1@", "RA-1", None),
    ],
)
def test_evidence_takes_its_day_in_words_as_every_day_and_an_address_is_none(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, reference: str, seen: date | None
) -> None:
    at(monkeypatch, "2026-11-30T12:00Z")
    levelbook("answer", "1.1", "--level", "2", "--evidence", f"documented={given}")

    piece = Session.open(folder).now.book.answer("data.backups").evidence[0]

    assert (piece.reference, piece.seen_on) == (reference, seen)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("yesterdy", "Did you mean “yesterday”? If it belongs to the reference, put @ and the day after it."),
        ("3 Mrach", "Did you mean “3 march”?"),
        ("31.4.2026", "There is no 31 April 2026."),
        ("3/4/2026", "That could be 3 April 2026 or 4 March 2026."),
        ("2026-2-30", "There is no 30 February 2026."),
        ("30 Feb", "There is no 30 February"),
        ("Mon 3 March 2026", "3 March 2026 is a Tuesday, not a Monday."),
    ],
)
def test_a_day_of_evidence_that_is_misspelt_or_does_not_exist_is_no_part_of_its_reference(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, day: str, words: str
) -> None:
    at(monkeypatch, "2026-11-30T12:00Z")

    said = levelbook("answer", "1.1", "--level", "2", "--evidence", f"documented=wiki@{day}")

    assert (said.code, words in said.err) == (2, True)


def test_what_a_colleague_in_the_east_saw_tomorrow_is_said_to_count_from_then(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_zone(folder, "America/Los_Angeles")
    at(monkeypatch, "2026-11-30T06:30Z")  # 22:30 on 29 November

    said = levelbook("answer", "1.1", "--level", "2", "--evidence", "documented=RA-1@2026-11-30").out

    assert "RA-1, seen on 30 November; until that day it counts as asserted" in said


def test_what_is_said_to_have_happened_on_a_day_that_is_still_to_come_is_told(levelbook: Type, folder: Path) -> None:
    levelbook("-C", str(folder), "answer", "1.1", "--level", "2", "--evidence", "tested=the log", "--step", "Ask Tom")
    levelbook("-C", str(folder), "answer", "1.1", "--step-number", "1", "--done", "today")
    assert "in the future" not in levelbook("-C", str(folder), "check").out
    path = folder / "answers.toml"
    text = path.read_text("utf-8")
    for key in ("done_on", "seen_on", "answered_at", "confirmed_at"):
        text = re.sub(rf"^{key} = \d{{4}}", f"{key} = 2999", text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")

    told = [line for line in levelbook("-C", str(folder), "check").out.splitlines() if "in the future" in line]

    assert [line.partition(" on ")[0] for line in told] == [
        f"note: {path.relative_to(Path.cwd())}: data.backups: {what}"
        for what in ("Step 1, “Ask Tom”, was done", "“the log” was seen", "This was answered", "This was confirmed")
    ]


def test_what_happened_tomorrow_is_another_time_zones(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795867200")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "2", "--evidence", "tested=the log")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795867200 - 86_400))

    assert "in the future" not in levelbook("-C", str(folder), "check").out

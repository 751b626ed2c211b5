"""The one place where "now" comes from, and by which time zone a day is counted. All else takes both as arguments."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Final

from levelbook.core.errors import LONGEST_NAME, UsedWrongly
from levelbook.core.text.cleaning import spoken_day

FIRST_DAY: Final = date(2020, 1, 1)
"""A day before every book."""


def now() -> datetime:
    """The present moment in UTC, to the second. `SOURCE_DATE_EPOCH` (seconds since 1970) sets it.

    Raises UsedWrongly when that variable holds no such number, or the year is the first or the last of the calendar.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed:
        try:
            return _with_days_around(datetime.fromtimestamp(int(fixed), UTC))
        except (ValueError, OverflowError, OSError):
            raise UsedWrongly(
                f"SOURCE_DATE_EPOCH is “{fixed}”, which is not a time that days can be counted from.",
                remedy="Unset it, or give whole seconds since 1970.",
            ) from None
    try:
        return _with_days_around(datetime.now(UTC).replace(microsecond=0))
    except ValueError as no_days:
        raise UsedWrongly(f"The clock of this machine is wrong: {no_days}.", remedy="Set it right.") from None


def _with_days_around(moment: datetime) -> datetime:
    """Return a moment unless “tomorrow”, or its day in another time zone, may be no day. Raises ValueError."""
    if not date.min.year < moment.year < date.max.year:
        raise ValueError(f"it says that this is the year {moment.year}")
    return moment


def today() -> date:
    """The present UTC day."""
    return now().date()


def doubt(day: date) -> str:
    """Doubt a present day on which there was no levelbook, as on a machine whose clock was reset; empty otherwise."""
    if day >= FIRST_DAY:
        return ""
    # A nix shell sets it to the first day of 1980, also for whoever only works in one.
    why = " SOURCE_DATE_EPOCH sets it: unset that." if os.environ.get("SOURCE_DATE_EPOCH") else ""
    return f"The clock says {spoken_day(day)}, when there was no levelbook yet: is the clock right?{why}"


def zone(name: str) -> tzinfo:
    """The IANA time zone of that name; UTC for an empty one. Raises ValueError with a sentence.

    The names are those of the tzdata package, so that they are the same on every machine: a system may have none, and
    some know more, such as `localtime`, or do not mind capitals.
    """
    if name in ("", "UTC"):
        return UTC
    if name not in _zone_names():
        meant = _meant(name)
        hint = f"did you mean {meant}?" if meant else "such a name is Europe/Berlin."
        told = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        raise ValueError(f"“{told}” is not a time zone of the IANA database; {hint}")
    from zoneinfo import ZoneInfo  # 3 ms, which a book that counts by UTC does without

    return ZoneInfo(name)


def zone_of_machine(system: Path = Path("/etc")) -> str:
    """The IANA name of the time zone that this machine is set to; empty where it has no such name.

    system: the folder that holds `localtime` and `timezone`.
    """
    if set_for_the_process := os.environ.get("TZ", ""):
        return _known(set_for_the_process.removeprefix(":"))
    try:
        if linked := _known(str((system / "localtime").readlink())):
            return linked
    except OSError:  # it may be a copy
        pass
    try:
        return _known((system / "timezone").read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return ""


def _known(said: str) -> str:
    """A name, also at the end of a path into the database, where it is one; else empty."""
    name = said.rpartition("zoneinfo/")[2]
    return name if name in _zone_names() else ""


@cache
def _zone_names() -> frozenset[str]:
    from importlib import resources  # 8 ms, which a book that counts by UTC does without

    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def _meant(name: str) -> str | None:
    """The zone that was probably meant: of the same city, or spelt nearly so."""
    from difflib import get_close_matches  # 1 ms, for which only somebody who misspelt a zone waits

    wanted = name.strip().replace(" ", "_").casefold()
    names = {known.casefold(): known for known in sorted(_zone_names())}
    cities = [known for known in names if known.rpartition("/")[2] == wanted]
    near = [wanted] if wanted in names else cities or get_close_matches(wanted[:60], names, n=1)
    return names[near[0]] if near else None

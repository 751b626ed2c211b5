#!/usr/bin/env bash
# ics writes into every calendar that it read without a scale that its scale is GEORGIAN, and other readers refuse it.
#
# Version:  ics 0.7.3; icalendar 7.3.2 with recurring-ical-events 3.8.2 reads the result.
# Expected: the calendar as it was. RFC 5545 (section 3.7.1) has one scale, GREGORIAN, which holds where CALSCALE is
#           missing. The README says that ics outputs compliant calendars.
# Seen:     CALSCALE:GEORGIAN is added to a calendar that was read and written, its own as well. icalendar reads past
#           it; recurring-ical-events refuses the file, since it knows no other scale than the Gregorian. A calendar
#           that says GREGORIAN keeps that. ics's issue 302 is about this, and was closed for a version 0.8.
# Output:   CALSCALE:GEORGIAN; InvalidCalendar: Only Gregorian calendars are supported.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2 recurring-ical-events==3.8.2

venv/bin/python - <<'PY'
import icalendar
import ics
import recurring_ical_events

made = ics.Calendar(events=[ics.Event(name="Next round", begin="2026-11-30 09:00:00", uid="round@example.org")])
first = made.serialize()
again = ics.Calendar(first).serialize()
print([line for line in again.splitlines() if line.startswith("CALSCALE")])
assert "CALSCALE" not in first, first
assert "CALSCALE:GEORGIAN" in again.splitlines(), again
named = first.replace("VERSION:2.0\r\n", "VERSION:2.0\r\nCALSCALE:GREGORIAN\r\n")
assert "CALSCALE:GREGORIAN" in ics.Calendar(named).serialize().splitlines()


def events(text):
    return len(recurring_ical_events.of(icalendar.Calendar.from_ical(text)).at((2026, 11, 30)))


assert events(first) == 1
try:
    events(again)
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
    assert "Gregorian" in str(error), error
else:
    raise SystemExit("recurring-ical-events reads it now")
PY

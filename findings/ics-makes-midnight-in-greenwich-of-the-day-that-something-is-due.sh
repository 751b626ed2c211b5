#!/usr/bin/env bash
# ics writes the day on which something is due as midnight in Greenwich, and a weekly meeting moves by an hour in
# spring.
#
# Version:  ics 0.7.3; icalendar 7.3.2 with recurring-ical-events 3.8.2 reads before and after.
# Expected: what was read. The README calls ics a parser for RFC 5545 that outputs compliant calendars. In RFC 5545 DUE
#           may be a DATE (3.8.2.3), which is that day wherever somebody is, and a recurrence is counted in the local
#           time of its start (3.3.10). Of an event, ics keeps a whole day as a whole day.
# Seen:     a todo's DUE;VALUE=DATE is written as a time at 00:00 UTC: in Chicago the step is due on the day before. A
#           start with TZID is written in UTC while RRULE stays as it is, so a meeting at nine in Berlin is at ten once
#           summer time begins there. Reading and writing is enough.
# Output:   DUE;VALUE=DATE:20261130 -> DUE:20261130T000000Z; 5 April 2027 at 09:00 -> 10:00 in Berlin
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2 recurring-ical-events==3.8.2 \
    tzdata==2026.6

venv/bin/python - <<'PY'
import datetime
import zoneinfo

import icalendar
import ics
import recurring_ical_events

LINES = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
CALSCALE:GREGORIAN
BEGIN:VTODO
UID:step@example.org
DTSTAMP:20261101T100000Z
DUE;VALUE=DATE:20261130
SUMMARY:Rehearse a restore
END:VTODO
BEGIN:VEVENT
UID:round@example.org
DTSTAMP:20261101T100000Z
DTSTART;TZID=Europe/Berlin:20270104T090000
DTEND;TZID=Europe/Berlin:20270104T100000
RRULE:FREQ=WEEKLY
SUMMARY:Review
END:VEVENT
BEGIN:VEVENT
UID:day@example.org
DTSTAMP:20261101T100000Z
DTSTART;VALUE=DATE:20261130
SUMMARY:Next round
END:VEVENT
END:VCALENDAR
"""
BERLIN, CHICAGO = zoneinfo.ZoneInfo("Europe/Berlin"), zoneinfo.ZoneInfo("America/Chicago")


def facts(text):
    calendar = icalendar.Calendar.from_ical(text)
    due = calendar.walk("VTODO")[0]["DUE"].dt
    [meeting] = [
        event["DTSTART"].dt.astimezone(BERLIN)
        for event in recurring_ical_events.of(calendar).at((2027, 4, 5))
        if event["UID"] == "round@example.org"
    ]
    [whole] = [event["DTSTART"].dt for event in calendar.walk("VEVENT") if event["UID"] == "day@example.org"]
    return due, meeting.strftime("%H:%M"), whole


before = LINES.replace("\n", "\r\n")
after = ics.Calendar(before).serialize()
print("\n".join(line for line in after.splitlines() if line.startswith(("DUE", "DTSTART", "RRULE"))))
print(*facts(before), sep=", ")
print(*facts(after), sep=", ")
assert facts(before) == (datetime.date(2026, 11, 30), "09:00", datetime.date(2026, 11, 30))
due, meeting, whole = facts(after)
assert due == datetime.datetime(2026, 11, 30, tzinfo=datetime.timezone.utc), due
assert due.astimezone(CHICAGO).date() == datetime.date(2026, 11, 29)
assert meeting == "10:00", meeting
assert whole == datetime.date(2026, 11, 30), whole
PY

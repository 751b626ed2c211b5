#!/usr/bin/env bash
# icalevents finds what happens on 30 November when it is asked for December.
#
# Version:  icalevents 0.3.1; recurring-ical-events 3.8.2 for comparison.
# Expected: what happens on 1 December alone. In RFC 5545 (3.6.1) the end of an event is not part of it, and an event
#           for a whole day ends on the day after: 30 November has DTEND 1 December. icalevents returns the events
#           between a start and an end.
# Seen:     an event whose end is the very start of the period is returned as well, whether it lasts a day or an hour
#           before midnight. The same event without DTEND, which RFC 5545 gives the same length, is not. So what is due
#           at the end of a month or quarter is counted in the next one, too, or not, as the program that wrote it
#           pleased.
# Output:   icalevents: due, call, review; recurring-ical-events: review
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalevents==0.3.1 recurring-ical-events==3.8.2

venv/bin/python - <<'PY'
from datetime import date

import icalendar
import recurring_ical_events
from icalevents.icalevents import events

EVENTS = {
    "due": ["DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201"],
    "due, without an end": ["DTSTART;VALUE=DATE:20261130"],
    "call": ["DTSTART:20261130T230000Z", "DTEND:20261201T000000Z"],
    "review": ["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"],
}
lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
for number, (name, days) in enumerate(EVENTS.items()):
    summary = name.replace(",", "\\,")
    lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTAMP:20261101T000000Z", *days, f"SUMMARY:{summary}"]
    lines += ["END:VEVENT"]
source = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()

found = [event.summary for event in events(string_content=source, start=date(2026, 12, 1), end=date(2026, 12, 31))]
calendar = icalendar.Calendar.from_ical(source)
between = recurring_ical_events.of(calendar).between(date(2026, 12, 1), date(2027, 1, 1))
other = [str(event["SUMMARY"]) for event in between]
print("icalevents", found, "recurring-ical-events", other)
assert sorted(found) == ["call", "due", "review"]
assert other == ["review"]
PY

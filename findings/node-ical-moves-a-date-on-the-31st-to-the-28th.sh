#!/usr/bin/env bash
# node-ical moves what repeats every three months from the 31st to the 28th, and ical.js moves 29 February to 1 March.
#
# Version:  node-ical 0.26.1 with rrule-temporal 1.6.0, ical.js 2.2.1; icalendar 7.3.2 with recurring-ical-events 3.8.2
#           for comparison.
# Expected: RFC 5545 (section 3.3.10): an instance with a date that does not exist, such as 30 February, MUST be ignored
#           and MUST NOT be counted. Every three months from 31 August is then 31 May and 31 August, and every year from
#           29 February is every fourth.
# Seen:     node-ical gives 30 November, 28 February, and from then on the 28th, a day that nobody named, also in months
#           that have a 31st. It makes 28 February of 29 February, and ical.js makes 1 March of it.
# Output:   node-ical: 2026-08-31, 2026-11-30, 2027-02-28, 2027-05-28, 2027-08-28
#           others:    2026-08-31, 2027-05-31, 2027-08-31, 2028-05-31, 2028-08-31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 recurring-ical-events==3.8.2
npm install --silent --no-audit --no-fund node-ical@0.26.1 rrule-temporal@1.6.0 ical.js@2.2.1

cat >dates.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync("round.ics", "utf8");
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
const iterator = event.iterator();
const byIcalJs = [];
for (let next; (next = iterator.next());) byIcalJs.push(next.toString());
const parsed = Object.values(nodeIcal.sync.parseICS(text)).find((part) => part.type === "VEVENT");
const byNodeIcal = parsed.rrule.all().map((date) => date.toISOString().slice(0, 10));
console.log(JSON.stringify({ "node-ical": byNodeIcal, "ical.js": byIcalJs }));
JS

venv/bin/python - <<'PY'
import json
import pathlib
import subprocess

import icalendar
import recurring_ical_events


def dates(start, rule):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VEVENT", "UID:round@example.org"]
    lines += ["DTSTAMP:20260801T100000Z", f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}", "SUMMARY:Next round"]
    text = "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])
    pathlib.Path("round.ics").write_text(text, newline="")
    seen = json.loads(subprocess.run(["node", "dates.mjs"], capture_output=True, text=True, check=True).stdout)
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2024, 1, 1), (2040, 1, 1))
    seen["recurring-ical-events"] = sorted(str(event.start) for event in events)
    for name, found in seen.items():
        print(f"{name}:", *found)
    return seen


quarters = dates("20260831", "FREQ=MONTHLY;INTERVAL=3;COUNT=5")
RIGHT = ["2026-08-31", "2027-05-31", "2027-08-31", "2028-05-31", "2028-08-31"]
assert quarters["ical.js"] == quarters["recurring-ical-events"] == RIGHT, quarters
assert quarters["node-ical"] == ["2026-08-31", "2026-11-30", "2027-02-28", "2027-05-28", "2027-08-28"], quarters

years = dates("20240229", "FREQ=YEARLY;COUNT=3")
assert years["recurring-ical-events"] == ["2024-02-29", "2028-02-29", "2032-02-29"], years
assert years["node-ical"] == ["2024-02-29", "2025-02-28", "2026-02-28"], years
assert years["ical.js"] == ["2024-02-29", "2025-03-01", "2026-03-01"], years
PY

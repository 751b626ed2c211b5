#!/usr/bin/env bash
# ts-ics repeats what is due on the last day of a month on the last day but one.
#
# Version:  ts-ics 2.4.6; rrule 2.8.1 for comparison.
# Expected: 31 January, 28 February, 31 March. In RFC 5545 (3.3.10) BYMONTHDAY=-1 is the last day of a month, and
#           BYSETPOS=-1 the last of a set: with BYDAY=MO,TU,WE,TH,FR the last working day. ts-ics reads such rules, and
#           extendByRecurrenceRule says that it gives their days.
# Seen:     a day that is counted from the end is one too early: 30 January, 27 February, 30 March, and the last working
#           day is the last but one. Days counted from the front are right, and so is the last Friday (BYDAY=-1FR). A
#           report that is due at the end of each month is shown on the day before.
# Output:   ts-ics 2026-01-30, 2026-02-27, 2026-03-30; rrule 2026-01-31, 2026-02-28, 2026-03-31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
npm install --silent --no-audit --no-fund ts-ics@2.4.6 rrule@2.8.1

cat >days.mjs <<'JS'
import assert from "node:assert";
import rrule from "rrule";
import ics from "ts-ics";

const start = new Date("2026-01-01T00:00:00Z");
const day = (date) => date.toISOString().slice(0, 10);

function days(rule) {
  const options = { start, end: new Date("2026-12-31T00:00:00Z") };
  const read = ics.convertIcsRecurrenceRule(undefined, { value: rule });
  const other = new rrule.RRule({ ...rrule.RRule.parseString(rule), dtstart: start, count: 3 });
  return {
    "ts-ics": ics.extendByRecurrenceRule(read, options).slice(0, 3).map(day),
    rrule: other.all().map(day),
  };
}

const expected = {
  "FREQ=MONTHLY;BYMONTHDAY=-1": ["2026-01-31", "2026-02-28", "2026-03-31"],
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": ["2026-01-30", "2026-02-27", "2026-03-31"],
  "FREQ=MONTHLY;BYMONTHDAY=15": ["2026-01-15", "2026-02-15", "2026-03-15"],
  "FREQ=MONTHLY;BYDAY=-1FR": ["2026-01-30", "2026-02-27", "2026-03-27"],
};
const seen = {};
for (const [rule, right] of Object.entries(expected)) {
  const found = days(rule);
  console.log(rule, found);
  assert.deepStrictEqual(found.rrule, right);
  seen[rule] = found["ts-ics"];
}
assert.deepStrictEqual(seen, {
  ...expected,
  "FREQ=MONTHLY;BYMONTHDAY=-1": ["2026-01-30", "2026-02-27", "2026-03-30"],
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": ["2026-01-29", "2026-02-26", "2026-03-30"],
});
JS
node days.mjs

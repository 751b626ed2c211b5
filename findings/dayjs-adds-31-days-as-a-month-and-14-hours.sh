#!/usr/bin/env bash
# Day.js adds a duration of 31 days to 31 January and is at 28 February, and takes a week off in the wrong direction.
#
# Version:  Day.js 1.11.23; luxon 3.7.2 for comparison.
# Expected: 3 March, and P31D and P12W or P84D in JSON. The documentation says that a duration is made of an amount and
#           a unit, 31 and "days", and that a date can be added to one. 31 days are 31 days, whichever month they begin
#           in. By ISO 8601-2 a minus in front of P turns the direction, and Day.js writes it there itself.
# Seen:     the amount is turned into years of 365 days, months of 365/12 days and what is left: 31 days are P1MT14H,
#           and 12 weeks P2M23DT4H. These parts are what is added and what JSON.stringify writes, so the month is a real
#           one then, and hours appear where only days were meant. "P31D" as a text is left alone. Of "-P7D" the minus
#           is dropped. Day.js's issues 1683 and 1516 are about the two.
# Output:   31 January + 31 days: 2026-02-28; 12 weeks: "P2M23DT4H"; 28 November + -P7D: 2026-12-05
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
npm install --silent --no-audit --no-fund dayjs@1.11.23 luxon@3.7.2

cat >days.cjs <<'JS'
const assert = require("node:assert");
const { DateTime, Duration } = require("luxon");
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/duration"));

const written = (day) => day.format("YYYY-MM-DD");
const january = dayjs("2026-01-31");
const seen = {
  number: written(january.add(dayjs.duration(31, "days"))),
  text: written(january.add(dayjs.duration("P31D"))),
  json: [dayjs.duration(31, "days"), dayjs.duration(12, "weeks")].map((length) => JSON.stringify(length)),
  back: written(dayjs("2026-11-28").add(dayjs.duration("-P7D"))),
};
const luxon = {
  number: DateTime.fromISO("2026-01-31").plus(Duration.fromObject({ days: 31 })).toISODate(),
  json: [{ days: 31 }, { weeks: 12 }].map((length) => JSON.stringify(Duration.fromObject(length))),
  back: DateTime.fromISO("2026-11-28").plus(Duration.fromISO("-P7D")).toISODate(),
};
console.log(seen, luxon);
assert.deepStrictEqual(luxon, { number: "2026-03-03", json: ['"P31D"', '"P12W"'], back: "2026-11-21" });
assert.deepStrictEqual(seen, {
  number: "2026-02-28",
  text: "2026-03-03",
  json: ['"P1MT14H"', '"P2M23DT4H"'],
  back: "2026-12-05",
});
JS
node days.cjs

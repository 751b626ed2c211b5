#!/usr/bin/env bash
# date-fns adds a quarter to 31 January and then finds no quarter between the two days.
#
# Version:  date-fns 4.4.0; luxon 3.7.2 and Day.js 1.11.23 for comparison.
# Expected: 1 quarter, and 1 to 6 months for 1 to 6 months that were added. The documentation of addQuarters and
#           addMonths says that the number is added; that of differenceInMonths says that full months are counted, and
#           30 April is where three months from 31 January end.
# Seen:     a month that ends on a shorter month's last day is not full, so 30 April is two months and no quarter after
#           31 January, and intervalToDuration says 2 months and 30 days. The end of February alone counts as full: one
#           month after 31 January there is one. So 1, 2, 3, 4, 5 and 6 months from 31 January are 1, 2, 2, 4, 4 and 6.
#           Quarterly reviews that began on 31 January are counted one too low on 30 April. date-fns's issue 1887 is
#           about months.
# Output:   date-fns 1,2,2,4,4,6 months and 0 quarters; luxon and Day.js 1,2,3,4,5,6 and 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
npm install --silent --no-audit --no-fund date-fns@4.4.0 luxon@3.7.2 dayjs@1.11.23

cat >months.cjs <<'JS'
const assert = require("node:assert");
const { addMonths, addQuarters, differenceInMonths, differenceInQuarters, intervalToDuration } = require("date-fns");
const { DateTime } = require("luxon");
const dayjs = require("dayjs");
dayjs.extend(require("dayjs/plugin/quarterOfYear"));

const counts = [1, 2, 3, 4, 5, 6];
const start = new Date(2026, 0, 31);
const moment = DateTime.fromJSDate(start);
const day = dayjs(start);
const months = {
  "date-fns": counts.map((count) => differenceInMonths(addMonths(start, count), start)),
  luxon: counts.map((count) => moment.plus({ months: count }).diff(moment, "months").months),
  "Day.js": counts.map((count) => day.add(count, "month").diff(day, "month")),
};
const quarters = {
  "date-fns": differenceInQuarters(addQuarters(start, 1), start),
  luxon: moment.plus({ quarters: 1 }).diff(moment, "quarters").quarters,
  "Day.js": day.add(1, "quarter").diff(day, "quarter"),
};
const spoken = intervalToDuration({ start, end: addMonths(start, 3) });
console.log(months, quarters, spoken);
assert.deepStrictEqual(months.luxon, counts);
assert.deepStrictEqual(months["Day.js"], counts);
assert.deepStrictEqual(months["date-fns"], [1, 2, 2, 4, 4, 6]);
assert.deepStrictEqual(quarters, { "date-fns": 0, luxon: 1, "Day.js": 1 });
assert.deepStrictEqual(spoken, { months: 2, days: 30 });
JS
node months.cjs

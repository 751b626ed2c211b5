#!/usr/bin/env bash
# pendulum counts a month from 2 March to 1 April, and a day plus the way to another day is a third day.
#
# Version:  pendulum 3.3.0; python-dateutil 2.9.0.post0 for comparison.
# Expected: 30 days, as from 2 March to 31 March it is 29, and a whole month ends on 2 April. The documentation says
#           that an Interval is the difference between two dates, knows both of them, and is also a timedelta; of
#           Python's own days it is true that a + (b - a) is b.
# Seen:     "1 month", and in_months() is 1, while in_days() is 30. Added to 2 March the interval leads to 2 April. It
#           is the same from any day but the first to the day before it in April, June, September or November, and from
#           January to February: what is 28 to 30 days old is a month old. pendulum's issue 606 is about in_months().
# Output:   1 month, 2026-04-02; dateutil +30 days; of 2,920 steps of up to 120 days within a year 344 lead elsewhere
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pendulum==3.3.0 python-dateutil==2.9.0.post0

venv/bin/python - <<'PY'
from datetime import date, timedelta

import pendulum
from dateutil.relativedelta import relativedelta

start, end = pendulum.date(2026, 3, 2), pendulum.date(2026, 4, 1)
way = end - start
other = relativedelta(date(2026, 4, 1), date(2026, 3, 2))
print(way.in_words(), way.in_months(), way.in_days(), start + way, other)
assert (way.in_words(), way.in_months(), way.in_days()) == ("1 month", 1, 30)
assert start + way == pendulum.date(2026, 4, 2)
assert other == relativedelta(days=30)

steps = elsewhere = 0
for number in range(365):
    for days in 7, 30, 45, 59, 60, 90, 91, 120:
        plain = date(2026, 1, 1) + timedelta(number)
        first = pendulum.date(plain.year, plain.month, plain.day)
        last = first.add(days=days)
        later = plain + timedelta(days)
        assert plain + relativedelta(later, plain) == later
        steps += 1
        elsewhere += first + (last - first) != last
print(steps, elsewhere)
assert (steps, elsewhere) == (2920, 344)
PY

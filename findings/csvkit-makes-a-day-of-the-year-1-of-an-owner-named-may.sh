#!/usr/bin/env bash
# csvkit turns a column of owners named May, June and April into days of the year 1.
#
# Version:  csvkit 2.2.0 with agate 1.14.2 and parsedatetime 2.6.
# Expected: the names. csvsort sorts a CSV file, so it prints the cells that it was given, in another order. Types are
#           inferred for that, but the name of a month alone names no day, so it is no date.
# Seen:     a column in which every cell is a month or a weekday is one of dates: May is 0001-05-01 and Friday is
#           0001-01-05. Effort goes the same way: 3w becomes "21 days, 0:00:00", and 50% becomes 50. csvsort, csvjoin,
#           csvlook, csvjson and csvsql do it, without a warning. One owner with another name, and all of them stay
#           text, so it happens to the short file and not to the long one. The way out is --no-inference.
# Output:   0001-05-01, 0001-06-01, 0001-04-01; "21 days, 0:00:00"; 50
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 parsedatetime==2.6

cat >steps.csv <<'CSV'
practice,owner,due,effort,done
data.backups,May,Friday,3w,50%
data.keys,June,Monday,2d,75%
data.logs,April,Sunday,1w,0%
CSV
sed 's/April/Priya/' steps.csv >longer.csv
venv/bin/csvsort --columns practice steps.csv | tee sorted.csv
grep -qx 'data.backups,0001-05-01,0001-01-05,"21 days, 0:00:00",50' sorted.csv
venv/bin/csvsort --columns practice longer.csv | tee sorted.csv
grep -qx 'data.backups,May,0001-01-05,"21 days, 0:00:00",50' sorted.csv
venv/bin/csvsort --no-inference --columns practice steps.csv | cmp - steps.csv

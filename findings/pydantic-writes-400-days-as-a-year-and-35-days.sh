#!/usr/bin/env bash
# pydantic writes a duration of 400 days as one year and 35 days, which other readers count differently.
#
# Version:  pydantic 2.14.4, pydantic_core 2.50.5; isodate 0.7.2 reads the result.
# Expected: a timedelta has days and seconds and no years, so its ISO 8601 form would be P400D. The documentation
#           (ser_json_timedelta) only says that timedeltas become ISO 8601 durations.
# Seen:     every 365 days become a year. pydantic reads that back as 365 days; a reader that counts in the calendar
#           adds a year, and a year from 1 March 2027 has 366 days. Seven days stay P7D.
# Output:   P1Y35D; from 2027-03-01 it leads to 2028-04-05 with isodate and to 2028-04-04 with a timedelta
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 pydantic_core==2.50.5 isodate==0.7.2

venv/bin/python - <<'PY'
import datetime

import isodate
from pydantic import TypeAdapter

duration = datetime.timedelta(days=400)
adapter = TypeAdapter(datetime.timedelta)
written = adapter.dump_python(duration, mode="json")
print(written)
assert written == "P1Y35D", written
assert adapter.validate_python(written) == duration
assert adapter.dump_python(datetime.timedelta(days=7), mode="json") == "P7D"

start = datetime.date(2027, 3, 1)
there, meant = start + isodate.parse_duration(written), start + duration
print("isodate:", there, "timedelta:", meant)
assert (there - meant).days == 1, (there, meant)
PY

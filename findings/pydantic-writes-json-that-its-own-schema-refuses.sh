#!/usr/bin/env bash
# The JSON that pydantic writes does not always pass the JSON Schema that pydantic writes.
#
# Version:  pydantic 2.14.4, pydantic_core 2.50.5; jsonschema-rs 0.61.2 judges, with formats.
# Expected: the documentation of JSON Schema describes the serialization mode as the schema of what is written.
# Seen:     a naive datetime has the format date-time and is written without an offset, which RFC 3339 requires; a time
#           likewise. A negative timedelta has the format duration and is written with a sign, which the grammar of RFC
#           3339 (appendix A) does not have.
# Output:   2026-11-28T10:00:00 is no date-time, 10:00:00 is no time, -P1D is no duration
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 pydantic_core==2.50.5 jsonschema-rs==0.61.2

venv/bin/python - <<'PY'
import datetime

import jsonschema_rs
from pydantic import TypeAdapter

for kind, value in [
    (datetime.datetime, datetime.datetime(2026, 11, 28, 10)),
    (datetime.time, datetime.time(10)),
    (datetime.timedelta, datetime.timedelta(days=-1)),
]:
    adapter = TypeAdapter(kind)
    schema = adapter.json_schema(mode="serialization")
    written = adapter.dump_python(value, mode="json")
    valid = jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(written)
    print(schema["format"], written, "valid" if valid else "refused")
    assert not valid
    assert adapter.validate_python(written) == value

aware = TypeAdapter(datetime.datetime)
written = aware.dump_python(datetime.datetime(2026, 11, 28, 10, tzinfo=datetime.UTC), mode="json")
assert jsonschema_rs.validator_for(aware.json_schema(), validate_formats=True).is_valid(written)
PY

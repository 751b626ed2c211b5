#!/usr/bin/env bash
# stix2 refuses a timestamp with nanoseconds, which STIX allows.
#
# Version:  stix2 3.0.2.
# Expected: an object. By STIX 2.1 (section 2.16, timestamp) a timestamp is an RFC 3339 time with a Z, and may have any
#           number of digits of a second; programs in Go and Rust write nine.
# Seen:     six digits are read, seven are an invalid value, and the error says that the text is in no recognizable
#           format.
# Output:   Invalid value for Identity 'created': must be a datetime object, date object, or timestamp string in a ...
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check stix2==3.0.2

venv/bin/python - <<'PY'
import stix2


def identity(created):
    return stix2.parse(
        {
            "type": "identity",
            "spec_version": "2.1",
            "id": "identity--2eb8aa08-aa98-41ea-b4aa-73b441d16380",
            "created": created,
            "modified": "2026-11-28T11:00:00Z",
            "name": "Team A",
        }
    )


print(identity("2026-11-28T10:00:00.123456Z").created)
try:
    raise SystemExit(identity("2026-11-28T10:00:00.123456789Z").created)
except stix2.exceptions.InvalidValueError as error:
    print(error)
    assert "recognizable format" in str(error)
PY

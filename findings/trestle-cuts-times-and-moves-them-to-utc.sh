#!/usr/bin/env bash
# compliance-trestle writes a time with three digits of a second and in UTC, whatever it read.
#
# Version:  compliance-trestle 5.2.0, pydantic 2.14.4.
# Expected: the same point in time. OSCAL's datatype date-time-with-timezone takes any number of digits after the
#           second, and any offset.
# Seen:     microseconds are cut off, so a document that was only read and written has another last-modified than the
#           original, and the offset of its author is gone.
# Output:   2026-11-28T10:00:00.123999+02:00 -> 2026-11-28T08:00:00.123+00:00
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-trestle==5.2.0 pydantic==2.14.4

venv/bin/python -W ignore - <<'PY'
import json
import pathlib

from trestle.oscal.catalog import Catalog

WRITTEN = "2026-11-28T10:00:00.123999+02:00"
metadata = {"title": "T", "last-modified": WRITTEN, "version": "1", "oscal-version": "1.1.3"}
path = pathlib.Path("catalog.json")
path.write_text(json.dumps({"catalog": {"uuid": "2eb8aa08-aa98-41ea-b4aa-73b441d16380", "metadata": metadata}}))
after = json.loads(Catalog.oscal_read(path).oscal_serialize_json())["catalog"]["metadata"]["last-modified"]
print(WRITTEN, "->", after)
assert after == "2026-11-28T08:00:00.123+00:00", after
PY

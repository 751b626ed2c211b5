#!/usr/bin/env bash
# Three validators of TOML by a JSON Schema disagree on whether a day is a text and 1.0 a whole number.
#
# Version:  check-jsonschema 0.39.0, taplo 0.9.3, tombi 1.9.6 (all from PyPI).
# Expected: one verdict, or a schema in which it can be said. JSON Schema has no type for a day, so a schema for a TOML
#           file says "string", most often with a format. By its validation specification (draft 7, 6.1.1) 1.0 is an
#           integer, while TOML tells floats from integers.
# Seen:     for tombi a day is no string unless there is a format next to it; for the others it always is. A local time
#           has the format "time" or "date-time" for check-jsonschema, and not for the others, which take "time-local"
#           and "date-time-local". 1.0 is no integer for tombi alone, and inf no number for taplo alone. So a file that
#           an editor with tombi marks passes in a check before the commit, or the other way round.
# Output:   a day as string: valid, valid, invalid; a local time as time: valid, invalid, invalid
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check check-jsonschema==0.39.0 taplo==0.9.3 tombi==1.9.6

venv/bin/python - <<'PY'
import json
import subprocess
from pathlib import Path

SEEN = [
    ("2026-11-28", {"type": "string"}, "valid valid invalid"),
    ("2026-11-28", {"type": "string", "format": "date"}, "valid valid valid"),
    ("07:30:00", {"type": "string", "format": "time"}, "valid invalid invalid"),
    ("07:30:00", {"type": "string", "format": "time-local"}, "valid valid valid"),
    ("2026-11-28T10:00:00", {"type": "string", "format": "date-time"}, "valid invalid invalid"),
    ("1.0", {"type": "integer"}, "valid valid invalid"),
    ("inf", {"type": "number"}, "valid invalid valid"),
]
schema, document = Path("schema.json").resolve(), Path("document.toml")
commands = [
    ["check-jsonschema", "--schemafile", schema.name, document.name],
    ["taplo", "lint", "--schema", schema.as_uri(), document.name],
    ["tombi", "lint", "--offline", document.name],
]
for value, rule, verdicts in SEEN:
    draft = "http://json-schema.org/draft-07/schema#"
    schema.write_text(json.dumps({"$schema": draft, "type": "object", "properties": {"value": rule}}))
    document.write_text(f"#:schema ./{schema.name}\nvalue = {value}\n")
    codes = [subprocess.run([f"venv/bin/{name}", *rest], capture_output=True).returncode for name, *rest in commands]
    found = " ".join("invalid" if code else "valid" for code in codes)
    print(value, json.dumps(rule), "->", found)
    assert found == verdicts
PY

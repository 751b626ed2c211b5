#!/usr/bin/env bash
# Typst reads a TOML time with an offset as a dictionary with a private key.
#
# Version:  typst 0.15.2 (the Python package of the compiler).
# Expected: a datetime. The documentation of toml says that TOML dates become Typst datetimes, and a local date does.
# Seen:     a time with an offset, or with a fraction of a second, becomes a dictionary whose one key is
#           $__toml_private_datetime. Laying it out or asking for its year fails far from the file.
# Output:   ("$__toml_private_datetime": "2026-11-28T10:00:00+02:00")
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check typst==0.15.2

venv/bin/python - <<'PY'
import json
import pathlib

import typst

pathlib.Path("dates.toml").write_text(
    "day = 2026-11-28\nsealed = 2026-11-28T10:00:00+02:00\nsaved = 2026-11-28T10:00:00.5\n"
)
pathlib.Path("page.typ").write_text(
    '#metadata(toml("dates.toml").pairs().map(((key, value)) => (key, str(type(value)), repr(value)))) <seen>'
)
rows = json.loads(typst.query("page.typ", "<seen>", field="value", one=True))
seen = {key: (kind, value) for key, kind, value in rows}
for key, value in seen.items():
    print(key, *value)
assert seen["day"][0] == "datetime"
for key in "sealed", "saved":
    assert seen[key][0] == "dictionary" and "$__toml_private_datetime" in seen[key][1], seen[key]
PY

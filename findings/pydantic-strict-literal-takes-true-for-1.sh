#!/usr/bin/env bash
# A strict Literal of pydantic takes true for 1.
#
# Version:  pydantic 2.14.4, pydantic_core 2.50.5.
# Expected: by the documentation of strict mode no value is converted, and a strict int refuses True. A Literal[0, 1, 2]
#           is an int with three values, as its JSON Schema says, and JSON Schema keeps true and 1 apart.
# Seen:     True and 1.0 are accepted, also in strict mode, and come out as the integer 1. In JSON, true is taken as
#           well.
# Output:   int refuses True; Literal[0, 1, 2] makes 1 of True and of 1.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 pydantic_core==2.50.5

venv/bin/python - <<'PY'
from typing import Literal

from pydantic import TypeAdapter, ValidationError

level = TypeAdapter(Literal[0, 1, 2])
number = TypeAdapter(int)

for given in True, 1.0:
    try:
        number.validate_python(given, strict=True)
        raise SystemExit(f"a strict int takes {given!r}")
    except ValidationError:
        pass
    made = level.validate_python(given, strict=True)
    print(repr(given), "->", repr(made))
    assert made == 1 and type(made) is int

from_json = level.validate_json("true", strict=True)
print("JSON true ->", repr(from_json))
assert type(from_json) is int
PY

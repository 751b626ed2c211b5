#!/usr/bin/env bash
# The Python validator calls a schema invalid for a pattern that JSON Schema recommends.
#
# Version:  jsonschema 4.26.0; jsonschema-rs 0.61.2 judges.
# Expected: a valid schema. By JSON Schema 2020-12 (core, 6.4) a pattern should be an ECMA-262 regular expression with
#           Unicode, which has \p{L} for letters; the schemas of OSCAL use it for every identifier.
# Seen:     the pattern goes to Python's re module, which has no \p. check_schema says that it is no regex, and a
#           validation that skips the check ends in re.error instead of an answer.
# Output:   SchemaError: ... is not a 'regex', and re.error: bad escape \p at position 2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 jsonschema-rs==0.61.2

venv/bin/python - <<'PY'
import re

import jsonschema
import jsonschema_rs

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "string",
    "pattern": r"^[\p{L}_][\p{L}\p{N}.\-_]*$",
}
assert jsonschema_rs.meta.is_valid(SCHEMA)
assert jsonschema_rs.validator_for(SCHEMA).is_valid("règle_1")
assert not jsonschema_rs.validator_for(SCHEMA).is_valid("1_rule")

validator = jsonschema.Draft202012Validator
try:
    validator.check_schema(SCHEMA)
    raise SystemExit("the schema passes")
except jsonschema.SchemaError as error:
    print("SchemaError:", error.message)
    assert error.message.endswith("is not a 'regex'"), error.message
try:
    raise SystemExit(validator(SCHEMA).is_valid("règle_1"))
except re.error as error:
    print("re.error:", error)
    assert str(error).startswith("bad escape"), error
PY
